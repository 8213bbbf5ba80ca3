"""Finds and compares faces with OpenCV when told to: python run_face_models.py THREADS

Each line of the input is a JSON object; each gets a line with the seconds that it took:
  {"detect": GRAPH, "width": W, "height": H, "times": N}   FaceDetectorYN, the picture at its size at once
  {"compare": GRAPH, "times": N}                           FaceRecognizerSF, alignCrop and feature of a face
Needs opencv-python-headless==5.0.0.93.
"""

import json
import sys
import time

import cv2
import numpy as np

THRESHOLDS = (0.6, 0.3, 5000)
opened = {}


def picture(width, height):
    return np.random.Generator(np.random.PCG64(1)).integers(0, 256, (height, width, 3), dtype=np.uint8)


def detector(graph, width, height):
    key = (graph, width, height)
    if key not in opened:
        opened[key] = cv2.FaceDetectorYN.create(graph, "", (width, height), *THRESHOLDS), picture(width, height)
    return opened[key]


def recogniser(graph):
    if graph not in opened:
        opened[graph] = cv2.FaceRecognizerSF.create(graph, ""), picture(640, 480)
    return opened[graph]


def run(asked):
    if "detect" in asked:
        model, image = detector(asked["detect"], asked["width"], asked["height"])
        work = lambda: model.detect(image)
    else:
        model, image = recogniser(asked["compare"])
        face = np.array([[100, 100, 80, 100, 120, 140, 160, 140, 140, 160, 125, 180, 155, 180, 0.9]], np.float32)
        work = lambda: model.feature(model.alignCrop(image, face))
    start = time.perf_counter()
    for _ in range(asked["times"]):
        work()
    return time.perf_counter() - start


def main():
    cv2.setNumThreads(int(sys.argv[1]))
    for line in sys.stdin:
        print(run(json.loads(line)), flush=True)


main()

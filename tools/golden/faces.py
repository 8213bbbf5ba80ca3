"""What OpenCV's FaceDetectorYN and FaceRecognizerSF give. Needs the real YuNet and the portraits for all but the tiny graphs."""

import base64

import cv2
import numpy as np

import tiny_faces
from places import DATA, OUT, sha256, write_json

YUNET = {year: DATA / "models" / "yunet" / f"face_detection_yunet_{year}.onnx" for year in ("2023mar", "2026may")}
PICTURES = (
    "faces/biden.jpg",
    "faces/examples_test_obama_and_biden.jpg",
    "faces/examples_train_biden_biden2.jpg",
    "faces/obama-480p.jpg",
    "faces/obama.jpg",
    "faces/obama2.jpg",
    "images/astronaut.png",
    "images/chelsea.png",
    "images/coffee.png",
    "images/rocket.jpg",
)
SIZE = 640
# Lower than the tests' 0.6, so that a face just above it there has its partner here.
LEAST_SCORE, OVERLAP, MOST = 0.55, 0.3, 5000
# Every second pixel in both directions is kept: enough for a mean difference.
KEPT = 2
# Where the template lies in a drawn picture: (picture, scale, degrees, middle's x, y, shift of single landmarks).
DRAWN = (
    ("noise-128x96.png", 0.5, 0, 60, 50, 0),
    ("gradient-333x217.png", 1.3, 35, 150, 110, 6),
    ("checkerboard-300x200.png", 1.0, -80, 230, 100, 0),
    ("gradient-333x217.png", 4.0, 170, 20, 190, 15),
)
TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)


def make():
    tiny_faces.make()
    recogniser = cv2.FaceRecognizerSF.create(str(tiny_faces.FOLDER / "sface.onnx"), "")
    write_json(OUT / "faces-tiny.json", {"opencv": cv2.__version__, "detection": tiny(), "drawn": drawn(recogniser)})
    if not all(path.exists() for path in YUNET.values()):
        print("faces.json left as it is: the real YuNet is not at hand")
        return
    write_json(
        OUT / "faces.json",
        {
            "note": [
                "a face: left, top, width, height, x and y of five landmarks, score, by FaceDetectorYN",
                "fitted: INTER_AREA into 640 x 640, 2023mar filled with black, 2026may to a multiple of 32; whole: as it is",
                "crops: alignCrop by the landmarks of 2026may, every second pixel, base64 of RGB",
            ],
            "opencv": cv2.__version__,
            "graphs": [{"year": year, "sha256": sha256(path)} for year, path in YUNET.items()],
            "pictures": [picture(name, recogniser) for name in PICTURES],
        },
    )


def detect(path, image, least=LEAST_SCORE, overlap_threshold=OVERLAP):
    detector = cv2.FaceDetectorYN.create(str(path), "", image.shape[1::-1], least, overlap_threshold, MOST)
    found = detector.detect(image)[1]
    return np.empty((0, 15), np.float32) if found is None else found


def rows(faces):
    return [[round(float(value), 4) for value in face] for face in faces]


def filled(image, size):
    return cv2.copyMakeBorder(image, 0, size - image.shape[0], 0, size - image.shape[1], cv2.BORDER_CONSTANT, value=0)


def picture(name, recogniser):
    path = DATA / "media" / name
    image = cv2.imread(str(path))
    height, width = image.shape[:2]
    scale = min(1, SIZE / max(height, width))
    size = (round(width * scale), round(height * scale))
    fitted = image if scale == 1 else cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    whole = detect(YUNET["2026may"], image)
    sure = [face for face in whole if face[14] > 0.8]
    return {
        "picture": name,
        "sha256": sha256(path),
        "fitted": list(size),
        "fittedFaces": {
            "2023mar": rows(detect(YUNET["2023mar"], filled(fitted, SIZE))),
            "2026may": rows(detect(YUNET["2026may"], fitted)),
        },
        "wholeFaces": rows(whole),
        "crops": [aligned(image, face, recogniser) for face in sure],
    }


def aligned(image, face, recogniser):
    crop = recogniser.alignCrop(image, face[None])
    feature = recogniser.feature(crop)[0]
    kept = np.ascontiguousarray(crop[::KEPT, ::KEPT, ::-1])
    return {
        "landmarks": [round(float(value), 4) for value in face[4:14]],
        "pixels": base64.b64encode(kept.tobytes()).decode("ascii"),
        "vector": [round(float(value), 5) for value in feature / np.linalg.norm(feature)],
    }


def tiny():
    image = cv2.imread(str(OUT / "pictures" / "noise-128x96.png"))
    cases = {"yunet-free.onnx": image, "yunet-fixed.onnx": filled(image, tiny_faces.FIXED)}
    return [
        {"graph": graph, "picture": "noise-128x96.png", "faces": rows(undisputed(tiny_faces.FOLDER / graph, given))}
        for graph, given in cases.items()
    ]


def undisputed(path, image):
    """FaceDetectorYN drops the boxes' fractions before it compares them: where that decides, the case is none for a test."""
    faces = detect(path, image, 0.6)
    kept = []
    candidates = detect(path, image, 0.6, overlap_threshold=1)
    for face in sorted(candidates, key=lambda face: -face[14]):
        if all(overlap(face, other) <= OVERLAP for other in kept):
            kept.append(face)
    assert len(candidates) > 1.5 * len(faces) > 15, (len(candidates), len(faces))
    assert np.array_equal(np.array(kept), faces), (len(kept), len(faces))
    return faces


def overlap(a, b):
    sides = [min(a[i] + a[i + 2], b[i] + b[i + 2]) - max(a[i], b[i]) for i in (0, 1)]
    common = max(0, sides[0]) * max(0, sides[1])
    return common / (a[2] * a[3] + b[2] * b[3] - common)


def drawn(recogniser):
    random = np.random.Generator(np.random.PCG64(5))
    cases = []
    for name, scale, degrees, x, y, shift in DRAWN:
        image = cv2.imread(str(OUT / "pictures" / name))
        turn = np.deg2rad(degrees)
        matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        landmarks = (TEMPLATE - 56) @ matrix.T + (x, y) + random.uniform(-shift, shift, (5, 2))
        face = np.concatenate([np.zeros(4), landmarks.ravel(), [1]]).astype(np.float32)
        cases.append({"picture": name, **aligned(image, face, recogniser)})
    vectors = np.array([case["vector"] for case in cases])
    cosines = vectors @ vectors.T - np.eye(len(vectors))
    assert cosines.max() < 0.9, cosines
    return cases

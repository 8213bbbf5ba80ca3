"""What PySceneDetect finds in the videos that bench/cuts.mjs makes: python tools/golden/cuts.py LIST OUT

LIST is JSON as `node bench/cuts.mjs --list FOLDER` writes it: [{name, file, digest}]. Cuts are positions of frames,
each the first of a new scene. Times are printed and are not part of the golden file.
"""

import json
import sys
import time

import scenedetect
from places import write_json
from scenedetect import AdaptiveDetector, SceneManager, ThresholdDetector, open_video

VERSION = "0.7.2"


def cuts_of(path, detector):
    started = time.perf_counter()
    manager = SceneManager()
    manager.add_detector(detector())
    manager.detect_scenes(open_video(path))
    seconds = time.perf_counter() - started
    return [start.frame_num for start, _ in manager.get_scene_list()[1:]], seconds


def main():
    if scenedetect.__version__ != VERSION:
        sys.exit(f"PySceneDetect {VERSION} is needed, this is {scenedetect.__version__}")
    source, out = sys.argv[1:]
    videos = []
    with open(source, encoding="utf8") as text:
        for video in json.load(text):
            adaptive, seconds = cuts_of(video["file"], AdaptiveDetector)
            threshold, _ = cuts_of(video["file"], ThresholdDetector)
            print(json.dumps({"name": video["name"], "seconds": round(seconds, 3)}), flush=True)
            named = {key: video[key] for key in ("name", "digest")}
            videos.append({**named, "adaptive": adaptive, "threshold": threshold})
    if out != "-":
        write_json(out, {"scenedetect": VERSION, "videos": videos})


if __name__ == "__main__":
    main()

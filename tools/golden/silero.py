"""What Silero's own wrapper gives for real speech, and its get_speech_timestamps for probabilities. Needs the real graph."""

import random
import subprocess

import numpy as np
import torch

from places import DATA, OUT, sha256, write_json

RATE, WINDOW = 16_000, 512
GRAPH = DATA / "models" / "silero-vad" / "silero_vad.onnx"
CLIPS = ("jfk.flac", "1272-141231-0002.wav")
RULES = {
    "silero": {"min_silence_duration_ms": 100, "speech_pad_ms": 30},
    "heimdex": {"min_silence_duration_ms": 2000, "speech_pad_ms": 400},
}


def make():
    if not GRAPH.exists():
        print("silero.json left as it is: the real graph is not at hand")
        return
    from silero_vad.utils_vad import OnnxWrapper

    wrapper = OnnxWrapper(str(GRAPH), force_onnx_cpu=True)
    clips = []
    for clip in CLIPS:
        path = DATA / "media" / "speech" / clip
        sound = samples(path)
        probabilities = [round(p, 6) for p in wrapper.audio_forward(torch.from_numpy(sound)[None], RATE)[0].tolist()]
        clips.append({"clip": clip, "sha256": sha256(path), "samples": len(sound), "probabilities": probabilities})
        wrapper.reset_states()
    write_json(
        OUT / "silero.json",
        {
            "note": ["probabilities: OnnxWrapper.audio_forward; spans: get_speech_timestamps_from_probs, in samples"],
            "graphSha256": sha256(GRAPH),
            "clips": clips,
            "spans": [spans(seed) for seed in range(40)],
        },
    )


def samples(path):
    # The mean of the channels, as the package's read_audio takes it; -ac 1 would be 3 dB louder.
    mean = ["-af", "pan=mono|c0<FL+FR+FC", "-ar", str(RATE)]
    command = ["ffmpeg", "-v", "error", "-i", str(path), *mean, "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout, dtype="<f4").copy()


def spans(seed):
    """Percentages that wander between silence and speech, and where speech is found in them by both rules."""
    from silero_vad.utils_vad import get_speech_timestamps_from_probs

    rng = random.Random(seed)
    percent = []
    while len(percent) < 300:
        level = rng.choice((2, 10, 30, 40, 48, 52, 70, 97))
        percent += [min(100, max(0, level + rng.randint(-8, 8))) for _ in range(rng.choice((1, 2, 3, 5, 8, 20, 40, 80)))]
    # Silence long enough ends speech before the end; or speech goes on to it.
    percent += [0] * 64 if seed % 2 == 0 else [90] * 12
    length = len(percent) * WINDOW - seed
    found = {
        name: [
            [span["start"], span["end"]]
            for span in get_speech_timestamps_from_probs(
                [value / 100 for value in percent], audio_length_samples=length, **rule
            )
        ]
        for name, rule in RULES.items()
    }
    return {"length": length, "percent": percent, **found}

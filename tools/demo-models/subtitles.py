"""What is said in the demo videos: a text track in two, a file beside another.

python tools/demo-models/subtitles.py     puts all to the videos that are there; their pictures stay as they are
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import people_board
import storyboard as board

# One cue a shot, in the shots' order.
TRACK = "holiday.mp4"
TRACK_CUES = [
    "The flight to Lisbon left before breakfast.",
    "Captain Marlow says the wind is perfect today.",
    "Look, the parrotfish are nibbling at the coral!",
    "The keeper has polished this lamp for forty years.",
    "From up there the vineyards look like corduroy.",
    "That was our last evening. See you next summer!",
]
SIDECAR = "weather.mp4"
SIDECAR_CUES = [
    "우산을 안 가져와서 흠뻑 젖었어요.\nWe are soaked to the skin.",
    "천둥소리에 강아지가 침대 밑으로 숨었네.\nThe puppy is hiding under the bed.",
    "소나기가 그쳤으니 소풍을 가자!\nLet's have our picnic after all.",
    "설악산은 시월이 가장 아름답습니다.\nSeoraksan is at its best in October.",
    "저 봉우리까지 케이블카를 타고 가요.\nWe take the cable car to the summit.",
    "당근은 누가 먹었을까?\nWho ate the carrot?",
    "할머니께 들려 드릴 이야기가 생겼어요.\nGrandmother will never believe this.",
]
CUES: dict[str, list[str]] = {TRACK: TRACK_CUES, SIDECAR: SIDECAR_CUES, people_board.VIDEO: [shot.said for shot in people_board.SHOTS]}
MARGIN = 0.25


def sidecar_of(name: str) -> str | None:
    """The file beside a video."""
    return f"{Path(name).stem}.srt" if name == SIDECAR else None


def cues(name: str) -> list[str]:
    """What is said in each shot of a video; nothing in most."""
    return CUES.get(name, [])


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    return f"{milliseconds // 3600000:02}:{milliseconds // 60000 % 60:02}:{milliseconds // 1000 % 60:02},{milliseconds % 1000:03}"


def to_srt(name: str) -> str:
    """SubRip with a cue for each shot, a little shorter than it."""
    frame, blocks = 0, []
    shots = people_board.SHOTS if name == people_board.VIDEO else board.VIDEOS[name]
    assert len(shots) == len(cues(name))
    for number, (shot, text) in enumerate(zip(shots, cues(name)), start=1):
        start, frame = frame / board.FRAME_RATE, frame + shot.frames
        end = frame / board.FRAME_RATE
        blocks.append(f"{number}\n{_clock(start + MARGIN)} --> {_clock(end - MARGIN)}\n{text}\n")
    return "\n".join(blocks)


def mux(folder: Path, name: str) -> None:
    """Puts what is said into a video as a text track. Done twice it gives the same."""
    with tempfile.TemporaryDirectory() as work:
        text, muxed = Path(work) / "track.srt", Path(work) / name
        text.write_text(to_srt(name), encoding="utf-8")
        command = ["ffmpeg", "-v", "error", "-y", "-i", str(folder / name), "-i", str(text)]
        command += ["-map", "0:v", "-map", "1:s", "-c:v", "copy", "-c:s", "mov_text", "-metadata:s:s:0", "language=eng"]
        command += ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-movflags", "+faststart", str(muxed)]
        subprocess.run(command, check=True)
        (folder / name).write_bytes(muxed.read_bytes())


def write_subtitles(folder: Path) -> None:
    """Muxes the tracks and writes the file."""
    (folder / str(sidecar_of(SIDECAR))).write_text(to_srt(SIDECAR), encoding="utf-8")
    for name in (TRACK, people_board.VIDEO):
        mux(folder, name)


if __name__ == "__main__":
    write_subtitles(Path(__file__).resolve().parents[2] / "demo/videos")

"""Where the golden files go, where the optional real files lie, and how files are written."""

import hashlib
import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "test" / "golden" / "files"
MODEL = OUT / "tiny-siglip2"
DATA = Path(os.environ.get("HEIMDEX_SHARED_DATA", ROOT.parent / "shared" / "data"))


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def write_json(path, value):
    """Two levels are indented; what lies deeper stays on its line, so that a row of ids is one line.

    Everything beyond ASCII is escaped: combining marks, controls and bidirectional marks must
    survive editors and diffs unchanged.
    """
    lines = []
    for key, item in value.items():
        if isinstance(item, list) and item and isinstance(item[0], (list, dict, str)):
            rows = ",\n".join("    " + compact(row) for row in item)
            lines.append(f"  {json.dumps(key)}: [\n{rows}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {compact(item)}")
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    assert json.loads(text) == value
    write_bytes(path, text.encode("ascii"))


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def write_bytes(path, data):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_vectors(path, array):
    """Rows of little-endian float32, one after the other."""
    write_bytes(path, array.astype("<f4").tobytes())

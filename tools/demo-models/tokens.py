"""The tokenizer: a small BPE built like SigLIP 2's, with byte fallback so that any text has tokens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

LENGTH = 64
SPECIALS = ["<pad>", "<eos>", "<bos>", "<unk>"]
# Pieces learned for the joint training, and for the text tower that is kept.
LEARNED, MORE_LEARNED = 1700, 2600


def train_tokenizer(texts: Sequence[str], path: Path, learned: int = LEARNED) -> Tokenizer:
    """Learns the merges from texts (already in lower case) and writes tokenizer.json."""
    learner = Tokenizer(models.BPE())
    learner.normalizer = normalizers.Replace(" ", "▁")
    # Merges are learned inside words only; the file itself then needs no splitting, as Gemma's.
    learner.pre_tokenizer = pre_tokenizers.Split(Regex("▁"), "merged_with_next")
    learner.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=learned, show_progress=False))
    model = json.loads(learner.to_str())["model"]
    pieces = [piece for piece, _ in sorted(model["vocab"].items(), key=lambda item: item[1])]
    names = [*SPECIALS, *(f"<0x{byte:02X}>" for byte in range(256)), *pieces]
    eos = {"id": "<eos>", "ids": [1], "tokens": ["<eos>"]}
    sequence, end = {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "<eos>", "type_id": 0}}
    second = [{"Sequence": {"id": "B", "type_id": 0}}, end]
    content = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": number, "content": name, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for number, name in enumerate(SPECIALS)
        ],
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        "pre_tokenizer": {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious", "invert": False},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [sequence, end],
            "pair": [sequence, end, *second],
            "special_tokens": {"<eos>": eos},
        },
        "decoder": {
            "type": "Sequence",
            "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "<unk>",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": True,
            "byte_fallback": True,
            "ignore_merges": False,
            "vocab": {name: number for number, name in enumerate(names)},
            "merges": model["merges"],
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return Tokenizer.from_file(str(path))


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> np.ndarray:
    """Token ids as (texts, 64): lower case, `<eos>` kept when cut, `<pad>` = 0 behind."""
    ids = np.zeros((len(texts), LENGTH), dtype=np.int64)
    for row, encoding in enumerate(tokenizer.encode_batch([text.lower() for text in texts])):
        found = encoding.ids
        if len(found) > LENGTH:
            found = [*found[: LENGTH - 1], 1]
        ids[row, : len(found)] = found
    return ids

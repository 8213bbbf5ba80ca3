"""A tokenizer built as SigLIP 2's (Gemma's) tokenizer.json is, with a vocabulary of 1,200 pieces."""

import json

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import GemmaTokenizerFast

import corpus
from places import MODEL, write_bytes

SIZE = 1200
LENGTH = 64
SPECIAL = ["<pad>", "<eos>", "<bos>", "<unk>"]
# Gemma keeps these as user-defined pieces: they are matched in the raw text, before the
# normalizer turns spaces into U+2581, and are not skipped on decoding.
USER_DEFINED = (
    ["<mask>", "<2mass>", "[@BOS@]", "<unused0>", "<unused1>", "<start_of_turn>", "<end_of_turn>"]
    + ["\n" * n for n in range(1, 5)]
    + ["\u2581" * n for n in range(2, 6)]
    + ["<table>", "</table>", "<b>", "</b>", "<code>", "</code>"]
)
TURNS = {"<start_of_turn>", "<end_of_turn>"}


def learned_pieces(count):
    """Characters and merged pieces from the corpus: words, single digits and punctuation apart."""
    trained = Tokenizer(models.BPE())
    trained.normalizer = normalizers.Replace(" ", "\u2581")
    trained.pre_tokenizer = pre_tokenizers.Split(
        Regex(r"\u2581?\p{L}+|\p{N}|[^\u2581\p{L}\p{N}]+|\u2581"), "isolated"
    )
    trainer = trainers.BpeTrainer(vocab_size=count, show_progress=False, max_token_length=16)
    trained.train_from_iterator(corpus.sentences(), trainer)
    by_id = sorted(trained.get_vocab().items(), key=lambda item: item[1])
    pieces = [piece for piece, _ in by_id]
    # Gemma lists merged pieces first and single characters last.
    return [p for p in pieces if len(p) > 1] + [p for p in pieces if len(p) == 1]


def merges_of(vocabulary, pieces):
    """Every way to split a piece into two known pieces, as the sentencepiece conversion lists them."""
    merges = []
    for piece in pieces:
        splits = [(piece[:i], piece[i:]) for i in range(1, len(piece))]
        known = [(a, b) for a, b in splits if a in vocabulary and b in vocabulary]
        merges += sorted(known, key=lambda pair: (vocabulary[pair[0]], vocabulary[pair[1]]))
    return merges


def build():
    # Gemma's own repair: the tab is a piece of its own in place of its byte.
    byte_pieces = ["\t" if n == 9 else f"<0x{n:02X}>" for n in range(256)]
    fixed = SPECIAL + USER_DEFINED + byte_pieces
    # Spare room for characters that also are user-defined or byte pieces, such as the newline.
    learned = [p for p in learned_pieces(SIZE - len(fixed)) if p not in set(fixed)]
    pieces = fixed + learned
    vocabulary = {piece: n for n, piece in enumerate(pieces)}
    assert len(vocabulary) == len(pieces) and vocabulary["<pad>"] == 0 and vocabulary["<eos>"] == 1
    mergeable = [p for p in USER_DEFINED if p.strip("\n") == "" or p.strip("\u2581") == ""] + learned
    added = [
        {
            "id": vocabulary[piece],
            "content": piece,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": piece in SPECIAL or piece in TURNS,
        }
        for piece in SPECIAL + USER_DEFINED
    ]
    eos = {"SpecialToken": {"id": "<eos>", "type_id": 0}}
    described = {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": LENGTH, "strategy": "LongestFirst", "stride": 0},
        "padding": {
            "strategy": {"Fixed": LENGTH},
            "direction": "Right",
            "pad_to_multiple_of": None,
            "pad_id": 0,
            "pad_type_id": 0,
            "pad_token": "<pad>",
        },
        "added_tokens": added,
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"},
        "pre_tokenizer": {
            "type": "Split",
            "pattern": {"String": " "},
            "behavior": "MergedWithPrevious",
            "invert": False,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"Sequence": {"id": "A", "type_id": 0}}, eos],
            "pair": [
                {"Sequence": {"id": "A", "type_id": 0}},
                eos,
                {"Sequence": {"id": "B", "type_id": 1}},
                {"SpecialToken": {"id": "<eos>", "type_id": 1}},
            ],
            "special_tokens": {"<eos>": {"id": "<eos>", "ids": [1], "tokens": ["<eos>"]}},
        },
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
            ],
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
            "vocab": vocabulary,
            "merges": merges_of(vocabulary, mergeable),
        },
    }
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    write_bytes(MODEL / "tokenizer.json", text.encode("utf-8"))
    return len(pieces)


def load():
    """As the checkpoints' tokenizer_config has it: no bos, eos appended, padding on the right."""
    return GemmaTokenizerFast(
        tokenizer_file=str(MODEL / "tokenizer.json"),
        add_bos_token=False,
        add_eos_token=True,
        padding_side="right",
    )


def encode(tokenizer, texts):
    lowered = [text.lower() for text in texts]
    rows = tokenizer(lowered, padding="max_length", truncation=True, max_length=LENGTH)["input_ids"]
    assert all(len(row) == LENGTH for row in rows)
    return rows

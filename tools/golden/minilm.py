"""Sentence vectors of the real all-MiniLM-L6-v2 graph, where it is at hand."""

import numpy as np
import onnxruntime
from transformers import PreTrainedTokenizerFast

from places import DATA, OUT, sha256, write_json, write_vectors

SENTENCES = [
    "A man speaks about the moon landing.",
    "The astronaut talks of flying to the moon.",
    "I like cooking pasta with tomatoes.",
    "Boil the noodles and add some basil to the sauce.",
    "The stock market fell sharply on Monday.",
    "Shares dropped at the start of the week.",
    "Two dogs are playing in the snow.",
    "And so my fellow Americans ask not what your country can do for you, ask what you can do for your country.",
    "The cut on his chest still dripping blood, the ache of his overstrained eyes.",
    "How do I reset my password?",
    "Yes.",
    " ".join(["This sentence is said over and over until it is longer than the model reads."] * 20),
]
LENGTH = 256


def make():
    folder = DATA / "models" / "all-MiniLM-L6-v2"
    graph_file = folder / "onnx" / "model_quantized.onnx"
    if not graph_file.exists():
        print("vectors-minilm.json left as it is: the real graph is not at hand")
        return
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), pad_token="[PAD]")
    graph = onnxruntime.InferenceSession(graph_file, providers=["CPUExecutionProvider"])
    rows, lengths = [], []
    for sentence in SENTENCES:
        given = tokenizer(
            sentence, padding=False, truncation=True, max_length=LENGTH, return_token_type_ids=True, return_tensors="np"
        )
        given = {name: given[name].astype(np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
        hidden = graph.run(["last_hidden_state"], given)[0][0]
        mask = given["attention_mask"][0][:, None]
        mean = (hidden * mask).sum(axis=0) / mask.sum()
        rows.append(mean / np.linalg.norm(mean))
        lengths.append(int(mask.sum()))
    write_vectors(OUT / "vectors" / "minilm.f32", np.stack(rows))
    write_json(
        OUT / "vectors-minilm.json",
        {
            "note": [
                "one sentence at a time, without padding, at most 256 pieces; mean over the attention mask, then L2",
                "rows of little-endian float32; the graph is quantised: last digits differ between processors,"
                " so compare by cosine",
            ],
            "graphSha256": sha256(graph_file),
            "tokenizerSha256": sha256(folder / "tokenizer.json"),
            "dimension": int(rows[0].shape[0]),
            "file": "vectors/minilm.f32",
            "tokens": lengths,
            "sentences": SENTENCES,
        },
    )

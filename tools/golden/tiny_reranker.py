"""An XLM-R of two layers with random weights and one label, exported by optimum as bge-reranker-v2-m3 is."""

import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from optimum.exporters.onnx import main_export
from transformers import (
    AutoModelForSequenceClassification,
    PreTrainedTokenizerFast,
    XLMRobertaConfig,
    XLMRobertaForSequenceClassification,
)

import tiny_xlmr
from places import OUT, sha256, write_bytes, write_json

FOLDER = OUT / "tiny-reranker"
DIMENSION = 24
LENGTH = 96
# A question and its passages, each of some of the strings (speech-strings.json) joined by a space.
QUESTIONS = [7, 43, 121, 205]
PASSAGES = [[12], [7], [44, 45], [122, 123, 124, 125], [206], list(range(20, 60)), list(range(130, 150)), [280, 281]]


def build_model(vocabulary):
    torch.manual_seed(11)
    config = XLMRobertaConfig(
        vocab_size=vocabulary,
        hidden_size=DIMENSION,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=LENGTH + 2,
        type_vocab_size=1,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        num_labels=1,
    )
    model = XLMRobertaForSequenceClassification(config).eval()
    # Freshly made it answers nearly the same to everything.
    for name, weights in model.named_parameters():
        if "LayerNorm" in name or name.endswith("bias"):
            continue
        gain = 0.3 if "position" in name else 2.0 if "query" in name or "key" in name else 1.0
        torch.nn.init.normal_(weights, std=gain / (1 if "embeddings" in name else DIMENSION**0.5))
    # Scores over most of 0 to 1.
    torch.nn.init.normal_(model.classifier.out_proj.weight, std=3)
    return model


def wrap(tokenizer):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_input_names=["input_ids", "attention_mask"],
        model_max_length=LENGTH,
    )


def export(model, tokenizer):
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "source", Path(folder) / "target"
        model.save_pretrained(source)
        tokenizer.save_pretrained(source)
        main_export(str(source), target, task="text-classification", do_validation=False, opset=17)
        loaded = AutoModelForSequenceClassification.from_pretrained(source).eval()
        graph = onnx.load(target / "model.onnx")
    assert [given.name for given in graph.graph.input] == ["input_ids", "attention_mask"]
    assert [given.name for given in graph.graph.output] == ["logits"]
    write_bytes(FOLDER / "onnx" / "model.onnx", graph.SerializeToString())
    quantize_dynamic(
        FOLDER / "onnx" / "model.onnx", FOLDER / "onnx" / "model_quantized.onnx", weight_type=QuantType.QInt8
    )
    return loaded


def quantized_logits(feeds):
    """One pair at a time."""
    graph = onnxruntime.InferenceSession(FOLDER / "onnx" / "model_quantized.onnx", providers=["CPUExecutionProvider"])
    return [float(graph.run(["logits"], {name: value.numpy() for name, value in feed.items()})[0][0, 0]) for feed in feeds]


def make():
    strings = tiny_xlmr.STRINGS
    before = sha256(tiny_xlmr.FOLDER / "tokenizer.json")
    raw, vocabulary = tiny_xlmr.build_tokenizer(strings)
    assert sha256(tiny_xlmr.FOLDER / "tokenizer.json") == before, "the tokenizer of tiny-xlmr has changed"
    tokenizer = wrap(raw)
    model = export(build_model(vocabulary), tokenizer)
    passages = [" ".join(strings[at] for at in some) for some in PASSAGES]

    def feed(questions, texts):
        return tokenizer(
            questions, texts, truncation="only_second", max_length=LENGTH, padding=True, return_tensors="pt"
        )

    rows = []
    for at in QUESTIONS:
        question = strings[at]
        together = feed([question] * len(passages), passages)
        alone = [feed([question], [passage]) for passage in passages]
        assert max(len(one["input_ids"][0]) for one in alone) == LENGTH
        with torch.no_grad():
            logits = model(**together).logits[:, 0]
            single = torch.cat([model(**one).logits[:, 0] for one in alone])
        assert float((logits - single).abs().max()) < 1e-5
        rows.append(
            {
                "question": at,
                "ids": [one["input_ids"][0].tolist() for one in alone],
                "logits": [float(np.float32(value)) for value in logits],
                "quantized": quantized_logits(alone),
            }
        )
    spread = np.array([row["logits"] for row in rows])
    print(f"reranker: logits {spread.min():.2f} to {spread.max():.2f}")
    assert spread.std(axis=1).min() > 0.2
    write_json(
        OUT / "reranker.json",
        {
            "note": [
                "passages: numbers of strings in speech-strings.json, joined by a space",
                "ids: tokenizer(question, passage, truncation='only_second', max_length), one pair at a time",
                "logits: AutoModelForSequenceClassification, all passages of a question padded to one batch",
                "quantized: onnxruntime, one pair at a time; its last digits differ between processors",
            ],
            "maxTokens": LENGTH,
            "passages": PASSAGES,
            "questions": rows,
        },
    )


if __name__ == "__main__":
    make()

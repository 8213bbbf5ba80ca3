"""An XLM-R of two layers with random weights, exported as BGE-M3 is, with a Unigram tokenizer made as XLM-R's is."""

import io
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import sentencepiece
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import XLMRobertaConfig, XLMRobertaModel

from places import DATA, OUT, sha256, write_bytes, write_json, write_vectors
from speech_strings import strings

FOLDER = OUT / "tiny-xlmr"
DIMENSION = 32
LENGTH = 96
PIECES = 1500
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
OF = list(range(0, 300, 6))


def train(lines):
    """Pieces with their scores, and the table of characters (nmt_nfkc) that SentencePiece normalises with."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "text").write_text("\n".join(lines), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=f"{folder}/text",
            model_prefix=f"{folder}/model",
            model_type="unigram",
            vocab_size=PIECES,
            character_coverage=1.0,
            hard_vocab_limit=False,
            num_threads=1,
            minloglevel=2,
        )
        model = sentencepiece_model_pb2.ModelProto()
        model.ParseFromString((Path(folder) / "model.model").read_bytes())
    pieces = [(piece.piece, piece.score) for piece in model.pieces if piece.type == piece.NORMAL]
    return pieces, model.normalizer_spec.precompiled_charsmap


def build_tokenizer(lines):
    pieces, charsmap = train(lines)
    vocabulary = [(name, 0.0) for name in SPECIAL] + pieces + [("<mask>", 0.0)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.add_special_tokens([*SPECIAL, "<mask>"])
    tokenizer.normalizer = normalizers.Precompiled(bytes(charsmap))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    # The table fills a quarter of a megabyte and only the reference reads it.
    form = json.loads(tokenizer.to_str())
    form["normalizer"]["precompiled_charsmap"] = ""
    text = json.dumps(form, ensure_ascii=False, separators=(",", ":"))
    write_bytes(FOLDER / "tokenizer.json", text.encode("utf-8"))
    return tokenizer, len(vocabulary)


def build_model(vocabulary):
    torch.manual_seed(5)
    config = XLMRobertaConfig(
        vocab_size=vocabulary,
        hidden_size=DIMENSION,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=LENGTH + 2,
        type_vocab_size=1,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
    )
    config._attn_implementation = "eager"
    model = XLMRobertaModel(config, add_pooling_layer=False).eval()
    # Freshly made it answers nearly the same to everything.
    for name, weights in model.named_parameters():
        if "LayerNorm" in name or name.endswith("bias"):
            continue
        gain = 0.3 if "position" in name else 2.0 if "query" in name or "key" in name else 1.0
        torch.nn.init.normal_(weights, std=gain / (1 if "embeddings" in name else DIMENSION**0.5))
    return model


class States(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def export(model):
    ids = torch.tensor([[0, 5, 6, 2], [0, 7, 2, 1]])
    buffer = io.BytesIO()
    torch.onnx.export(
        States(model).eval(),
        (ids, (ids != 1).long()),
        buffer,
        input_names=["input_ids", "attention_mask"],
        output_names=["last_hidden_state"],
        dynamic_axes={
            name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "last_hidden_state")
        },
        opset_version=17,
        dynamo=False,
    )
    graph = onnx.load_model_from_string(buffer.getvalue())
    write_bytes(FOLDER / "onnx" / "model.onnx", graph.SerializeToString())
    quantize_dynamic(
        FOLDER / "onnx" / "model.onnx", FOLDER / "onnx" / "model_quantized.onnx", weight_type=QuantType.QInt8
    )


def vectors(name, rows):
    """One text at a time, the first token's state, scaled to length 1."""
    graph = onnxruntime.InferenceSession(FOLDER / "onnx" / name, providers=["CPUExecutionProvider"])
    made = []
    for row in rows:
        ids = np.array([row], np.int64)
        state = graph.run(["last_hidden_state"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0, 0]
        made.append(state / np.linalg.norm(state))
    return np.stack(made)


def encode(tokenizer, length):
    tokenizer.enable_truncation(length)
    tokenizer.no_padding()
    return [tokenizer.encode(text).ids for text in STRINGS]


STRINGS = strings()


def write_tokens(name, tokenizer_file, rows, length):
    call = f"tokenizers.Tokenizer, truncation to {length}, no padding"
    digest = sha256(tokenizer_file)
    source = "speech-strings.json"
    write_json(OUT / f"tokens-{name}.json", {"call": call, "tokenizerSha256": digest, "strings": source, "ids": rows})


def make_minilm():
    file = DATA / "tokenizers" / "minilm" / "tokenizer.json"
    if not file.exists():
        print("tokens-minilm-speech.json left as it is: the real tokenizer is not at hand")
        return
    write_tokens("minilm-speech", file, encode(Tokenizer.from_file(str(file)), 256), 256)


def make():
    write_json(OUT / "speech-strings.json", {"strings": STRINGS})
    make_minilm()
    tokenizer, vocabulary = build_tokenizer(STRINGS)
    rows = encode(tokenizer, LENGTH)
    write_tokens("xlmr", FOLDER / "tokenizer.json", rows, LENGTH)
    model = build_model(vocabulary)
    export(model)
    chosen = [rows[n] for n in OF]
    whole = States(model).eval()
    with torch.no_grad():
        states = [whole(torch.tensor([row]), torch.ones(1, len(row), dtype=torch.long))[0, 0].numpy() for row in chosen]
    reference = np.stack([state / np.linalg.norm(state) for state in states])
    off = np.abs(vectors("model.onnx", chosen) - reference).max()
    assert off < 1e-5, off
    cosines = (reference @ reference.T)[~np.eye(len(OF), dtype=bool)]
    print(f"XLM-R: cosines between different strings {cosines.min():.2f} to {cosines.max():.2f}")
    # One string twice, and thirty times over, are alike; a wrong pooling must not be.
    assert np.median(cosines) < 0.9
    write_vectors(OUT / "vectors" / "xlmr.f32", reference)
    write_vectors(OUT / "vectors" / "xlmr-quantized.f32", vectors("model_quantized.onnx", chosen))
    write_json(
        OUT / "vectors-xlmr.json",
        {
            "note": [
                "rows of little-endian float32: the first token's state, scaled to length 1, one string at a time",
                "xlmr.f32: torch; xlmr-quantized.f32: onnxruntime, whose last digits differ between processors",
            ],
            "dimension": DIMENSION,
            "maxTokens": LENGTH,
            "float": "vectors/xlmr.f32",
            "quantized": "vectors/xlmr-quantized.f32",
            "of": OF,
        },
    )


if __name__ == "__main__":
    make()

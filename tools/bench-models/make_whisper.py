"""Writes a multilingual Whisper of true size with random weights, exported as the Hub's are, that writes a known text.

    python tools/bench-models/make_whisper.py base|small TOKENIZER FOLDER [--ctranslate2 FOLDER]

TOKENIZER holds the tokenizer.json, generation_config.json and preprocessor_config.json of Xenova/whisper-base, which all
Whispers of this kind share. FOLDER gets the graphs as floats and dynamically quantised (base 0.5 GB, small 1.5 GB).
Needs the packages of tools/golden/requirements.txt; --ctranslate2 writes the same weights for faster-whisper as well, and
needs ctranslate2==4.8.5.

What a run costs depends on the architecture and on how much is written, not on the weights' values. Bare random weights
write rubbish up to the last token, again at each temperature. So three tables are shaped, all of them among the weights
that every run reads: each position of the decoder has a direction of its own that outweighs all else, the tokens of TEXTS
answer to the directions of their places, and the heads that times of words come from look at the sound where a word is said.
Whatever it hears, the model writes the text once, with its times, and ends it. The text is that of the two recordings of
speech that benchmarks use, side by side as heimdex lays them (bench/speech-stage.mjs).
"""

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error", ORT_DISABLE_TELEMETRY="1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402
from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration  # noqa: E402

from whisper_export import export_whisper  # noqa: E402

# openai/whisper, model.py; alignment heads as openai/whisper's __init__.py and the Hub's generation_config.json have them.
SIZES = {
    "base": (512, 8, 6, [[3, 1], [4, 2], [4, 3], [4, 7], [5, 1], [5, 2], [5, 4], [5, 6]]),
    "small": (768, 12, 12, [[5, 3], [5, 9], [8, 0], [8, 4], [8, 7], [8, 8], [9, 0], [9, 7], [9, 9], [10, 5]]),
}
TEXTS = [
    (0.0, 10.44, " And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country."),
    (11.8, 14.4, " The cut on his chest still dripping blood."),
    (15.2, 21.4, " The ache of his overstrained eyes, even the soaring arena around him with the thousands of spectators,"),
    (22.0, 24.3, " were trivialities not worth thinking about."),
]
# Where a second token is nearly as likely as the first, heimdex follows both; whisper-tiny.en does so three times in this text.
NEARLY = {" your": " hour", " chest": " best", " arena": " area"}
# A token's score over the mean of all others, and how much less a second one has.
LEAD, BEHIND = 16.0, 0.35
NOISE = 0.01
PLACE = 20.0
# The scores of attention reach about six times this where a word is said.
LOOK = 2.5


def sequence(tokenizer, generation):
    """All tokens that the decoder is to choose, by position from <|startoftranscript|> on, and what each says when."""
    first_time = generation["no_timestamps_token_id"] + 1
    chosen = [generation["lang_to_id"]["<|en|>"], generation["task_to_id"]["transcribe"]]
    seconds = [0.0, 0.0]
    for start, end, text in TEXTS:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        chosen += [first_time + round(start / 0.02), *ids, first_time + round(end / 0.02)]
        seconds += [start, *np.linspace(start, end, len(ids), endpoint=False), end]
    return [*chosen, generation["eos_token_id"]], [*seconds, TEXTS[-1][1]]


def build(size, tokenizer, generation):
    width, heads, layers, alignment = SIZES[size]
    special = {"bos_token_id": 50257, "eos_token_id": 50257, "pad_token_id": 50257, "decoder_start_token_id": 50258}
    config = WhisperConfig(
        vocab_size=51865,
        num_mel_bins=80,
        d_model=width,
        encoder_layers=layers,
        decoder_layers=layers,
        encoder_attention_heads=heads,
        decoder_attention_heads=heads,
        encoder_ffn_dim=4 * width,
        decoder_ffn_dim=4 * width,
        suppress_tokens=None,
        begin_suppress_tokens=None,
        **special,
    )
    config._attn_implementation = "eager"
    torch.manual_seed(1)
    model = WhisperForConditionalGeneration(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 and "encoder.embed_positions" not in name:
                parameter.normal_(0, NOISE)
        shape(model, *sequence(tokenizer, generation), tokenizer, alignment)
    model.generation_config = GenerationConfig(**{**generation, "alignment_heads": alignment})
    return model


def shape(model, chosen, seconds, tokenizer, alignment):
    width = model.config.d_model
    decoder = model.model.decoder
    # Directions at right angles to each other and to (1, …, 1), which normalising takes away.
    random = torch.randn(width, len(chosen) + 1)
    random[:, 0] = 1
    places = torch.linalg.qr(random)[0].T[1:]
    decoder.embed_positions.weight[: len(places)] += PLACE * places
    table = decoder.embed_tokens.weight
    table *= 0.5
    for place, token in zip(places, chosen):
        table[token] += LEAD / math.sqrt(width) * place
    for text, nearly in NEARLY.items():
        (token,), (other,) = (tokenizer.encode(each, add_special_tokens=False).ids for each in (text, nearly))
        table[other] += (LEAD - BEHIND) / math.sqrt(width) * places[chosen.index(token)]
    # Sines and cosines of the encoder's positions: waves of 20 to 6000 positions tell one from another.
    half = width // 2
    waves = torch.linspace(0.126, 0.745, 32).mul(half - 1).round().long()
    picked = torch.cat([waves, waves + half])
    times = (torch.tensor(seconds) / 0.02).round().long().clamp(max=1499)
    wanted = model.model.encoder.embed_positions.weight[times][:, picked]
    for layer, head in alignment:
        attention = decoder.layers[layer].encoder_attn
        rows = slice(64 * head, 64 * head + 64)
        attention.k_proj.weight[rows] += torch.eye(width)[picked]
        attention.q_proj.weight[rows] += LOOK / math.sqrt(width) * wanted.T @ places


def quantize(folder):
    """As the Hub's `_quantized` graphs: all operations that can be, one scale a tensor (its quant_config.json)."""
    for name, kind in (("encoder_model", QuantType.QUInt8), ("decoder_model_merged", QuantType.QInt8)):
        graph = folder / "onnx" / f"{name}.onnx"
        target = folder / "onnx" / f"{name}_quantized.onnx"
        quantize_dynamic(graph, target, weight_type=kind, per_channel=False, reduce_range=False, extra_options={"EnableSubgraph": True})


def write_for_faster_whisper(model, tokenizer, folder):
    from ctranslate2.converters import TransformersConverter

    with tempfile.TemporaryDirectory() as saved:
        model.save_pretrained(saved)
        for document in ("tokenizer.json", "tokenizer_config.json", "preprocessor_config.json", "special_tokens_map.json", "vocab.json", "merges.txt"):
            shutil.copyfile(tokenizer / document, Path(saved) / document)
        copied = ["tokenizer.json", "preprocessor_config.json"]
        TransformersConverter(saved, copy_files=copied).convert(str(folder), quantization="int8", force=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ctranslate2", type=Path)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.tokenizer / "tokenizer.json"))
    generation = json.loads((options.tokenizer / "generation_config.json").read_text())
    model = build(options.size, tokenizer, generation)
    print(f"{len(sequence(tokenizer, generation)[0]) - 2} tokens, the closing one and {2 * len(TEXTS)} times among them")
    if options.ctranslate2 is not None:
        write_for_faster_whisper(model, options.tokenizer, options.ctranslate2)
    export_whisper(model, options.folder)
    for document in ("tokenizer.json", "tokenizer_config.json", "preprocessor_config.json"):
        shutil.copyfile(options.tokenizer / document, options.folder / document)
    quantize(options.folder)


if __name__ == "__main__":
    main()

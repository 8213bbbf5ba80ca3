"""A multilingual Whisper with random weights and 1,900 tokens, exported as the Hub's are, with what transformers makes of
five drawn sounds: python tools/golden/tiny_whisper.py"""

import json
import os

os.environ.update(
    OMP_NUM_THREADS="1",
    TOKENIZERS_PARALLELISM="false",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_VERBOSITY="error",
    ORT_DISABLE_TELEMETRY="1",
)

import numpy as np  # noqa: E402
import torch  # noqa: E402
from transformers import (  # noqa: E402
    GenerationConfig,
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
)
from transformers.models.whisper.generation_whisper import _dynamic_time_warping, _median_filter  # noqa: E402

from places import OUT, write_json, write_vectors  # noqa: E402
from whisper_export import export_whisper  # noqa: E402

FOLDER = OUT / "tiny-whisper"
SEED = 5
WIDTH, HEADS, LAYERS = 32, 4, 2
LANGUAGES = ["en", "zh", "de", "es", "ru", "ko", "fr", "ja", "pt", "tr"]
WORDS = [" the", " and", " house", " sea", " runs", " two", ",", ".", "ing", "er", " sun", "set", " dog", "s", " snow"]
MAX_NEW = 60


def byte_letters():
    """GPT-2's letters for the 256 bytes."""
    shown = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    letters, extra = {}, 0
    for byte in range(256):
        if byte in shown:
            letters[byte] = chr(byte)
        else:
            letters[byte] = chr(256 + extra)
            extra += 1
    return letters


def vocabulary():
    letters = byte_letters()
    texts = [letters[byte] for byte in range(256)]
    texts += ["".join(letters[byte] for byte in word.encode()) for word in WORDS if len(word) > 1]
    special = ["<|endoftext|>", "<|startoftranscript|>"]
    special += [f"<|{language}|>" for language in LANGUAGES]
    special += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
    times = [f"<|{n * 0.02:.2f}|>" for n in range(1501)]
    return texts, special, times


TEXTS, SPECIAL, TIMES = vocabulary()
ID = {piece: n for n, piece in enumerate(TEXTS + SPECIAL + TIMES)}


def sound(clip):
    """Whole numbers alone are reckoned with before the last step: test/support/drawn-speech.ts gives the same."""
    seconds, p1, p2, p3, beat = clip
    t = np.arange(int(seconds * 16000), dtype=np.int64)
    wave = (t % p1) / p1 + ((t * (t // 4000 + 1)) % p2) / p2 + (t % p3) / p3 - 1.5
    return (wave * (((t // beat) % 4) / 6)).astype(np.float32)


CLIPS = [
    [2, 113, 4099, 37, 1500],
    [5, 97, 8191, 61, 3100],
    [11, 151, 16381, 29, 2300],
    [17, 71, 2053, 43, 5000],
    [30, 131, 1021, 19, 7000],
]


def build():
    config = WhisperConfig(
        vocab_size=len(ID),
        num_mel_bins=80,
        d_model=WIDTH,
        encoder_layers=LAYERS,
        decoder_layers=LAYERS,
        encoder_attention_heads=HEADS,
        decoder_attention_heads=HEADS,
        encoder_ffn_dim=WIDTH * 2,
        decoder_ffn_dim=WIDTH * 2,
        decoder_start_token_id=ID["<|startoftranscript|>"],
        bos_token_id=ID["<|endoftext|>"],
        eos_token_id=ID["<|endoftext|>"],
        pad_token_id=ID["<|endoftext|>"],
        suppress_tokens=None,
        begin_suppress_tokens=None,
    )
    config._attn_implementation = "eager"
    model = WhisperForConditionalGeneration(config).eval()
    scatter(model)
    model.generation_config = GenerationConfig(
        bos_token_id=ID["<|endoftext|>"],
        eos_token_id=ID["<|endoftext|>"],
        pad_token_id=ID["<|endoftext|>"],
        decoder_start_token_id=ID["<|startoftranscript|>"],
        max_length=448,
        suppress_tokens=[1, 2, 7, 8, 9, ID["<|startoftranscript|>"], ID["<|startofprev|>"], ID["<|startoflm|>"], ID["<|nospeech|>"]],
        begin_suppress_tokens=[ord(" "), ID["<|endoftext|>"]],
        is_multilingual=True,
        lang_to_id={f"<|{language}|>": ID[f"<|{language}|>"] for language in LANGUAGES},
        task_to_id={"translate": ID["<|translate|>"], "transcribe": ID["<|transcribe|>"]},
        no_timestamps_token_id=ID["<|notimestamps|>"],
        max_initial_timestamp_index=50,
        alignment_heads=[[0, 1], [1, 0], [1, 3]],
        return_timestamps=False,
    )
    return model


def scatter(model):
    """Uniform weights from numpy's integers-to-floats, the same on every machine; larger where sound must be heard."""
    random = np.random.Generator(np.random.PCG64(SEED))
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            shape = tuple(parameter.shape)
            noise = torch.from_numpy(random.random(shape or 1) * 2 - 1).reshape(shape)
            if "encoder.embed_positions" in name:
                value = 0.3 * noise
            elif "layer_norm" in name:
                value = 0.1 * noise + (1 if name.endswith("weight") else 0)
            elif name.endswith("bias"):
                value = 0.1 * noise
            elif "embed" in name:
                value = (0.8 if "tokens" in name else 0.6) * noise
            else:
                gain = 3.0 if "conv" in name else 2.6 if "attn" in name else 1.5
                value = 1.7 * gain * noise / np.sqrt(np.prod(shape[1:]))
            parameter.copy_(value.to(parameter.dtype))
        table = model.model.decoder.embed_tokens.weight
        # Times are likely enough to come, and not so likely that nothing else does.
        table[ID["<|0.00|>"] :] *= TIME_GAIN
        table[ID["<|endoftext|>"]] *= END_GAIN


TIME_GAIN = 0.62
END_GAIN = 2.0


def write_tokenizer():
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": ID[piece], "content": piece, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": piece in SPECIAL}
            for piece in SPECIAL + TIMES
        ],
        "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        "post_processor": None,
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "", "fuse_unk": False, "vocab": {piece: ID[piece] for piece in TEXTS}, "merges": []},
    }
    (FOLDER / "tokenizer.json").write_text(json.dumps(tokenizer, separators=(",", ":")))
    (FOLDER / "tokenizer_config.json").write_text("{}\n")


def golden_features():
    """Every seventh frame of a short and of a full window, loud up to its last sample, for both numbers of bands."""
    kept, rows = [], []
    for bands in (80, 128):
        extractor = WhisperFeatureExtractor(feature_size=bands)
        for clip in (CLIPS[0], [30, 131, 1021, 19, 7100]):
            features = extractor(sound(clip), sampling_rate=16000, return_tensors="np")["input_features"][0]
            frames = [*range(0, 210, 7), 2990, 2998, 2999]
            kept.append({"clip": clip, "bands": bands, "frames": frames})
            rows.append(features[:, frames].T.reshape(-1))
    write_vectors(OUT / "vectors" / "whisper-logmel.f32", np.concatenate(rows))
    return kept


def golden_texts(model):
    extractor = WhisperFeatureExtractor(feature_size=80)
    found = []
    for clip in CLIPS:
        features = torch.from_numpy(extractor(sound(clip), sampling_rate=16000, return_tensors="np")["input_features"])
        with torch.no_grad():
            language = int(model.detect_language(features)[0])
            step = model(features, decoder_input_ids=torch.tensor([[ID["<|startoftranscript|>"]]])).logits[0, -1].double()
            name = LANGUAGES[language - ID["<|en|>"]]
            tokens = model.generate(features, language=name, task="transcribe", return_timestamps=True, max_new_tokens=MAX_NEW, num_beams=1, do_sample=False, force_unique_generate_call=True)
        chances = torch.softmax(step[[ID[f"<|{each}|>"] for each in LANGUAGES]], -1)
        found.append(
            {
                "clip": clip,
                "language": name,
                "languages": [round(float(chance), 6) for chance in chances],
                "noSpeech": round(float(torch.softmax(step, -1)[ID["<|nospeech|>"]]), 8),
                "tokens": tokens[0].tolist(),
            }
        )
    return found


def golden_alignment():
    """Attentions of 3 heads for 12 tokens over 90 frames that wander on, and the paths that OpenAI's steps find."""
    random = np.random.Generator(np.random.PCG64(7))
    rows, frames, heads = 12, 90, 3
    scores = random.random((heads, rows, frames)) * 2
    for row in range(rows):
        middle = 6 + 7 * row
        scores[:, row, middle : middle + 6] += 1.5
    weights = torch.softmax(torch.from_numpy(scores.astype(np.float32)), -1)
    std, mean = torch.std_mean(weights, dim=-2, keepdim=True, unbiased=False)
    smoothed = _median_filter(((weights - mean) / std)[None], 7)[0]
    text, time = _dynamic_time_warping(-smoothed.mean(dim=0).double().numpy())
    jumps = np.pad(np.diff(text), (1, 0), constant_values=1).astype(bool)
    write_vectors(OUT / "vectors" / "whisper-attention.f32", weights.numpy())
    return {"heads": heads, "tokens": rows, "frames": frames, "file": "vectors/whisper-attention.f32", "starts": time[jumps].tolist()}


def main():
    torch.set_num_threads(1)
    model = build()
    texts = golden_texts(model)
    for each in texts:
        print(each["language"], each["tokens"])
    export_whisper(model, FOLDER)
    write_tokenizer()
    write_json(
        OUT / "whisper.json",
        {
            "note": ["drawn sounds: seconds and four numbers, see test/support/drawn-speech.ts"],
            "languages": LANGUAGES,
            "maxTokens": MAX_NEW,
            "features": golden_features(),
            "featuresFile": "vectors/whisper-logmel.f32",
            "texts": texts,
            "alignment": golden_alignment(),
        },
    )


if __name__ == "__main__":
    main()

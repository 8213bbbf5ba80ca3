"""The ids of every string by the tiny tokenizer and, where they are at hand, by three real ones."""

from transformers import AutoTokenizer, PreTrainedTokenizerFast

import tiny_tokenizer
from places import DATA, MODEL, OUT, sha256, write_json
from strings import STRINGS

CALLS = {
    "clip": {"padding": "max_length", "truncation": True, "max_length": 77},
    "minilm": {"padding": False, "truncation": True, "max_length": 256},
    "whisper-base": {"padding": False, "truncation": False, "add_special_tokens": False},
}


def write_tokens(name, call, tokenizer_file, rows):
    write_json(
        OUT / f"tokens-{name}.json",
        {"call": call, "tokenizerSha256": sha256(tokenizer_file), "strings": "strings.json", "ids": rows},
    )


def call_text(text, options):
    return f"tokenizer({text}, {', '.join(f'{key}={value!r}' for key, value in options.items())})"


def make_tiny():
    tokenizer = tiny_tokenizer.load()
    rows = tiny_tokenizer.encode(tokenizer, STRINGS)
    # The class that the checkpoints name and the plain one must read the file alike.
    plain = PreTrainedTokenizerFast(
        tokenizer_file=str(MODEL / "tokenizer.json"), pad_token="<pad>", eos_token="<eos>", padding_side="right"
    )
    assert tiny_tokenizer.encode(plain, STRINGS) == rows
    options = {"padding": "max_length", "truncation": True, "max_length": tiny_tokenizer.LENGTH}
    about = "GemmaTokenizerFast(add_bos_token=False, add_eos_token=True, padding_side='right'); "
    write_tokens("siglip2", about + call_text("text.lower()", options), MODEL / "tokenizer.json", rows)


def make_real():
    for name, options in CALLS.items():
        folder = DATA / "tokenizers" / name
        if not (folder / "tokenizer.json").exists():
            print(f"tokens-{name}.json left as it is: the real tokenizer is not at hand")
            continue
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        rows = tokenizer(STRINGS, verbose=False, **options)["input_ids"]
        about = f"{type(tokenizer).__name__}; "
        write_tokens(name, about + call_text("text", options), folder / "tokenizer.json", rows)


def make():
    write_json(OUT / "strings.json", {"strings": STRINGS})
    make_tiny()
    make_real()

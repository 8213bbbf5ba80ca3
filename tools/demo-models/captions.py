"""All captions with the kinds they fit, split into those for training and those held out."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass

import phrases_en
import phrases_ko
import phrases_shared as shared
from kinds import INDEX

_SLOT = re.compile(r"\{([^{}]*)\}")
HELD_OUT_SHARE = 0.15
MAYBE = {"en": shared.MAYBE_EN, "ko": shared.MAYBE_KO}


@dataclass(frozen=True)
class Caption:
    text: str
    language: str
    fits: tuple[int, ...]
    maybe: tuple[int, ...]


def expand(pattern: str) -> list[str]:
    """All texts that a pattern with `{a|b}` slots stands for."""
    parts = _SLOT.split(pattern)
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return sorted({" ".join("".join(words).split()) for words in itertools.product(*choices)})


def is_held_out(phrase: str) -> bool:
    """Whether the phrase is kept for evaluation in every frame; the same in every run."""
    digest = hashlib.sha256(phrase.encode()).digest()
    return len(phrase.split()) > 1 and digest[0] < 256 * HELD_OUT_SHARE


def captions() -> tuple[list[Caption], list[Caption]]:
    """Captions for training and held-out ones, lower-cased, frames applied."""
    train: dict[tuple[str, str], Caption] = {}
    test: dict[tuple[str, str], Caption] = {}
    english = ("en", phrases_en, shared.SHARED_EN, shared.MAYBE_EN)
    korean = ("ko", phrases_ko, shared.SHARED_KO, shared.MAYBE_KO)
    for language, module, several, partly in (english, korean):
        groups = [((kind,), patterns) for kind, patterns in module.PHRASES.items()] + list(several.items())
        taken: set[str] = set()
        for kinds, patterns in reversed(groups):
            for phrase in sorted({text for pattern in patterns for text in expand(pattern)}):
                if phrase in taken:
                    continue
                taken.add(phrase)
                fits = tuple(INDEX[kind] for kind in kinds)
                unsure = {
                    INDEX[kind] for word, others in partly.items() if word in phrase.split() or word == f"={phrase}" for kind in others
                }
                for frame in dict.fromkeys(module.FRAMES):
                    text = frame.format(phrase).lower()
                    caption = Caption(text, language, fits, tuple(sorted(unsure - set(fits))))
                    (test if is_held_out(phrase) else train)[(language, text)] = caption
    # A held-out phrase in one frame can read like a known phrase in another.
    return list(train.values()), [caption for key, caption in test.items() if key not in train]

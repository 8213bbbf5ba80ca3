"""Captions composed at random from the words of a kind, so that the text tower learns words more than whole sentences."""

from __future__ import annotations

import random
from collections.abc import Callable

import words_en
import words_ko
from captions import MAYBE, Caption, expand, is_held_out
from kinds import INDEX, NAMES

EACH = 1500

Words = dict[str, list[str]]


def _parts(fields: dict[str, str], module: object) -> Words:
    found: Words = {}
    for name, text in fields.items():
        if name == "alone":
            patterns = _patterns(text)
            found[name] = [phrase for pattern in patterns for phrase in expand(pattern) if not is_held_out(phrase)]
            continue
        items = [part for item in text.split("|") for part in (getattr(module, item).split("|") if item in ("DAY", "NIGHT") else [item])]
        found[name] = list(dict.fromkeys(items))
    return found


def _patterns(text: str) -> list[str]:
    """Splits at the bars that stand outside of slots."""
    patterns, depth = [""], 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if sign == "|" and depth == 0:
            patterns.append("")
        else:
            patterns[-1] += sign
    return patterns


def held_out_phrases() -> list[Caption]:
    """The phrases that no training caption is made of, as captions of their kinds."""
    found = []
    for language, module in (("en", words_en), ("ko", words_ko)):
        for kind in NAMES:
            phrases = {phrase.lower() for pattern in _patterns(module.WORDS[kind]["alone"]) for phrase in expand(pattern) if is_held_out(phrase)}
            found += [_caption(phrase, language, INDEX[kind]) for phrase in sorted(phrases)]
    return found


def _caption(text: str, language: str, kind: int) -> Caption:
    said = set(text.replace(",", " ").split())
    unsure = {INDEX[other] for word, others in MAYBE[language].items() if word in said for other in others}
    return Caption(text, language, (kind,), tuple(sorted(unsure - {kind})))


def _english(w: Words, rng: random.Random) -> str:
    pick: Callable[[str], str] = lambda name: rng.choice(w[name])  # noqa: E731
    if rng.random() < 0.4:
        core = pick("alone")
        shape = rng.random()
        if shape < 0.12:
            core = f"{core} {pick('when')}"
        elif shape < 0.2:
            core = f"{core} {rng.choice(['and', 'with'])} {pick('parts')}"
        elif shape < 0.27:
            core = f"{core} {rng.choice([',', 'and', ''])} {pick('heads')}"
        elif shape < 0.34:
            core = f"{core} {pick('where')}"
    else:
        head = pick("heads")
        before = [rng.choice(words_en.FILLERS)] if rng.random() < 0.12 else []
        before += rng.sample(w["looks"], min(len(w["looks"]), rng.choice([0, 0, 0, 1, 1, 2])))
        core = " ".join([*before, head])
        if rng.random() < 0.4:
            core = f"{rng.choice(['a', 'the', 'the', 'some'])} {core}"
        behind = []
        if rng.random() < 0.35:
            behind.append(pick("does"))
        if rng.random() < 0.35:
            behind.append(pick("where"))
        if rng.random() < 0.2:
            behind.append(pick("when"))
        if rng.random() < 0.18:
            behind.append(f"{rng.choice(['with', 'and', 'with', 'between', 'behind'])} {pick('parts')}")
        if rng.random() < 0.06:
            behind.append(f"that is {pick('looks')}")
        if rng.random() < 0.3:
            rng.shuffle(behind)
        if behind and rng.random() < 0.12:
            core = f"{behind.pop()} {rng.choice(['', 'a', 'the', ','])} {core}"
        elif rng.random() < 0.07:
            core = f"{pick('parts')} and {core}"
        core = " ".join([core, *behind])
    if rng.random() < 0.16:
        core = f"{rng.choice(words_en.OPENERS)} {rng.choice(['', '', 'the', 'a'])} {core}"
    elif rng.random() < 0.12:
        core = f"{core} {rng.choice(words_en.CLOSERS)}"
    return core.replace(" ,", ",")


def _ends_open(word: str) -> bool:
    """Whether a Korean word ends in a vowel."""
    code = ord(word[-1]) - 0xAC00
    return not 0 <= code < 11172 or code % 28 == 0


def _korean(w: Words, rng: random.Random) -> str:
    pick: Callable[[str], str] = lambda name: rng.choice(w[name])  # noqa: E731
    if rng.random() < 0.4:
        core = pick("alone")
        shape = rng.random()
        if shape < 0.1:
            core = f"{pick('when')}{rng.choice(['', '에', '의'])} {core}"
        elif shape < 0.18:
            core = f"{core} {pick('heads')}"
    else:
        head = pick("heads")
        before = []
        if rng.random() < 0.2:
            before.append(pick("when") + rng.choice(["", "에", "의", "의"]))
        if rng.random() < 0.3:
            before.append(pick("where") + rng.choice(["", "의", "에 있는", "에서 본", "에", "에서"]))
        if rng.random() < 0.35:
            before.append(pick("does"))
        if rng.random() < 0.4:
            before.append(pick("looks"))
        if rng.random() < 0.08:
            before.append(rng.choice(words_ko.FILLERS))
        if rng.random() < 0.35:
            rng.shuffle(before)
        other = rng.random()
        if other < 0.08:
            part = pick("parts")
            head = f"{part}{'와' if _ends_open(part) else '과'} {head}"
        elif other < 0.16:
            head = f"{head}{'와' if _ends_open(head) else '과'} {pick('parts')}"
        elif other < 0.22:
            part = pick("parts")
            head = f"{part}{'가' if _ends_open(part) else '이'} {rng.choice(['있는', '보이는'])} {head}"
        elif other < 0.3:
            head = f"{head}{rng.choice(['가', '를', '는'] if _ends_open(head) else ['이', '을', '은'])} {rng.choice(['있는', '보이는', '보는', '나오는', '찍은', '보고 있는', '본', '즐기는'])} {rng.choice(['풍경', '곳', '장면', '모습', '영상', '사람', '사람들', '날', pick('when')])}"
        core = " ".join([*before, head])
    if rng.random() < 0.07:
        core = f"{rng.choice(words_ko.OPENERS)} {core}"
    if rng.random() < 0.16:
        core = f"{core} {rng.choice(words_ko.CLOSERS)}"
    if rng.random() < 0.12:
        # Written together where others write a space.
        spaces = [place for place, sign in enumerate(core) if sign == " "]
        gone = set(spaces if rng.random() < 0.3 else rng.sample(spaces, min(1, len(spaces))))
        core = "".join(sign for place, sign in enumerate(core) if place not in gone)
    return core


def composed(seed: int) -> list[Caption]:
    """Captions of every kind in both languages; the same for the same seed."""
    rng = random.Random(seed)
    found: list[Caption] = []
    for language, module, make in (("en", words_en, _english), ("ko", words_ko, _korean)):
        for kind in NAMES:
            words, number = _parts(module.WORDS[kind], module), INDEX[kind]
            texts = {*words["heads"], *words["alone"]}
            while len(texts) < EACH:
                texts.add(" ".join(make(words, rng).split()).lower())
            found += [_caption(text, language, number) for text in sorted(texts)]
    return found

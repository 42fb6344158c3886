"""How people write a number otherwise, and the slips they make with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from random import Random

LOOK_ALIKE = ("0O", "1I", "17", "2Z", "38", "5S", "6G", "68", "8B")
"""Pairs of characters that are read for each other."""


def written(rng: Random, text: str) -> str:
    """The same number written otherwise: width, case, spaces, dashes."""
    ways: list[Callable[[str], str]] = [
        lambda t: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t),
        lambda t: " ".join(re.findall(r".{1,4}", t)),
        str.lower,
        str.swapcase,
        lambda t: t.replace("-", "－").replace(" ", "　"),
        lambda t: t,
        lambda t: f" {t}。",
    ]
    return rng.choice(ways)(text)


def slipped(rng: Random, text: str) -> str:
    """Another number by one slip: a character read for another, two neighbours or two parts changed places."""
    ways = [*_misread(text)] * 2 + [*_swapped(text)] + [*_turned(text)] * 2
    return rng.choice([way for way in ways if _bare(way) != _bare(text)])


def _misread(text: str) -> Iterator[str]:
    for place, char in enumerate(text):
        for pair in LOOK_ALIKE:
            if char in pair:
                yield text[:place] + pair.replace(char, "") + text[place + 1 :]


def _swapped(text: str) -> Iterator[str]:
    for place in range(len(text) - 1):
        one, other = text[place], text[place + 1]
        if one.isalnum() and other.isalnum():
            yield text[:place] + other + one + text[place + 2 :]


def _turned(text: str) -> Iterator[str]:
    found = re.split(r"([-. ]+)", text)
    if len(found) >= 3:
        yield "".join([found[2], found[1], found[0], *found[3:]])


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())

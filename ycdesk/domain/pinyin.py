"""Pinyin initials for finding applicants, with the readings that the general dictionary has wrong."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product

from ycdesk.paths import resources

_MOST_VARIANTS = 16


def search_form(text: str) -> str:
    """NFKC, case folded, without white space: the form in which names are stored for search and compared."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _one_by_one(run: str) -> list[str]:
    """What pypinyin makes of characters it cannot read: each stands for itself."""
    return list(run)


@cache
def _overrides() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Places and surnames with all their accepted initials, the dictionary's own last."""
    places: dict[str, tuple[str, ...]] = {}
    surnames: dict[str, tuple[str, ...]] = {}
    with (resources() / "refdata" / "pinyin_overrides.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            accepted = (*row["accepted_initials(|)"].split("|"), row["pypinyin_0.55_initials"])
            (places if row["kind"] == "place" else surnames)[row["text"]] = tuple(dict.fromkeys(accepted))
    for place in [place for place in places if len(place) > 2 and place[-1] in "市县镇"]:
        # 洪洞 is read as in 洪洞县.
        places.setdefault(place[:-1], tuple(dict.fromkeys(readings[:-1] for readings in places[place])))
    return places, surnames


@cache
def _place() -> re.Pattern[str]:
    """Finds a place, the longest that begins there."""
    return re.compile("|".join(sorted(map(re.escape, _overrides()[0]), key=len, reverse=True)))


@lru_cache(maxsize=50_000)
def _letters(word: str) -> tuple[str, ...]:
    """The first letter of each character of a word; the words of names (公司, 贸易) come again and again."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(word, style=Style.FIRST_LETTER, errors=_one_by_one))  # type: ignore[arg-type]


def initials(name: str) -> list[str]:
    """All accepted initials of ``name`` in lower case, the usual one first; letters and digits stand for themselves.

    >>> initials("运城市商务局")
    ['ycsswj']
    """
    from pypinyin.seg.mmseg import seg

    text = "".join(mark for mark in search_form(name) if mark.isalnum())
    (places, surnames), place = _overrides(), _place()
    plain = [letter for word in seg.cut(text) for letter in _letters(word)]
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(text):
        found = place.match(text, at)
        if found:
            parts.append(places[found[0]])
        elif at == 0 and text[0] in surnames:
            parts.append(tuple(dict.fromkeys((*surnames[text[0]], plain[0]))))
        else:
            parts.append((plain[at],))
        at += len(found[0]) if found else 1
    return ["".join(choice) for choice in islice(product(*parts), _MOST_VARIANTS)]

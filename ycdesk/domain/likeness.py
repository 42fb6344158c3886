"""When two typed numbers or names are the same, and when they are so alike that one may be a slip of the other.

The same: equal once full and half width, case, spaces, dashes and punctuation are taken away (``plain``).

Alike (``compare``), each with the words that say why:

* characters that look alike in one or more places: O and 0, l, I and 1, Z and 2, S and 5, B and 8, G and 6, Q and 0,
  U and V, rn and m, letters with and without accents, Greek and Cyrillic twins, 己 and 已 …; or one digit for another
  that is easily misread (1 and 7, 3 and 8, 6 and 8);
* two neighbouring characters changed places;
* whole parts changed places: "A-12" and "12-A", the words of a name in another order.

**Weak** likenesses are those between digits only. Numbers of one seller follow each other (…678, …687; …671, …677), so
a weak likeness by itself means nothing: ``ycdesk.domain.radar`` says what must support it. It is **deep** where the
digits lie above the last three of a long number, which numbers that merely follow each other reach seldom; a date
inside the number (20250312, 20250321) is never deep.

``bag`` gives alike texts the same value, so that candidates are found by an index: the characters, look-alikes made
one, sorted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

_CLASSES = ("0oq", "1il7", "2z", "5s", "8b36g", "uv")
_DIGITS_MISREAD = frozenset({"17", "38", "68"})
_NOT_ALIKE = frozenset({"36", "3b", "3g", "bg", "8g", "7i", "7l"})
"""Pairs of one class that only resemble a third."""
_TWINS = str.maketrans(
    "аеорсухкмнтвіѕјԛԝοαερτυνικ〇己已巳未末土士日曰人入戊戌戍干千侯候晴睛祟崇撤撒治冶住往刺剌析折茶荼贷货兔免鸟乌",
    "aeopcyxkmhtbisjqwoaeptuvik0己己己未未土土日日人人戊戊戊干干侯侯晴晴祟祟撤撤治治住住刺刺析析茶茶贷贷兔兔鸟鸟",
)
_FOLD = str.maketrans({mark: group[0] for group in _CLASSES for mark in group})
_NOTHING = re.compile("无|没有|暂无|不详|不清楚|未知|待补|待定|待查|自有|见附件|同上|na|none|null")
_DAMAGED = re.compile(r"\s*\d(\.\d+)?[eE]\+?\d+\s*")
_DATE = re.compile(r"20[0-4]\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_MOST_PARTS = 5
_LONG_NUMBER, _TAIL = 7, 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two different texts are alike, in words; ``weak`` and ``deep`` as the module says.

    ``mixed``: a letter is taken for a digit, or letters and digits changed places; else it is among letters only.
    ``moved``: characters or parts changed places; else they only look alike.
    """

    words: str
    weak: bool = False
    deep: bool = False
    mixed: bool = False
    moved: bool = False


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """NFKC, case folded, letters and digits only: equal for what counts as the same."""
    if text.isascii() and text.isalnum():
        return text.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(filter(str.isalnum, folded))


@lru_cache(maxsize=65_536)
def bag(text: str) -> str:
    """The characters of ``plain``, look-alikes made one, sorted: equal for all texts that ``compare`` finds alike."""
    return "".join(sorted(_skeleton(plain(text))))


@lru_cache(maxsize=65_536)
def names_nothing(text: str) -> bool:
    """Whether a text names nothing: empty, "无", zeros only, or a number that a spreadsheet has spoilt."""
    bare = plain(text)
    return not bare.strip("0") or _NOTHING.fullmatch(bare) is not None or _DAMAGED.fullmatch(text) is not None


def parts(text: str) -> tuple[str, ...]:
    """The parts of a text, folded: runs of digits, of Latin letters and of other letters.

    >>> parts("3.2A-15")
    ('3', '2', 'a', '15')
    """
    found: list[str] = []
    before = ""
    for mark in unicodedata.normalize("NFKC", text).casefold():
        sort = _sort(mark)
        if sort and sort == before:
            found[-1] += mark
        elif sort:
            found.append(mark)
        before = sort
    return tuple(found)


def divided_otherwise(one: str, other: str) -> bool:
    """Whether equal characters are divided into different numbers: "1-11" and "11-1", but not "1-11" and "111"."""
    a, b = _cuts(one), _cuts(other)
    return not (a <= b or b <= a)


def compare(one: str, other: str) -> Likeness | None:
    """Why two texts that are not the same are alike; None when they are not."""
    a, b = plain(one), plain(other)
    if a == b:
        return _moved(one, other, a, b) if divided_otherwise(one, other) else None
    if bag(one) != bag(other):
        return None
    return _looks(a, b) or _neighbours(a, b) or _moved(one, other, a, b) or _blocks(a, b)


def _looks(a: str, b: str) -> Likeness | None:
    if len(a) != len(b):
        alike = _joined(a) == _joined(b)
        return Likeness("“rn”与“m”、“vv”与“w”形近") if alike else None
    places = [place for place, pair in enumerate(zip(a, b, strict=True)) if pair[0] != pair[1]]
    pairs = [(a[place], b[place]) for place in places]
    if not all(_alike(*pair) for pair in pairs):
        return None
    shown = "、".join(
        f"第 {p + 1} 位 {x.upper()} 与 {y.upper()}" for p, (x, y) in zip(places[:3], pairs[:3], strict=True)
    )
    words = f"{shown} 形近"
    numeric = [x.isdigit() and y.isdigit() for x, y in pairs]
    if not any(numeric):
        return Likeness(words, mixed=any(x.isdigit() or y.isdigit() for x, y in pairs))
    return Likeness(words, weak=True, deep=_deep(a, b, places[0])) if len(pairs) == 1 else None


def _alike(x: str, y: str) -> bool:
    low, high = sorted((_twin(x), _twin(y)))
    if low == high:
        return True
    pair = low + high
    if low.isdigit() and high.isdigit():
        return pair in _DIGITS_MISREAD
    return low.translate(_FOLD) == high.translate(_FOLD) and pair not in _NOT_ALIKE


def _neighbours(a: str, b: str) -> Likeness | None:
    if len(a) != len(b):
        return None
    start, end = _middle(a, b)
    if end - start != 2 or a[start:end] != b[start:end][::-1]:
        return None
    marks = [mark.isdigit() for mark in a[start:end]]
    words = f"第 {start + 1}、{start + 2} 位对调（{a[start:end].upper()} 与 {b[start:end].upper()}）"
    weak = all(marks)
    return Likeness(words, weak=weak, deep=weak and _deep(a, b, end - 1), mixed=any(marks) and not weak, moved=True)


def _moved(one: str, other: str, a: str, b: str) -> Likeness | None:
    """Parts in another order: as divided by separators in either text, or where digits and letters meet."""
    ways = dict.fromkeys((_words(one), parts(one), _words(other), parts(other)))
    for way in ways:
        goal = b if "".join(way) == a else a
        if not 2 <= len(way) <= _MOST_PARTS:
            continue
        for order in permutations(way):
            if order != way and "".join(order) == goal:
                moved = [part for part, before in zip(order, way, strict=True) if part != before]
                digits = [part.isdigit() for part in moved]
                mixed = any(part.isdigit() for part in moved) and not all(digits)
                return Likeness("各部分次序不同", weak=all(digits), mixed=mixed, moved=True)
    if len(_words(one)) > _MOST_PARTS and sorted(_words(one)) == sorted(_words(other)):
        return Likeness("各部分次序不同", moved=True)
    return None


def _blocks(a: str, b: str) -> Likeness | None:
    """Two neighbouring runs of Chinese characters changed places, which nothing divides."""
    if len(a) != len(b):
        return None
    start, end = _middle(a, b)
    x, y = a[start:end], b[start:end]
    chinese = all(_sort(mark) == "other" for mark in x)
    return Likeness("词语次序不同", moved=True) if chinese and len(x) == len(y) and y in x + x else None


def _middle(a: str, b: str) -> tuple[int, int]:
    """Where two texts of the same length differ: from the first place to behind the last."""
    places = [place for place, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return places[0], places[-1] + 1


def _deep(a: str, b: str, last: int) -> bool:
    start = end = last
    while start > 0 and a[start - 1].isdigit():
        start -= 1
    while end < len(a) and a[end].isdigit():
        end += 1
    if end - start < _LONG_NUMBER or last >= end - _TAIL:
        return False
    windows = range(max(start, last - 7), min(last, end - 8) + 1)
    return not any(_DATE.fullmatch(a[at : at + 8]) and _DATE.fullmatch(b[at : at + 8]) for at in windows)


def _words(text: str) -> tuple[str, ...]:
    """The parts as separators divide them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple("".join(mark if mark.isalnum() else " " for mark in folded).split())


def _cuts(text: str) -> frozenset[int]:
    """Before which characters of ``plain`` a separator stands between two digits."""
    found, length = set(), 0
    words = _words(text)
    for before, after in pairwise(words):
        length += len(before)
        if before[-1].isdigit() and after[0].isdigit():
            found.add(length)
    return frozenset(found)


def _sort(mark: str) -> str:
    if mark.isdigit():
        return "digit"
    if not mark.isalnum():
        return ""
    return "latin" if mark < "\u0250" else "other"


def _joined(bare: str) -> str:
    return bare.replace("rn", "m").replace("vv", "w")


@lru_cache(maxsize=8_192)
def _twin(mark: str) -> str:
    return unicodedata.normalize("NFD", mark)[0].translate(_TWINS)


def _skeleton(bare: str) -> str:
    """Every character in the form of its class; m as rn and w as vv, for either may be read for the other."""
    return "".join(map(_twin, bare)).replace("m", "rn").replace("w", "vv").translate(_FOLD)

"""The face of an invoice: its words as they stand on the page, whatever the order in which the file draws them.

Real files draw the printed form first and the typed values later, or the other way round. So the characters are put
into lines by their places, and a value is what stands to the right of its label. What does not stand there
unmistakably is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from ycdesk.domain.entry_value import clean
from ycdesk.services.invoices.invoice import Statement, money_of

_NUMBER = re.compile(r"发\s*票\s*号\s*码\s*:?\s*(\d{20}|\d{8})(?!\d)")
_CODE = re.compile(r"发\s*票\s*代\s*码\s*:?\s*(\d{12}|\d{10})(?!\d)")
_DAY = re.compile(r"开\s*票\s*日\s*期\s*:?\s*(20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)")
_ANY_DAY = re.compile(r"20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_ANY_NUMBER = re.compile(r"(?<!\d)\d{20}(?!\d)")
_TOTAL = re.compile(r"小\s*写\s*\)?\s*:?\s*([-+]?¥\s*[-+]?[\d,]+\.\d\d)(?!\d)")
_MONEY = re.compile(r"[-+]?¥\s*[-+]?[\d,]+\.\d\d(?!\d)")
_SUM = re.compile(r"^\W*合\s*计(?!\s*\()")
_NAME = re.compile(r"名\s*称\s*:\s*([^\t]*)")
_ID = re.compile(r"(?:识\s*别\s*号|信\s*用\s*代\s*码)\s*:\s*([0-9A-Z]{15,20}(?![0-9A-Z]))?")
_GAP = 0.9
"""In heights of a character: wider is another column."""
_MOST_SUMS = 40


class Mark(NamedTuple):
    """A character and its box in points, ``top`` and ``bottom`` from the top of the page."""

    left: float
    right: float
    top: float
    bottom: float
    text: str

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Line(NamedTuple):
    """The words of a line, a tab between columns; ``lefts`` has the place of each character."""

    text: str
    lefts: tuple[float, ...]
    middle: float
    height: float


class _Found(NamedTuple):
    """A label's value; empty where nothing stands beside it. ``at``: the line."""

    value: str
    at: int
    left: float


def words_of(marks: Sequence[Mark]) -> str:
    """The words of a page, line by line."""
    return "\n".join(line.text for line in lines_of(marks))


def read_face(marks: Sequence[Mark]) -> Statement:
    """A text by field for what stands unmistakably on a page."""
    lines = lines_of(marks)
    text = "\n".join(line.text for line in lines)
    found = {
        "number": _only(_NUMBER.findall(text)) or _only(_ANY_NUMBER.findall(text)),
        "code": _only(_CODE.findall(text)),
        "issued_on": _only(_DAY.findall(text)) or _only(_ANY_DAY.findall(text)),
        **_money(lines, text),
        **_parties(lines),
    }
    return {name: re.sub(r"\s", "", value) if name == "issued_on" else value for name, value in found.items() if value}


def lines_of(marks: Sequence[Mark]) -> list[Line]:
    """The lines from top to bottom: characters whose middles lie within half a height."""
    rows: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: mark.middle):
        if rows and mark.middle - rows[-1][0].middle <= min(mark.height, rows[-1][0].height) * 0.5:
            rows[-1].append(mark)
        else:
            rows.append([mark])
    return [_line(sorted(row)) for row in rows]


def _line(row: Sequence[Mark]) -> Line:
    text: list[str] = []
    lefts: list[float] = []
    before: Mark | None = None
    for mark in row:
        if before is not None and mark.text == before.text and abs(mark.left - before.left) < mark.height * 0.1:
            continue  # drawn twice for a bold face
        gap = mark.left - before.right if before is not None else 0.0
        if before is not None and gap > mark.height * 0.2:
            wide = gap > mark.height * _GAP
            latin = before.text.isascii() and mark.text.isascii()
            if wide or latin:
                text.append("\t" if wide else " ")
                lefts.append(mark.left)
        for character in clean(mark.text):
            text.append(character)
            lefts.append(mark.left)
        before = mark
    heights = sorted(mark.height for mark in row)
    return Line("".join(text), tuple(lefts), row[0].middle, heights[len(heights) // 2])


def _only(values: Sequence[str]) -> str:
    """The value where all are the same."""
    return values[0] if values and len(set(values)) == 1 else ""


def _money(lines: Sequence[Line], text: str) -> dict[str, str]:
    """The total beside （小写）, else the one that is the sum of two others; its parts on the line 合计."""
    plain = text.replace("￥", "¥")
    total = _only([re.sub(r"\s", "", each) for each in _TOTAL.findall(plain)])
    parts: tuple[str, str] | None = None
    sums = [_MONEY.findall(line.text.replace("￥", "¥")) for line in lines if _SUM.match(line.text)]
    beside = [each for found in sums if len(found) == 2 for each in found]
    if total:
        if len(beside) == 2 and _value(beside[0]) + _value(beside[1]) == _value(total):
            parts = beside[0], beside[1]
    else:
        amounts = list(dict.fromkeys(re.sub(r"\s", "", each) for each in _MONEY.findall(plain)))[:_MOST_SUMS]
        whole = max(amounts, key=_value, default="")
        pairs = [
            pair for pair in combinations([each for each in amounts if each != whole], 2)
            if _value(pair[0]) + _value(pair[1]) == _value(whole)
        ]  # fmt: skip
        if len(pairs) == 1:
            total, parts = whole, pairs[0]
    amount, tax = sorted(parts, key=_value, reverse=True) if parts else ("", "")
    return {"total": total, "amount": amount, "tax": tax}


def _value(text: str) -> Decimal:
    return money_of(text) or Decimal(0)


def _parties(lines: Sequence[Line]) -> dict[str, str]:
    """Buyer and seller: side by side, the buyer at the left; in the older form one below the other, the buyer above.

    Both labels stand on the form even where nothing is typed beside them; other than two are no invoice's.
    """
    found: dict[str, str] = {}
    for pattern, fields in ((_NAME, ("buyer", "seller")), (_ID, ("buyer_id", "seller_id"))):
        labels = [
            _Found((match[1] or "").strip(), at, line.lefts[match.start()])
            for at, line in enumerate(lines)
            for match in pattern.finditer(line.text)
        ]
        if len(labels) != 2:
            continue
        labels.sort(key=lambda label: (label.at, label.left))
        for field, label in zip(fields, labels, strict=True):
            if field.endswith("_id") or not _goes_on(lines, label):
                found[field] = label.value
    return found


def _goes_on(lines: Sequence[Line], label: _Found) -> bool:
    """Whether a name may go on in a line above or below, so that it is not known whole."""
    line = lines[label.at]
    end = min((left for left in line.lefts if left > label.left + line.height * 20), default=float("inf"))
    for other in (*lines[max(0, label.at - 2) : label.at], *lines[label.at + 1 : label.at + 3]):
        near = 0 < abs(other.middle - line.middle) < line.height * 1.35
        under = [
            c for c, left in zip(other.text, other.lefts, strict=True) if label.left - 2 <= left < end and c.strip()
        ]
        words = "".join(under)
        if near and len(words) > 1 and not re.search(r"[:：]|识别号|信用代码|购买方|销售方|项目名称|密码区", words):
            return True
    return False

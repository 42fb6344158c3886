"""Where the headings of a sheet stand, and what field each column holds: proposed here, corrected by the person.

A heading may be stacked over several rows with merged cells, under a title and a line with the unit. What a sender's
headings meant the last time comes first (``remembered``), then a field's own title, then its usual synonyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ycdesk.domain.entry import clean
from ycdesk.services.paste import UNITS, heading_words
from ycdesk.services.sheets.book import Book, SheetCells, Value
from ycdesk.services.sheets.importing.targets import Field, Target

YUAN, WAN = "元", "万元"
_SEARCHED = 30
"""Rows from the top in which the headings are looked for."""
_DEEPEST = 3
"""Rows that a stacked heading may have."""
_UNIT_LINE = re.compile(r"单位[:：为]?\s*(?:人民币)?\s*(万元|元)(?!\w)")
_WAN = re.compile(r"万元|万人民币")
_YUAN = re.compile(r"[（(\[【]\s*(?:人民币)?\s*元\s*[)）\]】]|元$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place (from 1), its heading as it stands, the key of its field (empty: not used).

    ``unit`` is 元 or 万元 for a column of money, empty while nobody has said which.
    """

    at: int
    heading: str
    field: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one sheet is read. ``first`` and ``last`` are the rows of its headings, from 1."""

    sheet: str
    first: int
    last: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> Mapping[str, Column]:
        """The used columns by the keys of their fields."""
        return {column.field: column for column in self.columns if column.field}

    def put(self, at: int, key: str) -> Layout:
        """The column ``at`` holds this field now (empty: none), and no other column does."""
        columns = tuple(
            replace(column, field=key if column.at == at else "" if column.field == key else column.field)
            for column in self.columns
        )
        return replace(self, columns=columns)

    def in_unit(self, unit: str, at: int | None = None) -> Layout:
        """The money of the column ``at`` is in this unit; of None, that of every column that does not say."""
        columns = tuple(
            replace(column, unit=unit) if column.at == at or (at is None and not column.unit) else column
            for column in self.columns
        )
        return replace(self, columns=columns)

    def asked(self, target: Target) -> tuple[Column, ...]:
        """The columns of money of which nobody has said whether they are in 元 or in 万元."""
        return tuple(c for c in self.columns if c.field and target.by_key[c.field].money and not c.unit)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a sender's headings meant: the field and the unit by the words of the heading."""

    fields: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def propose(book: Book, target: Target, remembered: Remembered | None = None) -> Layout | None:
    """The sheet and its columns that fit best; None where no sheet has headings that fit."""
    found: list[tuple[int, Layout]] = []
    for sheet in book.sheets:
        layout = propose_sheet(sheet, target, remembered)
        if layout is not None and sheet.visible:
            found.append((len(layout.fields), layout))
    return max(found, key=lambda each: each[0])[1] if found else None


def propose_sheet(sheet: SheetCells, target: Target, remembered: Remembered | None = None) -> Layout | None:
    """The columns of one sheet; None where no row looks like headings."""
    known = remembered or Remembered()
    spread = spread_merged(sheet, _SEARCHED + _DEEPEST)
    best: tuple[int, int, int, list[Column]] | None = None
    for depth in range(1, _DEEPEST + 1):  # of equal ones the lowest: a title above is no heading
        for first in range(min(_SEARCHED, len(spread))):
            columns = _columns(spread[first : first + depth], target, known)
            score = sum(bool(column.field) for column in columns)
            if score and (best is None or score > best[0]):
                best = (score, first, depth, columns)
    if best is None or (best[0] < 2 and len(best[3]) > 1):
        return None
    _, first, depth, columns = best
    last = first + depth
    while last < len(spread) and _only_units(spread[last]):
        columns = [_joined(column, spread[last]) for column in columns]
        last += 1
    top = first
    while top > 0 and last - top < _DEEPEST and _heads_several(sheet, top):
        top -= 1
    return Layout(sheet.name, top + 1, last, tuple(_with_units(columns, target, spread[:first], known)))


def _heads_several(sheet: SheetCells, number: int) -> bool:
    """Whether a row (from 1) has headings above those of several columns: texts, some of them merged sideways."""
    filled = [value for value in sheet.rows[number - 1] if value is not None]
    merged = any(first == last == number and left < right for first, left, last, right in sheet.merged)
    return merged and len(filled) > 1 and all(isinstance(value, str) for value in filled)


def layout_at(sheet: SheetCells, target: Target, row: int, remembered: Remembered | None = None) -> Layout:
    """The columns of a sheet whose headings the person says to stand in ``row`` (from 1)."""
    known = remembered or Remembered()
    spread = spread_merged(sheet, row)
    columns = _columns(spread[row - 1 : row], target, known)
    return Layout(sheet.name, row, row, tuple(_with_units(columns, target, spread[: row - 1], known)))


def to_remember(layout: Layout) -> Remembered:
    """What the next sheet of this sender is read by."""
    used = [(heading_words(column.heading), column) for column in layout.columns if column.heading.strip()]
    units = {words: column.unit for words, column in used if column.field and column.unit}
    return Remembered({words: column.field for words, column in used if words}, units)


def spread_merged(sheet: SheetCells, rows: int) -> list[list[Value]]:
    """The first rows with the content of each merged range in all of its cells."""
    found = [list(row) for row in sheet.rows[:rows]]
    for first_row, first_column, last_row, last_column in sheet.merged:
        if first_row > len(found) or first_column > len(found[first_row - 1]):
            continue
        value = found[first_row - 1][first_column - 1]
        for row in found[first_row - 1 : last_row]:
            row.extend([None] * (min(last_column, first_column + 300) - len(row)))
            for at in range(first_column - 1, min(last_column, len(row))):
                row[at] = value
    return found


def _columns(rows: Sequence[Sequence[Value]], target: Target, known: Remembered) -> list[Column]:
    """The columns of some rows of headings, each with the field that fits best; no field twice."""
    width = max((len(row) for row in rows), default=0)
    stacks = [_stack(rows, at) for at in range(width)]
    ranked: list[tuple[int, int, str]] = []
    remembered: dict[int, str] = {}
    for at, stack in enumerate(stacks):
        if (words := heading_words("".join(stack))) in known.fields:
            key = known.fields[words]
            if not key or key in target.by_key:
                remembered[at] = key
                continue
        ranked += [(rank, at, key) for rank, key in _fits(target, stack)]
    chosen = dict(remembered)
    for _, at, key in sorted(ranked, key=lambda each: each[:2]):
        if at not in chosen and key not in chosen.values():
            chosen[at] = key
    return [Column(at + 1, "".join(stack), chosen.get(at, "")) for at, stack in enumerate(stacks) if any(stack)]


def _stack(rows: Sequence[Sequence[Value]], at: int) -> list[str]:
    """The texts above one column, from top to bottom, a merged one once."""
    texts = [str(row[at]).strip() for row in rows if at < len(row) and row[at] is not None]
    return [text for number, text in enumerate(texts) if text and (number == 0 or text != texts[number - 1])]


def _fits(target: Target, stack: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The fields that a stack of headings may mean, each with how far-fetched that is."""
    ways = {"": 0} if not stack else {"".join(stack): 0, stack[-1]: 0, stack[0]: 1}
    for text, further in ways.items():
        words = heading_words(text)
        if not words or len(words) > 40:
            continue
        for field_ in target.fields:
            rank = _rank(field_, words)
            if rank is not None:
                yield rank + further * 3, field_.key


@lru_cache(maxsize=4096)
def _rank(field_: Field, words: str) -> int | None:
    title = heading_words(field_.spec.title)
    if words == title:
        return 0
    if words in field_.synonyms:
        return 1
    return 2 if len(title) > 2 and words.startswith(title) else None


def _only_units(row: Sequence[Value]) -> bool:
    """A row that still belongs to the headings: nothing but units, or the numbers of the columns."""
    texts = [clean(str(value)) for value in row if value is not None and str(value).strip()]
    if not texts:
        return False
    if all(text.strip("()[]【】") in UNITS for text in texts):
        return True
    return len(texts) > 2 and [_whole(text) for text in texts] == list(range(1, len(texts) + 1))


def _whole(text: str) -> int | None:
    bare = text.strip("()").removesuffix(".0")
    return int(bare) if bare.isascii() and bare.isdecimal() else None


def _joined(column: Column, units: Sequence[Value]) -> Column:
    """A column with the unit that stands in the row below its heading."""
    value = units[column.at - 1] if column.at <= len(units) else None
    text = str(value).strip() if value is not None else ""
    return replace(column, heading=f"{column.heading}（{text}）") if text and _whole(clean(text)) is None else column


def _with_units(
    columns: Sequence[Column], target: Target, above: Sequence[Sequence[Value]], known: Remembered
) -> Iterator[Column]:
    """The columns, those of money with their unit where heading, what is above it, or the last time say it."""
    said = {unit for row in above for value in row if isinstance(value, str) for unit in _UNIT_LINE.findall(value)}
    general = said.pop() if len(said) == 1 else ""
    for column in columns:
        if not column.field or not target.by_key[column.field].money:
            yield column
            continue
        higher = (row[column.at - 1] for row in reversed(above) if column.at <= len(row))
        own = (text for text in higher if not (isinstance(text, str) and _UNIT_LINE.search(text)))
        told = filter(None, map(_unit_in, (column.heading, *own)))
        yield replace(column, unit=next(told, "") or general or known.units.get(heading_words(column.heading), ""))


def _unit_in(value: Value) -> str:
    """The unit of money that a heading tells; empty for none."""
    text = clean(value) if isinstance(value, str) else ""
    return WAN if _WAN.search(text) else YUAN if _YUAN.search(text) else ""

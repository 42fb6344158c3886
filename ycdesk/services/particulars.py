"""票据与标识: numbers that no fact of a measure holds, typed for the duplicate radar; never part of the calculation.

They are rows of texts under ``entries["particulars"]``, read as the form reads its fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.domain.entry import Entry, Reader
from ycdesk.domain.radar_keys import KINDS

if TYPE_CHECKING:
    from ycdesk.calculation.package import PolicyPackage

NAME = "particulars"
"""Where the rows are among the entries; their paths begin with it."""
TITLE = "票据与标识"
ROW_TITLE = "号码"
_NUMBERS = {**KINDS, "flight": "航班号", "warehouse": "海外仓地址"}
COLUMNS = (
    FactSpec("kind", FactKind.CHOICE, "类别", choices=tuple(_NUMBERS.items())),
    FactSpec("number", FactKind.TEXT, "号码或名称", help="照票据、合同原样填写"),
    FactSpec("day", FactKind.DATE, "日期", help="开票、签订、航班日期，或者保险起始日", optional=True),
    FactSpec("until", FactKind.DATE, "截止日期", help="保险期间的最后一天", optional=True),
    FactSpec("amount", FactKind.MONEY, "金额", unit="元", optional=True),
    FactSpec("seller", FactKind.TEXT, "开票单位", help="发票的销售方", optional=True),
)


def offered(package: PolicyPackage, measure: str) -> tuple[tuple[str, str], ...]:
    """The kinds of numbers that a measure offers, each with its label; empty where it has no such table."""
    return tuple((kind, _NUMBERS[kind]) for kind in package.measures[measure].particulars)


def columns_for(package: PolicyPackage, measure: str) -> tuple[FactSpec, ...]:
    """The columns of the table, the first with the kinds of this measure, or with all where it offers none."""
    key = (package.id, package.version, measure)
    if key not in _KNOWN:
        _KNOWN[key] = (replace(COLUMNS[0], choices=offered(package, measure) or COLUMNS[0].choices), *COLUMNS[1:])
    return _KNOWN[key]


_KNOWN: dict[tuple[str, str, str], tuple[FactSpec, ...]] = {}


def rows_of(entries: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows as typed."""
    return list(entries.get(NAME) or ())


def plain_rows(entries: Mapping[str, Any], package: PolicyPackage) -> list[dict[str, str]]:
    """The rows, each text in its plain form where it could be read, else as typed."""
    return [
        {name: str(row.get(name) or "") if entry.value is None else str(entry.value) for name, entry in read.items()}
        for row, read in _read(entries, package)
    ]


def problems(entries: Mapping[str, Any], package: PolicyPackage, measure: str) -> dict[str, str]:
    """A sentence by path (``particulars[0].day``) for each text that cannot be used or is needed."""
    needed = dict.fromkeys(lacking(entries, package, measure), "请填写，或者清空这一行。")
    return {**wrong_texts(entries, package, measure), **needed}


def wrong_texts(entries: Mapping[str, Any], package: PolicyPackage, measure: str) -> dict[str, str]:
    """A sentence by path for each text that cannot be read."""
    return {
        f"{NAME}[{number}].{name}": entry.message
        for number, (_, read) in enumerate(_read(entries, package, measure))
        for name, entry in read.items()
        if entry.message
    }


def lacking(entries: Mapping[str, Any], package: PolicyPackage, measure: str) -> dict[str, str]:
    """Path and place in words of each cell that a row needs and that is empty."""
    found = {}
    for number, (row, read) in enumerate(_read(entries, package, measure)):
        for name in _needed(row, read["kind"].value):
            if read[name].value is None and not read[name].message:
                path = f"{NAME}[{number}].{name}"
                found[path] = place_of(path)
    return found


def place_of(path: str) -> str:
    """Where a path stands, in words: ``票据与标识第 1 行 日期``."""
    row, _, column = path.removeprefix(f"{NAME}[").partition("].")
    title = next((spec.title for spec in COLUMNS if spec.name == column), "")
    return f"{TITLE}第 {int(row) + 1} 行 {title}".rstrip()


def reader_for(package: PolicyPackage, what: str) -> Reader:
    """A reader that remembers what it has read, one for the form of each measure and one for this table."""
    return _READERS.setdefault((package.id, package.version, what), Reader(package))


_READERS: dict[tuple[str, str, str], Reader] = {}


def _needed(row: Mapping[str, Any], kind: object) -> tuple[str, ...]:
    if not any(str(value or "").strip() for value in row.values()):
        return ()
    return ("kind", "number", "day") if kind == "flight" else ("kind", "number")


def _read(
    entries: Mapping[str, Any], package: PolicyPackage, measure: str = ""
) -> Iterator[tuple[Mapping[str, Any], dict[str, Entry]]]:
    """The rows with what they mean: with the kinds of one measure, or (of none) with all."""
    reader, columns = reader_for(package, TITLE + measure), columns_for(package, measure) if measure else COLUMNS
    for row in rows_of(entries):
        yield row, reader.read_row(columns, row)

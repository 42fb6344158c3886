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

TITLE = "票据与标识"
_NUMBERS = {**KINDS, "flight": "航班号", "warehouse": "海外仓地址"}
COLUMNS = (
    FactSpec("kind", FactKind.CHOICE, "类别", choices=tuple(_NUMBERS.items())),
    FactSpec("number", FactKind.TEXT, "号码或名称", help="照票据、合同原样填写"),
    FactSpec("day", FactKind.DATE, "日期", help="开票、签订、航班日期，或者保险起始日", optional=True),
    FactSpec("until", FactKind.DATE, "截止日期", help="保险期间的最后一天", optional=True),
    FactSpec("amount", FactKind.MONEY, "金额", unit="元", optional=True),
)


def offered(package: PolicyPackage, measure: str) -> tuple[tuple[str, str], ...]:
    """The kinds of numbers that a measure offers, each with its label; empty where it has no such table."""
    return tuple((kind, _NUMBERS[kind]) for kind in package.measures[measure].particulars)


def columns_for(package: PolicyPackage, measure: str) -> tuple[FactSpec, ...]:
    """The columns of the table, the first with the kinds of this measure; empty where it has no such table."""
    kinds = offered(package, measure)
    return (replace(COLUMNS[0], choices=kinds), *COLUMNS[1:]) if kinds else ()


def rows_of(entries: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows as typed."""
    return list(entries.get("particulars") or ())


def plain_rows(entries: Mapping[str, Any], package: PolicyPackage) -> list[dict[str, str]]:
    """The rows, each text in its plain form where it could be read, else as typed."""
    return [
        {name: str(row.get(name) or "") if entry.value is None else str(entry.value) for name, entry in read.items()}
        for row, read in _read(entries, package)
    ]


def problems(entries: Mapping[str, Any], package: PolicyPackage) -> dict[str, str]:
    """A sentence by path (``particulars[0].day``) for each text that cannot be used or is needed."""
    found = {}
    for number, (row, read) in enumerate(_read(entries, package)):
        for spec in COLUMNS:
            if read[spec.name].message:
                found[f"particulars[{number}].{spec.name}"] = read[spec.name].message
            elif read[spec.name].value is None and spec.name in _needed(row, read["kind"].value):
                found[f"particulars[{number}].{spec.name}"] = f"请填写「{spec.title}」，或者清空这一行。"
    return found


def place_of(path: str) -> str:
    """Where a path stands, in words: ``票据与标识第 1 行 日期``."""
    row, _, column = path.removeprefix("particulars[").partition("].")
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


def _read(entries: Mapping[str, Any], package: PolicyPackage) -> Iterator[tuple[Mapping[str, Any], dict[str, Entry]]]:
    reader = reader_for(package, TITLE)
    for row in rows_of(entries):
        yield row, reader.read_row(COLUMNS, row)

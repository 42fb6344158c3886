"""明细表: every row of one measure's cases with the applicant's fields and the header facts before it.

It can be imported again: its headings are the titles under which the facts are declared, its values those that a
person types. So it has no total and nothing below its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from ycdesk.calculation.facts import FactKind, FactSpec, FormSpec, form_of
from ycdesk.calculation.package import KIND_LABELS
from ycdesk.domain.applicant import FIELD_LABELS
from ycdesk.domain.case import Case
from ycdesk.domain.entry import Entry, Reader, filled_rows
from ycdesk.services.office import Office
from ycdesk.services.sheets.exporting.table import Cell, Column, Look, Table
from ycdesk.services.sheets.exporting.tables import Progress, Selection, about, county_name, heading
from ycdesk.services.sheets.exporting.tables_cases import applicant_of, cases
from ycdesk.services.sheets.importing.targets import heading_of

LOOKS = {
    FactKind.MONEY: Look.MONEY,
    FactKind.AMOUNT: Look.NUMBER,
    FactKind.DECIMAL: Look.NUMBER,
    FactKind.RATE: Look.NUMBER,
    FactKind.WHOLE: Look.WHOLE,
    FactKind.YEAR: Look.YEAR,
    FactKind.DATE: Look.DAY,
}
APPLIED_ON = "申请日期"
_KNOWN_BY = (Column("办件编号", widest=12), Column("状态", widest=10))


def detail_columns(form: FormSpec) -> tuple[Column, ...]:
    """Applicant, day of application, header facts, row facts; at last what only informs."""
    facts = (*form.header, *(form.table.columns if form.table else ()))
    return (
        *(Column(label, widest=28) for label in FIELD_LABELS.values()),
        Column(APPLIED_ON, Look.DAY),
        *(Column(heading_of(spec), LOOKS.get(spec.kind, Look.TEXT), widest=28) for spec in facts),
        *_KNOWN_BY,
    )


def detail(session: Session, office: Office, selection: Selection, progress: Progress) -> Table:
    """A line for each row of each case; a case without rows has one."""
    form, reader = form_of(selection.measure), Reader(office.package)
    found = cases(session, selection, Case.id.is_not(None), progress)
    rows = [row for read in found for row in _rows(office, read.case, form, reader)]
    return Table(
        name=f"{office.titles.get(selection.measure, selection.measure)}明细",
        title=heading(session, office, selection),
        columns=detail_columns(form),
        rows=rows,
        about=about(session, office, selection, len(rows), "行"),
        total="",
        frozen=1,
    )


def _rows(office: Office, case: Case, form: FormSpec, reader: Reader) -> Iterator[tuple[Cell, ...]]:
    firm = applicant_of(case)
    firm["kind"] = KIND_LABELS.get(firm["kind"], firm["kind"])
    firm["county"] = county_name(office.package, firm["county"])
    typed = case.entries.get("header") or {}
    header = (cell_of(spec, reader.read(spec, _typed(typed, spec.name))) for spec in form.header)
    before = (*(firm[name] for name in FIELD_LABELS), case.applied_on, *header)
    behind = (case.number, case.state.label)
    if form.table is None:
        yield (*before, *behind)
        return
    columns = form.table.columns
    for row in filled_rows(case.entries.get("rows") or ()) or [{}]:
        entries = reader.read_row(columns, row)
        yield (*before, *(cell_of(spec, entries[spec.name]) for spec in columns), *behind)


def cell_of(spec: FactSpec, entry: Entry) -> Cell:
    """What was typed as the sheet holds it: numbers and days as such, choices in words; else the text as typed."""
    if entry.value is None:
        return entry.shown or None
    match spec.kind:
        case FactKind.MONEY | FactKind.AMOUNT | FactKind.DECIMAL | FactKind.RATE:
            return Decimal(str(entry.value))
        case FactKind.WHOLE | FactKind.YEAR:
            return int(entry.value)
        case FactKind.DATE:
            return date.fromisoformat(str(entry.value))
        case FactKind.CURRENCY:
            return str(entry.value)
        case _:
            return entry.shown


def _typed(record: Mapping[str, object], name: str) -> str:
    return str(record.get(name) or "")

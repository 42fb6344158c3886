"""Bringing sheets in, and what the database holds afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.bureau import Bureau
from tests.services.sheets.draft_books import Draft, Plain
from ycdesk.domain.applicant import FIELDS
from ycdesk.domain.case import Case
from ycdesk.domain.record import Record
from ycdesk.domain.step import CaseStep
from ycdesk.services.sheets.book import cell_name
from ycdesk.services.sheets.importing.carrying_out import Imported, carry_out
from ycdesk.services.sheets.importing.headings import propose
from ycdesk.services.sheets.importing.plan import Plan
from ycdesk.services.sheets.importing.planning import plan_import
from ycdesk.services.sheets.importing.targets import Target, cases_target
from ycdesk.services.sheets.reading import read_book


def plan_of(bureau: Bureau, path: Path, target: Target | None = None, measure: str = "exhibition") -> Plan:
    """The plan of a file by the columns that are proposed."""
    where = target or cases_target(bureau.office.package, measure)
    book = read_book(path)
    layout = propose(book, where)
    assert layout is not None
    return plan_import(bureau.office, book, where, layout)


def bring_in(bureau: Bureau, path: Path, measure: str = "exhibition") -> Imported:
    """Import a file without a mistake, all of it, by ``wang``."""
    plan = plan_of(bureau, path, measure=measure)
    assert (plan.problem, plan.marks) == ("", [])
    return carry_out(bureau.office, bureau.wang, plan)


def look_at(bureau: Bureau, path: Path, draft: Draft) -> Plan:
    """The plan of the proposed columns; where the unit is not said it is asked for first."""
    target = cases_target(bureau.office.package, draft.kind.measure)
    book = read_book(path)
    layout = propose(book, target)
    assert layout is not None
    assert layout.sheet == draft.sheet.title
    if draft.unit:
        asked = plan_import(bureau.office, book, target, layout)
        assert asked.problem.endswith("没有写明金额单位，请先选定是元还是万元。")
        assert not asked.rows
        layout = layout.in_unit(draft.unit)
    plan = plan_import(bureau.office, book, target, layout)
    assert plan.problem == ""
    return plan


def wrong_cells(plan: Plan) -> set[tuple[str, str]]:
    """Sheet and cell of every mark."""
    return {(mark.sheet, cell_name(mark.row, mark.column)) for mark in plan.marks}


def bag(rows: Iterable[Plain]) -> Counter[tuple[tuple[str, str], ...]]:
    """Rows to be compared whatever their order; an empty text is none."""
    return Counter(tuple(sorted((key, text) for key, text in row.items() if text)) for row in rows)


def rows_of(bureau: Bureau, draft: Draft) -> Counter[tuple[tuple[str, str], ...]]:
    """What the database holds of all cases, row by row, under the keys that the draft's columns have."""
    keys = {key for _, key, _ in draft.kind.columns.values()}
    found: list[Plain] = []
    with bureau.office.sessions() as session:
        for case in session.scalars(select(Case)):
            firm = case.dossier.applicant
            whole = {f"applicant.{name}": str(getattr(firm, name) or "") for name in FIELDS} | {"measure": case.measure}
            whole |= {f"header.{name}": text for name, text in case.entries["header"].items()}
            for step in session.scalars(select(CaseStep).where(CaseStep.case_id == case.id)):
                whole |= {f"county.{name}": text.removesuffix(".00") for name, text in step.content.items()}
            for row in case.entries["rows"] or [{}]:
                told = whole | {f"row.{name}": text for name, text in row.items()}
                found.append({key: text for key, text in told.items() if key in keys})
    return bag(found)


def contents(bureau: Bureau) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with bureau.office.sessions() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Record.metadata.sorted_tables
        }

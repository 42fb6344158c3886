"""Making the plan of an import: rows read, gathered into cases, compared with what is there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation.facts import form_of
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Refused
from ycdesk.domain.imported import SenderColumns
from ycdesk.services.office import Office, query
from ycdesk.services.sheets.book import Book, column_name
from ycdesk.services.sheets.importing.gathering import Gathering
from ycdesk.services.sheets.importing.headings import Layout, Remembered
from ycdesk.services.sheets.importing.plan import Fate, Plan, PlannedRow
from ycdesk.services.sheets.importing.reading_rows import RowReader
from ycdesk.services.sheets.importing.targets import CLAUSE, Target, rows_target
from ycdesk.services.sheets.pausing import without_collection


@query
def remembered_columns(session: Session, office: Office, sender: str, target: Target) -> Remembered:
    """What the headings of this sender meant the last time; nothing for an unknown one."""
    known = session.get(SenderColumns, (sender, target.name)) if sender else None
    return Remembered(**known.meanings) if known is not None else Remembered()


@query
def known_senders(session: Session, office: Office) -> list[str]:
    """All senders whose columns are remembered."""
    return list(session.scalars(select(SenderColumns.sender).distinct().order_by(SenderColumns.sender)))


@query
def case_target(session: Session, office: Office, number: str) -> Target:
    """The table of one case that can be changed. Raises Refused where there is none."""
    case = session.scalar(select(Case).where(Case.number == number))
    if case is None:
        raise Refused(f"没有编号是 {number} 的办件。", "请核对编号。")
    if form_of(case.measure).table is None:
        raise Refused(f"办件 {number} 的事项没有明细表。", "请用这个事项的模板导入成新办件。")
    if not case.state.editable:
        raise Refused(f"办件 {number} 已提交，不能再加行。", "需要修改的，请先由审批人退回。")
    return rows_target(case.measure, case.id)


@query
@without_collection()
def plan_import(session: Session, office: Office, book: Book, target: Target, layout: Layout) -> Plan:
    """What an import of a sheet will do. It changes nothing, and never raises for what stands in the sheet."""
    sheet = next(each for each in book.sheets if each.name == layout.sheet)
    plan = Plan(book, sheet, target, layout)
    if problem := _lacking(target, layout):
        return replace(plan, problem=problem)
    office.notice(session)
    reader = RowReader(office.package, book, sheet, target, layout)
    rows = list(reader.rows())
    _pass_over_totals(rows, target)
    gathering = Gathering(session, office.package, target, reader)
    cases = gathering.gather([row for row in rows if row.fate is not Fate.SKIPPED])
    _say(rows)
    return replace(plan, rows=rows, cases=cases)


def _lacking(target: Target, layout: Layout) -> str:
    """A sentence when columns have to be named first, or their unit."""
    needed = {"applicant.name"} if target.case_id is None else set()
    if target.case_id is None and not target.measure:
        needed.add(f"county.{CLAUSE}")
    titles = [target.by_key[key].spec.title for key in sorted(needed - set(layout.fields))]
    if titles:
        return f"没有找到「{'」「'.join(titles)}」这一列，请指定是哪一列。"
    if not layout.fields:
        return "没有一列对得上，请指定各列是什么。"
    asked = layout.asked(target)
    if asked:
        names = "、".join(f"{column_name(each.at)} 列「{each.heading.strip()[:20]}」" for each in asked)
        return f"{names}没有写明金额单位，请先选定是元还是万元。"
    return ""


def _pass_over_totals(rows: Sequence[PlannedRow], target: Target) -> None:
    """The last row may be a total that does not say so: nothing but amounts, each the sum of those above."""
    data = [row for row in rows if row.fate is not Fate.SKIPPED]
    if len(data) < 3:
        return
    last, above = data[-1], data[:-1]
    numbers = {key for key in last.texts if target.by_key[key].money}
    if not last.texts or set(last.texts) != numbers:
        return
    for key in numbers:
        if sum(_cents(row.texts.get(key, "0")) for row in above) != _cents(last.texts[key]):
            return
    last.fate, last.words, last.marks = Fate.SKIPPED, "没有写“合计”的合计行", []


def _cents(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(f"{whole or 0}{part[:4]:0<4}")


def _say(rows: Iterable[PlannedRow]) -> None:
    for row in rows:
        if row.marks:
            row.fate = Fate.WRONG
            row.words = row.words or row.marks[0].words
        if row.hidden and row.fate is not Fate.SKIPPED:
            row.notes.insert(0, "这一行在表里是隐藏的")

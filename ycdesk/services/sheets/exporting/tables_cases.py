"""The tables of cases: 县级初审汇总表, 市级审核汇总表, 公示表, 资金分配表. Their amounts are those of the letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer, joinedload, lazyload

from ycdesk.calculation.facts import FactKind, form_of
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.meeting import Batch
from ycdesk.domain.states import STANDING, CaseState
from ycdesk.domain.step import CaseStep, StepKind
from ycdesk.services.letters_batch import Item, by_county, item_of, need_parts, percent_of
from ycdesk.services.office import Office
from ycdesk.services.sheets.exporting.table import Cell, Column, Look, Subtotal, Table
from ycdesk.services.sheets.exporting.tables import Progress, Selection, TableKind, about, county_name, heading, signed
from ycdesk.services.sheets.exporting.working import working_of
from ycdesk.services.wording import clause_words

TOGETHER = 500
"""Cases that are read at once."""
NUMBER = Column("序号", Look.WHOLE, centred=True)
COUNTY = Column("县（市、区）", widest=14)
UNIT = Column("单位名称", widest=34)
COMPUTED_NOTE = "注：申报金额取县级汇总表所列；没有列明的，为按申报事实测算的金额。"
_EXAMINED = (StepKind.COUNTY_REVIEW, StepKind.THIRD_PARTY)
_FIRST_COLUMNS = (
    NUMBER,
    COUNTY,
    Column("申报单位", widest=28),
    Column("统一社会信用代码", widest=20),
    Column("申报条款", widest=22, centred=True),
    Column("项目名称", widest=20),
    Column("申报金额（元）", Look.MONEY, summed=True),
    Column("初审金额（元）", Look.MONEY, summed=True),
    Column("初审意见", widest=12),
)
_LAST_COLUMNS = (Column("联系人", widest=12), Column("联系电话", widest=14), Column("备注", widest=16))
_REVIEWED = (
    Column("受理编号", widest=12),
    Column("受理日期", Look.DAY),
    Column("核定基数", Look.MONEY, summed=True),
    Column("比例", widest=10, centred=True),
    Column("上限", widest=18),
    Column("核定金额", Look.MONEY, summed=True),
    Column("核减金额", Look.MONEY, summed=True),
    Column("核减理由", widest=16),
    Column("市本级承担", Look.MONEY, summed=True),
    Column("所在地承担", Look.MONEY, summed=True),
    Column("第三方意见", widest=16),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A case with the last of each step of its examination."""

    case: Case
    steps: dict[StepKind, CaseStep]


def cases(session: Session, selection: Selection, ground: ColumnElement[bool], progress: Progress) -> Iterator[Read]:
    """The selected cases that have a ground to be in the table, by number; counties as they were at submission."""
    county = func.coalesce(Case.applicant_snapshot["county"].as_string(), Applicant.county)
    wanted = select(Case.id).join(Dossier, Case.dossier_id == Dossier.id)
    wanted = wanted.join(Applicant, Dossier.applicant_id == Applicant.id).outerjoin(Batch, Case.batch_id == Batch.id)
    wanted = wanted.where(ground).order_by(Case.number)
    if selection.year:
        wanted = wanted.where(Case.number.between(f"{selection.year}-", f"{selection.year}-~"))
    for chosen, value in (
        (Case.batch_id, selection.batch_id),
        (Case.measure, selection.measure),
        (county, selection.county),
        (Case.state, selection.state),
    ):
        if value:
            wanted = wanted.where(chosen == value)
    ids = list(session.scalars(wanted))
    for start in range(0, len(ids), TOGETHER):
        progress(start, len(ids))
        yield from _together(session, ids[start : start + TOGETHER], selection.kind)
    progress(len(ids), len(ids))


def _together(session: Session, ids: Sequence[int], kind: TableKind) -> Iterator[Read]:
    """Without what no table asks for; what was read is let go again."""
    bulky = [defer(Case.papers), defer(Case.duplicates), defer(Case.rulings)]
    if kind is not TableKind.REVIEW:
        bulky.append(defer(Case.result))
    lean = (lazyload("*"), joinedload(Case.dossier).joinedload(Dossier.applicant), *bulky)
    steps: dict[int, dict[StepKind, CaseStep]] = {}
    if kind in (TableKind.COUNTY, TableKind.REVIEW):
        of_these = (
            select(CaseStep).options(lazyload("*")).where(CaseStep.case_id.in_(ids), CaseStep.kind.in_(_EXAMINED))
        )
        for step in session.scalars(of_these.order_by(CaseStep.on_day, CaseStep.id)):
            steps.setdefault(step.case_id, {})[step.kind] = step
    read = session.scalars(select(Case).options(*lean).where(Case.id.in_(ids)).order_by(Case.number))
    for case in read:
        yield Read(case, steps.get(case.id, {}))
    session.expunge_all()


def county(session: Session, office: Office, selection: Selection, progress: Progress) -> Table:
    """县级初审汇总表: what came in, with what the county said of it."""
    ground = Case.state != CaseState.DRAFT if selection.state is None else Case.id.is_not(None)
    rows = [
        (number, *_first(office, read), *_last(read))
        for number, read in enumerate(cases(session, selection, ground, progress), 1)
    ]
    return Table(
        name=selection.kind.label,
        title=heading(session, office, selection),
        columns=(*_FIRST_COLUMNS, *_LAST_COLUMNS),
        rows=rows,
        about=about(session, office, selection, len(rows)),
        notes=(COMPUTED_NOTE,),
        signed=signed(""),
        frozen=3,
    )


def review(session: Session, office: Office, selection: Selection, progress: Progress) -> Table:
    """市级审核汇总表: what was approved, and how it was reckoned."""
    found: list[tuple[Item, tuple[Cell, ...], tuple[Cell, ...], tuple[Cell, ...]]] = []
    for read in cases(session, selection, Case.state.in_(STANDING), progress):
        item = item_of(session, office, read.case)
        found.append((item, _first(office, read), _reviewed(item, read), _last(read)))
    found.sort(key=lambda each: each[0].place)
    rows = [(number, *first, *more, *last) for number, (_, first, more, last) in enumerate(found, 1)]
    return Table(
        name=selection.kind.label,
        title=heading(session, office, selection),
        columns=(*_FIRST_COLUMNS, *_REVIEWED, *_LAST_COLUMNS),
        rows=rows,
        about=about(session, office, selection, len(rows)),
        notes=(COMPUTED_NOTE, "核定基数为计入各行的费用（外币按汇率折人民币）；定额奖励没有基数和比例。"),
        signed=signed(office.bureau),
        frozen=3,
    )


def notice(session: Session, office: Office, selection: Selection, progress: Progress) -> Table:
    """公示表: units, places, matters, amounts; no account, no number of an identity, no telephone, no person."""
    items = _posted(session, office, selection, progress)
    rows = [(number, item.applicant, item.county, item.matter, item.award, "") for number, item in enumerate(items, 1)]
    return Table(
        name=selection.kind.label,
        title=heading(session, office, selection),
        columns=(
            *(NUMBER, UNIT, COUNTY, Column("支持事项（条款）", widest=48)),
            *(Column("拟支持金额（元）", Look.MONEY, summed=True), Column("备注", widest=20)),
        ),
        rows=rows,
        about=about(session, office, selection, len(rows)),
        signed=signed(office.bureau),
    )


def allotment(session: Session, office: Office, selection: Selection, progress: Progress) -> Table:
    """资金分配表: who pays what of each award, by county. Raises Refused where a share is not known."""
    items = _posted(session, office, selection, progress)
    need_parts(items, selection.kind.label)
    rows: list[tuple[Cell, ...] | Subtotal] = []
    number = 0
    for name, group in by_county(items):
        for item in group:
            number += 1
            rows.append((number, name, item.applicant, item.matter, *_parts(item), "", ""))
        rows.append(Subtotal(f"{name}小计"))
    return Table(
        name=selection.kind.label,
        title=heading(session, office, selection),
        columns=(
            *(NUMBER, COUNTY, UNIT, Column("事项", widest=44), Column("核定金额", Look.MONEY, summed=True)),
            *(Column("市本级比例", Look.PERCENT, centred=True), Column("市本级金额", Look.MONEY, summed=True)),
            *(Column("所在地比例", Look.PERCENT, centred=True), Column("所在地金额", Look.MONEY, summed=True)),
            *(Column("支出科目", widest=20), Column("备注", widest=20)),
        ),
        rows=rows,
        about=about(session, office, selection, number),
        signed=signed(office.bureau),
        total="总计",
    )


def _posted(session: Session, office: Office, selection: Selection, progress: Progress) -> list[Item]:
    """The standing cases of batches that were posted, as their letters list them."""
    ground = Case.state.in_(STANDING) & Batch.posted_on.is_not(None)
    items = (item_of(session, office, read.case) for read in cases(session, selection, ground, progress))
    return sorted(items, key=lambda item: item.place)


def _parts(item: Item) -> tuple[Cell, ...]:
    return (item.award, percent_of(item.city, item.award), item.city, percent_of(item.rest, item.award), item.rest)


def _first(office: Office, read: Read) -> tuple[Cell, ...]:
    """What both summaries begin with, behind the number."""
    case, applicant = read.case, read.case.dossier.applicant
    of_firm = applicant_of(case)
    words = case.words or {}
    rules = office.package.measures.get(case.measure)
    clause = words.get("clause") or (clause_words(rules.clause) if rules else "")
    matter = f"{clause}{office.titles.get(case.measure, '')}"  # a clause may have several; the import reads it again
    place = words.get("county") or county_name(office.package, applicant.county)
    opinion = read.steps.get(StepKind.COUNTY_REVIEW)
    said = opinion.content if opinion is not None else {}
    amount, stated = (Decimal(said[name]) if said.get(name) else None for name in ("amount", "stated"))
    if stated is None and not case.state.editable:
        stated = case.computed
    project = said.get("project") or project_of(office, case)
    return (place, of_firm["name"], of_firm["credit_code"], matter, project, stated, amount, said.get("opinion"))


def _last(read: Read) -> tuple[Cell, ...]:
    of_firm = applicant_of(read.case)
    opinion = read.steps.get(StepKind.COUNTY_REVIEW)
    said = opinion.content if opinion is not None else {}
    remark = "；".join(said[name] for name in ("document", "remark") if said.get(name))
    return (of_firm["contact_name"], of_firm["contact_phone"], remark)


def _reviewed(item: Item, read: Read) -> tuple[Cell, ...]:
    working = working_of(read.case)
    report = read.steps.get(StepKind.THIRD_PARTY)
    third = "" if report is None else f"{report.content['firm']}：{report.content['conclusion']}"
    return (
        *(item.number, read.case.accepted_on, working.base, working.percents, working.caps),
        *(item.award, item.computed - item.award, item.reason, item.city, item.rest, third),
    )


def applicant_of(case: Case) -> dict[str, str]:
    """The applicant of a case as text by field: as frozen at the submission, else as the bureau knows it today."""
    frozen = None if case.state.editable else case.applicant_snapshot
    values = frozen or case.dossier.applicant.snapshot()
    return {name: str(value or "") for name, value in (case.dossier.applicant.snapshot() | values).items()}


def project_of(office: Office, case: Case) -> str:
    """What is applied for by its own name (the exhibition, the park), else by that of the measure."""
    named = (spec.name for spec in form_of(case.measure).header if spec.kind is FactKind.TEXT and "名称" in spec.title)
    name = next(named, "")
    typed = str((case.entries.get("header") or {}).get(name) or "").strip() if name else ""
    return typed or (case.words or {}).get("measure") or office.titles.get(case.measure, case.measure)

"""Intake (接收与受理): receipt, the one request to complete the papers, acceptance or its refusal, recorded steps.

A supplement period counts working days from the day after the notice; while it runs, the bureau's own clock stands
still. Whoever does not answer in time is taken to have given up (视为放弃), but not before the day after the last one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation.package import MARK_LABELS
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.domain.step import EXAMINATION, CaseStep, StepField, StepKind
from ycdesk.services.acts import case_for, leave_event, move, need_reason
from ycdesk.services.calendar import working_days_in
from ycdesk.services.case_files import current_file
from ycdesk.services.checklist import ChecklistRow, checklist_rows
from ycdesk.services.office import Office, deed, query

SUPPLEMENT_DAYS = 10
"""Working days to complete the papers, unless said otherwise (``casework.md`` §4.1, stage 4)."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One line of the request: which paper, what is wrong with it, and what will do."""

    paper: str
    problem: str
    standard: str


@deed
def receive(
    session: Session, office: Office, person: Person, case_id: int, version: int, deliverer: str = "", phone: str = ""
) -> Case:
    """Give a receipt for the papers that lie on the counter (接收): they are listed in the event and on the paper."""
    case, by = case_for(session, office, person, case_id, version, Action.RECEIVE)
    papers = _papers(session, office, case)
    if case.received_on is None:
        case.received_on = office.clock().date()
    move(case, Action.RECEIVE, office)
    content = {"deliverer": deliverer.strip(), "phone": phone.strip(), "papers": papers}
    _step(session, office, by, case, StepKind.RECEIPT, case.received_on, content)
    leave_event(session, office, by, case, Action.RECEIVE, **content)
    return case


@deed
def request_supplement(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    version: int,
    demands: Sequence[Demand],
    days: int = SUPPLEMENT_DAYS,
) -> Case:
    """Ask once, and for everything, to complete the papers (通知补正); ``days`` are working days.

    Raises InputProblem for a line without a paper, a problem or a standard.
    """
    case, by = case_for(session, office, person, case_id, version, Action.REQUEST_SUPPLEMENT)
    problems = {}
    if not demands:
        problems["demands"] = "请列出要补正的材料：补正通知只发一次，须一次写全。"
    for number, each in enumerate(demands, 1):
        empty = [label for label, words in zip(_DEMAND, asdict(each).values(), strict=True) if not words.strip()]
        if empty:
            problems["demands"] = f"第 {number} 行没有填{'、'.join(empty)}。"
            break
    if not 1 <= days <= 60:
        problems["days"] = "补正期限应在 1 到 60 个工作日之间。"
    if problems:
        raise InputProblem(problems)
    today = office.clock().date()
    until = working_days_in(session).deadline(today, days)
    case.supplement_due = until.last_day
    move(case, Action.REQUEST_SUPPLEMENT, office)
    content = {
        "demands": [asdict(each) for each in demands],
        "days": days,
        "due": str(until.last_day),
        "estimated": until.estimated,
    }
    _step(session, office, by, case, StepKind.SUPPLEMENT, today, content)
    leave_event(session, office, by, case, Action.REQUEST_SUPPLEMENT, **content)
    return case


_DEMAND = ("材料名称", "存在问题", "补正要求")


def supplement_items(session: Session, office: Office, case: Case) -> list[Demand]:
    """What a request would ask for: every paper that is required and neither there nor waived."""
    typed = current_file(session, office, case)
    rows = checklist_rows(typed.package, typed.file, case.checklist)
    return [Demand(row.name, "未提交", _standard(row)) for row in rows if not row.settled]


def _standard(row: ChecklistRow) -> str:
    """What will do, in the words of the package: kind of copy, stamp, signature, and its note."""
    marks = "、".join(MARK_LABELS[mark] for mark in row.paper.marks)
    return "；".join(words for words in (marks, row.paper.note) if words) or "按申报指南提交"


missing_papers = query(supplement_items)
"""``supplement_items`` for a case that is at hand."""


@deed
def supply(session: Session, office: Office, person: Person, case_id: int, version: int, remark: str = "") -> Case:
    """The papers have come, in time or late: the case is looked at again and the clock runs on."""
    case, by = case_for(session, office, person, case_id, version, Action.SUPPLY)
    today = office.clock().date()
    move(case, Action.SUPPLY, office)
    late = case.supplement_due is not None and today > case.supplement_due
    content = {"remark": remark.strip(), "late": late}
    _step(session, office, by, case, StepKind.SUPPLIED, today, content)
    leave_event(session, office, by, case, Action.SUPPLY, **content)
    return case


@deed
def lapse(session: Session, office: Office, person: Person, case_id: int, version: int) -> Case:
    """The supplement period ran out (视为放弃). Raises Refused while it runs."""
    case, by = case_for(session, office, person, case_id, version, Action.LAPSE)
    due = case.supplement_due
    if due is None or office.clock().date() <= due:
        raise Refused(f"补正期限到 {due} 为止，现在还不能视为放弃。")
    move(case, Action.LAPSE, office)
    leave_event(session, office, by, case, Action.LAPSE, due=str(due))
    return case


@deed
def accept(session: Session, office: Office, person: Person, case_id: int, version: int) -> Case:
    """Accept the application (受理)."""
    case, by = case_for(session, office, person, case_id, version, Action.ACCEPT)
    if case.accepted_on is None:
        case.accepted_on = office.clock().date()
    move(case, Action.ACCEPT, office)
    leave_event(session, office, by, case, Action.ACCEPT)
    return case


GROUNDS = ("逾期申报", "不属于适用对象", "不属于本局职责", "经补正材料仍不齐")
"""The grounds of a refusal to accept, as its paper lists them."""


@deed
def reject(
    session: Session, office: Office, person: Person, case_id: int, version: int, ground: str, reason: str
) -> Case:
    """Do not accept the application (不予受理), on one of the grounds and with the reason in words."""
    case, by = case_for(session, office, person, case_id, version, Action.REJECT)
    if ground not in GROUNDS:
        raise InputProblem({"ground": f"请选择不予受理的情形：{'、'.join(GROUNDS)}。"})
    case.reason = f"{ground}：{need_reason(reason, Action.REJECT.label)}"
    move(case, Action.REJECT, office)
    leave_event(session, office, by, case, Action.REJECT, ground=ground, reason=case.reason)
    return case


@deed
def record_step(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    kind: StepKind,
    on_day: date | None,
    values: Mapping[str, str],
) -> CaseStep:
    """Note a step of the examination: county's opinion, visit on site, letter, report, check of the negative list.

    Raises InputProblem with every field that is missing or wrong. It changes no state and refuses nobody.
    """
    assert kind in EXAMINATION
    case, by = case_for(session, office, person, case_id, None, Action.RECORD)
    problems = {"on_day": "请填写日期，不能晚于今天。"} if on_day is None or on_day > office.clock().date() else {}
    content = {}
    for field in kind.fields:
        words = values.get(field.name, "").strip()
        sentence = _wrong(field, words)
        if sentence:
            problems[field.name] = sentence
        elif words:
            content[field.name] = f"{_amount(words):.2f}" if field.money else words
    if problems or on_day is None:
        raise InputProblem(problems)
    step = _step(session, office, by, case, kind, on_day, content)
    leave_event(session, office, by, case, Action.RECORD, kind=kind.value, on_day=str(on_day), content=content)
    return step


@query
def steps_of(session: Session, office: Office, case_id: int) -> list[CaseStep]:
    """The recorded steps of a case, the earliest first."""
    return list(session.scalars(select(CaseStep).where(CaseStep.case_id == case_id).order_by(CaseStep.id)))


@query
def examination_of(session: Session, office: Office, case_id: int) -> list[tuple[str, CaseStep]]:
    """What was found out about a case, the latest first, each with the number of the case that it was recorded in.

    A look into the negative list is about the applicant: those recorded in the applicant's other cases are among them.
    """
    applicant = select(Dossier.applicant_id).join(Case, Case.dossier_id == Dossier.id).where(Case.id == case_id)
    found = (
        select(Case.number, CaseStep)
        .join(Case, CaseStep.case_id == Case.id)
        .join(Dossier, Case.dossier_id == Dossier.id)
        .where(Dossier.applicant_id == applicant.scalar_subquery(), CaseStep.kind.in_(EXAMINATION))
        .where((Case.id == case_id) | (CaseStep.kind == StepKind.NEGATIVE_CHECK))
        .order_by(CaseStep.on_day.desc(), CaseStep.id.desc())
    )
    return [(number, step) for number, step in session.execute(found)]


def _wrong(field: StepField, words: str) -> str:
    if not words:
        return f"请填写{field.label}。" if field.required else ""
    if field.choices and words not in field.choices:
        return f"{field.label}应为{'、'.join(field.choices)}之一。"
    if field.many > 1 and len([name for name in words.split("、") if name.strip()]) < field.many:
        return f"{field.label}：至少写 {field.many} 个人。"
    if field.money and _amount(words) is None:
        return f"{field.label}应为金额（元，最多两位小数）。"
    if field.day:
        try:
            date.fromisoformat(words)
        except ValueError:
            return f"{field.label}应为日期，例如 2025-06-30。"
    return ""


def _amount(words: str) -> Decimal | None:
    try:
        value = Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 and value * 100 == int(value * 100) else None


def _papers(session: Session, office: Office, case: Case) -> list[dict[str, Any]]:
    typed = current_file(session, office, case)
    return [row.frozen() for row in checklist_rows(typed.package, typed.file, case.checklist) if row.ticked]


def _step(
    session: Session, office: Office, by: Person, case: Case, kind: StepKind, on_day: date, content: dict[str, Any]
) -> CaseStep:
    step = CaseStep(case_id=case.id, kind=kind, on_day=on_day, content=content, by_id=by.id, at=office.clock())
    session.add(step)
    session.flush()
    return step

"""The deeds of the workflow: submit, withdraw, return, approve, refuse, correct, recover.

Each is one transaction and one event, and keeps the ledger of limits in step.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation import Assessment, assess
from ycdesk.calculation.facts import title_of
from ycdesk.calculation.money import in_figures
from ycdesk.calculation.split import split
from ycdesk.database.log import append_event
from ycdesk.domain.alarm import Alarm
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.errors import Conflict, InputProblem, Refused
from ycdesk.domain.events import Event
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action, Proposal
from ycdesk.domain.workflow import submission_obstacles, transition
from ycdesk.services import ledger, radar
from ycdesk.services.basis_changes import amount_words, check_unchanged
from ycdesk.services.case_files import Typed, case_file, current_file
from ycdesk.services.case_words import case_words
from ycdesk.services.checklist import checklist_rows
from ycdesk.services.dossiers import case_for
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.packages import case_package, keep_copy
from ycdesk.services.particulars import NAME, rows_of
from ycdesk.services.rulings import frozen_ruled, open_flags

__all__ = [
    "approve",
    "case_file",
    "obstacles",
    "record_print",
    "refuse",
    "return_case",
    "submit",
    "withdraw",
]


@query
def obstacles(session: Session, office: Office, case_id: int, proposal: Proposal = Proposal.SUPPORT) -> list[str]:
    """What still stands against submitting this draft, in Chinese; empty when it may go."""
    case = session.get_one(Case, case_id)
    return _look(session, office, case, proposal).against


@deed
def submit(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    version: int,
    proposal: Proposal = Proposal.SUPPORT,
    reason: str = "",
    seen: Decimal | None = None,
) -> Case:
    """Freeze facts, result, papers, applicant, rulings, package version and words, and reserve the limits.

    ``Proposal.REFUSE`` ("按不符合条件报请不予支持") is for a case that is not eligible and needs a reason. ``seen``:
    the amount in yuan that the person saw; raises Conflict when another desk has made it another one since.
    """
    case, by = case_for(session, person, case_id, version, Action.SUBMIT)
    if proposal is Proposal.REFUSE:
        _need_reason(reason, Proposal.REFUSE.label)
    typed, assessment, papers, against, alarms = _look(session, office, case, proposal)
    if against:
        raise Refused(against[0], "".join(against[1:]))
    supported = proposal is Proposal.SUPPORT
    if supported and seen is not None and seen != assessment.amount:
        raise Conflict(
            f"测算刚刚变成 {amount_words(assessment)}：别的办件占用了限额，或者有了新的裁定。",
            "请看过新的测算后再提交。",
        )
    now = office.clock()
    keep_copy(session, office, typed.package, by)
    if supported:
        ledger.reserve(session, typed.package, case, assessment, now)
    funding = assessment.funding if supported else None
    case.state = CaseState.PENDING
    case.submissions += 1
    case.submitted_by = case.changed_by = by.id
    case.submitted_at = case.changed_at = now
    case.proposal, case.proposal_reason = proposal, reason.strip()
    case.policy_id, case.policy_version = assessment.policy["id"], assessment.policy["version"]
    case.facts, case.result, case.papers = typed.file.as_dict(), assessment.as_dict(), papers
    case.rulings, case.duplicates = typed.governing.frozen(), [alarm.as_dict() for alarm in alarms]
    case.applicant_snapshot = case.dossier.applicant.snapshot()
    case.words = case_words(case.facts, typed.package, office.bureau, by.name)
    case.computed = assessment.amount if supported else None
    case.city, case.county = (funding.city, funding.county) if funding else (None, None)
    case.reason = ""
    frozen = {"facts": case.facts, "result": case.result, "rulings": case.rulings, NAME: rows_of(case.entries)}
    _event(session, office, by, case, Action.SUBMIT, proposal=proposal.value, **frozen)
    return case


@deed
def withdraw(session: Session, office: Office, person: Person, case_id: int, version: int, reason: str) -> Case:
    """The firm takes its application back (企业撤回), entered by a caseworker with the reason."""
    return _step(session, office, person, case_id, version, Action.WITHDRAW, reason)


@deed
def return_case(session: Session, office: Office, person: Person, case_id: int, version: int, reason: str) -> Case:
    """Give the case back to the caseworker, with what is to be changed."""
    return _step(session, office, person, case_id, version, Action.RETURN, reason)


@deed
def refuse(
    session: Session, office: Office, person: Person, case_id: int, version: int, reason: str, opinion: str = ""
) -> Case:
    """Decide not to support (不予支持); the reason is printed on the notice."""
    return _step(session, office, person, case_id, version, Action.REFUSE, reason, opinion)


@deed
def approve(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    version: int,
    award: Decimal | None = None,
    reason: str = "",
    opinion: str = "",
    confirmed_flags: Iterable[str] = (),
) -> Case:
    """Support the case with ``award`` yuan (None: as computed); less than computed needs a reason, more is refused.

    Every flag of the frozen result that no ruling has settled must be among ``confirmed_flags`` (ids of readings).
    The case is computed again with what stands of the ledger now, and must come out exactly as it was submitted.
    """
    case, by = case_for(session, person, case_id, version, Action.APPROVE)
    frozen = Assessment.from_dict(case.result or {})
    check_unchanged(session, office, case, frozen)
    radar.check_none_open(session, office, case)
    computed = case.computed or Decimal("0.00")
    award = computed if award is None else _checked_award(award, computed, reason)
    flags = open_flags(frozen, case.rulings)
    confirmed = sorted(set(confirmed_flags) & {flag.reading for flag in flags})
    left = [f"口径 {flag.reading}（{flag.clause}）" for flag in flags if flag.reading not in confirmed]
    if left:
        raise Refused(f"还有需要逐项确认的口径：{'、'.join(dict.fromkeys(left))}。", "请逐项看过并确认后再同意。")
    county, ruled = (case.facts or {})["applicant"]["county"], frozen_ruled(case.rulings)
    funding = split(award, case.measure, county, case_package(session, office, case), ruled)
    ledger.check_room(session, case)
    case.state = CaseState.SUPPORTED
    case.award = award
    case.award_city, case.award_county = (funding.city, funding.county) if funding else (None, None)
    case.award_reason = reason.strip() if award < computed else ""
    case.opinion, case.confirmed_flags = opinion.strip(), confirmed
    case.decided_by, case.decided_at, case.decider_name = by.id, office.clock(), by.name
    _event(
        session,
        office,
        by,
        case,
        Action.APPROVE,
        award=f"{award:.2f}",
        computed=f"{computed:.2f}",
        reason=case.award_reason,
        opinion=case.opinion,
        confirmed=confirmed,
    )
    return case


@deed
def record_print(session: Session, office: Office, person: Person, case_id: int, paper: str) -> int:
    """Note that a paper of this case was printed; returns which printing it was (1 for the first)."""
    by = actor(session, person)
    case = session.get_one(Case, case_id)
    number = print_count(session, case_id, paper) + 1
    content = {"paper": paper, "number": number}
    append_event(session, office.clock(), by, "print", content, case_id=case.id, dossier_id=case.dossier_id)
    return number


def print_count(session: Session, case_id: int, paper: str) -> int:
    """How often a paper of a case was printed."""
    prints = select(Event).where(Event.case_id == case_id, Event.kind == "print")
    return sum(event.details["paper"] == paper for event in session.scalars(prints))


class _Look(NamedTuple):
    """A draft as it would be submitted."""

    typed: Typed
    assessment: Assessment
    papers: list[dict[str, Any]]
    against: list[str]
    """What stands against it, in Chinese."""
    alarms: tuple[Alarm, ...]


def _look(session: Session, office: Office, case: Case, proposal: Proposal) -> _Look:
    typed = current_file(session, office, case)
    assessment = assess(typed.file, typed.package, typed.governing.ruled)
    rows = checklist_rows(typed.package, typed.file, case.checklist)
    unreadable = [f"{title_of(case.measure, path)}：{sentence}" for path, sentence in typed.messages.items()]
    missing = [title_of(case.measure, path) for path in assessment.missing]
    against = unreadable + submission_obstacles(assessment, missing, rows, proposal)
    alarms = radar.alarms_of(session, office, case)
    against += radar.submission_obstacles(office, case, alarms, proposal)
    return _Look(typed, assessment, [row.frozen() for row in rows], against, alarms)


def _step(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    version: int,
    action: Action,
    reason: str,
    opinion: str = "",
) -> Case:
    """A step that needs nothing but a reason; a decision also names its supervisor."""
    case, by = case_for(session, person, case_id, version, action)
    _need_reason(reason, action.label)
    line = transition(case, action)
    assert line is not None  # case_for has found it
    case.state = line.target
    case.reason = reason.strip()
    if line.target.decided:
        case.opinion = opinion.strip()
        case.decided_by, case.decided_at, case.decider_name = by.id, office.clock(), by.name
    _event(session, office, by, case, action, reason=case.reason)
    return case


def _checked_award(award: Decimal, computed: Decimal, reason: str) -> Decimal:
    """The award with two decimals. Raises InputProblem for more than computed, or for less without a reason."""
    if not award.is_finite() or award < 0 or award * 100 != int(award * 100):
        raise InputProblem({"award": "核定金额应为不小于零、最多两位小数的金额。"})
    if award > computed:
        raise InputProblem({"award": f"核定金额不能超过测算金额 {in_figures(computed)} 元。"})
    if award < computed and not reason.strip():
        raise InputProblem({"reason": "核定金额少于测算金额，请写明核减理由。"})
    return award.quantize(Decimal("0.01"))


def _need_reason(reason: str, deed: str) -> None:
    if not reason.strip():
        raise InputProblem({"reason": f"{deed}须写明理由。"})


def _event(session: Session, office: Office, by: Person, case: Case, action: Action, **content: Any) -> None:
    session.flush()
    details = {"number": case.number, "version": case.version, **content}
    append_event(session, office.clock(), by, action.value, details, case_id=case.id, dossier_id=case.dossier_id)
    session.refresh(case)  # persons and editors as they are now

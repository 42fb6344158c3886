"""The caseworker's last deeds: submit and withdraw; and the record of printing.

Each is one transaction, and keeps the ledger of limits in step.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from ycdesk.calculation import Assessment, assess
from ycdesk.calculation.facts import title_of
from ycdesk.database.log import append_event
from ycdesk.domain.alarm import Alarm
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.errors import Conflict, Refused
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action, Proposal
from ycdesk.domain.workflow import submission_obstacles
from ycdesk.services import ledger, radar
from ycdesk.services.acts import case_for, leave_event, move, need_reason
from ycdesk.services.basis_changes import amount_words
from ycdesk.services.case_files import Typed, current_file
from ycdesk.services.case_words import case_words
from ycdesk.services.checklist import checklist_rows
from ycdesk.services.office import Office, deed, query
from ycdesk.services.packages import keep_copy
from ycdesk.services.particulars import NAME, rows_of


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
    case, by = case_for(session, office, person, case_id, version, Action.SUBMIT)
    if proposal is Proposal.REFUSE:
        need_reason(reason, Proposal.REFUSE.label)
    look = _look(session, office, case, proposal)
    typed, assessment = look.typed, look.assessment
    if look.against:
        raise Refused(look.against[0], "".join(look.against[1:]))
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
    counter = _taken_in(case, now)
    case.enter(CaseState.PENDING, now)
    case.submissions += 1
    case.submitted_by = case.changed_by = by.id
    case.submitted_at = case.changed_at = now
    case.proposal, case.proposal_reason = proposal, reason.strip()
    _freeze(case, office, by, look)
    case.computed = assessment.amount if supported else None
    case.city, case.county = (funding.city, funding.county) if funding else (None, None)
    case.reason = ""
    frozen = {"facts": case.facts, "result": case.result, "rulings": case.rulings, NAME: rows_of(case.entries)}
    session.flush()
    for action, state in counter:
        content = {"number": case.number, "version": case.version, "state": state.value, "papers": case.papers}
        append_event(session, now, by, action.value, content, case_id=case.id, dossier_id=case.dossier_id)
    leave_event(session, office, by, case, Action.SUBMIT, proposal=proposal.value, **frozen)
    return case


def _freeze(case: Case, office: Office, by: Person, look: _Look) -> None:
    """Keep with the case everything that its result and its papers rest on."""
    policy = look.assessment.policy
    case.policy_id, case.policy_version = policy["id"], policy["version"]
    case.facts, case.result, case.papers = look.typed.file.as_dict(), look.assessment.as_dict(), look.papers
    case.rulings, case.duplicates = look.typed.governing.frozen(), [alarm.as_dict() for alarm in look.alarms]
    case.applicant_snapshot = case.dossier.applicant.snapshot()
    case.words = case_words(case.facts, look.typed.package, office.bureau, by.name)


def _taken_in(case: Case, now: datetime) -> list[tuple[Action, CaseState]]:
    """Receipt and acceptance as far as they are still to be recorded: at the counter all is done at once."""
    done = []
    if case.received_on is None:
        case.received_on = now.date()
        done.append((Action.RECEIVE, CaseState.RECEIVED))
    if case.accepted_on is None:
        case.accepted_on = now.date()
        done.append((Action.ACCEPT, CaseState.ACCEPTED))
    return done


@deed
def withdraw(session: Session, office: Office, person: Person, case_id: int, version: int, reason: str) -> Case:
    """The firm takes its application back (企业撤回), entered by a caseworker with the reason."""
    case, by = case_for(session, office, person, case_id, version, Action.WITHDRAW)
    case.reason = need_reason(reason, Action.WITHDRAW.label)
    move(case, Action.WITHDRAW, office)
    leave_event(session, office, by, case, Action.WITHDRAW, reason=case.reason)
    return case


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

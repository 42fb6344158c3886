"""The supervisor's deeds: approve, sign as the second, take a signature back, refuse, return.

The first signature freezes the award; where the amount asks for a second one, the limits stay reserved until it is
there. Each deed is one transaction and one event.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation import Assessment
from ycdesk.calculation.money import in_figures
from ycdesk.calculation.split import split
from ycdesk.domain.bureau import SECOND_SIGNATURE, Setting
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.services import ledger, radar
from ycdesk.services.acts import case_for, leave_event, move, need_reason, principal
from ycdesk.services.basis_changes import check_unchanged
from ycdesk.services.office import Office, deed, query
from ycdesk.services.packages import case_package
from ycdesk.services.rulings import frozen_ruled, open_flags


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
    From the amount on that the bureau has set, a second supervisor signs before it is supported.
    """
    case, by = case_for(session, office, person, case_id, version, Action.APPROVE)
    away = principal(session, office, case, by, Action.APPROVE)
    frozen = _checked_basis(session, office, case)
    computed = case.computed or Decimal("0.00")
    award = _checked_award(computed if award is None else award, computed, reason)
    flags = open_flags(frozen, case.rulings)
    confirmed = sorted(set(confirmed_flags) & {flag.reading for flag in flags})
    left = [f"口径 {flag.reading}（{flag.clause}）" for flag in flags if flag.reading not in confirmed]
    if left:
        raise Refused(f"还有需要逐项确认的口径：{'、'.join(dict.fromkeys(left))}。", "请逐项看过并确认后再同意。")
    county, ruled = (case.facts or {})["applicant"]["county"], frozen_ruled(case.rulings)
    funding = split(award, case.measure, county, case_package(session, office, case), ruled)
    band = second_signature_from(session)
    move(case, Action.APPROVE, office, 1 if band is not None and award >= band else 0)
    case.award = award
    case.award_city, case.award_county = (funding.city, funding.county) if funding else (None, None)
    case.award_reason = reason.strip() if award < computed else ""
    case.opinion, case.confirmed_flags = opinion.strip(), confirmed
    _sign(case, by, away)
    leave_event(
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
        **_for(away),
    )
    return case


@deed
def countersign(
    session: Session, office: Office, person: Person, case_id: int, version: int, opinion: str = ""
) -> Case:
    """The second signature (复签), by another supervisor, on what the first has decided."""
    case, by = case_for(session, office, person, case_id, version, Action.COUNTERSIGN)
    away = principal(session, office, case, by, Action.COUNTERSIGN)
    _checked_basis(session, office, case)
    move(case, Action.COUNTERSIGN, office)
    case.countersigned_by, case.countersigned_at, case.countersigner_name = by.id, case.state_since, by.name
    case.countersigned_for = away.id if away else None
    leave_event(session, office, by, case, Action.COUNTERSIGN, opinion=opinion.strip(), **_for(away))
    return case


@deed
def retract(session: Session, office: Office, person: Person, case_id: int, version: int, reason: str) -> Case:
    """Take back one's own signature (撤销签批) while nobody has gone on from it."""
    case, by = case_for(session, office, person, case_id, version, Action.RETRACT)
    reason = need_reason(reason, Action.RETRACT.label)
    second = case.countersigned_by is not None
    move(case, Action.RETRACT, office, 1 if second else 0)
    if second:
        case.countersigned_by = case.countersigned_at = case.countersigner_name = case.countersigned_for = None
    else:
        _unsign(case, reason)
    leave_event(session, office, by, case, Action.RETRACT, reason=reason)
    return case


@deed
def refuse(
    session: Session, office: Office, person: Person, case_id: int, version: int, reason: str, opinion: str = ""
) -> Case:
    """Decide not to support (不予支持); the reason is printed on the notice."""
    case, by = case_for(session, office, person, case_id, version, Action.REFUSE)
    away = principal(session, office, case, by, Action.REFUSE)
    case.reason = need_reason(reason, Action.REFUSE.label)
    case.opinion = opinion.strip()
    move(case, Action.REFUSE, office)
    _sign(case, by, away)
    leave_event(session, office, by, case, Action.REFUSE, reason=case.reason, opinion=case.opinion, **_for(away))
    return case


@deed
def return_case(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    version: int,
    reason: str,
    to: CaseState = CaseState.RETURNED,
) -> Case:
    """Give the case back with what is to be changed: to the caseworker, or from the second signer to the first.

    ``to``: ``RETURNED``, or ``PENDING`` for the first signer.
    """
    case, by = case_for(session, office, person, case_id, version, Action.RETURN)
    away = principal(session, office, case, by, Action.RETURN)
    reason = need_reason(reason, Action.RETURN.label)
    if case.state is CaseState.COUNTERSIGN:
        move(case, Action.RETURN, office, 0 if to is CaseState.PENDING else 1)
        _unsign(case, reason)
    else:
        move(case, Action.RETURN, office)
        case.reason = reason
    leave_event(session, office, by, case, Action.RETURN, reason=reason, **_for(away))
    return case


@query
def second_signature(session: Session, office: Office) -> Decimal | None:
    """The amount in yuan from which on two supervisors sign; None when one is enough."""
    return second_signature_from(session)


def second_signature_from(session: Session) -> Decimal | None:
    """The same within a deed."""
    value = session.scalar(select(Setting.value).where(Setting.key == SECOND_SIGNATURE))
    return Decimal(value).scaleb(-2) if value else None


def _checked_basis(session: Session, office: Office, case: Case) -> Assessment:
    """The frozen result, once nothing has changed that it rests on. Raises Conflict or Refused."""
    frozen = Assessment.from_dict(case.result or {})
    check_unchanged(session, office, case, frozen)
    radar.check_none_open(session, office, case)
    ledger.check_room(session, case)
    return frozen


def _sign(case: Case, by: Person, away: Person | None) -> None:
    case.decided_by, case.decided_at, case.decider_name = by.id, case.state_since, by.name
    case.decided_for = away.id if away else None


def _unsign(case: Case, reason: str) -> None:
    """The case waits for a decision as if there had been none; ``reason`` says why."""
    case.award = case.award_city = case.award_county = None
    case.award_reason = case.opinion = ""
    case.confirmed_flags = case.decided_by = case.decided_at = case.decider_name = case.decided_for = None
    case.reason = reason


def _for(away: Person | None) -> dict[str, str]:
    return {"deputy_for": away.name} if away else {}


def _checked_award(award: Decimal, computed: Decimal, reason: str) -> Decimal:
    """The award with two decimals. Raises InputProblem for more than computed, for less without a reason, for none."""
    if not award.is_finite() or award < 0 or award * 100 != int(award * 100):
        raise InputProblem({"award": "核定金额应为不小于零、最多两位小数的金额。"})
    if award > computed:
        raise InputProblem({"award": f"核定金额不能超过测算金额 {in_figures(computed)} 元。"})
    if award < computed and not reason.strip():
        raise InputProblem({"reason": "核定金额少于测算金额，请写明核减理由。"})
    if not award:
        raise InputProblem({"award": "核定金额为零的，请按不予支持办理。"})
    return award.quantize(Decimal("0.01"))

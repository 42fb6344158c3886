"""The reasons given for going on in spite of alarms, put to the alarms that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ycdesk.domain.alarm import Alarm
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.fingerprint import DuplicateReason
from ycdesk.domain.people import Person
from ycdesk.domain.radar_keys import APPLICANT_KINDS

_About: TypeAlias = "tuple[str, str, object]"
"""Kind, key, and what the reason holds for: one case against another, or a pair of applicants in either order."""


class _Given(NamedTuple):
    reason: DuplicateReason
    by: str


def with_reasons(session: Session, case_id: int, applicant_id: int, found: Iterable[Alarm]) -> list[Alarm]:
    """The alarms of a case (0: not stored yet) with the last reason given for each.

    A reason between applicants holds for the pair of them, at whichever case of the two it was given.
    """
    alarms = list(found)
    if not alarms:
        return alarms
    given = _reasons(session, case_id, applicant_id, alarms)
    return [_explained(alarm, given, case_id, applicant_id) for alarm in alarms]


def _reasons(session: Session, case_id: int, applicant_id: int, alarms: list[Alarm]) -> dict[_About, _Given]:
    others = {alarm.other_applicant_id for alarm in alarms if alarm.between_applicants}
    cases = {alarm.other_case_id for alarm in alarms if not alarm.between_applicants}
    pair = or_(
        and_(Dossier.applicant_id == applicant_id, DuplicateReason.other_applicant_id.in_(others)),
        and_(Dossier.applicant_id.in_(others), DuplicateReason.other_applicant_id == applicant_id),
    )
    of_cases = or_(
        DuplicateReason.case_id == case_id,
        and_(DuplicateReason.case_id.in_(cases), DuplicateReason.other_case_id == case_id),
    )
    statement = (
        select(DuplicateReason, Person.name, Dossier.applicant_id)
        .join(Person, DuplicateReason.by_id == Person.id)
        .join(Case, DuplicateReason.case_id == Case.id)
        .join(Dossier, Case.dossier_id == Dossier.id)
        .where(or_(of_cases, and_(DuplicateReason.kind.in_(APPLICANT_KINDS), pair)))
        .order_by(DuplicateReason.id)
    )
    given: dict[_About, _Given] = {}
    for reason, name, giver in session.execute(statement):
        if reason.kind in APPLICANT_KINDS:
            holds: object = frozenset((giver, reason.other_applicant_id))
        else:
            holds = (reason.case_id, reason.other_case_id)
        given[reason.kind, reason.exact, holds] = _Given(reason, name)
    return given


def _explained(alarm: Alarm, given: dict[_About, _Given], case_id: int, applicant_id: int) -> Alarm:
    kind, mine, theirs = alarm.kind, alarm.key, alarm.other_key
    if alarm.between_applicants:
        pair = frozenset((applicant_id, alarm.other_applicant_id))
        found = [given[about] for about in ((kind, mine, pair), (kind, theirs, pair)) if about in given]
        own = max(found, key=lambda each: each.reason.id, default=None)
        back = None
    else:
        own = given.get((kind, mine, (case_id, alarm.other_case_id)))
        back = None if alarm.inside else given.get((kind, theirs, (alarm.other_case_id, case_id)))
    return replace(
        alarm,
        reason=own.reason.reason if own else "",
        reason_by=own.by if own else "",
        reason_at=own.reason.at if own else None,
        other_reason=back.reason.reason if back else "",
    )

"""The duplicate radar at work: the alarms of a case, the same at every door, and the reasons why one goes on.

``find`` answers for keys, whether they are stored yet or not; a draft on screen, a stored case, an import, a submission
an approval and the command line all ask it. The rules are in :mod:`ycdesk.domain.radar`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.domain.alarm import Alarm, AlarmId
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict, InputProblem, Refused
from ycdesk.domain.fingerprint import DuplicateReason
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import Action, Proposal
from ycdesk.services.acts import case_for
from ycdesk.services.fingerprints import keys_of
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.particulars import place_of, problems
from ycdesk.services.radar_search import OUT, Probe, find, hits_of_applicant


class Swept(NamedTuple):
    """A case and its alarms."""

    number: str
    applicant: str
    measure: str
    """Short title."""
    alarms: tuple[Alarm, ...]


_NAMED = 3
"""Alarms that a sentence about several names."""

__all__ = [
    "Alarm",
    "alarms",
    "alarms_of_new",
    "applicant_twins",
    "draft_alarms",
    "find",
    "give_reason",
    "open_alarms",
    "sweep",
]


@query
def alarms(session: Session, office: Office, case_id: int) -> tuple[Alarm, ...]:
    """The alarms of a stored case, whatever its state and whoever asks; open ones first, exact ones before near ones.

    Raises Refused when there is no such case.
    """
    return alarms_of(session, office, _case(session, case_id))


@query
def draft_alarms(session: Session, office: Office, case_id: int, entries: Mapping[str, Any]) -> tuple[Alarm, ...]:
    """The alarms of a case as it stands on the screen, saved or not. Raises Refused when there is no such case."""
    case = _case(session, case_id)
    return find(session, office, _probe(office, case, entries))


@query
def alarms_of_new(
    session: Session, office: Office, measure: str, applicant_id: int, entries: Mapping[str, Any]
) -> tuple[Alarm, ...]:
    """The alarms that a case would have which is not stored yet (an import)."""
    applicant = session.get(Applicant, applicant_id)
    if applicant is None:
        raise Refused("找不到这个申报主体。")
    return find(session, office, Probe(measure, applicant, keys_of(office.package, measure, entries)))


@query
def applicant_twins(
    session: Session, office: Office, fields: Mapping[str, str], applicant_id: int | None
) -> dict[str, str]:
    """A sentence by field for each account, person or telephone number that another applicant has, too, or nearly."""
    found: dict[str, str] = {}
    for hit in hits_of_applicant(session, fields, applicant_id or 0):
        other = session.get_one(Applicant, hit.applicant_id).name
        words = f"与“{other}”的相同" if hit.match.exact else f"与“{other}”的“{hit.theirs.shown}”相近（{hit.match.why}）"
        name = hit.mine.path.removeprefix("applicant.")
        if hit.match.exact or name not in found:
            found[name] = f"{words}，请核对。"
    return found


@query
def sweep(session: Session, office: Office, numbers: Sequence[str] = ()) -> list[Swept]:
    """The alarms of the cases with these numbers, or of all that count, in the order of their numbers.

    Raises Refused for a number that no case has.
    """
    wanted = select(Case).order_by(Case.number)
    wanted = wanted.where(Case.number.in_(numbers)) if numbers else wanted.where(Case.state.not_in(OUT))
    found = [
        Swept(case.number, case.dossier.applicant.name, office.titles[case.measure], alarms_of(session, office, case))
        for case in session.scalars(wanted)
    ]
    unknown = [number for number in numbers if number not in {each.number for each in found}]
    if unknown:
        raise Refused(f"没有编号为 {'、'.join(unknown)} 的办件。", "编号像 2025-0001，见工作台。")
    return found


def alarms_of(session: Session, office: Office, case: Case) -> tuple[Alarm, ...]:
    """The alarms of a case inside a transaction."""
    return find(session, office, _probe(office, case, case.entries))


def open_alarms(session: Session, office: Office, case: Case) -> tuple[Alarm, ...]:
    """Those that nobody has given a reason for yet."""
    return tuple(alarm for alarm in alarms_of(session, office, case) if alarm.open)


def check_none_open(session: Session, office: Office, case: Case) -> None:
    """Raise Refused with the first alarm that arose after the submission and has no reason yet."""
    waiting = open_alarms(session, office, case)
    if waiting:
        advice = "请与那一件对照：确属重复的，退回或者不予支持；可以继续的，写明理由后再同意。"
        raise Refused(f"提交以后出现了新的重复提示：{_waiting_words(waiting)}。", advice)


@deed
def give_reason(
    session: Session, office: Office, person: Person, case_id: int, ids: Iterable[AlarmId], reason: str
) -> tuple[Alarm, ...]:
    """Write down why one goes on in spite of these alarms; gives the case's alarms as they are then.

    A caseworker does while the case can be changed (and becomes one of its editors), a supervisor who may decide it
    while it waits for approval. Raises InputProblem for an empty reason, Refused, Conflict when an alarm is gone.
    """
    by = actor(session, person)
    action = Action.APPROVE if by.role is Role.SUPERVISOR else Action.EDIT
    case, by = case_for(session, office, person, case_id, None, action)
    words = " ".join(reason.split())
    if not words:
        raise InputProblem({"reason": "请写明为什么不是重复，或者为什么可以继续。"})
    known = {alarm.id: alarm for alarm in alarms_of(session, office, case)}
    wanted = list(dict.fromkeys(ids))
    if not wanted or any(each not in known for each in wanted):
        raise Conflict("这条重复提示已经变了。", "请刷新，看过最新的提示后再写理由。")
    now = office.clock()
    for each in wanted:
        alarm = known[each]
        session.add(
            DuplicateReason(
                case_id=case.id,
                kind=alarm.kind,
                exact=alarm.key,
                other_case_id=None if alarm.between_applicants else alarm.other_case_id,
                other_applicant_id=alarm.other_applicant_id,
                reason=words,
                by_id=by.id,
                at=now,
            )
        )
    session.flush()
    said = [
        {"kind": known[each].kind, "value": known[each].value, "other": known[each].other_number} for each in wanted
    ]
    content = {"number": case.number, "reason": words, "alarms": said}
    append_event(session, now, by, "duplicate_reason", content, case_id=case.id, dossier_id=case.dossier_id)
    return alarms_of(session, office, case)


def submission_obstacles(office: Office, case: Case, found: Sequence[Alarm], proposal: Proposal) -> list[str]:
    """What of the numbers stands against submitting: texts of 票据与标识 that cannot be read, alarms without a reason.

    Whoever proposes to refuse a case need not say why one could go on.
    """
    against = [
        f"{place_of(path)}：{sentence}"
        for path, sentence in problems(case.entries, office.package, case.measure).items()
    ]
    if proposal is Proposal.SUPPORT:
        waiting = [alarm for alarm in found if alarm.open]
        if waiting:
            against.append(f"{_waiting_words(waiting)}，请核对；可以继续的，请写明理由。")
    return against


def _waiting_words(waiting: Sequence[Alarm]) -> str:
    """One alarm in full; of several how many, and the first ones by kind and other case."""
    if len(waiting) == 1:
        return waiting[0].sentence
    named = dict.fromkeys(f"{each.label}（{each.other_number or '本件'}）" for each in waiting)
    more = "等" if len(named) > _NAMED else ""
    return f"有 {len(waiting)} 处重复提示还没有说明：{'、'.join(list(named)[:_NAMED])}{more}"


def _case(session: Session, case_id: int) -> Case:
    case = session.get(Case, case_id)
    if case is None:
        raise Refused("这件已被删除。", "请回到工作台刷新。")
    return case


def _probe(office: Office, case: Case, entries: Mapping[str, Any]) -> Probe:
    keys = keys_of(office.package, case.measure, entries)
    return Probe(case.measure, case.dossier.applicant, keys, case.id, case.corrects_id)

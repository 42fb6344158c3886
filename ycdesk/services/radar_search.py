"""How the duplicate radar finds: candidates by the index of near keys, the verdict in Python, then who they are.

A case counts unless it was withdrawn, refused or corrected, is the case itself, or stands in its place (or it in its).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ycdesk.calculation.facts import title_of
from ycdesk.database.queries import ListedCase, listed_cases, rows_of
from ycdesk.domain.alarm import Alarm, AlarmId
from ycdesk.domain.applicant import FIELD_LABELS, Applicant
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.fingerprint import Fingerprint
from ycdesk.domain.radar import Evidence, Match, judge, judge_inside, neighbourhoods, shared_attribute
from ycdesk.domain.radar_keys import KINDS, Key, keys_of_applicant
from ycdesk.services.office import Office
from ycdesk.services.particulars import place_of
from ycdesk.services.radar_reasons import with_reasons

OUT = (CaseState.WITHDRAWN, CaseState.REJECTED, CaseState.LAPSED, CaseState.REFUSED, CaseState.CORRECTED)
"""Cases in these states do not count."""
_AT_ONCE = 400


@dataclass(frozen=True)
class Probe:
    """What is asked about: the keys of a case of this applicant; ``case_id`` None for one that is not stored yet."""

    measure: str
    applicant: Applicant
    keys: tuple[Key, ...]
    case_id: int | None = None
    corrects_id: int | None = None


class Hit(NamedTuple):
    """A key of the probe, the key of another, and the verdict. ``case_id`` None between applicants."""

    mine: Key
    theirs: Key
    match: Match
    case_id: int | None
    applicant_id: int


def find(session: Session, office: Office, probe: Probe) -> tuple[Alarm, ...]:
    """All alarms of a probe: open ones first, then exact ones, then in the order of the kinds."""
    own = probe.applicant.snapshot()
    hits = [*_of_cases(session, probe), *hits_of_applicant(session, own, probe.applicant.id)]
    cases = _cases_of(session, hits)
    found: dict[AlarmId, Alarm] = {}
    for alarm in (*_inside(probe, office), *_alarms(office, probe, hits, cases)):
        first = found.get(alarm.id)
        if first is None or (alarm.exact and not first.exact):
            found[alarm.id] = alarm
    explained = with_reasons(session, probe.case_id or 0, probe.applicant.id, found.values())
    kinds = list(KINDS)
    return tuple(
        sorted(explained, key=lambda a: (not a.open, not a.exact, kinds.index(a.kind), a.other_number, a.path))
    )


# ---- other cases ---------------------------------------------------------------------------------------------------


def _of_cases(session: Session, probe: Probe) -> Iterator[Hit]:
    """Hits in other cases that count."""
    by_bag: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in probe.keys:
        by_bag[key.kind, key.near].append(key)
    for kind in dict.fromkeys(kind for kind, _ in by_bag):
        wanted = [near for each, near in by_bag if each == kind]
        for start in range(0, len(wanted), _AT_ONCE):
            near = Fingerprint.near.in_(wanted[start : start + _AT_ONCE])
            for row in session.execute(_candidates().where(Fingerprint.kind == kind, near, *_counting(probe))):
                theirs = _key_of(row)
                for mine in by_bag[kind, theirs.near]:
                    match = judge(mine, theirs)
                    if match and (match.needs is Evidence.NOTHING or _alone(session, probe, mine, theirs)):
                        yield Hit(mine, theirs, match, row.case_id, row.applicant_id)


def _candidates() -> Any:
    return select(Fingerprint).join(Case, Fingerprint.case_id == Case.id).with_only_columns(
        Fingerprint.kind, Fingerprint.exact, Fingerprint.near, Fingerprint.shown, Fingerprint.path,
        Fingerprint.first_day, Fingerprint.last_day, Fingerprint.amount, Fingerprint.case_id, Fingerprint.applicant_id,
    )  # fmt: skip


def _counting(probe: Probe) -> list[Any]:
    """What makes a case count."""
    conditions: list[Any] = [Case.state.not_in(OUT)]
    if probe.case_id is not None:
        successor = Case.corrects_id.is_(None) | (Case.corrects_id != probe.case_id)
        conditions += [Case.id != probe.case_id, successor]
    if probe.corrects_id is not None:
        conditions.append(Case.id != probe.corrects_id)
    return conditions


def _key_of(row: Any) -> Key:
    day = None if row.kind == "policy" else row.first_day
    return Key(row.kind, row.exact, row.near, row.shown, row.path, row.first_day, row.last_day, row.amount, day)


def _alone(session: Session, probe: Probe, mine: Key, theirs: Key) -> bool:
    """Whether no third key of a neighbourhood has this amount: then that the two have it says something."""
    return not all(_explains(session, probe, mine, theirs, start) for start in neighbourhoods(mine, theirs))


def _explains(session: Session, probe: Probe, mine: Key, theirs: Key, start: str) -> bool:
    """Whether a third key that begins like this has the amount, too, and not on another day."""
    pair = (mine.exact, theirs.exact)
    own = (key for key in probe.keys if key.kind == mine.kind and key.exact.startswith(start) and key.exact not in pair)
    if any(key.amount == mine.amount and (mine.day is None or key.day in (None, mine.day)) for key in own):
        return True
    third = (
        select(Fingerprint.id)
        .join(Case, Fingerprint.case_id == Case.id)
        .where(Fingerprint.kind == mine.kind, func.substr(Fingerprint.exact, 1, len(start)) == start)
        .where(Fingerprint.amount == mine.amount, func.length(Fingerprint.exact) == len(theirs.exact))
        .where(Fingerprint.exact.not_in(pair), *_counting(probe))
        .limit(1)
    )
    if mine.day is not None:
        third = third.where(Fingerprint.first_day.is_(None) | (Fingerprint.first_day == mine.day))
    return session.scalar(third) is not None


# ---- other applicants ----------------------------------------------------------------------------------------------


def hits_of_applicant(session: Session, own: Mapping[str, Any], applicant_id: int) -> Iterator[Hit]:
    """Hits of the fields of an applicant (id 0: not stored yet) in other applicants."""
    for mine in keys_of_applicant(own):
        others = select(Fingerprint).where(
            Fingerprint.kind == mine.kind,
            Fingerprint.near == mine.near,
            Fingerprint.case_id.is_(None),
            Fingerprint.applicant_id != applicant_id,
        )
        for row in session.scalars(others):
            theirs = _key_of(row)
            match = judge(mine, theirs)
            if match and (match.needs is Evidence.NOTHING or _shares(session, mine.kind, own, row.applicant_id)):
                yield Hit(mine, theirs, match, None, row.applicant_id)


def _shares(session: Session, kind: str, own: Mapping[str, Any], applicant_id: int) -> bool:
    other = session.get_one(Applicant, applicant_id)
    return shared_attribute(kind, own, other.snapshot())


# ---- who they are --------------------------------------------------------------------------------------------------


def _cases_of(session: Session, hits: Sequence[Hit]) -> dict[tuple[int | None, int], ListedCase]:
    """The case of each hit; between applicants the latest of the other one that counts, if there is any."""
    owners = {hit.applicant_id for hit in hits if hit.case_id is None}
    latest = (
        select(func.max(Case.id))
        .join(Dossier, Case.dossier_id == Dossier.id)
        .where(Dossier.applicant_id.in_(owners), Case.state.not_in(OUT))
        .group_by(Dossier.applicant_id)
    )
    last = set(session.scalars(latest)) if owners else set()
    wanted = sorted(last | {hit.case_id for hit in hits if hit.case_id is not None})
    found: dict[tuple[int | None, int], ListedCase] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for case in rows_of(session, listed_cases().where(Case.id.in_(wanted[start : start + _AT_ONCE]))):
            found[case.case_id, case.applicant_id] = case
            if case.case_id in last:
                found[None, case.applicant_id] = case
    return found


def _alarms(
    office: Office, probe: Probe, hits: Iterable[Hit], cases: dict[tuple[int | None, int], ListedCase]
) -> Iterator[Alarm]:
    for hit in hits:
        other = cases.get((hit.case_id, hit.applicant_id))
        if other is not None:
            yield Alarm(
                kind=hit.mine.kind,
                key=hit.mine.exact,
                value=hit.mine.shown,
                path=hit.mine.path,
                title=_title(probe.measure, hit.mine.path),
                exact=hit.match.exact,
                why=hit.match.why,
                other_case_id=other.case_id,
                other_number=other.number,
                other_measure=office.titles[other.measure],
                other_state=other.state,
                other_day=other.applied_on,
                other_amount=other.computed if other.award is None else other.award,
                other_applicant_id=other.applicant_id,
                other_applicant=other.applicant,
                other_key=hit.theirs.exact,
                other_value=hit.theirs.shown,
                other_path=hit.theirs.path,
                other_title=_title(other.measure, hit.theirs.path),
            )


def _inside(probe: Probe, office: Office) -> Iterator[Alarm]:
    """Keys that stand twice in the case itself."""
    groups: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in probe.keys:
        groups[key.kind, key.near].append(key)
    for group in groups.values():
        for place, theirs in enumerate(group):
            for mine in group[place + 1 :]:
                match = judge_inside(mine, theirs)
                if match:
                    yield _alarm_inside(probe, office, mine, theirs, match)


def _alarm_inside(probe: Probe, office: Office, mine: Key, theirs: Key, match: Match) -> Alarm:
    return Alarm(
        kind=mine.kind,
        key=mine.exact,
        value=mine.shown,
        path=mine.path,
        title=_title(probe.measure, mine.path),
        exact=match.exact,
        why=match.why,
        other_case_id=probe.case_id or 0,
        other_number="",
        other_measure=office.titles[probe.measure],
        other_state=CaseState.DRAFT,
        other_day=None,
        other_amount=None,
        other_applicant_id=probe.applicant.id,
        other_applicant=probe.applicant.name,
        other_key=theirs.exact,
        other_value=theirs.shown,
        other_path=theirs.path,
        other_title=_title(probe.measure, theirs.path),
        inside=True,
    )


def _title(measure: str, path: str) -> str:
    if path.startswith("applicant."):
        return f"申报主体的{FIELD_LABELS[path.removeprefix('applicant.')]}"
    return place_of(path) if path.startswith("particulars") else title_of(measure, path)

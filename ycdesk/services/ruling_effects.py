"""What a ruling does: the running cases that follow it, and the decided ones that stay as they are but would differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import Session

from ycdesk.calculation import Assessment, assess, read_case
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.split import is_shared
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.people import Person
from ycdesk.domain.ruling import Ruling, Subject
from ycdesk.domain.states import EDITABLE, STANDING, WAITING, CaseState
from ycdesk.services.case_files import current_file
from ycdesk.services.office import Office, query
from ycdesk.services.packages import case_package
from ycdesk.services.reading_list import flags_reading
from ycdesk.services.ruling_checks import check_ruling
from ycdesk.services.rulings import Governing, frozen_ruled, record_ruling, recorder

Watch = Callable[[int, int], None]
"""Told how many of how many cases have been looked at; it may raise to stop."""


@dataclass(frozen=True, slots=True)
class RulingValues:
    """What a ruling would say, before it is recorded; as in :class:`ycdesk.domain.ruling.Ruling`."""

    policy_id: str
    subject: Subject
    valid_from: date | None
    reading_id: str = ""
    choice: str = ""
    county: str = ""
    measure: str = ""
    case_id: int | None = None
    percent: int | None = None
    amount: Decimal | None = None
    document: str = ""
    decided_on: date | None = None
    signer: str = ""
    note: str = ""

    @classmethod
    def of(cls, ruling: Ruling) -> RulingValues:
        """The values of a recorded one."""
        return cls(**{name: getattr(ruling, name) for name in cls.__slots__})

    def fields(self) -> dict[str, Any]:
        """The values by the names of the columns."""
        return {name: getattr(self, name) for name in self.__slots__}

    def frozen(self) -> dict[str, Any]:
        """As it would be frozen with a case."""
        return {
            "subject": self.subject.value,
            "reading": self.reading_id,
            "choice": self.choice,
            "county": self.county,
            "measure": self.measure,
            "percent": self.percent,
            "document": self.document,
        }


@query
def check_values(session: Session, office: Office, person: Person, values: RulingValues) -> None:
    """Whether it could be recorded so. Raises InputProblem with every field that is missing or wrong, or Refused."""
    recorder(session, person)
    check_ruling(session, office, Ruling(**values.fields()))


def record_values(office: Office, person: Person, values: RulingValues) -> Ruling:
    """Record them: see ``record_ruling``."""
    fields = values.fields()
    return record_ruling(office, person, fields.pop("policy_id"), fields.pop("subject"), **fields)


@query
def case_numbered(session: Session, office: Office, number: str) -> int | None:
    """The id of the case with a number."""
    return session.scalar(select(Case.id).where(Case.number == number.strip()))


@dataclass(frozen=True, slots=True)
class Effect:
    """One case whose amount or parts differ under the ruling. Yuan; None where there is none."""

    case_id: int
    dossier_id: int
    number: str
    applicant: str
    county: str
    measure: str
    """Short title."""
    state: CaseState
    before: Decimal | None
    after: Decimal | None
    city_before: Decimal | None
    city_after: Decimal | None

    @property
    def difference(self) -> Decimal:
        """What the ruling adds; a missing amount counts as nothing."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


@dataclass(frozen=True, slots=True)
class Consequences:
    """The cases that a ruling touches, by what happens to them."""

    drafts: tuple[Effect, ...] = ()
    """Follow at once."""
    pending: tuple[Effect, ...] = ()
    """Must be returned and submitted again."""
    decided: tuple[Effect, ...] = ()
    """Do not change."""

    @property
    def all(self) -> tuple[Effect, ...]:
        """Running ones first."""
        return (*self.drafts, *self.pending, *self.decided)

    @staticmethod
    def sum_of(effects: tuple[Effect, ...]) -> Decimal:
        """What the ruling adds in all, in yuan."""
        return sum((each.difference for each in effects), Decimal(0))


def _no_watch(count: int, total: int) -> None:
    """Nobody asks."""


@query
def consequences(session: Session, office: Office, values: RulingValues, watch: Watch = _no_watch) -> Consequences:
    """What recording ``values`` would do: running cases by their facts of now, submitted ones by their frozen facts.

    Also for a ruling that is recorded: drafts are then compared with and without it, and submitted cases that were
    computed with it differ in nothing. Long for thousands of cases: call it in the background with ``watch``.
    """
    office.notice(session)
    package = office.packages.get(values.policy_id) or office.package
    found: dict[str, list[Effect]] = {"drafts": [], "pending": [], "decided": []}
    ids = list(session.scalars(_candidates(values, package)))
    for count, case_id in enumerate(ids):
        watch(count, len(ids))
        case = session.get_one(Case, case_id)
        effect = _effect(session, office, case, values)
        if effect is not None:
            group = "drafts" if case.state.editable else "pending" if case.state in WAITING else "decided"
            found[group].append(effect)
        session.expunge(case)
    return Consequences(**{name: tuple(effects) for name, effects in found.items()})


_LIVING = (*EDITABLE, *WAITING, *STANDING, CaseState.REFUSED)


def _candidates(values: RulingValues, package: PolicyPackage) -> Any:
    """Ids of the cases to which it may apply; a reading that decides nothing of a result is not flagged by it."""
    cases = select(Case.id).where(Case.state.in_(_LIVING)).order_by(Case.id)
    if values.subject is Subject.AMOUNT:
        return cases.where(Case.id == values.case_id)
    editable = Case.state.in_([state for state in CaseState if state.editable])
    cases = cases.where(Case.applied_on >= values.valid_from, or_(editable, Case.policy_id == package.id))
    match values.subject:
        case Subject.READING:
            measures = [name for name, readings in package.readings_of.items() if values.reading_id in readings]
            waiting = cast(Case.result, Text).like('%"status": "needs_ruling"%')
            touched = or_(editable, flags_reading(values.reading_id), waiting)
            return cases.where(Case.measure.in_(measures), touched)
        case Subject.SPLIT:
            measures = [name for name in package.measures if is_shared(name, package)]
            return (
                cases.join(Dossier, Case.dossier_id == Dossier.id)
                .join(Applicant, Dossier.applicant_id == Applicant.id)
                .where(Case.measure.in_(measures), Applicant.county == values.county)
            )
        case _:
            return cases.where(Case.measure == values.measure)


def _effect(session: Session, office: Office, case: Case, values: RulingValues) -> Effect | None:
    pair = (
        _of_draft(session, office, case, values)
        if case.state.editable
        else _of_submitted(session, office, case, values)
    )
    if pair is None:
        return None
    before, after = pair
    if (before.amount, before.funding) == (after.amount, after.funding):
        return None
    package = office.packages.get(values.policy_id) or office.package
    county = package.counties.get(case.dossier.applicant.county or "")
    return Effect(
        case_id=case.id,
        dossier_id=case.dossier_id,
        number=case.number,
        applicant=case.dossier.applicant.name,
        county=county.name if county else "",
        measure=package.measures[case.measure].short_title,
        state=case.state,
        before=before.amount,
        after=after.amount,
        city_before=before.funding.city if before.funding else None,
        city_after=after.funding.city if after.funding else None,
    )


def _of_draft(
    session: Session, office: Office, case: Case, values: RulingValues
) -> tuple[Assessment, Assessment] | None:
    """A draft by its facts of now, without and with the ruling."""
    typed = current_file(session, office, case)
    if values.subject is not Subject.AMOUNT and typed.package.id != values.policy_id:
        return None
    others = [each for each in typed.governing.rulings if RulingValues.of(each) != values]
    frozen = Governing(tuple(others)).frozen()
    if values.subject is Subject.AMOUNT:
        facts = dict(typed.file.as_dict())
        facts["facts"] = dict(facts["facts"]) | {
            "decided_amount": f"{values.amount or 0:.2f}",
            "decision_document": values.document or "裁定",
        }
        ruled = frozen_ruled(frozen)
        after = replace(read_case({**facts, "policy": typed.package.id}, typed.package), history=typed.file.history)
        return assess(typed.file, typed.package, ruled), assess(after, typed.package, ruled)
    before = assess(typed.file, typed.package, frozen_ruled(frozen))
    return before, assess(typed.file, typed.package, frozen_ruled([*frozen, values.frozen()]))


def _of_submitted(
    session: Session, office: Office, case: Case, values: RulingValues
) -> tuple[Assessment, Assessment] | None:
    """A submitted case by what was frozen with it, history included."""
    if case.facts is None or case.result is None or values.subject is Subject.AMOUNT:
        return None
    package = case_package(session, office, case)
    file = read_case({**case.facts, "policy": package.id}, package)
    if values.subject is Subject.SPLIT and file.applicant.county != values.county:
        return None
    ruled = frozen_ruled([*(case.rulings or ()), values.frozen()])
    return Assessment.from_dict(case.result), assess(file, package, ruled)

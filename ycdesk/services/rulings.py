"""Rulings at work: recording them, and what they come to for one case.

A ruling governs the applications of its first day and later; of several on one point the one recorded last does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ycdesk.calculation.assessment import Assessment, Flag
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.ruled import Ruled
from ycdesk.calculation.split import is_shared
from ycdesk.database.log import append_event
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Refused
from ycdesk.domain.people import Person, Role
from ycdesk.domain.ruling import Ruling, Subject
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.ruling_checks import check_ruling

SPLIT_READING = "112"
RATE_READING = "66"
"""The readings that a split and a rate settle."""


@dataclass(frozen=True, slots=True)
class Governing:
    """The rulings that govern one case. ``frozen`` is how they are kept with it, ``frozen_ruled`` reads that back."""

    rulings: tuple[Ruling, ...] = ()

    @property
    def ruled(self) -> Ruled:
        """What the calculation takes of them."""
        return frozen_ruled(self.frozen())

    @property
    def decided(self) -> Ruling | None:
        """The amount ruled for this very case."""
        return next((each for each in self.rulings if each.subject is Subject.AMOUNT), None)

    def frozen(self) -> list[dict[str, Any]]:
        """JSON-ready, each with its subject, what it chooses or supplies, and how it is cited."""
        return [
            {
                "id": each.id,
                "subject": each.subject.value,
                "reading": each.reading_id,
                "choice": each.choice,
                "county": each.county,
                "measure": each.measure,
                "percent": each.percent,
                "amount": None if each.amount is None else f"{each.amount:.2f}",
                "document": each.document,
                "decided_on": each.decided_on.isoformat(),
                "signer": each.signer,
                "valid_from": each.valid_from.isoformat(),
                "cited": each.cited,
            }
            for each in self.rulings
        ]


NONE_GOVERN = Governing()


@dataclass(frozen=True)
class RulingBook:
    """All rulings, to be asked while a case is typed: what is typed decides which policy it falls under."""

    rulings: tuple[Ruling, ...] = field(default=())

    def govern(
        self, package: PolicyPackage, measure: str, county: str | None, applied_on: date | None, case_id: int | None
    ) -> Governing:
        """The rulings that govern such a case; without a day of application, those in force at the end."""
        on = applied_on or date.max
        chosen: dict[tuple[Any, ...], Ruling] = {}
        for each in self.rulings:  # in the order of recording
            if each.valid_from <= on and _bears_on(each, package, measure, county, case_id):
                chosen[each.subject, each.reading_id] = each
        return Governing(tuple(chosen.values()))


def _bears_on(ruling: Ruling, package: PolicyPackage, measure: str, county: str | None, case_id: int | None) -> bool:
    if ruling.policy_id != package.id and ruling.subject is not Subject.AMOUNT:
        return False
    match ruling.subject:
        case Subject.READING:
            return ruling.reading_id in package.readings_of[measure]
        case Subject.SPLIT:
            return ruling.county == county and is_shared(measure, package)
        case Subject.RATE:
            return ruling.measure == measure
        case Subject.AMOUNT:
            return case_id is not None and ruling.case_id == case_id


def frozen_ruled(frozen: Iterable[dict[str, Any]] | None) -> Ruled:
    """What the calculation takes of the rulings that were frozen with a case."""
    readings: dict[str, str] = {}
    percents: dict[str, int] = {}
    rates: dict[str, int] = {}
    documents: dict[str, str] = {}
    for each in frozen or ():
        match Subject(each["subject"]):
            case Subject.READING:
                readings[each["reading"]] = each["choice"]
            case Subject.SPLIT:
                percents[each["county"]] = each["percent"]
                documents[each["county"]] = each["document"]
            case Subject.RATE:
                rates[each["measure"]] = each["percent"]
                documents[each["measure"]] = each["document"]
            case Subject.AMOUNT:
                pass  # stands in the facts
    return Ruled(readings, percents, rates, documents)


def open_flags(assessment: Assessment, frozen: Iterable[dict[str, Any]] | None) -> tuple[Flag, ...]:
    """The flags of a result that no ruling has settled: these a supervisor confirms one by one."""
    settled = {each["reading"] for each in frozen or () if each["subject"] == Subject.READING}
    return tuple(flag for flag in assessment.flags if flag.reading not in settled)


def cited_rulings(assessment: Assessment, frozen: Iterable[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """The rulings that decided a case: of readings those that its result flags, and every split, rate and amount."""
    decisive = {flag.reading for flag in assessment.flags}
    return [each for each in frozen or () if each["subject"] != Subject.READING or each["reading"] in decisive]


# Reading and recording.


def book_of(session: Session) -> RulingBook:
    """The rulings of all policies in the order of recording."""
    return RulingBook(tuple(session.scalars(select(Ruling).order_by(Ruling.id))))


def governing_case(session: Session, package: PolicyPackage, case: Case) -> Governing:
    """The rulings that govern a stored case as its applicant and day are now."""
    return book_of(session).govern(package, case.measure, case.dossier.applicant.county, case.applied_on, case.id)


@query
def list_rulings(session: Session, office: Office, reading_id: str | None = None) -> list[Ruling]:
    """All rulings, or those on one reading, the latest first."""
    statement = select(Ruling).order_by(Ruling.id.desc())
    if reading_id is not None:
        statement = statement.where(_on_reading(reading_id))
    return list(session.scalars(statement))


def _on_reading(reading_id: str) -> Any:
    settles = {SPLIT_READING: Subject.SPLIT, RATE_READING: Subject.RATE}
    same = Ruling.reading_id == reading_id
    return or_(same, Ruling.subject == settles[reading_id]) if reading_id in settles else same


@deed
def record_ruling(
    session: Session,
    office: Office,
    person: Person,
    policy_id: str,
    subject: Subject,
    *,
    document: str,
    decided_on: date | None,
    signer: str,
    valid_from: date | None,
    reading_id: str = "",
    choice: str = "",
    county: str = "",
    measure: str = "",
    case_id: int | None = None,
    percent: int | None = None,
    amount: Decimal | None = None,
    note: str = "",
) -> Ruling:
    """Record a ruling; supervisors and administrators do. Nothing decided changes by it.

    Raises InputProblem with every field that is missing or wrong. Whoever records the amount of one case has a
    hand in that case and cannot decide it.
    """
    by = recorder(session, person)
    ruling = Ruling(
        policy_id=policy_id,
        subject=subject,
        reading_id=reading_id,
        choice=choice,
        county=county,
        measure=measure,
        case_id=case_id,
        percent=percent,
        amount=amount,
        document=" ".join(document.split()),
        decided_on=decided_on,
        signer=" ".join(signer.split()),
        valid_from=valid_from,
        note=note.strip(),
        recorded_by=by.id,
        recorded_at=office.clock(),
    )
    check_ruling(session, office, ruling)
    session.add(ruling)
    session.flush()
    append_event(session, office.clock(), by, "record_ruling", Governing((ruling,)).frozen()[0], case_id=case_id)
    return ruling


def recorder(session: Session, person: Person) -> Person:
    """Who records; raises Refused for anybody but supervisors and administrators."""
    by = actor(session, person)
    if by.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise Refused(f"裁定由审批人或管理员记录，您的岗位是{by.role.label}。")
    return by

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
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.domain.ruling import Ruling, Subject
from ycdesk.services.office import Office, actor, deed, query

SPLIT_READING = "112"
RATE_READING = "66"
"""The readings that a split and a rate settle."""
LONGEST = 100


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
    by = _recorder(session, person)
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
    _check(session, office, ruling)
    session.add(ruling)
    session.flush()
    append_event(session, office.clock(), by, "record_ruling", Governing((ruling,)).frozen()[0], case_id=case_id)
    return ruling


def _recorder(session: Session, person: Person) -> Person:
    by = actor(session, person)
    if by.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise Refused(f"裁定由审批人或管理员记录，您的岗位是{by.role.label}。")
    return by


def _check(session: Session, office: Office, ruling: Ruling) -> None:
    office.notice(session)
    package = office.packages.get(ruling.policy_id)
    if package is None:
        raise Refused(f"没有编号为“{ruling.policy_id}”的政策包。", "请刷新后重新选择。")
    if problems := _paper_problems(ruling, office) | _choice_problems(session, package, ruling):
        raise InputProblem(problems)


def _paper_problems(ruling: Ruling, office: Office) -> dict[str, str]:
    problems = {}
    if not ruling.document:
        problems["document"] = "请填写裁定文件的名称和文号，例如“运商函〔2026〕5号”。"
    elif len(ruling.document) > LONGEST:
        problems["document"] = f"文件名称和文号最多 {LONGEST} 个字，请写简称。"
    if not ruling.signer:
        problems["signer"] = "请填写签发人。"
    if ruling.decided_on is None:
        problems["decided_on"] = "请填写文件日期。"
    elif ruling.decided_on > office.clock().date():
        problems["decided_on"] = "文件日期不能晚于今天。"
    if ruling.valid_from is None:
        problems["valid_from"] = "请填写自哪一天起的申请适用。"
    return problems


def _choice_problems(session: Session, package: PolicyPackage, ruling: Ruling) -> dict[str, str]:
    """What is ruled must be something that the package leaves open."""
    match ruling.subject:
        case Subject.READING:
            reading = _readings(package).get(ruling.reading_id)
            if reading is None:
                return {"reading_id": f"政策包里没有口径 {ruling.reading_id}。"}
            if ruling.choice not in {each.id for each in reading.alternatives}:
                return {"choice": "请选择一种读法。"}
        case Subject.SPLIT:
            county = package.counties.get(ruling.county)
            if county is None or county.city_percent is not None or county.city_level:
                return {"county": "政策已规定该地的分担比例，不能另行裁定。"}
            return _percent_problem(ruling, "市级承担的比例")
        case Subject.RATE:
            if ruling.measure != RATED:
                return {"measure": "该事项的比例由政策规定，不能另行裁定。"}
            return _percent_problem(ruling, "补助比例")
        case Subject.AMOUNT:
            return _amount_problems(session, ruling)
    return {}


RATED = "talent_platform"
"""The one measure whose clause names costs but no rate: 五(一)."""
DECIDED = ("leading_enterprise", "special_matter", RATED)
"""The measures whose amount can be decided case by case."""


def _percent_problem(ruling: Ruling, words: str) -> dict[str, str]:
    if ruling.percent is None or not 0 <= ruling.percent <= 100:
        return {"percent": f"{words}应为 0 至 100 的整数。"}
    return {}


def _amount_problems(session: Session, ruling: Ruling) -> dict[str, str]:
    case = session.get(Case, ruling.case_id) if ruling.case_id is not None else None
    if case is None or case.measure not in DECIDED:
        return {"case_id": "一事一议的裁定须指明一件“一事一议”的办件。"}
    if not case.state.editable:
        return {"case_id": f"办件 {case.number} 现在是“{case.state.label}”，须先退回才能记录裁定金额。"}
    if ruling.amount is None or ruling.amount < 0 or ruling.amount * 100 != int(ruling.amount * 100):
        return {"amount": "裁定金额应为不小于零、最多两位小数的金额。"}
    return {}


def _readings(package: PolicyPackage) -> dict[str, Any]:
    return {reading.id: reading for readings in package.readings_of.values() for reading in readings.values()}

"""Statistics of a year's cases, and the cases behind a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import RowMapping, Subquery, case, func, select
from sqlalchemy.orm import Session

from ycdesk.database.queries import listed_cases
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.payment import CITY, Payment, PaymentLine
from ycdesk.domain.states import CaseState
from ycdesk.domain.tally import NONE, Counted, Grouping, Tally
from ycdesk.services.desk_rows import DeskRow, desk_rows
from ycdesk.services.office import Office, query

MOST = 1000
"""Cases that are listed behind a number."""
_STATES = list(CaseState)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which cases are counted: those numbered in the year, of one measure or one county if wished."""

    year: int
    measure: str = ""
    county: str = ""


@query
def counted_cases(session: Session, office: Office, narrowed: Narrowed) -> list[Counted]:
    """The cases of a year, each with what statistics ask of it. Counties and names as frozen at the submission."""
    paid = _paid()
    county = func.coalesce(Case.applicant_snapshot["county"].as_string(), Applicant.county, "")
    columns = (
        *(Case.id, Case.measure, Case.state, Case.received_on, Case.entered_at, Case.decided_at, Case.computed),
        *(Case.award, Case.award_city, Case.award_county, Applicant.id.label("firm")),
        *(county.label("county"), Applicant.name, paid.c.lines, paid.c.paid_lines, paid.c.paid, paid.c.last),
        paid.c.city,
    )
    statement = (
        select(*columns)
        .join(Dossier, Case.dossier_id == Dossier.id)
        .join(Applicant, Dossier.applicant_id == Applicant.id)
        .outerjoin(paid, paid.c.case_id == Case.id)
        .where(Case.number.between(f"{narrowed.year}-", f"{narrowed.year}-~"))
        .order_by(Case.id)
    )
    if narrowed.measure:
        statement = statement.where(Case.measure == narrowed.measure)
    if narrowed.county:
        statement = statement.where(county == narrowed.county)
    counties = {code: record.name for code, record in office.package.counties.items()}
    order = {id_: number for number, id_ in enumerate(office.titles)}
    return [_counted(row, office.titles, order, counties) for row in session.execute(statement).mappings()]


def _paid() -> Subquery:
    """Of each case with lines: how many, how many of them paid, how much, and when last."""
    return (
        select(
            PaymentLine.case_id,
            func.count(PaymentLine.id).label("lines"),
            func.count(Payment.id).label("paid_lines"),
            func.sum(Payment.amount).label("paid"),
            func.sum(case((PaymentLine.treasury == CITY, PaymentLine.amount), else_=None)).label("city"),
            func.max(Payment.paid_on).label("last"),
        )
        .outerjoin(Payment, (Payment.line_id == PaymentLine.id) & Payment.returned_on.is_(None))
        .group_by(PaymentLine.case_id)
        .subquery()
    )


def _counted(
    row: RowMapping, titles: Mapping[str, str], order: Mapping[str, int], counties: Mapping[str, str]
) -> Counted:
    received = row["received_on"] or row["entered_at"].date()
    keys = {
        Grouping.MEASURE: (f"{order.get(row['measure'], 99):02}", titles.get(row["measure"], row["measure"])),
        Grouping.COUNTY: (row["county"] or "~", counties.get(row["county"], row["county"] or "未填写")),
        Grouping.MONTH: (f"{received:%Y-%m}", f"{received.year} 年 {received.month} 月"),
        Grouping.APPLICANT: (str(row["firm"]), row["name"]),
        Grouping.STATE: (f"{_STATES.index(row['state']):02}", row["state"].label),
    }
    award, city = row["award"] or NONE, row["award_city"]
    if row["lines"]:  # shared out by a document where the policy gives no ratio
        city = row["city"] or NONE
    return Counted(
        case_id=row["id"],
        keys=keys,
        state=row["state"],
        received_on=received,
        decided_on=row["decided_at"].date() if row["decided_at"] else None,
        computed=row["computed"] or NONE,
        award=award,
        city=NONE if city is None else city,
        county=NONE if city is None else award - city,
        paid=row["paid"] or NONE,
        last_paid_on=row["last"] if row["lines"] and row["lines"] == row["paid_lines"] else None,
    )


@query
def cases_behind(session: Session, office: Office, tally: Tally) -> list[DeskRow]:
    """The cases behind a number, the newest first, at most :data:`MOST`."""
    ids = sorted(tally.cases, reverse=True)[:MOST]
    return list(desk_rows(session, office, listed_cases().where(Case.id.in_(ids)).order_by(Case.id.desc())))


@query
def years_of_cases(session: Session, office: Office) -> list[int]:
    """The years that have cases, the latest first, this year in any case."""
    this = office.clock().year
    numbers = session.execute(select(func.min(Case.number), func.max(Case.number))).one()
    years = [this, *(int(number[:4]) for number in numbers if number)]
    return list(range(max(years), min(years) - 1, -1))

"""A bureau's year through the services: statistics, ledger, log, budget, payments and papers agree to the 分."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.bureau import Bureau, package
from tests.papers.sample import text_of
from tests.services.life_walk import check_money
from tests.services.test_history import check_the_log
from tests.services.test_life_walk import check_the_table
from ycdesk.domain.budget import BudgetUse, FundState
from ycdesk.domain.case import Case
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.domain.ledger import LedgerUse, UseState
from ycdesk.domain.meeting import Batch
from ycdesk.domain.payment import CITY, Payment, PaymentLine
from ycdesk.domain.people import Role
from ycdesk.domain.states import STANDING, CaseState
from ycdesk.domain.tally import Grouping, tally
from ycdesk.paths import sqlite_url
from ycdesk.services.budget import budget_figures
from ycdesk.services.demo_year import YEAR, play_year
from ycdesk.services.desk import year_figures
from ycdesk.services.office import Office, open_office
from ycdesk.services.papers import slip_pdf
from ycdesk.services.people import first_start, list_people
from ycdesk.services.print_run import paper_pdf
from ycdesk.services.statistics import Narrowed, counted_cases

CASES = 30
NONE = Decimal("0.00")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The office after the year."""
    home: Path = tmp_path_factory.mktemp("year")
    office = open_office(sqlite_url(home / "ycdesk.sqlite3"), home, package())
    first_start(office, "运城市商务局（演示）", "周明", "zhouming", "yanshi123", demo=False)
    for _ in play_year(office, CASES, 7):
        pass
    yield office
    office.close()


def as_bureau(office: Office) -> Bureau:
    """The office with its people by what they do; the checks ask for no more."""
    people = {role: [each for each in list_people(office) if each.role is role] for role in Role}
    wang, zhao = people[Role.CASEWORKER]
    li, chen = people[Role.SUPERVISOR]
    with office.reading_sessions() as session:
        firm = session.scalars(select(Case)).first()
        assert firm is not None
        return Bureau(office, wang, zhao, li, chen, people[Role.CLERK][0], people[Role.ADMINISTRATOR][0],
                      firm.dossier.applicant)  # fmt: skip


def cases_of(office: Office) -> list[Case]:
    """All cases of the year."""
    with office.reading_sessions() as session:
        return list(session.scalars(select(Case).order_by(Case.id)))


def test_everybody_has_done_something(year: Office) -> None:
    cases = cases_of(year)
    assert len(cases) >= CASES
    states = {case.state for case in cases}
    assert CaseState.ARCHIVED in states
    assert len(states) >= 5


def test_the_log_the_table_and_the_money_hold(year: Office) -> None:
    bureau = as_bureau(year)
    check_the_log(bureau)
    check_the_table(bureau)
    check_money(bureau)


def test_the_figures_of_the_year_are_the_sums_of_its_cases(year: Office) -> None:
    figures, cases = year_figures(year, YEAR), cases_of(year)
    standing = [case for case in cases if case.state in STANDING]
    assert figures.awarded == sum((case.award or NONE for case in standing), NONE)
    assert figures.city == sum((case.award_city or NONE for case in standing), NONE)
    assert figures.county == sum((case.award_county or NONE for case in standing), NONE)
    assert sum(figures.counts.values()) == len(cases)
    assert sum(figures.measures.values(), NONE) == figures.awarded


def test_the_statistics_are_the_sums_of_its_cases(year: Office) -> None:
    counted, cases = counted_cases(year, Narrowed(YEAR)), cases_of(year)
    standing = {case.id: case for case in cases if case.state in STANDING}
    with year.reading_sessions() as session:
        payments = list(session.scalars(select(Payment).where(Payment.returned_on.is_(None))))
        lines = {line.id: line for line in session.scalars(select(PaymentLine))}
    paid = sum((each.amount for each in payments if lines[each.line_id].case_id in standing), NONE)
    city = sum((line.amount for line in lines.values() if line.treasury == CITY and line.case_id in standing), NONE)
    loose = [case for id_, case in standing.items() if id_ not in {line.case_id for line in lines.values()}]
    for by in Grouping:
        groups = tally(counted, by)
        assert sum(len(group.cases) for group in groups) == len(cases)
        assert sum((group.award for group in groups), NONE) == year_figures(year, YEAR).awarded
        assert sum((group.paid for group in groups), NONE) == paid
        assert sum((group.city for group in groups), NONE) == city + sum((c.award_city or NONE for c in loose), NONE)


def test_lines_budget_and_payments_are_the_parts_of_the_awards(year: Office) -> None:
    with year.reading_sessions() as session:
        for case in cases_of(year):
            lines = list(session.scalars(select(PaymentLine).where(PaymentLine.case_id == case.id)))
            if lines:
                assert sum((line.amount for line in lines), NONE) == case.award
                assert {line.treasury: line.amount for line in lines}.get(CITY, NONE) == case.award_city
            if case.state in (CaseState.PAID, CaseState.ARCHIVED):
                assert all(line.paid is not None for line in lines)
        paid_by_bank = session.scalar(select(func.sum(Payment.amount)).where(Payment.returned_on.is_(None))) or NONE
        recovered = sum((case.award or NONE for case in cases_of(year) if case.state is CaseState.RECOVERED), NONE)
        paid_of_budget = session.scalar(select(func.sum(BudgetUse.amount)).where(BudgetUse.state == FundState.PAID))
        assert paid_by_bank - recovered == (paid_of_budget or NONE)
    pots = [pot for pot in budget_figures(year, YEAR) if not pot.clause]
    assert sum((pot.paid for pot in pots), NONE) == (paid_of_budget or NONE)


def test_the_ledger_of_limits_is_what_the_awards_use(year: Office) -> None:
    cases = {case.id: case for case in cases_of(year)}
    with year.reading_sessions() as session:
        lines = list(session.scalars(select(LedgerUse)))
    assert lines
    for line in lines:
        case = cases[line.case_id]
        stands = case.state in STANDING and line.submission == case.submissions
        assert (line.state is UseState.COMMITTED) == stands, case.number
        if stands and line.money:
            assert line.quantity <= int((case.award or NONE) * 100)


def test_the_papers_of_each_batch_agree_with_slips_lines_and_awards(year: Office) -> None:
    """Notice, allotment and table against what the slips say and what the treasuries owe, to the 分."""
    with year.reading_sessions() as session:
        batches = [batch.id for batch in session.scalars(select(Batch)) if batch.posted_on]
    assert batches
    compared = 0
    for batch_id in batches:
        cases = [case for case in cases_of(year) if case.batch_id == batch_id and case.state in STANDING]
        if not cases:
            continue
        total = sum((case.award or NONE for case in cases), NONE)
        slips = [text_of(slip_pdf(year, case.id)) for case in cases]
        assert all(f"￥{case.award:,.2f}" in slip for case, slip in zip(cases, slips, strict=True))
        notice = text_of(paper_pdf(year, Paper(PaperKind.NOTICE, batch_id, "")))
        assert f"拟支持的{len(cases)}个项目" in notice
        assert f"合计{total:,.2f}元" in notice
        summary = text_of(paper_pdf(year, Paper(PaperKind.SUMMARY, batch_id, "")))
        assert f"{total:,.2f}" in summary
        if any(case.award_city is None for case in cases):
            continue  # nobody has shared it out
        compared += 1
        city = sum((case.award_city or NONE for case in cases), NONE)
        allotment = text_of(paper_pdf(year, Paper(PaperKind.ALLOTMENT, batch_id, "")))
        assert f"其中市本级承担{city:,.2f}元，所在地承担{total - city:,.2f}元" in allotment
        with year.reading_sessions() as session:
            ids = [case.id for case in cases]
            lines = list(session.scalars(select(PaymentLine).where(PaymentLine.case_id.in_(ids))))
            if {line.case_id for line in lines} == set(ids):
                assert sum((line.amount for line in lines if line.treasury == CITY), NONE) == city
                assert sum((line.amount for line in lines), NONE) == total
    assert compared


def test_the_slips_say_what_was_awarded(year: Office) -> None:
    decided = [case for case in cases_of(year) if case.state in STANDING]
    for case in decided:
        text = text_of(slip_pdf(year, case.id))
        assert f"{case.award:,.2f}" in text
        assert case.number in text

"""Sums and days of groups of cases, counted by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ycdesk.domain.states import CaseState
from ycdesk.domain.tally import Counted, Grouping, share_of, tally, total

MARCH, APRIL = ("2025-03", "2025 年 3 月"), ("2025-04", "2025 年 4 月")


def counted(
    number: int, state: CaseState, award: str, *, month: tuple[str, str] = MARCH, firm: str = "甲", paid: str = "0.00"
) -> Counted:
    """A case received on the 3rd of March, decided on the 10th, a fifth is the city's; paid on the 1st of May."""
    amount = Decimal(award)
    city = amount / 5
    return Counted(
        case_id=number,
        keys=dict.fromkeys(Grouping, month) | {Grouping.APPLICANT: (firm, f"{firm}公司")},
        state=state,
        received_on=date(2025, 3, 3),
        decided_on=date(2025, 3, 10) if amount else None,
        computed=amount,
        award=amount,
        city=city,
        county=amount - city,
        paid=Decimal(paid),
        last_paid_on=date(2025, 5, 1) if amount and paid == award else None,
    )


CASES = [
    counted(1, CaseState.PAID, "25000.00", paid="25000.00"),
    counted(2, CaseState.PART_PAID, "10000.50", paid="2000.10"),
    counted(3, CaseState.REFUSED, "0.00"),
    counted(4, CaseState.RECOVERED, "7000.00", month=APRIL, firm="乙"),
    counted(5, CaseState.DRAFT, "0.00", month=APRIL, firm="乙"),
    counted(6, CaseState.SUPPORTED, "40000.00", month=APRIL, firm="丙"),
]


def test_a_group_counts_what_stands() -> None:
    march, april = tally(CASES, Grouping.MONTH)
    assert (march.words, march.cases) == ("2025 年 3 月", [1, 2, 3])
    assert (march.supported, march.refused) == (2, 1)
    assert (march.award, march.city, march.county) == (Decimal("35000.50"), Decimal("7000.10"), Decimal("28000.40"))
    assert (march.paid, march.unpaid) == (Decimal("27000.10"), Decimal("8000.40"))
    assert (april.supported, april.award) == (1, Decimal("40000.00"))  # what was taken back does not count
    assert march.days_to_payment == [59]  # 28 days of March after the 3rd, 30 of April, one of May
    assert march.days_to_decision == [7, 7]


def test_all_together_are_the_sums_of_the_groups() -> None:
    whole = total(CASES)
    for by in Grouping:
        groups = tally(CASES, by)
        assert sum(group.award for group in groups) == whole.award == Decimal("75000.50")
        assert sorted(number for group in groups for number in group.cases) == sorted(whole.cases)


def test_the_applicant_with_the_highest_award_comes_first() -> None:
    assert [group.words for group in tally(CASES, Grouping.APPLICANT)] == ["丙公司", "甲公司", "乙公司"]


def test_the_days_within_which_a_share_lies() -> None:
    assert share_of([], 0.5) is None
    assert share_of([9], 0.9) == 9
    assert share_of([40, 10, 30, 20], 0.5) == 20
    assert share_of(range(1, 11), 0.9) == 9

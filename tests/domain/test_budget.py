"""The allocation of 第八条: in order of priority, whole awards only, nobody overtaking within a pot that was short."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ycdesk.domain.budget import Claim, allocate


def claim(number: int, city: str, county: str = "0", clause: tuple[int, ...] = (3, 1), day: int = 1) -> Claim:
    """A claim of so many yuan on the city and on 临猗县, accepted on a day of June."""
    parts = {name: Decimal(part) for name, part in (("city", city), ("140821", county)) if part != "0"}
    return Claim(number, f"2025-{number:04}", f"条{clause}", clause, date(2025, 6, day), parts)


def funded(claims: list[Claim], **pots: str) -> list[int]:
    """The ids funded from the city's money and, where given, the county's."""
    names = {"city": ("city", ""), "county": ("140821", ""), "clause": ("city", "条(3, 1)")}
    free = {names[name]: Decimal(amount) for name, amount in pots.items()}
    return [each.claim.case_id for each in allocate(claims, free) if each.funded]


def test_first_by_clause_then_by_acceptance_then_by_number() -> None:
    claims = [
        claim(1, "10", clause=(10,)),
        claim(2, "10", clause=(3, 4)),
        claim(3, "10", clause=(3, 1), day=2),
        claim(5, "10", clause=(3, 1), day=1),
        claim(4, "10", clause=(3, 1), day=1),
    ]
    assert [each.claim.case_id for each in allocate(claims, {("city", ""): Decimal(50)})] == [4, 5, 3, 2, 1]
    assert funded(claims, city="30") == [4, 5, 3]


def test_exactly_enough_is_enough_and_a_fen_less_is_not() -> None:
    assert funded([claim(1, "100.00")], city="100.00") == [1]
    assert funded([claim(1, "100.00")], city="99.99") == []


def test_nobody_overtakes_in_the_same_pot_and_nothing_is_shared_out() -> None:
    claims = [claim(1, "60"), claim(2, "50"), claim(3, "10")]
    found = allocate(claims, {("city", ""): Decimal(100)})
    assert [each.funded for each in found] == [True, False, False]
    assert (found[1].short, found[1].reason) == ({"city": Decimal(10)}, "")
    assert (found[2].short, found[2].reason) == ({}, "排在前面的办件还在等资金")
    assert found[0].left == {"city": Decimal(40)}


def test_a_county_without_a_budget_is_never_short_and_one_with_a_budget_may_be() -> None:
    claims = [claim(1, "20", "80"), claim(2, "20", "80")]
    assert funded(claims, city="100") == [1, 2]
    assert funded(claims, city="100", county="159.99") == [1]
    assert funded(claims, city="100", county="160") == [1, 2]


def test_a_case_short_in_its_county_does_not_hold_up_the_city() -> None:
    other = Claim(2, "2025-0002", "条", (4,), date(2025, 6, 1), {"city": Decimal(20)})
    assert funded([claim(1, "20", "80"), other], city="30", county="10") == [2]


def test_money_kept_for_a_clause_is_a_limit_of_its_own() -> None:
    claims = [claim(1, "60"), claim(2, "60"), claim(3, "30", clause=(4,))]
    assert funded(claims, city="200", clause="100") == [1, 3]


def test_without_a_budget_the_city_has_no_money() -> None:
    [only] = allocate([claim(1, "1")], {})
    assert (only.funded, only.short) == (False, {"city": Decimal(1)})


def test_whose_parts_nobody_knows_waits_and_holds_nobody_up() -> None:
    unknown = Claim(1, "2025-0001", "条", (3, 1), date(2025, 6, 1), None)
    found = allocate([unknown, claim(2, "10")], {("city", ""): Decimal(10)})
    assert [each.funded for each in found] == [False, True]
    assert found[0].reason == "分担比例没有文件确定，不能安排资金"


def test_what_has_its_money_draws_nothing_more() -> None:
    held = Claim(1, "2025-0001", "条", (3, 1), date(2025, 6, 1), {"city": Decimal(90)}, held=True)
    assert funded([held, claim(2, "100")], city="100") == [1, 2]


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500), st.integers(1, 4)), max_size=25),
       st.integers(0, 3000), st.one_of(st.none(), st.integers(0, 3000)))  # fmt: skip
def test_no_pot_is_ever_overdrawn(wanted: list[tuple[int, int, int]], city: int, county: int | None) -> None:
    claims = [
        claim(number, str(ours), str(theirs), clause=(clause,)) for number, (ours, theirs, clause) in enumerate(wanted)
    ]
    pots = {("city", ""): Decimal(city)} | ({} if county is None else {("140821", ""): Decimal(county)})
    found = allocate(claims, pots)
    assert len(found) == len(claims)
    for treasury, total in (("city", city), ("140821", county)):
        taken = sum((each.claim.parts or {}).get(treasury, Decimal(0)) for each in found if each.funded)
        assert total is None or taken <= total

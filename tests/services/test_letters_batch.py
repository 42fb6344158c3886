"""The tables of a batch's letters: sums of random batches of one to three hundred cases, to the 分."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal
from random import Random

import pytest

from ycdesk.domain.meeting import Batch
from ycdesk.services.letters_batch import Item, _allotment, _county, _notice, _summary
from ycdesk.services.papers.letter import draw_letter
from ycdesk.services.papers.letter_text import Letter, LetterTable

FEN = Decimal("0.01")
BATCH = Batch(number="P2025-0001", name="", year=2025, posted_on=date(2025, 7, 1), working=True)


def items(count: int, seed: int) -> list[Item]:
    """Random awards in four counties, a fifth or a half of each the city's, cut to the 分."""
    dice = Random(seed)
    made = []
    for number in range(count):
        award = Decimal(dice.randint(1, 50_000_000)) / 100
        code, name, share = dice.choice((("140802", "盐湖区", 50), ("140821", "临猗县", 20), ("140882", "河津市", 20),
                                         ("140829", "平陆县", 20)))  # fmt: skip
        city = (award * share / 100).quantize(FEN, ROUND_DOWN)
        computed = award + Decimal(dice.choice((0, 0, 100)))
        made.append(
            Item(f"2025-{number:04}", f"第{number}公司", code, name, "参展补助", "第三条（一）", "2025-07-01",
                 computed, award, city, award - city, "核减" if computed > award else "")
        )  # fmt: skip
    return made


def column(table: LetterTable, title: str, rows: slice) -> Decimal:
    """The sum of a column over some rows."""
    at = table.columns.index(title)
    return sum((Decimal(row[at].replace(",", "")) for row in table.rows[rows] if row[at]), Decimal(0))


@pytest.mark.parametrize("count", [1, 2, 17, 300])
def test_sums_are_those_of_the_rows_and_of_the_counties(count: int) -> None:
    some = items(count, count)
    total = sum((item.award for item in some), Decimal(0))
    city = sum((item.city or Decimal(0) for item in some), Decimal(0))
    notice = _notice(BATCH, some, "").table
    assert notice is not None
    assert (
        column(notice, "拟支持金额（元）", slice(0, -1)) == column(notice, "拟支持金额（元）", slice(-1, None)) == total
    )
    allotment = _allotment(BATCH, some, "")
    table = allotment.table
    assert table is not None
    sums = [table.rows[number] for number in table.bold]
    cases = [row for number, row in enumerate(table.rows) if number not in table.bold]
    for title, wanted in (("核定金额（元）", total), ("市本级金额（元）", city), ("所在地金额（元）", total - city)):
        at = table.columns.index(title)
        amounts = [[Decimal(row[at].replace(",", "")) for row in rows] for rows in (cases, sums[:-1], sums[-1:])]
        assert [sum(part) for part in amounts] == [wanted] * 3
    assert (allotment.facts["city"], allotment.facts["counties"]) == (f"{city:,.2f}", f"{total - city:,.2f}")
    summary = _summary(BATCH, some, "").table
    assert summary is not None
    for title in ("测算金额（元）", "核定金额（元）", "核减金额（元）", "市本级承担（元）", "所在地承担（元）"):
        assert column(summary, title, slice(0, -1)) == column(summary, title, slice(-1, None))
    counties = {item.county_id for item in some if item.rest}
    told = [Decimal(_county(BATCH, some, code).facts["county_total"].replace(",", "")) for code in sorted(counties)]
    assert sum(told) == total - city


def test_three_hundred_cases_are_laid_out() -> None:
    table = _allotment(BATCH, items(300, 1), "").table
    letter = Letter(
        *("allotment", "运城市商务局", "关于下达资金的通知", "", "", ("明细附后。",), table, (), "2025年7月1日", ()),
        *("P2025-0001", "P2025-0001"),
    )
    assert draw_letter(letter).startswith(b"%PDF")

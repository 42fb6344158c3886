"""Days, clauses, amounts and facts in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.calculation.rules import Country
from ycdesk.services.wording import clause_short, clause_words, day, fact_words, parts_words, quantity

COUNTRIES = {"VN": Country(alpha2="VN", name="越南", zone="asia")}


def test_days_are_written_without_leading_zeros() -> None:
    assert day(date(2025, 4, 3)) == "2025年4月3日"


@pytest.mark.parametrize(
    ("clause", "words", "short"),
    [
        ("三(一)", "第三条（一）", "三（一）"),
        ("六", "第六条", "六"),
        ("十(二)", "第十条（二）", "十（二）"),
        ("另文", "另文", "另文"),
    ],
)
def test_clauses(clause: str, words: str, short: str) -> None:
    assert clause_words(clause) == words
    assert clause_short(clause) == short


@pytest.mark.parametrize(
    ("amount", "city", "county", "words"),
    [
        ("48000", "9600", "38400", "市级 ￥9,600.00；临猗县 ￥38,400.00"),
        ("7333.33", "1466.66", "5866.67", "市级 ￥1,466.66；临猗县 ￥5,866.67"),
        ("100", "100", "0", "市级 ￥100.00（全额承担）"),
        ("0", "0", "0", "——"),
    ],
)
def test_parts(amount: str, city: str, county: str, words: str) -> None:
    assert parts_words(Decimal(amount), Decimal(city), Decimal(county), "临猗县") == words


def test_parts_that_the_policy_leaves_open() -> None:
    assert parts_words(Decimal(1), None, None, "永济市") == "待确定（政策未规定永济市的分担比例，以有关文件为准）"
    assert parts_words(None, None, None, "永济市") == "——"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (FactKind.TEXT, "河内国际贸易展", "河内国际贸易展"),
        (FactKind.MONEY, "31250.00", "31,250.00"),
        (FactKind.AMOUNT, "18000", "18,000.00"),
        (FactKind.AMOUNT, "18000.1234", "18,000.1234"),
        (FactKind.DECIMAL, "1499.50", "1,499.5"),
        (FactKind.WHOLE, 1200, "1,200"),
        (FactKind.RATE, "7.1000", "7.1"),
        (FactKind.YEAR, 2025, "2025"),
        (FactKind.DATE, "2025-04-15", "2025年4月15日"),
        (FactKind.YES_NO, False, "否"),
        (FactKind.YES_NO, True, "是"),
        (FactKind.CHOICE, "key", "重点"),
        (FactKind.COUNTRY, "VN", "越南"),
        (FactKind.COUNTRY, "XX", "XX"),
        (FactKind.CURRENCY, "USD", "USD"),
        (FactKind.MONEY, None, "未填"),
        (FactKind.TEXT, "", "未填"),
    ],
)
def test_facts(kind: FactKind, value: Any, words: str) -> None:
    spec = FactSpec("x", kind, "某项", choices=(("key", "重点"), ("general", "一般")))
    assert fact_words(spec, value, COUNTRIES) == words


def test_a_cell_of_a_table_is_shorter() -> None:
    assert fact_words(FactSpec("x", FactKind.DATE, "某日"), "2025-04-15", COUNTRIES, in_table=True) == "2025-04-15"
    assert fact_words(FactSpec("x", FactKind.TEXT, "某项"), None, COUNTRIES, in_table=True) == ""


def test_quantities() -> None:
    assert quantity(1200, money=False) == "1,200"
    assert quantity(Decimal("40000"), money=True) == "40,000.00"

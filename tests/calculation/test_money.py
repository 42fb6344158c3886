"""Amounts in figures and in capital characters."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ycdesk.calculation.money import in_figures, in_words

VECTORS = Path(__file__).parents[1] / "data" / "rmb_uppercase.csv"
DIGIT = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACE = {"拾": 10, "佰": 100, "仟": 1000}

amounts = st.decimals(min_value=0, max_value=Decimal("9999999999999999.99"), places=2)


def vectors() -> list[tuple[str, list[str]]]:
    with VECTORS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [(row[0], row[1].split("|")) for row in rows]


def read_section(words: str) -> int:
    """Read up to four digits such as 伍仟零叁拾."""
    total = digit = 0
    for character in words:
        if character in DIGIT:
            digit = DIGIT[character]
        else:
            total, digit = total + digit * PLACE[character], 0
    return total + digit


def read_whole(words: str) -> int:
    above, found, below = words.rpartition("亿")
    if found:
        return read_whole(above) * 10**8 + read_whole(below)
    above, _, below = words.rpartition("万")
    return read_section(above) * 10**4 + read_section(below)


def read_words(words: str) -> Decimal:
    """Read capital characters back into yuan: the inverse of in_words, written apart from it."""
    yuan, found, rest = words.removesuffix("整").rpartition("元")
    jiao, _, fen = rest.rpartition("角")
    hundredths = read_section(jiao) * 10 + read_section(fen.removesuffix("分"))
    return Decimal(read_whole(yuan) if found else 0) + Decimal(hundredths) / 100


@pytest.mark.parametrize(("amount", "accepted"), vectors())
def test_words_are_an_accepted_form(amount: str, accepted: list[str]) -> None:
    assert in_words(Decimal(amount)) in accepted


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("48000", "肆万捌仟元整"),
        ("9600.00", "玖仟陆佰元整"),
        ("126000", "壹拾贰万陆仟元整"),
        ("105000", "壹拾万零伍仟元整"),
        ("5866.67", "伍仟捌佰陆拾陆元陆角柒分"),
        ("1466.60", "壹仟肆佰陆拾陆元陆角整"),
        ("1000000000000", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_words_of_known_amounts(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words


@given(amounts)
def test_words_read_back_to_the_amount(amount: Decimal) -> None:
    assert read_words(in_words(amount)) == amount


@given(amounts)
def test_words_are_well_formed(amount: Decimal) -> None:
    words = in_words(amount)
    assert "零零" not in words
    assert not words.startswith("零") or words == "零元整"
    assert words.endswith("分") != words.endswith("整")


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        ("48000", "48,000.00"),
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("0.5", "0.50"),
        ("1234567.80", "1,234,567.80"),
        ("1.500", "1.50"),
        ("1E+5", "100,000.00"),
        ("-1000", "-1,000.00"),
        ("123456789012345678901234567890.12", "123,456,789,012,345,678,901,234,567,890.12"),
    ],
)
def test_figures_of_known_amounts(amount: str, figures: str) -> None:
    assert in_figures(Decimal(amount)) == figures


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_figures_read_back_to_the_amount(amount: Decimal) -> None:
    assert Decimal(in_figures(amount).replace(",", "")) == amount


@pytest.mark.parametrize("amount", ["0.001", "1.999", "NaN", "Infinity", "-Infinity"])
def test_more_than_two_decimals_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="最多两位小数"):
        in_words(Decimal(amount))
    with pytest.raises(ValueError, match="最多两位小数"):
        in_figures(Decimal(amount))


@pytest.mark.parametrize("amount", ["-0.01", "-48000", "10000000000000000"])
def test_words_outside_the_range_are_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="大写金额须"):
        in_words(Decimal(amount))

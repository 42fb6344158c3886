"""Credit codes and resident ids against the reference vectors."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ycdesk.domain.identifiers import credit_code_error, credit_code_warning, plain_code, resident_id_warning

DATA = Path(__file__).parent.parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a vector file."""
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("row", rows("credit_codes.csv"), ids=lambda row: row["note"])
def test_credit_codes(row: dict[str, str]) -> None:
    code = plain_code(row["code"])
    good = credit_code_error(code) is None and credit_code_warning(code) is None
    assert good == (row["valid_after_NFKC_upper"] == "1")


@pytest.mark.parametrize("row", rows("resident_ids.csv"), ids=lambda row: row["note"])
def test_resident_ids(row: dict[str, str]) -> None:
    assert (resident_id_warning(row["synthetic_id"]) is None) == (row["should_be_accepted"] == "1")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("9.11408E+17", "已被表格软件改成数字"),
        ("9111000060003734", "现在是 16 位"),
        ("9111000060003734IL", "没有字母 I"),
        ("91A10000600037341L", "第 3 至 8 位应为数字"),
        ("01110000600037341L", "首位应为"),
    ],
)
def test_impossible_codes_say_why(code: str, words: str) -> None:
    assert words in (credit_code_error(code) or "")


def test_a_wrong_check_character_is_only_a_warning() -> None:
    assert credit_code_error("91110000600037341K") is None
    assert "校验位" in (credit_code_warning("91110000600037341K") or "")


def test_other_papers_than_the_id_card_are_let_through_with_a_word() -> None:
    assert "护照" in (resident_id_warning("E12345678") or "")


def test_spaces_and_hyphens_go() -> None:
    assert plain_code(" 9114 0802-ma0abcde15 ") == "91140802MA0ABCDE15"

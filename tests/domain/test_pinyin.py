"""Initials for search: the dictionary, and where the bureau knows better."""

from __future__ import annotations

import pytest

from ycdesk.domain.pinyin import initials, search_form


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("运城市商务局", ["ycsswj"]),
        ("洪洞县果业", ["htxgy", "hdxgy"]),
        ("长治洪洞", ["czht", "czhd", "zzht", "zzhd"]),
        ("解州镇", ["xzz", "hzz", "jzz"]),
        ("翟店镇果品", ["zdzgp", "ddzgp"]),
        ("单永平", ["syp", "dyp"]),
        ("永单", ["yd"]),
        ("晋南（SX）电商 ABC", ["jnsxdsabc"]),
        ("", [""]),
    ],
)
def test_initials(name: str, expected: list[str]) -> None:
    assert initials(name) == expected


def test_a_character_without_a_reading_stands_for_itself() -> None:
    assert initials("𠮷科技") == ["𠮷kj"]


def test_many_readings_are_bounded() -> None:
    assert len(initials("解州" * 5)) == 16


def test_search_form_folds_width_case_space_and_radicals() -> None:
    assert search_form(" ＡＢｃ　公司 ⼭") == "abc公司山"

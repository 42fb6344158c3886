"""Parameters by name: each can be changed, nothing else changes with it, and what cannot be is said in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.calculation.build import case_data
from tests.successor import changed, predecessor
from ycdesk.calculation import PackageError, assess, read_case
from ycdesk.calculation.parameters import Parameter, has_parameter, parameters_of, touched, with_parameters

PARAMETERS = parameters_of(predecessor())


def other(parameter: Parameter) -> str:
    """Another value that the package allows."""
    if parameter.choices:
        return next((choice for choice, _ in parameter.choices if choice != parameter.value), "")
    if parameter.name.startswith("window."):
        return "2025-06-30"
    return str(int(Decimal(parameter.value)) + 1) if parameter.value else "30"


def test_the_names_are_unique_and_cover_every_sort() -> None:
    names = [each.name for each in PARAMETERS]
    assert len(set(names)) == len(names)
    assert {"window.from", "county.140802", "exhibition.key_group_percent", "reading.8"} <= set(names)
    assert [each.words for each in PARAMETERS if each.name == "exhibition.key_abroad_cap"] == ["25,000 元"]


@pytest.mark.parametrize("parameter", [each for each in PARAMETERS if other(each)], ids=lambda each: each.name)
def test_one_value_changes_and_nothing_else(parameter: Parameter) -> None:
    value = other(parameter)
    after = parameters_of(with_parameters(predecessor(), {parameter.name: value}))
    differing = [(each.name, each.value) for each, was in zip(after, PARAMETERS, strict=True) if each != was]
    assert differing == [(parameter.name, value)]


def test_the_calculation_follows() -> None:
    """Hanoi is in RCEP: 80 % of 30 000 is 24 000, 70 % 21 000; the cap of 20 000 cuts both."""
    data = case_data("exhibition")
    found = []
    for values in ({}, {"exhibition.key_group_percent": "70"}, {"exhibition.key_abroad_cap": "20000"}):
        package = with_parameters(predecessor(), values)
        found.append(assess(read_case(data, package), package).amount)
    assert found == [Decimal("24000.00"), Decimal("21000.00"), Decimal("20000.00")]


def test_one_period_or_all_of_them() -> None:
    text = predecessor().texts["measures/exhibition.toml"]
    head = text[text.index("[[parameters]]") :]
    first = head[: head.index("\n[", 5)]
    later = first.replace("from = 2024-01-01", "from = 2025-07-01")
    package = changed("1.1.0", ("measures/exhibition.toml", first, f"{first}\n{later}"))
    name = "exhibition.key_booths"
    assert [each.name for each in parameters_of(package) if each.name.startswith(name)] == [
        f"{name}@2024-01-01",
        f"{name}@2025-07-01",
    ]
    one = with_parameters(package, {f"{name}@2025-07-01": "4"}).parameters["exhibition"]
    both = with_parameters(package, {name: "4"}).parameters["exhibition"]
    assert [block.model_dump()["key_booths"] for _, block in one] == [6, 4]
    assert [block.model_dump()["key_booths"] for _, block in both] == [4, 4]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("exhibition.key_group_percnt", "70", "是不是 exhibition.key_group_percent"),
        ("nothing", "1", "没有“nothing”这个参数"),
        ("exhibition.key_group_percent", "七成", "写成数字"),
        ("exhibition.key_group_percent", "-1", "不能是“-1”"),
        ("county.140802", "101", "不能是“101”"),
        ("window.to", "2023-01-01", "第一天不能晚于最后一天"),
        ("window.to", "明年", "写成 2025-12-31 的样子"),
        ("reading.8", "90", "不能是“90”"),
    ],
)
def test_what_cannot_be_is_said(name: str, value: str, words: str) -> None:
    with pytest.raises(PackageError, match=words):
        with_parameters(predecessor(), {name: value})


def test_which_measures_a_value_touches() -> None:
    assert touched("exhibition.key_booths", predecessor()) == {"exhibition"}
    assert touched("reading.8", predecessor()) == {"exhibition"}
    assert touched("window.to", predecessor()) == set(predecessor().measures)
    assert not has_parameter(predecessor(), "exhibition")

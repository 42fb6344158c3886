"""The format of the case file: its own example, and what breaks it, each with the place and a sentence."""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from typing import Any

import pytest

from ycdesk.calculation import CaseFileError, assess, load_package, read_case
from ycdesk.paths import policy_folder

PACKAGE = load_package(policy_folder())

EXAMPLE: dict[str, Any] = {
    "measure": "exhibition",
    "applicant": {"name": "甲公司", "kind": "enterprise", "county": "140821"},
    "applied_on": "2025-06-30",
    "facts": {
        "name": "河内国际贸易展", "session": "2025", "tier": "key", "country": "VN", "opens_on": "2025-04-15",
        "provincial_support": False,
        "booths": [
            {"booth_no": "A1", "fee": "31250.00"},
            {"booth_no": "B", "fee": "18000", "currency": "USD", "exchange_rate": "7.1000", "area_m2": "30"},
        ],
    },
    "history": [
        {"case": "2024-0007", "uses": [{"limit": "exhibition_booths", "key": "河内国际贸易展|2024", "count": 6}]}
    ],
}  # fmt: skip
RESULT: dict[str, Any] = {
    "measure": "exhibition",
    "status": "eligible",
    "amount": "100000.00",
    "funding": {"city": "20000.00", "county": "80000.00"},
    "steps": [
        {"no": 1, "label": "展位 A1", "clause": "三(一)", "expression": "min(cut(80/100 * 31250), 25000)",
         "result": "25000.00"},
        {"no": 2, "label": "展位 B 展位费折人民币", "clause": "三(一)", "expression": "half_up(18000 * 7.1)",
         "result": "127800.00"},
        {"no": 3, "label": "展位 B 每个标准展位", "clause": "三(一)",
         "expression": "min(cut(80/100 * (#2 * 9/30)), 25000)", "result": "25000.00"},
        {"no": 4, "label": "合计", "clause": "三(一)", "expression": "#1 + 3 * #3", "result": "100000.00"},
    ],
    "lines": [
        {"path": "facts.booths[0]", "counted": True, "count": 1, "amount": "25000.00"},
        {"path": "facts.booths[1]", "counted": True, "count": 3, "amount": "75000.00"},
    ],
    "limits": [{"limit": "exhibition_booths", "key": "河内国际贸易展|2025", "ceiling": 6, "used_before": 0,
                "used_now": 4, "left": 2}],
    "uses": [{"limit": "exhibition_booths", "key": "河内国际贸易展|2025", "count": 4}],
    "missing": [],
    "flags": [],
}  # fmt: skip
KEYS = {"measure", "status", "amount", "funding", "lines", "checks", "steps", "limits", "uses", "flags", "missing",
        "policy", "engine"}  # fmt: skip


def changed(*path: str | int, value: Any) -> dict[str, Any]:
    """The example with one value changed."""
    case = copy.deepcopy(EXAMPLE)
    place: Any = case
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return case


def problems(case: Any) -> list[tuple[str, str]]:
    with pytest.raises(CaseFileError) as caught:
        read_case(case, PACKAGE)
    return [(problem.path, problem.message) for problem in caught.value.problems]


def result(case: dict[str, Any]) -> dict[str, Any]:
    return assess(read_case(case, PACKAGE), PACKAGE).as_dict()


def holds(part: Any, whole: Any) -> bool:
    """Tell whether all of ``part`` stands in ``whole``; mappings may hold more keys."""
    if isinstance(part, dict):
        return set(part) <= set(whole) and all(holds(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(holds(one, other) for one, other in zip(part, whole, strict=True))
    return bool(part == whole)


def test_the_example_of_the_case_file() -> None:
    found = result(EXAMPLE)
    assert set(found) == KEYS
    for key, value in RESULT.items():
        assert holds(value, found[key]), (key, found[key])
    assert all(step["text"] for step in found["steps"])
    assert found["policy"] == {"id": "yuncheng-2024-10", "version": PACKAGE.version}
    assert found["uses"] == RESULT["uses"]
    assert [set(check) for check in found["checks"]] == [
        {"id", "clause", "label", "required", "found", "outcome", "shortfall", "path"}
    ] * len(found["checks"])


def test_a_case_file_is_read_back_as_it_was_written() -> None:
    case = read_case(EXAMPLE, PACKAGE)
    assert read_case(case.as_dict(), PACKAGE) == case


BREACHES: list[tuple[tuple[str | int, ...], Any, str, str]] = [
    (("colour",), 1, "colour", "没有这一项"),
    (("applicant", "colour"), 1, "applicant.colour", "没有这一项"),
    (("facts", "colour"), 1, "facts.colour", "没有这一项"),
    (("facts", "booths", 0, "colour"), 1, "facts.booths[0].colour", "没有这一项"),
    (("history", 0, "colour"), 1, "history[0].colour", "没有这一项"),
    (("history", 0, "uses", 0, "colour"), 1, "history[0].uses[0].colour", "没有这一项"),
    (("facts",), [], "facts", "一组带名称的项目"),
    (("facts", "booths"), {"0": {}}, "facts.booths", "列表"),
    (("facts", "booths", 0), "A1", "facts.booths[0]", "一组带名称的项目"),
    (("facts", "name"), 7, "facts.name", "文字"),
    (("facts", "provincial_support"), "no", "facts.provincial_support", "true 或 false"),
    (("facts", "provincial_support"), 0, "facts.provincial_support", "true 或 false"),
    (("facts", "tier"), "big", "facts.tier", "可选：key、general"),
    (("facts", "booths", 0, "fee"), "-0.01", "facts.booths[0].fee", "不能是负数"),
    (("facts", "booths", 0, "fee"), -1, "facts.booths[0].fee", "不能是负数"),
    (("facts", "booths", 0, "fee"), "31250.001", "facts.booths[0].fee", "最多 2 位小数"),
    (("facts", "booths", 0, "fee"), Decimal("31250.001"), "facts.booths[0].fee", "最多 2 位小数"),
    (("facts", "booths", 0, "fee"), "1." + "0" * 36 + "1", "facts.booths[0].fee", "位小数"),
    (("facts", "booths", 1, "fee"), "18000.00001", "facts.booths[1].fee", "最多 4 位小数"),
    (("facts", "booths", 0, "fee"), "31,250", "facts.booths[0].fee", "不是数字"),
    (("facts", "booths", 0, "fee"), "3e4", "facts.booths[0].fee", "不是数字"),
    (("facts", "booths", 0, "fee"), True, "facts.booths[0].fee", "数字"),
    (("facts", "booths", 0, "fee"), [1], "facts.booths[0].fee", "数字"),
    (("facts", "booths", 0, "fee"), float("nan"), "facts.booths[0].fee", "有限"),
    (("facts", "booths", 0, "fee"), Decimal("1e-999999999"), "facts.booths[0].fee", "位数过多"),
    (("facts", "booths", 0, "fee"), Decimal("1e999999999"), "facts.booths[0].fee", "过大"),
    (("facts", "booths", 0, "area_m2"), "-9", "facts.booths[0].area_m2", "不能是负数"),
    (("facts", "booths", 1, "exchange_rate"), "0", "facts.booths[1].exchange_rate", "大于 0"),
    (("facts", "booths", 1, "currency"), "美元", "facts.booths[1].currency", "币种"),
    (("facts", "opens_on"), "2025-02-29", "facts.opens_on", "没有 2025-02-29 这一天"),
    (("facts", "opens_on"), "2025-6-30", "facts.opens_on", "日期"),
    (("applied_on",), "2025-06-31", "applied_on", "没有 2025-06-31 这一天"),
    (("facts", "country"), "XX", "facts.country", "国家或地区"),
    (("applicant", "county"), "140899", "applicant.county", "县（市、区）"),
    (("applicant", "county"), 140821, "applicant.county", "文字"),
    (("applicant", "kind"), "firm", "applicant.kind", "可选：enterprise"),
    (("measure",), "gardening", "measure", "没有「gardening」这项措施"),
    (("measure",), None, "measure", "缺少这一项"),
    (("policy",), "yuncheng-2021-1", "policy", "没有编号为"),
    (("history",), {}, "history", "列表"),
    (("history", 0, "uses", 0, "count"), -1, "history[0].uses[0].count", "不能是负数"),
    (("history", 0, "uses", 0, "count"), "6", "history[0].uses[0].count", "整数"),
    (("history", 0, "uses", 0, "count"), None, "history[0].uses[0].count", "缺少这一项"),
    (("history", 0, "uses", 0, "key"), None, "history[0].uses[0].key", "缺少这一项"),
    (("history", 0, "uses", 0, "limit"), "certification_total", "history[0].uses[0].count", "amount"),
    (("history", 0, "uses", 0, "limit"), None, "history[0].uses[0].limit", "缺少这一项"),
]


@pytest.mark.parametrize(("path", "value", "place", "words"), BREACHES)
def test_a_breach_is_named_with_its_place(path: tuple[str | int, ...], value: Any, place: str, words: str) -> None:
    found = problems(changed(*path, value=value))
    assert [where for where, _ in found] == [place]
    assert words in found[0][1]
    assert re.search(r"[\u4e00-\u9fff]", found[0][1])


@pytest.mark.parametrize("case", [None, [], "exhibition", 7])
def test_a_file_that_is_no_case_at_all(case: Any) -> None:
    assert [path for path, _ in problems(case)] == [""]


def test_all_breaches_come_in_one_pass() -> None:
    case = copy.deepcopy(EXAMPLE)
    case |= {"colour": 1, "policy": "other", "applied_on": "2025-06-31"}
    case["applicant"] |= {"kind": "firm", "county": "140899"}
    case["facts"] |= {"country": "XX", "opens_on": "2025-02-30", "tier": "big", "place": "河内"}
    case["facts"]["booths"][0] |= {"fee": "-1", "area_m2": "wide"}
    case["facts"]["booths"][1] |= {"fee": "1.00001"}
    case["history"][0]["uses"][0] |= {"count": 1.5}
    places = [path for path, _ in problems(case)]
    assert len(places) == len(set(places))
    assert set(places) == {
        "colour", "policy", "applied_on", "applicant.kind", "applicant.county", "facts.country", "facts.opens_on",
        "facts.tier", "facts.place", "facts.booths[0].fee", "facts.booths[0].area_m2", "facts.booths[1].fee",
        "history[0].uses[0].count",
    }  # fmt: skip


@pytest.mark.parametrize("measure", sorted(PACKAGE.measures))
def test_a_case_without_facts_is_incomplete_and_says_what_is_missing(measure: str) -> None:
    found = result({"measure": measure})
    assert (found["status"], found["amount"], found["funding"]) == ("incomplete", None, None)
    assert {"applicant.kind", "applicant.county"} <= set(found["missing"])
    assert found["steps"] == found["uses"] == found["limits"] == []


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_empty_is_missing_and_not_zero(empty: Any) -> None:
    found = result(changed("facts", "booths", 0, "fee", value=empty))
    assert (found["status"], found["amount"], found["missing"]) == ("incomplete", None, ["facts.booths[0].fee"])


@pytest.mark.parametrize("zero", [0, "0", "0.00", 0.0, Decimal("-0"), "-0.00"])
def test_zero_is_a_fact(zero: Any) -> None:
    found = result(changed("facts", "booths", 0, "fee", value=zero))
    assert (found["status"], found["amount"]) == ("eligible", "75000.00")
    assert found["steps"][0]["expression"] == "min(cut(80/100 * 0), 25000)"


@pytest.mark.parametrize("fee", [31250, 31250.0, "31250", "31250.00", " 31250.000 ", Decimal("3125e1")])
def test_money_is_a_string_or_a_number(fee: Any) -> None:
    found = result(changed("facts", "booths", 0, "fee", value=fee))
    assert found["steps"][0]["expression"] == "min(cut(80/100 * 31250), 25000)"
    assert found["amount"] == "100000.00"


def test_four_decimals_of_foreign_money() -> None:
    found = result(changed("facts", "booths", 1, "fee", value="18000.0007"))
    assert found["steps"][1]["expression"] == "half_up(18000.0007 * 7.1)"
    assert found["steps"][1]["result"] == "127800.00"

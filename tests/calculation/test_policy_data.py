"""The data of the package yuncheng-2024-10: all measures and all readings.

What is expected was copied by hand from the case file (ids, clauses, kinds) and from the notes on casework
(readings, and which of them are confirmed case by case).
"""

from __future__ import annotations

import pytest

from ycdesk.calculation import PolicyPackage, load_package
from ycdesk.calculation.rules import Reading
from ycdesk.paths import resources

FOLDER = resources() / "policy" / "yuncheng-2024-10"

MEASURES = [
    ("exhibition", "三(一)", "enterprise"),
    ("demo_park", "三(二)", "park enterprise"),
    ("demo_enterprise", "三(三)", "enterprise"),
    ("air_cargo", "三(四)", "enterprise park college association organisation institution"),
    ("certification", "四", "enterprise"),
    ("talent_training", "五(一)", "college"),
    ("talent_platform", "五(一)", "enterprise park college association organisation institution"),
    ("store_global", "五(二)", "enterprise"),
    ("independent_site", "五(二)", "enterprise"),
    ("overseas_warehouse", "五(三)", "enterprise"),
    ("public_overseas_warehouse", "五(三)", "enterprise"),
    ("leading_enterprise", "五(四)", "enterprise"),
    ("support_service", "六", "government"),
    ("credit_insurance", "七", "enterprise"),
    ("special_matter", "九", "enterprise park college association organisation institution government"),
]

IN_FORCE = {
    "1": "registered",
    "8": "70",
    "9": "other_abroad",
    "10": "event_day",
    "12": "letter",
    "15": "excluded",
    "16": "dearest",
    "20": "debited",
    "21": "any",
    "27": "either",
    "33": "window",
    "35": "each",
    "41": "route",
    "44": "continent",
    "51": "period",
    "66": "decision",
    "69": "inclusive",
    "73": "brand",
    "84": "application",
    "88": "both",
    "98": "county_year",
    "101": "recorded",
    "105": "queue",
    "109": "event",
    "112": "blocked",
    "117": "cut_fen",
    "121": "to_cost",
}

CONFIRMED_CASE_BY_CASE = {
    1,
    2,
    3,
    5,
    10,
    12,
    21,
    23,
    25,
    32,
    33,
    35,
    37,
    39,
    44,
    45,
    46,
    49,
    53,
    56,
    58,
    60,
    63,
    66,
    67,
    68,
    70,
    74,
    77,
    78,
    83,
    84,
    85,
    88,
    93,
    98,
    101,
    103,
    106,
    109,
    112,
    113,
    120,
    121,
    124,
}

COMPUTED = {
    "exhibition": {"8", "9", "10", "12", "15", "16", "109"},
    "demo_enterprise": {"35", "109"},
    "air_cargo": {"41", "44", "109"},
    "overseas_warehouse": {"88", "109"},
    "public_overseas_warehouse": {"88", "109"},
    "support_service": {"98", "109"},
}

TAKEN_FOR_GRANTED = {"111"}
"""Readings with a single alternative: the eleven counties are a matter of counting."""


@pytest.fixture(scope="module")
def package() -> PolicyPackage:
    return load_package(FOLDER)


def all_readings(package: PolicyPackage) -> list[Reading]:
    own = [reading for rules in package.measures.values() for reading in rules.readings]
    return [*package.common_readings, *own]


def test_the_fifteen_measures_stand_in_the_order_of_the_policy(package: PolicyPackage) -> None:
    found = [(rules.id, rules.clause, " ".join(rules.applicant_kinds)) for rules in package.measures.values()]
    assert found == MEASURES
    assert [rules.order for rules in package.measures.values()] == list(range(1, 16))


def test_titles_fit_their_places_and_tell_the_measures_apart(package: PolicyPackage) -> None:
    rules = list(package.measures.values())
    assert all(rule.title and rule.summary.endswith("。") for rule in rules)
    assert all(0 < len(rule.short_title) <= 8 for rule in rules)
    assert len({rule.title for rule in rules}) == len({rule.short_title for rule in rules}) == 15


def test_all_readings_are_there(package: PolicyPackage) -> None:
    assert {reading.id for reading in all_readings(package)} == {str(number) for number in range(1, 125)}


def test_each_reading_has_alternatives_and_a_reason(package: PolicyPackage) -> None:
    for reading in all_readings(package):
        assert reading.question, reading.id
        assert reading.reason.endswith("。"), reading.id
        assert len(reading.alternatives) >= (1 if reading.id in TAKEN_FOR_GRANTED else 2), reading.id
        texts = [alternative.text for alternative in reading.alternatives]
        assert len(set(texts)) == len(texts), reading.id


@pytest.mark.parametrize(("reading_id", "expected"), IN_FORCE.items())
def test_the_reading_in_force(package: PolicyPackage, reading_id: str, expected: str) -> None:
    assert {reading.in_force for reading in all_readings(package) if reading.id == reading_id} == {expected}


def test_the_readings_that_a_supervisor_confirms_case_by_case(package: PolicyPackage) -> None:
    assert {int(reading.id) for reading in all_readings(package) if reading.confirm} == CONFIRMED_CASE_BY_CASE


def test_a_reading_that_stands_in_two_files_is_the_same_in_both(package: PolicyPackage) -> None:
    shared: dict[str, set[str]] = {}
    seen: dict[str, Reading] = {}
    for rules in package.measures.values():
        for reading in rules.readings:
            assert seen.setdefault(reading.id, reading) == reading
            shared.setdefault(reading.id, set()).add(rules.id)
    warehouses = {"overseas_warehouse", "public_overseas_warehouse"}
    shops = {"store_global", "independent_site"}
    assert {reading_id: where for reading_id, where in shared.items() if len(where) > 1} == {
        "4": {"talent_training", "talent_platform"},
        "70": shops,
        "75": shops,
        "81": shops,
        "88": warehouses,
        "89": warehouses,
        "92": warehouses,
    }


@pytest.mark.parametrize("measure", [measure for measure, _, _ in MEASURES])
def test_the_readings_that_the_calculation_follows_are_marked(package: PolicyPackage, measure: str) -> None:
    computed = {reading.id for reading in package.readings_of[measure].values() if reading.computed}
    assert computed == COMPUTED.get(measure, {"109"})


def test_clauses_of_readings_are_written_as_those_of_measures(package: PolicyPackage) -> None:
    clauses = {clause for _, clause, _ in MEASURES} | {"二", "八", "十", "十(一)", "十(二)", "十(三)"}
    assert {reading.clause for reading in all_readings(package)} <= clauses

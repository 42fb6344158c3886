"""What holds alike for all fifteen measures: who may apply, missing facts, the split, readings of common clauses."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest

from tests.calculation.build import (
    DEFAULTS,
    NOT_FLAGGED,
    by_both_readings,
    case_data,
    flags,
    is_open,
    printed,
    result,
    used,
    yuncheng,
)
from ycdesk.calculation import Assessment, assess, read_case

# Every fact that the case file does not mark as optional.
REQUIRED = {
    "exhibition": "name session tier country opens_on provincial_support booths[0].fee",
    "demo_park": "park_name trade.1210 trade.9710 trade.9810 operating_since area_m2 recognised_on recognition_no",
    "demo_enterprise": "level recognised_on recognition_no",
    "air_cargo": "year routes[0].route routes[0].destination routes[0].flights routes[0].all_cargo",
    "certification": "items[0].kind items[0].certificate_no items[0].obtained_on items[0].fee",
    "talent_training": "base_agreement trainees[0].id_no trainees[0].training_days trainees[0].training_ended_on"
    " trainees[0].contract_from trainees[0].contract_to trainees[0].employer_is_cbec",
    "talent_platform": "year costs[0].invoice_no costs[0].invoiced_on costs[0].fee",
    "store_global": "year registered_on_platform declares_cbec stores[0].platform stores[0].shop stores[0].kind"
    " stores[0].sales stores[0].orders",
    "independent_site": "year sites[0].domain sites[0].holds_domain sites[0].launched_on sites[0].sales",
    "overseas_warehouse": "warehouses[0].name warehouses[0].country warehouses[0].mode warehouses[0].area_m2"
    " warehouses[0].in_use_since warehouses[0].cost",
    "public_overseas_warehouse": "warehouses[0].name warehouses[0].country warehouses[0].recognised_on"
    " warehouses[0].recognition_no",
    "leading_enterprise": "",
    "support_service": "year contracts[0].provider contracts[0].contract_no contracts[0].paid_on contracts[0].fee",
    "credit_insurance": "policies[0].policy_no policies[0].invoiced_on policies[0].premium"
    " policies[0].provincial_support",
    "special_matter": "",
}
AMOUNTS = {
    "exhibition": "24000.00",  # 80 % of 30000
    "demo_park": "500000.00",
    "demo_enterprise": "100000.00",
    "air_cargo": "3000000.00",  # 15 × 200000
    "certification": "3000.00",  # 30 % of 10000
    "talent_training": "400.00",
    "talent_platform": "50000.00",
    "store_global": "100000.00",
    "independent_site": "150000.00",
    "overseas_warehouse": "300000.00",  # 30 % of 1000000
    "public_overseas_warehouse": "400000.00",
    "leading_enterprise": "800000.00",
    "support_service": "200000.00",  # 20 % of 1000000
    "credit_insurance": "36000.00",  # 30 % of 120000
    "special_matter": "123456.78",
}
ALL = list(AMOUNTS)
CITY_ALONE = ["support_service", "credit_insurance", "special_matter"]  # 第六、七、九条
SHARED = [measure for measure in ALL if measure not in CITY_ALONE]
TABLES = [measure for measure in ALL if DEFAULTS[measure].table]

ENTERPRISE = {"enterprise"}
ALL_KINDS = {"enterprise", "park", "college", "association", "organisation", "institution", "government"}
KINDS = dict.fromkeys(ALL, ENTERPRISE) | {
    "demo_park": {"park", "enterprise"},
    "air_cargo": ALL_KINDS - {"government"},
    "talent_training": {"college"},
    "talent_platform": ALL_KINDS - {"government"},
    "support_service": {"government"},
    "special_matter": ALL_KINDS,
}


def assessed(data: dict[str, Any]) -> Assessment:
    return assess(read_case(data, yuncheng()), yuncheng())


def without(measure: str, path: str, value: Any = None) -> dict[str, Any]:
    """The measure's default case without one fact, or with ``value`` in its place."""
    data = deepcopy(case_data(measure))
    *outer, last = re.findall(r"\w+", path)
    record: Any = data["facts"]
    for name in outer:
        record = record[int(name)] if isinstance(record, list) else record[name]
    record[last] = value
    return data


@pytest.mark.parametrize("measure", ALL)
def test_a_complete_case_is_paid_and_nothing_is_missing_or_flagged(measure: str) -> None:
    found = result(measure)
    assert (found.status, printed(found.amount)) == ("eligible", AMOUNTS[measure])
    assert (found.missing, found.flags) == ((), ())
    assert printed(found.steps[-1].result) == AMOUNTS[measure]


@pytest.mark.parametrize("empty", [None, "", "  "])
@pytest.mark.parametrize("measure", ALL)
def test_each_required_fact_that_is_missing_makes_the_case_incomplete(measure: str, empty: str | None) -> None:
    for path in REQUIRED[measure].split():
        found = assessed(without(measure, path, empty))
        assert (found.status, found.missing) == ("incomplete", (f"facts.{path}",))
        assert (found.amount, found.funding, found.uses, found.flags) == (None, None, (), ())


@pytest.mark.parametrize("nothing", [None, []])
@pytest.mark.parametrize("measure", TABLES)
def test_a_missing_or_empty_table_is_a_missing_fact(measure: str, nothing: Any) -> None:
    table = DEFAULTS[measure].table
    found = result(measure, **{table: nothing})
    assert (found.status, found.missing) == ("incomplete", (f"facts.{table}",))


@pytest.mark.parametrize("measure", TABLES)
def test_facts_are_required_in_every_row(measure: str) -> None:
    default = DEFAULTS[measure]
    assert default.row is not None
    for name in default.row:
        found = result(measure, {}, {name: None})
        assert (found.status, found.missing) == ("incomplete", (f"facts.{default.table}[1].{name}",))


@pytest.mark.parametrize("measure", ALL)
def test_with_no_fact_at_all_every_required_one_is_asked_for(measure: str) -> None:
    data = case_data(measure) | {"facts": {}}
    expected = {f"facts.{path.partition('[')[0]}" for path in REQUIRED[measure].split()}
    if measure == "demo_park":
        expected |= {"facts.active_enterprises", "facts.large_enterprises"}
    found = assessed(data)
    assert set(found.missing) == expected
    assert found.status == ("incomplete" if expected else "needs_ruling")


@pytest.mark.parametrize("fact", ["kind", "county"])
@pytest.mark.parametrize("measure", ALL)
def test_kind_and_county_of_the_applicant_are_required_and_asked_for_first(measure: str, fact: str) -> None:
    found = result(measure, **{fact: None})
    assert (found.status, found.missing) == ("incomplete", (f"applicant.{fact}",))


@pytest.mark.parametrize("measure", ["demo_park", "overseas_warehouse"])
def test_the_day_of_application_is_required_where_a_year_is_counted_to_it(measure: str) -> None:
    assert result(measure, applied_on=None).missing == ("applied_on",)


@pytest.mark.parametrize("measure", [one for one in ALL if one not in ("demo_park", "overseas_warehouse")])
def test_the_day_of_application_is_not_asked_for_where_it_changes_nothing(measure: str) -> None:
    assert printed(result(measure, applied_on=None).amount) == AMOUNTS[measure]


@pytest.mark.parametrize("kind", sorted(ALL_KINDS))
@pytest.mark.parametrize("measure", ALL)
def test_only_the_kinds_that_the_clause_names_may_apply(measure: str, kind: str) -> None:
    admitted = kind in KINDS[measure]
    assert result(measure, kind=kind).status == ("eligible" if admitted else "ineligible")
    empty = assessed(case_data(measure, kind=kind) | {"facts": {}})
    assert admitted == (empty.status != "ineligible")  # decided before anything is missing


@pytest.mark.parametrize("measure", ALL)
def test_the_city_itself_has_no_share_in_what_is_split_with_a_county(measure: str) -> None:
    found = result(measure, county="140800")
    assert found.status == ("ineligible" if measure in SHARED else "eligible")


ELEVEN = ["140821", "140822", "140823", "140824", "140825", "140826", "140827", "140828", "140829", "140830", "140882"]


@pytest.mark.parametrize("county", ELEVEN)
def test_the_eleven_other_counties_bear_four_fifths(county: str) -> None:
    found = result("demo_enterprise", county=county).as_dict()
    assert found["funding"] == {"city": "20000.00", "county": "80000.00"}


@pytest.mark.parametrize("county", ["140802", "1408KF"])
def test_yanhu_and_the_development_zone_bear_one_half(county: str) -> None:
    found = result("demo_enterprise", county=county).as_dict()
    assert found["funding"] == {"city": "50000.00", "county": "50000.00"}


@pytest.mark.parametrize("measure", SHARED)
def test_clauses_three_to_five_have_no_ratio_for_yongji_and_say_so(measure: str) -> None:
    found = result(measure, county="140881")
    assert (printed(found.amount), found.funding) == (AMOUNTS[measure], None)
    assert flags(found) == {"112": None}


@pytest.mark.parametrize("county", ["140881", "140821", "140802"])
@pytest.mark.parametrize("measure", CITY_ALONE)
def test_the_city_alone_bears_the_other_clauses(measure: str, county: str) -> None:
    found = result(measure, county=county)
    assert found.as_dict()["funding"] == {"city": AMOUNTS[measure], "county": "0.00"}
    assert flags(found) == {}


@pytest.mark.parametrize(
    ("fee", "county", "city", "rest"),
    [
        ("0.05", "140821", "0.00", "0.04"),  # 80 % = 0.04; 20 % of it 0.008
        ("0.07", "140821", "0.01", "0.04"),  # 0.056 cut 0.05; 20 % = 0.01
        ("0.07", "140802", "0.02", "0.03"),  # 50 % of 0.05 = 0.025
        ("0.07", "1408KF", "0.02", "0.03"),
        ("9166.67", "140802", "3666.66", "3666.67"),  # 7 333.33
    ],
)
def test_the_citys_part_is_cut_down_and_the_county_bears_the_rest(fee: str, county: str, city: str, rest: str) -> None:
    found = result("exhibition", {"fee": fee}, county=county).as_dict()
    assert found["funding"] == {"city": city, "county": rest}


def test_there_is_no_split_of_what_is_not_paid() -> None:
    assert result("exhibition", provincial_support=True).as_dict()["funding"] == {"city": "0.00", "county": "0.00"}
    assert flags(result("exhibition", provincial_support=True, county="140881")) == {}
    assert result("exhibition", {"fee": None}).funding is None


@pytest.mark.parametrize("measure", ALL)
def test_an_application_after_the_policys_end_is_flagged(measure: str) -> None:
    found = by_both_readings(measure, "109", "application", applied_on="2026-01-01")
    assert found == (AMOUNTS[measure], "0.00", "0.00")


@pytest.mark.parametrize("measure", ALL)
def test_an_application_on_the_policys_last_day_is_not(measure: str) -> None:
    found = by_both_readings(measure, "109", "application", applied_on="2025-12-31")
    assert found == (AMOUNTS[measure], NOT_FLAGGED, AMOUNTS[measure])


COMMON = "1 2 3 6 20 105 106 108 110 112 113 114 115 116 117 118 119 120 121 122 123 124"


@pytest.mark.parametrize("measure", ALL)
def test_open_readings_of_the_common_clauses_are_listed(measure: str) -> None:
    assert [reading for reading in COMMON.split() if not is_open(measure, reading)] == []
    assert yuncheng().readings_of[measure]["111"].reason  # 其余各县（市）: the text leaves one way to read it


@pytest.mark.parametrize("measure", ALL)
def test_a_limit_of_another_measure_does_not_matter(measure: str) -> None:
    history = [used("no_such_limit", "x", count=9)]
    if measure != "certification":
        history.append(used("certification_total", amount="100000"))
    assert printed(result(measure, history=history).amount) == AMOUNTS[measure]

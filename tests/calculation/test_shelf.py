"""Several packages beside each other: which of them a case takes, and that each is computed by its own rates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.calculation.build import DEFAULTS, Row, case_data, limit, lines, paid, printed
from tests.successor import NEW, OLD, both, predecessor, successor, write
from ycdesk.calculation import Assessment, CaseFileError, PackageError, PackageShelf, assess, load_shelf, read_case
from ycdesk.calculation.casefile import policy_for
from ycdesk.calculation.measures import measure_ids, module_of
from ycdesk.paths import policy_folder

ENDS = [("2024-01-01", OLD), ("2025-12-31", OLD), ("2026-01-01", NEW), ("2027-12-31", NEW)]
LAST_OF_YEAR = [(2024, OLD), (2025, OLD), (2026, NEW), (2027, NEW)]
BY_HEADER = {"exhibition": "opens_on", "demo_park": "recognised_on", "demo_enterprise": "recognised_on"}
BY_ROW = {"certification": "obtained_on", "public_overseas_warehouse": "recognised_on",
          "credit_insurance": "invoiced_on", "talent_training": "contract_from"}  # fmt: skip
BY_YEAR = ("air_cargo", "talent_platform", "store_global", "independent_site", "support_service")
BY_APPLICATION = ("leading_enterprise", "special_matter")


def assessed(data: dict[str, Any], shelf: PackageShelf | None = None) -> Assessment:
    """The result under the package that the case takes."""
    shelf = shelf or both()
    case = read_case(data, shelf)
    return assess(case, shelf.package_of(case))


def taken(measure: str, /, *rows: Row, **case: Any) -> str | None:
    """The id of the package that a case takes; the arguments are those of ``case_data``."""
    return read_case(case_data(measure, *rows, **case), both()).policy


def check_window(data: dict[str, Any]) -> None:
    """The event of a case lies in the window of its package: no condition speaks of a window that is missed."""
    found = assessed(data)
    missed = [check.label for check in found.checks if check.clause == "十(三)" and check.outcome == "unmet"]
    assert missed == []


def test_each_measure_is_tried_at_the_ends_of_the_windows() -> None:
    tried = {*BY_HEADER, *BY_ROW, *BY_YEAR, *BY_APPLICATION, "overseas_warehouse"}
    assert tried == set(measure_ids())


@pytest.mark.parametrize(("day", "policy"), ENDS)
@pytest.mark.parametrize("measure", sorted(BY_HEADER))
def test_a_day_of_the_header_at_the_ends_of_the_windows(measure: str, day: str, policy: str) -> None:
    header: dict[str, Any] = {BY_HEADER[measure]: day}
    data = case_data(measure, applied_on="2026-06-30", **header)
    assert read_case(data, both()).policy == policy
    check_window(data)


@pytest.mark.parametrize(("day", "policy"), ENDS)
@pytest.mark.parametrize("measure", sorted(BY_ROW))
def test_a_day_of_a_row_at_the_ends_of_the_windows(measure: str, day: str, policy: str) -> None:
    row = {BY_ROW[measure]: day} | ({"training_ended_on": "2023-12-01"} if measure == "talent_training" else {})
    data = case_data(measure, row, applied_on="2026-06-30")
    assert read_case(data, both()).policy == policy
    check_window(data)


@pytest.mark.parametrize(("year", "policy"), LAST_OF_YEAR)
@pytest.mark.parametrize("measure", BY_YEAR)
def test_a_year_of_either_window(measure: str, year: int, policy: str) -> None:
    data = case_data(measure, year=year, applied_on="2026-06-30")
    assert read_case(data, both()).policy == policy
    check_window(data)


@pytest.mark.parametrize(("applied_on", "policy"), ENDS)
@pytest.mark.parametrize("measure", BY_APPLICATION)
def test_a_decision_goes_by_the_day_of_application(measure: str, applied_on: str, policy: str) -> None:
    assert taken(measure, applied_on=applied_on) == policy


@pytest.mark.parametrize(
    ("since", "policy"), [("2023-01-01", OLD), ("2024-12-31", OLD), ("2025-01-01", NEW), ("2026-12-31", NEW)]
)
def test_a_warehouse_goes_by_the_day_its_year_is_full(since: str, policy: str) -> None:
    assert taken("overseas_warehouse", {"in_use_since": since}, applied_on="2024-05-01") == policy


@pytest.mark.parametrize(
    ("applied_on", "policy"),
    [("2023-06-30", OLD), ("2024-01-01", OLD), ("2025-12-31", OLD), ("2026-01-01", NEW), ("2029-01-01", NEW),
     (None, OLD), ("", OLD)],
)  # fmt: skip
def test_without_an_event_day_that_of_application_decides(applied_on: str | None, policy: str) -> None:
    assert taken("certification", {"obtained_on": None}, applied_on=applied_on) == policy


@pytest.mark.parametrize(("day", "policy"), [("2023-12-31", OLD), ("2028-01-01", NEW), ("2031-05-01", NEW)])
def test_an_event_outside_all_windows_goes_to_the_last_one_begun(day: str, policy: str) -> None:
    assert taken("exhibition", opens_on=day, applied_on="2026-06-30") == policy
    assert assessed(case_data("exhibition", opens_on=day)).status == "ineligible"


@pytest.mark.parametrize(
    ("days", "policy"),
    [
        (("2025-12-31", "2026-01-01", "2026-01-02"), NEW),
        (("2025-12-31", "2025-12-30", "2026-01-01"), OLD),
        (("2026-01-01", "2025-12-31"), OLD),  # as many in both: the earlier one
        (("2026-01-01", "2023-12-31", "2023-12-30"), NEW),  # a day in no window does not speak
        (("2026-01-01", None, None), NEW),
        (("2028-05-01", "2023-12-31"), OLD),  # in no window: the earliest day decides
    ],
)
def test_most_of_the_event_days_decide(days: tuple[str | None, ...], policy: str) -> None:
    assert taken("certification", *({"obtained_on": day} for day in days), applied_on="2025-01-01") == policy


def test_rows_of_the_other_window_do_not_count() -> None:
    rows = ({"obtained_on": "2026-01-01"}, {"obtained_on": "2025-12-31"}, {"obtained_on": "2026-02-01"})
    found = assessed(case_data("certification", *rows, applied_on="2026-06-30"))
    assert (found.policy["id"], found.status, printed(found.amount)) == (
        NEW,
        "eligible",
        "6000.00",
    )  # 2 × 30 % × 10 000
    assert lines(found) == ["3000.00", "0.00", "3000.00"]
    assert found.lines[1].reason == "取得日期在政策有效期内：2025-12-31，要求2026-01-01至2027-12-31"


def test_the_package_that_a_file_names_is_taken() -> None:
    data = {**case_data("exhibition", opens_on="2025-04-15"), "policy": f" {NEW} "}
    assert read_case(data, both()).policy == NEW
    assert assessed(data).status == "ineligible"  # opened before its window
    assert read_case({**data, "policy": ""}, both()).policy == OLD


def test_a_package_that_is_not_there_is_named_with_those_that_are() -> None:
    data = {**case_data("exhibition", opens_on="2025-04-15"), "policy": "yuncheng-2030-01", "colour": 1}
    with pytest.raises(CaseFileError) as caught:
        read_case(data, both())
    problems = {problem.path: problem.message for problem in caught.value.problems}
    assert problems["policy"] == f"没有编号为「yuncheng-2030-01」的政策包，现有：{OLD}、{NEW}"
    assert set(problems) == {"policy", "colour"}


def test_the_result_of_one_package_is_the_same_beside_another() -> None:
    for measure in measure_ids():
        data = case_data(measure)
        alone = assess(read_case(data, predecessor()), predecessor()).as_dict()
        assert assessed(data).as_dict() == alone, measure
        assert list(alone["policy"]) == ["id", "version"]


def test_facts_that_cannot_be_read_give_all_problems_of_the_package_of_the_others() -> None:
    """The days that can be read decide, so that a code only the successor knows is no problem."""
    countries = {**successor().countries, "XK": replace(successor().countries["VN"], alpha2="XK", name="科索沃")}
    shelf = PackageShelf((predecessor(), replace(successor(), countries=countries)))
    data = case_data("exhibition", {"fee": "-1"}, {"fee": "1.001"}, {"fee": 2, "colour": 3}, opens_on="2026-05-01",
                     country="XK", tier="big", applied_on="2025-02-30")  # fmt: skip
    data["applicant"]["county"] = "140899"
    with pytest.raises(CaseFileError) as caught:
        read_case(data, shelf)
    assert {problem.path for problem in caught.value.problems} == {
        "facts.booths[0].fee", "facts.booths[1].fee", "facts.booths[2].colour", "facts.tier", "applied_on",
        "applicant.county",
    }  # fmt: skip
    assert policy_for(data, shelf).id == NEW


@pytest.mark.parametrize("facts", [None, [], "x", {"booths": {"0": {}}}, {"booths": [7]}, {"booths": "A1"}, {1: 2}])
@pytest.mark.parametrize("measure", ["exhibition", "gardening", None, 7])
def test_the_package_of_any_data_is_found_without_an_error(measure: Any, facts: Any) -> None:
    data = {"measure": measure, "facts": facts, "applied_on": "2026-03-01"}
    assert policy_for(data, both()).id == NEW


def test_event_days_never_fail_on_missing_facts() -> None:
    for measure in measure_ids():
        assert module_of(measure).event_days(read_case({"measure": measure}, both()).facts) == ()


def test_the_three_changes_change_amounts_and_nothing_else_does() -> None:
    assert paid("exhibition", {"fee": "30000"}) == "24000.00"  # 80 %
    assert amount_of("exhibition", {"fee": "30000"}, opens_on="2026-04-15") == "22500.00"  # 75 %
    assert paid("overseas_warehouse", {"cost": "2000000"}) == "500000.00"  # 30 % is 600 000
    found = amount_of("overseas_warehouse", {"cost": "2000000", "in_use_since": "2025-06-01"}, applied_on="2026-12-31")
    assert found == "400000.00"
    learned = {
        "training_days": 44,
        "training_ended_on": "2026-02-01",
        "contract_from": "2026-03-01",
        "open_ended": True,
    }
    assert amount_of("talent_training", learned) == "ineligible"
    assert amount_of("talent_training", {**learned, "training_days": 45}) == "400.00"
    assert paid("talent_training", {"training_days": 30}) == "400.00"


def amount_of(measure: str, /, *rows: Row, **case: Any) -> str | None:
    """The amount under the successor of an eligible case, else the status."""
    found = assessed(case_data(measure, *rows, **{"applied_on": "2026-12-31", **case}))
    assert found.policy["id"] == NEW
    return printed(found.amount) if found.status == "eligible" else found.status.value


SAME: dict[str, tuple[tuple[Row, ...], dict[str, Any], str]] = {
    "demo_park": ((), {"recognised_on": "2026-06-01"}, "500000.00"),
    "demo_enterprise": ((), {"recognised_on": "2026-06-01"}, "100000.00"),
    "air_cargo": ((), {"year": 2026}, "3000000.00"),  # 15 × 200 000
    "certification": (({"obtained_on": "2026-05-01"},), {}, "3000.00"),
    "talent_platform": (({"invoiced_on": "2026-05-01"},), {"year": 2026}, "50000.00"),
    "store_global": ((), {"year": 2026}, "100000.00"),
    "independent_site": (({"launched_on": "2026-03-01"},), {"year": 2026}, "150000.00"),
    "public_overseas_warehouse": (({"recognised_on": "2026-06-01"},), {}, "400000.00"),  # 300 000 + 100 000 (AE)
    "leading_enterprise": ((), {}, "800000.00"),
    "support_service": (({"paid_on": "2026-06-01"},), {"year": 2026}, "200000.00"),  # 20 % of 1 000 000
    "credit_insurance": (({"invoiced_on": "2026-06-01"},), {}, "36000.00"),  # 30 % of 120 000
    "special_matter": ((), {}, "123456.78"),
}


@pytest.mark.parametrize("measure", sorted(SAME))
def test_what_the_successor_did_not_change_is_paid_as_before(measure: str) -> None:
    rows, header, amount = SAME[measure]
    assert amount_of(measure, *rows, **header) == paid(measure) == amount


def test_all_other_measures_are_tried() -> None:
    assert set(DEFAULTS) - set(SAME) == {"exhibition", "overseas_warehouse", "talent_training"}


def test_the_limit_on_booths_is_that_of_the_package() -> None:
    shelf = PackageShelf((predecessor(), successor()))
    data = case_data(
        "exhibition", *({"fee": "10000"} for _ in range(7)), opens_on="2026-04-15", applied_on="2026-12-31"
    )
    found = assessed(data, shelf)
    assert printed(found.amount) == "45000.00"  # 6 × 75 % × 10 000
    assert limit(found, "exhibition_booths", "河内国际贸易展|2025") == (6, 0, 6, 0)


def test_the_default_is_the_last_one_begun() -> None:
    assert both().on(date(2023, 5, 1)).id == OLD
    assert both().on(date(2025, 12, 31)).id == OLD
    assert both().on(date(2026, 1, 1)).id == NEW
    assert both().on(date(2031, 1, 1)).id == NEW
    assert both().on(None).id == OLD


def test_a_shelf_is_ordered_and_holds_each_id_once(tmp_path: Any) -> None:
    shelf = load_shelf([write(tmp_path / "any-name"), policy_folder()])
    assert shelf.ids == (OLD, NEW)
    assert [package.id for package in shelf] == [OLD, NEW]
    assert (shelf.get(NEW), shelf.get("x"), len(shelf)) == (successor(), None, 2)
    with pytest.raises(PackageError, match=f"有两个政策包的编号都是「{OLD}」"):
        load_shelf([policy_folder(), policy_folder()])
    with pytest.raises(PackageError, match="没有任何政策包"):
        PackageShelf(())


def test_a_folder_and_its_texts_give_the_same_package(tmp_path: Any) -> None:
    folder = write(tmp_path / "copy")
    for file in folder.rglob("*.*"):
        file.write_bytes(
            b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
        )  # as an editor on Windows saves it
    (folder / "notes.txt").write_text("不属于政策包", encoding="utf-8")
    read = load_shelf([folder]).packages[0]
    assert read == successor()
    assert (read.content, read.digest) == (successor().content, successor().digest)
    assert read.digest != predecessor().digest
    assert set(read.texts) == {"package.toml", "countries.csv", *(f"measures/{id_}.toml" for id_ in measure_ids())}

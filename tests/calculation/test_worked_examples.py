"""The worked examples X01 to X19 that the bureau's casework was prepared with, by the readings in force.

X05 follows the reading of 70 % for key exhibitions in China (reading 8). X06 is held abroad, so its cap of 20 000 is
that of the text either way; a general exhibition in China has the same cap by the letter (reading 12, see
``test_exhibition``). In X12 the extra of 100 000 follows the groups of the country on the day of recognition.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.calculation.build import by_both_readings, case_data, paid, printed, result, yuncheng
from ycdesk.calculation import assess, read_case
from ycdesk.cli import main


def booths(number: int, fee: str, **facts: Any) -> dict[str, Any]:
    """An exhibition case with so many booths at the same fee."""
    return case_data("exhibition", *[{"fee": fee}] * number, **facts)


def stores(*names: str) -> dict[str, Any]:
    return case_data("store_global", *({"platform": name} for name in names))


def trainees(number: int) -> dict[str, Any]:
    return case_data("talent_training", *({"id_no": f"14080220050101{one:04d}"} for one in range(number)))


FRANKFURT = {"route": "运城—法兰克福", "destination": "DE", "flights": 16}
HONG_KONG = {"route": "运城—香港", "destination": "HK", "flights": 15}
B2B = {"kind": "b2b", "sales": "5000000"}
THIRD = "50000000"

EXAMPLES: list[tuple[str, dict[str, Any], str]] = [
    ("X01", booths(2, "30000"), "48000.00"),  # 2 × 24000
    ("X02", booths(1, "31250"), "25000.00"),  # the cap exactly
    ("X03", booths(3, "40000", country="US"), "75000.00"),  # 28000 capped, × 3
    ("X04", booths(8, "30000", country="US"), "126000.00"),  # 21000 × 6
    ("X05 cap", booths(2, "12000", country="CN"), "16000.00"),  # 8400 capped, × 2
    ("X05 rate", booths(1, "10000", country="CN"), "7000.00"),
    ("X06", booths(5, "36000", tier="general", country="US"), "80000.00"),  # 21600 capped, × 4
    ("X07", case_data("exhibition", {"fee": "10000"}, {"fee": "50000"}), "33000.00"),  # 8000 + 25000
    (
        "X08",  # 127800 / 4 = 31950, 80 % = 25560 capped, × 4
        case_data("exhibition", {"fee": "18000", "currency": "USD", "exchange_rate": "7.1000", "area_m2": "36"}),
        "100000.00",
    ),
    ("X09", case_data("exhibition", {"fee": "90000", "area_m2": "30"}), "64800.00"),  # 21600 × 3
    ("X10 first", case_data("certification", {"fee": "200000"}), "60000.00"),
    ("X11", case_data("overseas_warehouse", {"area_m2": "520", "cost": "1900000"}), "500000.00"),
    ("X11 499.9 m²", case_data("overseas_warehouse", {"area_m2": "499.9"}), "ineligible"),
    ("X11 5382 sq ft", case_data("overseas_warehouse", {"area_m2": "500.00416128"}), "300000.00"),
    ("X11 5381 sq ft", case_data("overseas_warehouse", {"area_m2": "499.91125824"}), "ineligible"),
    ("X12 UAE", case_data("public_overseas_warehouse", {"country": "AE"}), "400000.00"),
    ("X12 USA", case_data("public_overseas_warehouse", {"country": "US"}), "300000.00"),
    ("X13 84000", case_data("credit_insurance", {"provincial_support": "84000"}), "36000.00"),
    ("X13 60000", case_data("credit_insurance", {"provincial_support": "60000"}), "36000.00"),
    ("X13 90000", case_data("credit_insurance", {"provincial_support": "90000"}), "30000.00"),
    ("X14", stores("Amazon", "Amazon", "Alibaba", "eBay", "AliExpress"), "300000.00"),
    ("X14 b2b", case_data("store_global", B2B), "100000.00"),
    ("X14 b2c", case_data("store_global", {"orders": 99}), "ineligible"),
    ("X15 14", case_data("air_cargo", {"flights": 14}), "ineligible"),
    ("X15 15", case_data("air_cargo", {"flights": 15}), "3000000.00"),
    ("X15 two", case_data("air_cargo", FRANKFURT, HONG_KONG), "6000000.00"),  # 16 × 300000 + 15 × 80000
    ("X16 250", trainees(250), "100000.00"),
    ("X16 260", trainees(260), "100000.00"),
    ("X17 2.5M", case_data("support_service", {"fee": "2500000"}), "500000.00"),
    ("X17 3.0M", case_data("support_service", {"fee": "3000000"}), "500000.00"),
    ("X19 total", case_data("demo_park", trade={"1210": THIRD, "9710": THIRD, "9810": THIRD}), "ineligible"),
    ("X19 firms", case_data("demo_park", active_enterprises=15, large_enterprises=0), "ineligible"),
    ("X19 large", case_data("demo_park", active_enterprises=0, large_enterprises=3), "500000.00"),
]
NAMES = [name for name, _, _ in EXAMPLES]


def answer(data: dict[str, Any]) -> str:
    """The amount in a result's JSON form, or the status of a case that is not eligible."""
    return str(data["amount"] if data["status"] == "eligible" else data["status"])


@pytest.mark.parametrize(("name", "case", "amount"), EXAMPLES, ids=NAMES)
def test_the_example_gives_its_amount(name: str, case: dict[str, Any], amount: str) -> None:
    found = assess(read_case(case, yuncheng()), yuncheng()).as_dict()
    assert answer(found) == amount
    assert found["steps"][-1]["result"] == found["amount"]


def test_x05_differs_between_the_two_readings_only_below_the_cap() -> None:
    assert by_both_readings("exhibition", "8", "80", {"fee": "10000"}, country="CN")[1] == "8000.00"
    assert result("exhibition", {"fee": "12000"}, {"fee": "12000"}, country="CN").flags == ()


def test_x10_the_second_case_gets_what_the_first_left() -> None:
    first = result("certification", {"fee": "200000"}).as_dict()
    assert first["uses"] == [{"limit": "certification_total", "key": None, "amount": "60000.00"}]
    assert paid("certification", {"fee": "180000"}, history=first["uses"]) == "40000.00"  # 54000, but 100000 − 60000


@pytest.mark.parametrize(
    ("fees", "county", "amount", "city", "rest"),
    [
        (("30000", "30000"), "140821", "48000.00", "9600.00", "38400.00"),
        (("9166.67",), "140821", "7333.33", "1466.66", "5866.67"),  # 80 % = 7 333.336; 20 % of it 1 466.666
        (("9166.67",), "1408KF", "7333.33", "3666.66", "3666.67"),  # 50 % = 3 666.665
    ],
)
def test_x18_the_citys_part_is_cut_down_and_the_county_bears_the_rest(
    fees: tuple[str, ...], county: str, amount: str, city: str, rest: str
) -> None:
    found = result("exhibition", *({"fee": fee} for fee in fees), county=county)
    assert printed(found.amount) == amount
    assert found.as_dict()["funding"] == {"city": city, "county": rest}


def test_the_examples_give_the_same_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = []
    for number, (_, case, _) in enumerate(EXAMPLES):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
        files.append(str(file))
    assert main(["assess", *files]) == 0
    answers = dict(zip(NAMES, map(answer, json.loads(capsys.readouterr().out)), strict=True))
    assert answers == {name: amount for name, _, amount in EXAMPLES}


def test_the_examples_give_the_same_as_a_batch_of_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "examples.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for _, case, _ in EXAMPLES), encoding="utf-8")
    assert main(["assess", "--jsonl", str(file)]) == 0
    answers = [answer(json.loads(line)) for line in capsys.readouterr().out.splitlines()]
    assert answers == [amount for _, _, amount in EXAMPLES]

"""A second calculation, written from the case file's specification alone, to compare the first with.

Plain and slow on purpose: exact fractions, no policy package, numbers typed by hand from 运政办发〔2024〕10号.
``expected`` gives the parts of a result that are compared; what each measure pays stands in ``oracle_rules``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tests.calculation.oracle_rules import RULES
from tests.calculation.oracle_sheet import Paid
from tests.calculation.oracle_values import (
    cut,
    in_window,
    is_decided,
    is_known,
    known_rows,
    number,
    one_year_after,
    the_day,
    used_before,
)

FIRMS = {"enterprise"}
ALL = {"enterprise", "park", "college", "association", "organisation", "institution", "government"}
KINDS = {
    "exhibition": FIRMS,
    "demo_park": {"park", "enterprise"},
    "demo_enterprise": FIRMS,
    "air_cargo": ALL - {"government"},
    "certification": FIRMS,
    "talent_training": {"college"},
    "talent_platform": ALL - {"government"},
    "store_global": FIRMS,
    "independent_site": FIRMS,
    "overseas_warehouse": FIRMS,
    "public_overseas_warehouse": FIRMS,
    "leading_enterprise": FIRMS,
    "support_service": {"government"},
    "credit_insurance": FIRMS,
    "special_matter": ALL,
}

# 第十条(二): the city's part, in tenths, of what 第三、四、五条 give.
CITY_TENTHS = {
    "140802": 5, "1408KF": 5,
    "140821": 2, "140822": 2, "140823": 2, "140824": 2, "140825": 2, "140826": 2,
    "140827": 2, "140828": 2, "140829": 2, "140830": 2, "140882": 2,
}  # fmt: skip
YONGJI = "140881"
CITY_ALONE = {"support_service", "credit_insurance", "special_matter"}

HEADERS = {
    "exhibition": ["name", "session", "tier", "country", "opens_on", "provincial_support"],
    "demo_park": ["park_name", "trade.1210", "trade.9710", "trade.9810", "operating_since", "area_m2",
                  "recognised_on", "recognition_no"],
    "demo_enterprise": ["level", "recognised_on", "recognition_no"],
    "air_cargo": ["year"],
    "certification": [],
    "talent_training": ["base_agreement"],
    "talent_platform": ["year"],
    "store_global": ["year", "registered_on_platform", "declares_cbec"],
    "independent_site": ["year"],
    "overseas_warehouse": [],
    "public_overseas_warehouse": [],
    "leading_enterprise": [],
    "support_service": ["year"],
    "credit_insurance": [],
    "special_matter": [],
}  # fmt: skip
TABLES = {
    "exhibition": ("booths", ["fee"]),
    "air_cargo": ("routes", ["route", "destination", "flights", "all_cargo"]),
    "certification": ("items", ["kind", "certificate_no", "obtained_on", "fee"]),
    "talent_training": ("trainees", ["id_no", "training_days", "training_ended_on", "contract_from",
                                     "employer_is_cbec"]),
    "talent_platform": ("costs", ["invoice_no", "invoiced_on", "fee"]),
    "store_global": ("stores", ["platform", "shop", "kind", "sales"]),
    "independent_site": ("sites", ["domain", "holds_domain", "launched_on", "sales"]),
    "overseas_warehouse": ("warehouses", ["name", "country", "mode", "area_m2", "in_use_since", "cost"]),
    "public_overseas_warehouse": ("warehouses", ["name", "country", "recognised_on", "recognition_no"]),
    "support_service": ("contracts", ["provider", "contract_no", "paid_on", "fee"]),
    "credit_insurance": ("policies", ["policy_no", "invoiced_on", "premium", "provincial_support"]),
}  # fmt: skip
MONEY_ROWS = set(TABLES) - {"air_cargo", "talent_training", "public_overseas_warehouse"}
NEEDS_APPLIED_ON = {"demo_park", "overseas_warehouse"}
BY_DECISION = {"talent_platform", "leading_enterprise", "special_matter"}


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """Status, amount, funding, uses, limits, lines and missing of a case file that keeps to the format."""
    measure = case["measure"]
    if not_admitted(case) or any(failures(case)):
        return _result("ineligible", case)
    missing = set(missing_paths(case))
    if missing:
        return _result("incomplete", case, missing=missing)
    paid = RULES[measure](case)
    if measure in TABLES and not any(line.meets for line in paid.lines):
        return _result("ineligible", case, paid)
    if measure in BY_DECISION and not is_decided(case):
        return _result("needs_ruling", case, paid)
    return _result("eligible", case, paid)


def not_admitted(case: dict[str, Any]) -> bool:
    applicant = case.get("applicant") or {}
    kind, county = str(applicant.get("kind") or "").strip(), str(applicant.get("county") or "").strip()
    if kind and kind not in KINDS[case["measure"]]:
        return True
    # counties.csv: 市本级 goes with 第六至九条 only; 第十条(二) gives it no part in 第三、四、五条.
    closed_to_city = case["measure"] not in CITY_ALONE
    return county == "140800" and closed_to_city


def failures(case: dict[str, Any]) -> Iterator[bool]:
    """Conditions of the whole case that are known to fail, whatever else is missing."""
    facts = case.get("facts") or {}
    measure = case["measure"]
    if "year" in HEADERS[measure] and is_known(facts.get("year")):
        yield int(facts["year"]) not in (2024, 2025)
    if measure == "exhibition":
        if is_known(facts.get("opens_on")):
            yield not in_window(the_day(facts["opens_on"]))
        yield facts.get("provincial_support") is True
    elif measure == "demo_park":
        yield from _park_failures(case, facts)
    elif measure == "demo_enterprise":
        if is_known(facts.get("recognised_on")):
            yield not in_window(the_day(facts["recognised_on"]))
        if is_known(facts.get("level")):
            yield used_before(case, "demo_enterprise_award", facts["level"]) > 0
    elif measure == "talent_training":
        yield facts.get("base_agreement") is False
    elif measure == "store_global":
        yield facts.get("registered_on_platform") is False
        yield facts.get("declares_cbec") is False


def _park_failures(case: dict[str, Any], facts: dict[str, Any]) -> Iterator[bool]:
    trade = facts.get("trade") or {}
    if all(is_known(trade.get(mode)) for mode in ("1210", "9710", "9810")):
        yield sum(number(trade[mode]) for mode in ("1210", "9710", "9810")) <= 150_000_000
    if is_known(facts.get("active_enterprises")) and is_known(facts.get("large_enterprises")):
        yield number(facts["active_enterprises"]) <= 15 and number(facts["large_enterprises"]) < 3
    if is_known(facts.get("operating_since")) and is_known(case.get("applied_on")):
        yield one_year_after(the_day(facts["operating_since"])) > the_day(case["applied_on"])
    if is_known(facts.get("area_m2")):
        yield number(facts["area_m2"]) < 3000
    if is_known(facts.get("recognised_on")):
        yield not in_window(the_day(facts["recognised_on"]))
    if is_known(facts.get("park_name")):
        yield used_before(case, "demo_park_award", facts["park_name"]) > 0


def missing_paths(case: dict[str, Any]) -> Iterator[str]:
    """Every required fact that is absent or empty."""
    measure, facts, applicant = case["measure"], case.get("facts") or {}, case.get("applicant") or {}
    yield from (f"applicant.{key}" for key in ("kind", "county") if not is_known(applicant.get(key)))
    if measure in NEEDS_APPLIED_ON and not is_known(case.get("applied_on")):
        yield "applied_on"
    for key in HEADERS[measure]:
        top, _, inner = key.partition(".")
        value = (facts.get(top) or {}).get(inner) if inner else facts.get(top)
        if not is_known(value):
            yield f"facts.{key}"
    if measure == "demo_park":
        active, large = facts.get("active_enterprises"), facts.get("large_enterprises")
        if not is_known(active) and not (is_known(large) and number(large) >= 3):
            yield "facts.active_enterprises"
        if not is_known(large) and not (is_known(active) and number(active) > 15):
            yield "facts.large_enterprises"
    if measure in TABLES:
        table, _ = TABLES[measure]
        if not known_rows(case, table):
            yield f"facts.{table}"
        for no, row in enumerate(known_rows(case, table)):
            yield from (f"facts.{table}[{no}].{key}" for key in _missing_of_row(measure, row))


def _missing_of_row(measure: str, row: dict[str, Any]) -> Iterator[str]:
    yield from (key for key in TABLES[measure][1] if not is_known(row.get(key)))
    if measure in MONEY_ROWS:
        currency = row.get("currency")
        foreign = is_known(currency) and str(currency).strip().upper() != "CNY"
        if foreign and not is_known(row.get("exchange_rate")):
            yield "exchange_rate"
    if measure == "talent_training" and row.get("open_ended") is not True and not is_known(row.get("contract_to")):
        yield "contract_to"
    if measure == "store_global" and row.get("kind") != "b2b" and not is_known(row.get("orders")):
        yield "orders"


def _result(
    status: str, case: dict[str, Any], paid: Paid | None = None, missing: set[str] | None = None
) -> dict[str, Any]:
    amount = {"eligible": paid.amount if paid else None, "ineligible": Fraction(0)}.get(status)
    shown = paid if paid is not None and status == "eligible" else None
    return {
        "status": status,
        "amount": amount,
        "funding": None if amount is None else split(case, amount),
        "uses": {key: use for key, use in shown.uses.items() if use} if shown else {},
        "limits": shown.limits if shown else {},
        "lines": [(line.path, line.counted, line.amount) for line in shown.lines] if shown else [],
        "missing": missing or set(),
    }


def split(case: dict[str, Any], amount: Fraction) -> tuple[Fraction, Fraction] | None:
    """City and county part; None where the policy gives no ratio."""
    if case["measure"] in CITY_ALONE:
        return amount, Fraction(0)
    tenths = CITY_TENTHS.get(str((case.get("applicant") or {}).get("county")).strip())
    if tenths is None:
        return None
    city = cut(amount * tenths / 10)
    return city, amount - city

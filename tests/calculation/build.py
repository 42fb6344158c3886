"""Cases for the tests of the calculation: complete and eligible by default, changed where a test says so.

``paid("exhibition", {"fee": "31250"}, country="US")`` is the amount of a case with one booth, every other fact as
below. A fact given as ``None`` is left out. Expected amounts are never made here: the tests write them by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ycdesk.calculation import Assessment, PolicyPackage, assess, load_package, read_case
from ycdesk.calculation.assessment import Check
from ycdesk.calculation.ruled import Ruled
from ycdesk.paths import resources

Row = Mapping[str, Any]
NOT_FLAGGED = "not flagged"


@dataclass(frozen=True)
class Default:
    """An eligible case of one measure: the kind of its applicant, its header facts, and one row of its table."""

    kind: str
    header: Mapping[str, Any]
    table: str = ""
    row: Mapping[str, Any] | None = None


NUMBER = "运商〔2025〕12号"
DEFAULTS: dict[str, Default] = {
    "exhibition": Default(
        "enterprise",
        {
            "name": "河内国际贸易展",
            "session": "2025",
            "tier": "key",
            "country": "VN",
            "opens_on": "2025-04-15",
            "provincial_support": False,
        },
        "booths",
        {"fee": "30000"},
    ),
    "demo_park": Default(
        "park",
        {
            "park_name": "运城跨境电商园",
            "trade": {"1210": "80000000", "9710": "50000000", "9810": "30000000"},
            "active_enterprises": 20,
            "large_enterprises": 0,
            "operating_since": "2023-05-01",
            "area_m2": "5000",
            "recognised_on": "2025-06-01",
            "recognition_no": NUMBER,
        },
    ),
    "demo_enterprise": Default(
        "enterprise", {"level": "municipal", "recognised_on": "2025-06-01", "recognition_no": NUMBER}
    ),
    "air_cargo": Default(
        "enterprise",
        {"year": 2025},
        "routes",
        {"route": "运城—阿拉木图", "destination": "KZ", "flights": 15, "all_cargo": True},
    ),
    "certification": Default(
        "enterprise",
        {},
        "items",
        {"kind": "certification", "certificate_no": "CE-1", "obtained_on": "2025-05-01", "fee": "10000"},
    ),
    "talent_training": Default(
        "college",
        {"base_agreement": True},
        "trainees",
        {
            "id_no": "140802200501010017",
            "training_days": 30,
            "training_ended_on": "2025-03-31",
            "contract_from": "2025-04-01",
            "contract_to": "2026-03-31",
            "employer_is_cbec": True,
        },
    ),
    "talent_platform": Default(
        "college",
        {"year": 2025, "decided_amount": "50000", "decision_document": "运商纪要〔2025〕3号"},
        "costs",
        {"invoice_no": "25140001", "invoiced_on": "2025-05-01", "fee": "80000"},
    ),
    "store_global": Default(
        "enterprise",
        {"year": 2025, "registered_on_platform": True, "declares_cbec": True},
        "stores",
        {"platform": "Amazon", "shop": "Yuncheng Store", "kind": "b2c", "sales": "4000000", "orders": 5000},
    ),
    "independent_site": Default(
        "enterprise",
        {"year": 2025},
        "sites",
        {"domain": "example.com", "holds_domain": True, "launched_on": "2025-03-01", "sales": "4000000"},
    ),
    "overseas_warehouse": Default(
        "enterprise",
        {},
        "warehouses",
        {
            "name": "汉堡仓",
            "country": "DE",
            "mode": "lease",
            "area_m2": "800",
            "in_use_since": "2024-06-01",
            "cost": "1000000",
        },
    ),
    "public_overseas_warehouse": Default(
        "enterprise",
        {},
        "warehouses",
        {"name": "迪拜仓", "country": "AE", "recognised_on": "2025-06-01", "recognition_no": NUMBER},
    ),
    "leading_enterprise": Default(
        "enterprise", {"decided_amount": "800000", "decision_document": "运城市专题会议纪要〔2025〕8号"}
    ),
    "support_service": Default(
        "government",
        {"year": 2025},
        "contracts",
        {"provider": "某跨境服务公司", "contract_no": "HT-1", "paid_on": "2025-06-01", "fee": "1000000"},
    ),
    "credit_insurance": Default(
        "enterprise",
        {},
        "policies",
        {"policy_no": "SX-1", "invoiced_on": "2025-06-01", "premium": "120000", "provincial_support": "60000"},
    ),
    "special_matter": Default(
        "enterprise", {"decided_amount": "123456.78", "decision_document": "运城市专题会议纪要〔2025〕9号"}
    ),
}


@cache
def yuncheng() -> PolicyPackage:
    """The package in force."""
    return load_package(resources() / "policy" / "yuncheng-2024-10")


def case_data(
    measure: str,
    /,
    *rows: Row,
    kind: str | None = "",
    county: str | None = "140821",
    applied_on: str | None = "2025-12-31",
    history: Iterable[Mapping[str, Any]] = (),
    **header: Any,
) -> dict[str, Any]:
    """The data of a case file: the measure's default case with these header facts and rows in place of its own."""
    default = DEFAULTS[measure]
    facts: dict[str, Any] = {**default.header}
    if default.row is not None:
        facts[default.table] = [_known({**default.row, **row}) for row in rows or ({},)]
    return {
        "measure": measure,
        "applicant": _known({"name": "甲单位", "kind": default.kind if kind == "" else kind, "county": county}),
        **_known({"applied_on": applied_on}),
        "facts": _known({**facts, **header}),
        "history": [{"case": f"2024-{number:04d}", "uses": [use]} for number, use in enumerate(history, 1)],
    }


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def used(limit: str, key: str | None = None, **figure: Any) -> dict[str, Any]:
    """What one earlier award used up: ``count=…`` or ``amount=…``."""
    return {"limit": limit, **_known({"key": key}), **figure}


def result(measure: str, /, *rows: Row, readings: Mapping[str, str] | None = None, **case: Any) -> Assessment:
    """The assessment of a case; the arguments are those of :func:`case_data`."""
    package = yuncheng()
    return assess(read_case(case_data(measure, *rows, **case), package), package, Ruled(readings or {}))


def paid(measure: str, /, *rows: Row, **case: Any) -> str | None:
    """The amount of a case that is eligible, as the case file prints it, else the status."""
    found = result(measure, *rows, **case)
    return printed(found.amount) if found.status == "eligible" else found.status.value


def printed(amount: Any) -> str | None:
    """Yuan as the case file prints them."""
    return None if amount is None else f"{amount:.2f}"


def flags(found: Assessment) -> dict[str, str | None]:
    """The flagged readings with the amount under the other reading."""
    return {flag.reading: printed(flag.other_amount) for flag in found.flags}


def by_both_readings(measure: str, reading: str, other: str, /, *rows: Row, **case: Any) -> tuple[str | None, ...]:
    """The amount in force, the other amount on the flag, and the amount when the other reading is put in force."""
    found = result(measure, *rows, **case)
    under_other = result(measure, *rows, readings={reading: other}, **case)
    return printed(found.amount), flags(found).get(reading, NOT_FLAGGED), printed(under_other.amount)


def lines(found: Assessment) -> list[str | None]:
    """The amount of each row, in the order of the rows."""
    return [printed(line.amount) for line in found.lines]


def reasons(found: Assessment) -> list[str]:
    """Why each row does not count ("" where it does)."""
    return [line.reason for line in found.lines]


def check(found: Assessment, check_id: str, path: str | None = None) -> Check:
    """The one check of this id, at this row."""
    (only,) = (one for one in found.checks if (one.id, one.path) == (check_id, path))
    return only


def limit(found: Assessment, limit_id: str, key: str | None = None) -> tuple[Any, ...]:
    """Ceiling, used before, used now and left of a limit that the case touches; figures as printed."""
    (only,) = (one for one in found.as_dict()["limits"] if (one["limit"], one["key"]) == (limit_id, key))
    return only["ceiling"], only["used_before"], only["used_now"], only["left"]


def uses(found: Assessment) -> list[tuple[Any, ...]]:
    """Limit, key, and count or amount of what the award uses up."""
    return [(use.limit, use.key, use.count if use.amount is None else printed(use.amount)) for use in found.uses]


def is_open(measure: str, reading: str) -> bool:
    """Whether a reading is listed, with at least two alternatives and a reason, and leaves the calculation alone."""
    record = yuncheng().readings_of[measure][reading]
    return len(record.alternatives) >= 2 and bool(record.reason) and bool(record.question) and not record.computed

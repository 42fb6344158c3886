"""Random case files, dense where the policy turns: thresholds, ceilings, both ends of the window, 29 February,
keys that stand twice, earlier awards, foreign money, zero, and facts missing anywhere.

``random_case`` draws from a ``random.Random``; hypothesis can hand it one of its own, and then shrinks the case.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.calculation.draws import Facts, any_day, cents, inside_day, key_of, many, money_row, year, yes_mostly
from tests.calculation.oracle_values import COUNTRIES

COUNTIES = ("140802", "140821", "140822", "140823", "140824", "140825", "140826", "140827", "140828", "140829",
            "140830", "140881", "140882", "1408KF", "140800")  # fmt: skip
OWN_KIND = {"demo_park": "park", "talent_training": "college", "support_service": "government",
            "talent_platform": "college", "air_cargo": "enterprise", "special_matter": "institution"}  # fmt: skip
KINDS = ("enterprise", "park", "college", "association", "organisation", "institution", "government")
AREAS = ("0", "8.99", "9", "9.01", 12, "17.99", "18", "27", "30", "36", "53.9", "54", "100.5")
ALL_COUNTRIES = tuple(COUNTRIES)


def random_case(rng: Random, measure: str | None = None) -> dict[str, Any]:
    """A case file that keeps to the format, for one measure or any."""
    measure = measure or rng.choice(tuple(FACTS))
    own = OWN_KIND.get(measure, "enterprise")
    facts = FACTS[measure](rng)
    case: dict[str, Any] = {
        "measure": measure,
        "applicant": {
            "name": "甲公司",
            "kind": own if rng.random() < 0.92 else rng.choice(KINDS),
            "county": rng.choice(COUNTIES[:-1]) if rng.random() < 0.97 else COUNTIES[-1],
        },
        "applied_on": any_day(rng, 0.5),
        "facts": facts,
    }
    if rng.random() < 0.4:
        make_blanks(rng, case["facts"], rng.choice((0.01, 0.05, 0.3)))
        make_blanks(rng, case["applicant"], 0.03)
        if rng.random() < 0.04:
            case["applied_on"] = rng.choice((None, "", " "))
    if rng.random() < 0.5:
        case["history"] = [
            {"case": f"2024-{no:04}", "uses": [earlier_use(rng, measure) for _ in range(rng.randint(0, 3))]}
            for no in range(rng.randint(0, 3))
        ]
    return case


def make_blanks(rng: Random, facts: Facts, share: float) -> None:
    """Take a share of the facts away: the key itself, or its value."""
    for key in list(facts):
        value = facts[key]
        if key != "currency" and rng.random() < share:
            if rng.random() < 0.4:
                del facts[key]
            else:
                facts[key] = [] if isinstance(value, list) else {} if isinstance(value, dict) else rng.choice(
                    (None, "", "  ")
                )  # fmt: skip
        elif isinstance(value, dict):
            make_blanks(rng, value, share)
        elif isinstance(value, list):
            for row in value:
                make_blanks(rng, row, share)


def fair(rng: Random) -> str:
    return key_of(rng, "河内国际贸易展", "Expo Hanoi")


def session(rng: Random) -> str:
    return key_of(rng, "2024", "2025", "第3届")


def exhibition(rng: Random) -> Facts:
    booths = []
    for no in many(rng, 1, 2, 3, 4, 5, 7, rare=30):
        fees = (31_250, 35_714.29, 33_333.33, 10_000, 11_428.57, 13_333.33, 30_000, 90_000, 127_800)
        row = money_row(rng, "fee", *fees)
        if rng.random() < 0.5:
            row["area_m2"] = rng.choice(AREAS)
        if rng.random() < 0.5:
            row["booth_no"] = f"A{no}"
        booths.append(row)
    return {
        "name": fair(rng), "session": session(rng),
        "tier": rng.choice(("key", "general")), "country": rng.choice(ALL_COUNTRIES), "opens_on": inside_day(rng),
        "provincial_support": rng.random() < 0.06, "booths": booths,
    }  # fmt: skip


def demo_park(rng: Random) -> Facts:
    trade = rng.choice(((50_000_000, 50_000_000, 50_000_000), (150_000_000, 0, 0), (200_000_000, 1, 2)))
    return {
        "park_name": key_of(rng, "运城跨境电商产业园", "Park B"),
        "trade": {mode: cents(rng, turn) for mode, turn in zip(("1210", "9710", "9810"), trade, strict=True)},
        "active_enterprises": rng.choice((15, 16, 16, 40, 0)), "large_enterprises": rng.choice((2, 3, 0, 4)),
        "operating_since": rng.choice((any_day(rng), "2023-05-01")),
        "area_m2": rng.choice(("2999.99", "3000", 3000, "5200.5")), "recognised_on": inside_day(rng),
        "recognition_no": "运商〔2025〕3号",
    }  # fmt: skip


def demo_enterprise(rng: Random) -> Facts:
    level = rng.choice(("municipal", "provincial", "national"))
    return {"level": level, "recognised_on": inside_day(rng), "recognition_no": "晋商〔2025〕7号"}


def air_cargo(rng: Random) -> Facts:
    return {"year": year(rng), "routes": [
        {"route": key_of(rng, "运城—首尔", "YCU-ALA"), "destination": rng.choice(ALL_COUNTRIES),
         "flights": rng.choice((14, 15, 16, 7, 8, 1, 0, 5)), "all_cargo": yes_mostly(rng)}
        for _ in many(rng, 1, 2, 3, rare=20)
    ]}  # fmt: skip


def certification(rng: Random) -> Facts:
    items = []
    for no in many(rng, 1, 2, 3, rare=40):
        row = money_row(rng, "fee", 200_000, 333_333.33, 180_000, 333_333.34, 10_000)
        row |= {"kind": rng.choice(("certification", "trademark", "testing")), "certificate_no": f"C{no % 2}",
                "obtained_on": inside_day(rng)}  # fmt: skip
        if rng.random() < 0.3:
            row["other_support"] = cents(rng, 7_000, 140_000, 233_333.33, 200_000)
        for mark in ("renewal", "compulsory"):
            if rng.random() < 0.3:
                row[mark] = rng.random() < 0.3
        items.append(row)
    return {"items": items}


def talent_training(rng: Random) -> Facts:
    trainees = []
    for no in many(rng, 1, 2, 4, rare=260):
        start = date.fromisoformat(rng.choice((inside_day(rng), "2024-02-29", "2024-07-01")))
        row: Facts = {
            "id_no": key_of(rng, "14270120000101123x", "142701200001011248", f"x{no}"),
            "training_days": rng.choice((30, 30, 31, 45, 29)), "training_ended_on": inside_day(rng, 0.9),
            "contract_from": start.isoformat(), "employer_is_cbec": yes_mostly(rng),
        }  # fmt: skip
        if rng.random() < 0.8:
            term = rng.choice((363, 364, 365, 366, 730))
            row["contract_to"] = (start + timedelta(days=term)).isoformat()
        if rng.random() < 0.5:
            row["open_ended"] = rng.random() < 0.5
        trainees.append(row)
    return {"base_agreement": yes_mostly(rng), "trainees": trainees}


def decision(rng: Random, *turns: float) -> Facts:
    facts: Facts = {}
    if rng.random() < 0.75:
        facts["decided_amount"] = cents(rng, *turns)
    if "decided_amount" in facts or rng.random() < 0.3:
        facts["decision_document"] = "会议纪要〔2025〕5次"
    return facts


def talent_platform(rng: Random) -> Facts:
    costs = [money_row(rng, "fee", 150_000, 300_000, 99_999.99) | {
        "invoice_no": f"I{no % 3}", "invoiced_on": inside_day(rng)} for no in many(rng, 1, 2, 3, rare=25)]  # fmt: skip
    return {"year": year(rng), "costs": costs} | decision(rng, 300_000, 150_000, 300_000.01)


def store_global(rng: Random) -> Facts:
    stores = []
    for no in many(rng, 1, 2, 4, 6, rare=30):
        row = money_row(rng, "sales", 5_000_000, 3_000_000)
        row |= {"platform": key_of(rng, "Amazon", "eBay", "Alibaba", "速卖通", "Shopee"), "shop": f"S{no}",
                "kind": rng.choice(("b2b", "b2c"))}  # fmt: skip
        if row["kind"] == "b2c" or rng.random() < 0.3:
            row["orders"] = rng.choice((99, 100, 100, 101, 5000, 0))
        stores.append(row)
    owner = {"registered_on_platform": yes_mostly(rng), "declares_cbec": yes_mostly(rng)}
    return {"year": year(rng), **owner, "stores": stores}


def independent_site(rng: Random) -> Facts:
    sites = [money_row(rng, "sales", 3_000_000) | {
        "domain": key_of(rng, "shop.example", "ycbuy.example", "third.example"), "holds_domain": yes_mostly(rng),
        "launched_on": inside_day(rng)} for _ in many(rng, 1, 2, 4, rare=20)]  # fmt: skip
    return {"year": year(rng), "sites": sites}


def overseas_warehouse(rng: Random) -> Facts:
    warehouses = []
    for _ in many(rng, 1, 2, 3, rare=20):
        row = money_row(rng, "cost", 1_666_666.66, 1_666_666.67, 1_900_000, 40_000)
        row |= {"name": key_of(rng, "华沙仓", "Dubai A"), "country": rng.choice(ALL_COUNTRIES),
                "mode": rng.choice(("build", "lease")), "area_m2": rng.choice(("499.99", "500", "520", "1200")),
                "in_use_since": any_day(rng)}  # fmt: skip
        if rng.random() < 0.3:
            row["other_support"] = cents(rng, 1_166_666.66, 1_400_000, 28_000, 40_000)
        warehouses.append(row)
    return {"warehouses": warehouses}


def public_overseas_warehouse(rng: Random) -> Facts:
    return {"warehouses": [
        {"name": key_of(rng, "华沙仓", "Dubai A", "W3"), "country": rng.choice(ALL_COUNTRIES),
         "recognised_on": inside_day(rng), "recognition_no": "运商〔2025〕9号"} for _ in many(rng, 1, 2, 3, rare=20)
    ]}  # fmt: skip


def leading_enterprise(rng: Random) -> Facts:
    return decision(rng, 1_000_000, 7_333.33, 0.01) | ({"support_form": "场地"} if rng.random() < 0.3 else {})


def support_service(rng: Random) -> Facts:
    contracts = [money_row(rng, "fee", 2_500_000, 1_250_000, 2_500_000.04, 1_000) | {
        "provider": "乙公司", "contract_no": f"H{no % 2}", "paid_on": inside_day(rng)}
        for no in many(rng, 1, 2, 3, rare=20)]  # fmt: skip
    return {"year": year(rng), "contracts": contracts}


def credit_insurance(rng: Random) -> Facts:
    return {"policies": [money_row(rng, "premium", 120_000, 33_333.33) | {
        "policy_no": f"P{no}", "invoiced_on": inside_day(rng),
        "provincial_support": cents(rng, 84_000, 60_000, 90_000, 120_000, 0, 23_333.33)}
        for no in many(rng, 1, 2, 3, rare=20)]}  # fmt: skip


def special_matter(rng: Random) -> Facts:
    return decision(rng, 500_000, 0.03)


FACTS = {
    made.__name__: made
    for made in (exhibition, demo_park, demo_enterprise, air_cargo, certification, talent_training, talent_platform,
                 store_global, independent_site, overseas_warehouse, public_overseas_warehouse, leading_enterprise,
                 support_service, credit_insurance, special_matter)
}  # fmt: skip


def earlier_use(rng: Random, measure: str) -> Facts:
    """Something that an earlier award used up, mostly of the limits of this measure."""
    if rng.random() < 0.1:
        measure = rng.choice(tuple(FACTS))
    names = {
        "exhibition": ("exhibition_booths", f"{fair(rng).strip()}|{session(rng).strip()}", (1, 2, 3, 4, 5, 6)),
        "demo_park": ("demo_park_award", key_of(rng, "运城跨境电商产业园", "Park B", "别的园区"), (1,)),
        "demo_enterprise": ("demo_enterprise_award", rng.choice(("municipal", "provincial", "national")), (1,)),
        "air_cargo": ("air_cargo_flights", f"{year(rng)}|{rng.choice(('运城—首尔', 'YCU-ALA'))}", (1, 8, 14, 15, 30)),
        "talent_training": ("talent_trainee", key_of(rng, "14270120000101123x", "x1"), (1,)),
        "store_global": ("store_platform", key_of(rng, "Amazon", "eBay", "Shopee"), (1,)),
        "independent_site": ("site_domain", key_of(rng, "shop.example", "third.example"), (1,)),
        "overseas_warehouse": ("warehouse_once", key_of(rng, "华沙仓", "Dubai A"), (1,)),
        "public_overseas_warehouse": ("public_warehouse_once", key_of(rng, "华沙仓", "W3"), (1,)),
    }  # fmt: skip
    totals = {
        "certification": ("certification_total", None, (40_000, 99_999.99, 100_000, 60_000)),
        "talent_training": ("talent_training_total", None, (99_600, 99_800, 100_000, 400)),
        "talent_platform": ("talent_platform_year", rng.choice(("2024", "2025")), (150_000, 300_000, 299_999.99)),
        "support_service": ("support_service_year", rng.choice(("2024", "2025")), (250_000, 500_000, 499_999.98)),
    }
    shares = {"store_global": "store_total", "independent_site": "site_total"}
    if measure in shares and rng.random() < 0.4:
        return {"limit": shares[measure], "count": rng.choice((1, 1, 2, 3))}
    if measure in totals and (measure not in names or rng.random() < 0.5):
        total, year_key, amounts = totals[measure]
        return {"limit": total, **({"key": year_key} if year_key else {}), "amount": cents(rng, *amounts)}
    limit, key, counts = names.get(measure, names["exhibition"])
    return {"limit": limit, "key": key, "count": rng.choice(counts)}

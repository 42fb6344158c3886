"""What each measure pays, for a case whose required facts are all known and whose case-level conditions hold."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from tests.calculation.oracle_sheet import (
    Case,
    Line,
    Paid,
    Row,
    each_once,
    left_of,
    lines_of,
    part_of_cost,
    some,
    up_to,
)
from tests.calculation.oracle_values import (
    COUNTRIES,
    cut,
    groups_on,
    in_window,
    is_decided,
    is_known,
    number,
    one_year_after,
    the_day,
    used_before,
    yuan,
)


def exhibition(case: Case) -> Paid:
    facts, paid = case["facts"], Paid()
    opens, country, key_tier = the_day(facts["opens_on"]), facts["country"].strip().upper(), facts["tier"] == "key"
    if key_tier:
        friendly = country != "CN" and bool(groups_on(country, opens) & {"R", "B"})
        percent, cap, most = (80 if friendly else 70), (8_000 if country == "CN" else 25_000), 6
    else:
        percent, cap, most = 60, 20_000, 4
    name = f"{facts['name'].strip()}|{facts['session'].strip()}"
    booths: list[tuple[Fraction, Line]] = []
    for row, line in lines_of(case, "booths", lambda row: True):
        paid.lines.append(line)
        area = number(row["area_m2"]) if is_known(row.get("area_m2")) else Fraction(9)
        many = 1 if area <= 9 else floor(area / 9)
        unit_fee = yuan(row, "fee") * 9 / area if area > 9 else yuan(row, "fee")
        each = min(cut(unit_fee * percent / 100), Fraction(cap))
        booths += [(each, line)] * many
    booths.sort(key=lambda booth: -booth[0])
    chosen = booths[: int(left_of(case, "exhibition_booths", name, most))]
    for line in paid.lines:
        line.counts = any(line is other for _, other in chosen)
    for each, line in chosen:
        line.amount += each
        paid.amount += each
    paid.use(case, "exhibition_booths", name, len(chosen), most)
    return paid


def demo_park(case: Case) -> Paid:
    paid = Paid(Fraction(500_000))
    paid.use(case, "demo_park_award", case["facts"]["park_name"], 1, 1)
    return paid


def demo_enterprise(case: Case) -> Paid:
    level = case["facts"]["level"]
    paid = Paid(Fraction({"municipal": 100_000, "provincial": 150_000, "national": 200_000}[level]))
    paid.use(case, "demo_enterprise_award", level, 1, 1)
    return paid


def air_cargo(case: Case) -> Paid:
    def abroad_and_cargo(row: Row) -> bool:
        return row["all_cargo"] is True and COUNTRIES[row["destination"].strip().upper()][1] != "home"

    rate = {"near": 80_000, "asia": 200_000, "far": 300_000}
    paid, year = Paid(), str(case["facts"]["year"])
    rows = lines_of(case, "routes", abroad_and_cargo)
    flights: dict[str, Fraction] = {}
    for row, line in rows:
        paid.lines.append(line)
        if line.meets:
            route = row["route"].strip()
            flights[route] = flights.get(route, Fraction(0)) + number(row["flights"])
    for row, line in rows:
        route = row["route"].strip()
        limit_key = f"{year}|{route}"
        if line.meets and flights[route] + used_before(case, "air_cargo_flights", limit_key) >= 15:
            line.amount = number(row["flights"]) * rate[COUNTRIES[row["destination"].strip().upper()][1]]
            paid.amount += line.amount
            paid.use(case, "air_cargo_flights", limit_key, number(row["flights"]), None)
        else:
            line.meets = False
    return paid


def certification(case: Case) -> Paid:
    def meets(row: Row) -> bool:
        fresh = row.get("renewal") is not True and row.get("compulsory") is not True
        return fresh and in_window(the_day(row["obtained_on"]))

    paid = Paid()
    for row, line in lines_of(case, "items", meets):
        paid.lines.append(line)
        if line.meets:
            line.amount = part_of_cost(row, "fee")
    return up_to(paid, case, "certification_total", None, 100_000)


def talent_training(case: Case) -> Paid:
    def meets(row: Row) -> bool:
        start = the_day(row["contract_from"])
        long_enough = row.get("open_ended") is True or (
            the_day(row["contract_to"]).toordinal() + 1 >= one_year_after(start).toordinal()
        )
        event = max(the_day(row["training_ended_on"]), start)
        days = number(row["training_days"])
        return days >= 30 and long_enough and row["employer_is_cbec"] is True and in_window(event)

    paid = Paid()
    rows = lines_of(case, "trainees", meets)
    for row, line in each_once(paid, case, rows, "talent_trainee", "id_no"):
        line.amount = Fraction(400)
        paid.use(case, "talent_trainee", row["id_no"], 1, 1)
    return up_to(paid, case, "talent_training_total", None, 100_000)


def talent_platform(case: Case) -> Paid:
    facts, paid = case["facts"], Paid()
    for row, line in lines_of(case, "costs", lambda row: the_day(row["invoiced_on"]).year == int(facts["year"])):
        paid.lines.append(line)
        if line.meets:
            line.amount = yuan(row, "fee")
    cost = sum((line.amount for line in paid.lines), Fraction(0))
    wanted = min(cost, number(facts["decided_amount"])) if is_decided(case) else Fraction(0)
    paid.amount = min(wanted, left_of(case, "talent_platform_year", facts["year"], 300_000))
    paid.use(case, "talent_platform_year", facts["year"], paid.amount, 300_000)
    return paid


def store_global(case: Case) -> Paid:
    def meets(row: Row) -> bool:
        if row["kind"] == "b2b":
            return yuan(row, "sales") >= 5_000_000
        return yuan(row, "sales") >= 3_000_000 and number(row["orders"]) >= 100

    paid = Paid()
    fresh = each_once(paid, case, lines_of(case, "stores", meets), "store_platform", "platform")
    return some(paid, case, fresh, ("store_platform", "platform", 100_000), ("store_total", 3))


def independent_site(case: Case) -> Paid:
    def meets(row: Row) -> bool:
        launched = the_day(row["launched_on"])
        in_time = launched.year == int(case["facts"]["year"]) and in_window(launched)
        return in_time and row["holds_domain"] is True and yuan(row, "sales") >= 3_000_000

    paid = Paid()
    fresh = each_once(paid, case, lines_of(case, "sites", meets), "site_domain", "domain")
    return some(paid, case, fresh, ("site_domain", "domain", 150_000), ("site_total", 2))


def overseas_warehouse(case: Case) -> Paid:
    def meets(row: Row) -> bool:
        full_year = one_year_after(the_day(row["in_use_since"]))
        in_time = full_year <= the_day(case["applied_on"]) and in_window(full_year)
        return in_time and row["country"].strip().upper() != "CN" and number(row["area_m2"]) >= 500

    paid = Paid()
    rows = lines_of(case, "warehouses", meets)
    for row, line in each_once(paid, case, rows, "warehouse_once", "name"):
        line.amount = min(part_of_cost(row, "cost"), Fraction(500_000))
        paid.amount += line.amount
        paid.use(case, "warehouse_once", row["name"], 1, 1)
    return paid


def public_overseas_warehouse(case: Case) -> Paid:
    def meets(row: Row) -> bool:
        return row["country"].strip().upper() != "CN" and in_window(the_day(row["recognised_on"]))

    paid = Paid()
    rows = lines_of(case, "warehouses", meets)
    for row, line in each_once(paid, case, rows, "public_warehouse_once", "name"):
        favoured = groups_on(row["country"].strip().upper(), the_day(row["recognised_on"]))
        line.amount = Fraction(400_000 if favoured else 300_000)
        paid.amount += line.amount
        paid.use(case, "public_warehouse_once", row["name"], 1, 1)
    return paid


def by_decision(case: Case) -> Paid:
    return Paid(number(case["facts"]["decided_amount"]) if is_decided(case) else Fraction(0))


def support_service(case: Case) -> Paid:
    year, paid, fees = case["facts"]["year"], Paid(), Fraction(0)
    for row, line in lines_of(case, "contracts", lambda row: the_day(row["paid_on"]).year == int(year)):
        paid.lines.append(line)
        if line.meets:
            fees += yuan(row, "fee")
            line.amount = cut(yuan(row, "fee") * 20 / 100)
    paid.amount = min(cut(fees * 20 / 100), left_of(case, "support_service_year", year, 500_000))
    paid.use(case, "support_service_year", year, paid.amount, 500_000)
    return paid


def credit_insurance(case: Case) -> Paid:
    paid = Paid()
    for row, line in lines_of(case, "policies", lambda row: in_window(the_day(row["invoiced_on"]))):
        paid.lines.append(line)
        if line.meets:
            premium = yuan(row, "premium")
            line.amount = max(Fraction(0), min(cut(premium * 30 / 100), premium - number(row["provincial_support"])))
            paid.amount += line.amount
    return paid


RULES: dict[str, Callable[[Case], Paid]] = {
    "exhibition": exhibition,
    "demo_park": demo_park,
    "demo_enterprise": demo_enterprise,
    "air_cargo": air_cargo,
    "certification": certification,
    "talent_training": talent_training,
    "talent_platform": talent_platform,
    "store_global": store_global,
    "independent_site": independent_site,
    "overseas_warehouse": overseas_warehouse,
    "public_overseas_warehouse": public_overseas_warehouse,
    "leading_enterprise": by_decision,
    "special_matter": by_decision,
    "support_service": support_service,
    "credit_insurance": credit_insurance,
}

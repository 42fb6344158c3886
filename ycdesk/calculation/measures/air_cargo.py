"""第三条(四): subsidy per all-cargo flight on international (regional) routes.

Rows of the same route are added up; a route counts from the given number of all-cargo flights in the year on
(flights paid before included), then every flight now claimed is paid by the zone of its destination.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ycdesk.calculation.days import of_year
from ycdesk.calculation.exact import Term, number
from ycdesk.calculation.facts import CountryCode, FactKind, FactModel, Text, Whole, YesNo, fact, rows
from ycdesk.calculation.rules import Country, Record, parameter
from ycdesk.calculation.shares import add_up
from ycdesk.calculation.words import figure, yuan_words
from ycdesk.calculation.work import RowState, Work

LIMIT = "air_cargo_flights"
READINGS = {"41": ("route", "applicant"), "44": ("continent", "other")}
ZONES = {"domestic": "国内航线", "hmt": "港澳台地区航线", "asia": "亚洲区域性航线", "beyond": "洲际航线"}


class Parameters(Record):
    flights_at_least: int = parameter("每条航线全年货机航班不少于", "班")
    hmt_per_flight: Decimal = parameter("港澳台地区航线每班补助", "元")
    asia_per_flight: Decimal = parameter("亚洲区域性航线每班补助", "元")
    beyond_per_flight: Decimal = parameter("洲际航线每班补助", "元")


class Route(FactModel):
    route: Text | None = fact(FactKind.TEXT, "航线", help="同一航线的各行合并计算班次", example="运城—阿拉木图")
    destination: CountryCode | None = fact(FactKind.COUNTRY, "目的地国家（地区）", example="KZ")
    flights: Whole | None = fact(FactKind.WHOLE, "本次申报班次", unit="班", help="一个往返计 1 班")
    all_cargo: YesNo | None = fact(FactKind.YES_NO, "全货机", help="客机腹舱不计")


class Facts(FactModel):
    year: Whole | None = fact(FactKind.YEAR, "年度", unit="年", example="2025")
    routes: tuple[Route, ...] = rows("航线", "航线")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The year of the flights."""
    return of_year(facts.year)


def conditions(work: Work, facts: Facts) -> None:
    work.year_in_window(facts.year)


def judge_row(work: Work, facts: Facts, row: Route, state: RowState) -> None:
    """All-cargo, a destination outside the mainland, and enough flights on the route in the year."""
    p: Parameters = work.parameters_of_year(facts.year)
    work.wanted("all_cargo", "全货机航班", row.all_cargo, row=state)
    country = work.package.countries.get(row.destination or "")
    work.check(
        "destination",
        "国际（地区）航线",
        "目的地在境外",
        country.name if country else None,
        None if country is None else country.abroad,
        row=state,
    )
    if state.met is False:
        return
    work.at_least("flights", "该航线全年货机航班", _flights(work, facts, row, p), p.flights_at_least, "班", row=state)


def _flights(work: Work, facts: Facts, row: Route, p: Parameters) -> int | None:
    """All-cargo flights of the row's route in the year, those paid before included; None while facts are missing."""
    if row.route is None or facts.year is None:
        return None
    same = [other for other in facts.routes if other.route is not None and other.route.strip() == row.route.strip()]
    flights = _sum(work, same)
    if flights is None:
        return None
    before: int = work.used_before(LIMIT, f"{facts.year}|{row.route}")
    flights += before
    if flights < p.flights_at_least:
        everywhere = _sum(work, list(facts.routes))
        if everywhere is None:
            return flights
        everywhere += _paid_before(work, facts.year)
        if everywhere >= p.flights_at_least and work.reading("41") == "applicant":
            return everywhere
    return flights


def _paid_before(work: Work, year: int) -> int:
    """Flights paid before in the year, on whatever route."""
    limit = work.package.limits[LIMIT]
    uses = [use for award in work.case.history for use in award.uses if use.limit == LIMIT]
    return sum(use.count or 0 for use in uses if (limit.fold_key(use.key) or "").startswith(f"{year}|"))


def _sum(work: Work, rows_: list[Route]) -> int | None:
    flights = 0
    for row in rows_:
        if row.all_cargo is False or (row.destination and not work.package.countries[row.destination].abroad):
            continue
        if row.flights is None or row.all_cargo is None or row.destination is None:
            return None
        flights += row.flights
    return flights


def award(work: Work, facts: Facts) -> Term:
    p: Parameters = work.parameters_of_year(facts.year)
    parts = []
    claimed: dict[str, int] = {}
    for state in work.met_rows():
        row: Route = state.row
        assert row.destination
        assert row.flights is not None
        assert row.route
        zone = _zone(work, work.package.countries[row.destination])
        rate = number(getattr(p, f"{zone}_per_flight"))
        money = rate * number(row.flights)
        text = f"{ZONES[zone]}，每班 {figure(rate.value)} 元 × {row.flights} 班 = {yuan_words(money.value)}"
        parts.append(work.step(f"航线 {row.route}", money, text))
        state.count(money.value, row.flights)
        claimed[row.route.strip()] = claimed.get(row.route.strip(), 0) + row.flights
    result = add_up(work, "合计", parts)
    for route, flights in claimed.items():
        work.touch(LIMIT, f"{facts.year}|{route}", None, flights)
    return result


def _zone(work: Work, country: Country) -> str:
    """The zone that prices a flight; for a country on two continents reading 44 decides."""
    if not country.zone_sure and work.reading("44") == "other":
        return "asia" if country.zone == "beyond" else "beyond"
    return country.zone

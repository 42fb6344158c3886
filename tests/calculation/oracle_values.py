"""Values as the second calculation reads them: exact fractions, days, and the countries, typed by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

# Countries that the random cases use. First letter: R in RCEP, B in the BRI, S in Silk Road e-commerce through all of
# 2024 and 2025; the zone of 第三条(四): "home", "near" (港澳台), "asia", "far". Moving memberships stand below.
COUNTRIES = {
    "CN": ("", "home"), "HK": ("", "near"), "MO": ("", "near"), "TW": ("", "near"),
    "VN": ("RBS", "asia"), "JP": ("R", "asia"), "SG": ("RBS", "asia"), "IN": ("", "asia"), "IL": ("", "asia"),
    "AE": ("BS", "asia"), "TR": ("B", "asia"), "BH": ("B", "asia"), "TJ": ("B", "asia"),
    "US": ("", "far"), "DE": ("", "far"), "AU": ("RS", "far"), "NZ": ("RBS", "far"), "BR": ("S", "far"),
    "IS": ("S", "far"), "RU": ("BS", "far"), "CY": ("B", "far"), "RS": ("B", "far"), "EG": ("B", "far"),
    "IT": ("S", "far"), "PA": ("S", "far"), "NR": ("", "far"), "CO": ("S", "far"), "NA": ("B", "far"),
}  # fmt: skip
JOINED_BRI = {"NR": date(2024, 3, 25), "CO": date(2025, 5, 14)}
LAST_DAY_IN_BRI = {"IT": date(2024, 3, 22), "PA": date(2025, 5, 7)}
JOINED_SILK = {"BH": date(2024, 5, 31), "RS": date(2024, 5, 8), "TJ": date(2024, 7, 5), "EG": date(2025, 7, 10)}


def groups_on(country: str, day: date) -> set[str]:
    """The groups R, B, S that a country belongs to on a day."""
    groups = set(COUNTRIES[country][0])
    if country in JOINED_BRI and day >= JOINED_BRI[country]:
        groups.add("B")
    if country in LAST_DAY_IN_BRI and day <= LAST_DAY_IN_BRI[country]:
        groups.add("B")
    if country in JOINED_SILK and day >= JOINED_SILK[country]:
        groups.add("S")
    return groups


def is_known(value: Any) -> bool:
    """Missing is not zero: None, blank text and an empty list are unknown; 0 and False are known."""
    if isinstance(value, str):
        return value.strip() != ""
    return value is not None and value not in ([], {})


def number(value: Any) -> Fraction:
    return Fraction(str(value).strip())


def cut(value: Fraction) -> Fraction:
    return Fraction(floor(value * 100), 100)


def half_up(value: Fraction) -> Fraction:
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def the_day(text: str) -> date:
    year, month, day = str(text).strip().split("-")
    return date(int(year), int(month), int(day))


def in_window(day: date) -> bool:
    return date(2024, 1, 1) <= day <= date(2025, 12, 31)


def one_year_after(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return date(day.year + 1, day.month, day.day)


def yuan(row: dict[str, Any], field: str) -> Fraction:
    """The money of a row in yuan: a foreign amount is converted once, half up."""
    amount = number(row[field])
    currency = row.get("currency")
    if is_known(currency) and str(currency).strip().upper() != "CNY":
        return half_up(amount * number(row["exchange_rate"]))
    return amount


def fold(limit: str, key: Any) -> str:
    """A key as it is compared."""
    text = str(key if key is not None else "").strip()
    if limit in ("store_platform", "site_domain"):
        return text.lower()
    return text.upper() if limit == "talent_trainee" else text


def used_before(case: dict[str, Any], limit: str, key: Any = None) -> Fraction:
    """What earlier awards used up of a limit, for one key."""
    total = Fraction(0)
    for award in case.get("history") or []:
        for use in award.get("uses") or []:
            if use["limit"].strip() == limit and fold(limit, use.get("key")) == fold(limit, key):
                value = use.get("count") if is_known(use.get("count")) else use.get("amount")
                total += number(value) if is_known(value) else 0
    return total


def known_rows(case: dict[str, Any], table: str) -> list[dict[str, Any]]:
    return (case.get("facts") or {}).get(table) or []


def is_decided(case: dict[str, Any]) -> bool:
    """A decision is recorded: the amount and the document it stands in."""
    facts = case.get("facts") or {}
    return is_known(facts.get("decided_amount")) and is_known(facts.get("decision_document"))

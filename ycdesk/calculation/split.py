"""The split of an award between the city and the county (第十条(二))."""

from __future__ import annotations

from decimal import Decimal

from ycdesk.calculation.assessment import Funding
from ycdesk.calculation.exact import cut, number, percent
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.ruled import NOTHING_RULED, Ruled


def city_percent(measure: str, county: str | None, package: PolicyPackage, ruled: Ruled = NOTHING_RULED) -> int | None:
    """The city's part in per cent: the policy's, else the ruled one; None where there is neither or no county."""
    if not is_shared(measure, package):
        return 100
    record = package.counties.get(county or "")
    if record is None or record.city_level:
        return None
    return ruled.city_percents.get(record.code) if record.city_percent is None else record.city_percent


def is_shared(measure: str, package: PolicyPackage) -> bool:
    """Whether city and county share the cost of a measure (its clause is one of 第三、四、五条)."""
    return package.measures[measure].clause[0] in package.shared_clauses


def split(
    amount: Decimal, measure: str, county: str | None, package: PolicyPackage, ruled: Ruled = NOTHING_RULED
) -> Funding | None:
    """Split yuan between city and county: the city's part is cut down to 0.01, the county bears the rest.

    None where the policy gives no ratio (永济市) and none is ruled, or the county is not known.
    """
    share = city_percent(measure, county, package, ruled)
    if share is None:
        return None
    city = cut(percent(share) * number(amount)).value
    return Funding(city, amount - city)

"""第三条(一): subsidy for booths at international exhibitions.

One case is one exhibition. A booth row is one standard booth up to 9 m² or without area, else as many as fit;
the fee of the left-over area is excluded. Per booth: a percentage of the fee, cut down to 0.01, then the cap.
The best paid booths count, as many as the exhibition's limit leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from ycdesk.calculation.days import known
from ycdesk.calculation.exact import Term, cut, least, number, percent
from ycdesk.calculation.facts import (
    Amount,
    CountryCode,
    Day,
    FactKind,
    FactModel,
    MoneyRow,
    Number,
    Text,
    YesNo,
    fact,
    rows,
)
from ycdesk.calculation.rules import Country, Record, parameter
from ycdesk.calculation.shares import add_up
from ycdesk.calculation.words import figure, yuan_words
from ycdesk.calculation.work import RowState, Work

LIMIT = "exhibition_booths"
READINGS = {
    "8": ("70", "80"),
    "9": ("other_abroad", "domestic"),
    "10": ("event_day", "today"),
    "12": ("letter", "domestic_cap"),
    "15": ("excluded", "spread"),
    "16": ("dearest", "first"),
}


class Parameters(Record):
    key_group_percent: int = parameter("重点展会补助比例：“一带一路”、RCEP 国家", "%")
    key_other_percent: int = parameter("重点展会补助比例：其他国家和地区", "%")
    general_percent: int = parameter("一般性展会补助比例", "%")
    key_abroad_cap: Decimal = parameter("重点展会每个展位上限：境外", "元")
    key_domestic_cap: Decimal = parameter("重点展会每个展位上限：境内", "元")
    general_cap: Decimal = parameter("一般性展会每个展位上限", "元")
    key_booths: int = parameter("重点展会每届展位数上限", "个")
    general_booths: int = parameter("一般性展会每届展位数上限", "个")
    booth_area: Decimal = parameter("一个标准展位的面积", "㎡")


class Booth(MoneyRow):
    money_fact = "fee"

    booth_no: Text | None = fact(FactKind.TEXT, "展位号", example="3.2A15", optional=True)
    area_m2: Number | None = fact(
        FactKind.DECIMAL, "面积", unit="㎡", help="不填按 1 个标准展位", example="9", optional=True
    )
    fee: Amount | None = fact(
        FactKind.AMOUNT, "展位费", unit="元", help="只计场地和标准配置，不含特装、注册、会刊、运输", example="31250.00"
    )


class Facts(FactModel):
    name: Text | None = fact(FactKind.TEXT, "展会名称", example="中国进出口商品交易会")
    session: Text | None = fact(FactKind.TEXT, "届次", help="同一展会每届分别计算展位", example="第137届")
    tier: Literal["key", "general"] | None = fact(
        FactKind.CHOICE,
        "展会类别",
        help="重点：列入市政府支持的重点国际性展会目录",
        choices={"key": "重点", "general": "一般性"},
    )
    country: CountryCode | None = fact(FactKind.COUNTRY, "举办国家（地区）", example="VN")
    opens_on: Day | None = fact(FactKind.DATE, "开幕日期", example="2025-04-15")
    provincial_support: YesNo | None = fact(FactKind.YES_NO, "省级已支持同一展会", help="同一展会省、市只能享受一次")
    booths: tuple[Booth, ...] = rows("展位", "展位")


class _Tariff(NamedTuple):
    """What one booth of this case is paid by: per cent of the fee, and the cap in yuan."""

    percent: int
    share: Term
    cap: Decimal
    cap_term: Term
    cap_words: str


@dataclass(slots=True)
class _Priced:
    """A row with the number of its standard booths and the award for one of them."""

    state: RowState
    count: int
    award: Term
    chosen: int = 0


def event_days(facts: Facts) -> tuple[date, ...]:
    """The opening day."""
    return known(facts.opens_on)


def conditions(work: Work, facts: Facts) -> None:
    work.in_window("opens_on", "开幕日期在政策有效期内", facts.opens_on)
    work.wanted("provincial_support", "省级已支持同一展会", facts.provincial_support, wanted=False)


def award(work: Work, facts: Facts) -> Term:
    assert facts.country
    assert facts.opens_on
    p: Parameters = work.parameters(facts.opens_on)
    country = work.package.countries[facts.country]
    rate, cap = _rate(work, p, facts.tier, country, facts.opens_on), _cap(work, p, facts.tier, country)
    tariff = _Tariff(rate, percent(rate), cap, number(cap), f"每个展位上限 {figure(cap)} 元")
    ceiling = p.key_booths if facts.tier == "key" else p.general_booths
    key = f"{facts.name}|{facts.session}"
    room = max(ceiling - work.used_before(LIMIT, key), 0)
    priced = [_price(work, p, state, tariff) for state in work.rows]
    _choose(work, priced, room)
    for booth in priced:
        if booth.chosen:
            booth.state.count(booth.award.value * booth.chosen, booth.chosen)
        else:
            booth.state.pass_over(f"超出每届 {ceiling} 个展位的上限", 0)
    chosen = [booth for booth in priced if booth.chosen]
    taken = sum(booth.chosen for booth in chosen)
    result = add_up(work, "合计", [booth.award for booth in chosen], [booth.chosen for booth in chosen])
    work.touch(LIMIT, key, ceiling, taken)
    return result


def _rate(work: Work, p: Parameters, tier: str | None, country: Country, on: date) -> int:
    """Per cent of the fee."""
    if tier == "general":
        return p.general_percent
    if not country.abroad:
        return p.key_group_percent if work.reading("8") == "80" else p.key_other_percent
    on_the_day = country.in_group("bri", on) or country.in_group("rcep", on)
    now = country.in_group("bri", date.max) or country.in_group("rcep", date.max)
    if on_the_day != now and work.reading("10") == "today":
        on_the_day = now
    return p.key_group_percent if on_the_day else p.key_other_percent


def _cap(work: Work, p: Parameters, tier: str | None, country: Country) -> Decimal:
    """Yuan for one booth."""
    if tier == "general":
        domestic_cap = not country.abroad and work.reading("12") == "domestic_cap"
        return p.key_domestic_cap if domestic_cap else p.general_cap
    if country.zone == "hmt" and work.reading("9") == "domestic":
        return p.key_domestic_cap
    return p.key_abroad_cap if country.abroad else p.key_domestic_cap


def _price(work: Work, p: Parameters, state: RowState, tariff: _Tariff) -> _Priced:
    """The award for one standard booth of a row, as a step."""
    row: Booth = state.row
    label = f"展位 {row.booth_no}" if row.booth_no else f"展位第 {state.index + 1} 行"
    fee = work.row_yuan(row, label)
    count, area = 1, row.area_m2
    unit_fee, words = fee, figure(fee.value)
    if area is not None and area > p.booth_area:
        count = int(area // p.booth_area)
        unit_fee = fee * number(p.booth_area) / number(area)
        words = f"{words} × {figure(p.booth_area)}/{figure(area)}"
        spread = fee / number(count)
        if _differ(spread, unit_fee, tariff) and work.reading("15") == "spread":
            unit_fee = spread
            words = f"{figure(fee.value)} ÷ {count}"
        label = f"{label} 每个标准展位"
    full = cut(tariff.share * unit_fee)
    capped = least(full, tariff.cap_term)
    relation = "未超过" if capped.n == full.n else "超过"
    paid = yuan_words(capped.value)
    text = f"{words} × {tariff.percent}% = {yuan_words(full.value)}，{relation}{tariff.cap_words}，计 {paid}"
    return _Priced(state, count, work.step(label, capped, text))


def _differ(one: Term, other: Term, tariff: _Tariff) -> bool:
    """Whether two fees of one booth give different awards; where they do not, no reading decides."""
    awards = {min(cut(tariff.share * fee).value, tariff.cap) for fee in (one, other)}
    return len(awards) > 1


def _choose(work: Work, priced: list[_Priced], room: int) -> None:
    """Take booths while the limit leaves room: all of them, or the best paid ones (reading 16)."""
    order = priced
    if sum(booth.count for booth in priced) > room:
        values = {booth.award.value for booth in priced}
        if room == 0 or len(values) == 1 or work.reading("16") == "dearest":
            order = sorted(priced, key=lambda booth: -booth.award.value)
    for booth in order:
        booth.chosen = min(booth.count, room)
        room -= booth.chosen

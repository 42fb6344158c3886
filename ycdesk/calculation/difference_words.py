"""The parts of a policy package in words, as far as two packages are compared by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ycdesk.calculation.rules import KIND_LABELS, Country, County, Limit, Paper, Reading, Record
from ycdesk.calculation.words import figure

_ZONES = {"domestic": "国内", "hmt": "港澳台", "asia": "亚洲", "beyond": "洲际"}
_WHOSE = {"applicant": "每个申报主体", "park": "每个园区", "person": "每个人", "county": "每个县（市、区）"}
_PERIODS = {"exhibition": "每届展会", "policy": "政策期内", "year": "每年", "ever": "只能一次（跨政策）"}
_PARTICULARS = {
    "invoice": "发票号码",
    "contract": "合同编号",
    "certificate": "证书编号",
    "policy": "保单号",
    "flight": "航班",
    "domain": "域名",
    "warehouse": "海外仓",
}
_FIELDS = {
    "aliases": "别名",
    "alternatives": "可选的读法",
    "belongs_to": "归属",
    "clause": "条款",
    "computed": "测算是否随之变",
    "fact": "所依事项",
    "fold": "大小写",
    "key": "关键",
    "note": "说明",
    "question": "问题",
    "reason": "理由",
    "tally": "是否只计数",
    "when": "条件",
}


def quantity(value: int | Decimal, unit: str) -> str:
    """A number with its unit: ``80%``, ``25,000 元``."""
    return f"{figure(value)}{unit}" if unit in ("%", "") else f"{figure(value)} {unit}"


def dated(values: Sequence[tuple[date | None, int | Decimal]], unit: str) -> str:
    """Values one after the other: ``80%；2025-07-01 起 70%``."""
    parts = [(f"{start.isoformat()} 起 " if start else "", quantity(value, unit)) for start, value in values]
    return "；".join(f"{since}{value}" for since, value in parts)


def span(window: tuple[date, date]) -> str:
    """A window, both ends included."""
    return f"{window[0].isoformat()} 至 {window[1].isoformat()}"


def clauses(numbers: Iterable[str]) -> str:
    """Clauses by their first characters."""
    return "、".join(f"第{number}条" for number in numbers)


def kinds(ids: Sequence[str]) -> str:
    """Kinds of applicants, in the order in which they are always named."""
    return "、".join(label for kind, label in KIND_LABELS.items() if kind in ids)


def particulars(ids: Sequence[str]) -> str:
    """The kinds of numbers that are typed for the duplicate radar, in the order in which they are always named."""
    return "、".join(label for kind, label in _PARTICULARS.items() if kind in ids)


def county(one: County) -> str:
    """A county with its share under 第十条(二)."""
    if one.city_level:
        return f"{one.name}，市级"
    if one.city_percent is None:
        return f"{one.name}，没有规定比例"
    return f"{one.name}，市级 {one.city_percent}%、所在地 {100 - one.city_percent}%"


def country_names(one: Country) -> str:
    """Name and other names."""
    return f"{one.name}（{'、'.join(one.aliases)}）" if one.aliases else one.name


def membership(days: tuple[date, date] | None, sure: bool = True) -> str:
    """Since when and until when a country belongs to a group."""
    if days is None:
        text = "不属于"
    elif days == (date.min, date.max):
        text = "属于"
    elif days[1] == date.max:
        text = f"{days[0].isoformat()} 起属于"
    else:
        start = f"{days[0].isoformat()} " if days[0] != date.min else ""
        text = f"{start}至 {days[1].isoformat()} 属于"
    return text if sure else f"{text}（存疑）"


def zone(name: str, sure: bool) -> str:
    """How far a flight to the country goes."""
    return _ZONES[name] if sure else f"{_ZONES[name]}（存疑）"


def country(one: Country) -> str:
    """A country with all that counts."""
    groups = {"“一带一路”": (one.bri, one.bri_sure), "RCEP": (one.rcep, True), "丝路电商": (one.silk, one.silk_sure)}
    parts = [f"{title} {membership(days, sure)}" for title, (days, sure) in groups.items() if days is not None]
    return "，".join([f"{one.alpha2} {one.name}", f"航线 {zone(one.zone, one.zone_sure)}", *parts])


def limit(one: Limit) -> str:
    """A limit: what it counts, whose it is, how long it lasts."""
    counted = "按金额" if one.measures == "amount" else "按个数"
    key = f"，按{one.key}分别计算" if one.key else ""
    return f"{one.title}（{one.unit}）：{counted}，{_WHOSE[one.belongs_to]}，{_PERIODS[one.period]}{key}"


def paper(one: Paper) -> str:
    """A paper: its marks and when it is needed."""
    need = "必交" if one.need == "always" else one.condition
    parts = [one.marks_text, need, "关键材料" if one.key else "", one.note]
    return f"{one.name}（{'；'.join(part for part in parts if part)}）"


def reading(one: Reading) -> str:
    """The reading in force."""
    return one.words(one.in_force) + ("（逐案确认）" if one.confirm else "")


def apart(before: Record, after: Record) -> tuple[str, str]:
    """Of two records whose words are the same, the fields that differ."""
    pairs = [(name, value, getattr(after, name)) for name, value in vars(before).items()]
    differing = [(name, old, new) for name, old, new in pairs if old != new]
    return (
        "；".join(f"{_FIELDS.get(name, name)}：{_plain(old)}" for name, old, _ in differing),
        "；".join(f"{_FIELDS.get(name, name)}：{_plain(new)}" for name, _, new in differing),
    )


def _plain(value: Any) -> str:
    """A field's value as text; lists are joined."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(_plain(part) for part in value)
    if isinstance(value, Record):
        return " ".join(_plain(part) for part in vars(value).values() if part is not None)
    return str(value)

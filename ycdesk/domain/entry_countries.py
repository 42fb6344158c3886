"""Countries and currencies as people type them: a name, another name, pinyin initials or the code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from ycdesk.calculation.facts import FactSpec
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.rules import Country
from ycdesk.domain.entry_value import Entry, clean, understood, wrong
from ycdesk.domain.pinyin import initials

CURRENCIES = {
    "CNY": "人民币", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑", "RUB": "卢布",
    "KRW": "韩元", "SGD": "新加坡元", "AUD": "澳元", "CAD": "加元", "CHF": "瑞士法郎", "MYR": "林吉特",
    "THB": "泰铢", "VND": "越南盾", "IDR": "印尼盾", "PHP": "菲律宾比索", "INR": "印度卢比", "AED": "阿联酋迪拉姆",
    "SAR": "沙特里亚尔", "TRY": "土耳其里拉", "BRL": "巴西雷亚尔", "MXN": "墨西哥比索", "ZAR": "南非兰特",
    "NZD": "新西兰元", "MOP": "澳门元", "TWD": "新台币", "KZT": "坚戈", "UZS": "苏姆", "PLN": "兹罗提",
    "HUF": "福林", "CZK": "捷克克朗", "SEK": "瑞典克朗", "NOK": "挪威克朗", "DKK": "丹麦克朗", "ILS": "谢克尔",
    "EGP": "埃及镑", "KES": "肯尼亚先令", "NGN": "奈拉", "PEN": "索尔", "CLP": "智利比索", "COP": "哥伦比亚比索",
    "ARS": "阿根廷比索", "QAR": "卡塔尔里亚尔", "KWD": "科威特第纳尔", "PKR": "巴基斯坦卢比", "BDT": "塔卡",
    "LKR": "斯里兰卡卢比", "MMK": "缅元", "KHR": "瑞尔", "LAK": "基普", "BYN": "白俄罗斯卢布", "UAH": "格里夫纳",
}  # fmt: skip
"""Currencies in which firms of the city pay abroad, with their Chinese names."""
_FOREIGN_NAMES = {"uk": "GB", "usa": "US", "uae": "AE", "england": "GB", "korea": "KR"}
"""Short foreign names that are no codes."""
_OTHER_NAMES = {
    "RMB": "CNY", "元": "CNY", "¥": "CNY", "港币": "HKD", "日圆": "JPY", "韩币": "KRW", "美金": "USD", "$": "USD",
    "US$": "USD", "€": "EUR", "£": "GBP", "新币": "SGD", "澳币": "AUD", "俄罗斯卢布": "RUB",
}  # fmt: skip


@dataclass(eq=False)
class CountryNames:
    """All ways to name the countries of a package."""

    countries: dict[str, Country]

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Name or other name, folded → code."""
        return {
            _fold(name): code for code, country in self.countries.items() for name in (country.name, *country.aliases)
        }

    @cached_property
    def initials(self) -> dict[str, tuple[str, ...]]:
        """Code → pinyin initials of its names. The first use costs some 150 ms: have it done in the background."""
        return {
            code: tuple(dict.fromkeys(short for name in (country.name, *country.aliases) for short in initials(name)))
            for code, country in self.countries.items()
        }

    def matching(self, text: str, limit: int = 12) -> list[Country]:
        """Countries for a typed beginning, the nearest first; for a list to choose from."""
        wanted = _fold(text)
        if not wanted:
            return []
        ranked: list[tuple[int, str]] = []
        for code, country in self.countries.items():
            names = [_fold(name) for name in (country.name, *country.aliases)]
            rank = 9
            if wanted in names:
                rank = 0
            elif wanted == code.lower():
                rank = 1
            elif any(name.startswith(wanted) for name in names):
                rank = 2
            elif wanted.isascii() and any(short == wanted for short in self.initials[code]):
                rank = 1
            elif wanted.isascii() and any(short.startswith(wanted) for short in self.initials[code]):
                rank = 3
            elif any(wanted in name for name in names):
                rank = 4
            if rank < 9:
                ranked.append((rank, code))
        ranked.sort(key=lambda pair: pair[0])
        return [self.countries[code] for _, code in ranked[:limit]]


_made: dict[int, CountryNames] = {}


def country_names(package: PolicyPackage) -> CountryNames:
    """The names of a package's countries; made once for each package."""
    names = _made.get(id(package.countries))
    if names is None:
        names = _made[id(package.countries)] = CountryNames(package.countries)
    return names


def read_country(text: str, package: PolicyPackage) -> Entry:
    """A country as its code; a name that is none gets the nearest names."""
    names = country_names(package)
    typed = clean(text)
    if typed in package.countries:
        return _country(package.countries[typed])
    if code := names.by_name.get(_fold(typed)) or _FOREIGN_NAMES.get(_fold(typed)):
        return _country(package.countries[code])
    if re.fullmatch(r"[A-Za-z]{2,}", typed):
        wanted = typed.lower()
        found = {code for code, shorts in names.initials.items() if wanted in shorts} | (
            {wanted.upper()} & package.countries.keys()
        )
        if len(found) == 1:
            return _country(package.countries[found.pop()])
        if found:
            choice = "、".join(package.countries[code].name for code in sorted(found))
            return wrong(text, f"「{typed[:20]}」可以是{choice}，请写中文名称。")
    near = get_close_matches(_fold(typed), names.by_name, n=3, cutoff=0.5)
    near += [name for name in names.by_name if _fold(typed) in name or name in _fold(typed)][:3]
    hints = list(dict.fromkeys(package.countries[names.by_name[name]].name for name in near))[:3]
    advice = f"是否为{'、'.join(hints)}？" if hints else "请从列表中选择，或填中文名称。"
    return wrong(text, f"没有「{typed[:20]}」这个国家或地区，{advice}")


def read_currency(spec: FactSpec, text: str) -> Entry:
    """A currency as its code of three letters."""
    typed = clean(text).replace(" ", "").upper()
    code = _OTHER_NAMES.get(typed, typed)
    if code not in CURRENCIES:
        code = next((known for known, name in CURRENCIES.items() if name == typed), "")
    if code:
        return understood(code, code)
    return wrong(text, f"「{text.strip()[:20]}」不是认得的币种，请填代码，如 USD（美元）、EUR（欧元）；人民币可不填。")


def _country(country: Country) -> Entry:
    return understood(country.alpha2, country.name, kept=country.alpha2)


def _fold(text: str) -> str:
    return clean(text).replace(" ", "").casefold()

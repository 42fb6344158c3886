"""Numbers as people type them: ``30,000``, ``２．５万``, ``1亿2000万元``, ``36㎡``, ``16 家``."""

from __future__ import annotations

import re
from decimal import Decimal

from ycdesk.calculation.facts import FactSpec
from ycdesk.calculation.money import in_figures
from ycdesk.calculation.values import plain
from ycdesk.domain.entry_value import Entry, clean, understood, wrong

MOST_DIGITS = 15
"""Digits before the decimal point."""
MOST_DECIMALS = 6
"""Decimals of a number that is not money."""
SQUARE_FOOT = Decimal("0.09290304")
"""Square metres."""

_PLAIN = re.compile(r"\d+(\.\d+)?|\.\d+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_COMPOUND = re.compile(r"(?:\d[\d,]*(?:\.\d+)?(?:千万|百万|[亿万千百wW]))+(?:\d[\d,]*(?:\.\d+)?)?", re.ASCII)
_PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)(千万|百万|[亿万千百wW])?", re.ASCII)
_SCALES = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "w": 10**4, "W": 10**4, "千": 1000, "百": 100, "": 1}
_YUAN_BEFORE = re.compile(r"^(人民币|RMB|CNY|¥)", re.IGNORECASE)
_YUAN_AFTER = re.compile(r"(元整|元正|人民币|元|圆|RMB|CNY)$", re.IGNORECASE)
_FOREIGN = re.compile(r"[$€£₽₩]|USD|EUR|GBP|HKD|JPY|美元|欧元|英镑|港[币元]|日元|卢布", re.IGNORECASE)
_SQUARE_METRE = re.compile(r"(m2|平方米|平米|平方|平)$", re.IGNORECASE)
_SQUARE_FEET = re.compile(r"(平方英尺|平方尺|sq\.?ft\.?|sqft|ft2)$", re.IGNORECASE)
_COUNTER = re.compile(r"(个工作日|[个家班天日单人次笔页件])$")


class _Unreadable(Exception):
    """Carries the sentence."""


def read_money(spec: FactSpec, text: str, currency: str = "") -> Entry:
    """Money: two decimals in yuan, four in a foreign currency; never negative; asked about when implausibly large."""
    foreign = currency not in ("", "CNY")
    bare = _bare(text)
    if _FOREIGN.search(bare) and not foreign:
        return wrong(text, "这里按人民币元填写；外币请在「币种」「汇率」两栏填明，本栏只写数字。")
    bare = _FOREIGN.sub("", bare) if foreign else _YUAN_AFTER.sub("", _YUAN_BEFORE.sub("", bare))
    try:
        number = _number(bare)
        _not_negative(number, "费用如有退款，请填扣除退款后的净额。")
        places = 4 if foreign else 2
        _decimals(number, places, "" if foreign else "（到分）")
    except _Unreadable as problem:
        return wrong(text, str(problem))
    if spec.ask_above is not None and number > spec.ask_above:
        figure = f"{number:,.2f}"
        return wrong(text, f"{figure} 元超过 10 亿元，是否把元当成了万元？请按元核对后重填。")
    shown = in_figures(number) if not foreign or -_exponent(number) <= 2 else f"{number:,}"
    return understood(plain(number), shown, kept=plain(number))


def read_decimal(spec: FactSpec, text: str) -> Entry:
    """A number that may have decimals, such as an area in square metres."""
    bare = _bare(text)
    if feet := _SQUARE_FEET.search(bare):
        try:
            metres = plain((_number(bare[: feet.start()]) * SQUARE_FOOT).quantize(Decimal("0.01")))
        except _Unreadable as problem:
            return wrong(text, str(problem))
        return wrong(text, f"这里按平方米填写；{bare[: feet.start()]} 平方英尺约合 {metres} 平方米，请换算后填写。")
    try:
        number = _number(_SQUARE_METRE.sub("", _without_unit(bare, spec)))
        _not_negative(number, "")
        _decimals(number, MOST_DECIMALS, "")
    except _Unreadable as problem:
        return wrong(text, str(problem))
    shown = f"{Decimal(plain(number)):,}"
    return understood(plain(number), shown, kept=plain(number))


def read_whole(spec: FactSpec, text: str) -> Entry:
    """A whole number: a count of flights, orders, days."""
    try:
        number = _number(_COUNTER.sub("", _without_unit(_bare(text), spec)))
        _not_negative(number, "")
    except _Unreadable as problem:
        return wrong(text, str(problem))
    if number != number.to_integral_value():
        return wrong(text, f"「{spec.title}」要填整数，这里是 {plain(number)}。")
    return understood(int(number), f"{int(number):,}", kept=str(int(number)))


def read_rate(spec: FactSpec, text: str) -> Entry:
    """An exchange rate: yuan for one unit of the foreign currency."""
    try:
        number = _number(_YUAN_AFTER.sub("", _bare(text)))
        _not_negative(number, "")
        _decimals(number, MOST_DECIMALS, "")
    except _Unreadable as problem:
        return wrong(text, str(problem))
    if number == 0:
        return wrong(text, "汇率必须大于 0，请填 1 外币合多少元人民币。")
    if number > 50:
        return wrong(text, f"汇率填 1 外币合多少元人民币；{plain(number)} 像是 100 外币的牌价，请除以 100 后填写。")
    return understood(plain(number), plain(number))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", clean(text)).replace("。", ".").replace("−", "-").replace("–", "-")


def _without_unit(bare: str, spec: FactSpec) -> str:
    unit = clean(spec.unit)
    return bare.removesuffix(unit) if unit else bare


def _number(bare: str) -> Decimal:
    """The number, or _Unreadable with what is wrong and what to type."""
    sign = -1 if bare.startswith("-") or re.fullmatch(r"\(.*\)", bare) else 1
    body = bare.strip("()").lstrip("+-")
    if _PLAIN.fullmatch(body) or _GROUPED.fullmatch(body):
        number = Decimal(body.replace(",", ""))
    elif _COMPOUND.fullmatch(body):
        number = _compound(body)
    else:
        raise _Unreadable(_why(bare, body))
    if number >= Decimal(10) ** MOST_DIGITS:
        raise _Unreadable(f"数字太长（{len(str(int(number)))} 位），请核对是否录入了号码。")
    return sign * number


def _compound(body: str) -> Decimal:
    total, last = Decimal(0), Decimal(10) ** 12
    parts = _PART.findall(body)
    if not parts[-1][1] and len(parts[-1][0].partition(".")[0]) < 4:
        raise _Unreadable(f"「{body[:24]}」可以有两种读法（2万5 是 25000 还是 20005），请写成完整的数字。")
    for digits, scale in parts:
        if "," in digits and not _GROUPED.fullmatch(digits):
            raise _Unreadable(_why(body, body))
        if _SCALES[scale] >= last:
            raise _Unreadable(f"「{body[:24]}」里的万、亿次序不对，请写成 12345.67 这样的数字。")
        last = Decimal(_SCALES[scale])
        total += Decimal(digits.replace(",", "")) * last
    return total


def _why(bare: str, body: str) -> str:
    word = bare[:24]
    if not body:
        return f"只有符号「{word}」，还缺数字。"
    if re.fullmatch(r"[\d,]*\.", body):
        return "数字没有写完：小数点后还缺数字。"
    if re.fullmatch(r"\d+(\.\d+)?E[+-]?\d*", body, re.IGNORECASE):
        return f"「{word}」是科学计数法，请写出完整的数字，如 12345.67。"
    if body.endswith("%"):
        return "这里填数字，不填百分比。"
    if re.fullmatch(r"[\d,.]+", body):
        return f"「{word}」的逗号或小数点位置不对，请写成 12345.67 或 12,345.67。"
    if re.search(r"[一二三四五六七八九十零〇两壹贰叁肆伍陆柒捌玖拾]", body):
        return f"「{word}」请改用阿拉伯数字，如 12345.67。"
    return f"「{word}」不是数字，请写成 12345.67、12,345.67 或 1.2万 这样。"


def _not_negative(number: Decimal, advice: str) -> None:
    if number < 0:
        raise _Unreadable(f"不能是负数（{plain(number)}）。{advice}")


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _decimals(number: Decimal, places: int, remark: str) -> None:
    if -_exponent(number) > places:
        raise _Unreadable(f"最多 {places} 位小数{remark}，这里有 {-_exponent(number)} 位，请核对。")

"""Amounts of money as papers print them: figures with separators, and the capital characters of Chinese accounting.

The capital form follows 《正确填写票据和结算凭证的基本规定》. Where it leaves a choice, this module writes one 零 at a
section that ends in zero (壹拾万零柒仟元), none between 元 and a 角 that is not zero, and 整 after 元 and after 角.
"""

from __future__ import annotations

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿", "万")  # of four digits each, from the right; the last reads 万亿 together with 亿
_LIMIT = 10**16  # yuan


def in_figures(amount: Decimal) -> str:
    """Write an amount in yuan with thousands separators and two decimals.

    >>> in_figures(Decimal("48000"))
    '48,000.00'

    Raises ValueError for a third decimal, NaN or infinity.
    """
    fen = _fen(amount)
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def in_words(amount: Decimal) -> str:
    """Write an amount in yuan from 0 below 10^16 in capital characters, without the leading 人民币.

    >>> in_words(Decimal("48000"))
    '肆万捌仟元整'

    Raises ValueError outside that range, and for a third decimal, NaN or infinity.
    """
    fen = _fen(amount)
    if not 0 <= fen < _LIMIT * 100:
        raise ValueError(f"大写金额须不小于 0、小于 1 亿亿元：{amount}")
    yuan, jiao, fen = fen // 100, fen // 10 % 10, fen % 10
    words = _whole(yuan) + "元" if yuan else ""
    if jiao:
        words += _DIGITS[jiao] + "角"
    if fen:
        return words + ("零" if yuan and not jiao else "") + _DIGITS[fen] + "分"
    return (words or "零元") + "整"


def _fen(amount: Decimal) -> int:
    """Return the amount in whole 分, exactly."""
    numerator, denominator = amount.as_integer_ratio() if amount.is_finite() else (1, 0)
    if denominator == 0 or numerator * 100 % denominator:
        raise ValueError(f"金额最多两位小数：{amount}")
    return numerator * 100 // denominator


def _whole(yuan: int) -> str:
    """Return the capital characters of a whole number of yuan from 1 to 10^16 - 1."""
    words, zero = "", False
    digits = str(yuan)
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            zero = True
        else:
            words += ("零" if zero else "") + _DIGITS[int(digit)] + _PLACES[place % 4]
            zero = False
        section = place // 4
        counted = yuan // 10**place if section == 2 else yuan // 10**place % 10_000
        if place % 4 == 0 and counted:
            words += _SECTIONS[section]
    return words

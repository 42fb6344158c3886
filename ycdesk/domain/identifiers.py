"""Numbers with check digits: the unified credit code (GB 32100) and the resident id number (GB 11643).

A failed check digit is a warning to verify, never a wall: the paper on the counter may be right and the table wrong.
Only a credit code that cannot be one (length, characters) is refused.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from operator import mul

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_CREDIT_PATTERN = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_EXCEL_DAMAGE = re.compile(r"\d(\.\d+)?E\+?\d+")
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plain_code(text: str) -> str:
    """The code in half-width capitals without spaces and hyphens."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def credit_code_error(code: str) -> str | None:
    """Why ``code`` (plain) cannot be a credit code, as a Chinese sentence; None when it may be one."""
    if _EXCEL_DAMAGE.fullmatch(code):
        return "统一社会信用代码已被表格软件改成数字，末几位丢失，请照营业执照重新录入。"
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现在是 {len(code)} 位，请照营业执照核对。"
    wrong = sorted({mark for mark in code if mark not in _CREDIT_ALPHABET})
    if wrong:
        return f"统一社会信用代码里不会有“{'、'.join(wrong)}”（没有字母 I、O、S、V、Z），请照营业执照核对。"
    if not _CREDIT_PATTERN.fullmatch(code):
        return "统一社会信用代码第 3 至 8 位应为数字，首位应为 1 至 9 或者 A、N、Y，请照营业执照核对。"
    return None


def credit_check_character(body: str) -> str:
    """The 18th character of the credit code whose first 17 are ``body``."""
    total = sum(map(mul, map(_CREDIT_ALPHABET.index, body[:17]), _CREDIT_WEIGHTS))
    return _CREDIT_ALPHABET[-total % 31]


def credit_code_warning(code: str) -> str | None:
    """A sentence when the check character of a possible code is wrong; None when it is right."""
    if credit_check_character(code) != code[17]:
        return "统一社会信用代码的校验位不对，可能录错了一位，请照营业执照核对；确实无误可以照此保存。"
    return None


def resident_id_warning(text: str) -> str | None:
    """A sentence when an 18-character resident id number has a wrong date or check digit; None when it is right."""
    number = plain_code(text)
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return "不是 18 位身份证号码；护照、通行证等其他证件请核对后照录。"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "身份证号码里的出生日期不存在，请与证件核对。"
    total = sum(weight * int(digit) for weight, digit in zip(_RESIDENT_WEIGHTS, number, strict=False))
    if "10X98765432"[total % 11] != number[17]:
        return "身份证号码的校验码不对，可能有一位录错，请与证件核对；确实无误可以照此保存。"
    return None

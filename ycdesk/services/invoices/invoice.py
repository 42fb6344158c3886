"""An electronic invoice as the desk knows it, made from what a file states about it.

A file may state the same field in several places (its data, its face). Where they do not agree, the field is left out
and a sentence says so: a wrong number in a case is worse than one that is typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from ycdesk.domain.entry_value import clean
from ycdesk.domain.errors import InputProblem
from ycdesk.domain.identifiers import plain_code

Source = Literal["xml", "pdf", "ofd"]
TITLES = {
    "number": "发票号码",
    "code": "发票代码",
    "issued_on": "开票日期",
    "seller": "销售方名称",
    "seller_id": "销售方识别号",
    "buyer": "购买方名称",
    "buyer_id": "购买方识别号",
    "amount": "金额（不含税）",
    "tax": "税额",
    "total": "价税合计",
    "kind": "发票种类",
}
"""Each field and what it is called."""
SURE = ("number", "code", "issued_on", "seller_id", "buyer_id", "amount", "tax", "total")
"""Fields that all places of a file must state alike; of a name, the first place is taken."""
NAMES = {
    "number": ("InvoiceNumber", "InvoiceNo", "发票号码", "FPHM"),
    "code": ("InvoiceCode", "发票代码", "FPDM"),
    "issued_on": ("IssueTime", "IssueDate", "开票日期", "KPRQ"),
    "seller": ("SellerName", "销售方名称", "销方名称", "XSF_MC", "XSFMC"),
    "seller_id": (
        "SellerIdNum", "SellerTaxID", "销售方纳税人识别号", "销售方识别号", "销售方统一社会信用代码",
        "XSF_NSRSBH", "XSFNSRSBH",
    ),
    "buyer": ("BuyerName", "购买方名称", "购方名称", "GMF_MC", "GMFMC"),
    "buyer_id": (
        "BuyerIdNum", "BuyerTaxID", "购买方纳税人识别号", "购买方识别号", "购买方统一社会信用代码",
        "GMF_NSRSBH", "GMFNSRSBH",
    ),
    "amount": ("TotalAmWithoutTax", "TaxExclusiveTotalAmount", "合计金额", "HJJE"),
    "tax": ("TotalTaxAm", "TaxTotalAmount", "合计税额", "HJSE"),
    "total": ("TotalTax-includedAmount", "TaxInclusiveTotalAmount", "价税合计", "JSHJ"),
}  # fmt: skip
"""What the kinds of files call the fields: 数电票 XML, the older e-invoice, OFD custom data, the bureau's interface."""
KINDS = {"special": "专用发票", "general": "普通发票"}
_FIELD_OF = {name.casefold(): field for field, names in NAMES.items() for name in names}
_DAY = re.compile(r"(20\d\d)[-/.年]?\s*(\d{1,2})[-/.月]?\s*(\d{1,2})(?:日|\D|\d{6}|$)", re.ASCII)
_MONEY = re.compile(r"([-+]?)[¥￥]?([-+]?)(\d{1,12}(?:,\d{3})*)(?:\.(\d{1,6}))?元?", re.ASCII)
_TAX_ID = re.compile(r"[0-9A-Z]{15,20}", re.ASCII)
_LONGEST = 200
_TRIAL = re.compile(r"样票|样张|^测试", re.MULTILINE)
"""Words of an invoice that is none; 测试 in a name or in a service is common."""

Statement = Mapping[str, str]
"""What one place of a file says: a text by field."""


@dataclass(frozen=True, slots=True)
class Invoice:
    """Money in yuan. What a file does not say, or not for certain, is empty or None."""

    source: Source
    number: str = ""
    """20 digits; of an older invoice 8, beside its code."""
    code: str = ""
    """10 or 12 digits, only of older invoices."""
    issued_on: date | None = None
    seller: str = ""
    seller_id: str = ""
    buyer: str = ""
    buyer_id: str = ""
    amount: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    """With tax."""
    kind: str = ""
    """A key of ``KINDS``."""
    notes: tuple[str, ...] = ()
    """Sentences about what is to be verified."""

    @property
    def full_number(self) -> str:
        """The number that no other invoice has: that of the older ones is only one with its code."""
        return f"{self.code}{self.number}"

    @property
    def lacking(self) -> tuple[str, ...]:
        """The titles of the fields that the file does not say for certain."""
        optional = ("kind", "amount", "tax", *(() if len(self.number) == 8 else ("code",)))
        return tuple(title for name, title in TITLES.items() if name not in optional and not self._has(name))

    def lines(self) -> list[tuple[str, str]]:
        """Title and text of each field that is known, for people."""
        found = []
        for name, title in TITLES.items():
            value = getattr(self, name)
            if self._has(name):
                text = f"{value:,.2f} 元" if isinstance(value, Decimal) else KINDS.get(str(value), str(value))
                found.append((title, text))
        return found

    def _has(self, name: str) -> bool:
        value = getattr(self, name)
        return value is not None and value != ""


def field_of(name: str) -> str | None:
    """The field that an element, a key or a custom datum of this name states; None for another."""
    return _FIELD_OF.get(name.strip().casefold())


def invoice_of(
    file: str, source: Source, places: Iterable[Statement], *, kind: str = "", face: str = "", notes: Iterable[str] = ()
) -> Invoice:
    """The invoice that the places of a file state, the most trusted first.

    ``face``: all words on its face, if known. Raises InputProblem for a file that is no invoice, and for a red one.
    """
    found: dict[str, object] = {}
    doubts = list(notes)
    unsure: set[str] = set()
    places = [place for place in places if place]
    for name in NAMES:
        values = [value for place in places if (value := _read(name, place.get(name, ""))) is not None]
        if name in ("amount", "total") and any(isinstance(value, Decimal) and value < 0 for value in values):
            words = "是红字（负数）发票，不能作费用的凭证；请核对它冲减了哪一张，改用蓝字发票"
            raise InputProblem({"file": f"{file} {words}。"})
        if name in SURE and len(set(values)) > 1:
            unsure.add(name)
            doubts.append(f"文件里的{TITLES[name]}前后不一（{'、'.join(map(str, dict.fromkeys(values)))}），没有采用。")
        elif values:
            found[name] = values[0]
    if not found.get("number") and not (found.get("total") and (found.get("seller") or found.get("issued_on"))):
        raise InputProblem({"file": f"{file} 里没有发票的内容，请选电子发票的 XML、PDF 或者 OFD 文件。"})
    doubts += _settle_money(found, unsure)
    doubts += _settle_number(found)
    if trial := _TRIAL.search(f"{found.get('seller', '')}\n{found.get('buyer', '')}\n{face}"):
        doubts.append(f"票面有“{trial[0]}”字样，请核对是不是真发票。")
    return Invoice(source=source, kind=kind, notes=tuple(dict.fromkeys(doubts)), **found)  # type: ignore[arg-type]


def kind_in(words: str) -> str:
    """专票 or 普票 by the words of a title; empty where they say neither, or both."""
    bare = re.sub(r"\s", "", words)
    found = [kind for kind, title in KINDS.items() if title in bare]
    return found[0] if len(found) == 1 else ""


def _settle_money(found: dict[str, object], unsure: set[str]) -> list[str]:
    """Add the total where only its parts are stated; say when they do not add up."""
    amount, tax, total = (found.get(name) for name in ("amount", "tax", "total"))
    if isinstance(amount, Decimal) and isinstance(tax, Decimal) and "total" not in unsure:
        if total is None:
            found["total"] = amount + tax
        elif isinstance(total, Decimal) and amount + tax != total:
            return [f"金额 {amount:,.2f} 加税额 {tax:,.2f} 不等于价税合计 {total:,.2f}，请照原件核对。"]
    return []


def _settle_number(found: dict[str, object]) -> list[str]:
    """An older invoice has a code, one of 20 digits has none."""
    number = str(found.get("number", ""))
    if len(number) == 20:
        found.pop("code", None)
    if len(number) == 8 and not found.get("code"):
        return ["旧式发票还要有发票代码，文件里没有，查重时只能按号码比较。"]
    return []


def _read(name: str, text: str) -> object:
    """The value of a text; None where there is none or it cannot be one."""
    text = clean(text)
    if not text:
        return None
    if name in ("amount", "tax", "total"):
        return money_of(text)
    if name == "issued_on":
        return day_of(text)
    if name in ("seller", "buyer"):
        return " ".join(text.split())[:_LONGEST]
    bare = plain_code(text)
    if name in ("seller_id", "buyer_id"):
        return bare if _TAX_ID.fullmatch(bare) else None
    lengths = (8, 20) if name == "number" else (10, 12)
    return bare if bare.isascii() and bare.isdigit() and len(bare) in lengths else None


def money_of(text: str) -> Decimal | None:
    """Yuan to the 分; None for what is no amount."""
    parts = _MONEY.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("−", "-"))
    if parts is None:
        return None
    sign = "-" if "-" in (parts[1], parts[2]) else ""
    number = Decimal(f"{sign}{parts[3].replace(',', '')}.{parts[4] or '0'}")
    cents = number.quantize(Decimal("0.01"))
    return cents if cents == number else None


def day_of(text: str) -> date | None:
    """The day at the beginning of a text; None for what is no day."""
    parts = _DAY.match(text.strip())
    if parts is None:
        return None
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None

"""The keys (重复预警的号码) of a case and of an applicant, by which the duplicate radar knows an application again.

A key is made of what the facts name (invoice, contract, booth …) and of the rows of 票据与标识 (``particulars``), with
the amount and the days that stand beside it. Facts are found by their names, which all measures share, so that a new
measure is covered without a line here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ycdesk.domain.likeness import bag, names_nothing, plain

RULES = "2"
"""Raised with each change of how keys are made: stored ones are then made anew."""
KINDS = {
    "invoice": "发票号码",
    "contract": "合同编号",
    "booth": "展会与展位号",
    "flight": "航班与日期",
    "shop": "平台与店铺",
    "domain": "域名",
    "certificate": "证书编号",
    "warehouse": "海外仓",
    "policy": "保单号",
    "trainee": "证件号码",
    "account": "银行账号",
    "representative": "法定代表人",
    "phone": "联系电话",
}
"""Each kind of key and its Chinese label, in the order in which alarms are shown."""
APPLICANT_KINDS = frozenset({"account", "representative", "phone"})
"""Kinds that are about two applicants, not about two cases."""
DIVIDER = " · "
"""Between the parts of ``Key.shown``."""

_FACT_KINDS = (
    ("invoice", ("invoice_no",)),
    ("contract", ("contract_no",)),
    ("certificate", ("certificate_no",)),
    ("policy", ("policy_no",)),
    ("domain", ("domain",)),
    ("trainee", ("id_no",)),
    ("shop", ("platform", "shop")),
    ("booth", ("name", "session", "booth_no")),
    ("warehouse", ("name", "country")),
)
_AMOUNTS = ("fee", "premium", "cost", "sales")
_DAYS = ("invoiced_on", "obtained_on", "paid_on", "launched_on", "in_use_since", "recognised_on", "opens_on")
APPLICANT_FIELDS = (
    ("account", "account_number"),
    ("representative", "legal_representative"),
    ("phone", "contact_phone"),
)
NAMES_READ = frozenset(
    (*(name for _, names in _FACT_KINDS for name in names), *_AMOUNTS, *_DAYS, "currency", "exchange_rate")
)
"""The facts that keys are made of."""
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,6})?", re.ASCII)
_TOO_LARGE = Decimal(10) ** 15
_AREA_CODE = "0359"
_DIGITS = re.compile(r"\d|(?<=\d)[bgilosz]{1,2}(?=\d|$)|(?<![a-z])[bgilosz](?=\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Key:
    """One key. ``exact``: normalised, equal for the same; ``near``: equal for all alike; ``shown``: for people.

    ``amount`` in yuan and ``day`` stand beside it; ``first_day`` and ``last_day`` are the period of a policy, of others
    twice the day.
    """

    kind: str
    exact: str
    near: str
    shown: str
    path: str
    first_day: date | None = None
    last_day: date | None = None
    amount: Decimal | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a case says, as texts: facts in their plain form where they could be read, else as typed."""

    table: str
    header: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]
    particulars: Sequence[Mapping[str, str]] = ()


def keys_of_case(sheet: Sheet) -> tuple[Key, ...]:
    """The keys of a case. A row of 票据与标识 that repeats a fact lends it its days and amount."""
    keys: dict[tuple[str, str], list[Key]] = {}
    for number, row in enumerate(sheet.rows):
        for fact in _keys_of_row(sheet, row, f"facts.{sheet.table}[{number}]"):
            keys.setdefault((fact.kind, fact.exact), []).append(fact)
    for number, row in enumerate(sheet.particulars):
        if (key := _particular(row, f"particulars[{number}].number")) is None:
            continue
        stated = keys.setdefault((key.kind, key.exact), [])
        if stated and stated[0].path.startswith("facts."):
            stated[:] = [_completed(one, key) for one in stated]
        else:
            stated.append(key)
    return tuple(key for group in keys.values() for key in group)


def keys_of_applicant(applicant: Mapping[str, str]) -> tuple[Key, ...]:
    """The keys of an applicant, from the texts of its fields; several telephone numbers are several keys."""
    found = []
    for kind, field in APPLICANT_FIELDS:
        text = str(applicant.get(field) or "")
        for one in _phones(text) if kind == "phone" else (text.strip(),):
            if len(plain(one)) > 1 and not names_nothing(one):
                found.append(Key(kind, plain(one), bag(one), one, f"applicant.{field}"))
    return tuple(found)


def _keys_of_row(sheet: Sheet, row: Mapping[str, str], path: str) -> Iterator[Key]:
    for kind, names in _FACT_KINDS:
        last = names[-1]
        if last not in row or (kind == "warehouse" and sheet.table != "warehouses"):
            continue
        own = [name for name in names if name in row]
        texts = [str((row if name in own else sheet.header).get(name) or "") for name in names]
        if any(names_nothing(text) for text in texts):
            continue
        if kind == "booth":
            texts[1] = _session(texts[1])
        if kind == "domain":
            texts = [_domain(texts[0])]
        day = next((found for name in _DAYS if (found := _day(row.get(name) or sheet.header.get(name)))), None)
        period = None if kind == "policy" else day
        yield _key(kind, texts, f"{path}.{last if kind != 'warehouse' else 'name'}", period, period, _amount(row), day)


def _particular(row: Mapping[str, str], path: str) -> Key | None:
    kind, text = str(row.get("kind") or ""), str(row.get("number") or "")
    if kind not in KINDS or names_nothing(text):
        return None
    first, last = _day(row.get("day")), _day(row.get("until"))
    texts = [text]
    if kind == "flight":
        if not plain(str(row.get("day") or "")):
            return None
        texts = [text, first.isoformat() if first else str(row["day"])]
    elif kind == "domain":
        texts = [_domain(text)]
    period = (first, last) if kind == "policy" else (first, first)
    return _key(kind, texts, path, *period, _yuan(row.get("amount") or ""), None if kind == "policy" else first)


def _key(
    kind: str,
    texts: Iterable[str],
    path: str,
    first: date | None,
    last: date | None,
    amount: Decimal | None,
    day: date | None,
) -> Key:
    texts = [" ".join(text.replace("·", " ").split()) for text in texts]
    exact, near = "|".join(map(plain, texts)), "|".join(map(bag, texts))
    return Key(kind, exact, near, DIVIDER.join(texts), path, first, last, amount, day)


def _completed(fact: Key, stated: Key) -> Key:
    return replace(
        fact,
        first_day=stated.first_day or fact.first_day,
        last_day=stated.last_day or fact.last_day,
        amount=fact.amount if fact.amount is not None else stated.amount,
    )


def _amount(row: Mapping[str, str]) -> Decimal | None:
    """The row's money in yuan to the 分; None where it, or the rate of its currency, is not known."""
    money = next((row[name] for name in _AMOUNTS if row.get(name)), "")
    foreign = (row.get("currency") or "CNY") != "CNY"
    return _yuan(money, row.get("exchange_rate") or "" if foreign else "1")


def _yuan(money: str, rate: str = "1") -> Decimal | None:
    if not (_NUMBER.fullmatch(money) and _NUMBER.fullmatch(rate)):
        return None
    yuan = Decimal(money) * Decimal(rate)
    return yuan.quantize(Decimal("0.01"), ROUND_HALF_UP) if yuan < _TOO_LARGE else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _session(text: str) -> str:
    """A session without the words around it: 第137届 is 137, 2025年 is 2025."""
    return re.sub(r"^\s*第|[届年]?\s*$", "", text).strip() or text


def _domain(text: str) -> str:
    bare = unicodedata.normalize("NFKC", text).replace("。", ".").strip(". \t\u3000")
    return re.sub(r"^[a-z]+://|^www\.|[/?#].*$", "", re.sub(r"^[a-zA-Z]+://", "", bare), flags=re.IGNORECASE)


def _phones(text: str) -> list[str]:
    """The telephone numbers of a field as digits: without country code and extension, with the area code.

    A single letter among the digits stays: it was read or typed for one.
    """
    found = []
    for one in re.split(r"[/、,;或]", unicodedata.normalize("NFKC", text)):
        bare = re.sub(r"(\d{7,8})\s*(-|转|ext\.?)\s*\d{1,6}\s*$", r"\1", one.casefold())
        digits = "".join(_DIGITS.findall(bare))
        digits = re.sub(r"^(0086|86)(?=1\d{10}$|0)", "", digits)
        if len(digits) >= 7:
            found.append(_AREA_CODE + digits if len(digits) == 7 else digits)
    return found

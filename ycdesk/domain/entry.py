"""What a person types, read forgivingly; what cannot be read becomes a sentence, and the text stays as typed.

``read_entry`` reads one field, ``facts_of`` a whole form. Neither ever raises, whatever the text. The exact
format that a program writes is read by :mod:`ycdesk.calculation.values`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ycdesk.calculation.facts import FactKind, FactSpec, FormSpec
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.entry_countries import read_country, read_currency
from ycdesk.domain.entry_dates import read_date, read_year
from ycdesk.domain.entry_numbers import read_decimal, read_money, read_rate, read_whole
from ycdesk.domain.entry_value import EMPTY, Entry, clean, understood, wrong
from ycdesk.domain.identifiers import resident_id_warning

__all__ = ["Entry", "Reader", "clean", "facts_of", "filled_rows", "read_entry"]

LONGEST = 200
"""Characters a text fact may have."""
_REMEMBERED = 20_000
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_CODES = ("id_no", "_no", "domain")
_YES = frozenset({"yes", "y", "是", "有", "√", "✓", "对", "true", "1", "已", "t"})
_NO = frozenset({"no", "n", "否", "无", "没有", "×", "x", "✗", "不", "false", "0", "未", "f", "不是"})


def read_entry(spec: FactSpec, text: str, package: PolicyPackage, currency: str = "") -> Entry:
    """Read what was typed into one field. ``currency``: that of the row, for amounts (empty: yuan)."""
    cleaned = clean(text)
    if not cleaned:
        return EMPTY
    match spec.kind:
        case FactKind.TEXT:
            return _text(spec, text)
        case FactKind.MONEY:
            return read_money(spec, text)
        case FactKind.AMOUNT:
            return read_money(spec, text, currency)
        case FactKind.COUNTRY:
            return read_country(text, package)
        case FactKind.CHOICE:
            return _choice(spec, text)
        case _:
            return _READERS[spec.kind](spec, text)


def facts_of(
    form: FormSpec, entries: Mapping[str, Any], package: PolicyPackage, reader: Reader | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """The facts of a form as the case file takes them, and a sentence by path for each field that is wrong.

    Paths are those of ``missing``: ``facts.name``, ``facts.trade.1210``, ``facts.booths[0].fee``. A field with a
    sentence is left out of the facts. Empty rows at the end are not there. ``reader``: one that remembers.
    """
    reader = reader or Reader(package)
    facts: dict[str, Any] = {}
    messages: dict[str, str] = {}
    header = entries.get("header") or {}
    for spec in form.header:
        entry = reader.read(spec, _typed(header, spec.name))
        _put(facts, spec.name, entry)
        if entry.message:
            messages[f"facts.{spec.name}"] = entry.message
    if form.table is not None:
        rows: list[dict[str, Any]] = []
        for number, row in enumerate(filled_rows(entries.get("rows") or ())):
            values: dict[str, Any] = {}
            for name, entry in reader.read_row(form.table.columns, row).items():
                _put(values, name, entry)
                if entry.message:
                    messages[f"facts.{form.table.name}[{number}].{name}"] = entry.message
            rows.append(values)
        if rows:
            facts[form.table.name] = rows
    return facts, messages


class Reader:
    """Reads fields and rows, and remembers them: of a whole form only what changed is read anew."""

    def __init__(self, package: PolicyPackage) -> None:
        self.package = package
        self._fields: dict[tuple[str, str, str], Entry] = {}
        self._rows: dict[tuple[tuple[str, str], ...], dict[str, Entry]] = {}

    def read(self, spec: FactSpec, text: str, currency: str = "") -> Entry:
        """``read_entry`` of one field."""
        if not text:
            return EMPTY
        key = (spec.name, text, currency)
        entry = self._fields.get(key)
        if entry is None:
            _forget(self._fields)
            entry = self._fields[key] = read_entry(spec, text, self.package, currency)
        return entry

    def read_row(self, columns: Sequence[FactSpec], row: Mapping[str, Any]) -> dict[str, Entry]:
        """Each cell of a row by its column, the amount read in the row's own currency."""
        key = tuple(row.items())
        entries = self._rows.get(key)
        if entries is None:
            _forget(self._rows)
            entries = self._rows[key] = self._read_row(columns, row)
        return entries

    def _read_row(self, columns: Sequence[FactSpec], row: Mapping[str, Any]) -> dict[str, Entry]:
        currencies = [spec for spec in columns if spec.kind is FactKind.CURRENCY]
        currency = "".join(str(self.read(spec, _typed(row, spec.name)).value or "") for spec in currencies)
        entries = {spec.name: self.read(spec, _typed(row, spec.name), currency) for spec in columns}
        rate = entries.get("exchange_rate", EMPTY)
        if rate.value not in (None, "1") and currency in ("", "CNY") and not entries["currency"].message:
            sentence = f"填了汇率 {rate.shown}，币种却是人民币。外币请填币种（如 USD），人民币请清空汇率。"
            entries["exchange_rate"] = wrong(_typed(row, "exchange_rate"), sentence)
        return entries


def _forget(known: dict[Any, Any]) -> None:
    """Keep a memory small."""
    if len(known) > _REMEMBERED:
        known.clear()


def filled_rows(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows without the empty ones at the end."""
    rows = list(rows)
    while rows and not any(str(value).strip() for value in rows[-1].values()):
        rows.pop()
    return rows


def _typed(record: Mapping[str, Any], name: str) -> str:
    return str(record.get(name) or "")


def _put(facts: dict[str, Any], name: str, entry: Entry) -> None:
    if entry.value is None:
        return
    *folders, last = name.split(".")
    for folder in folders:
        facts = facts.setdefault(folder, {})
    facts[last] = entry.value


def _text(spec: FactSpec, text: str) -> Entry:
    kept = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    if not kept:
        return wrong(text, f"「{spec.title}」里只有看不见的字符，请重新填写。")
    if len(kept) > LONGEST:
        return wrong(text, f"「{spec.title}」有 {len(kept)} 个字，最多 {LONGEST} 个字，请写简称。")
    if not spec.name.endswith(_CODES):
        return understood(kept, kept)
    code = clean(kept).replace(" ", "")
    if _SCIENTIFIC.fullmatch(code):
        return wrong(text, f"「{kept}」已被 Excel 改成科学计数法，原来的号码找不回来了，请按证件原样重新录入。")
    if spec.name == "id_no":
        return _identity(text, code.upper())
    if len(code) >= 16 and code.isdecimal() and code.endswith("000"):
        note = "末尾几位都是 0，可能被 Excel 改坏（Excel 只保留 15 位数字），请与原件核对。"
        return understood(code, code, note=note)
    return understood(kept, kept)


def _identity(text: str, code: str) -> Entry:
    if not re.fullmatch(r"\d{17}[\dX]", code, re.ASCII):
        if re.fullmatch(r"\d{15}", code, re.ASCII):
            return wrong(text, "这是 15 位旧身份证号，已停用，请填 18 位身份证号。")
        if code.isdecimal() or len(code) == 18:
            return wrong(text, f"身份证号应为 18 位（末位可为 X），这里是 {len(code)} 位「{code[:24]}」，请核对。")
        if re.fullmatch(r"[A-Z]{1,2}\d{7,9}", code, re.ASCII):
            return understood(code, code, note="不是身份证号，按护照或通行证号码记录，请与原件核对。")
        return wrong(text, "认不出这个证件号码，身份证号是 18 位数字（末位可为 X）。")
    if code.endswith("000"):
        return wrong(text, "末三位都是 0，多半被 Excel 改坏了（Excel 只保留 15 位数字），请按证件重新录入。")
    return understood(code, code, note=resident_id_warning(code) or "")


def _choice(spec: FactSpec, text: str) -> Entry:
    wanted = clean(text).replace(" ", "").casefold()
    exact = [pair for pair in spec.choices if wanted in (pair[0].casefold(), pair[1].casefold())]
    near = exact or [pair for pair in spec.choices if wanted.startswith(pair[1].casefold())]
    near = near or [pair for pair in spec.choices if pair[1].casefold().startswith(wanted)]
    if len(near) == 1:
        return understood(near[0][0], near[0][1], kept=near[0][0])
    words = "、".join(label for _, label in spec.choices)
    return wrong(text, f"「{text.strip()[:20]}」不是可选项，请填：{words}。")


def _yes_no(spec: FactSpec, text: str) -> Entry:
    wanted = clean(text).casefold()
    if wanted in _YES or wanted in _NO:
        answer = wanted in _YES
        return understood(answer, "是" if answer else "否", kept="yes" if answer else "no")
    return wrong(text, f"「{spec.title}」请填“是”或“否”，这里写的是「{text.strip()[:20]}」。")


_READERS: dict[FactKind, Callable[[FactSpec, str], Entry]] = {
    FactKind.DECIMAL: read_decimal,
    FactKind.WHOLE: read_whole,
    FactKind.RATE: read_rate,
    FactKind.YEAR: read_year,
    FactKind.DATE: read_date,
    FactKind.YES_NO: _yes_no,
    FactKind.CURRENCY: read_currency,
}

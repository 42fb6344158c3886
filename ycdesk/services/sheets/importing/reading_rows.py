"""Each row of a sheet as the form would read it: texts in their plain form, and a sentence for each wrong cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args

from ycdesk.calculation.facts import FactKind, FactModel, FactSpec, form_of
from ycdesk.calculation.measures import measure_ids, module_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.applicant import FIELD_LABELS
from ycdesk.domain.entry import LONGEST, Entry, clean
from ycdesk.domain.entry_value import EMPTY, understood, wrong
from ycdesk.domain.identifiers import credit_code_error, credit_code_warning, plain_code
from ycdesk.services.applicants import plain_field
from ycdesk.services.particulars import reader_for
from ycdesk.services.paste import NUMBERS, SYNONYMS, heading_words, is_total
from ycdesk.services.sheets.book import Book, Mark, SheetCells, Value
from ycdesk.services.sheets.importing.cells import error_in, is_blank, text_maker
from ycdesk.services.sheets.importing.headings import Layout
from ycdesk.services.sheets.importing.merged import merged_down
from ycdesk.services.sheets.importing.plan import Fate, PlannedRow
from ycdesk.services.sheets.importing.targets import APPLICANT_SYNONYMS, Field, Part, Target

_NO_COUNTY = ("山西省", "运城市", "山西")
EXAMPLE = "（示例）"
"""How the first cell of a row begins that only shows how to fill in."""
_UNCOMPUTED = "这个公式没有存下算出的值，请在表格软件里打开、重新计算并保存，或者改填数值。"
_QUANTITIES = (FactKind.MONEY, FactKind.AMOUNT, FactKind.DECIMAL, FactKind.WHOLE)
_DECIDING = (FactKind.YES_NO, FactKind.CHOICE)
_SUMS = ("合计", "小计", "总计", "共计")
_DIGIT = re.compile(r"\d")
_FOOT = re.compile(
    r"(?:签字|签名|盖章|签章|公章|负责人|填[表报]人|制表人?|审核人?|复核人?|经办人|联系人|电话|日期|时间)\s*[）)]?\s*[:：]"
    r"|[（(]\s*(?:盖章|签字|签章|公章)\s*[)）]|第\s*\d+\s*页"
)
"""What is written below a table: who filled it in, where the seal goes."""
_OPINIONS = (("不同意", "不同意上报"), ("部分", "部分同意"), ("同意", "同意上报"), ("拟同意", "同意上报"))


class _Column(NamedTuple):
    """A used column: the key of its field, its place from 0, what gives its texts, its field, what was read in it."""

    key: str
    at: int
    text_of: Callable[[Value], str]
    field: Field
    seen: dict[Any, Entry]


class RowReader:
    """Reads the rows of one sheet. It remembers what it has read: the same text means the same in every row."""

    def __init__(self, package: PolicyPackage, book: Book, sheet: SheetCells, target: Target, layout: Layout) -> None:
        self._sheet, self._target = sheet, target
        self._reader = reader_for(package, target.measure)
        self._columns = [
            _Column(key, column.at - 1, text_maker(field, column.unit, book.date1904), field, {})
            for key, column in layout.fields.items()
            if (field := target.by_key.get(key)) is not None
        ]
        self._headings = [(c.at, _texts_above(sheet, layout, c.at)) for c in self._columns]
        self._first_heading = {text for row in sheet.rows[layout.first - 1 : layout.last] for text in row}
        self._currency = next((c for c in self._columns if c.key == "row.currency"), None)
        self._row_keys = [c.key for c in self._columns if c.field.part is Part.ROW]
        self._conditional = [key for key in self._row_keys if target.by_key[key].spec.optional]
        self._deciding = [key for key in self._row_keys if target.by_key[key].spec.kind in _DECIDING]
        self._lacking: dict[Any, list[str]] = {}
        self._row_model = _row_model(target.measure) if target.measure else None
        single = (Part.ROW,) if target.has_rows else (Part.ROW, Part.HEADER, Part.COUNTY)
        amounts = {c.at: c.field.part in single and c.field.spec.kind in _QUANTITIES for c in self._columns}
        self._merged, self._shared = merged_down(sheet, layout.last, amounts)
        self._last_heading = layout.last
        self._elsewhere = False

    def rows(self) -> Iterator[PlannedRow]:
        """Every row below the headings that is not empty."""
        for number in range(self._last_heading + 1, len(self._sheet.rows) + 1):
            cells = self._cells(number)
            if all(is_blank(value) for value in cells):
                continue
            row = PlannedRow(number, {}, hidden=number in self._sheet.hidden)
            why = self._no_data(cells)
            if not why:
                self._read(row, cells)
                if row.marks or len(row.texts) < 3:
                    why = self._no_data_after_all(cells)
            if why:
                row.fate, row.words, row.texts, row.marks, row.notes = Fate.SKIPPED, why, {}, [], []
            yield row

    def is_wrong(self, row: PlannedRow, key: str) -> bool:
        """Whether the cell of a field is marked already."""
        return any(column.key == key and mark.column == column.at + 1 for column in self._columns for mark in row.marks)

    def mark(self, row: PlannedRow, key: str, words: str) -> None:
        """Say what is wrong with one cell of a row; with a field that has no column, at that of the name."""
        places = {column.key: column.at for column in self._columns}
        at = places.get(key, places.get("applicant.name", self._columns[0].at))
        row.marks.append(Mark(self._sheet.name, row.number, at + 1, words))
        row.fate = Fate.WRONG

    def _cells(self, number: int) -> Sequence[Value]:
        cells = self._sheet.rows[number - 1]
        filled = self._merged.get(number)
        if not filled:
            return cells
        copy = list(cells)
        copy.extend([None] * (max(filled) + 1 - len(copy)))
        for at, value in filled.items():
            copy[at] = value
        return copy

    def _no_data(self, cells: Sequence[Value]) -> str:
        """Why a row is none of the data; empty when it may be."""
        first = next(value for value in cells if not is_blank(value))
        if isinstance(first, str):
            if is_total([first]) or first.rstrip().endswith(_SUMS):
                return "合计或表尾"
            if first.startswith(EXAMPLE):
                return "示例行"
        width = len(cells)
        if first in self._first_heading and sum(at < width and cells[at] in texts for at, texts in self._headings) > 1:
            self._elsewhere = False
            return "重复的表头"
        if self._elsewhere:
            return "另一张表的内容，请分开导入"
        used = [cells[c.at] for c in self._columns if c.at < width]
        return "表里用不到的内容" if all(is_blank(value) for value in used) else ""

    def _no_data_after_all(self, cells: Sequence[Value]) -> str:
        """Why a row that says little or is wrong is none of the data: a note, a signature, other headings."""
        filled = [value for value in cells if not is_blank(value)]
        texts = [value.strip() for value in filled if isinstance(value, str)]
        needed = sum(column.field.needed for column in self._columns)
        if len(texts) == len(filled) and (len(filled) < needed - 1 or len(filled) * 4 <= len(self._columns)):
            if len(filled) == 1:
                return "只有一格文字，不是明细"
            if any(_FOOT.search(text) for text in texts):
                return "合计或表尾"
        if len(texts) == len(filled) > 2 and not any(map(_DIGIT.search, texts)):
            words = [heading_words(text) for text in texts]
            if words[0] in NUMBERS or sum(each in _heading_vocabulary() for each in words) > 1:
                self._elsewhere = True
                return "另一张表的表头，请分开导入"
        return ""

    def _read(self, row: PlannedRow, cells: Sequence[Value]) -> None:
        code, width, shared = self._code(cells), len(cells), self._shared.get(row.number)
        for column in self._columns:
            value = cells[column.at] if column.at < width else None
            if value is None and (row.number, column.at + 1) in self._sheet.uncomputed:
                self.mark(row, column.key, _UNCOMPUTED)
                continue
            if shared and column.at in shared:
                words = f"「{column.field.spec.title}」合并了 {shared[column.at]} 行，分不清每行是多少，请逐行填写。"
                self.mark(row, column.key, words)
                continue
            known: Any = value if value.__class__ is str else (value.__class__, value)
            if code and column.field.part is Part.ROW:
                known = (known, code)
            entry = column.seen.get(known)
            if entry is None:
                entry = column.seen[known] = self._cell(column, value, code)
            if entry.message:
                self.mark(row, column.key, entry.message)
            elif entry.kept:
                row.texts[column.key] = entry.kept
                if entry.note:
                    row.notes.append(f"{column.field.spec.title}：{entry.note}")
        self._look_at_conditions(row, code)

    def _code(self, cells: Sequence[Value]) -> str:
        """The currency of a row: empty for yuan that do not say so, ``?`` for one that cannot be understood."""
        if self._currency is None or self._currency.at >= len(cells):
            return ""
        value = cells[self._currency.at]
        entry = self._reader.read(self._currency.field.spec, value) if isinstance(value, str) else EMPTY
        return "?" if entry.message else str(entry.value or "")

    def _cell(self, column: _Column, value: Value, currency: str) -> Entry:
        if is_blank(value):
            return wrong("", f"「{column.field.spec.title}」没有填。") if column.field.needed else EMPTY
        if error := error_in(value):
            return wrong(error, f"这一格是错误值 {error}，请改正公式，或者改填数值。")
        entry = self._entry(column.field, column.text_of(value), currency)
        if column.field.needed and not entry.kept and not entry.message:  # characters that cannot be seen
            return wrong("", f"「{column.field.spec.title}」没有填。")
        return entry

    def _entry(self, field: Field, text: str, currency: str) -> Entry:
        if field.part is Part.APPLICANT:
            return self._applicant(field.spec, text)
        if field.part is Part.COUNTY and field.spec.name == "opinion":
            text = next((word for start, word in _OPINIONS if text.strip().startswith(start)), text)
        return self._reader.read(field.spec, text, currency if field.part is Part.ROW else "")

    def _applicant(self, spec: FactSpec, text: str) -> Entry:
        if spec.name == "county":
            bare = clean(text)
            for start in _NO_COUNTY:
                bare = bare.removeprefix(start)
            if not bare and text.strip():
                return wrong(text, f"「{text.strip()}」不是县（市、区），请写明是哪一个；市直单位请填“运城市本级”。")
            return self._reader.read(spec, bare)
        if spec.name == "kind":
            return self._reader.read(spec, text)
        if not text.isprintable():
            text = "".join(c for c in text if c.isprintable() or c.isspace())
        plain = plain_field(spec.name, text)
        if not plain:
            return EMPTY
        if len(plain) > LONGEST:
            return wrong(text, f"「{spec.title}」有 {len(plain)} 个字，最多 {LONGEST} 个字，请写简称。")
        if spec.name == "credit_code":
            error = credit_code_error(plain)
            return wrong(text, error) if error else understood(plain, plain, note=credit_code_warning(plain) or "")
        if spec.name in ("account_number", "bank_branch_code") and "E+" in plain_code(text):
            return wrong(text, f"「{text.strip()}」已被表格软件改成科学计数法，末几位丢失，请按原件以文本重新填写。")
        return understood(plain, plain)

    def _look_at_conditions(self, row: PlannedRow, currency: str) -> None:
        """What a row needs because of what else stands in it: the rate of a foreign currency, the end of a contract."""
        rate = row.texts.get("row.exchange_rate")
        if rate not in (None, "1") and currency in ("", "CNY"):
            self.mark(
                row, "row.exchange_rate", f"填了汇率 {rate}，币种却是人民币。外币请填币种（如 USD），人民币请清空汇率。"
            )
        if row.marks or self._row_model is None or all(key in row.texts for key in self._conditional):
            return
        there = tuple(key for key in self._row_keys if key in row.texts)
        decided = tuple(row.texts.get(key) for key in self._deciding)
        known = (there, decided, currency)
        if known not in self._lacking:
            self._lacking[known] = self._lacks(self._row_model, row, there)
        for key in self._lacking[known]:
            self.mark(row, key, f"「{self._target.by_key[key].spec.title}」没有填。")

    def _lacks(self, model: type[FactModel], row: PlannedRow, there: Sequence[str]) -> list[str]:
        """The conditional fields that a row needs and lacks; what the others hold does not matter."""
        values: dict[str, Any] = {}
        for key in there:
            spec = self._target.by_key[key].spec
            values[spec.name] = self._reader.read(spec, row.texts[key]).value
        lacking = model.model_construct(**values).missing()
        return [key for key in self._conditional if self._target.by_key[key].spec.name in lacking]


@cache
def _heading_vocabulary() -> frozenset[str]:
    """What the headings of all measures' sheets say."""
    specs = [spec for form in map(form_of, measure_ids()) for spec in form.header]
    specs += [spec for form in map(form_of, measure_ids()) if form.table for spec in form.table.columns]
    named = {heading_words(spec.title) for spec in specs} | set(map(heading_words, FIELD_LABELS.values()))
    return frozenset(named.union(*SYNONYMS.values(), *APPLICANT_SYNONYMS.values()))


@cache
def _row_model(measure: str) -> type[FactModel] | None:
    """The model of one row of a measure's table."""
    facts = module_of(measure).Facts
    if facts.table is None:
        return None
    model: type[FactModel] = get_args(facts.model_fields[facts.table].annotation)[0]
    return model


def _texts_above(sheet: SheetCells, layout: Layout, at: int) -> frozenset[Value]:
    """What stands in the rows of the headings over one column (from 0), as it is written."""
    rows = sheet.rows[layout.first - 1 : layout.last]
    return frozenset(row[at] for row in rows if at < len(row) and isinstance(row[at], str))

"""Each row of a sheet as the form would read it: texts in their plain form, and a sentence for each wrong cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args

from ycdesk.calculation.facts import FactKind, FactModel, FactSpec
from ycdesk.calculation.measures import module_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.entry import Entry
from ycdesk.domain.entry_value import EMPTY, understood, wrong
from ycdesk.domain.identifiers import credit_code_error, credit_code_warning, plain_code
from ycdesk.services.applicants import plain_field
from ycdesk.services.particulars import reader_for
from ycdesk.services.paste import heading_words, is_total
from ycdesk.services.sheets.book import Book, Mark, SheetCells, Value
from ycdesk.services.sheets.importing.cells import error_in, is_blank, text_maker
from ycdesk.services.sheets.importing.headings import Layout
from ycdesk.services.sheets.importing.plan import Fate, PlannedRow
from ycdesk.services.sheets.importing.targets import Field, Part, Target

_NO_COUNTY = ("山西省", "运城市", "山西")
EXAMPLE = "（示例）"
"""How the first cell of a row begins that only shows how to fill in."""
_UNCOMPUTED = "这个公式没有存下算出的值，请在表格软件里打开、重新计算并保存，或者改填数值。"
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
        self._headings = {column.at - 1: heading_words(column.heading) for column in layout.columns if column.field}
        self._currency = next((c for c in self._columns if c.key == "row.currency"), None)
        self._row_keys = [c.key for c in self._columns if c.field.part is Part.ROW]
        self._conditional = [key for key in self._row_keys if target.by_key[key].spec.optional]
        self._deciding = [key for key in self._row_keys if target.by_key[key].spec.kind is FactKind.YES_NO]
        self._lacking: dict[Any, list[str]] = {}
        self._row_model = _row_model(target.measure) if target.measure else None
        self._merged = _merged_down(sheet, layout, self._columns)
        self._last_heading = layout.last

    def rows(self) -> Iterator[PlannedRow]:
        """Every row below the headings that is not empty."""
        for number in range(self._last_heading + 1, len(self._sheet.rows) + 1):
            cells = self._cells(number)
            if all(is_blank(value) for value in cells):
                continue
            row = PlannedRow(number, {}, hidden=number in self._sheet.hidden)
            why = self._no_data(cells)
            if why:
                row.fate, row.words = Fate.SKIPPED, why
            else:
                self._read(row, cells)
            yield row

    def mark(self, row: PlannedRow, key: str, words: str) -> None:
        """Say what is wrong with one cell of a row; with a field that has no column, at the first column."""
        at = next((column.at for column in self._columns if column.key == key), self._columns[0].at)
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
            if is_total([first]):
                return "合计或表尾"
            if first.startswith(EXAMPLE):
                return "示例行"
            if heading_words(first) in self._headings.values():
                same = [at for at, words in self._headings.items() if at < len(cells) and _says(cells[at], words)]
                if len(same) > 1:
                    return "重复的表头"
        used = [cells[c.at] for c in self._columns if c.at < len(cells)]
        return "表里用不到的内容" if all(is_blank(value) for value in used) else ""

    def _read(self, row: PlannedRow, cells: Sequence[Value]) -> None:
        code, width = self._code(cells), len(cells)
        for column in self._columns:
            value = cells[column.at] if column.at < width else None
            if value is None and (row.number, column.at + 1) in self._sheet.uncomputed:
                self.mark(row, column.key, _UNCOMPUTED)
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
        """The currency of a row, empty for yuan that do not say so."""
        if self._currency is None or self._currency.at >= len(cells):
            return ""
        value = cells[self._currency.at]
        return str(self._reader.read(self._currency.field.spec, value).value or "") if isinstance(value, str) else ""

    def _cell(self, column: _Column, value: Value, currency: str) -> Entry:
        if is_blank(value):
            return wrong("", f"「{column.field.spec.title}」没有填。") if column.field.needed else EMPTY
        if error := error_in(value):
            return wrong(error, f"这一格是错误值 {error}，请改正公式，或者改填数值。")
        return self._entry(column.field, column.text_of(value), currency)

    def _entry(self, field: Field, text: str, currency: str) -> Entry:
        if field.part is Part.APPLICANT:
            return self._applicant(field.spec, text)
        if field.part is Part.COUNTY and field.spec.name == "opinion":
            text = next((word for start, word in _OPINIONS if text.strip().startswith(start)), text)
        return self._reader.read(field.spec, text, currency if field.part is Part.ROW else "")

    def _applicant(self, spec: FactSpec, text: str) -> Entry:
        if spec.name == "county":
            bare = text.strip()
            for start in _NO_COUNTY:
                bare = bare.removeprefix(start)
            return self._reader.read(spec, bare or text)
        if spec.name == "kind":
            return self._reader.read(spec, text)
        plain = plain_field(spec.name, text)
        if not plain:
            return EMPTY
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


def _says(value: Value, words: str) -> bool:
    return isinstance(value, str) and bool(words) and heading_words(value) == words


@cache
def _row_model(measure: str) -> type[FactModel] | None:
    """The model of one row of a measure's table."""
    facts = module_of(measure).Facts
    if facts.table is None:
        return None
    model: type[FactModel] = get_args(facts.model_fields[facts.table].annotation)[0]
    return model


def _merged_down(sheet: SheetCells, layout: Layout, columns: Sequence[_Column]) -> Mapping[int, dict[int, Value]]:
    """By row and column (from 0) what a cell merged over several rows says in the lower ones.

    An amount of one row of a table is not handed down: nobody knows how it is shared out.
    """
    handed = {c.at for c in columns if not (c.field.part is Part.ROW and c.field.money)}
    found: dict[int, dict[int, Value]] = {}
    for first_row, first_column, last_row, last_column in sheet.merged:
        if first_row <= layout.last or last_row == first_row:
            continue
        cells = sheet.rows[first_row - 1] if first_row <= len(sheet.rows) else ()
        value = cells[first_column - 1] if first_column <= len(cells) else None
        for at in range(first_column - 1, last_column):
            if at in handed and value is not None:
                for number in range(first_row + 1, min(last_row, len(sheet.rows)) + 1):
                    found.setdefault(number, {})[at] = value
    return found

"""Workbooks drawn up line by line, so that every defect that is planted in one is known by its cell.

A ``Draft`` counts what it writes: which rows are good, which cells are wrong, and what the rows say in plain words
(what the form would keep). Drawn up ``fixed``, it holds what is right in the cells where the defects were.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.services.sheets.senders_books import change_parts
from ycdesk.domain.identifiers import credit_check_character

Plain = dict[str, str]
Cell = tuple[Any, str]
"""What is written, and what the form keeps of it."""


def code_of(number: int) -> str:
    """A credit code with its check character."""
    body = f"91140802MA0{number:06d}"
    return body + credit_check_character(body)


def firm(number: int) -> str:
    """The name of a firm."""
    return f"运城市{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}号进出口有限公司"


@dataclass(frozen=True)
class Kind:
    """What a table is about: its columns by short names, each with heading, field and cells."""

    measure: str
    columns: Mapping[str, tuple[str, str, Callable[[int], Cell]]]
    clause: Mapping[str, str] = field(default_factory=dict)


def _same(value: Any, plain: str) -> Callable[[int], Cell]:
    return lambda number: (value, plain)


def _texts(make: Callable[[int], str]) -> Callable[[int], Cell]:
    return lambda number: (make(number), make(number))


NONE = _same(None, "")
FIRM_COLUMNS = {
    "no": ("序号", "", lambda number: (number, "")),
    "name": ("企业名称", "applicant.name", _texts(firm)),
    "code": ("信用代码", "applicant.credit_code", _texts(code_of)),
    "kind": ("单位性质", "applicant.kind", _same("企业", "enterprise")),
    "county": ("县区", "applicant.county", _same("盐湖区", "140802")),
}
BOOTHS = Kind(
    "exhibition",
    {
        **FIRM_COLUMNS,
        "expo": ("展会名称", "header.name", _same("河内国际贸易展", "河内国际贸易展")),
        "session": ("届次", "header.session", _same("第5届", "第5届")),
        "tier": ("展会类别", "header.tier", _same("重点", "key")),
        "country": ("国家", "header.country", _same("越南", "VN")),
        "opens": ("开幕日期", "header.opens_on", _same(date(2025, 4, 15), "2025-04-15")),
        "province": ("省级已支持同一展会", "header.provincial_support", _same("否", "no")),
        "booth": ("摊位号", "row.booth_no", _texts(lambda number: f"B{number}")),
        "area": ("展位面积", "row.area_m2", _same(9, "9")),
        "fee": ("展位费（元）", "row.fee", lambda number: (30_000 + number, str(30_000 + number))),
        "currency": ("币种", "row.currency", NONE),
        "rate": ("汇率", "row.exchange_rate", NONE),
    },
)
SUMMARY = Kind(
    "",
    {
        "no": ("序号", "", lambda number: (number, "")),
        "county": ("县（市、区）", "applicant.county", _same("临猗县", "140821")),
        "name": ("申报单位", "applicant.name", _texts(firm)),
        "code": ("统一社会信用代码", "applicant.credit_code", _texts(code_of)),
        "clause": ("申报条款", "measure", _same("三(一)", "exhibition")),
        "project": ("项目名称", "county.project", _texts(lambda number: f"第{number}个项目")),
        "stated": ("申报金额（元）", "county.stated", lambda number: (20_000 + number, str(20_000 + number))),
        "amount": ("初审金额（元）", "county.amount", lambda number: (18_000 + number, str(18_000 + number))),
        "opinion": ("初审意见", "county.opinion", _same("同意上报", "同意上报")),
        "contact": ("联系人", "applicant.contact_name", _same("张三", "张三")),
        "phone": ("联系电话", "applicant.contact_phone", _same("13800000000", "13800000000")),
        "remark": ("备注", "applicant.remark", NONE),
    },
)
PAPERS = Kind(
    "certification",
    {
        **FIRM_COLUMNS,
        "what": ("类别", "row.kind", _same("国际认证", "certification")),
        "paper": ("证书编号", "row.certificate_no", _texts(lambda number: f"CE-{number:04d}")),
        "day": ("发证日期", "row.obtained_on", _same("2025年3月1日", "2025-03-01")),
        "fee": ("认证费（元）", "row.fee", lambda number: (8_000 + number, str(8_000 + number))),
        "other": ("已获支持（元）", "row.other_support", NONE),
    },
)
ROSTER = Kind(
    "talent_training",
    {
        **FIRM_COLUMNS,
        "base": ("已建立产教融合基地", "header.base_agreement", _same("是", "yes")),
        "id": ("身份证号码", "row.id_no", _texts(lambda number: f"14080220050101{number:03d}X")),
        "days": ("培训天数", "row.training_days", _same(30, "30")),
        "ended": ("结业日期", "row.training_ended_on", _same("2025.3.31", "2025-03-31")),
        "from": ("合同起", "row.contract_from", _same("20250401", "2025-04-01")),
        "to": ("合同止", "row.contract_to", _same("2026/3/31", "2026-03-31")),
        "open": ("无固定期限", "row.open_ended", NONE),
        "employer": ("跨境电商企业", "row.employer_is_cbec", _same("√", "yes")),
    },
)
SHOPS = Kind(
    "store_global",
    {
        **FIRM_COLUMNS,
        "year": ("年度", "header.year", _same(2025, "2025")),
        "registered": ("已在运城跨境电商公共服务平台注册", "header.registered_on_platform", _same("是", "yes")),
        "declares": ("以跨境电商模式申报数据", "header.declares_cbec", _same("有", "yes")),
        "platform": ("平台名称", "row.platform", _same("Amazon", "Amazon")),
        "shop": ("店铺名称", "row.shop", _texts(lambda number: f"shop{number}")),
        "type": ("店铺类型", "row.kind", _same("B2C", "b2c")),
        "sales": ("年度交易额（万元）", "row.sales", lambda number: (300 + number, str((300 + number) * 10_000))),
        "orders": ("订单数", "row.orders", _same(120, "120")),
    },
)


class Draft:
    """A workbook while it is drawn up; ``fixed``: with what is right where the defects would be."""

    def __init__(self, kind: Kind = BOOTHS, fixed: bool = False) -> None:
        self.kind, self.fixed = kind, fixed
        self.workbook = Workbook()
        self.sheet: Any = self.workbook.worksheets[0]
        self.sheet.title = "申报汇总"
        self.at = 1
        self.columns: list[str] = []
        self.planted: set[tuple[str, str]] = set()
        self.plain: dict[int, Plain] = {}
        self.bad: set[int] = set()
        self.unit = ""
        """What the person answers where no column says 元 or 万元."""
        self.suffix, self.encoding = ".xlsx", ""
        self.parts: dict[str, Callable[[str], str]] = {}
        self.anchors: dict[tuple[str, str], tuple[str, str]] = {}
        """Planted cells that are merged into another, which is the one that is marked."""

    # Lines.

    def above(self, text: str, merged: bool = False) -> None:
        """A line above the headings, such as a title."""
        self.sheet.cell(self.at, 1, text)
        if merged:
            self.sheet.merge_cells(start_row=self.at, start_column=1, end_row=self.at, end_column=8)
        self.at += 1

    def headings(self, columns: Sequence[str] | None = None, **renamed: str) -> None:
        """The row of headings: all columns or these, in this order; some under another heading."""
        self.columns = list(columns or self.kind.columns)
        for at, name in enumerate(self.columns, 1):
            heading = renamed.get(name) or (self.kind.columns[name][0] if name in self.kind.columns else name)
            self.sheet.cell(self.at, at, heading)
        self.at += 1

    def line(self, number: int = 0, **written: Any) -> int:
        """A good row, some of its cells written otherwise; its number in the sheet."""
        row, number = self.at, number or len(self.plain) + 1
        self.plain[row] = {}
        for at, name in enumerate(self.columns, 1):
            if name not in self.kind.columns:
                self.sheet.cell(row, at, written.get(name))
                continue
            _, key, make = self.kind.columns[name]
            value, plain = make(number)
            self.sheet.cell(row, at, written.get(name, value))
            if key and plain:
                self.plain[row][key] = plain
        self.at += 1
        return row

    def lines(self, count: int) -> list[int]:
        """Some good rows."""
        return [self.line() for _ in range(count)]

    def means(self, row: int, **plain: str) -> None:
        """What the form keeps of some cells of a row, where it is not what is usual."""
        for name, text in plain.items():
            self.plain[row][self.kind.columns[name][1]] = text

    def put(self, row: int, name: str, value: Any) -> None:
        """Write a cell of a row."""
        self.sheet[self.cell(row, name)] = value

    def plant(self, row: int, name: str, value: Any, right: Any = None, at: str = "") -> None:
        """A defect, which shows at this cell or at that of the column ``at``; ``right``: what belongs there."""
        cell = self.cell(row, name)
        if not self.fixed:
            self.sheet[cell] = value
        elif right is not None:
            self.sheet[cell] = right
        self.planted.add((self.sheet.title, self.cell(row, at or name)))
        self.bad.add(row)

    def cell(self, row: int, name: str) -> str:
        """The name of a cell: ``F7``."""
        return f"{get_column_letter(self.columns.index(name) + 1)}{row}"

    def foot(self, *values: Any) -> int:
        """A row that is none of the data; its number."""
        for at, value in enumerate(values, 1):
            self.sheet.cell(self.at, at, value)
        self.at += 1
        return self.at - 1

    def formula(self, row: int, name: str, formula: str, stored: float | str) -> None:
        """A formula with the value that was stored with it."""
        cell = self.cell(row, name)
        self.sheet[cell] = formula
        kind = ' t="str"' if isinstance(stored, str) else ""
        self.part(
            "xl/worksheets/sheet1.xml",
            lambda text: re.sub(
                rf'<c r="{cell}"( s="\d+")?[^>]*>(<f>.*?</f>)<v\s*/?>(</v>)?',
                lambda found: f'<c r="{cell}"{found[1] or ""}{kind}>{found[2]}<v>{stored}</v>',
                text,
            ),
        )

    def part(self, name: str, edit: Callable[[str], str]) -> None:
        """Change a part of the workbook once it is saved."""
        earlier = self.parts.get(name)
        self.parts[name] = (lambda text: edit(earlier(text))) if earlier else edit

    # What it comes to.

    @property
    def good(self) -> list[Plain]:
        """What the rows without a defect say."""
        return [plain for row, plain in self.plain.items() if row not in self.bad]

    def save(self, folder: Path, name: str) -> Path:
        """Write the file."""
        path = folder / f"{name}{self.suffix}"
        if self.encoding:
            self.planted = {(name, cell) for _, cell in self.planted}  # its only sheet is called like the file
            self.sheet.title = name
            with path.open("w", encoding=self.encoding, newline="") as stream:
                csv.writer(stream).writerows(self.sheet.iter_rows(values_only=True))
            return path
        self.workbook.save(path)
        if self.parts:
            change_parts(path, self.parts)
        return path

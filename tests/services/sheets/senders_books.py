"""Workbooks such as firms send them, for the tests of marking; and what can be seen of a workbook from outside."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from ycdesk.services.sheets.book import Book, SheetCells

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RED = "FFFF9A97"

Edit = Callable[[str], str]
Place = tuple[str, str]
"""Sheet and cell."""

_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


def book_of(path: Path, kind: str = "xlsx") -> Book:
    """The book as the reader would give it, as far as marking looks at it."""
    sheets = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
        merged = tuple((r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges)
        sheets.append(SheetCells(sheet.title, rows, frozenset(), frozenset(), merged, True))
    return Book(path, kind, hashlib.sha256(path.read_bytes()).hexdigest(), tuple(sheets), False)


def rich_workbook(path: Path, vba: bool = False) -> Path:
    """Three sheets with nearly all that openpyxl can put into a workbook, formulas with their values stored."""
    workbook = openpyxl.Workbook()
    first: Any = workbook.active
    first.title = "汇总表"
    first.append(["序号", "企业名称", "金额", "日期", "合计"])
    for number in range(1, 21):
        first.append([number, f"运城{number}号商贸有限公司", number * 1.5, "2024-03-01", f"=C{number + 1}*2"])
    for row in first["A1:E1"]:
        for cell in row:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFD9E1F2")
    side = Side("thin", color="FF0000FF")
    first["C5"].number_format, first["C5"].border = "#,##0.00", Border(left=side, top=side)
    first["C5"].alignment, first["C5"].protection = Alignment("right", wrap_text=True), Protection(locked=False)
    first["B6"].fill = PatternFill("solid", fgColor="FFFFFF00")
    first["B7"].comment = Comment("请看附件", "张三")
    first.merge_cells("G2:H4")
    first.freeze_panes, first.auto_filter.ref = "A2", "A1:E21"
    first.protection.sheet = True
    green = DifferentialStyle(fill=PatternFill(bgColor="FF00FF00"))
    first.conditional_formatting.add("C2:C21", Rule("cellIs", 1, dxf=green, operator="greaterThan", formula=["20"]))
    rule = DataValidation("list", '"是,否"')
    rule.add("F2:F21")
    first.add_data_validation(rule)
    chart = BarChart()
    chart.add_data(Reference(first, min_col=3, min_row=1, max_row=21), titles_from_data=True)
    first.add_chart(chart, "J2")
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), "blue").save(picture, "PNG")
    first.add_image(Image(picture), "J20")
    second = workbook.create_sheet("明细")
    second.append(["名称", "数量"])
    second.append(["甲", 1])
    second.add_table(Table(displayName="表1", ref="A1:B2"))
    workbook.create_sheet("空表")
    workbook.save(path)
    add: dict[str, bytes] = {"xl/vbaProject.bin": bytes(range(256)) * 9} if vba else {}
    change_parts(path, {"xl/worksheets/sheet1.xml": with_stored_values}, add)
    return path


def with_stored_values(text: str) -> str:
    """A sheet whose formulas have the value that Excel would have stored with them."""
    number = iter(range(1, 1000))
    return re.sub(r"(</f>)<v\s*/>|(</f>)<v></v>", lambda _: f"</f><v>{next(number) * 3}</v>", text)


def change_parts(path: Path, edits: dict[str, Edit], add: dict[str, bytes] | None = None) -> None:
    """Rewrite some parts of a workbook."""
    with zipfile.ZipFile(path) as source:
        parts = [(info, source.read(info)) for info in source.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info, data in parts:
            edit = edits.get(info.filename)
            target.writestr(info, edit(data.decode()).encode() if edit else data)
        for name, data in (add or {}).items():
            target.writestr(name, data)


def package(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A workbook of these parts, with the usual ones around them."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    usual = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/blatt.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="表" sheetId="7" r:id="z9"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="z9" '
        f'Type="{office}/worksheet" Target="/xl/worksheets/blatt.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in {**usual, **parts}.items():
            target.writestr(name, text)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    """Every part of a workbook, in the order of the file."""
    with zipfile.ZipFile(path) as source:
        assert source.testzip() is None
        return {name: source.read(name) for name in source.namelist()}


def look_of(cell: Any) -> tuple[str, ...]:
    """All of a cell's format but its fill."""
    return cell.number_format, *map(repr, (cell.font, cell.border, cell.alignment, cell.protection))


def cells_of(path: Path) -> dict[Place, tuple[Any, tuple[str, ...], str, str | None]]:
    """Value or formula, format, fill and comment of every cell."""
    looks: dict[int, tuple[tuple[str, ...], str]] = {}  # writing out a format takes long
    found = {}
    for cell in _all_cells(path):
        if cell.style_id not in looks:
            looks[cell.style_id] = look_of(cell), repr(cell.fill)
        comment = cell.comment.text if cell.comment else None
        found[cell.parent.title, cell.coordinate] = (cell.value, *looks[cell.style_id], comment)
    return found


def red_cells(path: Path) -> dict[Place, str]:
    """The cells in our red, and their comments."""
    return {
        (cell.parent.title, cell.coordinate): cell.comment.text if cell.comment else ""
        for cell in _all_cells(path)
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == RED
    }


def _all_cells(path: Path) -> Iterator[Any]:
    workbook = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    if workbook.vba_archive:
        workbook.vba_archive.close()
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            yield from row


def in_schema_order(text: bytes) -> bool:
    """Whether the children of a worksheet stand in the order of CT_Worksheet."""
    places = [_ORDER.index(child.tag.removeprefix(MAIN)) for child in ElementTree.fromstring(text)]
    return places == sorted(places) and in_cell_order(ElementTree.fromstring(text))


def in_cell_order(root: Iterable[Any]) -> bool:
    """Whether rows and cells that say where they are stand one after the other."""
    data = next(child for child in root if child.tag == f"{MAIN}sheetData")
    rows = [int(row.get("r")) for row in data if row.get("r")]
    cells = [[coordinate_from_string(c.get("r"))[0] for c in row if c.get("r")] for row in data]
    columns = [[column_index_from_string(letters) for letters in row] for row in cells]
    return rows == sorted(set(rows)) and all(row == sorted(set(row)) for row in columns)

"""The tab 导入 in the window of a caseworker, sheets of firms and counties, and how to walk there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.shell.conftest import Open, background, open_window
from ui.background import Background
from ui.imports import ImportsPage
from ui.imports_columns import FIELD, UNIT
from ui.main_window import MainWindow
from ui.tables import TablesPage
from ycdesk.services.search import find_cases

__all__ = ["background", "open_window"]

Wait = Callable[[], None]
TITLES = ["序号", "企业名称", "信用代码", "县区", "单位性质", "展会名称", "届次", "展会类别", "国家", "开幕日期",
          "省级已支持同一展会", "展位号", "展位费"]  # fmt: skip
CODE = "91140802MA0ABCDE15"


def booth(number: int, place: str, fee: object, name: str = "甲公司") -> list[object]:
    """A row of the sheet: one booth in Hanoi."""
    return [number, name, CODE if name == "甲公司" else "", "临猗县", "企业", "河内国际贸易展", "2025", "重点", "越南",
            "2025-04-15", "否", place, fee]  # fmt: skip


def sheet(path: Path, rows: list[list[Any]], titles: list[str] = TITLES, above: str = "参展补助申报表") -> Path:
    """A workbook with a title above its headings."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "申报"
    page.append([above])
    page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(titles))
    for row in [titles, *rows]:
        page.append(row)
    book.create_sheet("说明").append(["请按月报送"])
    book.save(path)
    return path


@pytest.fixture
def window(bureau: Bureau, open_window: Open) -> MainWindow:
    window = open_window(bureau.wang)
    window.open_place("tables")
    return window


@pytest.fixture
def page(window: MainWindow) -> ImportsPage:
    """The tab of the caseworker."""
    tables = window.pages.currentWidget()
    assert isinstance(tables, TablesPage)
    assert tables.imports is not None
    return tables.imports


@pytest.fixture
def wait(qtbot: QtBot, background: Background) -> Wait:
    """Until nothing runs behind the screen."""
    return lambda: qtbot.waitUntil(lambda: not background.busy, timeout=20_000)


def choose(page: ImportsPage, words: str = "新办件：参展补助") -> None:
    page.head.target.setCurrentIndex(page.head.target.findText(words))


def results(page: ImportsPage) -> list[str]:
    """Row, fate and what becomes of it."""
    return [" ".join((row.cells[0], row.cells[1][2:], row.cells[3])) for row in page.preview.table.rows.rows]


def field_of(page: ImportsPage, heading: str) -> tuple[str, str]:
    """What the column under a heading holds, and in which unit."""
    row = next(row for row in page.columns.rows.rows if row.cells[1] == heading)
    return row.cells[FIELD], row.cells[UNIT]


def numbers(bureau: Bureau) -> list[str]:
    return sorted(row.number for row in find_cases(bureau.office, ""))

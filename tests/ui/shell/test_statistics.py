"""统计: groups, the cases behind a row, other years, the workbook, the sheet; by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tests.bureau import Bureau
from tests.stages import in_state
from tests.ui.conftest import nameless
from tests.ui.shell.conftest import Open
from ui import dialogs, statistics
from ui.case_table import Heading
from ui.hands import Hands
from ui.statistics import StatisticsPage
from ycdesk.domain.states import CaseState


@pytest.fixture
def page(bureau: Bureau, open_window: Open) -> StatisticsPage:
    """The page with an award paid, one supported, and a refusal."""
    for state in (CaseState.PAID, CaseState.SUPPORTED, CaseState.REFUSED):
        in_state(bureau, state)
    window = open_window(bureau.li)
    window.open_place("statistics")
    page = window.pages.currentWidget()
    assert isinstance(page, StatisticsPage)
    return page


def shown(page: StatisticsPage, column: int) -> list[str]:
    """A column of the table."""
    return [row.cells[column] for row in page.table.rows.rows]


def test_the_groups_and_their_sum(page: StatisticsPage) -> None:
    assert shown(page, 0) == ["参展补助", "合计"]
    assert shown(page, 4) == ["50,000.00", "50,000.00"]
    assert shown(page, 7) == ["25,000.00", "25,000.00"]
    assert "一半在 30 天以内" in page.words.text()
    assert "2025 年市本级预算 1,000,000,000.00 元" in page.words.text()
    assert nameless(page) == []


def test_enter_lists_the_cases_and_escape_comes_back_to_the_row(page: StatisticsPage, hands: Hands) -> None:
    page.by.setCurrentIndex(page.by.findText("状态"))
    page.table.setFocus()
    assert shown(page, 0) == ["拟支持", "已拨付", "不予支持", "合计"]
    hands.press("Down", "Down", "Enter")
    assert page.middle.currentWidget() is page.list
    assert [line.state for line in page.list.cases.lines if not isinstance(line, Heading)] == [CaseState.REFUSED]
    assert page.words.text().startswith("状态：不予支持，1 件")
    page.refresh()
    assert page.middle.currentWidget() is page.list
    hands.press("Esc")
    assert page.middle.currentWidget() is page.table
    assert page.table.currentIndex().row() == 2
    assert page.table.hasFocus()


def test_the_arrows_go_through_the_years(page: StatisticsPage, hands: Hands) -> None:
    page.table.setFocus()
    hands.press("Left")
    assert page.year == 2024
    assert page.middle.currentWidget() is page.empty
    assert not page.export_button.isEnabled()
    page.switch.go(1)
    assert shown(page, 0) == ["参展补助", "合计"]


def test_the_workbook_and_why_it_could_not_be_written(
    page: StatisticsPage, hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [tmp_path / "没有" / "统计.xlsx", tmp_path / "统计.xlsx"]
    monkeypatch.setattr(dialogs, "save_file", lambda *_: wanted.pop(0))
    hands.press("Ctrl+S")
    assert "写不了文件" in page.banner.sentence.text()
    hands.press("Ctrl+S")
    assert (tmp_path / "统计.xlsx").exists()
    assert not page.banner.isVisible()


def test_the_sheet_goes_to_the_printer(page: StatisticsPage, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[bytes] = []

    def to_the_printer(_: QWidget, words: str, make: Callable[[], bytes]) -> bool:
        printed.append(make())
        return words == "2025 年跨境电子商务扶持资金统计表"

    monkeypatch.setattr(statistics, "print_pdf", to_the_printer)
    hands.press("Ctrl+P")
    assert printed[0].startswith(b"%PDF")

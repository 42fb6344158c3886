"""导出: what a table will hold, the workbook by keys, stopping, a disk that refuses."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.stages import in_state
from tests.ui.conftest import Answers, nameless
from tests.ui.shell.conftest import Show
from ui import exports
from ui.background import Background
from ui.exports import ExportsPage
from ui.hands import Hands
from ycdesk.domain.states import CaseState
from ycdesk.services.sheets.exporting import table_writer
from ycdesk.services.sheets.exporting.tables import TableKind

Wait = Callable[[], None]


@pytest.fixture
def page(bureau: Bureau, background: Background, show: Show, settled: Wait) -> ExportsPage:
    """The page of the clerk with a paid award and a refusal."""
    for state in (CaseState.PAID, CaseState.REFUSED):
        in_state(bureau, state)
    page = ExportsPage(bureau.office, bureau.sun, background)
    page.resize(1270, 640)
    show(page)
    page.refresh()
    settled()
    return page


@pytest.fixture
def settled(qtbot: QtBot, background: Background) -> Wait:
    """Until what was asked for last is shown and nothing runs."""

    def wait() -> None:
        qtbot.wait(200)  # longer than the page waits for more choices
        qtbot.waitUntil(lambda: not background.busy, timeout=20_000)

    return wait


def test_a_table_says_its_rows_and_totals_before_it_is_written(page: ExportsPage, hands: Hands, settled: Wait) -> None:
    assert page.heading.text() == "2025 年跨境电子商务扶持资金县级初审汇总表"
    assert page.sums.text() == "2 行；申报金额 50,000.00，初审金额 0.00"
    hands.press("Down", "Down")
    settled()
    assert page.selection.kind is TableKind.NOTICE
    assert page.sums.text() == "1 行；拟支持金额 25,000.00"
    assert [row.cells[1] for row in page.preview.rows.rows] == ["甲公司"]
    assert not page.filters.state.isEnabled()
    assert page.filters.measure.isEnabled()
    assert nameless(page) == []


def test_the_choices_narrow_and_say_when_nothing_is_left(page: ExportsPage, hands: Hands, settled: Wait) -> None:
    page.filters.state.setCurrentIndex(page.filters.state.findText("不予支持"))
    settled()
    assert page.sums.text().startswith("1 行；")
    hands.press("Left")
    settled()
    assert page.middle.currentWidget() is page.empty
    assert not page.export_button.isEnabled()
    hands.press("Ctrl+S")
    assert page.written is None


def test_a_detail_table_asks_for_its_measure(page: ExportsPage, settled: Wait) -> None:
    page.kinds.selectRow(list(TableKind).index(TableKind.DETAIL))
    settled()
    assert "请选择事项" in page.empty.sentence.text()
    page.filters.measure.setCurrentIndex(page.filters.measure.findText("参展补助"))
    settled()
    assert page.sums.text() == "2 行"
    assert page.middle.currentWidget() is page.preview


def test_the_workbook_is_written_by_keys_and_its_folder_opened(
    page: ExportsPage, hands: Hands, answers: Answers, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    class Desktop:
        @staticmethod
        def openUrl(url: QUrl) -> bool:  # noqa: N802
            opened.append(url.toLocalFile())
            return True

    monkeypatch.setattr(exports, "QDesktopServices", Desktop)
    said: list[str] = []
    page.said.connect(said.append)
    answers.file = tmp_path / "汇总.xlsx"
    hands.press("Ctrl+S")
    settled()
    assert said == ["已导出 汇总.xlsx，2 行。"]
    assert load_workbook(answers.file).worksheets[0]["C4"].value == "甲公司"
    hands.press("Ctrl+Shift+O")
    page.banner.action.click()
    assert opened == [str(tmp_path)] * 2


def test_escape_stops_it_and_nothing_is_written(
    page: ExportsPage, hands: Hands, answers: Answers, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = table_writer.write_tables

    def slowly(*arguments: object) -> bytes:
        hands_down.wait(10)
        return write(*arguments)  # type: ignore[arg-type]

    hands_down = Event()
    monkeypatch.setattr(table_writer, "write_tables", slowly)
    answers.file = tmp_path / "汇总.xlsx"
    hands.press("Ctrl+S")
    hands.press("Esc")
    hands_down.set()
    settled()
    assert page.banner.sentence.text() == "已停止，没有写文件。"
    assert list(tmp_path.glob("*汇总*")) == []
    hands.press("Ctrl+S")
    settled()
    assert answers.file.exists()


def test_a_disk_that_refuses_is_said(
    page: ExportsPage, hands: Hands, answers: Answers, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answers.file = tmp_path / "汇总.xlsx"
    hands.press("Ctrl+S")
    settled()
    assert "磁盘已满" in page.banner.sentence.text()
    assert list(tmp_path.glob("*汇总*")) == []

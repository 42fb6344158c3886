"""导入 when something is in the way: stopped, damaged, dropped, other sheets; into the table of a case; for others."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from time import sleep

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.bureau import Bureau
from tests.ui.conftest import Answers, nameless
from tests.ui.shell.conftest import Open
from tests.ui.tables.conftest import Wait, booth, choose, field_of, numbers, results, sheet
from ui.background import Job
from ui.dossier import DossierPage
from ui.hands import Hands
from ui.imports import ImportsPage
from ui.imports_rows import PreviewRows
from ui.main_window import MainWindow
from ui.tables import TablesPage
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case
from ycdesk.services.sheets.book import Book, Mark, SheetCells
from ycdesk.services.sheets.importing.headings import Layout
from ycdesk.services.sheets.importing.plan import Fate, Plan, PlannedRow
from ycdesk.services.sheets.importing.targets import Target

YUAN_ABOVE = "单位：元"


def test_what_is_stopped_leaves_nothing(
    page: ImportsPage, bureau: Bureau, hands: Hands, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page)
    page.open(sheet(tmp_path / "来表.xlsx", [booth(n, f"B{n}", 31250) for n in range(20)], above=YUAN_ABOVE))
    wait()
    going_on = Job.progress

    def stop(job: Job, count: int, total: int) -> None:
        """Esc arrives while the cases are being written."""
        if job.title == "导入" and count == 3:
            for _ in range(500):  # the page learns of its job a moment after the thread has begun it
                if page.working is job:
                    break
                sleep(0.01)
            assert page.working is job
            job.cancel()
        going_on(job, count, total)

    monkeypatch.setattr(Job, "progress", stop)
    hands.press("Ctrl+Enter")
    wait()
    assert page.banner.sentence.text() == "已停止，一行也没有导入。"
    assert numbers(bureau) == []
    monkeypatch.undo()
    hands.press("Ctrl+Enter")
    wait()
    assert numbers(bureau) == ["2025-0001"]  # no number was lost


def test_escape_stops_what_is_going_on(page: ImportsPage, hands: Hands, wait: Wait, tmp_path: Path) -> None:
    choose(page)
    go_on = Event()
    page.background.run("别的事", lambda job: go_on.wait(20), lambda _: None)
    page.open(sheet(tmp_path / "来表.xlsx", [booth(1, "B1", 31250)], above=YUAN_ABOVE))
    hands.press("Esc")
    go_on.set()
    wait()
    assert page.banner.sentence.text() == "已停止读取。"
    assert page.planning.book is None
    assert page.working is None


def test_a_damaged_file_is_one_sentence_and_what_was_chosen_stays(
    page: ImportsPage, wait: Wait, tmp_path: Path
) -> None:
    choose(page)
    page.open(sheet(tmp_path / "好.xlsx", [booth(1, "B1", 31250)], above=YUAN_ABOVE))
    wait()
    before = results(page)
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes((tmp_path / "好.xlsx").read_bytes()[:900])
    page.open(bad)
    wait()
    assert page.banner.isVisible()
    assert page.banner.sentence.text().startswith("坏.xlsx ")
    assert page.head.target.currentText() == "新办件：参展补助"
    assert page.head.file.text() == "好.xlsx"
    assert results(page) == before


def test_a_file_is_dropped_on_the_page(page: ImportsPage, wait: Wait, tmp_path: Path) -> None:
    choose(page)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sheet(tmp_path / "拖来.xlsx", [booth(1, "B1", 1)], above=YUAN_ABOVE)))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), copy, data, left, none))
    wait()
    assert page.head.file.text() == "拖来.xlsx"
    assert results(page) == ["3 新增 新办件"]


def test_sheet_and_heading_row_are_chosen_and_columns_are_named(
    page: ImportsPage, hands: Hands, wait: Wait, tmp_path: Path
) -> None:
    choose(page)
    book = Workbook()
    first, second = book.worksheets[0], book.create_sheet("二季度")
    first.append(["没有表头的表"])
    second.append(["企业名称", "展位号"])
    second.append(["甲公司", "B1"])
    second.append(["公司", "位置"])
    second.append(["甲公司", "B2"])
    book.save(tmp_path / "两张.xlsx")
    page.open(tmp_path / "两张.xlsx")
    wait()
    assert (page.head.sheet.currentText(), page.head.row.value()) == ("二季度", 1)
    assert len(results(page)) == 3
    page.head.row.setFocus()
    hands.press("Up", "Up")
    wait()
    assert field_of(page, "位置") == ("不用", "")
    assert len(results(page)) <= 1
    page.head.sheet.setCurrentIndex(0)
    wait()
    assert page.preview.counts.text() == "没有找到「单位名称」这一列，请指定是哪一列。"
    assert not page.head.import_button.isEnabled()
    page.head.sheet.setCurrentIndex(1)
    wait()
    assert page.head.row.value() == 1


def test_a_county_list_brings_several_measures(page: ImportsPage, bureau: Bureau, wait: Wait, tmp_path: Path) -> None:
    titles = ["序号", "申报单位", "申报条款", "项目名称", "申报金额（元）"]
    rows = [[1, "甲公司", "参展补助", "河内展", 25000], [2, "甲公司", "不知道什么", "某项目", 1]]
    choose(page, "新办件：县级汇总表（各事项）")
    page.open(sheet(tmp_path / "汇总.xlsx", rows, titles))
    wait()
    assert [result.split()[1] for result in results(page)] == ["新增", "有错"]
    assert not page.head.template_button.isEnabled()


def test_rows_go_into_the_table_of_a_draft_that_is_open(
    window: MainWindow, bureau: Bureau, hands: Hands, wait: Wait, answers: Answers, tmp_path: Path
) -> None:
    case = bureau.draft(papers=False)
    window.open_dossier(case.dossier_id, case.id)
    dossier = window.pages.currentWidget()
    assert isinstance(dossier, DossierPage)
    assert dossier.current is not None
    tab = dossier.current
    assert tab.table is not None
    assert tab.table.import_button.isVisible()
    tab.table.import_button.click()
    tables = window.pages.currentWidget()
    assert isinstance(tables, TablesPage)
    page = tables.imports
    assert page is not None
    assert page.head.target.currentText() == f"办件 {case.number} 的明细：参展补助"
    assert page.head.file_button.hasFocus()
    answers.file = sheet(tmp_path / "展位.xlsx", [["B7", 20000], ["B8", 1]], ["展位号", "展位费（元）"])
    hands.press("Ctrl+O")
    wait()
    assert page.columns.hasFocus()
    assert [result.split()[:2] for result in results(page)] == [["3", "新增"], ["4", "新增"]]
    hands.press("Ctrl+Enter")
    wait()
    assert page.banner.sentence.text().startswith(f"已导入 2 行，加行的办件 1 件（{case.number}）。")
    page.banner.action.click()
    assert window.pages.currentWidget() is dossier
    assert [row["booth_no"] for row in tab.table.source.rows] == ["A1", "B7", "B8"]
    assert tab.table.table.rows.rowCount() >= 3
    assert [row["booth_no"] for row in get_case(bureau.office, case.id).entries["rows"]] == ["A1", "B7", "B8"]


def test_a_case_that_was_submitted_takes_no_rows(page: ImportsPage, bureau: Bureau, wait: Wait, tmp_path: Path) -> None:
    case = bureau.draft()
    page.open(sheet(tmp_path / "展位.xlsx", [["B7", 20000]], ["展位号", "展位费（元）"]))
    wait()
    assert page.empty.heading.text() == "这个文件导入为什么"
    page.import_into(case.id)
    wait()
    assert page.head.import_button.isEnabled()
    submit(bureau.office, bureau.wang, case.id, case.version)
    page.refresh()
    wait()
    assert "已提交" in page.banner.sentence.text()
    assert not page.head.import_button.isEnabled()


def test_somebody_was_faster(page: ImportsPage, bureau: Bureau, hands: Hands, wait: Wait, tmp_path: Path) -> None:
    case = bureau.draft()
    page.import_into(case.id)
    page.open(sheet(tmp_path / "展位.xlsx", [["B7", 20000]], ["展位号", "展位费（元）"]))
    wait()
    submit(bureau.office, bureau.wang, case.id, case.version)
    hands.press("Ctrl+Enter")
    wait()
    assert page.banner.isVisible()
    assert page.banner.property("banner") == "bad"
    assert len(get_case(bureau.office, case.id).entries["rows"]) == 1


def test_the_template_of_the_chosen_measure(
    page: ImportsPage, hands: Hands, answers: Answers, wait: Wait, tmp_path: Path
) -> None:
    assert not page.head.template_button.isEnabled()
    choose(page)
    answers.file = tmp_path / "模板.xlsx"
    hands.press("Ctrl+Shift+T")
    assert page.banner.sentence.text() == "已存 模板.xlsx。"
    assert "参加出口重点展会" in str(load_workbook(answers.file).worksheets[0]["A1"].value)
    page.open(answers.file)
    wait()
    assert page.preview.counts.text() == "新增 0 行，已有 0 行，有错 0 行（0 处）。"
    assert not page.units.isVisible()


def test_every_input_has_a_name(page: ImportsPage, wait: Wait, tmp_path: Path) -> None:
    assert nameless(page) == []
    choose(page)
    page.open(sheet(tmp_path / "来表.xlsx", [booth(1, "B1", 1)]))
    wait()
    assert page.units.isVisible()
    assert nameless(page) == []


def test_the_page_has_room_on_a_small_screen(
    page: ImportsPage, window: MainWindow, bureau: Bureau, wait: Wait, tmp_path: Path
) -> None:
    page.import_into(bureau.draft().id)
    page.open(sheet(tmp_path / f"{'很长的文件名' * 9}.xlsx", [booth(1, "B1", "三万")] * 3))
    wait()
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 640


@pytest.mark.parametrize("login", ["li", "sun", "admin"])
def test_who_enters_no_cases_only_exports(bureau: Bureau, open_window: Open, login: str) -> None:
    window = open_window(getattr(bureau, login))
    window.open_place("tables")
    tables = window.pages.currentWidget()
    assert isinstance(tables, TablesPage)
    assert tables.imports is None
    assert [tables.tabs.tabText(at) for at in range(tables.tabs.count())] == ["导出"]


def test_the_tabs_by_keys(page: ImportsPage, window: MainWindow, hands: Hands) -> None:
    tables = window.pages.currentWidget()
    assert isinstance(tables, TablesPage)
    hands.press("Alt+2")
    assert tables.tabs.currentWidget() is tables.exports
    hands.press("Alt+1")
    assert tables.tabs.currentWidget() is page
    assert page.head.target.hasFocus()


def test_a_hundred_thousand_rows_are_lines_only_where_they_are_seen(qtbot: object, tmp_path: Path) -> None:
    rows = [PlannedRow(number, {"applicant.name": f"第{number}家"}) for number in range(1, 100_001)]
    rows[99_998].fate, rows[99_998].marks = Fate.WRONG, [Mark("申报", 99_999, 2, "认不出。")]
    cells = SheetCells("申报", [], frozenset(), frozenset(), (), True)
    book = Book(tmp_path / "大.xlsx", "xlsx", "", (cells,), False)
    preview = PreviewRows()
    preview.show_plan(Plan(book, cells, Target("exhibition", ()), Layout("申报", 1, 1, ()), rows))
    assert preview.table.rows.rowCount() == 100_000
    preview.next_mistake()
    assert preview.sentence.text() == "B99999：认不出。"
    assert preview.table.rows.rows[-1].cells[2] == "第100000家"
    preview.deleteLater()

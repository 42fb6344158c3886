"""导入: a county's sheet becomes cases by keys: unit, columns, preview, mistakes, marked copy, again."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from tests.bureau import Bureau
from tests.ui.conftest import Answers
from tests.ui.tables.conftest import TITLES, Wait, booth, choose, field_of, numbers, results, sheet
from ui import dialogs
from ui.dossier import DossierPage
from ui.hands import Hands
from ui.imports import ImportsPage
from ui.main_window import MainWindow
from ycdesk.services.dossiers import get_case
from ycdesk.services.search import find_cases
from ycdesk.services.sheets.importing.headings import WAN, YUAN
from ycdesk.services.sheets.importing.plan import Fate


def test_a_sheet_comes_in_by_keys_once_its_unit_is_said(
    page: ImportsPage, bureau: Bureau, hands: Hands, answers: Answers, wait: Wait, tmp_path: Path
) -> None:
    answers.file = sheet(tmp_path / "临猗县.xlsx", [booth(1, "B1", 3.125), booth(2, "B2", 2), ["合计"]])
    assert page.head.target.hasFocus()
    choose(page)
    hands.press("Ctrl+O")
    wait()
    assert page.units.isVisible()
    assert "M 列「展位费」没有写明金额单位" in page.units.words.text()
    assert field_of(page, "展位费") == ("展位费", "请选")
    hands.press("Ctrl+Enter")
    assert numbers(bureau) == []
    assert "没有写明金额单位" in page.head.import_button.toolTip()
    hands.press("Alt+W")
    wait()
    assert not page.units.isVisible()
    assert results(page) == ["3 新增 新办件", "4 新增 新办件", "5 不导入 合计或表尾"]
    hands.press("Ctrl+Enter")
    wait()
    assert numbers(bureau) == ["2025-0001"]
    case = get_case(bureau.office, find_cases(bureau.office, "")[0].case_id)
    assert [row["fee"] for row in case.entries["rows"]] == ["31250", "20000"]
    assert case.dossier.applicant_id == bureau.firm.id
    assert page.banner.sentence.text().startswith("已导入 2 行，新办件 1 件（2025-0001）。")
    assert results(page)[:2] == ["3 已有 办件 2025-0001 里已有", "4 已有 办件 2025-0001 里已有"]
    assert page.preview.table.hasFocus()


def test_the_second_import_finds_nothing_to_do_and_enter_opens_the_case(
    page: ImportsPage, window: MainWindow, bureau: Bureau, hands: Hands, wait: Wait, tmp_path: Path
) -> None:
    choose(page)
    file = sheet(tmp_path / "来表.xlsx", [booth(1, "B1", 31250)], above="单位：元")
    for _ in range(2):
        page.open(file)
        wait()
        hands.press("Ctrl+Enter")
        wait()
    assert numbers(bureau) == ["2025-0001"]
    assert page.preview.counts.text() == "新增 0 行，已有 1 行，有错 0 行（0 处）。"
    assert page.head.import_button.toolTip() == "没有可以导入的新行。"
    page.preview.table.setFocus()
    hands.press("Enter")
    dossier = window.pages.currentWidget()
    assert isinstance(dossier, DossierPage)
    assert dossier.current is not None
    assert dossier.current.case.number == "2025-0001"


def test_a_corrected_column_is_remembered_for_its_sender(
    page: ImportsPage, bureau: Bureau, hands: Hands, wait: Wait, tmp_path: Path
) -> None:
    titles = [*TITLES[:-2], "位置", "展位费"]
    choose(page)
    page.open(sheet(tmp_path / "一月.xlsx", [booth(1, "B1", 31250)], titles))
    wait()
    assert field_of(page, "位置") == ("不用", "")
    put(page, hands, "位置", "row.booth_no")
    wait()
    assert field_of(page, "位置") == ("展位号", "")
    page.columns.selectRow(len(titles) - 1)
    hands.press("Space")
    wait()
    assert field_of(page, "展位费") == ("展位费", YUAN)
    hands.press("Space")
    wait()
    assert field_of(page, "展位费") == ("展位费", WAN)
    hands.press("Space")
    page.head.from_whom.setFocus()
    hands.type("临猗县商务局")
    hands.press("Tab")
    wait()
    assert field_of(page, "位置") == ("展位号", "")  # an unknown sender changes nothing
    hands.press("Ctrl+Enter")
    wait()
    assert len(numbers(bureau)) == 1

    page.open(sheet(tmp_path / "二月.xlsx", [booth(1, "B2", 2)], titles, above="第二批"))
    wait()
    assert field_of(page, "位置") == ("展位号", "")
    assert field_of(page, "展位费") == ("展位费", YUAN)
    page.head.from_whom.setFocus()
    hands.press("Ctrl+A")
    hands.type("别家")
    page.head.target.setFocus()
    page.open(tmp_path / "二月.xlsx")
    wait()
    assert field_of(page, "位置") == ("不用", "")
    assert [page.head.from_whom.itemText(at) for at in range(page.head.from_whom.count())] == ["临猗县商务局"]


def put(page: ImportsPage, hands: Hands, heading: str, key: str) -> None:
    """Enter on a column, the field in the box that drops down, Enter."""
    row = next(at for at, row in enumerate(page.columns.rows.rows) if row.cells[1] == heading)
    page.columns.selectRow(row)
    page.columns.setFocus()
    hands.press("Enter")
    box = page.columns.findChild(QComboBox)
    assert box is not None
    assert box.accessibleName() == f"{page.columns.rows.rows[row].cells[0]} 列「{heading}」对应的内容"
    QApplication.processEvents()
    view = box.view()
    assert view.isVisible()
    steps = box.findData(key) - view.currentIndex().row()
    for _ in range(abs(steps)):
        QTest.keyClick(view, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Return)


def test_mistakes_are_gone_through_and_marked_in_a_copy(
    page: ImportsPage, bureau: Bureau, hands: Hands, answers: Answers, wait: Wait, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    rows = [booth(1, "B1", 31250), booth(2, "B2", "三万"), booth(3, "B3", 1), booth(4, "B4", None)]
    choose(page)
    page.open(sheet(tmp_path / "来表.xlsx", rows, [*TITLES[:-1], "展位费（元）"]))
    wait()
    assert page.preview.counts.text() == "新增 2 行（新办件 1 件），已有 0 行，有错 2 行（2 处）。"
    hands.press("F8")
    assert page.preview.current is not None
    assert page.preview.current.number == 4
    assert page.preview.sentence.text() == "M4：「三万」请改用阿拉伯数字，如 12345.67。"
    hands.press("Enter")
    assert answers.said == ["第 4 行　有错M4：「三万」请改用阿拉伯数字，如 12345.67。"]
    hands.press("F8")
    assert page.preview.current.number == 6
    hands.press("F8")
    assert page.preview.current.number == 4
    page.preview.filter.setCurrentIndex(page.preview.filter.findData(Fate.NEW.value))
    assert [result[0] for result in results(page)] == ["3", "5"]
    hands.press("F8")
    assert len(results(page)) == 4

    asked: list[tuple[object, ...]] = []

    def save(*words: object) -> Path:
        asked.append(words[1:])
        return tmp_path / str(words[2])

    monkeypatch.setattr(dialogs, "save_file", save)
    hands.press("Ctrl+Shift+S")
    wait()
    assert asked == [("存标红的副本", "来表（有错标红）.xlsx", "Excel 工作簿 (*.xlsx)", tmp_path)]
    assert page.banner.sentence.text() == "已存 来表（有错标红）.xlsx，2 处标红，每处有批注。"
    assert page.banner.action.text() == "打开所在文件夹"
    marked = load_workbook(tmp_path / "来表（有错标红）.xlsx").worksheets[0]
    comments = {cell.coordinate for row in marked.iter_rows() for cell in row if cell.comment is not None}
    assert comments == {"M4", "M6"}
    hands.press("Ctrl+Enter")
    wait()
    assert "还有 2 行有错没有导入" in page.banner.sentence.text()
    assert len(numbers(bureau)) == 1

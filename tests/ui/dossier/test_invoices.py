"""Electronic invoices at the screen: dropped on a row, chosen with F3, kept with their paper, taken back, told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from tests.bureau import HANOI, Bureau
from tests.invoices import NUMBER, SELLER, face, pdf, tagged_ofd, xml_invoice
from tests.ui.conftest import Answers, during, nameless
from tests.ui.dossier.conftest import Opener
from ui.dossier_case import CaseTab
from ui.hands import Hands
from ui.scans import ScansDialog
from ui.table import RowsTable
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case
from ycdesk.services.scans import scans_of

SECOND = "25142000000087654321"
TRAINING = {"header": {"year": "2025"}, "rows": []}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """An invoice as XML, and another one as OFD and as PDF."""
    found = []
    for name, data in {
        "一.xml": xml_invoice(),
        "二.pdf": pdf(face(number=SECOND)),
        "三.ofd": tagged_ofd(),
    }.items():
        (tmp_path / name).write_bytes(data)
        found.append(tmp_path / name)
    return found


def drop(table: RowsTable, row: int, files: list[Path]) -> bool:
    """Drag files over a row and drop them; tells whether the table took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    place = table.visualRect(table.model().index(row, 0)).center()
    inside = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(place), *inside)
    QApplication.sendEvent(table.viewport(), entering)
    if not entering.isAccepted():
        return False
    QApplication.sendEvent(table.viewport(), QDragMoveEvent(QPoint(place), *inside))
    assert table.currentIndex().row() == row
    dropped = QDropEvent(QPointF(place), *inside)
    QApplication.sendEvent(table.viewport(), dropped)
    return dropped.isAccepted()


def tables(tab: CaseTab) -> list[RowsTable]:
    return [section.table for section in tab.body.tables]


def training(open_page: Opener) -> CaseTab:
    """A tab whose rows are invoices."""
    tab = open_page(TRAINING, "talent_platform").current
    assert tab is not None
    return tab


def news(tab: CaseTab) -> str:
    assert not tab.body.news.isHidden()
    return tab.body.news.sentence.text()


def test_an_invoice_dropped_on_a_row_fills_it_and_is_stored(open_page: Opener, files: list[Path]) -> None:
    tab = open_page({**HANOI, "rows": [{"booth_no": "A1"}]}).current
    assert tab is not None
    assert drop(tables(tab)[0], 0, files[:1])
    assert tab.panel.amount == "25,000.00"
    stored = get_case(tab.office, tab.case.id).entries
    assert stored["rows"] == [{"booth_no": "A1", "fee": "31250"}]
    assert (stored["particulars"][0]["number"], stored["particulars"][0]["seller"]) == (NUMBER, SELLER)
    assert [scan.name for scan in scans_of(tab.office, tab.case.id)["booth_invoice"]] == ["一.xml"]
    assert news(tab).startswith(
        "已读入 1 张电子发票，填入第 1 行，号码记入票据与标识 1 行，"
        "1 个文件已存入材料“展位费发票（境外为形式发票或收费单据）”。"
    )


def test_several_files_fill_a_row_each(open_page: Opener, files: list[Path]) -> None:
    tab = training(open_page)
    assert drop(tables(tab)[0], 0, files[:2])
    assert [row["invoice_no"] for row in tab.draft.rows] == [NUMBER, SECOND]
    [scans] = scans_of(tab.office, tab.case.id).values()
    assert [scan.kind for scan in scans] == ["xml", "pdf"]
    assert "内容取自 PDF 的文字，请照票面核对" in news(tab)
    assert tab.body.news.property("banner") == "warn"


def test_the_same_invoice_in_two_forms_is_filled_once(open_page: Opener, files: list[Path]) -> None:
    tab = training(open_page)
    drop(tables(tab)[0], 0, [files[0], files[2]])
    assert len(tab.draft.rows) == 1
    assert f"三.ofd 与前面的文件是同一张发票（{NUMBER}），只填了一次。" in news(tab)


def test_ctrl_z_takes_it_back(open_page: Opener, files: list[Path], hands: Hands) -> None:
    tab = training(open_page)
    drop(tables(tab)[0], 0, files[:2])
    tables(tab)[0].setFocus()
    hands.press("Ctrl+Z")
    assert tab.draft.rows == []
    assert tab.body.news.isHidden()
    assert get_case(tab.office, tab.case.id).entries["rows"] == []
    hands.press("Ctrl+Y")
    assert len(tab.draft.rows) == 2


@pytest.mark.parametrize(("choice", "fee"), [(0, "9000"), (1, "31250"), (None, "9000")])
def test_the_person_is_asked_before_something_is_replaced(
    open_page: Opener, files: list[Path], answers: Answers, choice: int | None, fee: str
) -> None:
    tab = open_page({**HANOI, "rows": [{"fee": "9000"}]}).current
    assert tab is not None
    answers.choice = choice
    drop(tables(tab)[0], 0, files[:1])
    assert answers.said == ["表里已经有别的内容，用发票上的替换吗？第 1 行展位费是 9000，发票上是 31250。"]
    assert tab.draft.rows[0]["fee"] == fee
    assert bool(tab.draft.entries["particulars"]) is (choice is not None)


def test_files_are_chosen_with_the_keyboard(
    open_page: Opener, files: list[Path], hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = training(open_page)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(files[0])], ""))
    tab.focus("facts.costs[0].invoice_no")
    hands.press("F3")
    assert tab.draft.rows[0]["invoice_no"] == NUMBER
    assert nameless(tab) == []


def test_a_file_that_is_none_is_said_and_the_others_are_filled(
    open_page: Opener, files: list[Path], tmp_path: Path
) -> None:
    tab = training(open_page)
    wrong = tmp_path / "说明.txt"
    wrong.write_text("x")
    drop(tables(tab)[0], 0, [wrong, files[0], tmp_path])
    assert [row["invoice_no"] for row in tab.draft.rows] == [NUMBER]
    assert "说明.txt 不是电子发票" in news(tab)
    assert "是文件夹" in news(tab)
    assert tab.body.news.property("banner") == "bad"


def test_the_alarm_is_there_at_once(open_page: Opener, bureau: Bureau, files: list[Path]) -> None:
    noted = {"kind": "invoice", "number": NUMBER}
    bureau.draft({**HANOI, "rows": [{"booth_no": "Z9", "fee": "1"}], "particulars": [noted]})
    tab = training(open_page)
    assert not tab.alarms.alarms
    drop(tables(tab)[0], 0, files[:1])
    assert [alarm.kind for alarm in tab.alarms.alarms] == ["invoice"]


def test_a_submitted_case_takes_none(open_page: Opener, bureau: Bureau, files: list[Path], hands: Hands) -> None:
    page = open_page(papers=True)
    tab = page.current
    assert tab is not None
    case = get_case(bureau.office, tab.case.id)
    submit(bureau.office, bureau.wang, case.id, case.version)
    page.refresh()
    assert page.current is not None
    tab.reload()
    assert not drop(tables(tab)[0], 0, files[:1])
    assert not any(section.invoices.isVisible() for section in tab.body.tables)
    tab.setFocus()
    hands.press("F3")
    assert tab.body.news.isHidden()


def test_a_measure_without_costs_offers_none(open_page: Opener, files: list[Path]) -> None:
    tab = open_page({"header": {}, "rows": []}, "store_global").current
    assert tab is not None
    assert not drop(tables(tab)[0], 0, files[:1])
    assert not tab.body.tables[0].invoices.isVisible()


def test_the_kept_file_shows_what_the_invoice_says(open_page: Opener, files: list[Path], hands: Hands) -> None:
    tab = training(open_page)
    drop(tables(tab)[0], 0, [files[0], files[1]])
    paper = next(n for n, row in enumerate(tab.checklist.papers.papers) if row.scans)
    seen: list[str] = []

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, ScansDialog)
        seen.append(dialog.facts.text())
        assert dialog.facts.isVisible()
        assert dialog.count.text() == ""
        hands.press("Down")
        assert not dialog.facts.isVisible()
        assert dialog.count.text() == "第 1 页，共 1 页"
        assert nameless(dialog) == []
        dialog.accept()

    tab.checklist.table.setCurrentIndex(tab.checklist.papers.index(paper, 1))
    during(act)
    tab.checklist.show_scans()
    assert f"<td>发票号码</td><td>{NUMBER}</td>" in seen[0]
    assert "<td>价税合计</td><td>31,250.00 元</td>" in seen[0]

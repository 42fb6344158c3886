"""Scans in the checklist: dropped on their paper, looked at page by page, taken away, saved; only looked at later."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QWidget
from reportlab.pdfgen.canvas import Canvas

from tests.bureau import Bureau
from tests.ui.conftest import Answers, during, nameless
from tests.ui.dossier.conftest import Opener
from ui import dialogs
from ui.checklist_model import NAME, SCANS
from ui.dossier_case import CaseTab
from ui.hands import Hands
from ui.scans import ScansDialog
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case
from ycdesk.services.scans import scan_bytes, scans_of


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A PDF of three pages and a picture."""
    pdf, picture = tmp_path / "发票.pdf", tmp_path / "照片.png"
    canvas = Canvas(str(pdf))
    for number in range(3):
        canvas.drawString(100, 700, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(picture))
    return [pdf, picture]


def drop(tab: CaseTab, row: int, files: list[Path]) -> None:
    """Drop files on a paper of the checklist."""
    table, data = tab.checklist.table, QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    place = QPointF(table.visualRect(table.model().index(row, NAME)).center())
    event = QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    table.dropEvent(event)


def look(tab: CaseTab, row: int, act: object) -> None:
    """Open the scans of a paper with F4 and act in the dialog."""
    table = tab.checklist.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, NAME))

    def acting(dialog: QWidget) -> None:
        assert isinstance(dialog, ScansDialog)
        assert callable(act)
        try:
            act(dialog)
        finally:
            dialog.accept()

    during(acting)
    Hands().press("F4")


def shown(tab: CaseTab, row: int) -> str:
    """What the checklist says of the scans of a paper."""
    papers = tab.checklist.papers
    return str(papers.data(papers.index(row, SCANS)))


def test_files_dropped_on_a_paper_are_its_scans(tab: CaseTab, files: list[Path]) -> None:
    drop(tab, 1, files)
    assert [shown(tab, row) for row in range(3)] == ["", "2 份", ""]
    assert tab.checklist.message.isHidden()
    drop(tab, 1, files[:1])
    assert "发票.pdf 已经添加过了" in tab.checklist.message.text()


def test_pages_are_turned_and_made_larger_by_keys(tab: CaseTab, files: list[Path], hands: Hands) -> None:
    drop(tab, 0, files)

    def act(dialog: ScansDialog) -> None:
        assert dialog.count.text() == "第 1 页，共 3 页"
        assert "王芳" in dialog.about.text()
        hands.press("PageDown", "PageDown", "PageDown")
        assert dialog.count.text() == "第 3 页，共 3 页"
        before = dialog.view.widget().minimumWidth()
        hands.press("Equal")
        assert dialog.view.widget().minimumWidth() > before
        hands.press("Down")
        assert dialog.count.text() == "第 1 页，共 1 页"
        assert nameless(dialog) == []

    look(tab, 0, act)


def test_add_save_and_remove_in_the_dialog(
    tab: CaseTab, files: list[Path], hands: Hands, answers: Answers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrong = tmp_path / "说明.docx"
    wrong.write_bytes(b"PK\x03\x04")
    names = [str(wrong), *map(str, files)]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    saved = tmp_path / "另存.png"

    def act(dialog: ScansDialog) -> None:
        assert dialog.about.text() == "还没有扫描件。"
        hands.press("Ctrl+O")
        assert "说明.docx 不是能看的扫描件" in dialog.banner.sentence.text()
        assert [scan.name for scan in dialog.scans] == ["发票.pdf", "照片.png"]
        monkeypatch.setattr(dialogs, "save_file", lambda *_: saved)
        hands.press("Ctrl+S")
        monkeypatch.setattr(dialogs, "ask", lambda *_, **__: True)
        hands.press("Ctrl+Delete")
        assert [scan.name for scan in dialog.scans] == ["发票.pdf"]

    look(tab, 0, act)
    assert saved.read_bytes() == files[1].read_bytes()
    assert shown(tab, 0) == "1 份"


def test_a_submitted_case_only_shows_them(open_page: Opener, bureau: Bureau, files: list[Path]) -> None:
    page = open_page(papers=True)
    tab = page.current
    assert tab is not None
    drop(tab, 0, files)
    case = get_case(bureau.office, tab.case.id)
    submit(bureau.office, bureau.wang, case.id, case.version)
    page.refresh()
    tab = page.current
    assert tab is not None

    def act(dialog: ScansDialog) -> None:
        assert len(dialog.scans) == 2
        assert not dialog.add_button.isVisible()
        assert not dialog.remove_button.isVisible()
        assert not dialog.acceptDrops()

    look(tab, 0, act)


def test_a_damaged_picture_is_said(tab: CaseTab, tmp_path: Path) -> None:
    broken = tmp_path / "坏.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    drop(tab, 0, [broken])

    def act(dialog: ScansDialog) -> None:
        assert "坏.png 打不开，文件已损坏" in dialog.banner.sentence.text()

    look(tab, 0, act)
    office = tab.office
    [scan] = scans_of(office, tab.case.id).popitem()[1]
    assert scan_bytes(office, scan.digest) == broken.read_bytes()

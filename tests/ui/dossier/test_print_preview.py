"""The preview of a paper: the very PDF, printed with its number, saved as it is."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.conftest import Answers, nameless
from ui import print_paper
from ui.background import Background
from ui.print_preview import PrintPreview, make_paper
from ycdesk.services.signing import approve


@pytest.fixture
def background() -> Iterator[Background]:
    """The thread of the main window."""
    made = Background()
    yield made
    made.close()


@pytest.fixture
def preview(bureau: Bureau, qtbot: QtBot, background: Background) -> PrintPreview:
    """The slip of an approved case, on the screen."""
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    page = PrintPreview(bureau.office, bureau.sun, background, case.id, "slip")
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.pdf) and not background.busy, timeout=20_000)
    return page


def text_of(pdf: bytes) -> str:
    """The text of the first page."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def test_the_screen_shows_the_very_bytes(preview: PrintPreview, bureau: Bureau) -> None:
    assert preview.pdf == make_paper(bureau.office, preview.case.id, "slip")
    page = preview.sheet.pages[0]
    dots = ((x, y) for x in range(0, page.width(), 3) for y in range(0, page.height(), 3))
    assert sum(QColor(page.pixel(x, y)).lightness() < 128 for x, y in dots) > 500


def test_the_other_paper_of_the_case(preview: PrintPreview, qtbot: QtBot, background: Background) -> None:
    slip = preview.pdf
    preview._papers.button(1).click()
    qtbot.waitUntil(lambda: bool(preview.pdf) and not background.busy, timeout=20_000)
    assert preview.pdf != slip
    assert "审核表" in preview.sheet.accessibleName()


def test_full_size_is_96_dots_an_inch(preview: PrintPreview, qtbot: QtBot, background: Background) -> None:
    preview._sizes.button(1).click()
    qtbot.waitUntil(lambda: not background.busy, timeout=20_000)
    ratio = preview.devicePixelRatioF()
    assert abs(preview.sheet.pages[0].width() / ratio - 794) <= 1


def test_printing_numbers_the_paper(
    preview: PrintPreview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot, background: Background
) -> None:
    def to_file(parent: object, words: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        printer.setFullPage(True)
        printer.setResolution(150)
        return printer

    monkeypatch.setattr(print_paper, "choose_printer", to_file)
    with qtbot.waitSignal(preview.printed) as printed:
        preview.print_paper()
    assert printed.args == [1]
    assert (tmp_path / "printed.pdf").stat().st_size > 10_000
    qtbot.waitUntil(lambda: not background.busy, timeout=20_000)
    with qtbot.waitSignal(preview.printed) as printed:
        preview.print_paper()
    assert printed.args == [2]
    assert "2" in preview.count.text()
    qtbot.waitUntil(lambda: not background.busy, timeout=20_000)


def test_giving_up_at_the_printer_counts_nothing(preview: PrintPreview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_paper, "choose_printer", lambda *_: None)
    before = preview.pdf
    preview.print_paper()
    assert preview.pdf == before
    assert preview.count.text() == ""


def test_the_saved_file_is_what_was_shown(preview: PrintPreview, answers: Answers, tmp_path: Path) -> None:
    answers.file = tmp_path / "slip.pdf"
    preview.save_paper()
    assert answers.file.read_bytes() == preview.pdf
    assert "25,000.00" in text_of(preview.pdf)
    answers.file = tmp_path / "no such folder" / "slip.pdf"
    preview.save_paper()
    assert "slip.pdf：没有这个文件或文件夹" in answers.said[-1]


def test_a_full_disk_leaves_the_old_file_and_no_half_one(
    preview: PrintPreview, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.file = tmp_path / "slip.pdf"
    answers.file.write_bytes(b"the old one")

    def fill_up(descriptor: int) -> None:
        os.ftruncate(descriptor, 100)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fill_up)
    preview.save_paper()
    assert "slip.pdf：磁盘已满" in answers.said[-1]
    assert [each.name for each in tmp_path.glob("*.p*")] == ["slip.pdf"]
    assert [each.name for each in tmp_path.glob(".*")] == []
    assert answers.file.read_bytes() == b"the old one"


def test_a_draft_has_no_paper_yet(bureau: Bureau, qtbot: QtBot, background: Background) -> None:
    case = bureau.draft()
    page = PrintPreview(bureau.office, bureau.sun, background, case.id, "slip")
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.middle.currentWidget() is page.empty, timeout=20_000)
    assert not page.print_button.isEnabled()
    assert not page.pdf


def test_every_input_has_a_name(preview: PrintPreview) -> None:
    assert [each for each in nameless(preview) if "EmptyState" not in each] == []  # its button has no deed here

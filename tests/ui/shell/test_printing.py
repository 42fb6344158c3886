"""打印: which papers are listed, numbers by key, printing and saving many, what failed, deliveries, scanned codes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.paid import posted
from tests.papers.sample import page_texts, text_of
from tests.stages import in_state
from tests.ui.conftest import Answers, during, nameless
from tests.ui.shell.conftest import Open
from ui import printing
from ui.background import Background
from ui.deed_dialog import DeedDialog
from ui.dossier import DossierPage
from ui.finding import find
from ui.hands import Hands
from ui.intake import LETTERS
from ui.main_window import MainWindow
from ui.printing import PrintingPage
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.states import CaseState
from ycdesk.services.documents import documents_of, issue
from ycdesk.services.dossiers import get_case
from ycdesk.services.undoing import correct

Wait = Callable[[], None]


@pytest.fixture
def page(bureau: Bureau, open_window: Open) -> PrintingPage:
    """The page of the clerk, with two supported cases, a refusal and a draft."""
    bureau.office.bureau = "运城市商务局"
    for state in (CaseState.SUPPORTED, CaseState.SUPPORTED, CaseState.REFUSED, CaseState.DRAFT):
        in_state(bureau, state)
    window = open_window(bureau.sun)
    window.open_place("printing")
    page = window.pages.currentWidget()
    assert isinstance(page, PrintingPage)
    return page


@pytest.fixture
def wait(qtbot: QtBot, background: Background) -> Wait:
    """Until nothing runs behind the screen."""
    return lambda: qtbot.waitUntil(lambda: not background.busy, timeout=20_000)


def choose(page: PrintingPage, kind: PaperKind) -> None:
    """Another paper, at once."""
    page.filters.kind.setCurrentIndex(page.filters.kind.findData(kind.value))
    page.refresh()
    page.table.setFocus()


def shown(page: PrintingPage, column: int) -> list[str]:
    """A column of the table; the first is that of the number."""
    return [row.cells[column + 1] for row in page.table.rows.rows]


def test_each_paper_lists_the_cases_that_it_has_a_ground_for(page: PrintingPage) -> None:
    assert shown(page, 0) == ["2025-0003", "2025-0002", "2025-0001"]
    for kind, numbers in (
        (PaperKind.SUPPORT, ["2025-0002", "2025-0001"]),
        (PaperKind.REFUSAL, ["2025-0003"]),
        (PaperKind.PAYMENT, []),
        (PaperKind.DELIVERY, []),
    ):
        choose(page, kind)
        assert shown(page, 0) == numbers
    assert page.middle.currentWidget() is page.empty
    assert nameless(page) == []


def test_the_filters_narrow(page: PrintingPage) -> None:
    filters = page.filters
    filters.state.setCurrentIndex(filters.state.findData(CaseState.REFUSED.value))
    page.refresh()
    assert shown(page, 0) == ["2025-0003"]
    filters.state.setCurrentIndex(0)
    filters.text.setText("0002")
    page.refresh()
    assert shown(page, 0) == ["2025-0002"]
    filters.text.setText("")
    for first, last, count in (("2025-7-1", "", 3), ("2025-7-2", "", 0), ("", "2025-7-1", 3), ("", "2025-6-30", 0)):
        filters.first.setText(first)
        filters.last.setText(last)
        page.refresh()
        assert len(page.lines) == count
    filters.first.setText("昨天")
    filters.last.setText("")
    filters.county.setCurrentIndex(filters.county.findData("140802"))
    page.refresh()
    assert page.lines == {}


def test_the_paper_under_the_cursor_is_shown(page: PrintingPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.pages.text() == "共 1 页", timeout=10_000)
    assert len(page.sheet.sheet.pages) == 1


def test_numbers_by_key_and_the_papers_in_one_file(
    page: PrintingPage, bureau: Bureau, hands: Hands, answers: Answers, wait: Wait, tmp_path: Path
) -> None:
    choose(page, PaperKind.SUPPORT)
    hands.press("Ctrl+A", "Space", "Ctrl+E")
    wait()
    assert shown(page, 4) == ["运商支〔2025〕2号", "运商支〔2025〕1号"]
    answers.file = tmp_path / "通知书.pdf"
    page.table.setFocus()
    hands.press("Ctrl+A", "Space", "Ctrl+S")
    wait()
    first, second = page_texts(answers.file.read_bytes())
    assert ("运商支〔2025〕2号" in first, "运商支〔2025〕1号" in second) == (True, True)
    answers.folder = tmp_path / "各一份"
    hands.press("Ctrl+A", "Space", "Ctrl+Shift+S")
    wait()
    assert len(list(answers.folder.iterdir())) == 2


def test_printing_counts_and_notes_the_count_on_the_paper(
    page: PrintingPage, hands: Hands, wait: Wait, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    drawn: list[bytes] = []
    monkeypatch.setattr(printing, "choose_printer", lambda *_: object())
    monkeypatch.setattr(printing, "draw", lambda pdf, *_: drawn.append(pdf))
    for time in ("第1次打印", "第2次打印"):
        page.table.setFocus()
        hands.press("Ctrl+P")
        wait()
        assert time in text_of(drawn[-1])
    assert shown(page, 5) == ["2", "", ""]


def test_a_real_printer_gets_every_page_from_behind_the_screen(
    page: PrintingPage, bureau: Bureau, hands: Hands, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages of a letter with its table across, drawn on upright sheets."""
    posted(bureau.office, bureau.li, [get_case(bureau.office, number) for number in (1, 2)])
    file = tmp_path / "printed.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    printer.setResolution(60)
    monkeypatch.setattr(printing, "choose_printer", lambda *_: printer)
    choose(page, PaperKind.ALLOTMENT)
    hands.press("Ctrl+P")
    wait()
    document = PdfDocument(file)
    try:
        sizes = [page.get_size() for page in document]
    finally:
        document.close()
    assert len(sizes) == 2
    assert all(height > width for width, height in sizes)
    assert shown(page, 5) == ["1"]


def test_what_failed_is_told_and_the_rest_is_there(
    page: PrintingPage, bureau: Bureau, hands: Hands, answers: Answers, wait: Wait, tmp_path: Path
) -> None:
    with bureau.office.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER cases_updated")
        name = "json_set(applicant_snapshot, '$.name', '\U0010fffd公司')"
        connection.exec_driver_sql(f"UPDATE cases SET applicant_snapshot = {name} WHERE id = 2")
    page.refresh()
    answers.file = tmp_path / "审批单.pdf"
    page.table.setFocus()
    hands.press("Ctrl+A", "Space", "Ctrl+S")
    wait()
    assert "1 份没有成功：2025-0002 审批单：「" in page.banner.sentence.text()
    assert "没有可用字形（U+10FFFD）" in page.banner.sentence.text()
    assert len(page_texts(answers.file.read_bytes())) == 2
    page.banner.action.click()
    assert answers.said[-1].startswith("没有成功的文书2025-0002 审批单")


def test_a_folder_that_takes_nothing_is_said(
    page: PrintingPage, hands: Hands, answers: Answers, wait: Wait, tmp_path: Path
) -> None:
    answers.file = tmp_path / "没有" / "x.pdf"
    hands.press("Ctrl+S")
    wait()
    assert "x.pdf：没有这个文件或文件夹" in page.banner.sentence.text()


def test_a_delivery_by_key(page: PrintingPage, bureau: Bureau, hands: Hands) -> None:
    issue(bureau.office, bureau.sun, PaperKind.SUPPORT, 1)
    choose(page, PaperKind.SUPPORT)
    assert not page.deliver_button.isEnabled()
    hands.press("Down")

    def act(dialog: QWidget) -> None:
        assert isinstance(dialog, DeedDialog)
        hands.press("Ctrl+Enter")
        assert dialog.form.said("to") == "请填写签收人；留置送达的，填写见证人。"
        hands.type("李晓红")
        hands.press("Ctrl+Enter")

    during(act)
    hands.press("Ctrl+D")
    assert shown(page, 6) == ["", "07-01 李晓红"]
    assert documents_of(bureau.office, 1)[0].delivered_on == date(2025, 7, 1)


def test_a_scanned_code_brings_the_line_and_tells_whether_it_holds(
    page: PrintingPage, bureau: Bureau, hands: Hands
) -> None:
    issue(bureau.office, bureau.sun, PaperKind.SUPPORT, 1)
    page.filters.text.setFocus()
    hands.type("support-2025-1")
    hands.press("Enter")
    assert shown(page, 0) == ["2025-0001"]
    assert page.banner.sentence.text() == "运商支〔2025〕1号 有效。"
    window = page.window()
    assert isinstance(window, MainWindow)
    assert find(window, "support-2025-1")[0].title == "运商支〔2025〕1号"
    case = get_case(bureau.office, 1)
    correct(bureau.office, bureau.li, case.id, case.version, "发票作废")
    assert page.filters.text.hasFocus()
    hands.type("support-2025-1")
    hands.press("Enter")
    assert page.banner.sentence.text() == "运商支〔2025〕1号 已作废。"
    assert shown(page, 4) == ["运商支〔2025〕1号（作废）"]


def test_the_letters_of_a_batch_are_listed_with_their_counties(page: PrintingPage, bureau: Bureau) -> None:
    posted(bureau.office, bureau.li, [get_case(bureau.office, number) for number in (1, 2)])
    for kind, about in ((PaperKind.NOTICE, ""), (PaperKind.COUNTY, "临猗县")):
        choose(page, kind)
        assert (shown(page, 0), shown(page, 1)) == (["P2025-0001"], [about])
    assert not page.filters.state.isEnabled()


def test_a_case_leads_to_its_letter(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    window = open_window(bureau.wang)
    for state, kind in ((CaseState.ACCEPTED, PaperKind.ACCEPTANCE), (CaseState.REFUSED, PaperKind.REFUSAL)):
        case = in_state(bureau, state)
        window.open_dossier(case.dossier_id, case.id)
        dossier = window.pages.currentWidget()
        assert isinstance(dossier, DossierPage)
        dossier.print_wanted.emit(case.id, LETTERS)
        page = window.pages.currentWidget()
        assert isinstance(page, PrintingPage)
        assert page.filters.wanted().kind is kind
        assert shown(page, 0) == [case.number]
        assert page.table.hasFocus()

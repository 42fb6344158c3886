"""A day at the office, by keys alone: from the first start to the printed slip."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import during
from ui.app import Program
from ui.applicant_form import ApplicantDialog
from ui.approval import ApprovalPage
from ui.dossier import DossierPage
from ui.dossier_case import CaseTab
from ui.dossier_submit import SubmitDialog
from ui.hands import Hands
from ui.main_window import MainWindow
from ui.new_visit import NewVisit
from ui.print_preview import PrintPreview
from ycdesk.domain.people import Role
from ycdesk.domain.states import CaseState
from ycdesk.services.people import add_person, list_people
from ycdesk.settings import read_settings

PASSWORD = "password1"


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """The program on an empty data folder, as ``ui.main`` starts it."""
    monkeypatch.setattr("ui.crash.install", lambda home: None)
    monkeypatch.setattr(qapp, "quit", lambda: None)
    made = Program(qapp, home, read_settings(home))
    qtbot.addWidget(made.door)
    made.start()
    yield made
    if made.window is not None:
        made.window.end()
    made.close()


def quiet(program: Program, qtbot: QtBot) -> None:
    """Wait until nothing runs behind the screen."""
    qtbot.waitUntil(lambda: program.office is not None and not program.background.busy, timeout=30_000)


def window_of(program: Program, qtbot: QtBot) -> MainWindow:
    """The main window, once somebody is in."""
    qtbot.waitUntil(lambda: program.window is not None, timeout=30_000)
    assert program.window is not None
    qtbot.waitUntil(program.window.isActiveWindow)
    return program.window


def come_back(window: QWidget, qtbot: QtBot) -> None:
    """What a window manager does when a sheet is closed: the window below is the active one again."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def sign_in(program: Program, hands: Hands, qtbot: QtBot, login: str) -> MainWindow:
    """Sign in at the door."""
    qtbot.waitUntil(program.door.isActiveWindow)
    hands.press("Ctrl+A")
    hands.type(login)
    hands.press("Enter")
    hands.type(PASSWORD)
    hands.press("Enter")
    return window_of(program, qtbot)


def enter_applicant(inner: QWidget, hands: Hands) -> None:
    """The sheet of a new applicant; its name was typed before."""
    assert isinstance(inner, ApplicantDialog)
    hands.press("Tab")
    hands.type("91140802MA0ABCDE15")
    hands.press("Tab", "Down", "Tab")
    for _ in range(20):
        if inner.form.value("county") == "140821":
            break
        hands.press("Down")
    hands.press("Ctrl+Enter")
    assert inner.saved is not None


def fill(tab: CaseTab, hands: Hands) -> None:
    """The form of an exhibition with two booths, field after field."""
    hands.type("河内国际贸易展")
    hands.press("Enter")
    hands.type("2025春")
    hands.press("Enter", "Space", "Enter")
    hands.type("越南")
    hands.press("Enter")
    hands.type("20250415")
    hands.press("Enter", "n", "Enter")
    hands.press("Ctrl+A")
    hands.type("2025.6.30")
    hands.press("Enter")
    assert tab.table is not None
    assert hands.focus() is tab.table.table
    for booth in ("A1", "A2"):
        hands.type(booth)
        hands.press("Enter")
        hands.type("9")
        hands.press("Enter")
        hands.type("3万")
        hands.press("Enter")


def set_up(program: Program, hands: Hands, qtbot: QtBot) -> None:
    """First start: the bureau and its administrator; then two colleagues."""
    quiet(program, qtbot)
    qtbot.waitUntil(program.door.isActiveWindow)
    hands.type("赵主任")
    hands.press("Enter")
    hands.type(PASSWORD)
    hands.press("Enter")
    hands.type(PASSWORD)
    hands.press("Enter")
    window_of(program, qtbot)
    assert program.office is not None
    admin = next(person for person in list_people(program.office) if person.role is Role.ADMINISTRATOR)
    add_person(program.office, admin, "王芳", "wang", Role.CASEWORKER, PASSWORD)
    add_person(program.office, admin, "李建国", "li", Role.SUPERVISOR, PASSWORD)
    hands.press("Ctrl+Shift+Q")


def visit(window: MainWindow, hands: Hands, qtbot: QtBot) -> CaseTab:
    """Somebody new is at the counter and applies for an exhibition."""

    def receive(dialog: QWidget) -> None:
        assert isinstance(dialog, NewVisit)
        hands.type("河东贸易有限公司")
        during(lambda inner: enter_applicant(inner, hands))
        hands.press("Enter")
        come_back(dialog, qtbot)
        assert dialog.measures.hasFocus()
        hands.press("Enter")

    during(receive)
    hands.press("Ctrl+N")
    come_back(window, qtbot)
    page = window.pages.currentWidget()
    assert isinstance(page, DossierPage)
    assert page.dossier.applicant.name == "河东贸易有限公司"
    assert page.current is not None
    assert hands.focus() is page.current.form.fields["facts.name"].input
    return page.current


def hand_in(tab: CaseTab, hands: Hands) -> None:
    """All papers are there; off to the supervisor."""
    hands.press("F7")
    assert tab.checklist.papers.missing() == []

    def confirm(dialog: QWidget) -> None:
        assert isinstance(dialog, SubmitDialog)
        hands.press("Ctrl+Enter")

    during(confirm)
    hands.press("Ctrl+Enter")
    assert tab.case.state is CaseState.PENDING


def decide(window: MainWindow, hands: Hands) -> None:
    """The supervisor reads and agrees."""
    hands.press("Ctrl+3")
    approval = window.pages.currentWidget()
    assert isinstance(approval, ApprovalPage)
    assert approval.decision.panel.amount == "48,000.00"
    assert approval.decision.flags.flags == []
    hands.press("a")
    assert approval.banner.isVisible()


def test_from_the_counter_to_the_slip(program: Program, hands: Hands, qtbot: QtBot) -> None:
    set_up(program, hands, qtbot)
    window = sign_in(program, hands, qtbot, "wang")
    tab = visit(window, hands, qtbot)
    fill(tab, hands)
    assert tab.panel.amount == "48,000.00"
    shown = tab.panel.lines()
    assert "肆万捌仟元整" in shown
    assert "市级 9,600.00　临猗县 38,400.00" in shown
    steps = [f"{step.result:,.2f}" for step in tab.draft.preview().assessment.steps]
    number = tab.case.number
    hand_in(tab, hands)
    come_back(window, qtbot)
    hands.press("Ctrl+Shift+Q")

    window = sign_in(program, hands, qtbot, "li")
    decide(window, hands)
    hands.press("Ctrl+P")
    preview = window.pages.currentWidget()
    assert isinstance(preview, PrintPreview)
    qtbot.waitUntil(lambda: bool(preview.pdf), timeout=30_000)
    quiet(program, qtbot)
    assert len(preview.sheet.pages) == 1
    text = text_of(preview.pdf)
    for seen in ("48,000.00", "肆万捌仟元整", "9,600.00", "38,400.00", "河东贸易有限公司", number, *steps):
        assert seen in text


def text_of(pdf: bytes) -> str:
    """All text of a PDF without blanks and line ends."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    finally:
        document.close()
    return re.sub(r"\s", "", "".join(pages))

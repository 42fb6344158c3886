"""The cursor: where a page is entered, that Tab reaches everything, that it is never lost; and no stray windows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.bureau import Bureau
from tests.ui.shell.conftest import Open, Show
from ui.applicants import ApplicantsPage
from ui.cases import CasesPage
from ui.empty_state import EmptyState
from ui.hands import Hands
from ui.persons import PersonsPage
from ui.signin import SignInPage


class Opened(QObject):
    """Writes down every window that shows itself."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


def round_by_tab(hands: Hands) -> list[QWidget]:
    """What Tab visits, once around."""
    hands.press("Tab")
    seen: list[QWidget] = []
    while hands.focus() not in seen:
        seen.append(hands.focus())
        hands.press("Tab")
    return seen


def test_tab_reaches_what_stands_before_the_first_input(bureau: Bureau, show: Show, hands: Hands) -> None:
    page = PersonsPage(bureau.office, bureau.admin)
    page.refresh()
    show(page)
    assert page.table.hasFocus()
    seen = round_by_tab(hands)
    for button in (page.add_button, page.role_button, page.password_button, page.active_button, page.table):
        assert button in seen


def test_a_remembered_login_is_reached_by_tab(show: Show, hands: Hands) -> None:
    page = SignInPage("wang")
    show(page)
    assert page.password.hasFocus()
    assert page.login in round_by_tab(hands)
    page.clear("")
    page.setFocus()
    assert page.login.hasFocus()


def test_a_search_that_finds_nothing_keeps_the_cursor(bureau: Bureau, show: Show, hands: Hands) -> None:
    bureau.draft()
    page = CasesPage(bureau.office, bureau.li)
    page.refresh()
    show(page)
    hands.type("zzz")
    hands.press("Enter", "Down")
    assert page.search.hasFocus()
    hands.press("Ctrl+A", "Delete", "Down")
    assert page.table.hasFocus()


def test_down_goes_from_the_search_to_the_applicants(bureau: Bureau, show: Show, hands: Hands) -> None:
    page = ApplicantsPage(bureau.office, bureau.wang)
    page.refresh()
    show(page)
    hands.press("Down")
    assert page.list.hasFocus()


@pytest.mark.parametrize("width", [300, 500, 1000])
def test_the_sentence_of_an_empty_page_is_not_cut(show: Show, width: int) -> None:
    words = "企业带材料来时，按 Ctrl+N 登记来访：找到或新增单位，选好要申报的事项。"
    empty = EmptyState("desk", "还没有办件", words, "新来访")
    empty.resize(width, 400)
    show(empty)
    QApplication.processEvents()
    assert empty.sentence.height() >= empty.sentence.heightForWidth(empty.sentence.width())


def test_no_window_flashes_while_the_main_window_is_made(bureau: Bureau, open_window: Open, qapp: QApplication) -> None:
    opened = Opened()
    qapp.installEventFilter(opened)
    try:
        for person in (bureau.wang, bureau.li, bureau.admin, bureau.sun):
            window = open_window(person)
            for place in ("desk", "cases", "applicants", *(["administration"] if person is bureau.admin else [])):
                window.open_place(place)
    finally:
        qapp.removeEventFilter(opened)
    assert set(opened.windows) == {"MainWindow"}


def test_the_cursor_is_not_lost_when_the_last_case_is_approved(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    bureau.pending()
    window = open_window(bureau.li)
    hands.press("Ctrl+3")
    hands.press("a")
    QApplication.processEvents()
    page = window.pages.currentWidget()
    assert page is not None
    assert page.isAncestorOf(hands.focus())
    assert hands.focus().isVisible()

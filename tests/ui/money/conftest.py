"""The page of 预算与拨付 in the window of a person, and how to walk on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.bureau import MORNING, Bureau
from tests.ui.conftest import during
from tests.ui.shell.conftest import Open, background, open_window
from ui.background import Background
from ui.hands import Hands
from ui.main_window import MainWindow
from ui.money import MoneyPage
from ycdesk.domain.people import Person

__all__ = ["background", "open_window"]

Go = Callable[[Person], "Desk"]


@dataclass
class Desk:
    """A person before the page."""

    bureau: Bureau
    window: MainWindow
    page: MoneyPage
    hands: Hands
    qtbot: QtBot
    background: Background

    def in_dialog(self, key: str, act: Callable[[QWidget], None]) -> None:
        """Press ``key``, act in the dialog that it opens, and wait for what goes on behind it."""
        during(act)
        self.hands.press(key)
        self.qtbot.waitUntil(lambda: not self.background.busy)
        QApplication.processEvents()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def fill(self, key: str, *texts: str) -> None:
        """Open a dialog with ``key``, type one text a field from the cursor on, and confirm with Ctrl+Enter."""

        def act(dialog: QWidget) -> None:
            for number, text in enumerate(texts):
                self.hands.press(*(("Tab",) if number else ()), "Ctrl+A")
                self.hands.type(text)
            self.hands.press("Ctrl+Enter")
            assert not dialog.isVisible()

        self.in_dialog(key, act)

    def later(self, days: int) -> None:
        """So many days after the first of July; the page is read anew."""
        now = MORNING + timedelta(days=days)
        self.bureau.office.clock = lambda: now
        self.hands.press("F5")


@pytest.fixture
def go(bureau: Bureau, open_window: Open, hands: Hands, qtbot: QtBot, background: Background) -> Go:
    """Opens 预算与拨付 for somebody."""

    def opened(person: Person) -> Desk:
        window = open_window(person)
        window.open_place("money")
        page = window.pages.currentWidget()
        assert isinstance(page, MoneyPage)
        return Desk(bureau, window, page, hands, qtbot, background)

    return opened

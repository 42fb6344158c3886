"""A main window for each role, on the bureau's real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from ui.background import Background
from ui.main_window import MainWindow
from ycdesk.domain.people import Person

Open = Callable[[Person], MainWindow]
Show = Callable[[QWidget], None]


@pytest.fixture
def background() -> Iterator[Background]:
    """The program's one thread."""
    background = Background()
    yield background
    background.close()


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a widget and waits until the keys reach it."""

    def shown(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        widget.setFocus()

    return shown


@pytest.fixture
def open_window(bureau: Bureau, background: Background, qtbot: QtBot) -> Open:
    """Opens the main window of a person."""

    def opened(person: Person) -> MainWindow:
        window = MainWindow(bureau.office, person, background)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.appear()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return opened

"""Screens under test: the application in its faces and colours, a bureau on SQLite, and hands on a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tests.bureau import Bureau, make_bureau
from ui import dialogs
from ui.hands import Hands
from ui.main import dress
from ui.theme import Mode, theme
from ycdesk.paths import sqlite_url

_INPUTS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    """The application as ``ui.main`` prepares it."""
    dress(qapp)
    theme().apply(Mode.LIGHT)


@pytest.fixture
def bureau(home: Path) -> Iterator[Bureau]:
    """People, an applicant and an empty list of cases, on SQLite."""
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    yield made
    made.office.close()


class Answers:
    """What the person answers to dialogs, and what the dialogs said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.yes = True
        self.choice: int | None = 0
        self.reason: str | None = "材料不齐，请补交付款回单"
        self.file: Path | None = None
        self.folder: Path | None = None


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """No dialog of :mod:`ui.dialogs` opens; each answers at once and is remembered."""
    answers = Answers()

    def heard(*words: object) -> None:
        answers.said.append("".join(str(word) for word in words if isinstance(word, str)))

    def ask(parent: QWidget | None, *words: str, **_: object) -> bool:
        heard(*words)
        return answers.yes

    def choose(parent: QWidget | None, *words: object) -> int | None:
        heard(*words)
        return answers.choice

    def ask_reason(parent: QWidget | None, *words: str, **_: object) -> str | None:
        heard(*words)
        return answers.reason

    def tell(parent: QWidget | None, *words: str) -> None:
        heard(*words)

    for name in ("tell", "warn"):
        monkeypatch.setattr(dialogs, name, tell)
    monkeypatch.setattr(dialogs, "ask", ask)
    monkeypatch.setattr(dialogs, "choose", choose)
    monkeypatch.setattr(dialogs, "ask_reason", ask_reason)
    monkeypatch.setattr(dialogs, "choose_file", lambda *_: answers.file)
    monkeypatch.setattr(dialogs, "save_file", lambda *_: answers.file)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: answers.folder)
    return answers


@pytest.fixture
def hands() -> Hands:
    """Both of them."""
    return Hands()


def nameless(root: QWidget) -> list[str]:
    """The inputs inside ``root`` that a screen reader could not name."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        around = widget.parentWidget()
        inside = widget.objectName().startswith("qt_") or isinstance(around, QComboBox | QAbstractSpinBox)
        inside |= around is not None and isinstance(around.parent(), QComboBox)  # the list that drops down
        if not isinstance(widget, _INPUTS) or inside or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface else ""
        if isinstance(widget, QComboBox | QAbstractItemView):
            name = widget.accessibleName()  # else Qt would give a box the name of its present text
        if not name.strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def during(act: Callable[[QWidget], None]) -> None:
    """Do ``act(dialog)`` as soon as a modal dialog is open; what it raises is raised by the ``exec`` that waits."""

    def look(left: int) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isActiveWindow():
            if left:
                QTimer.singleShot(10, lambda: look(left - 1))
                return
            if dialog is not None:
                dialog.close()  # else whoever waits for it would wait for ever
            raise AssertionError("no dialog came to the front")
        try:
            act(dialog)
        finally:
            if dialog.isVisible() and QApplication.activeModalWidget() is dialog:
                dialog.close()

    QTimer.singleShot(0, lambda: look(1000))

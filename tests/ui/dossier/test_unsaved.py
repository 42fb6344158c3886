"""What could not be stored: it stays on the screen, and nobody leaves without being asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.bureau import HANOI, Bureau
from tests.ui.conftest import Answers
from ui.background import Background
from ui.dossier_case import CaseTab
from ui.hands import Hands
from ui.main_window import MainWindow
from ycdesk.services.dossiers import get_case

NAME = "facts.name"


class FullDisk:
    """The disk of a database: while ``full``, it takes no write."""

    def __init__(self, engine: Engine) -> None:
        self.full = False
        event.listen(engine, "before_cursor_execute", self._refuse)

    def _refuse(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if self.full and statement.lstrip().upper().startswith(("UPDATE", "INSERT", "DELETE")):
            raise sqlite3.OperationalError("database or disk is full")


@pytest.fixture
def disk(bureau: Bureau) -> FullDisk:
    """The disk that the bureau's database lies on."""
    return FullDisk(bureau.office.engine)


@pytest.fixture
def window(bureau: Bureau, qtbot: QtBot) -> Iterator[MainWindow]:
    """The main window of the caseworker, a draft open in it."""
    case = bureau.draft(HANOI)
    background = Background()
    made = MainWindow(bureau.office, bureau.wang, background)
    qtbot.addWidget(made)
    made.appear()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_dossier(case.dossier_id, case.id)
    yield made
    made.end()
    background.close()


def tab_of(window: MainWindow) -> CaseTab:
    """The tab in front."""
    tab = window.findChild(CaseTab)
    assert tab is not None
    return tab


def type_name(tab: CaseTab, hands: Hands, name: str) -> None:
    """Write another name into the first field and leave it."""
    tab.focus(NAME)
    hands.press("Ctrl+A")
    hands.type(name)
    hands.press("Enter")


def test_the_sentence_goes_once_the_text_is_stored(
    bureau: Bureau, window: MainWindow, disk: FullDisk, hands: Hands
) -> None:
    tab = tab_of(window)
    disk.full = True
    type_name(tab, hands, "Hanoi")
    assert tab.banner.sentence.text().startswith("磁盘已满，这一步没有保存。")
    assert tab.draft.text(NAME) == "Hanoi"
    disk.full = False
    type_name(tab, hands, "Hanoi Fair")
    assert not tab.banner.isVisible()
    assert get_case(bureau.office, tab.case.id).entries["header"]["name"] == "Hanoi Fair"


@pytest.mark.parametrize("way", ["close", "sign out"])
def test_nobody_leaves_what_is_not_stored_unasked(
    window: MainWindow, disk: FullDisk, hands: Hands, answers: Answers, qtbot: QtBot, way: str
) -> None:
    tab = tab_of(window)
    disk.full = True
    type_name(tab, hands, "Hanoi")
    window.open_place("desk")
    answers.yes = False
    leave = window.close if way == "close" else window.sign_out
    with qtbot.assertNotEmitted(window.left), qtbot.assertNotEmitted(window.signed_out):
        leave()
    assert answers.said[-1].startswith(f"{tab.case.number} 刚才输入的内容没有存上。")
    assert window.isVisible()
    assert tab.isVisible()
    answers.yes = True
    with qtbot.waitSignal(window.left if way == "close" else window.signed_out):
        leave()

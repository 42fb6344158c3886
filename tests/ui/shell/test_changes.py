"""更新内容: read and searched in the program, and said once on the desk after an upgrade."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.shell.conftest import Open, Show
from ui.about import AboutDialog
from ui.changes import ChangesDialog, tell_once
from ui.desk import DeskPage
from ui.hands import Hands
from ui.main_window import MainWindow
from ycdesk.changelog import installed_version, releases
from ycdesk.settings import read_settings, remember


@pytest.fixture
def window(bureau: Bureau, open_window: Open) -> MainWindow:
    """The desk in front of the caseworker."""
    return open_window(bureau.wang)


def news(window: MainWindow) -> str:
    """What the desk says above its list; empty where nothing is shown."""
    page = window.pages.currentWidget()
    assert isinstance(page, DeskPage)
    return page.news.sentence.text() if page.news.isVisible() else ""


def test_the_desk_says_once_what_an_upgrade_brought(window: MainWindow, home: Path) -> None:
    remember(home, last_version="0.0.1")
    tell_once(window, home)
    assert news(window).startswith(f"程序已升级到 {installed_version()}。")
    assert "金额" in news(window)
    assert read_settings(home).last_version == installed_version()
    page = window.pages.currentWidget()
    assert isinstance(page, DeskPage)
    page.news.hide()
    tell_once(window, home)
    assert news(window) == ""


def test_data_of_a_version_that_remembered_nothing_are_an_upgrade_too(window: MainWindow, home: Path) -> None:
    tell_once(window, home)
    assert news(window).startswith(f"程序已升级到 {installed_version()}。")


def test_going_back_to_an_older_version_says_nothing(window: MainWindow, home: Path) -> None:
    remember(home, last_version="999.0")
    tell_once(window, home)
    assert news(window) == ""
    assert read_settings(home).last_version == installed_version()


def test_nothing_is_said_after_the_desk_has_been_left(window: MainWindow, home: Path) -> None:
    window.open_place("applicants")
    tell_once(window, home)
    tell_once(None, home)
    assert read_settings(home).last_version == ""


def test_typing_leaves_the_lines_that_hold_the_words(bureau: Bureau, show: Show, hands: Hands) -> None:
    dialog = ChangesDialog(None, bureau.office.titles)
    show(dialog)
    for release in releases():
        assert release.version in dialog.sheet.toPlainText()
    dialog.search.setFocus()
    hands.type("三(一)")
    text = dialog.sheet.toPlainText()
    assert "影响金额（三(一)、" in text
    assert "参展补助" in text
    assert "0.2.0" in text
    assert "0.1.0" not in text
    hands.type("没有的")
    assert dialog.sheet.toPlainText() == "没有找到。"


def test_the_way_to_it_leads_through_about(bureau: Bureau, show: Show, hands: Hands, qtbot: QtBot) -> None:
    dialog = AboutDialog(None, bureau.office)
    show(dialog)
    opened: list[ChangesDialog] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ChangesDialog, "exec", lambda self: opened.append(self))
        dialog.changes.setFocus()
        hands.press("Space")
    assert len(opened) == 1
    qtbot.addWidget(opened[0])

"""手册: F1 opens it at the page on screen; chapters, search, way back, pictures, all by keys; light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.conftest import during, nameless
from tests.ui.shell.conftest import Open
from ui.hands import Hands
from ui.main_window import MainWindow
from ui.manual import ManualWindow
from ui.manual_places import HELP
from ui.rail import places_of
from ui.theme import Mode, theme


@pytest.fixture
def manual(qtbot: QtBot) -> Iterator[ManualWindow]:
    """The manual at the chapter on the desk, with the keys going to it."""
    window = ManualWindow()
    qtbot.addWidget(window)
    window.appear("users/02-desk")
    qtbot.waitUntil(window.isActiveWindow)
    window.resize(1120, 720)
    yield window
    theme().apply(Mode.LIGHT)


def opened_by(window: MainWindow, hands: Hands, qtbot: QtBot) -> ManualWindow:
    """Press F1 in the window; the manual that comes."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.pages.currentWidget().setFocus()
    hands.press("F1")
    manual = window._manual
    assert manual is not None
    qtbot.waitUntil(manual.isActiveWindow)
    return manual


def shown(manual: ManualWindow) -> str:
    """The title of the chapter on screen."""
    return manual.sheet.document().begin().text()


def top(manual: ManualWindow) -> str:
    """The first heading that can be seen."""
    for line in range(0, 200, 8):
        block = manual.sheet.cursorForPosition(QPoint(40, line)).block()
        if block.blockFormat().headingLevel():
            return block.text()
    return ""


@pytest.mark.parametrize("login", ["wang", "li", "sun", "admin"])
def test_f1_opens_the_chapter_of_each_place(
    bureau: Bureau, open_window: Open, hands: Hands, qtbot: QtBot, login: str
) -> None:
    window = open_window(getattr(bureau, login))
    for place in places_of(window.roles):
        window.open_place(place.id)
        manual = opened_by(window, hands, qtbot)
        assert manual.place.startswith(HELP[place.id].partition("#")[0]) or place.id == "administration", place.id
        assert manual.sheet.chapter is not None
        hands.press("Esc")
        assert not manual.isVisible()


@pytest.mark.parametrize(
    ("login", "place", "tab", "heading"),
    [
        ("li", "money", "预算", "预算"),
        ("li", "money", "拨付", "拨付"),
        ("li", "rulings", "回放测算", "回放测算"),
        ("admin", "administration", "工作日历", "工作日历"),
        ("admin", "administration", "数据与备份", "备份与恢复"),
        ("admin", "administration", "办理规则", "办理规则"),
    ],
)
def test_f1_opens_what_is_said_of_the_tab_in_front(
    bureau: Bureau, open_window: Open, hands: Hands, qtbot: QtBot, login: str, place: str, tab: str, heading: str
) -> None:
    window = open_window(getattr(bureau, login))
    window.open_place(place)
    tabs = window.pages.currentWidget().findChild(QTabWidget)
    assert tabs is not None
    tabs.setCurrentIndex([tabs.tabText(number) for number in range(tabs.count())].index(tab))
    assert top(opened_by(window, hands, qtbot)) == heading


def test_f1_in_a_dossier_and_in_a_preview(bureau: Bureau, open_window: Open, hands: Hands, qtbot: QtBot) -> None:
    case = bureau.pending()
    window = open_window(bureau.wang)
    window.open_dossier(case.dossier_id, case.id)
    assert shown(opened_by(window, hands, qtbot)) == "收件与录入"
    window.open_print_preview(case.id)
    assert top(opened_by(window, hands, qtbot)) == "打印一份"


def test_the_manual_goes_when_the_window_is_locked(
    bureau: Bureau, open_window: Open, hands: Hands, qtbot: QtBot
) -> None:
    window = open_window(bureau.wang)
    manual = opened_by(window, hands, qtbot)
    window.hide()
    assert not manual.isVisible()


def test_the_search_box_finds_the_manual_and_its_headings(bureau: Bureau, open_window: Open, qtbot: QtBot) -> None:
    window = open_window(bureau.wang)
    assert window.search("手册")[0].title == "帮助手册"
    assert window.search("帮助")[0].title == "帮助手册"
    found = next(found for found in window.search("重复提示") if found.icon == "help")
    found.deed()
    assert window._manual is not None
    assert window._manual.place == "users/03-dossier#重复提示"


def test_chapters_open_as_the_cursor_comes_to_them(manual: ManualWindow, hands: Hands) -> None:
    assert shown(manual) == "工作台、办件与查找"
    hands.press("Down")
    assert shown(manual) == "收件与录入"
    hands.press("End")
    assert shown(manual) == "Adding a measure"
    hands.press("Alt+Left", "Alt+Left")
    assert shown(manual) == "工作台、办件与查找"
    assert manual.list.currentItem().text() == "工作台、办件与查找"


def test_search_finds_in_all_chapters_and_enter_goes_there(manual: ManualWindow, hands: Hands) -> None:
    hands.press("Ctrl+F")
    assert manual.search.hasFocus()
    hands.type("删不掉守着限额")
    assert manual.list.count() == 1
    assert shown(manual) == "工作台、办件与查找", "nothing opens while one types"
    hands.press("Enter")
    assert shown(manual) == "几张桌子一起用：PostgreSQL"
    marked = [mark.cursor.selectedText() for mark in manual.sheet.extraSelections()]  # type: ignore[attr-defined]
    assert marked == ["删不掉守着限额"]
    seen = manual.sheet.cursorRect()
    assert manual.sheet.viewport().rect().contains(seen.topLeft())
    assert manual.sheet.hasFocus()


def test_arrows_choose_a_hit_while_the_cursor_stays_in_the_field(manual: ManualWindow, hands: Hands) -> None:
    hands.press("Ctrl+F")
    hands.type("备份")
    assert manual.list.count() > 5
    hands.press("Down", "Down")
    assert manual.search.hasFocus()
    wanted = manual.list.currentItem().text()
    hands.press("Enter")
    assert manual.place.endswith(f"#{wanted}")


def test_letters_find_headings(manual: ManualWindow, hands: Hands) -> None:
    hands.press("Ctrl+F")
    hands.type("gzrl")
    hands.press("Enter")
    assert shown(manual) == "工作日历"


def test_nothing_found_is_said(manual: ManualWindow, hands: Hands) -> None:
    hands.press("Ctrl+F")
    hands.type("没有这样的词语")
    assert manual.nothing.isVisible()
    assert manual.list.count() == 0
    hands.press("Enter")
    assert shown(manual) == "工作台、办件与查找"


def test_escape_clears_the_search_then_closes(manual: ManualWindow, hands: Hands) -> None:
    chapters = manual.list.count()
    hands.press("Ctrl+F")
    hands.type("备份")
    hands.press("Esc")
    assert manual.search.text() == ""
    assert manual.list.count() == chapters
    assert manual.isVisible()
    hands.press("Esc")
    assert not manual.isVisible()


def test_the_input_method_keeps_enter_and_escape(manual: ManualWindow, hands: Hands) -> None:
    hands.press("Ctrl+F")
    hands.compose("bei")
    hands.press("Enter", "Esc")
    assert manual.isVisible()
    assert shown(manual) == "工作台、办件与查找"


def test_links_and_pictures_by_keys(manual: ManualWindow, hands: Hands) -> None:
    manual.open("users/02-desk")
    manual.sheet.setFocus()
    hands.press("Tab", "Enter")
    assert manual.pages.currentWidget() is manual.picture
    assert manual.picture.widget().width() == 1366
    hands.press("Alt+Left")
    assert manual.pages.currentWidget() is manual.sheet
    hands.press("Tab", "Tab", "Enter")  # the picture once more, then the link below it
    assert shown(manual) == "工作日历"
    hands.press("Alt+Left")
    assert shown(manual) == "工作台、办件与查找"


def test_back_comes_to_where_one_had_read(manual: ManualWindow, hands: Hands) -> None:
    manual.open("users/06-money")
    manual.sheet.verticalScrollBar().setValue(500)
    manual.open("users/08-statistics")
    hands.press("Alt+Left")
    assert manual.sheet.verticalScrollBar().value() == 500


def test_nothing_outside_is_opened(manual: ManualWindow) -> None:
    before = manual.place
    for url in ("https://example.com/x.md", "file:///etc/passwd", "mailto:a@b"):
        manual.sheet.anchorClicked.emit(QUrl(url))
    assert manual.place == before


def test_dark_and_light_are_both_legible(manual: ManualWindow) -> None:
    manual.open("users/05-approval#签批")
    for mode in (Mode.DARK, Mode.LIGHT):
        theme().apply(mode)
        paper = manual.sheet.grab().toImage().pixelColor(20, 100).lightness()
        words = manual.sheet.document().findBlockByNumber(1).begin().fragment().charFormat().foreground().color()
        assert abs(words.lightness() - paper) > 120, mode
        assert top(manual) == "签批"


def test_pictures_are_as_wide_as_the_column_at_most(manual: ManualWindow) -> None:
    manual.open("users/05-approval")
    for width in (1120, 780):
        manual.resize(width, 600)
        document = manual.sheet.document()
        widths, block = [], document.begin()
        while block.isValid():
            step = block.begin()
            while not step.atEnd():
                form = step.fragment().charFormat()
                widths += [form.toImageFormat().width()] if form.isImageFormat() else []
                step += 1
            block = block.next()
        assert widths
        assert max(widths) <= manual.sheet.viewport().width()
        assert manual.sheet.document().size().width() <= manual.sheet.viewport().width()


def test_every_input_has_a_name(manual: ManualWindow) -> None:
    assert nameless(manual) == []


def test_the_sheet_of_keys_is_still_one_key_away(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    window = open_window(bureau.wang)
    seen: list[str] = []
    during(lambda dialog: seen.append(dialog.windowTitle()))
    hands.press("Ctrl+Slash")
    assert seen == ["快捷键"]
    assert window._manual is None, "nothing of the manual is loaded before it is asked for"

"""The main window: what each role sees, the way to and fro, the search box, the keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.conftest import during, nameless
from tests.ui.shell.conftest import Open
from ui import memory
from ui.applicants import ApplicantsPage
from ui.background import Background, Job
from ui.case_table import CaseTable
from ui.desk import DeskPage
from ui.hands import Hands
from ui.keys import KeysDialog
from ui.main_window import MainWindow
from ui.theme import Mode, theme


def places(window: MainWindow) -> list[str]:
    return [each.text() for each in window.rail.findChildren(QToolButton)]


def test_each_role_sees_its_places(bureau: Bureau, open_window: Open) -> None:
    common = ["工作台", "办件", "申报主体", "预算与拨付", "统计", "导入导出", "口径与裁定"]
    assert places(open_window(bureau.wang)) == ["工作台", "办件", "申报主体", "打印", "统计", "导入导出", "口径与裁定"]
    assert places(open_window(bureau.li)) == ["工作台", "办件", "审批", *common[2:4], "打印", *common[4:]]
    assert places(open_window(bureau.sun)) == [*common[:4], "打印", *common[4:]]
    assert places(open_window(bureau.admin)) == [*common, "管理"]


def test_the_bar_names_place_bureau_and_person(bureau: Bureau, open_window: Open) -> None:
    bureau.office.bureau = "运城市商务局"
    window = open_window(bureau.wang)
    assert window.bar.where.text() == "工作台"
    assert window.bar.person_button.text() == "王芳　经办人"
    assert window.windowTitle().startswith("工作台")


def test_places_by_key(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    window = open_window(bureau.admin)
    for key, words in (
        ("Ctrl+3", "申报主体"),
        ("Ctrl+2", "办件"),
        ("Ctrl+4", "预算与拨付"),
        ("Ctrl+5", "统计"),
        ("Ctrl+6", "导入导出"),
        ("Ctrl+8", "管理"),
        ("Ctrl+1", "工作台"),
    ):
        hands.press(key)
        assert window.bar.where.text() == words


def test_a_case_from_the_desk_and_back(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    case = bureau.draft()
    window = open_window(bureau.wang)
    assert isinstance(window.focusWidget(), CaseTable)
    hands.press("Enter")
    assert (window.bar.where.text(), window.bar.detail.text()) == ("办件", "甲公司")
    assert window.bar.back_button.isVisible()
    hands.press("Alt+Left")
    assert window.bar.where.text() == "工作台"
    assert not window.bar.back_button.isVisible()
    assert case.number == "2025-0001"


def test_a_dossier_is_opened_once(bureau: Bureau, open_window: Open) -> None:
    case = bureau.draft()
    window = open_window(bureau.wang)
    window.open_dossier(case.dossier_id, case.id)
    first = window.pages.currentWidget()
    window.open_place("desk")
    window.open_dossier(case.dossier_id, case.id)
    assert window.pages.currentWidget() is first


def test_what_was_typed_is_stored_when_the_window_is_locked(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    from ycdesk.services.dossiers import get_case

    case = bureau.draft()
    window = open_window(bureau.wang)
    window.open_dossier(case.dossier_id, case.id)
    window.pages.currentWidget().setFocus()
    hands.press("Ctrl+A")
    hands.type("胡志明市贸易展")
    window.leave_field()
    assert get_case(bureau.office, case.id).entries["header"]["name"] == "胡志明市贸易展"


def test_the_search_box_finds_commands_cases_and_applicants(bureau: Bureau, open_window: Open) -> None:
    case = bureau.draft()
    window = open_window(bureau.wang)
    assert [found.title for found in window.search("0001")] == [case.number]
    assert [found.title for found in window.search("甲公司")] == [case.number, "甲公司"]
    assert [found.title for found in window.search("jgs")] == [case.number, "甲公司"]
    assert [found.title for found in window.search("xlf")] == ["新来访"]
    assert window.search("没有这样的单位") == []


def test_search_by_keys_alone_opens_the_applicant(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    window = open_window(bureau.wang)
    hands.press("Ctrl+K")
    assert window.bar.search.hasFocus()
    hands.compose("jia")
    hands.press("Enter")  # belongs to the input method
    assert window.bar.where.text() == "工作台"
    hands.commit("甲公司")
    assert window.bar.search.results.isVisible()
    hands.press("Enter")
    assert window.bar.where.text() == "申报主体"
    page = window.pages.currentWidget()
    assert isinstance(page, ApplicantsPage)
    assert page.card.applicant is not None
    assert page.card.applicant.name == "甲公司"
    assert window.bar.search.text() == ""


def test_escape_gives_the_focus_back(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    bureau.draft()
    window = open_window(bureau.wang)
    hands.press("Ctrl+F")
    hands.type("zzz")
    assert window.bar.search.nothing.isVisible()
    hands.press("Esc")
    assert isinstance(window.focusWidget(), CaseTable)
    assert not window.bar.search.results.isVisible()


def test_the_keys_are_one_key_away(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    open_window(bureau.wang)
    seen: list[type] = []
    during(lambda dialog: seen.append(type(dialog)))
    hands.press("Ctrl+Slash")
    assert seen == [KeysDialog]


def test_new_visits_are_the_caseworkers(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    window = open_window(bureau.li)
    hands.press("Ctrl+N")
    assert window.statusBar().currentMessage() == "新来访由经办人登记，您的岗位是审批人。"


def test_dark_and_light_by_key(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    window = open_window(bureau.wang)
    light = window.palette().window().color().name()
    hands.press("Ctrl+Shift+D")
    assert theme().mode is Mode.DARK
    assert window.palette().window().color().name() != light
    hands.press("Ctrl+Shift+D")
    assert window.palette().window().color().name() == light


def test_what_runs_is_shown_and_can_be_cancelled(
    bureau: Bureau, open_window: Open, background: Background, qtbot: QtBot
) -> None:
    window = open_window(bureau.sun)
    assert not window.progress.isVisible()
    ended: list[str] = []

    def work(job: Job) -> None:
        for number in range(1, 100_000_000):
            job.progress(number % 50, 50)

    background.run("合并打印", work, lambda _: ended.append("done"), lambda _: ended.append("cancelled"))
    qtbot.waitUntil(lambda: window.progress.bar.value() > 0)
    assert window.statusBar().isVisible()
    assert window.progress.words.text().startswith("合并打印　")
    window.progress.cancel.click()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["cancelled"]
    assert not window.progress.isVisible()


def test_the_place_of_the_window_is_remembered(home: Path, qtbot: QtBot) -> None:
    window, again = QWidget(), QWidget()
    for each in (window, again):
        qtbot.addWidget(each)
    memory.restore(window, home)
    window.showNormal()
    window.resize(611, 407)
    memory.keep(window, home)
    memory.restore(again, home)
    assert (again.width(), again.height()) == (611, 407)


@pytest.mark.parametrize("login", ["wang", "li", "sun", "admin"])
def test_every_input_of_every_place_has_a_name(bureau: Bureau, open_window: Open, login: str) -> None:
    bureau.draft()
    bureau.pending()
    window = open_window(getattr(bureau, login))
    for place in ("desk", "cases", "applicants", "tables", *(["administration"] if login == "admin" else [])):
        window.open_place(place)
    assert nameless(window) == []


@pytest.mark.parametrize("width", [1366, 1280, 1024])
def test_nothing_asks_for_more_room_than_a_small_screen_has(bureau: Bureau, open_window: Open, width: int) -> None:
    bureau.draft()
    window = open_window(bureau.admin)
    for place in ("desk", "cases", "applicants", "money", "tables", "administration"):
        window.open_place(place)
        needed = window.minimumSizeHint()
        assert needed.width() <= width, place
        assert needed.height() <= 700, place


def test_the_desk_is_read_anew_when_one_comes_back(bureau: Bureau, open_window: Open, hands: Hands) -> None:
    window = open_window(bureau.wang)
    page = window.pages.currentWidget()
    assert isinstance(page, DeskPage)
    assert page.table.current() is None
    bureau.draft()
    hands.press("F5")
    assert page.table.current() is not None

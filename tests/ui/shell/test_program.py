"""The course of the program on a real data folder: first start, sign-in, lock, and an office that cannot be opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Answers
from ui.app import Program
from ui.first_start import FirstStartPage
from ui.hands import Hands
from ui.problem_page import ProblemPage
from ycdesk.database.schema import VERSION_TABLE
from ycdesk.domain.people import Role
from ycdesk.paths import sqlite_url
from ycdesk.services.backup import back_up
from ycdesk.services.office import open_office
from ycdesk.services.people import add_person, first_start
from ycdesk.settings import Settings, read_settings, write_settings

Start = Callable[[], Program]


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts the program as ``ui.main`` does, without the event loop and without its hooks for crashes."""
    begun: list[Program] = []
    monkeypatch.setattr("ui.crash.install", lambda home: None)
    monkeypatch.setattr(qapp, "quit", lambda: None)

    def begin() -> Program:
        program = Program(qapp, home, read_settings(home))
        begun.append(program)
        qtbot.addWidget(program.door)
        program.start()
        return program

    yield begin
    for program in begun:
        if program.window is not None:
            program.window.end()
        program.close()


@pytest.fixture
def office(home: Path) -> None:
    """A bureau with an administrator and a caseworker, closed again."""
    opened = open_office(home=home)
    admin = first_start(opened, "运城市商务局", "赵主任", "admin", "password1", False)
    add_person(opened, admin, "王芳", "wang", Role.CASEWORKER, "password2")
    opened.close()


def settled(program: Program, qtbot: QtBot) -> None:
    """Wait until the background thread has nothing left."""
    qtbot.waitUntil(lambda: program.office is not None and not program.background.busy, timeout=20_000)


def sign_in(program: Program, hands: Hands, qtbot: QtBot, login: str, password: str) -> None:
    program.door.activateWindow()
    qtbot.waitUntil(program.door.isActiveWindow)
    program.door.signin.login.setFocus()
    program.door.signin.login.clear()
    hands.type(login)
    program.door.signin.password.setFocus()
    hands.type(password)
    hands.press("Enter")
    qtbot.waitUntil(lambda: not program.background.busy, timeout=20_000)


def test_a_new_folder_asks_for_bureau_and_administrator_and_opens_the_desk(
    start: Start, qtbot: QtBot, home: Path
) -> None:
    program = start()
    page = program.door.pages.currentWidget()
    assert isinstance(page, FirstStartPage)  # before anything was opened
    settled(program, qtbot)
    for name, text in (("name", "赵主任"), ("login", "Admin"), ("password", "password1"), ("again", "password1")):
        getattr(page, name).setText(text)
    page.submit()
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    assert program.window is not None
    assert program.window.isVisible()
    assert program.window.person.role is Role.ADMINISTRATOR
    assert not program.door.isVisible()
    assert read_settings(home).last_login == "admin"


def test_a_new_machine_takes_what_a_backup_holds(
    start: Start, home: Path, tmp_path: Path, answers: Answers, qtbot: QtBot
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    bureau = open_office(sqlite_url(other / "ycdesk.sqlite3"), other)
    first_start(bureau, "运城市商务局", "赵主任", "admin", "password1", False)
    answers.file = tmp_path / "b.zip"
    back_up(bureau, answers.file)
    bureau.close()
    program = start()
    settled(program, qtbot)
    page = program.door.pages.currentWidget()
    assert isinstance(page, FirstStartPage)
    broken, answers.file = answers.file, tmp_path / "没有.zip"
    page.backup.click()
    settled(program, qtbot)
    assert "读不出来" in page.message.text()
    answers.file = broken
    page.backup.click()
    settled(program, qtbot)
    qtbot.waitUntil(lambda: program.door.pages.currentWidget() is program.door.signin)
    assert program.door.side.bureau.text() == "运城市商务局"


def test_a_short_password_is_refused_by_the_office_at_its_field(start: Start, qtbot: QtBot) -> None:
    program = start()
    page = program.door.pages.currentWidget()
    assert isinstance(page, FirstStartPage)
    settled(program, qtbot)
    for name, text in (("name", "赵主任"), ("password", "short"), ("again", "short")):
        getattr(page, name).setText(text)
    page.submit()
    settled(program, qtbot)
    assert page.form.said("password") == "密码至少 8 个字符。"
    assert page.name.text() == "赵主任"


@pytest.mark.usefixtures("office")
def test_enter_before_the_office_is_open_signs_in_when_it_is(start: Start, hands: Hands, qtbot: QtBot) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.background.busy)
    sign_in(program, hands, qtbot, "wang", "password2")
    assert program.window is not None
    assert program.window.person.name == "王芳"


@pytest.mark.usefixtures("office")
def test_a_wrong_password_is_one_sentence_and_the_login_stays(start: Start, hands: Hands, qtbot: QtBot) -> None:
    program = start()
    settled(program, qtbot)
    sign_in(program, hands, qtbot, "wang", "password1")
    assert program.window is None
    assert program.door.signin.message.text().startswith("登录名或密码不对。")
    assert program.door.signin.login.text() == "wang"
    assert program.door.signin.password.hasFocus()


@pytest.mark.usefixtures("office")
def test_the_last_login_is_remembered_and_the_cursor_waits_in_the_password(
    start: Start, home: Path, qtbot: QtBot
) -> None:
    write_settings(home, Settings(last_login="wang"))
    program = start()
    settled(program, qtbot)
    assert program.door.signin.login.text() == "wang"
    qtbot.waitUntil(program.door.signin.password.hasFocus)


@pytest.mark.usefixtures("office")
def test_locked_the_same_person_finds_the_window_as_it_was(start: Start, hands: Hands, qtbot: QtBot) -> None:
    program = start()
    settled(program, qtbot)
    sign_in(program, hands, qtbot, "wang", "password2")
    window = program.window
    assert window is not None
    window.open_place("applicants")
    window.locked.emit()
    assert not window.isVisible()
    assert program.door.isVisible()
    assert program.door.signin.password.text() == ""
    sign_in(program, hands, qtbot, "wang", "password2")
    assert program.window is window
    assert window.isVisible()
    assert window.bar.where.text() == "申报主体"


@pytest.mark.usefixtures("office")
def test_another_person_gets_a_window_of_their_own(start: Start, hands: Hands, qtbot: QtBot) -> None:
    program = start()
    settled(program, qtbot)
    sign_in(program, hands, qtbot, "wang", "password2")
    before = program.window
    assert before is not None
    before.signed_out.emit()
    sign_in(program, hands, qtbot, "admin", "password1")
    assert program.window is not None
    assert program.window is not before
    assert program.window.person.login == "admin"


def damaged(home: Path) -> str:
    (home / "ycdesk.sqlite3").write_bytes(b"no database at all, whatever it is called" * 40)
    return "不是数据库文件"


def newer(home: Path) -> str:
    open_office(home=home).close()
    with sqlite3.connect(home / "ycdesk.sqlite3") as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999_later'")
    connection.close()
    return "新"


def wrong_url(home: Path) -> str:
    write_settings(home, Settings(database_url="mysql://somewhere/else"))
    return "不认识“mysql”这种数据库"


def server_away(home: Path) -> str:
    write_settings(home, Settings(database_url="postgresql+psycopg://u:p@127.0.0.1:9/ycdesk"))
    return "127.0.0.1:9"


@pytest.mark.parametrize("spoil", [damaged, newer, wrong_url, server_away])
def test_an_office_that_cannot_be_opened_says_why_and_offers_ways_on(
    start: Start, spoil: Callable[[Path], str], home: Path, qtbot: QtBot
) -> None:
    words = spoil(home)
    program = start()
    qtbot.waitUntil(lambda: isinstance(program.door.pages.currentWidget(), ProblemPage), timeout=20_000)
    page = program.door.pages.currentWidget()
    assert isinstance(page, ProblemPage)
    assert words in page.sentence.text()
    assert page.advice.text()
    assert "Traceback" not in page.sentence.text() + page.advice.text()
    ways = [page.again, page.folder, page.database, page.quit]
    assert [way.text() for way in ways] == ["重试", "换一个数据文件夹…", "数据库设置…", "退出"]
    assert page.again.hasFocus() or page.focusProxy() is page.again


def test_a_folder_that_is_a_file_is_refused_and_another_one_opens(
    start: Start, home: Path, tmp_path: Path, answers: Answers, qtbot: QtBot
) -> None:
    home.rmdir()
    home.write_text("a file where the folder should be")
    program = start()
    qtbot.waitUntil(lambda: isinstance(program.door.pages.currentWidget(), ProblemPage), timeout=20_000)
    page = program.door.pages.currentWidget()
    assert isinstance(page, ProblemPage)
    assert "不能写入" in page.sentence.text()
    answers.folder = tmp_path / "other"
    answers.folder.mkdir()
    page.folder.click()
    settled(program, qtbot)
    assert program.office is not None
    assert program.office.home == answers.folder
    assert isinstance(program.door.pages.currentWidget(), FirstStartPage)
    assert "YCDESK_HOME" in answers.said[-1]


def test_retry_opens_what_has_been_repaired(start: Start, home: Path, qtbot: QtBot) -> None:
    damaged(home)
    program = start()
    qtbot.waitUntil(lambda: isinstance(program.door.pages.currentWidget(), ProblemPage), timeout=20_000)
    (home / "ycdesk.sqlite3").unlink()
    page = program.door.pages.currentWidget()
    assert isinstance(page, ProblemPage)
    page.again.click()
    settled(program, qtbot)
    assert isinstance(program.door.pages.currentWidget(), FirstStartPage)

"""数据与备份: a backup by key, one that cannot be written, and the way back with the program closing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.conftest import Answers
from tests.ui.shell.conftest import Open
from ui.administration import AdministrationPage
from ui.background import Background
from ui.backup_box import BackupBox
from ui.hands import Hands
from ui.main_window import MainWindow
from ycdesk.services.backup import back_up, read_backup
from ycdesk.services.search import find_cases

Box = tuple[MainWindow, AdministrationPage, BackupBox]
Wait = Callable[[], None]


@pytest.fixture
def box(bureau: Bureau, open_window: Open) -> Box:
    """The tab in front of the administrator."""
    window = open_window(bureau.admin)
    window.open_place("administration")
    page = window.pages.currentWidget()
    assert isinstance(page, AdministrationPage)
    page.tabs.setCurrentWidget(page.place)
    return window, page, page.place.backup


def cases(bureau: Bureau) -> int:
    """How many cases there are."""
    return len(find_cases(bureau.office, "", 10, None))


@pytest.fixture
def wait(qtbot: QtBot, background: Background) -> Wait:
    """Until nothing runs behind the screen."""
    return lambda: qtbot.waitUntil(lambda: not background.busy)


def test_a_backup_by_key(box: Box, hands: Hands, answers: Answers, wait: Wait, tmp_path: Path) -> None:
    _, page, backup = box
    assert backup.last.text() == "还没有做过备份。"
    answers.file = tmp_path / "b.zip"
    page.place.folder_button.setFocus()
    hands.press("Ctrl+B")
    wait()
    assert page.place.banner.sentence.text().startswith(f"已备份到 {answers.file}：")
    assert read_backup(answers.file).cases == 0
    assert backup.last.text() == "上次备份：2025-07-01 09:00"


def test_a_disk_that_takes_nothing_is_said(box: Box, answers: Answers, wait: Wait, tmp_path: Path) -> None:
    _, page, backup = box
    answers.file = tmp_path / "没有" / "b.zip"
    backup.make()
    wait()
    assert "备份没有写成" in page.place.banner.sentence.text()
    assert backup.isEnabled()


def test_restoring_asks_and_closes_the_program(
    box: Box, bureau: Bureau, answers: Answers, wait: Wait, tmp_path: Path
) -> None:
    window, _, backup = box
    bureau.draft()
    answers.file = tmp_path / "b.zip"
    back_up(bureau.office, answers.file)
    bureau.draft()
    answers.yes = False
    backup.restore()
    assert "办件 1 件" in answers.said[-1]
    assert cases(bureau) == 2
    answers.yes = True
    backup.restore()
    wait()
    assert cases(bureau) == 1
    assert answers.said[-1] == "已恢复。程序现在关闭，请重新打开并登录。"
    assert not window.isVisible()


def test_a_file_that_is_no_backup(box: Box, answers: Answers, tmp_path: Path) -> None:
    _, page, backup = box
    answers.file = tmp_path / "x.zip"
    answers.file.write_text("x")
    backup.restore()
    assert "不是本程序的备份文件" in page.place.banner.sentence.text()

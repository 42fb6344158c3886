"""The policy package is read after the database: what the desk does without, and what a broken package does to it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.app import Program
from ui.problem_page import ProblemPage
from ycdesk import paths
from ycdesk.services.office import open_office
from ycdesk.services.people import first_start
from ycdesk.settings import read_settings

LATER = (
    "pydantic",
    "ycdesk.calculation",
    "alembic",
    "psycopg",
    "openpyxl",
    "reportlab",
    "pypinyin",
    "pypdfium2",
    "yaml",
)

DESK_ALONE = """
import sys
from PySide6.QtWidgets import QApplication
from ui.background import Background
app = QApplication(["ycdesk"])
from ui.main_window import MainWindow
from ycdesk.services.office import open_office
from ycdesk.services.people import sign_in
office = open_office(package_later=True)
window = MainWindow(office, sign_in(office, "admin", "password1"), Background())
window.appear()
app.processEvents()
print([name for name in sys.argv[1:] if name in sys.modules])
"""


@pytest.fixture
def office(home: Path) -> None:
    """A bureau with demo data, closed again."""
    opened = open_office(home=home)
    first_start(opened, "运城市商务局", "赵主任", "admin", "password1", True)
    opened.close()


@pytest.fixture
def rates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rates of the exhibitions in a copy of the package, which the program takes for its own."""
    folder = tmp_path / "package"
    shutil.copytree(paths.policy_folder(), folder)
    monkeypatch.setattr("ycdesk.paths.policy_folder", lambda: folder)
    return folder / "measures" / "exhibition.toml"


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """The program before its start, without its hooks for crashes."""
    monkeypatch.setattr("ui.crash.install", lambda home: None)
    monkeypatch.setattr(qapp, "quit", lambda: None)
    made = Program(qapp, home, read_settings(home))
    qtbot.addWidget(made.door)
    yield made
    if made.window is not None:
        made.window.end()
    made.close()


def refused(program: Program) -> bool:
    return isinstance(program.door.pages.currentWidget(), ProblemPage)


@pytest.mark.usefixtures("office")
def test_the_desk_is_shown_before_package_and_papers_are_loaded() -> None:
    shown = subprocess.run([sys.executable, "-c", DESK_ALONE, *LATER], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.usefixtures("office")
def test_a_broken_package_stops_the_start_with_file_key_and_reason(program: Program, rates: Path, qtbot: QtBot) -> None:
    whole = rates.read_text("utf-8")
    rates.write_text(whole.replace("key_group_percent", "key_group_procent", 1), "utf-8")
    program.start()
    qtbot.waitUntil(lambda: refused(program), timeout=20_000)
    page = program.door.pages.currentWidget()
    assert isinstance(page, ProblemPage)
    for word in ("exhibition.toml", "parameters.0.key_group_procent"):
        assert word in page.sentence.text()
    assert program.office is None
    rates.write_text(whole, "utf-8")
    page.again.click()
    qtbot.waitUntil(lambda: program.office is not None and not program.background.busy, timeout=20_000)
    assert program.door.pages.currentWidget() is program.door.signin


@pytest.mark.usefixtures("office")
def test_a_broken_package_closes_the_desk_of_who_signed_in_at_once(program: Program, rates: Path, qtbot: QtBot) -> None:
    rates.write_text("id = exhibition", "utf-8")
    program.door.painted.connect(lambda: program.door.signin.submitted.emit("admin", "password1"))
    program.start()
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    qtbot.waitUntil(lambda: refused(program), timeout=20_000)
    assert program.window is None
    assert program.door.isVisible()


@pytest.mark.usefixtures("office")
def test_who_signs_in_at_once_has_the_package_soon_after(program: Program, qtbot: QtBot) -> None:
    program.door.painted.connect(lambda: program.door.signin.submitted.emit("admin", "password1"))
    program.start()
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    qtbot.waitUntil(lambda: program.office is not None and program.office.loaded is not None, timeout=20_000)
    assert not refused(program)


@pytest.mark.usefixtures("office")
def test_the_package_is_read_while_the_password_is_typed(program: Program, qtbot: QtBot) -> None:
    program.start()
    qtbot.waitUntil(lambda: program.office is not None and not program.background.busy, timeout=20_000)
    assert program.office is not None
    assert program.office.loaded is not None

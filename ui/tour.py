"""A day at the office, played without a display on demo data: ``python -m ui.tour``.

Enter, preview, submit, approve, print: the keys go through the real windows. Screenshots and the PDF are left in
``build/tour``; ``--pictures`` also renews the pictures of the README. Exit status 0 when the day went through.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui import main as start
from ui.app import Program
from ui.approval import ApprovalPage
from ui.dossier import DossierPage
from ui.hands import Hands
from ui.main_window import MainWindow
from ui.print_preview import PrintPreview
from ui.rulings import RulingsPage
from ui.theme import Mode, theme
from ycdesk.domain.states import CaseState
from ycdesk.paths import resources
from ycdesk.settings import Settings

FOLDER = Path("build") / "tour"
SIZE = QSize(1366, 768)
PATIENCE = 60.0
"""Seconds to wait for anything before the day is given up."""
PASSWORD = "yuncheng-2024"
_SHEET = "展位号\t面积\t币种\t展位费\t汇率\n3.2A15\t9\tCNY\t31,250.00\t\n3.2B03\t30\tUSD\t18000\t7.1\n"


class Tour:
    """Plays the day and takes the pictures."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self.home = folder / "data"
        self.hands = Hands()
        self.program = Program(app, self.home, Settings())
        self.number = ""

    def play(self) -> None:
        """The whole day. Raises TimeoutError where something does not come."""
        self.program.start()
        self._first_start()
        self._sign_out()
        self._sign_in("wangfang", "signin")
        self._picture("desk", self._window())
        self._look_at_a_duplicate()
        self._new_visit()
        self._enter_case()
        self._submit()
        self._sign_out()
        self._sign_in("lijianguo")
        self._approve()
        self._print()
        self._ask_the_time_machine()
        self.program.close()

    # the chapters of the day

    def _first_start(self) -> None:
        door = self.program.door
        self._until(lambda: self.program.office is not None, "数据打开")
        for text in ("李明", "admin", PASSWORD, PASSWORD):
            self.hands.press("Ctrl+A")
            self.hands.type(text)
            self.hands.press("Tab")
        self.hands.press("Space")
        self._picture("first_start", door)
        self.hands.press("Shift+Tab", "Enter")
        self._until(lambda: self.program.window is not None, "建立数据")

    def _sign_in(self, login: str, picture: str = "") -> None:
        self._until(lambda: self.program.door.isVisible(), "登录窗口")
        signin = self.program.door.signin
        signin.login.setFocus()
        self.hands.press("Ctrl+A")
        self.hands.type(login)
        self.hands.press("Enter")
        self.hands.type(self._password_of(login))
        if picture:
            self._picture(picture, self.program.door)
        self.hands.press("Enter")
        self._until(lambda: self.program.window is not None, "登录")
        self._window().resize(SIZE)
        self._settle()

    def _password_of(self, login: str) -> str:
        from ycdesk.services.people import hinted_people

        assert self.program.office is not None
        return next(each.password_hint for each in hinted_people(self.program.office) if each.login == login)

    def _sign_out(self) -> None:
        self._window().signed_out.emit()
        self._settle()

    def _look_at_a_duplicate(self) -> None:
        """The draft of the demo data with a booth that another case has, in an exhibition that is nearly used up."""
        from ycdesk.services.radar import alarms
        from ycdesk.services.search import find_cases

        office = self.program.office
        assert office is not None
        for row in find_cases(office, ""):
            if row.state is CaseState.DRAFT and alarms(office, row.case_id):
                self._window().open_dossier(row.dossier_id, row.case_id)
        self._picture("alarms", self._window())
        self._window().open_place("desk")

    def _new_visit(self) -> None:
        def choose(dialog: QWidget) -> None:
            self.hands.type("河津")
            self._picture("new_visit", dialog)
            self.hands.press("Enter")
            self.hands.press("Enter")

        self._during(choose, lambda: self._window().new_visit())

    def _enter_case(self) -> None:
        """An exhibition in Hanoi: a booth at the cap, and raw space in dollars pasted from a sheet."""
        for text in ("河内国际贸易博览会", "2025"):
            self.hands.type(text)
            self.hands.press("Enter")
        self.hands.press("Space", "Enter")  # 重点
        self.hands.type("越南")
        self.hands.press("Enter")
        self.hands.type("20250415")
        self.hands.press("Enter", "N", "Enter")
        self.hands.press("Ctrl+A")
        self.hands.type("20250630")
        self.hands.press("Enter")
        assert self.hands.focus() is self._table()
        QApplication.clipboard().setText(_SHEET)
        self.hands.press("Ctrl+V")
        self._settle()
        self.hands.press("F7")
        self._settle()
        self._picture("dossier", self._window())

    def _table(self) -> QWidget:
        page = self._window().pages.currentWidget()
        assert isinstance(page, DossierPage)
        tab = page.current
        assert tab is not None
        assert tab.table is not None
        return tab.table.table

    def _submit(self) -> None:
        def confirm(dialog: QWidget) -> None:
            self._picture("submit", dialog)
            self.hands.press("Enter")

        self._during(confirm, lambda: self.hands.press("Ctrl+Enter"))

    def _approve(self) -> None:
        window = self._window()
        window.activateWindow()
        window.open_place("approval")
        self._settle()
        self.hands.press("End")
        self._settle()
        self._picture("approval", window)
        page = window.pages.currentWidget()
        assert isinstance(page, ApprovalPage)
        assert page.view is not None
        self.number = page.view.case.number
        self.hands.press("A")  # approves, or goes to the first reading that is not confirmed
        while page.view is not None and page.view.case.number == self.number:
            assert self.hands.focus() is page.decision.flags.first_open()
            self.hands.press("Space", "A")
        self._settle()

    def _print(self) -> None:
        window = self._window()
        self.hands.press("Ctrl+P")
        page = window.pages.currentWidget()
        assert isinstance(page, PrintPreview), "没有打开打印预览"
        assert page.case.number == self.number
        self._until(lambda: bool(page.pdf), "审批单")
        self._settle()
        self._picture("print_preview", window)
        (self.folder / "审批单.pdf").write_bytes(page.pdf)

    def _ask_the_time_machine(self) -> None:
        """What another rate would have changed, and the register of rulings."""
        window = self._window()
        window.open_place("rulings")
        page = window.pages.currentWidget()
        assert isinstance(page, RulingsPage)
        self._until(lambda: not page.background.busy, "口径")
        self._picture("readings", window)
        page.tabs.setCurrentWidget(page.register)
        self._until(lambda: not page.background.busy, "裁定")
        self._picture("rulings", window)
        page.tabs.setCurrentWidget(page.replay)
        values = page.replay.values
        values.parameter.setCurrentIndex(values.parameter.findData("exhibition.key_group_percent"))
        values.text.setFocus()
        self.hands.type("70")
        self.hands.press("Enter", "Enter")
        self._until(lambda: bool(page.replay.changes.rows.rows), "回放测算")
        self._picture("replay", window)

    # the means

    def _window(self) -> MainWindow:
        window = self.program.window
        assert window is not None
        return window

    def _during(self, act: Callable[[QWidget], None], begin: Callable[[], None]) -> None:
        """Begin what opens a modal dialog, and act on it once it is there."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None or not dialog.isActiveWindow():
                QTimer.singleShot(20, look)
            else:
                act(dialog)

        QTimer.singleShot(20, look)
        begin()
        self._window().activateWindow()
        self._settle()

    def _until(self, done: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"等了 {PATIENCE:.0f} 秒，{what}还没有好")
            self.app.processEvents()
            time.sleep(0.01)
        self._settle()

    def _settle(self, seconds: float = 0.4) -> None:
        """Let timers and the background thread finish what they have begun."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def _picture(self, name: str, widget: QWidget) -> None:
        self._settle()
        file = self.folder / f"{name}.png"
        widget.grab().save(str(file))
        print(f"  {file}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the day; the exit status."""
    parser = argparse.ArgumentParser(description="离屏演示一天的办理。")
    parser.add_argument("--pictures", action="store_true", help="同时更新 README 的截图")
    options = parser.parse_args(arguments)
    folder = FOLDER.absolute()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["YCDESK_HOME"] = str(folder / "data")
    os.environ.pop("YCDESK_DATABASE_URL", None)
    app = start.prepare(["ycdesk"])
    theme().apply(Mode.LIGHT)
    print("离屏演示一天的办理，截图和审批单留在：")
    try:
        Tour(app, folder).play()
    except (AssertionError, TimeoutError):
        traceback.print_exc()
        return 1
    print(f"  {folder / '审批单.pdf'}")
    if options.pictures:
        pictures = resources() / "pictures"
        pictures.mkdir(exist_ok=True)
        for file in sorted(folder.glob("*.png")):
            shutil.copy(file, pictures / file.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())

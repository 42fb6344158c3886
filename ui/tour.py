"""A day at the office, played without a display on demo data: ``python -m ui.tour``.

Enter, preview, submit, approve, print: the keys go through the real windows. Screenshots and the PDF are left in
``build/tour``; ``--pictures`` also renews the pictures of the README and the manual. Exit status 0 when the day went
through.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from ui import main as start
from ui.administration import AdministrationPage
from ui.approval import ApprovalPage
from ui.dossier import DossierPage
from ui.print_preview import PrintPreview
from ui.printing import PrintingPage
from ui.rulings import RulingsPage
from ui.theme import Mode, theme
from ui.tour_sheet import look_into_a_sheet
from ui.tour_stage import TourStage
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.states import CaseState
from ycdesk.paths import resources

FOLDER = Path("build") / "tour"
SIZE = QSize(1366, 768)
PASSWORD = "yuncheng-2024"
_SHEET = "展位号\t面积\t币种\t展位费\t汇率\n3.2A15\t9\tCNY\t31,250.00\t\n3.2B03\t30\tUSD\t18000\t7.1\n"


class Tour(TourStage):
    """Plays the day and takes the pictures."""

    number = ""
    """Of the case that is entered."""

    def play(self) -> None:
        """The whole day. Raises TimeoutError where something does not come."""
        self.program.start()
        self._first_start()
        self._administer()
        self._sign_out()
        self._sign_in("wangfang", "signin")
        self.picture("desk", self.window())
        self._look_at_a_duplicate()
        look_into_a_sheet(self)
        self._new_visit()
        self._enter_case()
        self._submit()
        self._sign_out()
        self._sign_in("lijianguo")
        self._approve()
        self._print()
        self._follow_the_money()
        self._ask_the_time_machine()
        self.program.close()

    # the chapters of the day

    def _first_start(self) -> None:
        door = self.program.door
        self.until(lambda: self.program.office is not None, "数据打开")
        for text in ("李明", "admin", PASSWORD, PASSWORD):
            self.hands.press("Ctrl+A")
            self.hands.type(text)
            self.hands.press("Tab")
        self.hands.press("Space")
        self.picture("first_start", door)
        self.hands.press("Shift+Tab", "Enter")
        self.until(lambda: self.program.window is not None, "建立数据")

    def _administer(self) -> None:
        """What the administrator looks after."""
        window = self.window()
        window.resize(SIZE)
        window.open_place("administration")
        page = window.pages.currentWidget()
        assert isinstance(page, AdministrationPage)
        for tab, name in (
            (page.persons, "persons"),
            (page.rules, "work_rules"),
            (page.calendar, "calendar"),
        ):
            page.tabs.setCurrentWidget(tab)
            self.picture(name, window)

    def _sign_in(self, login: str, picture: str = "") -> None:
        self.until(lambda: self.program.door.isVisible(), "登录窗口")
        signin = self.program.door.signin
        signin.login.setFocus()
        self.hands.press("Ctrl+A")
        self.hands.type(login)
        self.hands.press("Enter")
        self.hands.type(self._password_of(login))
        if picture:
            self.picture(picture, self.program.door)
        self.hands.press("Enter")
        self.until(lambda: self.program.window is not None, "登录")
        self.window().resize(SIZE)
        self.settle()

    def _password_of(self, login: str) -> str:
        from ycdesk.services.people import hinted_people

        assert self.program.office is not None
        return next(each.password_hint for each in hinted_people(self.program.office) if each.login == login)

    def _sign_out(self) -> None:
        self.window().signed_out.emit()
        self.settle()

    def _look_at_a_duplicate(self) -> None:
        """The draft of the demo data with a booth that another case has, in an exhibition that is nearly used up."""
        from ycdesk.services.radar import alarms
        from ycdesk.services.search import find_cases

        office = self.program.office
        assert office is not None
        for row in find_cases(office, ""):
            if row.state is CaseState.DRAFT and alarms(office, row.case_id):
                self.window().open_dossier(row.dossier_id, row.case_id)
        self.picture("alarms", self.window())
        self.window().open_place("desk")

    def _new_visit(self) -> None:
        def choose(dialog: QWidget) -> None:
            self.hands.type("河津")
            dialog.resize(dialog.width(), 320)
            self.picture("new_visit", dialog)
            self.hands.press("Enter")
            self.hands.press("Enter")

        self.during(choose, lambda: self.window().new_visit())

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
        self.settle()
        self.hands.press("F7")
        self.settle()
        self.picture("dossier", self.window())

    def _table(self) -> QWidget:
        page = self.window().pages.currentWidget()
        assert isinstance(page, DossierPage)
        tab = page.current
        assert tab is not None
        assert tab.table is not None
        return tab.table.table

    def _submit(self) -> None:
        def confirm(dialog: QWidget) -> None:
            self.picture("submit", dialog)
            self.hands.press("Enter")

        self.during(confirm, lambda: self.hands.press("Ctrl+Enter"))

    def _approve(self) -> None:
        window = self.window()
        window.activateWindow()
        window.open_place("approval")
        self.settle()
        self.hands.press("End")
        self.settle()
        self.picture("approval", window)
        page = window.pages.currentWidget()
        assert isinstance(page, ApprovalPage)
        assert page.view is not None
        self.number = page.view.case.number
        self.hands.press("A")  # approves, or goes to the first reading that is not confirmed
        while page.view is not None and page.view.case.number == self.number:
            assert self.hands.focus() is page.decision.flags.first_open()
            self.hands.press("Space", "A")
        self.settle()

    def _print(self) -> None:
        window = self.window()
        self.hands.press("Ctrl+P")
        page = window.pages.currentWidget()
        assert isinstance(page, PrintPreview), "没有打开打印预览"
        assert page.case.number == self.number
        self.until(lambda: bool(page.pdf), "审批单")
        self.settle()
        self.picture("print_preview", window)
        (self.folder / "审批单.pdf").write_bytes(page.pdf)

    def _follow_the_money(self) -> None:
        """Batches, the year's budget with its queue, payments; then the year in numbers."""
        window = self.window()
        window.open_place("money")
        for key, name in (("Alt+1", "batches"), ("Alt+2", "budget"), ("Alt+3", "payments")):
            self.hands.press(key)
            self.picture(name, window)
        window.open_place("statistics")
        self.picture("statistics", window)
        window.open_place("printing")
        page = window.pages.currentWidget()
        assert isinstance(page, PrintingPage)
        page.filters.kind.setCurrentIndex(page.filters.kind.findData(PaperKind.SUPPORT.value))
        self._look_at_letter(page)

    def _look_at_letter(self, page: PrintingPage) -> None:
        """The letters of support, the first one with its number."""
        self.settle()
        page.table.setFocus()
        self.hands.press("Ctrl+E")
        self.until(lambda: not page.background.busy and bool(page.pages.text()), "通知书")
        self.picture("printing", self.window())

    def _ask_the_time_machine(self) -> None:
        """What another rate would have changed, and the register of rulings."""
        window = self.window()
        window.open_place("rulings")
        page = window.pages.currentWidget()
        assert isinstance(page, RulingsPage)
        self.until(lambda: not page.background.busy, "口径")
        self.picture("readings", window)
        page.tabs.setCurrentWidget(page.register)
        self.until(lambda: not page.background.busy, "裁定")
        self.picture("rulings", window)
        page.tabs.setCurrentWidget(page.replay)
        values = page.replay.values
        values.parameter.setCurrentIndex(values.parameter.findData("exhibition.key_group_percent"))
        values.text.setFocus()
        self.hands.type("70")
        self.hands.press("Enter", "Enter")
        self.until(lambda: bool(page.replay.changes.rows.rows), "回放测算")
        self.picture("replay", window)


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the day; the exit status."""
    parser = argparse.ArgumentParser(description="离屏演示一天的办理。")
    parser.add_argument("--pictures", action="store_true", help="同时更新 README 和手册的截图")
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

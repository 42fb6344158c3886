"""The main window: rail, top bar, one page at a time, status bar. Other modules' pages are imported when opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui import APPLICATION_NAME, icons, memory
from ui.background import Background
from ui.pages import may_leave
from ui.parts import KeyHints
from ui.progress import ProgressStrip
from ui.rail import PLACES, Rail
from ui.refreshing import Keyed, Refreshing
from ui.search_box import Found
from ui.theme import STEP, theme
from ui.top_bar import TopBar
from ycdesk.domain.people import Person, Role
from ycdesk.services.deputies import stands_in_for
from ycdesk.services.office import Office

if TYPE_CHECKING:
    from ui.manual import ManualWindow


class MainWindow(QMainWindow):
    """The place of one person who is signed in.

    Signals:
        locked, signed_out, left: the person locks, signs out, or closes the window.
    """

    locked = Signal()
    signed_out = Signal()
    left = Signal()

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        self.office, self.person, self.background = office, person, background
        self._pages: dict[str, QWidget] = {}
        self._way: list[str] = []  # ids of the pages one came through, the present one last
        self._words: dict[str, tuple[str, str]] = {}
        self._ending = self._shown = False
        self._manual: ManualWindow | None = None
        self.setWindowIcon(icons.application_icon())
        self.setMinimumSize(1024, 640)
        self.roles = {person.role, *(away.role for away in stands_in_for(office, person))}
        self.rail = Rail(self.roles)
        self.bar = TopBar(office.bureau, person, self.search)
        self.pages = QStackedWidget()
        self.progress = ProgressStrip(background)
        self.hints = KeyHints([])
        self._build()
        self._connect()
        self.open_place("desk")

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.setCentralWidget(middle)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.hints, 1)
        self.statusBar().addPermanentWidget(self.progress)
        self.statusBar().setContentsMargins(STEP * 2, 0, STEP * 2, 0)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.open_place)
        self.bar.back.connect(self.back)
        self.bar.help.connect(self.show_help)
        self.bar.keys.connect(self.show_keys)
        self.bar.about.connect(self.show_about)
        self.bar.password.connect(self.change_password)
        self.bar.lock.connect(self.locked)
        self.statusBar().messageChanged.connect(self._show_foot)
        self.background.changed.connect(self._show_foot)
        self.bar.sign_out.connect(self.sign_out)
        for keys, deed in (
            (("Ctrl+K", "Ctrl+F"), self.bar.search.enter),
            (("Ctrl+Shift+D",), theme().toggle),
            (("Ctrl+N",), self.new_visit),
            (("F5",), self.refresh),
        ):
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(deed)

    def appear(self) -> None:
        """Show the window where it was, fresh: what was read when it was made need not be read again."""
        if not self.isVisible():
            memory.restore(self, self.office.home)
            self.show()
            self.raise_()
            self.activateWindow()
        if self._shown:
            self.refresh()
        self._shown = True

    def leave_field(self) -> None:
        """Let the field with the cursor store what was typed in it."""
        field = self.focusWidget()
        if field is not None:
            field.clearFocus()

    def end(self) -> None:
        """Close for good, without the program ending."""
        self._ending = True
        self.leave_field()
        memory.keep(self, self.office.home)
        self.close()
        self.deleteLater()

    def say(self, words: str) -> None:
        """A sentence in the status bar, for some seconds."""
        self.statusBar().showMessage(words, 8000)

    # places and pages

    def open_place(self, place: str) -> None:
        """Go to a place of the rail."""
        words = next(each.words for each in PLACES if each.id == place)
        if place not in self._pages:
            from ui.pages import make_place

            self._add(place, make_place(self, place), words)
        self._way = [place]
        self._show(place)

    def open_dossier(self, dossier_id: int, case_id: int | None = None) -> None:
        """Open a dossier, with the tab of ``case_id`` in front when there is one."""
        from ui.pages import dossier_page

        page_id = f"dossier-{dossier_id}"
        if page_id not in self._pages:
            page, words = dossier_page(self, dossier_id)
            self._add(page_id, page, "办件", words)
        if case_id is not None:
            from ui.pages import show_case

            show_case(self._pages[page_id], case_id)
        self._go(page_id)

    def open_decision(self, case_id: int) -> None:
        """Open the supervisor's view of a case."""
        from ui.pages import show_decision

        self.open_place("approval")
        show_decision(self._pages["approval"], case_id)

    def open_print_preview(self, case_id: int, paper: str = "slip") -> None:
        """Open the preview of a paper of a case: ``slip`` (审批单) or ``computation`` (审核表)."""
        from ui.pages import print_preview

        page_id = f"print-{case_id}-{paper}"
        if page_id in self._pages:
            self._drop(page_id)
        page, words = print_preview(self, case_id, paper)
        self._add(page_id, page, "打印", words)
        self._go(page_id)

    def open_applicant(self, applicant_id: int) -> None:
        """Show an applicant on the page of applicants."""
        from ui.pages import show_applicant

        self.open_place("applicants")
        show_applicant(self._pages["applicants"], applicant_id)

    def close_page(self, page: QWidget) -> None:
        """Close an opened page and go back to where it was opened from."""
        page_id = next((each for each, known in self._pages.items() if known is page), None)
        if page_id is None:
            return
        if self._way and self._way[-1] == page_id:
            self.back()
        self._drop(page_id)

    def back(self) -> None:
        """To the page before; from a place, to the desk."""
        if len(self._way) > 1:
            self._way.pop()
            self._show(self._way[-1])
        else:
            self.open_place("desk")

    def refresh(self) -> None:
        """Read the page on screen anew (F5)."""
        page = self.pages.currentWidget()
        if isinstance(page, Refreshing):
            page.refresh()

    def _add(self, page_id: str, page: QWidget, words: str, detail: str = "") -> None:
        self._pages[page_id] = page
        self._words[page_id] = (words, detail)
        self.pages.addWidget(page)

    def _drop(self, page_id: str) -> None:
        page = self._pages.pop(page_id)
        self._way = [each for each in self._way if each != page_id]
        self.pages.removeWidget(page)
        page.deleteLater()

    def _go(self, page_id: str) -> None:
        self._way = [each for each in self._way if each != page_id] + [page_id]
        self._show(page_id)

    def _show(self, page_id: str) -> None:
        page = self._pages[page_id]
        self.pages.setCurrentWidget(page)
        self.rail.show_place(page_id if page_id in {each.id for each in PLACES} else "cases")
        words, detail = self._words[page_id]
        self.bar.show_where(words, detail, back=len(self._way) > 1)
        self.setWindowTitle(f"{words} {detail}".strip() or APPLICATION_NAME)
        keys = page.keys() if isinstance(page, Keyed) else []
        self.hints.show_keys([*keys, ("F1", "帮助"), ("Ctrl+/", "快捷键")])
        self.hints.setProperty("wanted", bool(keys))
        self._show_foot()
        self.refresh()
        page.setFocus()

    def _show_foot(self) -> None:
        """A page with a foot of its own needs the status bar only for news and for what runs in the background."""
        wanted = bool(self.hints.property("wanted"))
        news = bool(self.statusBar().currentMessage()) or self.background.current is not None
        self.statusBar().setVisible(wanted or news)

    # commands

    def search(self, text: str) -> list[Found]:
        """What the search box shows for ``text``."""
        from ui.finding import find

        return find(self, text)

    def new_visit(self) -> None:
        """Somebody is at the counter: applicant, measures, dossier (Ctrl+N)."""
        if self.person.role is not Role.CASEWORKER:
            self.say(f"新来访由经办人登记，您的岗位是{self.person.role.label}。")
            return
        from ui.new_visit import NewVisit

        NewVisit.hold(self, self.office, self.person, self.open_dossier)

    def show_help(self, place: str = "") -> None:
        """The manual, at a place in it, or at what is said there of the page on screen (F1)."""
        from ui.manual import ManualWindow
        from ui.manual_places import manual_place

        if self._manual is None:
            self._manual = ManualWindow()
        self._manual.appear(place or manual_place(self._way[-1], self.pages.currentWidget()))

    def show_keys(self) -> None:
        """All keys on one sheet (Ctrl+/)."""
        from ui.keys import KeysDialog

        KeysDialog(self).exec()

    def show_about(self) -> None:
        """Version, licences, data folder."""
        from ui.about import AboutDialog

        AboutDialog(self, self.office).exec()

    def change_password(self) -> None:
        """A new password for oneself."""
        from ui.password_dialog import PasswordDialog

        if PasswordDialog(self, self.office, self.person, self.person).exec():
            self.say("密码已修改。")

    def sign_out(self) -> None:
        """Leave the place to somebody else, what was typed stored."""
        if may_leave(self, self._pages):
            self.signed_out.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Locked, signed out or closed: the manual goes, too."""
        if self._manual is not None and not event.spontaneous():
            self._manual.close()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._ending:
            if not may_leave(self, self._pages):
                event.ignore()
                return
            memory.keep(self, self.office.home)
            self.left.emit()
        super().closeEvent(event)

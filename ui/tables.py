"""导入导出: sheets of firms and counties in, the tables of the office out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.background import Background
from ui.exports import ExportsPage
from ui.focus import enter_at
from ui.imports import ImportsPage
from ui.labels import on_key
from ui.theme import STEP, kind
from ycdesk.domain.people import Person, Role
from ycdesk.services.office import Office


class TablesPage(QWidget):
    """Two tabs, Alt+1 and Alt+2; who enters no cases has only the second.

    Signals:
        case_opened(int, int): a case is wanted: the dossier, the case.
        said(words): news for the status bar.
    """

    case_opened = Signal(int, int)
    said = Signal(str)

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.imports = ImportsPage(office, person, background) if person.role is Role.CASEWORKER else None
        self.exports = ExportsPage(office, person, background)
        if self.imports is not None:
            self.imports.case_opened.connect(self.case_opened)
            self._add(self.imports, "导入")
        self._add(self.exports, "导出")
        self.tabs.currentChanged.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 0)
        column.addWidget(self.tabs)
        enter_at(self, self._front)

    def _add(self, tab: ImportsPage | ExportsPage, words: str) -> None:
        number = self.tabs.addTab(tab, words)
        key = f"Alt+{number + 1}"
        self.tabs.setTabToolTip(number, f"{words}　{key}")
        on_key(self, key, lambda: self.show_tab(tab))
        tab.said.connect(self.said)

    @property
    def _front(self) -> ImportsPage | ExportsPage:
        tab = self.tabs.currentWidget()
        assert isinstance(tab, ImportsPage | ExportsPage)
        return tab

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        return self._front.keys()

    def refresh(self) -> None:
        """Read the tab on screen anew."""
        self._front.refresh()

    def show_tab(self, tab: QWidget) -> None:
        """Bring a tab to the front, with the cursor in it."""
        self.tabs.setCurrentWidget(tab)
        tab.setFocus()

    def import_into(self, case_id: int) -> None:
        """Take rows of a sheet for the table of a case."""
        if self.imports is not None:
            self.show_tab(self.imports)
            self.imports.import_into(case_id)

    def _turn(self) -> None:
        enter_at(self, self._front)
        self.refresh()

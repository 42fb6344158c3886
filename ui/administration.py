"""Administration: persons, rules of the work, the calendar, where the data lies, backups. For administrators."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.background import Background
from ui.calendar import CalendarPage
from ui.data_place import DataPlace
from ui.persons import PersonsPage
from ui.refreshing import Refreshing
from ui.theme import STEP, kind
from ui.work_rules import WorkRulesPage
from ycdesk.domain.people import Person
from ycdesk.services.office import Office


class AdministrationPage(QWidget):
    """Four tabs."""

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.persons = PersonsPage(office, person)
        self.rules = WorkRulesPage(office, person)
        self.calendar = CalendarPage(office, person)
        self.place = DataPlace(office, person, background)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.persons, "人员")
        self.tabs.addTab(self.rules, "办理规则")
        self.tabs.addTab(self.calendar, "工作日历")
        self.tabs.addTab(self.place, "数据与备份")
        self.tabs.currentChanged.connect(self.refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 0)
        column.addWidget(self.tabs)
        self.setFocusProxy(self.tabs)

    def refresh(self) -> None:
        """Read the tab on screen anew."""
        page = self.tabs.currentWidget()
        if isinstance(page, Refreshing):
            page.refresh()

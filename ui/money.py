"""预算与拨付: batches and their notice, the year's budget, the payments."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.background import Background
from ui.batches import BatchesTab
from ui.budget import BudgetTab
from ui.focus import enter_at
from ui.labels import on_key
from ui.payments import PaymentsTab
from ui.refreshing import Refreshing
from ui.theme import STEP, kind
from ycdesk.domain.people import Person
from ycdesk.services.office import Office


class MoneyPage(QWidget):
    """Three tabs, Alt+1 to Alt+3.

    Signals:
        opened(case): a case was chosen; it has ``case_id`` and ``dossier_id``.
        said(words): news for the status bar.
    """

    opened = Signal(object)
    said = Signal(str)

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.batches = BatchesTab(office, person)
        self.budget = BudgetTab(office, person)
        self.payments = PaymentsTab(office, person, background)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._add(self.batches, "上会与公示", "Alt+1")
        self._add(self.budget, "预算", "Alt+2")
        self._add(self.payments, "拨付", "Alt+3")
        self.tabs.currentChanged.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 0)
        column.addWidget(self.tabs)
        enter_at(self, self.batches)

    def _add(self, tab: BatchesTab | BudgetTab | PaymentsTab, words: str, key: str) -> None:
        self.tabs.setTabToolTip(self.tabs.addTab(tab, words), f"{words}　{key}")
        on_key(self, key, lambda: self.show_tab(tab))
        tab.opened.connect(self.opened)
        tab.said.connect(self.said)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        return [("Alt+1 … 3", "页签"), ("Space", "选中"), ("Ctrl+A", "全选"), ("Enter", "打开办件"), ("F5", "刷新")]

    def refresh(self) -> None:
        """Read the tab on screen anew."""
        page = self.tabs.currentWidget()
        if isinstance(page, Refreshing):
            page.refresh()

    def show_tab(self, tab: QWidget) -> None:
        """Bring a tab to the front, with the cursor in it."""
        self.tabs.setCurrentWidget(tab)
        tab.setFocus()

    def _turn(self) -> None:
        enter_at(self, self.tabs.currentWidget())
        self.refresh()

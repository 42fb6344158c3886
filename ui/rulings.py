"""口径与裁定: the readings, the register of rulings, the time machine, two packages compared, the package to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QTabWidget, QVBoxLayout, QWidget

from ui.background import Background
from ui.differences import DifferencesTab
from ui.focus import enter_at
from ui.policy_viewer import PolicyViewer
from ui.readings import ReadingsTab
from ui.refreshing import Refreshing
from ui.replay import ReplayTab
from ui.rulings_dialog import RulingDialog
from ui.rulings_register import RegisterTab
from ui.theme import STEP, kind
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.people import Person, Role
from ycdesk.domain.ruling import Subject
from ycdesk.services.office import Office
from ycdesk.services.rulings import RATE_READING, SPLIT_READING


class RulingsPage(QWidget):
    """Signals:
    opened(case): a case of a table was chosen; it has ``case_id``, ``dossier_id`` and ``state``.
    said(words): news for the status bar.
    """

    opened = Signal(object)
    said = Signal(str)

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.office, self.person, self.background = office, person, background
        self.readings = ReadingsTab(office, person, background)
        self.register = RegisterTab(office, person, background)
        self.replay = ReplayTab(office, background)
        self.differences = DifferencesTab(office, person)
        self.policy = PolicyViewer(office, person)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.package_box = QComboBox()
        self.package_box.setAccessibleName("看哪个政策包的口径与裁定")
        self.package_box.setMinimumContentsLength(16)
        self.package_box.currentIndexChanged.connect(self._choose)
        self.tabs.setCornerWidget(self.package_box)
        self._add()
        self.tabs.currentChanged.connect(self._turn)
        for tab in (self.readings, self.register, self.replay):
            tab.opened.connect(self.opened)
        self.readings.ruling_wanted.connect(self._rule_reading)
        self.register.ruling_wanted.connect(self.record)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 0)
        column.addWidget(self.tabs)
        enter_at(self, self.readings)

    def _add(self) -> None:
        for tab, words in (
            (self.readings, "口径"),
            (self.register, "裁定"),
            (self.replay, "回放测算"),
            (self.differences, "政策对照"),
            (self.policy, "政策包"),
        ):
            self.tabs.addTab(tab, words)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        rule = [("Ctrl+R", "记录裁定")] if self.person.role in (Role.SUPERVISOR, Role.ADMINISTRATOR) else []
        return [("Ctrl+Tab", "下一页签"), *rule, ("Enter", "打开"), ("Ctrl+C", "复制所选行"), ("F5", "刷新")]

    @property
    def package(self) -> PolicyPackage:
        """The one whose readings and rulings are shown: that of today, where nothing else is chosen."""
        return self.office.packages.get(str(self.package_box.currentData() or "")) or self.office.package

    def _list_packages(self) -> None:
        """What can be chosen, where there is a choice."""
        chosen, packages = self.package.id, list(self.office.packages)
        self.package_box.blockSignals(True)
        self.package_box.clear()
        for each in packages:
            self.package_box.addItem(f"{each.id}　{each.window[0].year}—{each.window[1].year}", each.id)
        self.package_box.setCurrentIndex(self.package_box.findData(chosen))
        self.package_box.blockSignals(False)
        self.package_box.setVisible(len(packages) > 1 and self.tabs.currentWidget() in (self.readings, self.register))

    def _choose(self) -> None:
        self.readings.policy_id = self.register.policy_id = self.package.id
        self.refresh()

    def refresh(self) -> None:
        """Read the tab on screen anew."""
        self._list_packages()
        page = self.tabs.currentWidget()
        if isinstance(page, Refreshing):
            page.refresh()

    def _turn(self) -> None:
        enter_at(self, self.tabs.currentWidget())
        self.refresh()

    def _rule_reading(self, reading_id: str) -> None:
        subject = {SPLIT_READING: Subject.SPLIT, RATE_READING: Subject.RATE}.get(reading_id, Subject.READING)
        self.record(subject, reading_id)

    def record(self, subject: Subject, reading_id: str = "") -> None:
        """Open 记录裁定 for a subject (and a reading)."""
        if not reading_id and (line := self.readings.current()) is not None:
            reading_id = line.reading.id
        dialog = RulingDialog(self, self.office, self.person, self.background, self.package, subject, reading_id)
        if dialog.exec() and dialog.saved is not None:
            self.said.emit(f"已记录裁定 {dialog.saved.document}，适用于自 {dialog.saved.valid_from} 起的申请。")
            self.refresh()
        dialog.deleteLater()

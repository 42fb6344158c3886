"""The policy package to read: each measure with its clause, the bureau's own text, parameters, papers, readings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from ui import dialogs
from ui.banner import Banner
from ui.focus import enter_at
from ui.parts import button, secondary
from ui.policy_sheet import common_sheet, measure_sheet
from ui.theme import STEP, theme
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person, Role
from ycdesk.domain.ruling import Subject
from ycdesk.services.office import Office
from ycdesk.services.policy_text import clause_text, has_policy_text, load_policy_text
from ycdesk.services.reading_list import reading_lines

COMMON = "common"


class PolicyViewer(QWidget):
    """Measures at the left, the sheet of the chosen one at the right."""

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.banner = Banner()
        self.state = secondary("")
        self.load_button = button("载入政策原文…", "", "load")
        self.list = QListWidget()
        self.sheet = QTextBrowser()
        self._build()
        self.load_button.setVisible(person.role is Role.ADMINISTRATOR)
        self.load_button.clicked.connect(self.load)
        self.list.currentRowChanged.connect(self._show)
        theme().changed.connect(self._show)
        enter_at(self, self.list)

    def _build(self) -> None:
        self.list.setAccessibleName("措施")
        self.sheet.setAccessibleName("措施内容")
        self.sheet.setOpenLinks(False)
        for measure in self.office.package.measures.values():
            item = QListWidgetItem(f"{measure.clause}　{measure.short_title}")
            item.setData(Qt.ItemDataRole.UserRole, measure.id)
            self.list.addItem(item)
        item = QListWidgetItem("全部事项共用")
        item.setData(Qt.ItemDataRole.UserRole, COMMON)
        self.list.addItem(item)
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 5, STEP * 3, STEP * 5, STEP * 2)
        head.setSpacing(STEP * 3)
        head.addWidget(self.load_button)
        head.addWidget(self.state, 1)
        split = QSplitter()
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.sheet)
        split.setSizes([260, 900])
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(split, 1)

    def refresh(self) -> None:
        """Read anew whether the bureau has loaded its text, and show the sheet."""
        package = self.office.package
        window = f"有效期 {package.window[0]} 至 {package.window[1]}"
        loaded = "政策原文已载入" if has_policy_text(self.office) else "政策原文尚未载入：载入后，条文会显示在字段旁边"
        self.state.setText(f"{package.document}　{window}　{loaded}")
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._show()

    def load(self) -> None:
        """Take the bureau's own copy of the policy from a text file."""
        path = dialogs.choose_file(self, "载入政策原文", "文本文件 (*.txt);;所有文件 (*)")
        if path is None:
            return
        try:
            count = load_policy_text(self.office, self.person, path)
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            return
        self.banner.tell(f"已从 {path.name} 载入 {count} 条（款），并按条款拆分。", "ok")
        self.refresh()

    def _show(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        chosen = str(item.data(Qt.ItemDataRole.UserRole))
        package, tokens = self.office.package, theme().tokens
        lines = reading_lines(self.office)
        ruled = {
            line.reading.id: (line.choice if line.ruling.subject is Subject.READING else "", line.ruling.cited)
            for line in lines
            if line.ruling is not None
        }
        if chosen == COMMON:
            html = common_sheet(package, tokens, ruled)
        else:
            measure = package.measures[chosen]
            html = measure_sheet(package, measure, clause_text(self.office, measure.clause), tokens, ruled)
        self.sheet.setHtml(html)

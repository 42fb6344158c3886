"""All cases: found by number, name or pinyin initials as one types, narrowed by state."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.case_table import CaseTable
from ui.empty_state import EmptyState
from ui.focus import enter_at, go_down
from ui.line_edit import LineEdit
from ui.parts import button, secondary, small
from ui.theme import STEP, kind
from ycdesk.domain.people import Person
from ycdesk.domain.states import CaseState
from ycdesk.services.office import Office
from ycdesk.services.search import find_cases

SHOWN = 200  #: the list shows this many; the search narrows it down


class CasesPage(QWidget):
    """Signals:
    opened(row): a case was chosen.
    printed(row): its paper is wanted.
    """

    opened = Signal(object)
    printed = Signal(object)

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office = office
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = LineEdit(placeholder="编号、单位名称或拼音首字母")
        self.search.setAccessibleName("查找办件")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(320)
        self.state = QComboBox()
        self.state.setAccessibleName("按状态筛选")
        self.state.addItem("全部状态", None)
        for each in CaseState:
            self.state.addItem(each.label, each)
        self.print_button = button("打印审批单", "", "print", "Ctrl+P")
        self.count = small("")
        self.table = CaseTable("办件")
        self.framed = QWidget()
        self.empty = EmptyState("cases", "没有办件", "")
        self.middle = QStackedWidget()
        self._build()
        self.search.textChanged.connect(self.refresh)
        go_down(self.search, self.table)
        self.state.currentIndexChanged.connect(self.refresh)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self._offer_print)
        self.print_button.clicked.connect(self._print)
        enter_at(self, self.search)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 5, STEP * 3, STEP * 5, STEP * 2)
        head.setSpacing(STEP * 2)
        head.addWidget(self.search)
        caption = secondary("状态")
        caption.setBuddy(self.state)
        head.addWidget(caption)
        head.addWidget(self.state)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.print_button)
        inset = QHBoxLayout(self.framed)
        inset.setContentsMargins(STEP * 2, 0, 0, 0)
        inset.addWidget(self.table)
        self.middle.addWidget(self.framed)
        self.middle.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.middle, 1)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        return [("Enter", "打开"), ("Ctrl+P", "打印审批单"), ("↑ ↓", "移动"), ("F5", "刷新")]

    def refresh(self) -> None:
        """Search anew."""
        text, state = self.search.text(), self.state.currentData()
        rows = find_cases(self.office, text, SHOWN, state)
        self.table.show_lines(rows)
        self.count.setText(f"{len(rows)} 件" + ("（只列出前 200 件，请输入更多文字）" if len(rows) == SHOWN else ""))
        self.middle.setCurrentWidget(self.framed if rows else self.empty)
        if text or state:
            self.empty.put("没有找到", "换几个字，或者把状态改为“全部状态”。")
        else:
            self.empty.put("没有办件", "经办人登记来访以后，办件会列在这里。")
        self._offer_print()

    def _offer_print(self) -> None:
        row = self.table.current()
        self.print_button.setEnabled(row is not None and row.state.standing)

    def _print(self) -> None:
        row = self.table.current()
        if row is not None:
            self.printed.emit(row)

"""The desk (工作台) of the role: what waits, what came back, what is begun; the year at a glance beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.banner import Banner
from ui.case_table import CaseLine, CaseTable, Heading
from ui.empty_state import EmptyState
from ui.focus import enter_at
from ui.parts import button, secondary, title
from ui.theme import STEP, kind
from ui.year_panel import YearPanel
from ycdesk.domain.people import Person, Role
from ycdesk.services.desk import DeskGroup, desk, year_figures
from ycdesk.services.office import Office

_WEEKDAYS = "一二三四五六日"
_FIRST = {
    Role.CASEWORKER: (
        "还没有办件",
        "企业带材料来时，按 Ctrl+N 登记来访：找到或新增单位，选好事项，就可以填表。",
        "新来访",
    ),
    Role.SUPERVISOR: ("没有等您审批的办件", "经办人提交以后，办件会排在这里，等得最久的在最前面。", ""),
    Role.CLERK: ("没有等待打印的审批单", "审批人同意以后，审批单会排在这里，按 Enter 预览并打印。", ""),
    Role.ADMINISTRATOR: ("还没有办件", "先在“管理”里添加经办人和审批人，他们登录后就可以受理申请。", "添加人员"),
}
_OPENS = {
    Role.CASEWORKER: "打开办件",
    Role.SUPERVISOR: "打开审批",
    Role.CLERK: "预览审批单",
    Role.ADMINISTRATOR: "打开办件",
}


class DeskPage(QWidget):
    """Signals:
    opened(row): a case was chosen.
    visit: somebody is at the counter (caseworker).
    people: the administrator wants to enter persons.
    """

    opened = Signal(object)
    visit = Signal()
    people = Signal()

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.news = Banner()
        self.heading = title("")
        self.summary = secondary("")
        self.visit_button = button("新来访", "primary", "plus")
        self.visit_button.setToolTip("新来访　Ctrl+N")
        self.table = CaseTable("工作台上的办件")
        self.empty = EmptyState("desk", *_FIRST[person.role])
        self.middle = QStackedWidget()
        self.year = YearPanel()
        self._build()
        self.visit_button.setVisible(person.role is Role.CASEWORKER)
        self.table.opened.connect(self.opened)
        self.visit_button.clicked.connect(self.visit)
        self.empty.on_action(self.people.emit if person.role is Role.ADMINISTRATOR else self.visit.emit)
        enter_at(self, self.table)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 2)
        head.setSpacing(STEP * 3)
        head.addWidget(self.heading)
        head.addWidget(self.summary, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        head.addWidget(self.visit_button)
        framed = QWidget()
        inset = QHBoxLayout(framed)
        inset.setContentsMargins(STEP * 2, 0, 0, 0)
        inset.addWidget(self.table)
        self.framed = framed
        self.middle.addWidget(framed)
        self.middle.addWidget(self.empty)
        left = kind(QWidget(), "panel")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.news)
        column.addLayout(head)
        column.addWidget(self.middle, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(left, 1)
        row.addWidget(self.year)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        keys = [("Enter", _OPENS[self.person.role]), ("↑ ↓", "移动"), ("字母", "按拼音首字母跳到"), ("Ctrl+K", "查找")]
        return [("Ctrl+N", "新来访"), *keys] if self.person.role is Role.CASEWORKER else keys

    def refresh(self) -> None:
        """Read the desk anew; the cursor stays on its case."""
        now = self.office.clock()
        groups = desk(self.office, self.person)
        self.heading.setText(f"{now.month}月{now.day}日　星期{_WEEKDAYS[now.weekday()]}")
        self.summary.setText(_summary(groups))
        lines: list[CaseLine | Heading] = []
        for group in groups:
            if group.rows:
                lines += [Heading(group.title, len(group.rows)), *group.rows]
        self.table.show_lines(lines)
        self.middle.setCurrentWidget(self.framed if lines else self.empty)
        enter_at(self, self.table if lines else self.empty.button)
        self.year.show_year(now.year, year_figures(self.office, now.year))


def _summary(groups: list[DeskGroup]) -> str:
    """What waits, in one line: the first two groups that hold something."""
    told = [f"{group.title} {len(group.rows)} 件" for group in groups if group.rows and group.key != "done"]
    return "　".join(told[:3])

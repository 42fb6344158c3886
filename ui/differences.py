"""政策对照: what differs between two policy packages, clause by clause; an administrator loads another one here."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import dialogs
from ui.banner import Banner
from ui.empty_state import EmptyState
from ui.focus import enter_at
from ui.parts import button, secondary, small
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import STEP
from ycdesk.calculation.differences import Difference, differences
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person, Role
from ycdesk.services.office import Office
from ycdesk.services.packages import ListedPackage, add_package, list_packages

_COLUMNS = (
    Column("条款", 72),
    Column("事项", 132),
    Column("种类", 84),
    Column("项目", 260),
    Column("原来"),
    Column("后来"),
)


class DifferencesTab(QWidget):
    """Two packages chosen, one row a difference."""

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.listed: list[ListedPackage] = []
        self.banner = Banner()
        self.before, self.after = QComboBox(), QComboBox()
        self.count = small("")
        self.copy_button = button("复制表格", "", "copy", "Ctrl+Shift+C")
        self.load_button = button("载入政策包…", "", "load", "Ctrl+O")
        self.table = RowsTable("政策对照", _COLUMNS)
        self.empty = EmptyState("book", "只有一个政策包", "")
        self.middle = QStackedWidget()
        self._build()
        self.before.currentIndexChanged.connect(self._compare)
        self.after.currentIndexChanged.connect(self._compare)
        self.copy_button.clicked.connect(self._copy)
        self.load_button.clicked.connect(self.load)
        if person.role is not Role.ADMINISTRATOR:
            self.load_button.hide()
        enter_at(self, self.before)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 5, STEP * 3, STEP * 5, STEP * 2)
        head.setSpacing(STEP * 2)
        for words, box in (("原来", self.before), ("后来", self.after)):
            caption = secondary(words)
            caption.setBuddy(box)
            box.setAccessibleName(f"{words}的政策包")
            box.setMinimumWidth(260)
            head.addWidget(caption)
            head.addWidget(box)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.copy_button)
        head.addWidget(self.load_button)
        self.middle.addWidget(self.table)
        self.middle.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self.middle, 1)

    def refresh(self) -> None:
        """Read anew which packages there are; the choice stays."""
        chosen = self.before.currentData(), self.after.currentData()
        self.listed = list_packages(self.office)
        for box, key, other in ((self.before, chosen[0], 0), (self.after, chosen[1], len(self.listed) - 1)):
            box.blockSignals(True)
            box.clear()
            for each in self.listed:
                package = each.package
                box.addItem(f"{package.id}　{package.version} 版　{each.origin}", f"{package.id} {package.version}")
            place = box.findData(key) if key else -1
            box.setCurrentIndex(place if place >= 0 else other)
            box.blockSignals(False)
        self._compare()

    def load(self) -> None:
        """Take another package from a folder."""
        folder = dialogs.choose_folder(self, "载入政策包：选择含 package.toml 的文件夹")
        if folder is None:
            return
        try:
            package = add_package(self.office, self.person, folder)
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            return
        window = f"{package.window[0]} 至 {package.window[1]}"
        self.banner.tell(f"已载入政策包 {package.id} {package.version} 版，事项日在 {window} 的办件适用它。", "ok")
        self.refresh()
        self.after.setCurrentIndex(self.after.findData(f"{package.id} {package.version}"))

    def _package(self, box: QComboBox) -> PolicyPackage | None:
        place = box.currentIndex()
        return self.listed[place].package if 0 <= place < len(self.listed) else None

    def _compare(self) -> None:
        old, new = self._package(self.before), self._package(self.after)
        if old is None or new is None or len(self.listed) < 2:
            self.copy_button.setEnabled(False)
            self.count.setText("")
            what = (
                "用“载入政策包”选择新政策包的文件夹，再在这里逐条对照。"
                if self.person.role is Role.ADMINISTRATOR
                else "请管理员先载入新的政策包，再在这里逐条对照。"
            )
            self.empty.put("只有一个政策包", what)
            self.middle.setCurrentWidget(self.empty)
            return
        found = differences(old, new)
        self.table.show_rows([_row(each, new) for each in found], keep=False)
        self.count.setText(f"{len(found)} 处不同" if found else "")
        self.empty.put("两个政策包没有不同", "请在上面选择另一个政策包。")
        self.copy_button.setEnabled(bool(found))
        self.middle.setCurrentWidget(self.table if found else self.empty)

    def _copy(self) -> None:
        self.banner.tell(f"已复制 {self.table.copy()} 行，可以粘贴到 Excel。", "ok")


def _row(found: Difference, package: PolicyPackage) -> Row:
    measure = package.measures[found.measure].short_title if found.measure else "全部事项"
    cells = (
        found.clause or "—",
        measure,
        found.what.label,
        found.title,
        found.before or "（无）",
        found.after or "（无）",
    )
    return Row(cells, found, {0: "secondary", 2: "secondary", 4: "secondary"})

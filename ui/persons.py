"""Persons of the bureau: add, give another role, reset the password, switch off and on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui import dialogs
from ui.banner import Banner
from ui.focus import enter_at
from ui.form_grid import FormGrid
from ui.line_edit import LineEdit
from ui.parts import button, message, say, secondary
from ui.password_dialog import PasswordDialog
from ui.theme import ROW, STEP, theme
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.domain.people import Person, Role
from ycdesk.services.office import Office
from ycdesk.services.people import add_person, change_person, list_people

_COLUMNS = ("姓名", "登录名", "岗位", "状态")


class PersonsPage(QWidget):
    """A table and what can be done with the person under the cursor."""

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.people: list[Person] = []
        self.banner = Banner()
        self.table = QTableWidget(0, len(_COLUMNS))
        self.add_button = button("添加人员", "primary", "plus", "Ctrl+Shift+N")
        self.role_button = button("改岗位", "", "edit", "F2")
        self.password_button = button("重设密码", "", "lock")
        self.active_button = button("停用")
        self._build()
        self.add_button.clicked.connect(self.add)
        self.role_button.clicked.connect(self.change_role)
        self.table.activated.connect(lambda _: self.change_role())
        self.password_button.clicked.connect(self.reset_password)
        self.active_button.clicked.connect(self.switch)
        self.table.itemSelectionChanged.connect(self._offer)
        enter_at(self, self.table)

    def _build(self) -> None:
        self.table.setAccessibleName("人员")
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for number, width in enumerate((160, 200, 140)):
            self.table.setColumnWidth(number, width)
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 5, STEP * 3, STEP * 5, STEP * 2)
        head.setSpacing(STEP * 2)
        for part in (self.add_button, self.role_button, self.password_button, self.active_button):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(secondary("人员不能删除，只能停用：办件和记录里有他们的名字。"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Read the persons anew; the cursor stays on its person."""
        current = self._current()
        self.people = list_people(self.office)
        self.table.setRowCount(len(self.people))
        for row, each in enumerate(self.people):
            state = "✓ 在岗" if each.active else "– 停用"
            for column, words in enumerate((each.name, each.login, each.role.label, state)):
                item = QTableWidgetItem(words)
                if not each.active:
                    item.setForeground(theme().tokens.color("faint"))
                self.table.setItem(row, column, item)
        same = [row for row, each in enumerate(self.people) if current and each.id == current.id]
        self.table.selectRow(same[0] if same else 0)
        self._offer()

    def add(self) -> None:
        """Enter a person."""
        dialog = PersonDialog(self, self.office, self.person)
        if dialog.exec() and dialog.saved is not None:
            self.banner.tell(
                f"已添加{dialog.saved.name}（{dialog.saved.role.label}），登录名 {dialog.saved.login}。", "ok"
            )
            self.refresh()
        dialog.deleteLater()

    def change_role(self) -> None:
        """Give the person under the cursor another role."""
        person = self._current()
        if person is None:
            return
        roles = [role for role in Role if role is not person.role]
        way = dialogs.choose(
            self, f"{person.name}改为哪个岗位？", f"现在是{person.role.label}。", [role.label for role in roles]
        )
        if way is not None:
            self._do(lambda: change_person(self.office, self.person, person.id, role=roles[way]))

    def reset_password(self) -> None:
        """Set a new password for the person under the cursor."""
        person = self._current()
        if person is not None and PasswordDialog(self, self.office, self.person, person).exec():
            self.banner.tell(f"{person.name}的密码已重设，请告诉本人并让其登录后修改。", "ok")
            self.refresh()

    def switch(self) -> None:
        """Switch the person under the cursor off, or on again."""
        person = self._current()
        if person is None:
            return
        if person.active and not dialogs.ask(
            self,
            f"停用{person.name}的账号？",
            "停用后不能登录；办过的件不变，以后可以恢复。",
            "停用",
            danger=True,
        ):
            return
        self._do(lambda: change_person(self.office, self.person, person.id, active=not person.active))

    def _do(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
        else:
            self.banner.hide()
            self.refresh()

    def _current(self) -> Person | None:
        row = self.table.currentRow()
        return self.people[row] if 0 <= row < len(self.people) else None

    def _offer(self) -> None:
        person = self._current()
        for part in (self.role_button, self.password_button, self.active_button):
            part.setEnabled(person is not None)
        self.active_button.setText("停用" if person is None or person.active else "恢复")


class PersonDialog(QDialog):
    """Name, login, role and a first password.

    Attributes:
        saved: the person after they have been entered.
    """

    def __init__(self, parent: QWidget | None, office: Office, by: Person) -> None:
        super().__init__(parent)
        self.office, self.by = office, by
        self.saved: Person | None = None
        self.setWindowTitle("添加人员")
        self.setMinimumWidth(440)
        self.form = FormGrid(label_width=80)
        self.form.add("name", "姓名", LineEdit(), required=True)
        self.form.add("login", "登录名", LineEdit(placeholder="例如姓名全拼"), required=True)
        role = QComboBox()
        for each in Role:
            role.addItem(each.label, each.value)
        self.form.add("role", "岗位", role)
        password = LineEdit(placeholder="至少 8 个字符")
        password.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add("password", "初始密码", password, required=True)
        self._message = message()
        box = QDialogButtonBox()
        box.addButton("添加", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 6, STEP * 5, STEP * 6, STEP * 4)
        column.setSpacing(STEP * 3)
        for part in (self.form, self._message, box):
            column.addWidget(part)

    def accept(self) -> None:
        """Enter the person; what cannot be used is said at its field."""
        values = self.form.values()
        password = self.form.inputs["password"]
        assert isinstance(password, LineEdit)
        try:
            self.saved = add_person(
                self.office, self.by, values["name"], values["login"], Role(values["role"]), password.text()
            )
        except InputProblem as problem:
            self.form.say_all(problem.problems)
        except DeskError as problem:
            say(self._message, str(problem))
        else:
            super().accept()

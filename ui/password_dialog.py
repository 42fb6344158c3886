"""A new password, typed twice: one's own, or as administrator anybody's."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from ui.form_grid import FormGrid
from ui.line_edit import LineEdit
from ui.parts import message, say, secondary
from ui.theme import STEP
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.domain.people import Person
from ycdesk.services.office import Office
from ycdesk.services.people import change_password


class PasswordDialog(QDialog):
    """Two fields."""

    def __init__(self, parent: QWidget | None, office: Office, by: Person, whose: Person) -> None:
        super().__init__(parent)
        self.office, self.by, self.whose = office, by, whose
        self.setWindowTitle("修改密码" if by.id == whose.id else f"重设{whose.name}的密码")
        self.setMinimumWidth(400)
        self.password, self.again = LineEdit(placeholder="至少 8 个字符"), LineEdit()
        self.form = FormGrid(label_width=72)
        for name, title, field in (("password", "新密码", self.password), ("again", "再输一次", self.again)):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            self.form.add(name, title, field, required=True)
        self._message = message()
        box = QDialogButtonBox()
        box.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 6, STEP * 5, STEP * 6, STEP * 4)
        column.setSpacing(STEP * 3)
        for part in (secondary(f"登录名 {whose.login}"), self.form, self._message, box):
            column.addWidget(part)
        self.password.setFocus()

    def accept(self) -> None:
        """Save when both agree and the office takes it."""
        if self.password.text() != self.again.text():
            self.form.say_all({"again": "两次输入的密码不一样，请重新输入。"})
            return
        try:
            change_password(self.office, self.by, self.whose.id, self.password.text())
        except InputProblem as problem:
            self.form.say_all(problem.problems)
        except DeskError as problem:
            say(self._message, str(problem))
        else:
            super().accept()

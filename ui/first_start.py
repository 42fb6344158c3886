"""The first start: the bureau's name, an administrator, and whether to put in demo data. Nothing else."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.focus import enter_at
from ui.form_grid import FormGrid
from ui.labels import button, label, message, say, secondary, small
from ui.line_edit import LineEdit
from ui.theme import STEP


class FirstStartPage(QWidget):
    """Asks what the office cannot do without.

    Signals:
        submitted(bureau, name, login, password, demo): everything is filled in and the passwords agree.
        other_place: the person wants the data in another folder.
        restore: the person has a backup.
    """

    submitted = Signal(str, str, str, str, bool)
    other_place = Signal()
    restore = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form = FormGrid(label_width=88)
        self.bureau = LineEdit("运城市商务局")
        self.name = LineEdit(placeholder="您的姓名")
        self.login = LineEdit("admin")
        self.password = LineEdit(placeholder="至少 8 个字符")
        self.again = LineEdit()
        for field in (self.password, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add("bureau", "单位名称", self.bureau, required=True)
        self.form.add("name", "管理员姓名", self.name, required=True)
        self.form.add("login", "登录名", self.login, required=True)
        self.form.add("password", "密码", self.password, required=True)
        self.form.add("again", "再输一次", self.again, required=True)
        self.demo = QCheckBox("放入示例数据（几家企业、办件和示例账号，供试用）")
        self.demo.setAccessibleName("放入示例数据")
        self.message = message()
        self.button = button("开始使用", "primary")
        self.button.setDefault(True)
        self.place = button("换一个存放位置…", "link")
        self.backup = button("从备份恢复…", "link")
        self.state = small("")
        self._build()
        for field in (self.bureau, self.name, self.login, self.password, self.again):
            field.returnPressed.connect(self._enter)
        self.button.clicked.connect(self.submit)
        self.place.clicked.connect(self.other_place)
        self.backup.clicked.connect(self.restore)
        enter_at(self, self.name)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 10, STEP * 8, STEP * 10, STEP * 6)
        column.setSpacing(STEP * 2)
        column.addStretch(1)
        column.addWidget(label("第一次使用", "title"))
        column.addWidget(secondary("填好单位名称和一位管理员就可以开始。其他人员以后在“管理”里添加。", wrap=True))
        column.addSpacing(STEP * 2)
        column.addWidget(self.form)
        column.addWidget(self.demo)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.place)
        row.addWidget(self.backup)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        column.addWidget(self.state)

    def _enter(self) -> None:
        """Enter goes to the first field still empty, and starts when none is."""
        fields = (self.bureau, self.name, self.login, self.password, self.again)
        empty = next((field for field in fields if not field.text().strip()), None)
        if empty is None:
            self.submit()
        else:
            empty.setFocus()

    def submit(self) -> None:
        """Check what can be seen without the office, then hand it on."""
        values = self.form.values()
        problems = {
            name: f"请填写{title}。"
            for name, title in (
                ("bureau", "单位名称"),
                ("name", "管理员姓名"),
                ("login", "登录名"),
                ("password", "密码"),
            )
            if not values[name]
        }
        if "password" not in problems and self.password.text() != self.again.text():
            problems["again"] = "两次输入的密码不一样，请重新输入。"
        self.form.say_all(problems)
        if not problems and self.button.isEnabled():
            self.submitted.emit(
                values["bureau"], values["name"], values["login"], self.password.text(), self.demo.isChecked()
            )

    def busy(self, words: str) -> None:
        """Say what is being done (empty: nothing) and keep the button from being pressed twice."""
        self.state.setText(words)
        self.button.setEnabled(not words)

    def refuse(self, problems: dict[str, str], sentence: str = "") -> None:
        """Sentences from the office: at the fields, and under the form."""
        self.busy("")
        self.form.say_all({name: text for name, text in problems.items() if name in self.form.inputs})
        rest = "".join(text for name, text in problems.items() if name not in self.form.inputs)
        say(self.message, sentence or rest)

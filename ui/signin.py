"""The sign-in page: login, password, Enter. Painted before anything of the office is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.focus import enter_at
from ui.labels import button, label, message, say, secondary, small
from ui.line_edit import LineEdit
from ui.theme import STEP


@dataclass(frozen=True, slots=True)
class Hint:
    """A demo account that the page offers: who it is, and what to type."""

    words: str  # "王芳　经办人"
    login: str
    password: str


class SignInPage(QWidget):
    """Asks who is there.

    Signals:
        submitted(login, password): both are filled in and Enter was pressed.
    """

    submitted = Signal(str, str)

    def __init__(self, login: str = "") -> None:
        super().__init__()
        self.heading = label("登录", "title")
        self.login = LineEdit(login)
        self.password = LineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.installEventFilter(self)
        self.message = message()
        self.caps = small("大写锁定已打开")
        self.caps.hide()
        self.button = button("登录", "primary")
        self.button.setDefault(True)
        self.state = small("")
        self._hints = QVBoxLayout()
        self._hints.setSpacing(0)
        self._build()
        self.login.returnPressed.connect(self._next)
        self.password.returnPressed.connect(self._submit)
        self.button.clicked.connect(self._submit)
        self.login.textEdited.connect(lambda: say(self.message, ""))
        self.password.textEdited.connect(lambda: say(self.message, ""))
        enter_at(self, self.password if login else self.login)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 12, STEP * 10, STEP * 12, STEP * 6)
        column.setSpacing(STEP)
        column.addStretch(1)
        column.addWidget(self.heading)
        column.addSpacing(STEP * 3)
        for title, field in (("登录名", self.login), ("密码", self.password)):
            caption = secondary(title)
            caption.setBuddy(field)
            field.setAccessibleName(title)
            column.addWidget(caption)
            column.addWidget(field)
            column.addSpacing(STEP)
        column.addWidget(self.caps)
        column.addWidget(self.message)
        column.addSpacing(STEP)
        column.addWidget(self.button)
        column.addSpacing(STEP * 3)
        column.addLayout(self._hints)
        column.addStretch(2)
        column.addWidget(self.state)

    def offer(self, hints: list[Hint]) -> None:
        """Show demo accounts; a click fills both fields and leaves the cursor on the button."""
        while (item := self._hints.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not hints:
            return
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self._hints.addWidget(small("示例账号（点一下即填入）"))
        self._hints.addWidget(box)
        for number, hint in enumerate(hints):
            grid.addWidget(self._hint_button(hint), number // 2, number % 2)

    def _hint_button(self, hint: Hint) -> QPushButton:
        result = button(hint.words, "link")
        result.setToolTip(f"登录名 {hint.login}　密码 {hint.password}")
        result.clicked.connect(lambda: self._fill(hint))
        return result

    def _fill(self, hint: Hint) -> None:
        self.login.setText(hint.login)
        self.password.setText(hint.password)
        self.button.setFocus()

    def busy(self, words: str) -> None:
        """Say what is being done (empty: nothing) and keep the button from being pressed twice."""
        self.state.setText(words)
        self.button.setEnabled(not words)

    def refuse(self, sentence: str) -> None:
        """Wrong name or password: the sentence, and the password ready to be typed again."""
        self.busy("")
        say(self.message, sentence)
        self.password.setFocus()
        self.password.selectAll()

    def clear(self, login: str) -> None:
        """Ready for the next person (or, when locked, for ``login``)."""
        self.busy("")
        say(self.message, "")
        self.login.setText(login)
        self.password.clear()
        enter_at(self, self.password if login else self.login)

    def _next(self) -> None:
        if self.password.text():
            self._submit()
        else:
            self.password.setFocus()

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        login, password = self.login.text().strip(), self.password.text()
        if not login or not password:
            missing, field = ("登录名", self.login) if not login else ("密码", self.password)
            say(self.message, f"请输入{missing}。")
            field.setFocus()
            return
        self.submitted.emit(login, password)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            from PySide6.QtCore import Qt

            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.setVisible(event.text().isupper() != shifted)
        return super().eventFilter(watched, event)

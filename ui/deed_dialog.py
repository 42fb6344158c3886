"""The dialog of one deed: its fields, the sentences beside them, Ctrl+Enter; it closes once the deed is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.form_grid import FormGrid
from ui.labels import message, on_key, say, secondary
from ui.line_edit import LineEdit
from ui.theme import STEP
from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.domain.entry_dates import read_date
from ycdesk.domain.entry_numbers import read_money
from ycdesk.domain.errors import DeskError, InputProblem


class DeedDialog(QDialog):
    """Fields are added by name; ``deed`` reads them and does it. What it refuses stays on screen with the reason.

    Attributes:
        result_of_deed: what the deed returned.
    """

    def __init__(self, parent: QWidget | None, title: str, yes: str, words: str = "", width: int = 520) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.deed: Callable[[], object] = lambda: None
        self.result_of_deed: object = None
        self._unread: dict[str, str] = {}
        self.form = FormGrid(label_width=112)
        self.words = secondary(words, wrap=True)
        self.words.setVisible(bool(words))
        self._message = message()
        box = QDialogButtonBox()
        self.go = box.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self.go.setToolTip(f"{yes}　Ctrl+Enter")
        self.cancel = box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 5, STEP * 5, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 2)
        for part in (self.words, self.form, self._message, box):
            column.addWidget(part)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes through the fields and then to the buttons; the cursor stands in the first empty field."""
        fields = [each for each in self.form.inputs.values() if not isinstance(each, QLabel)]
        for one, next_one in pairwise((*fields, self.go, self.cancel)):
            QWidget.setTabOrder(one, next_one)
        empty = (each for each in fields if isinstance(each, QLineEdit | QPlainTextEdit) and not _typed(each))
        if fields:
            next(empty, fields[0]).setFocus()
        super().showEvent(event)

    # fields

    def line(
        self,
        name: str,
        title: str,
        required: bool = False,
        text: str = "",
        hint: str = "",
        beside: QLabel | None = None,
    ) -> LineEdit:
        """A line of text."""
        edit = LineEdit(text, placeholder=hint)
        self.form.add(name, title, edit, required, beside)
        return edit

    def day_line(self, name: str, title: str, day: date | None, required: bool = True) -> LineEdit:
        """A line for a date, filled with ``day``."""
        return self.line(name, title, required, day.isoformat() if day else "", "年-月-日")

    def lines(self, name: str, title: str, required: bool = False) -> QPlainTextEdit:
        """Room for some sentences."""
        edit = QPlainTextEdit()
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(72)
        self.form.add(name, title, edit, required)
        return edit

    def choice(self, name: str, title: str, items: list[tuple[str, object]], required: bool = False) -> QComboBox:
        """One of several: words and what they stand for."""
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(20)
        for words, data in items:
            box.addItem(words, data)
        self.form.add(name, title, box, required)
        return box

    # what was typed

    def text(self, name: str) -> str:
        """The words of a field."""
        return self.form.value(name)

    def data(self, name: str) -> object:
        """What the chosen item of a list stands for."""
        box = self.form.inputs[name]
        assert isinstance(box, QComboBox)
        return box.currentData()

    def day(self, name: str) -> date | None:
        """The date of a field; None where there is none, or none that can be read."""
        text = self.text(name)
        entry = read_date(FactSpec(name, FactKind.DATE, name), text) if text else None
        if entry is None or entry.value is None:
            if entry is not None:
                self._unread[name] = entry.message
            return None
        return date.fromisoformat(str(entry.value))

    def needed_day(self, name: str, sentence: str) -> date:
        """The date of a field. Raises InputProblem where there is none."""
        day = self.day(name)
        if day is None:
            raise InputProblem({name: sentence})
        return day

    def whole(self, name: str) -> int:
        """A whole number; 0 where there is none that can be read, which no deed takes."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

    def amount(self, name: str) -> Decimal | None:
        """An amount in yuan, negative with a minus; None where there is none that can be read."""
        text = self.text(name).replace("－", "-").replace("−", "-")
        entry = read_money(FactSpec(name, FactKind.MONEY, name), text.removeprefix("-")) if text else None
        if entry is None or entry.value is None:
            if entry is not None:
                self._unread[name] = entry.message
            return None
        amount = Decimal(str(entry.value))
        return -amount if text.startswith("-") else amount

    def accept(self) -> None:
        """Do the deed; close when it is done, otherwise say why not and keep everything that was typed."""
        self._unread = {}
        say(self._message, "")
        try:
            self.result_of_deed = self.deed()
        except InputProblem as problem:
            problems = problem.problems | self._unread
            self.form.say_all(problems)
            say(self._message, "".join(words for name, words in problems.items() if name not in self.form.inputs))
        except DeskError as problem:
            self.form.say_all({})
            say(self._message, str(problem))
        else:
            super().accept()


def _typed(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def hold(dialog: DeedDialog) -> bool:
    """Open the dialog; whether its deed was done."""
    done = bool(dialog.exec())
    dialog.deleteLater()
    return done


def allow(target: QPushButton, why: str) -> None:
    """Enable a button, or say in its tool tip why it is not."""
    if target.property("usual") is None:
        target.setProperty("usual", target.toolTip())
    target.setEnabled(not why)
    target.setToolTip(why or str(target.property("usual")))
    target.setAccessibleDescription(why)

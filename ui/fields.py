"""The inputs of a generated form: one widget for each kind of fact, all with the same few methods.

A field shows text and tells what is typed; what the text means is the draft's business. ``field_for`` chooses.

Signals of every field:
    edited(str): the text after each key or choice.
    left(): the focus went elsewhere, or Enter was pressed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from ui.line_edit import LineEdit
from ui.parts import secondary
from ui.theme import STEP, kind
from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.domain.entry import Entry

FIGURES = (FactKind.MONEY, FactKind.AMOUNT, FactKind.DECIMAL, FactKind.WHOLE, FactKind.RATE)
"""Kinds that are right-aligned."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
YES_NO = (("yes", "是"), ("no", "否"))


class Field(QWidget):
    """What all fields share. ``input`` is the widget that takes the focus and carries the accessible name.

    Each field has, too: ``text()``, what is typed or chosen as the draft keeps it; ``show_entry(entry)``, which
    leaves alone what is being typed here right now.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(self, spec: FactSpec) -> None:
        super().__init__()
        self.spec = spec
        self.input: QWidget = self

    def inputs(self) -> list[QWidget]:
        """Every widget that can take the focus."""
        return [self.input]

    @property
    def busy(self) -> bool:
        """Whether somebody types here."""
        return any(widget.hasFocus() for widget in self.inputs())


class Input(LineEdit):
    """A line edit that says when it is left, and on Enter goes on to the next input.

    Signals:
        entered: Enter was pressed; the focus goes on after that.
        left: the focus went to another widget of the window.
    """

    entered = Signal()
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and plain and not self.composing:
            self.entered.emit()
            self.focusNextChild()
            event.accept()
            return
        super().keyPressEvent(event)


class LineField(Field):
    """Text, numbers and dates: a line with the unit inside."""

    def __init__(self, spec: FactSpec) -> None:
        super().__init__(spec)
        self.edit = Input()
        self.input = self.edit
        self.setFocusProxy(self.edit)
        if spec.kind in FIGURES:
            self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        if spec.unit:
            unit_inside(self.edit, spec.unit)
        if spec.example:
            self.edit.setPlaceholderText(f"如 {spec.example}")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.edit)
        self.edit.textEdited.connect(self.edited)
        self.edit.left.connect(self.left)

    def text(self) -> str:
        return self.edit.text()

    def show_entry(self, entry: Entry) -> None:
        if not self.busy and self.edit.text() != entry.shown:
            self.edit.setText(entry.shown)
            self.edit.setCursorPosition(0)


class RadioField(Field):
    """A few choices side by side; none is chosen until somebody chooses. Delete takes the choice back."""

    def __init__(self, spec: FactSpec, choices: tuple[tuple[str, str], ...]) -> None:
        super().__init__(spec)
        self._values = [value for value, _ in choices]
        self._group = QButtonGroup(self)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(STEP * 5)
        self._buttons: list[QRadioButton] = []
        for number, (_, words) in enumerate(choices):
            button = QRadioButton(words)
            button.setAccessibleName(f"{spec.title}：{words}")
            button.installEventFilter(self)
            self._group.addButton(button, number)
            self._buttons.append(button)
            box.addWidget(button)
        box.addStretch(1)
        self.input = self._buttons[0]
        self.setFocusProxy(self._buttons[0])
        self._group.idClicked.connect(lambda number: self.edited.emit(self._values[number]))

    def inputs(self) -> list[QWidget]:
        return list(self._buttons)

    def text(self) -> str:
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else ""

    def show_entry(self, entry: Entry) -> None:
        if entry.kept != self.text():
            self._group.setExclusive(False)
            for value, button in zip(self._values, self._buttons, strict=True):
                button.setChecked(value == entry.kept)
            self._group.setExclusive(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QRadioButton):
            if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._buttons[-1].setFocus()
                self._buttons[-1].focusNextChild()
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._choose(-1)
                return True
            if (number := "ynYN10".find(event.text())) >= 0 and event.text() and self._values == ["yes", "no"]:
                self._choose(number % 2)
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _choose(self, number: int) -> None:
        self._group.setExclusive(False)
        for each, button in enumerate(self._buttons):
            button.setChecked(each == number)
        self._group.setExclusive(True)
        if number >= 0:
            self._buttons[number].setFocus()
        self.edited.emit(self._values[number] if number >= 0 else "")


class ComboField(Field):
    """More choices than fit side by side."""

    def __init__(self, spec: FactSpec) -> None:
        super().__init__(spec)
        self.combo = QComboBox()
        self.combo.setPlaceholderText("请选择")
        for value, words in spec.choices:
            self.combo.addItem(words, value)
        self.combo.setCurrentIndex(-1)
        self.input = self.combo
        self.setFocusProxy(self.combo)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.combo)
        self.combo.activated.connect(lambda _: self.edited.emit(self.text()))

    def text(self) -> str:
        return str(self.combo.currentData() or "")

    def show_entry(self, entry: Entry) -> None:
        if entry.kept != self.text():
            self.combo.setCurrentIndex(self.combo.findData(entry.kept) if entry.kept else -1)


def unit_inside(edit: QLineEdit, unit: str) -> None:
    """Show a unit in grey at the right end of a line edit."""
    label = kind(secondary(unit), "small")
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    box = QHBoxLayout(edit)
    box.setContentsMargins(0, 0, STEP * 2, 0)
    box.addStretch(1)
    box.addWidget(label)
    edit.setTextMargins(0, 0, label.sizeHint().width() + STEP, 0)


AnyField = LineField | RadioField | ComboField


def field_for(
    spec: FactSpec, country: Callable[[FactSpec], LineField], day: Callable[[FactSpec], LineField]
) -> AnyField:
    """The field for a fact; ``country`` and ``day`` make the two that need more than the declaration."""
    match spec.kind:
        case FactKind.YES_NO:
            return RadioField(spec, YES_NO)
        case FactKind.CHOICE:
            return RadioField(spec, spec.choices) if len(spec.choices) <= 3 else ComboField(spec)
        case FactKind.COUNTRY:
            return country(spec)
        case FactKind.DATE:
            return day(spec)
        case _:
            return LineField(spec)

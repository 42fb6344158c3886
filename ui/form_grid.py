"""A form of the shell: label at the left, input, and under it room for a sentence. Labels are buddies."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from ui.labels import label, message, say, secondary
from ui.line_edit import mark
from ui.theme import ROW, STEP, kind


class FormGrid(QWidget):
    """Fields in the order they were added, each with a name by which its sentence is set.

    Attributes:
        inputs: the input of each field by name.
    """

    def __init__(self, label_width: int = 112) -> None:
        super().__init__()
        self.inputs: dict[str, QWidget] = {}
        self._messages: dict[str, QLabel] = {}
        self._captions: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(STEP * 3)
        self._grid.setVerticalSpacing(STEP)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)

    def add(
        self, name: str, title: str, field: QWidget, required: bool = False, beside: QWidget | None = None
    ) -> QWidget:
        """One field. ``title`` becomes its label, its buddy and its accessible name; a required one is marked ＊.

        ``beside``: what stands at its right.
        """
        row = self._grid.rowCount()
        caption = secondary(title)
        caption.setMinimumHeight(ROW)
        caption.setBuddy(field)
        if required:
            caption.setText(f"{title} ＊")
            field.setAccessibleDescription("必填")
        field.setAccessibleName(title)
        sentence = message()
        self._grid.addWidget(caption, row, 0)
        self._grid.addWidget(field, row, 1)
        if beside is not None:
            self._grid.addWidget(beside, row, 2)
        self._grid.addWidget(sentence, row + 1, 1)
        self.inputs[name], self._messages[name], self._captions[name] = field, sentence, caption
        return field

    def show_field(self, name: str, wanted: bool) -> None:
        """Show or hide a field with its label; a hidden one says nothing."""
        for part in (self._captions[name], self.inputs[name]):
            part.setVisible(wanted)
        if not wanted:
            self.say(name, "")

    def rename(self, name: str, title: str) -> None:
        """Give a field another label and accessible name."""
        mark_of = " ＊" if self._captions[name].text().endswith("＊") else ""
        self._captions[name].setText(title + mark_of)
        self.inputs[name].setAccessibleName(title)

    def gap(self, heading: str = "") -> None:
        """Some room, and a heading for the fields that follow."""
        row = self._grid.rowCount()
        self._grid.setRowMinimumHeight(row, STEP * 2)
        if heading:
            self._grid.addWidget(label(heading, "section"), row + 1, 0, 1, 2)

    def value(self, name: str) -> str:
        """What was typed or chosen, blanks around it taken off."""
        field = self.inputs[name]
        if isinstance(field, QComboBox):
            return str(field.currentData() or "")
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText().strip()
        assert isinstance(field, QLineEdit)
        return field.text().strip()

    def values(self) -> dict[str, str]:
        """All values by name."""
        return {name: self.value(name) for name in self.inputs}

    def say(self, name: str, sentence: str, tone: str = "bad") -> None:
        """Put ``sentence`` under a field (``bad`` or ``warn``), or take it away when it is empty."""
        target, field = self._messages[name], self.inputs[name]
        say(kind(target, "message" if tone == "bad" else "caution"), sentence)
        mark(field, tone if sentence else "")
        field.setAccessibleDescription(sentence)

    def said(self, name: str) -> str:
        """The sentence under a field; empty when there is none."""
        return self._messages[name].text()

    def say_all(self, problems: dict[str, str]) -> None:
        """Show the sentences of all fields in one pass; the cursor goes to the first field that has one."""
        for name in self.inputs:
            self.say(name, problems.get(name, ""))
        first = next((name for name in self.inputs if name in problems), None)
        if first is not None:
            self.inputs[first].setFocus()

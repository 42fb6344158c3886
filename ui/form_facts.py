"""The header facts of a case that can only be read: label and value, and what a value was at the submission before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.fields_country import groups_in
from ui.form import WIDE
from ui.parts import label, say, secondary
from ui.theme import STEP, kind
from ycdesk.services.draft import APPLIED_ON, CaseDraft

NOT_ENTERED = "未填"


class FactSheet(QWidget):
    """Facts of one draft, in the order of the form, the day of application last.

    Attributes:
        values: the label that shows the value at each path.
        notes: the label under it: the groups of a country, or the value before.
    """

    def __init__(self, draft: CaseDraft) -> None:
        super().__init__()
        self._draft = draft
        self.values: dict[str, QLabel] = {}
        self.notes: dict[str, QLabel] = {}
        self._captions: dict[str, QLabel] = {}
        self._cells: dict[str, QWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(STEP * 4)
        self._grid.setVerticalSpacing(STEP)
        self._columns = 0
        for path in (*(f"facts.{spec.name}" for spec in draft.form.header), APPLIED_ON.name):
            self._add(path)
        self._arrange(2)

    def show_draft(self, before: dict[str, str] | None = None) -> None:
        """Show what the draft holds; ``before`` is what stood at each path that was changed since."""
        for path, value in self.values.items():
            entry, spec = self._draft.entry(path), self._draft.spec(path)
            unit = f" {spec.unit}" if spec.unit and entry.shown else ""
            words = f"{entry.shown}{unit}" or NOT_ENTERED
            changed = before is not None and path in before
            value.setText(words)
            kind(value, "changed" if changed else "value" if entry.shown else "faint")
            value.setAccessibleName(f"{spec.title}：{words}")
            note = f"! 已改，上次为：{before[path] or NOT_ENTERED}" if before and changed else ""
            say(kind(self.notes[path], "notice" if changed else "hint"), note or groups_in(self._draft, path))

    def _add(self, path: str) -> None:
        value = label("", "value", wrap=True)
        value.setIndent(0)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        note = label("", "hint", wrap=True)
        note.hide()
        cell = QWidget()
        box = QVBoxLayout(cell)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(value)
        box.addWidget(note)
        box.addStretch(1)
        caption = secondary(self._draft.spec(path).title)
        caption.setContentsMargins(0, 1, 0, 1)
        self._captions[path], self.values[path], self.notes[path] = caption, value, note
        self._cells[path] = cell

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, (path, cell) in enumerate(self._cells.items()):
            row, column = number // columns, number % columns * 2
            self._grid.addWidget(self._captions[path], row, column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(cell, row, column + 1)
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1 if column < columns * 2 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= WIDE else 1)

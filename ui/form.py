"""The form of a measure's header facts, generated from its declaration.

Each field has its label (a buddy), its input with an accessible name, and under it one line: the sentence when the
text cannot be used, else what to look out for. The line's room is always there, so that nothing jumps.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.fields import AnyField, LineField, field_for
from ui.fields_country import CountryField, groups_in
from ui.fields_date import DateField
from ui.line_edit import mark
from ui.parts import label, secondary
from ui.theme import ROW, STEP, kind
from ycdesk.calculation.facts import FactSpec
from ycdesk.domain.entry import Entry
from ycdesk.services.draft import APPLIED_ON, CaseDraft

WIDE = 560
"""px; from here on two fields stand side by side."""
PATIENCE = 900
"""ms after the last key until a half-typed text is called wrong; leaving the field does so at once."""


class CaseForm(QWidget):
    """The header facts of one draft, and the day of application.

    Signals:
        edited(str, str): path and text, after each key.
        left(str): the field at this path was left.
        done: Enter in the last field; the focus goes on after that.

    Attributes:
        fields: the field at each path, in the order of the form.
    """

    edited = Signal(str, str)
    left = Signal(str)
    done = Signal()

    def __init__(self, draft: CaseDraft) -> None:
        super().__init__()
        self._draft = draft
        self.fields: dict[str, AnyField] = {}
        self._labels: dict[str, QLabel] = {}
        self._lines: dict[str, QLabel] = {}
        self._cells: dict[str, QWidget] = {}
        self._states: dict[str, tuple[str, str]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(STEP * 3)
        self._grid.setVerticalSpacing(STEP // 2)
        self._columns = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(lambda: self._show_lines(settled=True))
        for spec in draft.form.header:
            self._add(f"facts.{spec.name}", spec)
        self._add(APPLIED_ON.name, APPLIED_ON)
        last = self.fields[APPLIED_ON.name]
        assert isinstance(last, LineField)
        last.edit.entered.connect(self.done)
        self._arrange(2)

    def show_draft(self) -> None:
        """Show what the draft holds."""
        for path, field in self.fields.items():
            field.show_entry(self._draft.entry(path))
        self._show_lines(settled=False)

    def settle(self) -> None:
        """Say at once what is wrong, also in the field being typed in."""
        self._show_lines(settled=True)

    def focus(self, path: str) -> bool:
        """Put the cursor into a field; False when it is not in this form."""
        if path not in self.fields:
            return False
        self.fields[path].input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _add(self, path: str, spec: FactSpec) -> None:
        field = field_for(spec, lambda each: CountryField(each, self._draft), DateField)
        field.edited.connect(lambda text: self._typed(path, text))
        field.left.connect(lambda: self._leave(path))
        caption = secondary(spec.title)
        caption.setMinimumHeight(ROW)
        caption.setBuddy(field.input)
        if not field.input.accessibleName():
            field.input.setAccessibleName(spec.title)
        field.setAccessibleName(spec.title)
        line = label("", "hint", wrap=True)
        line.setMinimumHeight(STEP * 5 + 2)
        line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.fields[path], self._labels[path], self._lines[path] = field, caption, line
        self._cells[path] = _cell(field, line)

    def _typed(self, path: str, text: str) -> None:
        self.edited.emit(path, text)
        self._patience.start()

    def _leave(self, path: str) -> None:
        if not shiboken6.isValid(self._patience):  # the form is being destroyed and takes the cursor from its field
            return
        self._patience.stop()
        self.left.emit(path)
        self._show_lines(settled=True)

    def _show_lines(self, settled: bool) -> None:
        for path, field in self.fields.items():
            entry = self._draft.entry(path)
            if entry.message and field.busy and not settled and isinstance(field, LineField):
                continue
            self._say(path, field, entry)

    def _say(self, path: str, field: AnyField, entry: Entry) -> None:
        words, tone = entry.message, "message"
        if not words:
            words, tone = entry.note, "warn"
        if not words:
            words, tone = groups_in(self._draft, path) or _hint(field.spec), "hint"
        if self._states.get(path) == (words, tone):
            return
        self._states[path] = (words, tone)
        line = self._lines[path]
        line.setText(f"! {words}" if tone == "warn" else words)
        kind(line, "notice" if tone == "warn" else tone)
        if isinstance(field, LineField):
            mark(field.edit, {"message": "bad", "warn": "warn"}.get(tone, ""))
        for widget in field.inputs():
            widget.setAccessibleDescription(words)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, path in enumerate(self.fields):
            row, column = number // columns, number % columns * 2
            self._grid.addWidget(self._labels[path], row, column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self._cells[path], row, column + 1)
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1 if column < columns * 2 else 0)
        self._grid.setHorizontalSpacing(STEP * 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= WIDE else 1)


def _hint(spec: FactSpec) -> str:
    """What to look out for."""
    return spec.help or ("选填" if spec.optional else "")


def _cell(field: QWidget, line: QLabel) -> QWidget:
    """An input with its line below."""
    cell = QWidget()
    box = QVBoxLayout(cell)
    box.setContentsMargins(0, 0, STEP, 0)
    box.setSpacing(0)
    box.addWidget(field)
    box.addWidget(line)
    return cell

"""The form of a measure's header facts, generated from its declaration.

Each field has its label (a buddy), its input with an accessible name, and under it one line: the sentence when the
text cannot be used, else what to look out for. The line's room is always there, so that nothing jumps.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.fields import AnyField, LineField, field_for
from ui.fields_country import CountryField, groups_on
from ui.fields_date import DateField
from ui.line_edit import mark
from ui.parts import label, secondary
from ui.theme import ROW, STEP, kind
from ycdesk.calculation.facts import FactKind, FactSpec
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

    Attributes:
        fields: the field at each path, in the order of the form.
    """

    edited = Signal(str, str)
    left = Signal(str)

    def __init__(self, draft: CaseDraft) -> None:
        super().__init__()
        self._draft = draft
        self.fields: dict[str, AnyField] = {}
        self._labels: dict[str, QLabel] = {}
        self._lines: dict[str, QLabel] = {}
        self._cells: dict[str, QWidget] = {}
        self._states: dict[str, tuple[str, str]] = {}
        self._before: dict[str, str] = {}
        self._read_only = False
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
        self._add("applied_on", APPLIED_ON)
        self._arrange(2)

    def show_draft(self) -> None:
        """Show what the draft holds."""
        for path, field in self.fields.items():
            field.show_entry(self._draft.entry(path))
        self._show_lines(settled=False)

    def show_changes(self, before: dict[str, str]) -> None:
        """Mark the fields that differ from an earlier submission; ``before`` is what stood at each path."""
        self._before = before
        self._show_lines(settled=True)

    def settle(self) -> None:
        """Say at once what is wrong, also in the field being typed in."""
        self._show_lines(settled=True)

    def set_read_only(self, read_only: bool) -> None:
        """Show only."""
        self._read_only = read_only
        for field in self.fields.values():
            field.set_read_only(read_only)

    def focus(self, path: str) -> bool:
        """Put the cursor into a field; False when it is not in this form."""
        if path not in self.fields:
            return False
        self.fields[path].input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _add(self, path: str, spec: FactSpec) -> None:
        field = field_for(spec, lambda each: CountryField(each, self._draft.package), DateField)
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
            words, tone = self._hint(field.spec, entry), "hint"
        if path in self._before:
            words, tone = f"已改，上次为：{self._before[path] or '未填'}", "warn"
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

    def _hint(self, spec: FactSpec, entry: Entry) -> str:
        if spec.kind is FactKind.COUNTRY and isinstance(entry.value, str):
            return groups_on(self._draft.package.countries[entry.value], self._day())
        return "" if self._read_only else spec.help or ("选填" if spec.optional else "")

    def _day(self) -> date | None:
        """The day on which a country's groups count: the first date of the form that is a fact."""
        for path, field in self.fields.items():
            value = self._draft.entry(path).value
            if field.spec.kind is FactKind.DATE and path != "applied_on" and isinstance(value, str):
                return date.fromisoformat(value)
        return None

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


def _cell(field: QWidget, line: QLabel) -> QWidget:
    """An input with its line below."""
    cell = QWidget()
    box = QVBoxLayout(cell)
    box.setContentsMargins(0, 0, STEP, 0)
    box.setSpacing(0)
    box.addWidget(field)
    box.addWidget(line)
    return cell

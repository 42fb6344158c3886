"""What is typed or read of a case, one part below the other: state, alarms, form, rows, checklist."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.alarms import AlarmList
from ui.banner import Banner
from ui.checklist import Checklist
from ui.form import CaseForm
from ui.form_facts import FactSheet
from ui.table_section import sections_for
from ui.theme import STEP, kind
from ycdesk.domain.case import Case
from ycdesk.domain.people import Person
from ycdesk.services.draft import CaseDraft
from ycdesk.services.office import Office


class CaseBody(QScrollArea):
    """The parts, and the way to each place in them. ``writable`` says which of form and facts is in use."""

    def __init__(self, office: Office, person: Person, case: Case, draft: CaseDraft) -> None:
        super().__init__()
        self.draft = draft
        self.writable = False
        self.banner = Banner()
        self.alarms = AlarmList(office, person, case.id)
        self.news = Banner()
        self.form = CaseForm(draft)
        self.facts = FactSheet(draft)
        self.tables = sections_for(draft)
        self.table = next((section for section in self.tables if section.source.counts), None)
        self.checklist = Checklist(office, person, case.id)
        inner = kind(QWidget(), "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 3)
        for part in (self.banner, self.alarms, self.form, self.facts, self.news, *self.tables, self.checklist):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_writable(self, writable: bool) -> None:
        """Typed or only read."""
        self.writable = writable
        self.form.setVisible(writable)
        self.facts.setVisible(not writable)
        for section in self.tables:
            section.set_read_only(not writable)
        self.checklist.set_read_only(not writable)

    def show_draft(self) -> None:
        """Show what the draft holds."""
        (self.form if self.form.isVisibleTo(self) else self.facts).show_draft()
        for section in self.tables:
            section.show_draft()

    def reset_rows(self) -> None:
        """The rows of the draft are others now."""
        for section in self.tables:
            section.table.rows.reset()

    # Going to places.

    def go_to(self, path: str) -> None:
        """Put the cursor where a path leads: a field, a cell, ``papers`` or ``alarms``."""
        if path == "papers":
            rows = self.checklist.papers.papers
            number = next((n for n, row in enumerate(rows) if not row.settled), 0)
            self.checklist.table.setCurrentIndex(self.checklist.papers.index(number, 1))
            self._enter(self.checklist.table, self.checklist)
        elif path == "alarms":
            self._enter(self.alarms.table, self.alarms)
        elif self.writable and self.form.focus(path):
            self.ensureWidgetVisible(self.form.fields[path])
        else:
            found = next((section for section in self.tables if section.table.focus(path)), None)
            if found is not None:
                self.ensureWidgetVisible(found)

    def go_to_first(self) -> None:
        """To the first field that is not filled, else to the first; to the rows of what is only read."""
        if not self.writable:
            shown = [section.table for section in self.tables if section.isVisibleTo(self)]
            (shown[0] if shown else self.checklist.table).setFocus()
            return
        empty = [path for path in self.form.fields if not self.draft.text(path)]
        self.go_to((empty or list(self.form.fields))[0])

    def go_to_next_problem(self) -> None:
        """To the next thing that stands in the way of a submission."""
        self.form.settle()
        paths = [path for path, _ in self.draft.problems()]
        if any(alarm.open for alarm in self.alarms.alarms):
            paths.append("alarms")
        if self.checklist.papers.missing():
            paths.append("papers")
        if paths:
            here = self._place()
            self.go_to(paths[(paths.index(here) + 1) % len(paths)] if here in paths else paths[0])

    def _enter(self, widget: QWidget, part: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(part)

    def _place(self) -> str:
        for path, field in self.form.fields.items():
            if field.busy:
                return path
        for section in self.tables:
            if section.table.hasFocus():
                return section.table.rows.path(section.table.currentIndex())
        if self.alarms.table.hasFocus():
            return "alarms"
        return "papers" if self.checklist.table.hasFocus() else ""

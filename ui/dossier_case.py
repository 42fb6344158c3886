"""One tab of a dossier: form and table, checklist, and the preview beside them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.alarms import AlarmList
from ui.banner import Banner
from ui.checklist import Checklist
from ui.dossier_state import tell_state
from ui.form import CaseForm
from ui.form_facts import FactSheet
from ui.parts import upright
from ui.preview_clause import ClauseDialog
from ui.preview_items import head_of, items_of, sentence_of
from ui.preview_panel import PreviewPanel
from ui.table_section import TableSection
from ui.theme import STEP, kind
from ycdesk.calculation.assessment import Funding
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict, DeskError
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.domain.workflow import allowed
from ycdesk.services.checklist import ChecklistRow, shown_rows
from ycdesk.services.dossiers import get_case
from ycdesk.services.draft import CaseDraft, open_draft
from ycdesk.services.office import Office

IDLE = 1500
"""ms after the last key until what was typed is stored, also when the field has not been left."""
PAPERS_AFTER = 60
"""ms after a change of the facts until the checklist follows."""
PANEL_WIDTH, WIDE = 384, 1200
"""px of the preview; it gives some to the form when the tab is less than ``WIDE``."""


class CaseTab(QWidget):
    """Signals:
    saved(str): what was typed is stored; the time as words.
    changed: the case is in another state, or was read anew.
    """

    saved = Signal(str)
    changed = Signal()

    def __init__(self, office: Office, person: Person, case: Case) -> None:
        super().__init__()
        self.office, self.person, self.case = office, person, case
        self.draft: CaseDraft = open_draft(office, person, case)
        self.banner = Banner()
        self.form = CaseForm(self.draft)
        self.facts = FactSheet(self.draft)
        self.table = TableSection(self.draft) if self.draft.form.table else None
        self.checklist = Checklist(office, person, case.id)
        self.alarms = AlarmList(office, person, case.id)
        self.panel = PreviewPanel()
        self._shown_papers: list[ChecklistRow] = []
        self._unsaved = False
        self._papers_due = QTimer(self)
        self._papers_due.setSingleShot(True)
        self._papers_due.setInterval(PAPERS_AFTER)
        self._papers_due.timeout.connect(self._show_papers)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE)
        self._idle.timeout.connect(self.save)
        self._build()
        self._connect()
        self._dress()

    def _build(self) -> None:
        inner = kind(QWidget(), "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 3)
        for part in (self.banner, self.alarms, self.form, self.facts, self.table, self.checklist):
            if part is not None:
                column.addWidget(part)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(inner)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.area, 1)
        row.addWidget(upright())
        row.addWidget(self.panel)

    def _connect(self) -> None:
        self.form.edited.connect(self._typed)
        self.form.left.connect(self._left)
        if self.table is not None:
            self.table.edited.connect(self._row_typed)
            self.table.left.connect(self._left)
            self.table.left_below.connect(self.checklist.table.setFocus)
            self.form.done.connect(self.table.table.begin_row)
        self.checklist.before = self.alarms.before = self.save
        self.alarms.path_wanted.connect(self.focus)
        self.checklist.changed.connect(self._papers_changed)
        self.panel.clause_wanted.connect(self.show_clause)
        self.panel.path_wanted.connect(self.focus)
        steps = {"F8": self.next_problem, "Ctrl+Z": self.undo, "Ctrl+Y": self.redo, "Ctrl+Shift+Z": self.redo}
        for key, deed in steps.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    # What is shown.

    @property
    def writable(self) -> bool:
        """Whether this person may change the case now."""
        return allowed(self.case, self.person)[Action.EDIT] is None

    def show_draft(self) -> None:
        """Show what the draft holds and comes to; cheap enough for each key press."""
        preview = self.draft.preview()
        (self.form if self.form.isVisibleTo(self) else self.facts).show_draft()
        if self.table is not None:
            self.table.show_draft()
        self._papers_due.start()
        county = self.draft.package.counties.get(self.draft.applicant.county)
        case = self.case
        parts = None
        if case.award_city is not None and case.award_county is not None:
            parts = Funding(case.award_city, case.award_county)
        head = head_of(preview.assessment, county.name if county else "所在地", case.award, parts)
        missing = self.checklist.papers.missing() if self.writable else []
        self.panel.show_result(head, items_of(preview, missing), sentence_of(preview.assessment, head))

    def show_clause(self, clause: str) -> None:
        """A clause of the policy that the case falls under."""
        ClauseDialog(self, self.office, clause, self.draft.package).exec()

    def _show_papers(self) -> None:
        """The checklist as the facts are now; after the typing, for it costs as much as the preview."""
        self._papers_due.stop()
        rows = shown_rows(self.draft.package, self.draft.preview().case, self.case)
        if not self.writable:
            rows = [row for row in rows if row.paper.required or row.ticked]
        if rows != self._shown_papers:
            self._shown_papers = rows
            self.checklist.show_rows(rows)
            self.show_draft()
            self._papers_due.stop()

    def reload(self) -> None:
        """Read the case anew from the database."""
        self.case = get_case(self.office, self.case.id)
        fresh = open_draft(self.office, self.person, self.case)
        self.draft.entries, self.draft.version, self.draft.frozen = fresh.entries, fresh.version, fresh.frozen
        self.draft.basis, self.draft.applicant = fresh.basis, fresh.applicant
        self.draft.package, self.draft.packages = fresh.package, fresh.packages
        self.draft.forget()
        if self.table is not None:
            self.table.table.rows.reset()
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        """Editable or not, with what has to be said about the state."""
        read_only = not self.writable
        self.form.setVisible(not read_only)
        self.facts.setVisible(read_only)
        if self.table is not None:
            self.table.set_read_only(read_only)
        self.checklist.set_read_only(read_only)
        tell_state(self.banner, self.case)
        self._shown_papers = []
        self.show_draft()
        self._show_papers()
        self.form.settle()
        self.alarms.refresh(self.writable)

    # Typing.

    def _typed(self, path: str, text: str) -> None:
        if self.writable:
            self.draft.set(path, text)
            self.show_draft()
            self._idle.start()

    def _row_typed(self, path: str) -> None:
        self.show_draft()
        if path:
            self._idle.start()
        else:
            self.save()

    def _left(self, path: str) -> None:
        if self.writable:
            self.draft.settle(path)
            self.show_draft()
            self.save()

    def _papers_changed(self) -> None:
        self.case.checklist = get_case(self.office, self.case.id).checklist
        self._show_papers()

    def save(self) -> bool:
        """Store what was typed; False when it could not be stored, and then the banner says why."""
        self._idle.stop()
        if not self.writable:
            return True
        try:
            if self.draft.save():
                self.saved.emit(f"已自动保存 {self.office.clock():%H:%M}")
                self.alarms.refresh(self.writable)
        except Conflict as error:
            self._save_failed("重新载入", self.reload, f"{error} 您刚输入的内容还在屏幕上，可先复制出来。")
            return False
        except DeskError as error:
            self._save_failed("再试一次", self.save, str(error))
            return False
        if self._unsaved:
            self._unsaved = False
            tell_state(self.banner, self.case)
        return True

    def _save_failed(self, action: str, deed: Callable[[], object], words: str) -> None:
        """What was typed stays on the screen; the banner stands until it is stored."""
        self._unsaved = True
        self.banner.tell(words, "bad", action, deed)

    def undo(self) -> None:
        """Take the last deed back (Ctrl+Z)."""
        self._stepped(self.draft.undo())

    def redo(self) -> None:
        """Do it again (Ctrl+Y)."""
        self._stepped(self.draft.redo())

    def _stepped(self, path: str | None) -> None:
        if path is None or not self.writable:
            return
        if self.table is not None:
            self.table.table.rows.reset()
        self.show_draft()
        if path:
            self.focus(path)
        self.save()

    # Going to places.

    def focus(self, path: str) -> None:
        """Put the cursor where a path leads: a field, a cell, or ``papers``."""
        if path == "papers":
            rows = self.checklist.papers.papers
            number = next((n for n, row in enumerate(rows) if not row.settled), 0)
            self.checklist.table.setCurrentIndex(self.checklist.papers.index(number, 1))
            self.checklist.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.area.ensureWidgetVisible(self.checklist)
        elif path == "alarms":
            self.alarms.go_to(self.area)
        elif self.writable and self.form.focus(path):
            self.area.ensureWidgetVisible(self.form.fields[path])
        elif self.table is not None and self.table.table.focus(path):
            self.area.ensureWidgetVisible(self.table)

    def focus_first(self) -> None:
        """Put the cursor into the first field that is not filled, else into the first; to the rows of what is read."""
        if not self.writable:
            (self.table.table if self.table is not None else self.checklist.table).setFocus()
            return
        empty = [path for path in self.form.fields if not self.draft.text(path)]
        self.focus((empty or list(self.form.fields))[0])

    def next_problem(self) -> None:
        """Go to the next thing that stands in the way (F8)."""
        self.form.settle()
        paths = [path for path, _ in self.draft.problems()]
        if self.checklist.papers.missing():
            paths.append("papers")
        if paths:
            here = self._place()
            self.focus(paths[(paths.index(here) + 1) % len(paths)] if here in paths else paths[0])

    def _place(self) -> str:
        for path, field in self.form.fields.items():
            if field.busy:
                return path
        if self.table is not None and self.table.table.hasFocus():
            return self.table.table.rows.path(self.table.table.currentIndex())
        return "papers" if self.checklist.table.hasFocus() else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setFixedWidth(PANEL_WIDTH if self.width() >= WIDE else PANEL_WIDTH - STEP * 12)

    def hideEvent(self, event: QHideEvent) -> None:
        self.save()
        super().hideEvent(event)

"""One tab of a dossier: form and table, checklist, and the preview beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import invoices
from ui.case_body import CaseBody
from ui.dossier_state import tell_state
from ui.holders import show_holders
from ui.parts import upright
from ui.preview_clause import ClauseDialog
from ui.preview_items import LIMIT, head_of, items_of, sentence_of
from ui.preview_panel import PreviewPanel
from ui.table import RowsTable
from ui.theme import STEP
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
    import_wanted(int): a sheet is to be imported into the rows of the case.
    """

    saved = Signal(str)
    changed = Signal()
    import_wanted = Signal(int)

    def __init__(self, office: Office, person: Person, case: Case) -> None:
        super().__init__()
        self.office, self.person, self.case = office, person, case
        self.draft: CaseDraft = open_draft(office, person, case)
        self.body = CaseBody(office, person, case, self.draft)
        self.banner, self.alarms, self.checklist = self.body.banner, self.body.alarms, self.body.checklist
        self.form, self.facts, self.table = self.body.form, self.body.facts, self.body.table
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
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.body, 1)
        row.addWidget(upright())
        row.addWidget(self.panel)

    def _connect(self) -> None:
        self.form.edited.connect(self._typed)
        self.form.left.connect(self._left)
        tables = [section.table for section in self.body.tables]
        for number, table in enumerate(tables):
            table.edited.connect(self._row_typed)
            table.left.connect(self._left)
            if (drop := self.body.tables[number].drop) is not None:
                drop.dropped.connect(partial(invoices.read_in, self, table))
                self.body.tables[number].invoices.clicked.connect(partial(self.read_invoices, table))
            following = (*tables, self.checklist.table)[number + 1]
            table.left_below.connect(following.setFocus)
            (tables[number - 1].left_below if number else self.form.done).connect(table.begin_row)
        if self.table is not None:
            self.table.import_button.clicked.connect(lambda: self.import_wanted.emit(self.case.id))
        self.checklist.before = self.alarms.before = self.save
        self.alarms.path_wanted.connect(self.focus)
        self.checklist.changed.connect(self._papers_changed)
        self.panel.clause_wanted.connect(self.show_clause)
        self.panel.path_wanted.connect(self._go)
        steps = {
            "F8": self.body.go_to_next_problem,
            invoices.KEY: self.read_invoices,
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+Shift+Z": self.redo,
        }
        for key, deed in steps.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    # What is shown.

    @property
    def version(self) -> int:
        """The version that the tab shows: the draft's own while it is typed, else that of the case."""
        return self.draft.version if self.writable else self.case.version

    @property
    def writable(self) -> bool:
        """Whether this person may change the case now."""
        return allowed(self.case, self.person)[Action.EDIT] is None

    def show_draft(self) -> None:
        """Show what the draft holds and comes to; cheap enough for each key press."""
        preview = self.draft.preview()
        self.body.show_draft()
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
        self.body.reset_rows()
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        """Editable or not, with what has to be said about the state."""
        self.body.set_writable(self.writable)
        self.body.news.hide()
        tell_state(self.banner, self.office, self.case)
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
            tell_state(self.banner, self.office, self.case)
        return True

    def _save_failed(self, action: str, deed: Callable[[], object], words: str) -> None:
        """What was typed stays on the screen; the banner stands until it is stored."""
        self._unsaved = True
        self.banner.tell(words, "bad", action, deed)

    def read_invoices(self, table: RowsTable | None = None, _: bool = False) -> None:
        """Choose electronic invoices for this table, or that in which the cursor is, or the first (F3)."""
        taking = [section.table for section in self.body.tables if section.drop is not None]
        table = table or next((each for each in taking if each.busy), taking[0] if taking else None)
        if table is not None and self.writable:
            invoices.choose(self, table)

    def undo(self) -> None:
        """Take the last deed back (Ctrl+Z)."""
        self._stepped(self.draft.undo())

    def redo(self) -> None:
        """Do it again (Ctrl+Y)."""
        self._stepped(self.draft.redo())

    def _stepped(self, path: str | None) -> None:
        if path is None or not self.writable:
            return
        self.body.news.hide()
        self.body.reset_rows()
        self.show_draft()
        if path:
            self.focus(path)
        self.save()

    # Going to places.

    def _go(self, path: str) -> None:
        if path.startswith(LIMIT):
            show_holders(self, self.office, self.draft.preview(), path)
        else:
            self.focus(path)

    def focus(self, path: str) -> None:
        """Put the cursor where a path leads."""
        self.body.go_to(path)

    def focus_first(self) -> None:
        """Put the cursor where the work begins."""
        self.body.go_to_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setFixedWidth(PANEL_WIDTH if self.width() >= WIDE else PANEL_WIDTH - STEP * 12)

    def hideEvent(self, event: QHideEvent) -> None:
        self.save()
        super().hideEvent(event)

"""What a file is read as: for whom, from whom, which sheet, which columns; and the plan that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from ui.background import Background, Cancelled, Job
from ycdesk.services.office import Office
from ycdesk.services.sheets.book import Book
from ycdesk.services.sheets.importing.headings import Layout, layout_at, propose, propose_sheet
from ycdesk.services.sheets.importing.plan import Plan
from ycdesk.services.sheets.importing.planning import case_target, plan_import, remembered_columns
from ycdesk.services.sheets.importing.targets import Target, cases_target


class Where(NamedTuple):
    """Where the rows go: into new cases of a measure (empty: a column says which), or into the table of one case."""

    measure: str = ""
    case: str = ""
    """Number of the case."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person chose. ``sheet`` and ``row``, the last of its headings, are proposed where empty or 0."""

    where: Where
    sender: str = ""
    sheet: str = ""
    row: int = 0


class Planning(QObject):
    """Makes the plan behind the screen; a newer choice takes the place of an older one.

    Attributes:
        book: the file that was read.
        layout: its columns as they were last proposed or corrected; None where none were yet.
        plan: what would be done now; None while it is being made, and where it cannot be.

    Signals:
        changed: a plan is being made, or has been.
        failed(Exception): it could not be.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, office: Office, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self.book: Book | None = None
        self.layout: Layout | None = None
        self.plan: Plan | None = None
        self._office, self._background = office, background
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether a plan is being made."""
        return self._job is not None

    def take(self, book: Book) -> None:
        """Another file; nothing is known of its columns."""
        self.book, self.layout, self.plan = book, None, None

    def make(self, choice: Choice | None, layout: Layout | None = None) -> None:
        """Plan with these columns, or with those that fit the choice best."""
        if self._job is not None:
            self._job.cancel()
        self.layout, self.plan, self._job = layout, None, None
        book, office = self.book, self._office
        if book is not None and choice is not None:

            def work(job: Job) -> tuple[Job, Plan]:
                return job, _make(office, book, choice, layout)

            job = self._background.run("核对", work, self._done, lambda error: self._ended(job, error), quiet=True)
            self._job = job
        self.changed.emit()

    def knows(self, choice: Choice) -> bool:
        """Whether it is known what the headings of this sender meant."""
        return bool(remembered_columns(self._office, choice.sender, _target(self._office, choice.where)).fields)

    def _done(self, made: tuple[Job, Plan]) -> None:
        job, plan = made
        if job is self._job:
            self.plan, self.layout, self._job = plan, plan.layout, None
            self.changed.emit()

    def _ended(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()
            if not isinstance(error, Cancelled):
                self.failed.emit(error)


def _make(office: Office, book: Book, choice: Choice, layout: Layout | None) -> Plan:
    target = _target(office, choice.where)
    return plan_import(office, book, target, layout or _layout(office, book, target, choice))


def _target(office: Office, where: Where) -> Target:
    return case_target(office, where.case) if where.case else cases_target(office.package, where.measure)


def _layout(office: Office, book: Book, target: Target, choice: Choice) -> Layout:
    """The columns that fit best; where none do, those of the first sheet, to be named by the person."""
    known = remembered_columns(office, choice.sender, target)
    if not choice.sheet and (found := propose(book, target, known)) is not None:
        return found
    shown = [sheet for sheet in book.sheets if sheet.visible] or list(book.sheets)
    sheet = next((each for each in book.sheets if each.name == choice.sheet), shown[0])
    found = propose_sheet(sheet, target, known)
    if found is not None and (not choice.row or found.first <= choice.row <= found.last):
        return found
    return layout_at(sheet, target, choice.row or 1, known)

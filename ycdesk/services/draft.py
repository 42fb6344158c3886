"""The draft of one case as its tab shows it: what was typed, what it means, what the award would be.

Nothing here knows a screen. A widget calls a deed (``set``, ``add_row``, ``paste`` …) and then reads ``preview()``.
Paths are those of the case file: ``facts.name``, ``facts.booths[0].fee``, and ``applied_on``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ycdesk.calculation.assessment import Assessment
from ycdesk.calculation.facts import FactKind, FactSpec, FormSpec, form_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.shelf import PackageShelf
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.entry import Entry, Reader
from ycdesk.domain.people import Person
from ycdesk.services.case_files import Basis, basis_for, read_entries
from ycdesk.services.dossiers import save_entries
from ycdesk.services.draft_rows import DraftRows
from ycdesk.services.office import Office
from ycdesk.services.packages import package_for
from ycdesk.services.particulars import NAME, ROW_TITLE, TITLE, columns_for, lacking, offered, wrong_texts
from ycdesk.services.preview import Frozen, Preview, preview_of

APPLIED_ON = FactSpec("applied_on", FactKind.DATE, "申请日期", help="收到申请材料的日期", example="2025-06-30")
"""The day of application, which is typed in the form but is not a fact of the measure."""
_UNDO_DEPTH = 200
_CELL = re.compile(r"((?:facts\.)?\w+)\[(\d+)\]\.(.+)")

Save = Callable[[dict[str, Any], date | None, int], int]
"""Writes entries and day with the version last seen; gives the new version."""


@dataclass
class CaseDraft:
    """One case while it is typed. ``entries`` holds the text of every field; see ``ycdesk.domain.entry``."""

    package: PolicyPackage
    """That of the event dates typed so far, as of the last ``preview()``."""
    measure: str
    applicant: Applicant
    entries: dict[str, Any] = field(default_factory=dict)
    applied_on: date | None = None
    basis: Basis = field(default_factory=Basis)
    """The ledger and the rulings that it is computed with."""
    version: int = 0
    store: Save | None = None
    frozen: Frozen | None = None
    """What a submitted or decided case came to; such a draft is only read."""
    packages: PackageShelf | None = None
    """Those among which the event dates choose; None: only ``package``."""

    def __post_init__(self) -> None:
        self.form: FormSpec = form_of(self.measure)
        header = {spec.name: "" for spec in self.form.header}
        header.update({key: str(value or "") for key, value in (self.entries.get("header") or {}).items()})
        header.setdefault("applied_on", self.applied_on.isoformat() if self.applied_on else "")
        rows = {name: [dict(row) for row in self.entries.get(name) or ()] for name in ("rows", NAME)}
        self.entries = {"header": header, **rows}
        self.revision = 0
        self._saved = deepcopy(self.entries)
        self._undo: list[tuple[str, dict[str, Any]]] = []
        self._redo: list[tuple[str, dict[str, Any]]] = []
        self.tables = {table.prefix: table for table in self._tables()}
        """Its tables by the beginning of their paths: that of the measure, 票据与标识."""
        self._take(self.package)
        self._preview: tuple[int, Preview] | None = None

    # What was typed.

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of the measure's table, each a text by column."""
        rows: list[dict[str, str]] = self.entries["rows"]
        return rows

    def spec(self, path: str) -> FactSpec:
        """The declaration behind a path. Raises KeyError for an unknown one."""
        if path == "applied_on":
            return APPLIED_ON
        if found := _CELL.fullmatch(path):
            return self.tables[found[1]].spec(found[3])
        for spec in self.form.header:
            if spec.name == path.removeprefix("facts."):
                return spec
        raise KeyError(path)

    def text(self, path: str) -> str:
        """The text at a path, empty where nothing was entered."""
        record, name = self._place(path)
        return record.get(name, "") if record is not None else ""

    def entry(self, path: str) -> Entry:
        """What the text at a path means."""
        if found := _CELL.fullmatch(path):
            return self.tables[found[1]].cell(int(found[2]), found[3])
        return self._reader.read(self.spec(path), self.text(path))

    # Deeds. Each can be undone; typing on in the same field is one deed.

    def set(self, path: str, text: str) -> None:
        """Put ``text`` into a field; a row that is not there yet is added."""
        if self.text(path) == text:
            return
        self.remember(path)
        if found := _CELL.fullmatch(path):
            self.tables[found[1]].grow(int(found[2]))
        record, name = self._place(path)
        assert record is not None
        record[name] = text
        self.note_change()

    def settle(self, path: str) -> None:
        """A field is left: what was understood takes its plain form."""
        kept = self.entry(path).kept
        record, name = self._place(path)
        if record is not None and kept and kept != record.get(name, ""):
            record[name] = kept
            self.note_change()
        self._steady()

    def undo(self) -> str | None:
        """Take the last deed back; gives the path of its field ("" for rows), None when there is none."""
        return self._step(self._undo, self._redo)

    def redo(self) -> str | None:
        """Do again what was taken back."""
        return self._step(self._redo, self._undo)

    # What it comes to.

    def preview(self) -> Preview:
        """The award by the facts typed so far; computed once for each change. Never raises."""
        if self._preview is None or self._preview[0] != self.revision:
            self._preview = (self.revision, self._compute())
        return self._preview[1]

    def problems(self) -> tuple[tuple[str, str], ...]:
        """What stands in the way, in the order of the form: wrong texts, then missing facts."""
        preview = self.preview()
        missing = {**dict(preview.missing), **lacking(self.entries, self.package, self.measure)}
        return (*preview.messages.items(), *((path, f"{words}未填") for path, words in missing.items()))

    def _compute(self) -> Preview:
        entry = self.entry("applied_on")
        day = date.fromisoformat(entry.value) if isinstance(entry.value, str) else None
        packages = self.packages or self.package
        typed = read_entries(packages, self.measure, self.applicant, day, self.entries, self.basis, self._reader)
        if typed.package is not self.package:
            self._take(typed.package)
        typed.messages.update(wrong_texts(self.entries, self.package, self.measure))
        if entry.message:
            typed = typed._replace(messages={"applied_on": entry.message, **typed.messages})
        return preview_of(typed, self.package, len(self.rows), self.basis, self.frozen)

    # The journal.

    @property
    def dirty(self) -> bool:
        """Whether something typed is not in the database yet."""
        return self.entries != self._saved

    def save(self) -> bool:
        """Write what was typed; gives whether there was anything. Raises Conflict when another desk was faster."""
        if self.store is None or not self.dirty:
            return False
        entries = deepcopy(self.entries)
        day = self.entry("applied_on").value
        applied_on = date.fromisoformat(day) if isinstance(day, str) else None
        self.version = self.store(entries, applied_on, self.version)
        self._saved = entries
        return True

    def forget(self) -> None:
        """What is in ``entries`` now came from the database: nothing is dirty, nothing can be undone."""
        self._saved = deepcopy(self.entries)
        self._undo.clear()
        self._redo.clear()
        self.note_change()

    # Inside.

    def _tables(self) -> Iterator[DraftRows]:
        if self.form.table is not None:
            own = self.form.table
            yield DraftRows(self, "rows", f"facts.{own.name}", (own.title, own.row_title), own.columns)
        if offered(self.package, self.measure) or self.entries[NAME]:
            yield DraftRows(self, NAME, NAME, (TITLE, ROW_TITLE), columns_for(self.package, self.measure))

    def _take(self, package: PolicyPackage) -> None:
        """Read by this package from now on."""
        self.package, self._reader = package, Reader(package)
        for table in self.tables.values():
            table.reader = self._reader
        if (numbers := self.tables.get(NAME)) is not None:
            numbers.reader, numbers.columns = Reader(package), columns_for(package, self.measure)

    def _place(self, path: str) -> tuple[dict[str, str] | None, str]:
        if found := _CELL.fullmatch(path):
            number, rows = int(found[2]), self.tables[found[1]].rows
            return (rows[number] if number < len(rows) else None), found[3]
        header: dict[str, str] = self.entries["header"]
        return header, path.removeprefix("facts.")

    def note_change(self) -> None:
        """Something in ``entries`` is another."""
        self.revision += 1

    def remember(self, path: str) -> None:
        """What stands now can be come back to; ``path``: the field that changes, "" for rows."""
        if not (path and self._undo and self._undo[-1][0] == path):
            self._undo.append((path, deepcopy(self.entries)))
            del self._undo[:-_UNDO_DEPTH]
        self._redo.clear()

    def _steady(self) -> None:
        """End the run of typing: the next character begins a deed of its own."""
        if self._undo and self._undo[-1][0]:
            path, entries = self._undo[-1]
            self._undo[-1] = (f"{path} ", entries)

    def _step(self, back: list[tuple[str, dict[str, Any]]], on: list[tuple[str, dict[str, Any]]]) -> str | None:
        if not back:
            return None
        path, entries = back.pop()
        on.append((path, self.entries))
        self.entries = entries
        self.note_change()
        return path.strip()


def open_draft(office: Office, person: Person, case: Case) -> CaseDraft:
    """The draft of a stored case: written back through the journal while it may be changed, else only read.

    A submitted case is shown with the applicant as it was then.
    """
    editable = case.state.editable
    frozen = Frozen(Assessment.from_dict(case.result), case.rulings or []) if case.result and not editable else None
    applicant = Applicant(**case.applicant_snapshot) if frozen and case.applicant_snapshot else case.dossier.applicant
    return CaseDraft(
        basis=basis_for(office, case),
        package=package_for(office, case),
        measure=case.measure,
        applicant=applicant,
        entries=case.entries,
        applied_on=case.applied_on,
        version=case.version,
        store=lambda entries, day, version: save_entries(office, person, case.id, entries, day, version),
        frozen=frozen,
        packages=office.packages if editable else None,
    )

"""The checklist of papers: what this case needs, what lies on the counter, what is waived and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ycdesk.calculation import CaseFile, PolicyPackage
from ycdesk.calculation.rules import Paper
from ycdesk.database.log import append_event
from ycdesk.domain.case import Case, ChecklistEntry
from ycdesk.domain.errors import InputProblem
from ycdesk.domain.people import Person
from ycdesk.domain.scan import Scan
from ycdesk.domain.states import Action
from ycdesk.services.acts import case_for
from ycdesk.services.case_files import case_file, current_file
from ycdesk.services.office import Office, deed
from ycdesk.services.packages import case_package, package_for

MARKS = ("original", "copy", "stamp", "signed", "verify", "translate")


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A paper and what was ticked for it; ``entry`` is None as long as nobody touched it."""

    paper: Paper
    entry: ChecklistEntry | None

    @property
    def name(self) -> str:
        """The paper's name."""
        return self.paper.name

    @property
    def ticked(self) -> bool:
        """Whether the paper lies on the counter."""
        return self.entry is not None and self.entry.ticked

    @property
    def waived(self) -> str:
        """Why it is not asked for; empty when it is."""
        return self.entry.waived_reason if self.entry else ""

    @property
    def scans(self) -> Sequence[Scan]:
        """The files that show it."""
        return self.entry.scans if self.entry else ()

    @property
    def seen(self) -> str:
        """Who has seen the original, and when; empty where nobody has."""
        entry = self.entry
        return f"{entry.seen_by.name} {entry.seen_at:%Y-%m-%d}" if entry and entry.seen_by and entry.seen_at else ""

    @property
    def settled(self) -> bool:
        """Not required, or ticked, or waived with a reason."""
        return not self.paper.required or self.ticked or bool(self.waived)

    def frozen(self) -> dict[str, Any]:
        """The row as it is stored at submission."""
        entry = self.entry
        return {
            "id": self.paper.id,
            "name": self.paper.name,
            "required": self.paper.required,
            "key": self.paper.key,
            "asked": list(self.paper.marks),
            "note": self.paper.note,
            "ticked": self.ticked,
            **{mark: bool(entry and getattr(entry, mark)) for mark in MARKS},
            "pages": entry.pages if entry else None,
            "remark": entry.remark if entry else "",
            "waived_reason": self.waived,
            "seen_by": entry.seen_by.name if entry and entry.seen_by else "",
            "seen_on": entry.seen_at.date().isoformat() if entry and entry.seen_at else "",
            "scans": [{"name": scan.name, "sha256": scan.digest} for scan in self.scans],
        }


def checklist_rows(package: PolicyPackage, file: CaseFile, entries: Iterable[ChecklistEntry]) -> list[ChecklistRow]:
    """The rows for a case file that is at hand, in the order of the package."""
    by_paper = {entry.paper_id: entry for entry in entries}
    return [ChecklistRow(paper, by_paper.get(paper.id)) for paper in package.papers_for(file)]


def shown_rows(package: PolicyPackage, file: CaseFile, case: Case) -> list[ChecklistRow]:
    """The rows of a case: as they were submitted, or for one that can be changed as the package asks for them now."""
    if case.papers is None or case.state.editable:
        return checklist_rows(package, file, case.checklist)
    by_paper = {entry.paper_id: entry for entry in case.checklist}
    return [ChecklistRow(_paper_of(row), by_paper.get(row["id"])) for row in case.papers]


def _paper_of(row: dict[str, Any]) -> Paper:
    """The paper of a frozen row; when it would be needed is settled."""
    known = {"id": row["id"], "name": row["name"], "key": row["key"], "note": row["note"], "required": row["required"]}
    return Paper(**known, marks=tuple(row["asked"]), need="always")


def checklist(office: Office, case: Case) -> list[ChecklistRow]:
    """The rows of a stored case."""
    return shown_rows(package_for(office, case), case_file(office, case), case)


@deed
def tick(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    paper_id: str,
    *,
    ticked: bool | None = None,
    original: bool | None = None,
    copy: bool | None = None,
    stamp: bool | None = None,
    signed: bool | None = None,
    verify: bool | None = None,
    translate: bool | None = None,
    pages: int | None = None,
    remark: str | None = None,
) -> ChecklistEntry:
    """Set what is given and leave the rest; returns the entry. ``pages`` 0 clears the number."""
    marks = {"original": original, "copy": copy, "stamp": stamp, "signed": signed, "verify": verify}
    given = {"ticked": ticked, **marks, "translate": translate, "remark": remark}
    if pages is not None and not 0 <= pages <= 9999:
        raise InputProblem({"pages": "页数应在 0 至 9999 之间。"})
    entry = entry_of(session, office, person, case_id, paper_id)
    for name, value in given.items():
        if value is not None:
            setattr(entry, name, value)
    if pages is not None:
        entry.pages = pages or None
    _see(entry, person.id, office)
    session.flush()
    return entry


@deed
def tick_all(session: Session, office: Office, person: Person, case_id: int, pages: int = 0) -> int:
    """All required papers lie on the counter, each with the marks it asks for; returns how many were ticked now.

    Papers already ticked or waived stay as they are. ``pages`` is entered for each; 0 leaves the number open.
    """
    case, by = case_for(session, office, person, case_id, None, Action.EDIT)
    typed = current_file(session, office, case)
    rows = [row for row in checklist_rows(typed.package, typed.file, case.checklist) if not row.settled]
    for row in rows:
        entry = row.entry or ChecklistEntry(case_id=case_id, paper_id=row.paper.id)
        entry.ticked, entry.pages = True, pages or entry.pages
        entry.by_id, entry.at = by.id, office.clock()
        for mark in row.paper.marks:
            setattr(entry, mark, True)
        _see(entry, by.id, office)
        session.add(entry)
    return len(rows)


def _see(entry: ChecklistEntry, person_id: int, office: Office) -> None:
    """Keep who first said that the original was seen, and when; nobody once it was not."""
    if not (entry.original or entry.verify):
        entry.seen_by_id = entry.seen_at = None
    elif entry.seen_by_id is None:
        entry.seen_by_id, entry.seen_at = person_id, office.clock()


@deed
def waive(session: Session, office: Office, person: Person, case_id: int, paper_id: str, reason: str) -> ChecklistEntry:
    """Do not ask for a paper, with a reason; an empty reason asks for it again."""
    entry = entry_of(session, office, person, case_id, paper_id)
    entry.waived_reason = reason.strip()
    content = {"paper": paper_id, "reason": entry.waived_reason}
    append_event(session, office.clock(), person, "waive", content, case_id=case_id)
    return entry


def entry_of(session: Session, office: Office, person: Person, case_id: int, paper_id: str) -> ChecklistEntry:
    """The entry of one paper, made when there is none yet; whoever touches it becomes an editor of the case."""
    case, by = case_for(session, office, person, case_id, None, Action.EDIT)
    package = case_package(session, office, case)
    known = (*package.common_papers, *package.measures[case.measure].papers)
    if paper_id not in {paper.id for paper in known}:
        raise InputProblem({"paper": f"这个事项的材料清单里没有编号为“{paper_id}”的材料。"})
    entry = next((entry for entry in case.checklist if entry.paper_id == paper_id), None)
    if entry is None:
        entry = ChecklistEntry(case_id=case_id, paper_id=paper_id, by_id=by.id, at=office.clock())
        session.add(entry)
    entry.by_id, entry.at = by.id, office.clock()
    return entry

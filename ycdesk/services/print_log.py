"""How often a paper was printed: an event for each printing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.database.queries import printing_of
from ycdesk.domain.case import Case
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.domain.events import Event
from ycdesk.domain.people import Person
from ycdesk.services.office import Office, actor, deed


@deed
def record_print(session: Session, office: Office, person: Person, paper: Paper) -> int:
    """Note that a paper goes to the printer; returns which printing it is (1 for the first)."""
    by = actor(session, person)
    if paper.kind.of_batch:
        number = batch_prints(session, paper.kind)[paper.subject_id, paper.county] + 1
        content = {"paper": paper.kind.label, "number": number, "batch": paper.subject_id, "county": paper.county}
        append_event(session, office.clock(), by, "print", content)
        return number
    case = session.get_one(Case, paper.subject_id)
    number = case_prints(session, paper.kind, [case.id])[case.id] + 1
    content = {"paper": paper.kind.label, "number": number}
    append_event(session, office.clock(), by, "print", content, case_id=case.id, dossier_id=case.dossier_id)
    return number


def case_prints(session: Session, kind: PaperKind, case_ids: Iterable[int]) -> Counter[int]:
    """How often the paper of each case was printed."""
    found = select(Event.case_id).where(Event.case_id.in_(list(case_ids)), printing_of(kind.label))
    return Counter(case_id for case_id in session.scalars(found) if case_id is not None)


def batch_prints(session: Session, kind: PaperKind) -> Counter[tuple[int, str]]:
    """How often the paper of each batch, and county, was printed."""
    found = select(Event).where(Event.case_id.is_(None), printing_of(kind.label))
    return Counter((event.details["batch"], event.details["county"]) for event in session.scalars(found))

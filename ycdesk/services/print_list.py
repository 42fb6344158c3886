"""What can be printed: the cases or batches that a paper has a ground for, its number, how often it was printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ycdesk.database.queries import ListedCase, holds, listed_cases, rows_of
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.document import Document
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.domain.meeting import Batch
from ycdesk.domain.pinyin import search_form
from ycdesk.domain.states import EDITABLE, STANDING, CaseState
from ycdesk.services.letters_batch import counties_of
from ycdesk.services.office import Office, query
from ycdesk.services.print_log import batch_prints, case_prints

MOST = 2000
"""Papers that are listed at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers are listed; None and "" narrow nothing. Days: when the case came into its state."""

    kind: PaperKind
    state: CaseState | None = None
    batch_id: int | None = None
    measure: str = ""
    county: str = ""
    first_day: date | None = None
    last_day: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Printable:
    """One line of the printing centre."""

    paper: Paper
    about: str
    """Applicant, or name of the batch and the county."""
    matter: str
    state: str
    number: str
    """Of the letter that was issued last, marked where it is void; "" where none was."""
    document_id: int | None
    """Of the letter that stands."""
    printed: int
    delivered: str
    dossier_id: int | None = None


@query
def printables(session: Session, office: Office, wanted: Wanted) -> list[Printable]:
    """The papers of one kind, the newest first, at most :data:`MOST`."""
    if wanted.kind.of_batch:
        return _of_batches(session, office, wanted)
    ground = _ground(wanted.kind)
    if wanted.kind.numbered:  # also those whose letter does not hold any more
        ground |= Case.id.in_(select(Document.case_id).where(Document.kind == wanted.kind))
    statement = listed_cases().where(ground, *_narrowed(wanted)).order_by(Case.id.desc()).limit(MOST)
    rows = rows_of(session, statement)
    documents = _documents(session, wanted.kind, Document.case_id, [row.case_id for row in rows])
    prints = case_prints(session, wanted.kind, [row.case_id for row in rows])
    return [_line(office, wanted.kind, row, documents.get((row.case_id, "")), prints[row.case_id]) for row in rows]


def _ground(kind: PaperKind) -> ColumnElement[bool]:
    """Which cases a paper may be made of."""
    match kind:
        case PaperKind.RECEIPT:
            return Case.received_on.is_not(None)
        case PaperKind.ACCEPTANCE:
            return Case.accepted_on.is_not(None)
        case PaperKind.SUPPLEMENT:
            return Case.supplement_due.is_not(None)
        case PaperKind.REJECTION:
            return Case.state == CaseState.REJECTED
        case PaperKind.REFUSAL:
            return Case.state == CaseState.REFUSED
        case PaperKind.SUPPORT:
            return Case.award.is_not(None) & Case.state.in_(STANDING)
        case PaperKind.PAYMENT:
            return Case.state.in_((CaseState.PART_PAID, CaseState.PAID, CaseState.ARCHIVED))
        case PaperKind.RECOVERY:
            return Case.state.in_((CaseState.RECOVERING, CaseState.RECOVERED))
        case PaperKind.DELIVERY:
            return Case.id.in_(select(Document.case_id).where(Document.void_at.is_(None)))
    return Case.papers.is_not(None) & Case.state.not_in(EDITABLE)


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    typed, conditions = wanted.text.strip(), []
    if wanted.state is not None:
        conditions.append(Case.state == wanted.state)
    if wanted.batch_id:
        conditions.append(Case.batch_id == wanted.batch_id)
    if wanted.measure:
        conditions.append(Case.measure == wanted.measure)
    if wanted.county:
        conditions.append(Applicant.county == wanted.county)
    if wanted.first_day is not None:
        conditions.append(Case.state_since >= datetime.combine(wanted.first_day, time.min))
    if wanted.last_day is not None:
        conditions.append(Case.state_since < datetime.combine(wanted.last_day + timedelta(days=1), time.min))
    if typed:
        conditions.append(holds(Case.number, typed) | holds(Applicant.search_name, search_form(typed)))
    return conditions


def _documents(
    session: Session, kind: PaperKind, subject: object, ids: Sequence[int]
) -> Mapping[tuple[int, str], Document]:
    """The last letter of each subject and county, that which stands before those that are void."""
    if not kind.numbered or not ids:
        return {}
    column = Document.batch_id if kind.of_batch else Document.case_id
    found = select(Document).where(Document.kind == kind, column.in_(ids))
    ordered = sorted(session.scalars(found), key=lambda each: (each.void_at is None, each.id))
    return {((each.batch_id if kind.of_batch else each.case_id) or 0, each.county): each for each in ordered}


def _line(office: Office, kind: PaperKind, row: ListedCase, document: Document | None, prints: int) -> Printable:
    return Printable(
        paper=Paper(kind, row.case_id, row.number),
        about=row.applicant,
        matter=office.titles.get(row.measure, row.measure),
        state=row.state.label,
        **_issued(document),
        printed=prints,
        dossier_id=row.dossier_id,
    )


def _issued(document: Document | None) -> dict[str, Any]:
    """What a line says of the letter that was issued last."""
    if document is None:
        return {"number": "", "document_id": None, "delivered": ""}
    void = document.void_at is not None
    delivered = f"{document.delivered_on:%m-%d} {document.delivered_to}" if document.delivered_on else ""
    return {
        "number": f"{document.number}（作废）" if void else document.number,
        "document_id": None if void else document.id,
        "delivered": delivered,
    }


def _of_batches(session: Session, office: Office, wanted: Wanted) -> list[Printable]:
    chosen = select(Batch).order_by(Batch.id.desc()).limit(MOST)
    if wanted.kind is not PaperKind.SUMMARY:
        chosen = chosen.where(Batch.posted_on.is_not(None))
    if wanted.batch_id:
        chosen = chosen.where(Batch.id == wanted.batch_id)
    if wanted.text.strip():
        chosen = chosen.where(holds(Batch.number, wanted.text.strip()) | holds(Batch.name, wanted.text.strip()))
    batches = list(session.scalars(chosen))
    documents = _documents(session, wanted.kind, Document.batch_id, [batch.id for batch in batches])
    prints = batch_prints(session, wanted.kind)
    lines = []
    for batch in batches:
        counties = counties_of(session, office, batch) if wanted.kind is PaperKind.COUNTY else [""]
        for county in counties:
            if wanted.county and county and county != wanted.county:
                continue
            document = documents.get((batch.id, county))
            place = office.package.counties[county].name if county else ""
            lines.append(
                Printable(
                    paper=Paper(wanted.kind, batch.id, batch.number, county),
                    about=place or batch.name,
                    matter=f"{batch.year} 年度",
                    state="已公示" if batch.posted_on else "待上会",
                    **_issued(document),
                    printed=prints[batch.id, county],
                )
            )
    return lines


def usual_paper(state: CaseState) -> PaperKind:
    """The paper that a case in this state most likely wants."""
    if state in _USUAL:
        return _USUAL[state]
    return PaperKind.SUPPORT if state in STANDING else PaperKind.SLIP


_USUAL = {
    CaseState.RECEIVED: PaperKind.RECEIPT,
    CaseState.SUPPLEMENT: PaperKind.SUPPLEMENT,
    CaseState.ACCEPTED: PaperKind.ACCEPTANCE,
    CaseState.REJECTED: PaperKind.REJECTION,
    CaseState.REFUSED: PaperKind.REFUSAL,
    CaseState.PART_PAID: PaperKind.PAYMENT,
    CaseState.PAID: PaperKind.PAYMENT,
    CaseState.RECOVERING: PaperKind.RECOVERY,
}

"""Writing and proving the log of events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.database.bulk import insert_rows
from ycdesk.domain.events import GENESIS, Event, broken_link, canonical, chain_hash
from ycdesk.domain.people import Person


@dataclass(frozen=True, slots=True)
class News:
    """What an event tells."""

    kind: str
    content: Mapping[str, Any] = field(default_factory=dict)
    case_id: int | None = None
    dossier_id: int | None = None
    applicant_id: int | None = None


def append_event(
    session: Session,
    at: datetime,
    person: Person,
    kind: str,
    content: Mapping[str, Any] | None = None,
    *,
    case_id: int | None = None,
    dossier_id: int | None = None,
    applicant_id: int | None = None,
) -> None:
    """Chain one event to the last. The deed's transaction is the only writer, so nobody comes between."""
    append_events(session, at, person, [News(kind, content or {}, case_id, dossier_id, applicant_id)])


def append_events(session: Session, at: datetime, person: Person, news: Iterable[News]) -> None:
    """Chain events to the last, in their order."""
    last = session.execute(select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)).first()
    done, previous = (last.id, last.hash) if last else (0, GENESIS)
    rows = []
    for number, each in enumerate(news, done + 1):
        told = {
            "id": number,
            "at": at.isoformat(),
            "person_id": person.id,
            "person_name": person.name,
            "kind": each.kind,
            "case_id": each.case_id,
            "dossier_id": each.dossier_id,
            "applicant_id": each.applicant_id,
            "content": canonical(each.content),
        }
        digest = chain_hash(previous, told)
        rows.append({**told, "at": at, "previous_hash": previous, "hash": digest})
        previous = digest
    insert_rows(session, Event, rows)


def verify_events(session: Session) -> int | None:
    """The number of the first event that breaks the chain, None when it is whole. Reads the log in pieces."""
    return broken_link(session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=500)))

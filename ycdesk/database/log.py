"""Writing and proving the log of events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.domain.events import GENESIS, Event, broken_link, canonical
from ycdesk.domain.people import Person


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
) -> Event:
    """Chain one event to the last. The deed's transaction is the only writer, so nobody comes between."""
    last = session.execute(select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)).first()
    event = Event(
        id=last.id + 1 if last else 1,
        at=at,
        person_id=person.id,
        person_name=person.name,
        kind=kind,
        case_id=case_id,
        dossier_id=dossier_id,
        applicant_id=applicant_id,
        content=canonical(content or {}),
        previous_hash=last.hash if last else GENESIS,
    )
    event.hash = event.computed_hash()
    session.add(event)
    session.flush()
    return event


def verify_events(session: Session) -> int | None:
    """The number of the first event that breaks the chain, None when it is whole. Reads the log in pieces."""
    return broken_link(session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=500)))

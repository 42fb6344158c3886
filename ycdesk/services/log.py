"""The log of events, written out for whoever wants to prove it outside the program."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from ycdesk.domain.events import Event, canonical
from ycdesk.services.office import Office


def log_lines(office: Office) -> Iterator[str]:
    """Each event as one line of JSON, in order, its hashes included; read in pieces. ``installer/verify_log.py``
    verifies the lines.
    """
    with office.reading_sessions() as session:
        for event in session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=500)):
            yield canonical({**event.hashed(), "previous_hash": event.previous_hash, "hash": event.hash})

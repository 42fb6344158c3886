"""The stages of one case, as the log tells them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.domain.events import Event
from ycdesk.domain.history import Stage, retell
from ycdesk.services.office import Office, query


@query
def stages_of(session: Session, office: Office, case_id: int) -> list[Stage]:
    """Each stay of a case in a state, the earliest first, with who brought it there."""
    events = session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.id))
    told = retell(events).get(case_id)
    return told.stages if told is not None else []

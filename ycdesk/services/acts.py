"""What all deeds of the workflow share: the case as it is now, who acts and for whom, the event that they leave.

Every event of the workflow names the state that it led to, so that the log alone tells where each case stands.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.database.transaction import changed_elsewhere
from ycdesk.domain.case import Case
from ycdesk.domain.deputy import Deputy
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.domain.workflow import refusal, stands_for, transition
from ycdesk.services.office import Office, actor
from ycdesk.services.voiding import void_documents

GONE = Refused("这件已被删除。", "请回到工作台刷新。")


def case_for(
    session: Session, office: Office, person: Person, case_id: int, version: int | None, action: Action
) -> tuple[Case, Person]:
    """The case and the acting person, fresh, once the workflow allows the action. Raises Refused or Conflict.

    ``version`` is that of the page the person saw; None where the deed does not depend on it.
    """
    by = actor(session, person)
    case = session.get(Case, case_id)
    if case is None:
        raise GONE
    why = refusal(case, by, action, away_for(session, office, by))
    if why:
        raise Refused(why)
    if version is not None and case.version != version:
        raise changed_elsewhere()
    return case, by


def away_for(session: Session, office: Office, person: Person) -> list[Person]:
    """Those on leave for whom the person stands in today."""
    today = office.clock().date()
    mine = (Deputy.deputy_id == person.id, Deputy.first_day <= today, Deputy.last_day >= today)
    return [each.person for each in session.scalars(select(Deputy).where(*mine).order_by(Deputy.id))]


def principal(session: Session, office: Office, case: Case, by: Person, action: Action) -> Person | None:
    """For whom ``by`` acts as a deputy; None in the own role. To be asked before the case changes its state."""
    return stands_for(case, by, action, away_for(session, office, by))


def move(case: Case, action: Action, office: Office, chosen: int = 0) -> None:
    """Bring the case where the table leads, to the target number ``chosen`` where there are several."""
    line = transition(case, action)
    assert line is not None  # case_for has found it
    case.enter(line.targets[chosen], office.clock())


def leave_event(session: Session, office: Office, by: Person, case: Case, action: Action, **content: Any) -> None:
    """The event of a deed, once everything that it changed is written; letters that it undoes are void."""
    void_documents(session, case, action, office.clock())
    session.flush()
    details = {"number": case.number, "version": case.version, "state": case.state.value, **content}
    append_event(session, office.clock(), by, action.value, details, case_id=case.id, dossier_id=case.dossier_id)
    session.refresh(case)  # persons and editors as they are now


def need_reason(reason: str, deed: str) -> str:
    """The reason without blanks around it. Raises InputProblem for none."""
    if not reason.strip():
        raise InputProblem({"reason": f"{deed}须写明理由。"})
    return reason.strip()

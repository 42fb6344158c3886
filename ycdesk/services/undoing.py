"""Undoing a decision: a correction puts another case in its place."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.database.numbers import CASES, next_number
from ycdesk.domain.case import Case, CaseEditor, CaseState, ChecklistEntry
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.services.acts import case_for, leave_event, move, need_reason
from ycdesk.services.budget import release
from ycdesk.services.checklist import MARKS
from ycdesk.services.fingerprints import store_fingerprints
from ycdesk.services.office import Office, deed, query
from ycdesk.services.search import store_words


@deed
def correct(session: Session, office: Office, person: Person, case_id: int, version: int, reason: str) -> Case:
    """Cancel a decision (更正); returns the draft in its place, with the same entries and papers.

    The decision itself stays as it was frozen. The draft belongs to whoever entered the case; everybody who had a
    hand in the case has one in the draft. The limits that it used are free again.
    """
    case, by = case_for(session, office, person, case_id, version, Action.CORRECT)
    close(session, office, by, case, Action.CORRECT, reason)
    now = office.clock()
    draft = Case(
        number=next_number(session, CASES, now.year),
        dossier_id=case.dossier_id,
        measure=case.measure,
        state=CaseState.DRAFT,
        entries=deepcopy(case.entries),
        applied_on=case.applied_on,
        entered_by=case.entered_by,
        entered_at=now,
        changed_by=case.changed_by,
        changed_at=now,
        state_since=now,
        received_on=case.received_on,
        accepted_on=case.accepted_on,
        supplement_due=case.supplement_due,
        corrects_id=case.id,
    )
    session.add(draft)
    session.flush()
    kept = ("paper_id", "ticked", *MARKS, "pages", "remark", "waived_reason", "by_id", "at")
    session.add_all(
        ChecklistEntry(case_id=draft.id, **{name: getattr(entry, name) for name in kept}) for entry in case.checklist
    )
    session.flush()
    for editor in sorted(case.editor_ids):
        if session.get(CaseEditor, (draft.id, editor)) is None:  # the database has added some by itself
            session.add(CaseEditor(case_id=draft.id, person_id=editor))
            session.flush()
    store_fingerprints(session, office, draft.id, draft.measure, {}, draft.entries)
    store_words(session, draft.id, (draft.number, case.dossier.number), draft.entries)
    content = {"number": draft.number, "measure": draft.measure, "corrects": case.number}
    append_event(session, now, by, "add_case", content, case_id=draft.id, dossier_id=draft.dossier_id)
    session.refresh(draft)
    return draft


@query
def counterpart(session: Session, office: Office, case: Case) -> Case | None:
    """Of a corrected case the one in its place, of such a one the case that it corrects; None for any other."""
    if case.corrects_id is not None and case.state is not CaseState.CORRECTED:
        return session.get(Case, case.corrects_id)
    return session.scalar(select(Case).where(Case.corrects_id == case.id))


def close(
    session: Session, office: Office, by: Person, case: Case, action: Action, reason: str, **content: Any
) -> None:
    """End the standing of a decision, give what it took of the budget back, and leave the event."""
    reason = need_reason(reason, action.label)
    move(case, action, office)
    case.closed_by, case.closed_at, case.closing_reason = by.id, case.state_since, reason
    if case.state is CaseState.CORRECTED:
        release(session, case, office.clock())
    leave_event(session, office, by, case, action, reason=reason, **content)

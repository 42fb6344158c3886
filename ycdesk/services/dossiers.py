"""Dossiers and drafts: opening a dossier, adding cases, and the journal of what is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.database.numbers import CASES, DOSSIERS, next_number
from ycdesk.database.transaction import changed_elsewhere
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.errors import Refused
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import Action
from ycdesk.services.acts import GONE, case_for
from ycdesk.services.fingerprints import store_fingerprints
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.search import store_words


@deed
def open_dossier(session: Session, office: Office, person: Person, applicant_id: int) -> Dossier:
    """Open a dossier for one visit of an applicant; caseworkers do."""
    by = caseworker(session, person)
    applicant = session.get(Applicant, applicant_id)
    if applicant is None:
        raise Refused("找不到这个申报主体。")
    now = office.clock()
    number = next_number(session, DOSSIERS, now.year)
    dossier = Dossier(number=number, applicant=applicant, opener=by, opened_at=now, cases=[])
    session.add(dossier)
    session.flush()
    content = {"number": number, "applicant": applicant.name}
    append_event(session, now, by, "open_dossier", content, dossier_id=dossier.id, applicant_id=applicant_id)
    return dossier


@query
def get_dossier(session: Session, office: Office, dossier_id: int) -> Dossier:
    """A dossier with its applicant and cases. Raises Refused when there is none."""
    dossier = session.get(Dossier, dossier_id)
    if dossier is None:
        raise Refused("找不到这个卷。")
    return dossier


@deed
def add_case(
    session: Session, office: Office, person: Person, dossier_id: int, measure: str, applied_on: date | None = None
) -> Case:
    """Begin a draft for one measure, with the next number of the year; applied today unless said otherwise."""
    by = caseworker(session, person)
    dossier = session.get(Dossier, dossier_id)
    if dossier is None:
        raise Refused("找不到这个卷。")
    if measure not in office.package.measures:
        raise Refused("政策包里没有这个事项。")
    now = office.clock()
    case = Case(
        number=next_number(session, CASES, now.year),
        dossier_id=dossier.id,
        measure=measure,
        state=CaseState.DRAFT,
        entries={"header": {}, "rows": []},
        applied_on=applied_on or now.date(),
        entered_by=by.id,
        entered_at=now,
        changed_by=by.id,
        changed_at=now,
        state_since=now,
    )
    session.add(case)
    session.flush()
    store_words(session, case.id, (case.number, dossier.number), case.entries)
    content = {"number": case.number, "measure": measure}
    append_event(session, now, by, "add_case", content, case_id=case.id, dossier_id=dossier.id)
    session.refresh(case)
    return case


@query
def get_case(session: Session, office: Office, case_id: int) -> Case:
    """A case with its dossier, applicant, checklist and editors. Raises Refused when there is none."""
    case = session.get(Case, case_id)
    if case is None:
        raise GONE
    return case


def write_entries(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    entries: dict[str, Any],
    applied_on: date | None,
    version: int,
) -> int:
    """The journal: store what is typed, as typed; returns the new version. Called each time a field is left.

    One UPDATE, and the keys of the duplicate radar that changed; an event only when another person takes the case over.
    Raises Conflict when the case was changed since ``version``, Refused when it may not be changed any more.
    """
    by = actor(session, person)
    asked = (Case.state, Case.version, Case.changed_by, Case.measure, Case.entries, Case.number)
    of_case = select(*asked, Dossier.number.label("dossier")).join(Dossier, Case.dossier_id == Dossier.id)
    stored = session.execute(of_case.where(Case.id == case_id)).one_or_none()
    if stored is None or not stored.state.editable or by.role is not Role.CASEWORKER or stored.version != version:
        case_for(session, office, person, case_id, version, Action.EDIT)  # says why
        raise changed_elsewhere()
    now = office.clock()
    session.execute(
        update(Case)
        .where(Case.id == case_id)
        .values(entries=entries, applied_on=applied_on, changed_by=by.id, changed_at=now, version=version + 1)
        .execution_options(synchronize_session=False)
    )
    store_fingerprints(session, office, case_id, stored.measure, stored.entries, entries)
    store_words(session, case_id, (stored.number, stored.dossier), entries)
    if stored.changed_by != by.id:
        append_event(session, now, by, "take_over", case_id=case_id)
    return version + 1


save_entries = deed(write_entries)
"""``write_entries`` as a deed of its own."""


@deed
def remove_draft(session: Session, office: Office, person: Person, case_id: int) -> None:
    """Delete a draft that was never submitted; its number is not given again and the log keeps the event.

    Raises Refused for one in the place of a corrected case: its decision is cancelled and has to be taken anew.
    """
    case, by = case_for(session, office, person, case_id, None, Action.EDIT)
    if case.state is not CaseState.DRAFT or case.submissions:
        raise Refused("提交过的办件不能删除。", "企业不再申请的，请按“企业撤回”办理。")
    if case.corrects_id is not None:
        raise Refused("更正另一件的草稿不能删除。", "企业不再申请的，请按“企业撤回”办理。")
    content = {"number": case.number, "measure": case.measure, "entries": case.entries}
    append_event(session, office.clock(), by, "remove_draft", content, case_id=case.id, dossier_id=case.dossier_id)
    session.delete(case)


def caseworker(session: Session, person: Person) -> Person:
    """The person, who must be a caseworker. Raises Refused."""
    by = actor(session, person)
    if by.role is not Role.CASEWORKER:
        raise Refused(f"受理登记由经办人办理，您的岗位是{by.role.label}。")
    return by

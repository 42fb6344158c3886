"""The bureau's own copy of the policy, loaded from a text file and shown clause by clause."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.domain.bureau import PolicyClause
from ycdesk.domain.clauses import NoClausesError, split_clauses
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.text_file import read_text


def load_policy_text(office: Office, person: Person, path: Path, policy_id: str | None = None) -> int:
    """Replace the stored text by that of a UTF-8 or GB18030 file; returns how many clauses. Raises InputProblem.

    ``policy_id``: whose text it is; that of ``Office.package`` unless said otherwise.
    """
    try:
        clauses = split_clauses(read_text(path))
    except NoClausesError as error:
        raise InputProblem({"path": str(error)}) from error
    return _store(office, person, path.name, clauses, policy_id or office.package.id)


@deed
def _store(session: Session, office: Office, person: Person, name: str, clauses: dict[str, str], policy_id: str) -> int:
    by = actor(session, person)
    if by.role is not Role.ADMINISTRATOR:
        raise Refused("政策原文由管理员载入。")
    session.execute(delete(PolicyClause).where(PolicyClause.policy_id == policy_id))
    session.add_all(PolicyClause(policy_id=policy_id, clause=clause, text=text) for clause, text in clauses.items())
    content = {"file": name, "clauses": len(clauses), "policy": policy_id}
    append_event(session, office.clock(), by, "load_policy_text", content)
    return len(clauses)


@query
def clause_text(session: Session, office: Office, clause: str, policy_id: str | None = None) -> str | None:
    """The bureau's text of a clause such as "三(一)"; None when no text is loaded or it has no such clause."""
    found = session.get(PolicyClause, (policy_id or office.package.id, clause))
    return found.text if found else None


@query
def has_policy_text(session: Session, office: Office, policy_id: str | None = None) -> bool:
    """Whether the bureau has loaded its copy."""
    clauses = select(PolicyClause.clause).where(PolicyClause.policy_id == (policy_id or office.package.id))
    return session.scalar(clauses.limit(1)) is not None

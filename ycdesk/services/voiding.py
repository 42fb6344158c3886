"""What a deed undoes makes the letters that told of it void (作废)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.domain.case import Case
from ycdesk.domain.document import Document
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.states import Action

_DECISION = (PaperKind.SUPPORT, PaperKind.REFUSAL)
_UNDONE: Mapping[Action, tuple[PaperKind, ...]] = {
    Action.RETRACT: _DECISION,
    Action.RETURN: _DECISION,
    Action.CORRECT: tuple(PaperKind),
    Action.BOUNCE: (PaperKind.PAYMENT,),
}
"""Which letters each deed takes back."""


def void_documents(session: Session, case: Case, action: Action, now: datetime) -> None:
    """Mark the letters of a case that do not hold any more once the deed is done."""
    kinds = _UNDONE.get(action)
    if kinds is None:
        return
    standing = (Document.case_id == case.id, Document.kind.in_(kinds), Document.void_at.is_(None))
    for document in session.scalars(select(Document).where(*standing)):
        document.void_at = now

"""Who uses a limit: the cases behind the figures 已用 and 余 of a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.ledger import UseState
from ycdesk.domain.states import CaseState
from ycdesk.services.ledger import Holder
from ycdesk.services.office import Office, query


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One case that uses a limit. ``used``: a count, or yuan; ``since``: its submission or decision."""

    number: str
    applicant: str
    measure: str
    case_state: CaseState
    state: UseState
    used: int | Decimal
    since: datetime | None


@query
def holder_rows(session: Session, office: Office, holders: Sequence[Holder]) -> list[HolderRow]:
    """The cases of these lines of the ledger, in their order."""
    statement = (
        select(Case.id, Case.measure, Case.state, Case.submitted_at, Case.decided_at, Applicant.name)
        .join(Dossier, Case.dossier_id == Dossier.id)
        .join(Applicant, Dossier.applicant_id == Applicant.id)
        .where(Case.id.in_({each.case_id for each in holders}))
    )
    known = {row.id: row for row in session.execute(statement)}
    return [
        HolderRow(
            each.number,
            row.name,
            office.titles[row.measure],
            row.state,
            each.state,
            each.used,
            row.decided_at or row.submitted_at,
        )
        for each in holders
        if (row := known.get(each.case_id)) is not None
    ]

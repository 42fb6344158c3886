"""The decided cases as the time machine reads them, and the package version that each was decided under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation import PolicyPackage
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.states import CaseState
from ycdesk.services.office import Office
from ycdesk.services.packages import load_copy, package_version


@dataclass(frozen=True, slots=True)
class Decided:
    """What was frozen with a decided case. Yuan; times in Beijing wall time."""

    case_id: int
    dossier_id: int
    number: str
    measure: str
    state: CaseState
    facts: dict[str, Any]
    result: dict[str, Any]
    rulings: list[Any] | None
    policy_id: str
    policy_version: str
    computed: Decimal | None
    award: Decimal | None
    award_city: Decimal | None
    submitted_at: datetime
    decided_at: datetime
    closed_at: datetime | None
    applicant_id: int
    applicant: str

    @property
    def county(self) -> str | None:
        """Code of the applicant's county at submission."""
        found: str | None = self.facts["applicant"].get("county")
        return found

    @property
    def credit_code(self) -> str | None:
        """The applicant's at submission."""
        found: str | None = self.facts["applicant"].get("uscc")
        return found

    def capped(self, amount: Decimal) -> Decimal:
        """What would be awarded of another amount: no more than the award, where that is less than computed."""
        if self.award is not None and self.computed is not None and self.award < self.computed:
            return min(amount, self.award)
        return amount

    @property
    def stands(self) -> bool:
        """Whether the decision stands."""
        return self.state.standing or self.state is CaseState.REFUSED

    @property
    def refused_though_eligible(self) -> bool:
        """Whether the supervisor refused what the calculation admits."""
        return self.award is None and self.result["status"] == "eligible"


def decided_cases(session: Session) -> list[Decided]:
    """All decided cases, corrected and recovered ones too, in the order of their submission."""
    columns = (
        Case.id,
        Case.dossier_id,
        Case.number,
        Case.measure,
        Case.state,
        Case.facts,
        Case.result,
        Case.rulings,
        Case.policy_id,
        Case.policy_version,
        Case.computed,
        Case.award,
        Case.award_city,
        Case.submitted_at,
        Case.decided_at,
        Case.closed_at,
        Dossier.applicant_id,
        Applicant.name,
    )
    statement = (
        select(*columns)
        .join(Dossier, Case.dossier_id == Dossier.id)
        .join(Applicant, Dossier.applicant_id == Applicant.id)
        .where(Case.state.in_([state for state in CaseState if state.decided]))
        .order_by(Case.submitted_at, Case.id)
    )
    return [Decided(*row) for row in session.execute(statement)]


class PackageVersions:
    """The versions of packages that decided cases name, each read once."""

    def __init__(self, session: Session, office: Office) -> None:
        self._session, self._office = session, office
        self._exact: dict[tuple[str, str], PolicyPackage | None] = {}

    def exact(self, case: Decided) -> PolicyPackage | None:
        """The very version: its copy, or that in force; None where neither is there. Raises OfficeProblem."""
        key = (case.policy_id, case.policy_version)
        if key not in self._exact:
            copy = load_copy(self._session, *key)
            in_force = self._office.packages.get(case.policy_id)
            if copy is None and in_force is not None and in_force.version == case.policy_version:
                copy = in_force
            self._exact[key] = copy
        return self._exact[key]

    def nearest(self, case: Decided) -> PolicyPackage:
        """The version, or what comes nearest."""
        return self.exact(case) or package_version(self._session, self._office, case.policy_id, case.policy_version)

"""From what was typed to what the calculation reads: the case file of a draft, and the history it counts against.

A submitted case has its case file frozen; a draft's is made anew from its entries each time it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ycdesk.calculation import CaseFile, CaseFileError, PolicyPackage, read_case
from ycdesk.calculation.facts import form_of
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.entry import Reader, facts_of
from ycdesk.services.office import Office, query

_PARK_MEASURE, _PARK_LIMIT = "demo_park", "demo_park_award"


def read_entries(
    package: PolicyPackage,
    measure: str,
    applicant: Applicant,
    applied_on: date | None,
    entries: Mapping[str, Any],
    history: list[dict[str, Any]],
    reader: Reader | None = None,
) -> tuple[CaseFile, dict[str, str]]:
    """The case file of a draft, and a sentence by path for each field that cannot be read (it counts as missing)."""
    facts, messages = facts_of(form_of(measure), entries, package, reader)
    data: dict[str, Any] = {
        "policy": package.id,
        "measure": measure,
        "applicant": {
            "name": applicant.name,
            "uscc": applicant.credit_code,
            "kind": applicant.kind,
            "county": applicant.county,
        },
        "applied_on": applied_on.isoformat() if applied_on else None,
        "facts": facts,
        "history": history,
    }
    try:
        return read_case(data, package), messages
    except CaseFileError as error:
        messages |= {problem.path: f"{problem.message}。" for problem in error.problems}
        for problem in error.problems:
            _forget(data, problem.path)
        return read_case(data, package), messages


def _forget(data: dict[str, Any], path: str) -> None:
    """Empty one value of a case file, given as ``facts.booths[0].fee``; a row stays as a row."""
    found: Any = data
    *folders, last = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]
    for part in folders:
        try:
            found = found[str(part)] if isinstance(found, dict) else found[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(found, dict):
        found[str(last)] = None


def history_of(session: Session, case: Case) -> list[dict[str, Any]]:
    """What earlier supported cases of the same applicant used up; for a park: of the same park, whoever applied.

    An amount counts as far as it was awarded. The case itself is left out.
    """
    same = Dossier.applicant_id == case.dossier.applicant_id
    statement = (
        select(Case.number, Case.measure, Case.result, Case.award, same.label("own"))
        .join(Dossier, Case.dossier_id == Dossier.id)
        .where(Case.state == CaseState.SUPPORTED, Case.id != case.id)
        .where(or_(same, Case.measure == _PARK_MEASURE) if case.measure == _PARK_MEASURE else same)
        .order_by(Case.id)
    )
    history = []
    for row in session.execute(statement):
        uses = [_awarded(use, row.award) for use in row.result["uses"] if row.own or use["limit"] == _PARK_LIMIT]
        if uses:
            history.append({"case": row.number, "uses": uses})
    return history


def _awarded(use: dict[str, Any], award: Decimal) -> dict[str, Any]:
    if use.get("amount") is None:
        return use
    return {**use, "amount": f"{min(Decimal(use['amount']), award):.2f}"}


def current_file(session: Session, office: Office, case: Case) -> tuple[CaseFile, dict[str, str]]:
    """The case file as entries, applicant and history are now, whatever the state; with the unreadable fields."""
    return read_entries(
        office.package, case.measure, case.dossier.applicant, case.applied_on, case.entries, history_of(session, case)
    )


@query
def history_for(session: Session, office: Office, case: Case) -> list[dict[str, Any]]:
    """``history_of`` for a case that is at hand."""
    return history_of(session, case)


@query
def case_file(session: Session, office: Office, case: Case) -> CaseFile:
    """The case file: the frozen one once submitted, the current one while it can be changed."""
    if case.facts is not None and not case.state.editable:
        return read_case(case.facts, office.package)
    return current_file(session, office, case)[0]

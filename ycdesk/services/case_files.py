"""From what was typed to what the calculation reads: the case file of a draft, and what it counts against.

A submitted case has its case file frozen; a draft's is made anew from its entries each time it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from ycdesk.calculation import CaseFile, CaseFileError, PackageShelf, PolicyPackage, read_case
from ycdesk.calculation.casefile import EarlierAward
from ycdesk.calculation.facts import form_of
from ycdesk.calculation.shelf import shelf_of
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.entry import Reader, facts_of
from ycdesk.domain.ruling import Ruling
from ycdesk.services.ledger import LedgerView, standing_for, view_of
from ycdesk.services.office import Office, query
from ycdesk.services.packages import case_package, typed_package
from ycdesk.services.rulings import Governing, RulingBook, book_of


@dataclass
class Basis:
    """What a case is computed with besides its own facts: what stands of the ledger, and the rulings."""

    ledger: LedgerView = field(default_factory=LedgerView)
    book: RulingBook = field(default_factory=RulingBook)
    case_id: int | None = None


class Typed(NamedTuple):
    """What was typed, as it is understood."""

    file: CaseFile
    messages: dict[str, str]
    """A sentence by path for each field that cannot be read; it counts as missing."""
    governing: Governing
    package: PolicyPackage
    """The one that the case takes by its event dates as typed."""


def read_entries(
    packages: PolicyPackage | PackageShelf,
    measure: str,
    applicant: Applicant,
    applied_on: date | None,
    entries: Mapping[str, Any],
    basis: Basis,
    reader: Reader | None = None,
) -> Typed:
    """Read the entries of a draft. A ruled amount (一事一议) stands in the place of what was typed for it.

    ``reader``: one that remembers what it read; it is used while the package is still its own.
    """
    package = typed_package(shelf_of(packages), measure, applied_on, entries, reader)
    if reader is not None and reader.package is not package:
        reader = None
    governing = basis.book.govern(package, measure, applicant.county, applied_on, basis.case_id)
    facts, messages = facts_of(form_of(measure), entries, package, reader)
    if governing.decided is not None:
        _put_decision(facts, messages, governing.decided)
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
    }
    try:
        file = read_case(data, package)
    except CaseFileError as error:
        messages |= {problem.path: f"{problem.message}。" for problem in error.problems}
        for problem in error.problems:
            _forget(data, problem.path)
        file = read_case(data, package)
    earlier = tuple(EarlierAward.model_validate(award) for award in basis.ledger.history(package, file))
    return Typed(replace(file, history=earlier), messages, governing, package)


def _put_decision(facts: dict[str, Any], messages: dict[str, str], ruling: Ruling) -> None:
    facts["decided_amount"] = f"{ruling.amount:.2f}"
    facts["decision_document"] = ruling.document
    for name in ("decided_amount", "decision_document"):
        messages.pop(f"facts.{name}", None)


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


def current_file(session: Session, office: Office, case: Case) -> Typed:
    """The case file as entries, applicant, ledger and rulings are now, whatever the state.

    A draft takes its package by its event dates, a submitted case keeps that with which it was submitted.
    """
    office.notice(session)
    packages = office.packages if case.state.editable else case_package(session, office, case)
    basis = Basis(view_of(session, case), book_of(session), case.id)
    basis.ledger.fetch = lambda keys: standing_for(session, case, keys)
    return read_entries(packages, case.measure, case.dossier.applicant, case.applied_on, case.entries, basis)


@query
def basis_for(session: Session, office: Office, case: Case) -> Basis:
    """What a case that is at hand counts against; the view reads on by itself when other keys are typed."""
    office.notice(session)
    basis = Basis(view_of(session, case), book_of(session), case.id)
    basis.ledger.fetch = lambda keys: _standing(office, case, list(keys))
    return basis


@query
def _standing(session: Session, office: Office, case: Case, keys: list[str]) -> list[Any]:
    return standing_for(session, case, keys)


@query
def case_file(session: Session, office: Office, case: Case) -> CaseFile:
    """The case file: the frozen one once submitted, the current one while it can be changed."""
    if case.facts is not None and not case.state.editable:
        package = case_package(session, office, case)
        return read_case({**case.facts, "policy": package.id}, package)
    return current_file(session, office, case).file

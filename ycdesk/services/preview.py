"""What a case would come to by the facts typed so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ycdesk.calculation import assess
from ycdesk.calculation.assessment import Assessment, Flag, Line
from ycdesk.calculation.casefile import CaseFile
from ycdesk.calculation.facts import title_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.services.case_files import Basis, Typed
from ycdesk.services.ledger import Holder
from ycdesk.services.rulings import cited_rulings, open_flags


@dataclass(frozen=True, slots=True)
class Frozen:
    """The result of a submitted case with the rulings that governed it, as it is kept."""

    assessment: Assessment
    rulings: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the typed facts come to at this moment."""

    case: CaseFile
    assessment: Assessment
    messages: Mapping[str, str]
    """Path → why the text cannot be used."""
    missing: tuple[tuple[str, str], ...]
    """(path, words) of each missing fact, the ones that matter first."""
    lines: tuple[Line | None, ...]
    """For each row of the table."""
    open_flags: tuple[Flag, ...]
    """The readings that decide the case and that no ruling has settled."""
    rulings: tuple[dict[str, Any], ...]
    """The rulings that decide the case, as ``Governing.frozen`` words them."""
    holders: tuple[tuple[Holder, ...], ...]
    """For each limit of the result: the other cases that use it."""


def preview_of(typed: Typed, package: PolicyPackage, rows: int, basis: Basis, frozen: Frozen | None = None) -> Preview:
    """The preview of what was typed; ``frozen`` is what a submitted case came to, which is shown instead.

    ``rows`` is the number of rows in the form, which may end in empty ones.
    """
    assessment = frozen.assessment if frozen else assess(typed.file, package, typed.governing.ruled)
    rulings = frozen.rulings if frozen else typed.governing.frozen()
    lines: list[Line | None] = [None] * rows
    for line in assessment.lines:
        number = int(line.path.rpartition("[")[2].rstrip("]"))
        if number < rows:
            lines[number] = line
    missing = tuple(
        (path, title_of(typed.file.measure, path)) for path in assessment.missing if path not in typed.messages
    )
    return Preview(
        typed.file,
        assessment,
        typed.messages,
        missing,
        tuple(lines),
        open_flags(assessment, rulings),
        tuple(cited_rulings(assessment, rulings)),
        tuple(tuple(basis.ledger.of(package, limit)) for limit in assessment.limits),
    )

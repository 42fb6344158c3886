"""What a case would come to by the facts typed so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ycdesk.calculation import assess
from ycdesk.calculation.assessment import Assessment, Line
from ycdesk.calculation.casefile import CaseFile
from ycdesk.calculation.facts import title_of
from ycdesk.calculation.package import PolicyPackage


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


def preview_of(
    case: CaseFile, package: PolicyPackage, messages: Mapping[str, str], rows: int, frozen: Assessment | None = None
) -> Preview:
    """The preview of a case; ``frozen`` is the result of a submitted case, which is shown instead.

    ``rows`` is the number of rows in the form, which may end in empty ones.
    """
    assessment = frozen or assess(case, package)
    lines: list[Line | None] = [None] * rows
    for line in assessment.lines:
        number = int(line.path.rpartition("[")[2].rstrip("]"))
        if number < rows:
            lines[number] = line
    missing = tuple(
        (path, title_of(case.measure, path)) for path in assessment.missing if path not in messages
    )
    return Preview(case, assessment, messages, missing, tuple(lines))

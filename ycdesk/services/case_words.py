"""What the papers of a case say in words, put down once at submission.

Titles of measures and facts, names of counties and countries, the bureau's and the person's name may change later;
a paper of a submitted case says them as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from ycdesk.calculation.facts import FactKind, FactSpec, TableSpec, form_of
from ycdesk.calculation.package import KIND_LABELS, PolicyPackage
from ycdesk.services.wording import clause_words, fact_words

_NUMBERS = (FactKind.MONEY, FactKind.AMOUNT, FactKind.DECIMAL, FactKind.WHOLE, FactKind.RATE)


def case_words(file: Mapping[str, Any], package: PolicyPackage, bureau: str, submitter: str) -> dict[str, Any]:
    """The words of a frozen case file, JSON-ready: ``bureau``, ``policy``, ``measure``, ``clause``, the applicant's
    ``kind`` and ``county``, ``submitter``, ``facts`` as [title, text] and ``table`` (None for a measure without one).
    """
    measure, applicant, facts = file["measure"], file["applicant"], file["facts"]
    rules, form = package.measures[measure], form_of(measure)
    county = package.counties.get(applicant["county"])
    return {
        "bureau": bureau,
        "policy": f"{package.document}《{package.title}》",
        "measure": rules.title,
        "clause": clause_words(rules.clause),
        "kind": KIND_LABELS.get(applicant["kind"], applicant["kind"]),
        "county": county.name if county else applicant["county"],
        "submitter": submitter,
        "facts": [[spec.title, _with_unit(spec, _value(facts, spec), package)] for spec in form.header],
        "table": _table(form.table, list(facts.get(form.table.name) or ()), package) if form.table else None,
    }


def _value(facts: Mapping[str, Any], spec: FactSpec) -> Any:
    """A header fact by its name, which may be dotted; None when it is missing."""
    found: Any = facts
    return reduce(lambda part, key: part.get(key) if isinstance(part, Mapping) else None, spec.name.split("."), found)


def _with_unit(spec: FactSpec, value: Any, package: PolicyPackage) -> str:
    words = fact_words(spec, value, package.countries)
    return f"{words} {spec.unit}" if spec.unit and value not in (None, "") else words


def _table(table: TableSpec, rows: list[dict[str, Any]], package: PolicyPackage) -> dict[str, Any]:
    """The rows; columns in which no row has a value are left out."""
    columns = [spec for spec in table.columns if any(row.get(spec.name) not in (None, "") for row in rows)]
    foreign = any(row.get("currency") not in (None, "", "CNY") for row in rows)
    return {
        "name": table.name,
        "title": table.title,
        "columns": [_column_title(spec, foreign) for spec in columns],
        "numeric": [spec.kind in _NUMBERS for spec in columns],
        "rows": [
            [fact_words(spec, row.get(spec.name), package.countries, in_table=True) for spec in columns] for row in rows
        ],
    }


def _column_title(spec: FactSpec, foreign: bool) -> str:
    unit = "原币" if foreign and spec.kind is FactKind.AMOUNT else spec.unit
    return f"{spec.title}（{unit}）" if unit else spec.title

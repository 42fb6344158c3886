"""第九条: matters of great importance, decided case by case and borne by the city."""

from __future__ import annotations

from datetime import date

from ycdesk.calculation.decisions import DecidedFacts, award_as_decided, decision_check
from ycdesk.calculation.exact import Term
from ycdesk.calculation.rules import Record
from ycdesk.calculation.work import Work

READINGS: dict[str, tuple[str, ...]] = {}


class Parameters(Record):
    """The policy gives no number."""


class Facts(DecidedFacts):
    pass


def event_days(facts: Facts) -> tuple[date, ...]:
    """None: the decision has no day of its own."""
    return ()


def conditions(work: Work, facts: Facts) -> None:
    decision_check(work, facts)


def award(work: Work, facts: Facts) -> Term | None:
    return award_as_decided(work, facts)

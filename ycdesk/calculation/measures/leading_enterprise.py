"""第五条(四): support for a leading enterprise attracted to the city, decided case by case."""

from __future__ import annotations

from datetime import date

from ycdesk.calculation.decisions import DecidedFacts, award_as_decided, decision_check
from ycdesk.calculation.exact import Term
from ycdesk.calculation.facts import FactKind, Text, fact
from ycdesk.calculation.rules import Record
from ycdesk.calculation.work import Work

READINGS: dict[str, tuple[str, ...]] = {}


class Parameters(Record):
    """The policy gives no number."""


class Facts(DecidedFacts):
    support_form: Text | None = fact(FactKind.TEXT, "支持方式", example="场地、租金", optional=True)


def event_days(facts: Facts) -> tuple[date, ...]:
    """None: the decision has no day of its own."""
    return ()


def conditions(work: Work, facts: Facts) -> None:
    decision_check(work, facts)


def award(work: Work, facts: Facts) -> Term | None:
    return award_as_decided(work, facts)

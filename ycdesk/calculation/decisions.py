"""Measures without a formula (一事一议): the amount is the recorded decision."""

from __future__ import annotations

from ycdesk.calculation.exact import Term, number
from ycdesk.calculation.facts import FactKind, FactModel, Text, Yuan, fact
from ycdesk.calculation.words import yuan_words
from ycdesk.calculation.work import Work


class DecidedFacts(FactModel):
    """A decision is recorded when both its amount and its document are."""

    decided_amount: Yuan | None = fact(
        FactKind.MONEY, "决定支持金额", unit="元", help="一事一议，须有书面决定", optional=True
    )
    decision_document: Text | None = fact(
        FactKind.TEXT,
        "决定文件",
        help="须有书面决定，写明名称和文号",
        example="市政府专题会议纪要〔2025〕8号",
        optional=True,
    )


def decision_check(work: Work, facts: DecidedFacts) -> None:
    """The condition that a decision is recorded; open until both its amount and its document are."""
    words = None
    if facts.decided_amount is not None and facts.decision_document is not None:
        words = f"{facts.decision_document}，{yuan_words(facts.decided_amount)}"
    work.check("decision", "已记录书面决定", "决定金额和文件", words, None if words is None else True)


def award_as_decided(work: Work, facts: DecidedFacts) -> Term | None:
    """The amount of the decision as the only step; None while no decision is recorded."""
    if facts.decided_amount is None or facts.decision_document is None:
        return None
    money = number(facts.decided_amount)
    return work.step("按决定计", money, f"{facts.decision_document}决定支持 {yuan_words(money.value)}")

"""What stands against a submission, by status, proposal and papers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ycdesk.calculation.assessment import Assessment, Status
from ycdesk.domain.states import Proposal
from ycdesk.domain.workflow import submission_obstacles


@dataclass
class Sheet:
    """A line of the checklist."""

    name: str
    settled: bool


def result(status: Status) -> Assessment:
    """An assessment of which only the status matters."""
    empty: tuple[()] = ()
    return Assessment("exhibition", status, None, None, empty, empty, empty, empty, empty, empty, empty, {})


@pytest.mark.parametrize(
    ("status", "proposal", "may_go"),
    [
        (Status.ELIGIBLE, Proposal.SUPPORT, True),
        (Status.ELIGIBLE, Proposal.REFUSE, False),
        (Status.INELIGIBLE, Proposal.SUPPORT, False),
        (Status.INELIGIBLE, Proposal.REFUSE, True),
        (Status.INCOMPLETE, Proposal.SUPPORT, False),
        (Status.INCOMPLETE, Proposal.REFUSE, False),
        (Status.NEEDS_RULING, Proposal.SUPPORT, False),
        (Status.NEEDS_RULING, Proposal.REFUSE, True),
    ],
)
def test_status_and_proposal(status: Status, proposal: Proposal, may_go: bool) -> None:
    against = submission_obstacles(result(status), [], [Sheet("营业执照", settled=True)], proposal)
    assert (against == []) == may_go
    assert all(sentence.endswith("。") for sentence in against)


def test_missing_facts_are_named_six_at_most() -> None:
    names = [f"第 {n} 行 展位费" for n in range(1, 9)]
    assert submission_obstacles(result(Status.INCOMPLETE), names, [], Proposal.SUPPORT) == [
        "还有没填的内容：第 1 行 展位费、第 2 行 展位费、第 3 行 展位费、第 4 行 展位费、第 5 行 展位费、"
        "第 6 行 展位费 等 8 项。"
    ]


def test_papers_must_be_complete() -> None:
    papers = [Sheet("营业执照", settled=True), Sheet("发票", settled=False), Sheet("付款回单", settled=False)]
    assert submission_obstacles(result(Status.ELIGIBLE), [], papers, Proposal.SUPPORT) == [
        "材料不齐：发票、付款回单。请勾选已收到的材料，或写明免交理由。"
    ]

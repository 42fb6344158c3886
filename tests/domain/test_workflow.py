"""The whole product: state × action × role × relation × proposal × active, against a table written by hand."""

from __future__ import annotations

from itertools import product

import pytest

from ycdesk.domain.entities import Case, CaseEditor, Person
from ycdesk.domain.roles import Role
from ycdesk.domain.states import Action, CaseState, Proposal
from ycdesk.domain.workflow import TRANSITIONS, allowed, may_decide, transition

# What product.md and issue 2 say, read into a list: who may do what where. Everything else is refused.
OPEN = {
    ("draft", "edit", "caseworker"),
    ("draft", "submit", "caseworker"),
    ("draft", "withdraw", "caseworker"),
    ("returned", "edit", "caseworker"),
    ("returned", "submit", "caseworker"),
    ("returned", "withdraw", "caseworker"),
    ("pending", "withdraw", "caseworker"),
    ("pending", "return", "supervisor"),
    ("pending", "approve", "supervisor"),
    ("pending", "refuse", "supervisor"),
    ("supported", "correct", "supervisor"),
    ("supported", "recover", "supervisor"),
    ("refused", "correct", "supervisor"),
}
TARGETS = {
    ("draft", "edit"): "draft",
    ("draft", "submit"): "pending",
    ("draft", "withdraw"): "withdrawn",
    ("returned", "edit"): "returned",
    ("returned", "submit"): "pending",
    ("returned", "withdraw"): "withdrawn",
    ("pending", "withdraw"): "withdrawn",
    ("pending", "return"): "returned",
    ("pending", "approve"): "supported",
    ("pending", "refuse"): "refused",
    ("supported", "correct"): "corrected",
    ("supported", "recover"): "recovered",
    ("refused", "correct"): "corrected",
}
DECIDING = (Action.APPROVE, Action.REFUSE, Action.CORRECT, Action.RECOVER)
"""What nobody does to a case that they had a hand in."""
RELATIONS = ("stranger", "enterer", "last changer", "earlier editor")
ME, SOMEBODY = 7, 1


def make_case(state: CaseState, relation: str, proposal: Proposal) -> Case:
    """A case to which person ``ME`` stands in the relation."""
    return Case(
        number="2025-0001",
        state=state,
        proposal=proposal,
        entered_by=ME if relation == "enterer" else SOMEBODY,
        changed_by=ME if relation == "last changer" else SOMEBODY,
        editors=[CaseEditor(case_id=1, person_id=ME)] if relation == "earlier editor" else [],
    )


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", CaseState)
def test_every_state_action_role_and_relation(state: CaseState, role: Role, relation: str) -> None:
    for proposal, active in product(Proposal, (True, False)):
        person = Person(id=ME, name="某人", role=role, active=active)
        answers = allowed(make_case(state, relation, proposal), person)
        assert set(answers) == set(Action)
        for action, why in answers.items():
            expected = active and (state.value, action.value, role.value) in OPEN
            if action in DECIDING and relation != "stranger":
                expected = False
            if action is Action.APPROVE and proposal is Proposal.REFUSE:
                expected = False
            assert (why is None) == expected, (action, proposal, active, why)
            assert why is None or why.endswith("。")


def test_targets_are_those_of_the_policy() -> None:
    assert {(line.state.value, line.action.value): line.target.value for line in TRANSITIONS} == TARGETS


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.RETURN, Action.REFUSE, Action.CORRECT, Action.RECOVER])
def test_steps_that_need_a_reason(action: Action) -> None:
    assert all(line.needs_reason for line in TRANSITIONS if line.action is action)


def test_no_other_step_needs_a_reason() -> None:
    demanding = {line.action for line in TRANSITIONS if line.needs_reason}
    assert demanding == {Action.WITHDRAW, Action.RETURN, Action.REFUSE, Action.CORRECT, Action.RECOVER}


def test_an_ended_case_knows_no_action() -> None:
    for state in (CaseState.CORRECTED, CaseState.RECOVERED, CaseState.WITHDRAWN):
        case = make_case(state, "stranger", Proposal.SUPPORT)
        assert [transition(case, action) for action in Action] == [None] * len(Action)


@pytest.mark.parametrize(
    ("relation", "sentence"),
    [
        ("stranger", None),
        ("enterer", "这件是您本人录入的，须由其他审批人审批。"),
        ("last changer", "这件您本人修改过，须由其他审批人审批。"),
        ("earlier editor", "这件您本人修改过，须由其他审批人审批。"),
    ],
)
def test_nobody_decides_what_they_entered(relation: str, sentence: str | None) -> None:
    case = make_case(CaseState.PENDING, relation, Proposal.SUPPORT)
    assert may_decide(case, Person(id=ME, name="某人", role=Role.SUPERVISOR, active=True)) == sentence


def test_refusals_are_worded() -> None:
    clerk = Person(id=ME, name="孙丽", role=Role.CLERK, active=True)
    pending = make_case(CaseState.PENDING, "stranger", Proposal.SUPPORT)
    assert allowed(pending, clerk)[Action.APPROVE] == "同意由审批人办理，您的岗位是文印员。"
    assert allowed(pending, clerk)[Action.EDIT] == "办件 2025-0001 现在是“待审批”，不能修改。"

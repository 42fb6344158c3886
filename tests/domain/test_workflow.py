"""The whole product: state × action × role × relation × proposal × active, against a table written by hand."""

from __future__ import annotations

from itertools import product

import pytest

from ycdesk.domain.entities import Case, CaseEditor, Person
from ycdesk.domain.roles import Role
from ycdesk.domain.states import ENDED, Action, CaseState, Proposal
from ycdesk.domain.workflow import TRANSITIONS, allowed, may_decide, refusal, transition

# What product.md and issues 2 and 4 say, read into a list: who may do what where, and where it leads. Everything else
# is refused.
TABLE = """
draft        edit               caseworker            draft
draft        record             caseworker supervisor draft
draft        receive            caseworker            received
draft        submit             caseworker            pending
draft        withdraw           caseworker            withdrawn
received     edit               caseworker            received
received     record             caseworker supervisor received
received     request_supplement caseworker            supplement
received     accept             caseworker            accepted
received     reject             caseworker            rejected
received     submit             caseworker            pending
received     withdraw           caseworker            withdrawn
supplement   edit               caseworker            supplement
supplement   record             caseworker supervisor supplement
supplement   supply             caseworker            received
supplement   lapse              caseworker            lapsed
supplement   withdraw           caseworker            withdrawn
accepted     edit               caseworker            accepted
accepted     record             caseworker supervisor accepted
accepted     submit             caseworker            pending
accepted     withdraw           caseworker            withdrawn
returned     edit               caseworker            returned
returned     record             caseworker supervisor returned
returned     submit             caseworker            pending
returned     withdraw           caseworker            withdrawn
pending      record             caseworker supervisor pending
pending      withdraw           caseworker            withdrawn
pending      return             supervisor            returned
pending      approve            supervisor            supported|countersign
pending      refuse             supervisor            refused
countersign  countersign        supervisor            supported
countersign  return             supervisor            pending|returned
countersign  retract            supervisor            pending
supported    retract            supervisor            pending|countersign
supported    publicise          supervisor            publicised
supported    correct            supervisor            corrected
publicised   object             caseworker supervisor publicised
publicised   answer             supervisor            publicised
publicised   clear              supervisor            payable|unfunded
publicised   correct            supervisor            corrected
unfunded     fund               supervisor            payable
unfunded     correct            supervisor            corrected
payable      defer              supervisor            unfunded
payable      pay                supervisor clerk      part_paid|paid
payable      correct            supervisor            corrected
part_paid    pay                supervisor clerk      paid
part_paid    bounce             supervisor clerk      payable
part_paid    recover            supervisor            recovering
paid         bounce             supervisor clerk      part_paid|payable
paid         archive            supervisor clerk      archived
paid         recover            supervisor            recovering
archived     recover            supervisor            recovering
recovering   repay              supervisor clerk      recovered
refused      correct            supervisor            corrected
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
OPEN = {(state, action, role) for state, action, *roles, _ in LINES for role in roles}
TARGETS = {(state, action): tuple(targets.split("|")) for state, action, *_, targets in LINES}
DECIDING = (Action.APPROVE, Action.COUNTERSIGN, Action.REFUSE, Action.CORRECT, Action.RECOVER)
"""What nobody does to a case that they had a hand in."""
REASONED = {
    Action.WITHDRAW, Action.RETURN, Action.REFUSE, Action.CORRECT, Action.RECOVER, Action.REJECT, Action.RETRACT,
    Action.DEFER, Action.BOUNCE,
}  # fmt: skip
RELATIONS = ("stranger", "enterer", "last changer", "earlier editor")
ME, SOMEBODY = 7, 1


def make_case(state: CaseState, relation: str, proposal: Proposal) -> Case:
    """A case to which person ``ME`` stands in the relation."""
    return Case(
        number="2025-0001",
        state=state,
        proposal=proposal,
        decided_by=SOMEBODY,
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
            if state is CaseState.COUNTERSIGN and action is Action.RETURN and relation != "stranger":
                expected = False  # the second signer's return cancels a signature
            if action in (Action.RETRACT, Action.PUBLICISE):
                expected = False  # the signature of somebody else; in no batch
            if action is Action.APPROVE and proposal is Proposal.REFUSE:
                expected = False
            assert (why is None) == expected, (action, proposal, active, why)
            assert why is None or why.endswith("。")


def test_targets_are_those_of_the_policy() -> None:
    found = {(line.state.value, line.action.value): tuple(each.value for each in line.targets) for line in TRANSITIONS}
    assert found == TARGETS


@pytest.mark.parametrize("action", sorted(REASONED))
def test_steps_that_need_a_reason(action: Action) -> None:
    assert all(line.needs_reason for line in TRANSITIONS if line.action is action)


def test_no_other_step_needs_a_reason() -> None:
    demanding = {line.action for line in TRANSITIONS if line.needs_reason}
    assert demanding == REASONED


def test_an_ended_case_knows_no_action() -> None:
    ended = {state for state in CaseState if all(line.state is not state for line in TRANSITIONS)}
    assert ended == set(ENDED)
    for state in ENDED:
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


def signed(**columns: int | CaseState) -> Case:
    """A case of somebody that was signed."""
    return Case(number="2025-0001", entered_by=SOMEBODY, changed_by=SOMEBODY, editors=[], **columns)


def test_a_signature_is_taken_back_by_its_signer_until_somebody_goes_on() -> None:
    supervisor = Person(id=ME, name="某人", role=Role.SUPERVISOR, active=True)
    mine = signed(state=CaseState.COUNTERSIGN, decided_by=ME)
    assert refusal(mine, supervisor, Action.RETRACT) is None
    assert refusal(mine, supervisor, Action.COUNTERSIGN) == "第一次签批是您签的，须由另一位审批人复签。"
    assert refusal(mine, supervisor, Action.RETURN) == "第一次签批是您签的，须由另一位审批人复签。"
    later = signed(state=CaseState.SUPPORTED, decided_by=ME, countersigned_by=SOMEBODY)
    assert str(refusal(later, supervisor, Action.RETRACT)).startswith("只有最后签批的人本人才能撤销签批")
    in_a_batch = signed(state=CaseState.SUPPORTED, decided_by=ME, batch_id=1)
    assert refusal(in_a_batch, supervisor, Action.RETRACT) == "这件已列入上会批次，请先移出批次。"
    assert refusal(in_a_batch, supervisor, Action.PUBLICISE) is None


DEPUTY, AWAY = 7, 8


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.CLERK])
@pytest.mark.parametrize(
    ("entered_by", "editors", "sentence"),
    [
        (SOMEBODY, [], None),
        (DEPUTY, [], "这件是您本人录入的，须由其他审批人审批。"),
        (SOMEBODY, [DEPUTY], "这件您本人修改过，须由其他审批人审批。"),
        (AWAY, [], "您代周强办理，而周强本人不能办：这件是您本人录入的，须由其他审批人审批。"),
        (SOMEBODY, [AWAY], "您代周强办理，而周强本人不能办：这件您本人修改过，须由其他审批人审批。"),
    ],
)
def test_a_deputy_never_decides_what_either_of_the_two_entered(
    role: Role, entered_by: int, editors: list[int], sentence: str | None
) -> None:
    deputy = Person(id=DEPUTY, name="某人", role=role, active=True)
    away = Person(id=AWAY, name="周强", role=Role.SUPERVISOR, active=True)
    case = Case(
        number="2025-0001",
        state=CaseState.PENDING,
        entered_by=entered_by,
        changed_by=SOMEBODY,
        editors=[CaseEditor(case_id=1, person_id=each) for each in editors],
    )
    for action in (Action.APPROVE, Action.REFUSE):
        assert refusal(case, deputy, action, [away]) == sentence
        assert "由审批人办理" in str(refusal(case, deputy, action))  # who stands in for nobody


def test_a_deputy_does_not_sign_beside_the_one_who_is_away() -> None:
    deputy = Person(id=DEPUTY, name="某人", role=Role.CASEWORKER, active=True)
    away = Person(id=AWAY, name="周强", role=Role.SUPERVISOR, active=True)
    case = signed(state=CaseState.COUNTERSIGN, decided_by=AWAY)
    assert "第一次签批" in str(refusal(case, deputy, Action.COUNTERSIGN, [away]))
    for action, state in ((Action.CORRECT, CaseState.SUPPORTED), (Action.RECOVER, CaseState.PAID)):
        assert "由审批人办理" in str(refusal(signed(state=state, decided_by=1), deputy, action, [away]))

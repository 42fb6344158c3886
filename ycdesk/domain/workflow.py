"""The workflow as one table: it enables the buttons and refuses the deeds.

``allowed`` answers for every action whether this person may do it to this case now, and if not, why not, in
Chinese. What only the calculation and the checklist can tell (is it eligible, are the papers complete) is
``submission_obstacles``. The rule that nobody decides what they entered is ``may_decide``, here and nowhere else;
the database repeats it in a trigger.

Days are not its business: whether a supplement period or a public notice is over, the deed asks the calendar.

A case that the conditions exclude is not left lying: its caseworker submits it with the proposal to refuse and a
reason, and then it can only be refused or returned. An incomplete case can never be submitted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from ycdesk.domain.roles import Role
from ycdesk.domain.states import EDITABLE, Action, CaseState, Proposal

if TYPE_CHECKING:
    from ycdesk.calculation.assessment import Assessment
    from ycdesk.domain.case import Case
    from ycdesk.domain.people import Person

__all__ = ["TRANSITIONS", "Action", "Transition", "allowed", "may_decide", "refusal", "submission_obstacles"]

Precondition: TypeAlias = "Callable[[Case, Person], str | None]"


class Entered(Protocol):
    """What the rule of two persons asks of a case."""

    @property
    def entered_by(self) -> int:
        """Id of the person who entered it."""
        ...

    @property
    def editor_ids(self) -> frozenset[int]:
        """Ids of all who entered or changed it."""
        ...


def may_decide(case: Entered, person: Person) -> str | None:
    """None when this person may decide this case, else why not: whoever entered or changed it may not."""
    if person.id == case.entered_by:
        return "这件是您本人录入的，须由其他审批人审批。"
    if person.id in case.editor_ids:
        return "这件您本人修改过，须由其他审批人审批。"
    return None


def _proposed_for_support(case: Case, person: Person) -> str | None:
    if case.proposal is Proposal.REFUSE:
        return "这件是按不符合条件报请不予支持的，只能不予支持或者退回。"
    return None


def _asked_once(case: Case, person: Person) -> str | None:
    if case.supplement_due is not None:
        return "补正只能通知一次，这件已经通知过；材料仍不齐的，请按不予受理办理。"
    return None


def _not_the_first_signer(case: Case, person: Person) -> str | None:
    if person.id in (case.decided_by, case.decided_for):
        return "第一次签批是您签的，须由另一位审批人复签。"
    return None


def _own_signature(case: Case, person: Person) -> str | None:
    last = case.decided_by if case.countersigned_by is None else case.countersigned_by
    return None if person.id == last else "只有最后签批的人本人才能撤销签批；需要改变决定的，请按更正办理。"


def _not_in_a_batch(case: Case, person: Person) -> str | None:
    return None if case.batch_id is None else "这件已列入上会批次，请先移出批次。"


def _in_a_batch(case: Case, person: Person) -> str | None:
    return "公示按批次办理，请先把这件列入批次并记录会议纪要。" if case.batch_id is None else None


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table: in ``state``, ``action`` leads to one of ``targets`` for the persons of ``roles``.

    Where there are several targets, the deed decides by what the case is (its amount, its lines of payment).
    """

    state: CaseState
    action: Action
    targets: tuple[CaseState, ...]
    roles: frozenset[Role]
    preconditions: tuple[Precondition, ...] = ()
    needs_reason: bool = False

    @property
    def target(self) -> CaseState:
        """Where a step leads that leads to one state only."""
        (only,) = self.targets
        return only


_S, _A = CaseState, Action
_CASEWORKER = frozenset({Role.CASEWORKER})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_EXAMINERS = _CASEWORKER | _SUPERVISOR
_PAYERS = frozenset({Role.CLERK, Role.SUPERVISOR})
_UNSETTLED = (_S.DRAFT, _S.RECEIVED, _S.SUPPLEMENT, _S.ACCEPTED, _S.RETURNED, _S.PENDING)
"""Before the first signature."""


def _stays(state: CaseState, action: Action, roles: frozenset[Role]) -> Transition:
    return Transition(state, action, (state,), roles)


_INTAKE = (
    *(_stays(state, _A.EDIT, _CASEWORKER) for state in EDITABLE),
    *(_stays(state, _A.RECORD, _EXAMINERS) for state in _UNSETTLED),
    Transition(_S.DRAFT, _A.RECEIVE, (_S.RECEIVED,), _CASEWORKER),
    Transition(_S.RECEIVED, _A.REQUEST_SUPPLEMENT, (_S.SUPPLEMENT,), _CASEWORKER, (_asked_once,)),
    Transition(_S.SUPPLEMENT, _A.SUPPLY, (_S.RECEIVED,), _CASEWORKER),
    Transition(_S.SUPPLEMENT, _A.LAPSE, (_S.LAPSED,), _CASEWORKER),
    Transition(_S.RECEIVED, _A.ACCEPT, (_S.ACCEPTED,), _CASEWORKER),
    Transition(_S.RECEIVED, _A.REJECT, (_S.REJECTED,), _CASEWORKER, needs_reason=True),
    # At the counter everything is done at once: receipt and acceptance are recorded with the submission.
    *(
        Transition(state, _A.SUBMIT, (_S.PENDING,), _CASEWORKER)
        for state in (_S.DRAFT, _S.RECEIVED, _S.ACCEPTED, _S.RETURNED)
    ),
    *(Transition(state, _A.WITHDRAW, (_S.WITHDRAWN,), _CASEWORKER, needs_reason=True) for state in _UNSETTLED),
)
_DECISION = (
    Transition(_S.PENDING, _A.RETURN, (_S.RETURNED,), _SUPERVISOR, needs_reason=True),
    Transition(
        _S.PENDING, _A.APPROVE, (_S.SUPPORTED, _S.COUNTERSIGN), _SUPERVISOR, (may_decide, _proposed_for_support)
    ),
    Transition(_S.PENDING, _A.REFUSE, (_S.REFUSED,), _SUPERVISOR, (may_decide,), needs_reason=True),
    Transition(_S.COUNTERSIGN, _A.COUNTERSIGN, (_S.SUPPORTED,), _SUPERVISOR, (may_decide, _not_the_first_signer)),
    Transition(
        _S.COUNTERSIGN,
        _A.RETURN,
        (_S.PENDING, _S.RETURNED),
        _SUPERVISOR,
        (may_decide, _not_the_first_signer),
        needs_reason=True,
    ),
    Transition(_S.COUNTERSIGN, _A.RETRACT, (_S.PENDING,), _SUPERVISOR, (_own_signature,), needs_reason=True),
    Transition(
        _S.SUPPORTED,
        _A.RETRACT,
        (_S.PENDING, _S.COUNTERSIGN),
        _SUPERVISOR,
        (_own_signature, _not_in_a_batch),
        needs_reason=True,
    ),
    Transition(_S.SUPPORTED, _A.PUBLICISE, (_S.PUBLICISED,), _SUPERVISOR, (_in_a_batch,)),
    _stays(_S.PUBLICISED, _A.OBJECT, _EXAMINERS),
    _stays(_S.PUBLICISED, _A.ANSWER, _SUPERVISOR),
    Transition(_S.PUBLICISED, _A.CLEAR, (_S.PAYABLE, _S.UNFUNDED), _SUPERVISOR),
    *(
        Transition(state, _A.CORRECT, (_S.CORRECTED,), _SUPERVISOR, (may_decide,), needs_reason=True)
        for state in (_S.SUPPORTED, _S.PUBLICISED, _S.UNFUNDED, _S.PAYABLE, _S.REFUSED)
    ),
)
_MONEY = (
    Transition(_S.UNFUNDED, _A.FUND, (_S.PAYABLE,), _SUPERVISOR),
    Transition(_S.PAYABLE, _A.DEFER, (_S.UNFUNDED,), _SUPERVISOR, needs_reason=True),
    Transition(_S.PAYABLE, _A.PAY, (_S.PART_PAID, _S.PAID), _PAYERS),
    Transition(_S.PART_PAID, _A.PAY, (_S.PAID,), _PAYERS),
    Transition(_S.PART_PAID, _A.BOUNCE, (_S.PAYABLE,), _PAYERS, needs_reason=True),
    Transition(_S.PAID, _A.BOUNCE, (_S.PART_PAID, _S.PAYABLE), _PAYERS, needs_reason=True),
    Transition(_S.PAID, _A.ARCHIVE, (_S.ARCHIVED,), _PAYERS),
    *(
        Transition(state, _A.RECOVER, (_S.RECOVERING,), _SUPERVISOR, (may_decide,), needs_reason=True)
        for state in (_S.PART_PAID, _S.PAID, _S.ARCHIVED)
    ),
    Transition(_S.RECOVERING, _A.REPAY, (_S.RECOVERED,), _PAYERS),
)
TRANSITIONS: tuple[Transition, ...] = (*_INTAKE, *_DECISION, *_MONEY)
_TABLE = {(line.state, line.action): line for line in TRANSITIONS}
_NOT_BY_DEPUTY = frozenset({_A.RETRACT, _A.CORRECT, _A.RECOVER})
"""What stays with the supervisor in person."""


def transition(case: Case, action: Action) -> Transition | None:
    """The line of the table for this case and action; None when the state does not know the action."""
    return _TABLE.get((case.state, action))


def refusal(case: Case, person: Person, action: Action, away: Sequence[Person] = ()) -> str | None:
    """Why this person may not do this to this case now, in Chinese; None when they may.

    ``away``: those on leave for whom the person stands in today. A deputy acts with the other's role, and what
    either of the two could not do in person neither does through the other.
    """
    line = transition(case, action)
    if line is None:
        return f"办件 {case.number} 现在是“{case.state.label}”，不能{action.label}。"
    if not person.active:
        return f"{person.name}的账号已停用，不能办理。"
    if person.role in line.roles:
        return _objection(line, case, person)
    return next(
        (why for other in _principals(line, away) for why in [_objection(line, case, person, other)]),
        f"{action.label}由{_named(line.roles)}办理，您的岗位是{person.role.label}。",
    )


def stands_for(case: Case, person: Person, action: Action, away: Sequence[Person]) -> Person | None:
    """Whose deputy the person is in this deed; None for who acts in the own role."""
    line = transition(case, action)
    if line is None or person.role in line.roles:
        return None
    return next(iter(_principals(line, away)), None)


def _principals(line: Transition, away: Sequence[Person]) -> list[Person]:
    if line.action in _NOT_BY_DEPUTY:
        return []
    return [other for other in away if other.active and other.role in line.roles]


def _objection(line: Transition, case: Case, *persons: Person) -> str | None:
    """The first thing in the way of the person, and of the one for whom a deputy acts."""
    for number, person in enumerate(persons):
        why = next((why for check in line.preconditions if (why := check(case, person)) is not None), None)
        if why is not None:
            return why if number == 0 else f"您代{person.name}办理，而{person.name}本人不能办：{why}"
    return None


def _named(roles: frozenset[Role]) -> str:
    return "、".join(role.label for role in Role if role in roles)


def allowed(case: Case, person: Person, away: Sequence[Person] = ()) -> dict[Action, str | None]:
    """Every action with None (may be done now) or the reason why not, in Chinese."""
    return {action: refusal(case, person, action, away) for action in Action}


class PaperState(Protocol):
    """What the submission asks of a line of the checklist."""

    @property
    def name(self) -> str:
        """The paper's name."""
        ...

    @property
    def settled(self) -> bool:
        """Not required, or ticked, or waived with a reason."""
        ...


def submission_obstacles(
    assessment: Assessment, missing: Iterable[str], papers: Iterable[PaperState], proposal: Proposal
) -> list[str]:
    """What still stands against a submission, in Chinese, the first first; empty when it may go.

    ``missing`` are the words for the missing facts. Support needs an eligible result (for a measure without a formula
    that means a recorded decision); a proposal to refuse needs a result that is known and not eligible.
    """
    from ycdesk.calculation.assessment import Status  # here: lists need no calculation

    obstacles = []
    status = assessment.status
    if status is Status.INCOMPLETE:
        names = list(missing)
        shown = "、".join(names[:6]) + (f" 等 {len(names)} 项" if len(names) > 6 else "")
        obstacles.append(f"还有没填的内容：{shown}。" if names else "还有没填的内容，算不出结果。")
    elif proposal is Proposal.SUPPORT and status is Status.INELIGIBLE:
        obstacles.append("测算结果为不符合条件；拟不予支持的，请按“报请不予支持”提交并写明理由。")
    elif proposal is Proposal.SUPPORT and status is Status.NEEDS_RULING:
        obstacles.append("政策没有规定计算办法，请先录入决定金额和决定文件（一事一议）。")
    elif proposal is Proposal.REFUSE and status is Status.ELIGIBLE:
        obstacles.append("测算结果为符合条件，不能按不符合条件报请不予支持。")
    open_papers = [paper.name for paper in papers if not paper.settled]
    if open_papers:
        obstacles.append(f"材料不齐：{'、'.join(open_papers)}。请勾选已收到的材料，或写明免交理由。")
    return obstacles

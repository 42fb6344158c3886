"""The workflow as one table: it enables the buttons and refuses the deeds.

``allowed`` answers for every action whether this person may do it to this case now, and if not, why not, in
Chinese. What only the calculation and the checklist can tell (is it eligible, are the papers complete) is
``submission_obstacles``. The rule that nobody decides what they entered is ``may_decide``, here and nowhere else;
the database repeats it in a trigger.

A case that the conditions exclude is not left lying: its caseworker submits it with the proposal to refuse and a
reason, and then it can only be refused or returned. An incomplete case can never be submitted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from ycdesk.domain.roles import Role
from ycdesk.domain.states import Action, CaseState, Proposal

if TYPE_CHECKING:
    from ycdesk.calculation.assessment import Assessment
    from ycdesk.domain.case import Case
    from ycdesk.domain.people import Person

__all__ = ["TRANSITIONS", "Action", "Transition", "allowed", "may_decide", "submission_obstacles"]

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


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table: in ``state``, ``action`` leads to ``target`` for the persons of ``roles``."""

    state: CaseState
    action: Action
    target: CaseState
    roles: frozenset[Role]
    preconditions: tuple[Precondition, ...] = ()
    needs_reason: bool = False


_CASEWORKER = frozenset({Role.CASEWORKER})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_S, _A = CaseState, Action

TRANSITIONS: tuple[Transition, ...] = (
    Transition(_S.DRAFT, _A.EDIT, _S.DRAFT, _CASEWORKER),
    Transition(_S.DRAFT, _A.SUBMIT, _S.PENDING, _CASEWORKER),
    Transition(_S.DRAFT, _A.WITHDRAW, _S.WITHDRAWN, _CASEWORKER, needs_reason=True),
    Transition(_S.RETURNED, _A.EDIT, _S.RETURNED, _CASEWORKER),
    Transition(_S.RETURNED, _A.SUBMIT, _S.PENDING, _CASEWORKER),
    Transition(_S.RETURNED, _A.WITHDRAW, _S.WITHDRAWN, _CASEWORKER, needs_reason=True),
    Transition(_S.PENDING, _A.WITHDRAW, _S.WITHDRAWN, _CASEWORKER, needs_reason=True),
    Transition(_S.PENDING, _A.RETURN, _S.RETURNED, _SUPERVISOR, needs_reason=True),
    Transition(_S.PENDING, _A.APPROVE, _S.SUPPORTED, _SUPERVISOR, (may_decide, _proposed_for_support)),
    Transition(_S.PENDING, _A.REFUSE, _S.REFUSED, _SUPERVISOR, (may_decide,), needs_reason=True),
    Transition(_S.SUPPORTED, _A.CORRECT, _S.CORRECTED, _SUPERVISOR, (may_decide,), needs_reason=True),
    Transition(_S.REFUSED, _A.CORRECT, _S.CORRECTED, _SUPERVISOR, (may_decide,), needs_reason=True),
    Transition(_S.SUPPORTED, _A.RECOVER, _S.RECOVERED, _SUPERVISOR, (may_decide,), needs_reason=True),
)
_TABLE = {(line.state, line.action): line for line in TRANSITIONS}


def transition(case: Case, action: Action) -> Transition | None:
    """The line of the table for this case and action; None when the state does not know the action."""
    return _TABLE.get((case.state, action))


def refusal(case: Case, person: Person, action: Action) -> str | None:
    """Why this person may not do this to this case now, in Chinese; None when they may."""
    line = transition(case, action)
    if line is None:
        return f"办件 {case.number} 现在是“{case.state.label}”，不能{action.label}。"
    if not person.active:
        return f"{person.name}的账号已停用，不能办理。"
    if person.role not in line.roles:
        roles = "、".join(sorted(role.label for role in line.roles))
        return f"{action.label}由{roles}办理，您的岗位是{person.role.label}。"
    return next((why for check in line.preconditions if (why := check(case, person)) is not None), None)


def allowed(case: Case, person: Person) -> dict[Action, str | None]:
    """Every action with None (may be done now) or the reason why not, in Chinese."""
    return {action: refusal(case, person, action) for action in Action}


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

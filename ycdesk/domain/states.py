"""The states of a case and the deeds that lead from one to another."""

from __future__ import annotations

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    PENDING = "pending"
    RETURNED = "returned"
    SUPPORTED = "supported"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    """The decision was cancelled; another case stands in its place."""
    RECOVERED = "recovered"
    """The award was taken back."""

    @property
    def label(self) -> str:
        """The Chinese word on screens and papers."""
        return _STATE_LABELS[self]

    @property
    def editable(self) -> bool:
        """Whether facts and checklist may still be changed."""
        return self in (CaseState.DRAFT, CaseState.RETURNED)

    @property
    def decided(self) -> bool:
        """Whether a supervisor has decided; nothing of the case changes from here on."""
        return self in (CaseState.SUPPORTED, CaseState.REFUSED, CaseState.CORRECTED, CaseState.RECOVERED)


class Action(StrEnum):
    """What a person can do with a case."""

    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    REFUSE = "refuse"
    CORRECT = "correct"
    RECOVER = "recover"

    @property
    def label(self) -> str:
        """The Chinese word on buttons."""
        return _ACTION_LABELS[self]


class Proposal(StrEnum):
    """What the caseworker proposes at submission."""

    SUPPORT = "support"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """The Chinese word on screens and papers."""
        return "报请支持" if self is Proposal.SUPPORT else "按不符合条件报请不予支持"


_STATE_LABELS = {
    CaseState.DRAFT: "草稿",
    CaseState.PENDING: "待审批",
    CaseState.RETURNED: "退回",
    CaseState.SUPPORTED: "拟支持",
    CaseState.REFUSED: "不予支持",
    CaseState.WITHDRAWN: "企业撤回",
    CaseState.CORRECTED: "已更正",
    CaseState.RECOVERED: "已追回",
}
_ACTION_LABELS = {
    Action.EDIT: "修改",
    Action.SUBMIT: "提交审批",
    Action.WITHDRAW: "企业撤回",
    Action.RETURN: "退回",
    Action.APPROVE: "同意",
    Action.REFUSE: "不予支持",
    Action.CORRECT: "更正",
    Action.RECOVER: "追回",
}

"""The states of a case and the deeds that lead from one to another."""

from __future__ import annotations

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    RECEIVED = "received"
    """The papers are here and a receipt was given; that says nothing about their acceptance."""
    SUPPLEMENT = "supplement"
    """The firm was asked, once and for everything, to complete its papers; the clock stands still."""
    ACCEPTED = "accepted"
    PENDING = "pending"
    RETURNED = "returned"
    COUNTERSIGN = "countersign"
    """Signed once; the amount asks for a second signature."""
    SUPPORTED = "supported"
    PUBLICISED = "publicised"
    UNFUNDED = "unfunded"
    """Through the public notice, and the year's money does not suffice (or nobody has said who pays)."""
    PAYABLE = "payable"
    PART_PAID = "part_paid"
    PAID = "paid"
    ARCHIVED = "archived"
    REJECTED = "rejected"
    """Not accepted (不予受理)."""
    REFUSED = "refused"
    """Accepted and examined, not supported (不予支持)."""
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """The supplement period ran out (视为放弃)."""
    CORRECTED = "corrected"
    """The decision was cancelled; another case stands in its place."""
    RECOVERING = "recovering"
    """The award is being taken back; it counts until the money is here."""
    RECOVERED = "recovered"
    """The award was taken back."""

    @property
    def label(self) -> str:
        """The Chinese word on screens and papers."""
        return _STATE_LABELS[self]

    @property
    def editable(self) -> bool:
        """Whether facts and checklist may still be changed."""
        return self in EDITABLE

    @property
    def decided(self) -> bool:
        """Whether a supervisor has decided; nothing of the application changes from here on."""
        return self in DECIDED

    @property
    def standing(self) -> bool:
        """Whether its award counts: signed in full, neither corrected nor taken back."""
        return self in STANDING


EDITABLE = (CaseState.DRAFT, CaseState.RECEIVED, CaseState.SUPPLEMENT, CaseState.ACCEPTED, CaseState.RETURNED)
WAITING = (CaseState.PENDING, CaseState.COUNTERSIGN)
"""A supervisor's signature is awaited; the limits are reserved."""
STANDING = (
    CaseState.SUPPORTED,
    CaseState.PUBLICISED,
    CaseState.UNFUNDED,
    CaseState.PAYABLE,
    CaseState.PART_PAID,
    CaseState.PAID,
    CaseState.ARCHIVED,
    CaseState.RECOVERING,
)
DECIDED = (CaseState.COUNTERSIGN, *STANDING, CaseState.REFUSED, CaseState.CORRECTED, CaseState.RECOVERED)
ENDED = (
    CaseState.REJECTED,
    CaseState.WITHDRAWN,
    CaseState.LAPSED,
    CaseState.CORRECTED,
    CaseState.RECOVERED,
)
"""From here no deed leads on."""


class Action(StrEnum):
    """What a person can do with a case."""

    EDIT = "edit"
    RECEIVE = "receive"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLY = "supply"
    LAPSE = "lapse"
    ACCEPT = "accept"
    REJECT = "reject"
    RECORD = "record"
    """Note a step of the examination: county's opinion, visit on site, letter, report, check of the negative list."""
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    COUNTERSIGN = "countersign"
    RETRACT = "retract"
    """Take back one's own signature while the next step has not acted."""
    REFUSE = "refuse"
    PUBLICISE = "publicise"
    OBJECT = "object"
    ANSWER = "answer"
    CLEAR = "clear"
    """The period of the public notice is over."""
    FUND = "fund"
    DEFER = "defer"
    """Give the money back to the budget; the case waits for another year's."""
    PAY = "pay"
    BOUNCE = "bounce"
    """The bank has sent a payment back (退汇)."""
    ARCHIVE = "archive"
    CORRECT = "correct"
    RECOVER = "recover"
    REPAY = "repay"

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
    CaseState.RECEIVED: "已接收",
    CaseState.SUPPLEMENT: "待补正",
    CaseState.ACCEPTED: "已受理",
    CaseState.PENDING: "待审批",
    CaseState.RETURNED: "退回",
    CaseState.COUNTERSIGN: "待复签",
    CaseState.SUPPORTED: "拟支持",
    CaseState.PUBLICISED: "公示中",
    CaseState.UNFUNDED: "待资金",
    CaseState.PAYABLE: "待拨付",
    CaseState.PART_PAID: "部分拨付",
    CaseState.PAID: "已拨付",
    CaseState.ARCHIVED: "已归档",
    CaseState.REJECTED: "不予受理",
    CaseState.REFUSED: "不予支持",
    CaseState.WITHDRAWN: "企业撤回",
    CaseState.LAPSED: "视为放弃",
    CaseState.CORRECTED: "已更正",
    CaseState.RECOVERING: "追回中",
    CaseState.RECOVERED: "已追回",
}
_ACTION_LABELS = {
    Action.EDIT: "修改",
    Action.RECEIVE: "接收材料",
    Action.REQUEST_SUPPLEMENT: "通知补正",
    Action.SUPPLY: "登记补正",
    Action.LAPSE: "视为放弃",
    Action.ACCEPT: "受理",
    Action.REJECT: "不予受理",
    Action.RECORD: "记录核查",
    Action.SUBMIT: "提交审批",
    Action.WITHDRAW: "企业撤回",
    Action.RETURN: "退回",
    Action.APPROVE: "同意",
    Action.COUNTERSIGN: "复签",
    Action.RETRACT: "撤销签批",
    Action.REFUSE: "不予支持",
    Action.PUBLICISE: "公示",
    Action.OBJECT: "登记异议",
    Action.ANSWER: "答复异议",
    Action.CLEAR: "公示期满",
    Action.FUND: "安排资金",
    Action.DEFER: "转待资金",
    Action.PAY: "登记拨付",
    Action.BOUNCE: "登记退汇",
    Action.ARCHIVE: "归档",
    Action.CORRECT: "更正",
    Action.RECOVER: "追回",
    Action.REPAY: "登记退款",
}

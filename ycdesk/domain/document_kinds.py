"""The papers that the program prints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PaperKind(StrEnum):
    """Every paper that the program prints."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    SUPPLEMENT = "supplement"
    REJECTION = "rejection"
    CONTENTS = "contents"
    COMPUTATION = "computation"
    SLIP = "slip"
    SUPPORT = "support"
    REFUSAL = "refusal"
    PAYMENT = "payment"
    RECOVERY = "recovery"
    DELIVERY = "delivery"
    NOTICE = "notice"
    ALLOTMENT = "allotment"
    COUNTY = "county"
    SUMMARY = "summary"

    @property
    def label(self) -> str:
        """What it is called on screens and in file names."""
        return _KINDS[self].label

    @property
    def numbered(self) -> bool:
        """Whether it carries a document number (文号)."""
        return _KINDS[self].numbered

    @property
    def of_batch(self) -> bool:
        """Whether it is about a batch, not about one case."""
        return _KINDS[self].of_batch


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str
    numbered: bool = True
    of_batch: bool = False


_KINDS = {
    PaperKind.RECEIPT: _Kind("材料接收回执", numbered=False),
    PaperKind.ACCEPTANCE: _Kind("受理通知书"),
    PaperKind.SUPPLEMENT: _Kind("补正材料通知书"),
    PaperKind.REJECTION: _Kind("不予受理通知书"),
    PaperKind.CONTENTS: _Kind("材料目录", numbered=False),
    PaperKind.COMPUTATION: _Kind("审核表", numbered=False),
    PaperKind.SLIP: _Kind("审批单", numbered=False),
    PaperKind.SUPPORT: _Kind("支持（核减）通知书"),
    PaperKind.REFUSAL: _Kind("不予支持通知书"),
    PaperKind.PAYMENT: _Kind("拨付通知"),
    PaperKind.RECOVERY: _Kind("退回（追回）通知书"),
    PaperKind.DELIVERY: _Kind("送达回证", numbered=False),
    PaperKind.NOTICE: _Kind("公示", of_batch=True),
    PaperKind.ALLOTMENT: _Kind("资金分配（下达）通知", of_batch=True),
    PaperKind.COUNTY: _Kind("县级配套资金告知函", of_batch=True),
    PaperKind.SUMMARY: _Kind("汇总表", numbered=False, of_batch=True),
}
FORMS = (PaperKind.SLIP, PaperKind.COMPUTATION)
"""Drawn by forms of their own; the others are letters."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that is wanted: of a case, or of a batch (``county`` for a letter to one)."""

    kind: PaperKind
    subject_id: int
    label: str
    """The number of the case or batch: for messages and file names."""
    county: str = ""

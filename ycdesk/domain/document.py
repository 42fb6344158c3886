"""Documents (文书) that the bureau issues: what stands on them is kept as it was issued, their numbers have no gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ycdesk.domain.case import Case
from ycdesk.domain.people import Person
from ycdesk.domain.record import Record, as_text, beijing_now


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


class Document(Record):
    """A letter as it was issued: ``content`` is all that is printed. Never changed but for delivery and 作废."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("kind", "year", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PaperKind] = mapped_column(as_text(PaperKind))
    year: Mapped[int]
    sequence: Mapped[int]
    """Counts from 1 within kind and year."""
    number: Mapped[str]
    """As printed: 运商受〔2025〕3号."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    county: Mapped[str] = mapped_column(default="")
    """Of a letter to a county."""
    content: Mapped[dict[str, Any]]
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=beijing_now)
    void_at: Mapped[datetime | None]
    """When another took its place or what it says was undone (作废)."""
    delivered_on: Mapped[date | None]
    delivered_how: Mapped[str] = mapped_column(default="")
    """直接, 邮寄 or 留置."""
    delivered_to: Mapped[str] = mapped_column(default="")
    delivered_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="joined", viewonly=True)
    case: Mapped[Case | None] = relationship(viewonly=True)

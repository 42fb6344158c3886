"""Documents (文书) that the bureau issues: what stands on them is kept as it was issued, their numbers have no gaps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ycdesk.domain.case import Case
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.people import Person
from ycdesk.domain.record import Record, as_text, beijing_now


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

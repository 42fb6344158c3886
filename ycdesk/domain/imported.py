"""What sheets brought in: so that the same file changes nothing the second time, and a sender's columns are known."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record


class ImportedCase(Record):
    """A case that sheets brought in or added to. It goes with the case, which may then come again."""

    __tablename__ = "imported_cases"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str | None] = mapped_column(unique=True)
    """Digest of measure, applicant, day and header facts as they came; None for a case that was typed."""
    rows: Mapped[dict[str, Any]]
    """How often each row came, by the digest of its texts."""


class SenderColumns(Record):
    """What the headings of a sender's sheets mean."""

    __tablename__ = "sender_columns"

    sender: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    """``Target.name``."""
    meanings: Mapped[dict[str, Any]]
    """``{"fields": {words of a heading: key of a field}, "units": {words of a heading: 元 or 万元}}``."""

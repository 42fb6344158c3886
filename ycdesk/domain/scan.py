"""Scans of the papers of a case. Their contents are kept once, by the hash of their bytes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ycdesk.domain.people import Person
from ycdesk.domain.record import Record, beijing_now


class Scan(Record):
    """A file that shows a paper of the checklist. Never changed; taken away only while the case can be edited."""

    __tablename__ = "scans"
    __table_args__ = (
        UniqueConstraint("entry_id", "digest"),
        CheckConstraint("length(digest) = 64", "digest_is_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("checklist_entries.id", ondelete="CASCADE"))
    name: Mapped[str]
    """The name of the file when it was attached."""
    kind: Mapped[str]
    """``pdf``, ``png``, ``jpeg``, ``tiff``, ``bmp``, ``xml`` or ``ofd``, by its first bytes."""
    digest: Mapped[str] = mapped_column(index=True)
    """SHA-256 of its bytes, in hexadecimal."""
    size: Mapped[int]
    """Bytes."""
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=beijing_now)

    by: Mapped[Person] = relationship(lazy="joined", viewonly=True)


class ScanContent(Record):
    """The bytes of scans where desks share only a database; beside a SQLite file they lie in a folder."""

    __tablename__ = "scan_contents"

    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)

"""What the bureau itself keeps: its settings, the number counters, its copies of policy text and packages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record, beijing_now

BUREAU_NAME = "bureau_name"
"""Key of the setting that holds the bureau's name."""
SECOND_SIGNATURE = "second_signature_fen"
"""Key of the setting from which amount on, in 分, two supervisors sign; the database reads it, too."""
STAGE_LIMITS = "stage_limits"
"""Key of the setting with the working days a case may stay in each state, as JSON."""

LETTERHEAD = "letterhead"
"""Key of the setting with what the letters say of the bureau: telephones and address, as JSON."""


class Setting(Record):
    """One setting of the bureau (not of a machine)."""

    __tablename__ = "bureau_settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Counter(Record):
    """The last number given in a series and year; raised in the transaction that uses the number."""

    __tablename__ = "counters"

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class PolicyClause(Record):
    """One clause of the bureau's own copy of the policy, keyed as "三(一)"."""

    __tablename__ = "policy_clauses"

    policy_id: Mapped[str] = mapped_column(primary_key=True)
    clause: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class PackageCopy(Record):
    """One version of a policy package: each that froze a case, and each that was loaded beside the shipped one."""

    __tablename__ = "policy_packages"

    policy_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    """SHA-256 of ``content``: the same version must not come with other content."""
    content: Mapped[str]
    """JSON: the text of each file by its path in the package."""
    active: Mapped[bool] = mapped_column(default=False)
    """Loaded by the administrator for new cases, beside what ships with the program."""
    loaded_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    loaded_at: Mapped[datetime] = mapped_column(default=beijing_now)

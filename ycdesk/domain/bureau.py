"""What the bureau itself keeps: its settings, the number counters and its copy of the policy text."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record

BUREAU_NAME = "bureau_name"
"""Key of the setting that holds the bureau's name."""


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

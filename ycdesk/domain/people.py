"""Persons: who may sign in, and in which role."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record, as_text, beijing_now
from ycdesk.domain.roles import Role

__all__ = ["Person", "Role"]


class Person(Record):
    """A person of the bureau. Never deleted (cases and events name them), only switched off."""

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    """Sign-in name, folded to lower case."""
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(as_text(Role))
    password_hash: Mapped[str]
    """argon2id, in the encoded form that carries its own parameters."""
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=beijing_now)
    password_hint: Mapped[str] = mapped_column(default="")
    """Shown at the sign-in; only demo persons have one."""

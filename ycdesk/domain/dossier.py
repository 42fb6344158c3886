"""Dossiers (卷): one applicant's visit, with the cases applied for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.people import Person
from ycdesk.domain.record import Record, beijing_now


class Dossier(Record):
    """One visit. ``number`` is "J2026-0001", gap-free within a year."""

    __tablename__ = "dossiers"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicants.id"), index=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    opened_at: Mapped[datetime] = mapped_column(default=beijing_now)
    version: Mapped[int] = mapped_column()

    applicant: Mapped[Applicant] = relationship(lazy="selectin")
    cases: Mapped[list[Case]] = relationship(lazy="selectin", order_by=Case.id, back_populates="dossier")
    opener: Mapped[Person] = relationship(lazy="selectin")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class

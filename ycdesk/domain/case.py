"""Cases (办件): one measure for one applicant, from the draft to the decision.

Until submission only ``entries`` (the text as typed) and the checklist count. Submission freezes facts, result,
papers, applicant, package and the words of the papers; the decision freezes the award. The database holds the same
rules in triggers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ycdesk.domain.people import Person
from ycdesk.domain.record import Record, as_text, beijing_now
from ycdesk.domain.scan import Scan
from ycdesk.domain.states import DECIDED, STANDING, CaseState, Proposal

if TYPE_CHECKING:
    from ycdesk.domain.dossier import Dossier

__all__ = ["Case", "CaseEditor", "CaseState", "ChecklistEntry", "Proposal"]


def _listed(states: Iterable[CaseState]) -> str:
    return ", ".join(f"'{state}'" for state in states)


_DECIDED, _AWARDED = _listed(DECIDED), _listed((CaseState.COUNTERSIGN, *STANDING, CaseState.RECOVERED))
_CLOSED = _listed((CaseState.CORRECTED, CaseState.RECOVERING, CaseState.RECOVERED))


class CaseEditor(Record):
    """Everybody who entered or changed a case. The database adds rows by itself and lets none go."""

    __tablename__ = "case_editors"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)


class ChecklistEntry(Record):
    """One paper of a case as it lay on the counter."""

    __tablename__ = "checklist_entries"
    __table_args__ = (UniqueConstraint("case_id", "paper_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    paper_id: Mapped[str]
    ticked: Mapped[bool] = mapped_column(default=False)
    original: Mapped[bool] = mapped_column(default=False)
    copy: Mapped[bool] = mapped_column(default=False)
    stamp: Mapped[bool] = mapped_column(default=False)
    signed: Mapped[bool] = mapped_column(default=False)
    verify: Mapped[bool] = mapped_column(default=False)
    """Compared with the original."""
    translate: Mapped[bool] = mapped_column(default=False)
    pages: Mapped[int | None]
    remark: Mapped[str] = mapped_column(default="")
    waived_reason: Mapped[str] = mapped_column(default="")
    """Why this required paper is not asked for; empty when it is."""
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=beijing_now)
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    """Who has seen the original."""
    seen_at: Mapped[datetime | None]

    seen_by: Mapped[Person | None] = relationship(foreign_keys=[seen_by_id], lazy="joined", viewonly=True)
    scans: Mapped[list[Scan]] = relationship(lazy="selectin", order_by="Scan.id", viewonly=True)


class Case(Record):
    """One application for one measure. Money in yuan (stored in 分), times in Beijing wall time."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(f"(state IN ({_DECIDED})) = (decided_by IS NOT NULL)", "decided_by_a_person"),
        CheckConstraint("award_fen IS NULL OR decided_by IS NOT NULL", "award_of_a_decision"),
        CheckConstraint(f"state NOT IN ({_AWARDED}) OR award_fen IS NOT NULL", "award_when_supported"),
        CheckConstraint(f"(state IN ({_CLOSED})) = (closed_by IS NOT NULL)", "closed_by_a_person"),
        CheckConstraint("award_fen IS NULL OR (award_fen >= 0 AND award_fen <= computed_fen)", "award_within_computed"),
        CheckConstraint("city_fen + county_fen = computed_fen", "parts_of_computed"),
        CheckConstraint("award_city_fen + award_county_fen = award_fen", "parts_of_award"),
        CheckConstraint("(award_city_fen IS NULL) = (award_county_fen IS NULL)", "both_parts"),
        CheckConstraint("countersigned_by IS NULL OR countersigned_by <> decided_by", "signed_by_two"),
        Index("ix_cases_state_submitted_at", "state", "submitted_at"),
        Index("ix_cases_state_state_since", "state", "state_since"),
        # The year at a glance is read from this alone: the rows themselves are wide.
        Index("ix_cases_of_a_year", "number", "state", "measure", "award_fen", "award_city_fen", "award_county_fen"),
        {"sqlite_autoincrement": True},  # the id of a removed draft is not given again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    """"2026-0001", gap-free within a year."""
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), index=True)
    measure: Mapped[str]
    state: Mapped[CaseState] = mapped_column(as_text(CaseState), default=CaseState.DRAFT)
    entries: Mapped[dict[str, Any]]
    """``{"header": {name: text}, "rows": [{column: text}, …]}``, the text as typed."""
    applied_on: Mapped[date | None]
    entered_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    entered_at: Mapped[datetime] = mapped_column(default=beijing_now)
    changed_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    changed_at: Mapped[datetime] = mapped_column(default=beijing_now)
    version: Mapped[int] = mapped_column()
    state_since: Mapped[datetime] = mapped_column(default=beijing_now)
    """When it came into its state."""
    received_on: Mapped[date | None]
    """Day of the receipt for the papers."""
    supplement_due: Mapped[date | None]
    """Last day of the only supplement period; stays when the papers have come."""
    accepted_on: Mapped[date | None]

    # Frozen at submission, replaced by the next submission after a return.
    submissions: Mapped[int] = mapped_column(default=0)
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    submitted_at: Mapped[datetime | None]
    proposal: Mapped[Proposal | None] = mapped_column(as_text(Proposal))
    proposal_reason: Mapped[str] = mapped_column(default="")
    policy_id: Mapped[str | None]
    policy_version: Mapped[str | None]
    facts: Mapped[dict[str, Any] | None]
    """The whole case file of ``spec/case-file.md`` ("In"), normalised, history included."""
    result: Mapped[dict[str, Any] | None]
    """``Assessment.as_dict()``."""
    papers: Mapped[list[Any] | None]
    """The checklist as submitted: id, name, required, marks, pages, remark, waived reason."""
    applicant_snapshot: Mapped[dict[str, Any] | None]
    words: Mapped[dict[str, Any] | None]
    """``ycdesk.services.case_words``: what the papers say, so that no later package or name alters them."""
    rulings: Mapped[list[Any] | None]
    """The rulings that governed it: id, subject, what they choose or supply, and how they are cited."""
    duplicates: Mapped[list[Any] | None]
    """The alarms of the radar at submission, each with the reason for going on."""
    computed: Mapped[Decimal | None] = mapped_column("computed_fen")
    city: Mapped[Decimal | None] = mapped_column("city_fen")
    county: Mapped[Decimal | None] = mapped_column("county_fen")
    """Parts of ``computed``; null where the policy gives no ratio."""

    # The last return or withdrawal, and the decision.
    reason: Mapped[str] = mapped_column(default="")
    """Why it was returned, withdrawn or refused."""
    award: Mapped[Decimal | None] = mapped_column("award_fen")
    award_city: Mapped[Decimal | None] = mapped_column("award_city_fen")
    award_county: Mapped[Decimal | None] = mapped_column("award_county_fen")
    award_reason: Mapped[str] = mapped_column(default="")
    """Why less than computed was awarded."""
    opinion: Mapped[str] = mapped_column(default="")
    confirmed_flags: Mapped[list[Any] | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    decider_name: Mapped[str | None]
    """The name under which it was decided."""
    decided_for: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    """The supervisor on leave whose deputy decided."""
    countersigned_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    countersigned_at: Mapped[datetime | None]
    countersigner_name: Mapped[str | None]
    countersigned_for: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    """The second signature, where the amount asks for one."""
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    """The batch in which it goes to the meeting and is publicised."""

    # What undid the decision later, and the case that took its place.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), unique=True)
    """The corrected case in whose place this one stands."""
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    closed_at: Mapped[datetime | None]
    closing_reason: Mapped[str] = mapped_column(default="")
    """Why the decision was corrected or the award recovered."""

    dossier: Mapped[Dossier] = relationship(back_populates="cases", lazy="joined", innerjoin=True)
    editors: Mapped[list[CaseEditor]] = relationship(lazy="selectin", viewonly=True)
    checklist: Mapped[list[ChecklistEntry]] = relationship(
        lazy="selectin", order_by=ChecklistEntry.id, passive_deletes=True, cascade="all, delete-orphan"
    )
    enterer: Mapped[Person] = relationship(foreign_keys=[entered_by], lazy="selectin", viewonly=True)
    changer: Mapped[Person] = relationship(foreign_keys=[changed_by], lazy="selectin", viewonly=True)
    submitter: Mapped[Person | None] = relationship(foreign_keys=[submitted_by], lazy="selectin", viewonly=True)
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by], lazy="selectin", viewonly=True)
    countersigner: Mapped[Person | None] = relationship(foreign_keys=[countersigned_by], lazy="selectin", viewonly=True)
    closer: Mapped[Person | None] = relationship(foreign_keys=[closed_by], lazy="selectin", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class

    def enter(self, state: CaseState, now: datetime) -> None:
        """Come into a state; the workflow has allowed it."""
        self.state, self.state_since = state, now

    @property
    def editor_ids(self) -> frozenset[int]:
        """Ids of all who entered or changed this case."""
        return frozenset({self.entered_by, self.changed_by, *(editor.person_id for editor in self.editors)})

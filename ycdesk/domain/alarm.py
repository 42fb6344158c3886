"""An alarm of the duplicate radar: one key of a case that another case or another applicant has, too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from ycdesk.domain.radar_keys import APPLICANT_KINDS, KINDS
from ycdesk.domain.states import CaseState

AlarmId: TypeAlias = "tuple[str, str, int | None, int]"
"""Kind, own key, the other case (None between applicants) and the other applicant: what a reason is given for."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm. ``key`` is the own key, normalised, for the program; ``value`` the same as typed, for people."""

    kind: str
    key: str
    value: str
    path: str
    """Where it was typed: ``facts.booths[0].booth_no``, ``particulars[2].number``, ``applicant.account_number``."""
    title: str
    """That place in words."""
    exact: bool
    """The same key; else they are only alike."""
    why: str
    """Why they are alike; of exact ones how they are written otherwise, or nothing."""
    other_case_id: int
    """Between applicants the latest case of the other one; inside a case that case itself (0 when not stored yet)."""
    other_number: str
    other_measure: str
    """Short title."""
    other_state: CaseState
    other_day: date | None
    """Day of its application."""
    other_amount: Decimal | None
    """Yuan awarded, else computed."""
    other_applicant_id: int
    other_applicant: str
    other_key: str
    other_value: str
    other_path: str
    other_title: str
    inside: bool = False
    """Both stand in this very case."""
    reason: str = ""
    """Why one goes on all the same; empty while the alarm is open."""
    reason_by: str = ""
    reason_at: datetime | None = None
    other_reason: str = ""
    """What was said at the other case about this one."""

    @property
    def id(self) -> AlarmId:
        """What a reason is given for."""
        return (self.kind, self.key, None if self.between_applicants else self.other_case_id, self.other_applicant_id)

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return KINDS[self.kind]

    @property
    def open(self) -> bool:
        """Whether nobody has given a reason yet."""
        return not self.reason

    @property
    def between_applicants(self) -> bool:
        """Whether it is about two applicants, whatever their cases."""
        return self.kind in APPLICANT_KINDS

    @property
    def sentence(self) -> str:
        """The alarm in one clause, without a full stop."""
        mine = f"{self.label}“{self.value}”"
        if self.inside:
            other = f"本件的{self.other_title}"
        elif self.between_applicants:
            other = f"另一申报主体“{self.other_applicant}”（办件 {self.other_number}）"
        else:
            other = f"办件 {self.other_number}（{self.other_applicant}，{self.other_state.label}）"
        if self.exact:
            written = f"（写作“{self.other_value}”）" if self.why else ""
            return f"{mine}与{other}相同{written}"
        return f"{mine}与{other}的“{self.other_value}”相近（{self.why}）"

    def explained(self, reason: str, by: str, at: datetime) -> Alarm:
        """The same alarm with a reason."""
        return replace(self, reason=reason, reason_by=by, reason_at=at)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: what is frozen with a submitted case and what the command line prints."""
        return {
            "kind": self.kind,
            "label": self.label,
            "key": self.key,
            "value": self.value,
            "path": self.path,
            "title": self.title,
            "exact": self.exact,
            "why": self.why,
            "other": {
                "case": self.other_number,
                "measure": self.other_measure,
                "state": self.other_state.value,
                "applied_on": self.other_day.isoformat() if self.other_day else None,
                "amount": None if self.other_amount is None else f"{self.other_amount:.2f}",
                "applicant": self.other_applicant,
                "value": self.other_value,
                "path": self.other_path,
                "title": self.other_title,
            },
            "inside": self.inside,
            "reason": self.reason,
            "reason_by": self.reason_by,
            "reason_at": self.reason_at.isoformat() if self.reason_at else None,
        }

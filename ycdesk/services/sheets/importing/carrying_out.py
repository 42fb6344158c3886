"""Carrying out the plan of an import: all of its good rows in one transaction, or nothing.

Cases come into being as drafts, as if they had been typed: with numbers without a gap, the log's events, and the keys
by which the duplicate radar and the search find them. They are written in bulk: thousands come in at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ycdesk.database.bulk import insert_for_ids, insert_rows
from ycdesk.database.log import News, append_events
from ycdesk.database.numbers import CASES, DOSSIERS, next_numbers
from ycdesk.database.transaction import changed_elsewhere
from ycdesk.domain.applicant import FIELDS, Applicant
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.entry import filled_rows
from ycdesk.domain.errors import Refused
from ycdesk.domain.imported import ImportedCase, SenderColumns
from ycdesk.domain.people import Person
from ycdesk.domain.pinyin import initials, search_form
from ycdesk.domain.radar_keys import keys_of_applicant
from ycdesk.domain.states import Action
from ycdesk.domain.step import CaseStep, StepKind
from ycdesk.services.acts import case_for
from ycdesk.services.dossiers import caseworker, write_entries
from ycdesk.services.fingerprints import keys_of_plain, store_new_keys
from ycdesk.services.office import Office, deed
from ycdesk.services.search import store_new_words
from ycdesk.services.sheets.importing.gathering import row_digest
from ycdesk.services.sheets.importing.headings import to_remember
from ycdesk.services.sheets.importing.plan import Plan, PlannedCase
from ycdesk.services.sheets.importing.targets import OFFICER, OPINION, PROJECT, REVIEWED, STATED
from ycdesk.services.sheets.pausing import without_collection

Progress = Callable[[int, int], None]
_PHASES = 6


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows that went in, and the numbers of the cases that came into being or grew."""

    rows: int
    added: tuple[str, ...]
    grown: tuple[str, ...]

    @property
    def summary(self) -> str:
        """One sentence."""
        if not self.rows:
            return "没有可以导入的新行，什么也没有改。"
        parts = [f"已导入 {self.rows} 行"]
        if self.added:
            parts.append(f"新办件 {len(self.added)} 件（{_span(self.added)}）")
        if self.grown:
            parts.append(f"加行的办件 {len(self.grown)} 件（{_span(self.grown)}）")
        return "，".join(parts) + "。"


@deed
@without_collection()
def carry_out(
    session: Session, office: Office, person: Person, plan: Plan, sender: str = "", progress: Progress | None = None
) -> Imported:
    """Bring the good rows of a plan in; the sender's columns are remembered. What ``progress`` raises undoes it all.

    Raises Refused for who is no caseworker, Conflict when something changed since the plan was made.
    """
    if plan.problem:
        raise Refused(plan.problem)
    by = caseworker(session, person)
    tell = progress or (lambda count, total: None)
    new = [case for case in plan.cases if case.numbers and case.case_id is None]
    grown = [case for case in plan.cases if case.numbers and case.case_id is not None]
    try:
        added = _Arrival(session, office, by, new, tell).bring_in() if new else []
    except IntegrityError as error:  # a firm or a row that another desk has brought in meanwhile
        raise changed_elsewhere() from error
    for case in grown:
        _grow(session, office, by, case)
    if sender.strip():
        _remember(session, sender.strip(), plan)
    rows = sum(len(case.numbers) for case in (*new, *grown))
    if rows:
        content = {
            "file": plan.book.path.name,
            "sha256": plan.book.digest,
            "sheet": plan.sheet.name,
            "sender": sender.strip(),
            "rows": rows,
            "added": list(added),
            "grown": [case.case_number for case in grown],
        }
        append_events(session, office.clock(), by, [News("import", content)])
    tell(_PHASES, _PHASES)
    return Imported(rows, tuple(added), tuple(case.case_number for case in grown))


def _span(numbers: Sequence[str]) -> str:
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]} 至 {numbers[-1]}"


def _remember(session: Session, sender: str, plan: Plan) -> None:
    session.merge(SenderColumns(sender=sender, target=plan.target.name, meanings=asdict(to_remember(plan.layout))))


def _grow(session: Session, office: Office, by: Person, case: PlannedCase) -> None:
    """Add rows to the table of a case that is there and can be changed."""
    assert case.case_id is not None
    there = session.get(Case, case.case_id)
    if there is None or there.version != case.version:
        raise changed_elsewhere()
    stored, _ = case_for(session, office, by, case.case_id, case.version, Action.EDIT)
    rows = [*map(dict, filled_rows(stored.entries.get("rows") or ())), *case.rows]
    entries = {**stored.entries, "rows": rows}
    write_entries(session, office, by, stored.id, entries, stored.applied_on, stored.version)
    came = session.get(ImportedCase, stored.id)
    if came is None:
        came = ImportedCase(case_id=stored.id, key=case.key or None, rows={})
        session.add(came)
    came.rows = dict(Counter(came.rows) + Counter(map(row_digest, case.rows)))
    session.flush()


class _Arrival:
    """New cases, with their applicants and dossiers, written in bulk."""

    def __init__(
        self, session: Session, office: Office, by: Person, cases: Sequence[PlannedCase], tell: Progress
    ) -> None:
        self.session, self.office, self.by, self.cases, self.tell = session, office, by, cases, tell
        self.now: datetime = office.clock()
        self.news: list[News] = []

    def bring_in(self) -> list[str]:
        """Write everything; returns the numbers of the cases."""
        self.tell(0, _PHASES)
        applicants = self._applicants()
        self.tell(1, _PHASES)
        dossiers = self._dossiers(applicants)
        self.tell(2, _PHASES)
        entries = [_entries(case) for case in self.cases]
        ids, numbers = self._cases(dossiers, entries)
        self.tell(3, _PHASES)
        words = (
            (id_, (number, dossiers[case.known_by][1]), typed)
            for id_, number, case, typed in zip(ids, numbers, self.cases, entries, strict=True)
        )
        store_new_words(self.session, words)
        self.tell(4, _PHASES)
        keys = (
            (keys_of_plain(case.measure, case.header, case.rows), id_, applicants[case.known_by][0])
            for id_, case in zip(ids, self.cases, strict=True)
        )
        store_new_keys(self.session, keys)
        self._imported(ids)
        self._reviews(ids)
        self.tell(5, _PHASES)
        append_events(self.session, self.now, self.by, self.news)
        return numbers

    def _applicants(self) -> dict[str, tuple[int, str]]:
        """Id and name by what each is known by, the new ones entered."""
        found: dict[str, tuple[int, str]] = {}
        new: dict[str, dict[str, str]] = {}
        for case in self.cases:
            if case.applicant_id is not None:
                found[case.known_by] = (case.applicant_id, case.applicant.get("name", ""))
            else:
                new[case.known_by] = {**case.applicant, **new.get(case.known_by, {})}
        rows = []
        for fields in new.values():
            values: dict[str, Any] = {name: fields.get(name, "") for name in FIELDS}
            values |= {
                "credit_code": values["credit_code"] or None,
                "search_name": search_form(values["name"]),
                "pinyin": " ".join(initials(values["name"])),
                "created_by": self.by.id,
                "created_at": self.now,
                "version": 1,
            }
            rows.append(values)
        ids = insert_for_ids(self.session, Applicant, rows)
        for known_by, values, id_ in zip(new, rows, ids, strict=True):
            found[known_by] = (id_, values["name"])
            snapshot = {name: values[name] for name in FIELDS}
            self.news.append(News("save_applicant", snapshot, applicant_id=id_))
        keys = ((keys_of_applicant(values), None, id_) for values, id_ in zip(rows, ids, strict=True))
        store_new_keys(self.session, keys)
        return found

    def _dossiers(self, applicants: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
        """One visit of each applicant: id and number by what it is known by."""
        numbers = next_numbers(self.session, DOSSIERS, self.now.year, len(applicants))
        rows = [
            {"number": number, "applicant_id": id_, "opened_by": self.by.id, "opened_at": self.now, "version": 1}
            for number, (id_, _) in zip(numbers, applicants.values(), strict=True)
        ]
        ids = insert_for_ids(self.session, Dossier, rows)
        for number, id_, (applicant_id, name) in zip(numbers, ids, applicants.values(), strict=True):
            content = {"number": number, "applicant": name}
            self.news.append(News("open_dossier", content, dossier_id=id_, applicant_id=applicant_id))
        return dict(zip(applicants, zip(ids, numbers, strict=True), strict=True))

    def _cases(
        self, dossiers: dict[str, tuple[int, str]], entries: Sequence[dict[str, Any]]
    ) -> tuple[list[int], list[str]]:
        numbers = next_numbers(self.session, CASES, self.now.year, len(self.cases))
        rows: list[dict[str, Any]] = [
            {
                "number": number,
                "dossier_id": dossiers[case.known_by][0],
                "measure": case.measure,
                "state": CaseState.DRAFT,
                "entries": typed,
                "applied_on": case.applied_on or self.now.date(),
                "entered_by": self.by.id,
                "entered_at": self.now,
                "changed_by": self.by.id,
                "changed_at": self.now,
                "state_since": self.now,
                "version": 1,
            }
            for number, case, typed in zip(numbers, self.cases, entries, strict=True)
        ]
        ids = insert_for_ids(self.session, Case, rows)
        for id_, row in zip(ids, rows, strict=True):
            content = {"number": row["number"], "measure": row["measure"], "imported": True}
            self.news.append(News("add_case", content, case_id=id_, dossier_id=row["dossier_id"]))
        return ids, numbers

    def _imported(self, ids: Sequence[int]) -> None:
        rows = [
            {"case_id": id_, "key": case.key, "rows": dict(Counter(map(row_digest, case.rows)))}
            for id_, case in zip(ids, self.cases, strict=True)
        ]
        insert_rows(self.session, ImportedCase, rows)

    def _reviews(self, ids: Sequence[int]) -> None:
        """What the county said becomes a recorded step of its examination."""
        rows = []
        for id_, case in zip(ids, self.cases, strict=True):
            content = {name: case.county[name] for name in _REVIEW if case.county.get(name)}
            if not content:
                continue
            for name in _REVIEW_MONEY & content.keys():
                content[name] = f"{Decimal(content[name]):.2f}"
            content = {"opinion": "", OFFICER: "见县级汇总表", **content}
            day = self.now.date()
            rows.append(
                {
                    "case_id": id_,
                    "kind": StepKind.COUNTY_REVIEW,
                    "on_day": day,
                    "content": content,
                    "by_id": self.by.id,
                    "at": self.now,
                }
            )
            told = {"kind": StepKind.COUNTY_REVIEW.value, "on_day": str(day), "content": content}
            self.news.append(News("record", told, case_id=id_))
        insert_rows(self.session, CaseStep, rows)


_REVIEW = (OPINION, REVIEWED, STATED, PROJECT)
_REVIEW_MONEY = {REVIEWED, STATED}


def _entries(case: PlannedCase) -> dict[str, Any]:
    """What was typed, had it been typed."""
    return {"header": dict(case.header), "rows": [row for row in case.rows if row]}

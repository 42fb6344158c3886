"""Gathering the rows of a sheet into cases, and finding the applicants and cases that are there already."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation.facts import form_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.imported import ImportedCase
from ycdesk.domain.pinyin import search_form
from ycdesk.services.sheets.importing.plan import Fate, PlannedCase, PlannedRow
from ycdesk.services.sheets.importing.reading_rows import RowReader
from ycdesk.services.sheets.importing.targets import CLAUSE, PROJECT, Part, Target

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
MOST_IN_CASE = 10_000
"""Rows that the table of one case may get from sheets."""
_IDENTITIES = frozenset(
    f"row.{name}"
    for name in ("id_no", "invoice_no", "certificate_no", "policy_no", "domain", "booth_no", "contract_no", "shop")
)
"""Row facts that name one thing: two equal rows that carry one are the same thing twice."""
_AT_ONCE = 500
_OF_ENTERPRISES = "91"
"""How the credit codes of enterprises begin (GB 32100): a county's list has no column for the kind."""


class _Stored(NamedTuple):
    """A case that is there: how often each row stands in it or came before, by digest."""

    id: int
    number: str
    version: int
    editable: bool
    rows: Counter[str]


class Gathering:
    """Gathers rows into cases, and finds the applicants and cases that are there already."""

    def __init__(self, session: Session, package: PolicyPackage, target: Target, reader: RowReader) -> None:
        self.session, self.package, self.target, self.reader = session, package, target, reader
        self.cases: dict[str, PlannedCase] = {}
        self.first: dict[str, int] = {}
        self.places: list[tuple[PlannedRow, PlannedCase, dict[str, str], str]] = []
        self.matters = _matters(package)
        table = form_of(target.measure).table if target.measure else None
        self.names = [spec.name for spec in table.columns] if table else []

    def gather(self, rows: Sequence[PlannedRow]) -> list[PlannedCase]:
        """The cases of the rows that are right so far; the rows learn what becomes of them, and what else is wrong."""
        if self.target.case_id is None:
            self._find_applicants(rows)
        for row in rows:
            if row.fate is Fate.NEW:
                self._place(row)
            elif self.target.case_id is None:
                self._look_further(row)
        self._compare()
        return list(self.cases.values())

    # Applicants.

    def _find_applicants(self, rows: Sequence[PlannedRow]) -> None:
        """Known applicants by code and by name; one that is new needs its kind and its county."""
        codes = {row.texts["applicant.credit_code"] for row in rows if "applicant.credit_code" in row.texts}
        names = {search_form(row.texts.get("applicant.name", "")) for row in rows}
        self.by_code: dict[str, Applicant] = {}
        self.by_name: dict[str, list[Applicant]] = {}
        for column, wanted in ((Applicant.credit_code, sorted(codes)), (Applicant.search_name, sorted(names))):
            for start in range(0, len(wanted), _AT_ONCE):
                for each in self.session.scalars(select(Applicant).where(column.in_(wanted[start : start + _AT_ONCE]))):
                    if column is Applicant.search_name:
                        self.by_name.setdefault(each.search_name, []).append(each)
                    else:
                        self.by_code[str(each.credit_code)] = each
        self.code_of_name: dict[str, str] = {}
        self.name_of_code: dict[str, tuple[str, int]] = {}
        for row in rows:
            name, code = row.texts.get("applicant.name", ""), row.texts.get("applicant.credit_code", "")
            if not code:
                continue
            self.code_of_name.setdefault(search_form(name), code)
            first, number = self.name_of_code.setdefault(code, (name, row.number))
            if search_form(first) != search_form(name):
                words = f"这个统一社会信用代码在第 {number} 行是“{first}”，这里是“{name}”，请核对。"
                self.reader.mark(row, "applicant.credit_code", words)

    def _applicant(self, row: PlannedRow) -> tuple[str, Applicant | None]:
        """What the applicant of a row is known by, and the one that is there already."""
        name = search_form(row.texts["applicant.name"])
        code = row.texts.get("applicant.credit_code") or self.code_of_name.get(name, "")
        known = self.by_code.get(code)
        if known is None:
            same = [each for each in self.by_name.get(name, []) if not (code and each.credit_code)]
            known = same[0] if len(same) == 1 else None
            if len(same) > 1:
                self.reader.mark(row, "applicant.name", f"登记过 {len(same)} 家同名的单位，请填统一社会信用代码。")
                return name, None
        elif known.search_name != name:
            row.notes.append(f"这个信用代码登记的名称是“{known.name}”，按登记的办理")
        if known is None:
            if "applicant.kind" not in row.texts and code.startswith(_OF_ENTERPRISES):
                row.texts["applicant.kind"] = "enterprise"
                row.notes.append("表里没有单位类型，按信用代码（91 开头）记为企业，请核对")
            unknown = self.reader.is_wrong(row, "applicant.credit_code")  # it may tell the kind
            for field in ("county",) if unknown else ("kind", "county"):
                key = f"applicant.{field}"
                if key not in row.texts and not self.reader.is_wrong(row, key):
                    title = self.target.by_key[key].spec.title
                    words = f"“{row.texts['applicant.name']}”没有登记过，表里又没有「{title}」，请补填。"
                    self.reader.mark(row, key, words)
        return (str(known.credit_code or known.search_name) if known else code or name), known

    def _look_further(self, row: PlannedRow) -> None:
        """What else is wrong with a row that has mistakes: the sender is to hear of all at once."""
        if "applicant.name" in row.texts:
            self._applicant(row)
        if not self.target.measure and not self.reader.is_wrong(row, f"county.{CLAUSE}"):
            self._measure(row)

    # Cases.

    def _place(self, row: PlannedRow) -> None:
        if self.target.case_id is not None:
            case = self.cases.setdefault("", PlannedCase(key="", measure=self.target.measure))
            case.case_id = self.target.case_id
            parts = _parts(row)
        else:
            measure = self.target.measure or self._measure(row)
            known_by, applicant = self._applicant(row)
            if row.marks:
                return
            parts = _parts(row)
            case = self._case(row, parts, measure, known_by, applicant)
        texts = parts[Part.ROW]
        digest = row_digest(texts)
        place = f"{case.key}|{digest}"
        if place in self.first and (not texts or any(f"row.{name}" in _IDENTITIES for name in texts)):
            what = "完全相同" if texts else "是同一件"
            self.reader.mark(row, next(iter(row.texts)), f"与第 {self.first[place]} 行{what}，请核对是否重复填报。")
            return
        self.first.setdefault(place, row.number)
        self._look_for_twins(row, texts)
        self.places.append((row, case, texts, digest))

    def _look_for_twins(self, row: PlannedRow, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            if f"row.{name}" in _IDENTITIES:
                number = self.first.setdefault(f"{name}={text}", row.number)
                if number != row.number:
                    title = self.target.by_key[f"row.{name}"].spec.title
                    row.notes.append(f"{title}与第 {number} 行相同，请核对")

    def _case(
        self,
        row: PlannedRow,
        parts: Mapping[str, dict[str, str]],
        measure: str,
        known_by: str,
        applicant: Applicant | None,
    ) -> PlannedCase:
        header = parts[Part.HEADER]
        applied_on = row.texts.get("day.applied_on", "")
        county = parts[Part.COUNTY]
        project = county.get(PROJECT, "") if not self.target.measure else ""
        if project and any(spec.name == "name" for spec in form_of(measure).header):
            header.setdefault("name", project)
        told = [measure, known_by, applied_on, sorted(header.items())]
        if not self.target.has_rows and not header:
            told.append(sorted(county.items()))
        key = _digest_of(told)
        if key not in self.cases:
            self.cases[key] = PlannedCase(
                key=key,
                measure=measure,
                applicant=parts[Part.APPLICANT],
                known_by=known_by,
                applicant_id=applicant.id if applicant else None,
                applied_on=date.fromisoformat(applied_on) if applied_on else None,
                header=header,
                county=county,
            )
        return self.cases[key]

    def _measure(self, row: PlannedRow) -> str:
        """The measure that 申报条款 names: by its title, else by a clause that has only one."""
        text = row.texts.get(f"county.{CLAUSE}", "")
        if not text:
            self.reader.mark(row, f"county.{CLAUSE}", "「申报条款」没有填，不知道是哪个事项。")
            return ""
        bare = _bare_clause(text)
        named = [(len(words), id_) for words, id_ in self.matters.items() if words in bare]
        if named:
            return max(named)[1]
        same = [id_ for id_, rules in self.package.measures.items() if _bare_clause(rules.clause) == bare]
        if len(same) == 1:
            return same[0]
        titles = "、".join(self.package.measures[id_].short_title for id_ in same or self.package.measures)
        words = f"「{text}」有 {len(same)} 个事项" if same else f"认不出「{text[:30]}」是哪个事项"
        self.reader.mark(row, f"county.{CLAUSE}", f"{words}，请写明事项：{titles}。")
        return ""

    # What is there already.

    def _compare(self) -> None:
        """Rows that came before are known; rows of a case that cannot be changed any more are wrong."""
        stored = self._stored()
        seen: Counter[tuple[str, str]] = Counter()
        for row, case, texts, digest in self.places:
            known = stored.get(self.target.case_id or case.key)
            if known is not None:
                case.case_id, case.case_number, case.version = known.id, known.number, known.version
                row.case_id = known.id
            seen[case.key, digest] += 1
            if known is not None and seen[case.key, digest] <= known.rows[digest]:
                row.fate, row.words = Fate.KNOWN, f"办件 {known.number} 里已有"
            elif known is not None and not known.editable:
                words = f"办件 {known.number} 已提交，不能再加行；需要修改的，请先由审批人退回。"
                row.fate, row.words = Fate.WRONG, words
            elif len(case.numbers) >= MOST_IN_CASE:
                row.fate, row.words = Fate.WRONG, f"一件最多 {MOST_IN_CASE:,} 行，请分成几件。"
            else:
                row.words = f"加入办件 {known.number}" if known is not None else "新办件"
                case.numbers.append(row.number)
                case.rows.append(texts)

    def _stored(self) -> dict[str | int, _Stored]:
        """The cases that are there, by the key of the import or, for an import into one, by its id."""
        asked = select(
            Case.id, Case.number, Case.version, Case.state, Case.entries, ImportedCase.key, ImportedCase.rows
        )
        into = self.target.case_id
        if into is not None:
            statements = [asked.outerjoin(ImportedCase).where(Case.id == into)]
        else:
            keys = sorted(self.cases)
            pieces = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
            statements = [asked.join(ImportedCase).where(ImportedCase.key.in_(piece)) for piece in pieces]
        found: dict[str | int, _Stored] = {}
        for statement in statements:
            for case in self.session.execute(statement):
                there = Counter(row_digest(_texts_of(row, self.names)) for row in case.entries.get("rows") or ())
                came: Counter[str] = Counter(case.rows or {})
                for digest, times in there.items():
                    came[digest] = max(came[digest], times)
                found[into or case.key] = _Stored(case.id, case.number, case.version, case.state.editable, came)
        return found


def _texts_of(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    return {name: str(row.get(name) or "") for name in names}


def _matters(package: PolicyPackage) -> dict[str, str]:
    """Short and long titles of the measures, bare, with their ids."""
    titles = {}
    for id_, rules in package.measures.items():
        titles[_bare_clause(rules.short_title)] = titles[_bare_clause(rules.title)] = id_
    return titles


def _bare_clause(text: str) -> str:
    """``第三条（一）`` is ``三一``: only what tells clauses and titles apart."""
    return "".join(mark for mark in text if mark.isalnum() and mark not in "第条款项")


def _parts(row: PlannedRow) -> dict[str, dict[str, str]]:
    """The texts of each part, by the names of its fields."""
    found: dict[str, dict[str, str]] = {part: {} for part in Part}
    for key, text in row.texts.items():
        part, _, name = key.partition(".")
        found[part][name] = text
    return found


def row_digest(texts: Mapping[str, str]) -> str:
    """Short digest of the texts of one row, whatever the order of its columns."""
    return _digest_of(sorted((name, text) for name, text in texts.items() if text))[:24]


def _digest_of(content: Any) -> str:
    return sha256(_JSON.encode(content).encode()).hexdigest()

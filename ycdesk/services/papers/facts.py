"""What a case paper shows, gathered from the frozen case: no live table, no policy package, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ycdesk.calculation.assessment import Assessment
from ycdesk.calculation.money import in_figures
from ycdesk.calculation.package import MARK_LABELS
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.errors import Refused
from ycdesk.domain.ruling import Subject
from ycdesk.services.wording import amount_words, day, parts_words


@dataclass(frozen=True, slots=True)
class Party:
    """The applicant as frozen at submission; "" where nothing was entered."""

    name: str
    credit_code: str
    kind: str
    county: str
    address: str
    legal_representative: str
    contact_name: str
    contact_phone: str
    bank_name: str
    account_name: str
    account_number: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One header fact in words, its unit included."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The table of rows in words; titles carry the units."""

    title: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    reasons: tuple[str, ...]
    """For each row why it does not count; "" when it does."""


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """One paper of the checklist as it lay on the counter."""

    name: str
    found: str
    remark: str


@dataclass(frozen=True, slots=True)
class Award:
    """What was decided, in yuan; the parts are None where the policy gives no ratio."""

    amount: Decimal
    city: Decimal | None
    county: Decimal | None
    reason: str = ""
    """Why it is less than computed."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a person recorded in the program, and when."""

    name: str
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything that the 审批单 and the 审核表 show of one case."""

    bureau: str
    number: str
    measure: str
    clause: str
    policy: str
    applied_on: str
    party: Party
    header: tuple[Fact, ...]
    rows: Rows | None
    assessment: Assessment
    state: str
    refusal: str
    """Why support is refused; "" unless it is."""
    award: Award | None
    confirmed: tuple[str, ...]
    """Ids of the readings that the supervisor confirmed."""
    papers: tuple[CheckedPaper, ...]
    submitted: Signature | None
    decided: Signature | None
    settled: Mapping[str, str] = field(default_factory=dict)
    """Reading → the ruling that settled it, as it is cited."""
    rulings: tuple[str, ...] = ()
    """The rulings that supplied a share, a rate or the amount, in words."""
    countersigned: Signature | None = None
    """The second signature, where the amount asked for one."""

    def reading_state(self, reading: str) -> str:
        """How a reading that decides the case was settled: by a ruling, or confirmed in this case."""
        if reading in self.settled:
            return f"按裁定 {self.settled[reading]}"
        return "已确认" if reading in self.confirmed else "待确认"

    @property
    def computed_words(self) -> str:
        """The computed amount in figures and capital characters."""
        amount = self.assessment.amount
        return "待一事一议决定" if amount is None else amount_words(amount)

    @property
    def awarded_words(self) -> str:
        """The decision: the award, by how much and why it is less than computed, or why support is refused."""
        if self.refusal:
            return f"不予支持。理由：{self.refusal}"
        if self.award is None:
            return "（待审批）"
        computed, words = self.assessment.amount, amount_words(self.award.amount)
        if computed is None or self.award.amount == computed:
            return words
        return f"{words}\n核减 ￥{in_figures(computed - self.award.amount)}，理由：{self.award.reason}"

    @property
    def parts_words(self) -> str:
        """Who pays which part of the award, before the decision of the computed amount."""
        if self.award is not None:
            return parts_words(self.award.amount, self.award.city, self.award.county, self.party.county)
        amount, funding = self.assessment.amount, self.assessment.funding
        return parts_words(amount, funding and funding.city, funding and funding.county, self.party.county)


def case_facts(case: Case) -> CaseFacts:
    """Gather the frozen facts of a case. Raises Refused for one that is not submitted, or is being changed."""
    if case.words is None or case.result is None or case.applicant_snapshot is None or case.state.editable:
        raise Refused(f"办件 {case.number} 还是{case.state.label}，没有可以打印的测算结果。", "请提交审批后再打印。")
    words, assessment = case.words, Assessment.from_dict(case.result)
    return CaseFacts(
        bureau=words["bureau"],
        number=case.number,
        measure=words["measure"],
        clause=words["clause"],
        policy=words["policy"],
        applied_on=day(case.applied_on) if case.applied_on else "",
        party=_party(case.applicant_snapshot, words),
        header=tuple(Fact(title, text) for title, text in words["facts"]),
        rows=_rows(words["table"], assessment) if words["table"] else None,
        assessment=assessment,
        state=_state(case),
        refusal=case.reason if _conclusion(case) is CaseState.REFUSED else "",
        award=_award(case),
        confirmed=tuple(str(reading) for reading in case.confirmed_flags or ()),
        papers=tuple(_paper(paper) for paper in case.papers or ()),
        submitted=_submitted(case),
        decided=_decided(case),
        countersigned=_countersigned(case),
        settled={each["reading"]: each["cited"] for each in case.rulings or () if each["subject"] == Subject.READING},
        rulings=tuple(_ruling(each) for each in case.rulings or () if each["subject"] != Subject.READING),
    )


def _ruling(ruling: Mapping[str, Any]) -> str:
    return f"{Subject(ruling['subject']).label}：按裁定 {ruling['cited']}"


def _party(snapshot: Mapping[str, Any], words: Mapping[str, Any]) -> Party:
    texts = {name: str(snapshot.get(name) or "") for name in Party.__dataclass_fields__}
    return Party(**texts | {"kind": words["kind"], "county": words["county"]})


def _rows(table: Mapping[str, Any], assessment: Assessment) -> Rows:
    """The rows with what became of each."""
    lines = {line.path: line for line in assessment.lines}
    found = [lines.get(f"facts.{table['name']}[{index}]") for index in range(len(table["rows"]))]
    counted = (in_figures(line.amount) if line and line.amount is not None else "" for line in found)
    return Rows(
        title=table["title"],
        columns=("序号", *table["columns"], "计入（元）"),
        numeric=(False, *table["numeric"], True),
        rows=tuple((str(no), *row, sum_) for no, (row, sum_) in enumerate(zip(table["rows"], counted, strict=True), 1)),
        reasons=tuple(line.reason if line else "" for line in found),
    )


def _state(case: Case) -> str:
    """What was decided; of a decision that was undone later also that its papers no longer hold."""
    conclusion = _conclusion(case).label
    return f"{conclusion}（{case.state.label}，本件作废）" if case.closed_at is not None else conclusion


def _conclusion(case: Case) -> CaseState:
    """Where the case stood when it was decided: what happens to it later does not change what its papers say."""
    if case.state is CaseState.COUNTERSIGN:
        return case.state
    if case.award is not None:
        return CaseState.SUPPORTED
    return CaseState.REFUSED if case.decided_by is not None else case.state


def _award(case: Case) -> Award | None:
    if case.award is None or case.state is CaseState.COUNTERSIGN:
        return None
    return Award(case.award, case.award_city, case.award_county, case.award_reason)


def _paper(paper: Mapping[str, Any]) -> CheckedPaper:
    """A paper of the frozen checklist: what was found of it, or why there is none."""
    if paper["waived_reason"]:
        found = f"免交：{paper['waived_reason']}"
    elif not paper["ticked"]:
        found = "未交" if paper["required"] else "本件不要求"
    else:
        marks = "、".join(label for mark, label in MARK_LABELS.items() if paper[mark]) or "已收"
        found = f"{marks} {paper['pages']}页" if paper["pages"] else marks
        if paper.get("seen_by"):  # not in what was frozen before it was kept
            found = f"{found}，原件由{paper['seen_by']}于{paper['seen_on']}看过"
    return CheckedPaper(paper["name"], found, paper["remark"])


def _submitted(case: Case) -> Signature | None:
    if case.submitted_at is None or case.words is None or case.proposal is None:
        return None
    return Signature(
        case.words["submitter"], day(case.submitted_at.date()), case.proposal_reason or case.proposal.label
    )


def _decided(case: Case) -> Signature | None:
    if case.decided_at is None or case.decider_name is None:
        return None
    return Signature(case.decider_name, day(case.decided_at.date()), case.opinion)


def _countersigned(case: Case) -> Signature | None:
    if case.countersigned_at is None or case.countersigner_name is None:
        return None
    return Signature(case.countersigner_name, day(case.countersigned_at.date()), "复签同意。")

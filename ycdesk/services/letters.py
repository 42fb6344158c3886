"""What the letters say: facts into the wording of their templates, tables of rows. Nothing is drawn here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from ycdesk.calculation.money import in_figures
from ycdesk.domain.case import Case
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.errors import Refused
from ycdesk.services.bureau_settings import letterhead_in
from ycdesk.services.office import Office
from ycdesk.services.packages import case_package
from ycdesk.services.papers.letter_text import Letter, LetterTable
from ycdesk.services.templates import Template, read_template
from ycdesk.services.wording import clause_words, day

BLANK = "＿＿＿＿＿＿"
"""For what nobody has entered: written in by hand."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter adds to the facts that all share: which template, more facts, a table."""

    template: str
    facts: Mapping[str, str]
    table: LetterTable | None = None


Compose = Callable[[Session, Office, Case], Content]


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter without its number, and the words that the number will begin with."""

    letter: Letter
    word: str


def not_yet(kind: PaperKind, case: Case, why: str) -> Refused:
    """The sentence for a paper that a case has no ground for."""
    return Refused(f"办件 {case.number} 现在是“{case.state.label}”，没有{kind.label}：{why}")


def common_facts(session: Session, office: Office) -> dict[str, str]:
    """Of every letter: the bureau and the day."""
    head = {name: text or BLANK for name, text in letterhead_in(session).items()}
    return {"bureau": office.bureau, "today": day(office.clock().date()), **head}


def case_facts_of(session: Session, office: Office, case: Case) -> dict[str, str]:
    """Of every letter about a case: as frozen at the submission, before it as it stands now."""
    applicant, words = case.dossier.applicant, case.words or {}
    package = case_package(session, office, case)
    rules = package.measures[case.measure]
    snapshot = case.applicant_snapshot or {
        "name": applicant.name, "credit_code": applicant.credit_code, "contact_name": applicant.contact_name,
    }  # fmt: skip
    county = package.counties.get(applicant.county)
    return {
        **common_facts(session, office),
        "policy": words.get("policy") or f"{package.document}《{package.title}》",
        "applicant": snapshot["name"],
        "credit_code": snapshot["credit_code"] or "",
        "county": words.get("county") or (county.name if county else ""),
        "contact": snapshot.get("contact_name") or "",
        "measure": words.get("measure") or rules.title,
        "clause": words.get("clause") or clause_words(rules.clause),
        "case_number": case.number,
        "applied_on": day(case.applied_on) if case.applied_on else BLANK,
        "received_on": day(case.received_on) if case.received_on else BLANK,
        "accepted_on": day(case.accepted_on) if case.accepted_on else BLANK,
        "officer": words.get("submitter") or case.enterer.name,
        "computed": in_figures(case.computed) if case.computed is not None else "待定",
    }


def draft_of(
    office: Office,
    kind: PaperKind,
    content: Content,
    facts: Mapping[str, str],
    about: tuple[str, str],
) -> Draft:
    """Put the facts into the wording. ``about``: what a scanner reads, and who it is about in the foot."""
    template: Template = read_template(office.home, content.template).filled({**facts, **content.facts})
    letter = Letter(
        kind=kind.value,
        bureau=office.bureau,
        title=template.title,
        number="",
        to=template.to,
        body=tuple(part for part in template.body if part),
        table=content.table,
        after=template.after,
        signed_on=facts["today"] if template.signed else "",
        receipt=template.receipt,
        code=about[0],
        subject=about[1],
    )
    return Draft(letter, template.word)


def amounts(*values: Decimal | None) -> tuple[str, ...]:
    """Cells with amounts; empty for none."""
    return tuple("" if value is None else in_figures(value) for value in values)

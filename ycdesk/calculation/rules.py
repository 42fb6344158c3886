"""The records of a policy package: what a government may change, as validated data.

Each record is read from TOML; a missing, misspelt or surplus key is an error that names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

KIND_LABELS = {
    "enterprise": "企业",
    "park": "园区",
    "college": "院校",
    "association": "行业协会",
    "organisation": "其他经济组织",
    "institution": "事业单位",
    "government": "政府（管委会）",
}
"""Kinds of applicants (第二条 and the measures' own words) and their Chinese labels."""

Particular = Literal["invoice", "contract", "certificate", "policy", "flight", "domain", "warehouse"]
"""A number that the facts of a measure do not hold and that is typed for the duplicate radar."""

Zone = Literal["domestic", "hmt", "asia", "beyond"]
"""How far a flight goes: within the mainland, to HK, MO or TW, within Asia, or farther."""

Mark = Literal["original", "copy", "stamp", "signed", "verify", "translate"]
MARK_LABELS: dict[str, str] = {
    "original": "原件",
    "copy": "复印件",
    "stamp": "盖章",
    "signed": "签字",
    "verify": "验原件",
    "translate": "附译文",
}


class Record(BaseModel):
    """Base of every record of a package: surplus keys are errors, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def parameter(title: str, unit: str) -> Any:
    """Declare one value of a measure's ``Parameters``: a number not below zero, with its Chinese name and unit."""
    return Field(title=title, ge=0, json_schema_extra={"unit": unit})


class When(Record):
    """A condition on one fact of the case: its value is among ``is_in``, or not among ``not_in``.

    ``fact`` is a header fact (``country``), a fact of any row (``booths[].currency``) or ``applicant.kind``.
    An unknown fact does not meet the condition.
    """

    fact: str
    is_in: tuple[str, ...] | None = None
    not_in: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.is_in is None) == (self.not_in is None):
            raise ValueError("必须写 is_in 或 not_in 之一")
        return self


class Paper(Record):
    """One paper of the checklist.

    ``need``: ``always``; ``facts`` (required where ``when`` holds for the case's facts); ``ask`` (required only
    where ``condition``, which the facts do not tell, applies). ``key`` marks a paper that proves a key
    condition: its original must be seen or an official reply be at hand.
    """

    id: str
    name: str
    marks: tuple[Mark, ...]
    need: Literal["always", "facts", "ask"]
    when: When | None = None
    condition: str = ""
    """In words, when the paper is needed; empty for ``always``."""
    key: bool = False
    note: str = ""
    required: bool = False
    """Resolved for one case by ``PolicyPackage.papers_for``; never written in a package."""

    @model_validator(mode="after")
    def _conditions_fit(self) -> Self:
        if (self.need == "facts") != (self.when is not None):
            raise ValueError('need = "facts" 与 when 必须同时出现')
        if self.need != "always" and not self.condition:
            raise ValueError("有条件的材料必须用 condition 说明条件")
        return self

    @property
    def marks_text(self) -> str:
        return " ".join(MARK_LABELS[mark] for mark in self.marks)


class Alternative(Record):
    """One way to read an open clause."""

    id: str
    text: str


class Reading(Record):
    """A reading (口径) of an open clause: the alternatives, the one in force and why.

    ``confirm``: must be confirmed by the supervisor in each case that it decides. ``computed``: the calculation
    follows the choice, so that every alternative has an amount.
    """

    id: str
    clause: str
    question: str
    alternatives: tuple[Alternative, ...] = Field(min_length=1)
    in_force: str
    reason: str
    confirm: bool
    computed: bool = False

    @model_validator(mode="after")
    def _in_force_is_an_alternative(self) -> Self:
        ids = [alternative.id for alternative in self.alternatives]
        if self.in_force not in ids:
            raise ValueError(f"in_force = {self.in_force!r} 不在 alternatives 之中")
        if len(set(ids)) != len(ids):
            raise ValueError("alternatives 的 id 重复")
        return self

    def words(self, choice: str) -> str:
        """The words of an alternative."""
        return next(alternative.text for alternative in self.alternatives if alternative.id == choice)


class Limit(Record):
    """A limit that awards use up. ``fold`` says how keys are compared besides trimming."""

    id: str
    title: str
    measures: Literal["count", "amount"]
    unit: str
    key: str = ""
    """In words what the key is; empty when there is none."""
    fold: Literal["none", "lower", "upper"] = "none"
    belongs_to: Literal["applicant", "park", "person", "county"]
    """Whose limit it is: awards of another applicant count, too, for the same park, person or county."""
    fact: str = ""
    """The fact that names the park or the person (``park_name``, ``trainees[].id_no``); empty for the others."""
    period: Literal["exhibition", "policy", "year", "ever"]
    """``ever``: awards under another policy count, too (一次性); the others begin anew with a policy."""
    tally: bool = False
    """No ceiling: a sum that awards help to reach, so that only what was approved counts, not what is applied for."""

    @model_validator(mode="after")
    def _key_comes_from_a_fact(self) -> Self:
        if (self.belongs_to in ("park", "person")) != bool(self.fact):
            raise ValueError("belongs_to 为 park、person 时须写 fact，其余不写")
        return self

    def fold_key(self, key: str | None) -> str | None:
        """A key as it is compared: trimmed (each part of ``a|b``), and folded as ``fold`` says."""
        if not self.key:
            return None
        parts = "|".join(part.strip() for part in (key or "").split("|"))
        return parts.lower() if self.fold == "lower" else parts.upper() if self.fold == "upper" else parts


class MeasureRules(Record):
    """One measure of a package, read from ``measures/<id>.toml``."""

    id: str
    order: int
    title: str
    short_title: str
    clause: str
    summary: str
    applicant_kinds: tuple[str, ...]
    particulars: tuple[Particular, ...] = ()
    """Kinds of numbers that the table 票据与标识 offers for this measure."""
    parameters: tuple[dict[str, Any], ...] = Field(min_length=1)
    """Dated blocks; ``from`` is the first event date of each. Values are checked by the measure's module."""
    limits: tuple[Limit, ...] = ()
    papers: tuple[Paper, ...] = Field(min_length=1)
    readings: tuple[Reading, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        for what, ids in (
            ("papers", [paper.id for paper in self.papers]),
            ("readings", [reading.id for reading in self.readings]),
            ("limits", [limit.id for limit in self.limits]),
        ):
            twice = {i for i in ids if ids.count(i) > 1}
            if twice:
                raise ValueError(f"{what} 中编号重复：{'、'.join(sorted(twice))}")
        unknown = set(self.applicant_kinds) - set(KIND_LABELS)
        if unknown:
            raise ValueError(f"applicant_kinds 中有未知类型：{'、'.join(sorted(unknown))}")
        return self


class County(Record):
    """A county or zone; ``city_percent`` is the city's part under 第十条(二), None where the text gives no ratio."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    city_percent: int | None = Field(default=None, ge=0, le=100)
    city_level: bool = False
    """The city itself: it has no share in measures whose cost is split with a county."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country or region with its dated group memberships (closed intervals) and its flight zone."""

    alpha2: str
    name: str
    zone: Zone
    aliases: tuple[str, ...] = ()
    rcep: tuple[date, date] | None = None
    bri: tuple[date, date] | None = None
    silk: tuple[date, date] | None = None
    bri_sure: bool = True
    silk_sure: bool = True
    zone_sure: bool = True

    @property
    def abroad(self) -> bool:
        """境外: everything but the mainland; HK, MO and TW are abroad."""
        return self.alpha2 != "CN"

    def in_group(self, group: Literal["rcep", "bri", "silk"], on: date) -> bool:
        """Whether the country belongs to the group on a day. China itself is no target market."""
        span: tuple[date, date] | None = getattr(self, group)
        return self.alpha2 != "CN" and span is not None and span[0] <= on <= span[1]


class PackageFile(Record):
    """``package.toml``: what holds for all measures."""

    id: str
    version: str
    title: str
    document: str
    window_from: date
    window_to: date
    shared_clauses: tuple[str, ...]
    """First characters of the clauses whose cost is split with the county."""
    country_file: str = "countries.csv"
    counties: tuple[County, ...]
    papers: tuple[Paper, ...] = ()
    readings: tuple[Reading, ...] = ()

"""The policy package: TOML files and one CSV of countries, read and checked as a whole.

``load_package`` either returns a package in which every key was understood, or raises :class:`PackageError`
with the file, the key and the reason in one sentence.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from ycdesk.calculation.countries import read_countries
from ycdesk.calculation.facts import form_of
from ycdesk.calculation.measures import measure_ids, module_of
from ycdesk.calculation.package_texts import HEAD, FolderTexts, file_name, measures_in, text_of, toml_of
from ycdesk.calculation.problems import PackageError, sentence_of
from ycdesk.calculation.rules import (
    KIND_LABELS,
    MARK_LABELS,
    Alternative,
    Country,
    County,
    Limit,
    MeasureRules,
    PackageFile,
    Paper,
    Reading,
    When,
)

if TYPE_CHECKING:
    from ycdesk.calculation.casefile import CaseFile

__all__ = [
    "KIND_LABELS",
    "MARK_LABELS",
    "Alternative",
    "Country",
    "County",
    "Limit",
    "MeasureRules",
    "PackageError",
    "Paper",
    "PolicyPackage",
    "Reading",
    "When",
    "load_package",
    "version_order",
]

_R = TypeVar("_R", bound=BaseModel)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}", re.ASCII)


@dataclass(frozen=True)
class PolicyPackage:
    """A loaded package. Parameters are typed by the module of their measure."""

    id: str
    version: str
    title: str
    document: str
    window: tuple[date, date]
    shared_clauses: tuple[str, ...]
    counties: dict[str, County]
    countries: dict[str, Country]
    measures: dict[str, MeasureRules]
    common_papers: tuple[Paper, ...]
    common_readings: tuple[Reading, ...]
    parameters: dict[str, tuple[tuple[date, BaseModel], ...]]
    limits: dict[str, Limit]
    readings_of: dict[str, dict[str, Reading]] = field(default_factory=dict)
    """For each measure, its own and the common readings by id."""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """The files it was read from, by their path in the package."""

    @property
    def version_order(self) -> tuple[int, ...]:
        """The version as numbers, so that 1.10.0 comes after 1.9.0."""
        return version_order(self.version)

    @cached_property
    def content(self) -> str:
        """The texts as one canonical JSON object; reading it back gives the same package."""
        return json.dumps(dict(self.texts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, in hex: two packages of one id and version must have the same."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    def parameters_on(self, measure: str, on: date | None) -> Any:
        """The block of parameters in force on an event date (the first block for an unknown or earlier date)."""
        blocks = self.parameters[measure]
        chosen = blocks[0][1]
        if on is not None:
            for start, block in blocks[1:]:
                if on >= start:
                    chosen = block
        return chosen

    def in_window(self, on: date) -> bool:
        """Whether an event date lies in the policy's period (第十条), both ends included."""
        return self.window[0] <= on <= self.window[1]

    def papers_for(self, case: CaseFile) -> tuple[Paper, ...]:
        """The checklist of a case: common papers, then those of the measure, ``required`` resolved by the facts."""
        papers = []
        for paper in (*self.common_papers, *self.measures[case.measure].papers):
            if paper.need == "facts" and paper.when is not None and paper.when.fact == "applicant.kind":
                if not _holds(paper.when, case):
                    continue
                papers.append(paper.model_copy(update={"required": True}))
                continue
            required = paper.need == "always" or (paper.when is not None and _holds(paper.when, case))
            papers.append(paper.model_copy(update={"required": required}))
        return tuple(papers)


def version_order(version: str) -> tuple[int, ...]:
    """A version as numbers; it is written as ``load_package`` asks for."""
    return tuple(int(part) for part in version.split("."))


def _holds(when: When, case: CaseFile) -> bool:
    found = [value for value in case.values_at(when.fact) if value is not None]
    if when.is_in is not None:
        return any(value in when.is_in for value in found)
    return any(value not in (when.not_in or ()) for value in found)


def load_package(source: Path | Mapping[str, str]) -> PolicyPackage:
    """Read and check a package: a folder, or its texts by their path in it (as ``PolicyPackage.texts`` holds them).

    Raises PackageError with file, key and reason.
    """
    texts = FolderTexts(source) if isinstance(source, Path) else source
    head = _record(PackageFile, toml_of(texts, HEAD), HEAD)
    _check_head(head)
    used = {name: text_of(texts, name) for name in (HEAD, *measures_in(texts))}
    measures, parameters = _measures(used)
    if lost := [measure for measure in measure_ids() if measure not in measures]:
        raise PackageError(f"政策包文件夹 {head.id}/measures 里缺少 {lost[0]}.toml。")
    used[head.country_file] = text_of(texts, head.country_file)
    package = PolicyPackage(
        id=head.id,
        version=head.version,
        title=head.title,
        document=head.document,
        window=(head.window_from, head.window_to),
        shared_clauses=head.shared_clauses,
        counties={county.code: county for county in head.counties},
        countries=read_countries(used[head.country_file], head.country_file),
        measures=measures,
        common_papers=head.papers,
        common_readings=head.readings,
        parameters=parameters,
        limits={limit.id: limit for rules in measures.values() for limit in rules.limits},
        readings_of={
            rules.id: {reading.id: reading for reading in (*head.readings, *rules.readings)}
            for rules in measures.values()
        },
        texts=used,
    )
    _check_ids(package)
    _check_conditions(package)
    _check_computed_readings(package)
    return package


def _check_head(head: PackageFile) -> None:
    """What tells packages and versions apart must be written plainly, and the country table lie in the folder."""
    where = f"政策包文件 {HEAD} 的"
    if not _ID.fullmatch(head.id):
        raise PackageError(f"{where}「id」有误：用小写字母、数字和短横线，写成 yuncheng-2024-10 的样子。")
    if not _VERSION.fullmatch(head.version):
        raise PackageError(f"{where}「version」有误：写成 1.0.0 的样子。")
    if head.window_to < head.window_from:
        raise PackageError(f"{where}「window_to」有误：不能早于 window_from。")
    if PurePath(head.country_file).name != head.country_file:
        raise PackageError(f"{where}「country_file」有误：只写文件名，文件放在政策包的文件夹里。")


def _measures(
    texts: Mapping[str, str],
) -> tuple[dict[str, MeasureRules], dict[str, tuple[tuple[date, BaseModel], ...]]]:
    """The rules and the dated parameters of each measure, in the order of the policy."""
    found: list[MeasureRules] = []
    parameters: dict[str, tuple[tuple[date, BaseModel], ...]] = {}
    for name in measures_in(texts):
        file = file_name(name)
        rules = _record(MeasureRules, toml_of(texts, name), file)
        if f"{rules.id}.toml" != file:
            raise PackageError(f"政策包文件 {file} 的 id 写成了「{rules.id}」，应与文件名一致。")
        if rules.id not in measure_ids():
            raise PackageError(f"政策包文件 {file}：程序里没有「{rules.id}」这项措施。")
        found.append(rules)
        parameters[rules.id] = _parameters(rules, file)
    return {rules.id: rules for rules in sorted(found, key=lambda rules: rules.order)}, parameters


def _record(model: type[_R], data: dict[str, Any], file: str) -> _R:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = _worst(error)
        key = ".".join(str(part) for part in first["loc"]) or "（整个文件）"
        raise PackageError(f"政策包文件 {file} 的「{key}」有误：{sentence_of(first)}。") from error


def _worst(error: ValidationError) -> Any:
    """The error to report: a key that nobody knows (misspelt) before one that is missing for it."""
    errors = error.errors(include_url=False)
    return next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])


def _parameters(rules: MeasureRules, file: str) -> tuple[tuple[date, BaseModel], ...]:
    blocks: list[tuple[date, BaseModel]] = []
    for number, raw in enumerate(rules.parameters):
        values = dict(raw)
        start = values.pop("from", None)
        if type(start) is not date:
            raise PackageError(f"政策包文件 {file} 的「parameters.{number}.from」有误：应当是一个日期。")
        if blocks and start <= blocks[-1][0]:
            raise PackageError(f"政策包文件 {file} 的「parameters.{number}.from」有误：各段应按日期先后排列。")
        try:
            blocks.append((start, module_of(rules.id).Parameters.model_validate(values)))
        except ValidationError as error:
            first = _worst(error)
            key = ".".join(str(part) for part in ("parameters", number, *first["loc"]))
            raise PackageError(f"政策包文件 {file} 的「{key}」有误：{sentence_of(first)}。") from error
    return tuple(blocks)


def _check_ids(package: PolicyPackage) -> None:
    """A paper or reading of a measure must not have the id of a common one: one of the two would be lost."""
    common = {
        "papers": {paper.id for paper in package.common_papers},
        "readings": {reading.id for reading in package.common_readings},
    }
    for measure, rules in package.measures.items():
        for what, records in (("papers", rules.papers), ("readings", rules.readings)):
            twice = sorted(record.id for record in records if record.id in common[what])
            if twice:
                raise PackageError(
                    f"政策包文件 {measure}.toml 的「{what}」有误：编号与 package.toml 重复：{'、'.join(twice)}。"
                )


def _check_conditions(package: PolicyPackage) -> None:
    """The condition of each paper must be on a fact of its measure, and on values that this fact can have."""
    kinds = {"applicant.kind": set(KIND_LABELS)}
    for paper in package.common_papers:
        _check_condition(paper, kinds, "package.toml")
    for measure, rules in package.measures.items():
        form = form_of(measure)
        specs = {spec.name: spec for spec in form.header}
        if form.table is not None:
            specs |= {f"{form.table.name}[].{spec.name}": spec for spec in form.table.columns}
        facts = {name: {value for value, _ in spec.choices} for name, spec in specs.items()}
        for paper in rules.papers:
            _check_condition(paper, facts | kinds, f"{measure}.toml")


def _check_condition(paper: Paper, facts: dict[str, set[str]], file: str) -> None:
    """``facts`` maps each fact to its possible values; an empty set stands for any value."""
    if paper.when is None:
        return
    where = f"政策包文件 {file} 的「papers」有误：材料 {paper.id} 的 when"
    possible = facts.get(paper.when.fact)
    if possible is None:
        raise PackageError(f"{where} 用了没有的事项「{paper.when.fact}」。")
    strange = set(paper.when.is_in or paper.when.not_in or ()) - possible
    if possible and strange:
        raise PackageError(f"{where} 里，「{paper.when.fact}」没有这样的值：{'、'.join(sorted(strange))}。")


def _check_computed_readings(package: PolicyPackage) -> None:
    """Each reading that the calculation follows must be there with the alternatives that it knows."""
    for measure in package.measures:
        readings = package.readings_of[measure]
        for reading_id, choices in module_of(measure).READINGS.items():
            reading = readings.get(reading_id)
            where = f"政策包文件 {measure}.toml 的「readings」有误"
            if reading is None:
                raise PackageError(f"{where}：缺少口径 {reading_id}。")
            if {alternative.id for alternative in reading.alternatives} != set(choices):
                raise PackageError(f"{where}：口径 {reading_id} 的 alternatives 应为 {'、'.join(choices)}。")

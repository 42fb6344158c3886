"""What differs between two policy packages, clause by clause, in words: what a year change changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from ycdesk.calculation import difference_words as words
from ycdesk.calculation.clauses import clause_order
from ycdesk.calculation.measures import module_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.rules import Country, MeasureRules, Record

T = TypeVar("T", bound=Record)


class Change(StrEnum):
    """What sort of thing differs."""

    PACKAGE = "package"
    WINDOW = "window"
    SHARE = "share"
    COUNTRY = "country"
    MEASURE = "measure"
    KINDS = "kinds"
    PARAMETER = "parameter"
    LIMIT = "limit"
    PAPER = "paper"
    READING = "reading"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _LABELS[self]


_LABELS = {
    Change.PACKAGE: "政策包",
    Change.WINDOW: "有效期",
    Change.SHARE: "分担",
    Change.COUNTRY: "国别",
    Change.MEASURE: "事项",
    Change.KINDS: "申报主体",
    Change.PARAMETER: "标准",
    Change.LIMIT: "限额",
    Change.PAPER: "材料",
    Change.READING: "口径",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. Texts are for people, numbers with their units."""

    clause: str
    """As packages write it, ``三(一)``; empty for the package itself."""
    measure: str
    """Id; empty for what holds for all measures."""
    what: Change
    title: str
    before: str
    """Empty where the older package has no such thing."""
    after: str
    """Empty where the newer package has it no more."""


def differences(old: PolicyPackage, new: PolicyPackage) -> tuple[Difference, ...]:
    """All that differs, in the order of the clauses as numbers; what holds for the whole package comes first.

    Parameters are compared as they are in force within the window of each package, so that the first day of their
    first block, which bounds nothing, is no difference.
    """
    found = [*_of_package(old, new), *_of_counties(old, new), *_of_countries(old, new)]
    found += _of_readings("", old.common_readings, new.common_readings)
    found += _of_papers("", "", old.common_papers, new.common_papers)
    for measure in new.measures:
        found += _of_measure(old, new, measure)
    places = {measure: place for place, measure in enumerate(new.measures, 1)}
    kinds = list(Change)
    return tuple(
        sorted(found, key=lambda one: (clause_order(one.clause), places.get(one.measure, 0), kinds.index(one.what)))
    )


def _of_package(old: PolicyPackage, new: PolicyPackage) -> Iterator[Difference]:
    for name, title in (("id", "编号"), ("version", "版本"), ("title", "名称"), ("document", "文号")):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Difference("", "", Change.PACKAGE, title, before, after)
    if old.window != new.window:
        yield Difference("十(三)", "", Change.WINDOW, "政策有效期", words.span(old.window), words.span(new.window))
    if old.shared_clauses != new.shared_clauses:
        before, after = (words.clauses(package.shared_clauses) for package in (old, new))
        yield Difference("十(二)", "", Change.SHARE, "市与所在地共同分担的条款", before, after)


def _of_counties(old: PolicyPackage, new: PolicyPackage) -> Iterator[Difference]:
    for county, before, after in _pairs(old.counties, new.counties, words.county):
        yield Difference("十(二)", "", Change.SHARE, f"{county.name}的分担", before, after)


_OF_COUNTRIES: tuple[tuple[str, str, tuple[str, ...], Callable[[Country], str]], ...] = (
    ("", "", ("name", "aliases"), words.country_names),
    ("三(一)、五(三)", "“一带一路”", ("bri", "bri_sure"), lambda one: words.membership(one.bri, one.bri_sure)),
    ("三(一)、五(三)", "RCEP", ("rcep",), lambda one: words.membership(one.rcep)),
    ("三(四)", "航线", ("zone", "zone_sure"), lambda one: words.zone(one.zone, one.zone_sure)),
    ("五(三)", "丝路电商", ("silk", "silk_sure"), lambda one: words.membership(one.silk, one.silk_sure)),
)
"""Of each country: where it counts, as what, the fields that hold it, and their words."""


def _of_countries(old: PolicyPackage, new: PolicyPackage) -> Iterator[Difference]:
    for code in sorted({**old.countries, **new.countries}):
        before, after = old.countries.get(code), new.countries.get(code)
        if before is None or after is None:
            one = before or after
            assert one is not None
            there = words.country(one)
            title = f"国家（地区）{one.name}"
            yield Difference("", "", Change.COUNTRY, title, there if before else "", there if after else "")
            continue
        for clause, title, names, wording in _OF_COUNTRIES:
            if any(getattr(before, name) != getattr(after, name) for name in names):
                place = f"{after.name}：{title}" if title else f"国家（地区）代码 {code}"
                yield Difference(clause, "", Change.COUNTRY, place, wording(before), wording(after))


def _of_measure(old: PolicyPackage, new: PolicyPackage, measure: str) -> Iterator[Difference]:
    before, after = old.measures[measure], new.measures[measure]
    yield from _of_rules(before, after)
    yield from _of_parameters(old, new, after)
    for limit, first, second in _pairs(_by_id(before.limits), _by_id(after.limits), words.limit):
        yield Difference(after.clause, measure, Change.LIMIT, limit.title, first, second)
    yield from _of_papers(after.clause, measure, before.papers, after.papers)
    yield from _of_readings(measure, before.readings, after.readings)


def _of_rules(before: MeasureRules, after: MeasureRules) -> Iterator[Difference]:
    names = {"title": "名称", "short_title": "简称", "clause": "条款", "summary": "摘要", "order": "次序"}
    for name, title in names.items():
        first, second = str(getattr(before, name)), str(getattr(after, name))
        if first != second:
            yield Difference(after.clause, after.id, Change.MEASURE, f"事项{title}", first, second)
    if set(before.applicant_kinds) != set(after.applicant_kinds):
        first, second = words.kinds(before.applicant_kinds), words.kinds(after.applicant_kinds)
        yield Difference(after.clause, after.id, Change.KINDS, "可以申报的主体", first, second)
    if set(before.particulars) != set(after.particulars):
        first, second = words.particulars(before.particulars), words.particulars(after.particulars)
        yield Difference(after.clause, after.id, Change.MEASURE, "票据与标识", first, second)


def _of_parameters(old: PolicyPackage, new: PolicyPackage, rules: MeasureRules) -> Iterator[Difference]:
    for name, field in module_of(rules.id).Parameters.model_fields.items():
        extra = field.json_schema_extra
        unit = str(extra["unit"]) if isinstance(extra, dict) else ""
        before, after = (_in_force(package, rules.id, name) for package in (old, new))
        if before != after:
            first, second = words.dated(before, unit), words.dated(after, unit)
            yield Difference(rules.clause, rules.id, Change.PARAMETER, str(field.title or name), first, second)


def _in_force(package: PolicyPackage, measure: str, name: str) -> tuple[tuple[date | None, Any], ...]:
    """The values of a parameter within the window, each with its first day (None for the one at the beginning)."""
    begin, end = package.window
    found: list[tuple[date | None, Any]] = [(None, getattr(package.parameters_on(measure, begin), name))]
    for start, block in package.parameters[measure][1:]:
        if begin < start <= end and getattr(block, name) != found[-1][1]:
            found.append((start, getattr(block, name)))
    return tuple(found)


def _of_papers(clause: str, measure: str, before: Any, after: Any) -> Iterator[Difference]:
    for paper, first, second in _pairs(_by_id(before), _by_id(after), words.paper):
        yield Difference(clause, measure, Change.PAPER, paper.name, first, second)


def _of_readings(measure: str, before: Any, after: Any) -> Iterator[Difference]:
    for reading, first, second in _pairs(_by_id(before), _by_id(after), words.reading):
        title = f"口径 {reading.id}：{reading.question}"
        yield Difference(reading.clause, measure, Change.READING, title, first, second)


def _by_id(records: Any) -> dict[str, Any]:
    return {record.id: record for record in records}


def _pairs(old: Mapping[str, T], new: Mapping[str, T], wording: Callable[[T], str]) -> Iterator[tuple[T, str, str]]:
    """Records that differ, with the words of both; of records whose words are the same, the fields that differ."""
    for key in {**new, **old}:
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        one = after or before
        assert one is not None
        first, second = (wording(record) if record else "" for record in (before, after))
        if before and after and first == second:
            first, second = words.apart(before, after)
        yield one, first, second

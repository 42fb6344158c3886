"""The values of a policy package that a year change or a question may change, each by a name, and packages with others.

Names: ``exhibition.key_group_percent`` for a parameter in all its periods, ``exhibition.key_group_percent@2025-03-01``
for the period that begins on a day, ``county.140802`` for the city's part in per cent, ``window.from`` and
``window.to`` for the policy's period, ``reading.8`` for the alternative in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from ycdesk.calculation.difference_words import quantity
from ycdesk.calculation.measures import module_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.problems import PackageError, sentence_of
from ycdesk.calculation.rules import Reading

_WINDOW = {"window.from": "政策有效期的第一天", "window.to": "政策有效期的最后一天"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value. ``value`` is what could be typed to set it, ``words`` the same for people, with its unit."""

    name: str
    clause: str
    measure: str
    """Id; empty for what holds for all measures."""
    title: str
    value: str
    words: str
    choices: tuple[tuple[str, str], ...] = ()
    """Of a reading: its alternatives, each with its words."""


def parameters_of(package: PolicyPackage) -> tuple[Parameter, ...]:
    """All values that can be changed, in the order of the policy. A part that no ratio gives has the value ``""``."""
    begin, end = package.window
    found = [Parameter(name, "十(三)", "", title, str(day), str(day)) for (name, title), day in _window(begin, end)]
    found += [
        Parameter(f"county.{each.code}", "十(二)", "", f"{each.name}的市级分担", *_part(each.city_percent))
        for each in package.counties.values()
        if not each.city_level
    ]
    found += [_of_reading("", each) for each in package.common_readings]
    for measure, rules in package.measures.items():
        found += _of_measure(package, measure, rules.clause)
        found += [_of_reading(measure, each) for each in rules.readings]
    return tuple({each.name: each for each in reversed(found)}.values())[::-1]  # a reading of two measures once


def _window(begin: date, end: date) -> Iterable[tuple[tuple[str, str], date]]:
    return zip(_WINDOW.items(), (begin, end), strict=True)


def _part(percent: int | None) -> tuple[str, str]:
    return ("", "没有规定比例") if percent is None else (str(percent), f"{percent}%")


def _of_reading(measure: str, reading: Reading) -> Parameter:
    choices = tuple((each.id, each.text) for each in reading.alternatives)
    words = reading.words(reading.in_force)
    return Parameter(
        f"reading.{reading.id}", reading.clause, measure, reading.question, reading.in_force, words, choices
    )


def _of_measure(package: PolicyPackage, measure: str, clause: str) -> list[Parameter]:
    blocks = package.parameters[measure]
    found = []
    for name, field in module_of(measure).Parameters.model_fields.items():
        extra = field.json_schema_extra
        unit = str(extra["unit"]) if isinstance(extra, dict) else ""
        for start, block in blocks:
            value = getattr(block, name)
            single = len(blocks) == 1
            path = f"{measure}.{name}" if single else f"{measure}.{name}@{start}"
            title = f"{field.title or name}" if single else f"{field.title or name}（{start} 起）"
            found.append(Parameter(path, clause, measure, title, str(value), quantity(value, unit)))
    return found


def with_parameters(package: PolicyPackage, values: Mapping[str, str]) -> PolicyPackage:
    """The package with other values; it belongs to no file and must not be kept.

    Raises PackageError for a name that the package does not have (with names that come near) and for a value that
    the package's own rules do not allow.
    """
    for name, value in values.items():
        if not has_parameter(package, name):
            raise PackageError(_no_such(package, name))
        try:
            package = _changed(package, name, value.strip())
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise PackageError(f"“{name}”不能是“{value}”：{sentence_of(first)}。") from error
        except (ValueError, ArithmeticError) as error:
            raise PackageError(f"“{name}”不能是“{value}”：{_wanted(name)}。") from error
    return package


def has_parameter(package: PolicyPackage, name: str) -> bool:
    """Whether a name stands for a value of this package."""
    known = {each.name for each in parameters_of(package)}
    return name in known or any(each.startswith(f"{name}@") for each in known)


def touched(name: str, package: PolicyPackage) -> frozenset[str]:
    """The measures whose result may follow a value."""
    head, _, rest = name.partition(".")
    if head in package.measures:
        return frozenset({head})
    if head == "reading":
        return frozenset(measure for measure, readings in package.readings_of.items() if rest in readings)
    return frozenset(package.measures)


def _no_such(package: PolicyPackage, name: str) -> str:
    names = [each.name for each in parameters_of(package)]
    near = get_close_matches(name, names, 3, 0.5) or [each for each in names if name.rpartition(".")[2] in each][:3]
    advice = f"，是不是 {'、'.join(near)}？" if near else "。"
    return f"政策包 {package.id} 没有“{name}”这个参数{advice}全部参数见 ycdeskctl replay --list-parameters。"


def _wanted(name: str) -> str:
    if name in _WINDOW:
        return "写成 2025-12-31 的样子，第一天不能晚于最后一天"
    return "写成数字，不带单位"


def _changed(package: PolicyPackage, name: str, value: str) -> PolicyPackage:
    head, _, rest = name.partition(".")
    if head == "window":
        window = (date.fromisoformat(value), package.window[1])
        if rest == "to":
            window = (package.window[0], date.fromisoformat(value))
        if window[1] < window[0]:
            raise ValueError(value)
        return replace(package, window=window, texts={})
    if head == "county":
        county = _with(package.counties[rest], city_percent=int(value) if value else None)
        return replace(package, counties={**package.counties, rest: county}, texts={})
    if head == "reading":
        return _with_reading(package, rest, value)
    key, _, day = rest.partition("@")
    blocks = tuple(
        (start, block if day and day != str(start) else _with(block, **{key: type(getattr(block, key))(value)}))
        for start, block in package.parameters[head]
    )
    return replace(package, parameters={**package.parameters, head: blocks}, texts={})


def _with_reading(package: PolicyPackage, reading_id: str, choice: str) -> PolicyPackage:
    def chosen(readings: Iterable[Reading]) -> tuple[Reading, ...]:
        return tuple(_with(each, in_force=choice) if each.id == reading_id else each for each in readings)

    common = chosen(package.common_readings)
    measures = {
        measure: rules.model_copy(update={"readings": chosen(rules.readings)})
        for measure, rules in package.measures.items()
    }
    readings_of = {
        measure: {each.id: each for each in (*common, *rules.readings)} for measure, rules in measures.items()
    }
    return replace(package, common_readings=common, measures=measures, readings_of=readings_of, texts={})


def _with(record: Any, **values: Any) -> Any:
    """The record with other values, checked as a whole."""
    model: type[BaseModel] = type(record)
    return model.model_validate({**dict(record), **values})

"""The case file: how facts enter the calculation (``spec: case file, "In"``).

``read_case`` checks a mapping (from JSON, YAML, a form or a sheet) against the declared format and gives back a
typed :class:`CaseFile`, or raises :class:`CaseFileError` with every problem of the file in one pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from ycdesk.calculation import values
from ycdesk.calculation.facts import Day, FactKind, FactModel, Text, Whole, Yuan, fact
from ycdesk.calculation.measures import measure_ids, module_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.problems import Problem, problems_of
from ycdesk.calculation.rules import KIND_LABELS
from ycdesk.calculation.shelf import PackageShelf, shelf_of
from ycdesk.calculation.values import plain

Kind = Literal["enterprise", "park", "college", "association", "organisation", "institution", "government"]


class CaseFileError(Exception):
    """A case file that breaks the format; ``problems`` lists all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("；".join(f"{problem.path or '文件'}：{problem.message}" for problem in problems))
        self.problems = problems


class ApplicantFacts(FactModel):
    """The applicant as far as the calculation knows it."""

    name: Text | None = fact(FactKind.TEXT, "单位名称")
    uscc: Text | None = fact(FactKind.TEXT, "统一社会信用代码", optional=True)
    kind: Kind | None = fact(FactKind.CHOICE, "单位类型", choices=KIND_LABELS)
    county: Text | None = fact(FactKind.TEXT, "所属县（市、区）")


class UsedBefore(FactModel):
    """What an earlier award used up of a limit; the form that a result prints under ``uses``."""

    limit: Text
    key: Text | None = None
    count: Whole | None = None
    amount: Yuan | None = None


class EarlierAward(FactModel):
    """An earlier approved award of the same applicant (for a park: of the same park)."""

    case: Text | None = None
    uses: tuple[UsedBefore, ...] = ()


class _Envelope(FactModel):
    """The case file around its facts, which the measure's own model reads."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    policy: Text | None = None
    measure: Text | None = None
    applicant: ApplicantFacts = ApplicantFacts()
    applied_on: Day | None = None
    facts: Any = None
    history: tuple[EarlierAward, ...] = ()


@dataclass(frozen=True)
class CaseFile:
    """One case as the calculation reads it. ``facts`` is the ``Facts`` model of the measure."""

    measure: str
    applicant: ApplicantFacts
    applied_on: date | None
    facts: FactModel
    history: tuple[EarlierAward, ...] = ()
    policy: str | None = None
    """The id of the package that the case was read with."""

    def values_at(self, path: str) -> list[str | None]:
        """The values of a fact as text: ``country``, ``trade.1210``, ``booths[].currency``, ``applicant.kind``."""
        if path.startswith("applicant."):
            return [getattr(self.applicant, path.removeprefix("applicant."))]
        if "[]." in path:
            table, name = path.split("[].", 1)
            return [_as_text(getattr(row, name)) for row in getattr(self.facts, table)]
        value: Any = self.facts
        for key in path.split("."):
            value = value.by_key(key)
        return [_as_text(value)]

    def as_dict(self) -> dict[str, Any]:
        """The case file as JSON-ready values without missing facts; reading it back gives an equal case."""
        data: dict[str, Any] = {
            "policy": self.policy,
            "measure": self.measure,
            "applicant": _dump(self.applicant),
            "applied_on": self.applied_on.isoformat() if self.applied_on else None,
            "facts": _dump(self.facts),
            "history": [_dump(award) for award in self.history],
        }
        return {key: value for key, value in data.items() if value is not None}


def read_case(data: Any, packages: PolicyPackage | PackageShelf) -> CaseFile:
    """Read a case file. Raises CaseFileError with all problems in one pass.

    Of several packages the one is taken that the file names under ``policy``, else that of its event days
    (``ycdesk.calculation.shelf``); ``CaseFile.policy`` tells which.
    """
    if not isinstance(data, Mapping):
        raise CaseFileError([Problem("", "应当是一组带名称的项目（对象），里面有 measure、applicant、facts 等")])
    shelf = shelf_of(packages)
    package, reading = _chosen(data, shelf)
    problems: list[Problem] = []
    envelope: _Envelope | None = None
    try:
        envelope = _Envelope.model_validate(dict(data), context={"countries": package.countries})
    except ValidationError as error:
        problems += problems_of("", error.errors(include_url=False))
    else:
        problems += _problems_of_history(envelope.history, package)
    problems += _problems_of_names(data, package, shelf)
    if reading is not None:
        problems += problems_of("facts", reading.errors)
    if problems or envelope is None or reading is None or reading.facts is None:
        raise CaseFileError(problems)
    return CaseFile(
        reading.measure, envelope.applicant, envelope.applied_on, reading.facts, envelope.history, package.id
    )


def policy_for(data: Mapping[str, Any], packages: PolicyPackage | PackageShelf) -> PolicyPackage:
    """The package that ``read_case`` takes for the data of a case file, whatever else is wrong in them."""
    return _chosen(data, shelf_of(packages))[0]


@dataclass(frozen=True)
class _Reading:
    """The facts of a file as one package reads them: None where there are errors (of pydantic)."""

    measure: str
    facts: FactModel | None
    errors: list[Any]


def _chosen(data: Mapping[str, Any], shelf: PackageShelf) -> tuple[PolicyPackage, _Reading | None]:
    """The package of a file, and its facts read with it; None where the measure is not known."""
    policy, measure = data.get("policy"), data.get("measure")
    named = shelf.get(policy.strip()) if isinstance(policy, str) else None
    package = named or shelf.packages[0]
    if not isinstance(measure, str) or (measure := measure.strip()) not in package.measures:
        return (package if named else shelf.chosen((), _day(data.get("applied_on")))), None
    raw = data.get("facts")
    reading = _read_facts(measure, raw, package)
    if named or len(shelf) == 1:
        return package, reading
    facts = reading.facts or _read_facts(measure, _without_errors(raw, reading.errors), package).facts
    days = module_of(measure).event_days(facts) if facts else ()
    chosen = shelf.chosen(days, _day(data.get("applied_on")))
    return chosen, reading if chosen is package else _read_facts(measure, raw, chosen)


def _read_facts(measure: str, raw: Any, package: PolicyPackage) -> _Reading:
    model, context = module_of(measure).Facts, {"countries": package.countries}
    try:
        return _Reading(measure, model.model_validate({} if raw is None else raw, context=context), [])
    except ValidationError as error:
        return _Reading(measure, None, error.errors(include_url=False))


def _without_errors(raw: Any, errors: list[Any]) -> Any:
    """The facts without those that have errors; a row stays as a row."""
    for error in errors:
        fact_of_row = error.get("ctx", {}).get("fact")
        raw = _without(raw, (*error["loc"], fact_of_row) if fact_of_row else error["loc"])
    return raw


def _without(value: Any, path: tuple[str | int, ...]) -> Any:
    if not path:
        return {}
    first, *rest = path
    if isinstance(value, Mapping):
        others = {key: inner for key, inner in value.items() if key != first}
        return {**others, first: _without(value[first], tuple(rest))} if rest and first in value else others
    if isinstance(value, list | tuple) and isinstance(first, int):
        return [_without(row, tuple(rest)) if number == first else row for number, row in enumerate(value)]
    return value


def _day(value: Any) -> date | None:
    """The day of application; None for none, or for one that cannot be read."""
    try:
        return values.day(value)
    except PydanticCustomError:
        return None


def _problems_of_names(data: Mapping[str, Any], package: PolicyPackage, shelf: PackageShelf) -> list[Problem]:
    """Unknown measure, package and county: names that the package knows, not the format."""
    problems = []
    measure = data.get("measure")
    if measure is None or measure == "":
        problems.append(Problem("measure", f"缺少这一项，可选：{'、'.join(measure_ids())}"))
    elif isinstance(measure, str) and measure.strip() not in package.measures:
        problems.append(Problem("measure", f"没有「{measure[:40]}」这项措施，可选：{'、'.join(measure_ids())}"))
    policy = data.get("policy")
    if isinstance(policy, str) and policy.strip() and shelf.get(policy.strip()) is None:
        problems.append(Problem("policy", f"没有编号为「{policy[:40]}」的政策包，现有：{'、'.join(shelf.ids)}"))
    applicant = data.get("applicant")
    county = applicant.get("county") if isinstance(applicant, Mapping) else None
    if isinstance(county, str) and county.strip() and county.strip() not in package.counties:
        problems.append(Problem("applicant.county", f"没有代码为「{county[:20]}」的县（市、区）"))
    return problems


def _problems_of_history(history: Iterable[EarlierAward], package: PolicyPackage) -> list[Problem]:
    """An earlier use that would go uncounted: without its key, or with a count where the limit is of money."""
    problems = []
    for no, award in enumerate(history):
        for place, use in enumerate(award.uses):
            limit = package.limits.get(use.limit)
            if limit is None:
                continue
            path = f"history[{no}].uses[{place}]"
            right, wrong = ("count", "amount") if limit.measures == "count" else ("amount", "count")
            if getattr(use, wrong) is not None:
                problems.append(Problem(f"{path}.{wrong}", f"「{limit.title}」的已用数要写在 {right}，不在这里"))
            elif getattr(use, right) is None:
                problems.append(Problem(f"{path}.{right}", f"缺少这一项，「{limit.title}」的已用数要写在这里"))
            if limit.key and use.key is None:
                problems.append(Problem(f"{path}.key", f"缺少这一项，「{limit.title}」按{limit.key}分别计算"))
    return problems


def _as_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


def _dump(model: FactModel) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if value is None or value == ():
            continue
        data[field.alias or name] = _dump_value(value)
    return data


def _dump_value(value: Any) -> Any:
    if isinstance(value, FactModel):
        return _dump(value)
    if isinstance(value, tuple):
        return [_dump(row) for row in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value

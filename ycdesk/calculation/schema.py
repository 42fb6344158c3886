"""The JSON Schema of the case file of one measure, generated from the typed facts."""

from __future__ import annotations

from typing import Any

from ycdesk.calculation.casefile import ApplicantFacts, EarlierAward
from ycdesk.calculation.measures import module_of
from ycdesk.calculation.package import PolicyPackage
from ycdesk.calculation.shelf import PackageShelf, shelf_of

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def case_schema(measure: str, packages: PolicyPackage | PackageShelf) -> dict[str, Any]:
    """A schema (draft 2020-12) that accepts the case files of a measure. Raises KeyError for an unknown id.

    Facts may be absent, null or an empty text: missing is a value. Of several packages it takes all counties and
    countries, and the words of the last.
    """
    shelf = shelf_of(packages)
    countries = list({code: None for package in shelf for code in package.countries})
    definitions: dict[str, Any] = {}
    facts = _part(module_of(measure).Facts, definitions)
    applicant = _part(ApplicantFacts, definitions)
    history = _part(EarlierAward, definitions)
    _name_codes(definitions, countries)
    _name_codes({"facts": facts, "applicant": applicant}, countries)
    applicant["properties"]["county"] = {
        "title": "所属县（市、区）",
        "anyOf": [{"enum": list({code: None for package in shelf for code in package.counties})}, *_MISSING],
    }
    rules = shelf.packages[-1].measures[measure]
    policy = {"const": shelf.ids[0]} if len(shelf) == 1 else {"enum": list(shelf.ids)}
    return {
        "$schema": _DIALECT,
        "title": f"{rules.title}（{rules.clause}）",
        "type": "object",
        "additionalProperties": False,
        "required": ["measure"],
        "properties": {
            "policy": {"anyOf": [policy, *_MISSING]},
            "measure": {"const": measure},
            "applicant": applicant,
            "applied_on": {"anyOf": [{"type": "string", "format": "date"}, *_MISSING]},
            "facts": facts,
            "history": {"type": "array", "items": history},
        },
        "$defs": definitions,
    }


_MISSING = ({"type": "null"}, {"const": ""})


def _part(model: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = model.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions.update(schema.pop("$defs", {}))
    schema.pop("description", None)
    return schema


def _name_codes(schemas: dict[str, Any], countries: list[str]) -> None:
    """Let each fact be empty, name the countries, and drop what only a form needs."""
    for schema in schemas.values():
        schema.pop("description", None)
        for name, field in schema.get("properties", {}).items():
            extra = field.pop("x-fact", None)
            field.pop("x-rows", None)
            field.pop("default", None)
            if extra is None:
                continue
            if extra["kind"] == "country":
                field["anyOf"] = [{"enum": countries}]
            if extra["unit"]:
                field["description"] = "；".join(part for part in (extra["unit"], field.get("description")) if part)
            options = [option for option in field.pop("anyOf", []) if option.get("type") != "null"]
            schema["properties"][name] = {**field, "anyOf": [*options, *_MISSING]}

"""The template of every measure: filled in and brought back, it says what was filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from tests.bureau import Bureau, package
from tests.services.sheets.bringing import bring_in, plan_of
from tests.services.sheets.draft_books import code_of, firm
from ycdesk.calculation.facts import FactKind, form_of
from ycdesk.calculation.measures import measure_ids
from ycdesk.domain.case import Case
from ycdesk.domain.entry import facts_of
from ycdesk.services.dossiers import get_case
from ycdesk.services.search import find_cases
from ycdesk.services.sheets.importing.plan import Fate
from ycdesk.services.sheets.importing.targets import Field, Part, cases_target
from ycdesk.services.sheets.importing.template import (
    EXPLAINED,
    FILLED_IN,
    HEADING_ROW,
    ROOM,
    WORDS,
    template_bytes,
    write_template,
)


def opened(measure: str) -> Any:
    """The template as openpyxl reads it."""
    return openpyxl.load_workbook(BytesIO(template_bytes(package(), measure)))


def cell(field: Field, draw: Random, number: int) -> tuple[Any, Any]:
    """What a person may fill in, and the fact that it is."""
    match field.spec.kind:
        case FactKind.CHOICE:
            value, label = draw.choice(field.spec.choices)
            return label, value
        case FactKind.YES_NO:
            yes = draw.random() < 0.5
            return "是" if yes else "否", yes
        case FactKind.COUNTRY:
            country = draw.choice(sorted(package().countries.items()))
            return country[1].name, country[0]
        case FactKind.DATE:
            day = date(2024, 1, 1 + draw.randrange(31))
            return day, day.isoformat()
        case FactKind.MONEY | FactKind.AMOUNT:
            cents = draw.randrange(1, 10**9)
            return cents / 100, Decimal(cents) / 100
        case FactKind.DECIMAL:
            return draw.randrange(1, 10**6) / 100, None
        case FactKind.WHOLE:
            whole = draw.randrange(1, 300)
            return whole, whole
        case FactKind.YEAR:
            return 2024, 2024
        case FactKind.CURRENCY:
            return "USD", "USD"
        case FactKind.RATE:
            return 7.1012, Decimal("7.1012")
        case _:
            text = f"14080220050101{number:03}X" if field.spec.name == "id_no" else f"文字{number}"
            return text, text


def fill(measure: str, folder: Path) -> tuple[Path, list[dict[str, Any]], dict[str, Any]]:
    """A filled-in template of one case of three rows; what its rows and its header are to be."""
    draw = Random(measure)
    file = folder / "模板.xlsx"
    write_template(package(), measure, file)
    book = openpyxl.load_workbook(file)
    sheet: Any = book[FILLED_IN]
    fields = {field.heading: field for field in cases_target(package(), measure).fields}
    firms = {"name": firm(1), "credit_code": code_of(1), "kind": "企业", "county": "临猗县", "account_number": "0" * 19}
    header: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    for number in range(3 if form_of(measure).table else 1):
        rows.append({})
        for at, heading in enumerate([each.value for each in sheet[HEADING_ROW]], 1):
            field = fields[heading]
            place = sheet.cell(HEADING_ROW + 2 + number, at)
            if field.part is Part.APPLICANT:
                place.value = firms.get(field.spec.name)
            elif field.part is Part.DAY:
                place.value = date(2025, 6, 30)
            elif field.part is Part.ROW:
                place.value, rows[-1][field.spec.name] = cell(field, draw, number)
            elif number == 0:
                place.value, header[field.spec.name] = cell(field, draw, number)
            else:
                place.value = sheet.cell(HEADING_ROW + 2, at).value
    book.save(file)
    return file, rows, header


@pytest.mark.parametrize("bureau", ["sqlite"], indirect=True)
@pytest.mark.parametrize("measure", measure_ids())
def test_filled_in_and_brought_in_the_facts_are_what_was_filled_in(
    bureau: Bureau, measure: str, tmp_path: Path
) -> None:
    file, rows, header = fill(measure, tmp_path)
    plan = plan_of(bureau, file, measure=measure)
    assert [(row.number, row.words) for row in plan.rows if row.fate is Fate.SKIPPED] == [(HEADING_ROW + 1, "示例行")]
    assert bring_in(bureau, file, measure).rows == len(rows)
    case = only_case(bureau)
    assert case.dossier.applicant.account_number == "0" * 19
    assert case.applied_on == date(2025, 6, 30)
    form = form_of(measure)
    facts, messages = facts_of(form, case.entries, package())
    assert messages == {}
    told = [*(facts[form.table.name] if form.table else ())]
    for want, have in [*zip(rows, told, strict=form.table is not None), (header, flat(facts))]:
        for name, value in want.items():
            if isinstance(value, Decimal):
                assert Decimal(have[name]) == value, name
            elif value is not None:
                assert have[name] == value, name


def only_case(bureau: Bureau) -> Case:
    """The only case that there is."""
    (row,) = find_cases(bureau.office, "2025")
    return get_case(bureau.office, row.case_id)


def flat(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of the header, those in a folder under both names."""
    found: dict[str, Any] = {}
    for name, value in facts.items():
        found |= {f"{name}.{part}": each for part, each in value.items()} if isinstance(value, dict) else {name: value}
    return found


@pytest.mark.parametrize("measure", measure_ids())
def test_headings_formats_and_drop_downs(measure: str) -> None:
    book = opened(measure)
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        (FILLED_IN, "visible"), (EXPLAINED, "visible"), (WORDS, "hidden"),
    ]  # fmt: skip
    sheet = book[FILLED_IN]
    fields = [field for field in cases_target(package(), measure).fields if field.part is not Part.COUNTY]
    headings = [each.value for each in sheet[HEADING_ROW]]
    assert headings == [field.heading for field in fields]
    assert len(set(headings)) == len(headings)
    listed = {}
    for rule in sheet.data_validations.dataValidation:
        (at,) = rule.sqref.ranges
        assert (at.min_row, at.max_row) == (HEADING_ROW + 1, HEADING_ROW + ROOM)
        _, words = rule.formula1.split("!")
        listed[at.min_col] = [each[0].value for each in book[WORDS][words.replace("$", "")]]
    for at, field in enumerate(fields, 1):
        letter = sheet.cell(HEADING_ROW, at).column_letter
        if field.spec.kind is FactKind.TEXT:
            assert sheet.column_dimensions[letter].number_format == "@", field.key
        if field.spec.kind is FactKind.DATE:
            assert sheet.column_dimensions[letter].number_format == "yyyy-mm-dd"
        if field.spec.choices:
            assert listed[at] == [label for _, label in field.spec.choices]
        assert (at in listed) == (
            field.spec.kind in (FactKind.CHOICE, FactKind.YES_NO, FactKind.COUNTRY, FactKind.CURRENCY)
        )
    explained = [row[0].value for row in book[EXPLAINED].iter_rows(min_row=5)]
    assert explained == headings
    assert sheet.freeze_panes == f"B{HEADING_ROW + 1}"


def test_an_empty_template_brings_nothing(bureau: Bureau, tmp_path: Path) -> None:
    file = tmp_path / "模板.xlsx"
    write_template(package(), "exhibition", file)
    plan = plan_of(bureau, file)
    assert plan.summary == "新增 0 行，已有 0 行，有错 0 行（0 处）。"

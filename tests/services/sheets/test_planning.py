"""What a plan says before anything is done: whose rows, which measure, which unit; and that it never breaks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.bureau import FIRM, Bureau, package
from tests.services.sheets.bringing import contents, plan_of
from tests.services.sheets.draft_books import BOOTHS, SUMMARY, Draft, code_of, firm
from ycdesk.calculation.measures import measure_ids
from ycdesk.domain.entry_numbers import read_money
from ycdesk.services.applicants import save_applicant
from ycdesk.services.sheets.book import Book, SheetCells, Value
from ycdesk.services.sheets.importing.cells import text_maker
from ycdesk.services.sheets.importing.headings import WAN, layout_at
from ycdesk.services.sheets.importing.plan import Fate
from ycdesk.services.sheets.importing.planning import plan_import
from ycdesk.services.sheets.importing.targets import cases_target, rows_target
from ycdesk.services.wording import clause_words


def book_of(*rows: list[Value], date1904: bool = False) -> Book:
    """A book of one sheet of these rows."""
    sheet = SheetCells("表", rows, frozenset(), frozenset(), (), True)
    return Book(Path("表.xlsx"), "xlsx", "0" * 64, (sheet,), date1904)


def summary(bureau: Bureau, folder: Path, *lines: dict[str, Any]) -> Any:
    """The plan of a county's list with these cells."""
    draft = Draft(SUMMARY)
    draft.headings()
    for cells in lines:
        draft.line(**cells)
    return plan_of(bureau, draft.save(folder, "县"), measure="")


def test_a_measure_is_known_by_its_title_and_by_a_clause_of_its_own(bureau: Bureau, tmp_path: Path) -> None:
    for id_, rules in package().measures.items():
        words = [rules.title, rules.short_title, f"{rules.clause}{rules.short_title}"]
        words += [f"{clause_words(rules.clause)}{rules.title}", f"{rules.short_title}（{rules.clause}）"]
        alone = sum(each.clause == rules.clause for each in package().measures.values()) == 1
        if alone:
            words += [rules.clause, clause_words(rules.clause), f" {rules.clause} "]
        plan = summary(bureau, tmp_path, *({"clause": text} for text in words))
        assert plan.marks == [], id_
        assert {case.measure for case in plan.cases} == {id_}
        if not alone:
            told = summary(bureau, tmp_path, {"clause": rules.clause})
            assert "有 2 个事项，请写明事项：" in told.marks[0].words
            assert rules.short_title in told.marks[0].words


def test_firms_are_known_by_their_code_else_by_their_name(bureau: Bureau, tmp_path: Path) -> None:
    none = {"county": None, "code": None}
    plan = summary(
        bureau, tmp_path,
        {**none, "name": "甲公司"},
        {**none, "name": "甲 公司（原名）", "code": FIRM["credit_code"]},
        {**none, "name": "乙公司"},
    )  # fmt: skip
    assert [(case.known_by, case.applicant_id) for case in plan.cases] == [(FIRM["credit_code"], bureau.firm.id)] * 2
    assert plan.rows[1].notes == ["这个信用代码登记的名称是“甲公司”，按登记的办理"]
    assert [mark.words for mark in plan.marks] == [
        "“乙公司”没有登记过，表里又没有「单位类型」，请补填。",
        "“乙公司”没有登记过，表里又没有「所在县（市、区）」，请补填。",
    ]


def test_two_firms_of_one_name_need_their_code(bureau: Bureau, tmp_path: Path) -> None:
    save_applicant(bureau.office, bureau.wang, None, {**FIRM, "credit_code": code_of(7)}, None)
    plan = summary(bureau, tmp_path, {"name": "甲公司", "code": None}, {"name": "甲公司", "code": code_of(7)})
    assert plan.marks == []  # the second row says which of them it is
    assert {case.known_by for case in plan.cases} == {code_of(7)}
    plan = summary(bureau, tmp_path, {"name": "甲公司", "code": None})
    assert [mark.words for mark in plan.marks] == ["登记过 2 家同名的单位，请填统一社会信用代码。"]


def test_the_kind_of_a_new_firm_follows_its_code(bureau: Bureau, tmp_path: Path) -> None:
    plan = summary(bureau, tmp_path, {})
    assert plan.cases[0].applicant["kind"] == "enterprise"
    assert plan.rows[0].notes == ["表里没有单位类型，按信用代码（91 开头）记为企业，请核对"]


def test_ten_thousand_yuan_are_exact_to_the_cent() -> None:
    field = rows_target("exhibition", 1).by_key["row.fee"]
    text_of = text_maker(field, WAN, date1904=False)
    draw = Random(7)
    for cents in [1, 10, 99, 10**6, 10**6 + 1, *(draw.randrange(10 ** draw.randrange(1, 11)) for _ in range(5000))]:
        for value in (cents / 10**6, f"{cents / 10**6:.6f}"):
            entry = read_money(field.spec, text_of(value))
            assert entry.message == "", value
            assert round(float(str(entry.value)) * 100) == cents
            assert len(str(entry.value).partition(".")[2]) <= 2


def test_a_plan_changes_nothing(bureau: Bureau, tmp_path: Path) -> None:
    before = contents(bureau)
    assert summary(bureau, tmp_path, {}, {"clause": "?"}).counts == {
        Fate.NEW: 1, Fate.KNOWN: 0, Fate.WRONG: 1, Fate.SKIPPED: 0,
    }  # fmt: skip
    assert contents(bureau) == before


def test_a_column_that_is_needed_is_asked_for(bureau: Bureau) -> None:
    target = cases_target(package())
    book = book_of(["联系人", "备注"], ["张三", ""])
    plan = plan_import(bureau.office, book, target, layout_at(book.sheets[0], target, 1))
    assert plan.problem == "没有找到「单位名称」「申报条款」这一列，请指定是哪一列。"
    assert (plan.rows, plan.cases, plan.summary) == ((), (), plan.problem)


def test_the_json_of_a_plan(bureau: Bureau, tmp_path: Path) -> None:
    told = summary(bureau, tmp_path, {}, {"clause": "?"}).as_dict()
    assert told["rows"] == {"new": 1, "known": 0, "wrong": 1, "skipped": 0}
    assert (told["new_cases"], told["errors"][0]["row"], told["errors"][0]["column"]) == (1, 3, 5)


ODD: list[Value] = [
    None, "", " ", "\u200b", 0, -1, 1.5, 1e300, -1e-300, 10**17, True, False, "=1+1", "#N/A", "合计", "（示例）x",
    "x" * 40_000, date(1900, 1, 1), "是", "USD", "万元", "1e400", "∞", "٣", "\ud800", "\x00", "企业名称", "2025-04-15",
    "9" * 400, "''",
]  # fmt: skip


@pytest.mark.parametrize("bureau", ["sqlite"], indirect=True)
def test_nothing_that_stands_in_a_sheet_breaks_the_plan(bureau: Bureau) -> None:
    draw = Random(11)
    for measure in ("", *measure_ids()):
        target = cases_target(package(), measure)
        headings: list[Value] = [field.heading for field in target.fields]
        rows = [[draw.choice(ODD) for _ in range(draw.randrange(len(headings) + 3))] for _ in range(60)]
        for row in rows[::2]:
            row[:5] = [firm(1), code_of(1), "企业", "盐湖区", draw.choice(ODD)]
        book = book_of(headings, *rows, date1904=draw.random() < 0.5)
        layout = layout_at(book.sheets[0], target, 1).in_unit("万元")
        plan = plan_import(bureau.office, book, target, layout)
        assert plan.problem == ""
        assert sum(plan.counts.values()) == len(plan.rows)
        assert [mark.words[:200] for mark in plan.marks if len(mark.words) > 200] == []


def test_hidden_rows_are_told(bureau: Bureau, tmp_path: Path) -> None:
    draft = Draft(BOOTHS)
    draft.headings()
    rows = draft.lines(3)
    draft.sheet.row_dimensions[rows[1]].hidden = True
    plan = plan_of(bureau, draft.save(tmp_path, "表"))
    assert plan.summary == "新增 3 行（新办件 3 件），已有 0 行，有错 0 行（0 处），其中 1 行在表里是隐藏的。"
    assert plan.rows[1].notes == ["这一行在表里是隐藏的"]

"""Where the headings stand, what each column means, what is remembered of a sender, and what is asked."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.bureau import package
from ycdesk.calculation.measures import measure_ids
from ycdesk.services.sheets.book import Book, SheetCells, Value
from ycdesk.services.sheets.importing.headings import Layout, layout_at, propose, propose_sheet, to_remember
from ycdesk.services.sheets.importing.targets import cases_target, rows_target

BOOTHS = rows_target("exhibition", 1)


def sheet(*rows: list[Value], name: str = "表", visible: bool = True) -> SheetCells:
    """A sheet of these rows."""
    return SheetCells(name, rows, frozenset(), frozenset(), (), visible)


def found(layout: Layout | None) -> dict[str, str]:
    """The fields by the headings of their columns."""
    assert layout is not None
    return {column.heading: column.field for column in layout.columns}


@pytest.mark.parametrize("measure", ["", *measure_ids()])
def test_the_headings_of_every_measure_are_told_apart_in_any_order(measure: str) -> None:
    target = cases_target(package(), measure)
    fields = list(target.fields)
    Random(measure).shuffle(fields)
    headings: list[Value] = [field.heading for field in fields]
    assert len(set(headings)) == len(headings)
    assert found(propose_sheet(sheet(headings), target)) == {field.heading: field.key for field in fields}


@pytest.mark.parametrize(
    ("key", "headings"),
    [
        ("applicant.name", ["企业名称", "单位名称", "申报单位", "申请单位", "单位名称（盖章）"]),
        ("applicant.credit_code", ["统一社会信用代码", "社会统一信用代码", "组织机构代码", "组织机构代码(旧)"]),
        ("applicant.bank_name", ["开户行", "开户银行"]),
        ("applicant.account_number", ["账号", "银行账号", "账户", "银行帐号"]),
        ("applicant.county", ["县(市、区)", "县（市、区）", "所属县（市、区）", "县区", "所在县（市、区）"]),
        ("county.stated", ["申请金额", "申报金额", "申请补助金额", "申请支持金额", "申请补助费用(元)"]),
        ("county.clause", ["申报条款", "支持事项（条款）", "事项"]),
        ("county.amount", ["初审金额（元）", "审核金额"]),
        ("applicant.contact_phone", ["联系电话", "办公电话", "手机"]),
    ],
)
def test_usual_words_are_understood(key: str, headings: list[str]) -> None:
    other = "项目名称" if key == "applicant.name" else "申报企业"
    for heading in headings:
        assert found(propose_sheet(sheet([heading, other]), cases_target(package())))[heading] == key


def test_a_field_has_one_column_and_its_own_title_goes_first() -> None:
    columns = found(propose_sheet(sheet(["企业名称", "单位名称", "企业", "联系人"]), cases_target(package())))
    assert columns == {
        "企业名称": "", "单位名称": "applicant.name", "企业": "", "联系人": "applicant.contact_name",
    }  # fmt: skip


def test_no_headings_no_layout() -> None:
    target = cases_target(package(), "exhibition")
    assert propose_sheet(sheet(), target) is None
    assert propose_sheet(sheet([1, 2], ["某某公司", 3.5]), target) is None
    assert propose_sheet(sheet(["单位名称", "甲", "乙"]), target) is None  # one word may stand anywhere
    hidden = sheet(["企业名称", "信用代码"], visible=False)
    assert propose(Book(Path("x.xlsx"), "xlsx", "", (hidden,), False), target) is None


def test_the_row_that_a_person_names_holds_the_headings() -> None:
    rows: list[list[Value]] = [["企业名称", "县区"], ["x"], ["户名", "谁", "展位费（万元）"]]
    layout = layout_at(sheet(*rows), cases_target(package(), "exhibition"), 3)
    assert (layout.first, layout.last) == (3, 3)
    assert found(layout) == {"户名": "applicant.account_name", "谁": "", "展位费（万元）": "row.fee"}


def test_a_column_is_given_another_field_and_the_other_loses_it() -> None:
    layout = propose_sheet(sheet(["展位号", "展位费", "备用"]), BOOTHS)
    assert layout is not None
    moved = layout.put(3, "row.fee")
    assert [column.field for column in moved.columns] == ["row.booth_no", "", "row.fee"]
    assert [column.field for column in moved.put(3, "").columns] == ["row.booth_no", "", ""]


def test_a_unit_is_asked_for_and_never_guessed() -> None:
    for above, heading, unit in (
        ([], "展位费", ""), (["单位：万元"], "展位费", "万元"), (["金额单位:元"], "展位费", "元"),
        (["单位：万元"], "展位费（元）", "元"), (["单位：元", "单位：万元"], "展位费", ""),
        ([], "展位费（万元）", "万元"),
        (["填报单位：万元公司"], "展位费", ""), ([], "展位费(人民币元)", "元"), ([], "展位费\n单位:万元", "万元"),
    ):  # fmt: skip
        layout = propose_sheet(sheet(list(above), ["展位号", heading]), BOOTHS)
        assert layout is not None
        assert layout.fields["row.fee"].unit == unit, (above, heading)
        assert bool(layout.asked(BOOTHS)) is not bool(unit)
        answered = layout.in_unit("元")
        assert answered.fields["row.fee"].unit == (unit or "元")
        assert answered.asked(BOOTHS) == ()


def test_a_sender_is_remembered_with_the_columns_that_are_not_used() -> None:
    first = propose_sheet(sheet(["摊号", "净价", "面积", "展位费"]), BOOTHS)
    assert first is not None
    told = first.put(1, "row.booth_no").put(2, "row.fee").put(3, "").in_unit("万元", 2)
    known = to_remember(told)
    again = propose_sheet(sheet(["展位费", "面积", "净价", "摊号"]), BOOTHS, known)
    assert again is not None
    assert {column.heading: (column.field, column.unit) for column in again.columns} == {
        "展位费": ("", ""), "面积": ("", ""), "净价": ("row.fee", "万元"), "摊号": ("row.booth_no", ""),
    }  # fmt: skip


def test_what_is_remembered_of_a_field_that_is_no_more_does_not_matter() -> None:
    known = to_remember(Layout("表", 1, 1, ()))
    stale = type(known)({"净价": "row.gone"}, {})
    layout = propose_sheet(sheet(["展位号", "净价", "展位费"]), BOOTHS, stale)
    assert found(layout) == {"展位号": "row.booth_no", "净价": "", "展位费": "row.fee"}

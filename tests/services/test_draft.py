"""The draft of one case: typing, rows, paste, undo, the preview and the journal."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.bureau import HANOI, Bureau, package
from ycdesk.calculation.assessment import Status
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.errors import Conflict
from ycdesk.services.dossiers import get_case
from ycdesk.services.draft import CaseDraft, open_draft
from ycdesk.services.draft_rows import DraftRows
from ycdesk.services.paste import cells_of


def draft(entries: dict[str, Any] = HANOI, measure: str = "exhibition", kind: str = "enterprise") -> CaseDraft:
    """A draft that is stored nowhere."""
    applicant = Applicant(name="甲公司", credit_code=None, kind=kind, county="140821")
    return CaseDraft(package(), measure, applicant, deepcopy(entries), date(2025, 6, 30))


def rows(made: CaseDraft) -> DraftRows:
    """Its first table."""
    return next(iter(made.tables.values()))


def amount(made: CaseDraft) -> Decimal | None:
    """What the draft comes to."""
    return made.preview().assessment.amount


def test_typing_changes_the_amount() -> None:
    made = draft()
    assert amount(made) == Decimal("25000.00")
    made.set("facts.booths[0].fee", "1万")
    assert amount(made) == Decimal("8000.00")
    made.set("facts.booths[1].fee", "2万")
    assert amount(made) == Decimal("24000.00")


def test_a_half_typed_fee_gives_no_amount_and_stays() -> None:
    made = draft()
    made.set("facts.booths[0].fee", "31250.")
    preview = made.preview()
    assert preview.assessment.status is Status.INCOMPLETE
    assert amount(made) is None
    assert "小数点后" in preview.messages["facts.booths[0].fee"]
    assert made.text("facts.booths[0].fee") == "31250."
    assert preview.missing == ()  # the sentence says it; it is not asked for a second time


def test_a_left_field_takes_its_plain_form() -> None:
    made = draft()
    made.set("facts.opens_on", "２０２５年４月１５日")
    made.settle("facts.opens_on")
    assert made.text("facts.opens_on") == "2025-04-15"
    made.set("facts.opens_on", "2025-06-31")
    made.settle("facts.opens_on")
    assert made.text("facts.opens_on") == "2025-06-31"


def test_a_wrong_day_of_application_keeps_its_text() -> None:
    made = draft()
    made.set("applied_on", "2025-06-31")
    assert "没有 31 日" in made.preview().messages["applied_on"]
    assert made.text("applied_on") == "2025-06-31"


def test_missing_facts_are_named_in_words() -> None:
    made = draft()
    made.set("facts.country", "")
    assert ("facts.country", "举办国家（地区）") in made.preview().missing


def test_rows_come_and_go_and_come_back() -> None:
    made = draft()
    rows(made).duplicate(0)
    assert amount(made) == Decimal("50000.00")
    made.set("facts.booths[1].fee", "10000")
    rows(made).move(1, 0)
    assert [row["fee"] for row in made.rows] == ["10000", "31250"]
    rows(made).remove([0])
    assert amount(made) == Decimal("25000.00")
    made.undo()
    made.undo()
    assert [row["fee"] for row in made.rows] == ["31250", "10000"]
    made.redo()
    assert [row["fee"] for row in made.rows] == ["10000", "31250"]


def test_typing_on_in_one_field_is_one_deed() -> None:
    made = draft()
    for text in ("甲", "甲展", "甲展会"):
        made.set("facts.name", text)
    assert made.undo() == "facts.name"
    assert made.text("facts.name") == "河内国际贸易展"


def test_leaving_a_field_ends_the_deed() -> None:
    made = draft()
    made.set("facts.name", "甲")
    made.settle("facts.name")
    made.set("facts.name", "甲乙")
    made.undo()
    assert made.text("facts.name") == "甲"


def test_what_a_row_counts_stands_beside_it() -> None:
    made = draft()
    for _ in range(6):
        rows(made).duplicate(0)
    lines = made.preview().lines
    assert [bool(line and line.counted) for line in lines].count(True) == 6
    assert any(line and line.counted is False and line.reason for line in lines)


BOOTHS = """2025年参展展位明细表\t\t\t
\t\t\t
序号\t摊位号\t展位面积(㎡)\t展位费（元）\t备注
1\t3.2A15\t9\t30,000.00\t
2\t"3.2A16
东侧"\t9\t3万\t首次

3\t3.2A17\t9\t十二\t
合计\t\t27\t90000\t
"""


def test_a_table_with_merged_titles_finds_its_columns() -> None:
    made = draft({"header": HANOI["header"], "rows": []})
    result = rows(made).paste(cells_of(BOOTHS), 0, 0)
    assert result.rows == 3
    assert [row["booth_no"] for row in made.rows] == ["3.2A15", "3.2A16 东侧", "3.2A17"]
    assert [row["fee"] for row in made.rows] == ["30000", "30000", "十二"]
    assert [path for path, _ in result.problems] == ["facts.booths[2].fee"]
    assert "标题 2 行" in result.summary
    assert "备注" in result.summary
    made.undo()
    assert made.rows == []


def test_headed_rows_are_added_below_what_is_there() -> None:
    made = draft()
    rows(made).paste(cells_of("展位费\t展位号\n10000\tB1"), 0, 0)
    assert [row.get("booth_no") for row in made.rows] == ["A1", "B1"]


def test_cells_without_headings_go_where_the_cursor_is() -> None:
    made = draft()
    rows(made).paste(cells_of("9\t\t2万\n18\t\t4万"), 0, 1)
    assert [(row["area_m2"], row["fee"], row.get("booth_no", "")) for row in made.rows] == [
        ("9", "20000", "A1"),
        ("18", "40000", ""),
    ]


def test_a_heading_in_ten_thousands_keeps_its_unit() -> None:
    made = draft({"header": HANOI["header"], "rows": []})
    rows(made).paste(cells_of("展位号\t展位费(万元)\nA1\t2.5"), 0, 0)
    assert made.rows[0]["fee"] == "25000"


def test_a_roster_by_its_usual_headings() -> None:
    made = draft({"header": {"base_agreement": "yes"}, "rows": []}, "talent_training", "college")
    text = (
        "姓名\t身份证号码\t实际培训天数\t培训结束\t合同起\t合同止\t跨境电商企业\n"
        "甲\t11010519491231002X\t30\t2025.3.15\t2024/7/1\t2025/6/30\t是\n"
    )
    assert rows(made).paste(cells_of(text), 0, 0).problems == ()
    assert made.rows[0]["contract_to"] == "2025-06-30"
    assert amount(made) == Decimal("400.00")


def test_a_row_of_units_below_the_headings_belongs_to_them() -> None:
    made = draft({"header": HANOI["header"], "rows": []})
    result = rows(made).paste(cells_of("参展费用明细\t\t\n展位号\t面积\t展位费\n\t（㎡）\t（万元）\nA1\t9\t2.5"), 0, 0)
    assert (result.rows, result.problems) == (1, ())
    assert made.rows == [{"booth_no": "A1", "area_m2": "9", "fee": "25000"}]
    assert result.skipped == ("标题 2 行",)


def test_nothing_but_titles_pastes_nothing() -> None:
    made = draft()
    result = rows(made).paste(cells_of("展位号\t展位费"), 0, 0)
    assert result.rows == 0
    assert len(made.rows) == 1


def test_what_is_typed_is_in_the_database_and_opens_again(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    made = open_draft(bureau.office, bureau.wang, case)
    made.set("facts.booths[0].fee", "12.")
    assert made.dirty
    assert made.save()
    assert not made.save()
    again = open_draft(bureau.office, bureau.wang, get_case(bureau.office, case.id))
    assert again.text("facts.booths[0].fee") == "12."
    assert again.preview().messages


def test_two_desks_on_one_case_are_told(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    first = open_draft(bureau.office, bureau.wang, case)
    second = open_draft(bureau.office, bureau.wang, case)
    first.set("facts.name", "甲")
    first.save()
    second.set("facts.name", "乙")
    with pytest.raises(Conflict):
        second.save()
    assert second.text("facts.name") == "乙"


def test_a_submitted_case_shows_its_frozen_result(bureau: Bureau) -> None:
    case = bureau.pending()
    made = open_draft(bureau.office, bureau.wang, case)
    assert made.frozen is not None
    assert amount(made) == Decimal("25000.00")


# 票据与标识.


def test_numbers_for_the_radar_are_kept_with_the_draft(bureau: Bureau) -> None:
    """Opening and saving a case loses none; each row is read, undone and pasted like those of the measure."""
    invoice = {"kind": "invoice", "number": "24142000000012345678", "day": "2025-04-01"}
    case = bureau.draft({**HANOI, "particulars": [invoice]})
    made = open_draft(bureau.office, bureau.wang, get_case(bureau.office, case.id))
    made.set("facts.name", "河内展")
    made.set("particulars[1].kind", "合同")
    made.set("particulars[1].number", "HT-7")
    made.settle("particulars[1].kind")
    assert made.save()
    stored = get_case(bureau.office, case.id).entries["particulars"]
    assert stored == [invoice, {"kind": "contract", "number": "HT-7"}]
    assert made.undo() == "particulars[1].number"
    numbers = made.tables["particulars"]
    result = numbers.paste(cells_of("类别\t发票号码\t开票日期\n发票\t5678\t2025年4月2日\n飞机\t9\t"), 0, 0)
    assert result.rows == 2
    assert numbers.rows[2] == {"kind": "invoice", "number": "5678", "day": "2025-04-02"}
    [(path, sentence)] = result.problems
    assert path == "particulars[3].kind"
    assert sentence == "「飞机」不是可选项，请填：发票号码、合同编号。"


def test_a_number_needs_its_kind_and_a_flight_its_day() -> None:
    made = draft()
    made.set("particulars[0].number", "X1")
    assert ("particulars[0].kind", "票据与标识第 1 行 类别未填") in made.problems()
    assert amount(made) == Decimal("25000.00")  # not part of the calculation
    flight = draft({"header": {}, "rows": [], "particulars": [{"kind": "flight", "number": "CA1"}]}, "air_cargo")
    assert ("particulars[0].day", "票据与标识第 1 行 日期未填") in flight.problems()


def test_a_measure_without_numbers_has_no_such_table() -> None:
    assert list(draft({"header": {}}, "demo_park").tables) == []
    assert list(draft().tables) == ["facts.booths", "particulars"]

"""Invoices in a draft: every measure with money, what is kept, what is said, the radar, one undo, and the file."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from tests.bureau import HANOI, Bureau, package
from tests.invoices import BUYER_ID, NUMBER, SELLER, attached_ofd, face, older_xml, pdf, tagged_ofd, xml_invoice
from ycdesk.calculation.facts import form_of
from ycdesk.calculation.measures import module_of
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.errors import InputProblem
from ycdesk.services.checklist import checklist
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case
from ycdesk.services.draft import CaseDraft, open_draft
from ycdesk.services.draft_rows import DraftRows
from ycdesk.services.invoices import Invoice, read_invoice
from ycdesk.services.invoices.fill import conflicts, fill, invoice_paper, takes_invoices
from ycdesk.services.particulars import NAME
from ycdesk.services.radar import alarms
from ycdesk.services.scans import NewScan, add_scan, invoice_facts, scan_bytes, scans_of

INVOICE = read_invoice("发票.xml", xml_invoice())
OTHER = read_invoice("发票.xml", xml_invoice(number="25142000000087654321", amount="943.40", tax="56.60", total="1000"))
NOTED = {"kind": "invoice", "number": NUMBER, "day": "2025-04-01", "amount": "31250", "seller": SELLER}
"""What 票据与标识 says of ``INVOICE``."""


def draft(measure: str, entries: dict[str, Any] | None = None, code: str = BUYER_ID) -> CaseDraft:
    """A draft that is stored nowhere, of the firm that the invoices are made out to."""
    applicant = Applicant(name="甲公司", credit_code=code, kind="enterprise", county="140821")
    return CaseDraft(package(), measure, applicant, deepcopy(entries or {}), date(2025, 6, 30))


def rows(made: CaseDraft) -> DraftRows:
    return next(iter(made.tables.values()))


def numbers(made: CaseDraft) -> list[dict[str, str]]:
    found: list[dict[str, str]] = made.entries[NAME]
    return found


# What is filled.


@pytest.mark.parametrize(
    ("measure", "row", "noted"),
    [
        ("exhibition", {"fee": "31250"}, True),
        ("certification", {"fee": "31250"}, True),
        ("credit_insurance", {"invoiced_on": "2025-04-01", "premium": "31250"}, True),
        ("overseas_warehouse", {"cost": "31250"}, True),
        ("support_service", {"provider": SELLER, "fee": "31250"}, True),
        ("talent_platform", {"invoice_no": NUMBER, "invoiced_on": "2025-04-01", "fee": "31250"}, False),
        ("independent_site", None, True),
        ("air_cargo", None, True),
        ("special_matter", None, True),
        ("leading_enterprise", None, True),
    ],
)
def test_each_measure_gets_its_facts_and_the_radar_its_number(
    measure: str, row: dict[str, str] | None, noted: bool
) -> None:
    made = draft(measure)
    filled = fill(made, rows(made), 0, [INVOICE])
    assert made.rows == ([] if row is None else [row])
    assert numbers(made) == ([NOTED] if noted else [])
    assert (filled.invoices, filled.verify, filled.problems) == (1, [], 0)


def test_every_measure_whose_rows_carry_money_is_tried_above() -> None:
    tried = {"exhibition", "certification", "credit_insurance", "overseas_warehouse", "support_service"}
    tried |= {"talent_platform", "independent_site"}
    with_money = set()
    for measure in package().measures:
        table = form_of(measure).table
        if table is not None and any(spec.kind.value == "amount" for spec in table.columns):
            with_money.add(measure)
    assert with_money - tried == {"store_global"}  # its rows have turnover, which no invoice of a cost says
    assert "sales" in module_of("store_global").Store.model_fields


@pytest.mark.parametrize(
    "measure", ["store_global", "demo_park", "demo_enterprise", "talent_training", "public_overseas_warehouse"]
)
def test_measures_without_costs_take_no_invoices(measure: str) -> None:
    made = draft(measure)
    assert [source.key for source in made.tables.values() if takes_invoices(made, source)] == []


def test_several_invoices_take_a_row_each_and_new_ones() -> None:
    made = draft("talent_platform", {"rows": [{"invoice_no": "A", "fee": "1"}]})
    filled = fill(made, rows(made), 1, [INVOICE, OTHER])
    assert [(row["invoice_no"], row["fee"]) for row in made.rows] == [
        ("A", "1"), (NUMBER, "31250"), ("25142000000087654321", "1000"),
    ]  # fmt: skip
    assert filled.summary == "已读入 2 张电子发票，填入第 2—3 行。Ctrl+Z 撤销填入的内容。"


def test_dropped_on_the_numbers_only_the_numbers_are_filled() -> None:
    made = draft("exhibition", {"rows": [{"fee": "9"}], NAME: [{"kind": "contract", "number": "HT-1"}, {}]})
    filled = fill(made, made.tables[NAME], 1, [INVOICE, OTHER])
    assert made.rows == [{"fee": "9"}]
    assert [row["number"] for row in numbers(made)] == ["HT-1", NUMBER, "25142000000087654321"]
    assert filled.summary == "已读入 2 张电子发票，号码记入票据与标识 2 行。Ctrl+Z 撤销填入的内容。"


def test_a_number_that_is_noted_already_is_completed_not_doubled() -> None:
    made = draft("exhibition", {NAME: [{"kind": "invoice", "number": f" {NUMBER[:8]} {NUMBER[8:]}", "amount": "7"}]})
    fill(made, rows(made), 0, [INVOICE])
    [noted] = numbers(made)
    assert (noted["day"], noted["seller"], noted["amount"]) == ("2025-04-01", SELLER, "7")


def test_an_older_invoice_is_noted_with_code_and_number() -> None:
    made = draft("exhibition")
    fill(made, rows(made), 0, [read_invoice("发票.xml", older_xml())])
    assert numbers(made)[0]["number"] == "14200190010412345678"


def test_the_award_follows_and_the_rest_of_the_row_stays() -> None:
    made = draft("exhibition", {**HANOI, "rows": [{"booth_no": "A1"}]})
    fill(made, rows(made), 0, [INVOICE])
    assert made.rows == [{"booth_no": "A1", "fee": "31250"}]
    assert f"{made.preview().assessment.amount}" == "25000.00"  # 80 % of 31 250


# What is kept.


def test_what_stands_in_a_row_is_asked_about_and_kept() -> None:
    made = draft("exhibition", {**HANOI, "rows": [{"fee": "9000"}]})
    assert conflicts(made, rows(made), 0, [INVOICE]) == ["第 1 行展位费是 9000，发票上是 31250。"]
    filled = fill(made, rows(made), 0, [INVOICE])
    assert made.rows == [{"fee": "9000"}]
    assert filled.verify == ["第 1 行展位费保留 9000，发票上是 31250。"]
    assert numbers(made) == [NOTED]


def test_what_stands_in_a_row_is_replaced_when_the_person_says_so() -> None:
    made = draft("talent_platform", {"rows": [{"invoice_no": "A", "invoiced_on": "2024-01-01", "fee": "1"}]})
    assert len(conflicts(made, rows(made), 0, [INVOICE])) == 3
    fill(made, rows(made), 0, [INVOICE], replace=True)
    assert made.rows == [{"invoice_no": NUMBER, "invoiced_on": "2025-04-01", "fee": "31250"}]


def test_a_row_of_another_invoice_is_not_mixed_with_this_one() -> None:
    made = draft("talent_platform", {"rows": [{"invoice_no": "A"}]})
    filled = fill(made, rows(made), 0, [INVOICE])
    assert made.rows == [{"invoice_no": "A"}]
    assert filled.verify == [f"第 1 行保留发票 A，没有填入发票 {NUMBER}。"]


@pytest.mark.parametrize("typed", ["31,250.00", "３１２５０", "3.125万"])
def test_the_same_amount_written_otherwise_is_no_conflict(typed: str) -> None:
    made = draft("exhibition", {"rows": [{"fee": typed}]})
    assert conflicts(made, rows(made), 0, [INVOICE]) == []


def test_a_row_in_a_foreign_currency_keeps_its_amount() -> None:
    made = draft("exhibition", {"rows": [{"currency": "USD", "fee": "4000", "exchange_rate": "7.1"}]})
    assert conflicts(made, rows(made), 0, [INVOICE]) == []
    filled = fill(made, rows(made), 0, [INVOICE], replace=True)
    assert made.rows[0]["fee"] == "4000"
    assert filled.verify == ["第 1 行是外币，展位费没有改；发票的价税合计是 31250 元。"]


# What is said.


def test_an_invoice_made_out_to_somebody_else_is_said() -> None:
    made = draft("exhibition", code="91140802MA0ZZZZZ9X")
    filled = fill(made, rows(made), 0, [INVOICE])
    assert filled.verify == [
        f"发票 {NUMBER} 的抬头是“甲公司”（识别号 {BUYER_ID}），不是申报主体“甲公司”，请核对是否代开或者抬头开错。"
    ]
    assert made.rows == [{"fee": "31250"}]


def test_without_a_code_the_names_are_compared() -> None:
    stranger = Invoice("xml", number=NUMBER, buyer="乙公司")
    made = draft("exhibition", code="")
    assert any("抬头是“乙公司”，不是" in words for words in fill(made, rows(made), 0, [stranger]).verify)
    same = Invoice("xml", number=NUMBER, buyer=" 甲公司 ")
    assert not any("抬头" in words for words in fill(made, rows(made), 0, [same]).verify)


def test_what_a_file_lacks_is_said_and_the_rest_filled() -> None:
    made = draft("exhibition")
    filled = fill(made, rows(made), 0, [Invoice("pdf", seller=SELLER, issued_on=date(2025, 4, 1), total=INVOICE.total)])
    assert made.rows == [{"fee": "31250"}]
    assert "一张没有号码的发票里读不出发票号码" in filled.verify[0]
    assert numbers(made) == []


# Undo, the database, the radar, the file.


def test_one_step_takes_all_of_it_back() -> None:
    made = draft("exhibition", {**HANOI, NAME: [{"kind": "contract", "number": "HT-1"}]})
    before = deepcopy(made.entries)
    fill(made, rows(made), 1, [INVOICE, OTHER], replace=True)
    assert len(made.rows) == 3
    made.undo()
    assert made.entries == before
    made.redo()
    assert [row.get("fee") for row in made.rows] == ["31250", "31250", "1000"]
    assert len(numbers(made)) == 3


def test_the_same_invoice_in_another_case_raises_the_alarm(bureau: Bureau) -> None:
    """From an XML in one measure, from a PDF in another."""
    first, second = bureau.draft(), bureau.draft({"header": {"year": "2025"}, "rows": []}, "talent_platform")
    for case, data in ((first, xml_invoice()), (second, pdf(face()))):
        made = open_draft(bureau.office, bureau.wang, get_case(bureau.office, case.id))
        fill(made, rows(made), 0, [read_invoice("发票", data)])
        assert made.save()
    [alarm] = alarms(bureau.office, second.id)
    assert (alarm.kind, alarm.exact, alarm.other_number) == ("invoice", True, first.number)
    assert alarm.path == "facts.costs[0].invoice_no"


def test_the_seller_is_kept_with_the_case_and_submitted_with_it(bureau: Bureau) -> None:
    case = bureau.draft()
    made = open_draft(bureau.office, bureau.wang, get_case(bureau.office, case.id))
    fill(made, made.tables[NAME], 0, [INVOICE])
    made.save()
    case = submit(bureau.office, bureau.wang, case.id, made.version)
    assert case.entries[NAME] == [NOTED]


@pytest.mark.parametrize(("data", "kind"), [(xml_invoice(), "xml"), (tagged_ofd(), "ofd"), (pdf(face()), "pdf")])
def test_the_file_is_kept_with_the_paper_that_is_the_invoice(bureau: Bureau, data: bytes, kind: str) -> None:
    case = bureau.draft()
    paper = invoice_paper(checklist(bureau.office, case))
    assert paper is not None
    assert paper.paper.id == "booth_invoice"  # of the three papers with 发票 in their names the one always required
    scan = add_scan(bureau.office, bureau.wang, case.id, paper.paper.id, NewScan(f"发票.{kind}", data))
    assert (scan.kind, scan_bytes(bureau.office, scan.digest)) == (kind, data)
    [found] = scans_of(bureau.office, case.id)["booth_invoice"]
    assert found.kind == kind
    assert dict(invoice_facts(scan.name, data))["发票号码"] == NUMBER


def test_an_xml_that_is_no_invoice_is_no_scan(bureau: Bureau) -> None:
    case = bureau.draft()
    for data, words in ((b"<a/>", "没有发票的内容"), (attached_ofd()[:-9], "不完整或者已损坏")):
        with pytest.raises(InputProblem, match=words):
            add_scan(bureau.office, bureau.wang, case.id, "booth_invoice", NewScan("x", data))


def test_a_measure_without_such_a_paper_says_so(bureau: Bureau) -> None:
    case = bureau.draft({"header": {}, "rows": []}, "special_matter", papers=False)
    assert invoice_paper(checklist(bureau.office, case)) is None

"""Electronic invoices of every form say the same facts; what is not certain is left out and said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.invoices import (
    BUYER,
    BUYER_ID,
    CUSTOM,
    NUMBER,
    PDF_KEYS,
    SELLER,
    SELLER_ID,
    archive,
    attached_ofd,
    custom_ofd,
    face,
    ofd_root,
    older_xml,
    pdf,
    tagged_ofd,
    xml_invoice,
)
from ycdesk.services.invoices import Invoice, read_invoice

MONEY = (Decimal("29481.13"), Decimal("1768.87"), Decimal("31250.00"))
DAY = date(2025, 4, 1)


def facts(invoice: Invoice) -> tuple[object, ...]:
    return (invoice.full_number, invoice.issued_on, invoice.seller_id, invoice.buyer_id)


def money(invoice: Invoice) -> tuple[Decimal | None, ...]:
    return (invoice.amount, invoice.tax, invoice.total)


@pytest.mark.parametrize("data", [xml_invoice(), tagged_ofd(), pdf(face()), pdf(face(), PDF_KEYS)])
def test_one_invoice_in_every_form_says_the_same(data: bytes) -> None:
    invoice = read_invoice("发票", data)
    assert facts(invoice) == (NUMBER, DAY, SELLER_ID, BUYER_ID)
    assert (invoice.seller, invoice.buyer) == (SELLER, BUYER)
    assert money(invoice) == MONEY
    assert invoice.lacking == ()


@pytest.mark.parametrize("data", [older_xml(), attached_ofd(), custom_ofd()])
def test_an_older_invoice_is_known_by_code_and_number(data: bytes) -> None:
    invoice = read_invoice("发票", data)
    assert facts(invoice) == ("14200190010412345678", DAY, SELLER_ID, BUYER_ID)
    assert money(invoice) == MONEY


def test_each_form_is_told_by_its_bytes_not_by_its_name() -> None:
    found = [read_invoice("x.pdf", data).source for data in (xml_invoice(), pdf(face()), tagged_ofd())]
    assert found == ["xml", "pdf", "ofd"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (xml_invoice(kind="01"), "special"),
        (xml_invoice(kind="02"), "general"),
        (xml_invoice(kind="09"), ""),
        (tagged_ofd(), "special"),
        (pdf(face()), "general"),
    ],
)
def test_special_and_general_invoices_are_told_apart(data: bytes, kind: str) -> None:
    assert read_invoice("发票", data).kind == kind


def test_other_roots_and_namespaces_are_read_by_local_names() -> None:
    body = xml_invoice().partition(b"<EInvoice>")[2].rpartition(b"</EInvoice>")[0]
    wrapped = b'<?xml version="1.0"?><Message xmlns="urn:x"><Body><E>' + body + b"</E></Body></Message>"
    assert facts(read_invoice("发票.xml", wrapped)) == (NUMBER, DAY, SELLER_ID, BUYER_ID)


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "GB18030", "utf-16", "utf-8-sig"])
def test_the_encodings_in_use_are_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = xml_invoice().decode().replace('encoding="UTF-8"', f'encoding="{declared}"')
    assert read_invoice("发票.xml", text.encode(encoding)).seller == SELLER


@pytest.mark.parametrize(
    "written",
    ["2025-04-01", "2025-04-01T09:00:00", "2025年4月1日", "2025年04月01日", "20250401", "20250401093000", "2025/4/1"],
)
def test_days_as_the_systems_write_them(written: str) -> None:
    assert read_invoice("发票.xml", xml_invoice(day=written)).issued_on == DAY


@pytest.mark.parametrize(
    ("written", "total"),
    [("31,250.00", "31250"), ("¥31250", "31250"), ("31250.0000", "31250"), ("31250.001", None), ("三万", None)],
)
def test_amounts_are_exact_or_left_out(written: str, total: str | None) -> None:
    """With amount and tax also unknown, nothing can be added up."""
    invoice = read_invoice("发票.xml", xml_invoice(total=written, amount="", tax=""))
    assert invoice.total == (None if total is None else Decimal(total))
    assert ("价税合计" in invoice.lacking) is (total is None)


def test_the_total_is_added_up_where_only_its_parts_are_stated() -> None:
    assert "价税合计" not in CUSTOM
    assert read_invoice("发票.ofd", custom_ofd()).total == Decimal("31250.00")


def test_wrong_totals_are_a_note() -> None:
    invoice = read_invoice("发票.xml", xml_invoice(total="31250.01"))
    assert invoice.notes == ("金额 29,481.13 加税额 1,768.87 不等于价税合计 31,250.01，请照原件核对。",)
    assert invoice.total == Decimal("31250.01")


def test_a_trial_invoice_is_a_note() -> None:
    assert "“测试”字样" in read_invoice("发票.xml", xml_invoice(seller="测试销售方")).notes[0]


def test_data_and_face_that_do_not_agree_are_left_out() -> None:
    """A face that was painted over, or data of another invoice: neither is taken."""
    invoice = read_invoice("发票.pdf", pdf(face(total="81250.00"), PDF_KEYS))
    assert invoice.total is None or invoice.total == Decimal("31250.00")
    assert any("价税合计前后不一（31250.00、81250.00）" in note for note in invoice.notes)
    invoice = read_invoice("发票.pdf", pdf(face(number="25142000000099999999"), PDF_KEYS))
    assert (invoice.number, "发票号码" in invoice.lacking) == ("", True)


def test_the_attachment_of_an_ofd_must_agree_with_its_custom_data() -> None:
    data = archive(
        {"OFD.xml": ofd_root({**CUSTOM, "发票号码": "87654321"}), "Doc_0/Attachs/original_invoice.xml": older_xml()}
    )
    invoice = read_invoice("发票.ofd", data)
    assert invoice.number == ""
    assert any("发票号码前后不一（12345678、87654321）" in note for note in invoice.notes)
    assert invoice.total == MONEY[2]


def test_an_embedded_xml_is_found_wherever_it_lies() -> None:
    data = archive({"OFD.xml": ofd_root(), "Doc_0/Res/x.xml": "<a/>", "Doc_0/Res/data.xml": xml_invoice()})
    assert facts(read_invoice("发票.ofd", data)) == (NUMBER, DAY, SELLER_ID, BUYER_ID)


# The face of a PDF.


def test_the_order_in_which_a_pdf_draws_its_words_does_not_matter() -> None:
    items = face()
    for order in (items[::-1], sorted(items), sorted(items, key=lambda item: item[2])):
        invoice = read_invoice("发票.pdf", pdf(order))
        assert facts(invoice) == (NUMBER, DAY, SELLER_ID, BUYER_ID)
        assert (money(invoice), invoice.seller) == (MONEY, SELLER)


def test_the_older_form_has_the_buyer_above_the_seller() -> None:
    """With a code, a number of eight digits, labels that are spaced out, and ￥."""
    items = [
        (200, 370, "山西增值税电子普通发票"), (430, 370, "发票代码：142001900104"), (430, 355, "发票号码：12345678"),
        (430, 340, "开票日期：2019 年 01 月 02 日"), (30, 310, "名　　　　称：甲公司"),
        (30, 298, "纳税人识别号：91140802MA0ABCDE15"),
        (30, 200, "合 计"), (300, 200, "￥100.00"), (500, 200, "￥6.00"), (30, 180, "价税合计（大写）壹佰零陆圆整"),
        (420, 180, "（小写）￥106.00"), (30, 150, "名　　　　称：运城会展服务有限公司"),
        (30, 138, "纳税人识别号：91140800MA0XYZAB1C"),
    ]  # fmt: skip
    invoice = read_invoice("发票.pdf", pdf(items))
    assert facts(invoice) == ("14200190010412345678", date(2019, 1, 2), SELLER_ID, BUYER_ID)
    assert (invoice.seller, invoice.buyer, invoice.total) == (SELLER, BUYER, Decimal("106.00"))


def test_a_name_that_goes_on_in_the_next_line_is_left_out() -> None:
    items = [*face(seller="运城会展服务"), (355, 289, "有限公司")]
    invoice = read_invoice("发票.pdf", pdf(items))
    assert (invoice.seller, invoice.buyer) == ("", BUYER)
    assert invoice.lacking == ("销售方名称",)


def test_two_numbers_on_a_face_are_none() -> None:
    items = [*face(number=""), (30, 20, NUMBER), (300, 20, "25142000000087654321")]
    assert read_invoice("发票.pdf", pdf(items)).number == ""


def test_a_buyer_without_a_number_is_not_given_that_of_the_seller() -> None:
    invoice = read_invoice("发票.pdf", pdf(face(buyer="个人", buyer_id="")))
    assert (invoice.buyer_id, invoice.seller_id) == ("", SELLER_ID)


def test_without_its_label_the_total_is_what_two_others_add_up_to() -> None:
    items = [item for item in face() if item[2] != "（小写）"]
    assert money(read_invoice("发票.pdf", pdf(items))) == MONEY


def test_a_total_that_nothing_adds_up_to_is_left_out() -> None:
    items = [item for item in face(tax="1.00") if item[2] != "（小写）"]
    assert read_invoice("发票.pdf", pdf(items)).total is None


def test_a_list_of_goods_on_the_second_page_does_not_matter() -> None:
    assert read_invoice("发票.pdf", pdf(face(), pages=2)).number == NUMBER


def test_the_lines_for_people_have_units_and_words() -> None:
    lines = dict(read_invoice("发票.xml", xml_invoice()).lines())
    assert lines["价税合计"] == "31,250.00 元"
    assert lines["发票种类"] == "普通发票"
    assert "发票代码" not in lines

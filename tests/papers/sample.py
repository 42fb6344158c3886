"""A case as its papers see it, and what comes back out of a PDF."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image

from ycdesk.calculation.assessment import (
    Assessment,
    Check,
    Flag,
    Funding,
    LimitUse,
    Line,
    Outcome,
    Status,
    Step,
)
from ycdesk.services.papers.facts import Award, CaseFacts, CheckedPaper, Fact, Party, Rows, Signature
from ycdesk.services.papers.render import page_image

STEPS = (
    Step(
        1, "展位 A1", "三(一)", "min(cut(80/100 * 31250), 25000)", "31,250 元 × 80% = 25,000.00 元", Decimal("25000.00")
    ),
    Step(
        2, "展位 B 折人民币", "三(一)", "half_up(18000 * 7.1)", "18,000 USD × 7.1 = 127,800.00 元", Decimal("127800.00")
    ),
    Step(
        3,
        "展位 B 每个标准展位",
        "三(一)",
        "min(cut(80/100 * (#2 * 9/30)), 25000)",
        "127,800.00 元 × 9/30 × 80% = 30,672.00 元，超过上限 25,000 元，计 25,000.00 元",
        Decimal("25000.00"),
    ),
    Step(4, "合计", "三(一)", "#1 + 3 * #3", "25,000.00 元 + 3 × 25,000.00 元 = 100,000.00 元", Decimal("100000.00")),
)

ASSESSMENT = Assessment(
    measure="exhibition",
    status=Status.ELIGIBLE,
    amount=Decimal("100000.00"),
    funding=Funding(Decimal("20000.00"), Decimal("80000.00")),
    lines=(
        Line("facts.booths[0]", True, Decimal("25000.00"), 1),
        Line("facts.booths[1]", True, Decimal("75000.00"), 3),
    ),
    checks=(
        Check("window", "十(三)", "开幕日期在政策有效期内", "2024-01-01至2025-12-31", "2025-04-15", Outcome.MET),
        Check("provincial", "三(一)", "省级未支持同一展会", "否", "否", Outcome.MET),
    ),
    steps=STEPS,
    limits=(LimitUse("exhibition_booths", "河内国际贸易展|2025", "本届展会标准展位", 6, 0, 4, 2),),
    uses=(),
    flags=(Flag("8", "三(一)", "境内重点展会的比例", "按其他国家和地区 70%", "按 80%", Decimal("114285.70")),),
    missing=(),
    policy={"id": "yuncheng-2024-10", "version": "1.0.0"},
)

PARTY = Party(
    name="运城市华远进出口贸易有限公司",
    credit_code="91140821MA0K7B2C3D",
    kind="企业",
    county="临猗县",
    address="临猗县人民路1号",
    legal_representative="张建国",
    contact_name="李晓红",
    contact_phone="13835912345",
    bank_name="中国工商银行临猗支行",
    account_name="运城市华远进出口贸易有限公司",
    account_number="0511026509024512345",
)

FACTS = CaseFacts(
    bureau="运城市商务局",
    number="2026-0001",
    measure="企业参加出口重点展会补助",
    clause="第三条（一）",
    policy="运政办发〔2024〕10号《支持中国（运城）跨境电子商务综合试验区发展的若干措施》",
    applied_on="2025年6月30日",
    party=PARTY,
    header=(Fact("展会名称", "河内国际贸易展"), Fact("届次", "2025"), Fact("开幕日期", "2025年4月15日")),
    rows=Rows(
        "展位",
        ("序号", "展位号", "展位面积（㎡）", "展位费", "计入（元）"),
        (False, False, True, True, True),
        (("1", "A1", "", "31,250.00", "25,000.00"), ("2", "B", "30", "18,000.00", "75,000.00")),
        ("", ""),
    ),
    assessment=ASSESSMENT,
    state="拟支持",
    refusal="",
    award=Award(Decimal("100000.00"), Decimal("20000.00"), Decimal("80000.00")),
    confirmed=("8",),
    papers=(
        CheckedPaper("资金申请表（参展）", "原件、盖章 2页", ""),
        CheckedPaper("代理授权书", "免交：直接参展", "无代理"),
    ),
    submitted=Signature("李经办", "2025年7月1日", "报请支持"),
    decided=Signature("王主管", "2025年7月3日", "同意，材料齐全。"),
)


def facts(**changes: Any) -> CaseFacts:
    """The case with some of its facts replaced."""
    return replace(FACTS, **changes)


def many_steps(count: int, text: str = "127,800.00 元 × 9/30 = 38,340.00 元，超过上限，计 25,000.00 元") -> Assessment:
    """The result with so many steps."""
    steps = (
        Step(number, f"展位 {number} 号", "三(一)", "1", text, Decimal("25000.00")) for number in range(1, count + 1)
    )
    return replace(ASSESSMENT, steps=tuple(steps))


def page_texts(pdf: bytes) -> list[str]:
    """The text that a reader copies out of each page, without spaces and line ends."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    """The text of all pages, without spaces and line ends."""
    return "".join(page_texts(pdf))


def read_codes(pdf: bytes, page: int = 0, dpi: float = 200) -> list[str]:
    """What a scanner reads off the printed page."""
    picture = page_image(pdf, page, dpi)
    image = Image.frombuffer("RGBA", (picture.width, picture.height), picture.data, "raw", "BGRA", picture.stride, 1)
    return [barcode.text for barcode in zxingcpp.read_barcodes(image.convert("L"))]


def beside(pdf: bytes, label: str) -> str:
    """The text of the first page to the right of a label, in its row of at most two lines."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0].get_textpage()
        index, count = page.search(label).get_next()
        _, bottom, _, top = page.get_charbox(index)
        left = page.get_charbox(index + count - 1)[2]
        middle = (bottom + top) / 2
        found = page.get_text_bounded(left=left, bottom=middle - 12, right=600, top=middle + 12)
    finally:
        document.close()
    return "".join(found.split())

"""The 审核表: the whole working, over as many pages as it takes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.papers.sample import ASSESSMENT, FACTS, PARTY, facts, many_steps, page_texts, read_codes, text_of
from ycdesk.calculation.assessment import Check, LimitUse, Outcome
from ycdesk.services.papers.computation import computation_pages, draw_computation
from ycdesk.services.papers.faces import bundled_faces
from ycdesk.services.papers.facts import Award, CheckedPaper, Rows
from ycdesk.services.papers.sheet import LEFT, RIGHT, TEXT_HEIGHT, TOP, WIDTH, Stroke, Text


def many_rows(count: int, name: str = "展位") -> Rows:
    assert FACTS.rows is not None
    rows = tuple((str(number), f"{name}{number}号", "9", "31,250.00", "25,000.00") for number in range(1, count + 1))
    return replace(FACTS.rows, rows=rows, reasons=("",) * count)


def test_the_text_is_that_of_the_facts() -> None:
    text = text_of(draw_computation(FACTS))
    for part in (
        "跨境电子商务扶持资金审核表",
        "办件编号：2026-0001",
        "运城市华远进出口贸易有限公司",
        "91140821MA0K7B2C3D",
        "企业参加出口重点展会补助",
        "第三条（一）",
        "yuncheng-2024-101.0.0",
        "河内国际贸易展",
        "2B3018,000.0075,000.00",
        "2展位B折人民币三（一）18,000USD×7.1=127,800.00元127,800.00",
        "4合计三（一）25,000.00元+3×25,000.00元=100,000.00元100,000.00",
        "￥100,000.00（人民币壹拾万元整）",
        "市级￥20,000.00；临猗县￥80,000.00",
        "本届展会标准展位河内国际贸易展20256042",
        "十（三）开幕日期在政策有效期内2024-01-01至2025-12-312025-04-15符合",
        "8三（一）按其他国家和地区70%按80%：￥114,285.70已确认",
        "1资金申请表（参展）原件、盖章2页",
        "2代理授权书免交：直接参展无代理",
        "李经办2025年7月1日",
        "王主管2025年7月3日",
    ):
        assert part in text
    for heading in ("一、基本情况", "二、申报事实", "三、展位", "四、测算过程", "九、材料核对"):
        assert text.count(heading) == 1


def test_sections_without_content_are_left_out_and_the_numbers_close_up() -> None:
    result = replace(ASSESSMENT, limits=(), flags=())
    text = text_of(draw_computation(facts(assessment=result, rows=None, papers=())))
    assert "三、测算过程" in text
    assert "四、核定结果" in text
    assert "五、条件核对" in text
    for absent in ("限额占用", "口径确认", "材料核对", "六、"):
        assert absent not in text


def test_an_unmet_condition_says_by_how_much_and_of_which_row() -> None:
    check = Check("days", "五(一)", "培训天数", "≥ 30 天", "29 天", Outcome.UNMET, "差 1 天", "facts.trainees[4]")
    unknown = Check("base", "五(一)", "建立产教融合基地", "是", "未填", Outcome.UNKNOWN)
    text = text_of(draw_computation(facts(assessment=replace(ASSESSMENT, checks=(check, unknown)))))
    assert "第5行：培训天数≥30天29天不符合（差1天）" in text
    assert "建立产教融合基地是未填待定" in text


def test_a_row_that_does_not_count_says_why() -> None:
    assert FACTS.rows is not None
    text = text_of(draw_computation(facts(rows=replace(FACTS.rows, reasons=("", "面积未填")))))
    assert "第2行不计入：面积未填" in text
    assert "第1行不计入" not in text


def test_limits_show_money_as_money_and_counts_as_counts() -> None:
    money = LimitUse(
        "certification_total", None, "认证费用补助", Decimal(100000), Decimal(0), Decimal(60000), Decimal(40000)
    )
    free = LimitUse("air_cargo_flights", "2024|运城—曼谷", "航班", None, 0, 15, None)
    text = text_of(draw_computation(facts(assessment=replace(ASSESSMENT, limits=(money, free)))))
    assert "认证费用补助100,000.000.0060,000.0040,000.00" in text
    assert "航班2024运城—曼谷不限015不限" in text


def test_a_reduced_award_says_by_how_much_and_why() -> None:
    award = Award(Decimal("90000.00"), Decimal("18000.00"), Decimal("72000.00"), "年度预算不足")
    text = text_of(draw_computation(facts(award=award)))
    assert "￥90,000.00（人民币玖万元整）核减￥10,000.00，理由：年度预算不足" in text


def test_headers_repeat_and_pages_are_counted() -> None:
    pdf = draw_computation(facts(rows=many_rows(60), assessment=many_steps(40)))
    texts = page_texts(pdf)
    assert len(texts) > 3
    for number, text in enumerate(texts, start=1):
        assert f"第{number}页共{len(texts)}页" in text
        assert ("跨境电子商务扶持资金审核表2026-0001" in text) == (number > 1)
    assert sum("展位面积（㎡）" in text for text in texts) == sum("31,250.00" in text for text in texts)
    assert sum("计算过程" in text for text in texts) == sum("超过上限" in text for text in texts)
    joined = "".join(texts)
    assert all(joined.count(f"{number}展位{number}号931,250.0025,000.00") == 1 for number in range(1, 61))
    assert all(joined.count(f"展位{number}号三（一）") == 1 for number in range(1, 41))


def test_a_single_page_is_not_counted() -> None:
    result = replace(ASSESSMENT, limits=(), flags=(), checks=())
    (text,) = page_texts(draw_computation(facts(assessment=result, rows=None, papers=())))
    assert "第1页" not in text


def test_the_code_is_the_case_number() -> None:
    assert read_codes(draw_computation(facts(number="2027-0815"))) == ["2027-0815"]


def test_a_row_longer_than_a_page_goes_on_and_loses_nothing() -> None:
    long = "很长的备注" * 700
    texts = page_texts(draw_computation(facts(papers=(CheckedPaper("合同", "原件", long),))))
    joined = "".join(texts)
    assert [joined.count(character) for character in "很长"] == [700, 700]
    assert len(texts) > 4


@settings(max_examples=300, deadline=None)
@given(
    rows=st.integers(0, 45),
    steps=st.integers(0, 30),
    name=st.text("运城市华远进出口贸易（）𠮷", min_size=1, max_size=60),
    text=st.text("展位费超过上限，计元123.", min_size=1, max_size=150),
)
def test_nothing_is_split_and_nothing_leaves_the_text_block(rows: int, steps: int, name: str, text: str) -> None:
    case = facts(
        party=replace(PARTY, name=name),
        rows=many_rows(rows, name) if rows else None,
        assessment=many_steps(steps, text),
    )
    pages = computation_pages(case, None, bundled_faces())
    for page in pages:
        strokes = [item for item in page.fixed if isinstance(item, Stroke)]
        assert all(
            TOP - 1 <= min(line.y1, line.y2) <= max(line.y1, line.y2) <= TOP + TEXT_HEIGHT + 1 for line in strokes
        )
        assert all(LEFT - 1 <= line.x1 <= line.x2 <= WIDTH - RIGHT + 1 for line in strokes)
    signed = [number for number, page in enumerate(pages) for item in page.fixed if said(item) == "签字："]
    titles = [number for number, page in enumerate(pages) for item in page.fixed if said(item) in ("经办人", "复核人")]
    assert signed == titles == [len(pages) - 1] * 2


def said(item: object) -> str:
    return "".join(characters for _, characters in item.runs) if isinstance(item, Text) else ""


@pytest.mark.parametrize("rows", range(8, 30))
def test_a_heading_never_stands_alone_at_the_foot_of_a_page(rows: int) -> None:
    for page in computation_pages(facts(rows=many_rows(rows)), None, bundled_faces()):
        headings = [item.y for item in page.fixed if isinstance(item, Text) and item.size == 13]
        rules = [item.y1 for item in page.fixed if isinstance(item, Stroke)]
        assert all(sum(rule > heading for rule in rules) >= 4 for heading in headings)


def test_what_very_many_rows_meet_is_one_line() -> None:
    def days(row: int, found: str, outcome: Outcome) -> Check:
        return Check("days", "五(一)", "培训天数", "≥ 30 天", found, outcome, None, f"facts.trainees[{row}]")

    met = tuple(days(row, "30 天", Outcome.MET) for row in range(300))
    text = text_of(
        draw_computation(facts(assessment=replace(ASSESSMENT, checks=(*met, days(300, "29 天", Outcome.UNMET)))))
    )
    assert "明细：培训天数≥30天300行符合，各行事实见明细符合" in text
    assert "第301行：培训天数≥30天29天不符合" in text
    assert "第7行：" not in text
    few = text_of(draw_computation(facts(assessment=replace(ASSESSMENT, checks=met[:10]))))
    assert "第10行：培训天数" in few

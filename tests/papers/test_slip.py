"""The 审批单: everything on one page, as the frozen case has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.papers.sample import ASSESSMENT, FACTS, PARTY, beside, facts, many_steps, page_texts, read_codes, text_of
from ycdesk.calculation.assessment import Check, Flag, Outcome, Status
from ycdesk.domain.errors import Refused
from ycdesk.services.papers import Printing
from ycdesk.services.papers.facts import Award, Signature
from ycdesk.services.papers.render import page_count
from ycdesk.services.papers.slip import draw_slip

NAME_60 = "中国（运城）跨境电子商务综合试验区" + "甲乙丙丁戊己庚辛壬癸" * 4 + "有限公司"
BOXES = ("经办人意见", "科室负责人意见", "分管局领导意见", "局长（党组会议）意见")


def test_the_text_is_that_of_the_facts() -> None:
    text = text_of(draw_slip(FACTS))
    for part in (
        "运城市商务局",
        "跨境电子商务扶持资金审批单",
        "办件编号：2026-0001",
        "办理状态：拟支持",
        "运城市华远进出口贸易有限公司",
        "91140821MA0K7B2C3D",
        "临猗县",
        "张建国",
        "李晓红",
        "13835912345",
        "中国工商银行临猗支行",
        "0511026509024512345",
        "企业参加出口重点展会补助（第三条（一））",
        "2025年6月30日",
        "展会名称：河内国际贸易展；届次：2025；开幕日期：2025年4月15日；展位2项",
        "1.展位A1：31,250元×80%=25,000.00元",
        "4.合计：25,000.00元+3×25,000.00元=100,000.00元",
        "核对条件2项，符合2项。",
        "口径8（第三条（一））：按其他国家和地区70%（已确认）",
        "报请支持李经办2025年7月1日",
        "同意，材料齐全。王主管2025年7月3日",
        "运政办发〔2024〕10号",
    ):
        assert part in text
    for title in BOXES:
        assert text.count(title) == 1
    assert text.count("签字：") == 4
    assert text.count("年月日") == 4


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("单位名称", "运城市华远进出口贸易有限公司"),
        ("单位类型", "法定代表人企业张建国"),
        ("法定代表人", "张建国"),
        ("联系人", "联系电话李晓红13835912345"),
        ("联系电话", "13835912345"),
        ("银行账号", "0511026509024512345"),
        ("申请日期", "2025年6月30日"),
        ("测算金额", "￥100,000.00（人民币壹拾万元整）"),
        ("核定金额", "￥100,000.00（人民币壹拾万元整）"),
        ("资金分担", "市级￥20,000.00；临猗县￥80,000.00"),
    ],
)
def test_each_value_stands_beside_its_label(label: str, value: str) -> None:
    assert beside(draw_slip(FACTS), label) == value


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("48000.00", "￥48,000.00（人民币肆万捌仟元整）"),
        ("7333.33", "￥7,333.33（人民币柒仟叁佰叁拾叁元叁角叁分）"),
        ("0.00", "￥0.00（人民币零元整）"),
        ("3000000.00", "￥3,000,000.00（人民币叁佰万元整）"),
    ],
)
def test_the_capital_amount_is_that_of_the_figure(amount: str, words: str) -> None:
    result = replace(ASSESSMENT, amount=Decimal(amount))
    text = text_of(draw_slip(facts(assessment=result, award=Award(Decimal(amount), None, None))))
    assert text.count(words) == 2


def test_a_reduced_award_says_by_how_much_and_why() -> None:
    award = Award(Decimal("90000.00"), Decimal("18000.00"), Decimal("72000.00"), "年度预算不足")
    slip = draw_slip(facts(award=award))
    assert beside(slip, "测算金额") == "￥100,000.00（人民币壹拾万元整）"
    assert beside(slip, "核定金额") == "￥90,000.00（人民币玖万元整）核减￥10,000.00，理由：年度预算不足"
    assert beside(slip, "资金分担") == "市级￥18,000.00；临猗县￥72,000.00"


def test_no_ratio_in_the_policy_is_said_and_not_guessed() -> None:
    party = replace(PARTY, county="永济市")
    award = Award(Decimal("48000.00"), None, None)
    slip = draw_slip(facts(party=party, award=award, assessment=replace(ASSESSMENT, funding=None)))
    assert beside(slip, "资金分担") == "待确定（政策未规定永济市的分担比例，以有关文件为准）"


def test_a_cost_of_the_city_alone_is_said() -> None:
    slip = draw_slip(facts(award=Award(Decimal("36000.00"), Decimal("36000.00"), Decimal("0.00"))))
    assert beside(slip, "资金分担") == "市级￥36,000.00（全额承担）"


def test_before_the_decision_the_award_is_open() -> None:
    slip = draw_slip(facts(award=None, decided=None, state="待审批", confirmed=()))
    text = text_of(slip)
    assert "办理状态：待审批" in text
    assert beside(slip, "核定金额") == "（待审批）"
    assert beside(slip, "资金分担") == "市级￥20,000.00；临猗县￥80,000.00"
    assert "按其他国家和地区70%（待确认）" in text


def test_a_refusal_gives_the_reason_and_the_conditions_that_failed() -> None:
    area = Check("area", "三(二)", "实际使用面积", "≥ 3,000 ㎡", "2,999 ㎡", Outcome.UNMET, "差 1 ㎡")
    result = replace(
        ASSESSMENT, status=Status.INELIGIBLE, amount=Decimal("0.00"), funding=None, steps=(), flags=(), checks=(area,)
    )
    slip = draw_slip(facts(assessment=result, award=None, state="不予支持", refusal="面积不足"))
    text = text_of(slip)
    assert beside(slip, "核定金额") == "不予支持。理由：面积不足"
    assert beside(slip, "资金分担") == "——"
    assert "×实际使用面积：要求≥3,000㎡，实际2,999㎡，差1㎡" in text
    assert "符合0项，其余1项见审核表。" in text


def test_thirty_steps_and_a_long_name_stay_on_one_page() -> None:
    assert len(NAME_60) == 61
    party = replace(
        PARTY, name=NAME_60, account_name="另一个" + NAME_60, bank_name=NAME_60, legal_representative=NAME_60
    )
    pdf = draw_slip(facts(party=party, assessment=many_steps(30), bureau=NAME_60))
    (text,) = page_texts(pdf)
    assert text.count(NAME_60) == 5
    assert "1.展位1号：" in text
    assert "……（其余步骤详见审核表）" in text
    assert "30.展位30号：" in text
    assert text.count("签字：") == 4


def test_more_flags_and_longer_opinions_make_the_print_smaller_but_cut_nothing() -> None:
    flags = tuple(Flag(str(number), "三(一)", "", f"选择{number}" * 12, None, None) for number in range(12))
    reason, opinion = "核减理由" * 50, "意见" * 150
    pdf = draw_slip(
        facts(
            assessment=replace(many_steps(30), flags=flags),
            award=Award(Decimal("1.00"), None, None, reason),
            decided=Signature("王主管", "2025年7月3日", opinion),
            party=replace(PARTY, name=NAME_60, bank_name=NAME_60),
        )
    )
    (text,) = page_texts(pdf)
    assert reason in text
    assert opinion in text
    assert all(f"选择{number}" * 12 in text for number in range(12))


def test_what_no_page_can_hold_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refused, match="办件 2026-0001 的内容过长，一页审批单放不下") as refused:
        draw_slip(facts(decided=Signature("王主管", "2025年7月3日", "意见" * 9000)))
    assert "请缩短" in refused.value.advice


def test_the_code_is_the_case_number() -> None:
    assert read_codes(draw_slip(facts(number="2026-0001"))) == ["2026-0001"]
    assert read_codes(draw_slip(facts(number="2031-12345", bureau=NAME_60)), dpi=150) == ["2031-12345"]


def test_the_same_case_gives_the_same_bytes() -> None:
    first = draw_slip(FACTS)
    draw_slip(facts(number="2026-0002", party=replace(PARTY, name="另一个单位𠮷")))
    assert draw_slip(FACTS) == first


def test_the_printing_is_noted_only_when_it_is_given() -> None:
    printing = Printing(3, date(2026, 11, 3))
    assert "第3次打印2026年11月3日" in text_of(draw_slip(FACTS, printing))
    assert "次打印" not in text_of(draw_slip(FACTS))
    assert draw_slip(FACTS, printing) == draw_slip(FACTS, printing)


def test_one_page() -> None:
    assert page_count(draw_slip(FACTS)) == 1

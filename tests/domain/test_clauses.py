"""Splitting a policy text. The texts are made up; they only have the shapes of a government document."""

from __future__ import annotations

import pytest

from ycdesk.domain.clauses import NoClausesError, split_clauses

DOCUMENT = """
甲市人民政府办公室文件

甲政办发〔2030〕1号

关于印发养蜂业若干措施的通知

各县（市、区）人民政府：

《若干措施》已经市政府第8次会议研究同意，现印发给你们。

甲市人民政府办公室

2030年4月10日

（此件公开发布）

养蜂业若干措施

第一条 为发展全市养蜂业，制定本措施。

第二条 本措施适用于蜂农、合作社和蜂业 企业。

第三条 支持扩大养殖

（一）蜂箱补助。对新购蜂箱 100 只以上的蜂农，每只补助 30 元，每户最高 3 万

元。同一蜂箱只补助一次。

（二）示范蜂场奖励。对符合第二条规定、认定为“示范

蜂场”的，一次性奖励 5 万元；按照第三条

（一）已获补助的除外。

第四条 支持创立品牌

品牌费用补助。对注册商标的企业，补助费用的 30%，
最高 2 万元。

第五条 附则

(一) 期限。本措施自 2030 年 1 月 1 日起算。

(二) 解释。本措施由市农业局负责解释。

抄送：市委办公室，市人大办公室。

甲市人民政府办公室

2030 年 4 月 10 日印发
"""

EXPECTED = {
    "一": "为发展全市养蜂业，制定本措施。",
    "二": "本措施适用于蜂农、合作社和蜂业企业。",
    "三": "支持扩大养殖",
    "三(一)": "蜂箱补助。对新购蜂箱 100 只以上的蜂农，每只补助 30 元，每户最高 3 万元。同一蜂箱只补助一次。",
    "三(二)": "示范蜂场奖励。对符合第二条规定、认定为“示范蜂场”的，一次性奖励 5 万元；按照第三条（一）已获补助的除外。",
    "四": "支持创立品牌\n品牌费用补助。对注册商标的企业，补助费用的 30%，最高 2 万元。",
    "五": "附则",
    "五(一)": "期限。本措施自 2030 年 1 月 1 日起算。",
    "五(二)": "解释。本措施由市农业局负责解释。",
}


def test_a_document_copied_from_a_pdf_is_split_and_mended() -> None:
    assert split_clauses(DOCUMENT) == EXPECTED


@pytest.mark.parametrize(
    "changed",
    [
        DOCUMENT.replace("\n", "\r\n"),
        "\ufeff" + DOCUMENT,
        DOCUMENT.replace("\n\n", "\n"),
        DOCUMENT.replace("第四条 ", "第 四 条　").replace("(一) ", "（ 一 ）").replace("(二) ", "( 二 )"),
        DOCUMENT.replace("第四条 支持创立品牌\n", "第四条\n支持创立品牌\n"),
        DOCUMENT.replace("每户最高 3 万\n", "每户最高 3 万\n\n— 2 —\n\f"),
        DOCUMENT[DOCUMENT.index("第一条") :],
        DOCUMENT[: DOCUMENT.index("抄送")],
        DOCUMENT.replace("抄送：市委办公室，市人大办公室。\n", ""),
        DOCUMENT[: DOCUMENT.index("抄送")] + "甲市人民政府办公室\n",
        DOCUMENT.replace("适用于蜂农、", "适用于蜂农、\n\n"),
    ],
    ids=[
        "windows line ends",
        "byte order mark",
        "no blank lines",
        "spaces in the marks",
        "heading on its own line",
        "page number and form feed",
        "no title page",
        "no distribution",
        "issuer and date at the end",
        "issuer at the end",
        "blank line inside a sentence",
    ],
)
def test_other_shapes_of_the_same_document_give_the_same_clauses(changed: str) -> None:
    assert split_clauses(changed) == EXPECTED


def test_a_line_width_of_a_pdf_keeps_heading_and_body_apart() -> None:
    text = (
        "第一条 支持出口\n对出口蜂蜜达到一定数量的企业，按照数量\n给予补助，具体标准由市农业局会同市财政\n局另行制定。"
    )
    assert split_clauses(text) == {
        "一": "支持出口\n对出口蜂蜜达到一定数量的企业，按照数量给予补助，具体标准由市农业局会同市财政局另行制定。"
    }


def test_a_reference_to_an_article_at_the_start_of_a_line_begins_no_article() -> None:
    text = "第一条 本措施所称蜂农，依照\n第三条规定认定。\n第二条 蜂农应当登记。\n第三条 认定由市农业局负责。"
    assert split_clauses(text) == {
        "一": "本措施所称蜂农，依照第三条规定认定。",
        "二": "蜂农应当登记。",
        "三": "认定由市农业局负责。",
    }


def test_an_article_without_a_gap_after_its_number_is_found() -> None:
    assert split_clauses("第一条蜂农应当登记。\n第二条登记免费。") == {"一": "蜂农应当登记。", "二": "登记免费。"}


def test_an_article_that_is_only_items_has_no_lead_in() -> None:
    assert split_clauses("第七条\n（一）登记。\n（二）公示。") == {"七(一)": "登记。", "七(二)": "公示。"}


def test_words_of_two_lines_in_latin_letters_keep_their_space() -> None:
    assert split_clauses("第一条 蜂农应当登记，使用 Bee\nKeeper 登记蜂\n箱。") == {
        "一": "蜂农应当登记，使用 Bee Keeper 登记蜂箱。"
    }


def test_ninety_nine_articles() -> None:
    digits = "一二三四五六七八九"
    numerals = [
        *digits,
        "十",
        *(f"十{unit}" for unit in digits),
        *(f"{ten}十{unit}" for ten in digits[1:] for unit in ("", *digits)),
    ]
    text = "\n".join(f"第{numeral}条 内容{place}。" for place, numeral in enumerate(numerals, 1))
    clauses = split_clauses(text)
    assert len(clauses) == 99
    assert (clauses["十"], clauses["二十"], clauses["四十五"], clauses["九十九"]) == (
        "内容10。",
        "内容20。",
        "内容45。",
        "内容99。",
    )


@pytest.mark.parametrize(
    "text", ["", "　\n", "关于召开会议的通知\n\n各科室：\n会议定于明日召开。", "依照本办法第三条办理。"]
)
def test_a_text_without_articles_is_refused_with_advice(text: str) -> None:
    with pytest.raises(NoClausesError, match=r"没有找到.*“第×条”开头") as caught:
        split_clauses(text)
    assert isinstance(caught.value, ValueError)

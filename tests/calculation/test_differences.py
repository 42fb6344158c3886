"""The differences of two packages: all of them, nothing else, in the order of the clauses, in words."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import get_args

import pytest

from tests.successor import NEW, OLD, predecessor, successor
from ycdesk.calculation import PolicyPackage, difference_words, load_package
from ycdesk.calculation.clauses import clause_order
from ycdesk.calculation.differences import Change, Difference, differences
from ycdesk.calculation.measures import measure_ids, module_of
from ycdesk.calculation.rules import Country, MeasureRules, PackageFile, Particular


def with_text(*changes: tuple[str, str, str]) -> PolicyPackage:
    """The package of 2024 and 2025 with parts of its texts replaced: (file, old, new)."""
    texts = dict(predecessor().texts)
    for name, old, new in changes:
        assert old in texts[name], (name, old)
        texts[name] = texts[name].replace(old, new, 1)
    return load_package(texts)


def found(*changes: tuple[str, str, str]) -> list[tuple[str, str, str, str, str]]:
    """Clause, label, title, before and after of what differs."""
    return [
        (one.clause, one.what.label, one.title, one.before, one.after)
        for one in differences(predecessor(), with_text(*changes))
    ]


def test_the_successor_differs_in_its_three_changes_and_in_what_makes_it_another_package() -> None:
    assert differences(predecessor(), successor()) == (
        Difference("", "", Change.PACKAGE, "编号", OLD, NEW),
        Difference("", "", Change.PACKAGE, "版本", "1.0.0", "2.0.0"),
        Difference("三(一)", "exhibition", Change.PARAMETER, "重点展会补助比例：“一带一路”、RCEP 国家", "80%", "75%"),
        Difference("五(一)", "talent_training", Change.PARAMETER, "培训天数不少于", "30 天", "45 天"),
        Difference("五(三)", "overseas_warehouse", Change.PARAMETER, "单一海外仓补助上限", "500,000 元", "400,000 元"),
        Difference("十(三)", "", Change.WINDOW, "政策有效期", "2024-01-01 至 2025-12-31", "2026-01-01 至 2027-12-31"),
    )


def test_a_package_does_not_differ_from_itself() -> None:
    assert differences(successor(), load_package(dict(successor().texts))) == ()


def test_the_other_way_round_before_and_after_change_places() -> None:
    there, back = (differences(*pair) for pair in ((predecessor(), successor()), (successor(), predecessor())))
    assert [(one.title, one.after, one.before) for one in back] == [(one.title, one.before, one.after) for one in there]


def test_the_clauses_are_in_the_order_of_the_policy() -> None:
    clauses = [
        "",
        "二",
        "三(一)",
        "三(二)",
        "三(四)",
        "四",
        "五(一)",
        "五(四)",
        "六",
        "七",
        "九",
        "十(二)",
        "十一",
        "二十三",
    ]
    assert sorted(sorted(clauses), key=clause_order) == clauses
    assert clause_order("三(一)、五(三)") == (3, 1)
    short = [
        (f"measures/{measure}.toml", 'short_title = "', 'short_title = "新')
        for measure in ("special_matter", "credit_insurance", "support_service", "certification", "demo_park")
    ]
    assert [clause for clause, *_ in found(*short, ("package.toml", "= 50", "= 60"))] == [
        "三(二)", "四", "六", "七", "九", "十(二)",
    ]  # fmt: skip


ONE: list[tuple[tuple[str, str, str], tuple[str, str, str, str, str]]] = [
    (
        ("package.toml", 'document = "运政办发〔2024〕10号', 'document = "运政办发〔2026〕1号'),
        ("", "政策包", "文号", "运政办发〔2024〕10号", "运政办发〔2026〕1号"),
    ),
    (
        ("package.toml", 'shared_clauses = ["三", "四", "五"]', 'shared_clauses = ["三", "四"]'),
        ("十(二)", "分担", "市与所在地共同分担的条款", "第三条、第四条、第五条", "第三条、第四条"),
    ),
    (
        ("package.toml", "# no city_percent: 第十条(二)", "city_percent = 40 # 第十条(二)"),
        ("十(二)", "分担", "永济市的分担", "永济市，没有规定比例", "永济市，市级 40%、所在地 60%"),
    ),
    (
        ("package.toml", "city_percent = 100\ncity_level = true", "city_percent = 100"),
        ("十(二)", "分担", "运城市本级的分担", "运城市本级，市级", "运城市本级，市级 100%、所在地 0%"),
    ),
    (
        ("package.toml", 'aliases = ["永济"]', 'aliases = ["永济", "蒲州"]'),
        ("十(二)", "分担", "永济市的分担", "别名：永济", "别名：永济、蒲州"),
    ),
    (
        ("countries.csv", "2019-03-23,day,2024-03-22,unsure", "2019-03-23,day,2023-12-06,sure"),
        ("三(一)、五(三)", "国别", "意大利：“一带一路”",
         "2019-03-23 至 2024-03-22 属于（存疑）", "2019-03-23 至 2023-12-06 属于"),
    ),
    (
        ("countries.csv", "亚洲,South-eastern Asia,1,2022-01-01,", "亚洲,South-eastern Asia,0,,"),
        ("三(一)、五(三)", "国别", "文莱：RCEP", "2022-01-01 起属于", "不属于"),
    ),
    (
        ("countries.csv", "安道尔,,安道尔,欧洲,Southern Europe,0,,,0,,,,sure,0,,,,sure,洲际",
         "安道尔,,安道尔,欧洲,Southern Europe,0,,,0,,,,sure,0,,,,sure,亚洲"),
        ("三(四)", "国别", "安道尔：航线", "洲际", "亚洲"),
    ),
    (
        ("countries.csv", "越南,,越南", "越南,安南,越南"),
        ("", "国别", "国家（地区）代码 VN", "越南", "越南（安南）"),
    ),
    (
        ("measures/exhibition.toml", 'applicant_kinds = ["enterprise"]', 'applicant_kinds = ["park", "enterprise"]'),
        ("三(一)", "申报主体", "可以申报的主体", "企业", "企业、园区"),
    ),
    (
        ("measures/support_service.toml", 'particulars = ["invoice"]', 'particulars = ["contract", "invoice"]'),
        ("六", "事项", "票据与标识", "发票号码", "发票号码、合同编号"),
    ),
    (
        ("measures/exhibition.toml", 'title = "企业参加出口重点展会补助"', 'title = "参展补助"'),
        ("三(一)", "事项", "事项名称", "企业参加出口重点展会补助", "参展补助"),
    ),
    (
        ("measures/store_global.toml", 'key = "平台"', 'key = "平台和站点"'),
        ("五(二)", "限额", "单个平台奖励店铺",
         "单个平台奖励店铺（个）：按个数，每个申报主体，政策期内，按平台分别计算",
         "单个平台奖励店铺（个）：按个数，每个申报主体，政策期内，按平台和站点分别计算"),
    ),
    (
        ("measures/store_global.toml", 'fold = "lower"', 'fold = "upper"'),
        ("五(二)", "限额", "单个平台奖励店铺", "大小写：lower", "大小写：upper"),
    ),
    (
        ("measures/exhibition.toml", 'marks = ["original", "signed", "stamp"]', 'marks = ["original"]'),
        ("三(一)", "材料", "资金申请表（参展）", "资金申请表（参展）（原件 签字 盖章；必交）",
         "资金申请表（参展）（原件；必交）"),
    ),
    (
        ("measures/exhibition.toml", 'when = { fact = "tier", is_in = ["key"] }',
         'when = { fact = "tier", is_in = ["key", "general"] }'),
        ("三(一)", "材料", "市政府重点国际性展会目录页或批文", "条件：tier key", "条件：tier key、general"),
    ),
    (
        ("measures/support_service.toml", 'in_force = "county_year"', 'in_force = "project"'),
        ("六", "口径", "口径 98：50 万元上限的计算单位", "按每县每年（逐案确认）", "按每个项目（逐案确认）"),
    ),
    (
        ("package.toml", 'reason = "文字没有总上限。"', 'reason = "没有规定。"'),
        ("十", "口径", "口径 119：一家企业的全部奖补有无总上限", "理由：文字没有总上限。", "理由：没有规定。"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "difference"), ONE)
def test_one_change_is_one_difference(change: tuple[str, str, str], difference: tuple[str, str, str, str, str]) -> None:
    assert found(change) == [difference]


def test_a_country_that_is_new_and_one_that_is_gone() -> None:
    assert found(("countries.csv", "AD,AND", "XX,AND")) == [
        ("", "国别", "国家（地区）安道尔", "AD 安道尔，航线 洲际", ""),
        ("", "国别", "国家（地区）安道尔", "", "XX 安道尔，航线 洲际"),
    ]


def test_a_paper_that_is_new_and_one_that_is_gone() -> None:
    changes = found(("measures/exhibition.toml", 'id = "photos"', 'id = "pictures"'))
    title = "展位现场照片（楣板、展品、人员）及会刊页或参展证之一"
    words = f"{title}（原件 盖章；必交；关键材料；楣板名称、展位号应与合同一致。）"
    assert [one[2:] for one in changes] == [(title, "", words), (title, words, "")]


@pytest.mark.parametrize("measure", measure_ids())
def test_each_parameter_changed_alone_is_the_only_difference(measure: str) -> None:
    name = f"measures/{measure}.toml"
    rules = predecessor().measures[measure]
    for parameter, field in module_of(measure).Parameters.model_fields.items():
        line = re.search(rf"^{parameter} = (\d+)", predecessor().texts[name], re.MULTILINE)
        assert line, parameter
        (one,) = found((name, line[0], f"{parameter} = {int(line[1]) + 1}"))
        assert one[:3] == (rules.clause, "标准", field.title)
        assert one[3] != one[4]


def test_a_value_that_changes_within_the_window_says_from_when() -> None:
    block = predecessor().texts["measures/certification.toml"].split("\n[[")[1]
    later = block.replace("2024-01-01", "2025-07-01").replace("percent = 30", "percent = 25")
    assert later.count("2025-07-01") == later.count("percent = 25") == 1
    changed = found(("measures/certification.toml", "[[limits]]", f"[[{later}\n\n[[limits]]"))
    assert changed == [("四", "标准", "认证、注册、检测费用补助比例", "30%", "30%；2025-07-01 起 25%")]
    outside = found(
        ("measures/certification.toml", "[[limits]]", f"[[{later.replace('2025-07-01', '2026-01-01')}\n\n[[limits]]")
    )
    assert outside == []  # nothing of it is in force within the window


def test_nothing_that_a_package_holds_is_left_out() -> None:
    """Whoever adds a field to the records of a package has to have it compared, too, and then to name it here."""
    assert set(PackageFile.model_fields) == {
        "id", "version", "title", "document", "window_from", "window_to", "shared_clauses", "country_file", "counties",
        "papers", "readings",
    }  # fmt: skip
    assert set(MeasureRules.model_fields) == {
        "id", "order", "title", "short_title", "clause", "summary", "applicant_kinds", "particulars", "parameters",
        "limits", "papers", "readings",
    }  # fmt: skip
    assert {each.name for each in fields(Country)} == {
        "alpha2", "name", "zone", "aliases", "rcep", "bri", "silk", "bri_sure", "silk_sure", "zone_sure",
    }  # fmt: skip
    assert "、".join(difference_words.particulars([kind]) for kind in get_args(Particular)).count("、") == 6


def test_the_first_day_of_the_first_block_is_no_difference() -> None:
    assert found(("measures/certification.toml", "from = 2024-01-01", "from = 2020-01-01")) == []

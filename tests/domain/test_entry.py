"""What people type, and the sentences for what cannot be read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bureau import package
from ycdesk.calculation.facts import FactKind, FactSpec, form_of
from ycdesk.calculation.measures import measure_ids
from ycdesk.domain.entry import Entry, facts_of, read_entry


def read(kind: FactKind, text: str, name: str = "fee", currency: str = "", **more: object) -> Entry:
    """One field called 展位费."""
    return read_entry(FactSpec(name, kind, "展位费", **more), text, package(), currency)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30000", "30000"),
        ("30,000", "30000"),
        ("３００００．５", "30000.5"),
        ("2.5万", "25000"),
        ("２．５万元", "25000"),
        ("1.2亿", "120000000"),
        ("1亿2000万", "120000000"),
        ("￥30000元", "30000"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_money_is_read_as_people_write_it(text: str, value: str) -> None:
    entry = read(FactKind.MONEY, text)
    assert (entry.value, entry.message) == (value, "")


def test_money_is_shown_with_separators_and_kept_plain() -> None:
    entry = read(FactKind.MONEY, "2.5万")
    assert (entry.shown, entry.kept) == ("25,000.00", "25000")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("12.", "小数点后还缺数字"),
        ("-", "还缺数字"),
        ("1,23", "逗号"),
        ("12.345", "最多 2 位小数"),
        ("-100", "不能是负数"),
        ("(100)", "不能是负数"),
        ("1.2E+5", "科学计数法"),
        ("80%", "百分比"),
        ("三万", "阿拉伯数字"),
        ("2万5", "两种读法"),
        ("USD 100", "币种"),
        ("九千", "阿拉伯数字"),
        ("abc", "不是数字"),
        ("9" * 20, "数字太长"),
    ],
)
def test_money_that_cannot_be_read_says_why_and_stays(text: str, word: str) -> None:
    entry = read(FactKind.MONEY, text)
    assert entry.value is None
    assert word in entry.message
    assert (entry.shown, entry.kept) == (text, text)


def test_a_fee_above_a_billion_is_asked_about() -> None:
    billion = Decimal(1_000_000_000)
    assert "元当成了万元" in read(FactKind.MONEY, "1000000000.01", ask_above=billion).message
    assert read(FactKind.MONEY, "1000000000", ask_above=billion).message == ""


def test_foreign_money_has_four_decimals() -> None:
    assert read(FactKind.AMOUNT, "18000.1234", currency="USD").value == "18000.1234"
    assert "最多 2 位小数" in read(FactKind.AMOUNT, "18000.1234").message


def test_areas_keep_their_unit_in_mind() -> None:
    assert read(FactKind.DECIMAL, "27.5㎡").value == "27.5"
    assert "500 平方米" in read(FactKind.DECIMAL, "5382平方英尺").message


def test_whole_numbers_are_whole() -> None:
    assert read(FactKind.WHOLE, "１５ 家").value == 15
    assert "整数" in read(FactKind.WHOLE, "15.5").message


def test_a_rate_is_for_one_unit() -> None:
    assert read(FactKind.RATE, "7.1000").value == "7.1"
    assert "除以 100" in read(FactKind.RATE, "710").message
    assert "大于 0" in read(FactKind.RATE, "0").message


@pytest.mark.parametrize(
    "text", ["2025-04-15", "20250415", "2025年4月15日", "2025.4.15", "2025/4/15 0:00:00", "２０２５－０４－１５"]
)
def test_dates_are_read_in_every_usual_form(text: str) -> None:
    assert read(FactKind.DATE, text).value == "2025-04-15"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2025-06-31", "2025 年 6 月只有 30 天"),
        ("2025-02-29", "2 月只有 28 天"),
        ("2025-13-01", "月份是 1 到 12"),
        ("25.4.15", "年份请写四位"),
        ("250415", "年份请写四位"),
        ("4/5/2025", "分不清月和日"),
        ("2025-4", "还没有写全"),
        ("45762", "即 2025-04-15"),
        ("2025415", "位数不对"),
        ("明天", "不是日期"),
    ],
)
def test_dates_that_are_none_say_why(text: str, word: str) -> None:
    entry = read(FactKind.DATE, text)
    assert entry.value is None
    assert word in entry.message
    assert entry.shown == text


def test_years_have_four_digits() -> None:
    assert read(FactKind.YEAR, "2025年度").value == 2025
    assert "2025" in read(FactKind.YEAR, "25").message


@pytest.mark.parametrize(
    ("text", "code"),
    [("越南", "VN"), ("vn", "VN"), ("VN", "VN"), ("韩国", "KR"), ("NA", "NA"), ("香港", "HK"), ("hsk", "KZ")],
)
def test_countries_by_name_alias_code_and_initials(text: str, code: str) -> None:
    assert read(FactKind.COUNTRY, text).value == code


def test_a_country_that_does_not_exist_gets_the_nearest() -> None:
    assert "越南" in read(FactKind.COUNTRY, "越楠").message
    assert "没有「火星」" in read(FactKind.COUNTRY, "火星").message
    several = read(FactKind.COUNTRY, "yn").message
    assert "越南" in several
    assert "印度尼西亚" in several


@pytest.mark.parametrize(("text", "answer"), [("是", True), ("√", True), ("y", True), ("否", False), ("NO", False)])
def test_yes_and_no(text: str, answer: bool) -> None:
    assert read(FactKind.YES_NO, text).value is answer


def test_yes_no_not_entered_is_neither() -> None:
    assert read(FactKind.YES_NO, " ").value is None
    assert "请填“是”或“否”" in read(FactKind.YES_NO, "可能").message


def test_choices_by_value_label_and_beginning() -> None:
    choices = (("key", "重点"), ("general", "一般性"))
    for text in ("key", "重点", "重点展会"):
        assert read(FactKind.CHOICE, text, choices=choices).value == "key"
    assert "重点、一般性" in read(FactKind.CHOICE, "特别", choices=choices).message


def test_codes_that_excel_ruined_are_refused() -> None:
    assert "科学计数法" in read(FactKind.TEXT, "9.11408E+17", "certificate_no").message
    assert "Excel" in read(FactKind.TEXT, "140802199001010000", "id_no").message


def test_identity_numbers() -> None:
    good = read(FactKind.TEXT, "11010519491231002X", "id_no")
    assert (good.value, good.note) == ("11010519491231002X", "")
    doubtful = read(FactKind.TEXT, "110105194912310021", "id_no")
    assert doubtful.value == "110105194912310021"
    assert "校验码" in doubtful.note
    assert "17 位" in read(FactKind.TEXT, "11010519491231002", "id_no").message


def test_names_stay_as_written() -> None:
    assert read(FactKind.TEXT, " 运城（Ａ）公司 ", "name").value == "运城（Ａ）公司"
    assert "最多 200 个字" in read(FactKind.TEXT, "长" * 201, "name").message


def test_a_field_with_a_sentence_is_left_out_of_the_facts() -> None:
    entries = {
        "header": {"name": "河内国际贸易展", "country": "越楠", "opens_on": "20250415"},
        "rows": [{"fee": "3万"}, {"fee": "12."}, {}, {"fee": " "}],
    }
    facts, messages = facts_of(form_of("exhibition"), entries, package())
    assert facts == {"name": "河内国际贸易展", "opens_on": "2025-04-15", "booths": [{"fee": "30000"}, {}]}
    assert set(messages) == {"facts.country", "facts.booths[1].fee"}


def test_a_rate_without_a_currency_is_asked_about() -> None:
    entries = {"header": {}, "rows": [{"fee": "18000", "exchange_rate": "7.1"}]}
    _, messages = facts_of(form_of("exhibition"), entries, package())
    assert "币种" in messages["facts.booths[0].exchange_rate"]


def test_dotted_names_are_nested() -> None:
    facts, _ = facts_of(form_of("demo_park"), {"header": {"trade.1210": "1亿"}, "rows": []}, package())
    assert facts == {"trade": {"1210": "100000000"}}


_TYPED = st.text(max_size=24) | st.text("0123456789.,-+万亿元年月日E%()/ ", max_size=16)


@given(_TYPED, st.sampled_from(list(FactKind)), st.sampled_from(["fee", "id_no", "name"]))
def test_no_text_raises_and_nothing_is_lost(text: str, kind: FactKind, name: str) -> None:
    entry = read(kind, text, name, choices=(("a", "甲"),))
    assert (entry.value is None) or not entry.message
    if entry.message:
        assert entry.kept == text
    again = read(kind, entry.kept, name, choices=(("a", "甲"),))
    assert again.value == entry.value


@given(st.sampled_from(measure_ids()), st.lists(_TYPED, min_size=1, max_size=6))
def test_every_form_takes_every_text(measure: str, texts: list[str]) -> None:
    form = form_of(measure)
    specs = [*form.header, *(form.table.columns if form.table else ())]
    filled = {spec.name: texts[number % len(texts)] for number, spec in enumerate(specs)}
    facts, messages = facts_of(form, {"header": filled, "rows": [filled]}, package())
    assert all(sentence.endswith(("。", "？")) for sentence in messages.values())
    assert not any(path.removeprefix("facts.") in facts for path in messages)

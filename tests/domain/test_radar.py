"""The duplicate radar: which numbers and names are the same, which are alike, which are neither."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from ycdesk.domain.radar import Evidence, Match, judge, judge_inside, neighbourhoods, shared_attribute
from ycdesk.domain.radar_keys import KINDS, Key, Sheet, keys_of_applicant, keys_of_case


def number(kind: str, text: str, amount: str = "", day: str = "", until: str = "") -> Key:
    """The key of one row of 票据与标识."""
    row = {"kind": kind, "number": text, "amount": amount, "day": day, "until": until}
    [key] = keys_of_case(Sheet("", {}, (), (row,)))
    return key


def booth(text: str, fair: str = "广交会", session: str = "137", fee: str = "20000") -> Key:
    """The key of a booth."""
    header = {"name": fair, "session": session, "opens_on": "2025-04-15"}
    [key] = keys_of_case(Sheet("booths", header, ({"booth_no": text, "fee": fee},)))
    return key


def verdict(mine: Key, theirs: Key) -> Match | None:
    """The same in both directions, or it is a defect."""
    assert (judge(mine, theirs) is None) is (judge(theirs, mine) is None)
    return judge(mine, theirs)


SAME = (
    ("invoice", "24142000000012345678", "２４１４２０００００００１２３４５６７８"),
    ("invoice", "NO.24142000000012345678", "No 2414 2000 0000 1234 5678"),
    ("contract", "YC-2025/018", "yc2025018"),
    ("contract", "ＹＣ（2025）第018号", "YC(2025)第018号"),
    ("certificate", "CE—2025–001", "ce-2025-001"),
    ("domain", "https://www.Yuncheng-Fruit.com/", "yuncheng-fruit.com"),
    ("policy", "PYIE 2025 1408", "pyie-2025-1408"),
)


@pytest.mark.parametrize(("kind", "one", "other"), SAME)
def test_writing_changes_no_number(kind: str, one: str, other: str) -> None:
    match = verdict(number(kind, one), number(kind, other))
    assert match is not None
    assert match.exact
    assert match.why.startswith("写法不同") or kind == "domain"


ALIKE = (
    ("invoice", "F0O5518", "FOO5518", "第 2 位 0 与 O 形近"),
    ("contract", "HT-1I8", "HT-118", "第 4 位 I 与 1 形近"),
    ("contract", "HT-S01", "HT-501", "第 3 位 S 与 5 形近"),
    ("contract", "HTB-23", "HT8-23", "第 3 位 B 与 8 形近"),
    ("certificate", "AB-12-7C", "12-AB-7C", "各部分次序不同"),
    ("contract", "YCA1-12", "YC1A-12", "第 3、4 位对调（A1 与 1A）"),
    ("domain", "rnango.cn", "mango.cn", "“rn”与“m”、“vv”与“w”形近"),
    ("invoice", "24142000000012345678", "24142000000021345678", "第 13、14 位对调（12 与 21）"),
    ("invoice", "24142000001012345678", "24142000007012345678", "第 11 位 1 与 7 形近"),
    ("contract", "己巳贸易一号", "已巳贸易一号", "第 1 位 己 与 已 形近"),
)


@pytest.mark.parametrize(("kind", "one", "other", "why"), ALIKE)
def test_slips_are_alike_and_say_why(kind: str, one: str, other: str, why: str) -> None:
    match = verdict(number(kind, one), number(kind, other))
    assert match == Match(False, why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("24142000000012345678", "24142000000012345679"),  # the next one
        ("24142000000012345678", "24142000000012345687"),  # the last two the other way round: a number later on
        ("24142000000012345671", "24142000000012345677"),
        ("20250312001", "20250321001"),  # two days
        ("24142000000012345678", "2414200000001234567"),  # one digit short is no slip of these kinds
        ("24142000000012345678", "24142000000012349678"),
    ],
)
def test_numbers_that_follow_each_other_are_not_alike(one: str, other: str) -> None:
    assert verdict(number("invoice", one), number("invoice", other)) is None


def test_weak_likenesses_alarm_with_the_same_amount_and_never_with_another() -> None:
    first = number("invoice", "24142000000012345678", "8600.5", "2025-04-01")
    swapped = "24142000000012345687"
    match = verdict(first, number("invoice", swapped, "8600.50", "2025-04-01"))
    assert match == Match(False, "第 19、20 位对调（78 与 87），金额也相同", Evidence.AMOUNT)
    assert verdict(first, number("invoice", swapped, "8600.51", "2025-04-01")) is None
    assert verdict(first, number("invoice", swapped, "8600.50", "2025-04-02")) is None
    deep = number("invoice", "24142000000021345678", "99", "2025-04-01")
    assert verdict(first, deep) is None


def test_booths_alarm_only_for_slips_between_letters_and_digits() -> None:
    assert verdict(booth("3.2A15"), booth("３．２ａ１５")) == Match(True, "写法不同（全角半角、大小写、空格或标点）")
    assert verdict(booth("A12"), booth("12A")) == Match(False, "各部分次序不同")
    assert verdict(booth("B08"), booth("808")) == Match(False, "第 1 位 B 与 8 形近")
    assert verdict(booth("1-11"), booth("11-1")) == Match(False, "各部分次序不同，金额也相同", Evidence.AMOUNT)
    assert verdict(booth("1-11"), booth("11-1", fee="1")) is None
    for one, other in (("A12", "A21"), ("U5", "V5"), ("A1", "A7"), ("A1", "A2")):
        assert verdict(booth(one, fee="20000"), booth(other, fee="19000")) is None


def test_the_fair_or_the_booth_may_slip_and_the_session_never() -> None:
    assert verdict(booth("A1", session="第137届"), booth("A1", session="137")) is not None
    assert verdict(booth("A1", session="137"), booth("A1", session="138")) is None
    assert verdict(booth("A1", "中国（运城）果品交易会"), booth("A1", "中国果品（运城）交易会")) is not None
    assert verdict(booth("A1", "广交会"), booth("A1", "进博会")) is None


def test_a_policy_alarms_while_its_periods_overlap() -> None:
    year = number("policy", "PY1", day="2025-01-01", until="2025-12-31")
    assert verdict(year, number("policy", "py-1", day="2025-12-31", until="2026-12-30")) is not None
    assert verdict(year, number("policy", "PY1", day="2026-01-01", until="2026-12-31")) is None
    assert verdict(year, number("policy", "PY1", day="2026-01-01")) is None  # open at the other end
    assert verdict(year, number("policy", "PY1")) is not None


def test_a_flight_is_one_of_its_day() -> None:
    first = number("flight", "CA1049", day="2025-03-01")
    assert verdict(first, number("flight", "ca 1049", day="2025-03-01")) == Match(
        True, "写法不同（全角半角、大小写、空格或标点）"
    )
    assert verdict(first, number("flight", "CA1049", day="2025-03-02")) is None
    assert verdict(first, number("flight", "CA1094", day="2025-03-01")) is not None


def trainee(text: str) -> Key:
    [key] = keys_of_case(Sheet("trainees", {}, ({"id_no": text},)))
    return key


def test_two_valid_identity_numbers_are_two_persons() -> None:
    """11010519491231002X is valid (GB 11643); a slip in it is not, and then nothing else is needed."""
    assert verdict(trainee("11010519491231002X"), trainee("11010519491231002x")) is not None
    assert verdict(trainee("11010519491231002X"), trainee("11010519491213002X")) is not None
    assert verdict(trainee("11010519491231002X"), trainee("11010519491231003X")) is None


def test_a_contract_is_paid_several_times_in_one_case() -> None:
    rows = tuple(
        {"kind": kind, "number": text, "day": day}
        for kind, text, day in (
            ("contract", "HT1", "2025-01-01"),
            ("contract", "HT-1", "2025-02-01"),
            ("invoice", "F1", "2025-01-01"),
            ("invoice", "F-1", "2025-02-01"),
        )
    )
    contract, again, invoice, twice = keys_of_case(Sheet("", {}, (), rows))
    assert judge_inside(contract, again) is None
    assert judge(contract, again) is not None
    assert judge_inside(invoice, twice) is not None


def test_a_row_of_numbers_that_repeats_a_fact_lends_it_its_period() -> None:
    rows = ({"policy_no": "PY1", "premium": "100"},)
    sheet = Sheet("policies", {}, rows, ({"kind": "policy", "number": "py 1", "day": "2025-01-01", "until": ""},))
    [key] = keys_of_case(sheet)
    assert (key.path, key.first_day, key.amount) == ("facts.policies[0].policy_no", date(2025, 1, 1), Decimal("100.00"))


@pytest.mark.parametrize("text", ["无", "", "00000", "待补", "2.4142E+19", "/", "N/A"])
def test_what_names_nothing_has_no_key(text: str) -> None:
    assert keys_of_case(Sheet("", {}, (), ({"kind": "invoice", "number": text},))) == ()


# Applicants.


def of_applicant(**fields: str) -> list[tuple[str, str]]:
    return [(key.kind, key.exact) for key in keys_of_applicant(fields)]


def test_the_keys_of_an_applicant() -> None:
    found = of_applicant(
        account_number="0511 0204 0920 0123 456",
        legal_representative="王 芳",
        contact_phone="2221234-801、+86 138-3590-0000",
    )
    assert found == [
        ("account", "0511020409200123456"),
        ("representative", "王芳"),
        ("phone", "03592221234"),
        ("phone", "13835900000"),
    ]
    assert of_applicant(legal_representative="王", contact_phone="12345") == []


def test_a_likeness_between_applicants_needs_something_else_unless_it_lies_deep() -> None:
    one, other, swapped = (keys_of_applicant({"account_number": text})[0] for text in ("6222001", "6222007", "2622001"))
    first, second = judge(one, other), judge(one, swapped)
    assert first is not None
    assert second is not None
    assert (first.needs, second.needs) == (Evidence.ATTRIBUTE, Evidence.NOTHING)
    same: Mapping[str, str] = {"contact_phone": "13835900000", "email": "无"}
    assert shared_attribute("account", same, {"contact_phone": "138 3590 0000"})
    assert not shared_attribute("account", same, {"email": "无"})
    assert not shared_attribute("phone", same, same)


def test_every_kind_has_a_label_and_a_neighbourhood() -> None:
    assert neighbourhoods(booth("A12"), booth("A21")) == ("广交会|137|",)
    assert neighbourhoods(booth("3.1A12"), booth("8.1A12")) == ("广交会|137|3", "广交会|137|8")
    assert neighbourhoods(number("invoice", "F12345678"), number("invoice", "F12345687")) == ("f12345",)
    assert len(set(KINDS.values())) == len(KINDS) == 13

"""The radar at work: which cases count, reasons, and what an open alarm holds up at every door."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bureau import HANOI, TOO_LITTLE, Bureau
from tests.paid import taken_back
from ycdesk.domain.alarm import Alarm
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict, InputProblem, Refused
from ycdesk.domain.states import CaseState, Proposal
from ycdesk.services.applicants import save_applicant
from ycdesk.services.deeds import submit, withdraw
from ycdesk.services.dossiers import get_case, remove_draft, save_entries
from ycdesk.services.radar import alarms, alarms_of_new, applicant_twins, give_reason, sweep
from ycdesk.services.signing import approve, refuse, return_case
from ycdesk.services.undoing import correct

INVOICE = {"kind": "invoice", "number": "24142000000012345678", "day": "2025-04-01", "amount": "31250"}
TRAINING: dict[str, Any] = {
    "header": {"decided_amount": "", "decision_document": "", "year": "2025"},
    "rows": [{"invoice_no": "２４１４２000000012345678", "invoiced_on": "2025-04-01", "fee": "31250"}],
}
"""The invoice of ``INVOICE``, in full width, among the costs of another measure."""


def booth(number: str, **more: Any) -> dict[str, Any]:
    """Entries with one booth in Hanoi."""
    return {**HANOI, "rows": [{"booth_no": number, "fee": "31250"}], **more}


def twins(bureau: Bureau) -> tuple[Case, Case]:
    """A submitted case and a draft with the same booth, written otherwise."""
    return bureau.pending(booth("3.2A15")), bureau.draft(booth("３．２ａ１５"))


def about(found: tuple[Alarm, ...]) -> list[tuple[str, bool, str]]:
    return [(alarm.kind, alarm.exact, alarm.other_number) for alarm in found]


def test_an_alarm_says_what_is_the_same_where_and_who_has_it(bureau: Bureau) -> None:
    first, second = twins(bureau)
    [alarm] = alarms(bureau.office, second.id)
    assert about((alarm,)) == [("booth", True, first.number)]
    assert (alarm.path, alarm.title) == ("facts.booths[0].booth_no", "第 1 行 展位号")
    assert alarm.sentence == (
        "展会与展位号“河内国际贸易展 · 2025 · ３．２ａ１５”与办件 2025-0001（甲公司，待审批）相同"
        "（写作“河内国际贸易展 · 2025 · 3.2A15”）"
    )
    [back] = alarms(bureau.office, first.id)
    assert (back.other_number, back.other_state) == (second.number, CaseState.DRAFT)


def test_an_invoice_is_known_across_measures_and_columns(bureau: Bureau) -> None:
    first = bureau.draft(booth("A1", particulars=[INVOICE]))
    second = bureau.draft(TRAINING, "talent_platform")
    [alarm] = alarms(bureau.office, second.id)
    assert about((alarm,)) == [("invoice", True, first.number)]
    assert (alarm.title, alarm.other_title) == ("第 1 行 发票号码", "票据与标识第 1 行 号码或名称")
    fresh = alarms_of_new(bureau.office, "talent_platform", bureau.firm.id, TRAINING)
    assert {each.other_number for each in fresh} == {first.number, second.number}


def test_a_number_twice_in_one_case_is_an_alarm_of_that_case(bureau: Bureau) -> None:
    case = bureau.draft(booth("A1", rows=[{"booth_no": "A1", "fee": "1"}, {"booth_no": "a-1", "fee": "2"}]))
    [alarm] = alarms(bureau.office, case.id)
    assert alarm.inside
    assert "本件的第 1 行 展位号" in alarm.sentence


# Which cases count.


def test_what_was_withdrawn_refused_or_corrected_does_not_count(bureau: Bureau) -> None:
    case, twin = twins(bureau)
    returned = return_case(bureau.office, bureau.li, case.id, case.version, "请改")
    assert about(alarms(bureau.office, twin.id)) == [("booth", True, case.number)]
    withdraw(bureau.office, bureau.wang, case.id, returned.version, "来函")
    assert alarms(bureau.office, twin.id) == ()
    second = bureau.pending(booth("3.2A15"))
    assert about(alarms(bureau.office, twin.id)) == [("booth", True, second.number)]
    refuse(bureau.office, bureau.li, second.id, second.version, "不符合")
    assert alarms(bureau.office, twin.id) == ()


def test_a_removed_draft_does_not_count(bureau: Bureau) -> None:
    first, second = bureau.draft(booth("A1")), bureau.draft(booth("A1"))
    assert alarms(bureau.office, second.id)
    remove_draft(bureau.office, bureau.wang, first.id)
    assert alarms(bureau.office, second.id) == ()


def test_a_recovered_case_counts_and_a_corrected_one_is_taken_over_by_its_draft(bureau: Bureau) -> None:
    cases = [bureau.pending(booth(number)) for number in ("A1", "B1")]
    for case in cases:
        approve(bureau.office, bureau.li, case.id, case.version)
    recovered, corrected = (get_case(bureau.office, case.id) for case in cases)
    taken_back(bureau.office, bureau.li, recovered, "未实施")
    draft = correct(bureau.office, bureau.li, corrected.id, corrected.version, "金额有误")
    assert alarms(bureau.office, draft.id) == ()
    twin = bureau.draft(booth("", rows=[{"booth_no": "A1", "fee": "1"}, {"booth_no": "B1", "fee": "1"}]))
    assert about(alarms(bureau.office, twin.id)) == [("booth", True, recovered.number), ("booth", True, draft.number)]


def test_a_policy_counts_while_its_periods_overlap(bureau: Bureau) -> None:
    def insured(first: str, last: str) -> Case:
        number = {"kind": "policy", "number": "PYIE2025140800123", "day": first, "until": last}
        rows = [{"policy_no": "PYIE-2025-1408-00123", "invoiced_on": first, "premium": "10000"}]
        return bureau.draft({"header": {}, "rows": rows, "particulars": [number]}, "credit_insurance")

    insured("2025-01-01", "2025-06-30")
    overlapping, later = insured("2025-06-30", "2025-12-31"), insured("2026-01-01", "2026-12-31")
    assert about(alarms(bureau.office, overlapping.id)) == [("policy", True, "2025-0001")]
    assert alarms(bureau.office, later.id) == ()


# Between applicants.


def test_a_reason_between_applicants_holds_for_the_pair_in_all_their_cases(bureau: Bureau) -> None:
    firm = {"name": "甲公司", "kind": "enterprise", "county": "140821", "account_number": "0511020409200123456"}
    own = bureau.firm
    save_applicant(bureau.office, bureau.wang, own.id, {**firm, "credit_code": own.credit_code or ""}, own.version)
    values = {**firm, "name": "乙公司", "account_number": "0511 0204 0920 0123 456", "legal_representative": "王五"}
    other = save_applicant(bureau.office, bureau.wang, None, values, None)
    first = bureau.draft(booth("A1"))
    assert alarms(bureau.office, first.id) == ()  # the other one has no case
    fresh = alarms_of_new(bureau.office, "exhibition", other.id, booth("B1"))
    [alarm] = fresh
    assert (alarm.kind, alarm.between_applicants, alarm.other_applicant) == ("account", True, "甲公司")
    assert alarm.sentence == "银行账号“0511020409200123456”与另一申报主体“甲公司”（办件 2025-0001）相同"
    bureau.firm = other
    second, third = bureau.draft(booth("B1")), bureau.draft(booth("B2"))
    [mine] = alarms(bureau.office, first.id)
    give_reason(bureau.office, bureau.wang, first.id, [mine.id], "同一集团，资金池账户")
    for case in (first, second, third):
        [alarm] = alarms(bureau.office, case.id)
        assert (alarm.reason, alarm.reason_by) == ("同一集团，资金池账户", "王芳")


def test_whoever_enters_an_applicant_hears_of_its_twin(bureau: Bureau) -> None:
    values = {"name": "乙公司", "kind": "enterprise", "county": "140821", "account_number": "6222001234567",
              "legal_representative": "王五", "contact_phone": "13835900000"}  # fmt: skip
    other = save_applicant(bureau.office, bureau.wang, None, values, None)
    assert applicant_twins(bureau.office, values, other.id) == {}
    typed = {**values, "name": "丙公司", "account_number": "6222 0012 3456 7", "contact_phone": "138359000OO"}
    assert applicant_twins(bureau.office, {**typed, "legal_representative": ""}, None) == {
        "account_number": "与“乙公司”的相同，请核对。",
        "contact_phone": "与“乙公司”的“13835900000”相近（第 10 位 O 与 0、第 11 位 O 与 0 形近），请核对。",
    }


# Reasons.


def test_a_reason_belongs_to_the_number_it_was_given_for(bureau: Bureau) -> None:
    _, twin = twins(bureau)
    [alarm] = alarms(bureau.office, twin.id)
    for words in ("", "  "):
        with pytest.raises(InputProblem) as problem:
            give_reason(bureau.office, bureau.wang, twin.id, [alarm.id], words)
        assert "请写明" in problem.value.problems["reason"]
    [explained] = give_reason(bureau.office, bureau.wang, twin.id, [alarm.id], " 分两次\n付款 ")
    assert (explained.reason, explained.open) == ("分两次 付款", False)
    case = get_case(bureau.office, twin.id)
    version = save_entries(bureau.office, bureau.wang, case.id, booth("A9"), case.applied_on, case.version)
    assert alarms(bureau.office, twin.id) == ()
    with pytest.raises(Conflict, match="已经变了"):
        give_reason(bureau.office, bureau.wang, twin.id, [alarm.id], "旧理由")
    save_entries(bureau.office, bureau.wang, case.id, booth("3.2A15"), case.applied_on, version)
    [again] = alarms(bureau.office, twin.id)
    assert again.reason == "分两次 付款"  # the same number, against the same case


def test_who_may_give_a_reason(bureau: Bureau) -> None:
    first, twin = twins(bureau)
    [alarm] = alarms(bureau.office, twin.id)
    for person in (bureau.sun, bureau.admin, bureau.li):
        with pytest.raises(Refused):
            give_reason(bureau.office, person, twin.id, [alarm.id], "理由")
    [waiting] = alarms(bureau.office, first.id)
    for person in (bureau.wang, bureau.zhao, bureau.sun):
        with pytest.raises(Refused):
            give_reason(bureau.office, person, first.id, [waiting.id], "理由")
    [explained] = give_reason(bureau.office, bureau.li, first.id, [waiting.id], "两家合租")
    assert explained.reason_by == "李建国"


# Doors.


def test_an_open_alarm_holds_up_the_submission_and_is_frozen_with_its_reason(bureau: Bureau) -> None:
    first, twin = twins(bureau)
    with pytest.raises(Refused) as problem:
        submit(bureau.office, bureau.wang, twin.id, twin.version)
    assert f"与办件 {first.number}（甲公司，待审批）相同" in str(problem.value)
    bureau.explain(twin)
    case = submit(bureau.office, bureau.wang, twin.id, get_case(bureau.office, twin.id).version)
    [frozen] = case.duplicates or []
    assert (frozen["kind"], frozen["other"]["case"], frozen["reason"]) == ("booth", first.number, "同一展位，分次申报")


def test_whoever_proposes_a_refusal_need_give_no_reason(bureau: Bureau) -> None:
    bureau.proposed_refusal()
    twin = bureau.draft(TOO_LITTLE, "store_global")
    case = submit(bureau.office, bureau.wang, twin.id, twin.version, Proposal.REFUSE, "与另一件重复")
    assert [(each["kind"], each["reason"]) for each in case.duplicates or []] == [("shop", "")]
    assert refuse(bureau.office, bureau.li, case.id, case.version, "重复申报").state is CaseState.REFUSED


def test_an_alarm_that_came_after_the_submission_holds_up_the_approval(bureau: Bureau) -> None:
    first, _ = twins(bureau)
    with pytest.raises(Refused, match="提交以后出现了新的重复提示"):
        approve(bureau.office, bureau.li, first.id, first.version)
    [alarm] = alarms(bureau.office, first.id)
    give_reason(bureau.office, bureau.li, first.id, [alarm.id], "后一件是误录")
    case = get_case(bureau.office, first.id)
    assert approve(bureau.office, bureau.li, case.id, case.version).state is CaseState.SUPPORTED


def test_numbers_that_cannot_be_read_hold_up_the_submission(bureau: Bureau) -> None:
    numbers = [{"kind": "invoice", "number": "1", "day": "2025-02-30"}, {"number": "2"}]
    case = bureau.draft(booth("A1", particulars=numbers))
    with pytest.raises(Refused) as problem:
        submit(bureau.office, bureau.wang, case.id, case.version)
    assert "票据与标识第 1 行 日期：2025 年 2 月只有 28 天" in str(problem.value)
    assert "票据与标识第 2 行 类别：请填写，或者清空这一行。" in str(problem.value)


def test_all_cases_are_swept_in_the_order_of_their_numbers(bureau: Bureau) -> None:
    first, twin = twins(bureau)
    lone = bureau.draft(booth("Z9"))
    found = sweep(bureau.office)
    counted = {each.number: len(each.alarms) for each in found}
    assert list(counted.items()) == [(first.number, 1), (twin.number, 1), (lone.number, 0)]
    assert [each.number for each in sweep(bureau.office, [twin.number])] == [twin.number]
    with pytest.raises(Refused, match="没有编号为 2025-9999 的办件"):
        sweep(bureau.office, [twin.number, "2025-9999"])

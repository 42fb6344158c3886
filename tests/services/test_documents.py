"""Letters: numbers without a gap, kept as issued, void when undone, delivered once; by whom, and in the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.bureau import Bureau
from tests.paid import later, posted
from tests.papers.sample import text_of
from tests.services.test_payments import in_yongji
from tests.stages import in_state
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import CaseState
from ycdesk.services.applicants import save_applicant
from ycdesk.services.bureau_settings import letterhead, set_letterhead
from ycdesk.services.documents import deliver, document_by_code, documents_of, issue, stored_letter
from ycdesk.services.people import add_person
from ycdesk.services.print_run import paper_pdf
from ycdesk.services.signing import approve, refuse, retract
from ycdesk.services.undoing import correct

TODAY = date(2025, 7, 1)


def words(bureau: Bureau, kind: PaperKind, subject_id: int, county: str = "") -> str:
    """The text of a paper, without spaces."""
    return text_of(paper_pdf(bureau.office, Paper(kind, subject_id, "", county)))


def test_numbers_count_by_kind_and_year(bureau: Bureau) -> None:
    first, second = in_state(bureau, CaseState.ACCEPTED), in_state(bureau, CaseState.ACCEPTED)
    rejected = in_state(bureau, CaseState.REJECTED)
    office, wang = bureau.office, bureau.wang
    numbers = [issue(office, wang, PaperKind.ACCEPTANCE, case.id).number for case in (first, second)]
    assert numbers == ["运商受〔2025〕1号", "运商受〔2025〕2号"]
    assert issue(office, wang, PaperKind.REJECTION, rejected.id).number == "运商不受〔2025〕1号"
    next_year = later(office, 365)
    third = in_state(replace(bureau, office=next_year), CaseState.ACCEPTED)
    assert issue(next_year, wang, PaperKind.ACCEPTANCE, third.id).number == "运商受〔2026〕1号"


def test_the_letter_that_stands_is_not_numbered_again(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.ACCEPTED)
    first = issue(bureau.office, bureau.wang, PaperKind.ACCEPTANCE, case.id)
    assert issue(later(bureau.office, 3), bureau.sun, PaperKind.ACCEPTANCE, case.id).id == first.id
    assert "2025年7月1日" in words(bureau, PaperKind.ACCEPTANCE, case.id)


def test_what_changed_takes_the_place_of_the_letter(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.ACCEPTED)
    first = issue(bureau.office, bureau.wang, PaperKind.ACCEPTANCE, case.id)
    set_letterhead(bureau.office, bureau.admin, {"phone": "0359-2660000"})
    second = issue(bureau.office, bureau.wang, PaperKind.ACCEPTANCE, case.id)
    assert second.number == "运商受〔2025〕2号"
    old, new = documents_of(bureau.office, case.id)
    assert (old.id, old.void_at is not None, new.void_at) == (first.id, True, None)
    assert stored_letter(old).void
    assert "0359-2660000" in words(bureau, PaperKind.ACCEPTANCE, case.id)
    assert letterhead(bureau.office)["address"] == ""


@pytest.mark.parametrize("name", ["wang", "li", "sun"])
def test_who_prints_may_issue(bureau: Bureau, name: str) -> None:
    case = in_state(bureau, CaseState.ACCEPTED)
    person: Person = getattr(bureau, name)
    assert issue(bureau.office, person, PaperKind.ACCEPTANCE, case.id).by_id == person.id


def test_the_administrator_and_who_has_left_issue_nothing(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.ACCEPTED)
    with pytest.raises(Refused, match="管理员不办理业务"):
        issue(bureau.office, bureau.admin, PaperKind.ACCEPTANCE, case.id)
    with pytest.raises(Refused, match="不编文号"):
        issue(bureau.office, bureau.wang, PaperKind.SLIP, case.id)
    gone = add_person(bureau.office, bureau.admin, "周", "zhou", Role.CLERK, "password1")
    with bureau.office.sessions.begin() as session:
        session.get_one(Person, gone.id).active = False
    with pytest.raises(Refused, match="已停用"):
        issue(bureau.office, gone, PaperKind.ACCEPTANCE, case.id)


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind.numbered and not kind.of_batch])
def test_no_letter_without_its_ground(bureau: Bureau, kind: PaperKind) -> None:
    case = bureau.draft()
    with pytest.raises(Refused, match=f"办件 2025-0001 现在是“草稿”，没有{kind.label}"):
        issue(bureau.office, bureau.wang, kind, case.id)
    assert documents_of(bureau.office, case.id) == []


def test_a_signature_taken_back_voids_the_letter(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    letter = issue(bureau.office, bureau.sun, PaperKind.SUPPORT, case.id)
    assert "￥25,000.00（人民币贰万伍仟元整）" in words(bureau, PaperKind.SUPPORT, case.id)
    case = retract(bureau.office, bureau.li, case.id, case.version, "金额有误")
    [void] = documents_of(bureau.office, case.id)
    assert void.void_at is not None
    case = approve(bureau.office, bureau.li, case.id, case.version, Decimal("20000.00"), "注册费不计")
    again = issue(bureau.office, bureau.sun, PaperKind.SUPPORT, case.id)
    assert (letter.sequence, again.sequence) == (1, 2)
    said = words(bureau, PaperKind.SUPPORT, case.id)
    assert "部分支持（核减）通知书" in said
    assert "25,000.0020,000.005,000.00注册费不计" in said


def test_a_correction_voids_all_letters_of_the_case(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    for kind in (PaperKind.ACCEPTANCE, PaperKind.SUPPORT):
        issue(bureau.office, bureau.sun, kind, case.id)
    correct(bureau.office, bureau.li, case.id, case.version, "发票作废")
    documents = documents_of(bureau.office, case.id)
    assert [each.void_at is not None for each in documents] == [True, True]
    assert "运商支〔2025〕1号（作废）" in words(bureau, PaperKind.SUPPORT, case.id)
    with pytest.raises(Refused, match="没有作出支持的决定"):
        issue(bureau.office, bureau.sun, PaperKind.SUPPORT, case.id)
    found = document_by_code(bureau.office, "support-2025-1")
    assert found is not None
    assert stored_letter(found).void
    for code in ("slip-2025-1", "support-2025-9", "nonsense", "2025-0001"):
        assert document_by_code(bureau.office, code) is None


def test_a_letter_is_delivered_once(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    letter = issue(bureau.office, bureau.sun, PaperKind.SUPPORT, case.id)
    with pytest.raises(InputProblem) as caught:
        deliver(bureau.office, bureau.sun, letter.id, TODAY + timedelta(days=1), "传真", " ")
    assert set(caught.value.problems) == {"on", "how", "to"}
    done = deliver(bureau.office, bureau.sun, letter.id, TODAY, "直接送达", "李晓红")
    assert (done.delivered_on, done.delivered_how, done.delivered_to) == (TODAY, "直接送达", "李晓红")
    with pytest.raises(Refused, match="已于 2025-07-01 送达，签收人李晓红"):
        deliver(bureau.office, bureau.sun, letter.id, TODAY, "直接送达", "李晓红")
    assert "运商支〔2025〕1号直接送达2025年7月1日李晓红" in words(bureau, PaperKind.DELIVERY, case.id)


def test_what_is_void_is_not_delivered(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    letter = issue(bureau.office, bureau.sun, PaperKind.SUPPORT, case.id)
    correct(bureau.office, bureau.li, case.id, case.version, "发票作废")
    with pytest.raises(Refused, match="已作废，不用送达"):
        deliver(bureau.office, bureau.sun, letter.id, TODAY, "直接送达", "李晓红")


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE documents SET number = '运商支〔2025〕9号'", "编了文号的文书不能改"),
        ("UPDATE documents SET content = '{}'", "编了文号的文书不能改"),
        ("DELETE FROM documents", "编了文号的文书不能删除"),
        ("UPDATE documents SET delivered_to = '别人'", "作废和送达只能登记一次"),
        (
            "INSERT INTO documents (kind, year, sequence, number, case_id, county, content, by_id, at, delivered_how,"
            " delivered_to) SELECT kind, year, 3, '运商支〔2025〕3号', case_id, county, content, by_id, at, '', ''"
            " FROM documents",
            "文号须连续编号",
        ),
    ],
)
def test_the_database_keeps_numbers_and_letters(bureau: Bureau, statement: str, sentence: str) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    letter = issue(bureau.office, bureau.sun, PaperKind.SUPPORT, case.id)
    deliver(bureau.office, bureau.sun, letter.id, TODAY, "直接送达", "李晓红")
    with pytest.raises(DBAPIError, match=sentence), bureau.office.sessions.begin() as session:
        session.execute(text(statement))


def test_desks_never_give_a_number_twice(bureau: Bureau) -> None:
    cases = [in_state(bureau, CaseState.ACCEPTED) for _ in range(12)]
    with ThreadPoolExecutor(6) as desks:
        issued = list(
            desks.map(lambda case: issue(bureau.office, bureau.wang, PaperKind.ACCEPTANCE, case.id).sequence, cases)
        )
    assert sorted(issued) == list(range(1, 13))


def test_the_letters_of_a_batch(bureau: Bureau) -> None:
    cases = [in_state(bureau, CaseState.SUPPORTED), in_state(bureau, CaseState.SUPPORTED)]
    batch = posted(bureau.office, bureau.li, cases)
    for kind in (PaperKind.NOTICE, PaperKind.ALLOTMENT):
        issue(bureau.office, bureau.li, kind, batch.id)
    county = issue(bureau.office, bureau.li, PaperKind.COUNTY, batch.id, "140821")
    assert county.number == "运商函〔2025〕1号"
    notice = words(bureau, PaperKind.NOTICE, batch.id)
    assert "公示期：2025年7月2日至2025年7月8日（5个工作日）" in notice
    assert notice.count("25,000.00") == 2
    assert "合计50,000.00" in notice
    allotment = words(bureau, PaperKind.ALLOTMENT, batch.id)
    assert "25,000.0020%5,000.0080%20,000.00" in allotment
    assert "临猗县小计2个项目50,000.0010,000.0040,000.00" in allotment
    assert "￥40,000.00（人民币肆万元整）" in words(bureau, PaperKind.COUNTY, batch.id, "140821")
    summary = words(bureau, PaperKind.SUMMARY, batch.id)
    assert "合计2个项目50,000.0050,000.000.0010,000.0040,000.00" in summary


def test_the_notice_names_no_account_telephone_or_person(bureau: Bureau) -> None:
    fields = {"contact_name": "李晓红", "contact_phone": "13835912345", "legal_representative": "张建国"}
    firm = {"name": "乙公司", "credit_code": "", "kind": "enterprise", "county": "140821", "bank_name": "工行",
            "account_name": "乙公司", "account_number": "1402020300012345678", **fields}  # fmt: skip
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, firm, None)
    batch = posted(bureau.office, bureau.li, [in_state(bureau, CaseState.SUPPORTED)])
    notice = words(bureau, PaperKind.NOTICE, batch.id)
    assert "乙公司" in notice
    for personal in (*fields.values(), "1402020300012345678", "91140802MA0ABCDE15", "工行"):
        assert personal not in notice


def test_an_award_that_nobody_has_shared_out_stops_the_allotment(bureau: Bureau) -> None:
    case = in_yongji(bureau)
    batch = posted(bureau.office, bureau.li, [case])
    with pytest.raises(Refused, match=f"办件 {case.number} 的分担比例没有文件确定"):
        issue(bureau.office, bureau.li, PaperKind.ALLOTMENT, batch.id)
    assert "乙公司" in words(bureau, PaperKind.NOTICE, batch.id)


def test_before_the_posting_there_is_no_notice(bureau: Bureau) -> None:
    from ycdesk.services.meeting import open_batch

    batch = open_batch(bureau.office, bureau.li, "", [in_state(bureau, CaseState.SUPPORTED).id])
    with pytest.raises(Refused, match="还没有公示"):
        issue(bureau.office, bureau.li, PaperKind.NOTICE, batch.id)
    assert "审核汇总表" in words(bureau, PaperKind.SUMMARY, batch.id)


@pytest.mark.parametrize(
    ("kind", "state", "parts"),
    [
        (PaperKind.RECEIPT, CaseState.RECEIVED, ("材料接收回执", "本局已于2025年7月1日收到", "营业执照", "不代表受理")),
        (
            PaperKind.ACCEPTANCE,
            CaseState.ACCEPTED,
            ("本局于2025年7月1日予以受理，受理编号2025-0001", "20个工作日内完成"),
        ),
        (
            PaperKind.SUPPLEMENT,
            CaseState.SUPPLEMENT,
            ("1展位费发票缺原件原件一份，加盖公章", "请于2025年7月15日以前（10个工作日内）", "视为放弃本次申请"),
        ),
        (PaperKind.REJECTION, CaseState.REJECTED, ("属于下列情形：", "理由：", "本局决定不予受理")),
        (PaperKind.CONTENTS, CaseState.PENDING, ("申报材料目录", "营业执照")),
        (PaperKind.REFUSAL, CaseState.REFUSED, ("决定不予支持", "理由：不符合")),
        (
            PaperKind.PAYMENT,
            CaseState.PAID,
            (
                "已经拨付￥25,000.00（人民币贰万伍仟元整）",
                "1402020300012345678",
                "市本级5,000.002025年7月31日凭1",
                "领款收据",
            ),
        ),
        (
            PaperKind.RECOVERY,
            CaseState.RECOVERING,
            ("要求你单位退回资金￥25,000.00（人民币贰万伍仟元整）", "5个工作日内书面陈述、申辩", "不计利息"),
        ),
    ],
)
def test_what_each_letter_says(bureau: Bureau, kind: PaperKind, state: CaseState, parts: tuple[str, ...]) -> None:
    said = words(bureau, kind, in_state(bureau, state).id)
    assert "甲公司" in said
    for part in parts:
        assert part in said


def test_a_refusal_names_clause_required_and_actual_value(bureau: Bureau) -> None:
    """五(二): a B2C store must reach 3 000 000 yuan a year; 2 999 999.99 are 0.01 too little."""
    case = bureau.proposed_refusal()
    refuse(bureau.office, bureau.li, case.id, case.version, "交易额不足")
    said = words(bureau, PaperKind.REFUSAL, case.id)
    assert "五（二）第1行：B2C年度交易额≥3,000,000元2,999,999.99元差0.01元" in said

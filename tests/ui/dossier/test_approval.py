"""The supervisor's page: flags one by one, less than computed, back, no, several at once, and one's own cases."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.bureau import HANOI, Bureau
from tests.ui.conftest import Answers, during, nameless
from ui.approval import ApprovalPage
from ui.approval_decide import ReduceDialog
from ui.hands import Hands
from ycdesk.domain.case import Case
from ycdesk.domain.people import Person
from ycdesk.domain.states import CaseState
from ycdesk.domain.step import StepKind
from ycdesk.services.bureau_settings import set_second_signature
from ycdesk.services.checklist import tick, tick_all
from ycdesk.services.deeds import submit
from ycdesk.services.deputies import add_deputy
from ycdesk.services.dossiers import get_case, save_entries
from ycdesk.services.intake import record_step
from ycdesk.services.signing import return_case

CANTON = {**HANOI, "header": {**HANOI["header"], "name": "广交会", "country": "CN"}, "rows": [{"fee": "10000"}]}
"""A key exhibition in China: 7 000 by the reading in force, 8 000 by the other."""


def page_of(bureau: Bureau, qtbot: QtBot, person: Person) -> ApprovalPage:
    """The page of a person, shown."""
    page = ApprovalPage(bureau.office, person)
    qtbot.addWidget(page)
    page.resize(1286, 690)
    with qtbot.waitExposed(page):
        page.show()
    page.refresh()
    page.activateWindow()
    page.queue.setFocus()
    return page


def state_of(bureau: Bureau, case: Case) -> CaseState:
    """Where a case stands in the database."""
    return get_case(bureau.office, case.id).state


def test_agreeing_by_one_key(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    case = bureau.pending()
    page = page_of(bureau, qtbot, bureau.li)
    assert page.decision.panel.amount == "25,000.00"
    wanted: list[tuple[int, str]] = []
    page.print_wanted.connect(lambda case_id, paper: wanted.append((case_id, paper)))
    hands.press("a")
    assert state_of(bureau, case) is CaseState.SUPPORTED
    assert page.queue.count() == 0
    hands.press("Ctrl+P")
    assert wanted == [(case.id, "slip")]


def test_a_reading_must_be_confirmed_first(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    case = bureau.pending(CANTON)
    page = page_of(bureau, qtbot, bureau.li)
    assert page.decision.panel.amount == "7,000.00"
    shown = [words.text() for flag in page.decision.flags.flags for words in flag.words]
    assert "境内重点展会的补助比例" in shown
    assert "现行：按其他国家和地区 70%" in shown
    assert "另一口径：中国也是 RCEP 成员，按 80% → 8,000.00 元" in shown
    hands.press("a")
    assert state_of(bureau, case) is CaseState.PENDING
    assert "没有确认" in page.decision.message.text()
    for _ in page.decision.flags.flags:
        hands.press("Space", "a")
    assert state_of(bureau, case) is CaseState.SUPPORTED
    assert get_case(bureau.office, case.id).confirmed_flags == [each.flag.reading for each in page.decision.flags.flags]


def test_less_but_never_more(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    case = bureau.pending()
    page_of(bureau, qtbot, bureau.li)
    refused: list[str] = []

    def reduce(dialog: QWidget) -> None:
        assert isinstance(dialog, ReduceDialog)
        assert nameless(dialog) == []
        for amount in ("3万", "25000.00", "-1", "2.4.", "2万4"):
            dialog.amount.setText(amount)
            dialog.accept()
            refused.append(dialog._message.text())
        dialog.amount.setText("2.4万")
        dialog.accept()
        refused.append(dialog._message.text())
        dialog._reason.setPlainText("发票含注册费")
        dialog.accept()

    during(reduce)
    hands.press("m")
    assert [bool(sentence) for sentence in refused] == [True] * 6
    assert "理由" in refused[-1]
    decided = get_case(bureau.office, case.id)
    assert (decided.award, decided.award_reason) == (Decimal("24000.00"), "发票含注册费")


def test_back_with_a_reason_and_what_was_changed_is_marked(
    bureau: Bureau, qtbot: QtBot, hands: Hands, answers: Answers
) -> None:
    case = bureau.pending()
    page = page_of(bureau, qtbot, bureau.li)
    answers.reason = "展位费与发票不符"
    hands.press("r")
    assert state_of(bureau, case) is CaseState.RETURNED
    entries = deepcopy(HANOI)
    entries["rows"] = [{"booth_no": "A1", "fee": "20000"}]
    entries["header"] = {**entries["header"], "session": "2025秋"}
    version = save_entries(bureau.office, bureau.wang, case.id, entries, case.applied_on, _version(bureau, case))
    submit(bureau.office, bureau.wang, case.id, version)
    page.refresh()
    page.show_case(case.id)
    assert page.sheet is not None
    assert "改了 2 处" in page.sheet.banner.sentence.text()
    assert page.sheet.facts.values["facts.session"].text() == "2025秋"
    assert page.sheet.facts.notes["facts.session"].text() == "! 已改，上次为：2025"
    rows = page.sheet.tables[0].table.rows
    assert "上次为：31,250.00" in rows.entry(rows.index(0, 4)).note + rows.entry(rows.index(0, 3)).note


def test_the_second_signature_by_key(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    set_second_signature(bureau.office, bureau.admin, Decimal("25000.00"))
    case = bureau.pending()
    first = page_of(bureau, qtbot, bureau.li)
    hands.press("a")
    assert state_of(bureau, case) is CaseState.COUNTERSIGN
    assert "等待第二位审批人复签" in first.banner.sentence.text()
    first.hide()
    second = page_of(bureau, qtbot, bureau.chen)
    assert second.decision.buttons["A"].text() == "复签 A"
    assert not second.decision.buttons["M"].isEnabled()
    hands.press("a")
    assert state_of(bureau, case) is CaseState.SUPPORTED
    assert "已复签" in second.banner.sentence.text()


def test_who_signed_first_does_not_sign_second(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    set_second_signature(bureau.office, bureau.admin, Decimal("25000.00"))
    case = bureau.pending()
    page = page_of(bureau, qtbot, bureau.li)
    hands.press("a")
    page.show_case(case.id)
    assert not page.decision.buttons["A"].isEnabled()
    hands.press("a")
    assert state_of(bureau, case) is CaseState.COUNTERSIGN


def test_a_deputy_decides_by_key_but_not_what_the_deputy_entered(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    today = bureau.office.clock().date()
    add_deputy(bureau.office, bureau.admin, bureau.li.id, bureau.zhao.id, today, today, "出差")
    case = bureau.pending()
    page = page_of(bureau, qtbot, bureau.zhao)
    hands.press("a")
    assert state_of(bureau, case) is CaseState.SUPPORTED
    decided = get_case(bureau.office, case.id)
    assert (decided.decided_by, decided.decided_for) == (bureau.zhao.id, bureau.li.id)
    own = bureau.draft()
    tick_all(bureau.office, bureau.zhao, own.id)
    tick(bureau.office, bureau.zhao, own.id, "business_licence", pages=2)
    own = get_case(bureau.office, own.id)
    submit(bureau.office, bureau.wang, own.id, own.version)
    page.refresh()
    page.show_case(own.id)
    hands.press("a")
    assert state_of(bureau, own) is CaseState.PENDING


def test_refusing_needs_a_reason(bureau: Bureau, qtbot: QtBot, hands: Hands, answers: Answers) -> None:
    case = bureau.proposed_refusal()
    page = page_of(bureau, qtbot, bureau.li)
    assert page.sheet is not None
    assert "交易额不足" in page.sheet.banner.sentence.text()
    hands.press("a")
    assert "只能不予支持或者退回" in page.decision.message.text()
    answers.reason = None
    hands.press("n")
    assert state_of(bureau, case) is CaseState.PENDING
    answers.reason = "年度交易额未达到三百万元"
    hands.press("n")
    assert state_of(bureau, case) is CaseState.REFUSED


def test_several_at_once_where_nothing_is_flagged(bureau: Bureau, qtbot: QtBot, hands: Hands, answers: Answers) -> None:
    plain = [bureau.pending({**HANOI, "header": {**HANOI["header"], "name": f"展会{number}"}}) for number in range(2)]
    flagged = bureau.pending(CANTON)
    page = page_of(bureau, qtbot, bureau.li)
    hands.press("Ctrl+A", "a")
    assert "同意 2 件，共 50,000.00 元" in answers.said[-1]
    assert [state_of(bureau, case) for case in plain] == [CaseState.SUPPORTED] * 2
    assert state_of(bureau, flagged) is CaseState.PENDING
    assert page.queue.count() == 1


def test_letters_typed_into_the_opinion_decide_nothing(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    case = bureau.pending()
    page = page_of(bureau, qtbot, bureau.li)
    page.decision.opinion.setFocus()
    hands.type("amrn")
    hands.type("同意支持")
    assert state_of(bureau, case) is CaseState.PENDING
    assert page.decision.opinion.text() == "amrn同意支持"


def test_ones_own_case_says_why_not(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    case = bureau.pending()
    with bureau.office.sessions.begin() as session:
        person = session.get(Person, bureau.wang.id)
        assert person is not None
        person.role = bureau.li.role
        session.flush()
        session.expunge(person)
    page = page_of(bureau, qtbot, person)
    assert page.sheet is not None
    assert "本人" in page.sheet.banner.sentence.text()
    assert not page.decision.buttons["A"].isEnabled()
    hands.press("a")
    assert state_of(bureau, case) is CaseState.PENDING


def test_what_was_found_out_stands_before_who_decides(bureau: Bureau, qtbot: QtBot) -> None:
    office, day = bureau.office, bureau.office.clock().date()
    first, case = bureau.draft(), bureau.draft()
    look_up = {"item": "海关失信企业", "source": "海关信用公示", "result": "未发现"}
    record_step(office, bureau.wang, first.id, StepKind.NEGATIVE_CHECK, day, look_up)
    record_step(
        office, bureau.wang, case.id, StepKind.NEGATIVE_CHECK, day, look_up | {"item": "行政处罚", "result": "有记录"}
    )
    visit = {"place": "展馆", "officers": "王芳、赵敏", "findings": "无展位", "conclusion": "不属实"}
    record_step(office, bureau.wang, case.id, StepKind.SITE_VISIT, day, visit)
    case = get_case(office, case.id)
    submit(office, bureau.wang, case.id, case.version)
    page = page_of(bureau, qtbot, bureau.li)
    assert page.sheet is not None
    assert page.sheet.banner.sentence.text() == "核查记录里有 2 项不利的结果，见下面的“核查记录”。"
    lines = page.sheet.steps.lines
    assert lines[0].startswith("! 2025-07-01　现场核查　核查地点 展馆；核查人 王芳、赵敏；")
    assert lines[1].startswith("! 2025-07-01　负面清单核查　核查事项 行政处罚；")
    assert lines[2].endswith(f"（{first.number} 所记）")
    assert lines[3].startswith("负面清单 11 项，未见记录：严重失信主体、")
    assert "海关失信企业" not in lines[3]


def test_another_supervisor_was_faster(bureau: Bureau, qtbot: QtBot, hands: Hands) -> None:
    case = bureau.pending()
    page = page_of(bureau, qtbot, bureau.li)
    return_case(bureau.office, bureau.chen, case.id, case.version, "请补材料")
    hands.press("a")
    assert page.decision.message.text()
    assert state_of(bureau, case) is CaseState.RETURNED


def test_an_empty_queue_says_so(bureau: Bureau, qtbot: QtBot) -> None:
    page = page_of(bureau, qtbot, bureau.li)
    assert page.middle.currentWidget() is page.empty
    assert not page.decision.isVisible()


def test_every_input_has_a_name(bureau: Bureau, qtbot: QtBot) -> None:
    bureau.pending(CANTON)
    assert nameless(page_of(bureau, qtbot, bureau.li)) == []


@pytest.mark.parametrize("size", [(1286, 690), (944, 640)])
def test_nothing_is_wider_than_the_page(bureau: Bureau, qtbot: QtBot, size: tuple[int, int]) -> None:
    bureau.pending()
    page = page_of(bureau, qtbot, bureau.li)
    page.resize(*size)
    assert page.minimumSizeHint().width() <= 944
    assert page.sheet is not None
    bar = page.sheet.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)


def _version(bureau: Bureau, case: Case) -> int:
    return get_case(bureau.office, case.id).version

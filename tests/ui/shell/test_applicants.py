"""Applicants: found, entered, changed; what cannot be saved and what looks wrong."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.conftest import Answers, during, nameless
from tests.ui.shell.conftest import Show
from ui.applicant_form import ApplicantDialog
from ui.applicants import ApplicantsPage
from ui.hands import Hands
from ycdesk.domain.applicant import FIELDS
from ycdesk.services.applicants import find_applicants, get_applicant, save_applicant

VALID = "91140802MA0ABCDE15"


@pytest.fixture
def dialog(bureau: Bureau, show: Show) -> ApplicantDialog:
    dialog = ApplicantDialog(None, bureau.office, bureau.wang, None)
    show(dialog)
    dialog.form.inputs["name"].setFocus()
    return dialog


def choose(dialog: ApplicantDialog, name: str, value: str) -> None:
    box = dialog.form.inputs[name]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(value))


def put(dialog: ApplicantDialog, name: str, text: str) -> None:
    field = (dialog.form.inputs | dialog.more.inputs)[name]
    assert isinstance(field, QLineEdit)
    field.setText(text)
    field.editingFinished.emit()


def test_every_field_of_an_applicant_is_on_the_form_in_tab_order(dialog: ApplicantDialog, hands: Hands) -> None:
    inputs = dialog.form.inputs | dialog.more.inputs
    assert set(inputs) == set(FIELDS)
    assert nameless(dialog) == []
    walked = []
    for _ in range(len(FIELDS)):
        walked.append(next(name for name, field in inputs.items() if field.hasFocus()))
        hands.press("Tab")
    assert walked == [*list(dialog.form.inputs), *list(dialog.more.inputs)]


def test_entered_by_keyboard_with_an_input_method(
    bureau: Bureau, dialog: ApplicantDialog, hands: Hands, qtbot: QtBot
) -> None:
    hands.compose("yun cheng")
    hands.press("Enter")  # confirms the candidate, neither saves nor closes
    assert dialog.isVisible()
    assert dialog.saved is None
    hands.commit("𠮷县跨境电商有限公司")
    hands.press("Tab", "Tab", "Down")
    hands.press("Tab", "Down", "Down")
    with qtbot.waitSignal(dialog.accepted):
        hands.press("Ctrl+Enter")
    assert dialog.saved is not None
    saved = get_applicant(bureau.office, dialog.saved.id)
    assert saved.name == "𠮷县跨境电商有限公司"
    assert saved.kind == "enterprise"
    assert saved.credit_code is None


def test_all_that_is_missing_is_said_in_one_pass_and_what_was_typed_stays(
    dialog: ApplicantDialog, hands: Hands
) -> None:
    put(dialog, "contact_name", "张三")
    hands.press("Ctrl+Enter")
    assert dialog.form.said("name") == "请填写单位名称，与公章一致。"
    assert dialog.form.said("kind") == "请选择单位类型。"
    assert dialog.form.said("county").startswith("请选择所在县")
    assert dialog.form.inputs["name"].hasFocus()
    assert dialog.more.value("contact_name") == "张三"
    assert dialog.isVisible()


def test_a_wrong_check_digit_is_a_warning_and_can_be_saved(bureau: Bureau, dialog: ApplicantDialog) -> None:
    put(dialog, "name", "乙公司")
    put(dialog, "credit_code", "91140802MA0ABCDE16")
    choose(dialog, "kind", "enterprise")
    choose(dialog, "county", "140881")
    assert "核对" in dialog.form.said("credit_code")
    dialog.accept()
    assert dialog.saved is not None
    assert dialog.saved.credit_code == "91140802MA0ABCDE16"


def test_a_code_that_excel_has_ruined_is_refused(dialog: ApplicantDialog) -> None:
    put(dialog, "name", "乙公司")
    put(dialog, "credit_code", "9.11408E+17")
    choose(dialog, "kind", "enterprise")
    choose(dialog, "county", "140881")
    dialog.accept()
    assert dialog.saved is None
    assert dialog.form.said("credit_code")
    assert dialog.form.value("credit_code") == "9.11408E+17"


def test_a_code_that_another_has_names_the_other(dialog: ApplicantDialog) -> None:
    put(dialog, "name", "乙公司")
    put(dialog, "credit_code", VALID)
    choose(dialog, "kind", "enterprise")
    choose(dialog, "county", "140881")
    dialog.accept()
    assert dialog.saved is None
    assert "“甲公司”" in dialog.form.said("credit_code")


def test_what_looks_wrong_is_said_under_its_field(dialog: ApplicantDialog) -> None:
    put(dialog, "email", "zhang")
    put(dialog, "contact_phone", "12")
    put(dialog, "account_number", "abc")
    assert dialog.more.said("email") == "不像是电子邮箱地址，请核对。"
    assert dialog.more.said("contact_phone") == "不像是手机号或固定电话号码，请核对。"
    assert dialog.more.said("account_number").startswith("账号一般是")
    put(dialog, "email", "zhang@example.cn")
    assert dialog.more.said("email") == ""


def test_escape_asks_before_what_was_typed_is_lost(dialog: ApplicantDialog, hands: Hands, answers: Answers) -> None:
    hands.type("abc")
    answers.yes = False
    hands.press("Esc")
    assert dialog.isVisible()
    assert "放弃已填写的内容？" in answers.said[0]
    answers.yes = True
    hands.press("Esc")
    assert not dialog.isVisible()


def test_somebody_else_was_faster(bureau: Bureau, show: Show) -> None:
    firm = get_applicant(bureau.office, bureau.firm.id)
    dialog = ApplicantDialog(None, bureau.office, bureau.wang, firm)
    show(dialog)
    fields = {name: str(getattr(firm, name) or "") for name in FIELDS}
    save_applicant(bureau.office, bureau.zhao, firm.id, fields | {"address": "新址"}, firm.version)
    put(dialog, "contact_name", "张三")
    dialog.accept()
    assert dialog.saved is None
    assert dialog.banner.isVisible()
    assert dialog.more.value("contact_name") == "张三"


@pytest.fixture
def page(bureau: Bureau, show: Show) -> ApplicantsPage:
    for name, code in (("临猗县鲜果源进出口有限公司", ""), ("运城市云海科技有限公司", "91140800MA0ABCDE00")):
        fields = {"name": name, "credit_code": code, "kind": "enterprise", "county": "140821"}
        save_applicant(bureau.office, bureau.wang, None, fields, None)
    page = ApplicantsPage(bureau.office, bureau.wang)
    page.refresh()
    show(page)
    return page


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("lyx", ["临猗县鲜果源进出口有限公司"]),
        ("云海", ["运城市云海科技有限公司"]),
        ("MA0ABCDE15", ["甲公司"]),
        ("没有", []),
    ],
)
def test_found_as_one_types(page: ApplicantsPage, hands: Hands, typed: str, names: list[str]) -> None:
    hands.type(typed)
    assert [each.name for each in page.model.found] == names
    assert page.count.text() == f"{len(names)} 个"
    if not names:
        assert page.empty.isVisible()
        assert page.empty.heading.text() == "没有找到"
    else:
        assert page.card.name.text() == names[0]


def test_the_card_shows_the_applicant_and_its_cases(bureau: Bureau, page: ApplicantsPage) -> None:
    case = bureau.draft()
    page.show_applicant(bureau.firm.id)
    assert page.card.name.text() == "甲公司"
    assert page.card.county.text() == "临猗县"
    assert page.card.facts["credit_code"].text() == VALID
    assert page.card.summary.text() == "上次来访 2025-07-01 · 办件 1 · 已获 0.00 元"
    assert page.card.cases.current() is not None
    assert page.card.cases.current().number == case.number  # type: ignore[union-attr]


def test_changed_by_f2(bureau: Bureau, page: ApplicantsPage, hands: Hands) -> None:
    page.show_applicant(bureau.firm.id)

    def change(dialog: object) -> None:
        assert isinstance(dialog, ApplicantDialog)
        put(dialog, "address", "猗氏大街1号")
        dialog.accept()

    during(change)
    hands.press("F2")
    assert page.card.facts["address"].text() == "猗氏大街1号"


def test_a_name_that_was_searched_becomes_the_new_ones_name(bureau: Bureau, page: ApplicantsPage, hands: Hands) -> None:
    hands.type("丙公司")

    def enter(dialog: object) -> None:
        assert isinstance(dialog, ApplicantDialog)
        assert dialog.form.value("name") == "丙公司"
        choose(dialog, "kind", "park")
        choose(dialog, "county", "140802")
        dialog.accept()

    during(enter)
    hands.press("Ctrl+Shift+N")
    assert [each.name for each in find_applicants(bureau.office, "丙公司")] == ["丙公司"]
    assert page.card.name.text() == "丙公司"
    assert page.search.text() == ""


def test_supervisors_look_and_do_not_touch(bureau: Bureau, show: Show) -> None:
    page = ApplicantsPage(bureau.office, bureau.li)
    page.refresh()
    show(page)
    assert not page.new_button.isVisible()
    assert not page.card.edit_button.isVisible()
    assert not page.card.visit_button.isVisible()

"""Administration: persons, where the data lies; and the policy to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from tests.ui.conftest import Answers, during, nameless
from tests.ui.shell.conftest import Show
from ui.about import FACES, AboutDialog
from ui.administration import AdministrationPage
from ui.background import Background
from ui.hands import Hands
from ui.password_dialog import PasswordDialog
from ui.persons import PersonDialog, PersonsPage
from ui.policy_viewer import PolicyViewer
from ui.settings_dialog import DatabaseDialog
from ycdesk.domain.people import Role
from ycdesk.services.people import list_people, sign_in
from ycdesk.settings import Settings, read_settings, write_settings


@pytest.fixture
def persons(bureau: Bureau, show: Show) -> PersonsPage:
    page = PersonsPage(bureau.office, bureau.admin)
    page.refresh()
    show(page)
    return page


def put_cursor(page: PersonsPage, login: str) -> None:
    page.table.selectRow(next(row for row, each in enumerate(page.people) if each.login == login))


def test_a_person_is_added_by_keys(bureau: Bureau, persons: PersonsPage, hands: Hands) -> None:
    def enter(dialog: object) -> None:
        assert isinstance(dialog, PersonDialog)
        assert nameless(dialog) == []
        hands.type("周工")
        hands.press("Tab")
        hands.type("Zhou")
        hands.press("Tab", "Down", "Tab")
        hands.type("password1")
        hands.press("Enter")

    during(enter)
    hands.press("Ctrl+Shift+N")
    added = sign_in(bureau.office, "zhou", "password1")
    assert (added.name, added.role) == ("周工", Role.SUPERVISOR)
    assert "已添加周工（审批人），登录名 zhou。" in persons.banner.sentence.text()


def test_what_cannot_be_used_is_said_at_its_field(bureau: Bureau, show: Show) -> None:
    dialog = PersonDialog(None, bureau.office, bureau.admin)
    show(dialog)
    dialog.form.inputs["login"].setText("wang")  # type: ignore[attr-defined]
    dialog.accept()
    assert dialog.saved is None
    assert dialog.form.said("name") == "请填写姓名。"
    assert dialog.form.said("login") == "登录名“wang”已有人使用，请换一个。"
    assert dialog.form.said("password") == "密码至少 8 个字符。"


def test_another_role_is_chosen_from_a_list(bureau: Bureau, persons: PersonsPage, answers: Answers) -> None:
    put_cursor(persons, "sun")
    answers.choice = 1  # 审批人, after 经办人
    persons.change_role()
    assert next(each.role for each in list_people(bureau.office) if each.login == "sun") is Role.SUPERVISOR


def test_off_and_on_again(bureau: Bureau, persons: PersonsPage, answers: Answers) -> None:
    put_cursor(persons, "sun")
    persons.active_button.click()
    assert "停用孙丽的账号？" in answers.said[-1]
    assert not next(each.active for each in list_people(bureau.office) if each.login == "sun")
    put_cursor(persons, "sun")
    assert persons.active_button.text() == "恢复"
    persons.active_button.click()
    assert next(each.active for each in list_people(bureau.office) if each.login == "sun")


def test_the_last_administrator_stays(persons: PersonsPage) -> None:
    put_cursor(persons, "admin")
    persons.switch()
    assert persons.banner.sentence.text().startswith("至少要留一名在岗的管理员。")


def test_a_password_is_set_anew_for_somebody_else(bureau: Bureau, persons: PersonsPage, hands: Hands) -> None:
    put_cursor(persons, "sun")

    def enter(dialog: object) -> None:
        assert isinstance(dialog, PasswordDialog)
        dialog.password.setText("password9")
        dialog.again.setText("password8")
        dialog.accept()
        assert dialog.form.said("again") == "两次输入的密码不一样，请重新输入。"
        dialog.again.setText("password9")
        dialog.accept()

    during(enter)
    persons.password_button.click()
    assert sign_in(bureau.office, "sun", "password9").name == "孙丽"


def test_each_measure_can_be_read_with_parameters_papers_and_readings(bureau: Bureau, show: Show) -> None:
    viewer = PolicyViewer(bureau.office, bureau.admin)
    viewer.refresh()
    show(viewer)
    assert viewer.list.count() == 16  # fifteen measures and what they share
    text = viewer.sheet.toPlainText()
    for words in ("企业参加出口重点展会补助", "三(一)", "25,000 元", "参展合同"):
        assert words in text
    for words in ("口径 8", "（现行）", "理由：", "待确认"):
        assert words in text
    viewer.list.setCurrentRow(15)
    assert "永济市" in viewer.sheet.toPlainText()


def test_the_bureaus_own_text_is_split_into_clauses(
    bureau: Bureau, show: Show, answers: Answers, tmp_path: Path
) -> None:
    viewer = PolicyViewer(bureau.office, bureau.admin)
    viewer.refresh()
    show(viewer)
    answers.file = tmp_path / "政策.txt"
    policy = "第三条 支持开拓市场\n(一)参展。给予补助。\n(二)园区。给予奖励。\n第四条 支持认证。\n"
    answers.file.write_text(policy, encoding="gb18030")
    viewer.load_button.click()
    assert viewer.banner.sentence.text().startswith("已从 政策.txt 载入 ")
    assert "政策原文已载入" in viewer.state.text()
    assert "给予补助" in viewer.sheet.toPlainText()


def test_a_file_that_is_no_policy_is_one_sentence(bureau: Bureau, show: Show, answers: Answers, tmp_path: Path) -> None:
    viewer = PolicyViewer(bureau.office, bureau.admin)
    viewer.refresh()
    show(viewer)
    answers.file = tmp_path / "a.txt"
    answers.file.write_text("购物清单", encoding="utf-8")
    viewer.load_button.click()
    assert "没有找到“第一条”这样的条款" in viewer.banner.sentence.text()


def test_the_tabs_have_names_for_every_input(bureau: Bureau, show: Show, background: Background) -> None:
    page = AdministrationPage(bureau.office, bureau.admin, background)
    show(page)
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
    assert nameless(page) == []
    assert page.place.facts["数据文件夹"].text() == str(bureau.office.home)


@pytest.mark.parametrize("password", ["simple", "p@ss:w/ö#rd %41?"])
def test_a_servers_address_comes_back_as_it_was_entered(home: Path, show: Show, password: str) -> None:
    dialog = DatabaseDialog(None, home)
    show(dialog)
    dialog.server.setChecked(True)
    values = {"host": "192.168.1.10", "port": "5433", "database": "ycdesk", "user": "局 长", "password": password}
    for name, text in values.items():
        dialog.form.inputs[name].setText(text)  # type: ignore[attr-defined]
    dialog.accept()
    again = DatabaseDialog(None, home)
    show(again)
    assert again.server.isChecked()
    assert again.form.values() == values


def test_a_server_needs_host_database_and_user(home: Path, show: Show) -> None:
    dialog = DatabaseDialog(None, home)
    show(dialog)
    assert nameless(dialog) == []
    dialog.server.setChecked(True)
    dialog.form.inputs["port"].setText("99999")  # type: ignore[attr-defined]
    dialog.accept()
    assert dialog.form.said("host") == "请填写服务器地址。"
    assert dialog.form.said("database") == "请填写数据库名。"
    assert dialog.form.said("user") == "请填写用户名。"
    assert dialog.form.said("port").startswith("端口是 1 到 65535 之间的数字")
    assert read_settings(home).database_url == ""


def test_back_to_the_file_keeps_the_other_settings(home: Path, show: Show) -> None:
    write_settings(home, Settings(database_url="postgresql+psycopg://u@h:5432/d", last_login="wang"))
    dialog = DatabaseDialog(None, home)
    show(dialog)
    assert dialog.form.value("host") == "h"
    dialog.file.setChecked(True)
    dialog.accept()
    assert read_settings(home) == Settings(database_url="", last_login="wang")


def test_about_names_the_libraries_and_faces_with_their_licences(bureau: Bureau, show: Show, qtbot: QtBot) -> None:
    dialog = AboutDialog(None, bureau.office)
    show(dialog)
    words = [each.text() for each in dialog.findChildren(type(dialog.version))]
    assert "PySide6-Essentials" in words
    assert "LGPL-3.0" in words
    assert {name for name, _, _ in FACES} <= set(words)

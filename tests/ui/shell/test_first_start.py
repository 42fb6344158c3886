"""The first start: five fields and a check box, by keyboard, with sentences at the fields."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import nameless
from ui.first_start import FirstStartPage
from ui.hands import Hands


@pytest.fixture
def page(qtbot: QtBot) -> FirstStartPage:
    page = FirstStartPage()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.setFocus()
    return page


def test_enter_walks_through_the_empty_fields_and_starts(page: FirstStartPage, hands: Hands, qtbot: QtBot) -> None:
    hands.type("赵主任")
    hands.press("Enter")
    assert page.password.hasFocus()
    hands.type("password1")
    hands.press("Enter")
    hands.type("password1")
    with qtbot.waitSignal(page.submitted) as heard:
        hands.press("Enter")
    assert heard.args == ["运城市商务局", "赵主任", "admin", "password1", False]


def test_demo_data_by_the_space_bar(page: FirstStartPage, hands: Hands, qtbot: QtBot) -> None:
    hands.type("赵主任")
    page.password.setFocus()
    hands.type("password1")
    page.again.setFocus()
    hands.type("password1")
    hands.press("Tab", "Space")
    with qtbot.waitSignal(page.submitted) as heard:
        page.submit()
    assert heard.args is not None
    assert heard.args[4] is True


def test_passwords_that_differ_are_said_at_the_second(page: FirstStartPage, hands: Hands, qtbot: QtBot) -> None:
    hands.type("赵主任")
    page.password.setText("password1")
    page.again.setText("password2")
    with qtbot.assertNotEmitted(page.submitted):
        page.submit()
    assert page.form.said("again") == "两次输入的密码不一样，请重新输入。"
    assert page.again.hasFocus()


def test_all_empty_fields_are_said_in_one_pass_and_the_first_has_the_cursor(page: FirstStartPage) -> None:
    page.bureau.clear()
    page.submit()
    assert page.form.said("bureau") == "请填写单位名称。"
    assert page.form.said("name") == "请填写管理员姓名。"
    assert page.form.said("password") == "请填写密码。"
    assert page.bureau.hasFocus()


def test_what_the_office_refuses_stands_at_its_field(page: FirstStartPage) -> None:
    page.busy("正在建立数据…")
    page.refuse({"password": "密码至少 8 个字符。"})
    assert page.form.said("password") == "密码至少 8 个字符。"
    assert page.button.isEnabled()


def test_every_input_has_a_name(page: FirstStartPage) -> None:
    assert nameless(page) == []

"""The sign-in page: by keyboard, with an input method, with what can go wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import nameless
from ui.hands import Hands
from ui.signin import Hint, SignInPage


@pytest.fixture
def page(qtbot: QtBot) -> SignInPage:
    page = SignInPage()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.setFocus()
    return page


def test_login_and_password_by_enter_alone(page: SignInPage, hands: Hands, qtbot: QtBot) -> None:
    hands.type("wang")
    hands.press("Enter")
    hands.type("password1")
    with qtbot.waitSignal(page.submitted) as heard:
        hands.press("Enter")
    assert heard.args == ["wang", "password1"]


def test_enter_that_confirms_a_candidate_does_not_move(page: SignInPage, hands: Hands) -> None:
    hands.compose("wang")
    hands.press("Enter")
    assert page.login.hasFocus()
    hands.commit("王芳")
    hands.press("Enter")
    assert page.login.text() == "王芳"
    assert page.password.hasFocus()


def test_an_empty_field_is_named(page: SignInPage, hands: Hands) -> None:
    page.button.click()
    assert page.message.text() == "请输入登录名。"
    hands.type("wang")
    assert not page.message.isVisible()
    page.button.click()
    assert page.message.text() == "请输入密码。"
    assert page.password.hasFocus()


def test_a_refusal_keeps_the_login_and_selects_the_password(page: SignInPage, hands: Hands) -> None:
    hands.type("wang")
    hands.press("Enter")
    hands.type("wrong")
    page.busy("正在登录…")
    page.refuse("登录名或密码不对。")
    assert page.message.text() == "登录名或密码不对。"
    assert page.login.text() == "wang"
    assert page.password.selectionLength() == 5
    assert page.button.isEnabled()


def test_nothing_is_submitted_twice(page: SignInPage, hands: Hands, qtbot: QtBot) -> None:
    hands.type("wang")
    hands.press("Enter")
    hands.type("password1")
    page.busy("正在登录…")
    with qtbot.assertNotEmitted(page.submitted):
        hands.press("Enter")


def test_a_demo_account_fills_both_fields(page: SignInPage) -> None:
    page.offer([Hint("王芳　经办人", "wangfang", "demo-2024")])
    offered = [each for each in page.findChildren(QPushButton) if each.text() == "王芳　经办人"]
    offered[0].click()
    assert (page.login.text(), page.password.text()) == ("wangfang", "demo-2024")
    assert page.button.hasFocus()


def test_capitals_without_shift_are_noticed(page: SignInPage, hands: Hands) -> None:
    hands.press("Enter")
    page.show()
    for letter, shift, noticed in (("a", False, False), ("A", True, False), ("A", False, True), ("a", True, True)):
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, letter)
        QApplication.sendEvent(page.password, press)
        assert page.caps.isVisible() is noticed


def test_every_input_has_a_name(page: SignInPage) -> None:
    page.offer([Hint("王芳　经办人", "wangfang", "demo-2024")])
    assert nameless(page) == []

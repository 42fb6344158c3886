"""The installed PySide6 keeps the references of True and None (6.12.0 on Python 3.11 loses one at every call)."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


class Bell(QObject):
    """Something with a signal."""

    rang = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="自 Python 3.12 起 True 和 None 不再计数")
def test_emitting_and_setting_text_lose_no_reference(qtbot: QtBot) -> None:
    bell, label = Bell(), QLabel()
    heard: list[bool] = []
    qtbot.addWidget(label)
    bell.rang.connect(heard.append)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(100):
        bell.rang.emit(True)
        label.setText("运城")
    times = heard.count(True)
    heard.clear()  # its own references
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert times == 100
    assert after == before

"""What every screen is made of: colours, faces, icons, the thread, dialogs, the last words."""

from __future__ import annotations

import ast
import logging
import re
import threading
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QSizePolicy
from pytestqt.qtbot import QtBot

import ui
from tests.ui.conftest import Answers
from tests.ui.shell.conftest import Show
from ui import crash, dialogs, icons
from ui.background import Background, Cancelled, Job
from ui.fonts import FAMILY, body_font
from ui.hands import Hands
from ui.parts import STATE_ICONS, STATE_SIGNS, Amount, Badge, KeyHints, money
from ui.theme import DARK, LIGHT, Mode, Tokens, stylesheet, theme
from ycdesk.domain.errors import OfficeProblem
from ycdesk.domain.states import CaseState
from ycdesk.paths import resources


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(tokens: Tokens, front: str, back: str) -> float:
    """As WCAG 2 has it."""
    light, dark = sorted((luminance(tokens.color(front)), luminance(tokens.color(back))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_their_grounds(tokens: Tokens) -> None:
    pairs = [("text", ground) for ground in ("window", "rail", "panel", "raised", "hover", "selection")]
    pairs += [("secondary", ground) for ground in ("window", "rail", "panel", "hover")]
    pairs += [(tone, "panel") for tone in ("accent", "ok", "warn", "bad", "flag")]
    pairs += [(tone, f"{tone}_soft") for tone in ("ok", "warn", "bad", "flag")]
    pairs += [("accent_text", "accent"), ("side_text", "side"), ("side_strong", "side")]
    assert [(front, back) for front, back in pairs if contrast(tokens, front, back) < 4.5] == []


def test_the_style_sheet_uses_only_colours_that_exist(qapp: QApplication) -> None:
    source = (resources() / "style" / "desk.qss").read_text(encoding="utf-8")
    body = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    assert set(re.findall(r"@([a-z_]+)", body)) <= set(asdict(LIGHT)) | {"style"}
    for tokens in (LIGHT, DARK):
        pictures = re.findall(r'url\("([^"]+)"\)', stylesheet(tokens))
        assert pictures
        assert [picture for picture in pictures if not Path(picture).is_file()] == []


def test_the_appearance_changes_while_the_program_runs(qapp: QApplication) -> None:
    theme().apply(Mode.DARK)
    assert qapp.palette().window().color() == DARK.color("window")
    theme().toggle()
    assert theme().mode is Mode.LIGHT
    assert qapp.palette().window().color() == LIGHT.color("window")


def test_icons_take_the_colour_of_the_appearance(show: Show) -> None:
    button = QPushButton()
    icons.put(button, "plus", "text", 20)
    show(button)

    def darkest() -> int:
        image = button.icon().pixmap(20, 20).toImage()
        return min(image.pixelColor(10, y).lightness() for y in range(20) if image.pixelColor(10, y).alpha() > 200)

    light = darkest()
    theme().apply(Mode.DARK)
    dark = darkest()
    theme().apply(Mode.LIGHT)
    assert light < 60 < 180 < dark


def test_every_icon_that_is_named_is_drawn(qapp: QApplication) -> None:
    names = {path.stem for path in (resources() / "icons").glob("*.svg")}
    assert set(STATE_ICONS.values()) <= names
    assert set(STATE_ICONS) == set(STATE_SIGNS) == {state.value for state in CaseState}
    for name in names:
        image = icons.pixmap(name).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20)), name


def test_all_chinese_of_the_screens_is_in_the_bundled_face() -> None:
    known = set(TTFont(resources() / "fonts" / "NotoSansSC-Regular.ttf").getBestCmap())
    missing = set()
    for file in Path(ui.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                missing |= {(file.name, mark) for mark in node.value if mark > " " and ord(mark) not in known}
    assert missing == set()


def test_the_screen_face_is_the_bundled_one_and_its_figures_have_one_width(qapp: QApplication) -> None:
    assert QFontInfo(body_font()).family() == FAMILY
    metrics = QFontMetrics(body_font())
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_money_is_never_a_zero_that_nobody_entered(qtbot: QtBot) -> None:
    assert money(None) == "—"
    assert money(Decimal("0")) == "0.00"
    assert money(Decimal("1234567.5")) == "1,234,567.50"
    amount = Amount(Decimal("48000"))
    qtbot.addWidget(amount)
    assert amount.text() == "48,000.00"
    assert amount.alignment() & Qt.AlignmentFlag.AlignRight


def test_a_badge_has_its_sign_before_the_word(qtbot: QtBot) -> None:
    badge = Badge("拟支持", "ok", "✓")
    qtbot.addWidget(badge)
    assert badge.text() == "✓ 拟支持"


def test_jobs_run_one_after_another_off_the_screens_thread(qtbot: QtBot) -> None:
    background = Background()
    threads: set[int] = set()
    order: list[int] = []

    def work(number: int) -> int:
        threads.add(threading.get_ident())
        return number

    for number in range(20):
        background.run("数数", lambda _, number=number: work(number), order.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    assert not background.busy
    background.close()


def test_a_job_that_fails_hands_over_its_error_and_the_next_one_runs(qtbot: QtBot) -> None:
    background = Background()
    heard: list[object] = []

    def fail(job: Job) -> None:
        raise ValueError("no")

    background.run("失败", fail, heard.append, heard.append)
    background.run("成功", lambda _: "yes", heard.append)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert isinstance(heard[0], ValueError)
    assert heard[1] == "yes"
    background.close()


def test_a_job_that_waits_can_be_cancelled_before_it_starts(qtbot: QtBot) -> None:
    background = Background()
    gate = threading.Event()
    heard: list[object] = []
    background.run("先", lambda _: gate.wait(10), lambda _: None)
    waiting = background.run("后", lambda _: "ran", heard.append, heard.append)
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], Cancelled)
    background.close()


def test_a_reason_needs_words_and_ctrl_enter_accepts(show: Show, hands: Hands, qtbot: QtBot) -> None:
    dialog = dialogs.ReasonDialog(None, "退回", "请写明要补正的内容。", "退回", 4)
    show(dialog)
    dialog.edit.setFocus()
    hands.type("发票")
    hands.press("Ctrl+Enter")
    assert dialog.isVisible()
    hands.type("看不清楚")
    with qtbot.waitSignal(dialog.accepted):
        hands.press("Ctrl+Enter")
    assert dialog.reason() == "发票看不清楚"


def test_qts_own_buttons_are_chinese(qtbot: QtBot) -> None:
    standard = QMessageBox.StandardButton
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setStandardButtons(standard.Ok | standard.Cancel | standard.Yes | standard.No | standard.Save | standard.Close)
    for which in (standard.Ok, standard.Cancel, standard.Yes, standard.No, standard.Save, standard.Close):
        assert re.search(r"[一-鿿]", box.button(which).text()), box.button(which).text()
    assert QCoreApplication.translate("QWidgetTextControl", "&Paste").startswith("粘贴")


def test_what_nobody_foresaw_is_one_sentence_and_a_line_in_the_log(
    qapp: QApplication, answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise RuntimeError("something deep inside")
    except RuntimeError as error:
        with caplog.at_level(logging.ERROR):
            crash.report(error)
    assert answers.said[0].startswith("程序出了点问题，刚才的操作没有完成。")
    assert "RuntimeError" not in answers.said[0]
    assert "something deep inside" in caplog.text


def test_a_desk_error_that_nobody_caught_says_its_own_sentence(
    qapp: QApplication, answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise OfficeProblem("磁盘已满，这一步没有保存。", "请腾出磁盘空间后再试一次。")
    except OfficeProblem as error:
        crash.report(error)
    assert "磁盘已满" in caplog.text
    assert "Traceback" not in caplog.text
    assert answers.said == ["磁盘已满，这一步没有保存。请腾出磁盘空间后再试一次。"]


def test_keys_that_have_no_room_are_left_out_and_widen_nothing(qtbot: QtBot) -> None:
    hints = KeyHints([("Ctrl+Enter", "提交审批"), ("F8", "下一个问题"), ("Ctrl+Shift+S", "标红的副本")])
    qtbot.addWidget(hints)
    hints.resize(800, 30)
    hints.show()
    shown = [part.text() for part in hints.findChildren(QLabel) if part.isVisible()]
    assert shown == ["Ctrl+Enter", "提交审批", "F8", "下一个问题", "Ctrl+Shift+S", "标红的副本"]
    hints.resize(260, 30)
    shown = [part.text() for part in hints.findChildren(QLabel) if part.isVisible()]
    assert shown[:2] == ["Ctrl+Enter", "提交审批"]
    assert "标红的副本" not in shown
    assert hints.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored

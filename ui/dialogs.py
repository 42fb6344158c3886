"""The only module that opens message and file dialogs, so that tests replace one place.

Call them through the module (``dialogs.ask(…)``), never ``from ui.dialogs import ask``.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.labels import label, message, on_key, say
from ui.theme import STEP


def tell(parent: QWidget | None, heading: str, text: str = "") -> None:
    """News that needs no decision."""
    _box(parent, QMessageBox.Icon.Information, heading, text).exec()


def warn(parent: QWidget | None, heading: str, text: str = "") -> None:
    """Something that cannot be done, and why: ``heading`` is the sentence, ``text`` the advice."""
    _box(parent, QMessageBox.Icon.Warning, heading, text).exec()


def ask(parent: QWidget | None, heading: str, text: str = "", yes: str = "确定", danger: bool = False) -> bool:
    """A question; the button that does it says ``yes``. A dangerous one has 取消 as its default."""
    box = _box(parent, QMessageBox.Icon.Question, heading, text)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    refuse = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refuse if danger else accept)
    box.setEscapeButton(refuse)
    box.exec()
    return box.clickedButton() is accept


def choose(parent: QWidget | None, heading: str, text: str, ways: list[str]) -> int | None:
    """One of several ways on, each a button; None when the person closed the dialog."""
    box = _box(parent, QMessageBox.Icon.Question, heading, text)
    buttons = [box.addButton(way, QMessageBox.ButtonRole.ActionRole) for way in ways]
    box.setEscapeButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
    box.exec()
    clicked = box.clickedButton()
    return next((number for number, each in enumerate(buttons) if each is clicked), None)


def ask_reason(
    parent: QWidget | None, heading: str, text: str = "", yes: str = "确定", at_least: int = 2
) -> str | None:
    """A reason in words (at least ``at_least`` characters); None when the person gave up."""
    dialog = ReasonDialog(parent, heading, text, yes, at_least)
    return dialog.reason() if dialog.exec() == QDialog.DialogCode.Accepted else None


def choose_file(parent: QWidget | None, heading: str, kinds: str, folder: Path | None = None) -> Path | None:
    """An existing file; ``kinds`` as Qt writes them: ``文本文件 (*.txt)``."""
    name, _ = QFileDialog.getOpenFileName(parent, heading, str(folder or Path.home()), kinds)
    return Path(name) if name else None


def save_file(
    parent: QWidget | None, heading: str, proposal: str, kinds: str, folder: Path | None = None
) -> Path | None:
    """Where to save; the system asks before an existing file is replaced."""
    name, _ = QFileDialog.getSaveFileName(parent, heading, str((folder or Path.home()) / proposal), kinds)
    return Path(name) if name else None


def choose_folder(parent: QWidget | None, heading: str, folder: Path | None = None) -> Path | None:
    """An existing folder."""
    name = QFileDialog.getExistingDirectory(parent, heading, str(folder or Path.home()))
    return Path(name) if name else None


class ReasonDialog(QDialog):
    """A question with room for some sentences; Ctrl+Enter accepts, Esc gives up."""

    def __init__(self, parent: QWidget | None, heading: str, text: str, yes: str, at_least: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setMinimumWidth(440)
        self._at_least = at_least
        caption = label(text or heading, wrap=True)
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName(heading)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(96)
        caption.setBuddy(self.edit)
        self._message = message()
        box = QDialogButtonBox()
        self.accept_button = box.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.accept)
        box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 5, STEP * 5, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 2)
        for part in (caption, self.edit, self._message, box):
            column.addWidget(part)
        self.edit.setFocus()

    def reason(self) -> str:
        """What was written, without the blanks around it."""
        return self.edit.toPlainText().strip()

    def accept(self) -> None:
        """Close when there are enough words; otherwise say so and stay."""
        if len(self.reason()) < self._at_least:
            say(self._message, f"请写明理由（至少 {self._at_least} 个字）。")
            self.edit.setFocus()
            return
        super().accept()


def _box(parent: QWidget | None, icon: QMessageBox.Icon, heading: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(icon)
    warning = icon is QMessageBox.Icon.Warning
    box.setIconPixmap(icons.pixmap("warn" if warning else "info", "warn" if warning else "accent", 28))
    box.setWindowTitle(heading if len(heading) <= 20 else "提示")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(heading)
    box.setInformativeText(text)
    return box

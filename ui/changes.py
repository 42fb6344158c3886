"""更新内容: what each version brought, to read and to search; and the one sentence on the desk after an upgrade."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from ui.line_edit import LineEdit
from ui.parts import button, title
from ui.theme import STEP, kind, theme
from ycdesk.changelog import Release, installed_version, releases, unseen, upgrade_sentence
from ycdesk.settings import read_settings, remember

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class ChangesDialog(QDialog):
    """All versions, newest first; what is typed above leaves only the lines that hold it."""

    def __init__(self, parent: QWidget | None, titles: Mapping[str, str]) -> None:
        super().__init__(parent)
        self.titles = titles
        self.setWindowTitle("更新内容")
        self.resize(720, 560)
        kind(self, "panel")
        self.search = LineEdit()
        self.search.setPlaceholderText("查找：条款、事项或任意文字")
        self.search.setAccessibleName("查找更新内容")
        self.search.textChanged.connect(self._show)
        self.sheet = QTextBrowser()
        self.sheet.setAccessibleName("更新内容")
        close = button("关闭", "primary")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 7, STEP * 6, STEP * 7, STEP * 5)
        column.setSpacing(STEP * 3)
        column.addWidget(title("更新内容"))
        column.addWidget(self.search)
        column.addWidget(self.sheet, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._show()

    def _show(self) -> None:
        from ui.policy_sheet import page  # here: it needs the calculation, which the desk does without

        words = self.search.text().strip().lower()
        parts = [part for each in releases() if (part := self._release(each, words))]
        self.sheet.setHtml(page("".join(parts) or "<p class='grey'>没有找到。</p>", theme().tokens))

    def _release(self, release: Release, words: str) -> str:
        """A version as rich text; empty where nothing of it holds ``words``."""
        amounts = [
            f"<b>影响金额</b>（{escape(change.scope)}）：{escape(change.text)}。"
            f"事项：{escape('、'.join(self.titles.get(measure, measure) for measure in change.measures))}"
            for change in release.amounts
        ]
        lines = [*amounts, *map(escape, release.entries)]
        head = f"{release.version}　{release.day}"
        found = lines if words in head else [line for line in lines if words in line.lower()]
        return f"<h3>{head}</h3>" + f"<ul>{''.join(f'<li>{line}</li>' for line in found)}</ul>" if found else ""


def tell_once(window: MainWindow | None, home: Path) -> None:
    """After an upgrade say once on the desk what has changed."""
    from ui.desk import DeskPage

    seen, installed = read_settings(home).last_version, installed_version()
    page = window.pages.currentWidget() if window is not None else None
    if window is None or seen == installed or not isinstance(page, DeskPage):
        return
    titles, new = window.office.titles, unseen(seen, installed)
    if new:
        page.news.tell(upgrade_sentence(new), "info", "更新内容", lambda: ChangesDialog(page, titles).exec())
    remember(home, last_version=installed)

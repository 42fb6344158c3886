"""The bar at the top: where one is, the search box, the bureau, and the person with what belongs to them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ui import icons
from ui.parts import label, secondary, tool
from ui.search_box import Found, SearchBox
from ui.theme import STEP, Mode, kind, theme
from ycdesk.domain.people import Person


class TopBar(QWidget):
    """One line of 48 px.

    Signals:
        back: to the page before.
        password, help, keys, about, lock, sign_out: chosen from the person's menu.
    """

    back = Signal()
    password = Signal()
    help = Signal()
    keys = Signal()
    about = Signal()
    lock = Signal()
    sign_out = Signal()

    def __init__(self, bureau: str, person: Person, find: Callable[[str], list[Found]]) -> None:
        super().__init__()
        kind(self, "bar").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        self.back_button = tool("left", "返回", "Alt+Left")
        self.back_button.clicked.connect(self.back)
        self.where = label("", "section")
        self.detail = secondary("")
        self.search = SearchBox(find)
        self.person_button = QToolButton()
        self.person_button.setText(f"{person.name}　{person.role.label}")
        self.person_button.setAccessibleName(f"{person.name}，{person.role.label}：密码、外观、锁定、退出")
        self.person_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.person_button.setIconSize(QSize(18, 18))
        self.person_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.put(self.person_button, "person", "secondary", 18)
        self.person_button.setMenu(self._menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 3, 0, STEP * 3, 0)
        row.setSpacing(STEP * 2)
        row.addWidget(_side(self.back_button, self.where, self.detail), 1)
        row.addWidget(self.search)
        row.addWidget(_side(secondary(bureau), self.person_button, right=True), 1)

    def show_where(self, words: str, detail: str = "", back: bool = False) -> None:
        """Name the page on screen; ``back`` offers the way to the one before."""
        self.where.setText(words)
        self.detail.setText(detail)
        self.back_button.setVisible(back)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        looks = menu.addMenu("外观")
        group = QActionGroup(looks)
        for mode in Mode:
            action = looks.addAction(mode.label)
            action.setCheckable(True)
            action.setActionGroup(group)
            action.setData(mode)
            action.triggered.connect(lambda _=False, mode=mode: theme().apply(mode))
        looks.aboutToShow.connect(lambda: _check_current(group))
        for words, key, icon, signal in (
            ("修改密码…", "", "edit", self.password),
            ("帮助手册", "F1", "help", self.help),
            ("快捷键", "Ctrl+/", "keyboard", self.keys),
            ("关于", "", "info", self.about),
            ("锁定", "Ctrl+L", "lock", self.lock),
            ("退出登录", "Ctrl+Shift+Q", "signout", self.sign_out),
        ):
            if signal is self.lock:
                menu.addSeparator()
            action = QAction(words, menu)
            icons.put(action, icon)
            if key:
                action.setShortcut(key)
            action.triggered.connect(signal)
            menu.addAction(action)
        self.addActions(menu.actions())  # so that their keys work while the menu is closed
        return menu


def _side(*parts: QWidget, right: bool = False) -> QWidget:
    """One of two sides of the same width, so that the search box stays in the middle."""
    result = QWidget()
    result.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout(result)
    row.setContentsMargins(STEP, 0, STEP, 0)
    row.setSpacing(STEP * 2)
    if right:
        row.addStretch(1)
    for part in parts:
        row.addWidget(part)
    if not right:
        row.addStretch(1)
    return result


def _check_current(group: QActionGroup) -> None:
    for action in group.actions():
        action.setChecked(action.data() == theme().mode)

"""The first window: it shows at once, and holds the sign-in, the first start, or what keeps the office shut."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ui import APPLICATION_NAME
from ui.labels import label
from ui.signin import SignInPage
from ui.theme import STEP, kind
from ycdesk.paths import resources


class Door(QFrame):
    """Sign-in and what can come before it. The other pages are made when they are needed.

    Signals:
        painted: once, after the first paint; now the slow work may begin.
        closed: the person closed the window.
    """

    painted = Signal()
    closed = Signal()

    def __init__(self, last_login: str) -> None:
        super().__init__()
        self._painted = False
        self.setWindowTitle(APPLICATION_NAME)
        kind(self, "panel")
        self.side = _Side()
        self.signin = SignInPage(last_login)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.signin)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(self.pages, 1)
        self.resize(820, 540)
        self.signin.setFocus()

    def open_page(self, page: QWidget) -> None:
        """Show ``page``, with the cursor where it wants it."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        page.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


class _Side(QFrame):
    """The coloured side with the program's mark and name and, when it is known, the bureau's."""

    def __init__(self) -> None:
        super().__init__()
        kind(self, "side")
        self.setFixedWidth(272)
        mark = QLabel()
        mark.setPixmap(QIcon(str(resources() / "icons" / "mark.svg")).pixmap(QSize(44, 44)))
        self.name = label(APPLICATION_NAME, "side_name")
        self.bureau = label("", "side_text", wrap=True)
        self.paper = label("运政办发〔2024〕10号", "side_small")
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 8, STEP * 9, STEP * 6, STEP * 7)
        column.setSpacing(STEP * 2)
        column.addWidget(mark)
        column.addSpacing(STEP * 5)
        column.addWidget(self.name)
        column.addWidget(self.bureau)
        column.addStretch(1)
        column.addWidget(self.paper)

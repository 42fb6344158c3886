"""The first window: it shows at once, and holds the sign-in, the first start, or what keeps the office shut."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import APPLICATION_NAME, icons
from ui.parts import label
from ui.signin import SignInPage
from ui.theme import STEP, kind, theme


class Door(QWidget):
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
        self.setWindowIcon(icons.application_icon())
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
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


class _Side(QWidget):
    """The coloured side with the program's name and, when it is known, the bureau's."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(272)
        self.name = label(APPLICATION_NAME, "side_name")
        self.bureau = label("", "side_text", wrap=True)
        self.paper = label("运政办发〔2024〕10号", "side_small")
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 8, STEP * 8, STEP * 6, STEP * 7)
        column.setSpacing(STEP * 2)
        column.addSpacing(STEP * 20)
        column.addWidget(self.name)
        column.addWidget(self.bureau)
        column.addStretch(1)
        column.addWidget(self.paper)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), tokens.color("side"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("side_strong"))
        painter.drawRoundedRect(QRectF(STEP * 8, STEP * 9, 44, 44), 10, 10)
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setColor(tokens.color("side"))
        pen.setWidthF(3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        left, top = STEP * 8, STEP * 9
        tick = ((13, 23), (20, 30), (32, 15))
        painter.drawPolyline([QPointF(left + x, top + y) for x, y in tick])

"""Sums before and after as pairs of bars, one pair a measure or county. Painted, no chart library."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import body_font
from ui.parts import money
from ui.rulings_effects import signed
from ui.theme import BODY, SMALL, STEP, theme
from ycdesk.services.replay import Total

_ROW = 46  #: px
_BAR = 6  #: px
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ChangeBars(QWidget):
    """Two lines a total: its name, how many cases and the difference; below, the bar before and the bar after."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.totals: tuple[Total, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme().changed.connect(self.update)

    def show_totals(self, totals: Sequence[Total]) -> None:
        """Paint others."""
        self.totals = tuple(totals)
        words = (f"{each.title} {money(each.before)} 变为 {money(each.after)}" for each in self.totals)
        self.setAccessibleDescription("，".join(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW * len(self.totals))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((amount for each in self.totals for amount in (each.before, each.after)), default=Decimal(0))
        for number, total in enumerate(self.totals):
            self._paint(painter, number * _ROW, total, most or Decimal(1))

    def _paint(self, painter: QPainter, top: int, total: Total, most: Decimal) -> None:
        tokens, width = theme().tokens, self.width()
        line = QRectF(0, top, width, BODY + STEP * 2)
        painter.setFont(body_font(BODY))
        painter.setPen(tokens.color("text"))
        painter.drawText(line, _LEFT, total.title or "（未填）")
        painter.setPen(tokens.color("bad" if total.difference < 0 else "ok" if total.difference else "secondary"))
        painter.drawText(line, _RIGHT, signed(total.difference))
        painter.setFont(body_font(SMALL))
        painter.setPen(tokens.color("secondary"))
        beside = painter.fontMetrics().horizontalAdvance("全全全全全全全全")
        painter.drawText(line.adjusted(beside, 0, 0, 0), _LEFT, f"{total.count} 件")
        painter.setPen(Qt.PenStyle.NoPen)
        for step, (amount, token) in enumerate(((total.before, "border_strong"), (total.after, "accent"))):
            length = width * float(amount / most)
            bar = QRectF(0, line.bottom() + step * (_BAR + 2), max(length, 2), _BAR)
            painter.setBrush(tokens.color(token))
            painter.drawRoundedRect(bar, 2, 2)

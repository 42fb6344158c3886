"""How a line of the preview panel is set: where its parts go, how high it is, how it is drawn."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QLinearGradient, QPainter, QPen, QPixmap

from ui.fonts import body_font
from ui.preview_items import Head, Item, Look
from ui.theme import BODY, DISPLAY, SMALL, STEP, theme

Flags = Qt.AlignmentFlag | int
MARGIN = STEP * 5
_SIGN = STEP * 6
_HEADING = STEP * 9
_LINE = STEP * 5
_MOST_PICTURES = 240
"""Lines kept as pictures, some 100 kB each."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_WRAP = _LEFT | Qt.TextFlag.TextWordWrap
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_CENTRE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LinePainter:
    """Sets lines in rows as wide as the panel. Heights are remembered: most lines stay as they were at a key press."""

    def __init__(self) -> None:
        self._display = body_font(DISPLAY + 4, bold=True)
        self._bold = body_font(BODY, bold=True)
        self._body = body_font(BODY)
        self._small = body_font(SMALL)
        self._metrics = {id(font): QFontMetrics(font) for font in (self._bold, self._body, self._small)}
        self._heights: dict[tuple[Item, int], int] = {}
        self._pictures: dict[tuple[Item, int, bool, float, str], QPixmap] = {}

    def head_height(self, head: Head) -> int:
        """Height of the amount on top."""
        return STEP * (28 if head.parts else 23)

    def height(self, item: Item, width: int) -> int:
        """Height of a line in a panel of this width."""
        if item.look is Look.HEADING:
            return _HEADING
        height = self._heights.get((item, width))
        if height is None:
            if len(self._heights) > 4000:
                self._heights.clear()
            text, detail = self._boxes(item, QRect(0, 0, width, 0))
            below = 0 if not item.detail or detail.left() > text.left() else detail.height()
            height = max(text.height(), _LINE) + below + STEP * 2
            self._heights[(item, width)] = height
        return height

    def _boxes(self, item: Item, row: QRect) -> tuple[QRect, QRect]:
        """Where text and detail go within a row; both wrap, and an inline detail stands beside its text if it fits."""
        metrics = self._metrics[id(self._bold if item.strong else self._body)]
        small = self._metrics[id(self._small)]
        left = row.left() + MARGIN + _SIGN
        room = row.width() - MARGIN * 2 - _SIGN
        figure = metrics.horizontalAdvance(item.figure) + STEP * 3 if item.figure else 0
        clause = small.horizontalAdvance(item.clause) + STEP * 3 if item.clause else 0
        beside = max(room - (figure or clause), 60)
        below = max(room - (clause if item.figure else 0), 60)
        text = metrics.boundingRect(QRect(0, 0, beside, 10_000), int(_WRAP), item.text)
        detail = small.boundingRect(QRect(0, 0, below, 10_000), int(_WRAP), item.detail)
        top = row.top() + STEP
        start = metrics.horizontalAdvance(item.text) + STEP * 3
        if item.inline and start + small.horizontalAdvance(item.detail) <= beside:
            return (
                QRect(left, top, start - STEP * 3, text.height()),
                QRect(left + start, top + 2, beside - start, detail.height()),
            )
        return (
            QRect(left, top, beside, text.height()),
            QRect(left, top + max(text.height(), _LINE), below, detail.height()),
        )

    def paint_head(self, painter: QPainter, head: Head, area: QRect) -> None:
        """The amount, its capital form and its parts."""
        inner = area.adjusted(MARGIN, STEP * 4, -MARGIN, 0)
        plain = head.tone == "text"
        self._text(painter, self._small, "secondary", inner, _LEFT, head.caption)
        line = QRect(inner.left(), inner.top() + _LINE, inner.width(), STEP * 9)
        amount_tone = "accent" if plain and head.amount != "—" else "faint" if plain else head.tone
        self._text(painter, self._display, amount_tone, line, _CENTRE, head.amount)
        if head.amount != "—":
            after = QFontMetrics(self._display).horizontalAdvance(head.amount) + STEP * 2
            self._text(painter, self._body, "secondary", line.adjusted(after, STEP * 2, 0, 0), _CENTRE, "元")
        words = QRect(inner.left(), line.bottom(), inner.width(), _LINE)
        self._text(painter, self._body, "text" if plain else head.tone, words, _CENTRE, head.words)
        self._text(painter, self._small, "secondary", words.translated(0, _LINE), _CENTRE, head.parts)

    def fade(self, painter: QPainter, area: QRect) -> None:
        """There is more below: the last line goes out softly instead of being cut."""
        ground = theme().tokens.color("panel")
        clear = QColor(ground)
        clear.setAlpha(0)
        shade = QLinearGradient(area.topLeft(), area.bottomLeft())
        shade.setColorAt(0, clear)
        shade.setColorAt(1, ground)
        painter.fillRect(area, shade)

    def paint(self, painter: QPainter, item: Item, row: QRect, current: bool) -> None:
        """One line; ``current`` is the one under the mouse or the cursor. A line once set is kept as a picture."""
        ratio = painter.device().devicePixelRatioF()
        key = (item, row.width(), current, ratio, theme().tokens.name)
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) > _MOST_PICTURES:
                self._pictures.clear()
            picture = QPixmap((QSizeF(row.size()) * ratio).toSize())
            picture.setDevicePixelRatio(ratio)
            picture.fill(theme().tokens.color("panel"))
            into = QPainter(picture)
            self._set(into, item, QRect(QPoint(0, 0), row.size()), current)
            into.end()
            self._pictures[key] = picture
        painter.drawPixmap(row.topLeft(), picture)

    def _set(self, painter: QPainter, item: Item, row: QRect, current: bool) -> None:
        tokens = theme().tokens
        if item.look is Look.HEADING:
            painter.setPen(QPen(tokens.color("border"), 1))
            painter.drawLine(MARGIN, row.top() + STEP * 2, row.right() - MARGIN, row.top() + STEP * 2)
            words = row.adjusted(MARGIN, STEP * 3, -MARGIN, 0)
            self._text(painter, self._small, "secondary", words, _CENTRE, item.text)
            return
        if current:
            painter.fillRect(row.adjusted(STEP * 2, 0, -STEP * 2, 0), tokens.color("hover"))
        text, detail = self._boxes(item, row)
        font = self._bold if item.strong else self._body
        sign_tone = "secondary" if item.figure else item.tone
        self._text(painter, self._body, sign_tone, QRect(MARGIN, text.top(), _SIGN, _LINE), _LEFT, item.sign)
        tone = item.tone if item.tone in ("bad", "accent", "secondary") else "text"
        self._text(painter, font, tone, text, _WRAP, item.text)
        edge = row.right() - MARGIN + 1
        if item.figure:
            right = QRect(text.right(), text.top(), edge - text.right(), _LINE)
            self._text(painter, font, "text", right, _RIGHT, item.figure)
        top = detail.top() if item.figure and item.detail else text.top() + (_LINE if item.figure else 0)
        beside = QRect(text.left(), top, edge - text.left(), _LINE)
        self._text(painter, self._small, "accent" if current else "faint", beside, _RIGHT, item.clause)
        self._text(painter, self._small, "secondary", detail, _WRAP, item.detail)

    def _text(self, painter: QPainter, font: QFont, tone: str, area: QRect, flags: Flags, text: str) -> None:
        if text:
            painter.setFont(font)
            painter.setPen(theme().tokens.color(tone))
            painter.drawText(area, int(flags), text)

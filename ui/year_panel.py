"""The year at a glance: cases by state as bars, and what has been awarded. Painted, no chart library."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import icons
from ui.fonts import body_font
from ui.parts import STATE_ICONS, STATE_SIGNS, Amount, line, secondary, section, small
from ui.theme import BODY, STEP, kind, theme
from ycdesk.domain.states import CaseState
from ycdesk.services.desk import YearFigures

_ROW = 26  #: px
_LABEL = 96  #: px
_COUNT = 40  #: px
_MEASURES = 5  #: shown by name, the largest
GROUPS = (
    ("草稿", (CaseState.DRAFT,)),
    ("受理中", (CaseState.RECEIVED, CaseState.SUPPLEMENT, CaseState.ACCEPTED, CaseState.RETURNED)),
    ("待审批", (CaseState.PENDING, CaseState.COUNTERSIGN)),
    ("拟支持", (CaseState.SUPPORTED,)),
    ("公示中", (CaseState.PUBLICISED,)),
    ("待资金", (CaseState.UNFUNDED,)),
    ("待拨付", (CaseState.PAYABLE, CaseState.PART_PAID)),
    ("已拨付", (CaseState.PAID, CaseState.ARCHIVED)),
    ("未支持", (CaseState.REFUSED, CaseState.REJECTED)),
    ("撤回放弃", (CaseState.WITHDRAWN, CaseState.LAPSED)),
    ("更正追回", (CaseState.CORRECTED, CaseState.RECOVERING, CaseState.RECOVERED)),
)
"""The states as the year shows them; the first of each lends its sign."""
_ALWAYS = (CaseState.DRAFT, CaseState.PENDING, CaseState.SUPPORTED, CaseState.PAID)


class StateBars(QWidget):
    """One line a group of states that has cases, and the main ones anyway: sign and word, bar, number."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[tuple[str, CaseState, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_counts(self, counts: Mapping[CaseState, int]) -> None:
        """Paint other numbers."""
        summed = [(words, states[0], sum(counts.get(state, 0) for state in states)) for words, states in GROUPS]
        self._groups = [group for group in summed if group[2] or group[1] in _ALWAYS]
        self.setAccessibleName("，".join(f"{words} {count} 件" for words, _, count in self._groups))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _ROW * len(self._groups))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(body_font(BODY))
        most = max([1, *(count for _, _, count in self._groups)])
        room = self.width() - _LABEL - _COUNT
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        for number, (words, state, count) in enumerate(self._groups):
            top = number * _ROW
            tone = STATE_SIGNS[state.value][1]
            sign = icons.pixmap(STATE_ICONS[state.value], tone if count else "faint", 16)
            painter.drawPixmap(QPointF(0, top + (_ROW - 16) / 2), sign)
            painter.setPen(tokens.color("faint" if not count else "text"))
            painter.drawText(QRectF(24, top, _LABEL, _ROW), left | middle, words)
            painter.drawText(QRectF(self.width() - _COUNT, top, _COUNT, _ROW), right | middle, str(count))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("pressed"))
            painter.drawRoundedRect(QRectF(_LABEL, top + 11, room, 6), 3, 3)
            if count:
                painter.setBrush(tokens.color(tone))
                painter.drawRoundedRect(QRectF(_LABEL, top + 11, max(room * count / most, 6), 6), 3, 3)


class YearPanel(QWidget):
    """The right column of the desk."""

    def __init__(self) -> None:
        super().__init__()
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(264)
        self.year = section("")
        self.total = small("")
        self.bars = StateBars()
        self.awarded = Amount(pixels=20, bold=True)
        self.awarded.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.city, self.county, self.open = Amount(), Amount(), Amount()
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 5, STEP * 5, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 2)
        head = QHBoxLayout()
        head.addWidget(self.year)
        head.addStretch(1)
        head.addWidget(self.total)
        column.addLayout(head)
        column.addWidget(self.bars)
        column.addSpacing(STEP * 2)
        column.addWidget(line())
        column.addSpacing(STEP)
        column.addWidget(section("拟支持金额"))
        column.addWidget(self.awarded)
        self._parts = [_pair("市级", self.city), _pair("县（市、区）", self.county), _pair("比例待明确", self.open)]
        for pair in self._parts:
            column.addWidget(pair)
        column.addSpacing(STEP * 2)
        self._heading = section("按事项")
        column.addWidget(self._heading)
        self._measures = QVBoxLayout()
        self._measures.setSpacing(STEP * 2)
        column.addLayout(self._measures)
        column.addStretch(1)

    def show_year(self, year: int, figures: YearFigures) -> None:
        """Show other figures; what has no ratio in the policy text is the rest of what was awarded."""
        self.year.setText(f"{year} 年")
        self.total.setText(f"共 {sum(figures.counts.values())} 件")
        self.bars.show_counts(figures.counts)
        self.awarded.show_amount(figures.awarded, "元")
        self.city.show_amount(figures.city)
        self.county.show_amount(figures.county)
        rest = figures.awarded - figures.city - figures.county
        self.open.show_amount(rest)
        self._parts[2].setVisible(rest > 0)
        while (item := self._measures.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for measure, amount in list(figures.measures.items())[:_MEASURES]:
            self._measures.addWidget(_pair(measure, Amount(amount)))
        self._heading.setVisible(bool(figures.measures))


def _pair(words: str, amount: Amount) -> QWidget:
    result = QWidget()
    row = QHBoxLayout(result)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(secondary(words))
    row.addStretch(1)
    row.addWidget(amount)
    amount.setAccessibleName(words)
    return result

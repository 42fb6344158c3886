"""The readings that a supervisor confirms one by one: the question, how it is read now, what else it could come to."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.parts import label, section
from ui.preview_items import ways_of
from ui.theme import STEP, kind
from ycdesk.calculation.assessment import Flag

SHARE = 0.44
"""Of the height beside it that the readings may take before they scroll."""


class FlagBox(QWidget):
    """One reading: a box to tick, the question beside it, and in small the alternatives. A click anywhere ticks."""

    def __init__(self, flag: Flag) -> None:
        super().__init__()
        self.flag = flag
        self.box = QCheckBox()
        question = label(flag.text, wrap=True)
        question.setBuddy(self.box)
        words = ways_of(flag)
        self.words = [question, *(label(each, "hint", wrap=True) for each in words)]
        self.words.append(label(f"口径 {flag.reading}　{flag.clause}", "faint_small"))
        self.box.setAccessibleName(f"确认口径 {flag.reading}：{flag.text}")
        self.box.setAccessibleDescription("；".join(words))
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.setContentsMargins(0, STEP, 0, STEP)
        for each in self.words:
            texts.addWidget(each)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.box.toggle()
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)


class FlagList(QWidget):
    """All readings of a case under a heading; they scroll when they would take the room of the computation."""

    def __init__(self) -> None:
        super().__init__()
        self.flags: list[FlagBox] = []
        self._heading: QLabel = section("")
        self._inner = kind(QWidget(), "panel")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, STEP * 2, 0)
        self._column.setSpacing(0)
        self.area = _Area()
        self.area.setWidget(self._inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(STEP)
        box.addWidget(self._heading)
        box.addWidget(self.area)
        self.hide()

    def show_flags(self, flags: tuple[Flag, ...]) -> None:
        """Show other readings, none of them confirmed."""
        for old in self.flags:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.flags = [FlagBox(flag) for flag in flags]
        for each in self.flags:
            each.box.toggled.connect(self._count)
            self._column.addWidget(each)
        self._count()
        self.area.verticalScrollBar().setValue(0)
        self.setVisible(bool(flags))
        self.area.fit()

    def confirmed(self) -> list[str]:
        """Ids of the readings that were ticked."""
        return [each.flag.reading for each in self.flags if each.box.isChecked()]

    def first_open(self) -> QCheckBox | None:
        """The first reading that is not confirmed yet."""
        return next((each.box for each in self.flags if not each.box.isChecked()), None)

    def go_to(self, box: QCheckBox) -> None:
        """Put the cursor on a reading and bring it into view."""
        box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.area.ensureWidgetVisible(next(each for each in self.flags if each.box is box), 0, 0)

    def limit(self, height: int) -> None:
        """The column in which this list stands is ``height`` px high."""
        self.area.most = int(height * SHARE)
        self.area.fit()

    def _count(self) -> None:
        self._heading.setText(f"逐项确认口径　{len(self.confirmed())}/{len(self.flags)}")


class _Area(QScrollArea):
    """As high as what it holds, up to ``most`` px."""

    def __init__(self) -> None:
        super().__init__()
        self.most = STEP * 60
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fit(self) -> None:
        """Take the room that the words need at this width."""
        self.widget().adjustSize()
        self.setFixedHeight(min(max(self.widget().heightForWidth(self.viewport().width()), 0), self.most))

    def sizeHint(self) -> QSize:
        return QSize(240, self.most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

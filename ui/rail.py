"""The narrow bar at the left: the places that exist and that this role may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui import icons
from ui.labels import on_key
from ui.theme import STEP, kind
from ycdesk.domain.roles import Role

_ALL = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: its name in the code, its icon, its words, and who sees it."""

    id: str
    icon: str
    words: str
    roles: frozenset[Role] = _ALL


PLACES = (
    Place("desk", "desk", "工作台"),
    Place("cases", "cases", "办件"),
    Place("approval", "approval", "审批", frozenset({Role.SUPERVISOR})),
    Place("applicants", "applicants", "申报主体"),
    Place("money", "money", "预算与拨付", frozenset({Role.SUPERVISOR, Role.CLERK, Role.ADMINISTRATOR})),
    Place("printing", "print", "打印", frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.CLERK})),
    Place("statistics", "statistics", "统计"),
    Place("tables", "tables", "导入导出"),
    Place("rulings", "book", "口径与裁定"),
    Place("administration", "admin", "管理", frozenset({Role.ADMINISTRATOR})),
)


def places_of(roles: Collection[Role]) -> list[Place]:
    """What the rail shows to somebody with these roles, from top to bottom."""
    return [place for place in PLACES if place.roles & frozenset(roles)]


class Rail(QWidget):
    """Icon over word, one chosen.

    Signals:
        chosen(id): the person went to another place.
    """

    chosen = Signal(str)

    def __init__(self, roles: Collection[Role]) -> None:
        super().__init__()
        kind(self, "rail").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(80)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 3, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        for number, place in enumerate(places_of(roles), start=1):
            column.addWidget(self._button(place, f"Ctrl+{number}"))
        column.addStretch(1)

    def _button(self, place: Place, key: str) -> QToolButton:
        result = kind(QToolButton(), "rail")
        result.setText(place.words)
        result.setToolTip(f"{place.words}　{key}")
        on_key(result, key, result.click)
        result.setCheckable(True)
        result.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        result.setIconSize(QSize(22, 22))
        result.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        result.setAccessibleName(place.words)
        icons.put(result, place.icon, "secondary", 22)
        result.clicked.connect(lambda: self.chosen.emit(place.id))
        self._group.addButton(result)
        self._buttons[place.id] = result
        return result

    def show_place(self, place: str) -> None:
        """Mark ``place`` as the one on screen."""
        if place in self._buttons:
            self._buttons[place].setChecked(True)

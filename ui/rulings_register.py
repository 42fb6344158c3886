"""裁定: the register itself, the newest first; what is still to be ruled stands above it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.background import Background
from ui.banner import Banner
from ui.focus import enter_at
from ui.parts import button, label, secondary
from ui.readings_sheet import said
from ui.rulings_effects import EffectsDialog
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import STEP
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person, Role
from ycdesk.domain.ruling import Ruling, Subject
from ycdesk.services.office import Office
from ycdesk.services.people import list_people
from ycdesk.services.ruling_checks import RATED
from ycdesk.services.ruling_effects import Consequences, RulingValues, consequences
from ycdesk.services.rulings import list_rulings

_COLUMNS = (
    Column("文件", 156),
    Column("文件日期", 96),
    Column("签发人", 72),
    Column("种类", 92),
    Column("内容"),
    Column("适用于自", 96),
    Column("受影响", 64, right=True),
    Column("记录人", 72),
    Column("记录日期", 96),
)


class RegisterTab(QWidget):
    """Signals:
    opened(effect): an affected case was chosen.
    ruling_wanted(subject): a ruling is to be recorded.
    """

    opened = Signal(object)
    ruling_wanted = Signal(object)

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        self.office, self.background = office, background
        self.rulings: list[Ruling] = []
        self._found: dict[int, Consequences] = {}
        self._counting: set[int] = set()
        self._people: dict[int, str] = {}
        self.policy_id: str | None = None
        """Whose open points stand above the register; None: those of the policy of today."""
        self.banner = Banner()
        self.split_words, self.rate_words = label(""), label("")
        self.split_button = button("裁定分担比例…", "link")
        self.rate_button = button("裁定补助比例…", "link")
        self.rule_button = button("记录裁定…", "primary", "edit", "Ctrl+R")
        self.effects_button = button("受影响的办件", "", "cases", "Ctrl+Shift+E")
        self.table = RowsTable("裁定", _COLUMNS)
        self.empty = secondary("还没有记录裁定。裁定记录后，自适用之日起的申请按裁定测算。")
        self._may = person.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
        self._build()
        if not self._may:
            self.rule_button.hide()
        self.rule_button.clicked.connect(lambda: self.ruling_wanted.emit(Subject.READING))
        self.split_button.clicked.connect(lambda: self.ruling_wanted.emit(Subject.SPLIT))
        self.rate_button.clicked.connect(lambda: self.ruling_wanted.emit(Subject.RATE))
        self.effects_button.clicked.connect(self.show_effects)
        self.table.opened.connect(lambda _: self.show_effects())
        self.table.current_changed.connect(self._count_current)
        enter_at(self, self.table)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(STEP * 2)
        words = QVBoxLayout()
        words.setSpacing(STEP)
        for text, deed in ((self.split_words, self.split_button), (self.rate_words, self.rate_button)):
            line = QHBoxLayout()
            line.setSpacing(STEP * 2)
            line.addWidget(text)
            line.addWidget(deed)
            line.addStretch(1)
            words.addLayout(line)
        head.setContentsMargins(STEP * 5, STEP * 3, STEP * 5, STEP * 2)
        head.addLayout(words, 1)
        head.addWidget(self.effects_button)
        head.addWidget(self.rule_button)
        self.empty.setContentsMargins(STEP * 5, STEP * 2, STEP * 5, STEP * 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Read the register anew; the numbers of cases follow from the background."""
        self.rulings = list_rulings(self.office)
        self._people = {each.id: each.name for each in list_people(self.office)}
        self._found = {}
        self._counting.clear()
        self._show_open()
        self._fill()
        self._count_current()

    def _show_open(self) -> None:
        package = self.office.packages.get(self.policy_id) or self.office.package
        mine = [each for each in self.rulings if each.policy_id == package.id]
        counties = [c for c in package.counties.values() if c.city_percent is None and not c.city_level]
        ruled = {each.county: each for each in reversed(mine) if each.subject is Subject.SPLIT}
        names = "、".join(county.name for county in counties)
        splits = [said(ruled[county.code], package) for county in counties if county.code in ruled]
        missing = [county for county in counties if county.code not in ruled]
        self.split_words.setText(f"! {names}的市县分担比例：未裁定" if missing else f"✓ 分担比例　{'；'.join(splits)}")
        self.split_button.setVisible(self._may and bool(missing))
        rate = next((each for each in mine if each.subject is Subject.RATE), None)
        title = f"{package.measures[RATED].clause} {package.measures[RATED].short_title}"
        self.rate_words.setText(f"✓ 补助比例　{said(rate, package)}" if rate else f"! {title}的补助比例：未裁定")
        self.rate_button.setVisible(self._may and rate is None)

    def _fill(self) -> None:
        self.table.show_rows([self._row(ruling) for ruling in self.rulings])
        self.empty.setVisible(not self.rulings)
        self.table.setVisible(bool(self.rulings))
        self.effects_button.setEnabled(bool(self.rulings))

    def _row(self, ruling: Ruling) -> Row:
        found = self._found.get(ruling.id)
        cells = (
            ruling.document,
            ruling.decided_on.isoformat(),
            ruling.signer,
            ruling.subject.label,
            said(ruling, self._package(ruling)),
            ruling.valid_from.isoformat(),
            "" if found is None else str(len(found.all)),
            self._people.get(ruling.recorded_by, ""),
            f"{ruling.recorded_at:%Y-%m-%d}",
        )
        return Row(cells, ruling.id, {1: "secondary", 3: "secondary", 7: "secondary", 8: "secondary"})

    def _package(self, ruling: Ruling) -> PolicyPackage:
        return self.office.packages.get(ruling.policy_id) or self.office.package

    def _count_current(self) -> None:
        """The cases of the ruling under the cursor; to look at those of all would take minutes after some years."""
        ruling = self._current()
        if ruling is None or ruling.id in self._found or ruling.id in self._counting:
            return
        self._counting.add(ruling.id)
        values = RulingValues.of(ruling)
        self.background.run(
            f"裁定的影响　{ruling.document}",
            lambda job: consequences(self.office, values, job.progress),
            lambda found: self._take(ruling.id, found),
            self._failed,
            quiet=True,
        )

    def _take(self, ruling_id: int, found: Consequences) -> None:
        self._counting.discard(ruling_id)
        self._found[ruling_id] = found
        self._fill()

    def _failed(self, error: Exception) -> None:
        self._counting.clear()
        if isinstance(error, DeskError):
            self.banner.tell(str(error), "bad")

    def _current(self) -> Ruling | None:
        """The ruling under the cursor."""
        chosen = self.table.current()
        return next((each for each in self.rulings if each.id == chosen), None)

    def show_effects(self) -> None:
        """受影响的办件 of the ruling under the cursor, once they have been counted."""
        ruling = self._current()
        if ruling is None:
            return
        found = self._found.get(ruling.id)
        if found is None:
            self.banner.tell("受影响的办件正在测算，请稍候再打开。", "info")
            return
        dialog = EffectsDialog(self, f"{ruling.cited}　{said(ruling, self._package(ruling))}", found)
        dialog.opened.connect(self.opened)
        dialog.exec()
        dialog.deleteLater()

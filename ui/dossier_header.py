"""The line about the applicant on top of a dossier."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts import Badge, button, money, secondary
from ui.theme import STEP
from ycdesk.calculation.package import KIND_LABELS
from ycdesk.domain.dossier import Dossier
from ycdesk.services.desk import applicant_cases
from ycdesk.services.office import Office


class DossierHeader(QWidget):
    """County, name, code and kind; how often they came and what they were awarded."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.applicant = button("", "link")
        self.applicant.setStyleSheet("font-weight: bold; font-size: 16px; padding: 0;")
        self.applicant.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.county = Badge("")
        self.code = secondary("")
        self.kind = secondary("")
        self.past = secondary("")
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 5, STEP * 3, STEP * 5, STEP)
        row.setSpacing(STEP * 3)
        for part in (self.county, self.applicant, self.code, self.kind):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.past)

    def show_dossier(self, dossier: Dossier) -> None:
        """Show the applicant of a dossier as it is now."""
        applicant = dossier.applicant
        county = self._office.package.counties.get(applicant.county)
        self.county.put(county.name if county else applicant.county, "accent")
        self.applicant.setText(applicant.name)
        self.applicant.setToolTip("查看申报主体")
        self.code.setText(applicant.credit_code or "")
        self.kind.setText(KIND_LABELS.get(applicant.kind, applicant.kind))
        rows = applicant_cases(self._office, applicant.id)
        awarded = sum((row.amount or Decimal(0) for row in rows if row.state.standing), Decimal(0))
        past = f"{dossier.number}　办件 {len(rows)}"
        self.past.setText(past + (f" · 已获 {money(awarded)} 元" if awarded else ""))

"""One applicant: what is known about it, what it received, and all its cases."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.case_table import APPLICANT, DAYS, CaseLine, CaseTable
from ui.parts import Badge, button, label, line, money, secondary, section, title
from ui.theme import STEP, kind
from ycdesk.calculation.package import KIND_LABELS
from ycdesk.domain.applicant import FIELD_LABELS, Applicant
from ycdesk.domain.people import Person, Role
from ycdesk.services.applicants import applicant_summary, get_applicant
from ycdesk.services.desk import applicant_cases
from ycdesk.services.office import Office

_LEFT = ("credit_code", "address", "legal_representative", "contact_name", "contact_phone", "email")
_RIGHT = ("bank_name", "bank_branch_code", "account_name", "account_number", "remark")


class ApplicantCard(QWidget):
    """The right half of the page of applicants.

    Signals:
        edit_wanted: the person wants to change it.
        visit(applicant_id): it is at the counter.
        case_opened(dossier_id, case_id): one of its cases was chosen.
    """

    edit_wanted = Signal()
    visit = Signal(int)
    case_opened = Signal(int, int)

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office = office
        self.applicant: Applicant | None = None
        self.may_edit = person.role in (Role.CASEWORKER, Role.ADMINISTRATOR)
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = title("")
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.badge = Badge()
        self.county = secondary("")
        self.summary = secondary("")
        self.edit_button = button("修改", "", "edit", "F2")
        self.visit_button = button("登记来访", "primary", "plus")
        self.facts = {each: label("") for each in (*_LEFT, *_RIGHT)}
        self.cases = CaseTable("这个申报主体的办件", without=(APPLICANT, DAYS))
        self.cases.horizontalHeader().setStretchLastSection(True)
        self.no_cases = secondary("还没有办件。")
        self._build()
        self.edit_button.setVisible(self.may_edit)
        self.visit_button.setVisible(person.role is Role.CASEWORKER)
        self.edit_button.clicked.connect(self.edit_wanted)
        self.visit_button.clicked.connect(self._visit)
        self.cases.opened.connect(self._open)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(STEP * 2)
        head.addWidget(self.name)
        head.addWidget(self.badge)
        head.addStretch(1)
        head.addWidget(self.edit_button)
        head.addWidget(self.visit_button)
        facts = QGridLayout()
        facts.setHorizontalSpacing(STEP * 4)
        facts.setVerticalSpacing(STEP * 2)
        for column, names in enumerate((_LEFT, _RIGHT)):
            for row, name in enumerate(names):
                value = self.facts[name]
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                value.setAccessibleName(FIELD_LABELS[name])
                facts.addWidget(secondary(FIELD_LABELS[name]), row, column * 2)
                facts.addWidget(value, row, column * 2 + 1)
            facts.setColumnStretch(column * 2 + 1, 1)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(STEP * 6, STEP * 4, STEP * 6, STEP * 3)
        column_box.setSpacing(STEP * 2)
        column_box.addLayout(head)
        line_two = QHBoxLayout()
        line_two.setSpacing(STEP * 4)
        line_two.addWidget(self.county)
        line_two.addWidget(self.summary)
        line_two.addStretch(1)
        column_box.addLayout(line_two)
        column_box.addSpacing(STEP)
        column_box.addLayout(facts)
        column_box.addSpacing(STEP)
        column_box.addWidget(line())
        column_box.addWidget(section("办件"))
        column_box.addWidget(self.no_cases, 0, Qt.AlignmentFlag.AlignTop)
        column_box.addWidget(self.cases, 1)

    def show_applicant(self, applicant: Applicant) -> None:
        """Show ``applicant`` as the office knows it now."""
        self.applicant = applicant = get_applicant(self.office, applicant.id)
        self.name.setText(applicant.name)
        self.badge.put(KIND_LABELS.get(applicant.kind, applicant.kind))
        county = self.office.package.counties.get(applicant.county)
        self.county.setText(county.name if county else applicant.county)
        summary = applicant_summary(self.office, applicant.id)
        last = f"上次来访 {summary.last_visit:%Y-%m-%d}" if summary.last_visit else "还没有来访"
        self.summary.setText(f"{last} · 办件 {summary.cases} · 已获 {money(summary.awarded)} 元")
        for name, value in self.facts.items():
            value.setText(str(getattr(applicant, name) or "—"))
        rows = applicant_cases(self.office, applicant.id)
        self.cases.show_lines(rows)
        self.cases.setVisible(bool(rows))
        self.no_cases.setVisible(not rows)

    def _visit(self) -> None:
        if self.applicant is not None:
            self.visit.emit(self.applicant.id)

    def _open(self, row: CaseLine) -> None:
        self.case_opened.emit(row.dossier_id, row.case_id)

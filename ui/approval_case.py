"""The middle of the approval page: one submitted case, read-only, with what changed since the last submission."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.alarms import AlarmList
from ui.banner import Banner
from ui.checklist import Checklist
from ui.form_facts import FactSheet
from ui.parts import Badge, label, secondary, section, small
from ui.steps import StepList
from ui.table_section import sections_for
from ui.theme import STEP, kind
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action, Proposal
from ycdesk.services.checklist import shown_rows
from ycdesk.services.decision import DecisionView
from ycdesk.services.draft import CaseDraft, open_draft
from ycdesk.services.office import Office


class CaseSheet(QScrollArea):
    """Facts, papers and log of one case."""

    def __init__(self, office: Office, person: Person, view: DecisionView) -> None:
        super().__init__()
        self._office, self._view = office, view
        self.draft: CaseDraft = open_draft(office, person, view.case)
        self.banner = Banner()
        self.facts = FactSheet(self.draft)
        self.tables = sections_for(self.draft)
        self.checklist = Checklist(office, person, view.case.id)
        self.alarms = AlarmList(office, person, view.case.id)
        inner = kind(QWidget(), "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 3)
        column.addLayout(self._heading())
        self.steps = StepList(office, view.case.id, view.case.number)
        for part in (self.banner, self.alarms, self.facts, *self.tables, self.checklist, self.steps, self._log()):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill()

    def _heading(self) -> QVBoxLayout:
        case = self._view.case
        applicant = case.applicant_snapshot or {}
        said = case.words or {}
        top = QHBoxLayout()
        top.setSpacing(STEP * 3)
        top.addWidget(Badge(said.get("county", ""), "accent"))
        top.addWidget(label(applicant.get("name", ""), "title"), 1)
        who, matter = said.get("submitter", ""), f"{said.get('measure', '')}（{said.get('clause', '')}）"
        times = f"　第 {case.submissions} 次" if case.submissions > 1 else ""
        at = f"{case.submitted_at:%Y-%m-%d %H:%M}" if case.submitted_at else ""
        words = f"{case.number}　{matter}\n{who} {at} 提交{times}".rstrip()
        column = QVBoxLayout()
        column.setSpacing(STEP)
        column.addLayout(top)
        column.addWidget(secondary(words, wrap=True))
        return column

    def _fill(self) -> None:
        view, case = self._view, self._view.case
        before = {change.path: change.before for change in view.changes}
        self.facts.show_draft(before)
        for part in self.tables:
            part.table.rows.before = before
            part.set_read_only(True)
            part.show_draft()
        self.checklist.set_read_only(True)
        rows = shown_rows(self.draft.package, self.draft.preview().case, case)
        self.checklist.show_rows([row for row in rows if row.paper.required or row.ticked])
        why = view.allowed.get(Action.APPROVE) or view.allowed.get(Action.REFUSE)
        self.alarms.show_alarms(view.alarms, view.allowed.get(Action.APPROVE) is None)
        if view.outdated:
            self.banner.tell(f"{view.outdated}请退回，由经办人重新提交。", "bad")
        elif case.proposal is Proposal.REFUSE:
            self.banner.tell(f"经办人报请不予支持：{case.proposal_reason}", "warn")
        elif why:
            self.banner.tell(why, "info")
        elif before:
            others = [f"{change.title} {change.before} → {change.after}" for change in view.changes]
            self.banner.tell(f"退回后改了 {len(before)} 处：{'；'.join(others[:4])}", "warn")
        elif self.steps.adverse:
            self.banner.tell(f"核查记录里有 {self.steps.adverse} 项不利的结果，见下面的“核查记录”。", "warn")

    def _log(self) -> QWidget:
        """Who did what when, the last five."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(section("办理记录"))
        for event in self._view.events[-5:]:
            reason = event.details.get("reason") or ""
            words = f"{event.at:%Y-%m-%d %H:%M}　{event.person_name}　{event.label}"
            column.addWidget(small(f"{words}　{reason}" if reason else words, wrap=True))
        return box

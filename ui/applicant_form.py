"""Entering or changing an applicant. What cannot be saved and what looks wrong stands under its field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.banner import Banner
from ui.form_grid import FormGrid
from ui.labels import on_key
from ui.line_edit import LineEdit
from ui.theme import STEP, kind
from ycdesk.calculation.package import KIND_LABELS
from ycdesk.domain.applicant import FIELD_LABELS, Applicant
from ycdesk.domain.errors import Conflict, DeskError, InputProblem
from ycdesk.domain.people import Person
from ycdesk.services.applicants import applicant_warnings, save_applicant
from ycdesk.services.office import Office
from ycdesk.services.radar import applicant_twins

_REQUIRED = ("name", "kind", "county")
_LEFT = ("name", "credit_code", "kind", "county", "address", "legal_representative")
_CONTACT = ("contact_name", "contact_phone", "email", "")
_BANK = ("bank_name", "bank_branch_code", "account_name", "account_number")
_PLACEHOLDERS = {
    "name": "与公章一致",
    "credit_code": "18 位",
    "bank_branch_code": "12 位",
    "contact_phone": "手机或固定电话",
}


class ApplicantDialog(QDialog):
    """All fields of an applicant; Ctrl+Enter saves, Esc gives up (and asks when something was typed).

    Attributes:
        saved: the applicant after it has been saved.
    """

    def __init__(
        self, parent: QWidget | None, office: Office, person: Person, applicant: Applicant | None, name: str = ""
    ) -> None:
        super().__init__(parent)
        self.office, self.person, self.applicant = office, person, applicant
        self.saved: Applicant | None = None
        self._problems: dict[str, str] = {}
        self.setWindowTitle("新增申报主体" if applicant is None else f"修改　{applicant.name}")
        self.setMinimumWidth(920)
        self.banner = Banner()
        self.form = FormGrid()
        self.more = FormGrid(label_width=88)
        self._make_fields(_LEFT, self.form)
        self._make_fields((*_CONTACT, *_BANK), self.more)
        self.form.add("remark", FIELD_LABELS["remark"], LineEdit())
        self._build()
        self._fill(name)
        self._first = self.values()
        self.form.inputs["name"].setFocus()

    def _make_fields(self, names: tuple[str, ...], form: FormGrid) -> None:
        for name in names:
            if not name:
                form.gap()
                continue
            field = self._choice(name) if name in ("kind", "county") else LineEdit("", _PLACEHOLDERS.get(name, ""))
            form.add(name, FIELD_LABELS[name], field, required=name in _REQUIRED)
            if isinstance(field, LineEdit):
                field.textEdited.connect(lambda _, name=name: self._touched(name))
                field.editingFinished.connect(self._warn)
            else:
                field.currentIndexChanged.connect(lambda _, name=name: self._touched(name))

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.addItem("请选择", "")
        counties = {code: county.name for code, county in self.office.package.counties.items()}
        for value, words in (KIND_LABELS if name == "kind" else counties).items():
            box.addItem(words, value)
        box.setMaxVisibleItems(16)
        return box

    def _build(self) -> None:
        box = QDialogButtonBox()
        self.save_button = box.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.accept)
        self.save_button.setToolTip("保存　Ctrl+Enter")
        self.save_button.setDefault(True)
        box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        inside = kind(QWidget(), "panel")
        row = QHBoxLayout(inside)
        row.setContentsMargins(STEP * 6, STEP * 5, STEP * 6, STEP * 5)
        row.setSpacing(STEP * 8)
        row.addWidget(self.form, 5, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.more, 4, Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumHeight(380)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(area, 1)
        foot = kind(QFrame(), "foot")
        bottom = QHBoxLayout(foot)
        bottom.setContentsMargins(STEP * 6, STEP * 3, STEP * 6, STEP * 3)
        bottom.addWidget(box)
        column.addWidget(foot)

    def _fill(self, name: str) -> None:
        for form in (self.form, self.more):
            for each, field in form.inputs.items():
                value = str(getattr(self.applicant, each) or "") if self.applicant else ""
                if isinstance(field, QComboBox):
                    field.setCurrentIndex(max(field.findData(value), 0))
                elif isinstance(field, LineEdit):
                    field.setText(value)
        if self.applicant is None and isinstance(first := self.form.inputs["name"], LineEdit):
            first.setText(name)
        self._warn()

    def values(self) -> dict[str, str]:
        """All fields as typed."""
        return self.form.values() | self.more.values()

    def _touched(self, name: str) -> None:
        """What was said about a field no longer holds once it is changed."""
        self._problems.pop(name, None)
        (self.form if name in self.form.inputs else self.more).say(name, "")

    def _warn(self) -> None:
        """What looks wrong but may be saved, in the colour of a warning; what cannot be saved keeps its sentence."""
        values = self.values()
        own = self.applicant.id if self.applicant is not None else None
        warnings = {**applicant_twins(self.office, values, own), **applicant_warnings(values)}
        for form in (self.form, self.more):
            for name in form.inputs:
                if name in self._problems:
                    form.say(name, self._problems[name])
                else:
                    form.say(name, warnings.get(name, ""), "warn")

    def accept(self) -> None:
        """Save; what cannot be saved is said at its field, and what was typed stays."""
        known = self.applicant
        try:
            self.saved = save_applicant(
                self.office, self.person, known.id if known else None, self.values(), known.version if known else None
            )
        except InputProblem as problem:
            self._problems = dict(problem.problems)
            self._warn()
            first = next(name for name in (self.form.inputs | self.more.inputs) if name in self._problems)
            (self.form.inputs | self.more.inputs)[first].setFocus()
        except (Conflict, DeskError) as problem:
            self.banner.tell(str(problem), "bad")
        else:
            super().accept()

    def reject(self) -> None:
        """Give up; ask first when something was typed."""
        from ui import dialogs

        if self.values() != self._first and not dialogs.ask(
            self, "放弃已填写的内容？", "关闭以后，这次填写的内容不会保存。", "放弃", danger=True
        ):
            return
        super().reject()

"""记录裁定: what is ruled, on what paper, from when; what it does is shown before it is recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ui.background import Background, Cancelled, Job
from ui.form_grid import FormGrid
from ui.labels import on_key
from ui.line_edit import LineEdit
from ui.parts import message, say, secondary
from ui.rulings_effects import COLUMNS, effect_rows, summary
from ui.rulings_table import RowsTable
from ui.theme import STEP
from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.entry import read_entry
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.domain.people import Person
from ycdesk.domain.ruling import Ruling, Subject
from ycdesk.services.office import Office
from ycdesk.services.reading_list import lines_of
from ycdesk.services.ruling_checks import RATED
from ycdesk.services.ruling_effects import (
    Consequences,
    RulingValues,
    case_numbered,
    check_values,
    consequences,
    record_values,
)

_FIELDS = {
    Subject.READING: ("reading_id", "choice"),
    Subject.SPLIT: ("county", "percent"),
    Subject.RATE: ("measure", "percent"),
    Subject.AMOUNT: ("case_id", "amount"),
}
_ALL = ("reading_id", "choice", "county", "measure", "case_id", "percent", "amount")


class RulingDialog(QDialog):
    """First 查看影响, then 记录裁定; a changed field asks for the first again.

    Attributes:
        saved: the ruling after it has been recorded.
    """

    def __init__(
        self,
        parent: QWidget | None,
        office: Office,
        person: Person,
        background: Background,
        package: PolicyPackage,
        subject: Subject = Subject.READING,
        reading_id: str = "",
    ) -> None:
        super().__init__(parent)
        self.office, self.person, self.background, self.package = office, person, background, package
        self.saved: Ruling | None = None
        self._shown: RulingValues | None = None
        self._job: Job | None = None
        self._closed = False
        self.setWindowTitle("记录裁定")
        self.setMinimumSize(1040, 620)
        self.form = FormGrid(label_width=96)
        self.table = RowsTable("受影响的办件", COLUMNS)
        self.words = secondary("填好后先查看影响，再记录。裁定记录后不能修改，只能再记一份新的。", wrap=True)
        self._message = message()
        self._build(subject, reading_id)
        self._follow()

    def _build(self, subject: Subject, reading_id: str) -> None:
        self._fields(subject, reading_id)
        box = QDialogButtonBox()
        self.go = box.addButton("查看影响", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        column.setSpacing(STEP * 2)
        for part in (self.form, self.words):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self._message)
        column.addWidget(box)
        self.table.hide()

    def _fields(self, subject: Subject, reading_id: str) -> None:
        form = self.form
        self.subject = _combo([(each.label, each.value) for each in Subject], subject.value)
        lines = lines_of(self.package, ())
        self.readings = {line.reading.id: line.reading for line in lines}
        items = [(f"{each.clause}　口径 {each.id}　{each.question}", each.id) for each in self.readings.values()]
        self.reading = _combo(items, reading_id)
        self.choice = _combo([])
        open_counties = [c for c in self.package.counties.values() if c.city_percent is None and not c.city_level]
        form.add("subject", "裁定什么", self.subject)
        form.add("reading_id", "口径", self.reading)
        form.add("choice", "按哪种读法", self.choice, required=True)
        form.add("county", "县（市、区）", _combo([(each.name, each.code) for each in open_counties]))
        rated = self.package.measures[RATED]
        form.add("measure", "事项", _combo([(f"{rated.clause}　{rated.title}", rated.id)]))
        form.add("case_id", "办件编号", LineEdit(placeholder="例如 2026-0001"), required=True)
        form.add("percent", "比例（%）", LineEdit(placeholder="0 至 100 的整数"), required=True)
        form.add("amount", "裁定金额（元）", LineEdit(), required=True)
        form.add("document", "文件", LineEdit(placeholder="例如 运商函〔2026〕5号"), required=True)
        form.add("decided_on", "文件日期", LineEdit(placeholder="年-月-日"), required=True)
        form.add("signer", "签发人", LineEdit(), required=True)
        form.add("valid_from", "适用于自", LineEdit(placeholder="年-月-日，这一天及以后的申请"), required=True)
        note = QPlainTextEdit()
        note.setTabChangesFocus(True)
        note.setFixedHeight(48)
        form.add("note", "备注", note)
        self.subject.currentIndexChanged.connect(self._follow)
        self.reading.currentIndexChanged.connect(self._offer_choices)
        self._offer_choices()
        for each in form.inputs.values():
            if isinstance(each, QComboBox):
                each.currentIndexChanged.connect(self._stale)
            elif isinstance(each, LineEdit | QPlainTextEdit):
                each.textChanged.connect(self._stale)

    def _follow(self) -> None:
        wanted = _FIELDS[self._subject()]
        for name in _ALL:
            self.form.show_field(name, name in wanted)
        self.form.rename("percent", "市级承担（%）" if self._subject() is Subject.SPLIT else "补助比例（%）")

    def _offer_choices(self) -> None:
        reading = self.readings.get(str(self.reading.currentData() or ""))
        self.choice.clear()
        for each in reading.alternatives if reading else ():
            now = "　（政策包现行）" if reading and each.id == reading.in_force else ""
            self.choice.addItem(each.text + now, each.id)

    def _subject(self) -> Subject:
        return Subject(self.subject.currentData())

    def _stale(self) -> None:
        self._shown = None
        self.go.setText("查看影响")
        self.table.hide()

    def values(self) -> tuple[RulingValues, dict[str, str]]:
        """What was typed, and a sentence for each field that cannot be read."""
        typed = self.form.values()
        problems: dict[str, str] = {}
        wanted = _FIELDS[self._subject()]
        percent = typed["percent"].removesuffix("%").strip()
        days = {name: self._read(name, typed[name], FactKind.DATE, problems) for name in ("decided_on", "valid_from")}
        case_id = case_numbered(self.office, typed["case_id"]) if "case_id" in wanted else None
        if "case_id" in wanted and case_id is None and typed["case_id"]:
            problems["case_id"] = f"没有编号为“{typed['case_id']}”的办件，请核对。"
        amount = self._read("amount", typed["amount"], FactKind.MONEY, problems) if "amount" in wanted else None
        values = RulingValues(
            policy_id=self.package.id,
            subject=self._subject(),
            valid_from=date.fromisoformat(days["valid_from"]) if days["valid_from"] else None,
            reading_id=typed["reading_id"] if "reading_id" in wanted else "",
            choice=typed["choice"] if "choice" in wanted else "",
            county=typed["county"] if "county" in wanted else "",
            measure=typed["measure"] if "measure" in wanted else "",
            case_id=case_id,
            percent=int(percent) if "percent" in wanted and percent.isascii() and percent.isdigit() else None,
            amount=Decimal(amount) if amount else None,
            document=typed["document"],
            decided_on=date.fromisoformat(days["decided_on"]) if days["decided_on"] else None,
            signer=typed["signer"],
            note=typed["note"],
        )
        return values, problems

    def _read(self, name: str, text: str, kind: FactKind, problems: dict[str, str]) -> str | None:
        if not text:
            return None
        entry = read_entry(FactSpec(name, kind, name), text, self.package)
        if entry.message:
            problems[name] = entry.message
        return None if entry.value is None else str(entry.value)

    def accept(self) -> None:
        """Show what it does; asked again with the same values, record it."""
        if self._job is not None:
            return
        values, unread = self.values()
        try:
            problems: dict[str, str] = {}
            try:
                check_values(self.office, self.person, values)
            except InputProblem as problem:
                problems = problem.problems
            if problems | unread:
                self.form.say_all(problems | unread)
                return
            self.form.say_all({})
            say(self._message, "")
            if self._shown == values:
                self.saved = record_values(self.office, self.person, values)
                super().accept()
                return
        except InputProblem as problem:
            self.form.say_all(problem.problems)
        except DeskError as problem:
            say(self._message, str(problem))
        else:
            self._look(values)

    def _look(self, values: RulingValues) -> None:
        self.words.setText("正在重新测算受影响的办件…")
        self._job = self.background.run(
            "裁定的影响",
            lambda job: consequences(self.office, values, job.progress),
            lambda found: self._show_effects(values, found),
            self._failed,
        )

    def _show_effects(self, values: RulingValues, found: Consequences) -> None:
        self._job = None
        if self._closed:
            return
        if self.values()[0] != values:
            self.words.setText("内容又改过了，请再次查看影响。")
            return
        self._shown = values
        self.words.setText(summary(found))
        self.table.show_rows(effect_rows(found.all))
        self.table.setVisible(bool(found.all))
        self.go.setText("记录裁定")

    def _failed(self, error: Exception) -> None:
        self._job = None
        if self._closed:
            return
        if isinstance(error, Cancelled):
            self.words.setText("已取消。可以再次查看影响。")
        elif isinstance(error, DeskError):
            say(self._message, str(error))
        else:
            raise error

    def done(self, result: int) -> None:
        """Closing stops what runs; its result is not waited for."""
        self._closed = True
        if self._job is not None:
            self._job.cancel()
        super().done(result)


def _combo(items: list[tuple[str, str]], chosen: str = "") -> QComboBox:
    result = QComboBox()
    result.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    result.setMinimumContentsLength(24)
    for words, data in items:
        result.addItem(words, data)
    if chosen:
        result.setCurrentIndex(max(result.findData(chosen), 0))
    return result

"""The dialogs of batches: opening and filling, minutes, the public notice with its days, objections and answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.deed_dialog import DeedDialog
from ui.labels import label
from ycdesk.domain.errors import InputProblem
from ycdesk.domain.meeting import Batch, Objection, Outcome
from ycdesk.domain.people import Person
from ycdesk.services.calendar import working_days
from ycdesk.services.meeting import (
    NOTICE_DAYS,
    answer,
    object_to,
    open_batch,
    publicise,
    put_in_batch,
    record_minutes,
)
from ycdesk.services.office import Office


def opening(parent: QWidget, office: Office, person: Person, case_ids: Sequence[int]) -> DeedDialog:
    """建立批次, with cases in it."""
    words = f"选中的 {len(case_ids)} 件一并列入。" if case_ids else "先建立空的批次，再把办件列入。"
    dialog = DeedDialog(parent, "建立批次", "建立", words)
    dialog.line("name", "名称", hint="例如 2025 年第二批跨境电商扶持资金")
    dialog.deed = lambda: open_batch(office, person, dialog.text("name"), case_ids)
    return dialog


def filling(
    parent: QWidget, office: Office, person: Person, batches: Sequence[Batch], case_ids: Sequence[int]
) -> DeedDialog:
    """列入 one of the batches that are not posted yet."""
    dialog = DeedDialog(parent, "列入批次", "列入", f"把选中的 {len(case_ids)} 件列入：")
    dialog.choice("batch", "批次", [(batch.label, batch) for batch in batches])

    def put_in() -> object:
        batch = dialog.data("batch")
        assert isinstance(batch, Batch)
        return put_in_batch(office, person, batch.id, batch.version, case_ids)

    dialog.deed = put_in
    return dialog


def minutes(parent: QWidget, office: Office, person: Person, batch: Batch) -> DeedDialog:
    """记录会议纪要."""
    dialog = DeedDialog(parent, f"记录会议纪要　{batch.number}", "记录")
    dialog.line("number", "会议纪要文号", True, batch.minutes_number, "例如 局党组会议纪要〔2025〕5号")
    dialog.day_line("held_on", "会议日期", batch.minutes_on or office.clock().date())
    dialog.deed = lambda: record_minutes(
        office, person, batch.id, batch.version, dialog.text("number"), dialog.day("held_on")
    )
    return dialog


class NoticeDialog(DeedDialog):
    """公示: the first and the last day follow what is typed."""

    def __init__(self, parent: QWidget | None, office: Office, person: Person, batch: Batch) -> None:
        super().__init__(
            parent, f"公示　{batch.number}", "公示", "公示以后批次不能再改；排在前面的办件按本年余额预留资金。"
        )
        self.calendar = working_days(office)
        self.day_line("posted_on", "公示日期", office.clock().date()).textChanged.connect(self._count)
        self.line("days", "天数", True, str(NOTICE_DAYS)).textChanged.connect(self._count)
        ways: list[tuple[str, object]] = [("工作日", True), ("自然日（末日遇休息日顺延）", False)]
        self.choice("working", "按什么计算", ways).currentIndexChanged.connect(self._count)
        self.line("place", "公示地点", text=batch.place or "运城市商务局网站")
        self.period = label("", wrap=True)
        self.form.add("period", "公示期", self.period)
        self.deed = lambda: publicise(
            office,
            person,
            batch.id,
            batch.version,
            self.needed_day("posted_on", "请填写公示日期。"),
            self.whole("days"),
            bool(self.data("working")),
            self.text("place"),
        )
        self._count()

    def _count(self) -> None:
        """The period as it would stand on the paper; the day of posting is not counted."""
        day, days = self.day("posted_on"), self.whole("days")
        if day is None or not 1 <= days <= 60:
            self.period.setText("—")
            return
        end = self.calendar.publicity(day, days, bool(self.data("working")))
        estimated = "（估算：所在年度的放假安排还没有确认）" if end.estimated else ""
        first = day.fromordinal(day.toordinal() + 1)
        self.period.setText(f"{first} 至 {end.last_day}{estimated}")


def objection(parent: QWidget, office: Office, person: Person, case_id: int, number: str) -> DeedDialog:
    """登记异议 to a publicised case."""
    dialog = DeedDialog(parent, f"登记异议　{number}", "登记", "异议答复以前，这件不往下办。异议人的信息保密。")
    dialog.day_line("received_on", "收到日期", office.clock().date())
    dialog.line("objector", "异议人", hint="匿名的可以不填")
    dialog.line("contact", "联系方式")
    dialog.lines("content", "异议内容", True)
    dialog.deed = lambda: object_to(
        office,
        person,
        case_id,
        dialog.day("received_on"),
        dialog.text("objector"),
        dialog.text("contact"),
        dialog.text("content"),
    )
    return dialog


def answering(
    parent: QWidget, office: Office, person: Person, number: str, objections: Sequence[Objection]
) -> DeedDialog:
    """答复异议: one of the open ones."""
    dialog = DeedDialog(parent, f"答复异议　{number}", "答复", "异议成立的，这件不往下办，请按更正办理。")
    waiting: list[tuple[str, object]] = [(f"{each.received_on}　{each.content}", each.id) for each in objections]
    box = dialog.choice("objection", "异议", waiting)
    whole = label("", wrap=True)
    dialog.form.add("content", "内容", whole)

    def show_content() -> None:
        each = objections[max(box.currentIndex(), 0)]
        whole.setText(each.content + (f"（{each.objector}　{each.contact}）" if each.objector or each.contact else ""))

    box.currentIndexChanged.connect(show_content)
    show_content()
    dialog.choice(
        "outcome", "结论", [(each.label, each) for each in (Outcome.DISMISSED, Outcome.NOT_ACCEPTED, Outcome.UPHELD)]
    )
    dialog.lines("answer", "核查过程和结论", True)

    def do() -> object:
        objection_id, outcome = dialog.data("objection"), dialog.data("outcome")
        if not isinstance(objection_id, int):
            raise InputProblem({"objection": "请选择要答复的异议。"})
        return answer(office, person, objection_id, Outcome(str(outcome)), dialog.text("answer"))

    dialog.deed = do
    return dialog

"""Recorded steps of the examination in words, and as a list for who decides."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts import label, section, small
from ui.theme import STEP
from ycdesk.domain.step import NEGATIVE_LIST, CaseStep, StepKind
from ycdesk.services.intake import examination_of
from ycdesk.services.office import Office

ADVERSE = {"有记录", "不属实", "部分属实", "不同意上报", "部分同意"}
"""Findings that whoever decides must not miss."""


def steps_words(steps: list[CaseStep]) -> str:
    """One line a recorded step: day, kind, what was written down, by whom."""
    return "\n".join(f"{step.on_day}　{step.kind.label}　{content_words(step)}　{step.by.name}" for step in steps)


def content_words(step: CaseStep) -> str:
    """What was written down about a step."""
    if step.kind is StepKind.RECEIPT:
        return f"收到 {len(step.content['papers'])} 种材料"
    if step.kind is StepKind.SUPPLEMENT:
        papers = "、".join(each["paper"] for each in step.content["demands"])
        return f"{papers}；期限 {step.content['due']}"
    labels = {field.name: field.label.partition("（")[0] for field in step.kind.fields}
    return "；".join(f"{labels[name]} {words}" for name, words in step.content.items() if name in labels and words)


class StepList(QWidget):
    """核查记录 of a case; an adverse finding stands in red, and checks of the negative list that lack are counted."""

    def __init__(self, office: Office, case_id: int, number: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(section("核查记录"))
        self.lines: list[str] = []
        self.adverse = 0
        """How many findings are adverse."""
        steps = examination_of(office, case_id)
        checked = {step.content["item"] for _, step in steps if step.kind is StepKind.NEGATIVE_CHECK}
        for other, step in steps:
            where = "" if other == number else f"　（{other} 所记）"
            self._add(column, f"{steps_words([step])}{where}", bool(ADVERSE & set(step.content.values())))
        lacking = [item for item in NEGATIVE_LIST if item not in checked]
        if lacking:
            self._add(column, f"负面清单 {len(NEGATIVE_LIST)} 项，未见记录：{'、'.join(lacking)}", False)

    def _add(self, column: QVBoxLayout, words: str, adverse: bool) -> None:
        self.adverse += adverse
        text = f"! {words}" if adverse else words
        self.lines.append(text)
        column.addWidget(label(text, "message", wrap=True) if adverse else small(text, wrap=True))

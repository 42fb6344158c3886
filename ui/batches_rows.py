"""How 上会与公示 words its batches and their cases."""

from __future__ import annotations

from ui.parts import STATE_SIGNS, money
from ui.rulings_table import Row
from ycdesk.domain.case import CaseState
from ycdesk.domain.meeting import Batch
from ycdesk.services.batch_list import BatchCase


def about(batch: Batch | None) -> str:
    """Minutes and notice, as far as there are any."""
    if batch is None or not batch.minutes_number:
        return ""
    minutes = f"{batch.minutes_number}（{batch.minutes_on}）"
    if batch.first_day is None:
        return minutes
    kind = "工作日" if batch.working else "自然日"
    estimated = "，估算" if batch.estimated else ""
    place = f"，{batch.place}" if batch.place else ""
    return f"{minutes}　公示 {batch.first_day} 至 {batch.last_day}（{batch.days} 个{kind}{estimated}{place}）"


def case_row(number: int, case: BatchCase, said: str | None) -> Row:
    """One case; ``said``: what the year's money says to it."""
    state, tone = case.state.label, STATE_SIGNS[case.state.value][1]
    if case.held and case.state is CaseState.PUBLICISED:
        state, tone = ("! 异议待答复" if case.open_objections else "! 异议成立"), "bad"
    cells = (
        str(number),
        case.number,
        case.applicant,
        case.measure,
        money(case.amount),
        money(case.city),
        money(case.county),
        state,
        said or "",
    )
    tones = {0: "secondary", 1: "secondary", 7: tone}
    if said:
        tones[8] = "ok" if said.startswith("✓") else "warn"
    return Row(cells, case.case_id, tones)

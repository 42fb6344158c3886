"""The sheet of one reading as rich text: clause, alternatives with the one in force, reason, rulings on it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ui.policy_sheet import page
from ui.theme import Tokens
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.ruling import Ruling, Subject
from ycdesk.services.reading_list import ReadingLine


def reading_sheet(
    line: ReadingLine, package: PolicyPackage, text: str | None, people: Mapping[int, str], tokens: Tokens
) -> str:
    """``text`` is the bureau's own copy of the clause, if loaded; ``people`` names who recorded."""
    reading = line.reading
    titles = [package.measures[measure].short_title for measure in line.measures]
    bears = "全部事项" if len(titles) == len(package.measures) else "、".join(titles)
    parts = [
        f"<p class='grey'>口径 {escape(reading.id)}　条款 {escape(reading.clause)}　{escape(bears)}</p>",
        f"<h2>{escape(reading.question)}</h2>",
        *(_choice(each.id, each.text, line) for each in reading.alternatives),
        f"<p class='grey'>理由：{escape(reading.reason)}</p>",
        "<p class='flag'>! 待确认：它决定的每一件都要由审批人逐件确认；有了裁定就不再逐件确认。</p>"
        if line.open
        else "",
        *(_ruling(each, package, people) for each in line.rulings),
        f"<h3>政策原文　{escape(reading.clause)}</h3><p class='quote'>{_lines(text)}</p>" if text else "",
    ]
    return page("".join(parts), tokens)


def said(ruling: Ruling, package: PolicyPackage) -> str:
    """What a ruling says, in words."""
    match ruling.subject:
        case Subject.READING:
            readings = (each.get(ruling.reading_id) for each in package.readings_of.values())
            reading = next((each for each in readings if each is not None), None)
            words = reading.words(ruling.choice) if reading else ruling.choice
            return f"口径 {ruling.reading_id}：{words}"
        case Subject.SPLIT:
            county = package.counties.get(ruling.county)
            name = county.name if county else ruling.county
            return f"{name}：市级 {ruling.percent}%，所在地 {100 - (ruling.percent or 0)}%"
        case Subject.RATE:
            return f"{package.measures[ruling.measure].short_title}：按费用的 {ruling.percent}% 补助"
        case Subject.AMOUNT:
            return f"一事一议：{ruling.amount:,.2f} 元"


def _choice(choice: str, text: str, line: ReadingLine) -> str:
    if choice == line.choice:
        why = "按裁定" if line.ruling and line.ruling.subject is Subject.READING else "政策包"
        return f"<p class='choice'><b>● {escape(text)}</b>　<span class='ok'>现行（{why}）</span></p>"
    default = "　<span class='grey'>政策包原定</span>" if choice == line.reading.in_force else ""
    return f"<p class='choice'>○ {escape(text)}{default}</p>"


def _ruling(ruling: Ruling, package: PolicyPackage, people: Mapping[int, str]) -> str:
    note = f"<br>{escape(ruling.note)}" if ruling.note else ""
    return (
        f"<h3>裁定　{escape(ruling.document)}</h3><p>{escape(said(ruling, package))}。"
        f"自 {ruling.valid_from} 起的申请适用。{note}<br><span class='grey'>{ruling.decided_on}　签发 "
        f"{escape(ruling.signer)}　{escape(people.get(ruling.recorded_by, ''))}记录于 "
        f"{ruling.recorded_at:%Y-%m-%d %H:%M}</span></p>"
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")

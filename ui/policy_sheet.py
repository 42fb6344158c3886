"""The sheet of a measure as rich text: what a government may change, and how the open clauses are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from html import escape

from pydantic import BaseModel

from ui.theme import Tokens
from ycdesk.calculation.package import KIND_LABELS, MARK_LABELS, MeasureRules, Paper, PolicyPackage, Reading

Rulings = Mapping[str, tuple[str, str]]
"""Reading id → the choice in force by a ruling (empty where it rules a number) and how the ruling is cited."""
NO_RULINGS: Rulings = {}
_NEEDS = {"always": "必交", "facts": "视情形", "ask": "视情况"}


def measure_sheet(
    package: PolicyPackage, measure: MeasureRules, text: str | None, tokens: Tokens, rulings: Rulings = NO_RULINGS
) -> str:
    """The sheet of one measure; ``text`` is the bureau's own copy of its clause, if loaded."""
    kinds = "、".join(KIND_LABELS[kind] for kind in measure.applicant_kinds)
    parts = [
        f"<h2>{escape(measure.title)}</h2>",
        f"<p class='grey'>条款 {escape(measure.clause)}　申报主体：{escape(kinds)}</p>",
        f"<p>{escape(measure.summary)}</p>",
        _quote(text) if text else "",
        *(_parameters(start, block) for start, block in package.parameters[measure.id]),
        _limits(measure),
        _papers("材料", measure.papers),
        _readings(measure.readings, rulings),
    ]
    return page("".join(parts), tokens)


def common_sheet(package: PolicyPackage, tokens: Tokens, rulings: Rulings = NO_RULINGS) -> str:
    """What holds for every measure: shares of the counties, papers, readings."""
    counties = [
        (county.name, "—" if county.city_percent is None else f"{county.city_percent}% : {100 - county.city_percent}%")
        for county in package.counties.values()
    ]
    parts = [
        f"<h2>{escape(package.title)}</h2>",
        f"<p class='grey'>{escape(package.document)}</p>",
        "<h3>市与县（市、区）分担</h3>",
        _table(("县（市、区）", "市级 : 所在地"), counties),
        _papers("各事项都要的材料", package.common_papers),
        _readings(package.common_readings, rulings),
    ]
    return page("".join(parts), tokens)


def _quote(text: str) -> str:
    return f"<h3>政策原文</h3><p class='quote'>{escape(text).replace(chr(10), '<br>')}</p>"


def _parameters(start: date, block: BaseModel) -> str:
    rows = []
    for name, field in type(block).model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        rows.append((field.title or name, f"{_number(getattr(block, name))} {extra.get('unit', '')}".strip()))
    if not rows:
        return ""
    return f"<h3>参数（自 {start} 起）</h3>" + _table(("参数", "数值"), rows, right=1)


def _number(value: object) -> str:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return f"{int(value):,}"
    return f"{value:,}" if isinstance(value, int | Decimal) else str(value)


def _limits(measure: MeasureRules) -> str:
    if not measure.limits:
        return ""
    periods = {"exhibition": "每届展会", "policy": "政策有效期内", "year": "每年", "ever": "历次政策合计"}
    rows = [
        (
            limit.title,
            f"{periods[limit.period]}，按{'个数' if limit.measures == 'count' else '金额'}",
            limit.key.replace("|", "、") or "—",
        )
        for limit in measure.limits
    ]
    return "<h3>限额</h3>" + _table(("限额", "怎样累计", "按什么区分"), rows)


def _papers(heading: str, papers: Iterable[Paper]) -> str:
    rows = [
        (
            ("★ " if paper.key else "") + paper.name,
            " ".join(MARK_LABELS[mark] for mark in paper.marks),
            _NEEDS[paper.need] + (f"：{paper.condition}" if paper.condition else ""),
            paper.note,
        )
        for paper in papers
    ]
    if not rows:
        return ""
    note = "<p class='grey'>★ 证明关键条件的材料，须见到原件或有关部门的正式答复。</p>"
    return f"<h3>{escape(heading)}</h3>" + _table(("材料", "形式", "何时要", "说明"), rows) + note


def _readings(readings: Iterable[Reading], rulings: Rulings) -> str:
    parts = []
    for reading in readings:
        choice, cited = rulings.get(reading.id, ("", ""))
        in_force = choice or reading.in_force
        confirm = "　<span class='flag'>! 待确认：每件由审批人确认</span>" if reading.confirm and not cited else ""
        ruled = f"　<span class='ok'>✓ 已裁定：{escape(cited)}</span>" if cited else ""
        choices = "".join(
            f"<p class='choice'>{'<b>● ' if each.id == in_force else '○ '}{escape(each.text)}"
            f"{'　（现行）</b>' if each.id == in_force else ''}</p>"
            for each in reading.alternatives
        )
        parts.append(
            f"<p><b>口径 {escape(reading.id)}</b>　<span class='grey'>{escape(reading.clause)}</span>{confirm}{ruled}"
            f"<br>{escape(reading.question)}</p>{choices}<p class='choice grey'>理由：{escape(reading.reason)}</p>"
        )
    return "<h3>口径（条文没有写明之处怎样理解）</h3>" + "".join(parts) if parts else ""


def _table(headings: Iterable[str], rows: Iterable[tuple[str, ...]], right: int = -1) -> str:
    head = "".join(f"<th align='left'>{escape(each)}</th>" for each in headings)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{' align=right' if column == right else ''}>{escape(each)}</td>" for column, each in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table cellspacing='0' cellpadding='4'><tr>{head}</tr>{body}</table>"


def page(body: str, tokens: Tokens) -> str:
    """Rich text in the colours of the screen."""
    style = f"""
        body {{ color: {tokens.text}; margin: 16px 24px; }}
        h2 {{ font-size: 18px; margin: 0 0 4px 0; }} h3 {{ font-size: 14px; margin: 20px 0 4px 0; }}
        p {{ margin: 4px 0; line-height: 145%; }}
        .grey {{ color: {tokens.secondary}; }} .flag {{ color: {tokens.flag}; }}
        .ok {{ color: {tokens.ok}; }}
        .quote {{ color: {tokens.text}; background-color: {tokens.window}; margin: 4px 0 4px 16px; }}
        .choice {{ margin: 2px 0 2px 20px; }}
        th {{ color: {tokens.secondary}; font-weight: normal; font-size: 12px; }}
        th {{ border-bottom: 1px solid {tokens.border}; }}
        td {{ border-bottom: 1px solid {tokens.border}; padding-right: 16px; }}
    """
    return f"<html><head><style>{style}</style></head><body>{body}</body></html>"

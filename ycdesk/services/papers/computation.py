"""审核表: the whole working of one case, so that whoever holds it can do the sum again and sign for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ycdesk.calculation.assessment import Check, LimitUse, Outcome
from ycdesk.calculation.money import in_figures
from ycdesk.services.papers.faces import Faces, bundled_faces
from ycdesk.services.papers.facts import CaseFacts, Rows
from ycdesk.services.papers.flow import Column, Flow, lay_records
from ycdesk.services.papers.heading import Printing, draw_continuation, draw_foot, draw_heading
from ycdesk.services.papers.lines import one_line
from ycdesk.services.papers.pdf import About, write_pdf
from ycdesk.services.papers.sheet import LEFT, TEXT_WIDTH, Page
from ycdesk.services.papers.table import Align, Cell, LaidRow, Look, fit_columns, lay_row
from ycdesk.services.wording import check_label, clause_short, quantity

TITLE = "跨境电子商务扶持资金审核表"

_NUMERALS = "一二三四五六七八九"
_OUTCOMES = {Outcome.MET: "符合", Outcome.UNMET: "不符合", Outcome.UNKNOWN: "待定"}
_PAIRS = (0.18 * TEXT_WIDTH, 0.32 * TEXT_WIDTH) * 2
_SIGNATURE = 84.0
"""Height of the signature block in points."""

_STEPS = (
    Column("序号", 10, Align.CENTRE),
    Column("项目", 35),
    Column("条款", 17, Align.CENTRE),
    Column("计算过程", 67),
    Column("结果", 27, Align.RIGHT),
)
_LIMITS = (
    Column("限额", 36),
    Column("对象", 36),
    Column("上限", 21, Align.RIGHT),
    Column("此前已用", 21, Align.RIGHT),
    Column("本次占用", 21, Align.RIGHT),
    Column("剩余", 21, Align.RIGHT),
)
_CHECKS = (
    Column("条款", 17, Align.CENTRE),
    Column("条件", 46),
    Column("要求", 37),
    Column("实际", 38),
    Column("结论", 18, Align.CENTRE),
)
_FLAGS = (
    Column("口径", 10, Align.CENTRE),
    Column("条款", 17, Align.CENTRE),
    Column("本件采用", 50),
    Column("另一口径及其金额", 59),
    Column("主管确认", 20, Align.CENTRE),
)
_PAPERS = (
    Column("序号", 10, Align.CENTRE),
    Column("材料", 69),
    Column("查验情况", 47),
    Column("备注", 30),
)

_ROW_SIZES = ((9.5, 4), (8.5, 3), (7, 2))
"""Sizes in which the table of rows may be set, with the room beside the text, in points."""
_MANY_ROWS = 10
"""Up to so many rows that meet a condition are listed one by one."""


def draw_computation(facts: CaseFacts, printing: Printing | None = None, faces: Faces | None = None) -> bytes:
    """The 审核表 as a PDF; the same facts give the same bytes. Raises MissingGlyph for a character that no font has."""
    pages = computation_pages(facts, printing, faces or bundled_faces())
    return write_pdf(pages, About(f"审核表 {facts.number} {facts.party.name}", facts.number, facts.bureau))


def computation_pages(facts: CaseFacts, printing: Printing | None, faces: Faces) -> list[Page]:
    """Lay out the pages."""
    first = Page()
    flow = Flow(faces, draw_heading(first, faces, facts, TITLE), [first])
    numerals = iter(_NUMERALS)
    for title, header, rows in _sections(facts, faces):
        if rows:
            flow.table(f"{next(numerals)}、{title}", header, rows)
    flow.block(_SIGNATURE, lambda page, top: _draw_signatures(page, top, facts, faces))
    for number, page in enumerate(flow.pages, start=1):
        if number > 1:
            draw_continuation(page, faces, facts, TITLE)
        count = f"第{number}页 共{len(flow.pages)}页" if len(flow.pages) > 1 else ""
        draw_foot(page, faces, facts, printing, count)
    return flow.pages


_Section = tuple[str, LaidRow | None, Sequence[LaidRow]]


def _sections(facts: CaseFacts, faces: Faces) -> Iterator[_Section]:
    look = Look(faces.body, 10.5, 14.2, gap=3.4, least=21)
    small = Look(faces.body, 9.5, 12.8, pad=4, gap=2.8, least=18)
    head = Look(faces.title, 9.5, 12.8, pad=2, gap=3, least=19)

    def records(title: str, columns: Sequence[Column], texts: Iterator[Sequence[str]]) -> _Section:
        return (title, *lay_records(columns, texts, head, small))

    assessment = facts.assessment
    yield "基本情况", None, _pairs(_about(facts), look)
    yield "申报事实", None, _pairs([(fact.title, fact.text) for fact in facts.header], look)
    if facts.rows:
        yield facts.rows.title, *_fact_rows(facts.rows, head, small)
    yield records("测算过程", _STEPS, _steps(facts))
    yield "核定结果", None, _pairs(_result(facts), look)
    yield records("限额占用", _LIMITS, (_limit(limit) for limit in assessment.limits))
    yield records("条件核对", _CHECKS, _checks(assessment.checks))
    yield records("口径确认", _FLAGS, _flags(facts))
    yield records("材料核对", _PAPERS, _papers(facts))


def _pairs(pairs: Sequence[tuple[str, str]], look: Look) -> list[LaidRow]:
    """Labels and values, two pairs a row; a value that is too long for half a row gets a whole one."""
    rows: list[LaidRow] = []
    waiting: list[Cell] = []
    room = _PAIRS[1] - 2 * look.pad

    def flush() -> None:
        if waiting:
            value = Cell(waiting[1].text, waiting[1].field, span=3) if len(waiting) == 2 else None
            rows.append(lay_row([waiting[0], value] if value else waiting, _PAIRS, look))
            waiting.clear()

    for label, text in pairs:
        cells = [Cell(label, align=Align.CENTRE), Cell(text, label.replace("\n", ""))]
        if "\n" in text or one_line(text, look.face, look.size, label).width > room:
            flush()
            waiting += cells
            flush()
        else:
            waiting += cells
            if len(waiting) == 4:
                flush()
    flush()
    return rows


def _about(facts: CaseFacts) -> list[tuple[str, str]]:
    party = facts.party
    return [
        ("单位名称", party.name),
        ("统一社会\n信用代码", party.credit_code),
        ("单位类型", party.kind),
        ("所在县\n（市、区）", party.county),
        ("申报事项", facts.measure),
        ("政策条款", facts.clause),
        ("申请日期", facts.applied_on),
        ("政策包版本", "{id} {version}".format(**facts.assessment.policy)),
    ]


def _fact_rows(rows: Rows, head: Look, look: Look) -> tuple[LaidRow, list[LaidRow]]:
    """The table of rows, smaller where it has many columns; below a row that does not count the reason."""
    looks = [replace(look, size=size, leading=round(size * 1.35, 1), pad=pad) for size, pad in _ROW_SIZES]
    look, widths = fit_columns([rows.columns, *rows.rows], looks, TEXT_WIDTH)
    head = replace(head, size=look.size, leading=look.leading)
    aligns = [Align.RIGHT if numeric else Align.LEFT for numeric in rows.numeric]
    columns = [Column(*column) for column in zip(rows.columns, widths, aligns, strict=True)]
    header, laid = lay_records(columns, rows.rows, head, look)
    body: list[LaidRow] = []
    for number, (row, reason) in enumerate(zip(laid, rows.reasons, strict=True), start=1):
        body.append(row)
        if reason:
            note = Cell(f"第{number}行不计入：{reason}", "不计入原因", span=len(widths))
            body.append(lay_row([note], widths, look))
    return header, body


def _steps(facts: CaseFacts) -> Iterator[tuple[str, ...]]:
    for step in facts.assessment.steps:
        yield str(step.no), step.label, clause_short(step.clause), step.text, in_figures(step.result)


def _result(facts: CaseFacts) -> list[tuple[str, str]]:
    return [("测算金额", facts.computed_words), ("核定金额", facts.awarded_words), ("资金分担", facts.parts_words)]


def _limit(limit: LimitUse) -> tuple[str, ...]:
    figures = (limit.ceiling, limit.used_before, limit.used_now, limit.left)
    money = any(isinstance(figure, Decimal) for figure in figures)
    texts = ("不限" if figure is None else quantity(figure, money=money) for figure in figures)
    return limit.label, (limit.key or "").replace("|", " "), *texts


def _checks(checks: Sequence[Check]) -> Iterator[tuple[str, ...]]:
    """Every condition; one that very many rows meet is one line, for their facts stand in the table of rows."""
    met = Counter(_row_condition(check) for check in checks)
    told: set[tuple[str, ...]] = set()
    for check in checks:
        condition = _row_condition(check)
        if not condition or met[condition] <= _MANY_ROWS:
            yield _check(check)
        elif condition not in told:
            told.add(condition)
            found = f"{met[condition]} 行符合，各行事实见明细"
            yield clause_short(check.clause), f"明细：{check.label}", check.required, found, "符合"


def _row_condition(check: Check) -> tuple[str, ...]:
    """The condition of a row that meets it, the same for all such rows; () for any other check."""
    if check.path is None or check.outcome is not Outcome.MET:
        return ()
    return check.id, check.clause, check.label, check.required


def _check(check: Check) -> tuple[str, ...]:
    outcome = _OUTCOMES[check.outcome] + (f"（{check.shortfall}）" if check.shortfall else "")
    return clause_short(check.clause), check_label(check), check.required, check.found, outcome


def _flags(facts: CaseFacts) -> Iterator[tuple[str, ...]]:
    for flag in facts.assessment.flags:
        other = flag.other or flag.text
        if flag.other_amount is not None:
            other += f"：￥{in_figures(flag.other_amount)}"
        yield flag.reading, clause_short(flag.clause), flag.choice, other, facts.reading_state(flag.reading)
    for ruling in facts.rulings:
        yield "", "", ruling, "", ""


def _papers(facts: CaseFacts) -> Iterator[tuple[str, ...]]:
    for number, paper in enumerate(facts.papers, start=1):
        yield str(number), paper.name, paper.found, paper.remark


def _draw_signatures(page: Page, top: float, facts: CaseFacts, faces: Faces) -> None:
    """The two boxes to sign, side by side."""
    width, size, leading, pad = TEXT_WIDTH / 2, 12.0, 16.0, 6.0
    for column, (title, signature) in enumerate((("经办人", facts.submitted), ("复核人", facts.decided))):
        x = LEFT + column * width
        page.box(x, top, width, _SIGNATURE)
        page.text(one_line(title, faces.title, size), x + pad, top + 5, size, leading, fixed=True)
        if signature is not None:
            recorded = one_line(f"{signature.name}　{signature.day}", faces.body, 10.5, title)
            page.text(recorded, x + pad, top + 24, 10.5, leading)
        page.text(one_line("签字：", faces.body, size), x + pad, top + _SIGNATURE - 21, size, leading, fixed=True)
        date = one_line("年　　月　　日", faces.body, size)
        page.text(date, x + width - pad - date.width, top + _SIGNATURE - 21, size, leading, fixed=True)

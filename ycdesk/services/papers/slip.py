"""审批单: one case on one page, with four boxes to sign. No fact is ever cut; what may be shortened is the working."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ycdesk.calculation.assessment import Outcome, Status
from ycdesk.domain.errors import Refused
from ycdesk.services.papers.faces import Faces, bundled_faces
from ycdesk.services.papers.facts import CaseFacts
from ycdesk.services.papers.heading import Printing, draw_foot, draw_heading
from ycdesk.services.papers.lines import Line, break_lines, one_line
from ycdesk.services.papers.pdf import About, write_pdf
from ycdesk.services.papers.sheet import LEFT, MM, TEXT_HEIGHT, TEXT_WIDTH, THICK, TOP, Page
from ycdesk.services.papers.table import Align, Cell, LaidRow, Look, lay_row
from ycdesk.services.wording import check_label, clause_words

TITLE = "跨境电子商务扶持资金审批单"

_LABEL = 25 * MM
_VALUE = TEXT_WIDTH / 2 - _LABEL
_COLUMNS = (_LABEL, _VALUE, _LABEL, _VALUE)
_FEWEST_LINES = 4
"""Lines that the working always has room for."""

_SIGNATURES = (
    ("经办人意见", "科室负责人意见"),
    ("分管局领导意见", "局长（党组会议）意见"),
)


@dataclass(frozen=True, slots=True)
class _Density:
    """How tightly the form is set, in points: facts, working, least row and signature box."""

    size: float
    small: float
    least: float
    signature: float

    def look(self, faces: Faces, *, small: bool = False, strong: bool = False) -> Look:
        size = self.small if small else self.size
        return Look(
            face=faces.title if strong else faces.body,
            size=size,
            leading=round(size * 1.35, 1),
            gap=round(self.least / 7, 1),
            least=self.least,
        )


_DENSITIES = (
    _Density(12, 10.5, 24.5, 92),
    _Density(10.5, 9, 21, 76),
    _Density(9, 8, 17, 66),
    _Density(7.5, 7, 14, 60),
    _Density(6, 6, 10, 52),
)


def draw_slip(facts: CaseFacts, printing: Printing | None = None, faces: Faces | None = None) -> bytes:
    """The 审批单 as a PDF of one page; the same facts give the same bytes.

    Raises MissingGlyph for a character that no font has, Refused when a page cannot hold the facts at all.
    """
    page = slip_page(facts, printing, faces or bundled_faces())
    return write_pdf([page], About(f"审批单 {facts.number} {facts.party.name}", facts.number, facts.bureau))


def slip_page(facts: CaseFacts, printing: Printing | None, faces: Faces) -> Page:
    """Lay out the page, as loosely as it holds everything."""
    page = Page()
    top = draw_heading(page, faces, facts, TITLE)
    room = TOP + TEXT_HEIGHT - top
    for density in _DENSITIES:
        upper, lower = _upper_rows(facts, density, faces), _lower_rows(facts, density, faces)
        boxes = [(pair, max(box.height(density, faces) for box in pair)) for pair in _boxes(facts, density, faces)]
        free = room - sum(row.height for row in (*upper, *lower)) - sum(height for _, height in boxes)
        small = density.look(faces, small=True)
        if free >= _FEWEST_LINES * small.leading + 2 * small.gap:
            break
    else:
        raise Refused(f"办件 {facts.number} 的内容过长，一页审批单放不下。", "请缩短单位名称、意见或理由后再打印。")
    page.box(LEFT, top, TEXT_WIDTH, room, THICK)
    for row in upper:
        row.draw(page, LEFT, top)
        top += row.height
    _draw_working(page, facts, density, faces, top, free)
    top += free
    for row in lower:
        row.draw(page, LEFT, top)
        top += row.height
    for pair, height in boxes:
        for column, box in enumerate(pair):
            box.draw(page, density, faces, LEFT + column * TEXT_WIDTH / 2, top, height)
        top += height
    draw_foot(page, faces, facts, printing)
    return page


def _upper_rows(facts: CaseFacts, density: _Density, faces: Faces) -> list[LaidRow]:
    """Applicant, matter and amounts."""
    party = facts.party
    plain, small, strong = density.look(faces), density.look(faces, small=True), density.look(faces, strong=True)

    def row(*pairs: tuple[str, str], look: Look = plain) -> LaidRow:
        span = 3 if len(pairs) == 1 else 1
        cells = []
        for label, text in pairs:
            cells += [Cell(label, align=Align.CENTRE), Cell(text, label.replace("\n", ""), span=span, look=look)]
        return lay_row(cells, _COLUMNS, plain)

    rows = [
        row(("单位名称", party.name)),
        row(("统一社会\n信用代码", party.credit_code), ("所在县\n（市、区）", party.county)),
        row(("单位类型", party.kind), ("法定代表人", party.legal_representative)),
        row(("联系人", party.contact_name), ("联系电话", party.contact_phone)),
        row(("开户银行", party.bank_name), ("银行账号", party.account_number)),
    ]
    if party.account_name not in ("", party.name):
        rows.append(row(("开户名称", party.account_name)))
    rows += [
        row(("申报事项", f"{facts.measure}（{facts.clause}）"), ("申请日期", facts.applied_on)),
        row(("事项概况", _outline(facts)), look=small),
        row(("测算金额", facts.computed_words)),
        row(("核定金额", facts.awarded_words), look=strong),
        row(("资金分担", facts.parts_words)),
    ]
    return rows


def _lower_rows(facts: CaseFacts, density: _Density, faces: Faces) -> list[LaidRow]:
    """Conditions and readings."""
    look, small = density.look(faces), density.look(faces, small=True)
    checks = facts.assessment.checks
    met = sum(check.outcome is Outcome.MET for check in checks)
    text = f"核对条件 {len(checks)} 项，符合 {met} 项"
    text += f"，其余 {len(checks) - met} 项见审核表。" if met < len(checks) else "。"
    for flag in facts.assessment.flags:
        state = facts.reading_state(flag.reading)
        text += f"\n口径 {flag.reading}（{clause_words(flag.clause)}）：{flag.choice}（{state}）"
    text += "".join(f"\n{ruling}" for ruling in facts.rulings)
    cells = (Cell("条件与口径", align=Align.CENTRE), Cell(text, "条件与口径", span=3, look=small))
    return [lay_row(cells, _COLUMNS, look)]


def _outline(facts: CaseFacts) -> str:
    parts = [f"{fact.title}：{fact.text}" for fact in facts.header]
    if facts.rows:
        parts.append(f"{facts.rows.title} {len(facts.rows.rows)} 项（见审核表）")
    return "；".join(parts) + "。"


def _draw_working(page: Page, facts: CaseFacts, density: _Density, faces: Faces, top: float, height: float) -> None:
    """The steps as they fit; where there are too many the first ones, the last, and where to find the rest."""
    look, small = density.look(faces), density.look(faces, small=True)
    frame = lay_row((Cell("测算过程", align=Align.CENTRE), Cell("", span=3)), _COLUMNS, look)
    LaidRow(frame.cells, height).draw(page, LEFT, top)
    indent = 1.6 * small.size
    x, y = LEFT + _LABEL + small.pad, top + small.gap
    width = TEXT_WIDTH - _LABEL - 2 * small.pad - indent
    steps = [(lead, break_lines(text, faces.body, small.size, width, "测算过程")) for lead, text in _working(facts)]
    note = ("", break_lines("……（其余步骤详见审核表）", faces.body, small.size, width))
    for lead, lines in _shortened(steps, note, int((height - 2 * small.gap) / small.leading)):
        page.text(one_line(lead, faces.body, small.size), x, y, small.size, small.leading)
        for line in lines:
            page.text(line, x + indent, y, small.size, small.leading)
            y += small.leading


_Step = tuple[str, tuple[Line, ...]]


def _shortened(steps: list[_Step], note: _Step, room: int) -> list[_Step]:
    """The steps if ``room`` lines hold them all, else as many first ones as fit before the note and the last one."""
    if sum(len(lines) for _, lines in steps) <= room:
        return steps
    tail = [note, steps[-1]] if len(steps[-1][1]) < room else [note]
    room -= sum(len(lines) for _, lines in tail)
    head: list[_Step] = []
    for step in steps[:-1]:
        room -= len(step[1])
        if room < 0:
            break
        head.append(step)
    return head + tail


def _working(facts: CaseFacts) -> Iterator[tuple[str, str]]:
    """The steps in words and, where the conditions exclude the case, those that failed."""
    assessment = facts.assessment
    for step in assessment.steps:
        yield f"{step.no}.", f"{step.label}：{step.text}"
    if assessment.status is Status.INELIGIBLE:
        for check in assessment.checks:
            if check.outcome is Outcome.UNMET:
                short = f"，{check.shortfall}" if check.shortfall else ""
                yield "×", f"{check_label(check)}：要求 {check.required}，实际 {check.found}{short}"


def _boxes(facts: CaseFacts, density: _Density, faces: Faces) -> list[list[_Box]]:
    """The four boxes, those of people who signed in the program with what they recorded."""
    titles = (*_SIGNATURES[0], _SIGNATURES[1][0])
    recorded = dict(zip(titles, (facts.submitted, facts.decided, facts.countersigned), strict=True))
    small = density.look(faces, small=True)

    def box(title: str) -> _Box:
        signature = recorded.get(title)
        if signature is None:
            return _Box(title, ())
        text = "\n".join(part for part in (signature.text, f"{signature.name}　{signature.day}") if part)
        return _Box(title, break_lines(text, faces.body, small.size, TEXT_WIDTH / 2 - 2 * small.pad, title))

    return [[box(title) for title in row] for row in _SIGNATURES]


@dataclass(frozen=True, slots=True)
class _Box:
    """One signature box: its title and the lines recorded in the program."""

    title: str
    lines: tuple[Line, ...]

    def height(self, density: _Density, faces: Faces) -> float:
        """Height in points that holds the title, the lines and a line to sign."""
        look, small = density.look(faces), density.look(faces, small=True)
        taken = 2 * look.gap + 2.6 * look.leading + len(self.lines) * small.leading
        return max(density.signature, round(taken, 1))

    def draw(self, page: Page, density: _Density, faces: Faces, x: float, top: float, height: float) -> None:
        look, small = density.look(faces), density.look(faces, small=True)
        page.box(x, top, TEXT_WIDTH / 2, height)
        x, width = x + look.pad, TEXT_WIDTH / 2 - 2 * look.pad
        y = top + look.gap
        page.text(one_line(self.title, faces.title, look.size), x, y, look.size, look.leading, fixed=True)
        y += look.leading
        for line in self.lines:
            page.text(line, x, y, small.size, small.leading)
            y += small.leading
        y = top + height - look.gap - look.leading
        page.text(one_line("签字：", faces.body, look.size), x, y, look.size, look.leading, fixed=True)
        date = one_line("年　　月　　日", faces.body, look.size)
        page.text(date, x + width - date.width, y, look.size, look.leading, fixed=True)

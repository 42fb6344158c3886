"""The letters about a batch: public notice, allotment, letters to the counties, the table of what was examined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.calculation.clauses import clause_order
from ycdesk.calculation.money import in_figures
from ycdesk.domain.case import Case
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.errors import Refused
from ycdesk.domain.meeting import Batch
from ycdesk.domain.states import STANDING
from ycdesk.services.budget import parts_of
from ycdesk.services.letters import Content, Draft, amounts, common_facts, draft_of
from ycdesk.services.office import Office
from ycdesk.services.papers.letter_text import LetterTable
from ycdesk.services.wording import amount_words, day

NONE = Decimal("0.00")
CITY = "city"


@dataclass(frozen=True, slots=True)
class Item:
    """One case of a batch as its letters name it; yuan. The parts are None where no document shares the award out."""

    number: str
    applicant: str
    county_id: str
    county: str
    measure: str
    clause: str
    accepted_on: str
    computed: Decimal
    award: Decimal
    city: Decimal | None
    rest: Decimal | None
    reason: str

    @property
    def place(self) -> tuple[tuple[int, ...], str]:
        """Where it stands among others: by clause, then by number."""
        return clause_order(self.clause), self.number

    @property
    def matter(self) -> str:
        """What is supported, and by which clause."""
        return f"{self.measure}（{self.clause}）"


def items_of(session: Session, office: Office, batch: Batch) -> list[Item]:
    """The cases of a batch that stand, by clause and number."""
    standing = select(Case).where(Case.batch_id == batch.id, Case.state.in_(STANDING))
    return sorted((item_of(session, office, case) for case in session.scalars(standing)), key=lambda item: item.place)


def item_of(session: Session, office: Office, case: Case) -> Item:
    """A decided case as the letters name it."""
    words, facts = case.words or {}, case.facts or {}
    parts = parts_of(session, office, case)
    city = None if parts is None else parts.amounts.get(CITY, NONE)
    award = case.award or NONE
    return Item(
        number=case.number,
        applicant=(case.applicant_snapshot or {})["name"],
        county_id=facts["applicant"]["county"],
        county=words["county"],
        measure=words["measure"],
        clause=words["clause"],
        accepted_on=str(case.accepted_on or ""),
        computed=case.computed or NONE,
        award=award,
        city=city,
        rest=None if city is None else award - city,
        reason=case.award_reason,
    )


def counties_of(session: Session, office: Office, batch: Batch) -> list[str]:
    """The counties that pay a part of a batch, by their code."""
    return sorted({item.county_id for item in items_of(session, office, batch) if item.rest})


def compose_batch(session: Session, office: Office, kind: PaperKind, batch: Batch, county: str = "") -> Draft:
    """A letter about a batch, without its number. Raises Refused where there is no ground for it yet."""
    items = items_of(session, office, batch)
    if not items:
        raise Refused(f"批次 {batch.number} 里没有拟支持的办件，没有{kind.label}。")
    content = _COMPOSERS[kind](batch, items, county)
    facts = {**common_facts(session, office), **_batch_facts(office, batch, items)}
    name = f"{batch.label}　{content.facts.get('to_county', '')}".strip()
    return draft_of(office, kind, content, facts, (batch.number, name))


def _batch_facts(office: Office, batch: Batch, items: Sequence[Item]) -> dict[str, str]:
    total = sum((item.award for item in items), NONE)
    unit = "个工作日" if batch.working else "日"
    package = office.package
    return {
        "policy": f"{package.document}《{package.title}》",
        "batch": batch.label,
        "year": str(batch.year),
        "count": str(len(items)),
        "total": in_figures(total),
        "total_words": amount_words(total),
        "minutes": batch.minutes_number,
        "minutes_on": day(batch.minutes_on) if batch.minutes_on else "",
        "posted_on": day(batch.posted_on) if batch.posted_on else "",
        "first_day": day(batch.first_day) if batch.first_day else "",
        "last_day": day(batch.last_day) if batch.last_day else "",
        "period": f"{batch.days}{unit}" if batch.days else "",
        "place": batch.place,
    }


def _posted(batch: Batch, kind: PaperKind) -> None:
    if batch.posted_on is None:
        raise Refused(f"批次 {batch.number} 还没有公示，没有{kind.label}。", "请先登记会议纪要和公示。")


def _notice(batch: Batch, items: Sequence[Item], county: str) -> Content:
    """No account, no number of an identity, no telephone: names of units, places, matters, amounts."""
    _posted(batch, PaperKind.NOTICE)
    rows = [
        (str(number), item.applicant, item.county, item.matter, in_figures(item.award), "")
        for number, item in enumerate(items, 1)
    ]
    rows.append(("", "合计", "", "", in_figures(sum((item.award for item in items), NONE)), ""))
    columns = ("序号", "单位名称", "县（市、区）", "支持事项（条款）", "拟支持金额（元）", "备注")
    table = LetterTable(columns, (10, 50, 20, 42, 27, 12), "clllrl", tuple(rows), (len(rows) - 1,), attached=True)
    return Content("notice", {}, table)


def _allotment(batch: Batch, items: Sequence[Item], county: str) -> Content:
    _posted(batch, PaperKind.ALLOTMENT)
    need_parts(items, PaperKind.ALLOTMENT.label)
    rows: list[tuple[str, ...]] = []
    bold: list[int] = []
    number = 0
    for name, group in by_county(items):
        for item in group:
            number += 1
            rows.append((str(number), name, item.applicant, item.matter, *_shares(item)))
        bold.append(len(rows))
        rows.append(("", f"{name}小计", "", f"{len(group)} 个项目", *_sums(group)))
    bold.append(len(rows))
    rows.append(("", "合计", "", f"{len(items)} 个项目", *_sums(items)))
    columns = (
        *("序号", "县（市、区）", "单位名称", "事项", "核定金额（元）", "市本级比例", "市本级金额（元）"),
        *("所在地比例", "所在地金额（元）"),
    )
    parts = (10, 30, 58, 50, 27, 17, 27, 17, 27)
    table = LetterTable(columns, parts, "clllrcrcr", tuple(rows), tuple(bold), attached=True, landscape=True)
    city, rest = _parts(items)
    return Content("allotment", {"city": in_figures(city), "counties": in_figures(rest)}, table)


def _county(batch: Batch, items: Sequence[Item], county: str) -> Content:
    _posted(batch, PaperKind.COUNTY)
    mine = [item for item in items if item.county_id == county]
    need_parts(mine, PaperKind.COUNTY.label)
    mine = [item for item in mine if item.rest]
    if not mine:
        raise Refused(f"批次 {batch.number} 里没有由这个县（市、区）承担的资金。")
    _, total = _parts(mine)
    rows = [
        (
            *(str(number), item.applicant, item.matter, in_figures(item.award), _share(item.rest, item.award)),
            *(*amounts(item.rest), "", ""),
        )
        for number, item in enumerate(mine, 1)
    ]
    rows.append(("", "合计", "", in_figures(sum((item.award for item in mine), NONE)), "", in_figures(total), "", ""))
    columns = ("序号", "单位名称", "条款", "总额（元）", "承担比例", "承担金额（元）", "拨付日期", "凭证号")
    parts = (10, 56, 50, 27, 17, 27, 26, 26)
    table = LetterTable(columns, parts, "cllrcrcl", tuple(rows), (len(rows) - 1,), attached=True, landscape=True)
    facts = {
        "to_county": mine[0].county,
        "county_total": in_figures(total),
        "county_total_words": amount_words(total),
        "county_count": str(len(mine)),
    }
    return Content("county", facts, table)


def _summary(batch: Batch, items: Sequence[Item], county: str) -> Content:
    rows = [
        (
            *(str(number), item.county, item.applicant, item.number, item.accepted_on, item.matter),
            *amounts(item.computed, item.award, item.computed - item.award),
            *(item.reason, *amounts(item.city, item.rest)),
        )
        for number, item in enumerate(items, 1)
    ]
    computed, award = sum((i.computed for i in items), NONE), sum((i.award for i in items), NONE)
    city, rest = _parts(items)
    total = ("", "合计", "", "", "", f"{len(items)} 个项目", *amounts(computed, award, computed - award), "")
    rows.append((*total, *amounts(city, rest)))
    columns = (
        *("序号", "县（市、区）", "申报单位", "受理编号", "受理日期", "申报条款", "测算金额（元）", "核定金额（元）"),
        *("核减金额（元）", "核减理由", "市本级承担（元）", "所在地承担（元）"),
    )
    parts = (9, 20, 40, 19, 19, 38, 24, 24, 22, 22, 24, 24)
    table = LetterTable(columns, parts, "cllcclrrrlrr", tuple(rows), (len(rows) - 1,), landscape=True)
    return Content("summary", {}, table)


def need_parts(items: Iterable[Item], paper: str) -> None:
    """Raise Refused unless everything is shared out: an allotment that leaves something open helps nobody."""
    open_ = [item.number for item in items if item.city is None]
    if open_:
        raise Refused(
            f"办件 {'、'.join(open_[:3])} 的分担比例没有文件确定，没有{paper}。",
            "请先在“口径与裁定”里记录分担比例的文件。",
        )


def by_county(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """The items of each county by its name, the counties by their code."""
    groups: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda each: each.county_id):
        groups.setdefault(item.county, []).append(item)
    return list(groups.items())


def _shares(item: Item) -> tuple[str, ...]:
    city, rest = item.city or NONE, item.rest or NONE
    return (
        in_figures(item.award),
        *(_share(city, item.award), in_figures(city), _share(rest, item.award), in_figures(rest)),
    )


def percent_of(part: Decimal | None, whole: Decimal) -> int | None:
    """A part in hundredths of the whole; they are what the policy says, so no more digits are needed."""
    return None if part is None or not whole else round(part * 100 / whole)


def _share(part: Decimal | None, whole: Decimal) -> str:
    percent = percent_of(part, whole)
    return "" if percent is None else f"{percent}%"


def _parts(items: Sequence[Item]) -> tuple[Decimal, Decimal]:
    return sum((i.city or NONE for i in items), NONE), sum((i.rest or NONE for i in items), NONE)


def _sums(items: Sequence[Item]) -> tuple[str, ...]:
    city, rest = _parts(items)
    return (in_figures(sum((item.award for item in items), NONE)), "", in_figures(city), "", in_figures(rest))


_COMPOSERS: Mapping[PaperKind, Callable[[Batch, Sequence[Item], str], Content]] = {
    PaperKind.NOTICE: _notice,
    PaperKind.ALLOTMENT: _allotment,
    PaperKind.COUNTY: _county,
    PaperKind.SUMMARY: _summary,
}

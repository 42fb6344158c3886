"""The lines of the preview panel: what the result of an assessment says, in the order it is read.

Each line is a small value; the panel paints them. Nothing here knows how they look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from ui.parts import FLAG, MET, UNKNOWN, UNMET, money
from ycdesk.calculation.assessment import Assessment, Check, Flag, Funding, LimitUse, Outcome, Status
from ycdesk.calculation.money import in_words
from ycdesk.services.ledger import Holder
from ycdesk.services.preview import Preview


class Look(Enum):
    """How a line is set."""

    HEADING = auto()
    LINE = auto()
    """Sign or number, text that wraps, a figure at the right, a small second line."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line. ``clause`` and ``path`` are where a click leads."""

    look: Look
    text: str
    sign: str = ""
    tone: str = "text"
    figure: str = ""
    detail: str = ""
    clause: str = ""
    path: str = ""
    strong: bool = False
    inline: bool = False
    """The detail stands beside the text where there is room."""


@dataclass(frozen=True, slots=True)
class Head:
    """The amount on top."""

    caption: str
    amount: str
    words: str
    parts: str
    tone: str = "text"


LIMIT = "limit:"
"""Begins the path of a limit: its number among the limits of the result follows."""
_NAMED = 3
"""Cases that a limit names; more are only counted."""
_JOINED = "\N{NO-BREAK SPACE}"
_SIGNS = {Outcome.MET: (MET, "ok"), Outcome.UNMET: (UNMET, "bad"), Outcome.UNKNOWN: (UNKNOWN, "secondary")}


def head_of(assessment: Assessment, county: str, award: Decimal | None = None, parts: Funding | None = None) -> Head:
    """The amount, its capital form and the parts; without an amount, why there is none.

    ``award`` and ``parts`` are those of the decision, once there is one.
    """
    if award is not None:
        less = "" if award == assessment.amount else f"（测算 {money(assessment.amount)}）"
        return Head(f"核定补助{less}", money(award), in_words(award), _parts(parts, award, county))
    match assessment.status:
        case Status.INCOMPLETE:
            return Head("预计补助", "—", "资料未齐，暂不计算", "")
        case Status.NEEDS_RULING:
            return Head("预计补助", "—", "政策未定计算办法，待录入决定金额", "", "flag")
        case Status.INELIGIBLE:
            return Head("预计补助", "0.00", "不符合条件", "", "bad")
        case _:
            amount = assessment.amount if assessment.amount is not None else Decimal(0)
            return Head("预计补助", money(amount), in_words(amount), _parts(assessment.funding, amount, county))


def items_of(preview: Preview, papers: Sequence[str] = (), flags: bool = True) -> list[Item]:
    """The lines under the amount, what needs attention before what is in order.

    ``papers``: names of required papers that are not there yet. ``flags``: whether open readings are among the lines.
    """
    assessment = preview.assessment
    checks = list(_checks(assessment.checks))
    fine = all(check.outcome is Outcome.MET for check in assessment.checks)
    return [
        *_missing(preview),
        *(() if fine else checks),
        *_steps(assessment),
        *(_flags(preview.open_flags) if flags else ()),
        *_rulings(preview.rulings),
        *_limits(preview),
        *(checks if fine else ()),
        *_papers(papers),
    ]


def sentence_of(assessment: Assessment, head: Head) -> str:
    """The result in one sentence, for whoever hears the screen instead of seeing it."""
    if assessment.status is Status.ELIGIBLE:
        return f"{head.caption} {head.amount} 元，{head.words}。{head.parts}"
    return f"{head.words}。"


def _parts(funding: Funding | None, amount: Decimal, county: str) -> str:
    if funding is None:
        return f"市级与{county}的分担比例待定"
    if funding.city == amount:
        return f"市级 {money(funding.city)}"
    return f"市级 {money(funding.city)}　{county} {money(funding.county)}"


def _steps(assessment: Assessment) -> Iterable[Item]:
    if not assessment.steps or assessment.status in (Status.INCOMPLETE, Status.INELIGIBLE, Status.NEEDS_RULING):
        return
    yield Item(Look.HEADING, "怎么算的")
    last = len(assessment.steps)
    for step in assessment.steps:
        yield Item(
            Look.LINE,
            step.label,
            sign=str(step.no),
            figure=money(step.result),
            detail=step.text.removeprefix(f"{step.label}：").removeprefix(step.label).strip(" ：:"),
            clause=step.clause,
            strong=step.no == last,
        )


def _checks(checks: Sequence[Check]) -> Iterable[Item]:
    """Conditions of the case one by one; of the rows those that are not met, and the number of the others."""
    if not checks:
        return
    yield Item(Look.HEADING, "条件")
    order = {Outcome.UNMET: 0, Outcome.UNKNOWN: 1, Outcome.MET: 2}
    whole = [check for check in checks if check.path is None]
    rows = [check for check in checks if check.path is not None]
    for check in sorted(whole, key=lambda each: order[each.outcome]):
        yield _check(check, "")
    yield from _unmet_rows([check for check in rows if check.outcome is Outcome.UNMET])
    met = sum(check.outcome is Outcome.MET for check in rows)
    unknown = sum(check.outcome is Outcome.UNKNOWN for check in rows)
    if met:
        yield Item(Look.LINE, f"各行条件满足 {met} 项", sign=MET, tone="ok")
    if unknown:
        yield Item(Look.LINE, f"各行条件待定 {unknown} 项", sign=UNKNOWN, tone="secondary")


def _check(check: Check, row: str) -> Item:
    sign, tone = _SIGNS[check.outcome]
    found = f"现为 {check.found}" if check.found else ""
    if check.outcome is Outcome.UNKNOWN:
        detail = f"要求 {check.required}"
    elif check.outcome is Outcome.UNMET:
        detail = "；".join(part for part in (f"要求 {check.required}", found, check.shortfall or "") if part)
    else:
        detail = check.found
    text = f"{row}{check.label}"
    path, met = check.path or "", check.outcome is Outcome.MET
    return Item(Look.LINE, text, sign, tone, detail=detail, clause=check.clause, path=path, inline=met)


def _unmet_rows(checks: Sequence[Check]) -> Iterable[Item]:
    """What rows fail, each by itself; where many fail the same condition, together."""
    groups: dict[tuple[str, str], list[Check]] = {}
    for check in checks:
        groups.setdefault((check.id, check.label), []).append(check)
    for group in groups.values():
        if len(group) <= 2:
            yield from (_check(check, _row_words(check.path)) for check in group)
            continue
        numbers = "、".join(_row_words(check.path).strip("第 行　") for check in group)
        first = group[0]
        detail = f"要求 {first.required}；第 {numbers} 行不满足"
        text = f"{first.label}　{len(group)} 行"
        yield Item(Look.LINE, text, UNMET, "bad", detail=detail, clause=first.clause, path=first.path or "")


def _row_words(path: str | None) -> str:
    number = (path or "").rpartition("[")[2].rstrip("]")
    return f"第 {int(number) + 1} 行　" if number.isdigit() else ""


def _limits(preview: Preview) -> Iterable[Item]:
    limits = list(enumerate(preview.assessment.limits))
    if not limits:
        return
    yield Item(Look.HEADING, "限额")
    limits, alike = _alike(limits)
    limits.sort(key=lambda pair: not _used_up(pair[1]))
    for label, number in alike.items():
        yield Item(Look.LINE, label, detail=f"{number}{_JOINED}项，都在限额内")
    for number, limit in limits[:12]:
        holders = preview.holders[number] if number < len(preview.holders) else ()
        key = f"{limit.key.replace('|', ' ')}\n" if limit.key else ""
        figures = limit_words(limit).replace(" · ", "|").replace(" ", _JOINED).replace("|", " · ")
        path = f"{LIMIT}{number}" if holders else ""
        full = _used_up(limit)
        sign, tone, text = ("!", "warn", f"{limit.label}　已用完") if full else ("", "text", limit.label)
        yield Item(Look.LINE, text, sign, tone, detail=f"{key}{figures}{_used_by(holders)}", path=path)
    if len(limits) > 12:
        yield Item(Look.LINE, f"另有 {len(limits) - 12} 项限额", tone="secondary")


def limit_words(limit: LimitUse) -> str:
    """The figures of a limit in one line."""
    used = f"已用 {_size(limit.used_before)} · 本次 {_size(limit.used_now)}"
    left = "" if limit.left is None else f" · 余 {_size(limit.left)}"
    ceiling = "" if limit.ceiling is None else f"上限 {_size(limit.ceiling)} · "
    return f"{ceiling}{used}{left}"


def _used_up(limit: LimitUse) -> bool:
    """Whether other cases have left nothing, or no more than this one takes."""
    return limit.left == 0 and bool(limit.used_before or not limit.used_now)


def _used_by(holders: Sequence[Holder]) -> str:
    numbers = list(dict.fromkeys(each.number for each in holders))
    if not numbers:
        return ""
    more = f"等{_JOINED}{len(numbers)}{_JOINED}件" if len(numbers) > _NAMED else ""
    return f"\n占用：{'、'.join(numbers[:_NAMED])}{more}"


_Numbered = tuple[int, LimitUse]


def _alike(limits: Sequence[_Numbered]) -> tuple[list[_Numbered], dict[str, int]]:
    """The limits to be shown one by one; of more than three of a name with room left, the name and how many."""
    counts = Counter(limit.label for _, limit in limits if limit.used_now and not _used_up(limit))
    many = {label: number for label, number in counts.items() if number > 3}
    return [pair for pair in limits if pair[1].label not in many or not pair[1].used_now or _used_up(pair[1])], many


def _size(value: int | Decimal) -> str:
    return f"{value:,}" if isinstance(value, int) else money(value)


def ways_of(flag: Flag) -> list[str]:
    """How a reading is taken now, and what it could come to."""
    ways = [f"现行：{flag.choice}"]
    if flag.other is not None:
        amount = "" if flag.other_amount is None else f" → {money(flag.other_amount)} 元"
        ways.append(f"另一口径：{flag.other}{amount}")
    return ways


def _flags(flags: Sequence[Flag]) -> Iterable[Item]:
    if not flags:
        return
    yield Item(Look.HEADING, "需主管确认")
    for flag in flags:
        detail = "\n".join(ways_of(flag))
        yield Item(Look.LINE, flag.text, FLAG, "flag", detail=detail, clause=flag.clause)


def _rulings(rulings: Sequence[dict[str, Any]]) -> Iterable[Item]:
    if not rulings:
        return
    yield Item(Look.HEADING, "依据的裁定")
    for each in rulings:
        yield Item(Look.LINE, each["cited"], MET, "ok")


def _missing(preview: Preview) -> Iterable[Item]:
    if not preview.missing and not preview.messages:
        return
    yield Item(Look.HEADING, "还差")
    if preview.messages:
        first = next(iter(preview.messages))
        yield Item(Look.LINE, f"有 {len(preview.messages)} 处录入有误", sign=UNMET, tone="bad", path=first)
    shown = preview.missing[:8]
    for path, words in shown:
        yield Item(Look.LINE, words, sign=UNKNOWN, tone="accent", path=path)
    if len(preview.missing) > len(shown):
        yield Item(Look.LINE, f"另有 {len(preview.missing) - len(shown)} 项未填", tone="secondary")


def _papers(papers: Sequence[str]) -> Iterable[Item]:
    if not papers:
        return
    yield Item(Look.HEADING, "材料还差")
    for name in papers[:4]:
        yield Item(Look.LINE, name, sign=UNKNOWN, tone="accent", path="papers")
    if len(papers) > 4:
        yield Item(Look.LINE, f"另有 {len(papers) - 4} 件", tone="secondary", path="papers")

"""A percentage of a cost that never pays more than what others left of the cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ycdesk.calculation.exact import Term, cut, greatest, least, number, percent, total
from ycdesk.calculation.words import figure, steps_words, yuan_words
from ycdesk.calculation.work import Work


def share_less_support(
    work: Work,
    label: str,
    cost: Term,
    rate: int,
    support: Decimal | None,
    cap: Decimal | None = None,
    cap_words: str = "",
) -> Term:
    """A step: ``rate`` per cent of ``cost`` (cut down), at most ``cap`` and at most cost − ``support`` (yuan)."""
    share = cut(percent(rate) * cost)
    bounds = [share]
    words = f"{figure(cost.value)} × {rate}% = {yuan_words(share.value)}"
    if cap is not None:
        bounds.append(number(cap))
        words += f"，{'超过' if share > bounds[1] else '未超过'}{cap_words} {figure(cap)} 元"
    if support:
        rest = cost - number(support)
        if support > cost.value:
            rest = greatest(rest, number(0))
        bounds.append(rest)
        words += f"，费用减去其他支持 {figure(support)} 元后余 {yuan_words(rest.value)}"
    term = least(*bounds) if len(bounds) > 1 else share
    return work.step(label, term, f"{words}，计 {yuan_words(term.value)}" if len(bounds) > 1 else words)


def award_each(work: Work, label: str, each: Decimal, count: int, unit: str) -> Term:
    """A step: the same award (yuan) for each of ``count`` things."""
    term = number(each) * number(count)
    return work.step(label, term, f"{figure(each)} 元 × {count} {unit} = {yuan_words(term.value)}")


def add_up(work: Work, label: str, parts: Sequence[Term], times: Sequence[int] | None = None) -> Term:
    """A step: earlier steps added up, each ``times`` its value; 0 where nothing counts."""
    if not parts:
        return work.step(label, number(0), f"没有可计入的，{yuan_words(number(0).value)}")
    counts = times or [1] * len(parts)
    whole = total(part if count == 1 else number(count) * part for part, count in zip(parts, counts, strict=True))
    words = steps_words([(count, part.text) for part, count in zip(parts, counts, strict=True)])
    return work.step(label, whole, f"{words} = {yuan_words(whole.value)}")

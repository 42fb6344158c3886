"""An allocation that was tried out, in one sentence: whether the year's money suffices, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ycdesk.calculation.money import in_figures
from ycdesk.domain.budget import Allotment, Pot
from ycdesk.domain.payment import CITY
from ycdesk.services.budget import PotFigures
from ycdesk.services.office import Office
from ycdesk.services.payment_list import treasury_words

NONE = Decimal("0.00")


def sentence(office: Office, allotments: Sequence[Allotment], figures: Iterable[PotFigures]) -> str:
    """From which case on the money does not suffice, in the order shown; else what is left when all are funded."""
    if not allotments:
        return ""
    free = {(pot.treasury, pot.clause): pot.free for pot in figures if pot.free is not None}
    left = left_over(allotments, free)
    asked = [each for each in allotments if each.claim.parts is not None]
    undivided = len(allotments) - len(asked)
    rest = f"；{undivided} 件的分担比例没有文件确定，不能安排资金" if undivided else ""
    first = next((number for number, each in enumerate(allotments, 1) if each.claim.parts and not each.funded), None)
    if first is None:
        words = in_words(office, {treasury: amount for (treasury, clause), amount in left.items() if not clause})
        return f"本年资金够用，办完还余 {words}{rest}" if words else f"本年资金够用{rest}"
    lacking = shortfall(allotments, left)
    where = in_words(office, lacking)
    only = f"（{where}）" if len(lacking) > 1 or CITY not in lacking else ""
    unset = "" if (CITY, "") in free else "（市本级还没有登记本年预算）"
    total = in_figures(sum(lacking.values(), NONE))
    return f"按优先顺序，从第 {first} 件起本年资金不足，差 {total} 元{only or unset}{rest}"


def left_over(allotments: Iterable[Allotment], free: Mapping[Pot, Decimal]) -> dict[Pot, Decimal]:
    """What each pot holds once all that fits is funded."""
    left = dict(free)
    for each in allotments:
        if each.funded and not each.claim.held:
            for treasury, part in (each.claim.parts or {}).items():
                for pot in {(treasury, ""), (treasury, each.claim.clause)} & left.keys():
                    left[pot] -= part
    return left


def shortfall(allotments: Iterable[Allotment], left: Mapping[Pot, Decimal]) -> dict[str, Decimal]:
    """What each treasury needs besides what is left so that everything can be funded.

    A part set aside for a clause that is too small counts once, also where the whole of the treasury is short.
    """
    wanted: dict[Pot, Decimal] = {}
    for each in allotments:
        if not each.funded:
            for treasury, part in (each.claim.parts or {}).items():
                for pot in {(treasury, ""), (treasury, each.claim.clause)}:
                    wanted[pot] = wanted.get(pot, NONE) + part
    lacking: dict[str, Decimal] = {}
    for treasury in dict.fromkeys(treasury for treasury, _ in wanted):
        kept = [pot for pot in wanted if pot[0] == treasury and (pot in left or pot == (CITY, ""))]
        over = {clause: max(wanted[treasury, clause] - left.get((treasury, clause), NONE), NONE) for _, clause in kept}
        amount = max(over.pop("", NONE), sum(over.values(), NONE))
        if amount:
            lacking[treasury] = amount
    return lacking


def in_words(office: Office, amounts: Mapping[str, Decimal]) -> str:
    """市本级 1,000.00 元、临猗县 20.00 元; the city first."""
    order = sorted(amounts, key=lambda treasury: (treasury != CITY, treasury))
    return "、".join(f"{treasury_words(office, each)} {in_figures(amounts[each])} 元" for each in order)


def verdict(office: Office, allotment: Allotment) -> str:
    """The sign and the words for one case: has its money, can have it, or what is lacking."""
    if allotment.claim.held:
        return "✓ 已预留"
    if allotment.funded:
        return "✓ 可安排"
    short = {treasury: amount for treasury, amount in allotment.short.items() if amount}
    return f"△ 差{in_words(office, short)}" if short else f"△ {allotment.reason}"

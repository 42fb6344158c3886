"""The duplicate radar (重复预警): when two keys of a kind raise an alarm.

Keys are made in :mod:`ycdesk.domain.radar_keys`, texts are compared in :mod:`ycdesk.domain.likeness`. ``judge`` says of
two keys of a kind whether they are the same or alike. Exactly one part of a compound key may differ (of a booth the
exhibition or the number, of a flight its number, of a warehouse its name), and:

* **policy numbers** alarm only while their periods overlap, or one period is not known;
* **identity numbers**: two different valid numbers are two persons; a check digit betrays every slip of one digit and
  every swap, so where one of two alike numbers is not valid the alarm needs nothing else;
* **booths**: neighbouring booths differ by a letter or a digit as a matter of course (A12 and A21, U5 and V5), so only
  a letter taken for a digit or letters and digits that changed places alarm by themselves, from three characters on;
* **names of persons**: the two characters of a given name in the other order are mostly another person;
* **weak likenesses** (between digits) are void where amounts or days are known and differ, and inside one case. Deep
  in a long number they alarm; else the amounts must be equal and shared, on that day, by no third key of the
  neighbourhood (the exhibition or hall, the run of numbers), because whoever sells a row of booths at one price writes
  numbers in a row (of flights, whose day is the same, there is no such row);
* of two applicants' numbers, weak likenesses alarm when deep or when something else is the same, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ycdesk.domain.identifiers import resident_id_warning
from ycdesk.domain.likeness import Likeness, compare, divided_otherwise, names_nothing, plain
from ycdesk.domain.radar_keys import APPLICANT_FIELDS, APPLICANT_KINDS, DIVIDER, KINDS, Key

__all__ = [
    "APPLICANT_KINDS",
    "KINDS",
    "Evidence",
    "Match",
    "judge",
    "judge_inside",
    "neighbourhoods",
    "shared_attribute",
]

_ATTRIBUTES = (
    "legal_representative", "contact_name", "contact_phone", "account_name", "account_number", "address", "email",
)  # fmt: skip


class Evidence(StrEnum):
    """What a likeness needs beside itself to raise an alarm."""

    NOTHING = ""
    AMOUNT = "amount"
    """The amounts are equal; no third key of the neighbourhood may have that amount."""
    ATTRIBUTE = "attribute"
    """Something else of the two applicants is the same (``shared_attribute``)."""


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict on two keys: the same or alike, why in words, and what must support it."""

    exact: bool
    why: str
    needs: Evidence = Evidence.NOTHING


def judge(mine: Key, theirs: Key) -> Match | None:
    """Whether two keys of one kind, of different cases or applicants, are the same or alike."""
    if mine.kind == "policy" and _apart(mine, theirs):
        return None
    ours, others = mine.shown.split(DIVIDER), theirs.shown.split(DIVIDER)
    if mine.exact == theirs.exact and not (mine.kind == "booth" and divided_otherwise(ours[-1], others[-1])):
        if mine.kind == "domain" and _letters(mine.shown) != _letters(theirs.shown):
            return Match(False, "点或连字符的位置不同")
        same = mine.shown == theirs.shown
        return Match(True, "" if same else "写法不同（全角半角、大小写、空格或标点）")
    a, b = mine.exact.split("|"), theirs.exact.split("|")
    if len(a) != len(b) or len(ours) != len(others):
        return None
    differing = [place for place, pair in enumerate(zip(a, b, strict=True)) if pair[0] != pair[1]] or [len(a) - 1]
    place = differing[0]
    if len(differing) > 1 or (mine.kind, place) in (("booth", 1), ("flight", 1), ("warehouse", 1)):
        return None
    likeness = compare(ours[place], others[place])
    return _weighed(mine, theirs, likeness, place, len(a)) if likeness else None


def judge_inside(mine: Key, theirs: Key) -> Match | None:
    """The same for two keys of one case: several payments of one contract or policy are no duplicates."""
    if mine.path.partition("[")[0] != theirs.path.partition("[")[0]:
        return None
    if mine.kind in ("contract", "policy") and (mine.day != theirs.day or mine.amount != theirs.amount):
        return None
    match = judge(mine, theirs)
    return match if match and match.needs is Evidence.NOTHING else None


def shared_attribute(kind: str, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether something else of two applicants is the same: a person, a number, an address."""
    own = dict(APPLICANT_FIELDS)[kind]
    pairs = [
        (plain(str(one.get(name) or "")), plain(str(other.get(name) or ""))) for name in _ATTRIBUTES if name != own
    ]
    return any(a == b and not names_nothing(a) for a, b in pairs)


def neighbourhoods(mine: Key, theirs: Key) -> tuple[str, ...]:
    """How the exact keys begin that would explain an equal amount: in one of these there must be no third.

    Of booths those of the exhibition; where the halls differ, each hall by itself: firms of one trade stand together.
    """
    if mine.kind != "booth":
        return (theirs.exact[:-3],)
    differing = [n for n, pair in enumerate(zip(mine.exact, theirs.exact, strict=True)) if pair[0] != pair[1]]
    place = differing[0] if differing else len(mine.exact)
    runs = list(re.finditer(r"\d+", mine.exact))
    if any(run.start() <= place < run.end() for run in runs[:-1]):
        return tuple(key.exact[: place + 1] for key in (mine, theirs))
    return (theirs.exact[: theirs.exact.rindex("|") + 1],)


def _weighed(mine: Key, theirs: Key, likeness: Likeness, place: int, places: int) -> Match | None:
    kind, words = mine.kind, likeness.words
    if kind in APPLICANT_KINDS:
        doubtful = (likeness.weak and not likeness.deep) or (kind == "representative" and likeness.moved)
        return Match(False, words, Evidence.ATTRIBUTE if doubtful else Evidence.NOTHING)
    if kind == "trainee" and _valid(mine.exact) and _valid(theirs.exact):
        return None
    last = place == places - 1
    doubtful = likeness.weak or (kind == "booth" and last and not _clear_booth(mine, theirs, likeness))
    if not doubtful or (kind == "trainee" and (_resident(mine.exact) or _resident(theirs.exact))):
        return Match(False, words)
    if (kind in ("booth", "shop") and not last) or _contradicted(mine, theirs):
        return None
    if likeness.deep or (kind == "flight" and likeness.moved):  # a flight's day is the same
        return Match(False, words)
    equal = mine.amount is not None and mine.amount == theirs.amount
    needs = Evidence.NOTHING if kind == "flight" else Evidence.AMOUNT
    return Match(False, f"{words}，金额也相同", needs) if equal else None


def _clear_booth(mine: Key, theirs: Key, likeness: Likeness) -> bool:
    shortest = min(len(key.exact) - key.exact.rindex("|") - 1 for key in (mine, theirs))
    return likeness.mixed and (shortest >= 3 or likeness.moved)


def _contradicted(mine: Key, theirs: Key) -> bool:
    days = (mine.day, theirs.day)
    amounts = (mine.amount, theirs.amount)
    return any(None not in pair and pair[0] != pair[1] for pair in (days, amounts))


def _apart(mine: Key, theirs: Key) -> bool:
    """Whether both periods are known and do not overlap; a period with one end is open at the other."""
    if (mine.first_day or mine.last_day) is None or (theirs.first_day or theirs.last_day) is None:
        return False
    first = max(key.first_day or date.min for key in (mine, theirs))
    return first > min(key.last_day or date.max for key in (mine, theirs))


def _resident(number: str) -> bool:
    return len(number) == 18


def _valid(number: str) -> bool:
    return resident_id_warning(number) is None


def _letters(domain: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", domain).casefold().replace("。", "."))

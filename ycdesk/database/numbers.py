"""Numbers without gaps: one counter a series and year, raised in the transaction that uses the number."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ycdesk.domain.bureau import Counter

CASES = "case"
DOSSIERS = "dossier"
BATCHES = "batch"
_LETTERS = {DOSSIERS: "J", BATCHES: "P"}


def next_number(session: Session, series: str, year: int) -> str:
    """The next number of the year: "2026-0001" for cases, "J2026-0001" for dossiers, "P2026-0001" for batches.

    From 10 000 on five digits.
    """
    return next_numbers(session, series, year, 1)[0]


def next_numbers(session: Session, series: str, year: int, count: int) -> list[str]:
    """The next ``count`` numbers of the year."""
    counter = session.get(Counter, (series, year), with_for_update=True)
    if counter is None:
        counter = Counter(series=series, year=year, last=0)
        session.add(counter)
    first = counter.last + 1
    counter.last += count
    session.flush()
    return [f"{_LETTERS.get(series, '')}{year}-{number:04d}" for number in range(first, first + count)]

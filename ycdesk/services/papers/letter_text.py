"""All that is printed on a letter, in words: what is stored when it is issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A table of words. ``aligns``: "l", "c" or "r" for each column; ``parts``: their shares of the width."""

    columns: tuple[str, ...]
    parts: tuple[float, ...]
    aligns: str
    rows: tuple[tuple[str, ...], ...]
    bold: tuple[int, ...] = ()
    """Numbers of the rows that are sums."""
    attached: bool = False
    """On pages of its own behind the letter (附件)."""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that is printed."""

    kind: str
    bureau: str
    title: str
    number: str
    """"" where the paper carries none, or has none yet."""
    to: str
    body: tuple[str, ...]
    table: LetterTable | None
    after: tuple[str, ...]
    signed_on: str
    """Day under the unit; "" for a paper without them."""
    receipt: tuple[str, ...]
    code: str
    """What a scanner reads; ASCII."""
    subject: str
    """Number of the case or batch, and whom it is about: for the foot of following pages."""
    void: bool = False

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Letter:
        """The letter that was stored."""
        table = data["table"]
        lists = {name: tuple(data[name]) for name in ("body", "after", "receipt")}
        return cls(**{**data, **lists, "table": _table(table) if table else None})


def _table(data: Mapping[str, Any]) -> LetterTable:
    lists = {name: tuple(data[name]) for name in ("columns", "parts", "bold")}
    return LetterTable(**{**data, **lists, "rows": tuple(tuple(row) for row in data["rows"])})

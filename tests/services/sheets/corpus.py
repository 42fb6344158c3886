"""The nasty workbooks, by name; see :mod:`draft_books` how one is drawn up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.services.sheets.draft_books import BOOTHS, Draft, Kind

Draw = Callable[[Draft], None]


@dataclass(frozen=True)
class Specimen:
    """One workbook. ``stored``: how LibreOffice saved it, a file under ``tests/data/sheets``."""

    name: str
    kind: Kind
    draw: Draw
    stored: str = ""

    def draft(self, fixed: bool = False) -> Draft:
        """The workbook drawn up."""
        draft = Draft(self.kind, fixed)
        self.draw(draft)
        return draft


SPECIMENS: dict[str, Specimen] = {}


def specimen(kind: Kind = BOOTHS, *stored: str) -> Callable[[Draw], Draw]:
    """Enter a workbook into the corpus, once as it is drawn up and once for each way in which it was stored."""

    def enter(draw: Draw) -> Draw:
        name = draw.__name__
        SPECIMENS[name] = Specimen(name, kind, draw)
        for suffix in stored:
            SPECIMENS[f"{name}_{suffix}"] = Specimen(f"{name}_{suffix}", kind, draw, f"{name}.{suffix}")
        return draw

    return enter

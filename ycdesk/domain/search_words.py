"""What a case is found by besides its applicant: its numbers and everything typed into it, folded for searching.

Kept in two narrow tables, because a search reads one of them from end to end: what is written in Chinese, and what is
not (numbers, codes, Latin names). A fragment with a Chinese character can only stand in the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.pinyin import search_form
from ycdesk.domain.record import Record

_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_RUN = re.compile(r"[^\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}")
BETWEEN = "\n"
"""Stands between two texts, so that no fragment reaches over both."""


class SearchWords(Record):
    """The texts by which a case is found."""

    __abstract__ = True

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[str]


class SearchNumbers(SearchWords):
    """The texts of a case without Chinese characters."""

    __tablename__ = "search_numbers"


class SearchNames(SearchWords):
    """The texts of a case with Chinese characters, and the names under which its applicant was known before."""

    __tablename__ = "search_names"


def is_chinese(text: str) -> bool:
    """Whether a Chinese character stands in it."""
    return _HAN.search(text) is not None


def words_of(number: str, dossier_number: str, entries: Mapping[str, Any]) -> tuple[str, str]:
    """The words of :class:`SearchNumbers` and of :class:`SearchNames` for a case as it is typed."""
    numbers, names = [search_form(number), search_form(dossier_number)], []
    for text in _texts(entries):
        folded = search_form(text)
        if len(folded) < 2:
            continue
        if is_chinese(folded):
            names.append(folded)
            numbers += _RUN.findall(folded)
        else:
            numbers.append(folded)
    return _joined(numbers), _joined(names)


def _texts(entries: Mapping[str, Any]) -> Iterator[str]:
    rows = [entries.get("header") or {}, *(entries.get("rows") or ()), *(entries.get("particulars") or ())]
    for row in rows:
        yield from (str(value) for value in row.values() if value)


def _joined(texts: Iterable[str]) -> str:
    return BETWEEN.join(dict.fromkeys(texts))

"""The reading of one typed field, and what all readers share."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Entry(NamedTuple):
    """What a typed text means."""

    value: str | int | bool | None
    """The fact in the case file's own form; None when nothing was entered or it cannot be used."""
    message: str
    """Why it cannot be used and what to type instead, in Chinese; empty when all is well."""
    shown: str
    """The text to show when the field is left: normalised when understood, else as typed."""
    kept: str
    """The text to keep in the draft: the plain form when understood, else as typed."""
    note: str = ""
    """Something to verify that does not stop the case."""


EMPTY = Entry(None, "", "", "")
"""Nothing entered."""


def clean(text: str) -> str:
    """NFKC (full-width digits and letters become plain ones), without invisible characters, trimmed."""
    if text.isprintable() and unicodedata.is_normalized("NFKC", text):
        return text.strip()  # nearly every text; sheets have them by the hundred thousand
    normal = unicodedata.normalize("NFKC", text)
    return "".join(c for c in normal if unicodedata.category(c) not in ("Cc", "Cf", "Cs") or c in "\t\n").strip()


def understood(value: str | int | bool, shown: str, *, kept: str = "", note: str = "") -> Entry:
    """An entry that is a fact."""
    return Entry(value, "", shown, kept or shown, note)


def wrong(text: str, sentence: str) -> Entry:
    """An entry that is none; the text stays as typed."""
    return Entry(None, sentence, text, text)

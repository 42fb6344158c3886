"""The titles of the measures before the policy package has been read: for lists, which need no more of it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path


def short_titles(folder: Path) -> dict[str, str]:
    """The short title of each measure of a package by its id, from the plain keys above the first table of its file.

    Checks nothing: what cannot be read has no title here, and reading the package says what is wrong with it.
    """
    titles = {}
    for file in (folder / "measures").glob("*.toml"):
        try:
            above = file.read_text(encoding="utf-8").partition("\n[")[0]
            titles[file.stem] = str(tomllib.loads(above)["short_title"])
        except (OSError, ValueError, KeyError):
            continue
    return titles


def folder_on(folders: Sequence[Path], day: date) -> Path:
    """Of several packages the folder of the last begun on or before a day, else the first; checks nothing, either."""
    if len(folders) == 1:
        return folders[0]
    begun = {folder: start for folder in folders if (start := _start(folder)) is not None}
    ordered = sorted(begun, key=lambda folder: (begun[folder], folder.name))
    return next((folder for folder in reversed(ordered) if begun[folder] <= day), (*ordered, folders[0])[0])


def _start(folder: Path) -> date | None:
    try:
        start = tomllib.loads((folder / "package.toml").read_text(encoding="utf-8").partition("\n[")[0])["window_from"]
    except (OSError, ValueError, KeyError):
        return None
    return start if type(start) is date else None

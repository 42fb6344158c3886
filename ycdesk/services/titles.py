"""The titles of the measures before the policy package has been read: for lists, which need no more of it."""

from __future__ import annotations

import tomllib
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

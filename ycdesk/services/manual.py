"""The manual: its chapters are Markdown files under ``resources/manual``, in three parts, ordered by their names.

A place in the manual is written ``users/05-approval`` or, for a heading in it, ``users/05-approval#签批``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ycdesk.paths import resources

#: the folders, in the order in which they are read, and the words over their chapters
PARTS = {"users": "办理", "administrators": "管理员", "developers": "Developers"}
FOLDER = "manual"
_AROUND = 7  #: characters of a passage shown before what was found
_PASSAGE = 64


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of any level."""

    chapter: str
    heading: str
    text: str  # without the marks of Markdown, in one line

    @property
    def place(self) -> str:
        """Where it is: ``chapter#heading``."""
        return f"{self.chapter}#{self.heading}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file: its id (``users/05-approval``), its title, its Markdown and its sections, the first named as itself."""

    id: str
    title: str
    markdown: str
    sections: tuple[Section, ...]

    @property
    def part(self) -> str:
        """The folder it lies in, a key of :data:`PARTS`."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """A section in which everything that was looked for occurs, and the passage around the first occurrence."""

    section: Section
    title: str  # of the chapter
    passage: str


def manual_folder() -> Path:
    """Where the chapters lie."""
    return resources() / FOLDER


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters in their order; read once."""
    folder = manual_folder()
    files = [file for part in PARTS for file in sorted((folder / part).glob("*.md"))]
    return tuple(_chapter(file, file.relative_to(folder).with_suffix("").as_posix()) for file in files)


def chapter(id: str) -> Chapter | None:
    """The chapter with this id; None where there is none."""
    return next((each for each in chapters() if each.id == id), None)


def find(text: str) -> list[Hit]:
    """The sections with all the words of ``text``, those with them in their heading first.

    Latin letters also find headings by their pinyin initials.
    """
    words = text.lower().split()
    if not words:
        return []
    in_heading, below = [], []
    for each in chapters():
        for section in each.sections:
            heading = section.heading.lower()
            if all(word in heading for word in words) or _spelt(heading, words):
                in_heading.append(Hit(section, each.title, _passage(section.text, words)))
            elif all(word in heading or word in section.text.lower() for word in words):
                below.append(Hit(section, each.title, _passage(section.text, words)))
    return in_heading + below


def headings_with(text: str, most: int) -> list[Hit]:
    """The first headings that contain ``text``, as it is written: for the search box of the window."""
    wanted = text.lower()
    hits = (Hit(section, each.title, "") for each in chapters() for section in each.sections)
    return [hit for hit in hits if wanted in hit.section.heading.lower()][:most]


def _spelt(heading: str, words: list[str]) -> bool:
    if len(words) != 1 or not words[0].isascii() or not words[0].isalpha() or len(words[0]) < 2:
        return False
    return any(words[0] in reading for reading in _initials(heading))


@cache
def _initials(heading: str) -> list[str]:
    from ycdesk.domain.pinyin import initials

    return initials(heading)


def _passage(text: str, words: list[str]) -> str:
    low = text.lower()
    at = min((low.find(word) for word in words if word in low), default=0)
    start = max(0, at - _AROUND)
    return ("…" if start else "") + text[start : start + _PASSAGE]


def _chapter(file: Path, id: str) -> Chapter:
    markdown = file.read_text(encoding="utf-8")
    sections: list[Section] = []
    heading, lines, code = "", list[str](), False
    for line in [*markdown.splitlines(), "# "]:
        code ^= line.startswith("```")
        if not code and (head := re.match(r"#{1,3} (.*)", line)):
            if heading:
                sections.append(Section(id, heading, _plain(lines)))
            heading, lines = _plain([head[1]]), []
        else:
            lines.append(line)
    return Chapter(id, sections[0].heading if sections else id, markdown, tuple(sections))


def _plain(lines: list[str]) -> str:
    """The words of some lines of Markdown: no marks of lists, tables, pictures, links, emphasis."""
    text = " ".join(re.sub(r"^\s*(?:[*-]\s|\d+\.\s|>|```\w*|<!--.*-->|\|[\s|:-]*\|$)\s*", "", line) for line in lines)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"\*\*|`|\|", " ", text).split())

"""What the program says when something cannot be done. Every text is for people, in Chinese: what, where, what to do.

The database repeats some of these rules in triggers; their sentences arrive as :class:`Refused`, too.
"""

from __future__ import annotations


class DeskError(Exception):
    """A sentence for the person at the desk, and what they can do about it (may be empty)."""

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return self.sentence + self.advice


class Refused(DeskError):
    """The deed is not allowed: the role, the state of the case or a rule forbids it."""


class Conflict(DeskError):
    """Somebody else was faster, or what the person saw is no longer so."""


class InputProblem(DeskError):
    """Something typed cannot be used. ``problems`` maps the field's name to a sentence, all of them in one pass."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("".join(problems.values()))
        self.problems = problems


class OfficeProblem(DeskError):
    """The office cannot be opened or reached: folder, file, URL, server or package."""

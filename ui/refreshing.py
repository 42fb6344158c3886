"""What a page can do for the window that shows it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Keyed(Protocol):
    """A page that names its keys for the status bar."""

    def keys(self) -> list[tuple[str, str]]:
        """Key and what it does."""


@runtime_checkable
class Refreshing(Protocol):
    """A page that reads the office anew each time it is shown."""

    def refresh(self) -> None:
        """Read what is shown again."""

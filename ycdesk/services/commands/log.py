"""``ycdeskctl log``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from ycdesk.services.commands import opened
from ycdesk.services.log import log_lines


def export(options: Namespace) -> Iterator[str]:
    """The whole log, one line an event."""
    with opened() as office:
        yield from log_lines(office)

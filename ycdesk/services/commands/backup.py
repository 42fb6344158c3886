"""``ycdeskctl backup`` and ``ycdeskctl restore``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from ycdesk.services.backup import back_up, proposed_name, restore_to
from ycdesk.services.commands import opened


def run(options: Namespace) -> Iterator[str]:
    """One file with everything; a folder gets one with the day in its name."""
    with opened() as office:
        path = Path(options.path)
        path = path / proposed_name(office) if path.is_dir() else path
        backup = back_up(office, path)
    yield f"已写 {path}：{backup.words}。"


def put_back(options: Namespace) -> Iterator[str]:
    """Everything back from such a file."""
    backup = restore_to(Path(options.path), options.replace)
    yield f"已恢复：{backup.words}。"

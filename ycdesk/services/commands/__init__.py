"""The commands of ``ycdeskctl`` that look into the bureau's database: a module for each, imported only for it.

Each takes the parsed options and gives line after line, and at the end the exit status when that is not 0; what cannot
be done is raised as DeskError or PackageError.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ycdesk.services.office import Office, open_office


@contextmanager
def opened() -> Iterator[Office]:
    """The bureau's office, closed at the end. Raises OfficeProblem."""
    office = open_office()
    try:
        yield office
    finally:
        office.close()


def as_json(data: Any) -> str:
    """What ``--json`` prints."""
    return json.dumps(data, ensure_ascii=False, indent=2)

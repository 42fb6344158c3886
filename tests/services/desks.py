"""Several desks at once: processes that work side by side on the database of a bureau."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.bureau import Bureau
from tests.house import ROOT


def reports_of(bureau: Bureau, module: str, desks: int, deeds: int) -> list[dict[str, Any]]:
    """Let so many desks of a module do so many deeds each; what each of them tells."""
    url = bureau.office.engine.url.render_as_string(hide_password=False)
    home = str(bureau.office.home)
    working = [
        subprocess.Popen(
            [sys.executable, "-m", module, url, home, str(seed), str(deeds)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for seed in range(1, desks + 1)
    ]
    answers = [desk.communicate() for desk in working]
    assert [desk.returncode for desk in working] == [0] * desks, "".join(errors for _, errors in answers)
    return [json.loads(output) for output, _ in answers]

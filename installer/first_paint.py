"""How long the frozen program takes to its painted first window, beside a bare PySide6 window from source.

``python -m installer.first_paint PROGRAM``: both in turn, in processes of their own; the median of the ratios counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.test_start import BARE

ROUNDS, MOST = 11, 2.0


def seconds(command: list[str], home: str) -> float:
    """From the start of the process until it says that it has painted."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "YCDESK_HOME": home}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = time.time()
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    return float(run.stdout.split()[-1]) - before


def main(program: Path) -> int:
    """Measure and print; exit status 1 where the ratio is more than it may be."""
    from ycdesk.services.office import open_office
    from ycdesk.services.people import first_start

    with tempfile.TemporaryDirectory() as folder:
        office = open_office(home=Path(folder))
        first_start(office, "运城市商务局", "赵主任", "admin", "password1", True)
        office.close()
        bare_file = Path(folder) / "bare.py"
        bare_file.write_text(BARE, "utf-8")
        rounds = []
        for _ in range(1 + ROUNDS):
            bare = seconds([sys.executable, str(bare_file)], folder)
            rounds.append((seconds([str(program), "--first-paint"], folder), bare))
    frozen, bare = (median(column) for column in zip(*rounds[1:], strict=True))
    ratio = median(one / other for one, other in rounds[1:])
    print(
        f"启动到登录窗口画出来：{frozen * 1000:.0f} ms，空窗口 {bare * 1000:.0f} ms，{ratio:.2f} 倍（不超过 {MOST} 倍）"
    )
    return 1 if ratio > MOST else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))

"""An import of ten thousand rows stays small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.many_rows import write_rows
from tests.house import ROOT

MEGABYTE = 1024
"""In the kilobytes that Linux counts."""
_IMPORT = """
import re, sys
from pathlib import Path
from tests.bureau import make_bureau
from tests.services.sheets.bringing import bring_in
home = Path(sys.argv[1])
bureau = make_bureau("sqlite:///" + (home / "x.sqlite3").as_posix(), home)
print(bring_in(bureau, home / "汇总.xlsx").rows)
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="所占内存按 Linux 的单位计")
def test_ten_thousand_firms_come_in_within_400_megabytes(tmp_path: Path) -> None:
    write_rows(tmp_path / "汇总.xlsx", 10_000, 10_000)
    command = [sys.executable, "-c", _IMPORT, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows, most = map(int, done.stdout.split())
    assert rows == 10_000
    assert most <= 400 * MEGABYTE

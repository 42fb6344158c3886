"""From the start of the process to the first paint, beside a bare PySide6 window in the same run; and to the desk.

Each program runs in a process of its own, in turn, with its byte code cached as on a machine where it is installed;
the best of the runs counts. The password is typed the moment the sign-in window is there, by nobody's hands.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ycdesk.services.office import open_office
from ycdesk.services.people import first_start

ROUNDS = 9
SIGN_IN, DESK = 1.6, 4.0
"""Times a bare window."""

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, painted)
def painted():
    print("painted", time.time(), flush=True)
    app.exit()
app = QApplication(sys.argv)
app.setStyle("Fusion")
window = Window()
window.menuBar().addMenu("File")
window.addToolBar("Tools")
window.setCentralWidget(QTableWidget(10, 5))
window.resize(820, 540)
window.show()
app.exec()
"""

OURS = """
import sys, time
from ui import app, main
class Timed(app.Program):
    def start(self):
        self.door.painted.connect(self.painted)
        super().start()
    def painted(self):
        print("painted", time.time(), flush=True)
        if "desk" not in sys.argv:
            self.app.exit()
        self.door.signin.submitted.emit("admin", "password1")
    def _enter(self, person):
        super()._enter(person)
        self.app.processEvents()
        print("desk", time.time(), flush=True)
        self.app.exit()
app.Program = Timed
main.main([sys.argv[0]])
"""


@pytest.fixture
def office(home: Path) -> Path:
    """The data folder of an office with demo data, as on an ordinary morning."""
    opened = open_office(home=home)
    first_start(opened, "运城市商务局", "赵主任", "admin", "password1", True)
    opened.close()
    return home


def seconds(program: str, until: str, cache: Path) -> float:
    """Seconds from the start of the process until it says ``until``."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(cache), "PYTHONPATH": str(Path(__file__).parents[2])}
    before = time.time()
    run = subprocess.run(
        [sys.executable, "-c", program, until], env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    said = dict(line.split() for line in run.stdout.splitlines())
    return float(said[until]) - before


def test_the_sign_in_window_and_the_desk_beside_a_bare_window(office: Path, tmp_path: Path, measuring: bool) -> None:
    runs = ((BARE, "painted"), (OURS, "painted"), (OURS, "desk"))
    best = [float("inf")] * len(runs)
    for _ in range(1 + (ROUNDS if measuring else 0)):
        best = [min(known, seconds(*run, tmp_path / "cache")) for known, run in zip(best, runs, strict=True)]
    bare, sign_in, desk = best
    print(f"\nbare {bare * 1000:.0f} ms, sign-in {sign_in / bare:.2f} ×, desk {desk / bare:.2f} ×")
    assert bare < desk
    if measuring:
        assert sign_in <= SIGN_IN * bare
        assert desk <= DESK * bare

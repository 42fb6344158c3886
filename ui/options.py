"""What the program is asked for on its command line; without ``--`` nothing of this is imported."""

from __future__ import annotations

import argparse
import sys
import time
from importlib.metadata import version

from ui import APPLICATION_NAME


def parser() -> argparse.ArgumentParser:
    """The options of ``ycdesk``; what it does not know is left to Qt."""
    found = argparse.ArgumentParser("ycdesk", description=f"{APPLICATION_NAME}。", add_help=False, allow_abbrev=False)
    found.add_argument("-h", "--help", action="help", help="显示这段说明")
    found.add_argument("--version", action="version", version=f"ycdesk {version('ycdesk')}", help="显示版本")
    found.add_argument("--self-test", action="store_true", help="检查安装是否完好，每项一行；有一项不通过，退出码为 1")
    found.add_argument("--first-paint", action="store_true", help="窗口画出来就写出时刻并退出，用来计时")
    return found


def answer(arguments: list[str]) -> int | None:
    """The exit status where the options are answered without the window; None to open it. Raises SystemExit."""
    chosen, _ = parser().parse_known_args(arguments[1:])
    if not chosen.self_test:
        return None
    from ui import self_test

    return self_test.run(arguments)


def leave() -> None:
    """Write the time (seconds since 1970) and end the program."""
    from PySide6.QtWidgets import QApplication

    sys.stdout.write(f"painted {time.time()}\n")
    QApplication.exit()

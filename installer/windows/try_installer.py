#!/usr/bin/env python3
"""Try the Windows installer under Wine with a dummy program: install, upgrade, refuse, remove, keep what is not ours.

Needs makensis, xvfb-run and Wine with its 32-bit half (Debian: nsis xvfb xauth wine wine32:i386 wine64). Not part of
CI. The program that is installed is a small one that sleeps: whether the real one runs, only Windows can tell.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from installer.windows.package import make_installer

SLEEPER = """\
Unicode true
SilentInstall silent
RequestExecutionLevel user
OutFile "{out}"
Section
Sleep 45000
SectionEnd
"""
OLD = ("_internal/资源/价格$1.txt", "_internal/lib/old.dll")
NEW = ("_internal/资源/价格$1.txt", "_internal/new.txt")
ICON = Path("/usr/share/nsis/Contrib/Graphics/Icons/modern-install.ico")


class Wine:
    """A Windows of our own, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.disk = folder / "prefix" / "drive_c"
        self.environment = {
            **os.environ,
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "LC_ALL": "C.UTF-8",
        }
        self.run("wineboot", "-i")
        self.run("winecfg", "-v", "win10")

    def run(self, *command: str) -> int:
        """Run a program of Wine; its exit status."""
        return subprocess.run(command, env=self.environment, capture_output=True).returncode

    def files(self, place: str) -> set[str]:
        """The files below a folder of drive C, without what every installation has."""
        folder = self.disk / place
        found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
        return found - {"installed.txt", "uninstall.exe", "ycdesk.exe"}


def main() -> int:
    """Go through it all; the exit status."""
    if "--inside" not in sys.argv:  # on a screen of its own
        return subprocess.run(["xvfb-run", "-a", sys.executable, __file__, "--inside"]).returncode
    with TemporaryDirectory() as folder:
        base = Path(folder)
        old, new = (make(base / version, version, files) for version, files in (("0.8.0", OLD), ("0.9.0", NEW)))
        wine = Wine(base)
        data = next(user for user in (wine.disk / "users").iterdir() if user.name != "Public") / "AppData/Local/ycdesk"
        data.mkdir(parents=True)
        (data / "ycdesk.sqlite3").write_text("data", encoding="utf-8")
        steps(wine, str(old), str(new))
        said("数据没有动", (data / "ycdesk.sqlite3").read_text("utf-8") == "data")
    return 0


def steps(wine: Wine, old: str, new: str) -> None:
    """Everything that the installer promises and Wine can show."""
    place, mine = "Program Files/ycdesk", "_internal/mine.txt"
    said("为所有用户安装", wine.run("wine", old, "/S", "/AllUsers") == 0 and wine.files(place) == set(OLD))
    said("开始菜单和桌面的快捷方式", len(list(wine.disk.rglob("*.lnk"))) == 2)
    (wine.disk / place / mine).write_text("mine", encoding="utf-8")
    said("升级，旧文件删掉，别人的文件留着", wine.run("wine", new, "/S") == 0 and wine.files(place) == {*NEW, mine})
    said("不换回旧版（7）", wine.run("wine", old, "/S") == 7 and wine.files(place) == {*NEW, mine})
    running = subprocess.Popen(["wine", str(wine.disk / place / "ycdesk.exe")], env=wine.environment)
    time.sleep(3)
    said("程序开着就不升级（4）", wine.run("wine", new, "/S") == 4)
    running.wait()
    wine.run("wine", str(wine.disk / place / "uninstall.exe"), "/AllUsers", "/S")
    time.sleep(10)  # the uninstaller goes on in a copy of itself
    left = {file.name for file in (wine.disk / place).rglob("*") if file.is_file()}
    said("卸载，别人的文件留着", left == {"mine.txt"} and not list(wine.disk.rglob("*.lnk")))
    said("只给自己装到别处", wine.run("wine", old, "/S", "/CurrentUser", "/D=C:\\tools\\奖补") == 0)
    said("升级找得到它", wine.run("wine", new, "/S") == 0 and wine.files("tools/奖补") == set(NEW))
    wine.run("winecfg", "-v", "win7")
    said("Windows 7 不装（3）", wine.run("wine", new, "/S") == 3)


def make(folder: Path, version: str, files: tuple[str, ...]) -> Path:
    """An installer of a dummy program."""
    program = folder / "frozen"
    for name in files:
        (program / name).parent.mkdir(parents=True, exist_ok=True)
        (program / name).write_text(name, encoding="utf-8")
    script = folder / "sleeper.nsi"
    script.write_text(SLEEPER.format(out=program / "ycdesk.exe"), encoding="utf-8")
    subprocess.run(["makensis", "-V1", str(script)], check=True)
    return make_installer(program, version, folder, ICON)


def said(what: str, holds: bool) -> None:
    """Say what has been tried; end where it did not hold."""
    print(f"{'通过' if holds else '不对'}  {what}", flush=True)
    if not holds:
        raise SystemExit(1)


if __name__ == "__main__":
    raise SystemExit(main())

#!/usr/bin/env python3
"""The developer's commands: make the virtual environment, then run the program, its tests or its checks.

Needs nothing but Python. Only the standard library may be imported here, and the syntax must stay readable to
Python 3.8, so that an old interpreter prints a sentence and not a traceback.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "installer" / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "made-from"
WINDOWS = os.name == "nt"

USAGE = """\
用法：python3 installer/dev.py 命令 [参数…]

  run      打开 ycdesk；没有显示器时，改为离屏演示一天的办理，截图和 PDF 留在 build/tour/
  test     运行测试，参数原样交给 pytest，例如：test tests/calculation -k exhibition
           test --installed：把 build/ 里的安装包装进干净的 Debian 11 和 12（断网），升级、自检、卸载，
           需要先运行 python3 installer/build.py，需要管理员权限，约十分钟
  bench    运行 tests/bench 中的计时（请先让机器闲下来）
  soak     约两小时的检验：反复强行结束程序（界面、服务各 100 次，可另写次数），
           几千件重算，一千次随机办理，八个进程抢限额
  lint     用 ruff 检查写法
  types    用 mypy 检查类型
  check    依次运行 lint、types、test
  help     显示本说明

第一次运行会在 .venv 中装好依赖（需要网络），以后依赖清单不变就不再联网。"""

# The tests that come in a large size, and the variables that ask for it.
SOAKED = (
    "tests/end_to_end/test_killed.py",
    *(
        f"tests/services/test_{name}.py"
        for name in ("replay", "radar_set", "many_desks", "ledger_desks", "ledger_walk", "life_walk")
    ),
)
SOAK = {
    "YCDESK_REPLAY": "5000",
    "YCDESK_RADAR": "1,2,3",
    "YCDESK_MANY_DESKS": "100",
    "YCDESK_LEDGER_DESKS": "500",
    "YCDESK_LEDGER_WALKS": "1000",
    "YCDESK_LIFE_WALK": "100000",
}

# A core that has nothing left to do takes tests from another; -n0 goes back to one process.
ON_EVERY_CORE = ("-nauto", "--dist=worksteal")

# What Qt's wheel expects of the system: the library it loads, and the Debian package that holds it.
DRAWING = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libcups.so.2": "libcups2",
}


class Stopped(Exception):
    """Work cannot go on; the text is one Chinese sentence for the person at the terminal."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    commands = {"run": run, "test": test, "bench": bench, "soak": soak, "lint": lint, "types": types, "check": check}
    if command in ("help", "-h", "--help"):
        print(USAGE)
        return 0
    if command not in commands:
        print(f"没有“{command}”这个命令。\n\n{USAGE}", file=sys.stderr)
        return 2
    try:
        prepare_environment()
        return commands[command](rest)
    except Stopped as stopped:
        print(f"ycdesk：{stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Open the program, or play the day offscreen where there is no display."""
    if has_display():
        require_libraries({**DRAWING, **WINDOW})
        return in_environment(["-m", "ui.main", *arguments])
    print("这台机器没有显示器（DISPLAY 和 WAYLAND_DISPLAY 都没有设置），改为离屏演示一天的办理，请稍候。", flush=True)
    require_libraries(DRAWING)
    return in_environment(["-m", "ui.tour", *arguments], QT_QPA_PLATFORM="offscreen")


def test(arguments: list[str]) -> int:
    """Run pytest without a window, on every core; the arguments are pytest's own. Or try the built package."""
    if arguments[:1] == ["--installed"]:
        return in_environment(["-m", "installer.installed_test"])
    require_libraries(DRAWING)
    return in_environment(["-m", "pytest", *ON_EVERY_CORE, *arguments], QT_QPA_PLATFORM="offscreen")


def bench(arguments: list[str]) -> int:
    """Run the timed measurements, which an ordinary test run only executes once, untimed."""
    return test(["-n0", "tests/bench", "--benchmark-enable", *arguments])


def soak(arguments: list[str]) -> int:
    """What takes longer than an ordinary run may: kill the working program again and again; the large numbers."""
    times = arguments[0] if arguments else "100"
    if not times.isdecimal():
        raise Stopped(f"soak 后面写次数，例如 soak 100；“{times}”不是数字。")
    os.environ.update(SOAK, YCDESK_KILLS=times)
    return test(["-n0", *SOAKED, *arguments[1:]])


def lint(arguments: list[str]) -> int:
    """Run ruff over the whole tree."""
    return in_environment(["-m", "ruff", "check", *arguments])


def types(arguments: list[str]) -> int:
    """Run mypy over the whole tree."""
    return in_environment(["-m", "mypy", *arguments])


def check(arguments: list[str]) -> int:
    """Run everything a submission must pass; all three run even when the first one fails."""
    return max(lint([]), types([]), test(arguments))


def in_environment(arguments: list[str], **variables: str) -> int:
    """Run the environment's Python in the project's root and return its exit status."""
    return subprocess.run([str(environment_python()), *arguments], cwd=ROOT, env={**os.environ, **variables}).returncode


def has_display() -> bool:
    """Tell whether a window can be shown: always on Windows, on Linux where a display server is named."""
    return not sys.platform.startswith("linux") or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))


# ---- the virtual environment ---------------------------------------------------------------------------------------


def environment_python() -> Path:
    """Name the Python inside .venv."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def prepare_environment() -> None:
    """Bring .venv in line with the lock file. Does nothing, and needs no network, when it already is."""
    if not (3, 11) <= sys.version_info < (3, 14):
        raise Stopped(f"需要 Python 3.11、3.12 或 3.13，现在用的是 {sys.version.split()[0]}，请装好后用它运行本命令。")
    wanted = wanted_stamp()
    complete = environment_python().exists()  # false, too, where the Python it was made from is gone
    if complete and STAMP.is_file() and STAMP.read_text("utf-8") == wanted:
        return
    if not complete:
        make_environment()
    print("正在按 installer/requirements.lock 安装依赖（需要网络，约一两分钟）……", flush=True)
    if pip(["--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]):
        raise Stopped("依赖没有装好：请看上面 pip 的提示，检查网络或 pip 的镜像设置，然后重新运行本命令。")
    # The project itself: links to this folder, and the two commands ycdesk and ycdeskctl.
    if pip(["--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)]):
        raise Stopped("程序自身没有登记到 .venv：请看上面 pip 的提示；可删除 .venv 后重新运行本命令。")
    STAMP.write_text(wanted, "utf-8")


def wanted_stamp() -> str:
    """Say what .venv must be made from: these two files, in this folder (its path stands inside .venv)."""
    parts = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_environment() -> None:
    """Make an empty .venv in the place of any old one."""
    print("正在建立虚拟环境 .venv……", flush=True)
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        install_packages([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], "建立虚拟环境的模块")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
        raise Stopped(f"虚拟环境没有建成：请确认文件夹 {ROOT} 可以写入，且没有程序正在使用其中的 .venv。")


def pip(arguments: list[str]) -> int:
    """Run `pip install` in the environment; it shows its progress on a terminal, elsewhere only its errors."""
    quiet = [] if sys.stdout.isatty() else ["-qq"]
    options = ["--disable-pip-version-check", "--no-input", *quiet]
    return in_environment(["-m", "pip", "install", *options, *arguments])


# ---- the system's libraries ----------------------------------------------------------------------------------------


def require_libraries(wanted: dict[str, str]) -> None:
    """Install what Qt lacks on this Linux, or stop with the command that does."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in wanted.items() if not loads(library)]
    if missing:
        install_packages(missing, "界面所需的系统库")


def loads(library: str) -> bool:
    """Tell whether the system's loader finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str], what: str) -> None:
    """Install Debian packages where that needs no password; else stop and say which command to give."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise Stopped(f"缺少{what}：请安装与 Debian 的 {names} 相当的软件包，然后重新运行本命令。")
    command = f"apt-get install -y --no-install-recommends {names}"
    prefix = administrator_prefix()
    if prefix is None:
        raise Stopped(f"缺少{what}，安装需要管理员权限，请先运行：sudo apt-get update && sudo {command}")
    print(f"正在安装{what}：{names}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in ("apt-get update", command):
        result = subprocess.run([*prefix, *step.split()], env=environment, capture_output=True, text=True)
    if result.returncode:
        print(result.stdout + result.stderr, file=sys.stderr)
        raise Stopped(f"缺少{what}，自动安装没有成功，请看上面的提示，再以管理员身份运行：{command}")


def administrator_prefix() -> list[str] | None:
    """Give what to put before a command to run it as root without a password; None where that cannot be."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    raise SystemExit(main(sys.argv[1:]))

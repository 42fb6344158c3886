#!/usr/bin/env python3
"""Check on any machine that a Windows machine can be set up from the lock file (needs the network; not part of CI).

    .venv/bin/python installer/windows/wheels.py

For each Python it downloads the locked wheels for 64-bit Windows, checked by their hashes; then it reads from the
wheels what they ask for on Windows and checks that this is locked too.
"""

from __future__ import annotations

import re
import subprocess
import sys
from email.parser import HeaderParser
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
PYTHONS = ("3.11", "3.12", "3.13")


def main() -> int:
    """Check each Python; the exit status is 1 when anything is missing."""
    missing = 0
    with TemporaryDirectory() as folder:
        for python in PYTHONS:
            problems = check(python, Path(folder))
            print(f"Windows x64，Python {python}：{'；'.join(problems) or '全部依赖都有散列相符的安装包'}", flush=True)
            missing += len(problems)
    return 1 if missing else 0


def check(python: str, folder: Path) -> list[str]:
    """Download the wheels for one Python into ``folder``; returns what is wrong, in Chinese."""
    locked = locked_on_windows(LOCK.read_text("utf-8"), python)
    wanted, wheels = folder / "wanted.txt", folder / python
    wanted.write_text("\n".join(locked.values()), encoding="utf-8")
    tag = f"cp{python.replace('.', '')}"
    command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary", ":all:", "--platform", "win_amd64", "--implementation", "cp"]
    command += ["--python-version", python, "--abi", tag, "--abi", "abi3", "--abi", "none"]
    result = subprocess.run([*command, "-d", str(wheels), "-r", str(wanted)], capture_output=True, text=True)
    if result.returncode:
        return [result.stderr.strip()]
    return [
        f"{name} 在 Windows 上需要 {need}，清单里没有"
        for wheel in sorted(wheels.glob("*.whl"))
        for name, need in needs(wheel, python)
        if canonicalize_name(need.name) not in locked
    ]


def locked_on_windows(lock: str, python: str) -> dict[str, str]:
    """The requirements of the lock file that hold on Windows, without their markers, by name."""
    environment = windows(python)
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=[a-z0-9])", lock.replace("\\\n", " ").strip()):
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        name, _, marker = requirement.partition(" ; ")
        if not marker or Marker(marker).evaluate(environment):
            found[canonicalize_name(name.split("==")[0])] = " ".join([name, *(f"--hash={each}" for each in hashes)])
    return found


def needs(wheel: Path, python: str) -> list[tuple[str, Requirement]]:
    """What a wheel asks for on Windows without extras, with the name of the wheel's own package."""
    with ZipFile(wheel) as archive:
        [file] = [name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
        head = HeaderParser().parsestr(archive.read(file).decode("utf-8"))
    environment = windows(python)
    wanted = [Requirement(line) for line in head.get_all("Requires-Dist", [])]
    return [(head["Name"], each) for each in wanted if each.marker is None or each.marker.evaluate(environment)]


def windows(python: str) -> dict[str, str]:
    """The environment markers of a 64-bit Windows."""
    return {
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "extra": "",
    }


if __name__ == "__main__":
    raise SystemExit(main())

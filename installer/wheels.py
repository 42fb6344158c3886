#!/usr/bin/env python3
"""Check on any machine that the others can be set up from the lock file (needs the network; not part of CI).

    .venv/bin/python installer/wheels.py

For 64-bit Windows with each Python, and for Linux on x86_64 and aarch64 with glibc 2.31, it downloads the locked
wheels, checked by their hashes; then it reads from the wheels what they ask for there and checks that this is locked.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.dev import LOCK, Stopped
from installer.oldest import GLIBC, download_wheels, linux_tags

PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Machine:
    """A kind of machine with a Python: how it is called, the tags of its wheels, its environment markers."""

    name: str
    python: str
    tags: list[str]
    markers: dict[str, str]


def machines() -> Iterator[Machine]:
    """All that are checked."""
    windows = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"}
    for python in PYTHONS:
        yield Machine("Windows x64", python, ["win_amd64"], windows)
    linux = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
    for kind in ("x86_64", "aarch64"):
        yield Machine(f"Linux {kind}", PYTHONS[0], linux_tags(kind, GLIBC[1]), {**linux, "platform_machine": kind})


def main() -> int:
    """Check each machine; the exit status is 1 when anything is missing."""
    missing = 0
    for machine in machines():
        with TemporaryDirectory() as folder:
            problems = check(machine, Path(folder))
        told = "；".join(problems) or "全部依赖都有散列相符的安装包"
        print(f"{machine.name}，Python {machine.python}：{told}", flush=True)
        missing += len(problems)
    return 1 if missing else 0


def check(machine: Machine, folder: Path) -> list[str]:
    """Download the wheels for a machine into ``folder``; returns what is wrong, in Chinese."""
    locked = locked_on(machine, LOCK.read_text("utf-8"))
    wanted, wheels = folder / "wanted.txt", folder / "wheels"
    wanted.write_text("\n".join(locked.values()), encoding="utf-8")
    try:
        download_wheels(wanted, wheels, machine.tags, machine.python)
    except Stopped as stopped:
        return [str(stopped)]
    return [
        f"{name} 需要 {need}，清单里没有"
        for wheel in sorted(wheels.glob("*.whl"))
        for name, need in needs(wheel, machine)
        if canonicalize_name(need.name) not in locked
    ]


def locked_on(machine: Machine, lock: str) -> dict[str, str]:
    """The requirements of the lock file that hold on a machine, without their markers, by name."""
    environment = environment_of(machine)
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=[a-z0-9])", lock.replace("\\\n", " ").strip()):
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        name, _, marker = requirement.partition(" ; ")
        if not marker or Marker(marker).evaluate(environment):
            found[canonicalize_name(name.split("==")[0])] = " ".join([name, *(f"--hash={each}" for each in hashes)])
    return found


def needs(wheel: Path, machine: Machine) -> list[tuple[str, Requirement]]:
    """What a wheel asks for on a machine without extras, with the name of the wheel's own package."""
    with ZipFile(wheel) as archive:
        [file] = [name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
        head = HeaderParser().parsestr(archive.read(file).decode("utf-8"))
    environment = environment_of(machine)
    wanted = [Requirement(line) for line in head.get_all("Requires-Dist", [])]
    return [(head["Name"], each) for each in wanted if each.marker is None or each.marker.evaluate(environment)]


def environment_of(machine: Machine) -> dict[str, str]:
    """All environment markers of a machine."""
    return {
        **machine.markers,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "implementation_version": f"{machine.python}.0",
        "python_version": machine.python,
        "python_full_version": f"{machine.python}.0",
        "extra": "",
    }


if __name__ == "__main__":
    raise SystemExit(main())

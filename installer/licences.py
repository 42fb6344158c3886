"""The licences of what the frozen folder holds, as texts in ``licences/``; used by ycdesk.spec."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

NOT_BUNDLED = {"fonttools", "charset-normalizer", "tzdata"}
"""What a library asks for and this program never imports (excluded in the spec; tzdata is Windows' own matter)."""

_TEXT = re.compile(r"(?:^|/)(?:licen[cs]e|copying|notice|authors)[^/]*$|/licenses/", re.IGNORECASE)


def bundled() -> list[str]:
    """Names of the distributions that the program is made of: itself and all that it asks for, directly or not."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement("ycdesk")]
    while waiting:
        asked = waiting.pop()
        name = asked.name.lower().replace("_", "-")
        if name in found or name in NOT_BUNDLED:
            continue
        found[name] = distribution(name)
        for each in map(Requirement, found[name].requires or ()):
            extras = asked.extras or {""}
            if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(each)
    return sorted(found)


def texts() -> list[tuple[str, str]]:
    """(file, folder in the frozen folder) of every licence text of a distribution, and Python's own."""
    pairs = []
    for name in bundled():
        for file in distribution(name).files or ():
            if _TEXT.search(str(file)) and file.suffix not in (".py", ".pyc"):
                pairs.append((str(file.locate()), f"licences/{name}"))
    own = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"]
    pairs += [(str(file), "licences/python") for file in own if file.is_file()]
    return pairs


def of_the_system(binaries: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The copyright files of the Debian packages that libraries were taken from, as PyInstaller's entries."""
    files = [file for _, file, _ in binaries if file.startswith(("/lib/", "/usr/lib/"))]
    if not files:
        return []
    asked = {name for file in files for name in (file, str(Path(file).resolve()), str(Path(file).resolve())[4:])}
    told = subprocess.run(["dpkg-query", "--search", *sorted(asked)], capture_output=True, text=True).stdout
    packages = {line.split(":")[0] for line in told.splitlines()}
    entries = []
    for package in sorted(packages):
        text = Path("/usr/share/doc") / package / "copyright"
        if text.is_file():
            entries.append((f"licences/{package}/copyright", str(text), "DATA"))
    return entries


def unlicensed() -> list[str]:
    """Distributions that carry no text of their own (their licence is one of resources/licences)."""
    named = {folder.partition("/")[2] for _, folder in texts()}
    return [name for name in bundled() if name not in named]

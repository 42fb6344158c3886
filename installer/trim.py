"""What of Qt stays in the frozen folder, and the libraries that nothing which stays asks for."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath

MODULES = {"QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg", "QtTest"}
"""The modules of PySide6 that ui/ imports (QtTest: the tour and the self-test press keys)."""

PLUGINS = {
    "platforms": "qxcb qoffscreen qwayland-generic qwayland-egl qwindows",
    "imageformats": "qjpeg qgif qwebp qtiff qsvg qico",
    "iconengines": "qsvgicon",
    "platforminputcontexts": "composeplatforminputcontextplugin ibusplatforminputcontextplugin",
    "platformthemes": "qxdgdesktopportal",
    "printsupport": "cupsprintersupport",
    "styles": "qmodernwindowsstyle",
    "wayland-shell-integration": "xdg-shell",
    "wayland-decoration-client": "bradient",
    "xcbglintegrations": "qxcb-glx-integration qxcb-egl-integration",
}
"""The plugins that the program or the desktop may use, by their folder."""

OF_THE_SYSTEM = {
    "libc.so.6": "libc6",
    "libm.so.6": "libc6",
    "libdl.so.2": "libc6",
    "librt.so.1": "libc6",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "libutil.so.1": "libc6",
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1 | libgcc1",
    "libz.so.1": "zlib1g",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0t64 | libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libcups.so.2": "libcups2t64 | libcups2",
}
"""Libraries that are left to the system, with the Debian packages that hold them. What is bound up with the system
(drivers, fonts, buses, printers) must be of its age: a driver that is newer than a library beside it does not load."""

_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/([\w-]+)/(?:lib)?([\w-]+?)\.(?:so|dll)$")
_MODULE = re.compile(r"PySide6/(Qt\w+)\.(?:abi3\.so|pyd)$")
_TRANSLATION = re.compile(r"PySide6/(?:Qt/)?translations/(.*)$")
_NEEDLESS = re.compile(r"PySide6/(?:opengl32sw\.dll|Qt/qml/|qml/)|(?:^|/)__pycache__/")


def wanted(destination: str) -> bool:
    """Whether a file stays, by the place (with / or \\) that it would have in the frozen folder."""
    place = PurePath(destination.replace("\\", "/")).as_posix()
    if plugin := _PLUGIN.search(place):
        return plugin[2] in PLUGINS.get(plugin[1], "").split()
    if module := _MODULE.search(place):
        return module[1] in MODULES
    if translation := _TRANSLATION.search(place):
        return translation[1] == "qtbase_zh_CN.qm"
    return place not in OF_THE_SYSTEM and not _NEEDLESS.search(place)


Entry = tuple[str, str, str]
"""As PyInstaller writes it: place in the folder, file, kind."""


def needed(entries: Iterable[Entry], asks_for: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The wanted entries, without shared libraries that only something unwanted asked for.

    ``asks_for`` gives the names of the libraries that a file is linked to. Extension modules and plugins are loaded by
    name and stay.
    """
    kept = [entry for entry in entries if wanted(entry[0])]
    libraries = {_name(place): file for place, file, kind in kept if kind == "BINARY" and _is_library(place)}
    found: set[str] = set()
    waiting = [file for place, file, kind in kept if kind in ("BINARY", "EXTENSION") and not _is_library(place)]
    while waiting:
        new = {_name(each) for each in asks_for(waiting.pop())} & libraries.keys() - found
        found |= new
        waiting += [libraries[name] for name in new]
    return [entry for entry in kept if not _is_library(entry[0]) or _name(entry[0]) in found]


def strip(folder: Path) -> None:
    """Take the notes for debuggers out of Python and its extension modules: a fifth of their size, and more."""
    if shutil.which("strip"):
        files = [str(file) for file in folder.rglob("*.so*") if "cpython-3" in file.name or "libpython" in file.name]
        subprocess.run(["strip", "--strip-debug", *files], check=True)


def _name(place: str) -> str:
    return place.replace("\\", "/").rpartition("/")[2].lower()


def _is_library(place: str) -> bool:
    """Whether a file, or a link to it, is there only to be linked to: Qt's and the system's; not Python's own."""
    folder, _, name = place.replace("\\", "/").lower().rpartition("/")
    if name.endswith(".dll"):
        return name.startswith("qt6")
    if name.startswith("libpython") or ".so." not in name:
        return False
    return folder in ("", "pyside6/qt/lib") or folder.endswith(".libs")

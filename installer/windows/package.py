"""The installer for Windows, made from a frozen folder by NSIS: on Windows for use, elsewhere to check the script.

``installer/build.py`` calls :func:`make_installer` once the folder has passed its self-test.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from installer.dev import Stopped

SCRIPT = Path(__file__).with_name("ycdesk.nsi")
PLACES = ("makensis", r"C:\Program Files (x86)\NSIS\makensis.exe", r"C:\Program Files\NSIS\makensis.exe")
_DOLLAR = str.maketrans({"$": "$$", '"': '$\\"'})


def make_installer(folder: Path, version: str, out: Path, icon: Path) -> Path:
    """Pack the frozen ``folder`` into ``out``/ycdesk-``version``-setup.exe; returns that file.

    ``icon`` is a Windows icon (.ico). Raises Stopped where NSIS is missing or refuses.
    """
    program = next(filter(None, map(shutil.which, PLACES)), None)
    if program is None:
        raise Stopped("没有找到 NSIS 的 makensis：请安装 NSIS 3（Debian：apt install nsis），再运行本命令。")
    if not re.fullmatch(r"\d+(\.\d+){1,3}", version):
        raise Stopped(f"版本号“{version}”应当是用点隔开的数字，例如 1.2.0。")
    number = ".".join([*version.split("."), "0", "0"][:4])
    target = out.absolute() / f"ycdesk-{version}-setup.exe"
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work:
        lists, manifest = write_lists(folder, Path(work))
        size = sum(file.stat().st_size for file in files_of(folder)) // 1024
        given = {
            "VERSION": version,
            "NUMBER": number,
            "SIZE_KB": size,
            "ICON": icon.absolute(),
            "LISTS": lists,
            "MANIFEST": manifest,
            "OUT": target,
        }
        # "-" and not "/" before an option: makensis knows both on Windows, elsewhere "/" begins a path.
        options = [f"-D{name}={value}" for name, value in given.items()]
        command = [program, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, str(SCRIPT)]
        result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if result.returncode:
        target.unlink(missing_ok=True)
        raise Stopped(f"makensis 没有做成安装程序：\n{result.stdout}{result.stderr}")
    return target


def files_of(folder: Path) -> list[Path]:
    """All files of a frozen folder, in the order in which they are installed."""
    return sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: (path.parent, path.name))


def write_lists(folder: Path, work: Path) -> tuple[Path, Path]:
    """Write what is installed, for NSIS, and what is deleted again, for the installed program; returns both files.

    The second, ``installed.txt``, has one path a line from the folder of the installation: files, then folders, which
    end in a backslash, inner ones before outer ones.
    """
    files = [(path, _windows(path.relative_to(folder))) for path in files_of(folder)]
    folders: set[Path] = set()
    for path, _ in files:
        folders.update(path.relative_to(folder).parents)
    folders.discard(Path())
    lines, place = ["!macro INSTALL_FILES"], None
    for path, inside in files:
        parent = inside.rpartition("\\")[0]
        if parent != place:
            place = parent
            lines.append(f'SetOutPath "$INSTDIR\\{_quoted(parent)}"' if parent else 'SetOutPath "$INSTDIR"')
        lines.append(f'File "{path.absolute()}"')  # a plain path: no variables are looked for
    lists, manifest = work / "files.nsh", work / "installed.txt"
    lists.write_text("\n".join([*lines, "!macroend", ""]), encoding="utf-8")
    deep_first = sorted((_windows(path) + "\\" for path in folders), key=lambda name: (-name.count("\\"), name))
    # UTF-16 with its mark: what NSIS reads without loss of names.
    manifest.write_text("\n".join([*(inside for _, inside in files), *deep_first, ""]), "utf-16", newline="\r\n")
    return lists, manifest


def _windows(path: Path) -> str:
    return str(path).replace("/", "\\")


def _quoted(text: str) -> str:
    return text.translate(_DOLLAR)

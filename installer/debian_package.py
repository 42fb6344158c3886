"""The Debian package: the frozen folder below /opt/apps as UOS wants it, the rest of the desktop below /usr.

The same folder, version and time give the same bytes. Caches of menus and icons are renewed by Debian's own triggers;
the package runs no script of its own, and the data of the users are in the users' folders.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from installer import elf, trim
from installer.dev import ROOT, Stopped

HOME = "opt/apps/cn.gov.yuncheng.ycdesk/files"
MAINTAINER = "Bureau of Commerce of Yuncheng <ycdesk@localhost.localdomain>"
_TEXTS = Path(__file__).parent / "debian"
_CONTROL = """\
Package: ycdesk
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Section: misc
Priority: optional
Description: desk for the cross-border e-commerce awards of Yuncheng
 跨境电商奖补工作台：受理申请、逐条测算、审批打印、拨付统计，离线运行。
 .
 Receives applications, computes awards clause by clause, and follows them
 from approval to payment. Works offline with SQLite, or with PostgreSQL for
 several desks.
"""


def make_package(folder: Path, drawn: Path, changes: str, version: str, out: Path, epoch: int) -> Path:
    """Pack a frozen folder; returns the .deb in ``out``.

    ``drawn`` holds ``icons`` and ``man``; ``changes`` is the changelog in Debian's form; ``epoch`` is the time of all
    files, in seconds since 1970. Raises Stopped.
    """
    stage = out / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(folder, stage / HOME, symlinks=True)
    _fill_usr(stage / "usr", drawn, changes)
    control = stage / "DEBIAN"
    control.mkdir()
    size = sum((file.lstat().st_size + 1023) // 1024 for file in stage.rglob("*") if not file.is_dir())
    architecture = _told(["dpkg", "--print-architecture"])
    words = {"version": version, "architecture": architecture, "maintainer": MAINTAINER, "size": size}
    (control / "control").write_text(_CONTROL.format(**words, depends=", ".join(depends(folder))), "utf-8")
    files = sorted(file for file in stage.rglob("*") if file.is_file() and not file.is_symlink())
    sums = [f"{_md5(file)}  {file.relative_to(stage)}\n" for file in files if file.parent != control]
    (control / "md5sums").write_text("".join(sums), "utf-8")
    _level(stage, epoch)
    target = out / f"ycdesk_{version}_{architecture}.deb"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    command = ["dpkg-deb", "-Zxz", "--root-owner-group", "--build", str(stage), str(target)]
    if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
        raise Stopped("dpkg-deb 没有做成安装包，请看上面的提示。")
    shutil.rmtree(stage)
    return target


def depends(folder: Path) -> list[str]:
    """The packages that hold what the folder asks of the system. Raises Stopped for a library that nobody named."""
    asked = elf.asked_of_system(folder)
    unknown = sorted(asked.keys() - trim.OF_THE_SYSTEM.keys())
    if unknown:
        names = "、".join(f"{name}（{asked[name][0].name}）" for name in unknown)
        raise Stopped(f"程序文件夹里缺少这些库，installer/trim.py 也没有写明由哪个软件包提供：{names}。")
    glibc = ".".join(map(str, elf.newest_glibc(folder)[0]))
    packages = {trim.OF_THE_SYSTEM[name] for name in asked} - {"libc6"}
    # fontconfig and dbus are not linked to; without the one Qt complains, without the machine's number it ends.
    return [f"libc6 (>= {glibc})", "dbus", "fontconfig", *sorted(packages)]


def changelog(entries: list[tuple[str, datetime, list[str]]]) -> str:
    """The changelog in Debian's form, from (version, time, lines), newest first."""
    parts = []
    for version, at, lines in entries:
        told = "\n".join(f"  * {line}" for line in lines)
        parts.append(
            f"ycdesk ({version}) stable; urgency=medium\n\n{told}\n\n -- {MAINTAINER}  {format_datetime(at)}\n"
        )
    return "\n".join(parts)


def _fill_usr(usr: Path, drawn: Path, changes: str) -> None:
    (usr / "bin").mkdir(parents=True)
    for name in ("ycdesk", "ycdeskctl"):
        (usr / "bin" / name).symlink_to(f"/{HOME}/{name}")
    (usr / "share" / "applications").mkdir(parents=True)
    shutil.copyfile(_TEXTS / "ycdesk.desktop", usr / "share" / "applications" / "ycdesk.desktop")
    theme = usr / "share" / "icons" / "hicolor"
    for picture in (drawn / "icons").glob("*.png"):
        place = theme / f"{picture.stem}x{picture.stem}" / "apps"
        place.mkdir(parents=True)
        shutil.copyfile(picture, place / "ycdesk.png")
    (theme / "scalable" / "apps").mkdir(parents=True)
    shutil.copyfile(ROOT / "resources" / "icons" / "ycdesk.svg", theme / "scalable" / "apps" / "ycdesk.svg")
    shutil.copytree(drawn / "man", usr / "share" / "man")
    papers = usr / "share" / "doc" / "ycdesk"
    papers.mkdir(parents=True)
    shutil.copyfile(_TEXTS / "copyright", papers / "copyright")
    (papers / "changelog.gz").write_bytes(gzip.compress(changes.encode(), 9, mtime=0))
    overrides = usr / "share" / "lintian" / "overrides"
    overrides.mkdir(parents=True)
    shutil.copyfile(_TEXTS / "lintian-overrides", overrides / "ycdesk")


def _level(stage: Path, epoch: int) -> None:
    """Give every file the same time, and the rights that a package's files have."""
    for file in sorted(stage.rglob("*"), reverse=True):
        if not file.is_symlink():
            program = file.parent == stage / HOME and file.is_file()
            file.chmod(0o755 if file.is_dir() or program else 0o644)
        os.utime(file, (epoch, epoch), follow_symlinks=False)
    stage.chmod(0o755)
    os.utime(stage, (epoch, epoch))


def _md5(file: Path) -> str:
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _told(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise Stopped(f"没有 {command[0]}：做 .deb 安装包需要 Debian 系的系统，别处请加 --folder。") from error

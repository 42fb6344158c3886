#!/usr/bin/env python3
"""From a clean tree to the installer: freeze, self-test, package. Needs Python 3.11 and nothing else to begin with."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer import dev

BUILD = dev.ROOT / "build"
FROZEN = BUILD / "frozen" / "ycdesk"
DRAWN = BUILD / "drawn"
SPEC = dev.ROOT / "installer" / "ycdesk.spec"


def main(arguments: list[str]) -> int:
    """Build; the exit status."""
    parser = argparse.ArgumentParser(
        description="打包：冻结程序、自检、做成安装包，成品在 build/。在 Linux 上做 .deb，在 Windows 上做安装程序。"
    )
    parser.add_argument("--here", action="store_true", help="就在本机的系统上冻结，不用最旧的系统（快；只用于试验）")
    parser.add_argument("--folder", action="store_true", help="做到程序文件夹为止，不做安装包")
    parser.add_argument("--allow-dirty", action="store_true", help="有未提交的改动也照做")
    parser.add_argument("--no-timing", action="store_true", help="不测启动时间（机器正忙时）")
    options = parser.parse_args(arguments)
    try:
        dev.prepare_environment()
        if not options.allow_dirty:
            _require_clean_tree()
        _draw()
        _freeze(here=options.here or dev.WINDOWS)
        _look_at_folder(options.here, timing=not options.no_timing)
        if not options.folder:
            _package()
    except dev.Stopped as stopped:
        print(f"ycdesk：{stopped}", file=sys.stderr)
        return 1
    return 0


def version() -> str:
    """The version that is built, as the environment has it."""
    command = [str(dev.environment_python()), "-c", "from importlib.metadata import version; print(version('ycdesk'))"]
    return subprocess.run(command, cwd=dev.ROOT, capture_output=True, text=True, check=True).stdout.strip()


def epoch() -> int:
    """The time of the files in a package: when the last change was committed, in seconds since 1970."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct"))


def _git(*arguments: str) -> str:
    try:
        return subprocess.run(
            ["git", *arguments], cwd=dev.ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise dev.Stopped("打包要在 git 的工作目录里，而且装有 git。") from error


def _require_clean_tree() -> None:
    changed = _git("status", "--porcelain").splitlines()
    if changed:
        raise dev.Stopped(f"有 {len(changed)} 处改动没有提交（{changed[0][3:]}……），请先提交，或者加 --allow-dirty。")


def _draw() -> None:
    """Icons and manual pages, made by the program's own environment."""
    shutil.rmtree(DRAWN, ignore_errors=True)
    for module, folder in (("icons", "icons"), ("man_pages", "man")):
        if dev.in_environment(["-m", f"installer.{module}", str(DRAWN / folder)]):
            raise dev.Stopped(f"installer/{module}.py 没有做成，请看上面的提示。")


def _freeze(here: bool) -> None:
    print("正在冻结程序……", flush=True)
    if not here:
        from installer import oldest

        oldest.freeze(FROZEN)
        return
    dev.require_libraries({**dev.DRAWING, **dev.WINDOW})
    shutil.rmtree(FROZEN, ignore_errors=True)
    folders = ["--distpath", str(FROZEN.parent), "--workpath", str(BUILD / "work")]
    if dev.in_environment(["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, str(SPEC)]):
        raise dev.Stopped("PyInstaller 没有做成，请看上面的提示。")


def _look_at_folder(here: bool, timing: bool) -> None:
    """Self-test, size and parts, the glibc that it needs, the time of its start. Raises Stopped."""
    from installer import composition, elf, oldest

    program = FROZEN / ("ycdesk.exe" if dev.WINDOWS else "ycdesk")
    if subprocess.run([str(program), "--self-test"]).returncode:
        raise dev.Stopped(f"{program} 的自检没有通过，请看上面的提示。")
    print(composition.table(FROZEN))
    if composition.size_of(FROZEN) > composition.MOST_INSTALLED * 1_000_000:
        raise dev.Stopped(f"程序文件夹超过了 {composition.MOST_INSTALLED} MB。")
    if not dev.WINDOWS:
        needs, file = elf.newest_glibc(FROZEN)
        print(f"需要 glibc {'.'.join(map(str, needs))}（{file.relative_to(FROZEN)}）")
        if not here and needs > oldest.GLIBC:
            raise dev.Stopped(f"超过了 {'.'.join(map(str, oldest.GLIBC))}，在 Kylin V10 上打不开。")
    if timing and dev.in_environment(["-m", "installer.first_paint", str(program)]):
        raise dev.Stopped("启动太慢，见上一行；机器正忙时可以加 --no-timing。")


def _package() -> None:
    from installer import composition

    if dev.WINDOWS:
        from installer.windows.package import make_installer

        made = make_installer(FROZEN, version(), BUILD, DRAWN / "icons" / "ycdesk.ico")
    else:
        from installer import debian_package
        from installer.changelog import debian_entries

        changes = debian_package.changelog(debian_entries())
        made = debian_package.make_package(FROZEN, DRAWN, changes, version(), BUILD, epoch())
    size = made.stat().st_size / 1e6
    print(f"{made.relative_to(dev.ROOT)}：{size:.1f} MB（不超过 {composition.MOST_PACKED} MB）")
    if size > composition.MOST_PACKED:
        raise dev.Stopped("安装包太大。")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Minimal Debian systems in folders of this machine: to build on an old one, and to install on clean ones.

They lie under the user's cache folder and are made once (``debootstrap``, a minute each); only that needs a network.
Everything here needs root, as changing into another system does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from installer.dev import Stopped

_ENTER = (
    'mount -t proc proc "$1/proc" && exec chroot --userspec="$2" "$1" /usr/bin/env -i {variables} /bin/sh -euc "$3"'
)
_LOCALE = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}


def cache() -> Path:
    """Where systems and wheels are kept between two runs, for all checkouts of the project."""
    chosen = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(chosen) if chosen else Path.home() / ".cache") / "ycdesk-build"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def make_system(suite: str, name: str, packages: Sequence[str] = ()) -> Path:
    """The folder of a minimal Debian of this suite with some packages more; made unless it is there.

    Raises Stopped where that cannot be done here.
    """
    folder = cache() / name
    if (folder / "made").exists():
        return folder
    if os.geteuid() != 0:
        raise Stopped("建立干净的 Debian 系统需要管理员权限，请用 sudo 运行本命令；只在本机打包请加 --here。")
    if shutil.which("debootstrap") is None:
        raise Stopped("没有 debootstrap：请先运行 apt-get install debootstrap；只在本机打包请加 --here。")
    shutil.rmtree(folder, ignore_errors=True)
    print(f"正在建立最小的 {suite} 系统（需要网络，约一分钟）……", flush=True)
    included = [f"--include={','.join(packages)}"] if packages else []
    command = ["debootstrap", "--variant=minbase", *included, suite, str(folder)]
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode:
        raise Stopped(f"{suite} 系统没有建成，请看 {folder / 'debootstrap' / 'debootstrap.log'}。")
    (folder / "made").touch()
    return folder


def inside(
    system: Path,
    script: str,
    *,
    user: str = "root",
    network: bool = False,
    variables: dict[str, str] | None = None,
    capture: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run shell commands in a system, without a network unless it is asked for; the first one that fails ends it.

    ``user`` is a name, or numbers as ``chroot --userspec`` takes them. Only ``variables`` come along. The result is
    the caller's to look at; its text is there with ``capture``.
    """
    given = {**_LOCALE, "HOME": "/root" if user == "root" else f"/home/{user}", **(variables or {})}
    words = " ".join(f"'{name}={value}'" for name, value in given.items())
    separate = ["unshare", "--mount", "--pid", "--fork", *([] if network else ["--net"])]
    command = [*separate, "/bin/sh", "-euc", _ENTER.format(variables=words), "sh", str(system), user, script]
    return subprocess.run(command, text=True, capture_output=capture, stdin=subprocess.DEVNULL, encoding="utf-8")


def copy_of(system: Path, name: str) -> Path:
    """A copy of a system, in the place of any older copy of that name."""
    target = cache() / name
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", str(system), str(target)], check=True)
    return target

"""The oldest system that the program is built on: what it asks of glibc is what that system has.

Debian 11 (glibc 2.31, as Kylin V10). It has no Python 3.11, so the sources of Debian 12, with its security fixes,
are compiled there, against the SQLite of Debian 12, which the program is tested with.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from installer.clean_systems import cache, inside, make_system
from installer.dev import LOCK, ROOT, Stopped, environment_python

GLIBC = (2, 31)
SUITE, SOURCES = "bullseye", "bookworm"

TO_COMPILE = (
    "ca-certificates", "build-essential", "zlib1g-dev", "libffi-dev", "libbz2-dev", "liblzma-dev", "uuid-dev",
    "dpkg-dev", "tcl",
)  # fmt: skip
TO_LINK = (  # what Qt is linked to, so that PyInstaller finds what belongs into the folder
    "libgl1", "libegl1", "libxkbcommon-x11-0", "libfontconfig1", "fontconfig", "libdbus-1-3", "libglib2.0-0",
    "libxcb-icccm4", "libxcb-keysyms1", "libxcb-image0", "libxcb-render-util0", "libxcb-shape0", "libxcb-cursor0",
    "libxcb-xinerama0", "libxcb-randr0", "libxcb-xkb1", "libcups2", "libwayland-cursor0", "libwayland-egl1",
)  # fmt: skip

# Debian's patches up to this one move folders about for Debian; those from it on are corrections.
FIRST_FIX = "shutdown-deadlock.diff"
NO_FIX = "CVE-2026-4224"  # needs pyexpat inside the interpreter, as Debian builds it; defusedxml reads no DTD anyway

COMPILE = f"""
sed 's/^deb /deb-src /; s/{SUITE}/{SOURCES}/' /etc/apt/sources.list > /etc/apt/sources.list.d/sources.list
apt-get -qq update
rm -rf /usr/src/python && mkdir -p /usr/src/python && cd /usr/src/python
apt-get -qq source --download-only python3.11 sqlite3
tar xf sqlite3_*.orig.tar.xz && cd sqlite*/
./configure --prefix=/opt/python --disable-tcl --disable-static --disable-readline \\
    CFLAGS='-O2 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_MATH_FUNCTIONS'
make -j"$(nproc)" && make install
echo /opt/python/lib > /etc/ld.so.conf.d/python.conf
cd .. && tar xf python3.11_*.orig.tar.gz && tar xf python3.11_*.debian.tar.xz && cd Python-3.11*/
for fix in $(sed -n '/^{FIRST_FIX}/,$p' ../debian/patches/series | grep -v {NO_FIX}); do
    patch -p1 -f < ../debian/patches/"$fix"
done
./configure --prefix=/opt/python --enable-shared --with-ensurepip=install \\
    CPPFLAGS=-I/opt/python/include LDFLAGS=-L/opt/python/lib
ldconfig && make -j"$(nproc)" && make install && ldconfig
rm -rf /usr/src/python
/opt/python/bin/python3.11 -c 'import bz2, ctypes, lzma, pip, pyexpat, sqlite3, uuid, zlib'
touch /opt/python/made
"""

INSTALL = """
/opt/python/bin/python3.11 -m venv --clear /opt/environment
/opt/environment/bin/pip -qq install --no-index --find-links /opt/wheels --require-hashes -r /opt/wheels/lock
"""
BUILD = """
cd /build/source
/opt/environment/bin/pip -qq install --no-index --no-deps --no-build-isolation --editable .
export PYTHONHASHSEED=0
exec /opt/environment/bin/pyinstaller --noconfirm --log-level WARN \\
    --distpath /build/frozen --workpath /build/work installer/ycdesk.spec
"""


def freeze(target: Path) -> None:
    """Freeze the checkout on the oldest system into ``target``. Raises Stopped."""
    system = _with_libraries(_with_python(make_system(SUITE, f"{SUITE}-build", (*TO_COMPILE, *TO_LINK))))
    source = system / "build" / "source"
    shutil.rmtree(system / "build", ignore_errors=True)
    _copy_checkout(source)
    if inside(system, BUILD).returncode:
        raise Stopped("PyInstaller 没有做成，请看上面的提示。")
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(system / "build" / "frozen" / "ycdesk", target)


def _with_python(system: Path) -> Path:
    if not (system / "opt" / "python" / "made").exists():
        print("正在编译 Python 3.11（需要网络，约三分钟，只做一次）……", flush=True)
        log = cache() / "python.log"
        result = inside(system, COMPILE, network=True, capture=True)
        log.write_text(result.stdout + result.stderr, "utf-8")
        if result.returncode:
            raise Stopped(f"Python 没有编译成，请看 {log}。")
    return system


def _with_libraries(system: Path) -> Path:
    """Bring the environment in line with the lock file; the wheels come through this machine's own pip."""
    lock = LOCK.read_bytes()
    stamp = system / "opt" / "environment" / "made-from"
    wanted = hashlib.sha256(lock).hexdigest()
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        wheels = system / "opt" / "wheels"
        download_wheels(LOCK, wheels, linux_tags("x86_64", GLIBC[1]))
        (wheels / "lock").write_bytes(lock)
        if inside(system, INSTALL).returncode:
            raise Stopped("依赖没有在构建系统里装好，请看上面 pip 的提示。")
        stamp.write_text(wanted, "utf-8")
    return system


def linux_tags(machine: str, minor: int) -> list[str]:
    """The tags of wheels that run where glibc 2.``minor`` is."""
    old = [f"{name}_{machine}" for name in ("manylinux2014", "manylinux2010", "manylinux1")]
    return [f"manylinux_2_{number}_{machine}" for number in range(minor, 4, -1)] + old


def download_wheels(requirements: Path, folder: Path, tags: list[str], python: str = "3.11") -> None:
    """Put the wheels for a Python on these platforms into a folder, every one with its hash. Raises Stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    print(f"正在下载 {tags[0]} 的依赖（需要网络）……", flush=True)
    options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    options += [f"--python-version={python}", "--implementation=cp"]
    options += [f"--abi={abi}" for abi in (f"cp{python.replace('.', '')}", "abi3", "none")]
    options += [f"--platform={tag}" for tag in tags]
    command = [
        str(environment_python()),
        "-m",
        "pip",
        "download",
        *options,
        f"--dest={folder}",
        "-r",
        str(requirements),
    ]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        print(result.stderr, file=sys.stderr)
        raise Stopped(f"{tags[0]} 的依赖没有下载全，请看上面 pip 的提示。")


def _copy_checkout(target: Path) -> None:
    """Copy the files that git knows or would know; nothing that a run left behind."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)

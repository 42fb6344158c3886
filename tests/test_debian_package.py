"""The Debian package and what it is made from: what stays of Qt, what is asked of the system, manual pages, files."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from installer import composition, debian_package, elf, icons, man_pages, trim
from installer.changelog import debian_entries
from installer.dev import Stopped
from ycdesk.cli import command_parser

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ELF 文件和 .deb 只在 Linux 上有")


@pytest.mark.parametrize(
    ("place", "stays"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\tls\\qopensslbackend.dll", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/QtWidgets.abi3.so", True),
        ("PySide6/QtNetwork.abi3.so", False),
        ("PySide6\\QtNetwork.pyd", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("libX11.so.6", False),
        ("libxcb-cursor.so.0", True),
        ("resources/fonts/HanaMinB.ttf", True),
    ],
)
def test_of_qt_only_what_the_program_uses_stays(place: str, stays: bool) -> None:
    assert trim.wanted(place) is stays


def test_libraries_that_only_left_out_files_ask_for_are_left_out() -> None:
    entries = [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/qt/libqxcb.so", "BINARY"),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", "/qt/libqeglfs.so", "BINARY"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "/qt/libQt6Gui.so.6", "BINARY"),
        ("PySide6/Qt/lib/libQt6Eglfs.so.6", "/qt/libQt6Eglfs.so.6", "BINARY"),
        ("libQt6Eglfs.so.6", "PySide6/Qt/lib/libQt6Eglfs.so.6", "SYMLINK"),
        ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK"),
        ("libicu.so.73", "/qt/libicu.so.73", "BINARY"),
        ("libpython3.11.so.1.0", "/py/libpython3.11.so.1.0", "BINARY"),
        ("resources/a.toml", "/r/a.toml", "DATA"),
    ]
    asks = {"/qt/libqxcb.so": ["libQt6Gui.so.6", "libc.so.6"], "/qt/libQt6Gui.so.6": ["libicu.so.73"]}
    asks["/qt/libqeglfs.so"] = ["libQt6Eglfs.so.6"]
    kept = [place for place, _, _ in trim.needed(entries, lambda file: asks.get(file, []))]
    assert kept == [entries[at][0] for at in (0, 2, 5, 6, 7, 8)]


@linux
def test_what_a_file_asks_of_the_system_is_what_the_linker_says(tmp_path: Path) -> None:
    from PySide6 import QtCore

    file = Path(QtCore.__file__)
    told = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=True).stdout
    found = elf.Elf(file)
    assert "libQt6Core.so.6" in found.needed
    assert "libc.so.6" in found.needed
    assert [name for name in found.needed if name not in told] == []
    assert any(version.startswith("GLIBC_2.") for version in found.versions)
    shutil.copy(file, tmp_path)
    (tmp_path / "text.so").write_text("kein ELF", "utf-8")
    assert (2, 2) < elf.newest_glibc(tmp_path)[0] <= (2, 28)
    assert "libQt6Core.so.6" in elf.asked_of_system(tmp_path)


def test_the_parts_of_a_folder_add_up_to_its_size(tmp_path: Path) -> None:
    for place, size in {"ycdesk": 10, "_internal/PySide6/a.so": 70, "_internal/resources/fonts/b.ttf": 50}.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(bytes(size))
    assert composition.parts_of(tmp_path) == [("Qt 与 PySide6", 70), ("字体", 50), ("ycdesk 自身", 10)]
    assert composition.size_of(tmp_path) == 130


def test_every_command_is_in_both_manual_pages() -> None:
    pages = man_pages.pages()
    assert sorted(pages) == ["man1/ycdesk.1", "man1/ycdeskctl.1", "zh_CN/man1/ycdesk.1", "zh_CN/man1/ycdeskctl.1"]
    for name in man_pages.commands_of(command_parser()):
        assert f"\n.SS {name}" in pages["zh_CN/man1/ycdeskctl.1"]
        if " " not in name:
            assert f"\n.B {name}\n" in pages["man1/ycdeskctl.1"]
    assert "\n.B \\-\\-self\\-test\n检查安装" in pages["zh_CN/man1/ycdesk.1"]
    assert pages["man1/ycdesk.1"].isascii()
    assert pages["man1/ycdeskctl.1"].isascii()


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A folder that looks frozen: the two programs are this machine's own ``true``."""
    folder = tmp_path / "frozen"
    (folder / "_internal").mkdir(parents=True)
    for name in ("ycdesk", "ycdeskctl"):
        shutil.copy(shutil.which("true") or "", folder / name)
    (folder / "_internal" / "data").write_text("数据", "utf-8")
    (folder / "_internal" / "link").symlink_to("data")
    return folder


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """Icons and manual pages."""
    man_pages.write(tmp_path / "drawn" / "man")
    icons.write(tmp_path / "drawn" / "icons")
    return tmp_path / "drawn"


@linux
@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="没有 dpkg-deb")
def test_the_same_folder_makes_the_same_package(frozen: Path, drawn: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(debian_package.make_package(frozen, drawn, "changes\n", "1.2.3", tmp_path / name, 1_700_000_000))
        (frozen / "_internal" / "data").touch()
    assert made[0].name.startswith("ycdesk_1.2.3_")
    assert made[0].read_bytes() == made[1].read_bytes()
    listed = subprocess.run(["dpkg-deb", "-c", str(made[0])], capture_output=True, text=True, check=True).stdout
    rows = {line.split(maxsplit=5)[5]: line.split()[:2] for line in listed.splitlines()}
    home = f"./{debian_package.HOME}"
    assert rows[f"./usr/bin/ycdesk -> {home[1:]}/ycdesk"][1] == "root/root"
    assert rows[f"{home}/ycdesk"][0] == "-rwxr-xr-x"
    assert rows[f"{home}/_internal/data"][0] == "-rw-r--r--"
    assert f"{home}/_internal/link -> data" in rows
    for size in icons.SIZES:
        assert f"./usr/share/icons/hicolor/{size}x{size}/apps/ycdesk.png" in rows
    for place in ("applications/ycdesk.desktop", "man/man1/ycdeskctl.1.gz", "man/zh_CN/man1/ycdesk.1.gz"):
        assert f"./usr/share/{place}" in rows


def test_what_nobody_named_stops_the_package(frozen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert debian_package.depends(frozen)[1:3] == ["dbus", "fontconfig"]
    monkeypatch.delitem(trim.OF_THE_SYSTEM, "libc.so.6")
    with pytest.raises(Stopped, match=r"缺少这些库.*libc\.so\.6（ycdesk）"):
        debian_package.depends(frozen)


def test_the_changelog_has_debians_form() -> None:
    at = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
    text = debian_package.changelog([("1.1", at, ["甲", "乙"]), ("1.0", at, ["丙"])])
    assert text.startswith("ycdesk (1.1) stable; urgency=medium\n\n  * 甲\n  * 乙\n\n -- ")
    assert "  Sat, 28 Nov 2026 04:00:00 +0000\n\nycdesk (1.0)" in text
    assert debian_package.changelog(debian_entries()).count("urgency=") == len(debian_entries())


def test_pages_are_compressed_the_same_way_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        man_pages.write(tmp_path / name)
        os.utime(tmp_path / name / "man1" / "ycdesk.1.gz", (1, 1))
    one, two = (tmp_path / name / "man1" / "ycdesk.1.gz" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert gzip.decompress(one.read_bytes()).startswith(b".TH YCDESK 1")

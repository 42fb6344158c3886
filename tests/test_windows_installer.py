"""installer/windows: the lists of what is installed and deleted again, against the folder they are made from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from installer.windows.package import SCRIPT, make_installer, write_lists

FILES = (
    "ycdesk.exe",
    "_internal/base.dll",
    "_internal/资源/深/价格$1.txt",
    "_internal/资源/a b",
    "_internal/z.pyd",
)


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A folder as PyInstaller leaves one, with names that an installer may stumble over, and an empty folder."""
    folder = tmp_path / "冻结 的"
    for name in FILES:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    (folder / "_internal" / "empty").mkdir()
    return folder


def installed(lists: Path) -> dict[str, Path]:
    """Read the list as NSIS does: each file's place in the installation, and where it comes from."""
    place, found = "", {}
    for line in lists.read_text("utf-8").splitlines():
        if line.startswith("SetOutPath "):
            target = re.fullmatch(r'SetOutPath "\$INSTDIR(?:\\(.*))?"', line)
            assert target is not None, line
            place = (target[1] or "").replace("$$", "$")
        elif line.startswith("File "):
            source = Path(line.removeprefix('File "').removesuffix('"'))
            found[f"{place}\\{source.name}".lstrip("\\")] = source
    return found


def test_every_file_of_the_folder_is_installed_at_its_place(frozen: Path, tmp_path: Path) -> None:
    lists, _ = write_lists(frozen, tmp_path)
    assert installed(lists) == {name.replace("/", "\\"): frozen / name for name in FILES}


def test_what_is_deleted_is_what_was_installed_and_inner_folders_come_first(frozen: Path, tmp_path: Path) -> None:
    lists, manifest = write_lists(frozen, tmp_path)
    data = manifest.read_bytes()
    assert data.startswith(b"\xff\xfe")
    lines = data.decode("utf-16").split("\r\n")
    assert lines.pop() == ""
    assert lines[: len(FILES)] == list(installed(lists))
    assert lines[len(FILES) :] == ["_internal\\资源\\深\\", "_internal\\资源\\", "_internal\\"]
    assert not [line for line in lines if ".." in line or ":" in line or line.startswith("\\")]


def test_the_script_deletes_no_folder_with_what_is_in_it() -> None:
    script = SCRIPT.read_text("utf-8")
    assert not re.search(r"RMDir\s+/r", script, re.IGNORECASE)
    assert "LOCALAPPDATA" not in re.sub(r"^;.*$", "", script, flags=re.MULTILINE)


def test_a_version_that_windows_does_not_take_is_refused(frozen: Path, tmp_path: Path) -> None:
    (tmp_path / "makensis").touch(mode=0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with pytest.raises(match=r"版本号“1\.0rc1”应当是用点隔开的数字"):
            make_installer(frozen, "1.0rc1", tmp_path / "out", tmp_path / "icon.ico")


def test_without_nsis_it_is_said_what_to_install(frozen: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with pytest.raises(match="请安装 NSIS 3"):
            make_installer(frozen, "1.0.0", tmp_path / "out", tmp_path / "icon.ico")


def test_what_nsis_refuses_is_shown_and_leaves_nothing(frozen: Path, tmp_path: Path) -> None:
    program = tmp_path / "makensis"
    program.write_text("#!/bin/sh\necho 'Error in script on line 7'\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with pytest.raises(match="Error in script on line 7"):
            make_installer(frozen, "1.0.0", tmp_path / "out", tmp_path / "icon.ico")
    assert list((tmp_path / "out").iterdir()) == []

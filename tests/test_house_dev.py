"""installer/dev.py: what it says and does on machines that lack something."""

from __future__ import annotations

import ast
import os
import shutil
from pathlib import Path

import pytest

from installer import dev
from tests.house import ROOT

LACKING = {"libycdesk-nowhere.so.7": "libycdesk-nowhere7", "libc.so.6": "libc6"}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="系统库只在 Linux 上由 apt 安装")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the whole PATH; the programs put into it write down how they were called."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def put(folder: Path, name: str, then: str = "exit 0") -> Path:
    """Put a program there that notes its arguments in the file that is returned."""
    shell, log = shutil.which("sh", path="/bin:/usr/bin"), folder.parent / f"{name}.log"
    program = folder / name
    program.write_text(f'#!{shell}\necho "$@" >> "{log}"\n{then}\n', "utf-8")
    program.chmod(0o755)
    return log


def test_an_old_python_can_read_the_file_and_print_its_sentence() -> None:
    ast.parse((ROOT / "installer" / "dev.py").read_text("utf-8"), feature_version=(3, 8))


def test_without_a_command_it_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([]) == 0
    shown = capsys.readouterr().out
    for command in ("run", "test", "bench", "soak", "lint", "types", "check", "help"):
        assert f"\n  {command} " in shown


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["tset"]) == 2
    assert "没有“tset”这个命令" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variables", "shown"), [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "wayland-0"}, True)]
)
def test_a_display_is_one_that_the_environment_names(
    variables: dict[str, str], shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert dev.has_display() is shown


def test_nothing_is_installed_where_nothing_is_missing(programs: Path) -> None:
    log = put(programs, "apt-get")
    dev.require_libraries({"libc.so.6": "libc6"})
    assert not log.exists()


def test_what_is_missing_is_installed_and_nothing_else(programs: Path) -> None:
    log = put(programs, "apt-get")
    put(programs, "sudo", 'shift; exec "$@"')
    (programs / "true").symlink_to(shutil.which("true", path="/bin:/usr/bin") or "/bin/true")
    dev.require_libraries(LACKING)
    assert log.read_text("utf-8").splitlines() == [
        "update",
        "install -y --no-install-recommends libycdesk-nowhere7",
    ]


def test_without_rights_the_command_to_give_is_said(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = put(programs, "apt-get")
    put(programs, "sudo", "exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Stopped, match=r"sudo apt-get update && sudo apt-get install -y .*libycdesk-nowhere7$"):
        dev.require_libraries(LACKING)
    assert not log.exists()


def test_without_apt_the_packages_are_named(programs: Path) -> None:
    assert list(programs.iterdir()) == []
    with pytest.raises(dev.Stopped, match="libycdesk-nowhere7"):
        dev.require_libraries(LACKING)


def test_a_failed_installation_shows_what_apt_said(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(programs, "apt-get", "echo 'E: Unable to locate package' >&2; exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(dev.Stopped, match="自动安装没有成功"):
        dev.require_libraries(LACKING)
    assert "Unable to locate package" in capsys.readouterr().err


def test_the_environment_is_made_anew_when_the_lock_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(dev, "LOCK", lock)
    lock.write_text("segno==1.6.6\n", "utf-8")
    before = dev.wanted_stamp()
    assert dev.wanted_stamp() == before
    lock.write_text("segno==1.6.7\n", "utf-8")
    assert dev.wanted_stamp() != before

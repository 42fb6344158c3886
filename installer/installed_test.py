"""The package on clean systems without a network: ``python3 installer/dev.py test --installed``, after a build.

On a minimal Debian 11 and 12 (debootstrap): an older version with data, the upgrade, the self-test as an ordinary
user, a case, the log with its chain, then removed and purged with the data kept. Takes some minutes and needs root.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from installer import build
from installer.clean_systems import copy_of, inside, make_system
from installer.debian_package import HOME
from installer.dev import ROOT, Stopped

SUITES = ("bullseye", "bookworm")
OLDER = "0.0.1~older"
USER = "liming"
DATA = f"/home/{USER}/.local/share/ycdesk"
LEFT_OVER = f"{HOME}/_internal/old-file.txt"


def main() -> int:
    """Go through all systems; the exit status."""
    try:
        package = newest_package()
        with tempfile.TemporaryDirectory() as folder:
            older = older_version(package, Path(folder))
            for suite in SUITES:
                System(suite, package, older).play()
    except Stopped as stopped:
        print(f"ycdesk：{stopped}", file=sys.stderr)
        return 1
    print("安装测试全部通过。")
    return 0


def newest_package() -> Path:
    """The package that was built. Raises Stopped where there is none."""
    found = sorted(build.BUILD.glob("ycdesk_*.deb"), key=lambda file: file.stat().st_mtime)
    if not found:
        raise Stopped("build/ 里没有安装包，请先运行 python3 installer/build.py。")
    return found[-1]


def older_version(package: Path, folder: Path) -> Path:
    """The same package with a lower version number and one file more, which the upgrade must take away."""
    stage = folder / "stage"
    subprocess.run(["dpkg-deb", "--raw-extract", str(package), str(stage)], check=True)
    (stage / LEFT_OVER).write_text("旧版的文件", "utf-8")
    control = stage / "DEBIAN" / "control"
    lines = control.read_text("utf-8").splitlines(keepends=True)
    lines = [f"Version: {OLDER}\n" if line.startswith("Version:") else line for line in lines]
    control.write_text("".join(lines), "utf-8")
    older = folder / "older.deb"
    command = ["dpkg-deb", "-Zgzip", "-z1", "--root-owner-group", "--build", str(stage), str(older)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(stage)
    return older


class System:
    """One clean system, and what is done with the package in it."""

    def __init__(self, suite: str, package: Path, older: Path) -> None:
        print(f"== {suite}", flush=True)
        self.suite = suite
        self.folder = copy_of(make_system(suite, f"{suite}-clean"), f"{suite}-installed")
        for file, name in ((package, "ycdesk.deb"), (older, "older.deb")):
            shutil.copyfile(file, self.folder / "tmp" / name)
        case = json.loads((ROOT / "resources" / "self_test.json").read_text("utf-8"))[0]
        self.amount = case["amount"]
        (self.folder / "tmp" / "case.json").write_text(json.dumps(case["case"], ensure_ascii=False), "utf-8")

    def play(self) -> None:
        """From the empty system to the purged package. Raises Stopped at the first step that fails."""
        self._as_root("联网取得依赖的软件包", _FETCH, network=True)
        self._as_root("断网安装旧版", f"{_INSTALL} /tmp/older.deb; useradd --create-home {USER}; test -e /{LEFT_OVER}")
        self._as_root("每个库都找得到", _EVERY_LIBRARY)
        self._as_user("旧版自检", "ycdesk --self-test")
        self._as_user("旧版办理一年", "ycdeskctl demo --cases 5")
        before = self._as_user("旧版导出办理记录", "ycdeskctl log")
        self._as_root("升级", f"{_INSTALL} /tmp/ycdesk.deb; test ! -e /{LEFT_OVER}")
        self._as_user("自检", "ycdesk --self-test; ycdesk --version; ycdeskctl --version")
        after = self._as_user("数据还在", "ycdeskctl log; ycdeskctl replay >/dev/null")
        if not before or before != after:
            raise Stopped(f"{self.suite}：升级以后的办理记录和以前不同。")
        self._verify(after)
        assessed = json.loads(self._as_user("测算一件", "ycdeskctl assess /tmp/case.json"))
        if assessed["amount"] != self.amount:
            raise Stopped(f"{self.suite}：应为 {self.amount} 元，算出 {assessed['amount']} 元。")
        self._as_root("手册和菜单", _PLACES)
        self._as_root("装上 X 服务器（包已取得）", f"{_INSTALL} xvfb xauth")
        self._as_user("在 X 窗口里自检", "unset QT_QPA_PLATFORM; xvfb-run -a ycdesk --self-test | grep 'xcb'")
        self._as_root("卸载，数据保留", f"apt-get -qq -y remove ycdesk; {_KEPT}")
        self._as_root("再装上，清除，数据保留", f"{_INSTALL} /tmp/ycdesk.deb; apt-get -qq -y purge ycdesk; {_KEPT}")
        shutil.rmtree(self.folder)

    def _as_root(self, what: str, script: str, network: bool = False) -> str:
        return self._step(what, script, "root", network)

    def _as_user(self, what: str, script: str) -> str:
        return self._step(what, script, USER, network=False)

    def _step(self, what: str, script: str, user: str, network: bool) -> str:
        start = time.monotonic()
        result = inside(self.folder, script, user=user, network=network, capture=True)
        print(f"  {time.monotonic() - start:6.1f} 秒  {what}", flush=True)
        if result.returncode:
            print(result.stdout[-3000:] + result.stderr[-3000:], file=sys.stderr)
            raise Stopped(f"{self.suite}：“{what}”没有成功，请看上面的提示。")
        return result.stdout

    def _verify(self, log: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "log.jsonl"
            file.write_text(log, "utf-8")
            command = [sys.executable, str(ROOT / "installer" / "verify_log.py"), str(file)]
            result = subprocess.run(command, capture_output=True, text=True)
        print(f"          {result.stdout.strip() or result.stderr.strip()}")
        if result.returncode:
            raise Stopped(f"{self.suite}：办理记录的散列链对不上。")


_FETCH = """
apt-get -qq update
apt-get -qq -y --download-only --no-install-recommends install /tmp/ycdesk.deb xvfb xauth
"""
_INSTALL = "apt-get -qq -y --no-install-recommends install"
_KEPT = f"test ! -e /{HOME}; test -s {DATA}/ycdesk.sqlite3"
_EVERY_LIBRARY = f"""
cd /{HOME}/_internal
export LD_LIBRARY_PATH=$PWD
missing=$(find . -name '*.so*' -type f -exec ldd {{}} + 2>/dev/null | grep 'not found' | sort -u || true)
test -z "$missing" || {{ echo "$missing"; exit 1; }}
"""
_PLACES = """
test -s /usr/share/man/man1/ycdeskctl.1.gz
test -s /usr/share/applications/ycdesk.desktop
test -s /usr/share/icons/hicolor/256x256/apps/ycdesk.png
test "$(readlink -f /usr/bin/ycdesk)" = /opt/apps/cn.gov.yuncheng.ycdesk/files/ycdesk
"""

if __name__ == "__main__":
    raise SystemExit(main())

"""Loading a package beside the first, stopping it again, and what the office holds then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.bureau import Bureau, reopen_bureau
from tests.successor import NEW, OLD, RENAMED, changed, successor, successor_texts, write
from ycdesk import paths
from ycdesk.calculation import PackageShelf
from ycdesk.domain.bureau import PackageCopy
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.events import Event
from ycdesk.services.desk import desk
from ycdesk.services.office import Office, open_office
from ycdesk.services.packages import (
    add_package,
    list_packages,
    refresh_packages,
    stop_package,
)
from ycdesk.services.titles import folder_on


def ids(office: Office) -> list[str]:
    """The ids of the packages in force, the earliest window first."""
    return list(office.packages.ids)


def copies(office: Office) -> list[tuple[str, str, bool]]:
    """Id, version and whether active, of each copy in the database."""
    with office.reading_sessions() as session:
        rows = session.execute(select(PackageCopy).order_by(PackageCopy.policy_id, PackageCopy.version)).scalars()
        return [(row.policy_id, row.version, row.active) for row in rows]


def events(office: Office, kind: str) -> list[dict[str, object]]:
    """The contents of all events of a kind."""
    with office.reading_sessions() as session:
        return [event.details for event in session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id))]


def test_an_administrator_loads_a_second_package_and_every_desk_sees_it(bureau: Bureau, tmp_path: Path) -> None:
    office = bureau.office
    other = reopen_bureau(office.engine.url.render_as_string(hide_password=False), office.home)
    assert ids(other.office) == [OLD]
    loaded = add_package(office, bureau.admin, write(tmp_path / "新包"))
    assert loaded == successor()
    assert ids(office) == [OLD, NEW]
    assert ids(other.office) == [OLD]
    desk(other.office, other.wang)  # as when F5 is pressed
    assert ids(other.office) == [OLD, NEW]
    assert copies(office) == [(NEW, "2.0.0", True)]
    assert events(office, "add_package") == [
        {"policy": NEW, "version": "2.0.0", "digest": successor().digest, "window": ["2026-01-01", "2027-12-31"]}
    ]
    other.office.close()
    again = reopen_bureau(office.engine.url.render_as_string(hide_password=False), office.home)
    assert ids(again.office) == [OLD, NEW]
    again.office.close()


def test_the_default_package_is_the_last_one_begun(bureau: Bureau, tmp_path: Path) -> None:
    office = bureau.office
    add_package(office, bureau.admin, write(tmp_path / "new"))
    assert office.package.id == OLD  # 2025-07-01
    office.clock = lambda: datetime(2025, 12, 31, 23, 59)  # noqa: DTZ001 - stored times have no zone
    assert office.package.id == OLD
    office.clock = lambda: datetime(2026, 1, 1, 0, 0)  # noqa: DTZ001
    assert office.package.id == NEW


def test_only_an_administrator_loads_or_stops_a_package(bureau: Bureau, tmp_path: Path) -> None:
    folder = write(tmp_path / "new")
    for person in (bureau.wang, bureau.li, bureau.sun):
        with pytest.raises(Refused, match="政策包由管理员载入"):
            add_package(bureau.office, person, folder)
        with pytest.raises(Refused, match="政策包由管理员停用"):
            stop_package(bureau.office, person, NEW)
    assert copies(bureau.office) == []
    assert ids(bureau.office) == [OLD]


def emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def without_a_measure(folder: Path) -> None:
    (folder / "measures" / "air_cargo.toml").unlink()


def misspelt(folder: Path) -> None:
    file = folder / "measures" / "exhibition.toml"
    file.write_text(file.read_text("utf-8").replace("general_percent", "general_precent"), "utf-8")


def not_utf8(folder: Path) -> None:
    (folder / "countries.csv").write_bytes("国家".encode("gbk"))


def enormous(folder: Path) -> None:
    with (folder / "countries.csv").open("wb") as file:
        file.truncate(50_000_000)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (shutil.rmtree, "package.toml 读不出来（没有这个文件或文件夹）|package.toml 读不出来：没有这个文件或文件夹"),
        (emptied, "package.toml 读不出来"),
        (without_a_measure, "缺少 air_cargo.toml"),
        (misspelt, "exhibition.toml 的「parameters.0.general_precent」有误：没有这一项"),
        (not_utf8, "countries.csv 不是 UTF-8"),
        (enormous, "countries.csv 太大"),
    ],
)
def test_a_damaged_second_package_is_refused_in_a_sentence(
    bureau: Bureau, tmp_path: Path, damage: Callable[[Path], None], words: str
) -> None:
    folder = write(tmp_path / "new")
    damage(folder)
    with pytest.raises(InputProblem, match=words) as caught:
        add_package(bureau.office, bureau.admin, folder)
    assert set(caught.value.problems) == {"folder"}
    assert str(caught.value).startswith("政策包文件")
    assert copies(bureau.office) == []
    assert ids(bureau.office) == [OLD]


def test_what_is_in_force_is_not_loaded_twice_nor_under_the_same_version_with_other_content(
    bureau: Bureau, tmp_path: Path
) -> None:
    office = bureau.office
    with pytest.raises(Refused, match=rf"{OLD} 1\.0\.0 版已经在用"):
        add_package(office, bureau.admin, paths.policy_folder())
    add_package(office, bureau.admin, write(tmp_path / "new"))
    with pytest.raises(Refused, match=rf"{NEW} 2\.0\.0 版已经在用"):
        add_package(office, bureau.admin, write(tmp_path / "new"))
    texts = successor_texts()
    texts["measures/exhibition.toml"] += "# 改了一个字\n"
    with pytest.raises(Refused, match=r"2\.0\.0 版本单位已经用过，内容与这一份不一样.*请先提高"):
        add_package(office, bureau.admin, write(tmp_path / "changed", texts))
    texts["package.toml"] = texts["package.toml"].replace('"2.0.0"', '"1.9.0"')
    with pytest.raises(Refused, match=r"已经在用更新的 2\.0\.0 版，不能再载入 1\.9\.0 版"):
        add_package(office, bureau.admin, write(tmp_path / "older", texts))
    texts["package.toml"] = texts["package.toml"].replace('"1.9.0"', '"2.10.0"')
    add_package(office, bureau.admin, write(tmp_path / "newer", texts))
    assert [(package.id, package.version) for package in office.packages] == [(OLD, "1.0.0"), (NEW, "2.10.0")]
    assert copies(office) == [(NEW, "2.0.0", False), (NEW, "2.10.0", True)]


def test_a_later_version_of_the_shipped_package_takes_its_place_until_a_later_one_ships(
    bureau: Bureau, tmp_path: Path
) -> None:
    office = bureau.office
    add_package(office, bureau.admin, write(tmp_path / "mended", dict(changed("1.0.1", RENAMED).texts)))
    assert [(package.id, package.version) for package in office.packages] == [(OLD, "1.0.1")]
    url = office.engine.url.render_as_string(hide_password=False)
    upgraded = open_office(url, office.home, changed("1.2.0"))
    assert [package.version for package in upgraded.packages] == ["1.2.0"]
    upgraded.close()


def test_a_package_is_stopped_and_loaded_again(bureau: Bureau, tmp_path: Path) -> None:
    office, folder = bureau.office, write(tmp_path / "new")
    add_package(office, bureau.admin, folder)
    stop_package(office, bureau.admin, NEW)
    assert ids(office) == [OLD]
    assert copies(office) == [(NEW, "2.0.0", False)]
    assert events(office, "stop_package") == [{"policy": NEW, "versions": ["2.0.0"]}]
    for policy_id in (NEW, OLD, "nothing"):
        with pytest.raises(Refused, match=f"{policy_id} 不是本单位载入的"):
            stop_package(office, bureau.admin, policy_id)
    add_package(office, bureau.admin, folder)
    assert ids(office) == [OLD, NEW]


def test_the_list_of_packages_names_origin_and_who_loaded_them(bureau: Bureau, tmp_path: Path) -> None:
    office = bureau.office
    bureau.pending()
    add_package(office, bureau.admin, write(tmp_path / "new"))
    office.shipped = changed("1.1.0")
    office.loaded = PackageShelf((office.shipped, successor()))
    listed = [
        (each.package.id, each.package.version, each.origin, each.in_force, each.loaded_by)
        for each in list_packages(office)
    ]
    assert listed == [
        (OLD, "1.1.0", "随程序安装", True, ""),
        (OLD, "1.0.0", "办件留存", False, "王芳"),
        (NEW, "2.0.0", "本单位载入", True, "管理员"),
    ]


def test_two_shipped_packages_stand_beside_each_other(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(paths.policy_folder(), folder / OLD)
    write(folder / NEW)
    (folder / "notes").mkdir()
    monkeypatch.setattr(paths, "policy_folder", lambda: folder / OLD)
    assert paths.policy_folders() == (folder / OLD, folder / NEW)
    office = open_office()
    assert ids(office) == [OLD, NEW]
    refresh_packages(office)
    assert ids(office) == [OLD, NEW]
    office.close()


def test_the_titles_before_the_packages_are_read_are_those_of_the_last_one_begun(tmp_path: Path) -> None:
    folders = [paths.policy_folder(), write(tmp_path / NEW), tmp_path / "broken"]
    folders[2].mkdir()
    (folders[2] / "package.toml").write_text("window_from = 什么", encoding="utf-8")
    days = {day: folder_on(folders, datetime.fromisoformat(day).date()).name
            for day in ("2023-01-01", "2024-01-01", "2025-12-31", "2026-01-01", "2031-01-01")}  # fmt: skip
    assert list(days.values()) == [OLD, OLD, OLD, NEW, NEW]
    assert folder_on(folders[2:], datetime(2026, 1, 1).date()) == folders[2]  # noqa: DTZ001

"""``ycdeskctl`` with several packages: which one measures a case, listing them, comparing two."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.bureau import make_bureau
from tests.calculation.build import case_data
from tests.successor import NEW, OLD, predecessor, write
from ycdesk import paths
from ycdesk.calculation.measures import measure_ids
from ycdesk.cli import main
from ycdesk.paths import sqlite_url
from ycdesk.services.packages import add_package

DIFF = f"""\
{OLD} 1.0.0 → {NEW} 2.0.0：6 处不同

政策包
  政策包　编号：{OLD} → {NEW}
  政策包　版本：1.0.0 → 2.0.0

第三条（一）　参展补助
  标准　重点展会补助比例：“一带一路”、RCEP 国家：80% → 75%

第五条（一）　人才培训
  标准　培训天数不少于：30 天 → 45 天

第五条（三）　海外仓
  标准　单一海外仓补助上限：500,000 元 → 400,000 元

第十条（三）
  有效期　政策有效期：2024-01-01 至 2025-12-31 → 2026-01-01 至 2027-12-31
"""


@pytest.fixture
def two_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both packages, as the program would ship them."""
    folder = tmp_path / "policy"
    shutil.copytree(paths.policy_folder(), folder / OLD)
    write(folder / NEW)
    monkeypatch.setattr(paths, "policy_folder", lambda: folder / OLD)
    return folder


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The JSON that a command prints."""
    assert main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def test_a_file_is_measured_under_the_package_of_its_event_day(
    two_shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {}
    for day in ("2025-12-31", "2026-01-01"):
        file = tmp_path / f"{day}.json"
        file.write_text(json.dumps(case_data("exhibition", opens_on=day, applied_on="2026-06-30")), "utf-8")
        result = asked(capsys, "assess", str(file))
        found[day] = (result["policy"]["id"], result["amount"])
    assert found == {"2025-12-31": (OLD, "24000.00"), "2026-01-01": (NEW, "22500.00")}
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join((tmp_path / f"{day}.json").read_text("utf-8") for day in found), "utf-8")
    assert main(["assess", "--jsonl", str(batch)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["policy"]["id"], line["amount"]) for line in lines] == list(found.values())


def test_the_schema_admits_each_package(two_shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "schema", "exhibition")["properties"]["policy"]["anyOf"][0] == {"enum": [OLD, NEW]}


def test_one_package_beside_no_other_is_the_only_one_of_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    for measure in measure_ids():
        assert asked(capsys, "schema", measure)["properties"]["policy"]["anyOf"][0] == {"const": OLD}


def test_two_packages_are_compared_clause_by_clause(
    two_shipped: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for old, new in ((OLD, NEW), (f"{OLD}@1.0.0", str(two_shipped / NEW)), (str(two_shipped / OLD), f"{NEW}@2.0.0")):
        assert main(["policy", "diff", old, new]) == 0
        assert capsys.readouterr().out == DIFF
    assert main(["policy", "diff", OLD, OLD]) == 0
    assert capsys.readouterr().out == f"{OLD} 1.0.0 → {OLD} 1.0.0：没有不同\n"
    found = asked(capsys, "policy", "diff", OLD, NEW, "--json")
    assert [one["clause"] for one in found] == ["", "", "三(一)", "五(一)", "五(三)", "十(三)"]
    assert found[3] == {"clause": "五(一)", "measure": "talent_training", "what": "parameter",
                        "title": "培训天数不少于", "before": "30 天", "after": "45 天"}  # fmt: skip
    assert list(home.iterdir()) == []  # comparing makes no database


def test_a_package_that_is_not_there_or_is_broken_is_said_in_a_sentence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", "diff", OLD, "yuncheng-2030"]) == 1
    assert capsys.readouterr().err == f"没有“yuncheng-2030”这个政策包，也没有这个文件夹；现有：{OLD}@1.0.0。\n"
    assert main(["policy", "diff", OLD, str(tmp_path)]) == 1
    assert capsys.readouterr().err == "政策包文件 package.toml 读不出来：没有这个文件或文件夹。\n"
    (home / "ycdesk.sqlite3").write_bytes(b"no database at all" * 100)
    assert main(["policy", "list"]) == 1
    assert "不是数据库文件" in capsys.readouterr().err


def test_the_list_holds_what_the_bureau_has_loaded(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [each["id"] for each in asked(capsys, "policy", "list", "--json")] == [OLD]
    bureau = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    add_package(bureau.office, bureau.admin, write(tmp_path / "new"))
    bureau.office.close()
    listed = asked(capsys, "policy", "list", "--json")
    assert [(each["id"], each["version"], each["origin"], each["in_force"], each["loaded_by"]) for each in listed] == [
        (OLD, "1.0.0", "随程序安装", True, ""),
        (NEW, "2.0.0", "本单位载入", True, "管理员"),
    ]
    assert listed[0]["digest"] == predecessor().digest
    assert main(["policy", "list"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[2].startswith(f"{NEW} 2.0.0　运政办发〔2024〕10号《支持中国")
    assert shown[3] == "  有效期 2026-01-01 至 2027-12-31　在用　本单位载入，管理员 2025-07-01 09:00"
    assert main(["policy", "diff", OLD, NEW]) == 0
    assert capsys.readouterr().out == DIFF

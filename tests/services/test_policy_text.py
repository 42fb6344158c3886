"""The bureau's own copy of the policy, from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bureau import Bureau
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.services.policy_text import clause_text, has_policy_text, load_policy_text

TEXT = """若干措施

第一条 为促进发展，制定本措施。

第三条 支持做大货物贸易

（一）参展补助。展位费按比例补助。

（二）示范园区奖励。

第六条 支持支撑服务。
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_file_is_split_and_shown_by_clause(bureau: Bureau, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "政策.txt"
    file.write_text(TEXT, encoding=encoding)
    assert not has_policy_text(bureau.office)
    assert load_policy_text(bureau.office, bureau.admin, file) >= 4
    assert has_policy_text(bureau.office)
    assert "展位费按比例补助" in (clause_text(bureau.office, "三(一)") or "")
    assert "支撑服务" in (clause_text(bureau.office, "六") or "")
    assert clause_text(bureau.office, "十一") is None


def test_a_second_loading_replaces_the_first(bureau: Bureau, tmp_path: Path) -> None:
    file = tmp_path / "政策.txt"
    file.write_text(TEXT, encoding="utf-8")
    load_policy_text(bureau.office, bureau.admin, file)
    file.write_text("第一条 新的第一条。\n\n第二条 新的第二条。\n", encoding="utf-8")
    load_policy_text(bureau.office, bureau.admin, file)
    assert "新的第二条" in (clause_text(bureau.office, "二") or "")
    assert clause_text(bureau.office, "六") is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "没有找到"),
        ("今天天气很好。".encode(), "没有找到"),
        (b"\xff\xfe\x00\x01" * 30, "不是文本文件"),
        (b"PK\x03\x04\x00\x00\x00\x00", "不是文本文件"),
        (b"a" * 2_000_001, "太大"),
    ],
)
def test_what_is_no_policy_text_is_refused(bureau: Bureau, tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(content)
    with pytest.raises(InputProblem, match=sentence):
        load_policy_text(bureau.office, bureau.admin, file)


def test_a_file_that_is_not_there(bureau: Bureau, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="读不出来"):
        load_policy_text(bureau.office, bureau.admin, tmp_path / "none.txt")


def test_only_an_administrator_loads_it(bureau: Bureau, tmp_path: Path) -> None:
    file = tmp_path / "政策.txt"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(Refused, match="由管理员载入"):
        load_policy_text(bureau.office, bureau.wang, file)


def test_each_policy_has_a_text_of_its_own(bureau: Bureau, tmp_path: Path) -> None:
    file = tmp_path / "政策.txt"
    file.write_text(TEXT, encoding="utf-8")
    load_policy_text(bureau.office, bureau.admin, file, "yuncheng-2026-01")
    assert not has_policy_text(bureau.office)
    assert has_policy_text(bureau.office, "yuncheng-2026-01")
    assert clause_text(bureau.office, "六") is None
    assert "支撑服务" in (clause_text(bureau.office, "六", "yuncheng-2026-01") or "")

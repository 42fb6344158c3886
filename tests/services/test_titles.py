"""Titles of measures without the policy package."""

from __future__ import annotations

from pathlib import Path

from ycdesk import paths
from ycdesk.calculation import load_package
from ycdesk.services.titles import short_titles


def test_the_titles_are_those_of_the_package() -> None:
    package = load_package(paths.policy_folder())
    assert short_titles(paths.policy_folder()) == {id_: rules.short_title for id_, rules in package.measures.items()}


def test_what_cannot_be_read_has_no_title(tmp_path: Path) -> None:
    measures = tmp_path / "measures"
    measures.mkdir()
    (measures / "good.toml").write_text('short_title = "参展补助"\n\n[[parameters]]\nfrom = what', "utf-8")
    (measures / "none.toml").write_text('title = "无"', "utf-8")
    (measures / "broken.toml").write_text("short_title = ", "utf-8")
    (measures / "bytes.toml").write_bytes(b"short_title = '\xff'")
    assert short_titles(tmp_path) == {"good": "参展补助"}
    assert short_titles(tmp_path / "nowhere") == {}

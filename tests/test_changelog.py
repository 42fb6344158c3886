"""The changelog: its versions, and that entries about amounts name what the policy package knows."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from installer.changelog import debian_entries
from tests.bureau import package
from tests.house import ROOT
from ycdesk.changelog import AmountChange, Release, order_of, releases, unseen, upgrade_sentence

CHANGES = [(each, change) for each in releases() for change in each.amounts]


def test_the_newest_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert releases()[0].version == project["project"]["version"]


def test_versions_fall_and_days_do_not_rise() -> None:
    order = [order_of(each.version) for each in releases()]
    assert order == sorted(set(order), reverse=True)
    days = [each.day for each in releases()]
    assert days == sorted(days, reverse=True)
    assert all(type(day) is date for day in days)


def test_every_version_says_something_in_words_without_a_full_stop() -> None:
    texts = [text for each in releases() for text in (*each.entries, *(change.text for change in each.amounts))]
    assert all(each.entries or each.amounts for each in releases())
    assert [text for text in texts if not text.strip() or text.endswith("。")] == []


@pytest.mark.parametrize(("release", "change"), CHANGES)
def test_a_change_of_amounts_names_clauses_measures_and_period(release: Release, change: AmountChange) -> None:
    policy = package()
    clauses = {measure.clause for measure in policy.measures.values()}
    clauses |= {reading.clause for reading in policy.common_readings}
    assert change.clauses
    assert set(change.clauses) <= clauses
    assert change.measures
    assert set(change.measures) <= policy.measures.keys()
    own = {policy.measures[measure].clause for measure in change.measures}
    assert own <= set(change.clauses), "the clause of each measure is named"
    assert type(change.first) is date
    assert change.last is None or change.first <= change.last


def test_the_file_has_no_key_that_nobody_reads() -> None:
    data = tomllib.loads((ROOT / "resources" / "changelog.toml").read_text("utf-8"))
    assert data.keys() == {"releases"}
    for each in data["releases"]:
        assert each.keys() <= {"version", "date", "entries", "amounts"}
        for change in each.get("amounts", ()):
            assert change.keys() <= {"text", "clauses", "measures", "from", "to"}


def test_what_came_since_a_version() -> None:
    assert [each.version for each in unseen("0.2.0", "0.4.0")] == ["0.4.0", "0.3.0"]
    assert [each.version for each in unseen("", "0.3.0")] == ["0.3.0"]
    assert unseen("0.9.0", "0.9.0") == unseen("1.10.0", "1.9.0") == unseen("0.1.0", "") == ()


def test_the_sentence_after_an_upgrade_counts_them_and_names_the_clauses() -> None:
    change = AmountChange("上限提高", ("三(一)", "四"), ("exhibition",), date(2026, 1, 1), None)
    old, new = Release("1.0", date(2026, 1, 1), ("x",), (change,)), Release("1.1", date(2026, 2, 1), ("y",), ())
    assert upgrade_sentence((new, old)) == "程序已升级到 1.1。有 1 处改动影响金额，涉及三(一)、四。"
    assert upgrade_sentence((new,)) == "程序已升级到 1.1。没有影响金额的改动。"


def test_debian_is_told_the_same() -> None:
    entries = debian_entries()
    assert [version for version, _, _ in entries] == [each.version for each in releases()]
    _, at, lines = next(entry for entry in entries if entry[0] == "0.2.0")
    assert at.isoformat() == "2026-11-27T12:00:00+08:00"
    assert lines[0].startswith("影响金额（三(一)、三(二)")
    assert len(lines) == 5

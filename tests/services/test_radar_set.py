"""The radar against 10 000 seeded cases with 300 planted duplicates.

By default the planted cases and a sample of the others are looked at; ``YCDESK_RADAR=SEED,SEED,…`` looks at every case
of a set of each seed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from tests.bureau import Bureau, make_bureau
from tests.radar_set import Planted, RadarSet
from ycdesk import paths
from ycdesk.cli import main
from ycdesk.domain.alarm import Alarm
from ycdesk.paths import sqlite_url
from ycdesk.services.radar import alarms, alarms_of_new, draft_alarms, sweep

CASES, PLANTED, SAMPLE = 10_000, 300, 700
SEEDS = [int(seed) for seed in os.environ.get("YCDESK_RADAR", "").split(",") if seed]


class Searched:
    """A set in a database, and the alarms of those of its cases that were looked at."""

    def __init__(self, bureau: Bureau, seed: int) -> None:
        self.bureau, self.set = bureau, RadarSet(seed, CASES, PLANTED)
        self.set.store(bureau)
        wanted: list[str] = []
        if not SEEDS:
            step = (CASES - PLANTED) // SAMPLE
            wanted = [f"2024-{place:05}" for place in range(0, CASES - PLANTED, step)]
            wanted += [each.number for each in self.set.planted]
        self.found = {number: found for number, _, _, found in sweep(bureau.office, wanted)}

    def hits(self, planted: Planted) -> list[Alarm]:
        """The alarms of a planted case that are about what was planted."""
        return [
            alarm
            for alarm in self.found[planted.number]
            if alarm.kind == planted.kind and (alarm.between_applicants or alarm.other_number in planted.others)
        ]


@pytest.fixture(scope="module", params=SEEDS or [2024])
def searched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searched]:
    home = tmp_path_factory.mktemp("radar")
    bureau = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    yield Searched(bureau, request.param)
    bureau.office.close()


def test_every_number_written_otherwise_is_found_as_the_same(searched: Searched) -> None:
    exact = [each for each in searched.set.planted if each.exact]
    assert len(exact) == 150
    assert [each for each in exact if not any(alarm.exact for alarm in searched.hits(each))] == []


def test_at_least_95_per_cent_of_the_slips_are_found(searched: Searched) -> None:
    near = [each for each in searched.set.planted if not each.exact]
    missed = [each for each in near if not searched.hits(each)]
    assert len(near) == 150
    assert len(missed) <= 0.05 * len(near), missed


def test_at_most_two_per_cent_of_the_others_alarm(searched: Searched) -> None:
    planted = {each.number for each in searched.set.planted}
    others = {number: found for number, found in searched.found.items() if number not in planted}
    false = [
        (number, alarm.sentence)
        for number, found in others.items()
        for alarm in found
        if alarm.other_number not in planted
    ]
    assert len(others) >= SAMPLE
    assert len({number for number, _ in false}) <= 0.02 * len(others), false[:20]


def test_every_door_gives_the_same_answer(
    searched: Searched, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the screen, stored, at an import, on the command line; none of them asks who is there."""
    office, planted = searched.bureau.office, searched.set.planted[:60]
    monkeypatch.setattr(paths, "home", lambda: office.home)
    assert main(["radar", "--json", *(each.number for each in planted)]) == 0
    printed = json.loads(capsys.readouterr().out)
    for each in planted:
        found, case_id = searched.found[each.number], searched.set.case_id(each.number)
        measure, applicant, entries = searched.set.entered(each.number)
        assert alarms(office, case_id) == found
        assert draft_alarms(office, case_id, entries) == found
        fresh = alarms_of_new(office, measure, applicant, entries)
        assert {alarm.id for alarm in fresh if alarm.other_case_id != case_id} == {alarm.id for alarm in found}
        said = [row["other"]["value"] for row in printed if row["case"] == each.number]
        assert said == [alarm.other_value for alarm in found]

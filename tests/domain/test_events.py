"""The chain of hashes: any change, insertion or gap shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest

from ycdesk.domain.entities import Event
from ycdesk.domain.events import GENESIS, broken_link, canonical


def chain(length: int) -> list[Event]:
    """A sound log."""
    events: list[Event] = []
    for number in range(1, length + 1):
        event = Event(
            id=number,
            at=datetime(2025, 7, 1, 9, 0, number),  # noqa: DTZ001 - stored times have no zone
            person_id=1,
            person_name="王芳",
            kind="submit",
            case_id=5,
            dossier_id=None,
            applicant_id=None,
            content=canonical({"number": f"2025-{number:04d}"}),
            previous_hash=events[-1].hash if events else GENESIS,
        )
        event.hash = event.computed_hash()
        events.append(event)
    return events


def test_a_sound_chain_has_no_broken_link() -> None:
    assert broken_link(chain(5)) is None
    assert broken_link([]) is None


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda log: setattr(log[2], "content", "{}"), 3),
        (lambda log: setattr(log[2], "person_id", 2), 3),
        (lambda log: setattr(log[0], "kind", "approve"), 1),
        (lambda log: log.pop(1), 2),
        (lambda log: log.reverse(), 1),
        (lambda log: setattr(log[3], "hash", "0" * 64), 4),
    ],
)
def test_tampering_shows_where(spoil: Callable[[list[Event]], None], found: int) -> None:
    log = chain(5)
    spoil(log)
    assert broken_link(log) == found


def test_a_rewritten_event_breaks_the_next_link() -> None:
    log = chain(3)
    log[1].content = "{}"
    log[1].hash = log[1].computed_hash()
    assert broken_link(log) == 3


def test_the_hash_is_what_a_script_without_the_program_computes() -> None:
    event = chain(1)[0]
    text = (
        GENESIS + '\n{"applicant_id":null,"at":"2025-07-01T09:00:01","case_id":5,'
        '"content":"{\\"number\\":\\"2025-0001\\"}","dossier_id":null,"id":1,"kind":"submit",'
        '"person_id":1,"person_name":"王芳"}'
    )
    assert event.hash == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_canonical_json_has_one_form() -> None:
    assert canonical({"b": 1, "a": "永济"}) == canonical({"a": "永济", "b": 1}) == '{"a":"永济","b":1}'

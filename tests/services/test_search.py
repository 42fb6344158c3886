"""Cases are found by any fragment of what identifies them or was typed into them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bureau import FIRM, HANOI, Bureau
from ycdesk.domain.search_words import words_of
from ycdesk.services.applicants import get_applicant, save_applicant
from ycdesk.services.dossiers import get_case, remove_draft, save_entries
from ycdesk.services.search import find_cases

TYPED: dict[str, Any] = {
    "header": {**HANOI["header"], "name": "第１３７届广交会 Canton Fair", "session": "2025春"},
    "rows": [{"booth_no": "3.2Ａ15", "fee": "31250"}],
    "particulars": [{"kind": "invoice", "number": "No.24112000000012345678", "party": "广东展览有限公司"}],
}


def numbers(bureau: Bureau, text: str) -> list[str]:
    """The numbers of the cases that a text finds."""
    return [row.number for row in find_cases(bureau.office, text)]


@pytest.mark.parametrize(
    ("fragment", "hit"),
    [
        ("2025-0001", ""),
        ("25-00", ""),
        ("j2025-00", "j2025-0001"),
        ("甲公", ""),
        ("jgs", None),  # the initials of 甲公司
        ("MA0ABC", None),
        ("ma0a", None),
        ("12345678", "no.24112000000012345678"),
        ("NO.2411", "no.24112000000012345678"),
        ("２４１１２", "no.24112000000012345678"),
        ("广交", "第137届广交会cantonfair"),
        ("137届", "第137届广交会cantonfair"),
        ("Canton F", "cantonfair"),
        ("3.2a15", "3.2a15"),
        ("展览有限", "广东展览有限公司"),
        ("31250", "31250"),
    ],
)
def test_any_fragment_finds(bureau: Bureau, fragment: str, hit: str | None) -> None:
    bureau.draft(TYPED)
    bureau.draft()
    [row] = [row for row in find_cases(bureau.office, fragment) if row.number == "2025-0001"]
    assert row.hit == (hit or "")


@pytest.mark.parametrize("fragment", ["%", "_", "\\", "甲公司2025", "0001j", "12345679", "0001\nj", "广交会cx"])
def test_what_stands_nowhere_finds_nothing(bureau: Bureau, fragment: str) -> None:
    bureau.draft(TYPED)
    assert numbers(bureau, fragment) == []


def test_marks_of_the_search_itself_are_texts_like_others(bureau: Bureau) -> None:
    bureau.draft({**HANOI, "rows": [{"booth_no": "100%_A\\B", "fee": "20000"}]})
    for fragment in ("0%", "%_", "\\b", "_a"):
        assert numbers(bureau, fragment) == ["2025-0001"]


def test_the_newest_come_first_and_only_so_many(bureau: Bureau) -> None:
    for _ in range(4):
        bureau.draft(TYPED)
    assert [row.number for row in find_cases(bureau.office, "广交", limit=2)] == ["2025-0004", "2025-0003"]


def test_what_is_typed_anew_is_found_and_what_it_replaces_is_not(bureau: Bureau) -> None:
    case = bureau.draft(TYPED)
    again = {**TYPED, "header": {**TYPED["header"], "name": "进口博览会"}}
    save_entries(bureau.office, bureau.wang, case.id, again, case.applied_on, case.version)
    assert (numbers(bureau, "广交"), numbers(bureau, "博览")) == ([], [case.number])
    remove_draft(bureau.office, bureau.wang, get_case(bureau.office, case.id).id)
    assert numbers(bureau, "博览") == []


def test_a_renamed_applicant_is_found_by_both_names(bureau: Bureau) -> None:
    case = bureau.pending(TYPED)
    firm = get_applicant(bureau.office, bureau.firm.id)
    save_applicant(bureau.office, bureau.wang, firm.id, FIRM | {"name": "乙集团"}, firm.version)
    assert numbers(bureau, "乙集") == [case.number]
    assert numbers(bureau, "甲公") == [case.number]


def test_no_fragment_reaches_over_two_texts() -> None:
    numbers, names = words_of("2025-0001", "J2025-0001", {"header": {"a": "12", "b": "34", "c": "北京", "d": "上海"}})
    assert numbers == "2025-0001\nj2025-0001\n12\n34"
    assert names == "北京\n上海"

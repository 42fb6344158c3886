"""What a ruling on each of the four subjects does to drafts, to waiting cases and to decided ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.bureau import Bureau, make_bureau
from tests.services.test_reading_list import AT_HOME, ruling
from ycdesk.calculation.assessment import Funding, Status
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict, InputProblem, Refused
from ycdesk.domain.ruling import Subject
from ycdesk.services.applicants import save_applicant
from ycdesk.services.decision import decision_view
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case
from ycdesk.services.draft import open_draft
from ycdesk.services.preview import Preview
from ycdesk.services.ruling_effects import consequences, record_values
from ycdesk.services.signing import approve, return_case

COSTS: dict[str, Any] = {
    "header": {"decided_amount": "", "decision_document": "", "year": "2025"},
    "rows": [{"invoice_no": "F1", "invoiced_on": "2025-02-01", "fee": "100000"}],
}
MATTER: dict[str, Any] = {"header": {"decided_amount": "", "decision_document": ""}, "rows": []}


@pytest.fixture
def bureau(database_url: str, home: Path) -> Iterator[Bureau]:
    made = make_bureau(database_url, home)
    yield made
    made.office.close()


def preview(bureau: Bureau, case: Case) -> Preview:
    return open_draft(bureau.office, bureau.wang, get_case(bureau.office, case.id)).preview()


def applicant_of(bureau: Bureau, kind: str, county: str) -> None:
    """From here on cases are entered for another applicant."""
    values = {"name": "乙单位", "kind": kind, "county": county}
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, values, None)


# A reading.


def test_a_reading_ruled_settles_the_flag_and_holds_up_what_was_submitted_before(bureau: Bureau) -> None:
    """70 % of 10 000 is 7 000.00, by the ruling 80 %: 8 000.00, and nobody has to confirm anything any more."""
    waiting = bureau.pending(AT_HOME)
    draft = bureau.draft({**AT_HOME, "header": {**AT_HOME["header"], "name": "上海展"}})
    assert [flag.reading for flag in preview(bureau, draft).open_flags] == ["8"]
    record_values(bureau.office, bureau.li, ruling(bureau))
    shown = preview(bureau, draft)
    assert (shown.assessment.amount, shown.open_flags) == (Decimal("8000.00"), ())
    assert [each["document"] for each in shown.rulings] == ["运商函〔2025〕5号"]
    why = "提交时测算 7,000.00 元，现在测算 8,000.00 元"
    assert why in decision_view(bureau.office, waiting.id, bureau.chen).outdated
    with pytest.raises(Conflict, match=rf"运商函〔2025〕5号.*{why}"):
        approve(bureau.office, bureau.chen, waiting.id, waiting.version, confirmed_flags=["8"])
    returned = return_case(bureau.office, bureau.chen, waiting.id, waiting.version, "按裁定重新测算")
    again = submit(bureau.office, bureau.wang, returned.id, returned.version)
    assert [each["cited"] for each in again.rulings or []] == ["运商函〔2025〕5号（2025-06-01，李建国）"]
    assert approve(bureau.office, bureau.chen, again.id, again.version).award == Decimal("8000.00")


def test_a_ruling_holds_from_its_day_on_and_a_later_one_takes_its_place(bureau: Bureau) -> None:
    """The case was applied for on 30 June 2025."""
    draft = bureau.draft(AT_HOME)
    record_values(bureau.office, bureau.li, ruling(bureau, valid_from=date(2025, 7, 1)))
    assert preview(bureau, draft).assessment.amount == Decimal("7000.00")
    record_values(bureau.office, bureau.li, ruling(bureau, valid_from=date(2025, 6, 30), document="二号"))
    assert preview(bureau, draft).assessment.amount == Decimal("8000.00")
    back = bureau.office.package.readings_of["exhibition"]["8"].in_force
    record_values(bureau.office, bureau.li, ruling(bureau, choice=back, document="三号"))
    shown = preview(bureau, draft)
    assert (shown.assessment.amount, shown.open_flags) == (Decimal("7000.00"), ())
    assert [each["document"] for each in shown.rulings] == ["三号"]


# The split of 永济市.


def test_the_split_of_yongji_parts_what_was_whole(bureau: Bureau) -> None:
    """Hanoi is 25 000.00: without a document nobody's, with 30 % 7 500.00 and 17 500.00."""
    applicant_of(bureau, "enterprise", "140881")
    waiting, decided = bureau.pending(), bureau.pending()
    decided = approve(bureau.office, bureau.li, decided.id, decided.version, confirmed_flags=["112"])
    assert (decided.award, decided.award_city, decided.award_county) == (Decimal("25000.00"), None, None)
    split = ruling(bureau, subject=Subject.SPLIT, reading_id="", choice="", county="140881", percent=30)
    found = consequences(bureau.office, split)
    assert [(each.number, each.before, each.after, each.city_after) for each in found.decided] == [
        (decided.number, Decimal("25000.00"), Decimal("25000.00"), Decimal("7500.00"))
    ]
    record_values(bureau.office, bureau.li, split)
    draft = bureau.draft()
    assert preview(bureau, draft).assessment.funding == Funding(Decimal("7500.00"), Decimal("17500.00"))
    with pytest.raises(Conflict, match="金额不变，但测算过程与提交时不同"):
        approve(bureau.office, bureau.li, waiting.id, waiting.version)
    assert get_case(bureau.office, decided.id).award_city is None
    with pytest.raises(InputProblem) as problem:
        record_values(bureau.office, bureau.li, ruling(bureau, subject=Subject.SPLIT, county="140821", percent=30))
    assert problem.value.problems == {"county": "政策已规定该地的分担比例，不能另行裁定。"}


# The rate of 五(一).


def test_the_rate_of_the_talent_platform(bureau: Bureau) -> None:
    """40 % of 100 000 is 40 000.00; before, the clause gives no amount."""
    applicant_of(bureau, "college", "140821")
    draft = bureau.draft(COSTS, "talent_platform")
    assert preview(bureau, draft).assessment.status is Status.NEEDS_RULING
    with pytest.raises(Refused):
        submit(bureau.office, bureau.wang, draft.id, draft.version)
    rate = ruling(bureau, subject=Subject.RATE, reading_id="", choice="", measure="talent_platform", percent=40)
    assert [each.after for each in consequences(bureau.office, rate).drafts] == [Decimal("40000.00")]
    record_values(bureau.office, bureau.li, rate)
    assert preview(bureau, draft).assessment.amount == Decimal("40000.00")
    with pytest.raises(InputProblem) as problem:
        record_values(bureau.office, bureau.li, ruling(bureau, subject=Subject.RATE, measure="exhibition", percent=40))
    assert "measure" in problem.value.problems


# 一事一议.


def test_an_amount_ruled_for_one_case_and_whoever_records_it_does_not_approve(bureau: Bureau) -> None:
    applicant_of(bureau, "institution", "140821")
    draft, other = bureau.draft(MATTER, "special_matter"), bureau.draft(MATTER, "special_matter")
    subject = {"subject": Subject.AMOUNT, "measure": "special_matter", "reading_id": "", "choice": ""}
    with pytest.raises(InputProblem) as problem:
        record_values(bureau.office, bureau.li, ruling(bureau, **subject, case_id=draft.id, amount=Decimal("1.005")))
    assert "amount" in problem.value.problems
    record_values(bureau.office, bureau.li, ruling(bureau, **subject, case_id=draft.id, amount=Decimal(80_000)))
    assert preview(bureau, draft).assessment.amount == Decimal("80000.00")
    assert preview(bureau, other).assessment.status is not Status.ELIGIBLE
    case = submit(bureau.office, bureau.wang, draft.id, get_case(bureau.office, draft.id).version)
    assert (case.facts or {})["facts"]["decision_document"] == "运商函〔2025〕5号"
    with pytest.raises(Refused, match="须由其他审批人审批"):
        approve(bureau.office, bureau.li, case.id, case.version)
    flags = [flag.reading for flag in decision_view(bureau.office, case.id, bureau.chen).open_flags]
    assert approve(bureau.office, bureau.chen, case.id, case.version, confirmed_flags=flags).award == Decimal(
        "80000.00"
    )
    with pytest.raises(InputProblem) as problem:
        record_values(bureau.office, bureau.li, ruling(bureau, **subject, case_id=case.id, amount=Decimal(1)))
    assert "须先退回" in problem.value.problems["case_id"]


def test_flags_are_confirmed_one_by_one(bureau: Bureau) -> None:
    case = bureau.pending(AT_HOME)
    with pytest.raises(Refused, match=r"还有需要逐项确认的口径：口径 8（三\(一\)）"):
        approve(bureau.office, bureau.li, case.id, case.version)
    with pytest.raises(Refused):
        approve(bureau.office, bureau.li, case.id, case.version, confirmed_flags=["9"])
    done = approve(bureau.office, bureau.li, case.id, case.version, confirmed_flags=["8", "9"])
    assert done.confirmed_flags == ["8"]

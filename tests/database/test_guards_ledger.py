"""Raw SQL on the ledger, rulings, kept packages and corrections: what the services do not do, no database tool can."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.bureau import HANOI, Bureau
from tests.database.test_guards import DECIDE, refused, run
from tests.services.test_ledger import FIVE, TESTS
from tests.services.test_reading_list import ruling
from ycdesk.domain.case import Case
from ycdesk.domain.ruling import Subject
from ycdesk.domain.states import CaseState
from ycdesk.services.dossiers import get_case
from ycdesk.services.radar import alarms, give_reason
from ycdesk.services.ruling_effects import record_values
from ycdesk.services.signing import approve, return_case
from ycdesk.services.undoing import correct

COPIED = "submission, policy_id, limit_id, belongs_to, applicant_id, credit_code, county, key, money"
CLOSE = "UPDATE cases SET state = '{}', closed_by = :by, closed_at = '2025-07-03 10:00:00', closing_reason = '有误'"


def lines(bureau: Bureau, case: Case) -> list[tuple[Any, ...]]:
    """Limit, quantity and state of the lines of a case."""
    with bureau.office.engine.connect() as connection:
        found = connection.execute(
            text("SELECT limit_id, quantity, state FROM uses WHERE case_id = :id ORDER BY id"), {"id": case.id}
        )
        return [tuple(row) for row in found]


def supported(bureau: Bureau, entries: dict[str, Any] = HANOI) -> Case:
    case = bureau.pending(entries)
    return approve(bureau.office, bureau.li, case.id, case.version)


# Lines.


def test_a_decision_by_sql_moves_the_lines_with_it(bureau: Bureau) -> None:
    case = bureau.pending(TESTS, "certification")
    assert [state for _, _, state in lines(bureau, case)] == ["reserved"] * len(lines(bureau, case))
    less = DECIDE
    for part, fen in (("award_fen = computed", 100), ("award_city_fen = city", 20), ("award_county_fen = county", 80)):
        less = less.replace(f"{part}_fen", f"{part.partition(' ')[0]} = {fen}")
    assert run(bureau, less.format(more=", award_reason = '核减'"), by=bureau.li.id, id=case.id) == 1
    [(_, quantity, state)] = lines(bureau, case)
    assert (quantity, state) == (100, "committed")


def test_nobody_moves_a_line_by_itself(bureau: Bureau) -> None:
    waiting, decided = bureau.pending(), supported(bureau)
    for case, state in ((waiting, "committed"), (waiting, "released"), (decided, "given_back"), (decided, "released")):
        move = "UPDATE uses SET state = :state WHERE case_id = :id"
        refused(bureau, "只能随办件的状态改变", move, state=state, id=case.id)
    refused(bureau, "只能随办件的状态改变", "UPDATE uses SET quantity = quantity - 1")
    for change in ("ceiling = 99", "key = 'x'", "reserved = 0", "county = '140802'", "submission = 2"):
        refused(bureau, "只能改变占用的状态", f"UPDATE uses SET {change}")
    refused(bureau, "台账不能删除", "DELETE FROM uses")


def test_lines_begin_as_reservations_of_a_submission(bureau: Bureau) -> None:
    case, draft = bureau.pending(FIVE), bureau.draft()
    insert = (
        f"INSERT INTO uses (case_id, {COPIED}, reserved, quantity, ceiling, state, at, changed_at)"
        f" SELECT :id, {COPIED}, {{quantity}}, {{quantity}}, {{ceiling}}, {{state}}, at, changed_at FROM uses LIMIT 1"
    )
    one = {"quantity": "1", "ceiling": "ceiling", "state": "'reserved'"}
    refused(bureau, "只能从占用开始记", insert.format(**{**one, "state": "'committed'"}), id=draft.id)
    refused(bureau, "只能从占用开始记", insert.format(**{**one, "quantity": "0"}), id=draft.id)
    refused(bureau, "只有提交办件时", insert.format(**one), id=case.id)
    refused(bureau, "别的办件已经先占用了", insert.format(**{**one, "quantity": "2"}), id=draft.id)
    assert run(bureau, insert.format(**one), id=draft.id) == 1  # the sixth of six booths
    again = "UPDATE cases SET state = 'pending' WHERE id = :id"
    refused(bureau, "提交时须同时锁定", again, id=draft.id)


def test_nothing_is_submitted_without_its_lines(bureau: Bureau) -> None:
    """A returned case still carries what was frozen; raising its state alone would use no limit."""
    case = bureau.pending()
    return_case(bureau.office, bureau.li, case.id, case.version, "请改")
    again = "UPDATE cases SET state = 'pending', submissions = 2, submitted_by = changed_by WHERE id = :id"
    refused(bureau, "须按测算同时占用限额", again, id=case.id)


def test_a_correction_by_sql_gives_the_limits_back(bureau: Bureau) -> None:
    case = supported(bureau, FIVE)
    close = CLOSE.format("corrected") + " WHERE id = :id"
    refused(bureau, "没有录入或修改过这件", close, by=bureau.wang.id, id=case.id)
    refused(bureau, "没有录入或修改过这件", close, by=bureau.sun.id, id=case.id)
    bare = "UPDATE cases SET state = 'corrected' WHERE id = :id"
    with pytest.raises(IntegrityError):
        run(bureau, bare, id=case.id)
    refused(
        bureau,
        "任何内容都不能再改",
        close.replace("closed_by", "award_fen = 1, closed_by"),
        by=bureau.li.id,
        id=case.id,
    )
    assert run(bureau, close, by=bureau.li.id, id=case.id) == 1
    assert {state for _, _, state in lines(bureau, case)} == {"given_back"}
    refused(bureau, "任何内容都不能再改", CLOSE.format("recovered") + " WHERE id = :id", by=bureau.li.id, id=case.id)
    assert get_case(bureau.office, case.id).state is CaseState.CORRECTED


def test_only_a_corrected_case_is_replaced_and_once(bureau: Bureau) -> None:
    case, other = supported(bureau), bureau.draft()
    columns = (
        "dossier_id, measure, state, entries, entered_by, entered_at, changed_by, changed_at, version, submissions,"
        " proposal_reason, reason, award_reason, opinion"
    )
    taken = f"'2025-9{{}}', :id, {columns} FROM cases WHERE id = :of"
    insert = f"INSERT INTO cases (number, corrects_id, {columns}) SELECT {taken}"
    refused(bureau, "只有已更正的办件", insert.format("001"), id=case.id, of=other.id)
    correct(bureau.office, bureau.li, case.id, case.version, "有误")
    with pytest.raises(IntegrityError):
        run(bureau, insert.format("002"), id=case.id, of=other.id)


# Rulings.


def test_rulings_are_recorded_by_those_who_may_and_stay(bureau: Bureau) -> None:
    record_values(bureau.office, bureau.li, ruling(bureau))
    columns = (
        "policy_id, subject, reading_id, choice, county, measure, percent, amount_fen, document, decided_on, signer,"
        " valid_from, note, recorded_by, recorded_at"
    )
    for change, sentence in (
        (("recorded_by,", f"{bureau.wang.id},"), "在岗的审批人或管理员"),
        (("document,", "' ',"), "文号和签发人"),
        (("signer,", "'',"), "文号和签发人"),
        (("reading_id,", "'',"), "内容与裁定的对象不符"),
        (("subject,", "'amount',"), "内容与裁定的对象不符"),
        (("percent,", "30,"), "内容与裁定的对象不符"),
    ):
        chosen = f"{columns},".replace(*change).rstrip(",")
        refused(bureau, sentence, f"INSERT INTO rulings ({columns}) SELECT {chosen} FROM rulings")
    refused(bureau, "裁定不能改", "UPDATE rulings SET choice = 'x'")
    refused(bureau, "裁定不能删除", "DELETE FROM rulings")


def test_whoever_records_an_amount_does_not_decide_the_case(bureau: Bureau) -> None:
    entries = {"header": {"decided_amount": "", "decision_document": ""}, "rows": []}
    draft = bureau.draft(entries, "special_matter")
    values = ruling(
        bureau,
        subject=Subject.AMOUNT,
        reading_id="",
        choice="",
        case_id=draft.id,
        amount=Decimal(80_000),
        measure="special_matter",
    )
    record_values(bureau.office, bureau.li, values)
    assert bureau.li.id in get_case(bureau.office, draft.id).editor_ids


# What is kept.


def test_kept_packages_and_reasons_stay_as_they_are(bureau: Bureau) -> None:
    bureau.pending()
    refused(bureau, "政策包不能改", "UPDATE policy_packages SET content = '{}'")
    refused(bureau, "政策包不能删除", "DELETE FROM policy_packages")
    copy = "INSERT INTO policy_packages SELECT * FROM policy_packages"
    with pytest.raises(IntegrityError):
        run(bureau, copy)
    first, twin = (
        bureau.draft({**HANOI, "rows": [{"booth_no": "Z1"}]}),
        bureau.draft({**HANOI, "rows": [{"booth_no": "Z1"}]}),
    )
    [alarm] = alarms(bureau.office, twin.id)
    give_reason(bureau.office, bureau.wang, twin.id, [alarm.id], "两次付款")
    refused(bureau, "查重说明不能改", "UPDATE duplicate_reasons SET reason = ''")
    refused(bureau, "查重说明不能删除", "DELETE FROM duplicate_reasons")
    assert run(bureau, "DELETE FROM cases WHERE id = :id", id=first.id) == 1  # what is about a fresh draft goes with it
    assert alarms(bureau.office, twin.id) == ()

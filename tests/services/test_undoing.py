"""A correction puts a new draft in the place of a decision; a recovery takes the award back. Both free the limits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.bureau import HANOI, TOO_LITTLE, Bureau
from tests.paid import taken_back
from ycdesk.database.log import verify_events
from ycdesk.domain.case import Case
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.events import Event
from ycdesk.domain.ledger import LedgerUse, UseState
from ycdesk.domain.people import Role
from ycdesk.domain.states import CaseState
from ycdesk.services.checklist import checklist
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case, save_entries
from ycdesk.services.payments import recover
from ycdesk.services.people import change_person
from ycdesk.services.signing import approve, refuse
from ycdesk.services.undoing import correct


def supported(bureau: Bureau) -> Case:
    """A case that was approved."""
    case = bureau.pending()
    return approve(bureau.office, bureau.li, case.id, case.version)


def states(bureau: Bureau, case: Case) -> list[UseState]:
    """The states of the lines of a case."""
    with bureau.office.reading_sessions() as session:
        return list(session.scalars(select(LedgerUse.state).where(LedgerUse.case_id == case.id).order_by(LedgerUse.id)))


def test_a_correction_leaves_the_decision_and_opens_a_draft(bureau: Bureau) -> None:
    case = supported(bureau)
    draft = correct(bureau.office, bureau.li, case.id, case.version, "展位费含特装，应剔除")
    old = get_case(bureau.office, case.id)
    assert (old.state, old.award, old.closed_by) == (CaseState.CORRECTED, Decimal("25000.00"), bureau.li.id)
    assert (old.closing_reason, old.result) == ("展位费含特装，应剔除", case.result)
    assert (draft.state, draft.corrects_id, draft.entries) == (CaseState.DRAFT, case.id, case.entries)
    assert (draft.number, draft.entered_by, draft.dossier_id) == ("2025-0002", bureau.wang.id, case.dossier_id)
    assert states(bureau, case) == [UseState.GIVEN_BACK]
    rows = checklist(bureau.office, draft)
    assert all(row.settled for row in rows)
    with bureau.office.reading_sessions() as session:
        kinds = list(session.scalars(select(Event.kind).order_by(Event.id)))
        assert kinds[-2:] == ["correct", "add_case"]
        assert verify_events(session) is None


def test_the_draft_in_its_place_goes_the_whole_way(bureau: Bureau) -> None:
    case = supported(bureau)
    draft = correct(bureau.office, bureau.li, case.id, case.version, "金额有误")
    entries = {**HANOI, "rows": [{"booth_no": "A1", "fee": "20000"}]}
    version = save_entries(bureau.office, bureau.wang, draft.id, entries, draft.applied_on, draft.version)
    again = submit(bureau.office, bureau.wang, draft.id, version)
    assert approve(bureau.office, bureau.li, again.id, again.version).award == Decimal("16000.00")


def test_whoever_had_a_hand_in_the_case_has_one_in_the_draft(bureau: Bureau) -> None:
    draft = bureau.draft()
    version = save_entries(bureau.office, bureau.zhao, draft.id, HANOI, draft.applied_on, draft.version)
    case = submit(bureau.office, bureau.wang, draft.id, version)
    case = approve(bureau.office, bureau.li, case.id, case.version)
    new = correct(bureau.office, bureau.chen, case.id, case.version, "更正")
    assert new.editor_ids == {bureau.wang.id, bureau.zhao.id}
    change_person(bureau.office, bureau.admin, bureau.zhao.id, role=Role.SUPERVISOR)
    new = submit(bureau.office, bureau.wang, new.id, new.version)
    with pytest.raises(Refused, match="您本人修改过"):
        approve(bureau.office, bureau.zhao, new.id, new.version)


def test_a_refusal_can_be_corrected_too(bureau: Bureau) -> None:
    case = bureau.proposed_refusal()
    case = refuse(bureau.office, bureau.li, case.id, case.version, "交易额不足")
    draft = correct(bureau.office, bureau.li, case.id, case.version, "企业补交了数据")
    assert (draft.measure, draft.entries["rows"]) == ("store_global", TOO_LITTLE["rows"])


def test_a_recovery_frees_the_limits_and_ends_the_case(bureau: Bureau) -> None:
    case = supported(bureau)
    case = taken_back(bureau.office, bureau.li, case, "虚假发票")
    assert (case.state, case.award, case.closing_reason) == (CaseState.RECOVERED, Decimal("25000.00"), "虚假发票")
    assert states(bureau, case) == [UseState.GIVEN_BACK]
    for undo in (correct, recover):
        with pytest.raises(Refused, match="现在是“已追回”"):
            undo(bureau.office, bureau.li, case.id, case.version, "再来")


def test_only_a_supervisor_without_a_hand_in_it_undoes_a_decision(bureau: Bureau) -> None:
    case = supported(bureau)
    for undo in (correct,):
        with pytest.raises(Refused, match=r"由审批人办理，您的岗位是经办人"):
            undo(bureau.office, bureau.wang, case.id, case.version, "理由")
        with pytest.raises(InputProblem, match="须写明理由"):
            undo(bureau.office, bureau.li, case.id, case.version, " ")
    change_person(bureau.office, bureau.admin, bureau.wang.id, role=Role.SUPERVISOR)
    with pytest.raises(Refused, match="您本人录入的"):
        correct(bureau.office, bureau.wang, case.id, case.version, "理由")


def test_a_decision_is_corrected_once(bureau: Bureau) -> None:
    case = supported(bureau)
    correct(bureau.office, bureau.li, case.id, case.version, "更正")
    with pytest.raises(Refused, match="现在是“已更正”，不能更正"):
        correct(bureau.office, bureau.li, case.id, case.version, "更正")

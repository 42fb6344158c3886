"""Every door refuses what the table refuses: each deed, by each person, on a case in each state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.bureau import HANOI, Bureau
from tests.stages import WANTED, in_state
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Refused
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action, CaseState
from ycdesk.domain.step import StepKind
from ycdesk.domain.workflow import allowed
from ycdesk.services import intake, meeting, payments, signing
from ycdesk.services.deeds import submit, withdraw
from ycdesk.services.dossiers import get_case, save_entries
from ycdesk.services.funding import defer
from ycdesk.services.undoing import correct

DAY = date(2025, 7, 1)
BY_BATCH = {Action.PUBLICISE, Action.CLEAR, Action.FUND, Action.ANSWER}
"""Done to a batch, a year's queue or an objection, not to one case; tested with those."""


def doors(bureau: Bureau, case: Case, person: Person) -> dict[Action, Callable[[], object]]:
    """For each action on one case the service call with which a screen does it."""
    office, seen = bureau.office, (case.id, case.version)
    entry = {"item": "行政处罚", "source": "信用中国", "result": "未发现"}
    line = next((each.id for each in payments.payment_lines(office, case.id)), None)
    found: dict[Action, Callable[[], object]] = {
        Action.EDIT: lambda: save_entries(office, person, case.id, HANOI, case.applied_on, case.version),
        Action.RECORD: lambda: intake.record_step(office, person, case.id, StepKind.NEGATIVE_CHECK, DAY, entry),
        Action.RECEIVE: lambda: intake.receive(office, person, *seen),
        Action.REQUEST_SUPPLEMENT: lambda: intake.request_supplement(office, person, *seen, WANTED),
        Action.SUPPLY: lambda: intake.supply(office, person, *seen),
        Action.LAPSE: lambda: intake.lapse(office, person, *seen),
        Action.ACCEPT: lambda: intake.accept(office, person, *seen),
        Action.REJECT: lambda: intake.reject(office, person, *seen, intake.GROUNDS[0], "理由"),
        Action.SUBMIT: lambda: submit(office, person, *seen),
        Action.WITHDRAW: lambda: withdraw(office, person, *seen, "理由"),
        Action.RETURN: lambda: signing.return_case(office, person, *seen, "理由"),
        Action.APPROVE: lambda: signing.approve(office, person, *seen),
        Action.COUNTERSIGN: lambda: signing.countersign(office, person, *seen),
        Action.RETRACT: lambda: signing.retract(office, person, *seen, "理由"),
        Action.REFUSE: lambda: signing.refuse(office, person, *seen, "理由"),
        Action.OBJECT: lambda: meeting.object_to(office, person, case.id, DAY, "某人", "", "金额不实"),
        Action.DEFER: lambda: defer(office, person, *seen, "理由"),
        Action.ARCHIVE: lambda: payments.archive(office, person, *seen),
        Action.CORRECT: lambda: correct(office, person, *seen, "理由"),
        Action.RECOVER: lambda: payments.recover(office, person, *seen, "理由"),
        Action.REPAY: lambda: payments.repay(office, person, case.id, DAY, "库1"),
    }
    if line is not None:
        found[Action.PAY] = lambda: payments.pay(office, person, line, DAY, "凭1")
        found[Action.BOUNCE] = lambda: payments.bounce(office, person, line, DAY, "理由")
    return found


OPEN = {
    CaseState.DRAFT: 2 * 4 + 2 + 2,  # edit, receive, submit, withdraw by 2; recorded by 2 caseworkers and 2 supervisors
    CaseState.RECEIVED: 2 * 6 + 4,  # edit, supplement, accept, reject, submit, withdraw
    CaseState.SUPPLEMENT: 2 * 4 + 4,  # edit, supplied, lapse, withdraw
    CaseState.ACCEPTED: 2 * 3 + 4,  # edit, submit, withdraw
    CaseState.RETURNED: 2 * 3 + 4,
    CaseState.PENDING: 2 + 4 + 2 * 3,  # withdraw; recorded; return, approve, refuse by the 2 supervisors
    CaseState.COUNTERSIGN: 1 + 2,  # taken back by the one who signed; signed or returned by the other
    CaseState.SUPPORTED: 1 + 2,  # taken back by the one who signed; corrected by either
    CaseState.PUBLICISED: 4 + 2,  # objections registered; corrected
    CaseState.UNFUNDED: 2,
    CaseState.PAYABLE: 2 + 2 + 3,  # put off, corrected; paid by 2 supervisors and the clerk
    CaseState.PART_PAID: 2 + 3 + 3,  # recovered; paid, sent back
    CaseState.PAID: 2 + 3 + 3,  # recovered; sent back, filed
    CaseState.ARCHIVED: 2,
    CaseState.RECOVERING: 3,
    CaseState.REFUSED: 2,
}
"""How many of the attempts below the table opens, counted by hand."""


@pytest.mark.parametrize("state", CaseState)
def test_the_doors_agree_with_the_table(bureau: Bureau, state: CaseState) -> None:
    case = in_state(bureau, state)
    people = (bureau.wang, bureau.zhao, bureau.li, bureau.chen, bureau.sun, bureau.admin)
    tried = refused = 0
    for person in people:
        answers = allowed(case, person)
        for action, deed in doors(bureau, case, person).items():
            tried += 1
            why = answers[action]
            if why is None:
                continue
            with pytest.raises(Refused) as caught:
                deed()
            assert caught.value.sentence == why
            refused += 1
    again = get_case(bureau.office, case.id)
    assert (again.state, again.version) == (case.state, case.version)
    assert tried - refused == OPEN.get(state, 0)


def test_every_action_has_its_door(bureau: Bureau) -> None:
    assert set(doors(bureau, in_state(bureau, CaseState.PAID), bureau.li)) | BY_BATCH == set(Action)

"""Every door refuses what the table refuses: each deed, by each person, on a case in each state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bureau import HANOI, Bureau
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Refused
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action, CaseState
from ycdesk.domain.workflow import allowed
from ycdesk.services.deeds import approve, refuse, return_case, submit, withdraw
from ycdesk.services.dossiers import get_case, save_entries
from ycdesk.services.office import Office
from ycdesk.services.undoing import correct, recover


def doors(bureau: Bureau, case: Case, person: Person) -> dict[Action, Callable[[], object]]:
    """For each action the service call with which a screen does it."""
    office, seen = bureau.office, (case.id, case.version)
    return {
        Action.EDIT: lambda: save_entries(office, person, case.id, HANOI, case.applied_on, case.version),
        Action.SUBMIT: lambda: submit(office, person, *seen),
        Action.WITHDRAW: lambda: withdraw(office, person, *seen, "理由"),
        Action.RETURN: lambda: return_case(office, person, *seen, "理由"),
        Action.APPROVE: lambda: approve(office, person, *seen),
        Action.REFUSE: lambda: refuse(office, person, *seen, "理由"),
        Action.CORRECT: lambda: correct(office, person, *seen, "理由"),
        Action.RECOVER: lambda: recover(office, person, *seen, "理由"),
    }


def in_state(bureau: Bureau, state: CaseState) -> Case:
    """A case of ``wang`` in this state."""
    if state is CaseState.DRAFT:
        return bureau.draft()
    case = bureau.pending()
    steps: dict[CaseState, Callable[[], Case]] = {
        CaseState.PENDING: lambda: case,
        CaseState.RETURNED: lambda: return_case(bureau.office, bureau.li, case.id, case.version, "请改"),
        CaseState.SUPPORTED: lambda: approve(bureau.office, bureau.li, case.id, case.version),
        CaseState.REFUSED: lambda: refuse(bureau.office, bureau.li, case.id, case.version, "不符合"),
        CaseState.WITHDRAWN: lambda: withdraw(bureau.office, bureau.wang, case.id, case.version, "来函"),
        CaseState.CORRECTED: lambda: undone(bureau, case, correct),
        CaseState.RECOVERED: lambda: undone(bureau, case, recover),
    }
    return steps[state]()


def undone(bureau: Bureau, case: Case, undo: Callable[[Office, Person, int, int, str], Case]) -> Case:
    """The case after its decision was undone."""
    decided = approve(bureau.office, bureau.li, case.id, case.version)
    undo(bureau.office, bureau.li, decided.id, decided.version, "核查发现有误")
    return get_case(bureau.office, case.id)


@pytest.mark.parametrize("state", CaseState)
def test_the_doors_agree_with_the_table(bureau: Bureau, state: CaseState) -> None:
    case = in_state(bureau, state)
    people = (bureau.wang, bureau.zhao, bureau.li, bureau.chen, bureau.sun, bureau.admin)
    refused = 0
    for person in people:
        answers = allowed(case, person)
        for action, deed in doors(bureau, case, person).items():
            why = answers[action]
            if why is None:
                continue
            with pytest.raises(Refused) as caught:
                deed()
            assert caught.value.sentence == why
            refused += 1
    again = get_case(bureau.office, case.id)
    assert (again.state, again.version) == (case.state, case.version)
    # 48 attempts less what the table opens: 3 actions for 2 caseworkers; in the queue 1 for 2, and 3 for 2 supervisors;
    # a decision to support can be corrected and recovered, one to refuse corrected, by 2 supervisors.
    open_here = {
        CaseState.DRAFT: 6,
        CaseState.RETURNED: 6,
        CaseState.PENDING: 8,
        CaseState.SUPPORTED: 4,
        CaseState.REFUSED: 2,
    }.get(state, 0)
    assert refused == 48 - open_here

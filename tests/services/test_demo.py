"""The demo office: all measures, all states, made by the services and therefore whole."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from tests.bureau import package
from ycdesk.calculation.measures import measure_ids
from ycdesk.database.log import verify_events
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.identifiers import credit_code_error, credit_code_warning
from ycdesk.domain.people import Role
from ycdesk.domain.states import CaseState
from ycdesk.services.applicants import applicant_warnings
from ycdesk.services.draft import open_draft
from ycdesk.services.office import open_office
from ycdesk.services.people import first_start, hinted_people, list_people, sign_in
from ycdesk.services.radar import alarms
from ycdesk.services.ruling_effects import RulingValues, consequences
from ycdesk.services.rulings import list_rulings

# What the policy gives for the submitted demo cases, computed by hand, by measure.
COMPUTED: dict[str, list[str | None]] = {
    "demo_park": ["500000.00"],  # 1.55 亿 > 1.5 亿, 21 > 15
    "air_cargo": ["4440000.00"],  # 18 × 80 000 + 15 × 200 000; 9 < 15 flights count nothing
    "talent_training": ["800.00"],  # two of three: one was trained 28 days
    "store_global": ["200000.00", None],  # two platforms; the other is refused
    "independent_site": ["150000.00"],
    "overseas_warehouse": ["378000.00"],  # 30 % of 1 260 000
    "public_overseas_warehouse": ["400000.00"],  # Uzbekistan is a BRI country
    "leading_enterprise": ["600000.00"],
    "support_service": ["500000.00"],  # 20 % of 2 760 000 is 552 000, at most 500 000
    "special_matter": ["200000.00"],
    "certification": ["24150.00", "12000.00", "6000.00"],  # 30 % of 68 000 + 12 500; of 40 000; of 20 000
    "credit_insurance": ["15690.16", "35800.00"],  # 30 % cut down; 25 800 + 10 000
    "demo_enterprise": ["100000.00", "150000.00"],
    # Hanoi 25 000 × 4; Hannover 2 × min(60 % of 32 970, 20 000) = 2 × 19 782; Canton 8 000 + 70 % of 10 800
    "exhibition": ["100000.00", "15560.00", "39564.00"],
}


def test_the_demo_office(database_url: str, home: Path) -> None:
    office = open_office(database_url, home, package())
    first_start(office, "运城市商务局", "周明", "zhou", "mima-1234", demo=True)
    assert {person.role for person in list_people(office)} == set(Role)
    for person in hinted_people(office):
        assert sign_in(office, person.login, person.password_hint).id == person.id
    with office.reading_sessions() as session:
        cases = session.scalars(select(Case)).all()
        applicants = session.scalars(select(Applicant)).all()
        assert verify_events(session) is None
    assert {case.measure for case in cases} == set(measure_ids())
    assert {case.state for case in cases} == {
        CaseState.DRAFT, CaseState.RECEIVED, CaseState.SUPPLEMENT, CaseState.PENDING, CaseState.RETURNED,
        CaseState.SUPPORTED, CaseState.PUBLICISED, CaseState.PAYABLE, CaseState.PART_PAID, CaseState.PAID,
        CaseState.REFUSED, CaseState.WITHDRAWN, CaseState.CORRECTED, CaseState.RECOVERED,
    }  # fmt: skip
    [draft] = [case for case in cases if case.state is CaseState.DRAFT and case.entries["particulars"]]
    assert [alarm.kind for alarm in alarms(office, draft.id)] == ["booth"]
    shown = open_draft(office, list_people(office)[0], draft).preview().assessment
    assert [(limit.used_before, limit.used_now, limit.ceiling) for limit in shown.limits] == [(4, 2, 6)]
    [ruling] = list_rulings(office)
    affected = consequences(office, RulingValues.of(ruling))
    assert [len(group) for group in (affected.decided, affected.pending, affected.drafts)] == [0, 1, 0]
    computed: dict[str, list[str | None]] = {}
    for case in cases:
        if case.submissions:
            computed.setdefault(case.measure, []).append(None if case.computed is None else f"{case.computed}")
    assert {measure: sorted(amounts, key=str) for measure, amounts in computed.items()} == {
        measure: sorted(amounts, key=str) for measure, amounts in COMPUTED.items()
    }
    assert len(applicants) == 12
    for applicant in applicants:
        code = applicant.credit_code or ""
        assert (credit_code_error(code), credit_code_warning(code)) == (None, None)
        assert applicant_warnings({name: value or "" for name, value in applicant.snapshot().items()}) == {}
    office.close()

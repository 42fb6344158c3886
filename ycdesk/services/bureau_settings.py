"""The bureau's settings of the work: from which amount on two sign, and how long a case may stay in a state.

The administrator keeps them; each change is an event.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.domain.bureau import LETTERHEAD, SECOND_SIGNATURE, STAGE_LIMITS, Setting
from ycdesk.domain.clock import LIMITS
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import CaseState
from ycdesk.services.office import Office, actor, deed, query

LETTERHEAD_FIELDS = ("phone", "supervision_phone", "address")


@deed
def set_second_signature(session: Session, office: Office, person: Person, amount: Decimal | None) -> None:
    """From which award on, in yuan, two supervisors sign; None: one is always enough. The administrator sets it."""
    by = _administrator(session, person)
    if amount is not None and (amount <= 0 or amount * 100 != int(amount * 100)):
        raise InputProblem({"amount": "请填写大于零的金额（元，最多两位小数）；不需要两人签批的，请留空。"})
    _keep(session, office, by, SECOND_SIGNATURE, str(int(amount * 100)) if amount is not None else "")


@deed
def set_stage_limits(session: Session, office: Office, person: Person, limits: Mapping[CaseState, int]) -> None:
    """How many working days a case may stay in each state before it is late; states without one never are."""
    by = _administrator(session, person)
    wrong = [state.label for state, days in limits.items() if state not in LIMITS or not 1 <= days <= 250]
    if wrong:
        raise InputProblem({"limits": f"{'、'.join(wrong)}的时限应在 1 到 250 个工作日之间。"})
    value = json.dumps({state.value: days for state, days in limits.items()}, sort_keys=True)
    _keep(session, office, by, STAGE_LIMITS, value)


@deed
def set_letterhead(session: Session, office: Office, person: Person, values: Mapping[str, str]) -> None:
    """What the letters say of the bureau: ``phone``, ``supervision_phone``, ``address``. The administrator sets it."""
    by = _administrator(session, person)
    kept = {name: " ".join(values.get(name, "").split()) for name in LETTERHEAD_FIELDS}
    _keep(session, office, by, LETTERHEAD, json.dumps(kept, ensure_ascii=False, sort_keys=True))


@query
def letterhead(session: Session, office: Office) -> dict[str, str]:
    """The same; "" for what nobody has entered."""
    return letterhead_in(session)


def letterhead_in(session: Session) -> dict[str, str]:
    """The same within a transaction."""
    setting = session.get(Setting, LETTERHEAD)
    stored: dict[str, str] = json.loads(setting.value) if setting else {}
    return dict.fromkeys(LETTERHEAD_FIELDS, "") | stored


@query
def stage_limits(session: Session, office: Office) -> dict[CaseState, int]:
    """The limits in force, in working days."""
    return limits_in(session)


def limits_in(session: Session) -> dict[CaseState, int]:
    """The same within a transaction."""
    setting = session.get(Setting, STAGE_LIMITS)
    if setting is None:
        return dict(LIMITS)
    return {CaseState(state): days for state, days in json.loads(setting.value).items()}


def _administrator(session: Session, person: Person) -> Person:
    by = actor(session, person)
    if by.role is not Role.ADMINISTRATOR:
        raise Refused(f"办理规则由管理员设置，您的岗位是{by.role.label}。")
    return by


def _keep(session: Session, office: Office, by: Person, key: str, value: str) -> None:
    setting = session.get(Setting, key) or Setting(key=key, value="")
    setting.value = value
    session.add(setting)
    session.flush()
    append_event(session, office.clock(), by, "change_setting", {"setting": key, "value": value})

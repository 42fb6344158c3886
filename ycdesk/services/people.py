"""Persons: the first start, signing in, adding and switching off."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.domain.bureau import BUREAU_NAME, Setting
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.services.office import Office, actor, deed, query

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 8


def is_first_start(office: Office) -> bool:
    """Whether nobody has been entered yet."""
    return not _anybody(office)


@query
def _anybody(session: Session, office: Office) -> bool:
    return bool(session.scalar(select(func.count()).select_from(Person)))


def first_start(office: Office, bureau: str, name: str, login: str, password: str, demo: bool) -> Person:
    """Enter the bureau and its administrator, and demo data if wished. Raises InputProblem, Refused."""
    person = _first_start(office, bureau, name, login, password)
    office.bureau = bureau.strip()
    if demo:
        from ycdesk.services.demo import create_demo

        create_demo(office)
    return person


@deed
def _first_start(session: Session, office: Office, bureau: str, name: str, login: str, password: str) -> Person:
    if session.scalar(select(func.count()).select_from(Person)):
        raise Refused("本单位已经建立过了。", "请直接登录。")
    problems = {} if bureau.strip() else {"bureau": "请填写单位名称。"}
    problems.update(_person_problems(session, name, login, password))
    if problems:
        raise InputProblem(problems)
    session.add(Setting(key=BUREAU_NAME, value=bureau.strip()))
    person = _new_person(session, office, name, login, Role.ADMINISTRATOR, password)
    append_event(session, office.clock(), person, "first_start", {"bureau": bureau.strip(), "login": person.login})
    return person


def sign_in(office: Office, login: str, password: str) -> Person:
    """The person with this name and password. Raises Refused, without saying which of the two was wrong."""
    from argon2.exceptions import VerificationError

    person = _by_login(office, login)
    try:
        # Unknown names take as long as known ones.
        _hasher().verify(person.password_hash if person else _unknown_hash(), password)
    except VerificationError:
        person = None
    if person is None:
        raise Refused("登录名或密码不对。", "请检查大小写和输入法后再试；忘记密码请联系管理员。")
    if not person.active:
        raise Refused(f"{person.name}的账号已停用。", "请联系管理员。")
    return person


@query
def _by_login(session: Session, office: Office, login: str) -> Person | None:
    return session.scalar(select(Person).where(Person.login == login_form(login)))


@deed
def add_person(
    session: Session, office: Office, by: Person, name: str, login: str, role: Role, password: str, hint: str = ""
) -> Person:
    """Enter a person; only an administrator may. Raises InputProblem with every field that cannot be used."""
    _needs_administrator(session, by)
    problems = _person_problems(session, name, login, password)
    if problems:
        raise InputProblem(problems)
    person = _new_person(session, office, name, login, role, password, hint)
    append_event(session, office.clock(), by, "add_person", {"login": person.login, "name": name, "role": role.value})
    return person


@deed
def change_person(
    session: Session, office: Office, by: Person, person_id: int, role: Role | None = None, active: bool | None = None
) -> Person:
    """Give another role or switch off or on; the last active administrator stays."""
    _needs_administrator(session, by)
    person = session.get_one(Person, person_id)
    was_administrator = person.role is Role.ADMINISTRATOR and person.active
    person.role = role or person.role
    person.active = person.active if active is None else active
    if was_administrator and not (person.role is Role.ADMINISTRATOR and person.active):
        others = (
            select(func.count())
            .select_from(Person)
            .where(Person.role == Role.ADMINISTRATOR, Person.active, Person.id != person_id)
        )
        if not session.scalar(others):
            raise Refused("至少要留一名在岗的管理员。", "请先增加一名管理员。")
    content = {"login": person.login, "role": person.role.value, "active": person.active}
    append_event(session, office.clock(), by, "change_person", content)
    return person


@query
def list_people(session: Session, office: Office) -> list[Person]:
    """All persons, the active first, in the order they were entered."""
    return list(session.scalars(select(Person).order_by(Person.active.desc(), Person.id)))


@query
def hinted_people(session: Session, office: Office) -> list[Person]:
    """The demo persons, whose passwords the sign-in may show (``password_hint``); empty in a real office."""
    return list(session.scalars(select(Person).where(Person.password_hint != "", Person.active).order_by(Person.id)))


@deed
def change_password(session: Session, office: Office, by: Person, person_id: int, password: str) -> None:
    """Set a new password: one's own, or as administrator anybody's."""
    by = actor(session, by)
    person = session.get_one(Person, person_id)
    if by.id != person.id and by.role is not Role.ADMINISTRATOR:
        raise Refused("只能修改自己的密码。", "忘记密码的，请管理员重设。")
    problem = _password_problem(password)
    if problem:
        raise InputProblem({"password": problem})
    person.password_hash = _hasher().hash(password)
    person.password_hint = ""
    append_event(session, office.clock(), by, "change_password", {"login": person.login})


def login_form(login: str) -> str:
    """The sign-in name as stored: half-width, lower case, trimmed."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def _person_problems(session: Session, name: str, login: str, password: str) -> dict[str, str]:
    problems = {}
    if not name.strip():
        problems["name"] = "请填写姓名。"
    folded = login_form(login)
    if not folded or any(mark.isspace() for mark in folded):
        problems["login"] = "请填写登录名，中间不能有空格。"
    elif session.scalar(select(Person.id).where(Person.login == folded)) is not None:
        problems["login"] = f"登录名“{folded}”已有人使用，请换一个。"
    problem = _password_problem(password)
    if problem:
        problems["password"] = problem
    return problems


def _password_problem(password: str) -> str | None:
    if len(password) < SHORTEST_PASSWORD:
        return f"密码至少 {SHORTEST_PASSWORD} 个字符。"
    return None


def _new_person(
    session: Session, office: Office, name: str, login: str, role: Role, password: str, hint: str = ""
) -> Person:
    person = Person(
        login=login_form(login),
        name=name.strip(),
        role=role,
        password_hash=_hasher().hash(password),
        active=True,
        created_at=office.clock(),
        password_hint=hint,
    )
    session.add(person)
    session.flush()
    return person


def _needs_administrator(session: Session, by: Person) -> None:
    if actor(session, by).role is not Role.ADMINISTRATOR:
        raise Refused("人员由管理员维护。", "请联系管理员。")


def _hasher() -> PasswordHasher:
    """Argon2id at the least that OWASP recommends: 19 MiB, two passes, one lane. A hash carries its own parameters."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def _unknown_hash() -> str:
    return "$argon2id$v=19$m=19456,t=2,p=1$c29tZSByYW5kb20gc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

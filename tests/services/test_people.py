"""The first start, signing in, and who may change whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.bureau import Bureau
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.services.office import open_office
from ycdesk.services.people import (
    add_person,
    change_password,
    change_person,
    first_start,
    hinted_people,
    is_first_start,
    list_people,
    sign_in,
)


def test_first_start_then_sign_in(database_url: str, home: Path) -> None:
    office = open_office(database_url)
    assert is_first_start(office)
    person = first_start(office, " 运城市商务局 ", "周明", "ZhouMing", "mima-1234", demo=False)
    assert (person.role, person.login, office.bureau) == (Role.ADMINISTRATOR, "zhouming", "运城市商务局")
    assert not is_first_start(office)
    assert sign_in(office, " ｚｈｏｕMING ", "mima-1234").id == person.id
    assert hinted_people(office) == []
    office.close()
    reopened = open_office(database_url)
    assert reopened.bureau == "运城市商务局"
    reopened.close()


def test_first_start_names_every_field(home: Path) -> None:
    office = open_office()
    with pytest.raises(InputProblem) as caught:
        first_start(office, " ", "", "a b", "short", demo=False)
    assert caught.value.problems == {
        "bureau": "请填写单位名称。",
        "name": "请填写姓名。",
        "login": "请填写登录名，中间不能有空格。",
        "password": "密码至少 8 个字符。",
    }
    assert is_first_start(office)
    office.close()


def test_a_second_first_start_is_refused(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="已经建立过了"):
        first_start(bureau.office, "x", "x", "x", "password1", demo=False)


def test_wrong_name_and_wrong_password_say_the_same(bureau: Bureau) -> None:
    add_person(bureau.office, bureau.admin, "钱进", "qian", Role.CLERK, "password1")
    for login, password in (("qian", "password2"), ("nobody", "password1"), ("", "")):
        with pytest.raises(Refused, match=r"^登录名或密码不对。"):
            sign_in(bureau.office, login, password)


def test_who_is_switched_off_does_not_come_in(bureau: Bureau) -> None:
    office = bureau.office
    person = add_person(office, bureau.admin, "钱进", "qian", Role.CASEWORKER, "password1")
    change_person(office, bureau.admin, person.id, active=False)
    with pytest.raises(Refused, match="账号已停用"):
        sign_in(office, "qian", "password1")
    with pytest.raises(Refused, match="账号已停用"):
        change_password(office, person, person.id, "password2")


def test_only_administrators_keep_people(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="人员由管理员维护"):
        add_person(bureau.office, bureau.li, "钱进", "qian", Role.SUPERVISOR, "password1")
    with pytest.raises(Refused, match="人员由管理员维护"):
        change_person(bureau.office, bureau.wang, bureau.wang.id, role=Role.SUPERVISOR)


def test_a_login_is_given_once(bureau: Bureau) -> None:
    with pytest.raises(InputProblem, match="登录名“wang”已有人使用"):
        add_person(bureau.office, bureau.admin, "王五", "WANG", Role.CLERK, "password1")


def test_the_last_administrator_stays(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="至少要留一名"):
        change_person(bureau.office, bureau.admin, bureau.admin.id, role=Role.CLERK)
    with pytest.raises(Refused, match="至少要留一名"):
        change_person(bureau.office, bureau.admin, bureau.admin.id, active=False)
    change_person(bureau.office, bureau.admin, bureau.sun.id, role=Role.ADMINISTRATOR)
    assert not change_person(bureau.office, bureau.sun, bureau.admin.id, active=False).active
    assert list_people(bureau.office)[-1].login == "admin"


def test_passwords(bureau: Bureau) -> None:
    office = bureau.office
    change_password(office, bureau.wang, bureau.wang.id, "wang-1234")
    assert sign_in(office, "wang", "wang-1234").name == "王芳"
    with pytest.raises(Refused, match="只能修改自己的密码"):
        change_password(office, bureau.wang, bureau.li.id, "wang-1234")
    change_password(office, bureau.admin, bureau.wang.id, "neu-12345")
    with pytest.raises(Refused):
        sign_in(office, "wang", "wang-1234")
    with pytest.raises(InputProblem, match="至少 8"):
        change_password(office, bureau.wang, bureau.wang.id, "1234567")


def test_a_password_hashed_with_other_parameters_still_signs_in(bureau: Bureau) -> None:
    person = add_person(bureau.office, bureau.admin, "钱进", "qian", Role.CLERK, "password1")
    assert person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    with bureau.office.sessions.begin() as session:
        stored = session.get_one(Person, person.id)
        stored.password_hash = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4).hash("password2")
    assert sign_in(bureau.office, "qian", "password2").id == person.id
    with pytest.raises(Refused, match="登录名或密码不对"):
        sign_in(bureau.office, "qian", "password1")

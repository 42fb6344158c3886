"""The copies of the packages that froze cases: kept once, never mixed up, read when the package has been raised."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import text

from tests.bureau import HANOI, Bureau
from tests.services.test_packages import copies
from tests.successor import NEW, OLD, RENAMED, changed, predecessor, successor
from ycdesk.domain.bureau import PackageCopy
from ycdesk.domain.errors import Conflict, OfficeProblem, Refused
from ycdesk.domain.states import CaseState
from ycdesk.services.checklist import checklist
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case
from ycdesk.services.packages import load_copy, package_for
from ycdesk.services.signing import approve


def test_the_first_submission_keeps_the_package_that_froze_it(bureau: Bureau) -> None:
    assert copies(bureau.office) == []
    bureau.pending()
    bureau.pending({**HANOI, "header": {**HANOI["header"], "session": "2026"}})
    assert copies(bureau.office) == [(OLD, "1.0.0", False)]
    with bureau.office.reading_sessions() as session:
        row = session.get_one(PackageCopy, (OLD, "1.0.0"))
        assert json.loads(row.content) == dict(predecessor().texts)
        assert row.digest == hashlib.sha256(row.content.encode()).hexdigest() == predecessor().digest
        assert load_copy(session, OLD, "1.0.0") == predecessor()
        assert load_copy(session, OLD, "1.0.0") is load_copy(session, OLD, "1.0.0")
        assert load_copy(session, OLD, "9.9") is None


def test_content_that_was_changed_without_another_version_is_refused(bureau: Bureau) -> None:
    office = bureau.office
    bureau.pending()
    office.loaded = changed("1.0.0", RENAMED)
    draft = bureau.draft({**HANOI, "header": {**HANOI["header"], "session": "2026"}})
    with pytest.raises(Refused, match=r"内容改过，版本号却还是 1\.0\.0.*请管理员提高"):
        submit(office, bureau.wang, draft.id, draft.version)
    assert get_case(office, draft.id).state is CaseState.DRAFT
    office.loaded = changed("1.0.1", RENAMED)
    assert submit(office, bureau.wang, draft.id, draft.version).policy_version == "1.0.1"
    assert copies(office) == [(OLD, "1.0.0", False), (OLD, "1.0.1", False)]


def test_a_frozen_case_keeps_its_version_after_the_package_was_raised(bureau: Bureau) -> None:
    office = bureau.office
    pending = bureau.pending()
    decided = bureau.pending({**HANOI, "header": {**HANOI["header"], "session": "2026"}})
    decided = approve(office, bureau.li, decided.id, decided.version)
    draft = bureau.draft({**HANOI, "header": {**HANOI["header"], "session": "2027"}})
    office.loaded = changed("1.1.0", ("measures/exhibition.toml", "key_group_percent = 80", "key_group_percent = 60"))
    for case in (pending, decided):
        assert package_for(office, case).version == "1.0.0"
        assert package_for(office, case).parameters_on("exhibition", None).key_group_percent == 80
    assert package_for(office, draft).version == "1.1.0"
    assert get_case(office, decided.id).result == decided.result
    with pytest.raises(Conflict, match=r"提交时用的是政策包 1\.0\.0 版，现在是 1\.1\.0 版"):
        approve(office, bureau.li, pending.id, pending.version)
    assert submit(office, bureau.wang, draft.id, draft.version).computed == 18750  # 60 % of 31 250


def test_the_checklist_of_a_draft_is_that_of_the_package_in_force(bureau: Bureau) -> None:
    office = bureau.office
    pending, draft = bureau.pending(), bureau.draft({**HANOI, "header": {**HANOI["header"], "session": "2027"}})
    office.loaded = changed("1.1.0", RENAMED)
    assert "资金申请表（参展）" in [row.name for row in checklist(office, pending)]
    assert "参展申领表" in [row.name for row in checklist(office, draft)]


def test_a_case_of_a_package_that_was_never_kept_is_shown_by_the_nearest(bureau: Bureau) -> None:
    """As cases that an earlier release froze: it kept no copies."""
    office = bureau.office
    case = bureau.pending()
    with office.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER policy_packages_stay"))
        else:
            connection.execute(text("ALTER TABLE policy_packages DISABLE TRIGGER USER"))
        connection.execute(text("DELETE FROM policy_packages"))
    office.loaded = changed("1.1.0")
    assert package_for(office, case).version == "1.1.0"
    assert all(row.settled for row in checklist(office, case))
    office.loaded = successor()
    assert package_for(office, case).id == NEW


def test_a_damaged_copy_is_not_used(bureau: Bureau) -> None:
    office, content = bureau.office, predecessor().content
    with office.sessions.begin() as session:
        for version, kept, digest in (
            ("7.0", content, "0" * 64),
            ("8.0", content[:-100], hashlib.sha256(content[:-100].encode()).hexdigest()),
            ("9.0", "{}", hashlib.sha256(b"{}").hexdigest()),
        ):
            session.add(PackageCopy(policy_id=OLD, version=version, digest=digest, content=kept))
    with office.reading_sessions() as session:
        for version, words in (("7.0", "校验值不符"), ("8.0", "不能用"), ("9.0", "package.toml 读不出来")):
            with pytest.raises(OfficeProblem, match=rf"政策包 {OLD} {version} 版不能用.*{words}|{words}"):
                load_copy(session, OLD, version)

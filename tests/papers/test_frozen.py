"""A paper of a decided case stays as it was, whatever is renamed, replaced or learnt afterwards."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.bureau import FIRM, HANOI, Bureau
from tests.papers.sample import text_of
from ycdesk.calculation import PolicyPackage, load_package
from ycdesk.calculation.facts import FormSpec, form_of
from ycdesk.domain.case import Case
from ycdesk.paths import policy_folder
from ycdesk.services import case_words
from ycdesk.services.applicants import get_applicant, save_applicant
from ycdesk.services.checklist import checklist
from ycdesk.services.dossiers import get_case
from ycdesk.services.draft import open_draft
from ycdesk.services.papers import computation_pdf, slip_pdf
from ycdesk.services.signing import approve, refuse

RENAMED = {
    "package.toml": (
        ('version = "1.0.0"', 'version = "2.0.0"'),
        ("支持中国（运城）跨境电子商务综合试验区发展的若干措施", "另一份措施"),
        ("运政办发〔2024〕10号", "运政办发〔2027〕1号"),
        ("临猗县", "猗氏区"),
    ),
    "countries.csv": (("越南", "安南"),),
    "measures/exhibition.toml": (("企业参加出口重点展会补助", "参展补贴"), ("资金申请表", "申领表")),
}


def later_package(folder: Path) -> PolicyPackage:
    """The package of a later year: another version, other titles and names."""
    shutil.copytree(policy_folder(), folder)
    for name, changes in RENAMED.items():
        file = folder / name
        words = file.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in words, (name, old)
            words = words.replace(old, new)
        file.write_text(words, encoding="utf-8")
    return load_package(folder)


def papers_of(bureau: Bureau, case: Case) -> tuple[bytes, bytes]:
    """Slip and computation sheet."""
    return slip_pdf(bureau.office, case.id), computation_pdf(bureau.office, case.id)


def names_of(bureau: Bureau, case: Case) -> list[tuple[str, bool, bool]]:
    """The checklist as screens show it: name, required, settled."""
    rows = checklist(bureau.office, get_case(bureau.office, case.id))
    return [(row.name, row.paper.required, row.settled) for row in rows]


def test_a_later_package_and_other_names_change_no_paper(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = bureau.office
    other_booth = {**HANOI, "rows": [{"booth_no": "B7", "fee": "31250"}]}
    supported, refused, pending = bureau.pending(), bureau.proposed_refusal(), bureau.pending(other_booth)
    approve(office, bureau.li, supported.id, supported.version, opinion="同意")
    refuse(office, bureau.li, refused.id, refused.version, "交易额不足")
    cases = (supported, refused, pending)
    before = [papers_of(bureau, case) for case in cases]
    checklists = [names_of(bureau, case) for case in cases]

    office.loaded, office.bureau = later_package(tmp_path / "later"), "运城市商务和投资促进局"
    office.clock = lambda: datetime(2027, 3, 1, 9, 0, 0)  # noqa: DTZ001 - stored times have no zone
    monkeypatch.setattr(case_words, "form_of", lambda measure: FormSpec(measure, (), form_of(measure).table))
    firm = get_applicant(office, bureau.firm.id)
    save_applicant(office, bureau.zhao, firm.id, {**FIRM, "name": "改名后的公司", "county": "140881"}, firm.version)
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE persons SET name = name || '（改名）', role = 'clerk', active = false"))

    assert [papers_of(bureau, case) for case in cases] == before
    assert [names_of(bureau, case) for case in cases] == checklists
    draft = open_draft(office, bureau.sun, get_case(office, supported.id))
    assert (draft.applicant.name, draft.applicant.county) == ("甲公司", "140821")
    slip = text_of(before[0][0])
    for part in (
        "运城市商务局",
        "企业参加出口重点展会补助",
        "越南",
        "临猗县",
        "甲公司",
        "王芳",
        "李建国",
        "〔2024〕10号",
    ):
        assert part in slip

"""Finding and keeping applicants."""

from __future__ import annotations

import pytest

from tests.bureau import FIRM, Bureau
from ycdesk.domain.errors import Conflict, InputProblem, Refused
from ycdesk.services.applicants import (
    applicant_summary,
    applicant_warnings,
    find_applicants,
    get_applicant,
    save_applicant,
)
from ycdesk.services.signing import approve

NAMES = ["解州关公文化有限公司", "洪洞果业", "100%好果_业", "临猗ＡＢＣ贸易", "𠮷祥科技"]


@pytest.fixture
def five(bureau: Bureau) -> Bureau:
    """A bureau with five more applicants."""
    for name in NAMES:
        fields = {"name": name, "kind": "enterprise", "county": "140802"}
        save_applicant(bureau.office, bureau.wang, None, fields, None)
    return bureau


FOUND = [
    ("关公", ["解州关公文化有限公司"]),
    ("xzgg", ["解州关公文化有限公司"]),
    ("HZGG", ["解州关公文化有限公司"]),
    ("jzggwh", ["解州关公文化有限公司"]),
    ("htgy", ["洪洞果业"]),
    ("hdgy", ["洪洞果业"]),
    ("果业", ["洪洞果业"]),
    ("100%", ["100%好果_业"]),
    ("果_", ["100%好果_业"]),
    ("%", ["100%好果_业"]),
    ("\\", []),
    ("ab ｃ贸", ["临猗ＡＢＣ贸易"]),
    ("𠮷", ["𠮷祥科技"]),
    ("甲公司", ["甲公司"]),
    ("0802 MA0abc", ["甲公司"]),
    ("没有这家", []),
]


def test_finding(five: Bureau) -> None:
    for text, names in FOUND:
        assert [applicant.name for applicant in find_applicants(five.office, text)] == names, text


def test_nothing_typed_lists_all_up_to_the_limit(five: Bureau) -> None:
    assert len(find_applicants(five.office, " ")) == 6
    assert len(find_applicants(five.office, "", limit=2)) == 2


def test_the_beginning_of_a_name_comes_first(five: Bureau) -> None:
    for name in ("大果业园", "果业总社"):
        fields = {"name": name, "kind": "enterprise", "county": "140802"}
        save_applicant(five.office, five.wang, None, fields, None)
    names = [applicant.name for applicant in find_applicants(five.office, "果业")]
    assert names[0] == "果业总社"
    assert sorted(names[1:]) == ["大果业园", "洪洞果业"]


def test_a_credit_code_belongs_to_one(bureau: Bureau) -> None:
    again = FIRM | {"name": "乙公司", "credit_code": "９１140802ma0abcde15"}
    with pytest.raises(InputProblem) as caught:
        save_applicant(bureau.office, bureau.wang, None, again, None)
    assert caught.value.problems == {
        "credit_code": "这个统一社会信用代码已属于“甲公司”，请核对；如是同一家单位，请直接选用它。"
    }


def test_two_without_a_code_are_two(bureau: Bureau) -> None:
    fields = {"name": "丙", "kind": "park", "county": "140802", "credit_code": " "}
    first = save_applicant(bureau.office, bureau.wang, None, fields, None)
    second = save_applicant(bureau.office, bureau.wang, None, fields, None)
    assert first.id != second.id
    assert second.credit_code is None


def test_every_problem_in_one_pass(bureau: Bureau) -> None:
    with pytest.raises(InputProblem) as caught:
        save_applicant(bureau.office, bureau.wang, None, {"credit_code": "9.1E+17", "kind": "x", "county": "x"}, None)
    assert set(caught.value.problems) == {"name", "kind", "county", "credit_code"}


def test_a_wrong_check_digit_is_saved_and_warned_of(bureau: Bureau) -> None:
    fields = {"name": "丁", "kind": "enterprise", "county": "140802", "credit_code": "91110000600037341K"}
    assert "credit_code" in applicant_warnings(fields)
    assert save_applicant(bureau.office, bureau.wang, None, fields, None).credit_code == "91110000600037341K"


def test_warnings() -> None:
    fields = {
        "name": "甲公司",
        "contact_phone": "13803",
        "email": "a.b",
        "account_number": "12 34",
        "bank_branch_code": "313",
        "account_name": "乙公司",
    }
    warned = {"contact_phone", "email", "account_number", "bank_branch_code", "account_name"}
    assert set(applicant_warnings(fields)) == warned
    good = {
        "name": "甲（山西）公司",
        "account_name": "甲(山西)公司",
        "contact_phone": "０359-2100200",
        "email": "a@b.example",
        "account_number": "6200 1801 0000 0018",
        "bank_branch_code": "313177000018",
    }
    assert applicant_warnings(good) == {}


def test_changing_raises_the_version_and_the_older_page_loses(bureau: Bureau) -> None:
    office, firm = bureau.office, bureau.firm
    changed = save_applicant(office, bureau.wang, firm.id, FIRM | {"name": "甲有限公司"}, firm.version)
    assert (changed.version, get_applicant(office, firm.id).name) == (2, "甲有限公司")
    with pytest.raises(Conflict, match="已被别处修改"):
        save_applicant(office, bureau.zhao, firm.id, FIRM, firm.version)


@pytest.mark.parametrize("who", ["li", "sun"])
def test_who_may_not(bureau: Bureau, who: str) -> None:
    with pytest.raises(Refused, match="由经办人或管理员维护"):
        save_applicant(bureau.office, getattr(bureau, who), None, FIRM, None)


def test_summary(bureau: Bureau) -> None:
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    bureau.draft(papers=False)
    summary = applicant_summary(bureau.office, bureau.firm.id)
    assert (summary.cases, f"{summary.awarded}") == (2, "25000.00")
    assert summary.last_visit == bureau.office.clock()


def test_somebody_unknown(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="找不到这个申报主体"):
        get_applicant(bureau.office, 999)

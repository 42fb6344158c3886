"""The tables of cases: headings as proposed, amounts those of the letters to the 分; nothing personal in the notice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.bureau import FIRM, Bureau
from tests.paid import posted
from tests.services.sheets.exported import exported
from tests.services.test_payments import in_yongji
from tests.stages import in_state
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Refused
from ycdesk.domain.states import CaseState
from ycdesk.domain.step import StepKind
from ycdesk.services.applicants import save_applicant
from ycdesk.services.dossiers import get_case
from ycdesk.services.intake import record_step
from ycdesk.services.letters_batch import items_of
from ycdesk.services.sheets.exporting.tables import Selection, TableKind, read_tables
from ycdesk.services.signing import approve

COUNTY = [
    "序号", "县（市、区）", "申报单位", "统一社会信用代码", "申报条款", "项目名称", "申报金额（元）", "初审金额（元）",
    "初审意见", "联系人", "联系电话", "备注",
]  # fmt: skip
REVIEW = [
    *COUNTY[:9], "受理编号", "受理日期", "核定基数", "比例", "上限", "核定金额", "核减金额", "核减理由", "市本级承担",
    "所在地承担", "第三方意见", *COUNTY[9:],
]  # fmt: skip


def other_firm(bureau: Bureau, **fields: str) -> None:
    """The next cases are those of another firm."""
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, FIRM | {"credit_code": ""} | fields, None)


def less(bureau: Bureau, award: str, reason: str) -> Case:
    """A case of 25 000 of which less was approved."""
    case = bureau.pending()
    record_step(
        bureau.office, bureau.wang, case.id, StepKind.COUNTY_REVIEW, date(2025, 6, 30),
        {"opinion": "部分同意", "amount": "24000", "officer": "张三", "document": "临商〔2025〕1号"},
    )  # fmt: skip
    record_step(
        bureau.office, bureau.wang, case.id, StepKind.THIRD_PARTY, date(2025, 6, 30),
        {"firm": "某事务所", "number": "审1号", "conclusion": "费用属实"},
    )  # fmt: skip
    case = get_case(bureau.office, case.id)
    return approve(bureau.office, bureau.li, case.id, case.version, Decimal(award), reason)


def test_the_summary_of_the_counties_says_what_they_found(bureau: Bureau) -> None:
    less(bureau, "20000.00", "缺一张发票")
    in_state(bureau, CaseState.RECEIVED)
    in_state(bureau, CaseState.DRAFT)
    sheet = exported(bureau, TableKind.COUNTY)
    assert sheet.headings == COUNTY
    first, second, total = sheet.rows()
    assert first[:9] == [
        1, "临猗县", "甲公司", "91140802MA0ABCDE15", "第三条（一）参展补助", "河内国际贸易展", 25000, 24000, "部分同意"
    ]  # fmt: skip
    assert first[11] == "临商〔2025〕1号"
    assert second[6:9] == [None, None, None]  # not yet computed for good
    assert (total[1], total[6], total[7]) == ("合计", 25000, 24000)
    assert sheet.formulas["G6"].value == "=SUBTOTAL(9,G4:G5)"
    assert exported(bureau, TableKind.COUNTY, state=CaseState.DRAFT).column("序号") == [1, None]


def test_the_summary_of_the_city_says_how_each_award_was_reckoned(bureau: Bureau) -> None:
    less(bureau, "20000.00", "缺一张发票")
    sheet = exported(bureau, TableKind.REVIEW)
    assert sheet.headings == REVIEW
    row, total = sheet.rows()
    told = dict(zip(REVIEW, row, strict=True))
    assert (told["核定基数"], told["比例"], told["上限"]) == (31250, "80%", "每个展位上限 25,000 元")
    assert (told["申报金额（元）"], told["核定金额"], told["核减金额"]) == (25000, 20000, 5000)
    assert (told["核减理由"], told["第三方意见"]) == ("缺一张发票", "某事务所：费用属实")
    assert (told["受理编号"], told["受理日期"]) == ("2025-0001", date(2025, 7, 1))
    assert (told["市本级承担"], told["所在地承担"]) == (4000, 16000)
    assert dict(zip(REVIEW, total, strict=True))["核减金额"] == 5000


def test_several_rates_and_caps_stand_in_words_and_a_fixed_award_has_none(bureau: Bureau) -> None:
    foreign = {
        "header": {},
        "rows": [
            {"kind": "certification", "name": "CE", "certificate_no": "C1", "obtained_on": "2025-02-01",
             "currency": "USD", "fee": "10000", "exchange_rate": "7.1", "other_support": "0", "renewal": "no",
             "compulsory": "no"},
            {"kind": "certification", "name": "CCC", "certificate_no": "C2", "obtained_on": "2025-02-01", "fee": "500",
             "other_support": "0", "renewal": "no", "compulsory": "yes"},
        ],
    }  # fmt: skip
    title = {"header": {"level": "municipal", "recognised_on": "2025-03-01", "recognition_no": "运商〔2025〕3号"}}
    for entries, measure in ((foreign, "certification"), (title, "demo_enterprise")):
        case = bureau.pending(entries, measure)
        flags = [flag["reading"] for flag in (case.result or {})["flags"]]
        approve(bureau.office, bureau.li, case.id, case.version, None, "", "", flags)
    sheet = exported(bureau, TableKind.REVIEW)
    assert sheet.column("申报条款") == ["第三条（三）示范企业", "第四条认证商标检测", None]  # by clause, not by number
    assert sheet.column("核定基数") == [None, 71000, 71000]  # 10 000 at 7.1; the compulsory one does not count
    assert sheet.column("比例") == ["定额", "30%", None]
    assert sheet.column("上限") == [None, "政策期内上限 100,000 元", None]


def test_the_notice_holds_nothing_personal(bureau: Bureau) -> None:
    persons = {"contact_name": "赵某人", "contact_phone": "13800000000", "legal_representative": "钱某人"}
    other_firm(bureau, name="乙公司", **persons)
    in_state(bureau, CaseState.SUPPORTED)  # in no batch yet
    in_state(bureau, CaseState.PUBLICISED)
    sheet = exported(bureau, TableKind.NOTICE)
    assert sheet.headings == ["序号", "单位名称", "县（市、区）", "支持事项（条款）", "拟支持金额（元）", "备注"]
    assert sheet.rows() == [
        [1, "乙公司", "临猗县", "企业参加出口重点展会补助（第三条（一））", 25000, None],
        [None, "合计", None, None, 25000, None],
    ]
    text = "".join(str(cell.value) for row in sheet.formulas.iter_rows() for cell in row)
    assert not any(word in text for word in (*persons.values(), FIRM["account_number"], FIRM["bank_name"]))


def test_the_allotment_sums_by_county_as_its_letter_does(bureau: Bureau) -> None:
    cases = [in_state(bureau, CaseState.SUPPORTED)]
    other_firm(bureau, name="乙公司", county="140802")
    cases += [in_state(bureau, CaseState.SUPPORTED) for _ in range(2)]
    batch = posted(bureau.office, bureau.li, cases)
    sheet = exported(bureau, TableKind.ALLOTMENT, batch_id=batch.id)
    assert sheet.headings == [
        "序号", "县（市、区）", "单位名称", "事项", "核定金额", "市本级比例", "市本级金额", "所在地比例", "所在地金额",
        "支出科目", "备注",
    ]  # fmt: skip
    assert sheet.column("县（市、区）") == ["盐湖区", "盐湖区", "盐湖区小计", "临猗县", "临猗县小计", "总计"]
    # 盐湖区 shares half and half, 临猗县 pays four fifths
    assert sheet.column("市本级比例") == [0.5, 0.5, None, 0.2, None, None]
    assert sheet.column("市本级金额") == [12500, 12500, 25000, 5000, 5000, 30000]
    assert sheet.column("所在地金额") == [12500, 12500, 25000, 20000, 20000, 45000]
    formulas = [sheet.formulas.cell(row, 5).value for row in (6, 8, 9)]
    assert formulas == ["=SUBTOTAL(9,E4:E5)", "=SUBTOTAL(9,E7:E7)", "=SUBTOTAL(9,E4:E8)"]
    with bureau.office.reading_sessions() as session:
        items = items_of(session, bureau.office, batch)
    assert sheet.total("核定金额") == sum(item.award for item in items)
    assert sheet.total("市本级金额") == sum(item.city or 0 for item in items)
    assert sheet.formulas["A2"].value == f"批次：{batch.label}　共 3 件"


def test_no_allotment_leaves_a_share_open(bureau: Bureau) -> None:
    posted(bureau.office, bureau.li, [in_yongji(bureau)])
    with pytest.raises(Refused, match="分担比例没有文件确定，没有资金分配表"):
        exported(bureau, TableKind.ALLOTMENT)
    assert exported(bureau, TableKind.NOTICE).total("拟支持金额（元）") == 25000


def test_year_batch_measure_county_and_state_narrow(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PUBLICISED)
    other_firm(bureau, name="乙公司", county="140802")
    in_state(bureau, CaseState.REFUSED)
    assert case.batch_id is not None

    def count(**chosen: object) -> int:
        return read_tables(bureau.office, Selection(TableKind.COUNTY, **chosen))[0].count()  # type: ignore[arg-type]

    assert count(year=2025) == 2
    assert count(year=2024) == count(year=2025, measure="air_cargo") == count(year=2025, state=CaseState.PAID) == 0
    assert count(batch_id=case.batch_id) == count(year=2025, county="140802") == 1
    assert count(year=2025, state=CaseState.REFUSED) == count(year=2025, measure="exhibition", county="140821") == 1


@pytest.mark.parametrize(
    ("selection", "sentence"),
    [
        (Selection(TableKind.NOTICE, state=CaseState.PAID), "公示表不能按状态选"),
        (Selection(TableKind.STATISTICS, year=2025, batch_id=1), "统计表不能按批次选"),
        (Selection(TableKind.LEDGER, year=2025, batch_id=1), "批次和年度只能选一个"),
        (Selection(TableKind.DETAIL, year=2025), "明细表一次只能导出一个事项"),
    ],
)
def test_what_does_not_fit_together_is_said(bureau: Bureau, selection: Selection, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_tables(bureau.office, selection)

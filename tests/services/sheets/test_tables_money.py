"""收款账户表 and 拨付台账: the lines of payment, to the 分; late parts; what came back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.bureau import FIRM, Bureau
from tests.paid import later
from tests.services.sheets.exported import exported
from tests.stages import in_state
from ycdesk.domain.payment import CITY
from ycdesk.domain.states import CaseState
from ycdesk.services.budget import budget_figures
from ycdesk.services.payment_list import payment_list
from ycdesk.services.sheets.exporting.tables import TableKind

LEDGER = [
    "受理编号", "单位", "市本级应拨", "市本级实拨", "市本级日期", "市本级凭证号", "县级应拨", "县级实拨", "县级日期",
    "县级凭证号", "状态", "逾期天数",
]  # fmt: skip


def test_the_ledger_says_what_each_treasury_owes_and_paid(bureau: Bureau) -> None:
    in_state(bureau, CaseState.PART_PAID)  # the county's part came back on 1 August
    in_state(bureau, CaseState.PAID)
    in_state(bureau, CaseState.PAYABLE)
    in_state(bureau, CaseState.SUPPORTED)
    bureau.office = later(bureau.office, 43)  # two working days after the last for the third
    sheet = exported(bureau, TableKind.LEDGER)
    assert sheet.headings == LEDGER
    rows = sheet.rows()
    day = date(2025, 7, 31)
    assert rows[0][:11] == [
        "2025-0001", "甲公司", 5000, 5000, day, "凭1", 20000, None, None, None, "部分拨付（县级退汇）"
    ]  # fmt: skip
    assert rows[1] == ["2025-0002", "甲公司", 5000, 5000, day, "凭3", 20000, 20000, day, "凭4", "已拨付", None]
    assert rows[2] == ["2025-0003", "甲公司", 5000, None, None, None, 20000, None, None, None, "待拨付", 2]
    assert rows[3][2:8] == [15000, 10000, None, None, 60000, 20000]
    assert sheet.formulas["H7"].value == "=SUBTOTAL(9,H4:H6)"
    lines = payment_list(bureau.office)
    paid = {CITY: Decimal(0), "140821": Decimal(0)}
    for line in lines:
        paid[line.treasury] += Decimal(0) if line.open else line.amount
    assert (sheet.total("市本级实拨"), sheet.total("县级实拨")) == (paid[CITY], paid["140821"])
    pots = {pot.treasury: pot for pot in budget_figures(bureau.office, 2025) if not pot.clause}
    assert sheet.total("市本级应拨") == pots[CITY].paid + pots[CITY].committed
    assert sheet.total("市本级实拨") == pots[CITY].paid


def test_the_accounts_are_those_that_the_money_goes_to(bureau: Bureau) -> None:
    for state in (CaseState.PAYABLE, CaseState.PAID, CaseState.RECOVERED):
        in_state(bureau, state)
    sheet = exported(bureau, TableKind.ACCOUNTS)
    assert sheet.headings == ["单位名称", "信用代码", "开户名称", "开户银行", "行号", "账号", "金额", "核对人"]
    account = [FIRM["account_name"], FIRM["bank_name"], None, FIRM["account_number"]]
    assert sheet.rows() == [
        ["甲公司", FIRM["credit_code"], *account, 50000, None],
        ["合计", None, None, None, None, None, 50000, None],
    ]
    assert [sheet.formulas.cell(4, column).data_type for column in (2, 6)] == ["s", "s"]
    assert exported(bureau, TableKind.ACCOUNTS, state=CaseState.PAYABLE).total("金额") == 25000
    for chosen in ({"county": "140802"}, {"year": 2024}, {"measure": "air_cargo"}):
        assert exported(bureau, TableKind.ACCOUNTS, **chosen).rows() == []

"""Statistics of a year from the database, the cases behind a number, the workbook and the sheet on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.bureau import FIRM, MORNING, Bureau
from tests.paid import cleared, later
from tests.papers.sample import text_of
from tests.services.test_payments import in_yongji
from tests.stages import in_state
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.errors import DeskError
from ycdesk.domain.ruling import Subject
from ycdesk.domain.states import CaseState
from ycdesk.domain.tally import Counted, Grouping, Tally, tally, total
from ycdesk.services.applicants import get_applicant, save_applicant
from ycdesk.services.funding import fund
from ycdesk.services.papers.statistics import draw_statistics
from ycdesk.services.rulings import record_ruling
from ycdesk.services.saving import save_file
from ycdesk.services.sheets.exporting.table_writer import write_tables
from ycdesk.services.signing import approve
from ycdesk.services.statistics import Narrowed, cases_behind, counted_cases, years_of_cases
from ycdesk.services.statistics_sheet import statistics_tables

YEAR = Narrowed(2025)


def sums(group: Tally) -> tuple[str, ...]:
    """Award, its two parts, paid."""
    return tuple(f"{each:.2f}" for each in (group.award, group.city, group.county, group.paid))


def other_firm(bureau: Bureau, **fields: str) -> Applicant:
    """A firm like the first, with other data."""
    return save_applicant(bureau.office, bureau.wang, None, FIRM | {"credit_code": ""} | fields, None)


def test_states_count_once_with_their_money(bureau: Bureau) -> None:
    states = (CaseState.DRAFT, CaseState.SUPPORTED, CaseState.PART_PAID, CaseState.PAID, CaseState.REFUSED)
    for state in states:
        in_state(bureau, state)
    cases = counted_cases(bureau.office, YEAR)
    assert [group.words for group in tally(cases, Grouping.STATE)] == [state.label for state in states]
    whole = total(cases)
    # three awards of 25 000 with a fifth from the city; paid are one city part and one whole award
    assert sums(whole) == ("75000.00", "15000.00", "60000.00", "30000.00")
    assert (len(whole.cases), whole.supported, whole.refused) == (5, 3, 1)
    assert whole.days_to_payment == [30]


def test_what_came_back_is_not_paid(bureau: Bureau) -> None:
    in_state(bureau, CaseState.RECOVERED)
    in_state(bureau, CaseState.SUPPORTED)
    assert sums(total(counted_cases(bureau.office, YEAR))) == ("25000.00", "5000.00", "20000.00", "0.00")


def test_a_share_by_document_counts_as_it_was_paid_out(bureau: Bureau) -> None:
    """永济市: the policy gives no ratio, the document says 30 %."""
    case = cleared(bureau.office, bureau.li, in_yongji(bureau))
    assert sums(total(counted_cases(bureau.office, YEAR))) == ("25000.00", "0.00", "0.00", "0.00")
    now = later(bureau.office, 30)
    record_ruling(
        now, bureau.chen, now.package.id, Subject.SPLIT, document="运财函〔2025〕8号",
        decided_on=date(2025, 7, 20), signer="李建国", valid_from=date(2025, 7, 20), county="140881", percent=30,
    )  # fmt: skip
    assert fund(now, bureau.li, 2025) == [case.number]
    assert sums(total(counted_cases(now, YEAR))) == ("25000.00", "7500.00", "17500.00", "0.00")


def test_year_measure_and_county_narrow(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    bureau.firm = other_firm(bureau, name="乙公司", county="140802")
    bureau.pending()

    def count(narrowed: Narrowed) -> int:
        return len(counted_cases(bureau.office, narrowed))

    assert count(YEAR) == 2
    assert count(Narrowed(2024)) == count(Narrowed(2026)) == 0
    assert count(Narrowed(2025, "exhibition")) == 2
    assert count(Narrowed(2025, "air_cargo")) == 0
    assert count(Narrowed(2025, county="140821")) == count(Narrowed(2025, county="140802")) == 1
    firm = get_applicant(bureau.office, case.dossier.applicant_id)
    save_applicant(bureau.office, bureau.wang, firm.id, FIRM | {"county": "140802"}, firm.version)
    assert count(Narrowed(2025, county="140821")) == 1  # as it was submitted
    assert years_of_cases(bureau.office) == [2025]


def test_the_cases_behind_a_number(bureau: Bureau) -> None:
    in_state(bureau, CaseState.REFUSED)
    case = in_state(bureau, CaseState.SUPPORTED)
    groups = tally(counted_cases(bureau.office, YEAR), Grouping.STATE)
    supported = next(group for group in groups if group.words == CaseState.SUPPORTED.label)
    assert [row.number for row in cases_behind(bureau.office, supported)] == [case.number]


@pytest.fixture
def cases(bureau: Bureau) -> list[Counted]:
    """A paid and a supported case; the second of a firm whose name looks like a formula."""
    in_state(bureau, CaseState.PAID)
    bureau.firm = other_firm(bureau, name="=1+1 商贸")
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    return counted_cases(bureau.office, YEAR)


def save(cases: list[Counted], path: Path) -> None:
    save_file(path, write_tables(statistics_tables("2025 年统计", cases), "运城市商务局", MORNING))


def test_the_workbook_sums_with_formulas_and_starts_none_from_names(cases: list[Counted], tmp_path: Path) -> None:
    save(cases, tmp_path / "统计.xlsx")
    book = load_workbook(tmp_path / "统计.xlsx")
    assert book.sheetnames == ["事项", "县市区", "接收月份", "申报主体", "状态"]
    sheet = book["申报主体"]
    assert [sheet.cell(row, 1).value for row in (4, 5, 6)] == ["=1+1 商贸", "甲公司", "合计"]
    assert sheet["A4"].data_type == "s"
    assert [sheet.cell(5, column).value for column in (2, 6, 9)] == [1, 25000, 25000]
    assert sheet["F6"].value == "=SUBTOTAL(9,F4:F5)"
    assert load_workbook(tmp_path / "统计.xlsx", data_only=True)["申报主体"]["F6"].value == 50000
    with ZipFile(tmp_path / "统计.xlsx") as parts:
        assert len([name for name in parts.namelist() if name.startswith("xl/charts/chart")]) == 4


def test_a_workbook_that_cannot_be_written_is_said(cases: list[Counted], tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="写不了文件"):
        save(cases, tmp_path / "没有的文件夹" / "统计.xlsx")


def test_the_sheet_on_paper_says_the_same(cases: list[Counted]) -> None:
    groups = tally(cases, Grouping.COUNTY)
    pdf = draw_statistics("2025 年统计表", "运城市商务局", Grouping.COUNTY, groups, total(cases), date(2025, 8, 1))
    text = text_of(pdf)
    assert "临猗县" in text
    assert text.count("50,000.00") == 3  # the bar, the row, the sum
    assert "第1页共1页" in text
    assert Decimal("50000.00") == groups[0].award

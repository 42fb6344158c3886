"""第五条(一): subsidy to a college for each person trained and then employed for at least a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ycdesk.calculation.days import known
from ycdesk.calculation.exact import Term, number, total
from ycdesk.calculation.facts import Day, FactKind, FactModel, Text, Whole, YesNo, fact, rows
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.words import figure, yuan_words
from ycdesk.calculation.work import RowState, Work, latest, next_day

PERSON = "talent_trainee"
TOTAL = "talent_training_total"
READINGS: dict[str, tuple[str, ...]] = {}


class Parameters(Record):
    per_person: Decimal = parameter("每人补助", "元")
    total_cap: Decimal = parameter("单个院校补助上限（政策期内）", "元")
    days_at_least: int = parameter("培训天数不少于", "天")


class Trainee(FactModel):
    id_no: Text | None = fact(FactKind.TEXT, "身份证号", example="140802200501010017")
    training_days: Whole | None = fact(FactKind.WHOLE, "实际培训天数", unit="天", help="按实际出勤计")
    training_ended_on: Day | None = fact(FactKind.DATE, "培训结束日期")
    contract_from: Day | None = fact(FactKind.DATE, "劳动合同起")
    contract_to: Day | None = fact(FactKind.DATE, "劳动合同止", help="无固定期限可不填", conditional=True)
    open_ended: YesNo | None = fact(FactKind.YES_NO, "无固定期限", optional=True)
    employer_is_cbec: YesNo | None = fact(FactKind.YES_NO, "用人单位为运城跨境电商企业")

    def waived(self) -> frozenset[str]:
        return frozenset({"contract_to"}) if self.open_ended else frozenset()

    @property
    def event_day(self) -> date | None:
        """The later of the end of the training and the start of the contract."""
        return latest(self.training_ended_on, self.contract_from)


class Facts(FactModel):
    base_agreement: YesNo | None = fact(FactKind.YES_NO, "已建立产教融合基地", help="有协议、挂牌或批复")
    trainees: tuple[Trainee, ...] = rows("培训学员", "学员")


def event_days(facts: Facts) -> tuple[date, ...]:
    """For each trainee the later of the end of the training and the start of the contract."""
    return known(*(row.event_day for row in facts.trainees))


def conditions(work: Work, facts: Facts) -> None:
    work.wanted("base_agreement", "已建立产教融合基地", facts.base_agreement)


def judge_row(work: Work, facts: Facts, row: Trainee, state: RowState) -> None:
    p: Parameters = work.parameters(row.event_day)
    work.in_window("event_day", "培训结束日与合同起始日的较晚者在政策有效期内", row.event_day, row=state)
    work.at_least("training_days", "实际培训天数", row.training_days, p.days_at_least, "天", row=state)
    if row.open_ended:
        work.check("contract", "劳动合同满 1 年", "满 1 年", "无固定期限", True, row=state)
    else:
        last_day = row.contract_to
        end = next_day(last_day) if last_day is not None and last_day < date.max else last_day
        work.one_year("contract", "劳动合同满 1 年", row.contract_from, end, row=state)
    work.wanted("employer", "用人单位为运城跨境电商企业", row.employer_is_cbec, row=state)


def award(work: Work, facts: Facts) -> Term:
    groups: dict[Decimal, int] = {}
    people: dict[str, int] = {}
    last = None
    for state in work.met_rows():
        row: Trainee = state.row
        assert row.id_no
        person = row.id_no.upper()
        if work.used_before(PERSON, person):
            people[person] = 0
            state.pass_over("同一人员以前已获补助")
        elif person in people:
            state.pass_over("同一人员本次已计入")
        else:
            people[person] = 1
            rate = work.parameters(row.event_day).per_person
            groups[rate] = groups.get(rate, 0) + 1
            state.count(number(rate).value)
        last = latest(row.event_day, last or row.event_day)
    p: Parameters = work.parameters(last)
    groups = groups or {p.per_person: 0}
    whole = total([number(rate) * number(n) for rate, n in groups.items()])
    text = " + ".join(f"{figure(rate)} 元 × {n} 人" for rate, n in groups.items())
    sum_ = work.step("按人数计", whole, f"计入 {sum(groups.values())} 人：{text} = {yuan_words(whole.value)}")
    for person, count in people.items():
        work.touch(PERSON, person, 1, count)
    return work.cap_total(sum_, TOTAL, None, p.total_cap, "政策期内上限")

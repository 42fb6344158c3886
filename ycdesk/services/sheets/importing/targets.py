"""What a sheet can be imported into: whole cases, or the rows of one case; and the fields that its columns may hold.

The fields of a measure are those of its declared facts; the applicant's, the day of application and what the county's
table says beside them are the same for all. The order is that of the template and of the detail table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from ycdesk.calculation.facts import FactKind, FactSpec, form_of
from ycdesk.calculation.package import KIND_LABELS, PolicyPackage
from ycdesk.domain.applicant import FIELD_LABELS, FIELDS
from ycdesk.services.paste import SYNONYMS


class Part(StrEnum):
    """What a field belongs to."""

    APPLICANT = "applicant"
    DAY = "day"
    HEADER = "header"
    ROW = "row"
    COUNTY = "county"
    """What the county wrote beside it: clause, project, amounts, opinion."""


def heading_of(spec: FactSpec) -> str:
    """The heading of a fact's column, in the template as in the detail table: its title, its unit in brackets."""
    return f"{spec.title}（{spec.unit}）" if spec.unit else spec.title


@dataclass(frozen=True, slots=True)
class Field:
    """One field that a column may hold. ``spec.name`` is unique within its part."""

    part: Part
    spec: FactSpec
    synonyms: tuple[str, ...] = ()
    """Headings under which it arrives besides its own."""

    @property
    def key(self) -> str:
        """Its name among all fields of a target: ``applicant.name``, ``row.fee``."""
        return f"{self.part.value}.{self.spec.name}"

    @property
    def heading(self) -> str:
        """Its heading in the template and the detail table."""
        return heading_of(self.spec)

    @property
    def needed(self) -> bool:
        """Whether an empty cell of its column is a mistake."""
        return not self.spec.optional

    @property
    def money(self) -> bool:
        """Whether it may come in 元 or in 万元."""
        return self.spec.kind in (FactKind.MONEY, FactKind.AMOUNT)


@dataclass(frozen=True)
class Target:
    """Where the rows of a sheet go."""

    measure: str
    """Id of the measure; empty where a column says it for each row (a county's 汇总表)."""
    fields: tuple[Field, ...]
    case_id: int | None = None
    """The case into whose table the rows go; None where they become cases."""

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        """The fields by their keys."""
        return {field.key: field for field in self.fields}

    @property
    def name(self) -> str:
        """Under what the columns of a sender are remembered: ``cases:exhibition``, ``rows:exhibition``, ``cases:``."""
        return f"{'cases' if self.case_id is None else 'rows'}:{self.measure}"

    @cached_property
    def has_rows(self) -> bool:
        """Whether some rows of the sheet may belong to one case."""
        return any(field.part is Part.ROW for field in self.fields)


APPLICANT_SYNONYMS = {
    "name": ("企业名称", "申报单位", "申请单位", "申报企业", "申请企业", "申报主体", "企业", "单位", "公司名称",
             "项目单位", "申请人", "单位名称盖章", "企业全称", "单位全称"),
    "credit_code": ("社会统一信用代码", "信用代码", "组织机构代码", "统一信用代码", "社会信用代码",
                    "纳税人识别号", "税号"),
    "kind": ("单位性质", "企业性质", "主体类型", "性质"),
    "county": ("县市区", "县区", "所属县市区", "所属县区", "所在地", "所在县区", "区县", "属地", "县", "县市区开发区",
               "辖区", "所在区县", "所属县"),
    "address": ("单位地址", "注册地址", "企业地址", "住所", "通讯地址"),
    "legal_representative": ("法人代表", "法人", "法定代表人姓名", "负责人"),
    "contact_name": ("项目联系人", "经办人", "企业联系人"),
    "contact_phone": ("电话", "手机", "手机号", "手机号码", "办公电话", "联系方式", "联系人电话"),
    "email": ("邮箱", "电子邮件"),
    "bank_name": ("开户行", "开户银行名称", "开户行名称"),
    "bank_branch_code": ("开户行行号", "联行号", "银行行号"),
    "account_name": ("户名", "账户名称", "开户名", "收款人", "收款户名"),
    "account_number": ("银行账号", "账户", "银行账户", "收款账号", "开户账号", "帐号", "银行帐号"),
    "remark": ("说明",),
}  # fmt: skip
_DAY = Field(
    Part.DAY,
    FactSpec("applied_on", FactKind.DATE, "申请日期", example="2025-06-30", optional=True),
    ("申报日期", "受理日期", "收件日期", "填报日期", "报送日期"),
)
CLAUSE, PROJECT, STATED, REVIEWED, OPINION, OFFICER = "clause", "project", "stated", "amount", "opinion", "officer"
_COUNTY = (
    Field(
        Part.COUNTY,
        FactSpec(CLAUSE, FactKind.TEXT, "申报条款", example="三(一)", optional=True),
        ("申报事项", "条款", "支持事项", "事项", "支持事项条款", "政策条款", "申报项目类别", "项目类别", "申报类别"),
    ),
    Field(Part.COUNTY, FactSpec(PROJECT, FactKind.TEXT, "项目名称", optional=True), ("申报项目", "项目", "项目内容")),
    Field(
        Part.COUNTY,
        FactSpec(STATED, FactKind.MONEY, "申报金额", unit="元", optional=True),
        ("申请金额", "申请补助金额", "申请支持金额", "申请补助费用", "申报补助金额", "申请资金", "申报资金"),
    ),
    Field(
        Part.COUNTY,
        FactSpec(REVIEWED, FactKind.MONEY, "初审金额", unit="元", optional=True),
        ("县级初审金额", "审核金额", "初审核定金额"),
    ),
    Field(
        Part.COUNTY,
        FactSpec(
            OPINION,
            FactKind.CHOICE,
            "初审意见",
            optional=True,
            choices=tuple((word, word) for word in ("同意上报", "不同意上报", "部分同意")),
        ),
        ("县级初审意见", "审核意见", "县级意见"),
    ),
)


def cases_target(package: PolicyPackage, measure: str = "") -> Target:
    """Whole cases: of one measure, or of those that the column 申报条款 names. Raises KeyError for an unknown one."""
    form = form_of(measure) if measure else None
    fields: list[Field] = [*_applicant_fields(package), _DAY]
    if form is not None:
        fields += _facts(Part.HEADER, form.header)
        fields += _facts(Part.ROW, form.table.columns if form.table else ())
    return Target(measure, tuple(_told_apart([*fields, *_COUNTY])))


def rows_target(measure: str, case_id: int) -> Target:
    """The rows of the table of one case. Raises ValueError for a measure without one."""
    table = form_of(measure).table
    if table is None:
        raise ValueError(measure)
    return Target(measure, tuple(_facts(Part.ROW, table.columns)), case_id)


def _applicant_fields(package: PolicyPackage) -> Iterator[Field]:
    counties = tuple((code, county.name) for code, county in package.counties.items())
    choices = {"kind": tuple(KIND_LABELS.items()), "county": counties}
    examples = {
        "name": "运城市某某进出口有限公司",
        "credit_code": "91140802MA0ABCDE15",
        "account_number": "1402020300012345678",
    }
    for name in FIELDS:
        kind = FactKind.CHOICE if name in choices else FactKind.TEXT
        yield Field(
            Part.APPLICANT,
            FactSpec(
                name,
                kind,
                FIELD_LABELS[name],
                optional=name != "name",
                choices=choices.get(name, ()),
                example=examples.get(name, ""),
            ),
            APPLICANT_SYNONYMS[name],
        )


def _facts(part: Part, specs: Iterable[FactSpec]) -> list[Field]:
    return [Field(part, spec, SYNONYMS.get(spec.name, ())) for spec in specs]


def _told_apart(fields: list[Field]) -> Iterator[Field]:
    """No two fields under one heading: the later gets its part before it."""
    known: set[str] = set()
    for field in fields:
        if field.spec.title in known:
            field = replace(field, spec=replace(field.spec, title=f"{_PART_WORDS[field.part]}{field.spec.title}"))
        known.add(field.spec.title)
        yield field


_PART_WORDS = {Part.APPLICANT: "单位", Part.DAY: "", Part.HEADER: "事项", Part.ROW: "明细", Part.COUNTY: "县级"}

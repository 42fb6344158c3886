"""How a measure declares its facts: once, as a typed model that the form, the checks and the schema all read.

A measure's module declares ``Facts`` (a subclass of :class:`FactModel`) and, where it has a table, one row
model. Every fact may be ``None``: missing is a value, not an error. ``form_of`` turns the declaration into
plain specifications for whoever draws a form, makes a workbook or words a message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator

from ycdesk.calculation import values


class FactKind(StrEnum):
    """What sort of value a fact holds; decides its editor, its reader and its column format."""

    TEXT = "text"
    MONEY = "money"
    """Yuan, at most two decimals."""
    AMOUNT = "amount"
    """Money in the currency of its row: two decimals in yuan, four in a foreign currency."""
    DECIMAL = "decimal"
    WHOLE = "whole"
    YEAR = "year"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    COUNTRY = "country"
    CURRENCY = "currency"
    RATE = "rate"
    """Exchange rate: yuan for one unit of the foreign currency."""


Text = Annotated[str, PlainValidator(values.text), WithJsonSchema({"type": "string"})]
Yuan = Annotated[Decimal, PlainValidator(values.yuan), WithJsonSchema(values.decimal_schema(2))]
Amount = Annotated[Decimal, PlainValidator(values.amount), WithJsonSchema(values.decimal_schema(4))]
Number = Annotated[Decimal, PlainValidator(values.number), WithJsonSchema(values.decimal_schema(None))]
Rate = Annotated[Decimal, PlainValidator(values.rate), WithJsonSchema(values.decimal_schema(None))]
Whole = Annotated[int, PlainValidator(values.whole), WithJsonSchema({"type": "integer", "minimum": 0})]
YesNo = Annotated[bool, PlainValidator(values.yes_no), WithJsonSchema({"type": "boolean"})]
Day = Annotated[date, PlainValidator(values.day), WithJsonSchema({"type": "string", "format": "date"})]
CountryCode = Annotated[str, PlainValidator(values.country), WithJsonSchema(values.code_schema(2))]
CurrencyCode = Annotated[str, PlainValidator(values.currency), WithJsonSchema(values.code_schema(3))]


def fact(
    kind: FactKind,
    title: str,
    *,
    unit: str = "",
    help: str = "",
    example: str = "",
    optional: bool = False,
    conditional: bool = False,
    alias: str | None = None,
    choices: Mapping[str, str] | None = None,
) -> Any:
    """Declare one fact of a model.

    ``optional`` facts are never asked for; ``conditional`` ones are required unless the model's
    :meth:`FactModel.waived` names them. ``choices`` maps stored values to Chinese labels.
    """
    extra: dict[str, Any] = {
        "kind": kind.value,
        "unit": unit,
        "example": example,
        "optional": optional,
        "conditional": conditional,
        "choices": dict(choices or {}),
    }
    return Field(default=None, title=title, description=help or None, alias=alias, json_schema_extra={"x-fact": extra})


def rows(title: str, row_title: str) -> Any:
    """Declare the one table of rows of a measure; an empty table is a missing fact."""
    return Field(default=(), title=title, json_schema_extra={"x-rows": {"row_title": row_title}})


def _extra(field: Any) -> dict[str, Any]:
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}


class FactModel(BaseModel):
    """Base of header and row models: unknown keys are refused, empty text is missing; built with its first case."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, defer_build=True)

    required: ClassVar[tuple[tuple[str, str], ...]] = ()
    """(attribute, key in the case file) of each fact that may be asked for, in declared order."""

    table: ClassVar[str | None] = None
    """Name of the table of rows, if there is one."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.required = tuple(
            (name, field.alias or name)
            for name, field in cls.model_fields.items()
            if not _extra(field).get("x-fact", {}).get("optional")
        )
        cls.table = next((name for name, field in cls.model_fields.items() if "x-rows" in _extra(field)), None)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_missing(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if not _is_empty(value)}

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows of the table; empty where the measure has none."""
        return getattr(self, self.table) if self.table else ()

    def by_key(self, key: str) -> Any:
        """The value under a key of the case file (``1210`` for the attribute ``m1210``). Raises KeyError."""
        names = {field.alias or name: name for name, field in type(self).model_fields.items()}
        return getattr(self, names[key])

    def waived(self) -> frozenset[str]:
        """Names of required facts that this record does not need (``contract_to`` when open-ended)."""
        return frozenset()

    def missing(self) -> list[str]:
        """Paths, below this record, of the facts that are missing, in declared order."""
        facts = self.__dict__
        found: list[str] = []
        for name, key in self.required:
            value = facts[name]
            if value is None:
                if name not in self.waived():
                    found.append(key)
            elif value.__class__ is tuple:
                if not value:
                    found.append(key)
                for index, row in enumerate(value):
                    if below := row.missing():
                        found += [f"{key}[{index}].{path}" for path in below]
            elif isinstance(value, FactModel):
                found += [f"{key}.{path}" for path in value.missing()]
        return found


class MoneyRow(FactModel):
    """A row that carries an amount of money, possibly in a foreign currency."""

    money_fact: ClassVar[str]
    """Name of the fact that holds the amount."""

    currency: CurrencyCode | None = fact(
        FactKind.CURRENCY, "币种", help="不填即人民币 CNY", example="CNY", optional=True
    )
    exchange_rate: Rate | None = fact(
        FactKind.RATE, "汇率", help="1 外币合人民币元；外币必填", example="7.1000", conditional=True
    )

    @property
    def foreign(self) -> bool:
        return self.currency is not None and self.currency != "CNY"

    @model_validator(mode="after")
    def _yuan_has_two_decimals(self) -> Self:
        money = getattr(self, self.money_fact)
        if money is not None and not self.foreign:
            values.at_most_decimals(money, 2, self.money_fact)
        return self

    def waived(self) -> frozenset[str]:
        return frozenset() if self.foreign else frozenset({"exchange_rate"})


@dataclass(frozen=True)
class FactSpec:
    """One field as a form needs it."""

    name: str
    kind: FactKind
    title: str
    unit: str = ""
    help: str = ""
    optional: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    ask_above: Decimal | None = None
    """A typed amount above this is probably a slip of unit (元/万元) and is asked about."""
    example: str = ""


@dataclass(frozen=True)
class TableSpec:
    """The table of rows of a measure."""

    name: str
    title: str
    row_title: str
    columns: tuple[FactSpec, ...]


@dataclass(frozen=True)
class FormSpec:
    """All fields of a measure: header facts, then at most one table."""

    measure: str
    header: tuple[FactSpec, ...]
    table: TableSpec | None


ASK_ABOVE = Decimal(1_000_000_000)
"""10 亿元: no single fee under this policy comes near it."""


def form_of(measure: str) -> FormSpec:
    """The form of a measure, read from its declared facts. Raises KeyError for an unknown id."""
    from ycdesk.calculation.measures import module_of

    return form_of_model(measure, module_of(measure).Facts)


@cache
def form_of_model(measure: str, model: type[FactModel]) -> FormSpec:
    """The form of one model of header facts."""
    header: list[FactSpec] = []
    table: TableSpec | None = None
    for name, field in model.model_fields.items():
        extra = _extra(field)
        if "x-rows" in extra:
            row_model = get_args(field.annotation)[0]
            table = TableSpec(name, field.title or name, extra["x-rows"]["row_title"], tuple(_specs(row_model, "")))
        elif (inner := _inner_model(field.annotation)) is not None:
            header.extend(_specs(inner, f"{field.alias or name}."))
        else:
            header.append(_spec(field.alias or name, field))
    return FormSpec(measure, tuple(header), table)


def _specs(model: type[FactModel], prefix: str) -> Iterator[FactSpec]:
    """Specifications of a model; the currency and its rate follow the amount that they belong to."""
    fields = dict(model.model_fields)
    tail = {name: fields.pop(name) for name in ("currency", "exchange_rate") if name in fields}
    for name, field in fields.items():
        if tail and name == getattr(model, "money_fact", None):
            yield _spec("currency", tail["currency"])
        yield _spec(prefix + (field.alias or name), field)
        if tail and name == getattr(model, "money_fact", None):
            yield _spec("exchange_rate", tail["exchange_rate"])


def _spec(name: str, field: Any) -> FactSpec:
    extra = _extra(field)["x-fact"]
    kind = FactKind(extra["kind"])
    money = kind in (FactKind.MONEY, FactKind.AMOUNT) and "trade" not in name and "sales" not in name
    return FactSpec(
        name=name,
        kind=kind,
        title=field.title or name,
        unit=extra["unit"],
        help=field.description or "",
        optional=extra["optional"] or extra["conditional"],
        choices=tuple(extra["choices"].items()),
        ask_above=ASK_ABOVE if money else None,
        example=extra["example"],
    )


def _inner_model(annotation: Any) -> type[FactModel] | None:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, FactModel):
            return part
    return None


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def title_of(measure: str, path: str) -> str:
    """A path such as ``facts.booths[0].fee`` in words: ``第 1 行 展位费``."""
    fixed = {"applicant.kind": "单位类型", "applicant.county": "所属县（市、区）", "applied_on": "申请日期"}
    if path in fixed:
        return fixed[path]
    form = form_of(measure)
    name = path.removeprefix("facts.")
    table = form.table
    if table is not None and name.startswith(table.name):
        row, _, column = name.removeprefix(table.name).partition(".")
        if not column:
            return f"{table.title}（至少一行）"
        title = next((spec.title for spec in table.columns if spec.name == column), column)
        return f"第 {int(row.strip('[]')) + 1} 行 {title}"
    return next((spec.title for spec in form.header if spec.name == name), name)

"""Invoices filled into the draft of a case: one a row, in one deed that Ctrl+Z takes back.

Facts are found by their names, which all measures share. What a row has no fact for goes into 票据与标识, where the
duplicate radar reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ycdesk.domain.applicant import Applicant
from ycdesk.domain.identifiers import plain_code
from ycdesk.domain.likeness import plain
from ycdesk.services.checklist import ChecklistRow
from ycdesk.services.draft import CaseDraft
from ycdesk.services.draft_rows import MOST_ROWS, DraftRows
from ycdesk.services.invoices.invoice import Invoice
from ycdesk.services.particulars import NAME, offered

NUMBER, DAY, SELLER = "invoice_no", "invoiced_on", "provider"
MONEY = ("fee", "premium", "cost")
"""What an invoice can be the amount of; turnover (``sales``) is none."""
_MOST_SAID = 8


@dataclass
class Filled:
    """What was filled, and what the person has to know about it."""

    invoices: int = 0
    rows: list[int] = field(default_factory=list)
    """Numbers of the rows of the table, from 0."""
    particulars: int = 0
    """Rows of 票据与标识 that were added or completed."""
    kept: str = ""
    """Where the files are kept, in words."""
    verify: list[str] = field(default_factory=list)
    """Sentences."""
    problems: int = 0
    """Cells of these rows that cannot be used as they are."""

    @property
    def summary(self) -> str:
        """What was filled, in one sentence."""
        places = [f"填入第 {_ranges(self.rows)} 行"] if self.rows else []
        if self.particulars:
            places.append(f"号码记入票据与标识 {self.particulars} 行")
        places += [self.kept] if self.kept else []
        wrong = f"；{self.problems} 格需要改正（F8 逐个查看）" if self.problems else ""
        return f"已读入 {self.invoices} 张电子发票，{'，'.join(places) or '没有可填的'}{wrong}。Ctrl+Z 撤销填入的内容。"

    @property
    def sentences(self) -> list[str]:
        """What to verify, not more than a banner holds."""
        said = list(dict.fromkeys(self.verify))
        return said[:_MOST_SAID] + ([f"另有 {len(said) - _MOST_SAID} 条。"] if len(said) > _MOST_SAID else [])


def takes_invoices(draft: CaseDraft, source: DraftRows) -> bool:
    """Whether an invoice has a place in this table of the draft or beside it."""
    names = {spec.name for spec in source.columns}
    own = source.key != NAME and NUMBER in names
    return own or _numbers(draft) is not None


def conflicts(draft: CaseDraft, source: DraftRows, row: int, invoices: Sequence[Invoice]) -> list[str]:
    """A sentence for each cell that holds something else than its invoice says; these are asked about."""
    return [
        f"第 {number + 1} 行{source.spec(name).title}是 {old}，发票上是 {new}。"
        for number, invoice in enumerate(invoices, row)
        for name, old, new in _cells(source, number, invoice)
        if old and not (name in MONEY and _foreign(source, number))
    ]


def fill(
    draft: CaseDraft, source: DraftRows, row: int, invoices: Sequence[Invoice], *, replace: bool = False
) -> Filled:
    """Fill the invoices into a row and those below, one each. ``replace``: also what holds something else."""
    result = Filled(len(invoices))
    draft.remember("")
    numbers = _numbers(draft)
    for number, invoice in enumerate(invoices, row):
        label = f"发票 {invoice.full_number} " if invoice.number else "一张没有号码的发票"
        result.verify += _doubts(invoice, label, draft.applicant)
        if source.key != NAME:
            if number >= MOST_ROWS:
                result.verify.append(f"{label}没有填：最多 {MOST_ROWS} 行。")
                continue
            result.verify += _fill_row(source, number, invoice, replace, result.rows)
        if source.key == NAME or NUMBER not in {spec.name for spec in source.columns}:
            if numbers is None:
                result.verify.append(f"{label}的号码没有地方登记。")
            elif invoice.full_number:
                result.particulars += _note(numbers, invoice, number if source.key == NAME else 0)
    draft.note_change()
    prefixes = tuple(source.path(number, "") for number in result.rows)
    result.problems = sum(path.startswith(prefixes) for path in draft.preview().messages) if prefixes else 0
    return result


def invoice_paper(rows: Sequence[ChecklistRow]) -> ChecklistRow | None:
    """The paper of the checklist that is the invoice: the first required one of this name, else the first."""
    named = [row for row in rows if "发票" in row.name]
    return next((row for row in named if row.paper.required), named[0] if named else None)


def _numbers(draft: CaseDraft) -> DraftRows | None:
    """票据与标识, where it takes invoices."""
    kinds = [kind for kind, _ in offered(draft.package, draft.measure)]
    return draft.tables.get(NAME) if "invoice" in kinds else None


def _values(invoice: Invoice) -> dict[str, str]:
    """The texts of the facts by their names, as the draft keeps them."""
    money = _figure(invoice.total)
    values = {NUMBER: invoice.full_number, SELLER: invoice.seller, **dict.fromkeys(MONEY, money)}
    if invoice.issued_on is not None:
        values[DAY] = invoice.issued_on.isoformat()
    return values


def _figure(money: Decimal | None) -> str:
    return "" if money is None else f"{money:f}".removesuffix(".00")


def _cells(source: DraftRows, number: int, invoice: Invoice) -> Iterator[tuple[str, str, str]]:
    """Name, present text and new text of each cell that the invoice would change."""
    if source.key == NAME:
        return
    for name, new in _values(invoice).items():
        spec = next((spec for spec in source.columns if spec.name == name), None)
        if spec is None or not new:
            continue
        entry = source.cell(number, name)
        old = entry.kept or (source.rows[number].get(name, "") if number < len(source.rows) else "")
        wanted = source.reader.read(spec, new).kept or new
        if plain(old) != plain(wanted) or (name in MONEY and old != wanted):
            yield name, old.strip(), wanted


def _fill_row(source: DraftRows, number: int, invoice: Invoice, replace: bool, rows: list[int]) -> list[str]:
    """Fill one row of the measure's table; gives what was kept."""
    kept = []
    cells = list(_cells(source, number, invoice))
    if not replace and (others := [old for name, old, _ in cells if name == NUMBER and old]):
        return [f"第 {number + 1} 行保留发票 {others[0]}，没有填入发票 {invoice.full_number}。"]
    for name, old, new in cells:
        title = source.spec(name).title
        if name in MONEY and _foreign(source, number):
            kept.append(f"第 {number + 1} 行是外币，{title}没有改；发票的价税合计是 {new} 元。")
        elif old and not replace:
            kept.append(f"第 {number + 1} 行{title}保留 {old}，发票上是 {new}。")
        else:
            source.grow(number)
            source.rows[number][name] = new
    if any(spec.name in (NUMBER, DAY, SELLER, *MONEY) for spec in source.columns) and number < len(source.rows):
        rows.append(number)
    return kept


def _foreign(source: DraftRows, number: int) -> bool:
    """Whether the money of a row is in a foreign currency."""
    known = any(spec.name == "currency" for spec in source.columns)
    return known and source.cell(number, "currency").value not in (None, "CNY")


def _note(numbers: DraftRows, invoice: Invoice, row: int) -> int:
    """Write the number into 票据与标识: into its own row if it stands there, else into an empty one or a new one.

    ``row`` is taken before the other empty ones.
    """
    texts = {
        "kind": "invoice",
        "number": invoice.full_number,
        "day": invoice.issued_on.isoformat() if invoice.issued_on else "",
        "amount": _figure(invoice.total),
        "seller": invoice.seller,
    }
    wanted = plain(invoice.full_number)
    at = next((n for n, each in enumerate(numbers.rows) if plain(each.get("number", "")) == wanted), None)
    if at is None:
        order = (row, *range(len(numbers.rows)))
        at = next((n for n in order if n < len(numbers.rows) and _blank(numbers.rows[n])), len(numbers.rows))
    if at >= MOST_ROWS:
        return 0
    numbers.grow(at)
    cells = numbers.rows[at]
    cells.update({name: text for name, text in texts.items() if text and not cells.get(name, "").strip()})
    return 1


def _blank(row: dict[str, str]) -> bool:
    return not any(str(text).strip() for text in row.values())


def _doubts(invoice: Invoice, label: str, applicant: Applicant) -> list[str]:
    """What is to be verified of an invoice: what it lacks, what its file says twice, who it is made out to."""
    said = [f"{label.rstrip()}：{note}" for note in invoice.notes]
    if lacking := [title for title in invoice.lacking if not title.startswith("购买方识别号")]:
        said.append(f"{label}里读不出{'、'.join(lacking)}，请照票面补填。")
    code = plain_code(applicant.credit_code or "")
    other = (code and invoice.buyer_id and code != invoice.buyer_id) or (
        not (code and invoice.buyer_id) and invoice.buyer and plain(invoice.buyer) != plain(applicant.name)
    )
    if other:
        who = f"“{invoice.buyer}”" if invoice.buyer else ""
        number = f"（识别号 {invoice.buyer_id}）" if invoice.buyer_id else ""
        said.append(f"{label}的抬头是{who}{number}，不是申报主体“{applicant.name}”，请核对是否代开或者抬头开错。")
    return said


def _ranges(numbers: Sequence[int]) -> str:
    """Rows as people count them: ``1—3、5``."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "、".join(f"{a + 1}—{b + 1}" if b > a else f"{a + 1}" for a, b in spans)

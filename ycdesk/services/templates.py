"""The wording of the letters: one TOML file a letter, which the bureau may edit; a copy in the data folder goes before.

A file names the words of the document number, title, addressee and paragraphs. ``{name}`` stands for a fact; a name
that the letter does not know is refused when the file is read, with the file and the name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from ycdesk.domain.errors import OfficeProblem
from ycdesk.paths import resources

COMMON = frozenset({"bureau", "today", "phone", "address", "supervision_phone", "policy"})
"""Facts of every letter."""
CASE = COMMON | {
    "applicant", "credit_code", "county", "contact", "measure", "clause", "case_number", "applied_on", "received_on",
    "accepted_on", "officer", "computed",
}  # fmt: skip
"""Facts of every letter about a case."""
BATCH = COMMON | {
    "batch", "count", "total", "total_words", "minutes", "minutes_on", "posted_on", "first_day", "last_day", "period",
    "place", "year",
}  # fmt: skip
"""Facts of every letter about a batch."""
FIELDS: Mapping[str, frozenset[str]] = {
    "receipt": CASE | {"deliverer", "deliverer_phone", "receiver", "papers"},
    "acceptance": CASE | {"limit"},
    "supplement": CASE | {"due", "days", "asked_on"},
    "rejection": CASE | {"ground", "reason"},
    "contents": CASE | {"pages"},
    "support": CASE | {"award", "award_words", "parts", "decided_on"},
    "reduced": CASE | {"award", "award_words", "parts", "decided_on", "cut", "reason"},
    "refusal": CASE | {"reason", "decided_on"},
    "payment": CASE | {"award", "award_words", "paid", "paid_words", "account_name", "bank_name", "account_number"},
    "recovery": CASE | {"amount", "amount_words", "notified_on", "due", "reason", "paid_how", "objection_days"},
    "delivery": CASE,
    "notice": BATCH,
    "allotment": BATCH | {"city", "counties"},
    "county": BATCH | {"to_county", "county_total", "county_total_words", "county_count"},
    "summary": BATCH,
}
"""The facts that each letter knows, by the name of its file."""


@dataclass(frozen=True, slots=True)
class Template:
    """The wording of one letter."""

    name: str
    title: str
    word: str = ""
    """Words of the document number, before the year: 运商受."""
    to: str = ""
    body: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """Paragraphs below the table."""
    signed: bool = True
    """Whether unit and day stand below."""
    receipt: tuple[str, ...] = ()
    """Lines of the box that the recipient signs; none: no box."""

    def filled(self, facts: Mapping[str, str]) -> Template:
        """The same with the facts in their places."""
        return Template(
            name=self.name,
            title=self.title.format_map(facts),
            word=self.word,
            to=self.to.format_map(facts),
            body=tuple(part.format_map(facts) for part in self.body),
            after=tuple(part.format_map(facts) for part in self.after),
            signed=self.signed,
            receipt=tuple(part.format_map(facts) for part in self.receipt),
        )


def read_templates(home: Path) -> dict[str, Template]:
    """All templates: those of the data folder's ``templates``, else those that come with the program.

    Raises OfficeProblem with the file and what is wrong in it.
    """
    return {name: read_template(home, name) for name in FIELDS}


def read_template(home: Path, name: str) -> Template:
    """One of them, read again when its file has changed."""
    file = _file(home / "templates", name)
    try:
        changed = file.stat().st_mtime_ns
    except OSError as error:
        raise _wrong(file, f"读不出来（{error}）") from error
    return _read(file, name, changed)


def _file(own: Path, name: str) -> Path:
    mine = own / f"{name}.toml"
    return mine if mine.is_file() else resources() / "templates" / f"{name}.toml"


@lru_cache(maxsize=64)
def _read(file: Path, name: str, changed: int) -> Template:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(file, f"读不出来（{error}）") from error
    except tomllib.TOMLDecodeError as error:
        raise _wrong(file, f"格式有误（{error}）") from error
    known = {each.name for each in fields(Template)} - {"name"}
    if unknown := sorted(data.keys() - known):
        raise _wrong(file, f"不认识“{unknown[0]}”这一项")
    values: dict[str, Any] = {}
    for key, value in data.items():
        values[key] = _value(file, name, key, value)
    if not values.get("title"):
        raise _wrong(file, "没有写 title（标题）")
    return Template(name=name, **values)


def _value(file: Path, name: str, key: str, value: Any) -> Any:
    if key == "signed":
        if not isinstance(value, bool):
            raise _wrong(file, "signed 应写 true 或 false")
        return value
    many = key in ("body", "after", "receipt")
    texts = value if many else [value]
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise _wrong(file, f"{key} 应写{'几段文字（方括号里）' if many else '一段文字'}")
    for text in texts:
        _check(file, name, key, text)
    return tuple(texts) if many else value


def _check(file: Path, name: str, key: str, text: str) -> None:
    """No other names in braces than the letter has facts for."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise _wrong(file, f"{key} 里的花括号不成对") from error
    for _, field, spec, conversion in parts:
        if field is None:
            continue
        if field not in FIELDS[name] or spec or conversion:
            raise _wrong(
                file, f"{key} 里的“{{{field}}}”不是这份文书的字段，可用的有：{'、'.join(sorted(FIELDS[name]))}"
            )


def _wrong(file: Path, what: str) -> OfficeProblem:
    return OfficeProblem(f"文书模板 {file.name} {what}。", f"请改正 {file}，或者删掉它，改用程序自带的。")

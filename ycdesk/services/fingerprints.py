"""Fingerprints: the keys of all cases and applicants, stored so that the radar finds others by an index.

They follow what is typed: the journal rewrites those of a case that changed, in its own transaction. When the rules by
which keys are made have changed (another version of the program), all are made anew before the office opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ycdesk.database.bulk import insert_rows
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.bureau import Setting
from ycdesk.domain.case import Case
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.fingerprint import Fingerprint
from ycdesk.domain.radar_keys import NAMES_READ, RULES, Key, Sheet, keys_of_applicant, keys_of_case
from ycdesk.services.office import Office, deed, query

if TYPE_CHECKING:
    from ycdesk.calculation.package import PolicyPackage

_RULES = "fingerprint_rules"
_COLUMNS = ("kind", "exact", "near", "shown", "path", "first_day", "last_day", "amount")
_AT_ONCE = 1_000


def keys_of(package: PolicyPackage, measure: str, entries: Mapping[str, Any]) -> tuple[Key, ...]:
    """The keys of a case from what was typed, in whatever form: a text that is no fact counts as it stands."""
    from ycdesk.calculation.facts import form_of  # here: the lists import the journal, and need no calculation
    from ycdesk.services.particulars import plain_rows, reader_for

    form, reader = form_of(measure), reader_for(package, measure)
    header = entries.get("header") or {}
    texts = {
        spec.name: _plain(header.get(spec.name), reader.read(spec, str(header.get(spec.name) or "")).value)
        for spec in form.header
        if spec.name in NAMES_READ
    }
    rows = []
    for row in (entries.get("rows") or ()) if form.table else ():
        read = reader.read_row(form.table.columns, row) if row and form.table else {}
        rows.append({name: _plain(row.get(name), entry.value) for name, entry in read.items() if name in NAMES_READ})
    table = form.table.name if form.table else ""
    return keys_of_case(Sheet(table, texts, rows, plain_rows(entries, package)))


def keys_of_plain(measure: str, header: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> tuple[Key, ...]:
    """The keys of a case whose texts are all in their plain form."""
    from ycdesk.calculation.facts import form_of  # here, as above

    table = form_of(measure).table
    return keys_of_case(Sheet(table.name if table else "", header, rows))


def _plain(typed: Any, read: Any) -> str:
    return str(typed or "") if read is None else str(read)


def store_fingerprints(
    session: Session,
    office: Office,
    case_id: int,
    measure: str,
    before: Mapping[str, Any],
    entries: Mapping[str, Any],
) -> None:
    """Write the keys of a case after a change of its entries from ``before``; nothing where no key changed."""
    keys = keys_of(office.package, measure, entries)
    if keys == keys_of(office.package, measure, before):
        return
    owner = select(Dossier.applicant_id).join(Case, Case.dossier_id == Dossier.id).where(Case.id == case_id)
    _replace(session, Fingerprint.case_id == case_id, keys, case_id, session.scalars(owner).one())


def store_applicant_keys(session: Session, applicant: Applicant) -> None:
    """Write the keys of an applicant that is stored (flushed), where they changed."""
    own = (Fingerprint.applicant_id == applicant.id) & Fingerprint.case_id.is_(None)
    _replace(session, own, keys_of_applicant(applicant.snapshot()), None, applicant.id)


def store_new_keys(session: Session, news: Iterable[tuple[Iterable[Key], int | None, int]]) -> None:
    """Write the keys of cases and applicants that had none: keys, id of the case (None: the applicant's), applicant."""
    rows = [_row(_values(key), case_id, applicant_id) for keys, case_id, applicant_id in news for key in keys]
    insert_rows(session, Fingerprint, [{**row, "amount_fen": row["amount"]} for row in rows])


def _replace(session: Session, own: Any, keys: Iterable[Key], case_id: int | None, applicant_id: int) -> None:
    stored = session.execute(select(Fingerprint.id, *(getattr(Fingerprint, name) for name in _COLUMNS)).where(own))
    gone = {tuple(row[1:]): row.id for row in stored}
    fresh = [values for key in keys if gone.pop(tuple(values := _values(key)), None) is None]
    if gone:
        session.execute(delete(Fingerprint).where(Fingerprint.id.in_(gone.values())))
    if fresh:
        session.execute(insert(Fingerprint), [_row(values, case_id, applicant_id) for values in fresh])


_all_of = attrgetter(*_COLUMNS)


def _values(key: Key) -> tuple[Any, ...]:
    return tuple(_all_of(key))


def _row(values: Iterable[Any], case_id: int | None, applicant_id: int) -> dict[str, Any]:
    return {"case_id": case_id, "applicant_id": applicant_id, **dict(zip(_COLUMNS, values, strict=True))}


# ---- all of them ---------------------------------------------------------------------------------------------------


def bring_keys_up_to_date(office: Office) -> None:
    """Make all keys anew when they were made by other rules than this program's, or never; else one short query."""
    if _stored_rules(office) != RULES:
        make_all_anew(office)


@query
def _stored_rules(session: Session, office: Office) -> str | None:
    return session.scalar(select(Setting.value).where(Setting.key == _RULES))


@deed
def make_all_anew(session: Session, office: Office) -> None:
    """Delete all keys and make them anew from applicants and entries."""
    session.execute(delete(Fingerprint))
    rows = [
        _row(_values(key), None, applicant.id)
        for applicant in session.scalars(select(Applicant))
        for key in keys_of_applicant(applicant.snapshot())
    ]
    cases = select(Case.id, Case.measure, Case.entries, Dossier.applicant_id).join(
        Dossier, Case.dossier_id == Dossier.id
    )
    for case in session.execute(cases):
        keys = keys_of(office.package, case.measure, case.entries)
        rows += [_row(_values(key), case.id, case.applicant_id) for key in keys]
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(Fingerprint), rows[start : start + _AT_ONCE])
    session.merge(Setting(key=_RULES, value=RULES))

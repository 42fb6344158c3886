"""Finding cases as one types: by number, applicant (name, pinyin initials, credit code) and whatever is typed in them.

A fragment of any length is looked for in the middle of every text; the newest cases come first. Nothing here needs an
index that only one of the two databases has: the tables are narrow enough to be read through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from ycdesk.database.bulk import insert_rows
from ycdesk.database.queries import holds, listed_cases
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.pinyin import search_form
from ycdesk.domain.search_words import BETWEEN, SearchNames, SearchNumbers, SearchWords, is_chinese, words_of
from ycdesk.services.desk_rows import DeskRow, desk_rows
from ycdesk.services.office import Office, query

FEW = 40
"""Applicants whose cases are fetched one by one."""


@query
def find_cases(
    session: Session, office: Office, text: str, limit: int = 50, state: CaseState | None = None
) -> list[DeskRow]:
    """Cases by any fragment, the newest first, all for ""; ``hit`` of a row is the text that it was found by.

    ``state`` narrows them to one state.
    """
    wanted = search_form(text)
    statement = listed_cases().order_by(Case.id.desc()).limit(limit)
    if state is not None:
        statement = statement.where(Case.state == state)
    if not wanted:
        return list(desk_rows(session, office, statement))
    words: type[SearchWords] = SearchNames if is_chinese(wanted) else SearchNumbers
    found = {
        *session.scalars(_by_words(words, wanted, limit, state)),
        *session.scalars(_by_applicant(session, wanted, limit, state)),
    }
    ids = sorted(found, reverse=True)[:limit]
    rows = desk_rows(session, office, listed_cases().where(Case.id.in_(ids)).order_by(Case.id.desc()))
    texts = {row.case_id: row.words for row in session.scalars(select(words).where(words.case_id.in_(ids)))}
    return [replace(row, hit=_hit(row, texts.get(row.case_id, ""), wanted)) for row in rows]


def _by_words(words: type[SearchWords], wanted: str, limit: int, state: CaseState | None) -> Select[int]:
    hits = select(words.case_id).where(holds(words.words, wanted))
    if state is not None:
        hits = hits.join(Case, Case.id == words.case_id).where(Case.state == state)
    return hits.order_by(words.case_id.desc()).limit(limit)


def _by_applicant(session: Session, wanted: str, limit: int, state: CaseState | None) -> Select[int]:
    """The newest cases of the applicants that a fragment means.

    Of few applicants by the index; where the fragment means many, the newest cases are soon found by going back
    through all.
    """
    few = list(session.scalars(select(Applicant.id).where(means(wanted)).limit(FEW + 1)))
    hits = select(Case.id).order_by(Case.id.desc()).limit(limit)
    if len(few) <= FEW:
        hits = hits.where(Case.dossier_id.in_(select(Dossier.id).where(Dossier.applicant_id.in_(few))))
    else:
        of_case = select(Dossier.id).join(Applicant, Dossier.applicant_id == Applicant.id)
        hits = hits.where(of_case.where(Dossier.id == Case.dossier_id, means(wanted)).exists())
    return hits if state is None else hits.where(Case.state == state)


def means(wanted: str, code: str = "") -> ColumnElement[bool]:
    """Whether a folded fragment stands in the name of an applicant, its pinyin initials or its credit code.

    ``code``: the fragment as a code would be written, where that differs.
    """
    return or_(
        holds(Applicant.search_name, wanted),
        holds(Applicant.pinyin, wanted),
        holds(Applicant.credit_code, code or wanted.upper()),
    )


def _hit(row: DeskRow, words: str, wanted: str) -> str:
    """The text in the case that holds the fragment; empty where number or name, which are seen anyway, do."""
    if wanted in search_form(row.number) or wanted in search_form(row.applicant):
        return ""
    return next((text for text in words.split(BETWEEN) if wanted in text), "")


# Keeping the words.


def store_words(session: Session, case_id: int, numbers: tuple[str, str], entries: Mapping[str, Any]) -> None:
    """Keep what a case is found by, as it is typed now; ``numbers``: the case's own and its dossier's."""
    in_numbers, in_names = words_of(*numbers, entries)
    _keep(session, SearchNumbers, case_id, in_numbers)
    _keep(session, SearchNames, case_id, in_names)
    session.flush()


def store_new_words(session: Session, news: Iterable[tuple[int, tuple[str, str], Mapping[str, Any]]]) -> None:
    """Keep the words of cases that had none: id, numbers as for ``store_words``, entries."""
    words = [(case_id, *words_of(*numbers, entries)) for case_id, numbers, entries in news]
    insert_rows(session, SearchNumbers, [{"case_id": id_, "words": numbers} for id_, numbers, _ in words])
    insert_rows(session, SearchNames, [{"case_id": id_, "words": names} for id_, _, names in words])


def _keep(session: Session, table: type[SearchWords], case_id: int, words: str) -> None:
    kept = session.get(table, case_id)
    if kept is None:
        session.add(table(case_id=case_id, words=words))
    elif kept.words != words:
        kept.words = words


def keep_former_name(session: Session, applicant_id: int, name: str) -> None:
    """The applicant has another name now: its cases are still found by the former."""
    of_applicant: Sequence[int] = session.scalars(
        select(Case.id).join(Dossier, Case.dossier_id == Dossier.id).where(Dossier.applicant_id == applicant_id)
    ).all()
    former = SearchNames.words + (BETWEEN + search_form(name))
    session.execute(
        update(SearchNames)
        .where(SearchNames.case_id.in_(of_applicant))
        .values(words=former)
        .execution_options(synchronize_session=False)
    )

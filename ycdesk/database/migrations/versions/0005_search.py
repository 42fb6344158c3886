"""The words by which cases are found, those of earlier cases included; indexes for lists among very many."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ycdesk.database.migrations import columns as c
from ycdesk.domain.search_words import words_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = ("search_numbers", "search_names")


def upgrade() -> None:
    """Create the two tables and fill them from what was typed."""
    for table in _TABLES:
        op.create_table(
            table, c.key_to(table, "case_id", "cases", cascade=True), c.text("words"), c.primary(table, "case_id")
        )
    op.create_index("ix_cases_state_state_since", "cases", ["state", "state_since"])
    year = ["number", "state", "measure", "award_fen", "award_city_fen", "award_county_fen"]
    op.create_index("ix_cases_of_a_year", "cases", year)
    op.create_index("ix_applicants_found_by", "applicants", ["search_name", "pinyin", "credit_code"])
    bind = op.get_bind()
    columns = (*(sa.column(name) for name in ("id", "number", "dossier_id")), sa.column("entries", sa.JSON()))
    cases = sa.table("cases", *columns)
    dossiers = sa.table("dossiers", sa.column("id"), sa.column("number"))
    typed = sa.select(cases.c.id, cases.c.number, dossiers.c.number.label("dossier"), cases.c.entries)
    found = bind.execute(typed.join(dossiers, dossiers.c.id == cases.c.dossier_id).order_by(cases.c.id)).all()
    for start in range(0, len(found), 1000):
        some = found[start : start + 1000]
        words = [(case.id, words_of(case.number, case.dossier, case.entries)) for case in some]
        for at, name in enumerate(_TABLES):
            target = sa.table(name, sa.column("case_id"), sa.column("words"))
            bind.execute(target.insert(), [{"case_id": case_id, "words": both[at]} for case_id, both in words])

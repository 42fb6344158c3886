"""The manual tells the truth: its links lead somewhere, its words stand on the screens, its excerpts in the files."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.house import ROOT, project_files, tree_of
from ui.keys import KEYS
from ui.manual_places import FIRST, HELP
from ui.rail import PLACES
from ycdesk.cli import command_parser
from ycdesk.paths import resources
from ycdesk.services.manual import PARTS, Chapter, chapter, chapters, find, headings_with, manual_folder
from ycdesk.services.office import open_office
from ycdesk.services.people import first_start
from ycdesk.services.sheets.exporting.tables import TableKind

PICTURES = resources() / "pictures"
MOST = 3_000_000  #: bytes of all pictures together
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]+)\)")
EACH = pytest.mark.parametrize("id", [each.id for each in chapters()])


def of(id: str) -> Chapter:
    found = chapter(id)
    assert found is not None, id
    return found


def has(place: str) -> bool:
    """Whether the manual has this place."""
    id, _, heading = place.partition("#")
    found = chapter(id)
    return found is not None and (not heading or heading in [each.heading for each in found.sections])


def prose(markdown: str) -> str:
    """A chapter without its pieces of code."""
    return re.sub(r"^```.*?^```", "", markdown, flags=re.DOTALL | re.MULTILINE)


# what there is


def test_each_part_has_chapters_in_the_order_of_their_numbers() -> None:
    found = [each.id for each in chapters()]
    assert {each.part for each in chapters()} == set(PARTS)
    for part in PARTS:
        numbers = [int(id.split("/")[1][:2]) for id in found if id.startswith(part)]
        assert numbers == list(range(1, len(numbers) + 1)), part


@EACH
def test_a_chapter_begins_with_its_only_title(id: str) -> None:
    lines = prose(of(id).markdown).splitlines()
    assert [line for line in lines if line.startswith("# ")] == [f"# {of(id).title}"]
    assert lines[0] == f"# {of(id).title}"


@EACH
def test_no_two_headings_of_a_chapter_are_the_same(id: str) -> None:
    headings = [each.heading for each in of(id).sections]
    assert len(headings) == len(set(headings))


@EACH
def test_links_lead_to_chapters_and_headings_and_pictures_exist(id: str) -> None:
    here, wrong = (manual_folder() / f"{id}.md").parent, []
    for picture, words, target in LINK.findall(prose(of(id).markdown)):
        path, _, heading = target.partition("#")
        file = (here / path).resolve()
        if picture:
            good = bool(words) and file.parent == PICTURES.resolve() and file.is_file()
        else:
            place = file.relative_to(manual_folder().resolve()).with_suffix("").as_posix()
            good = has(f"{place}#{heading}" if heading else place)
        if not good:
            wrong.append(target)
    assert wrong == []


def test_no_picture_is_unused_and_all_are_of_modest_size() -> None:
    texts = "".join(each.markdown for each in chapters())
    pictures = sorted(PICTURES.glob("*.png"))
    assert [file.name for file in pictures if f"pictures/{file.name})" not in texts] == []
    assert sum(file.stat().st_size for file in pictures) < MOST


# where it is opened


@pytest.mark.parametrize("place", [place.id for place in PLACES])
def test_every_place_of_the_rail_has_a_chapter(place: str) -> None:
    assert has(HELP[place])


@pytest.mark.parametrize("page", ["dossier", "print"])
def test_every_page_that_is_opened_from_a_place_has_one(page: str) -> None:
    assert has(HELP[page])


def test_help_leads_nowhere_that_is_not_there() -> None:
    assert [place for place in [*HELP.values(), FIRST] if not has(place)] == []


# what it says


def test_every_command_and_its_options_are_explained() -> None:
    words = of("administrators/08-commands").markdown
    missing = []
    for command, options in commands(command_parser(), "ycdeskctl"):
        missing += [command] if f"`{command}" not in words else []
        lines = "\n".join(line for line in words.splitlines() if f"`{command}" in line)
        missing += [f"{command} {option}" for option in options if f"{option}" not in lines]
    assert missing == []


def test_no_command_is_named_that_does_not_exist() -> None:
    known = {name for name, _ in commands(command_parser(), "ycdeskctl")}
    named = re.findall(r"ycdeskctl [a-z]+(?: (?:list|diff)\b)?", "".join(each.markdown for each in chapters()))
    assert set(named) - known == set()


def test_every_table_that_can_be_exported_is_in_the_chapter_on_tables() -> None:
    words = of("users/10-tables").markdown
    assert [kind for kind in TableKind if f"`{kind.value}` {kind.label} |" not in words] == []


def commands(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, list[str]]]:
    """Each command at the ends of the tree with its long or only options."""
    under = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    if not under:
        options = [each.option_strings[-1] for each in parser._actions if each.option_strings]
        yield name, [option for option in options if option not in ("-h", "--help")]
    for each in under:
        for word, child in each.choices.items():
            yield from commands(child, f"{name} {word}")


def test_every_key_of_the_sheet_of_keys_is_in_the_chapter_on_keys() -> None:
    words = of("users/11-keys").markdown
    keys = {
        key for group in KEYS.values() for each, _ in group for key in re.findall(r"[A-Z][\w+]*\+.|F\d+|[A-Z]\b", each)
    }
    assert len(keys) > 20
    assert [key for key in sorted(keys) if f"`{key}" not in words and key not in words] == []


def literals() -> set[str]:
    """All texts of the program; what is put in at run time stands as …."""
    found = set()
    for path in project_files(".py"):
        if path.relative_to(ROOT).parts[0] not in ("ui", "ycdesk"):
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (each.value if isinstance(each, ast.Constant) else "…" for each in node.values)
                found.add("".join(str(part) for part in parts))
    return found


@pytest.fixture(scope="module")
def said() -> set[str]:
    """What the program can say."""
    return literals()


@EACH
def test_what_is_printed_bold_stands_on_a_screen(id: str, said: set[str]) -> None:
    """Bold is kept for the words of buttons, places, tabs and fields, ``place → tab`` for the way to them."""
    bold = re.findall(r"\*\*(.+?)\*\*", prose(of(id).markdown))
    assert [word for each in bold for word in each.split(" → ") if word not in said] == []


@EACH
def test_quoted_sentences_are_those_of_the_program(id: str, said: set[str]) -> None:
    quoted = re.findall(r"^> (.+)$", prose(of(id).markdown), re.MULTILINE)
    assert [sentence for sentence in quoted if not any(sentence in each for each in said)] == []


def test_questions_quote_the_program() -> None:
    assert len(re.findall(r"^> ", of("administrators/09-questions").markdown, re.MULTILINE)) >= 12


def test_excerpts_stand_in_the_files_they_name() -> None:
    words = of("developers/01-measure").markdown
    excerpts = re.findall(r"^<!-- (\S+) -->\n```\w+\n(.*?)^```", words, re.DOTALL | re.MULTILINE)
    assert len(excerpts) >= 8
    wrong = [f"{file}: {code[:40]}" for file, code in excerpts if code not in (ROOT / file).read_text("utf-8")]
    assert wrong == []
    assert len(re.findall(r"^```\w+$", words, re.MULTILINE)) == len(excerpts), "an excerpt names no file"


@pytest.mark.postgresql
def test_a_server_set_up_as_written_serves_a_desk_that_can_switch_nothing_off(
    postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    roles, rights = re.findall(r"^```sql\n(.*?)^```", of("administrators/02-several-desks").markdown, re.DOTALL | re.M)
    address, name = postgres_url.rsplit("/", 1)[0], postgres_url.rsplit("/", 1)[1]
    database = f"manual_{name}"
    plain = address.replace("+psycopg", "")

    def own(sql: str) -> str:
        return re.sub(r"\bycdesk(_owner)?\b", lambda found: f"{database}{found[1] or '_user'}", sql)

    roles = own(roles).replace(f"DATABASE {database}_user", f"DATABASE {database}")
    with psycopg.connect(f"{plain}/postgres", autocommit=True) as server:
        for statement in filter(str.strip, roles.split(";")):
            server.execute(statement.encode())
    try:
        with psycopg.connect(f"{plain}/{database}", autocommit=True) as server:
            server.execute(own(rights).encode())
        home = tmp_path_factory.mktemp("home")
        open_office(f"{address}/{database}".replace("postgres@", f"{database}_owner@"), home).close()
        office = open_office(f"{address}/{database}".replace("postgres@", f"{database}_user@"), home)
        first_start(office, "运城市商务局", "李明", "admin", "yuncheng-2024", demo=True)
        with office.engine.begin() as connection:
            triggers = connection.execute(
                text("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1")
            ).all()
        assert triggers
        for trigger, table in triggers[:3]:
            with pytest.raises(ProgrammingError, match="must be owner"), office.engine.begin() as connection:
                connection.execute(text(f"DROP TRIGGER {trigger} ON {table}"))
        office.close()
    finally:
        with psycopg.connect(f"{plain}/postgres", autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)".encode())
            for role in (f"{database}_owner", f"{database}_user"):
                server.execute(f"DROP ROLE IF EXISTS {role}".encode())


# looking for something


def test_words_are_found_together_headings_before_texts() -> None:
    hits = find("限额 台账")
    assert hits[0].section.place == "users/09-rulings#限额台账"
    assert all("限额" in hit.section.heading + hit.section.text for hit in hits)


def test_letters_find_headings_by_their_pinyin() -> None:
    assert "administrators/03-backup#备份与恢复" in [hit.section.place for hit in find("bfyhf")]


def test_a_passage_shows_what_was_found() -> None:
    hit = next(hit for hit in find("删不掉守着限额") if hit.section.chapter == "administrators/02-several-desks")
    assert "删不掉守着限额" in hit.passage
    assert hit.passage.startswith("…")


def test_nothing_is_found_for_nothing_or_what_is_not_there() -> None:
    assert find("  ") == []
    assert find("没有这样的词语") == []


def test_the_search_box_is_given_few_headings() -> None:
    assert [hit.section.heading for hit in headings_with("备份", 2)] == ["备份与恢复", "备份"]

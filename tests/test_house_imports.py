"""Every import points the way the architecture says: ui → services → database → domain → calculation."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.house import ROOT, imports, module_name, place, plain_name, project_files, tree_of, within

# Each part of the program, and the parts it may import besides itself. The longest name that fits decides.
MAY_IMPORT = {
    "ycdesk": [],  # the package's own __init__: its version, for everybody
    "ycdesk.paths": ["ycdesk.settings"],
    "ycdesk.settings": [],
    "ycdesk.changelog": ["ycdesk.paths"],
    "ycdesk.calculation": [],
    "ycdesk.domain": ["ycdesk.calculation", "ycdesk.paths"],
    "ycdesk.database": ["ycdesk.calculation", "ycdesk.domain", "ycdesk.paths", "ycdesk.settings"],
    "ycdesk.services": ["ycdesk.calculation", "ycdesk.domain", "ycdesk.database", "ycdesk.paths", "ycdesk.settings"],
    "ycdesk.cli": ["ycdesk.calculation", "ycdesk.domain", "ycdesk.services", "ycdesk.paths", "ycdesk.settings"],
    "ui": [
        *("ycdesk.calculation", "ycdesk.domain", "ycdesk.services"),
        *("ycdesk.changelog", "ycdesk.paths", "ycdesk.settings"),
    ],
}
# Libraries that only these parts may know.
ONLY_IN = {
    "PySide6": ["ui"],
    "shiboken6": ["ui"],
    "sqlalchemy": ["ycdesk.domain", "ycdesk.database", "ycdesk.services"],
    "alembic": ["ycdesk.database"],
    "psycopg": ["ycdesk.database"],
}
# The calculation asks nobody and remembers nothing: no clock, no chance, no process, no network, no environment.
NOT_FOR_CALCULATION = {"time", "random", "secrets", "os", "subprocess", "socket", "threading", "asyncio", "sqlite3"}

SOURCES = [path for path in project_files(".py") if place(path).startswith(("ycdesk/", "ui/"))]


def part_of(name: str) -> str | None:
    """The part of the program that a dotted name belongs to; None for a library."""
    return max((part for part in MAY_IMPORT if within(name, part)), key=len, default=None)


def test_every_source_file_belongs_to_a_part() -> None:
    assert SOURCES
    wrong = [place(path) for path in SOURCES if part_of(module_name(path)) == "ycdesk" != module_name(path)]
    assert wrong == []


def test_imports_point_downwards() -> None:
    wrong = []
    for path in SOURCES:
        own = part_of(module_name(path)) or ""
        allowed = {None, "ycdesk", own, *MAY_IMPORT[own]}
        wrong += [f"{place(path)}:{line} {name}" for line, name in imports(path) if part_of(name) not in allowed]
    assert wrong == []


def test_libraries_stay_in_their_parts() -> None:
    wrong = [
        f"{place(path)}:{line} {name}"
        for path in SOURCES
        for line, name in imports(path)
        for library, parts in ONLY_IN.items()
        if within(name, library) and not any(within(module_name(path), part) for part in parts)
    ]
    assert wrong == []


def test_every_imported_library_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    to_run = {plain_name(requirement) for requirement in project["project"]["dependencies"]}
    to_test = to_run | {plain_name(requirement) for requirement in project["dependency-groups"]["dev"]}
    own = {"ycdesk", "ui", "tests", "installer", *sys.stdlib_module_names}
    holders = {**packages_distributions(), "pydantic_core": ["pydantic"]}  # the other half of pydantic
    wrong = []
    for path in project_files(".py"):
        asked_for = to_run if path in SOURCES else to_test
        for line, name in imports(path):
            top = name.split(".")[0]
            if top not in own and asked_for.isdisjoint(map(plain_name, holders.get(top, []))):
                wrong.append(f"{place(path)}:{line} {name}")
    assert wrong == []


def test_calculation_knows_only_the_standard_library_and_pydantic() -> None:
    allowed = (set(sys.stdlib_module_names) | {"pydantic", "pydantic_core", "ycdesk"}) - NOT_FOR_CALCULATION
    wrong = [
        f"{place(path)}:{line} {name}"
        for path in calculation()
        for line, name in imports(path)
        if name.split(".")[0] not in allowed
    ]
    assert wrong == []


def test_calculation_looks_at_no_clock() -> None:
    wrong = [
        f"{place(path)}:{node.lineno} {node.attr}"
        for path in calculation()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}
    ]
    assert wrong == []


def calculation() -> list[Path]:
    """The calculation's files; an empty list would make these tests pass for nothing."""
    files = sorted((ROOT / "ycdesk" / "calculation").rglob("*.py"))
    assert files
    return files

"""The house is in order: small files, honest names, no trace of a machine, complete lock file, fonts, measures."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest
from fontTools.ttLib import TTFont

from tests.house import ROOT, place, plain_name, project_files, tree_of

LONGEST_FILE, LONGEST_FUNCTION = 300, 50
REASON = re.compile(r"# long: \S")

# Where packages come from is the machine's business, and so is where the project lies on it.
HOSTS = r"pypi\.|pythonhosted\.|npmjs\.|yarnpkg\.|npmmirror\.|\bdeb\.|\bmirrors?\.\w+\.|crates\.io"
PLACES = r"(?<![\w.~])/(?:root|work|home/\w{2,}|Users/\w{2,})/|\b[A-Z]:\\Users\\\w"
TRACE = re.compile(f"{HOSTS}|{PLACES}")

FIFTEEN = {
    "exhibition", "demo_park", "demo_enterprise", "air_cargo", "certification", "talent_training", "talent_platform",
    "store_global", "independent_site", "overseas_warehouse", "public_overseas_warehouse", "leading_enterprise",
    "support_service", "credit_insurance", "special_matter",
}  # fmt: skip
POLICY = ROOT / "resources" / "policy" / "yuncheng-2024-10" / "measures"
MODULES = ROOT / "ycdesk" / "calculation" / "measures"
FONTS = ROOT / "resources" / "fonts"


def test_files_and_functions_are_small() -> None:
    too_long = []
    for path in project_files(".py"):
        lines = path.read_text("utf-8").splitlines()
        if len(lines) > LONGEST_FILE and not says_why(lines[:20]):
            too_long.append(f"{place(path)}: {len(lines)} lines")
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION and not says_why(lines[node.lineno - 2 : top_of(node)]):
                    too_long.append(f"{place(path)}:{node.lineno} {node.name}: {length} lines")
    assert too_long == []


def says_why(lines: list[str]) -> bool:
    """Tell whether a comment among these lines gives the reason for the length."""
    return any(REASON.search(line) for line in lines)


def top_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The line where a function's first statement after its docstring begins."""
    first, *others = function.body
    return others[0].lineno if others and ast.get_docstring(function) is not None else first.lineno


def test_names_say_what_a_thing_is() -> None:
    empty = re.compile(r"(?:Manager|Helpers?|Utils?|Impl)$", re.IGNORECASE)
    for path in project_files(".py"):
        names = [node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)]
        assert [name for name in [*names, path.stem] if empty.search(name)] == [], place(path)


def test_no_file_names_a_registry_or_a_place_on_some_machine() -> None:
    found = []
    for path in project_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a font or a picture
        found += [f"{place(path)}: {hit}" for hit in TRACE.findall(text)]
    assert found == []


def test_every_locked_requirement_has_hashes_and_names_no_host() -> None:
    text = (ROOT / "installer" / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    for requirement in locked():
        assert re.match(r"[\w.-]+==[\w.]+\s", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", requirement), requirement


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    wanted += project["build-system"]["requires"]
    names = {plain_name(requirement) for requirement in locked()}
    assert {plain_name(requirement) for requirement in wanted} - names == set()


def locked() -> list[str]:
    """The lock file's requirements, each with its continued lines."""
    text = (ROOT / "installer" / "requirements.lock").read_text("utf-8").replace("\\\n", "")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def test_every_measure_has_its_rates_its_module_and_its_test() -> None:
    rates = {path.stem for path in POLICY.glob("*.toml")}
    modules = {path.stem for path in MODULES.glob("*.py") if not path.stem.startswith("_")}
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "calculation").glob("test_*.py")}
    known = rates | modules | FIFTEEN
    assert {"no TOML": known - rates, "no module": known - modules, "no test": known - tested} == {
        "no TOML": set(),
        "no module": set(),
        "no test": set(),
    }


@pytest.mark.parametrize(
    ("name", "characters"),
    [
        ("NotoSansSC-Regular.ttf", "运城申报㐂"),
        ("NotoSansSC-Bold.ttf", "运城申报㐂"),
        ("NotoSerifSC-Regular.ttf", "运城审批㐂"),
        ("NotoSerifSC-Bold.ttf", "运城审批㐂"),
        ("HanaMinB.ttf", "𠮷𪚥𫝀"),
    ],
)
def test_fonts_have_the_characters_and_outlines_that_papers_need(name: str, characters: str) -> None:
    with TTFont(FONTS / name, lazy=True) as font:
        assert "glyf" in font  # reportlab embeds no PostScript outlines
        assert "fvar" not in font  # and draws a variable font's thinnest
        assert [c for c in characters if ord(c) not in font.getBestCmap()] == []


def test_every_font_is_listed_with_its_licence() -> None:
    listed = (FONTS / "README.md").read_text("utf-8")
    fonts = [path.name for path in FONTS.glob("*.ttf")]
    licences = [path.name for path in FONTS.glob("LICENSE-*.txt")]
    assert len(fonts) == 5
    assert [name for name in fonts + licences if name not in listed] == []
    for name in licences:
        words = " ".join((FONTS / name).read_text("utf-8").split())
        assert "licensed under the SIL Open Font License, Version 1.1" in words

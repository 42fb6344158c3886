"""An example of a successor: the package of 2024–2025 under a new id for 2026–2027, with exactly three changes.

One rate (第三条(一), key exhibitions in "Belt and Road" or RCEP countries: 80 % → 75 %), one cap (第五条(三), one
overseas warehouse: 500 000 → 400 000 yuan) and one threshold (第五条(一), days of training: 30 → 45).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ycdesk.calculation import PackageShelf, PolicyPackage, load_package
from ycdesk.paths import policy_folder

OLD, NEW = "yuncheng-2024-10", "yuncheng-2026-01"
HEAD = (
    ('id = "yuncheng-2024-10"', 'id = "yuncheng-2026-01"'),
    ('version = "1.0.0"', 'version = "2.0.0"'),
    ("window_from = 2024-01-01", "window_from = 2026-01-01"),
    ("window_to = 2025-12-31", "window_to = 2027-12-31"),
)
CHANGES = {
    "package.toml": HEAD,
    "measures/exhibition.toml": (("key_group_percent = 80", "key_group_percent = 75"),),
    "measures/overseas_warehouse.toml": (("cap = 500000", "cap = 400000"),),
    "measures/talent_training.toml": (("days_at_least = 30", "days_at_least = 45"),),
}


@cache
def predecessor() -> PolicyPackage:
    """The package of 2024 and 2025, as it ships."""
    return load_package(policy_folder())


def successor_texts() -> dict[str, str]:
    """The texts of the successor by their path."""
    texts = dict(predecessor().texts)
    for name, changes in CHANGES.items():
        for old, new in changes:
            assert texts[name].count(old) == 1, (name, old)
            texts[name] = texts[name].replace(old, new)
    return texts


@cache
def successor() -> PolicyPackage:
    """The package of 2026 and 2027."""
    return load_package(successor_texts())


@cache
def both() -> PackageShelf:
    """The two packages beside each other."""
    return PackageShelf((successor(), predecessor()))


def write(folder: Path, texts: dict[str, str] | None = None) -> Path:
    """The successor, or other texts, as a folder of files."""
    for name, text in (successor_texts() if texts is None else texts).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def changed(version: str, *changes: tuple[str, str, str]) -> PolicyPackage:
    """The package of 2024 and 2025 in another version, with other changes: (file, old, new)."""
    texts = dict(predecessor().texts)
    for name, old, new in (("package.toml", 'version = "1.0.0"', f'version = "{version}"'), *changes):
        assert old in texts[name], (name, old)
        texts[name] = texts[name].replace(old, new, 1)
    return load_package(texts)


RENAMED = ("measures/exhibition.toml", "资金申请表（参展）", "参展申领表")

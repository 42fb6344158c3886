"""A damaged package stops the start with file, key and reason in one sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ycdesk.calculation import PackageError, load_package
from ycdesk.paths import resources

FOLDER = resources() / "policy" / "yuncheng-2024-10"


def replaced(old: str, new: str) -> Callable[[Path], None]:
    """Damage: the first ``old`` of a file becomes ``new``."""

    def damage(file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return damage


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def not_utf8(file: Path) -> None:
    file.write_bytes('id = "展会"'.encode("gb18030"))


DAMAGE: dict[str, tuple[str, Callable[[Path], None], tuple[str, ...]]] = {
    "missing key": (
        "measures/exhibition.toml",
        replaced('clause = "三(一)"\n', ""),
        ("exhibition.toml", "clause", "缺少"),
    ),
    "misspelt key": (
        "measures/demo_park.toml",
        replaced("short_title =", "short_titel ="),
        ("demo_park.toml", "short_titel", "没有这一项"),
    ),
    "surplus key": (
        "measures/exhibition.toml",
        replaced("order = 1\n", "order = 1\ncolour = 3\n"),
        ("exhibition.toml", "colour", "没有这一项"),
    ),
    "misspelt key of a paper": (
        "measures/exhibition.toml",
        replaced('name = "资金申请表（参展）"', 'name = "资金申请表（参展）"\nneeded = true'),
        ("exhibition.toml", "papers.0.needed", "没有这一项"),
    ),
    "misspelt parameter": (
        "measures/exhibition.toml",
        replaced("general_cap", "general_cpa"),
        ("exhibition.toml", "parameters.0.general_c", "这一项"),
    ),
    "reading in force unknown": (
        "measures/exhibition.toml",
        replaced('in_force = "letter"', 'in_force = "spirit"'),
        ("exhibition.toml", "readings.", "spirit", "alternatives"),
    ),
    "bad date": (
        "package.toml",
        replaced("window_to = 2025-12-31", 'window_to = "年底"'),
        ("package.toml", "window_to", "日期"),
    ),
    "window that ends before it begins": (
        "package.toml",
        replaced("window_to = 2025-12-31", "window_to = 2023-12-31"),
        ("package.toml", "window_to", "window_from"),
    ),
    "id with spaces": (
        "package.toml",
        replaced('id = "yuncheng-2024-10"', 'id = "运城 2024"'),
        ("package.toml", "「id」", "小写字母"),
    ),
    "version in words": (
        "package.toml",
        replaced('version = "1.0.0"', 'version = "新版"'),
        ("package.toml", "「version」", "1.0.0"),
    ),
    "countries outside the folder": (
        "package.toml",
        replaced('version = "1.0.0"\n', 'version = "1.0.0"\ncountry_file = "../countries.csv"\n'),
        ("package.toml", "country_file", "文件夹"),
    ),
    "impossible date": (
        "package.toml",
        replaced("window_to = 2025-12-31", "window_to = 2025-13-31"),
        ("package.toml", "TOML"),
    ),
    "bad date of parameters": (
        "measures/exhibition.toml",
        replaced("from = 2024-01-01", 'from = "2024"'),
        ("exhibition.toml", "parameters.0.from", "日期"),
    ),
    "duplicate paper": (
        "measures/exhibition.toml",
        replaced('id = "passport"', 'id = "photos"'),
        ("exhibition.toml", "papers", "重复", "photos"),
    ),
    "duplicate reading": (
        "measures/exhibition.toml",
        replaced('id = "9"', 'id = "8"'),
        ("exhibition.toml", "readings", "重复", "8"),
    ),
    "paper that is a common one": (
        "measures/exhibition.toml",
        replaced('id = "passport"', 'id = "promise"'),
        ("exhibition.toml", "papers", "package.toml", "promise"),
    ),
    "reading that is a common one": (
        "measures/exhibition.toml",
        replaced('id = "7"', 'id = "109"'),
        ("exhibition.toml", "readings", "package.toml", "109"),
    ),
    "unknown kind of applicant": (
        "measures/exhibition.toml",
        replaced('applicant_kinds = ["enterprise"]', 'applicant_kinds = ["enterprize"]'),
        ("exhibition.toml", "applicant_kinds", "enterprize"),
    ),
    "unknown mark of a paper": (
        "measures/exhibition.toml",
        replaced('marks = ["original", "signed", "stamp"]', 'marks = ["orignal"]'),
        ("exhibition.toml", "papers.0.marks", "orignal"),
    ),
    "condition without words": (
        "measures/exhibition.toml",
        replaced('condition = "以外币支付展位费"\n', ""),
        ("exhibition.toml", "papers.4", "condition"),
    ),
    "condition on an unknown fact": (
        "measures/exhibition.toml",
        replaced('fact = "tier"', 'fact = "teir"'),
        ("exhibition.toml", "catalogue", "teir"),
    ),
    "condition on an impossible value": (
        "measures/exhibition.toml",
        replaced('is_in = ["key"]', 'is_in = ["重点"]'),
        ("exhibition.toml", "catalogue", "tier", "重点"),
    ),
    "common paper of an unknown kind": (
        "package.toml",
        replaced('not_in = ["government"]', 'not_in = ["goverment"]'),
        ("package.toml", "application_report", "applicant.kind", "goverment"),
    ),
    "reading missing that the calculation follows": (
        "measures/support_service.toml",
        replaced('id = "98"', 'id = "198"'),
        ("support_service.toml", "readings", "缺少口径 98"),
    ),
    "alternative that the calculation does not know": (
        "measures/support_service.toml",
        replaced('id = "project"', 'id = "contract"'),
        ("support_service.toml", "口径 98", "county_year", "project"),
    ),
    "no TOML": (
        "measures/exhibition.toml",
        replaced("order = 1\n", "order 1\n"),
        ("exhibition.toml 第 3 行第 7 列", "TOML"),
    ),
    "no UTF-8": ("measures/exhibition.toml", not_utf8, ("exhibition.toml", "UTF-8")),
    "id is not the file name": (
        "measures/exhibition.toml",
        replaced('id = "exhibition"', 'id = "exhibitions"'),
        ("exhibition.toml", "exhibitions", "文件名"),
    ),
    "package file missing": ("package.toml", Path.unlink, ("package.toml", "读不出来", "没有这个文件")),
    "measure missing": ("measures/exhibition.toml", Path.unlink, ("measures", "缺少 exhibition.toml")),
    "countries missing": ("countries.csv", Path.unlink, ("countries.csv", "读不出来", "没有这个文件")),
    "countries empty": ("countries.csv", emptied, ("countries.csv", "没有任何国家和地区")),
    "countries no UTF-8": ("countries.csv", not_utf8, ("countries.csv", "UTF-8")),
    "country with a misspelt column": ("countries.csv", replaced(",rcep_to,", ",until,"), ("countries.csv", "rcep_to")),
    "country with a bad date": ("countries.csv", replaced("2023-06-30", "2023-06-31"), ("第 3 行", "日期")),
    "country in no zone": ("countries.csv", replaced(",洲际,", ",月球,"), ("第 2 行", "月球")),
    "country cut short": ("countries.csv", replaced(",,安道尔,欧洲", "\n"), ("第 2 行", "列数不够")),
}


@pytest.mark.parametrize(("name", "damage", "words"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_package_is_refused_in_one_sentence(
    tmp_path: Path, name: str, damage: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    folder = tmp_path / "yuncheng-2024-10"
    shutil.copytree(FOLDER, folder)
    damage(folder / name)
    with pytest.raises(PackageError) as caught:
        load_package(folder)
    sentence = str(caught.value)
    assert all(word in sentence for word in words), sentence
    assert sentence.startswith("政策包文件")
    assert sentence.endswith("。")
    assert "\n" not in sentence
    assert sentence.count("。") == 1


def test_a_measure_unknown_to_the_program_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "yuncheng-2024-10"
    shutil.copytree(FOLDER, folder)
    measures = folder / "measures"
    text = (measures / "exhibition.toml").read_text(encoding="utf-8")
    (measures / "fair.toml").write_text(text.replace('id = "exhibition"', 'id = "fair"', 1), encoding="utf-8")
    with pytest.raises(PackageError, match=r"fair\.toml：程序里没有「fair」这项措施"):
        load_package(folder)


def test_a_folder_without_measures_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "yuncheng-2024-10"
    shutil.copytree(FOLDER, folder)
    shutil.rmtree(folder / "measures")
    with pytest.raises(PackageError, match=r"缺少 air_cargo\.toml"):
        load_package(folder)

"""The texts of a policy package by their path in it: those of a folder, or the copy that a database holds.

One reader, ``ycdesk.calculation.package.load_package``, makes a package of either.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ycdesk.calculation.problems import PackageError, cause_of

HEAD = "package.toml"
MEASURES = "measures/"
LARGEST = 4_000_000
"""Bytes of one file; the largest that ships has some 30 000."""


class FolderTexts(Mapping[str, str]):
    """The files of a package's folder, each read when it is asked for. Line ends are those of Unix.

    Asking for a file that cannot be read raises PackageError, not KeyError: the sentence says why.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, name: str) -> str:
        file = self.folder / name
        try:
            if file.stat().st_size > LARGEST:
                raise PackageError(f"政策包文件 {file.name} 太大，不像是政策包里的文件。")
            text = file.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise PackageError(f"政策包文件 {file.name} 读不出来：{cause_of(error)}。") from error
        except UnicodeDecodeError as error:
            raise PackageError(f"政策包文件 {file.name} 不是 UTF-8 编码的文本。") from error
        return text.replace("\r\n", "\n")

    def __iter__(self) -> Iterator[str]:
        for file in sorted([*self.folder.glob("*.toml"), *self.folder.glob("*.csv")]):
            yield file.name
        for file in sorted((self.folder / MEASURES).glob("*.toml")):
            yield f"{MEASURES}{file.name}"

    def __len__(self) -> int:
        return sum(1 for _ in self)


def text_of(texts: Mapping[str, str], name: str) -> str:
    """One text of a package. Raises PackageError where it is missing or cannot be read."""
    try:
        return texts[name]
    except KeyError:
        raise PackageError(f"政策包文件 {file_name(name)} 读不出来：没有这个文件或文件夹。") from None


def measures_in(texts: Mapping[str, str]) -> list[str]:
    """The names of the measures' files, sorted."""
    return sorted(name for name in texts if name.startswith(MEASURES) and name.endswith(".toml"))


def toml_of(texts: Mapping[str, str], name: str) -> dict[str, Any]:
    """The data of one TOML file. Raises PackageError with file, line and column."""
    try:
        return tomllib.loads(text_of(texts, name))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第 {place[1]} 行第 {place[2]} 列" if place else "末尾"
        raise PackageError(f"政策包文件 {file_name(name)} {where}不合 TOML 的写法。") from error


def file_name(name: str) -> str:
    """The last part of a path in a package, as messages name it."""
    return name.rpartition("/")[2]

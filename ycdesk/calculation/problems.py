"""Errors of a case file or a package, worded in Chinese, with the path of the place."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """What is wrong and where: ``path`` such as ``facts.booths[0].fee`` (empty for the whole file)."""

    path: str
    message: str


class PackageError(Exception):
    """A package that cannot be used; the text is one sentence in Chinese with file, key and reason."""


_SENTENCES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查拼写",
    "model_type": "应当是一组带名称的项目（对象）",
    "model_attributes_type": "应当是一组带名称的项目（对象）",
    "dict_type": "应当是一组带名称的项目（对象）",
    "tuple_type": "应当是一个列表",
    "list_type": "应当是一个列表",
    "string_type": "应当是文字",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "int_from_float": "应当是整数",
    "bool_type": "应当是 true 或 false",
    "bool_parsing": "应当是 true 或 false",
    "decimal_parsing": "应当是数字",
    "decimal_type": "应当是数字",
    "date_type": "应当是日期",
    "date_parsing": "应当是日期",
    "date_from_datetime_parsing": "应当是日期",
}


def sentence_of(error: Mapping[str, Any]) -> str:
    """The sentence (without a full stop) for one error of pydantic."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "case_file":
        return str(context["sentence"])
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind in ("literal_error", "enum"):
        expected = str(context.get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
        return f"「{str(error.get('input'))[:40]}」不在可选值之中，可选：{expected}"
    if kind in ("greater_than_equal", "greater_than"):
        return f"不能小于 {context.get('ge', context.get('gt'))}"
    if kind in ("less_than_equal", "less_than"):
        return f"不能大于 {context.get('le', context.get('lt'))}"
    if kind == "too_short":
        return "不能是空的"
    return _SENTENCES.get(kind, f"值不合格（{kind}）")


def path_of(prefix: str, location: Iterable[str | int]) -> str:
    """``("booths", 0, "fee")`` → ``facts.booths[0].fee``."""
    path = prefix
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def problems_of(prefix: str, errors: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """All errors of one validation, in the order of the file."""
    problems = []
    for error in errors:
        fact = error.get("ctx", {}).get("fact")
        place = (*error["loc"], fact) if fact else error["loc"]
        problems.append(Problem(path_of(prefix, place), sentence_of(error)))
    return problems


_CAUSES = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EEXIST: "同名的文件占着它的位置",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENAMETOOLONG: "名称太长",
    errno.EIO: "磁盘读写出错",
}


def cause_of(error: OSError) -> str:
    """Why the system would not read or write, in words that fit into brackets."""
    return _CAUSES.get(error.errno or 0) or error.strerror or str(error)

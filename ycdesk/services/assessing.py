"""Case files as text: JSON and YAML in, JSON out, without losing a cent to binary floating point."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TextIO

from ycdesk.calculation import Assessment, CaseFileError, PackageShelf, PolicyPackage, assess, read_case
from ycdesk.calculation.problems import Problem
from ycdesk.calculation.shelf import shelf_of


def parse(text: str) -> Any:
    """The data of a case file in JSON, or else in YAML. Raises CaseFileError with the place of a syntax error."""
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        try:
            return parse_json(text)
        except _NoJSONError as error:
            try:
                return parse_yaml(text)
            except CaseFileError:
                raise error from None
    return parse_yaml(text)


class _NoJSONError(CaseFileError):
    """The syntax is not that of JSON; it may be that of YAML."""


def parse_json(text: str) -> Any:
    """JSON with numbers read as they are written. Raises CaseFileError."""
    try:
        text.encode()  # bytes that are not UTF-8 come in as lone surrogates
        return json.loads(text.lstrip("\ufeff"), parse_float=Decimal, object_pairs_hook=_unique)
    except UnicodeEncodeError:
        message = "不是 UTF-8 编码的文本"
    except json.JSONDecodeError as error:
        message = f"不是合格的 JSON：第 {error.lineno} 行第 {error.colno} 个字符处有误"
        raise _NoJSONError([Problem("", message)]) from None
    except (RecursionError, ValueError) as error:
        message = str(error) if isinstance(error, _TwiceError) else "不是合格的 JSON：嵌套太深或数字太长"
    raise CaseFileError([Problem("", message)])


class _TwiceError(ValueError):
    """A key that stands twice in one object."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        _refuse_twice([name for name, _ in pairs])
    return data


def _refuse_twice(names: list[str]) -> None:
    for name, often in Counter(names).items():
        if often > 1:
            raise _TwiceError(f"「{name}」写了两次")


def parse_yaml(text: str) -> Any:
    """YAML with decimals read as they are written and dates as text. Raises CaseFileError."""
    import yaml

    class Loader(yaml.SafeLoader):
        """The safe loader, but exact decimals and no key twice; an unreadable scalar is an error of the file."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            _refuse_twice([key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)])
            return super().construct_mapping(node, deep)

    Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(str(node.value).replace("_", "")))
    Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: str(node.value))
    try:
        return yaml.load(text.lstrip("\ufeff"), Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"：第 {mark.line + 1} 行第 {mark.column + 1} 个字符处有误" if mark else ""
        message = f"不是合格的 YAML{where}"
    except _TwiceError as error:
        message = str(error)
    except (yaml.YAMLError, ArithmeticError, RecursionError, ValueError):
        message = "不是合格的 YAML"
    raise CaseFileError([Problem("", message)])


def answer(data: Any, packages: PolicyPackage | PackageShelf) -> Assessment:
    """Assess the data of one case file under the package that it takes. Raises CaseFileError."""
    case = read_case(data, packages)
    return assess(case, shelf_of(packages).package_of(case))


def answer_lines(lines: TextIO, packages: PolicyPackage | PackageShelf) -> Iterator[dict[str, Any]]:
    """One result for each non-empty line of JSON; a bad line gives its errors and the others go on."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield answer(parse_json(line), packages).as_dict()
        except CaseFileError as error:
            yield {"line": number, "errors": problem_list(error)}


def problem_list(error: CaseFileError) -> list[dict[str, str]]:
    """The problems of a case file as ``[{path, message}]``."""
    return [{"path": problem.path, "message": problem.message} for problem in error.problems]

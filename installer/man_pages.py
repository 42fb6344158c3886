"""The manual pages of ycdesk and ycdeskctl, from the programs' own options: in Chinese all, in English in short.

``python -m installer.man_pages FOLDER`` writes them as ``FOLDER/man1`` and ``FOLDER/zh_CN/man1``.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from ui import options
from ycdesk import cli

ENGLISH = Path(__file__).parent / "debian" / "english.toml"
_FILES = {
    "zh_CN": (
        ".SH 文件\n~/.local/share/ycdesk\n.br\n数据库、设置和日志；换一个文件夹用环境变量\n.BR YCDESK_HOME ，\n"
        "换一个数据库用\n.BR YCDESK_DATABASE_URL 。\n"
    ),
    "en": (
        ".SH FILES\n~/.local/share/ycdesk\n.br\nDatabase, settings and logs; another folder by the variable\n"
        ".BR YCDESK_HOME ,\nanother database by\n.BR YCDESK_DATABASE_URL .\n"
    ),
}


def pages() -> dict[str, str]:
    """The pages by their place below ``man``. Raises KeyError for a command without its English sentence."""
    english = tomllib.loads(ENGLISH.read_text("utf-8"))
    found = {}
    for parser in (options.parser(), cli.command_parser()):
        name = parser.prog
        found[f"zh_CN/man1/{name}.1"] = _chinese(parser)
        found[f"man1/{name}.1"] = _english(parser, english[name])
    return found


def _chinese(parser: argparse.ArgumentParser) -> str:
    lines = [_head(parser.prog), f".SH 名称\n{parser.prog} \\- {_safe(parser.description or '')}"]
    lines += [
        f".SH 用法\n.B {parser.prog}\n[选项] {'命令' if _commands(parser) else ''}",
        ".SH 选项",
        *_options(parser),
    ]
    commands = _commands(parser)
    if commands:
        lines.append(".SH 命令")
    for path, command, help_ in commands:
        words = " ".join(_safe(_shown(action)) for action in command._get_positional_actions())
        lines += [f".SS {_safe(path)} {words}".rstrip(), _safe(help_), *list(_options(command))[1:]]  # not each --help
    return "\n".join(lines) + "\n" + _FILES["zh_CN"]


def _english(parser: argparse.ArgumentParser, sentences: dict[str, str]) -> str:
    lines = [_head(parser.prog), f".SH NAME\n{parser.prog} \\- {_safe(sentences[''])}"]
    lines += [f".SH SYNOPSIS\n.B {parser.prog}\n[options] {'command' if _commands(parser) else ''}", ".SH OPTIONS"]
    for action in parser._get_optional_actions():
        if action.option_strings[-1] != "--help":
            name = action.option_strings[-1]
            lines.append(f".TP\n.B {_safe(name)}\n{_safe(sentences[name])}")
    names = [path for path, _, _ in _commands(parser) if " " not in path]
    if names:
        lines.append(".SH COMMANDS")
    lines += [f".TP\n.B {_safe(name)}\n{_safe(sentences[name])}" for name in names]
    lines.append(f".PP\nAll options are told in Chinese by\n.B {parser.prog} \\-\\-help")
    return "\n".join(lines) + "\n" + _FILES["en"]


def _head(name: str) -> str:
    return f'.TH {name.upper()} 1 "" "ycdesk {version("ycdesk")}" ""\n.nh\n.ad l'


def _commands(parser: argparse.ArgumentParser, before: str = "") -> list[tuple[str, argparse.ArgumentParser, str]]:
    """All commands below a parser: (words, its parser, its help)."""
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {each.dest: each.help or "" for each in action._choices_actions}
            for name, command in action.choices.items():
                path = f"{before} {name}".strip()
                found += [(path, command, helps.get(name, "")), *_commands(command, path)]
    return found


def commands_of(parser: argparse.ArgumentParser) -> list[str]:
    """The words of all commands: ``policy``, ``policy list``…"""
    return [path for path, _, _ in _commands(parser)]


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    actions = [action for action in parser._actions if not isinstance(action, argparse._SubParsersAction)]
    for action in actions:
        words = ", ".join(action.option_strings) if action.option_strings else ""
        value = "" if action.nargs == 0 else _shown(action)
        yield f".TP\n.B {_safe(f'{words} {value}'.strip())}\n{_safe(action.help or '')}"


def _shown(action: argparse.Action) -> str:
    return str(action.metavar or action.dest) if not isinstance(action, argparse._SubParsersAction) else ""


def _safe(text: str) -> str:
    """Text as roff takes it: no hyphen becomes a dash, no line begins with a command."""
    text = text.replace("%%", "%").replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def write(folder: Path) -> None:
    """Write all pages, compressed the same way each time."""
    for place, text in pages().items():
        file = folder / f"{place}.gz"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    write(Path(sys.argv[1]))

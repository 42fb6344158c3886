"""Prove the log of events without the program: ``python3 verify_log.py FILE [--noted NUMBER:HASH]``.

FILE is the SQLite database, or the JSON lines that ``ycdeskctl log`` writes (``-``: standard input), which is the way
for PostgreSQL. Standard library only, so that an auditor can read the whole of it. Each event carries the SHA-256 over
the hash before it, a newline, and its own fields as JSON with sorted keys and without spaces.

A chain shows what was changed, removed, inserted or reordered in the middle. Whoever may rewrite the whole file can
cut the end off or chain everything anew; against that the last number and hash are printed, to be kept elsewhere
(on paper), and given back later by ``--noted``.

Exit status: 0 the log is whole; 1 it is not; 2 there is nothing that can be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

GENESIS = "0" * 64
FIELDS = ("id", "at", "person_id", "person_name", "kind", "case_id", "dossier_id", "applicant_id", "content")

Event = Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, verify, tell."""
    parser = argparse.ArgumentParser(description="不用本程序，核验办理记录的散列链。")
    parser.add_argument("file", metavar="文件", help="SQLite 数据库，或 ycdeskctl log 导出的文件；- 为标准输入")
    parser.add_argument("--noted", metavar="编号:散列", help="以前抄下的一条记录的编号和散列，核对它是否还在原处")
    options = parser.parse_args(arguments)
    try:
        last, problem = verify(events_of(options.file), noted_link(options.noted))
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
        print(f"{options.file}：读不出办理记录（{error}）。请检查文件。", file=sys.stderr)
        return 2
    if problem:
        print(f"办理记录不完整：{problem}")
        return 1
    print(f"办理记录完整，共 {last[0]} 条。请抄下最后一条的编号和散列，下次用 --noted 核对：\n{last[0]}:{last[1]}")
    return 0


def verify(events: Iterable[Event], noted: tuple[int, str] | None = None) -> tuple[tuple[int, str], str | None]:
    """Number and hash of the last event, and in Chinese what is wrong with the first bad one; None for a whole log."""
    number, before = 0, GENESIS
    for event in events:
        number += 1
        if event["id"] != number:
            return (number, before), f"应为第 {number} 条的地方是第 {event['id']} 条，有记录被删除、插入或者调换。"
        if event["previous_hash"] != before:
            return (number, before), f"第 {number} 条没有接在前一条之后，有记录被删除、插入或者调换。"
        if event["hash"] != chain_hash(event):
            return (number, before), f"第 {number} 条的内容与它的散列不符，被改过。"
        before = event["hash"]
        if noted and noted[0] == number and noted[1] != before:
            return (number, before), f"第 {number} 条与抄下的散列不符，此前的记录被改写过。"
    if noted and number < noted[0]:
        return (number, before), f"只有 {number} 条，抄下的第 {noted[0]} 条不见了，末尾的记录被删除。"
    return (number, before), None


def chain_hash(event: Event) -> str:
    """The hash that an event must carry."""
    fields = json.dumps(
        {name: event[name] for name in FIELDS}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(f"{event['previous_hash']}\n{fields}".encode()).hexdigest()


def events_of(name: str) -> Iterator[Event]:
    """The events in the order of their numbers (a database) or of the lines (an export)."""
    if name == "-":
        return _from_lines(sys.stdin)
    with Path(name).open("rb") as file:
        is_database = file.read(16) == b"SQLite format 3\0"
    return _from_sqlite(Path(name)) if is_database else _from_lines(Path(name).open(encoding="utf-8"))


def noted_link(text: str | None) -> tuple[int, str] | None:
    """A number and a hash as they were printed. Raises ValueError for anything else."""
    if text is None:
        return None
    number, _, digest = text.partition(":")
    if len(digest) != 64:
        raise ValueError("--noted 应写成 编号:散列")
    return int(number), digest.lower()


def _from_lines(file: TextIO) -> Iterator[Event]:
    with file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _from_sqlite(file: Path) -> Iterator[Event]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        for row in connection.execute("SELECT * FROM events ORDER BY id"):
            yield {**row, "at": datetime.fromisoformat(row["at"]).isoformat()}


if __name__ == "__main__":
    sys.exit(main())

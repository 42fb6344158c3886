"""The command line as people and scripts call it: files, standard input, batches, the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO, cast

import pytest

from ycdesk.calculation import load_package
from ycdesk.cli import main
from ycdesk.paths import policy_folder
from ycdesk.services.assessing import answer_lines

YAML = """\
measure: exhibition
applicant: {name: 甲公司, kind: enterprise, county: "140821"}
applied_on: 2025-06-30          # a date of YAML
facts:
  name: 河内国际贸易展
  session: "2025"
  tier: key
  country: VN
  opens_on: 2025-04-15
  provincial_support: false
  booths:
    - {booth_no: A1, fee: 31250.00}
    - {booth_no: B, fee: 18000.0007, currency: USD, exchange_rate: 7.1, area_m2: 30}
"""
CASE: dict[str, Any] = {
    "measure": "exhibition",
    "applicant": {"name": "甲公司", "kind": "enterprise", "county": "140821"},
    "applied_on": "2025-06-30",
    "facts": {
        "name": "河内国际贸易展", "session": "2025", "tier": "key", "country": "VN", "opens_on": "2025-04-15",
        "provincial_support": False, "booths": [{"booth_no": "A1", "fee": 30000}],
    },
}  # fmt: skip


def with_fee(fee: Any) -> dict[str, Any]:
    return {**CASE, "facts": {**CASE["facts"], "booths": [{"fee": fee}]}}


def run(*arguments: str, given: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    data = given.encode() if isinstance(given, str) else given
    return subprocess.run(
        [sys.executable, "-m", "ycdesk.cli", *arguments], input=data, capture_output=True, check=False, timeout=300
    )


def write(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return str(path)


def test_a_json_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", write(tmp_path, "case.json", CASE)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["amount"]) == ("eligible", "24000.00")


def test_a_yaml_file_keeps_every_decimal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", write(tmp_path, "case.yaml", YAML)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["amount"] == "100000.00"
    assert found["steps"][1]["expression"] == "half_up(18000.0007 * 7.1)"


def test_a_json_number_is_read_as_it_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps(CASE).replace("30000", "31250.10")
    assert main(["assess", write(tmp_path, "case.json", text)]) == 0
    assert json.loads(capsys.readouterr().out)["steps"][0]["expression"] == "min(cut(80/100 * 31250.1), 25000)"


def test_several_files_give_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [write(tmp_path, "a.json", CASE), write(tmp_path, "b.json", with_fee(-1)), write(tmp_path, "c.yaml", YAML)]
    assert main(["assess", *names]) == 2
    output = capsys.readouterr()
    good, bad, last = json.loads(output.out)
    assert (good["amount"], last["amount"]) == ("24000.00", "100000.00")
    assert [problem["path"] for problem in bad] == ["facts.booths[0].fee"]
    assert "b.json：facts.booths[0].fee：不能是负数" in output.err


@pytest.mark.parametrize("arguments", [("assess", "-"), ("assess",)])
@pytest.mark.parametrize("text", [json.dumps(CASE, ensure_ascii=False), "\ufeff" + json.dumps(CASE), YAML])
def test_standard_input(arguments: tuple[str, ...], text: str) -> None:
    done = run(*arguments, given=text)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["status"] == "eligible"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "应当是一组带名称的项目"),
        (b'{"measure": "exhibition",', "不是合格的 JSON：第 1 行"),
        (b'{"measure": "exhibition", "measure": "air_cargo"}', "「measure」写了两次"),
        (b"measure: exhibition\nfacts: {name: a, name: b}", "「name」写了两次"),
        (b"measure: [", "不是合格的 YAML：第 1 行"),
        ('{"measure": "运城"}'.encode("gbk"), "不是 UTF-8 编码"),
        (b"[" * 100_000, "嵌套太深"),
    ],
)
def test_what_is_no_case_file(text: bytes, words: str) -> None:
    done = run("assess", given=text)
    assert done.returncode == 2
    (problem,) = json.loads(done.stdout)
    assert problem["path"] == ""
    assert words in problem["message"]
    assert words in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_breach_of_the_format_lists_all_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {**with_fee("1.001"), "applied_on": "2025-06-31", "colour": 1}
    assert main(["assess", write(tmp_path, "case.json", case)]) == 2
    problems = json.loads(capsys.readouterr().out)
    assert {problem["path"] for problem in problems} == {"colour", "applied_on", "facts.booths[0].fee"}
    assert all(set(problem) == {"path", "message"} for problem in problems)


@pytest.mark.parametrize("flags", [(), ("--jsonl",)])
def test_a_file_that_cannot_be_read(flags: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", *flags, str(tmp_path / "none.json")]) == 1
    assert "none.json：读不出来（没有这个文件或文件夹）" in capsys.readouterr().err
    assert main(["assess", *flags, str(tmp_path)]) == 1
    assert "读不出来" in capsys.readouterr().err


def test_a_batch_goes_on_after_bad_and_empty_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps(CASE), "", "  ", "{nonsense", json.dumps(with_fee("-1")), "[1]", json.dumps({"measure": 3}),
             json.dumps(with_fee("")), json.dumps(with_fee("20000"))]  # fmt: skip
    assert main(["assess", "--jsonl", write(tmp_path, "batch.jsonl", "\r\n".join(lines))]) == 0
    first, *bad, incomplete, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (first["amount"], incomplete["status"], last["amount"]) == ("24000.00", "incomplete", "16000.00")
    assert [(answer["line"], answer["errors"][0]["path"]) for answer in bad] == [
        (4, ""), (5, "facts.booths[0].fee"), (6, ""), (7, "measure"),
    ]  # fmt: skip
    assert all(set(answer) == {"line", "errors"} for answer in bad)


def test_a_line_in_another_encoding_is_an_error_of_its_line() -> None:
    given = json.dumps(CASE).encode() + b"\n" + '{"measure": "运城"}\n'.encode("gbk") + json.dumps(CASE).encode()
    done = run("assess", "--jsonl", given=given)
    assert (done.returncode, done.stderr) == (0, b"")
    first, bad, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert bad == {"line": 2, "errors": [{"path": "", "message": "不是 UTF-8 编码的文本"}]}
    assert first == last


def test_a_batch_is_answered_line_by_line() -> None:
    read: list[int] = []

    def lines() -> Iterator[str]:
        for no in range(3):
            read.append(no)
            yield json.dumps(CASE)

    answers = answer_lines(cast(TextIO, lines()), load_package(policy_folder()))
    for no in range(3):
        assert next(answers)["amount"] == "24000.00"
        assert read == list(range(no + 1))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is told by Linux only")
def test_ten_thousand_lines_take_no_more_memory_than_five_hundred(tmp_path: Path) -> None:
    program = (
        "import re, sys\nfrom ycdesk.cli import main\nstatus = main(sys.argv[1:])\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1], file=sys.stderr)\nsys.exit(status)"
    )
    peaks = []
    for count in (500, 10_000):
        batch = write(tmp_path, "batch.jsonl", "".join(f"{json.dumps(with_fee(no % 500))}\n" for no in range(count)))
        done = subprocess.run(
            [sys.executable, "-c", program, "assess", "--jsonl", batch], capture_output=True, check=True, timeout=300
        )
        assert done.stdout.count(b"\n") == count
        peaks.append(int(done.stderr))
    assert peaks[1] - peaks[0] < 4 * 1024  # KiB


def test_the_schema_of_a_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "exhibition"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert "booths" in json.dumps(schema)
    with pytest.raises(SystemExit) as caught:
        main(["schema", "gardening"])
    assert caught.value.code == 2

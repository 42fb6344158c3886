"""Templates of the letters: all that ship are whole, the bureau's own go before, and what is wrong in one is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from ycdesk.domain.errors import OfficeProblem
from ycdesk.services.templates import FIELDS, read_templates


def own(home: Path, name: str, text: str) -> Path:
    """A template of the bureau's own."""
    file = home / "templates" / f"{name}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_all_that_ship_can_be_filled(tmp_path: Path) -> None:
    templates = read_templates(tmp_path)
    assert set(templates) == set(FIELDS)
    for name, template in templates.items():
        filled = template.filled({field: f"<{field}>" for field in FIELDS[name]})
        assert filled.title
        assert "{" not in "".join((filled.title, filled.to, *filled.body, *filled.after, *filled.receipt))


def test_the_bureaus_own_goes_before(tmp_path: Path) -> None:
    own(tmp_path, "acceptance", 'title = "受理告知单"\nword = "运商告"\nbody = ["{applicant}：你好。"]\n')
    template = read_templates(tmp_path)["acceptance"].filled(dict.fromkeys(FIELDS["acceptance"], "甲公司"))
    assert (template.title, template.word, template.body) == ("受理告知单", "运商告", ("甲公司：你好。",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "{aplicant}"', "title 里的“{aplicant}”不是这份文书的字段，可用的有：accepted_on、"),
        ('title = "x"\nbody = ["{award}"]', "body 里的“{award}”不是这份文书的字段"),
        ('title = "x"\nbody = ["{applicant!r}"]', "body 里的“{applicant}”不是这份文书的字段"),
        ('title = "x"\nbody = ["{applicant"]', "body 里的花括号不成对"),
        ('title = "x"\nbody = "{applicant}"', "body 应写几段文字"),
        ('title = "x"\nsigned = "no"', "signed 应写 true 或 false"),
        ('title = "x"\nfooter = "y"', "不认识“footer”这一项"),
        ('body = ["x"]', "没有写 title"),
        ("title = x", "格式有误"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_name(tmp_path: Path, text: str, said: str) -> None:
    file = own(tmp_path, "acceptance", text)
    with pytest.raises(OfficeProblem) as caught:
        read_templates(tmp_path)
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    own(tmp_path, "acceptance", "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OfficeProblem, match="读不出来"):
        read_templates(tmp_path)

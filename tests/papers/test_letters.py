"""Letters: what stands on them, one page where it can be, nothing split, sheets across, the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pypdfium2
import pytest

from tests.papers.sample import page_texts, read_codes, text_of
from tests.papers.test_pdf import RARE, used_fonts
from ycdesk.services.papers.faces import MissingGlyph, bundled_faces
from ycdesk.services.papers.heading import Printing
from ycdesk.services.papers.letter import draw_letter, letter_pages
from ycdesk.services.papers.letter_text import Letter, LetterTable
from ycdesk.services.papers.sheet import LANDSCAPE, PORTRAIT, Page, Text

SENTENCE = "资金专款专用，不得截留、挤占、挪用，并按规定接受监督检查。"
TABLE = LetterTable(
    columns=("序号", "单位名称", "金额（元）"),
    parts=(10, 60, 30),
    aligns="clr",
    rows=(("1", "运城市华远进出口贸易有限公司", "25,000.00"), ("", "合计", "25,000.00")),
    bold=(1,),
)
LETTER = Letter(
    kind="support",
    bureau="运城市商务局",
    title="支持通知书",
    number="运商支〔2025〕3号",
    to="运城市华远进出口贸易有限公司：",
    body=("你单位申报的项目，经审核，核定支持金额 ￥25,000.00（人民币贰万伍仟元整）。",),
    table=None,
    after=(),
    signed_on="2025年7月1日",
    receipt=("收件人（签字或盖章）：",),
    code="support-2025-3",
    subject="2025-0001　运城市华远进出口贸易有限公司",
)


def pages_of(letter: Letter) -> list[Page]:
    """The pages laid out."""
    return letter_pages(letter, None, bundled_faces())


def words(page: Page) -> list[str]:
    """The lines of text of a page."""
    return ["".join(text for _, text in item.runs) for item in (*page.fixed, *page.own) if isinstance(item, Text)]


def test_everything_of_a_letter_is_on_its_page() -> None:
    text = text_of(draw_letter(LETTER))
    for part in (LETTER.bureau, LETTER.title, LETTER.number, LETTER.to, *LETTER.body, LETTER.signed_on):
        assert part.replace(" ", "") in text
    assert "收件人（签字或盖章）：日期：年月日" in text
    assert read_codes(draw_letter(LETTER)) == ["support-2025-3"]


def test_the_same_letter_gives_the_same_bytes() -> None:
    letter = replace(LETTER, table=TABLE)
    assert draw_letter(letter) == draw_letter(Letter.from_dict(letter.as_dict()))


def test_every_font_is_embedded() -> None:
    fonts = set(used_fonts(draw_letter(replace(LETTER, table=TABLE, to=f"{RARE}公司："))))
    assert len(fonts) >= 3
    assert all(embedded for _, embedded in fonts)


def test_rare_characters_are_copied_out_and_what_no_font_has_is_named() -> None:
    assert RARE in text_of(draw_letter(replace(LETTER, to=f"{RARE}公司：")))
    with pytest.raises(MissingGlyph, match=r"U\+10FFFD"):
        draw_letter(replace(LETTER, to="\U0010fffd公司："))


def test_void_and_the_count_of_printings_are_marked() -> None:
    text = text_of(draw_letter(replace(LETTER, void=True), Printing(2, date(2025, 7, 3))))
    assert "运商支〔2025〕3号（作废）" in text
    assert "第2次打印2025年7月3日" in text


def test_a_letter_that_is_a_little_too_long_is_set_closer() -> None:
    """22 lines a page at 28.95 points; closer it holds more."""
    assert [len(pages_of(replace(LETTER, body=(SENTENCE,) * count))) for count in (3, 7, 9)] == [1, 1, 1]
    pages = pages_of(replace(LETTER, body=(SENTENCE * 4,) * 8))
    assert len(pages) > 1
    assert f"第1页 共{len(pages)}页" in words(pages[0])
    assert words(pages[1])[-2].startswith("2025-0001　运城市华远进出口贸易有限公司　运商支〔2025〕3号")


def test_a_table_behind_the_letter_lies_across_where_it_is_wide() -> None:
    wide = replace(LETTER, table=replace(TABLE, attached=True, landscape=True))
    letter, attachment = pages_of(wide)
    assert (letter.frame, attachment.frame) == (PORTRAIT, LANDSCAPE)
    document = pypdfium2.PdfDocument(draw_letter(wide))
    try:
        assert [round(page.get_width()) for page in document] == [595, 842]
    finally:
        document.close()
    assert "附件" in words(attachment)


def test_a_long_table_goes_on_with_its_header_and_its_sum_is_not_alone() -> None:
    for count in range(20, 60):
        rows = tuple((str(number), "乙公司", "1.00") for number in range(1, count + 1))
        table = replace(TABLE, rows=(*rows, ("", "合计", "20.00")), bold=(count,), attached=True)
        pages = pages_of(replace(LETTER, table=table))[1:]
        for page in pages:
            assert words(page).count("单位名称") == 1
        assert str(count) in words(pages[-1])
        assert sum(words(page).count("乙公司") for page in pages) == count


def test_signatures_are_never_split() -> None:
    """300 letters with long names and many rows: unit, day and the recipient's box stand on one page, with text."""
    dice = Random(5)
    for _ in range(300):
        name = "".join(
            dice.choice("运城市跨境电子商务进出口贸易有限责任公司甲乙丙丁") for _ in range(dice.randint(4, 90))
        )
        rows = tuple((str(row), name[: dice.randint(4, 60)], "1,234.56") for row in range(dice.randint(1, 60)))
        letter = replace(
            LETTER,
            to=f"{name}：",
            bureau=name[:40],
            body=tuple(SENTENCE * dice.randint(1, 3) for _ in range(dice.randint(1, 12))),
            table=dice.choice((None, replace(TABLE, rows=rows, bold=()))),
            after=tuple(SENTENCE for _ in range(dice.randint(0, 3))),
        )
        texts = [words(page) for page in pages_of(letter)]
        [signed] = [number for number, page in enumerate(texts) if "2025年7月1日" in page]
        assert any(line.startswith("日期：") for line in texts[signed])
        assert "收件人（签字或盖章）：" in texts[signed]
        assert sum("2025年7月1日" in page for page in texts) == 1


def test_numbers_in_narrow_columns_are_never_broken() -> None:
    amounts = ("123,456,789.00", "2025-0001")
    table = LetterTable(
        columns=tuple(f"金额{number}（元）" for number in range(12)),
        parts=(1,) * 12,
        aligns="r" * 12,
        rows=((*amounts * 6,),),
        landscape=True,
    )
    texts = words(pages_of(replace(LETTER, table=table))[0])
    assert [texts.count(amount) for amount in amounts] == [6, 6]


def test_a_long_title_is_broken_into_lines_of_about_the_same_length() -> None:
    title = "关于2025年跨境电子商务综合试验区扶持资金拟支持项目名单的公示"
    lines = [line for line in words(pages_of(replace(LETTER, title=title))[0]) if line and line in title]
    assert "".join(lines) == title
    assert max(map(len, lines)) - min(map(len, lines)) <= 4


def test_pages_of_a_letter_read_in_order() -> None:
    letter = replace(LETTER, body=(SENTENCE * 4,) * 8)
    first, *_, last = page_texts(draw_letter(letter))
    assert "运城市商务局支持通知书" in first
    assert "2025年7月1日" in last

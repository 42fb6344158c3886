"""What holds for every paper: fonts, rare characters, the same bytes, what the file says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from tests.papers.sample import FACTS, PARTY, facts, text_of
from ycdesk.domain.errors import DeskError
from ycdesk.paths import resources
from ycdesk.services.papers import faces
from ycdesk.services.papers.computation import draw_computation
from ycdesk.services.papers.faces import MissingGlyph, bundled_faces, faces_of, machine_faces, printable
from ycdesk.services.papers.facts import CaseFacts
from ycdesk.services.papers.slip import draw_slip

both = pytest.mark.parametrize("draw", [draw_slip, draw_computation])
Draw = Callable[[CaseFacts], bytes]

RARE = "𠮷䶮㛃𬭸"


def characters_of(name: str) -> frozenset[int]:
    with TTFont(resources() / "fonts" / f"{name}.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


CHARACTERS = tuple(map(characters_of, ("NotoSerifSC-Regular", "HanaMinB", "NotoSansSC-Regular")))


def named(name: str) -> CaseFacts:
    return facts(party=replace(PARTY, name=name))


def used_fonts(pdf: bytes) -> Iterator[tuple[str, bool]]:
    """Name of each font that draws text, and whether it is embedded."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=5):
                font = raw.FPDFTextObj_GetFont(item)
                size = raw.FPDFFont_GetBaseFontName(font, None, 0)
                name = raw.ctypes.create_string_buffer(size)
                raw.FPDFFont_GetBaseFontName(font, name, size)
                yield name.value.decode(), bool(raw.FPDFFont_GetIsEmbedded(font))
    finally:
        document.close()


@both
def test_every_font_is_embedded_and_a_subset(draw: Draw) -> None:
    pdf = draw(named(f"吉{RARE}商贸"))
    drawn = set(used_fonts(pdf))
    assert drawn == {("NotoSerifSC-Regular", True), ("NotoSerifSC-Bold", True), ("HanaMinB", True)}
    declared = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert all(re.fullmatch(rb"[A-Z]{6}\+(NotoSerifSC-(Regular|Bold)|HanaMinB)", name) for name in declared)
    assert pdf.count(b"/FontFile2") == len(declared)
    assert len(pdf) < 200_000


@both
@pytest.mark.parametrize("character", [*RARE, "𫇭", "𬶋", "𪚥", "㐀", "龥", "𰻝"])
def test_rare_characters_are_copied_out_as_themselves(draw: Draw, character: str) -> None:
    assert f"运城市{character}氏贸易有限公司" in text_of(draw(named(f"运城市{character}氏贸易有限公司")))


@both
def test_a_character_that_no_font_has_stops_the_paper_with_its_name_and_field(draw: Draw) -> None:
    with pytest.raises(MissingGlyph) as missing:
        draw(named("运城\U00031350贸易有限公司"))
    assert (missing.value.character, missing.value.field) == ("\U00031350", "单位名称")
    assert missing.value.sentence == "「\U00031350」（单位名称）没有可用字形（U+31350），本件文书没有打印。"
    assert isinstance(missing.value, DeskError)


def test_a_missing_glyph_names_the_field_it_stands_in() -> None:
    with pytest.raises(MissingGlyph) as missing:
        draw_slip(facts(party=replace(PARTY, legal_representative="张\ue000")))
    assert missing.value.field == "法定代表人"


@both
def test_the_same_case_gives_the_same_bytes(draw: Draw) -> None:
    first = draw(named(f"吉{RARE}商贸"))
    draw(named("另一家公司"))
    assert draw(named(f"吉{RARE}商贸")) == first


@both
def test_the_file_says_what_it_is(draw: Draw) -> None:
    document = pypdfium2.PdfDocument(draw(FACTS))
    about = document.get_metadata_dict()
    width, height = document[0].get_size()
    document.close()
    kind = "审批单" if draw is draw_slip else "审核表"
    assert about["Title"] == f"{kind} 2026-0001 运城市华远进出口贸易有限公司"
    assert about["Subject"] == "2026-0001"
    assert about["Author"] == "运城市商务局"
    assert (round(width * 25.4 / 72, 2), round(height * 25.4 / 72, 2)) == (210, 297)


def test_what_has_no_shape_is_not_printed() -> None:
    assert printable("甲\u200b乙\ufe0f丙\x07丁\t戊\u00a0己\n庚\u3000辛\U000e0100") == "甲乙丙丁 戊 己\n庚\u3000辛"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs", "Cf", "Cc"]), max_size=40))
def test_any_name_is_printed_or_refused_with_a_sentence(name: str) -> None:
    absent = [character for character in printable(name).replace("\n", "") if not has_glyph(character)]
    if absent:
        with pytest.raises(MissingGlyph) as missing:
            draw_slip(named(name))
        assert (missing.value.character, missing.value.field) == (absent[0], "单位名称")
    else:
        assert draw_slip(named(name)).startswith(b"%PDF-")


def has_glyph(character: str) -> bool:
    return any(ord(character) in known for known in CHARACTERS)


def test_the_machines_own_fonts_come_first_and_the_bundled_ones_stand_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "SIMFANG.TTF"
    own.write_bytes((resources() / "fonts" / "NotoSansSC-Regular.ttf").read_bytes())
    (tmp_path / "FZXBSJW.TTF").write_bytes(b"no font at all")
    monkeypatch.setattr(faces, "_machine_files", lambda: iter(tmp_path.iterdir()))
    machine_faces.cache_clear()
    try:
        chosen = faces_of("machine")
        assert chosen.body.files == (own, *bundled_faces().body.files)
        assert chosen.title.files == bundled_faces().title.files
        assert "SIMFANG" in {name for name, _ in chosen.body.runs("运城", "")}
    finally:
        machine_faces.cache_clear()
    assert faces_of("") is bundled_faces()

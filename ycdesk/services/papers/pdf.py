"""Pages into a PDF: fonts embedded and subset, what repeats drawn once, the same bytes for the same pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from threading import Lock

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from ycdesk.services.papers.faces import bundled_faces
from ycdesk.services.papers.sheet import HEIGHT, WIDTH, Code, Item, Page, Stroke, Text

rl_config.useA85 = 0  # streams as bytes, not as text a quarter longer

_WRITING = Lock()
"""reportlab's font objects keep a position while they are cut; one document is written at a time."""


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says of itself; viewers show the title, archives look for the number."""

    title: str
    number: str
    author: str


def write_pdf(pages: Iterable[Page], about: About) -> bytes:
    """Draw the pages into one document. Every character must have been measured before (see ``lines``)."""
    buffer = BytesIO()
    with _WRITING:
        canvas = Canvas(
            buffer,
            pagesize=(WIDTH, HEIGHT),
            pageCompression=1,
            invariant=1,
            initialFontName=bundled_faces().body.name,
            lang="zh-CN",
        )
        canvas.setTitle(about.title)
        canvas.setSubject(about.number)
        canvas.setAuthor(about.author)
        canvas.setCreator("ycdesk")
        canvas.setProducer("ycdesk")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        frames: dict[tuple[float, tuple[Item, ...]], str] = {}
        for page in pages:
            width, height = page.frame.width, page.frame.height
            canvas.setPageSize((width, height))
            frame = (height, tuple(page.fixed))
            if frame not in frames:
                frames[frame] = f"frame{len(frames) + 1}"
                canvas.beginForm(frames[frame], upperx=width, uppery=height)
                _draw(canvas, page.fixed, height)
                canvas.endForm()
            canvas.doForm(frames[frame])
            _draw(canvas, page.own, height)
            canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, items: Iterable[Item], height: float) -> None:
    """Write the operators themselves: reportlab's own drawing costs more than the whole layout."""
    texts: list[Text] = []
    strokes: dict[Stroke, None] = {}  # neighbours in a table draw the rule between them twice
    for item in items:
        if isinstance(item, Text):
            texts.append(item)
        elif isinstance(item, Stroke):
            strokes[item] = None
        else:
            canvas.addLiteral(_code_operators(item, height))
    canvas.addLiteral(_stroke_operators(strokes, height))
    canvas.addLiteral(_text_operators(texts, canvas, height))


def _stroke_operators(strokes: Iterable[Stroke], height: float) -> str:
    operators = ["2 J"]
    for width, group in groupby(sorted(strokes, key=attrgetter("width")), key=attrgetter("width")):
        operators.append(f"{width:g} w")
        for line in group:
            start, end = f"{line.x1:.2f} {height - line.y1:.2f} m", f"{line.x2:.2f} {height - line.y2:.2f} l"
            operators += (start, end)
        operators.append("S")
    return "\n".join(operators)


def _text_operators(texts: Iterable[Text], canvas: Canvas, height: float) -> str:
    operators = ["BT"]
    chosen = ""
    for text in texts:
        operators.append(f"1 0 0 1 {text.x:.2f} {height - text.y:.2f} Tm")
        for name, characters in text.runs:
            font = pdfmetrics.getFont(name)
            for subset, codes in font.splitString(characters, canvas._doc):
                choice = f"{font.getSubsetInternalName(subset, canvas._doc)} {text.size:g} Tf"
                if choice != chosen:
                    chosen = choice
                    operators.append(choice)
                operators.append(f"<{codes.hex()}> Tj")
    return "\n".join([*operators, "ET"])


def _code_operators(code: Code, height: float) -> str:
    place = f"q {code.module:.4f} 0 0 {-code.module:.4f} {code.x:.2f} {height - code.y:.2f} cm"
    modules = "\n".join(f"{column} {row} {length} 1 re" for column, row, length in code.runs)
    return f"{place}\n{modules}\nf Q"


def _to_unicode(font_name: str, subset: list[int]) -> str:
    """The map by which a reader copies text out of a font subset, in UTF-16 as the PDF standard asks."""
    entries = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset)]
    blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
            f"/CMapName /{font_name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


# WORKAROUND reportlab 5.1.0: a character beyond U+FFFF is written with five hexadecimal digits, so that 𠮷 is copied
# out of the PDF as something else. tests/papers/test_pdf.py copies it back.
ttfonts.makeToUnicodeCMap = _to_unicode

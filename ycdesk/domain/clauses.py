"""Splitting the bureau's own copy of a policy text into its clauses.

The text of the policy is not part of the program; the bureau loads its own copy, which is often copied out of a
PDF: lines break in the middle of sentences and words, blank lines stand between pages, parentheses are of full
or half width, and title, signature and distribution pages stand around the clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ycdesk.calculation.clauses import NUMBERS

_NUMERAL = r"([一二三四五六七八九十]\s*){1,3}"
_ARTICLE = re.compile(rf"(?:^\s*|(?<=[。；])\s*)第\s*(?P<number>{_NUMERAL})条(?P<gap>[ \t\u3000：:]*\n?)", re.M)
_ITEM = re.compile(rf"(?:^\s*|(?<=[。；：])\s*)[（(]\s*(?P<number>{_NUMERAL})[）)][ \t\u3000]*", re.M)
_FINISHED = re.compile(r"[。；：！？;!?][”’）)》」]*$")
_PAGE_NUMBER = re.compile(r"^[-—–－─·]+\s*\d{1,3}\s*[-—–－─·]+$")
_TAIL = re.compile(r"^(抄\s*送|主\s*送|附\s*件|[（(]\s*此\s*件|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(印\s*发)?$)")
_HAN = r"\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’"
_SPACE_IN_WORDS = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


class NoClausesError(ValueError):
    """The text has no clause; the message is a Chinese sentence that says what to do."""


def split_clauses(text: str) -> dict[str, str]:
    """Split a policy text into clauses keyed as in a policy package: ``一``, ``三``, ``三(一)`` … ``十(三)``.

    An article's own key holds its heading and lead-in, where it has any. Paragraphs of a clause are separated by
    one line break; breaks inside sentences are mended. Raises NoClausesError where no article is found.
    """
    text = re.sub(r"\r\n?|[\f\v\u2028\u2029]", "\n", text.removeprefix("\ufeff"))
    width = max((len(line.strip()) for line in text.split("\n")), default=0)
    clauses: dict[str, str] = {}
    articles = list(_articles(text))
    for position, (article, start) in enumerate(articles):
        last = position + 1 == len(articles)
        end = len(text) if last else articles[position + 1][1].start()
        bodies = list(_items(article, text[start.end() : end]))
        for place, (key, body) in enumerate(bodies):
            lines = _lines(body)
            if last and place + 1 == len(bodies):
                lines = _without_signature(lines)
            words = _mended(lines, width if key == article else 0)
            if words:
                clauses[key] = words
    if not clauses:
        raise NoClausesError(
            "这份文本里没有找到“第一条”这样的条款，无法按条拆分；请选用措施正文的纯文本，每条以“第×条”开头另起一行。"
        )
    return clauses


def _articles(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The beginnings of articles, in rising order; a reference to an article inside a sentence is none."""
    before = 0
    for match in _ARTICLE.finditer(text):
        number = re.sub(r"\s", "", match["number"])
        lines = _lines(text[: match.start()])
        after_sentence = not lines or bool(_FINISHED.search(lines[-1]))
        if NUMBERS.get(number, 0) > before and (match["gap"] or (after_sentence and _starts_line(match))):
            before = NUMBERS[number]
            yield number, match


def _starts_line(match: re.Match[str]) -> bool:
    return match.start() == 0 or "\n" in match[0] or match.string[match.start() - 1] == "\n"


def _items(article: str, body: str) -> Iterator[tuple[str, str]]:
    """The lead-in of an article and its items （一）, （二） …, which must follow in order."""
    key, start, expected = article, 0, 1
    for match in _ITEM.finditer(body):
        number = re.sub(r"\s", "", match["number"])
        if NUMBERS.get(number) == expected:
            yield key, body[start : match.start()]
            key, start, expected = f"{article}({number})", match.end(), expected + 1
    yield key, body[start:]


def _lines(body: str) -> list[str]:
    """Lines that carry text; page numbers between dashes do not."""
    lines = [line.strip() for line in body.split("\n")]
    return [line for line in lines if line and not _PAGE_NUMBER.match(line)]


def _without_signature(lines: list[str]) -> list[str]:
    """The last clause without the issuer, date and distribution that follow it."""
    end = next((i for i, line in enumerate(lines) if i and _TAIL.match(line)), len(lines))
    while end > 1 and not _FINISHED.search(lines[end - 1]) and _FINISHED.search(lines[end - 2]):
        end -= 1
    return lines[:end]


def _mended(lines: list[str], width: int) -> str:
    """Paragraphs of the lines: a line that ends inside a sentence goes on with the next one.

    ``width`` is the length of the text's longest line, in characters, where the first line may be a heading
    (no punctuation, clearly shorter than a full line), else 0.
    """
    paragraphs: list[str] = []
    goes_on = False
    for number, line in enumerate(lines):
        if goes_on:
            gap = " " if re.match(r"[A-Za-z]", line) and re.search(r"[A-Za-z]$", paragraphs[-1]) else ""
            paragraphs[-1] += gap + line
        else:
            paragraphs.append(line)
        heading = number == 0 and len(line) < 0.7 * width and not re.search(r"[，。；：、！？,;]", line)
        goes_on = not heading and not _FINISHED.search(line)
    return "\n".join(_SPACE_IN_WORDS.sub("", paragraph) for paragraph in paragraphs)

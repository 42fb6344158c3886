"""Files that are no invoice, are broken, locked, red or dangerous: a sentence each, within 400 MB of memory."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from tests.invoices import (
    PDF_KEYS,
    archive,
    attached_ofd,
    custom_ofd,
    face,
    ofd_root,
    older_xml,
    pdf,
    tagged_ofd,
    xml_invoice,
)
from ycdesk.domain.errors import InputProblem
from ycdesk.services.invoices import read_invoice

ENTITIES = b'<?xml version="1.0"?><!DOCTYPE E [<!ENTITY a "&b;&b;"><!ENTITY b "c">]><EInvoice>&a;</EInvoice>'
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE E SYSTEM "file:///etc/passwd"><EInvoice/>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def locked_zip() -> bytes:
    """An OFD whose members say that they are locked."""
    data = bytearray(custom_ofd())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 1)
    return bytes(data)


def packed(kind: int, members: dict[str, bytes]) -> bytes:
    """A zip packed in one way."""
    out = BytesIO()
    with ZipFile(out, "w", kind) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "是空的"),
        (b"\x00\x01\x02", "不是电子发票"),
        ("金额,税额\n1,2".encode("gb18030"), "不是电子发票"),
        (PNG, "是图片，读不出发票的内容"),
        (b"<html><body>x</body></html>", "没有发票的内容"),
        (b"<EInvoice><Seller", "不完整或者已损坏"),
        (b"<?xml version='1.0' encoding='klingon'?><E/>", "不完整或者已损坏"),
        (xml_invoice()[:-40], "不完整或者已损坏"),
        (xml_invoice(number="x", seller="", day="") + b"", "没有发票的内容"),
        (ENTITIES, "文档类型或实体的定义"),
        (EXTERNAL, "文档类型或实体的定义"),
        (b"<a>" * 65 + b"</a>" * 65, "嵌套超过 64 层"),
        (b"<a>" + b" " * 10_000_000 + b"</a>", "超过 10 MB"),
        (xml_invoice(amount="-29481.13", tax="-1768.87", total="-31250.00"), "红字（负数）发票"),
        (pdf(face(amount="-29481.13", tax="-1768.87", total="-31250.00")), "红字（负数）发票"),
        (b"<all>" + (xml_invoice() + xml_invoice(number="25142000000087654321")).replace(
            b'<?xml version="1.0" encoding="UTF-8"?>', b"") + b"</all>", "不止一张发票"),
        (b"%PDF-1.7 nothing", "不完整或者已损坏"),
        (pdf(face())[:2000], "不完整或者已损坏"),
        (pdf(face(), encryption="geheim"), "加了密码"),
        (pdf([]), "只有图像，没有文字"),
        (pdf([(50, 300, "展位合同"), (50, 280, "金额 100 元")]), "不是电子发票"),
        (pdf([(50, 300, "发票"), (50, 280, "没有别的")]), "没有发票的内容"),
        (pdf(face()) + b" " * 10_000_000, "超过 10 MB"),
        (archive({"a.txt": "x"}), "是压缩包，不是 OFD"),
        (archive({"OFD.xml": ofd_root(), "Doc_0/Document.xml": "<a/>"}), "没有发票的内容"),
        (archive({"OFD.xml": "<broken"}), "不完整或者已损坏"),
        (attached_ofd()[:-30], "不完整或者已损坏"),
        (attached_ofd(ENTITIES), "文档类型或实体的定义"),
        (attached_ofd(older_xml(total="-1", amount="-1", tax="0")), "红字（负数）发票"),
        (locked_zip(), "加了密码"),
        (packed(ZIP_LZMA, {"OFD.xml": ofd_root().encode()}), "不认识的压缩方式"),
        (archive({"OFD.xml": ofd_root(), **{f"{n}": "" for n in range(2000)}}), "里有 2001 个文件"),
    ],
)  # fmt: skip
def test_one_sentence_says_what_is_wrong_with_the_file(data: bytes, words: str) -> None:
    with pytest.raises(InputProblem, match=words) as raised:
        read_invoice("来件", data)
    [sentence] = raised.value.problems.values()
    assert sentence.startswith("来件")
    assert sentence.endswith("。")


def test_a_pdf_that_may_be_opened_but_is_locked_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = pdf(face(), encryption=StandardEncryption("", "owner", canPrint=1, canCopy=0))
    assert read_invoice("发票.pdf", data).full_number == "25142000000012345678"


# Bombs.


def pdf_of(*streams: tuple[bytes, bytes]) -> bytes:
    """A PDF of one page, whose contents are the first stream; a dictionary's inside and bytes each."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 609 394]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    objects += [b"<<%b/Length %d>>stream\n%b\nendstream" % (inside, len(data), data) for inside, data in streams]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def deflated(size: int, piece: bytes = b" ") -> bytes:
    """``size`` bytes of the same, packed without ever being whole."""
    machine = zlib.compressobj(9)
    block = piece * (1_000_000 // len(piece))
    return b"".join([*(machine.compress(block) for _ in range(size // len(block))), machine.flush()])


def lying_zip() -> bytes:
    """An OFD whose headers say that a member of 200 MB has 1 000 bytes."""
    size = 200_000_000
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made, made.open("Doc_0/Attachs/original_invoice.xml", "w") as member:
        for _ in range(size // 1_000_000):
            member.write(b" " * 1_000_000)
    data = out.getvalue()
    with ZipFile(BytesIO(data), "a") as made:
        made.writestr("OFD.xml", ofd_root())
    return data.replace(struct.pack("<L", size), struct.pack("<L", 1_000))


def many_names() -> bytes:
    """An XML with a million attributes in one element."""
    names = b"".join(b"a%d='' " % number for number in range(700_000))
    return b"<a " + names + b"/>"


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip": lambda: archive({"OFD.xml": ofd_root(), "Doc_0/Attachs/original_invoice.xml": b" " * 300_000_000}),
    "zip that lies": lying_zip,
    "a zip of many": lambda: archive({"OFD.xml": ofd_root(), **{f"x{n}": "" for n in range(60_000)}}),
    "entities": lambda: (
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "lol">'
        + b"".join(b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
        + b"]><EInvoice>&a11;</EInvoice>"
    ),
    "depth": lambda: b"<a>" * 3_000_000,
    "names": many_names,
    "elements": lambda: b"<a>" + b"<b/>" * 2_400_000 + b"</a>",
    "pdf": lambda: pdf_of((b"/Filter/FlateDecode", deflated(800_000_000))),
    "pdf twice": lambda: pdf_of((b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(deflated(4_000_000_000), 9))),
    "pdf disguised": lambda: pdf_of((b"/Filter/Flate#44ecode", deflated(800_000_000))),
    "pdf of words": lambda: pdf_of((b"/Filter/FlateDecode", deflated(60_000_000, b"BT/F 1 Tf(aaaaaaaaaaaaa)Tj ET\n"))),
    "pdf of hex": lambda: pdf_of(
        (b"/Filter[/ASCIIHexDecode/FlateDecode]", deflated(800_000_000).hex().encode() + b">")
    ),
}  # fmt: skip
_CHILD = """
import re, sys
from ycdesk.domain.errors import InputProblem
from ycdesk.services.invoices import read_invoice
try:
    read_invoice("来件", open(sys.argv[1], "rb").read())
except InputProblem as problem:
    print(problem)
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is told by Linux only")
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_a_sentence_within_400_mb(tmp_path: Path, bomb: str) -> None:
    file = tmp_path / "bomb"
    file.write_bytes(BOMBS[bomb]())
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", _CHILD, str(file)], capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    sentence, peak = done.stdout.decode().split("\n")[:2]
    assert sentence.startswith("来件")
    assert int(peak) < 400 * 1024, f"{file.stat().st_size} bytes took {peak} KiB"


@pytest.mark.parametrize(
    "whole",
    [xml_invoice(), older_xml(), attached_ofd(), custom_ofd(), tagged_ofd(), pdf(face()), pdf(face(), PDF_KEYS)],
)
def test_damaged_bytes_are_read_or_said(whole: bytes) -> None:
    """Flipped, cut and doubled at places that chance picks, the same each time."""
    chance = random.Random(20250401)
    for _ in range(120):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 2, 8, 64))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        start, end = sorted(chance.randrange(len(data)) for _ in range(2))
        match chance.randrange(4):
            case 0:
                del data[start : min(end, start + 50)]
            case 1:
                data[start:start] = data[start : min(end, start + 50)]
            case 2:
                del data[end:]
        with suppress(InputProblem):  # any other exception is a defect
            read_invoice("来件", bytes(data))

"""What a file is, by its first bytes."""

from __future__ import annotations


def is_ofd(data: bytes) -> bool:
    """Whether a zip calls itself an OFD document."""
    return data.startswith(b"PK\x03\x04") and b"OFD.xml" in data


def looks_like_xml(data: bytes) -> bool:
    """Whether the first bytes are those of an XML file, in UTF-8 or UTF-16."""
    head = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith((b"<", b"\xff\xfe<\x00", b"\xfe\xff\x00<"))

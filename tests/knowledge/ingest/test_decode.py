"""Bytes become text in the encoding they were written in, or an error says what is odd about them."""

from __future__ import annotations

import codecs
import random

import pytest

from knowledge.ingest.decode import decode
from knowledge.ingest.document import IngestError

WORDS = "Your knees don’t need “magic” shoes – they need rest. A café run for £5 at 20° isn’t wrong.\n" * 3


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (WORDS.encode(), "utf-8"),
        (codecs.BOM_UTF8 + WORDS.encode(), "utf-8-sig"),
        (WORDS.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "utf-16"),
        (WORDS.encode("utf-32"), "utf-32"),
        (WORDS.encode("utf-16-le"), "utf_16_le"),
        (WORDS.encode("cp1252"), "cp1252"),
        (WORDS.encode("mac_roman"), "mac_roman"),
        (WORDS.replace("\n", "\r\n").encode(), "utf-8"),
        (WORDS.replace("\n", "\r").encode(), "utf-8"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16", "UTF-16 big-endian", "UTF-32", "UTF-16 without mark", "Windows",
         "old Mac", "DOS lines", "old Mac lines"],
)  # fmt: skip
def test_text_is_read_in_its_encoding(content: bytes, encoding: str) -> None:
    assert decode(content) == (WORDS, encoding)


NOISE = random.Random(7).randbytes(4000)
ODD: dict[str, tuple[bytes, str]] = {
    "one odd byte in UTF-8": (
        WORDS.encode() + b"\nHe said \x93stop\x94.\n",
        "the file is UTF-8 but for some bytes; received b'\\x93sto' at byte 324, in line 5. Save it again as UTF-8",
    ),
    "cut in the middle of a letter": (
        WORDS.encode()[: WORDS.encode().rindex("’".encode()) + 1], "the file is UTF-8 but for some bytes; received",
    ),
    "UTF-8 read as Windows and saved": (
        WORDS.encode().decode("cp1252", "replace").encode(),
        "letters were garbled before; received ' knees donâ€™t nee'. Go back to the original",
    ),
    "a mark that lies": (codecs.BOM_UTF8 + WORDS.encode("cp1252"), "the file says that it is utf-8-sig and is not;"),
    "UTF-16 cut short": (WORDS.encode("utf-16")[:-1], "the file says that it is utf-16 and is not; received"),
    "Russian of old": ("Колени болят после бега. ".encode("cp1251") * 20, "the encoding cannot be told; received"),
    "Japanese of old": ("走ると膝が痛いです。".encode("shift_jis") * 20, "the encoding cannot be told; received"),
    "noise": (NOISE, "the encoding cannot be told; received bytes such as"),
    "noughts": (b"\0" * 3000, "the file holds no text; received 3,000 bytes of other data."),
    "words among control characters": (b"knee\x01\x02\x03\x04 pain\x05 " * 50, "the file holds no text; received 750"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "message"), ODD.values(), ids=list(ODD))
def test_odd_bytes_are_named(content: bytes, message: str) -> None:
    with pytest.raises(IngestError) as caught:
        decode(content)
    assert str(caught.value).startswith(message)

"""Bytes to text: UTF-8, what a byte-order mark says, or the likeliest of what English articles come in."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from knowledge.ingest.document import IngestError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LIKELY = ["cp1252", "mac_roman", "utf_16_le", "utf_16_be"]
MOSTLY_UTF8 = 0.5  # of the bytes beyond ASCII; from there on, an odd byte is damage and not another encoding
# UTF-8 that was read as Windows-1252 and saved as UTF-8 again: a curly quote becomes three characters.
GARBLED = re.compile("â€[™˜œ\x9d“”¦]|Ã[©¨¡¼¶¤±]|Â[£°·½]")
MOST_CONTROLS = 0.001  # share of control characters from which the content is no text
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
REMEDY = "Save it again as UTF-8 text."


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the encoding it was read in; line ends become plain ones.

    Raises:
        IngestError: it is no text, or its encoding cannot be told.
    """
    text, encoding = _decoded(content)
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise IngestError("the file holds no text", f"{len(content):,} bytes of other data", REMEDY)
    if garbled := GARBLED.search(text):
        around = text[max(0, garbled.start() - 10) : garbled.end() + 5].replace("\n", " ")
        raise IngestError("letters were garbled before", f"{around!r}", "Go back to the original and save it as UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding).removeprefix("\ufeff"), encoding
            except UnicodeDecodeError as error:
                raise IngestError(f"the file says that it is {encoding} and is not", _odd(error), REMEDY) from error
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        beyond = sum(byte > 127 for byte in content)
        good = sum(len(character.encode()) for character in content.decode("utf-8", "ignore") if character > "\x7f")
        if good >= MOSTLY_UTF8 * beyond:
            raise IngestError("the file is UTF-8 but for some bytes", _odd(error), REMEDY) from error
    best = from_bytes(content, cp_isolation=LIKELY).best()
    if best is None:
        raise IngestError("the encoding cannot be told", f"bytes such as {content[:24]!r}", REMEDY)
    return str(best), best.encoding


def _odd(error: UnicodeDecodeError) -> str:
    line = error.object.count(b"\n", 0, error.start) + 1
    return f"{error.object[error.start : error.start + 4]!r} at byte {error.start:,}, in line {line}"

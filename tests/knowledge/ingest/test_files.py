"""Which files are taken in, and that no file is trusted by its name, size, ending or links."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.ingest.document import IngestError
from knowledge.ingest.files import KINDS, MOST_BYTES, Found, list_files, read_bytes, shown
from tests.knowledge.ingest.articles import pdf


def found(path: Path) -> Found:
    return Found(path, path.name, KINDS[path.suffix])


@pytest.mark.parametrize(("ending", "kind"), KINDS.items())
def test_each_kind_of_file_is_known_by_its_ending(tmp_path: Path, ending: str, kind: str) -> None:
    path = tmp_path / f"Knees{ending.upper()}"
    path.write_text("words", encoding="utf-8")
    assert list_files(path).files == [Found(path, path.name, kind)]


def test_a_folder_is_listed_with_what_lies_below_it(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a.txt",
        "more/c.html",
        "more/style.css",
        "more/logo.PNG",
        ".hidden.md",
        ".git/d.md",
        "LICENCE",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words", encoding="utf-8")
    listing = list_files(tmp_path)
    assert [file.name for file in listing.files] == ["a.txt", "b.md", "more/c.html"]
    assert dict(listing.passed_over) == {".css": 1, ".png": 1, "no ending": 1}
    assert listing.refused == []


def test_links_are_followed_nowhere_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("words", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.md").write_text("words", encoding="utf-8")
    (folder / "same.md").symlink_to(folder / "a.md")
    (folder / "out.md").symlink_to(outside / "secret.md")
    (folder / "up").symlink_to(outside)
    (folder / "circle.md").symlink_to(folder / "circle.md")
    listing = list_files(folder)
    assert [file.name for file in listing.files] == ["a.md"]
    assert [(name, str(error)) for name, error in listing.refused] == [
        (
            name,
            f"the link was not followed; received a link to {target}, outside the folder. Copy the file itself.",
        )
        for name, target in (("out.md", outside / "secret.md"), ("up", outside))
    ]


def test_a_link_put_there_after_the_listing_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("words", encoding="utf-8")
    (tmp_path / "a.md").symlink_to(tmp_path / "secret")
    with pytest.raises(
        IngestError, match="the file could not be read; received an error of the system: Too many levels"
    ):
        read_bytes(found(tmp_path / "a.md"))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "nothing was read; received .*, which is not there. Check the path."),
        (
            lambda path: path.write_text("x"),
            "the file was not taken in; received the ending .docx. Files to take in end with",
        ),
        (lambda path: path.mkdir(), "nothing was taken in; received a folder without articles, "),
    ],
    ids=["nothing there", "another kind", "an empty folder"],
)
def test_nothing_to_take_in(tmp_path: Path, make: Callable[[Path], object], message: str) -> None:
    path = tmp_path / "knees.docx"
    make(path)
    with pytest.raises(IngestError, match=message):
        list_files(path)


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "", "../" * 500], ids=["long", "nul", "empty", "far up"])
def test_names_that_no_file_can_have(name: str) -> None:
    with pytest.raises(IngestError):
        list_files(Path(name) / "nowhere.md")


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<p>knees</p>")


CONTENTS: dict[str, tuple[str, bytes | Callable[[Path], object], str]] = {
    "empty": ("a.md", b"", "the file is empty; received 0 bytes. Save the article again."),
    "blanks only": ("a.txt", b" \n\t\r\n", "the file is empty; received 5 bytes."),
    "too large": (
        "a.txt", b"knee " * 200_001,
        "the file is too large; received 1,000,005 bytes. text may have 1,000,000 at most; split it,",
    ),
    "too large and mostly holes": (
        "a.pdf", lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 30_000_000_000),
        "the file is too large; received 30,000,000,000 bytes. PDF may have 20,000,000 at most",
    ),
    "a ZIP called HTML": ("a.html", zipped, "the file is no HTML; received a ZIP archive"),
    "a ZIP called PDF": ("a.pdf", zipped, "the file is no PDF; received a ZIP archive"),
    "a PDF called text": ("a.txt", pdf(), "the file is no text; received a PDF. Give it the ending .pdf."),
    "text called PDF": ("a.pdf", b"knees hurt", "the file is no PDF; received a file that begins with b'knees hurt'."),
    "a picture": ("a.md", b"\x89PNG\r\n\x1a\n...", "the file is no Markdown; received a PNG picture"),
    "a program": ("a.md", b"\x7fELF\x02", "the file is no Markdown; received a program"),
    "an old Word file": ("a.html", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the file is no HTML; received an old Office"),
    "gzip": ("a.html", b"\x1f\x8b\x08\x00", "the file is no HTML; received a gzip archive. Unpack it first."),
    "rich text": ("a.txt", b"{\\rtf1\\ansi knees}", "the file is no text; received a rich-text document"),
    "a named pipe": ("a.md", os.mkfifo, "the file was not read; received a device or a pipe."),
    "a folder with an ending": ("a.md", lambda path: path.mkdir(), "the file could not be read; received an error of"),
    "nothing": ("a.md", lambda path: None, "the file could not be read; received an error of the system: No such file"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), CONTENTS.values(), ids=list(CONTENTS))
def test_what_is_not_read(tmp_path: Path, name: str, content: bytes | Callable[[Path], object], message: str) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)
    with pytest.raises(IngestError) as caught:
        read_bytes(found(path))
    assert str(caught.value).startswith(message)


def test_a_file_of_the_greatest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"k" * MOST_BYTES["text"])
    assert len(read_bytes(found(path))) == MOST_BYTES["text"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("knees.md", "knees.md"),
        ("a\x1b[31mred\n.md", "a?[31mred?.md"),
        ("a\u202egnp.md", "a?gnp.md"),
        ("caf\udce9.md", "caf?.md"),
        ("x" * 300, "x" * 197 + "..."),
    ],
    ids=["plain", "escape and line end", "right to left", "not UTF-8", "long"],
)
def test_names_are_shown_without_what_a_terminal_would_obey(name: str, safe: str) -> None:
    assert shown(name) == safe

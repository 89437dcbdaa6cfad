"""Files that are made to do harm take down their own worker and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from knowledge.ingest import extract as module
from knowledge.ingest.document import MOST_CHARACTERS, IngestError
from knowledge.ingest.extract import extract
from knowledge.settings import ROOT
from tests.knowledge.ingest.articles import FILES, TITLE, pdf

KINDS = {"beach.html": "HTML", "beach.md": "Markdown", "beach.txt": "text", "beach.pdf": "PDF"}
SECONDS = 6  # of processor time for what never ends; an honest article takes one or two


@pytest.mark.parametrize("name", FILES)
def test_a_good_file_comes_through_the_worker(name: str) -> None:
    document = extract(KINDS[name], FILES[name]())
    assert document.title == TITLE
    assert len(document.blocks) >= 4


def bomb() -> bytes:
    """Return a PDF of some 2 MB whose page is 2 GB long."""
    squeezed = zlib.compressobj(1)
    stream = b"".join(squeezed.compress(b" " * 20_000_000) for _ in range(100)) + squeezed.flush()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return body + end % (table, len(body))


HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "HTML nested 200,000 deep": (
        "HTML", b"<html><body>" + b"<div>" * 200_000 + b"knees" + b"</div>" * 200_000, "no article was found in the",
    ),
    "HTML with 300,000 attributes": (
        "HTML", b"<html><body><p " + b" ".join(b'a%d="x"' % n for n in range(300_000)) + b">Rest it.</p>",
        f"reading it took more than {SECONDS} s of work; received 3,488,",
    ),
    "HTML with links without end": (
        "HTML", b"<html><body><article><p>" + b"<a href=x>knee</a> " * 50_000,
        f"reading it took more than {SECONDS} s of work; received 950,",
    ),
    "Markdown nested 50,000 deep": ("Markdown", b">" * 50_000 + b" knee", "no text was found"),
    "Markdown with front matter nested 100,000 deep": (
        "Markdown", b"---\na: " + b"[" * 100_000 + b"\n---\nRest it.\n",
        "reading it failed; received 100,021 bytes of Markdown (it ended with SIGSEGV). It may be broken or made to do",
    ),
    "too much text": (
        "Markdown", b"Rest the knee.\n\n" * 60_000, "the article is too long; received 840,000 characters of text.",
    ),
    "a PDF that ends in the middle": ("PDF", pdf()[:700], "the PDF"),
    "a PDF of rubbish": ("PDF", b"%PDF-1.7\n" + bytes(range(256)) * 50, "the PDF could not be read; received 12,809"),
    "a PDF with a password": ("PDF", pdf(password="knees"), "the PDF is locked"),
    "a PDF whose page is 2 GB long": ("PDF", bomb(), "reading it took more than "),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "content", "message"), HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_content(kind: str, content: bytes, message: str) -> None:
    with pytest.raises(IngestError) as caught:
        extract(kind, content, SECONDS)
    assert str(caught.value).startswith(message)
    assert len(str(caught.value)) < 300


def test_entities_of_entities_are_not_written_out() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    paragraph = "<p>Rest the knee for some days and put it up whenever you can, says &e11;</p>" * 5
    content = f'<!DOCTYPE html [<!ENTITY e0 "knee">{entities}]><html><body><article>{paragraph}</article></body></html>'
    assert sum(len(block.text) for block in extract("HTML", content.encode()).blocks) < 1000


def test_what_is_just_short_enough_is_read() -> None:
    sentence = "Rest the knee for a day. "
    content = (sentence * (MOST_CHARACTERS // len(sentence))).encode()
    assert len(extract("text", content).blocks[0].text) <= MOST_CHARACTERS


def test_one_that_hangs_without_work_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    with pytest.raises(IngestError, match=r"reading it was given up after 0\.01 s; received 4 bytes of text"):
        extract("text", b"knee")


def test_the_worker_may_not_write(tmp_path: Path) -> None:
    target = tmp_path / "stolen"
    writing = f"import os; os.write(os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY), b'knees')"
    for limits, written in (("", 5), ("from knowledge.ingest import worker; worker.limit(5);", 0)):
        subprocess.run([sys.executable, "-c", f"{limits}{writing}"], cwd=ROOT, capture_output=True, check=False)
        assert target.stat().st_size == written
        target.unlink()


def test_a_worker_that_breaks_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(IngestError, match=r"reading it failed; received 4 bytes of text \(it ended with status 1\)"):
        extract("text", b"knee")

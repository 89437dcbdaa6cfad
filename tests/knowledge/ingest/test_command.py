"""`python -m knowledge ingest`: what it prints, its exit status, and that it goes on after a bad file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge import __main__ as cli
from knowledge.encoder import Encoder
from knowledge.ingest import command
from knowledge.passages import Passage
from knowledge.search import Searcher
from tests.knowledge.ingest.articles import html, markdown, pdf, tree

NAME = "beach-runs-without-sore-knees"


@pytest.fixture(autouse=True)
def shop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, search: Searcher, encode: Encoder, own: list[Passage]
) -> Path:
    """A shop of its own in the current folder, with the parts that are loaded already."""
    few = list({passage.topic: passage for passage in own}.values())
    monkeypatch.setattr("knowledge.ingest.intake.read_passages", lambda: (few, []))
    monkeypatch.setattr("knowledge.encoder.Encoder", lambda threads: encode)
    monkeypatch.setattr("knowledge.search.searcher", lambda: search)
    monkeypatch.setattr(command, "SHOP_FOLDER", tmp_path / "shop")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "shop"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["ingest", *arguments])


def test_one_file(tmp_path: Path, shop: Path) -> None:
    content = markdown() + b"\n## Sale\n\nAdd to basket.\n"
    (tmp_path / "beach.md").write_bytes(content)
    result = run("beach.md")
    assert result.stdout.splitlines() == [
        f"beach.md: 2 passages proposed in shop/inbox/{NAME} (0 with conflicts, 0 like others that are there)",
        "  left out: [Sale] \"Add to basket.\": sells or steers ('add to basket')",
    ]
    assert (result.exit_code, result.stderr) == (0, "")
    before = tree(shop)
    result = run("beach.md")
    told = f"beach.md: taken in before, as shop/inbox/{NAME}; nothing was changed. Use --again to redo it.\n"
    assert (result.exit_code, result.output) == (0, told)
    assert tree(shop) == before
    result = run("beach.md", "--again")
    assert result.exit_code == 0
    assert f"  The proposal before is kept in shop/inbox/.replaced/{NAME}.1.\n" in result.stdout


def test_a_folder_goes_on_after_bad_files_and_is_summed_up(tmp_path: Path, shop: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "more").mkdir(parents=True)
    hill = "Take short, light steps downhill and let your knees bend. Walk the steep parts while a knee is sore."
    sale = "All jackets of last season are reduced until Sunday. Come early, as sizes go fast here."
    files = {
        "beach.html": html(),
        "more/copy.md": markdown(),
        "more/hill.md": f"# Hills\n\n## Going downhill\n\n{hill}\n".encode(),
        "more/same.md": f"# Hills\n\n## Going downhill\n\n{hill}\n".encode(),
        "empty.txt": b"",
        "locked.pdf": pdf(password="knees"),
        "odd.md": "Колени болят после бега. ".encode("cp1251") * 10,
        "zip.html": b"PK\x03\x04....",
        "sale.txt": f"Jackets\n\n{sale}\n".encode(),
        "style.css": b"p {}",
        "logo.png": b"\x89PNG",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "out.md").symlink_to("/etc/hostname")
    result = run("articles")
    assert result.exit_code == 1
    assert [line.split(";")[0] for line in result.stderr.splitlines()] == [
        "out.md: the link was not followed",
        "empty.txt: the file is empty",
        "locked.pdf: the PDF is locked",
        "odd.md: the encoding cannot be told",
        "zip.html: the file is no HTML",
    ]
    lines = [line for line in result.stdout.splitlines() if line and not line.startswith("  left out")]
    assert [line.split("(")[0].strip() for line in lines if not line.startswith("Taking in")] == [
        f"beach.html: 2 passages proposed in shop/inbox/{NAME}",
        "sale.txt: no passages; nothing was written.",
        "more/copy.md: no passages; nothing was written.",
        "more/hill.md: 1 passage proposed in shop/inbox/hills",
        "more/same.md: taken in before, as shop/inbox/hills; nothing was changed. Use --again to redo it.",
        "2 articles taken in with 3 passages, 1 there before, 2 without passages, 5 failed.",
        "Files of other kinds, passed over: 1 .css, 1 .png.",
    ]
    assert sorted(path.name for path in (shop / "inbox").iterdir()) == [NAME, "hills"]
    assert result.stdout.count(": the same words stand in ") == 2


def test_what_is_told_of_one_article(tmp_path: Path, shop: Path) -> None:
    (tmp_path / "beach.md").write_bytes(markdown())
    told = ("--title", "Sand", "--url", "https://a.example/b", "--publisher", "A club", "--year", "2020")
    assert run("beach.md", *told).exit_code == 0
    written = (shop / "inbox" / "sand" / "source.yml").read_text(encoding="utf-8")
    assert written.startswith(
        "shop-sand:\n  title: Sand\n  publisher: A club\n  year: 2020\n  kind: article\n  url: https://a.example/b\n"
    )


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ((), 2, "Missing argument 'PATH'"),
        (("nowhere.md",), 1, "nowhere.md: nothing was read; received nowhere.md, which is not there. Check the path."),
        (
            ("beach.docx",),
            1,
            "beach.docx: the file was not taken in; received the ending .docx. Files to take in end with",
        ),
        (("empty",), 1, "empty: nothing was taken in; received a folder without articles, empty."),
        (("beach.md", "--url", "http://a.example"), 2, "'http://a.example' is no address that begins with https://."),
        (("beach.md", "--url", "javascript:alert(1)"), 2, "is no address that begins with https://."),
        (
            ("empty", "--url", "https://a.example/b"),
            2,
            "--url and --title belong to one article; give a FILE with them.",
        ),
        (("beach.md", "--year", "soon"), 2, "'soon' is not a valid integer"),
    ],
)
def test_wrong_use(tmp_path: Path, shop: Path, arguments: tuple[str, ...], status: int, message: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "beach.md").write_bytes(markdown())
    (tmp_path / "beach.docx").write_bytes(b"PK\x03\x04")
    result = run(*arguments)
    assert result.exit_code == status
    assert message in result.output
    assert not shop.exists()


def test_without_an_index_it_says_what_to_do(tmp_path: Path, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "beach.md").write_bytes(markdown())
    monkeypatch.setattr("knowledge.search.searcher", lambda: Searcher.load(tmp_path / "nowhere"))
    result = run("beach.md")
    assert result.exit_code == 1
    assert result.output.startswith(f"No knowledge index in {tmp_path / 'nowhere'}")
    assert "Run `make build`." in result.output
    assert not shop.exists()


def test_names_are_shown_without_control_characters(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J\n.md").write_bytes(b"")
    result = run(str(tmp_path / "a\x1b[2J\n.md"))
    assert result.exit_code == 1
    assert result.stderr.startswith("a?[2J?.md: the file is empty")
    assert "\x1b" not in result.output

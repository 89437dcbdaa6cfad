"""Says what the last answer rests on ("says who?"), and where the source article puts it otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from actions.wording import kind_of_source, say
from knowledge.passages import Passage
from knowledge.search import searcher
from knowledge.sources import Citations, Source, references

ARTICLE = "article"


def where_from(passages: Sequence[Passage], turn: int = 0) -> tuple[str, str, Citations]:
    """Return the works behind `passages` as text, a line each with its [n], as speech, and the citations."""
    known = searcher().sources
    citations = Citations(known)
    lines: list[str] = []
    publishers: dict[str, None] = {}
    for passage in passages:
        for reference in dict.fromkeys(references(passage.text)):
            source = known[reference.partition(":")[0]]
            publishers[source.publisher] = None
            line = citations.number(f"{described(source)} [{reference}]", passage.id)
            lines += [] if f"• {line}" in lines else [f"• {line}"]
    return (
        "\n".join([say("rests_on", turn), *lines]),
        say("rests_on", turn) + " " + ", ".join(publishers) + ".",
        citations,
    )


def described(source: Source) -> str:
    """Return organisation, title, year and kind of evidence in words."""
    year = f", {source.year}" if source.year else ""
    return f"{source.publisher}, “{source.title}”{year} ({kind_of_source(source.kind)})"


def article_on(passages: Sequence[Passage]) -> tuple[str, str, Citations] | None:
    """Return how the source article differs from `passages`; None where it does not."""
    citations = Citations()
    notes = [passage.article_differs for passage in passages if passage.article_differs]
    if not notes:
        return None
    text = " ".join(notes)
    return citations.number(f"{text} [{ARTICLE}]", passages[0].id), text, citations

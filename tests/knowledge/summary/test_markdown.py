"""The summary as Markdown, and in short for the chat."""

from __future__ import annotations

from hypothesis import given, settings
from markdown_it import MarkdownIt

from knowledge.summary.content import Case, summarise
from knowledge.summary.markdown import in_short, to_markdown
from tests.knowledge.summary.cases import case, cases

ITBS = {"location": "outer", "outer_tightness": "yes", "swelling": "no", "duration": "weeks", "numb_or_cold": "unsure"}


@given(cases())
@settings(max_examples=50, deadline=None)
def test_headings_rows_and_sources_are_markdown(any_case: Case) -> None:
    summary = summarise(any_case)
    tokens = MarkdownIt().parse(to_markdown(summary))
    kinds = [token.type for token in tokens]
    assert kinds.count("heading_open") == 1 + len(summary.sections) + bool(summary.sources)
    rows = sum(len(section.rows) for section in summary.sections)
    assert kinds.count("list_item_open") == rows + len(summary.sources)
    links = [child.attrs["href"] for token in tokens for child in token.children or [] if child.type == "link_open"]
    assert links == [source["url"] for source in summary.sources if source["url"]]


def test_the_chat_gets_what_was_told_but_not_what_was_denied() -> None:
    lines = in_short(summarise(case(ITBS, passages=("itbs.fix",))))
    assert lines == [
        "How soon to be seen. At once: emergency department or ambulance.",
        "Symptoms. Where: outer side. Yes: tightness or pain on the outer side. No: swelling.",
        "How it began and went on. Since: a few weeks.",
        "Red flags. Not sure: foot or lower leg numb, cold, pale or blue.",
        "Causes considered (not a diagnosis). IT band syndrome: fits best. Runner's knee: possible. "
        "A knee strain: possible.",
    ]


def test_who_only_asked_gets_nothing_in_short() -> None:
    assert in_short(summarise(case(passages=("cadence.fix-count",)))) == []

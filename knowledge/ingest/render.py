"""A proposal as the two files that the reviewer gets: passages in Markdown, and their source in YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from knowledge.ingest.document import HYPHENS
from knowledge.ingest.propose import LeftOut, Proposal, Proposals
from knowledge.passages import MOST_SPOKEN_WORDS, sections_of
from knowledge.sources import Source

INTRODUCTION = f"""Proposed from {{file}}{{note}}. Nothing below is said to anybody before you have done this:
1. Read each passage against what it says. Mend it, or take it away with its heading.
2. The heading is topic.kind-words: change topic or kind there if another fits better, and the kind below it too.
3. Settle each CONFLICT and take its line away. A DUPLICATE is best left out.
4. Keep four questions at least that the passage really answers, and make the spoken form sound like speech
   (at most {MOST_SPOKEN_WORDS} words).
5. Fill in `reviewed` above, move this folder up to knowledge/shop/, and run `python -m knowledge check`."""


def passages_file(title: str, file: str, note: str, sha256: str, taken_in: date, proposals: Proposals) -> str:
    """Return `passages.md`.

    Args:
        title: of the article.
        file: the name it was taken in under.
        note: what to know of the reading, or an empty text.
        sha256: of the file's content, in hex.
        taken_in: the day.
        proposals: what the article gave.
    """
    told = {"file": file, "sha256": sha256, "taken_in": taken_in}
    return "\n".join(
        [
            "---",
            _yaml({"title": title}) + "reviewed:  # who and when: {by: Jo Smith, date: 2026-11-27}",
            _yaml(told) + "---",
            "",
            _comment(INTRODUCTION.format(file=file, note=f" ({note})" if note else "")),
            *(_section(proposal) for proposal in proposals.passages),
            *([_comment(_left_out(proposals.left_out))] if proposals.left_out else []),
        ]
    )


def source_file(source: Source) -> str:
    """Return `source.yml`."""
    fields = {
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "kind": source.kind,
        "url": source.url,
        "sections": dict(source.sections),
    }
    return _yaml({source.key: fields})


def reads_back(proposal: Proposal) -> bool:
    """Return whether the passage, written and read again, is the same: no text of an article may pass for more."""
    written = _section(proposal)
    found = sections_of(written, written)
    if len(found) != 1:
        return False
    meta = yaml.safe_load(found[0].meta)
    passage = proposal.passage
    return (found[0].heading, found[0].text, meta) == (passage.id, passage.text, _meta(proposal))


def _section(proposal: Proposal) -> str:
    fit = proposal.fit
    where = f'From "{proposal.heading}". ' if proposal.heading else ""
    heading = f" By its heading it would be {fit.by_heading}." if fit.by_heading else ""
    lines = [
        f"{where}Topic {fit.topic} ({fit.share:.2f}); the next is {fit.second} ({fit.second_share:.2f}).{heading}",
        *(f"{note.kind} {note.text}" for note in proposal.notes),
    ]
    meta = f"```yaml\n{_yaml(_meta(proposal))}```"
    passage = proposal.passage
    return "\n".join([f"## {passage.id}", "", _comment("\n".join(lines)), meta, "", passage.text, ""])


def _meta(proposal: Proposal) -> dict[str, Any]:
    passage = proposal.passage
    return {"aspect": passage.aspect, "spoken": passage.spoken, "questions": list(passage.questions)}


def _left_out(rows: Sequence[LeftOut]) -> str:
    lines = [f'- {f"[{row.heading}] " if row.heading else ""}"{row.words}": {row.why}' for row in rows]
    return "\n".join(["Left out:", *lines])


def _comment(text: str) -> str:
    """Return `text` as an HTML comment that it cannot end."""
    return f"<!--\n{HYPHENS.sub('–', re.sub('<!|->', ' ', text))}\n-->\n"


def _yaml(values: Mapping[str, Any]) -> str:
    dumped: str = yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True, width=1_000_000)
    return dumped

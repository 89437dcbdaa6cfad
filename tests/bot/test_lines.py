"""The lines the tuned reader learns from: what is read, what is refused, and that the real ones are right."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.nlu.tuned.labels import GROUPS, INTENT, INTENTS, LEVEL, NOTHING
from bot.nlu.tuned.lines import LineFault, digest, read_lines, read_messages
from knowledge.settings import ROOT
from knowledge.slots import SYMPTOMS, possible


def folder(tmp_path: Path, *rows: object, examples: str = "") -> Path:
    (tmp_path / "messages").mkdir()
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    (tmp_path / "messages" / "a.jsonl").write_text(text, encoding="utf-8")
    if examples:
        (tmp_path / "nlu.yml").write_text(examples, encoding="utf-8")
    return tmp_path


def test_a_complete_line_labels_every_slot(tmp_path: Path) -> None:
    row = {"text": "it popped", "slots": {"pop": "yes"}, "intent": "report", "level": "urgent"}
    [line] = read_lines(folder(tmp_path, row, ""))
    assert line.labels["pop"] == "yes"
    assert line.labels["swelling"] == NOTHING
    assert set(line.labels) == set(GROUPS)
    assert line.signs == frozenset()


def test_a_partial_line_labels_what_it_speaks_for(tmp_path: Path) -> None:
    [line] = read_lines(folder(tmp_path, {"text": "no pop", "slots": {"pop": "no"}, "known": ["symptoms"]}))
    assert set(line.labels) == set(SYMPTOMS)
    assert line.signs is None


def test_examples_of_rasa_bring_intent_signs_and_level(tmp_path: Path) -> None:
    examples = """
nlu:
- intent: report
  metadata: {signs: [cannot_bear_weight, fever], level: emergency}
  examples: |
    - I can't stand on it and I'm shivering
- intent: thank
  examples: |
    - cheers
- intent: out_of_scope
  examples: |
    - the weather
"""
    danger, thanks, other = read_lines(folder(tmp_path, examples=examples))
    assert danger.labels == {INTENT: "report", "can_bear_weight": "no", LEVEL: "emergency"}
    assert danger.signs == frozenset({"fever"})
    assert thanks.labels["pop"] == thanks.labels[LEVEL] == NOTHING
    assert other.labels == {INTENT: "out_of_scope"}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("{", "a.jsonl:1: no line like"),
        ({"text": "x"}, "a.jsonl:1: no line like"),
        ({"text": " ", "slots": {}}, "a.jsonl:1: the text is empty"),
        ({"text": "x", "slots": {"pop": "maybe"}}, "pop cannot be 'maybe'"),
        ({"text": "x", "slots": {"elbow": "yes"}}, "elbow cannot be 'yes'"),
        ({"text": "x", "slots": {}, "intent": "sing"}, "intent cannot be 'sing'"),
        ({"text": "x", "slots": {}, "level": "none", "signs": ["doom"]}, "no such signs: ['doom']"),
    ],
)
def test_a_wrong_line_is_named_with_file_and_line(tmp_path: Path, row: object, complaint: str) -> None:
    with pytest.raises(LineFault) as caught:
        read_lines(folder(tmp_path, row))
    assert complaint in str(caught.value)


def test_the_digest_sees_texts_and_labels(tmp_path: Path) -> None:
    rows = [
        {"text": "it popped", "slots": {}},
        {"text": "it popped", "slots": {"pop": "yes"}},
        {"text": "x", "slots": {}},
    ]
    digests = set()
    for number, row in enumerate(rows):
        place = tmp_path / str(number)
        place.mkdir()
        digests.add(digest(read_lines(folder(place, row))))
    assert len(digests) == 3


def test_the_real_lines_are_many_and_cover_every_label() -> None:
    lines = read_lines()
    seen = Counter((group, label) for line in lines for group, label in line.labels.items())
    assert len(lines) > 10_000
    assert all(seen[INTENT, intent] >= 50 for intent in INTENTS)
    assert all(seen[slot, value] >= 15 for slot in SYMPTOMS for value in possible(slot)), seen
    assert all(seen[LEVEL, level] >= 400 for level in GROUPS[LEVEL])


def test_nothing_kept_for_evaluation_is_learnt_from() -> None:
    learnt = {" ".join(line.text.lower().split()) for line in read_lines()}
    kept = [
        " ".join(json.loads(row)["text"].lower().split())
        for path in (ROOT / "evaluation" / "data").glob("*.jsonl")
        for row in path.read_text(encoding="utf-8").splitlines()
        if "text" in json.loads(row) and len(json.loads(row)["text"].split()) > 3
    ]
    assert len(kept) > 1000
    assert not learnt & set(kept)


def test_messages_are_in_files_by_kind_without_repeats() -> None:
    # The level of many messages of `reports_by_others` is told apart from their slots, in `danger_by_others`.
    apart = ("wordings", "danger_by_others")
    origins: dict[str, list[str]] = {}
    for line in read_messages():
        if not any(letter.isalnum() for letter in line.text):
            continue  # a thumb up is the same from any hand
        origins.setdefault(line.text.strip().lower(), []).append(line.origin.partition(":")[0])
    twice = [text for text, files in origins.items() if any(files.count(f) > 1 for f in files if f != "wordings.jsonl")]
    spread = [text for text, files in origins.items() if len([f for f in files if not f.startswith(apart)]) > 1]
    assert twice == []
    assert spread == []

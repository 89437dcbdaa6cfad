"""The checker of the passages: each fault with file and line; the real passages have none."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from knowledge.passages import (
    ASPECTS,
    CAUSES,
    MOST_ITEM_WORDS,
    MOST_SPOKEN_WORDS,
    MOST_WORDS,
    PREVENTION,
    TOPICS,
    Fault,
    Passage,
    read_passages,
    sentences,
)  # fmt: skip
from knowledge.sources import Source

KNOWN = {"good-2020": Source("good-2020", "T", "P", 2020, "trial", "https://example.org", {"part": "Part"})}
REVIEWED = "reviewed: {date: 2026-11-27, by: second reader, against: clinical facts}\n"
FRONT = f"---\ntopic: itbs\nname: IT band\nkind: cause\n{REVIEWED}---\n"
META = """```yaml
aspect: fix
spoken: Rest the sore knee for a few days.
questions: [one, two, three, four]
```
"""
TEXT = "Rest the knee for a few days and put it up on a pillow whenever you can [good-2020].\n"
HEADING = "\n## itbs.fix\n\n"
FILE = FRONT + HEADING + META + "\n" + TEXT  # its heading stands in line 8


def written(folder: Path, **files: str) -> tuple[list[Passage], list[Fault]]:
    """Write `files` (name without ending), read the folder; the faults of missing topics are left out."""
    for name, content in files.items():
        (folder / f"{name}.md").write_text(content, encoding="utf-8")
    passages, faults = read_passages(folder, KNOWN)
    return passages, [fault for fault in faults if fault.message != "no passage of this topic"]


def test_a_right_passage(tmp_path: Path) -> None:
    passages, faults = written(tmp_path, itbs=FILE)
    assert faults == []
    assert passages == [
        Passage(
            "itbs.fix", "itbs", "IT band", "fix", TEXT.strip(), "Rest the sore knee for a few days.",
            ("one", "two", "three", "four"), None,
        )
    ]  # fmt: skip
    assert passages[0].plain == "Rest the knee for a few days and put it up on a pillow whenever you can."


def with_meta(lines: str) -> str:
    return FILE.replace("aspect: fix\n", f"aspect: fix\n{lines}\n")


def test_a_list_and_a_correction_are_read(tmp_path: Path) -> None:
    lines = (
        "list: ['Rest the  knee [good-2020]', 'Put it up [good-2020]']\ncorrects: [S2, S16]\narticle_differs: It does."
    )
    passages, faults = written(tmp_path, itbs=with_meta(lines))
    assert faults == []
    assert passages[0].items == ("Rest the knee [good-2020]", "Put it up [good-2020]")
    assert (passages[0].corrects, passages[0].article_differs) == (("S2", "S16"), "It does.")


def test_a_passage_from_json_has_tuples() -> None:
    row = json.loads(json.dumps(asdict(PASSAGES[0])))
    assert isinstance(row["items"], list)
    assert Passage(**row) == PASSAGES[0]


def words(count: int, end: str = " [good-2020].") -> str:
    return "Rest " * count + end.strip() + "\n"


FAULTS = {
    "another topic than the file": (
        FILE.replace("topic: itbs", "topic: cadence"), 1,
        f"topic 'cadence' must be the file's name and one of {', '.join(TOPICS)}",
    ),
    "no front matter": (FILE.replace(FRONT, ""), 1, "front matter: topic: Field required"),
    "front matter is not YAML": (FILE.replace("name: IT band", "name: ["), 1, "front matter: "),
    "unknown kind of topic": (
        FILE.replace("kind: cause", "kind: rumour"), 1,
        "front matter: kind: String should match pattern '^(cause|prevention|myth|escalation)$'",
    ),
    "unknown key in the front matter": (
        FILE.replace("kind: cause", "kind: cause\nhue: red"), 1,
        "front matter: hue: Extra inputs are not permitted",
    ),
    "no review": (FILE.replace(REVIEWED, ""), 1, "front matter: reviewed: Field required"),
    "a review without a reader": (
        FILE.replace(", by: second reader", ""), 1, "front matter: reviewed.by: Field required",
    ),
    "a review on no day": (
        FILE.replace("2026-11-27", "2026-11-31"), 1, "front matter: day is out of range for month",
    ),
    "no fence": (FRONT + HEADING + TEXT, 8, "itbs.fix: aspect: Field required"),
    "fence is not YAML": (FILE.replace("aspect: fix", "aspect: ["), 8, "itbs.fix: "),
    "fence is a list": (FRONT + HEADING + "```yaml\n- a\n```\n" + TEXT, 8, "itbs.fix: "),
    "fence without a spoken form": (
        FILE.replace("spoken: Rest the sore knee for a few days.\n", ""), 8, "itbs.fix: spoken: Field required",
    ),
    "too few questions": (
        FILE.replace(", four", ""), 8,
        "itbs.fix: questions: List should have at least 4 items after validation, not 3",
    ),
    "id of another topic": (
        FILE.replace("## itbs.fix", "## cadence.fix"), 8, "id 'cadence.fix' must be itbs.fix or itbs.fix-words",
    ),
    "id of another aspect": (
        FILE.replace("## itbs.fix", "## itbs.what"), 8, "id 'itbs.what' must be itbs.fix or itbs.fix-words",
    ),
    "id that only begins like the aspect": (
        FILE.replace("## itbs.fix", "## itbs.fixing"), 8, "id 'itbs.fixing' must be itbs.fix or itbs.fix-words",
    ),
    "id with a capital": (
        FILE.replace("## itbs.fix", "## itbs.fix-Ice"), 8, "id 'itbs.fix-Ice' must be itbs.fix or itbs.fix-words",
    ),
    "unknown aspect": (
        FILE.replace("itbs.fix", "itbs.fun").replace("aspect: fix", "aspect: fun"), 8,
        f"aspect 'fun' is none of {', '.join(ASPECTS)}",
    ),
    "unknown source": (FILE.replace("good-2020", "bad-1999"), 8, "[bad-1999] names no source"),
    "unknown section of a source": (FILE.replace("good-2020", "good-2020:gone"), 8, "[good-2020:gone] names no source"),
    "a sentence without a source": (
        FILE + "Then walk a little.\n", 8, "no source behind the sentence 'Then walk a little.'",
    ),
    "too long": (
        FILE.replace(TEXT, words(MOST_WORDS + 1)), 8,
        f"the text has {MOST_WORDS + 1} words; write 15 to {MOST_WORDS}",
    ),
    "too short": (FILE.replace(TEXT, words(14)), 8, f"the text has 14 words; write 15 to {MOST_WORDS}"),
    "no text": (FILE.replace(TEXT, ""), 8, f"the text has 0 words; write 15 to {MOST_WORDS}"),
    "too much to say": (
        FILE.replace("Rest the sore knee for a few days.", "rest " * (MOST_SPOKEN_WORDS + 1)), 8,
        f"the spoken form has {MOST_SPOKEN_WORDS + 1} words; write at most {MOST_SPOKEN_WORDS}",
    ),
    "a reference read aloud": (
        FILE.replace("a few days.\nq", "a few days [good-2020].\nq"), 8,
        "the spoken form carries a reference or an address; nobody wants those read aloud",
    ),
    "an address read aloud": (
        FILE.replace("a few days.\nq", "a few days, https://example.org.\nq"), 8,
        "the spoken form carries a reference or an address; nobody wants those read aloud",
    ),
    "a list of one": (with_meta("list: ['Rest [good-2020]']"), 8, "the list has 1 items; write 2 to 8"),
    "an item without a source": (
        with_meta("list: ['Rest [good-2020]', Walk a little]"), 8, "no source behind the list's item 'Walk a little'",
    ),
    "an item with a source that the text has not": (
        with_meta("list: ['Rest [good-2020]', 'Walk [good-2020:part]']"), 8,
        "the list cites [good-2020:part] and the text does not; a list says nothing new",
    ),
    "an item with a source that there is not": (
        with_meta("list: ['Rest [good-2020]', 'Walk [bad-1999]']"), 8, "[bad-1999] names no source",
    ),
    "an item that is too long": (
        with_meta(f"list: ['Rest [good-2020]', '{'rest ' * (MOST_ITEM_WORDS + 1)}[good-2020]']"), 8,
        f"the list's item '{('rest ' * 12)}' has {MOST_ITEM_WORDS + 1} words; write at most {MOST_ITEM_WORDS}",
    ),
    "an item of two sentences": (
        with_meta("list: ['Rest [good-2020]', 'Sit. Then walk [good-2020]']"), 8,
        "the list's item 'Sit. Then walk [good-2020]' has more than one sentence",
    ),
    "a correction without a note": (
        with_meta("corrects: [S2]"), 8, "`corrects` and `article_differs` belong together; write both or none",
    ),
    "a note without what it corrects": (
        with_meta("article_differs: The article says otherwise."), 8,
        "`corrects` and `article_differs` belong together; write both or none",
    ),
    "a correction of no fault": (
        with_meta("corrects: [T2]\narticle_differs: The article says otherwise."), 8,
        "`corrects` holds 'T2'; write ids of article_faults.yml, such as S2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "line", "message"), FAULTS.values(), ids=list(FAULTS))
def test_each_fault_is_found_in_its_place(tmp_path: Path, content: str, line: int, message: str) -> None:
    passages, faults = written(tmp_path, itbs=content)
    assert passages == []
    assert {(fault.file, fault.line) for fault in faults} == {("itbs.md", line)}
    assert faults[0].message.startswith(message)
    assert str(faults[0]).startswith(f"itbs.md:{line}: {message}")


def test_the_line_is_that_of_the_passage_at_fault(tmp_path: Path) -> None:
    second = HEADING.replace("fix", "avoid") + META.replace("aspect: fix", "aspect: avoid") + "\nToo short.\n"
    content = FILE + second.replace("one, two, three, four", "five, six, seven, eight")
    passages, faults = written(tmp_path, itbs=content)
    heading = content.splitlines().index("## itbs.avoid") + 1
    assert [passage.id for passage in passages] == ["itbs.fix"]
    assert {fault.line for fault in faults} == {heading}
    assert [fault.message for fault in faults] == [
        f"the text has 2 words; write 15 to {MOST_WORDS}", "no source behind the sentence 'Too short.'",
    ]  # fmt: skip


def test_two_passages_with_one_id(tmp_path: Path) -> None:
    twin = (HEADING + META + "\n" + TEXT).replace("one, two, three, four", "five, six, seven, eight")
    passages, faults = written(tmp_path, itbs=FILE + twin)
    assert len(passages) == 1
    assert [str(fault) for fault in faults] == ["itbs.md:18: id itbs.fix stands in itbs.md too"]


def test_one_question_under_two_passages(tmp_path: Path) -> None:
    other = FILE.replace("itbs", "cadence").replace("one, two, three, four", "ONE, six, seven, eight")
    passages, faults = written(tmp_path, cadence=other, itbs=FILE)
    assert [passage.id for passage in passages] == ["cadence.fix"]
    message = "question 'one' stands under cadence.fix too; keep it where it is answered best"
    assert [str(fault) for fault in faults] == [f"itbs.md:8: {message}"]


def test_missing_topics(tmp_path: Path) -> None:
    (tmp_path / "itbs.md").write_text(FILE, encoding="utf-8")
    faults = read_passages(tmp_path, KNOWN)[1]
    assert [str(fault) for fault in faults] == [
        f"{topic}.md:1: no passage of this topic" for topic in TOPICS if topic != "itbs"
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four.", ["One.", "Two!", "Three?", "Four."]),
        ("Run 10.5 km. Then rest.", ["Run 10.5 km.", "Then rest."]),
        ("Call {emergency_number}. {shop_name} is open.", ["Call {emergency_number}.", "{shop_name} is open."]),
        ("About 5 to 10% [a-1]. 20 miles [b-2].", ["About 5 to 10% [a-1].", "20 miles [b-2]."]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


PASSAGES, REAL_FAULTS = read_passages()


def test_the_real_passages_have_no_faults() -> None:
    assert [str(fault) for fault in REAL_FAULTS] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_told_from_every_side(topic: str) -> None:
    assert {passage.aspect for passage in PASSAGES if passage.topic == topic} == set(ASPECTS)


@pytest.mark.parametrize("topic", TOPICS)
def test_signs_what_to_do_and_what_to_avoid_can_be_drawn_as_lists(topic: str) -> None:
    listed = {passage.aspect for passage in PASSAGES if passage.topic == topic and passage.items}
    assert {"signs", "fix", "avoid"} - listed == set()


def test_the_topics_are_those_of_the_design() -> None:
    assert len(CAUSES) == 6
    assert len(PREVENTION) == 8
    assert len(TOPICS) == 16


@pytest.mark.parametrize("passage", PASSAGES, ids=[passage.id for passage in PASSAGES])
def test_each_real_passage_reads_well(passage: Passage) -> None:
    assert passage.plain[0].isupper() or passage.plain[0] == "{"
    assert passage.plain.endswith((".", "!", "?"))
    assert passage.spoken.endswith((".", "!", "?"))
    assert not {"%", "http", "[", "&"} & set(passage.spoken)
    assert "  " not in passage.text
    assert len(set(map(str.lower, passage.questions))) == len(passage.questions)
    for item in passage.items:
        assert item[0].isupper()
        assert not item.endswith(".")

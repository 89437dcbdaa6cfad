"""Finding passages with the index as built: topics, refusals, follow-ups, and the right kind of passage."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from knowledge.cues import FILE, cues, read_cues
from knowledge.gate import ANSWER, REFUSE
from knowledge.search import INDEX_FOLDER, Searcher
from knowledge.vectors import IndexMissing

TABLES = Path(__file__).parent / "tables"
FOLLOW_UPS = yaml.safe_load((TABLES / "follow_ups.yml").read_text(encoding="utf-8"))
ASPECTS = yaml.safe_load((TABLES / "aspects.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def searcher() -> Searcher:
    try:
        return Searcher.load()
    except FileNotFoundError as error:
        pytest.fail(f"{INDEX_FOLDER} is not there or not whole: {error} Please run make build.")


@pytest.mark.parametrize(("question", "topic", "expected"), FOLLOW_UPS)
def test_follow_up(searcher: Searcher, question: str, topic: str, expected: str) -> None:
    finding = searcher.find(question, context=[topic])
    if expected == "refuse":
        assert finding.outcome == REFUSE, finding.why
    else:
        assert finding.topics[:1] == ((topic if expected == "stays" else expected),), finding.why
        assert finding.hits


def test_a_follow_up_goes_to_the_likeliest_topic_under_discussion(searcher: Searcher) -> None:
    assert searcher.find("how long does that take?", context=["itbs", "runners_knee"]).topics == ("itbs",)


def test_the_kind_of_passage_fits_the_question(searcher: Searcher) -> None:
    wrong = [
        (question, hits[0].passage.id)
        for question, topic, aspects in ASPECTS
        if (hits := searcher.find(question, context=[topic]).hits) and hits[0].passage.topic == topic
        and hits[0].passage.aspect not in aspects
    ]  # fmt: skip
    assert len(wrong) <= 0.06 * len(ASPECTS), wrong


@pytest.mark.parametrize(
    ("question", "context", "aspect"),
    [
        ("and how long does that take?", "itbs", "recovery"),
        ("should I stop running then?", "tendonitis", "avoid"),
        ("when should I see a doctor about it?", "knee_strain", "escalate"),
        ("says who?", "running_myth", "evidence"),
        ("what is it exactly?", "meniscus_tear", "what"),
        ("what about ice?", "knee_strain", "fix"),
    ],
)
def test_the_kind_of_passage_fits_a_follow_up(searcher: Searcher, question: str, context: str, aspect: str) -> None:
    assert searcher.find(question, context=[context]).hits[0].passage.aspect == aspect


@pytest.mark.parametrize(
    ("question", "context", "topic"),
    [
        ("does ice help?", "itbs", "knee_strain"),  # nothing on ice stands under the IT band
        ("does ice help?", "tendonitis", "tendonitis"),
        ("insoles?", "runners_knee", "shoes_fit"),
        ("do I need a scan then?", "meniscus_tear", "meniscus_tear"),
        ("would a foam roller do anything", "itbs", "itbs"),
    ],
)
def test_what_is_named_is_spoken_of(searcher: Searcher, question: str, context: str, topic: str) -> None:
    finding = searcher.find(question, context=[context], most=1)
    assert finding.topics[:1] == (topic,), finding.why
    assert cues().speaks(finding.hits[0].passage.text, cues().named(question)), finding.hits[0].passage.id


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("Ice or heat?", {"ice", "heat"}),
        ("is the price nice", set()),
        ("can I still go on the BIKE", {"cycling"}),
        ("do I need an x-ray", {"scan"}),
        ("how long does it take", set()),
    ],
)
def test_matters(text: str, matters: set[str]) -> None:
    assert cues().named(text) == matters


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("is yoga any good for runners with sore knees", ("yoga or Pilates",)),
        ("would a podiatrist or glucosamine help", ("podiatrists", "supplements")),
        ("does ice help", ()),  # there is a passage on it
        ("do I need an operation", ()),
        ("how long does it take", ()),
    ],
)
def test_what_no_passage_speaks_of(searcher: Searcher, text: str, names: tuple[str, ...]) -> None:
    assert searcher.silent_on(text) == names


def test_every_name_is_that_of_a_matter() -> None:
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert set(raw["called"]) <= set(raw["matters"])


def test_preferred_aspects_count(searcher: Searcher) -> None:
    assert searcher.find("IT band syndrome", aspects=["recovery"]).hits[0].passage.id == "itbs.recovery"


@pytest.mark.parametrize("question", ["", "   ", "?", "knee " * 400, "膝が痛い", "🙂", "\u0000", "<script>"])
def test_odd_input_gives_a_finding(searcher: Searcher, question: str) -> None:
    assert searcher.find(question).outcome
    assert searcher.find(question, context=["itbs"]).outcome


def test_found_passages_belong_to_the_topic_and_are_few(searcher: Searcher) -> None:
    finding = searcher.find("what is runner's knee", most=2)
    assert finding.outcome == ANSWER
    assert {hit.passage.topic for hit in finding.hits} == {"runners_knee"}
    assert 1 <= len(finding.hits) <= 2


def test_about_gives_the_wanted_aspect(searcher: Searcher) -> None:
    assert searcher.about("cadence", ["evidence"])[0].passage.aspect == "evidence"


def test_deciding_is_quick(searcher: Searcher) -> None:
    question = "how do I know that my meniscus is torn"
    searcher.find(question)
    times = []
    for _ in range(30):
        started = time.perf_counter()
        searcher.find(question)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.010, "3 ms on an idle machine beyond encoding, which is cached here"


def test_a_missing_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="Run `make build`"):
        Searcher.load(tmp_path)


def test_a_bid_for_more_leaves_out_what_was_said(searcher: Searcher) -> None:
    first = searcher.find("what is IT band syndrome?").hits[0].passage.id
    more = searcher.find("tell me more", context=["itbs"], said=[first])
    assert more.topics == ("itbs",)
    assert more.hits[0].passage.id != first


def test_when_all_was_said_the_nearest_is_said_again(searcher: Searcher) -> None:
    every = [passage.id for passage in searcher.store.passages if passage.topic == "itbs"]
    assert searcher.find("go on", context=["itbs"], said=every).hits


@pytest.mark.parametrize(
    ("text", "asks", "more"),
    [
        ("why?", True, False),
        ("tell me more", True, True),
        ("ok go on", True, True),
        ("and what else helps?", True, True),
        ("that's good", False, False),
        ("thanks", False, False),
        ("what's the price of the blue ones?", False, False),
        ("", False, False),
    ],
)
def test_questions_and_bids_that_lean(text: str, asks: bool, more: bool) -> None:
    assert (cues().asks_on(text), cues().wants_more(text)) == (asks, more)


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("why?", True),
        ("and how long does that take?", True),
        ("what about ice?", True),
        ("is 160 fine", True),
        ("how often should I change my shoes", False),
        ("what's the weather", False),
        ("is running bad for your knees", False),
    ],
)
def test_leaning_questions(question: str, leans: bool) -> None:
    assert cues().leans(question) is leans


def test_cues_without_a_part_are_refused(tmp_path: Path) -> None:
    (tmp_path / "cues.yml").write_text("aspects: {fix: [help]}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks 'follow_ups'"):
        read_cues(tmp_path / "cues.yml")

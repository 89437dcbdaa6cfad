"""Each of the 41 faults of the source article is dealt with: by a passage that corrects it, or by a test of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from knowledge.article_faults import FILE, read_article_faults, unsettled
from knowledge.passages import PREVENTION, read_passages
from knowledge.sources import references, sources
from knowledge.wrong_claims import wrong_claims

PASSAGES = read_passages()[0]
FAULTS = read_article_faults()

# Every passage that corrects a fault, with a word that its note on the article must hold.
CORRECTIONS = [
    ("S1", "escalation.signs-red-flags", "warning signs"),
    ("S2", "ligament_tear.what", "ACL on the outer side"),
    ("S3", "ligament_tear.what", "LCL"),
    ("S3", "ligament_tear.signs", "fast swelling"),
    ("S4", "meniscus_tear.signs-swelling", "within an hour"),
    ("S5", "meniscus_tear.signs", "Catching, locking"),
    ("S6", "meniscus_tear.fix-mri", "MRI"),
    ("S6", "meniscus_tear.fix-surgery", "larger tears"),
    ("S7", "meniscus_tear.fix-heal", "outer rim"),
    ("S8", "ligament_tear.signs", "broken bone"),
    ("S9", "knee_strain.fix", "crucial"),
    ("S9", "knee_strain.escalate", "every strained knee"),
    ("S10", "tendonitis.what", "lost its heading"),
    ("S11", "tendonitis.what", "two different things"),
    ("S11", "runners_knee.what", "heading patellar tendonitis"),
    ("S12", "runners_knee.what", "cartilage"),
    ("S13", "running_myth.fix-tips", "seven headings"),
    ("S15", "terrain.what", "Sherman"),
    ("S15", "hip_core_strength.evidence-hips", "journal's name"),
    ("S16", "itbs.what", "tendon"),
    ("S17", "itbs.fix-roller", "stretches the band"),
    ("S18", "itbs.fix", "hip strength"),
    ("S18", "itbs.fix-severe", "inflammation"),
    ("S19", "tendonitis.fix", "usually settle"),
    ("S20", "tendonitis.fix-eccentric", "stretches the tendon"),
    ("S21", "runners_knee.fix-stretches", "hamstring stretches"),
    ("S22", "knee_strain.fix-compression", "important"),
    ("S23", "knee_strain.fix-painkillers", "speed up recovery"),
    ("S24", "running_myth.evidence-pain", "most miles"),
    ("S24", "running_myth.what-mileage", "lifetime mileage"),
    ("S25", "running_myth.what-why-hurt", "imbalances"),
    ("S26", "shoes_fit.what", "support"),
    ("S26", "shoes_fit.fix-gait", "gait analysis"),
    ("S27", "shoes_replace.what", "worn shoes"),
    ("S28", "hip_core_strength.evidence-hips", "weak hips"),
    ("S29", "hip_core_strength.evidence", "80%"),
    ("S30", "hip_core_strength.what-women", "women"),
    ("S31", "hip_core_strength.fix-jumps", "jumps"),
    ("S32", "training_load.fix", "10%"),
    ("S33", "terrain.fix-sore-knee", "downhills"),
    ("S33", "downhill.avoid-sore", "downhills"),
    ("S34", "terrain.what-hard-soft", "surfaces"),
    ("S35", "forward_lean.fix-degrees", "7 to 10 degrees"),
    ("S35", "forward_lean.evidence-pain", "proven"),
    ("S36", "cadence.fix-raise", "faster pace"),
    ("S37", "cadence.evidence-speed", "30%"),
    ("S37", "cadence.avoid", "faster running"),
    ("S38", "cadence.what-number", "in the clear"),
    ("S39", "cadence.evidence", "most important"),
    ("S40", "shoes_fit.what", "counts the bones"),
    ("S41", "itbs.recovery", "no time"),
    ("S41", "tendonitis.recovery", "no time"),
    ("S41", "runners_knee.recovery", "no time"),
    ("S41", "meniscus_tear.recovery", "no time"),
    ("S41", "ligament_tear.recovery", "no time"),
    ("S41", "knee_strain.recovery", "no time"),
]


def test_all_faults_are_listed() -> None:
    assert list(FAULTS) == [f"S{number}" for number in range(1, 42)]


@pytest.mark.parametrize(("fault", "passage", "words"), CORRECTIONS)
def test_a_passage_corrects_it_and_notes_how_the_article_differs(fault: str, passage: str, words: str) -> None:
    found = next(one for one in PASSAGES if one.id == passage)
    assert fault in found.corrects
    assert found.article_differs is not None
    assert found.article_differs.startswith("The article")
    assert words in found.article_differs


def test_the_table_names_every_correction() -> None:
    assert {(fault, passage) for fault, passage, _ in CORRECTIONS} == {
        (fault, passage.id) for passage in PASSAGES for fault in passage.corrects
    }


def test_every_fault_is_settled() -> None:
    assert unsettled(FAULTS, PASSAGES) == []
    settled_here = {name for name, fault in FAULTS.items() if fault.settled_by == "structure"}
    assert settled_here == {"S10", "S13", "S14"}  # each has a test below
    assert {fault for fault, _, _ in CORRECTIONS} >= set(FAULTS) - settled_here


def test_faults_that_make_a_claim_have_an_expression_against_it() -> None:
    silent = {"S1", "S5", "S10", "S13", "S14", "S41"}  # left out, or of form: there is no sentence to look for
    assert {claim.id for claim in wrong_claims()} == set(FAULTS) - silent


def test_s10_tendonitis_stands_by_itself() -> None:
    cited = {
        ref for p in PASSAGES if p.topic == "tendonitis" for ref in references(p.text) if ref.startswith("article")
    }
    assert "article:tendonitis" in cited
    assert "article:itbs" not in cited
    assert not [p.id for p in PASSAGES if p.topic == "itbs" and "article:tendonitis" in references(p.text)]


def test_s13_eight_tips_are_eight_topics_under_seven_headings() -> None:
    headings = ("footwear", "hips_core", "training", "off_road", "lean", "stride_rate", "downhill")
    assert set(headings) < set(sources()["article"].sections)
    tips = next(passage for passage in PASSAGES if passage.id == "running_myth.fix-tips")
    assert len(tips.items) == len(PREVENTION) == 8
    cited = [ref.removeprefix("article:") for item in tips.items for ref in references(item)]
    assert tuple(dict.fromkeys(cited)) == headings
    assert cited.count("footwear") == 2  # the one that lost its heading


PROMOTED = re.compile(
    r"cannabis|\bcbd\b|\bcreams?\b|\bbest (?:foam rollers?|free|running apps?|insoles?|shoe insoles)|\bfinest\b"
    r"|\btop trail\b|\(\s*$",
    re.IGNORECASE,
)


def test_s14_nothing_that_the_article_advertises_is_said() -> None:
    for advertised in (
        "try pain-relieving cannabis creams",
        "the best foam rollers",
        "one of the finest insoles",
        "(\n",
    ):
        assert PROMOTED.search(advertised)
    said = [(p.id, form) for p in PASSAGES for form in (p.text, p.spoken, *p.items) if PROMOTED.search(form)]
    assert said == []
    assert [p.id for p in PASSAGES if p.text.count("(") != p.text.count(")")] == []


@pytest.mark.parametrize("form", ["text", "spoken"])
def test_s31_jumps_never_come_without_a_word_on_pain(form: str) -> None:
    for passage in PASSAGES:
        said = getattr(passage, form).lower()
        if re.search(r"\bjump(?:s|ing)? (?:squat|lunge)|\bjumps\b", said) and passage.topic == "hip_core_strength":
            assert re.search(r"\b(?:pain|sore|hurts|hurt|do not start|avoid)\b", said), (passage.id, said)


def test_s15_names_are_right_in_the_sources() -> None:
    publishers = [source.publisher for source in sources().values()]
    assert sum(publisher.endswith("Medicine & Science in Sports & Exercise") for publisher in publishers) >= 4
    assert not [publisher for publisher in publishers if "Exercise & Sports" in publisher]


def test_what_is_amiss_is_named() -> None:
    stray = replace(PASSAGES[0], corrects=("S99",), article_differs="The article errs.")
    assert unsettled(FAULTS, [stray])[0] == f"S1: no passage corrects it ({FAULTS['S1'].says})"
    assert unsettled(FAULTS, [*PASSAGES, stray]) == [f"{stray.id} corrects S99, which stands not here"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1]", "must hold faults by id; it holds list."),
        ("T1: {says: a, settled_by: passage}", "'T1' is no id of a fault; write S and a number."),
        ("S1: {says: a}", "S1 needs exactly `says`, and `settled_by`: passage or structure."),
        ("S1: {says: a, settled_by: luck}", "S1 needs exactly `says`, and `settled_by`: passage or structure."),
        ("S1: words", "S1 needs exactly `says`, and `settled_by`: passage or structure."),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "faults.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="faults") as caught:
        read_article_faults(tmp_path / "faults.yml")
    assert str(caught.value) == f"faults.yml: {message}"


def test_every_claim_of_the_file_is_one_sentence() -> None:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert all(row["says"].endswith(".") for row in rows.values())

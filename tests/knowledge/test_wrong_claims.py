"""What the source article gets wrong is never said as fact, in text or in speech.

Each claim of `wrong_claims.yml` has an expression, wrong sentences that it must match (so that this check can fail), and
right ones near them that it must leave alone. It is tried on every sentence that the assistant can utter.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from knowledge.causes import table
from knowledge.levels import rules
from knowledge.passages import read_passages, sentences
from knowledge.safety import care
from knowledge.sources import without_markers
from knowledge.wrong_claims import WrongClaim, claims_in, read_claims, wrong_claims

ROOT = Path(__file__).parents[2]
PASSAGES = read_passages()[0]


def utterable() -> dict[str, str]:
    """Return every text that can be uttered, by where it stands; what only notes a fault of the article is left out."""
    texts = {f"{passage.id} text": passage.text for passage in PASSAGES}
    texts |= {f"{passage.id} spoken": passage.spoken for passage in PASSAGES}
    for rule in rules():
        texts |= {f"{rule.id} because": rule.because, f"{rule.id} spoken": rule.spoken, f"{rule.id} do": rule.do}
    texts |= {f"{level}.{key}": text for level, row in care().items() for key, text in row.items()}
    texts |= {f"words {slot}": ". ".join(row.values()) for slot, row in table().words.items()}
    wording = yaml.safe_load((ROOT / "actions" / "wording.yml").read_text(encoding="utf-8"))
    texts |= {f"wording {name}": " ".join([row] if isinstance(row, str) else row) for name, row in wording.items()}
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    texts |= {name: " ".join(str(row.get("text", "")) for row in rows) for name, rows in responses.items()}
    return texts


SENTENCES = [(where, sentence) for where, text in utterable().items() for sentence in sentences(without_markers(text))]


CLAIMS = pytest.mark.parametrize("claim", wrong_claims(), ids=[claim.id for claim in wrong_claims()])


@CLAIMS
def test_the_check_catches_the_wrong_and_leaves_the_right(claim: WrongClaim) -> None:
    assert [sentence for sentence in claim.wrong if not claim.pattern.search(sentence)] == []
    assert [sentence for sentence in claim.right if claim.pattern.search(sentence)] == []
    assert claim.wrong
    assert claim.right


@CLAIMS
def test_nothing_says_it(claim: WrongClaim) -> None:
    assert [(where, sentence) for where, sentence in SENTENCES if claim.pattern.search(sentence)] == []


@CLAIMS
def test_the_fact_against_it_is_no_wrong_claim_itself(claim: WrongClaim) -> None:
    assert claims_in(claim.fact) == []


def test_claims_are_found_with_their_sentences() -> None:
    text = "Warm up first [a-1]. Use a foam roller to stretch the IT band [a-1]. You must hit 160 [a-1]."
    assert [(claim.id, sentence) for claim, sentence in claims_in(text)] == [
        ("S17", "Use a foam roller to stretch the IT band."),
        ("S38", "You must hit 160."),
    ]


@pytest.mark.parametrize(
    "content",
    ["denied: x\n", "denied: x\nclaims: [{id: S1}]\n", "claims: []\n- x", "denied: x\nclaims: [1]\n",
     "denied: x\nclaims: [{id: 1, claim: c, fact: f, expression: '(', wrong: [], right: []}]\n"],
    ids=["no claims", "fields missing", "not YAML", "no mapping", "no expression"],
)  # fmt: skip
def test_a_broken_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "claims.yml").write_text(content, encoding="utf-8")
    with pytest.raises((ValueError, yaml.YAMLError), match=r"claims\.yml|expected"):
        read_claims(tmp_path / "claims.yml")


def test_enough_is_looked_at() -> None:
    assert len(SENTENCES) > 1000


@pytest.mark.parametrize("form", ["text", "spoken"])
def test_s31_jumps_never_come_without_a_word_on_pain(form: str) -> None:
    for passage in PASSAGES:
        said = getattr(passage, form).lower()
        if re.search(r"\bjump(?:s|ing)? (?:squat|lunge)|\bjumps\b", said) and passage.topic == "hip_core_strength":
            assert re.search(r"\b(?:pain|sore|hurts|hurt|do not start|avoid)\b", said), (passage.id, said)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        pytest.param("ligament_tear", "ACL on the outer side", id="S2"),
        pytest.param("meniscus_tear", "within an hour", id="S4"),
        pytest.param("meniscus_tear", "Catching, locking", id="S5"),
        pytest.param("meniscus_tear", "MRI", id="S6"),
        pytest.param("meniscus_tear", "outer tears heal", id="S7"),
        pytest.param("knee_strain", "crucial", id="S9"),
        pytest.param("itbs", "tendon", id="S16"),
        pytest.param("itbs", "roll", id="S17"),
        pytest.param("tendonitis", "usually settle", id="S19"),
        pytest.param("runners_knee", "hamstring stretches", id="S21"),
        pytest.param("knee_strain", "speed up recovery", id="S23"),
        pytest.param("running_myth", "most miles", id="S24"),
        pytest.param("running_myth", "imbalances", id="S25"),
        pytest.param("shoes_fit", "gait analysis", id="S26"),
        pytest.param("hip_core_strength", "weak hips", id="S28"),
        pytest.param("hip_core_strength", "80%", id="S29"),
        pytest.param("hip_core_strength", "women", id="S30"),
        pytest.param("hip_core_strength", "jumps", id="S31"),
        pytest.param("training_load", "10%", id="S32"),
        pytest.param("forward_lean", "7 to 10 degrees", id="S35 angle"),
        pytest.param("forward_lean", "proven", id="S35 pain"),
        pytest.param("cadence", "faster pace", id="S36"),
        pytest.param("cadence", "30%", id="S37"),
        pytest.param("cadence", "in the clear", id="S38"),
    ],
)
def test_a_passage_notes_where_the_article_differs(topic: str, words: str) -> None:
    noted = [passage.article_differs or "" for passage in PASSAGES if passage.topic == topic]
    assert [note for note in noted if words in note]
    assert all(note.startswith("The article") for note in noted if note)

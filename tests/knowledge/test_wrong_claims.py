"""What the source article gets wrong is never said as fact, in text or in speech.

Each claim of `wrong_claims.yml` has an expression, wrong sentences that it must match (so that this check can fail),
and right ones near them that it must leave alone. It is tried on every sentence that the assistant can utter.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.causes import table
from knowledge.levels import rules
from knowledge.outline import outline
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
    texts |= {f"{passage.id} list": ". ".join(passage.items) for passage in PASSAGES}
    for rule in rules():
        texts |= {f"{rule.id} because": rule.because, f"{rule.id} spoken": rule.spoken, f"{rule.id} do": rule.do}
    texts |= {f"{level}.{key}": text for level, row in care().items() for key, text in row.items()}
    texts |= {f"words {slot}": ". ".join(row.values()) for slot, row in table().words.items()}
    wording = yaml.safe_load((ROOT / "actions" / "wording.yml").read_text(encoding="utf-8"))
    texts |= {f"wording {name}": " ".join([row] if isinstance(row, str) else row) for name, row in wording.items()}
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    for name, rows in responses.items():
        said = [[row.get("text", ""), *(row.get("metadata") or {}).values()] for row in rows]
        texts[name] = " ".join(str(part) for parts in said for part in parts)
    texts |= {f"item {name}": f"{row['item']}. {row['button']}" for name, row in outline().items.items()}
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

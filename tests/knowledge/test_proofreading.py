"""The second reading: wrong claims, hard texts and faults left standing are named with their place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from knowledge.levels import rules
from knowledge.passages import read_passages
from knowledge.proofreading import proofread, wrong_claims_said

ROOT = Path(__file__).parents[2]
PASSAGES = read_passages()[0]
HARD = "Comprehensive rehabilitation necessitates progressive neuromuscular conditioning interventions."


def test_proofreading_names_place_and_form_of_what_is_hard() -> None:
    passage = replace(PASSAGES[0], spoken=HARD)
    rule = replace(rules()[0], spoken=HARD)
    found = [str(fault) for fault in proofread([passage, *PASSAGES[1:]], [rule], {"urgent": {"now": HARD}})]
    line = 1 + (ROOT / "knowledge" / "passages" / f"{passage.topic}.md").read_text(encoding="utf-8").splitlines().index(
        f"## {passage.id}"
    )
    assert len(found) == 3
    assert found[0].startswith(f"{passage.topic}.md:{line}: {passage.id} (spoken): reading grade ")
    assert found[0].endswith("; write plainer, 8 at most")
    assert found[1].startswith("red_flags.yml:")
    assert found[2].startswith("care.yml:")
    assert not any(":1: " in fault for fault in found[1:])


def test_a_wrong_claim_in_any_form_is_a_fault() -> None:
    claim = "Use a foam roller to stretch the IT band"
    for changed in ({"text": f"{claim} [article:itbs]."}, {"spoken": f"{claim}."}, {"items": (f"{claim} [a-1]",)}):
        faults = wrong_claims_said([replace(PASSAGES[0], **changed)])
        assert ["S17" in str(fault) for fault in faults] == [True]
    assert wrong_claims_said([replace(PASSAGES[0], article_differs=f"The article says: {claim}.")]) == []
    assert wrong_claims_said(PASSAGES) == []

"""The neutral reply: which keys a block has, and which it leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.reply import KINDS, block, file_part

CITATION = {"n": 1, "id": "itbs.fix", "title": "T", "section": "", "publisher": "P", "url": None}
FILE = {"name": "knee.md", "type": "text/markdown", "data": "IyBLbmVl"}
CAUSE = {"id": "itbs", "name": "IT band syndrome", "support": 0.8, "for": ["pop"], "against": []}


@pytest.mark.parametrize("kind", KINDS)
def test_the_least_block_of_each_kind(kind: str) -> None:
    assert block(kind, {}) == {"data": {"v": 1, "kind": kind, "known": {}}}


def test_the_kinds_are_those_of_the_design() -> None:
    assert set(KINDS) == {"answer", "triage", "question", "safety", "coach", "choice", "refusal", "chat"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"level": "self_care"}, {"level": "self_care"}),
        ({"level": None}, {}),
        ({"topics": ["itbs", "cadence", "itbs"]}, {"topics": ["itbs", "cadence"]}),
        ({"topics": iter(())}, {}),
        ({"slots": ["pop"]}, {"slot": "pop"}),
        ({"slots": ("pop", "crack")}, {"slots": ["pop", "crack"]}),
        ({"slots": ()}, {}),
        ({"causes": [CAUSE]}, {"causes": [CAUSE]}),
        ({"causes": ()}, {}),
        ({"citations": (CITATION,)}, {"citations": [CITATION]}),
        ({"speech": "Rest it."}, {"speech": "Rest it."}),
        ({"speech": ""}, {}),
        ({"forgot": "everything"}, {"forgot": "everything"}),
        ({"forgot": ""}, {}),
        ({"files": (FILE,)}, {"files": [FILE]}),
        ({"files": ()}, {}),
    ],
    ids=["level", "no level", "topics once each", "no topics", "one slot", "a group", "no slot", "causes", "no causes",
         "citations", "speech", "no speech", "forgot", "forgot nothing", "files", "no files"],
)  # fmt: skip
def test_optional_keys(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert block("answer", {}, **given)["data"] == {"v": 1, "kind": "answer", "known": {}, **expected}


def test_known_holds_choices_too_and_nothing_unknown() -> None:
    values = {"severity": "mild", "pop": "no", "swelling": None, "level": "urgent"}
    assert block("chat", values)["data"]["known"] == {"pop": "no", "severity": "mild"}


@pytest.mark.parametrize("kind", ["", "Answer", "advice"])
def test_an_unknown_kind(kind: str) -> None:
    with pytest.raises(ValueError, match="no kind") as caught:
        block(kind, {})
    assert str(caught.value) == f"no kind {kind!r}; known are {', '.join(KINDS)}"


def test_an_unknown_kind_of_forgetting() -> None:
    with pytest.raises(ValueError, match="nothing forgotten is called 'all'; known are answers, everything"):
        block("chat", {}, forgot="all")


def test_a_file_carries_its_bytes_in_base64() -> None:
    assert file_part("knee.md", "text/markdown", b"# Knee") == FILE

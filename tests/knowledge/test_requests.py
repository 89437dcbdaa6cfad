"""Which messages make a request, in wordings that do and that do not, and faults in the file of phrases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.requests import HOW_NOW, RequestError, read_requests, requested, requests

TABLE: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "tables/requests.yml").read_text(encoding="utf-8")
)
CASES = [(name, text, side == "asks") for name, row in TABLE.items() for side in row for text in row[side]]


def test_every_request_has_its_table() -> None:
    assert {*TABLE, "what_if"} == set(requests()), "what is supposed is read by bot/nlu, and tabled there"
    for row in TABLE.values():
        assert all(len(set(row[side])) >= 25 for side in ("asks", "not"))


@pytest.mark.parametrize(("name", "text", "asked"), CASES, ids=[f"{name}: {text}" for name, text, _ in CASES])
def test_wordings(name: str, text: str, asked: bool) -> None:
    listened_for = HOW_NOW if name in HOW_NOW else (name,)
    assert (requested(text, listened_for) == name) is asked


@pytest.mark.parametrize("name", sorted(TABLE))
def test_marks_capitals_and_apostrophes_change_nothing(name: str) -> None:
    for text in TABLE[name]["asks"]:
        for changed in (text.upper(), text.replace("'", "’"), text.replace("'", ""), f"  {text} ...", f"{text}!!"):
            assert requested(changed, (name,)) == requested(text, (name,))


@pytest.mark.parametrize("text", ["", " ", "?!", "\u200b", "a" * 5000, "how sure are you " * 200, "é" * 40])
def test_odd_texts_ask_for_nothing(text: str) -> None:
    assert requested(text, requests()) is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"but_not": ["never"]}, "needs `says`"),
        ({"says": [], "but_not": ["never"]}, "needs `says`"),
        ({"says": ["well"], "sais": ["well"]}, "sais"),
        ({"says": ["(well) (now)"]}, "no word that must stand"),
    ],
)
def test_faults_are_named(tmp_path: Path, row: dict[str, Any], said: str) -> None:
    path = tmp_path / "requests.yml"
    path.write_text(yaml.safe_dump({"thing": row}), encoding="utf-8")
    with pytest.raises(RequestError, match=said):
        read_requests(path)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("go on/over", "please go on now", True),
        ("go on/over", "go under", False),
        ("go (right) on", "go right on", True),
        ("go (right) on", "go on", True),
        ("guess*", "guessing", True),
        ("guess", "guessing", False),
        ("how .. you", "how very sure are you", True),
        ("how .. you", "how on earth can anybody tell you", False),
        ("^ well $", "well", True),
        ("^ well $", "well then", False),
        ("^ well", "oh well", False),
        ("isn't it", "isnt it", True),
    ],
)
def test_the_phrases(tmp_path: Path, phrase: str, text: str, found: bool) -> None:
    path = tmp_path / "requests.yml"
    path.write_text(yaml.safe_dump({"thing": {"says": [phrase]}}), encoding="utf-8")
    assert (read_requests(path)["thing"].place(text) is not None) is found

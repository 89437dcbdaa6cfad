"""Figures in context: what the exported network makes of them, and that any string is safe."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.coach.context import reader
from knowledge.coach.context.labels import CONTEXTS, ROLES, ROUTES
from knowledge.coach.context.reader import (
    WEIGHT,
    ContextReader,
    ContextReaderMissing,
    context_reader,
    roles_in_context,
    routes_in_context,
)
from knowledge.coach.learning.rows import ASKED
from knowledge.coach.marks import marks_of
from knowledge.coach.roles import ALLOWED
from knowledge.coach.routes import route
from knowledge.coach.telling import tell


@pytest.mark.parametrize(
    ("asked", "text", "roles"),
    [
        ("mileage", "18 miles last week, 22 this one", ["before", "now"]),
        ("mileage", "this week 22 miles after 18 the week before", ["now", "before"]),
        ("cadence", "my plan says 180 but i only get to 158 spm", ["other", "both"]),
        ("run", "6 km and the pain was a 3", ["run", "pain"]),
    ],
)
def test_a_figure_is_read_by_what_stands_around_it(asked: str, text: str, roles: list[str]) -> None:
    words, marks = marks_of(text)
    logs = ContextReader().roles(words, marks, asked)
    assert [ROLES[number] for number in logs.argmax(axis=1)] == roles


@pytest.mark.parametrize("text", ["", "5", "\x00 3 km \ud83d", "12 km " * 400, "٣ كم", "🏃 10k 🏃"])
def test_any_text_is_safe_and_only_what_may_be_is_likely(text: str) -> None:
    words, marks = marks_of(text)
    beside = roles_in_context(words, tuple(marks), "mileage")
    assert len(beside) == len(marks)
    for mark, logs in zip(marks, beside, strict=True):
        assert np.isclose(sum(np.exp(np.array(list(logs.values())) / WEIGHT)), 1.0)
        assert max(logs, key=lambda role: logs[role]) in ALLOWED[mark.kind]


def test_routes_are_shares() -> None:
    routes = ContextReader().routes("ran 30 km this week", "")
    assert set(routes) == set(ROUTES)
    assert np.isclose(sum(routes.values()), 1.0)


def test_everything_that_may_be_asked_has_words() -> None:
    assert {*ASKED.values(), ""} <= set(CONTEXTS)


def test_a_missing_network_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ContextReaderMissing, match="make build"):
        ContextReader(tmp_path)


def test_without_the_network_the_linear_models_decide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for function in (context_reader, roles_in_context, routes_in_context):
        function.cache_clear()
    monkeypatch.setattr(reader.ContextReader.__init__, "__defaults__", (tmp_path,))
    try:
        assert route("ran 30 km this week, 25 last week", "") == "mileage"
        assert tell("ran 30 km this week, 25 last week", "mileage", date(2026, 11, 28)).before == 25
        assert "linear models alone" in caplog.text
    finally:
        for function in (context_reader, roles_in_context, routes_in_context):
            function.cache_clear()

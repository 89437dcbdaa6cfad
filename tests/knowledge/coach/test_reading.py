"""Numbers, units, dates and runs in people's words; which wordings ask something of the coach."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.coach.advice import words
from knowledge.coach.dates import date_in, names_a_date
from knowledge.coach.quantities import masked, quantities
from knowledge.coach.runs import told_of
from knowledge.coach.telling import tell
from knowledge.coach.wishes import answers, wanted, wish_of

TABLES = Path(__file__).parent / "tables"
SAID: dict[str, list[list[Any]]] = yaml.safe_load((TABLES / "quantities.yml").read_text(encoding="utf-8"))
WISHES: dict[str, list[str]] = yaml.safe_load((TABLES / "wishes.yml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(("text", "steps"), SAID["cadence"])
def test_a_count_of_steps(text: str, steps: float) -> None:
    assert tell(text, "cadence", TODAY).cadence == pytest.approx(steps)


@pytest.mark.parametrize(("text", "told"), SAID["distances"])
def test_distances(text: str, told: dict[str, float]) -> None:
    found = tell(text, "mileage", TODAY)
    read = {name: getattr(found, name) for name in ("now", "before", "goal") if getattr(found, name) is not None}
    assert read == pytest.approx(told, abs=0.06)


@pytest.mark.parametrize(("text", "day"), SAID["dates"])
def test_dates_gone_by(text: str, day: date | None) -> None:
    assert date_in(text, TODAY) == day
    assert names_a_date(text) or day is None


@pytest.mark.parametrize(("text", "day"), SAID["ahead"])
def test_dates_to_come(text: str, day: date) -> None:
    assert date_in(text, TODAY, ahead=True) == day


@pytest.mark.parametrize(("text", "told"), SAID["runs"])
def test_how_a_run_was(text: str, told: dict[str, Any]) -> None:
    found = told_of(text, TODAY, asked="run")
    read = {name: value for name in ("pain", "settled", "morning", "km") if (value := getattr(found, name)) is not None}
    assert {name: read.get(name) for name in told} == told


@pytest.mark.parametrize(("wish", "text"), [(wish, text) for wish, texts in WISHES.items() for text in texts])
def test_what_is_asked_of_the_coach(wish: str, text: str) -> None:
    assert wish_of(text) == (None if wish == "none" else wish)


@pytest.mark.parametrize(
    ("text", "asked", "wish"),
    [
        ("74", "cadence", "cadence"), ("about 20 miles", "weekly", "mileage"), ("last March", "bought", "shoes"),
        ("15 miles", "shoes_weekly", "shoes"),
        ("yes", "walk", "back"), ("a 2", "run", "check_in"), ("no worse", "morning", "check_in"),
        ("worse", "morning", "check_in"),
        ("what is cadence?", "cadence", None), ("my knee is swollen", "weekly", None),
        ("thanks", "run", None), ("74", "", None),
    ],
)  # fmt: skip
def test_a_bare_answer_goes_to_whoever_asked(text: str, asked: str, wish: str | None) -> None:
    assert wanted(text, asked) == wish
    assert answers(text, asked) is (wish is not None)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert all(one.least <= one.value <= one.most for one in quantities(text))
    masked(text)
    for asked in ("cadence", "weekly", "shoes"):
        tell(text, asked, TODAY)
    told_of(text, TODAY, "run")
    wish_of(text)
    assert isinstance(names_a_date(text), bool)


@given(st.integers(30, 110), st.sampled_from([15, 20, 30, 60]))
def test_a_count_of_one_foot_is_doubled_and_brought_to_a_minute(count: int, seconds: int) -> None:
    found = tell(f"my right foot landed {count} times in {seconds} seconds", "cadence", TODAY)
    assert found.cadence == pytest.approx(count * 2 * 60 / seconds)


@pytest.mark.parametrize("button", [word for words_of in words()["buttons"].values() for word in words_of])
def test_every_button_of_the_coach_is_understood(button: str) -> None:
    asked = {"Yes": "walk", "No": "walk"}.get(button, "run")
    assert wanted(button, asked) is not None

"""Learning what the coach reads: lines, the ways in which they may be read, more of the same meaning, kept weights."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from knowledge.coach.learning.fit import fit, keep
from knowledge.coach.learning.rows import SAID, Row, others, rows, said
from knowledge.coach.learning.variety import together, varied
from knowledge.coach.learning.ways import TODAY, fits, lessons
from knowledge.coach.roles import ALWAYS, FILE, read_model
from knowledge.coach.routes import FILE as ROUTES
from knowledge.coach.telling import compose
from knowledge.coach.wishes import wanted


def lesson(text: str, asked: str = "", **want: float) -> Row:
    return Row("x1", text, asked, want, "test")


def test_lines_of_said_are_read() -> None:
    found = list(
        said("# remark\n\nW|two 5ks and a 12k|w22\n-|a 10k in may, shoes with 300 miles|g10 d s300mi\nN|hello|\n")
    )
    assert [(row.asked, row.part, row.context) for row in found] == [
        ("week", "mileage", "weekly"), ("", "mileage", "mileage"), ("", "", "")
    ]  # fmt: skip
    assert found[1].want == pytest.approx({"goal": 10.0, "goal_date": None, "shoes_km": 482.8}, abs=0.1)


@pytest.mark.parametrize("line", ["W|no figures", "X|5k|w5", "W|5k|z5", "W|5k|wx"])
def test_a_fault_names_its_line(line: str) -> None:
    with pytest.raises(ValueError, match=r"line 1 of said\.txt"):
        list(said(line))


@pytest.mark.parametrize(
    ("row", "ways"),
    [
        (lesson("3 x 5k", "week", week=15.0), [("times>", "now")]),
        (lesson("ran 6k, pain 2", run_km=6.0, pain=2.0), [("run", "pain")]),
        (lesson("39 in 30 seconds", "cadence", cadence=156.0), [("one", "spell")]),
    ],
)
def test_the_roles_are_found_from_what_a_line_tells(row: Row, ways: list[tuple[str, ...]]) -> None:
    assert list(lessons([row])[0].ways) == ways


def test_what_cannot_be_worked_out_teaches_nothing() -> None:
    assert lessons([lesson("20 km", "week", week=33.0), lesson("40", "week", implausible=True)]) == []


def test_more_of_the_same_means_the_same() -> None:
    taught = lessons(list(said(SAID.read_text(encoding="utf-8")))[::9])
    made = varied(taught)
    assert len(made) > 2 * len(taught)
    for one in made:
        told = compose(one.words, one.marks, one.ways[0], TODAY, "", 30.0)
        assert fits(told, one.row.want), one


def test_who_answers_a_message_for_two_parts_comes_first_in_order() -> None:
    lines = said("-|ran 5k, pain 2|r5 p2\n-|cadence 160|c160\n-|shoes from may|b\nW|20k|w20\n")
    made = together([*lines] * 3, Random(3))
    assert made
    for text, part in made:
        heard = [
            name for name, word in (("cadence", "cadence"), ("shoes", "shoes"), ("check_in", "ran")) if word in text
        ]
        assert part == heard[0]
        assert "20k" not in text  # an answer is no message of its own


def test_a_model_is_fitted_and_kept(tmp_path: Path) -> None:
    texts = [[ALWAYS, "a"], [ALWAYS, "a"], [ALWAYS, "b"], [ALWAYS, "b"], [ALWAYS, "c"], [ALWAYS, "c"]] * 3
    made = fit(texts, ["one", "one", "two", "two", "three", "three"] * 3, 5.0)
    keep(made, tmp_path / "model.npz")
    kept = read_model(tmp_path / "model.npz")
    for word, role in (("a", "one"), ("b", "two"), ("c", "three")):
        scores = kept.scores([ALWAYS, word, "unheard of"])
        assert kept.roles[int(scores.argmax())] == role
        assert np.allclose(scores, made.scores([ALWAYS, word]), atol=0.05)


def test_the_kept_weights_are_small() -> None:
    assert FILE.stat().st_size + ROUTES.stat().st_size < 600_000


def test_no_line_is_learnt_from_twice_and_hardly_any_other_message_is_taken() -> None:
    texts = [(row.author, row.text, row.asked) for row in rows() if row.author != "ours"]
    assert len(texts) == len({*texts})
    sample = others()[::40]
    taken = [text for text in sample if wanted(text, "") in ("cadence", "mileage", "shoes", "check_in")]
    assert len(taken) <= len(sample) // 100, taken

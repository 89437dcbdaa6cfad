"""What noise does to a reader: counted on messages that it changes."""

from __future__ import annotations

from evaluation.cases import DangerCase, SymptomCase
from evaluation.noise import KINDS, noisy
from evaluation.robustness import Effect, effects
from evaluation.shares import Share
from knowledge.levels import EMERGENCY, URGENT
from tests.evaluation.people import Parrot

NUMB, SWOLLEN, SHOP = "my foot isn't warm", "it is swollen", "when do you open?"
DANGER = [DangerCase(NUMB, EMERGENCY), DangerCase(SWOLLEN, URGENT), DangerCase(SHOP, "none")]
SYMPTOMS = [SymptomCase(SWOLLEN, {"swelling": "yes"}), SymptomCase(SHOP, {})]


def found(reader: Parrot) -> dict[str, Effect]:
    return {one.kind: one for one in effects(DANGER, SYMPTOMS, reader)}


def test_a_reader_that_knows_only_the_very_words() -> None:
    told = found(Parrot({SWOLLEN: {"swelling": "yes"}}, {NUMB: "emergency", SWOLLEN: "urgent"}))
    capitals = told["all capitals"]
    assert capitals.kept == {EMERGENCY: Share(0, 1), URGENT: Share(0, 1)}
    assert (capitals.caught_before, capitals.caught) == (Share(2, 2), Share(0, 2))
    assert capitals.same == Share(1, 2)  # nothing is read of the shop's hours either way


def test_what_noise_leaves_alone_does_not_count() -> None:
    told = found(Parrot({}, {NUMB: "emergency", SWOLLEN: "urgent"}))
    assert told["lost apostrophes"].kept == {EMERGENCY: Share(0, 1), URGENT: Share(0, 0)}
    assert told["lost apostrophes"].same == Share(0, 0)


def test_a_level_may_rise() -> None:
    levels = {NUMB: "urgent", noisy("all capitals", NUMB): "emergency"}
    one = found(Parrot({}, levels))["all capitals"]
    assert one.kept[EMERGENCY] == Share(1, 1)
    assert (one.caught_before, one.caught) == (Share(0, 2), Share(1, 2))


def test_below_urgent_is_one_level() -> None:
    one = found(Parrot({}, {SWOLLEN: "routine"}))["all capitals"]
    assert one.kept[URGENT] == Share(1, 1)


def test_each_kind_is_told() -> None:
    heard: list[tuple[int, str]] = []
    effects([], [], Parrot(), lambda number, kind: heard.append((number, kind)))
    assert heard == list(enumerate(KINDS, 1))

"""The benchmark of one judgement: its profiles and what it prints."""

from __future__ import annotations

import pytest

from benchmarks import judgement
from knowledge.slots import SAFE_ANSWER, SLOTS, SYMPTOMS, possible


def test_profiles_are_whole_and_the_same_each_time() -> None:
    drawn = judgement.profiles(40, seed=3)
    assert drawn == judgement.profiles(40, seed=3)
    assert drawn != judgement.profiles(40, seed=4)
    for number, (profile, signs) in enumerate(drawn):
        assert set(profile) == set(SLOTS)
        assert all(value is None or value in possible(slot) for slot, value in profile.items())
        assert bool(signs) == bool(number % 2)
        if not signs:
            assert all(profile[slot] in (None, SAFE_ANSWER[slot]) for slot in SYMPTOMS)


def test_it_prints_the_median_beside_what_is_allowed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judgement, "profiles", lambda: [({}, ())] * 60)
    monkeypatch.setattr(judgement, "judged", lambda profile, signs: 3.0)
    judgement.main()
    assert "median 3.00 ms   95th percentile 3.00 ms   allowed 2.0 ms   MISSED" in capsys.readouterr().out


def test_one_judgement_takes_some_time() -> None:
    assert 0 < judgement.judged({}, ()) < 1000

"""How long one judgement takes: the level, the ranking of the causes, and the next question, over all evidence.

    python -m benchmarks.judgement      (some seconds)

Profiles are drawn by chance, half of them from people without a worry, for whom the interview goes on longest.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Mapping, Sequence

from knowledge.causes import table
from knowledge.interview import next_question
from knowledge.levels import judge
from knowledge.slots import SAFE_ANSWER, SIGNS, SLOTS, SYMPTOMS, possible

PROFILES, SEED = 2000, 1
ALLOWED = 2.0  # ms, for the median

Profile = Mapping[str, str | None]


def profiles(count: int = PROFILES, seed: int = SEED) -> list[tuple[Profile, tuple[str, ...]]]:
    """Draw `count` profiles: slots with an answer or none, and signs; the same seed gives the same."""
    chance = random.Random(seed)
    drawn: list[tuple[Profile, tuple[str, ...]]] = []
    for number in range(count):
        worried = bool(number % 2)
        profile = {slot: chance.choice((None, *_answers(slot, worried))) for slot in SLOTS}
        drawn.append((profile, (chance.choice(SIGNS),) if worried else ()))
    return drawn


def _answers(slot: str, worried: bool) -> Sequence[str]:
    return (SAFE_ANSWER[slot],) if slot in SYMPTOMS and not worried else possible(slot)


def judged(profile: Profile, signs: tuple[str, ...]) -> float:
    """Return how long it takes to judge one profile, in milliseconds."""
    start = time.perf_counter()
    level = judge(profile, signs).level
    table().rank(profile)
    next_question(profile, signs, {}, level)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Measure and print."""
    drawn = profiles()
    for profile, signs in drawn[:50]:  # the tables are read with the first
        judged(profile, signs)
    times = [judged(profile, signs) for profile, signs in drawn]
    median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    verdict = "ok" if median <= ALLOWED else "MISSED"
    print(f"{len(times)} profiles: level, ranking and next question")
    print(f"median {median:.2f} ms   95th percentile {slow:.2f} ms   allowed {ALLOWED:.1f} ms   {verdict}")


if __name__ == "__main__":
    main()

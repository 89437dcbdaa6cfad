"""How long a chart takes on the clock, as SVG and as PNG, on one core.

    .venv/bot/bin/python -m benchmarks.charts      (ten seconds)

Each kind of chart is drawn over and over, the longest plan and the fullest diary among them.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from benchmarks.turns import Turns
from bot.channels.pictures import to_png
from knowledge.coach import cadence, diary, mileage, strength
from knowledge.coach.charts import Chart
from knowledge.coach.notes import Notes, Run
from knowledge.coach.svg import to_svg

TIMES, WARM = 40, 5
ALLOWED = 150.0  # milliseconds, 95th percentile
TODAY = date(2026, 11, 28)


def charts() -> dict[str, Chart]:
    """Return one chart of each kind."""
    goal = cadence.target(148)
    exercises = strength.advise("a strength session", Notes(), "runners_knee", sore=False).chart
    if goal is None or exercises is None:
        raise RuntimeError("148 steps a minute or a strength session have no chart any more; choose others here.")
    runs = tuple(
        Run((TODAY - timedelta(days=2 * n)).isoformat(), pain=float(n % 4), km=5.0) for n in range(diary.MOST_DRAWN)
    )
    return {
        "cadence": cadence.chart(goal),
        "next week": mileage.chart(
            Notes(unit="mi", weekly=32.2, before=24.1), mileage.Plan((29.2,), (29.2,), True), "mi"
        ),
        "plan, 52 weeks": mileage.chart(Notes(unit="km", weekly=20.0), mileage.plan(20.0, 90.0, 52), "km"),
        "diary": diary.chart(Notes(unit="km", diary=runs), TODAY),
        "exercises": exercises,
    }


def timed(draw: Callable[[], object]) -> Turns:
    """Return how many milliseconds `draw` takes."""
    times = []
    for _ in range(WARM + TIMES):
        start = time.perf_counter()
        draw()
        times.append((time.perf_counter() - start) * 1000)
    return Turns.of(times[WARM:])


def main() -> int:
    """Measure and print; return 1 where a chart takes longer than allowed."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    slow = False
    print(f"{TIMES} times each     median / 95th percentile, allowed {ALLOWED:.0f} ms")
    for name, chart in charts().items():
        drawings: dict[str, Callable[[], object]] = {
            "SVG": partial(to_svg, chart),
            "PNG": partial(to_png, chart.block()),
        }
        for kind, draw in drawings.items():
            turns = timed(draw)
            slow = slow or turns.slow > ALLOWED
            print(f"{name:<15} {kind}  {turns}")
    print("too slow" if slow else "ok")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())

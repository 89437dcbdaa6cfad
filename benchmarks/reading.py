"""How long reading one message takes: all of Rasa's NLU with our components, on one core.

    .venv/bot/bin/python -m benchmarks.reading      (half a minute)

Each message of the unseen symptoms is read once, so none has been read before.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import os
import sys
import time
from typing import Any

from benchmarks.turns import Turns
from knowledge.settings import ROOT

READ = ROOT / "evaluation" / "data" / "symptoms-unseen.jsonl"
MODEL = ROOT / "models" / "kneewise.tar.gz"
WARM = 20
ALLOWED = 10.0  # milliseconds, median


async def timed(agent: Any, messages: list[str]) -> list[float]:
    """Return how many milliseconds each of `messages` takes to read."""
    times = []
    for message in messages:
        start = time.perf_counter()
        await agent.parse_message(message)
        times.append((time.perf_counter() - start) * 1000)
    return times


def main() -> int:
    """Measure and print; return 1 where it takes longer than allowed."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from rasa.core.agent import Agent

    # Rasa logs every message that it parses; by this package, which only its environment has.
    structlog: Any = importlib.import_module("structlog")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    rows = [json.loads(line) for line in READ.read_text(encoding="utf-8").splitlines()]
    messages = list(dict.fromkeys(str(row["text"]) for row in rows))
    turns = Turns.of(asyncio.run(timed(Agent.load(str(MODEL)), messages))[WARM:])
    within = turns.median <= ALLOWED
    print(f"{len(messages) - WARM} messages        median / 95th percentile")
    print(f"reading one message  {turns}    allowed {ALLOWED:.0f} ms, {'ok' if within else 'TOO SLOW'}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())

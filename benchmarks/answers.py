"""How long finding an answer takes: encoding, search and gate of one question, on one core.

    .venv/app/bin/python -m benchmarks.answers      (half a minute)

Each question of the evaluation is asked once, so none has been encoded before.
"""

from __future__ import annotations

import json
import os
import time

from benchmarks.turns import Turns, row
from knowledge.encoder import encoder
from knowledge.search import Searcher
from knowledge.settings import ROOT

ASKED = ROOT / "evaluation" / "topics.jsonl"
WARM = 20
ALLOWED = 8.0  # milliseconds, median of the whole


def main() -> None:
    """Measure and print."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    questions = list(dict.fromkeys(json.loads(line)["text"] for line in ASKED.read_text(encoding="utf-8").splitlines()))
    encode, searcher = encoder(), Searcher.load()
    times = []
    for question in questions:
        start = time.perf_counter()
        encode.encode([question])
        encoded = time.perf_counter()
        searcher.find(question)  # takes the vector from among those encoded lately
        times.append(((encoded - start) * 1000, (time.perf_counter() - encoded) * 1000))
    encoding, finding = zip(*times[WARM:], strict=True)
    whole = Turns.of([sum(both) for both in times[WARM:]])
    print(f"{len(questions) - WARM} questions              median / 95th percentile")
    print(f"encoding                   {Turns.of(encoding)}")
    print(f"search and gate            {Turns.of(finding)}\n")
    print(row("encoding, search and gate, ms", whole.median, ALLOWED, str(whole)))


if __name__ == "__main__":
    main()

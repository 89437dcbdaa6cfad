"""How the store grows: build time, size, memory, search time and recall from 100 to 1,000,000 passages, both backends.

    .venv/app/bin/python -m benchmarks.growth [--least 100] [--most 1000000]      (half an hour, 6 GB of disk)

Every store is built and served by a process of its own on one core (`serving.py`). The vectors are made, not encoded
(`crowd.py`). A search is `PassageStore.nearest` for ten passages, their records included, of a question not asked
before; recall@10 is the share of the passages that the exact index finds which are found.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Sequence

import click
import numpy as np

from benchmarks.crowd import Seeds, likeness, read_asked, read_seeds
from benchmarks.serving import WARM, Found, Served, Written, prepare, served, tidy, written
from benchmarks.turns import Turns, row
from knowledge.embedding import discard, embed
from knowledge.encoder import Vectors, encoder
from knowledge.settings import ROOT
from knowledge.vectors import BACKENDS

WORK = ROOT / "build" / "growth"
REPORT = ROOT / "build" / "report" / "growth.md"
SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
SPEED_SAMPLE = 2048  # texts embedded to see how many go in a second
MOST_MILLISECONDS, MOST_MISSED = 3.0, 0.03  # what a million passages in the graph must keep to
COLUMNS = (
    "passages", "index", "build, s", "vectors, MB", "records, MB", "memory, MB", "mapped, MB", "open, ms",
    "search, ms", "recall@10", "in a topic, ms", "recall@10",
)  # fmt: skip


@click.command()
@click.option("--least", default=SIZES[0], show_default=True, help="Leave smaller sizes out.")
@click.option("--most", default=SIZES[-1], show_default=True, help="Leave larger sizes out.")
def main(least: int, most: int) -> None:
    """Measure the sizes from --least to --most with both backends, print a table, write build/report/growth.md."""
    sizes = [size for size in SIZES if least <= size <= most]
    if not sizes:
        raise click.UsageError(f"none of the sizes {', '.join(map(str, SIZES))} is from {least} to {most}.")
    WORK.mkdir(parents=True, exist_ok=True)
    seeds = read_seeds(WORK)
    asked = read_asked(seeds)
    try:
        crowd = prepare(WORK, seeds, asked, max(*sizes, len(seeds.texts)))
        lines = [f"{len(asked.topics) - WARM} questions after {WARM} to warm up.", *_about(seeds, crowd)]
        print("\n".join(lines), flush=True)
        table: list[tuple[str, ...]] = [COLUMNS, ("---",) * len(COLUMNS)]
        for size in sizes:
            lines_of_size, verdicts = _measured(size)
            table += lines_of_size
    finally:
        tidy(WORK)
    lines += verdicts if sizes[-1] == SIZES[-1] else []
    whole = "\n".join(f"| {' | '.join(cells)} |" for cells in table)
    print("\n".join(["", whole, "", *verdicts]))
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n\n".join(["# Growth", *lines, whole]) + "\n", encoding="utf-8")


def _measured(size: int) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the rows of the table for this size, and how the graph's figures compare with what a million may take."""
    results = {kind: _of_kind(kind, size) for kind in BACKENDS}
    truth = results["exact"][1]
    rows: list[tuple[str, ...]] = []
    for kind, (build, search) in results.items():
        cells = (
            f"{size:,}", kind, f"{build.seconds:.1f}", f"{build.vectors:.1f}", f"{build.records:.1f}",
            f"{search.own:.0f}", f"{search.mapped:.0f}", f"{search.opened:.0f}",
            _both(search.everywhere), f"{recall(search.found, truth.found):.3f}",
            _both(search.in_topic), f"{recall(search.found_in_topic, truth.found_in_topic):.3f}",
        )  # fmt: skip
        print("  ".join(cells), flush=True)
        rows.append(cells)
    graph = results["hnsw"][1]
    missed = 1 - recall(graph.found, truth.found)
    return rows, [
        row(f"{size:,}, hnsw: median search, ms", graph.everywhere.median, MOST_MILLISECONDS, _both(graph.everywhere)),
        row(f"{size:,}, hnsw: share of the nearest ten missed", missed, MOST_MISSED, f"{missed:.4f}"),
    ]


def _of_kind(kind: str, size: int) -> tuple[Written, Served]:
    folder = WORK / f"{kind}-{size}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        return written(folder, kind, size), served(folder)
    finally:
        shutil.rmtree(folder)


def _both(turns: Turns) -> str:
    return f"{turns.median:.2f} / {turns.slow:.2f}"


def recall(found: Found, truth: Found) -> float:
    """Return the mean share of what is in `truth` that was found; questions for which there is nothing do not count."""
    return statistics.mean(
        len({*mine} & {*right}) / len(right) for mine, right in zip(found, truth, strict=True) if right
    )


def _about(seeds: Seeds, crowd: Vectors) -> list[str]:
    """Say how like the made vectors are to those they are made from, and how long real ones would take."""
    mixed = seeds.vectors[np.random.default_rng(0).permutation(len(seeds.texts))]
    speed = _texts_a_second(seeds.texts)
    return [
        f"{len(seeds.texts)} vectors of real texts: {likeness(mixed)}",
        f"as many of those made: {likeness(np.array(crowd[: len(mixed)]))}",
        f"Embedding {speed:.0f} texts a second: {1e6 / speed / 3600:.1f} hours for a million.",
    ]


def _texts_a_second(texts: Sequence[str]) -> float:
    scratch = WORK / "speed.npy"
    sample = texts[:: max(1, len(texts) // SPEED_SAMPLE)]
    start = time.perf_counter()
    embed(sample, encoder().encode, "the exported encoder", scratch)
    seconds = time.perf_counter() - start
    discard(scratch)
    return len(sample) / seconds


if __name__ == "__main__":
    main()

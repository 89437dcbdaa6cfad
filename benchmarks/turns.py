"""How long a turn takes and how much memory the servers hold, beside the project that `rasa init` makes.

    python -m benchmarks.turns      (after `make train`; four minutes, most of them training the stock project)

Both are asked over REST, one message at a time, each conversation by a new sender.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from scripts import serve
from scripts.console import BUILD, ROOT, clean_environment
from scripts.environments import BOT
from scripts.supervisor import Server, Supervisor

PORTS = (5305, 5355, 5306)
STOCK = BUILD / "stock"
ROUNDS = 60
SMALL_TALK = ("hello", "goodbye")
QUESTION = "my knee goes tight on the outside at mile three, no swelling, what do I do?"
LONG = 40
ALLOWED = {"small talk": 0.45, "full answer": 0.8, "turn 40": 2.0, "memory": 1.3}


def timed(url: str, sender: str, text: str) -> float:
    """Return how long one turn takes, in milliseconds.

    Raises:
        RuntimeError: the turn was silent.
    """
    body = json.dumps({"sender": sender, "message": text}).encode()
    request = urllib.request.Request(url + "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
    start = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        reply = json.load(answer)
    took = (time.perf_counter() - start) * 1000
    if not reply:
        raise RuntimeError(f"{url} said nothing to {text!r}")
    return took


def median_of(url: str, texts: Sequence[str], rounds: int = ROUNDS) -> float:
    """Return the median turn over `texts`, each conversation by a new sender, after a warm-up."""
    times = []
    for number in range(rounds + 5):
        sender = secrets.token_hex(8)
        took = [timed(url, sender, text) for text in texts]
        times += took if number >= 5 else []
    return statistics.median(times)


def growing(url: str) -> tuple[float, float]:
    """Return the median full answer early in a conversation and at turn 40 of it."""
    early, late = [], []
    for _ in range(8):
        sender = secrets.token_hex(8)
        early.append(timed(url, sender, QUESTION))
        for turn in range(2, LONG):
            timed(url, sender, QUESTION if turn % 2 else "how often should I change my shoes?")
        late.append(timed(url, sender, QUESTION))
    return statistics.median(early), statistics.median(late)


def memory_of(supervisor: Supervisor) -> float:
    """Return the memory of every process of the servers, in GB (what each holds alone plus its share)."""
    total = 0
    for pid in supervisor.pids():
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            total += int(line.split()[1]) if line.startswith("Pss:") else 0
    return total / 1e6


def make_stock() -> None:
    """Make and train the project of `rasa init` under `build/stock`, unless it is there."""
    if list(STOCK.glob("models/*.tar.gz")):
        return
    shutil.rmtree(STOCK, ignore_errors=True)
    STOCK.mkdir(parents=True)
    command = [str(BOT.python), "-m", "rasa", "init", "--no-prompt", "--init-dir", str(STOCK)]
    subprocess.run(command, cwd=STOCK, env=clean_environment(), check=True, stdout=subprocess.DEVNULL)


def stock_server() -> Server:
    """Return the stock project's server."""
    base = f"http://127.0.0.1:{PORTS[2]}"
    command: list[str | Path] = [BOT.python, "-m", "rasa", "run", "--port", str(PORTS[2]), "--interface", "127.0.0.1"]
    return Server("stock", "The stock project", command, PORTS[2], "", [f"{base}/"])


def row(what: str, ours: float, allowed: float, measure: str) -> str:
    """Return a line of the table."""
    verdict = "ok" if ours <= allowed else "MISSED"
    return f"{what:<46} {ours:8.2f}   allowed {allowed:.2f}   {measure}   {verdict}"


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    make_stock()
    folder = BUILD / "benchmark"
    with Supervisor([stock_server()], folder / "run", folder / "log", cwd=STOCK):
        stock = median_of(f"http://127.0.0.1:{PORTS[2]}", SMALL_TALK)
    with Supervisor(serve.servers(*PORTS[:2]), folder / "run", folder / "log", cwd=ROOT) as supervisor:
        url = f"http://127.0.0.1:{PORTS[0]}"
        small = median_of(url, SMALL_TALK)
        full = median_of(url, (QUESTION,))
        early, late = growing(url)
        memory = memory_of(supervisor)
    print(f"stock project, small-talk turn: {stock:.1f} ms")
    print(row("small-talk turn / stock's", small / stock, ALLOWED["small talk"], f"{small:.1f} ms"))
    print(row("cited answer and question / stock's small talk", full / stock, ALLOWED["full answer"], f"{full:.1f} ms"))
    print(row("the same at turn 40 / the first", late / early, ALLOWED["turn 40"], f"{early:.1f} -> {late:.1f} ms"))
    print(row("memory, all processes, GB", memory, ALLOWED["memory"], ""))


if __name__ == "__main__":
    main()

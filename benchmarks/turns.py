"""How long training, start and turns take and what memory the servers hold, beside the project that `rasa init` makes.

    python -m benchmarks.turns      (or `make bench`; some six minutes)

Both are trained by the same command and asked over REST, one message at a time, each conversation by a new sender.
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
from dataclasses import dataclass
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
ASIDE = "how often should I change my shoes?"
LONG = 40
OURS = ("--domain", "domain.yml", "--data", "data", "--config", "config.yml", "--augmentation", "0")
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


@dataclass(frozen=True)
class Turns:
    """How long turns took: the median and the 95th percentile, in milliseconds."""

    median: float
    slow: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Turns:
        """Sum up `times`, in milliseconds."""
        return cls(statistics.median(times), statistics.quantiles(times, n=20)[-1])

    def __str__(self) -> str:
        """Return both, as in "14.2 / 20.1 ms"."""
        return f"{self.median:.1f} / {self.slow:.1f} ms"


def fresh(url: str, texts: Sequence[str], rounds: int = ROUNDS) -> Turns:
    """Return how long turns over `texts` take, each conversation by a new sender, after a warm-up."""
    times = []
    for number in range(rounds + 5):
        sender = secrets.token_hex(8)
        took = [timed(url, sender, text) for text in texts]
        times += took if number >= 5 else []
    return Turns.of(times)


def growing(url: str, text: str, between: Sequence[str]) -> tuple[Turns, Turns]:
    """Return how long `text` takes at the first turn and at turn 40 of a conversation, `between` filling the others."""
    early, late = [], []
    for _ in range(8):
        sender = secrets.token_hex(8)
        early.append(timed(url, sender, text))
        for turn in range(2, LONG):
            timed(url, sender, between[turn % len(between)])
        late.append(timed(url, sender, text))
    return Turns.of(early), Turns.of(late)


def started(supervisor: Supervisor, url: str) -> float:
    """Start the servers and return the seconds to the first answer."""
    start = time.monotonic()
    supervisor.__enter__()
    timed(url, secrets.token_hex(8), "hello")
    return time.monotonic() - start


def training_of(folder: Path, options: Sequence[str]) -> float:
    """Train the project in `folder` from nothing, and return the seconds; the model goes to a scratch folder."""
    out = BUILD / "benchmark" / "models"
    command = [str(BOT.python), "-m", "rasa", "train", "--force", "--out", str(out), *options]
    extra = {"RASA_MAX_CACHE_SIZE": "0", "RASA_CACHE_DIRECTORY": str(BUILD / "benchmark" / "cache")}
    start = time.monotonic()
    subprocess.run(command, cwd=folder, env=clean_environment(extra), check=True, capture_output=True)
    return time.monotonic() - start


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
    url = f"http://127.0.0.1:{PORTS[2]}"
    supervisor = Supervisor([stock_server()], folder / "run", folder / "log", cwd=STOCK)
    try:
        stock_start = started(supervisor, url)
        stock = fresh(url, SMALL_TALK)
        _, stock_late = growing(url, SMALL_TALK[0], SMALL_TALK)
        stock_memory = memory_of(supervisor)
    finally:
        supervisor.stop()
    url = f"http://127.0.0.1:{PORTS[0]}"
    supervisor = Supervisor(serve.servers(*PORTS[:2]), folder / "run", folder / "log", cwd=ROOT)
    try:
        start = started(supervisor, url)
        small = fresh(url, SMALL_TALK)
        full = fresh(url, (QUESTION,))
        _, small_late = growing(url, SMALL_TALK[0], SMALL_TALK)
        early, late = growing(url, QUESTION, (QUESTION, ASIDE))
        memory = memory_of(supervisor)
    finally:
        supervisor.stop()
    training, stock_training = training_of(ROOT, OURS), training_of(STOCK, ())
    print("median / 95th percentile                        Kneewise              stock project")
    print(f"small-talk turn                                 {small!s:<21} {stock}")
    print(f"small-talk turn at turn {LONG}                      {small_late!s:<21} {stock_late}")
    print(f"cited answer with the first question            {full!s:<21} -")
    print(f"cited answer at turn {LONG}                         {late!s:<21} -")
    print(f"cold start to the first answer                  {start:<18.1f} s  {stock_start:.1f} s")
    print(f"training                                        {training:<18.1f} s  {stock_training:.1f} s")
    print(f"memory of all processes                         {memory:<18.2f} GB {stock_memory:.2f} GB\n")
    ratio = full.median / stock.median
    print(row("small-talk turn / stock's", small.median / stock.median, ALLOWED["small talk"], ""))
    print(row("cited answer and question / stock's small talk", ratio, ALLOWED["full answer"], ""))
    print(row("the same at turn 40 / the first", late.median / early.median, ALLOWED["turn 40"], f"{early} -> {late}"))
    print(row("memory, all processes, GB", memory, ALLOWED["memory"], ""))


if __name__ == "__main__":
    main()

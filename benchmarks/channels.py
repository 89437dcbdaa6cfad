"""What a turn on the site costs over REST, on both real servers: `python -m benchmarks.channels` (half a minute).

Each of the two says the same in turn, so that what else the machine does falls on both alike. The limits of the site
are out of the way; its signed ids, origins and counting are not.
"""

from __future__ import annotations

import json
import secrets
import statistics
import sys
import time
import urllib.request
from collections.abc import Mapping
from typing import Any

from benchmarks.turns import PORTS, Turns
from scripts import serve
from scripts.console import BUILD, ROOT
from scripts.supervisor import Supervisor

ROUNDS, WARM_UP = 150, 10
ALLOWED = 3.0  # milliseconds over REST, in the median
SAID = ("hello", "my knee goes tight on the outside at mile three, no swelling, what do I do?")
REST, SITE, SESSION = "/webhooks/rest/webhook", "/site/webhook", "/site/session"
FREELY = {f"KNEEWISE_SITE_{name}_LIMIT": "100000" for name in ("CONVERSATION", "ADDRESS", "NEW")}


def asked(url: str, told: Mapping[str, str], page: str) -> tuple[Any, float]:
    """Return the answer to what a page sends, and the milliseconds that it took."""
    headers = {"Content-Type": "application/json", "Origin": page, "Sec-Fetch-Site": "same-origin"}
    request = urllib.request.Request(url, json.dumps(told).encode(), headers)
    start = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        reply = json.load(answer)
    took = (time.perf_counter() - start) * 1000
    if not reply:
        raise RuntimeError(f"{url} said nothing to {told!r}")
    return reply, took


def measure(url: str, text: str, rounds: int = ROUNDS) -> tuple[Turns, Turns, float]:
    """Return how long a first message takes over REST and on the site, and the median of what the site adds."""
    rest: list[float] = []
    site: list[float] = []
    for number in range(rounds + WARM_UP):
        sender = asked(url + SESSION, {}, url)[0]["sender"]
        ways = [(rest, REST, secrets.token_hex(8)), (site, SITE, sender)]
        for times, path, who in ways if number % 2 else reversed(ways):
            took = asked(url + path, {"sender": who, "message": text}, url)[1]
            if number >= WARM_UP:
                times.append(took)
    return Turns.of(rest), Turns.of(site), statistics.median(b - a for a, b in zip(rest, site, strict=True))


def main() -> int:
    """Measure and print; returns 1 where a channel costs more than it may."""
    folder = BUILD / "benchmark"
    servers = serve.servers(*PORTS[:2])
    servers[1].environment.update(FREELY)
    url = f"http://127.0.0.1:{PORTS[0]}"
    missed = False
    with Supervisor(servers, folder / "run", folder / "log", cwd=ROOT):
        print("median / 95th percentile      REST             the site         more in the median")
        for what, text in zip(("small talk", "cited answer and question"), SAID, strict=True):
            rest, site, more = measure(url, text)
            missed |= more > ALLOWED
            verdict = "ok" if more <= ALLOWED else "MISSED"
            print(f"{what:<29} {rest!s:<16} {site!s:<16} {more:+.2f} ms, allowed {ALLOWED:.1f}   {verdict}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

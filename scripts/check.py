"""Style, types and tests in both environments with one report: `python -m scripts.check lint|test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import console, groups
from scripts.console import BUILD, ROOT, Interrupted, Trouble
from scripts.environments import APP, BOT, Environment

REPORTS = BUILD / "report"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# What runs inside the Rasa server, and what only runs outside it. The pure parts of `knowledge` belong to both.
BOT_SIDE = ("bot", "tests/bot")
APP_SIDE = ("knowledge", "actions", "scripts", "evaluation", "benchmarks", "tests")


@dataclass
class Count:
    """How many checks passed, failed and were left out."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: Count) -> None:
        """Add another count to this one."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def line(self, seconds: float) -> str:
        """Return the closing line."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped} in {seconds:.0f} s"


def read_report(report: Path, status: int) -> Count:
    """Return the counts of a JUnit report; a run that broke off or left no report counts as one failure."""
    count = Count()
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")
        for suite in suites:
            bad = int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
            skipped = int(suite.get("skipped", "0"))
            count.add(Count(int(suite.get("tests", "0")) - bad - skipped, bad, skipped))
    except (OSError, ElementTree.ParseError):
        return Count(failed=1)
    if status and not count.failed:
        count.failed = 1
    return count


def _run(command: Sequence[str | Path]) -> int:
    environment = console.clean_environment()
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=environment, start_new_session=True)
    try:
        return process.wait()
    except BaseException:
        groups.stop_group(process)
        raise


def _existing(names: Sequence[str]) -> list[str]:
    return [name for name in names if any((ROOT / name).rglob("*.py"))]


def lint() -> Count:
    """Run ruff once and mypy in both environments; each counts as one check."""
    checks: list[tuple[str, list[str | Path]]] = [
        ("Style (ruff check)", [APP.python, "-m", "ruff", "check", "."]),
        ("Layout (ruff format)", [APP.python, "-m", "ruff", "format", "--check", "."]),
        ("Types, app", [APP.python, "-m", "mypy", "--cache-dir", ".mypy_cache/app", *_existing(APP_SIDE)]),
        ("Types, bot", [BOT.python, "-m", "mypy", "--cache-dir", ".mypy_cache/bot", *_existing(BOT_SIDE)]),
    ]
    checks[2][1].extend(["--exclude", "^tests/bot/"])
    count = Count()
    for title, command in checks:
        console.say(f"-- {title}")
        ok = _run(command) == 0
        count.add(Count(passed=int(ok), failed=int(not ok)))
    return count


def tests(environment: Environment, paths: Sequence[str], *options: str) -> Count:
    """Run the tests of one environment; its JUnit report goes to `build/report/<name>.xml`."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"{environment.name}.xml"
    report.unlink(missing_ok=True)
    console.say(f"-- Tests, {environment.name} environment (Python {environment.version})")
    nothing_there = not any(path for name in paths for path in (ROOT / name).rglob("test_*.py"))
    if nothing_there:
        console.say("none yet")
        return Count()
    command: list[str | Path] = [environment.python, "-m", "pytest", *paths, "-q", f"--junitxml={report}", *options]
    return read_report(report, _run(command))


def bring_browser() -> bool:
    """Return whether there is a browser for the browser tests, installing one where that is possible."""
    if any(map(shutil.which, BROWSERS)):
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        try:
            console.run_logged("Looking up Debian packages", ["apt-get", "update"], "apt", quiet)
            command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
            console.run_logged("Installing Chromium for the browser tests", command, "apt", quiet)
        except Trouble as trouble:
            console.complain(str(trouble))
    if any(map(shutil.which, BROWSERS)):
        return True
    console.complain("The browser tests are left out: they need Chromium. Install it: apt-get install chromium")
    return False


def test() -> Count:
    """Run every check and every test."""
    browser = bring_browser()
    count = lint()
    count.add(tests(BOT, ["tests/bot"]))
    options = [] if browser else ["-m", "not browser"]
    count.add(tests(APP, ["tests"], "--ignore=tests/bot", *options))
    return count


def main() -> int:
    """Run the verb named on the command line and close with one line."""
    verbs = {"lint": lint, "test": test}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        console.complain(f"Usage: python -m scripts.check {{lint,test}}; received: {' '.join(sys.argv[1:])}")
        return 2
    console.raise_on_signals()
    start = time.monotonic()
    try:
        count = verbs[sys.argv[1]]()
    except Interrupted as interrupted:
        console.complain("Stopped before the end.")
        return interrupted.status
    console.say(count.line(time.monotonic() - start))
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Say what is missing or wrong, one line each, and what to do: `python -m scripts.doctor`.

Nothing is changed, nothing is sent, and no secret is printed. The exit status is 1 where something is wrong; a channel
of which nothing is set is off, and that is all right.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from scripts import console, serve
from scripts.channels import CHANNELS, SITE, SITE_FILE, Channel
from scripts.console import BUILD, ROOT, Trouble
from scripts.environments import APP
from scripts.stamp import Stamps
from scripts.steps import STEPS, Step, is_up_to_date
from scripts.supervisor import check_port


class State(Enum):
    """How something is."""

    OK = "ok"
    OFF = "off"
    WRONG = "WRONG"


class Finding(NamedTuple):
    """One line of the report."""

    state: State
    about: str
    text: str


# What each step leaves behind, and the command that brings it up to date.
PARTS = {
    "bot-env": ("Python 3.10 packages", "make setup"),
    "app-env": ("Python 3.11 packages", "make setup"),
    "widget": ("Parts of the chat page", "make setup"),
    "knowledge": ("Encoder and index", "make build"),
    "following": ("Weights for follow-ups", "make build"),
    "context": ("Weights of the coach", "make build"),
    "reader": ("Weights of the reader", "make build"),
    "train": ("Rasa model", "make train"),
}


def parts(steps: Sequence[Step] = STEPS, stamps: Stamps | None = None) -> Iterator[Finding]:
    """Yield whether what is built is there and made from what is in the folder now."""
    stamps = stamps or Stamps(BUILD / ".stamps")
    for step in steps:
        about, command = PARTS[step.name]
        try:
            state = "up to date" if is_up_to_date(step, stamps) else "out of date" if step.is_there() else "not there"
        except OSError as error:
            state = f"cannot be read ({error.strerror})"
        if state == "up to date":
            yield Finding(State.OK, about, state)
        else:
            yield Finding(State.WRONG, about, f"{state}; `{command}` (or `make run`) makes it")


def settings() -> Finding:
    """Return whether the settings can be read."""
    if not APP.works():
        return Finding(State.WRONG, "Settings", "cannot be checked before `make setup`")
    command: list[str | Path] = [APP.python, "-m", "knowledge.settings", "shop_name"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        return Finding(State.WRONG, "Settings", (told.stderr.strip() or "no output").splitlines()[-1])
    return Finding(State.OK, "Settings", f"settings.yml, for {told.stdout.strip()}")


def ports() -> Iterator[Finding]:
    """Yield whether both servers can have their ports, or have them already."""
    try:
        rasa_port, action_port = serve.port("rasa_port"), serve.port("action_port")
        if serve.is_running(rasa_port):
            yield Finding(State.OK, "Ports", f"Kneewise is running: {serve.address(rasa_port)}")
            return
        for server in serve.servers(rasa_port, action_port):
            check_port(server.port, server.port_setting, server.title)
    except (Trouble, OSError) as trouble:
        yield Finding(State.WRONG, "Ports", str(trouble))
        return
    yield Finding(State.OK, "Ports", f"{rasa_port} and {action_port} are free")


def channel(one: Channel, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what there is to say of a channel: one line for each fault, or one in all."""
    if not one.is_touched(environment):
        yield Finding(State.OFF, one.name, f"to use it, set {' and '.join(one.needed)} ({one.guide})")
        return
    faults = [f"{name} is not set" for name in one.missing(environment)] + one.faults(environment)
    yield from (Finding(State.WRONG, one.name, f"{fault} ({one.guide})") for fault in faults)
    if not faults:
        yield Finding(State.OK, one.name, f"set up ({one.guide} says how to try it)")


def site(environment: Mapping[str, str], file: Path = ROOT / SITE_FILE) -> Iterator[Finding]:
    """Yield what signs the ids of the chat on the site, and what is wrong with it."""
    if SITE.is_touched(environment):
        yield from channel(SITE, environment)
        return
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
    except FileNotFoundError:
        text = f"signs its ids with a secret that the first start makes in {SITE_FILE} ({SITE.guide})"
        yield Finding(State.OK, SITE.name, text)
        return
    except OSError as error:
        yield Finding(State.WRONG, SITE.name, f"{SITE_FILE} cannot be read ({error.strerror}); {SITE.guide}")
        return
    if mode & 0o077:
        text = f"others can read {SITE_FILE}: delete it, and the next start makes a new one ({SITE.guide})"
        yield Finding(State.WRONG, SITE.name, text)
    else:
        yield Finding(State.OK, SITE.name, f"signs its ids with the secret in {SITE_FILE} ({SITE.guide})")


def examine(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield all findings."""
    yield from parts()
    yield settings()
    yield from ports()
    yield from site(environment)
    for one in CHANNELS:
        yield from channel(one, environment)


def report(findings: Iterator[Finding]) -> int:
    """Print findings as they come; returns the exit status."""
    wrong = 0
    for state, about, text in findings:
        wrong += state is State.WRONG
        console.say(f"{state.value:<6} {about:<23} {text}")
    console.say(f"{wrong} to put right." if wrong else "Nothing is wrong.")
    return 1 if wrong else 0


def main() -> int:
    """Examine this folder and this environment."""
    if len(sys.argv) != 1:
        console.complain(f"Usage: python -m scripts.doctor; received: {' '.join(sys.argv[1:])}")
        return 2
    console.raise_on_signals()
    try:
        return report(examine(os.environ))
    except console.Interrupted as interrupted:
        return interrupted.status


if __name__ == "__main__":
    sys.exit(main())

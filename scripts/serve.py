"""Start, watch and stop Kneewise: `python -m scripts.serve run|stop`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from scripts import channels, console, groups
from scripts.console import BUILD, LOGS, ROOT, Interrupted, Trouble
from scripts.environments import APP, BOT
from scripts.supervisor import Server, Supervisor, healthy

RUNS = BUILD / "run"
SECONDS_FOR_SUPERVISOR = 25.0


def port(key: str) -> int:
    """Return a port from the settings (`rasa_port`, `action_port`), where RASA_PORT and ACTION_PORT go before."""
    variable = key.upper()
    text = os.environ.get(variable, "")
    if not text:
        told = subprocess.run(
            [APP.python, "-m", "knowledge.settings", key], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if told.returncode:
            last = (told.stderr.strip() or "no output").splitlines()[-1]
            raise Trouble(f"The setting {key} could not be read: {last}")
        text = told.stdout
    if not text.strip().isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"{variable} must be a port number from 1 to 65535, received: {text.strip()!r}")
    return int(text)


def servers(rasa_port: int, action_port: int) -> list[Server]:
    """Return the action server and the Rasa server, ready to be run."""
    if rasa_port == action_port:
        raise Trouble(f"RASA_PORT and ACTION_PORT are both {rasa_port}. Choose two different ones.")
    environment = {"RASA_PORT": str(rasa_port), "ACTION_PORT": str(action_port)}
    base = f"http://127.0.0.1:{rasa_port}"
    return [
        Server(
            "actions",
            "The action server",
            [APP.python, "-m", "actions"],
            action_port,
            "ACTION_PORT",
            [f"http://127.0.0.1:{action_port}/health"],
            environment,
        ),
        Server(
            "rasa",
            "The Rasa server",
            [BOT.python, "-m", "bot.serve"],
            rasa_port,
            "RASA_PORT",
            [f"{base}/", f"{base}/site/health"],
            environment,
        ),
    ]


def address(rasa_port: int) -> str:
    """Return the address of the chat page."""
    return f"http://localhost:{rasa_port}/site/"


def folder(rasa_port: int) -> Path:
    """Return where the running processes of the instance on this port are written down."""
    return RUNS / str(rasa_port)


def is_running(rasa_port: int) -> bool:
    """Return whether an instance of ours serves on this port."""
    records = groups.load_records(folder(rasa_port))
    return any(groups.members(record) for record in records) and healthy(f"http://127.0.0.1:{rasa_port}/site/health")


def prepared(rasa_port: int, action_port: int) -> Supervisor:
    """Return a supervisor for the instance on these ports, after leftovers of an earlier one were ended."""
    place = folder(rasa_port)
    stop_recorded(place)
    return Supervisor(servers(rasa_port, action_port), place, LOGS)


def run() -> int:
    """Start both servers and watch them until told to stop; returns the exit status."""
    rasa_port, action_port = port("rasa_port"), port("action_port")
    if is_running(rasa_port):
        console.say(f"Kneewise is running already: {address(rasa_port)} (make stop stops it)")
        return 0
    supervisor = prepared(rasa_port, action_port)
    own = groups.Record("supervisor", os.getpid(), groups.start_time(os.getpid()), "")
    own.save(folder(rasa_port))
    try:
        with supervisor:
            console.say(f"Kneewise is ready: {address(rasa_port)} (Ctrl-C stops it)")
            if off := channels.names_off(os.environ):
                console.say(f"Off: {', '.join(off)}. `make doctor` says how to turn them on.")
            supervisor.watch()
    except Interrupted:
        # Being told to stop is how a run ends well.
        console.say("\nKneewise has stopped.")
    finally:
        shutil.rmtree(folder(rasa_port), ignore_errors=True)
    return 0


def stop_recorded(place: Path) -> int:
    """Stop what is written down in a folder and remove it; returns how many processes there were.

    A record whose process is gone, or whose number now belongs to another program, is only removed.
    """
    records = groups.load_records(place)
    count = 0
    for record in records:
        if record.name == "supervisor" and groups.start_time(record.pid) == record.started:
            count += 1
            os.kill(record.pid, signal.SIGTERM)
            deadline = time.monotonic() + SECONDS_FOR_SUPERVISOR
            while groups.start_time(record.pid) == record.started and time.monotonic() < deadline:
                time.sleep(0.1)
    count += sum(groups.stop(record) for record in records)
    shutil.rmtree(place, ignore_errors=True)
    return count


def stop(runs: Path = RUNS) -> int:
    """Stop every instance that was started from this checkout; returns the exit status."""
    places = sorted(runs.iterdir()) if runs.is_dir() else []
    stopped = sum(stop_recorded(place) for place in places if place.is_dir())
    console.say("Kneewise has stopped." if stopped else "Kneewise was not running.")
    return 0


def main() -> int:
    """Run the verb named on the command line."""
    verbs = {"run": run, "stop": stop}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        console.complain(f"Usage: python -m scripts.serve {{run,stop}}; received: {' '.join(sys.argv[1:])}")
        return 2
    console.raise_on_signals()
    try:
        return verbs[sys.argv[1]]()
    except Trouble as trouble:
        console.complain(str(trouble))
        return 1
    except Interrupted as interrupted:
        return interrupted.status


if __name__ == "__main__":
    sys.exit(main())

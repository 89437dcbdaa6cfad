"""What the scripts print, and running a long command quietly with visible progress."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from scripts import causes, groups
from scripts.progress import BOARD, Progress

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
LOGS = BUILD / "log"
_begun: set[Path] = set()  # logs that this run has written to: the first write empties them
TOLD: list[int] = []  # signals that told us to stop; Python may lose what a handler raises, inside a callback
GIVEN_UP = threading.Event()  # set when the commands that other threads are running are to end


class Trouble(Exception):
    """Something a person must put right. Its text is one clear line."""


class Interrupted(BaseException):
    """Raised by SIGINT, SIGTERM and SIGHUP once `raise_on_signals` was called."""

    def __init__(self, number: int) -> None:
        """Keep the signal's number: the exit status is 128 plus it."""
        super().__init__(number)
        self.status = 128 + number


def say(text: str = "", end: str = "\n") -> None:
    """Print at once, above what is in progress. A closed terminal or pipe is no reason to stop."""
    BOARD.say(text, end)


def complain(text: str) -> None:
    """Print one line on standard error, passing over a closed terminal."""
    with contextlib.suppress(OSError, ValueError):
        BOARD.say("", end="")
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def raise_on_signals() -> None:
    """Turn the first SIGINT, SIGTERM or SIGHUP into `Interrupted`; later ones are ignored while things are put away."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def handle(number: int, _frame: FrameType | None) -> None:
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)
        TOLD.append(number)
        raise Interrupted(number)

    for number in numbers:
        # Under nohup the hang-up is already ignored, and must stay so.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handle)


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log file, or an empty text if there is none."""
    try:
        with log.open(encoding="utf-8", errors="replace") as file:
            return "".join(deque(file, maxlen=lines)).rstrip()
    except OSError:
        return ""


def shown(path: Path) -> str:
    """Return a path relative to the project where it lies inside it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for our commands: without settings that would point Python or pip elsewhere.

    Nor may Python be told to keep no compiled code: our packages are compiled when they are first used.
    """
    unwanted = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"}
    unwanted |= {"PYTHONDONTWRITEBYTECODE"}
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    ours = {
        "PYTHONNOUSERSITE": "1",
        "PYTHONUNBUFFERED": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    return {**kept, **ours, **(extra or {})}


@contextlib.contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Open a progress line and close it, however the step ends."""
    line = Progress(title)
    try:
        yield line
    except BaseException as error:
        line.outcome = "stopped" if isinstance(error, Interrupted) else "FAILED"
        raise
    finally:
        line.end()


def run_logged(
    title: str, command: Sequence[str | Path], log_name: str, extra: Mapping[str, str] | None = None
) -> None:
    """Run a command in the project's folder with its output in `build/log/<log_name>.log`.

    Raises Trouble with one clear sentence, after the log's last lines, when the command fails.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name}.log"
    mode = "a" if log in _begun else "w"
    _begun.add(log)
    with log.open(mode, encoding="utf-8") as output:
        output.write(f"$ {' '.join(map(str, command))}\n")
        output.flush()
        begin = log.stat().st_size
        with progress(title) as line:
            process = _started(command, output.fileno(), title, clean_environment(extra))
            status = _wait(process, log, line)
            if not status:
                return
            line.outcome = "FAILED"
    complain(_indented(tail(log)))
    with log.open(encoding="utf-8", errors="replace") as written:
        written.seek(begin)
        reason = causes.explain(written.read(), status)
    raise Trouble(f"{title}: {reason} (Everything it printed: {shown(log)})")


def _started(
    command: Sequence[str | Path], output: int, title: str, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise Trouble(f"{title}: {command[0]} is not installed, and this step needs it.") from None


def _wait(process: subprocess.Popen[bytes], log: Path, line: Progress) -> int:
    want_out = groups.ParentWatch()
    try:
        while process.poll() is None:
            time.sleep(0.1)
            line.tick(tail(log, 1))
            if want_out() or TOLD or GIVEN_UP.is_set():
                raise Interrupted(TOLD[0] if TOLD else signal.SIGINT)
    except BaseException:
        groups.stop_group(process)
        raise
    return process.returncode


def _indented(text: str) -> str:
    return "\n".join("    " + line for line in text.splitlines())

"""Showing that long steps are alive, also several at once.

On a terminal one line at the bottom shows all steps in progress and the latest news; a finished step becomes a line of
its own above it. Elsewhere, as in a log, each step is a line when it begins and one when it ends, and while nothing
ends for a time a line says what is still going on.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
import time

SPINNER = "|/-\\"
SECONDS_BETWEEN_SIGNS_OF_LIFE = 20.0
CLEAR = "\r\033[K"


class Board:
    """All steps in progress in this process."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.RLock()
        self._lines: list[Progress] = []
        self._drawn = False
        self._turn = 0
        self._last_sign = time.monotonic()

    def say(self, text: str = "", end: str = "\n") -> None:
        """Print at once, above the line of the steps in progress."""
        with self._lock:
            self._write((CLEAR if self._drawn else "") + text + end)
            self._drawn = False

    def begin(self, line: Progress) -> None:
        """Add a step."""
        with self._lock:
            self._lines.append(line)
            if not _on_terminal():
                self.say(f"  {line.title} ...")
            self._last_sign = time.monotonic()

    def tick(self) -> None:
        """Draw the steps in progress anew."""
        with self._lock:
            if not _on_terminal():
                if time.monotonic() - self._last_sign > SECONDS_BETWEEN_SIGNS_OF_LIFE:
                    self._last_sign = time.monotonic()
                    self.say(
                        "    still at: " + "; ".join(f"{line.title}, {line.seconds:.0f} s" for line in self._lines)
                    )
                return
            self._turn += 1
            shown = " · ".join(f"{line.title} {line.seconds:.0f} s" for line in self._lines)
            text = f"  {SPINNER[self._turn % len(SPINNER)]} {shown}  {self._lines[-1].news if self._lines else ''}"
            self._write(CLEAR + text[: shutil.get_terminal_size().columns - 1])
            self._drawn = True

    def end(self, line: Progress) -> None:
        """Take a step away and say how it ended."""
        with self._lock:
            self._lines.remove(line)
            self.say(f"  {line.title}: {line.outcome} in {line.seconds:.0f} s")
            self._last_sign = time.monotonic()

    def _write(self, text: str) -> None:
        # A closed terminal or pipe is no reason to stop.
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.write(text)
            sys.stdout.flush()


BOARD = Board()


class Progress:
    """One step in progress: its title, the seconds gone by, the latest news of it and how it ended."""

    def __init__(self, title: str, board: Board = BOARD) -> None:
        """Show the title and start the clock."""
        self.title = title
        self.outcome = "done"
        self.news = ""
        self._start = time.monotonic()
        self._board = board
        board.begin(self)

    @property
    def seconds(self) -> float:
        """Seconds since the step began."""
        return time.monotonic() - self._start

    def tick(self, news: str = "") -> None:
        """Show that the step is alive; `news` is shown on a terminal only."""
        self.news = news
        self._board.tick()

    def end(self) -> None:
        """Close the line with the outcome and the time taken."""
        self._board.end(self)


def _on_terminal() -> bool:
    with contextlib.suppress(ValueError):
        return sys.stdout.isatty()
    return False

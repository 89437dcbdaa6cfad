"""Process groups: starting one, knowing it again later, stopping all of it."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

MARK = "KNEEWISE_RUN"
SECONDS_TO_END = 10.0
PROC = Path("/proc")
DEATH_SIGNAL_OPTION = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Record:
    """What is written down of a process of ours, so that it is known again and nobody else's is mistaken for it."""

    name: str
    pid: int
    started: str
    mark: str

    def save(self, folder: Path) -> None:
        """Write the record as `<name>.json`."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.json").write_text(json.dumps(asdict(self)), encoding="utf-8")


def load_records(folder: Path) -> list[Record]:
    """Return the records of a folder; unreadable ones are left out."""
    records = []
    for path in sorted(folder.glob("*.json")):
        with contextlib.suppress(OSError, ValueError, TypeError):
            records.append(Record(**json.loads(path.read_text(encoding="utf-8"))))
    return records


def start_time(pid: int) -> str:
    """Return when a process started, as text that differs between processes with the same id; empty if it is gone."""
    if PROC.is_dir():
        fields = _stat_fields(pid)
        return fields[19] if fields and fields[0] not in "ZX" else ""
    told = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    text = told.stdout.strip()
    return "" if not text or text.startswith("Z") else text.split(maxsplit=1)[-1]


def start_group(
    name: str, mark: str, command: Sequence[str | Path], output: IO[bytes], environment: Mapping[str, str], cwd: Path
) -> tuple[subprocess.Popen[bytes], Record]:
    """Start a command as the leader of a session of its own, marked as ours."""
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, MARK: mark},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        # Safe here: these scripts have no threads.
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )
    return process, Record(name, process.pid, start_time(process.pid), mark)


def _end_with_parent() -> None:
    # Even a supervisor that is killed outright leaves no server behind.
    ctypes.CDLL(None).prctl(DEATH_SIGNAL_OPTION, signal.SIGTERM)


def members(record: Record) -> set[int]:
    """Return the ids of all living processes that belong to a record, its descendants in other groups included."""
    leader_is_ours = bool(record.started) and start_time(record.pid) == record.started
    if not PROC.is_dir():
        return _group_members_by_ps(record.pid) if leader_is_ours else set()
    sought = f"{MARK}={record.mark}".encode()
    found = {record.pid} if leader_is_ours else set()
    for entry in PROC.iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        pid = int(entry.name)
        fields = _stat_fields(pid)
        if not fields or fields[0] in "ZX":
            continue
        if leader_is_ours and int(fields[2]) == record.pid:
            found.add(pid)
            continue
        with contextlib.suppress(OSError):
            if record.mark and sought in (entry / "environ").read_bytes().split(b"\0"):
                found.add(pid)
    return found


def stop(record: Record, seconds: float = SECONDS_TO_END) -> int:
    """End every process of a record: TERM, and KILL after `seconds`. Returns how many there were."""
    there = members(record)
    for number, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + patience
        targets = members(record)
        _signal(targets, number)
        while targets and time.monotonic() < deadline:
            time.sleep(0.05)
            targets = members(record)
    return len(there)


def stop_group(process: subprocess.Popen[bytes], seconds: float = SECONDS_TO_END) -> None:
    """End the group that a child of ours leads: TERM, and KILL after `seconds`."""
    record = Record("", process.pid, start_time(process.pid), "")
    if record.started:
        stop(record, seconds)
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class ParentWatch:
    """Tells when the program that started us is gone or has been told to stop.

    `make` passes a SIGTERM on but not a SIGINT sent to it alone: it then only waits for us. While it waits, it no
    longer catches SIGINT, which can be seen.
    """

    def __init__(self) -> None:
        """Look at the parent as it is now."""
        self._parent = os.getppid()
        # Shells catch it only now and then, so for them its absence says nothing.
        self._caught = _name(self._parent) in {"make", "gmake"} and _catches_interrupt(self._parent)

    def __call__(self) -> bool:
        """Return whether it is time to stop."""
        return os.getppid() != self._parent or (self._caught and not _catches_interrupt(self._parent))


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _catches_interrupt(pid: int) -> bool:
    with contextlib.suppress(OSError, ValueError):
        status = (PROC / str(pid) / "status").read_text(encoding="utf-8", errors="replace")
        for line in status.splitlines():
            if line.startswith("SigCgt:"):
                return bool(int(line.split()[1], 16) >> (signal.SIGINT - 1) & 1)
    return False


def _stat_fields(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on: state, parent, group, ...; empty if it is gone."""
    with contextlib.suppress(OSError):
        # The second field, the program's name in brackets, may hold blanks and brackets itself.
        return (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return []


def _group_members_by_ps(group: int) -> set[int]:
    told = subprocess.run(["ps", "-A", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=False)
    rows = (line.split() for line in told.stdout.splitlines())
    return {int(pid) for pid, its_group, state in rows if int(its_group) == group and not state.startswith("Z")}


def _signal(pids: set[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)

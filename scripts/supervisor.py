"""Two servers as one: start both, wait until both are healthy, watch them, stop both whole groups."""

from __future__ import annotations

import errno
import http.client
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from scripts import console, groups
from scripts.console import Interrupted, Trouble
from scripts.progress import Progress

SECONDS_TO_START = 240.0
SECONDS_BETWEEN_LOOKS = 0.25


@dataclass(frozen=True)
class Server:
    """A server to run: its command, its port, the setting that changes the port, and the URLs that tell its health."""

    name: str
    title: str
    command: Sequence[str | Path]
    port: int
    port_setting: str
    health: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)


def healthy(url: str, seconds: float = 2.0) -> bool:
    """Return whether a URL of this machine answers 200; proxies are passed by."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=seconds) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, http.client.HTTPException):
        return False


def check_port(port: int, setting: str, title: str) -> None:
    """Raise Trouble with one line if a port is in use or may not be used."""
    for host in ("127.0.0.1", "::1"):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.settimeout(1.0)
            if probe.connect_ex((host, port)) == 0:
                raise Trouble(_busy(port, setting))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(_busy(port, setting)) from None
            raise Trouble(
                f"{title} cannot use port {port} ({error.strerror}). Choose another: {setting}={port + 5000} make run"
            ) from None


def _busy(port: int, setting: str) -> str:
    return f"Port {port} is in use by another program. Stop it, or choose another: {setting}={port + 1} make run"


class Supervisor:
    """Runs servers side by side. As a context manager it leaves no process behind, however the block ends."""

    def __init__(self, servers: Sequence[Server], records: Path, logs: Path, cwd: Path = console.ROOT) -> None:
        """Keep the servers; `records` takes what is written down of running processes, `logs` their output."""
        self.servers = servers
        self._records = records
        self._logs = logs
        self._cwd = cwd
        self._running: list[tuple[Server, subprocess.Popen[bytes], groups.Record]] = []
        self._parent = groups.ParentWatch()

    def __enter__(self) -> Supervisor:
        """Start all servers and wait until all are healthy; raises Trouble if one does not get there."""
        try:
            for server in self.servers:
                check_port(server.port, server.port_setting, server.title)
            for server in self.servers:
                self._start(server)
            with console.progress(f"Starting {_listed([server.title for server in self.servers])}") as line:
                self._wait_until_healthy(line)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop all servers."""
        self.stop()

    def watch(self) -> None:
        """Wait for as long as all servers run; raises Trouble when one has ended."""
        while not (self._parent() or console.TOLD):
            self._raise_if_one_ended()
            time.sleep(SECONDS_BETWEEN_LOOKS)
        raise Interrupted(console.TOLD[0] if console.TOLD else signal.SIGINT)

    def stop(self) -> None:
        """End the whole group of each server: TERM, and KILL after ten seconds."""
        for _, process, record in reversed(self._running):
            groups.stop(record)
            if process.poll() is None:
                process.kill()
            process.wait()
            (self._records / f"{record.name}.json").unlink(missing_ok=True)
        self._running.clear()

    def pids(self) -> set[int]:
        """Return the ids of all processes of the servers."""
        return {pid for _, _, record in self._running for pid in groups.members(record)}

    def log(self, server: Server) -> Path:
        """Return where a server's output goes."""
        return self._logs / f"{server.name}-{server.port}.log"

    def _start(self, server: Server) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        environment = console.clean_environment(server.environment)
        with self.log(server).open("wb") as output:
            try:
                process, record = groups.start_group(
                    server.name, secrets.token_hex(8), server.command, output, environment, self._cwd
                )
            except OSError as error:
                raise Trouble(f"{server.title} could not be started: {error}. Set it up first: make train") from None
        self._running.append((server, process, record))
        record.save(self._records)

    def _wait_until_healthy(self, line: Progress) -> None:
        waiting = [(server, url) for server in self.servers for url in server.health]
        deadline = time.monotonic() + SECONDS_TO_START
        while waiting:
            self._raise_if_one_ended()
            if self._parent() or console.TOLD:
                raise Interrupted(console.TOLD[0] if console.TOLD else signal.SIGINT)
            waiting = [(server, url) for server, url in waiting if not healthy(url)]
            if waiting and time.monotonic() > deadline:
                server, url = waiting[0]
                raise Trouble(
                    f"{server.title} was not ready after {SECONDS_TO_START:.0f} s ({url} does not answer 200). "
                    f"Its output: {console.shown(self.log(server))}"
                )
            line.tick()
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _raise_if_one_ended(self) -> None:
        for server, process, _ in self._running:
            status = process.poll()
            if status is not None:
                log = self.log(server)
                console.complain("\n" + "\n".join("    " + text for text in console.tail(log).splitlines()))
                raise Trouble(
                    f"{server.title} stopped by itself (status {status}). Its last lines stand above, "
                    f"all of them in {console.shown(log)}"
                )


def _listed(titles: Sequence[str]) -> str:
    return " and ".join(title[0].lower() + title[1:] for title in titles)

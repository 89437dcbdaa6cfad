"""Starting, watching and stopping servers, with toy ones that have children of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import groups, serve
from scripts.console import ROOT, Trouble
from scripts.supervisor import Server, Supervisor, check_port

# Serves 200 on its port, with a child in its group and one that has left it. "stubborn" ones ignore TERM.
TOY = """
    import http.server, os, signal, subprocess, sys
    port, kind = int(sys.argv[1]), sys.argv[2]
    if kind == "fails":
        print("the toy's last words")
        sys.exit(3)
    if kind == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    subprocess.Popen(sleep)
    subprocess.Popen(sleep, start_new_session=True)
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
            if self.path == "/die":
                os._exit(4)
    http.server.HTTPServer(("127.0.0.1", port), Answer).serve_forever()
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    path = tmp_path / "toy.py"
    path.write_text(textwrap.dedent(TOY), encoding="utf-8")
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server(toy: Path, kind: str = "good", name: str = "toy") -> Server:
    port = free_port()
    return Server(
        name, f"The {name}", [sys.executable, toy, str(port), kind], port, "TOY_PORT", [f"http://127.0.0.1:{port}/"]
    )


def supervisor(tmp_path: Path, *servers: Server) -> Supervisor:
    return Supervisor(servers, tmp_path / "run", tmp_path / "log", tmp_path)


def living(records: list[groups.Record]) -> set[int]:
    return {pid for record in records for pid in groups.members(record)}


def test_starts_both_and_leaves_nothing_behind(tmp_path: Path, toy: Path) -> None:
    with supervisor(tmp_path, server(toy, name="one"), server(toy, name="two")):
        records = groups.load_records(tmp_path / "run")
        assert [record.name for record in records] == ["one", "two"]
        assert len(living(records)) == 6
    assert living(records) == set()
    assert groups.load_records(tmp_path / "run") == []


def test_stubborn_server_is_killed(tmp_path: Path, toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = groups.stop
    monkeypatch.setattr(groups, "stop", lambda record: quick(record, 0.5))
    with supervisor(tmp_path, server(toy, "stubborn")):
        records = groups.load_records(tmp_path / "run")
        assert living(records)
    assert living(records) == set()


def test_early_death_shows_the_last_words_and_stops_the_other(
    tmp_path: Path, toy: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    good, bad = server(toy, name="good"), server(toy, "fails", "bad")
    with pytest.raises(Trouble, match="The bad stopped by itself \\(status 3\\)"), supervisor(tmp_path, good, bad):
        pass
    assert "the toy's last words" in capfd.readouterr().err
    check_port(good.port, "TOY_PORT", "The good")


def test_death_while_watched(tmp_path: Path, toy: Path) -> None:
    one, two = server(toy, name="one"), server(toy, name="two")
    with supervisor(tmp_path, one, two) as running:
        records = groups.load_records(tmp_path / "run")
        os.kill(records[0].pid, signal.SIGKILL)
        with pytest.raises(Trouble, match="The one stopped by itself"):
            running.watch()
    assert living(records) == set()


def test_busy_port_is_one_line(tmp_path: Path, toy: Path) -> None:
    wanted = server(toy)
    with socket.socket() as other:
        other.bind(("127.0.0.1", wanted.port))
        other.listen()
        with pytest.raises(Trouble) as caught, supervisor(tmp_path, wanted):
            pass
    assert str(caught.value) == (
        f"Port {wanted.port} is in use by another program. "
        f"Stop it, or choose another: TOY_PORT={wanted.port + 1} make run"
    )


def test_stale_record_harms_nobody(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True) as stranger:
        try:
            place = tmp_path / "5005"
            groups.Record("rasa", stranger.pid, "started at another time", "other").save(place)
            groups.Record("supervisor", stranger.pid, "started at another time", "").save(place)
            (place / "torn.json").write_text("{", encoding="utf-8")
            assert serve.stop_recorded(place) == 0
            assert stranger.poll() is None
            assert not place.exists()
        finally:
            stranger.kill()


RUN = """
    import sys
    from pathlib import Path
    sys.path.insert(0, {root!r})
    from scripts import console, serve
    from scripts.supervisor import Server
    place = Path({tmp!r})
    serve.RUNS = place / "runs"
    serve.LOGS = place / "log"
    serve.servers = lambda rasa, actions: [
        Server(name, name, [sys.executable, {toy!r}, str(port), "good"], port, "X", [f"http://127.0.0.1:{{port}}/"])
        for name, port in (("actions", actions), ("rasa", rasa))
    ]
    sys.argv = ["serve", "run"]
    sys.exit(serve.main())
"""


class Running:
    """`make run` with toy servers, in a process of its own."""

    def __init__(self, tmp_path: Path, toy: Path) -> None:
        self.port, self.action_port = free_port(), free_port()
        self.folder = tmp_path / "runs" / str(self.port)
        script = tmp_path / "run.py"
        script.write_text(
            textwrap.dedent(RUN).format(root=str(ROOT), tmp=str(tmp_path), toy=str(toy)), encoding="utf-8"
        )
        recipe = f"run:\n\t@exec {sys.executable} {script}\n"
        (tmp_path / "Makefile").write_text(recipe, encoding="utf-8")
        environment = {**os.environ, "RASA_PORT": str(self.port), "ACTION_PORT": str(self.action_port)}
        self.make = subprocess.Popen(
            ["make", "-C", str(tmp_path), "run"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.make.stdout is not None
        for line in self.make.stdout:
            if "Kneewise is ready" in line:
                break
        self.records = groups.load_records(self.folder)

    def ended(self) -> bool:
        """Whether make and everything under it is gone within some seconds."""
        self.make.wait(30)
        deadline = time.monotonic() + 10
        while living(self.records) and time.monotonic() < deadline:
            time.sleep(0.1)
        return not living(self.records)


@pytest.fixture
def running(tmp_path: Path, toy: Path) -> Iterator[Running]:
    run = Running(tmp_path, toy)
    yield run
    for record in run.records:
        groups.stop(record)
    run.make.wait(10)
    if run.make.stdout:
        run.make.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_terminal_signals_leave_nothing_behind(running: Running, number: signal.Signals) -> None:
    assert len(running.records) == 3
    os.killpg(running.make.pid, number)
    assert running.ended()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_signals_to_make_alone_leave_nothing_behind(running: Running, number: signal.Signals) -> None:
    running.make.send_signal(number)
    assert running.ended()


def test_stop_from_another_terminal(running: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.stop(tmp_path / "runs") == 0
    assert running.ended()
    assert "has stopped" in capsys.readouterr().out
    serve.stop(tmp_path / "runs")
    assert "was not running" in capsys.readouterr().out


def test_killed_supervisor_is_cleared_up(running: Running, tmp_path: Path) -> None:
    mine = next(record for record in running.records if record.name == "supervisor")
    os.kill(mine.pid, signal.SIGKILL)
    time.sleep(0.5)
    serve.stop(tmp_path / "runs")
    assert running.ended()

"""What starting the server says when it cannot start, and what it starts with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import remote, serve
from knowledge.settings import ROOT, settings


def test_a_missing_model_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serve, "MODEL", tmp_path / "kneewise.tar.gz")
    with pytest.raises(SystemExit) as stop:
        serve.main()
    assert str(stop.value) == "No model: kneewise.tar.gz is missing from models/. Run `make train`."


def test_a_missing_model_ends_the_process_with_one(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from bot import serve; serve.MODEL = Path({str(tmp_path)!r}) / 'm'; serve.main()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == ["No model: m is missing from models/. Run `make train`."]


def test_the_server_gets_model_port_and_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    model = tmp_path / "models" / "kneewise.tar.gz"
    model.parent.mkdir()
    model.touch()
    started: list[list[str]] = []
    installed: list[bool] = []
    monkeypatch.setattr(serve, "MODEL", model)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr("rasa.__main__.main", lambda: started.append(list(sys.argv)))
    monkeypatch.setattr(remote, "install", lambda: installed.append(True))
    monkeypatch.setattr(sys, "argv", ["python"])
    monkeypatch.chdir(tmp_path)
    serve.main()
    [command] = started
    assert installed == [True]
    options = dict(zip(command[2::2], command[3::2], strict=True))
    assert options["--model"] == str(model)
    assert options["--port"] == str(settings().rasa_port)
    assert options["--interface"] == "127.0.0.1"
    assert {options["--endpoints"], options["--credentials"]} == {"endpoints.yml", "credentials.yml"}
    assert os.environ["ACTION_PORT"] == str(settings().action_port)
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
    assert int(os.environ["SANIC_REQUEST_MAX_SIZE"]) <= 64 * 1024, "Sanic's own limit is 100 MB"
    assert int(os.environ["SANIC_RESPONSE_TIMEOUT"]) <= 30, "Rasa's own limit is an hour"
    assert "--enable-api" not in command, "with it anybody could put in a model"
    assert "--cors" not in command

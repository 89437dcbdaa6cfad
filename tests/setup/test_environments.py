"""Disk space, locks and settings of the two environments."""

from __future__ import annotations

import re
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from scripts import environments, lock, serve
from scripts.console import ROOT, Trouble
from scripts.environments import APP, BOT, Environment

Usage = namedtuple("Usage", "total used free")


def test_full_disk_gives_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**10, 9 * 10**9, 10**9))
    with pytest.raises(Trouble) as caught:
        environments.check_room(6, tmp_path)
    assert str(caught.value).startswith("Not enough disk space: setting up needs about 6 GB and 1.0 GB is free")
    assert "\n" not in str(caught.value)
    environments.check_room(0.5, tmp_path)


def test_room_is_needed_only_for_what_is_missing(tmp_path: Path) -> None:
    missing = Environment("bot", "3.10", 3.0, root=tmp_path)
    assert environments.room_needed((missing,)) == pytest.approx(3.5)
    assert environments.room_needed(()) == 0


def test_missing_python_is_one_line() -> None:
    with pytest.raises(Trouble, match=r"^Kneewise needs Python 3\.99 and found none[^\n]*$"):
        environments.find_python("3.99")


@pytest.mark.parametrize("environment", [BOT, APP])
def test_locks_are_exact_hashed_and_name_no_host(environment: Environment) -> None:
    text = environment.lock.read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(re.match(r"[a-z0-9.-]+==\S+ --hash=sha256:[0-9a-f]{64}( |$)", pin) for pin in pins)
    assert "://" not in text
    assert not re.search(r"^(torch|nvidia|cuda)\b", text, re.MULTILINE)


@pytest.mark.parametrize("environment", [BOT, APP])
def test_locks_hold_what_was_asked_for(environment: Environment) -> None:
    asked = (ROOT / "requirements" / f"{environment.name}.in").read_text(encoding="utf-8")
    names = {environments.normal(name) for name in re.findall(r"^([A-Za-z][\w.-]*)", asked, re.MULTILINE)}
    assert names <= environments.locked_names(environment.lock.read_text(encoding="utf-8"))


def test_lock_text() -> None:
    pins = lock.pins_of("Foo_Bar[x]==1.0    # via rasa\nbaz==2 ; python_version < '3'\ntorch==2\n# note\n")
    assert pins == {"foo-bar": ("1.0", "rasa"), "baz": ("2", "")}
    text = lock.lock_text(BOT, pins, {"foo-bar": "a1", "baz": "b2"})
    assert text.splitlines()[-2:] == ["baz==2 --hash=sha256:b2", "foo-bar==1.0 --hash=sha256:a1  # via rasa"]


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1"])
def test_port_must_be_a_port(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("RASA_PORT", text)
    with pytest.raises(Trouble, match="RASA_PORT must be a port number"):
        serve.port("rasa_port")


def test_port_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_PORT", "6006")
    assert serve.port("rasa_port") == 6006


def test_two_servers_on_one_port() -> None:
    with pytest.raises(Trouble, match="two different"):
        serve.servers(5005, 5005)

"""Long commands run quietly, with progress, a log, and one sentence when they fail."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from scripts import chat, check, console
from scripts.console import Trouble


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(console, "LOGS", tmp_path)
    return tmp_path


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_output_goes_to_the_log(logs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    console.run_logged(
        "Doing it", python("print('hello'); import os; print(os.environ['RASA_TELEMETRY_ENABLED'])"), "x"
    )
    out = capfd.readouterr().out
    assert "Doing it" in out
    assert "done in 0 s" in out
    assert "hello" not in out
    assert (logs / "x.log").read_text(encoding="utf-8").endswith("hello\nfalse\n")


def test_failure_shows_the_last_lines_and_one_sentence(logs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    console.run_logged("Before it", python("print('No space left on device')"), "x")
    code = "print('a'*30); print(\"error: command 'gcc' failed: No such file or directory\"); raise SystemExit(1)"
    with pytest.raises(Trouble) as caught:
        console.run_logged("Doing it", python(code), "x")
    assert "no C compiler" in str(caught.value)
    assert "x.log" in str(caught.value)
    assert "\n" not in str(caught.value)
    captured = capfd.readouterr()
    assert "FAILED" in captured.out
    assert "a" * 30 in captured.err


def test_missing_program_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Trouble, match="no-such-program is not installed"):
        console.run_logged("Doing it", ["no-such-program"], "x")


def test_terminal_gets_a_spinner(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    line = console.Progress("Training")
    line.tick("epoch 1")
    line.end()
    assert "Training / 0 s  epoch 1" in terminal.getvalue()
    assert terminal.getvalue().endswith("Training done in 0 s\n")


def test_closed_output_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stdout", closed)
    console.say("nobody hears this")


def test_reports_are_added_up(tmp_path: Path) -> None:
    report = tmp_path / "r.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>')
    count = check.read_report(report, 1)
    count.add(check.read_report(tmp_path / "missing.xml", 0))
    assert count.line(3.2) == "5 passed, 3 failed, 2 skipped in 3 s"


def test_run_that_broke_off_counts_as_failed(tmp_path: Path) -> None:
    report = tmp_path / "r.xml"
    report.write_text('<testsuite tests="2"/>')
    assert check.read_report(report, 2).failed == 1


TURN: list[chat.Message] = [
    {
        "text": "Rest it for two days [1].",
        "custom": {"data": {"citations": [{"n": 1, "title": "Knee pain", "url": "u"}]}},
    },
    {"text": "Any swelling?", "buttons": [{"title": "Yes", "payload": "yes"}, {"title": "No", "payload": "no"}]},
]


def test_chat_draws_a_turn() -> None:
    text = chat.drawn(TURN, 60)
    assert "Rest it" in text
    assert "  2) No" in text
    assert "sources: 1" in text
    assert chat.drawn([], 60) == "(no reply)"


def test_chat_numbers_pick_replies_and_sources(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["hello", "2", "source 1", "s7"])
    sent: list[str] = []

    def ask(_port: int, _sender: str, text: str) -> list[chat.Message]:
        sent.append(text)
        return TURN

    def read(_prompt: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr(chat, "ask", ask)
    monkeypatch.setattr("builtins.input", read)
    chat.talk(5005)
    assert sent == ["hello", "no"]
    out = capsys.readouterr().out
    assert "Knee pain. u" in out
    assert "no source 7" in out

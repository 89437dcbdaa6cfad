"""Long commands run quietly, with progress, a log, and one sentence when they fail."""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path

import pytest

from scripts import chat, check, console, progress
from scripts.console import Trouble
from scripts.progress import CLEAR, Board, Progress


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


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_terminal_shows_all_steps_in_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    board = Board()
    one, other = Progress("Training", board), Progress("Installing", board)
    one.tick("epoch 1")
    assert "Training 0 s · Installing 0 s" in terminal.getvalue()
    other.end()
    one.tick("epoch 2")
    one.end()
    assert f"{CLEAR}  Training: done in 0 s\n" in terminal.getvalue()
    assert "Training 0 s  epoch 2" in terminal.getvalue()


def test_what_is_said_meanwhile_stands_on_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    board = Board()
    line = Progress("Training", board)
    line.tick()
    board.say("a note")
    assert terminal.getvalue().endswith(f"{CLEAR}a note\n")


def test_a_log_gets_a_line_at_each_end_and_signs_of_life(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_SIGNS_OF_LIFE", -1.0)
    line = Progress("Training", Board())
    line.tick()
    line.outcome = "FAILED"
    line.end()
    out = capsys.readouterr().out.splitlines()
    assert out == ["  Training ...", "    still at: Training, 0 s", "  Training: FAILED in 0 s"]


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


def test_chat_saves_files_in_its_folder_for_this_user_only(tmp_path: Path) -> None:
    data = base64.b64encode(b"# Knee").decode()
    names = ["knee-summary-2026-11-27.md", "../../elsewhere.md"]
    turn: list[chat.Message] = [
        {"text": "Here it is."},
        {"custom": {"data": {"files": [{"name": name, "type": "text/markdown", "data": data} for name in names]}}},
    ]
    saved = chat.save_files(turn, tmp_path / "summaries")
    assert saved == [tmp_path / "summaries" / "knee-summary-2026-11-27.md", tmp_path / "summaries" / "elsewhere.md"]
    for path in saved:
        assert path.read_bytes() == b"# Knee"
        assert path.stat().st_mode & 0o077 == 0
    assert chat.save_files(TURN, tmp_path / "other") == []
    assert not (tmp_path / "other").exists()

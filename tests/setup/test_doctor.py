"""What `make doctor` finds, says and never says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts import doctor, serve, steps
from scripts.channels import CHANNELS, SITE, SITE_FILE, Channel, names_off
from scripts.console import ROOT, Trouble
from scripts.doctor import Finding, State
from scripts.stamp import Stamps

RIGHT = {
    "SLACK_TOKEN": "xoxb-123456789012-abcdefABCDEF",
    "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99ff0ff0ff0a",
    "SLACK_API": "https://slack.com/api/",
    "TELEGRAM_TOKEN": "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
    "TELEGRAM_SECRET": "0123456789abcdef_-",
    "TELEGRAM_API": "http://127.0.0.1:8081",
    "TWILIO_AUTH_TOKEN": "0123456789abcdef0123456789abcdef",
    "TWILIO_PUBLIC_URL": "https://bot.example/voice/",
    "ALEXA_APPLICATION_ID": "amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef",
}
WRONG = {
    "SLACK_TOKEN": ["xoxp-123456789012-abcdef", "xoxb-", "hunter2secret", "xoxb-123456789012 abc"],
    "SLACK_SIGNING_SECRET": ["8F742231B10E8888ABCD99FF0FF0FF0A", "8f74", "xoxb-123456789012-abc"],
    "SLACK_API": ["https://slack.com/api", "slack.com/api/", "ftp://slack.com/"],
    "TELEGRAM_TOKEN": ["ABC-DEF1234ghIkl-zyx57W2v1u123ew11", "123456:short", "bot123456:ABC-DEF1234ghIkl-zyx57W2v1u12"],
    "TELEGRAM_SECRET": ["short", "0123456789abcdef!", "0123456789 abcdef", "x" * 257],
    "TELEGRAM_API": ["api.telegram.org"],
    "TWILIO_AUTH_TOKEN": ["AC" + "0" * 32, "0" * 31],
    "TWILIO_PUBLIC_URL": ["http://bot.example", "bot.example", "https://bot.example/webhooks/telephone/webhook",
                          "https://bot.example/?a=1", "https://user@bot.example"],
    "ALEXA_APPLICATION_ID": ["amzn1.ask.skill.x", "01234567-89ab-cdef-0123-456789abcdef"],
}  # fmt: skip


def found(environment: Mapping[str, str]) -> list[Finding]:
    return [finding for channel in CHANNELS for finding in doctor.channel(channel, environment)]


def channel_of(variable: str) -> Channel:
    return next(one for one in CHANNELS if variable in [known.name for known in one.variables])


def test_without_variables_every_channel_is_off_and_says_how_to_turn_it_on() -> None:
    findings = found({})
    assert [(one.state, one.about) for one in findings] == [(State.OFF, channel.name) for channel in CHANNELS]
    for finding, channel in zip(findings, CHANNELS, strict=True):
        assert all(name in finding.text for name in (*channel.needed, channel.guide))
    assert names_off({}) == [channel.name for channel in CHANNELS]
    assert doctor.report(iter(findings)) == 0


def test_right_values_are_right() -> None:
    assert {finding.state for finding in found(RIGHT)} == {State.OK}
    assert {finding.state for finding in found({name: f" {value}\n" for name, value in RIGHT.items()})} == {State.OK}
    assert names_off(RIGHT) == []


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_malformed_value_is_named_and_never_printed(name: str, value: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert doctor.report(iter(found({**RIGHT, name: value}))) == 1
    printed = "".join(capfd.readouterr())
    (line,) = [line for line in printed.splitlines() if line.startswith("WRONG")]
    assert name in line
    assert channel_of(name).guide in line
    assert not [secret for secret in (value, *RIGHT.values()) if secret in printed.replace(line, "")]
    assert value not in line or value in "xoxb-"


@pytest.mark.parametrize("name", [name for channel in CHANNELS if len(channel.needed) > 1 for name in channel.needed])
def test_a_missing_one_of_two_is_wrong(name: str) -> None:
    (finding,) = doctor.channel(channel_of(name), {key: value for key, value in RIGHT.items() if key != name})
    assert finding.state is State.WRONG
    assert finding.text.startswith(f"{name} is not set")
    assert channel_of(name).name in names_off({**RIGHT, name: " "})


def test_the_guides_name_the_variables() -> None:
    for channel in CHANNELS:
        guide = (ROOT / channel.guide).read_text(encoding="utf-8")
        assert "make doctor" in guide
        assert [variable.name for variable in channel.variables if variable.name not in guide] == []


@pytest.mark.parametrize(
    ("mode", "state", "words"),
    [(None, State.OK, "first start makes"), (0o600, State.OK, "the secret in"), (0o640, State.WRONG, "delete it")],
    ids=["none yet", "private", "open to others"],
)
def test_the_site_s_own_secret_is_looked_at(tmp_path: Path, mode: int | None, state: State, words: str) -> None:
    file = tmp_path / "site"
    if mode is not None:
        file.write_text("hunter2", encoding="utf-8")
        file.chmod(mode)
    (finding,) = doctor.site({}, file)
    assert (finding.state, finding.about) == (state, "Site")
    assert words in finding.text
    assert SITE_FILE in finding.text
    assert "hunter2" not in finding.text


def test_a_site_s_secret_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (finding,) = doctor.site({}, tmp_path / "file" / "site")
    assert finding.state is State.WRONG
    assert "cannot be read" in finding.text


@pytest.mark.parametrize(
    ("secret", "state"), [("x" * 32, State.OK), (" " + "x" * 32 + "\n", State.OK), ("x" * 31, State.WRONG)]
)
def test_the_site_s_secret_in_the_environment_is_looked_at(tmp_path: Path, secret: str, state: State) -> None:
    (finding,) = doctor.site({"SITE_SECRET": secret}, tmp_path / "none")
    assert finding.state is state
    assert secret.strip() not in finding.text
    assert SITE.guide in finding.text


def test_the_site_s_guide_names_variable_file_and_command() -> None:
    guide = (ROOT / SITE.guide).read_text(encoding="utf-8")
    assert [word for word in ("SITE_SECRET", SITE_FILE, "make doctor") if word not in guide] == []
    assert "Site" in {finding.about for finding in doctor.examine({})}


def step(name: str, source: Path, result: Path) -> steps.Step:
    return steps.Step(name, lambda: [source], result.is_file, lambda: None)


def test_what_is_built_is_up_to_date_stale_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "is_up_to_date", lambda one, stamps: steps.is_up_to_date(one, stamps, tmp_path))
    source, result, stamps = tmp_path / "a.yml", tmp_path / "model", Stamps(tmp_path / "stamps")
    one = step("train", source, result)

    def said() -> list[tuple[State, str]]:
        return [(finding.state, finding.text) for finding in doctor.parts([one], stamps)]

    source.write_text("1", encoding="utf-8")
    assert said() == [(State.WRONG, "not there; `make train` (or `make run`) makes it")]
    result.write_text("", encoding="utf-8")
    steps.bring_up_to_date([one], stamps, tmp_path)
    assert said() == [(State.OK, "up to date")]
    source.write_text("2", encoding="utf-8")
    assert said() == [(State.WRONG, "out of date; `make train` (or `make run`) makes it")]
    source.unlink()
    assert said()[0][1].startswith("cannot be read")


def test_each_step_has_a_line() -> None:
    assert doctor.PARTS.keys() == {one.name for one in steps.STEPS}
    commands = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {command for _, command in doctor.PARTS.values()} <= {f"make {command}" for command in commands}


@pytest.mark.parametrize(
    ("rasa", "action", "words"),
    [("70000", "5055", "RASA_PORT must be"), ("5005", "x", "ACTION_PORT must be"), ("5005", "5005", "both 5005")],
)
def test_ports_that_cannot_be_are_told(rasa: str, action: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "is_running", lambda _: False)
    monkeypatch.setenv("RASA_PORT", rasa)
    monkeypatch.setenv("ACTION_PORT", action)
    (finding,) = doctor.ports()
    assert finding.state is State.WRONG
    assert words in finding.text


def test_a_port_in_use_is_told_but_not_where_it_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise Trouble("Port 5005 is in use by another program.")

    monkeypatch.setattr(serve, "port", {"rasa_port": 5005, "action_port": 5055}.__getitem__)
    monkeypatch.setattr(doctor, "check_port", busy)
    monkeypatch.setattr(serve, "is_running", lambda _: False)
    assert [finding.state for finding in doctor.ports()] == [State.WRONG]
    monkeypatch.setattr(serve, "is_running", lambda _: True)
    assert [finding.state for finding in doctor.ports()] == [State.OK]


def test_a_setting_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.settings().state is State.OK
    monkeypatch.setenv("KNEEWISE_VISIT_HOURS", "soon")
    finding = doctor.settings()
    assert finding.state is State.WRONG
    assert "visit_hours" in finding.text

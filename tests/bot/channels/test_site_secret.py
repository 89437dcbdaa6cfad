"""The secret of the site: given, made once, kept from others, and never lost without a word."""

from __future__ import annotations

import logging
import re
import stat
import threading
from pathlib import Path

import pytest

from bot.channels import site_secret as module
from bot.channels.site_secret import FILE, LEAST_CHARACTERS, SECRET, site_secret
from knowledge.settings import ROOT

GIVEN = "x" * LEAST_CHARACTERS


def test_the_secret_given_counts_and_nothing_is_written(tmp_path: Path) -> None:
    assert site_secret({SECRET: f" {GIVEN}\n"}, tmp_path / "site") == GIVEN
    assert not list(tmp_path.iterdir())


def test_a_short_secret_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"{SECRET} must have at least 32 characters; it has 7") as caught:
        site_secret({SECRET: "hunter2"}, tmp_path / "site")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("environment", [{}, {SECRET: ""}, {SECRET: "  "}])
def test_without_one_it_is_made_once_and_is_private(tmp_path: Path, environment: dict[str, str]) -> None:
    file = tmp_path / "secrets" / "site"
    made = site_secret(environment, file)
    assert re.fullmatch(r"[0-9a-f]{64}", made)
    assert site_secret(environment, file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file], "no draft is left"


def test_two_places_have_two_secrets(tmp_path: Path) -> None:
    assert site_secret({}, tmp_path / "one") != site_secret({}, tmp_path / "two")


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    file, found = tmp_path / "secrets" / "site", []
    begin = threading.Barrier(8)

    def start() -> None:
        begin.wait()
        found.append(site_secret({}, file))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    ("content", "mode", "fault"),
    [("0" * 64, 0o644, "could be read by others"), ("", 0o600, "is damaged"), ("\xe9" * 64, 0o600, "is damaged")],
    ids=["open to others", "empty", "no secret"],
)
def test_a_file_that_will_not_do_is_made_anew(
    tmp_path: Path, content: str, mode: int, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "site"
    file.write_text(content, encoding="utf-8")
    file.chmod(mode)
    made = site_secret({}, file)
    assert made != content
    assert site_secret({}, file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert fault in caplog.text
    assert made not in caplog.text


def test_where_nothing_can_be_kept_the_log_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "secrets").write_text("a file where the folder should be", encoding="utf-8")
    file = tmp_path / "secrets" / "site"
    with caplog.at_level(logging.WARNING):
        assert site_secret({}, file) != site_secret({}, file)
    assert f"Set {SECRET}" in caplog.text


def test_the_file_is_no_part_of_the_project() -> None:
    assert FILE.relative_to(ROOT).parts[0] == "build"
    assert "build/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert module.SECRET == "SITE_SECRET"

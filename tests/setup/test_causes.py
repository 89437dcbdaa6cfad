"""One clear sentence from the log of a failed command."""

from __future__ import annotations

import pytest

from scripts.causes import explain


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        ("error: command 'gcc' failed: No such file or directory", "no C compiler"),
        ("error: command '/usr/bin/x86_64-linux-gnu-gcc' failed: No such file or directory", "no C compiler"),
        ("unable to execute 'gcc': No such file or directory", "no C compiler"),
        ("configure: error: no acceptable C compiler found in $PATH", "no C compiler"),
        ("CMake Error: CMAKE_C_COMPILER not set, after EnableLanguage", "no C compiler"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("npm error code ENOSPC", "disk is full"),
        ("OSError: [Errno 122] Disk quota exceeded", "disk is full"),
        (
            "error: command 'gcc' failed with exit code 1\nfoo.c:1:10: fatal error: Python.h: No such file",
            "header files",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one in the lock"),
        ("npm error code EUSAGE", "package-lock.json"),
        ("[Errno -3] Temporary failure in name resolution", "could not be reached"),
        ("npm error code ENOTFOUND", "could not be reached"),
        ("ERROR: No matching distribution found for tensorflow==2.12.0", "no tensorflow==2.12.0 for this machine"),
        ("PermissionError: [Errno 13] Permission denied: 'x'", "permission denied"),
    ],
)
def test_known_causes(log: str, sentence: str) -> None:
    told = explain(f"Collecting things\n{log}\nmore", 1)
    assert sentence in told
    assert "\n" not in told


def test_killed() -> None:
    assert "memory" in explain("", -9)


def test_unknown_cause_tells_the_status() -> None:
    assert "status 3" in explain("something odd", 3)

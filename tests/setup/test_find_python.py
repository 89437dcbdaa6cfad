"""The Python finder, with made-up machines."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.console import ROOT

WANTED = "3.10"


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def python(path: Path, version: str = WANTED, venv: bool = True) -> Path:
    """A program that answers the finder's two questions as a Python of this version would."""
    right = f"echo {path}" if version == WANTED else "exit 1"
    return program(
        path, f'case "$*" in *"import ensurepip"*) exit {0 if venv else 1};; *version_info*) {right};; *) exit 2;; esac'
    )


def find(tmp_path: Path, *folders: Path, version: str = WANTED) -> subprocess.CompletedProcess[str]:
    tools = tmp_path / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("ls", "grep", "sort"):
        link = tools / name
        if not link.exists():
            link.symlink_to(next(p for p in (Path("/usr/bin") / name, Path("/bin") / name) if p.exists()))
    environment = {"PATH": os.pathsep.join(map(str, [*folders, tools])), "HOME": str(tmp_path / "home")}
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "find_python.sh"), version],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_first_on_path(tmp_path: Path) -> None:
    there = python(tmp_path / "a" / "python3.10")
    python(tmp_path / "b" / "python3.10")
    assert find(tmp_path, tmp_path / "a", tmp_path / "b").stdout.strip() == str(there)


def test_plain_python3_of_the_right_version_counts(tmp_path: Path) -> None:
    python(tmp_path / "a" / "python3", "3.12")
    there = python(tmp_path / "b" / "python3")
    assert find(tmp_path, tmp_path / "a", tmp_path / "b").stdout.strip() == str(there)


def test_refusing_shim_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "shims" / "python3.10", "echo 'pyenv: python3.10: command not found' >&2; exit 127")
    program(tmp_path / "bin" / "pyenv", f'[ "$1" = root ] && echo "{tmp_path}/pyenv"')
    python(tmp_path / "pyenv/versions/3.10.9/bin/python3.10")
    newest = python(tmp_path / "pyenv/versions/3.10.13/bin/python3.10")
    python(tmp_path / "pyenv/versions/3.1.1/bin/python3.10")
    assert find(tmp_path, tmp_path / "shims", tmp_path / "bin").stdout.strip() == str(newest)


def test_pyenv_folder_without_pyenv_on_path(tmp_path: Path) -> None:
    there = python(tmp_path / "home/.pyenv/versions/3.10.4/bin/python3.10")
    assert find(tmp_path).stdout.strip() == str(there)


def test_through_uv(tmp_path: Path) -> None:
    there = python(tmp_path / "uv pythons" / "python3.10")
    program(tmp_path / "bin" / "uv", f'[ "$1 $2 $3" = "python find 3.10" ] && echo "{there}"')
    # The fake answers with the unquoted path it was given; a folder with a blank in its name must survive.
    program(there, f"""case "$*" in *"import ensurepip"*) exit 0;; *) echo '{there}';; esac""")
    assert find(tmp_path, tmp_path / "bin").stdout.strip() == str(there)


def test_uv_brings_what_is_missing(tmp_path: Path) -> None:
    there = tmp_path / "uv" / "python3.10"
    spare = python(tmp_path / "spare" / "python3.10")
    program(spare, f"""case "$*" in *"import ensurepip"*) exit 0;; *) echo '{there}';; esac""")
    there.parent.mkdir()
    program(
        tmp_path / "bin" / "uv",
        f'case "$2" in install) /bin/cp "{spare}" "{there}";; find) [ -x "{there}" ] && echo "{there}";; esac',
    )
    assert find(tmp_path, tmp_path / "bin").stdout.strip() == str(there)


def test_none_gives_one_line(tmp_path: Path) -> None:
    told = find(tmp_path)
    assert told.returncode == 1
    assert told.stdout == ""
    assert len(told.stderr.strip().splitlines()) == 1
    assert "needs Python 3.10" in told.stderr
    assert "Install it" in told.stderr


def test_python_that_cannot_make_environments(tmp_path: Path) -> None:
    there = python(tmp_path / "a" / "python3.10", venv=False)
    told = find(tmp_path, tmp_path / "a")
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    assert str(there) in told.stderr
    assert "python3.10-venv" in told.stderr


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="asks for the Python that runs the tests")
def test_the_real_one() -> None:
    told = subprocess.run(
        ["sh", ROOT / "scripts" / "find_python.sh", "3.11"], capture_output=True, text=True, check=True
    )
    code = "import sys; print(*sys.version_info[:2])"
    assert (
        subprocess.run([told.stdout.strip(), "-c", code], capture_output=True, text=True, check=True).stdout == "3 11\n"
    )

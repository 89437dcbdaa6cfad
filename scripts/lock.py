"""Make the exact locks anew: `python -m scripts.lock [--upgrade]`.

pip-compile settles the versions; pip itself then names the file it takes for each on this machine, whose SHA-256 goes
into the lock. (Hashing every file of every version, as pip-compile would, means downloading several GB.)
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from scripts import console, environments
from scripts.environments import APP, BOT, Environment, normal

PIP_TOOLS = "pip-tools==7.6.2"
HEADER = """\
# The exact packages of the {name} environment (Python {version}, 64-bit Linux on x86), with their SHA-256 sums.
# Made from requirements/{name}.in by `make lock`; not meant to be edited.
"""


def pins_of(compiled: str) -> dict[str, tuple[str, str]]:
    """Return the version and the reason ("rasa, spacy") of each package, by normal name, from pip-compile's output."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)[^#\n]*(?:# via (.*))?$", compiled, re.MULTILINE)
    return {normal(name): (version, why) for name, version, why in found if normal(name) != "torch"}


def hashes_of(report: dict[str, Any]) -> dict[str, str]:
    """Return the SHA-256 of the file that pip takes for each package, by normal name, from pip's report."""
    return {
        normal(item["metadata"]["name"]): item["download_info"]["archive_info"]["hashes"]["sha256"]
        for item in report["install"]
    }


def lock_text(environment: Environment, pins: dict[str, tuple[str, str]], hashes: dict[str, str]) -> str:
    """Return the text of a lock; raises KeyError for a package without a hash."""
    lines = [HEADER.format(name=environment.name, version=environment.version)]
    for name, (version, why) in sorted(pins.items()):
        comment = f"  # via {why}" if why else ""
        lines.append(f"{name}=={version} --hash=sha256:{hashes[name]}{comment}\n")
    return "".join(lines)


def lock(environment: Environment, upgrade: bool) -> None:
    """Write an environment's lock; versions stay where they are unless they must move or `upgrade` is set."""
    name, folder = environment.name, console.BUILD / "lock" / environment.name
    log = f"lock-{name}"
    pins_file, report = folder / "pins.txt", folder / "report.json"
    base = environments.find_python(environment.version)
    console.run_logged(f"Preparing tools for the {name} lock", [base, "-m", "venv", "--clear", folder], log)
    python = folder / "bin" / "python"
    console.run_logged(
        "Bringing pip-tools", [python, "-m", "pip", "install", "-r", "requirements/pip.txt", PIP_TOOLS], log
    )
    if environment.lock.exists() and not upgrade:
        pins = pins_of(environment.lock.read_text(encoding="utf-8"))
        pins_file.write_text("".join(f"{key}=={version}\n" for key, (version, _) in pins.items()), encoding="utf-8")
    command: list[str | Path] = [python, "-m", "piptools", "compile", "--quiet", "--allow-unsafe", "--strip-extras"]
    command += ["--no-emit-options", "--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links"]
    command += ["--no-header", "--annotation-style", "line", "--output-file", pins_file]
    command += ["--unsafe-package", "torch"] if environment.torch else []
    command += ["--upgrade"] if upgrade else []
    console.run_logged(f"Settling the versions of {name}", [*command, f"requirements/{name}.in"], log)
    pins = pins_of(pins_file.read_text(encoding="utf-8"))
    pins_file.write_text("".join(f"{key}=={version}\n" for key, (version, _) in pins.items()), encoding="utf-8")
    dry_run: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--dry-run"]
    dry_run += ["--ignore-installed", "--no-deps"]
    console.run_logged(
        f"Collecting the sums of {name}",
        [*dry_run, "--report", report, "-r", pins_file],
        log,
    )
    hashes = hashes_of(json.loads(report.read_text(encoding="utf-8")))
    environment.lock.write_text(lock_text(environment, pins, hashes), encoding="utf-8")
    shutil.rmtree(folder)


def main() -> int:
    """Make both locks; returns the exit status."""
    console.raise_on_signals()
    try:
        for environment in (BOT, APP):
            lock(environment, upgrade="--upgrade" in sys.argv[1:])
    except console.Trouble as trouble:
        console.complain(str(trouble))
        return 1
    except console.Interrupted as interrupted:
        return interrupted.status
    return 0


if __name__ == "__main__":
    sys.exit(main())

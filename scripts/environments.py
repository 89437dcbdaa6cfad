"""Making and updating the two Python environments from their exact locks."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripts.console import ROOT, Trouble, clean_environment, complain, run_logged, say

GB = 10**9
CUDA_GB = 6.0
# Python compiles what is used when it is first imported; compiling everything takes longer than unpacking it.
INSTALL = ("install", "--no-compile")
# Complaints of `pip check` that are known and do no harm, as patterns over its lines.
KNOWN_COMPLAINTS: tuple[str, ...] = ()


@dataclass(frozen=True)
class Environment:
    """One of the two environments: its Python version, where it stands and how much room it takes."""

    name: str
    version: str
    size_gb: float
    torch: bool = False
    root: Path = ROOT

    @property
    def folder(self) -> Path:
        """The environment's folder."""
        return self.root / ".venv" / self.name

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.folder / "bin" / "python"

    @property
    def lock(self) -> Path:
        """The file with the exact packages."""
        return self.root / "requirements" / f"{self.name}.txt"

    def works(self) -> bool:
        """Return whether the environment's Python starts and is of the right version."""
        if not self.python.exists():
            return False
        code = f"import sys; raise SystemExit('%d.%d' % sys.version_info[:2] != '{self.version}')"
        return subprocess.run([self.python, "-I", "-c", code], capture_output=True, check=False).returncode == 0


BOT = Environment("bot", "3.10", 3.2)
APP = Environment("app", "3.11", 2.3, torch=True)


def find_python(version: str) -> Path:
    """Return a Python of this version; raises Trouble with one line on what to install."""
    script = ROOT / "scripts" / "find_python.sh"
    told = subprocess.run(["sh", script, version], capture_output=True, text=True, check=False)
    if told.returncode:
        raise Trouble(told.stderr.strip().splitlines()[-1])
    return Path(told.stdout.strip())


def check_room(needed_gb: float, folder: Path) -> None:
    """Raise Trouble if less than `needed_gb` (1e9 bytes each) is free where `folder` is."""
    free_gb = shutil.disk_usage(folder).free / GB
    if free_gb < needed_gb:
        raise Trouble(
            f"Not enough disk space: setting up needs about {needed_gb:.0f} GB and {free_gb:.1f} GB is free "
            f"on the disk of {folder}. Make room and run the same command again."
        )


def room_needed(environments: tuple[Environment, ...]) -> float:
    """Return the GB that the environments which are not there yet will take, with some room to unpack."""
    missing = [environment.size_gb for environment in environments if not environment.works()]
    return sum(missing) + 0.5 if missing else 0.0


def make(environment: Environment) -> None:
    """Bring an environment to exactly what its lock says, making it first where it is missing or broken."""
    name = environment.name
    if not environment.works():
        base = find_python(environment.version)
        run_logged(
            f"Making the {name} environment (Python {environment.version})",
            [base, "-m", "venv", "--clear", environment.folder],
            f"env-{name}",
        )
    pip: list[str | Path] = [environment.python, "-m", "pip"]
    log = f"env-{name}"
    run_logged(f"Bringing pip for {name}", [*pip, "install", "-r", "requirements/pip.txt"], log)
    if environment.torch:
        # By itself and unhashed: which build is right differs between machines, and only pip knows.
        run_logged("Installing torch", [*pip, *INSTALL, "--no-deps", "-r", "requirements/torch.txt"], log)
    run_logged(
        f"Installing the packages of {name} (some minutes the first time)",
        [*pip, *INSTALL, "--no-deps", "--require-hashes", "-r", environment.lock],
        log,
    )
    if environment.torch:
        _complete_torch(environment, pip, log)
    _remove_strays(environment, pip, log)
    _check(environment, pip)


def _complete_torch(environment: Environment, pip: list[str | Path], log: str) -> None:
    code = "import importlib.metadata as m; print(m.version('torch')); print(*m.requires('torch') or (), sep='\\n')"
    told = subprocess.run([environment.python, "-c", code], capture_output=True, text=True, check=False)
    version, _, needs = told.stdout.partition("\n")
    if "+cpu" in version or not re.search(r"^(nvidia|cuda)-", needs, re.MULTILINE):
        return
    if _pip_check(pip):
        say(f"  Note: pip offers torch here only with graphics-card packages, about {CUDA_GB:.0f} GB more.")
        say("  Set pip up for PyTorch's CPU builds before the first run to spare them (README, Setting up).")
        check_room(CUDA_GB, environment.root)
        run_logged("Installing what this torch needs", [*pip, *INSTALL, "-r", "requirements/torch.txt"], log)


def _remove_strays(environment: Environment, pip: list[str | Path], log: str) -> None:
    listed = subprocess.run(
        [*map(str, pip), "list", "--format=json"], capture_output=True, text=True, env=clean_environment(), check=False
    )
    installed = {normal(package["name"]) for package in json.loads(listed.stdout or "[]")}
    wanted = locked_names(environment.lock.read_text(encoding="utf-8")) | {"pip", "torch"}
    strays = sorted(name for name in installed - wanted if not re.match(r"nvidia-|cuda-|triton$", name))
    if strays:
        run_logged(
            f"Removing from {environment.name} what the lock no longer has", [*pip, "uninstall", "-y", *strays], log
        )


def _pip_check(pip: list[str | Path]) -> list[str]:
    told = subprocess.run(
        [*map(str, pip), "check"], capture_output=True, text=True, env=clean_environment(), check=False
    )
    lines = told.stdout.splitlines() if told.returncode else []
    return [line for line in lines if not any(re.search(pattern, line) for pattern in KNOWN_COMPLAINTS)]


def _check(environment: Environment, pip: list[str | Path]) -> None:
    complaints = _pip_check(pip)
    if complaints:
        complain("\n".join("    " + line for line in complaints))
        raise Trouble(
            f"The packages in requirements/{environment.name}.txt do not fit together on this machine "
            "(pip check, lines above). Make the locks anew: make lock."
        )


def normal(name: str) -> str:
    """Return a package name in its normal form: small letters, with hyphens."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_names(lock: str) -> set[str]:
    """Return the normal names of the packages that a lock's text pins."""
    return {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", lock, re.MULTILINE)}

"""Stamps: a step is done again only when the content it depends on has changed.

Content counts, not modification times: git touches those on every checkout.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from pathlib import Path

IGNORED_PARTS = {"__pycache__", ".DS_Store", ".ipynb_checkpoints"}
IGNORED_SUFFIXES = {".pyc", ".pyo", ".swp", ".tmp"}


def files_of(root: Path, patterns: Iterable[str]) -> list[Path]:
    """Return the files that glob patterns (relative to `root`) name, sorted; caches and hidden files are left out.

    A pattern that names a folder stands for everything in it.
    """
    found: set[Path] = set()
    for pattern in patterns:
        for path in root.glob(pattern):
            found.update(path.rglob("*") if path.is_dir() else [path])
    return sorted(path for path in found if path.is_file() and _counts(path.relative_to(root)))


def _counts(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and not IGNORED_PARTS & set(path.parts) and path.suffix not in IGNORED_SUFFIXES


def digest(root: Path, files: Iterable[Path], extra: Iterable[str] = ()) -> str:
    """Return a SHA-256 (hex) over the names and contents of files and over some further texts."""
    total = hashlib.sha256()
    for text in extra:
        total.update(f"{len(text)}:{text};".encode())
    for path in sorted(files):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        total.update(f"{path.relative_to(root).as_posix()}={content};".encode())
    return total.hexdigest()


class Stamps:
    """The stamps of a project: one small JSON file per step."""

    def __init__(self, folder: Path) -> None:
        """Keep the stamps in `folder`, made when the first is set."""
        self.folder = folder

    def key(self, step: str) -> str:
        """Return the key that a step was last done with, or an empty text."""
        try:
            return str(json.loads(self._path(step).read_text(encoding="utf-8"))["key"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def set(self, step: str, key: str, seconds: float) -> None:
        """Note that a step is done with this key and how long it took."""
        self.folder.mkdir(parents=True, exist_ok=True)
        noted = {"key": key, "seconds": round(seconds, 1), "at": time.strftime("%Y-%m-%d %H:%M:%S")}
        self._path(step).write_text(json.dumps(noted), encoding="utf-8")

    def clear(self, step: str) -> None:
        """Forget a step, so that it is done again even if it is broken off now."""
        self._path(step).unlink(missing_ok=True)

    def _path(self, step: str) -> Path:
        return self.folder / f"{step}.json"

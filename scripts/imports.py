"""Which modules of ours a set of modules imports, directly or through others; read from the source, nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path


def local_imports(root: Path, starts: Iterable[Path], package: str) -> list[Path]:
    """Return the files of `package` (a folder under `root`) that `starts` need, sorted.

    Files that cannot be parsed count as importing nothing: the step that runs them will say what is wrong.
    """
    waiting = list(starts)
    seen = set(waiting)
    while waiting:
        for name in _names(root, waiting.pop()):
            for path in _files(root, name):
                if path not in seen:
                    seen.add(path)
                    waiting.append(path)
    return sorted(path for path in seen if path.relative_to(root).parts[0] == package)


def _names(root: Path, path: Path) -> set[str]:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return set()
    parents = path.relative_to(root).parent.parts
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = parents[: len(parents) - node.level + 1] if node.level else ()
            base = ".".join((*above, *((node.module,) if node.module else ())))
            names.update({base, *(f"{base}.{alias.name}" for alias in node.names)})
    return names


def _files(root: Path, name: str) -> list[Path]:
    place = root.joinpath(*name.split("."))
    packages = [folder / "__init__.py" for folder in (place, *place.parents) if folder.is_relative_to(root)]
    return [path for path in (place.with_suffix(".py"), *packages) if path.is_file() and path.parent != root]

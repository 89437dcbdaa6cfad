"""On which line of a YAML file something stands, for messages about faults."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml


def line_of(path: Path, keys: Sequence[str]) -> int:
    """Return the line, counted from 1, of the value that `keys` lead to, or of the deepest of them that is there.

    In a list, a key is the `id` of an item.
    """
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    line = 1
    for key in keys:
        found = _step(node, key)
        if found is None:
            break
        line, node = found
    return line


def _step(node: yaml.Node | None, key: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            named = _step(item, "id")
            if named is not None and getattr(named[1], "value", None) == key:
                return item.start_mark.line + 1, item
    return None

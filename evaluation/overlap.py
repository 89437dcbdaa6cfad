"""Which labelled messages stand among the lines learnt from: on those, a good score says little."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


def normal(text: str) -> str:
    """Return `text` without capitals, marks and apostrophes: lines that differ in these only are the same."""
    return " ".join(_WORD.findall(text.lower().replace("’", "").replace("'", "")))


class Learnt:
    """The lines learnt from."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Keep their normal forms; a line of marks only has none."""
        self._lines = {normal(line) for line in lines} - {""}

    @classmethod
    def of_data(cls) -> Learnt:
        """Return all lines of `data/nlu`."""
        from bot.nlu.tuned.lines import read_lines

        return cls(line.text for line in read_lines())

    def __contains__(self, text: str) -> bool:
        return normal(text) in self._lines

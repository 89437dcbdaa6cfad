"""Trained heads on disk: the build writes them, the action server reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import joblib


class Head:
    """Something trained that is kept in a file."""

    def save(self, path: Path) -> None:
        """Write the head to `path`."""
        joblib.dump(self, path, compress=3)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a head that `save` wrote. Only files of our own build may be read: the format can hold code.

        Raises:
            TypeError: the file holds something else.
        """
        head = joblib.load(path)
        if not isinstance(head, cls):
            raise TypeError(f"{path} holds {type(head).__name__}, not {cls.__name__}. Run `make build`.")
        return head

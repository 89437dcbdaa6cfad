"""The word sets behind the scope rules, kept in `lexicon/words.yml`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

WORDS_FILE = Path(__file__).parents[1] / "lexicon" / "words.yml"


def read_yaml(path: Path) -> Any:
    """Return the YAML of `path` with every scalar a string ("no" stays a word); ValueError names an unreadable file."""
    try:
        with path.open(encoding="utf-8") as handle:
            return yaml.load(handle, Loader=yaml.BaseLoader)  # noqa: S506 (builds only strings, lists and dicts)
    except (OSError, yaml.YAMLError) as error:
        raise ValueError(f"cannot read the word list {path.name}: {error}; restore the file or mend it") from error


@lru_cache(maxsize=1)
def _all_sets() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_yaml(WORDS_FILE).items()}


def word_set(name: str) -> frozenset[str]:
    """Return the named set; raises ValueError when `words.yml` lacks it."""
    sets = _all_sets()
    if name not in sets:
        raise ValueError(f"words.yml has no set {name!r}: add it or mend the name")
    return sets[name]

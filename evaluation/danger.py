"""How well the danger detector reads authors it has not learnt from: `python -m evaluation.danger` (Python 3.10).

The detector is trained without all lines of one author and judged on them. Prints, for each author, the share of his
emergencies, urgent cases and harmless look-alikes that raise an alarm, and the share below the line under which the
detector takes grave readings back. The symptom reader, which stands beside it in the assistant, takes no part here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from bot.nlu.linear import OneAgainstRest, TextFeatures
from bot.nlu.red_flags import DANGER, FACTS, HARMLESS_INTENTS, PLAIN, RedFlagDetector
from knowledge.encoder import Vectors, encoder
from knowledge.levels import EMERGENCY

FOLDER = Path(__file__).resolve().parent.parent / "data" / "nlu"
AUTHORS = {
    "red_flags, look_alikes": ("red_flags.yml", "look_alikes.yml"),
    "red_flags_voices, look_alikes_voices": ("red_flags_voices.yml", "look_alikes_voices.yml"),
    "report, report_and_ask, plain": ("report.yml", "report_and_ask.yml", "red_flags_plain.yml"),
}
LEVELS = ("emergency", "urgent", "quiet")


@dataclass(frozen=True)
class Line:
    """A training line of the detector."""

    file: str
    text: str
    signs: tuple[str, ...]
    level: str


def read_lines(folder: Path = FOLDER) -> list[Line]:
    """Read every line that the detector learns from."""
    lines = []
    for path in sorted(folder.glob("*.yml")):
        for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            metadata = part.get("metadata")
            if metadata is None and part["intent"] not in HARMLESS_INTENTS:
                continue
            signs, level = tuple((metadata or {}).get("signs", ())), (metadata or {}).get("level", "quiet")
            texts = [line.strip()[2:] for line in part["examples"].splitlines() if line.strip().startswith("- ")]
            lines += [Line(path.name, text, signs, level) for text in texts]
    return lines


def judge(lines: list[Line], vectors: Vectors, files: tuple[str, ...]) -> str:
    """Train without `files`, judge their lines; return a row of the table."""
    config = RedFlagDetector.get_default_config()
    seen = [number for number, line in enumerate(lines) if line.file not in files]
    held = [number for number, line in enumerate(lines) if line.file in files]
    features = TextFeatures([lines[n].text for n in seen], config["vector_weight"])
    labels = [_labels(lines[n]) for n in seen]
    rows = features.transform([lines[n].text for n in seen], vectors[seen])
    model = OneAgainstRest.of_labels(rows, labels, config["strength"])
    shares = model.probabilities(features.transform([lines[n].text for n in held], vectors[held]))
    danger = shares[:, model.names.index(DANGER)]
    signs = [n for n, name in enumerate(model.names) if name not in (DANGER, EMERGENCY, *FACTS)]
    least = np.array([config["plain" if model.names[n] in PLAIN else "sign"] for n in signs])
    named = (shares[:, signs] >= least).any(axis=1)
    alarm = (named & (danger >= config["danger"])) | (danger >= config["sure"])
    levels = np.array([lines[n].level for n in held])
    found = "  ".join(f"{level} {alarm[levels == level].mean():.3f}" for level in LEVELS)
    below = "  ".join(f"{level} {(danger < config['harmless'])[levels == level].mean():.3f}" for level in LEVELS)
    return f"alarm: {found}   |   taken back: {below}"


def _labels(line: Line) -> list[str]:
    grave = [EMERGENCY] if line.level == EMERGENCY else []
    return [*line.signs, DANGER, *grave] if line.signs else []


def main() -> None:
    """Print a row an author."""
    lines = read_lines()
    vectors = encoder().encode([line.text for line in lines])
    for author, files in AUTHORS.items():
        print(f"{author:<40} {judge(lines, vectors, files)}")


if __name__ == "__main__":
    main()

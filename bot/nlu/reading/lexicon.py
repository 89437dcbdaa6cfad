"""Load the word lists of the symptom reader and compile them into one pattern index."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.nlu.reading.patterns import Compiler, Pattern, PatternIndex
from bot.nlu.reading.spelling import Speller
from bot.nlu.reading.wordsets import read_yaml

SLOT_FILES = "symptoms_*.yml"
PATTERN_KEYS = (
    "yes",
    "no",
    "ignore",
    "topic",
    "can",
    "doing_yes",
    "doing_no",
    "weak_yes",
    "alone_yes",
    "alone_no",
    "fast",
    "slow",
)


@dataclass(frozen=True)
class SlotRule:
    """How a slot is read: its kind (state, event, topic, ability, pace) and which body parts it accepts."""

    kind: str
    any_part: bool


@dataclass(frozen=True)
class Lexicon:
    """Everything the reader knows: slot rules, the pattern index, the speller and the closed vocabulary."""

    rules: dict[str, SlotRule]
    index: PatternIndex
    speller: Speller
    words: frozenset[str]
    adjectives: frozenset[str]


def _regular(verb: str) -> set[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    third = verb + ("es" if verb.endswith(("s", "x", "ch", "sh")) else "s")
    made = {verb, third, stem + "ed", stem + "ing"}
    if verb[-1] not in "aeiouwy" and verb[-2] in "aeiou":
        made |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    if verb.endswith("y"):
        made |= {verb[:-1] + "ies", verb[:-1] + "ied"}
    return made


def word_forms(data: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Return every head word with all its forms, from the regular and irregular lists."""
    forms: dict[str, set[str]] = {}
    for verb in (word for row in data["regular"] for word in row):
        forms.setdefault(verb, set()).update(_regular(verb))
    for head, more in data["irregular"].items():
        forms.setdefault(head, {head}).update(more)
    return {head: frozenset(words) for head, words in forms.items()}


def _sources(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(folder.glob(SLOT_FILES)):
        for slot, rule in read_yaml(path).items():
            for key in PATTERN_KEYS:
                yield f"{slot}.{key}", rule.get(key, [])
    for sign, rule in read_yaml(folder / "signs.yml").items():
        yield f"sign_{sign}.yes", rule["yes"]
        yield f"sign_{sign}.ignore", rule.get("ignore", [])
    for slot, values in read_yaml(folder / "choices.yml").items():
        for value, sources in values.items():
            yield f"{slot}.{value}", sources
    for name in ("cues", "verdicts", "people"):
        for key, sources in read_yaml(folder / f"{name}.yml").items():
            yield f"{name}.{key}", sources


def load_lexicon(folder: Path) -> Lexicon:
    """Read all word lists in `folder`; raises ValueError naming the file or pattern at fault."""
    forms_data = read_yaml(folder / "forms.yml")
    forms = word_forms(forms_data)
    compiler = Compiler(read_yaml(folder / "groups.yml"), forms)
    patterns: list[Pattern] = []
    for key, sources in _sources(folder):
        patterns.extend(compiler.compile(key, source) for source in sources)
    rules: dict[str, SlotRule] = {}
    for path in sorted(folder.glob(SLOT_FILES)):
        for slot, rule in read_yaml(path).items():
            free = any(rule.get(flag) == "true" for flag in ("any_part", "own_parts", "no_part"))
            rules[slot] = SlotRule(rule["kind"], free)
    spelling = read_yaml(folder / "spelling.yml")
    words = set(compiler.words).union(*forms.values())
    targets = {form for word in spelling["mend"] for form in forms.get(word, frozenset({word}))}
    known = words | set(spelling["real_words"])
    return Lexicon(
        rules=rules,
        index=PatternIndex(patterns),
        speller=Speller(targets, known, spelling["slips"]),
        words=frozenset(words),
        adjectives=frozenset(forms_data["adjectives"]),
    )

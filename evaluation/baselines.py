"""Two simple readers over the same word lists, to see what the assistant's understanding adds.

Keyword matching: a word of the lists anywhere in the message is a yes. NegEx: the same, turned round by a negation
whose scope it stands in; by the package negspacy with its clinical English terms, where that is installed. Neither
knows doubt, time or person, nor the exceptions of the lists ("popped round to the shop"). Ages and durations are read
by rules, not by words, so that neither finds them.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.nlu.reading.lexicon import Lexicon, load_lexicon
from bot.nlu.reading.text import Token, tokenize
from knowledge.levels import judge
from knowledge.slots import CHOICES, NO, SIGNS, SYMPTOMS, YES

NEGEX = "negspacy"
# Lists of a slot by what their words say. "can" holds words for an ability: its denial is the symptom of a `cannot_`.
SAY_YES = frozenset({"yes", "weak_yes", "alone_yes", "doing_yes", "topic"})
SAY_NO = frozenset({"no", "alone_no", "doing_no"})
SIGN = "sign_"
PACE = "swelling_pace"
OPPOSITE = {YES: NO, NO: YES}


@dataclass(frozen=True)
class Mention:
    """A word of the lists in a message: what it says by itself, and where it stands (character offsets)."""

    slot: str  # or "sign"
    value: str
    start: int
    end: int


def meaning(key: str, denied: bool | None) -> tuple[str, str] | None:
    """Return the slot (or "sign") and value that a list's words stand for; None where they say nothing.

    Args:
        key: the list, as "slot.list".
        denied: whether the words are negated; None for a reader that does not look.
    """
    slot, kind = key.split(".", 1)
    if slot.startswith(SIGN):
        sign = slot[len(SIGN) :]
        return ("sign", sign) if kind == "yes" and sign in SIGNS and not denied else None
    if slot in CHOICES:
        return (slot, kind) if kind in CHOICES[slot] and not denied else None
    if slot == PACE:
        value = {"fast": YES, "slow": NO}.get(kind)
        slot = "swelling_fast"
    elif kind == "can" and slot != "can_bear_weight" and denied is not None:
        value = NO
    else:
        value = YES if kind in SAY_YES or kind == "can" else NO if kind in SAY_NO else None
    if value is None or slot not in SYMPTOMS:
        return None
    return slot, OPPOSITE[value] if denied else value


class WordLists:
    """The symptom reader's word lists, found without its rules."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        """Compile the lists."""
        from bot.nlu.symptoms import LEXICON_DIR

        self._lexicon = lexicon or load_lexicon(LEXICON_DIR)

    def found(self, text: str) -> list[tuple[str, int, int]]:
        """Return the list and the characters of every wording in `text`."""
        tokens: list[Token] = tokenize(text, 0, self._lexicon.speller.correct)
        matches = self._lexicon.index.find([token.norm for token in tokens])
        return [(match.key, tokens[match.start].start, tokens[match.end - 1].end) for match in matches]


def together(mentions: Iterable[Mention]) -> tuple[dict[str, str], list[str]]:
    """Return slot -> value, the last mention counting, and the signs; the outer side is a tight outer side too."""
    values: dict[str, str] = {}
    signs: dict[str, None] = {}
    for one in sorted(mentions, key=lambda mention: (mention.start, mention.end)):
        if one.slot == "sign":
            signs[one.value] = None
        else:
            values[one.slot] = one.value
    if values.get("location") == "outer":
        values.setdefault("outer_tightness", YES)
    return values, list(signs)


class Keywords:
    """Keyword matching: found is yes; a list of words for no counts only where no word for yes stands."""

    name = "keywords"

    def __init__(self, lists: WordLists) -> None:
        """Take the word lists."""
        self._lists = lists

    def values(self, text: str) -> Mapping[str, str]:
        """Return slot -> value, without the slots not spoken of."""
        return self._read(text)[0]

    def level(self, text: str) -> str:
        """Return the level of care that the rules give to what was found."""
        return judge(*self._read(text)).level

    def _read(self, text: str) -> tuple[dict[str, str], list[str]]:
        told = [(meaning(key, None), start, end) for key, start, end in self._lists.found(text)]
        mentions = [Mention(*said, start, end) for said, start, end in told if said is not None]
        values, signs = together(mentions)
        yes = {one.slot: YES for one in mentions if one.value == YES and one.slot in SYMPTOMS}
        return {**values, **yes}, signs


class NegEx:
    """The same words with negspacy's scope of negation; the last mention counts."""

    name = "keywords with NegEx (negspacy)"

    def __init__(self, lists: WordLists) -> None:
        """Set the pipeline up; raises ImportError where negspacy is not installed."""
        import spacy

        importlib.import_module(f"{NEGEX}.negation")  # registers the component "negex" with spaCy
        self._lists = lists
        self._nlp: Any = spacy.blank("en")
        self._nlp.add_pipe("sentencizer")
        self._negex: Any = self._nlp.create_pipe("negex")

    @staticmethod
    def is_there() -> bool:
        """Tell whether negspacy is installed."""
        return importlib.util.find_spec(NEGEX) is not None

    def values(self, text: str) -> Mapping[str, str]:
        """Return slot -> value, without the slots not spoken of."""
        return self._read(text)[0]

    def level(self, text: str) -> str:
        """Return the level of care that the rules give to what was found."""
        return judge(*self._read(text)).level

    def _read(self, text: str) -> tuple[dict[str, str], list[str]]:
        from spacy.util import filter_spans

        doc = self._nlp(text)
        by_slot: dict[str, list[Any]] = {}
        for key, start, end in self._lists.found(text):
            span = doc.char_span(start, end, label=key, alignment_mode="expand")
            if span is not None and meaning(key, False) is not None:
                by_slot.setdefault(key.split(".", 1)[0], []).append(span)
        mentions = []
        for spans in by_slot.values():
            # spaCy's entities do not overlap, the words of different slots do: one slot at a time.
            doc.ents = filter_spans(spans)
            for entity in self._negex(doc).ents:
                said = meaning(entity.label_, bool(entity._.negex))
                if said is not None:
                    mentions.append(Mention(*said, entity.start_char, entity.end_char))
        return together(mentions)

"""Read symptoms, with their polarity, out of what a runner writes."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.nlu.reading.assemble import assemble
from bot.nlu.reading.findings import Raw
from bot.nlu.reading.lexicon import Lexicon, load_lexicon
from bot.nlu.reading.scene import Scene
from bot.nlu.reading.text import Token, tokenize, windows, without_repeats, without_stutter

LEXICON_DIR = Path(__file__).parent / "lexicon"
UNKNOWN_WORD = "_"
MAX_TOKENS = 600
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """One thing the text says: a slot (or "sign"), its value, where it stands and why it was read so."""

    slot: str
    value: str
    start: int
    end: int
    reason: str


class LexiconTokenizer:
    """spaCy tokenizer over our tokens; a word outside the lexicon becomes "_" so that the vocabulary stays closed."""

    def __init__(self, vocab: Vocab, lexicon: Lexicon) -> None:
        """Share the vocabulary of the pipeline and the word lists."""
        self._vocab = vocab
        self._lexicon = lexicon

    def __call__(self, text: str) -> Doc:
        """Return the tokens of `text`; `doc.user_data["tokens"]` holds them with their character spans."""
        tokens: list[Token] = []
        for offset, part in windows(text):
            tokens.extend(tokenize(part, offset, self._lexicon.speller.correct))
        tokens = without_repeats(without_stutter(tokens))[:MAX_TOKENS]
        known = self._lexicon.words
        doc = Doc(self._vocab, words=[t.norm if t.norm in known else UNKNOWN_WORD for t in tokens])
        doc.user_data["tokens"] = tokens
        return doc


class SymptomMatcher:
    """spaCy component that lays out the clauses and finds the lexicon's patterns in a Doc."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the compiled word lists."""
        self._lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Store the `Scene` of the text in `doc.user_data["scene"]`."""
        tokens: list[Token] = doc.user_data["tokens"]
        matches = self._lexicon.index.find([token.norm for token in tokens])
        doc.user_data["scene"] = Scene(tokens, matches, self._lexicon.adjectives)
        return doc


class SymptomReader:
    """Finds symptoms, choices and danger signs in one message. Safe for any string; share one per process."""

    def __init__(self, lexicon_dir: Path = LEXICON_DIR) -> None:
        """Load and compile the word lists; raises ValueError naming the list at fault."""
        self._lexicon = load_lexicon(lexicon_dir)
        self._nlp = spacy.blank("en")
        self._nlp.tokenizer = LexiconTokenizer(self._nlp.vocab, self._lexicon)
        self._match = SymptomMatcher(self._lexicon)

    def read(self, text: str) -> list[Finding]:
        """Return at most one finding per slot ("sign" once per value), by place; spans are character offsets."""
        if not text or not text.strip():
            return []
        try:
            doc = self._match(self._nlp.make_doc(text))
            raws = assemble(doc.user_data["scene"], self._lexicon.rules)
        except (ValueError, IndexError, KeyError, TypeError, RecursionError):
            # A runner must get an answer even when one odd message trips the reader.
            _log.exception("could not read the symptoms of a message of %d characters", len(text))
            return []
        tokens: list[Token] = doc.user_data["tokens"]
        return [self._finding(raw, tokens) for raw in raws]

    def words(self, text: str) -> list[str]:
        """Return the words of `text` as the patterns see them: spelt out, corrected, in small letters."""
        return [token.norm for token in self._nlp.make_doc(text).user_data["tokens"]]

    @staticmethod
    def _finding(raw: Raw, tokens: list[Token]) -> Finding:
        return Finding(raw.slot, raw.value, tokens[raw.start].start, tokens[raw.end - 1].end, raw.reason)


@lru_cache(maxsize=1)
def shared_reader() -> SymptomReader:
    """Return the reader of this process, loaded on first use."""
    return SymptomReader()

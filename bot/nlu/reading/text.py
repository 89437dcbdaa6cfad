"""Turn raw text into small, lower-case tokens that remember where they stood."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

MAX_HEAD = 1000
MAX_TAIL = 600
REPEATS_FROM = 120
MAX_REPEATS = 2

_PIECES = re.compile(
    r"w/o\b|(?P<word>[^\W\d_]+(?:['\u2019`\u00b4\u02bc][^\W\d_]+)*)|(?P<num>\d+(?:[.,]\d+)?)|(?P<line>[\r\n]+)|\S",
    re.IGNORECASE,
)
_QUOTES = str.maketrans("\u2019`\u00b4\u02bc", "''''")
_IS_HOSTS = frozenset(
    [
        "it",
        "that",
        "he",
        "she",
        "there",
        "here",
        "what",
        "who",
        "how",
        "where",
        "when",
        "this",
        "everything",
        "nothing",
        "mine",
        "why",
    ]
)
_SPLIT = {
    "dont": "do not",
    "didnt": "did not",
    "doesnt": "does not",
    "isnt": "is not",
    "wasnt": "was not",
    "cant": "can not",
    "wont": "will not",
    "hasnt": "has not",
    "havent": "have not",
    "hadnt": "had not",
    "couldnt": "could not",
    "wouldnt": "would not",
    "arent": "are not",
    "aint": "is not",
    "werent": "were not",
    "cannot": "can not",
    "can't": "can not",
    "won't": "will not",
    "ain't": "is not",
    "shan't": "shall not",
    "its": "it is",
    "im": "i am",
    "ive": "i have",
    "hes": "he is",
    "shes": "she is",
    "thats": "that is",
    "theres": "there is",
    "gonna": "going to",
    "dunno": "do not know",
    "idk": "i do not know",
    "kinda": "kind of",
    "sorta": "sort of",
    "cos": "because",
    "coz": "because",
    "cuz": "because",
    "'cause": "because",
    "bc": "because",
    "tho": "though",
    "altho": "although",
    "w/o": "without",
    "nae": "not",
    "shouldnt": "should not",
    "u": "you",
    "ur": "your",
    "&": "and",
    "+": "and",
    "whats": "what is",
    "hows": "how is",
    "didn": "did not",
    "couldn": "could not",
    "doesn": "does not",
    "y'know": "you know",
    "gotta": "got to",
    "wanna": "want to",
    "abit": "a bit",
    "alot": "a lot",
    "upstairs": "upstairs",
    "atall": "at all",
    "noone": "no one",
}
_SUFFIX = {"'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}
_HESITATIONS = frozenset({"um", "umm", "ummm", "uh", "uhh", "uhm", "erm", "er", "err", "hm", "hmm", "mm", "ah", "eh"})
_MEANT_TWICE = frozenset({"so", "very", "really", "knock", "half"})
LONGEST_STUTTER = 4
_DROPPED = frozenset("/_*\"'()[]{}<>~#\\|")
_DASHES = frozenset("-\u2013\u2014")
_ENDS = frozenset(".!?;\u2026\u2022\u061f\u3002")


@dataclass(frozen=True)
class Token:
    """One word or mark: its normal form and its character span in the raw text."""

    norm: str
    start: int
    end: int


def windows(text: str) -> list[tuple[int, str]]:
    """Return the parts of the text that are read, each with its offset: long texts give their head and tail."""
    if len(text) <= MAX_HEAD + MAX_TAIL:
        return [(0, text)]
    return [(0, text[:MAX_HEAD]), (len(text) - MAX_TAIL, text[-MAX_TAIL:])]


def without_repeats(tokens: list[Token]) -> list[Token]:
    """Drop word triples that a long text says over and over: they add time, not sense."""
    if len(tokens) <= REPEATS_FROM:
        return tokens
    seen: Counter[tuple[str, ...]] = Counter()
    kept: list[Token] = []
    for i, token in enumerate(tokens):
        triple = tuple(t.norm for t in tokens[i : i + 3])
        seen[triple] += 1
        if seen[triple] <= MAX_REPEATS or i >= len(tokens) - 3:
            kept.append(token)
    return kept


def without_stutter(tokens: list[Token]) -> list[Token]:
    """Drop what a speaker says twice in a row ("I was I was", "no no swelling") and sounds of hesitation."""
    kept: list[Token] = []
    for token in tokens:
        if token.norm in _HESITATIONS:
            continue
        kept.append(token)
        for size in range(LONGEST_STUTTER, 0, -1):
            last = [t.norm for t in kept[-size:]]
            if len(kept) < 2 * size or last != [t.norm for t in kept[-2 * size : -size]]:
                continue
            if all(word.isalpha() for word in last) and last[0] not in _MEANT_TWICE:
                del kept[-size:]
                break
    return kept


def _expand(word: str) -> list[str]:
    if word in _SPLIT:
        return _SPLIT[word].split()
    if word.endswith("n't") and len(word) > 3:
        return [word[:-3], "not"]
    for suffix, full in _SUFFIX.items():
        if word.endswith(suffix) and len(word) > len(suffix):
            return [word[: -len(suffix)], full]
    if word.endswith("'s") and len(word) > 2:
        host = word[:-2]
        return [host, "is"] if host in _IS_HOSTS else [host, "'s"]
    return [word]


def tokenize(text: str, offset: int, correct: Callable[[str], str]) -> list[Token]:
    """Split text into tokens; contractions become several tokens with one span, misspellings are mended."""
    tokens: list[Token] = []
    for piece in _PIECES.finditer(text):
        raw = piece.group().lower().translate(_QUOTES)
        if piece.group("word") or raw in _SPLIT:
            norms = [bit for part in _expand(raw) for bit in correct(part).split()]
        elif piece.group("num"):
            norms = [raw.replace(",", ".")]
        else:
            norms = _mark(raw, text, piece)
        tokens.extend(Token(norm, piece.start() + offset, piece.end() + offset) for norm in norms)
    return tokens


def _mark(raw: str, text: str, piece: re.Match[str]) -> list[str]:
    """Return the token a mark stands for: a sentence end, a pause ("--"), itself, or nothing."""
    if piece.group("line"):
        return ["."]
    if raw in _DASHES:
        around = text[max(0, piece.start() - 1) : piece.start()] + text[piece.end() : piece.end() + 1]
        return ["--"] if raw == "\u2014" or any(c.isspace() for c in around) else []
    if raw in _ENDS:
        return ["?" if raw == "\u061f" else raw if raw in "?!;" else "."]
    if raw in _DROPPED or not raw.isprintable():
        return []
    if raw.isascii():
        return [raw]
    return ["--"] if "\u2190" <= raw <= "\u2bff" or raw >= "\U0001f000" else []

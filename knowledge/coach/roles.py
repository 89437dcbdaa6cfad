"""What each number, day and counting word of a message is: a small linear model, learnt by `knowledge.coach.learning`.

It looks at the words around a mark, at its kind and size, at what was asked for and at what the mark before it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from knowledge.coach.marks import WEEKDAY, Mark

FILE = Path(__file__).resolve().parent / "roles.npz"
SHOE_NAMES = FILE.with_name("shoe_names.yml")
OTHER, DUE, BOUGHT, PAIN, SPELL = "other", "due", "bought", "pain", "spell"
NOW, BEFORE, GOAL, SHOES, RUN = "now", "before", "goal", "shoes", "run"
ONE, BOTH = "one", "both"  # counts of steps: of one foot, of both
MORE, LESS, RATIO, INVERSE = "more", "less", "ratio", "inverse"  # this week beside the one before
TIMES_NEXT, TIMES_LAST = "times>", "times<"  # multiplies the distance after it, or before it
RUNS = "*"  # after a week
NOW_RUNS, BEFORE_RUNS = NOW + RUNS, BEFORE + RUNS  # how often the run told before was run in that week
ADDED = "+"  # after a role: added to what was told of it
DISTANCES = frozenset({NOW, BEFORE, GOAL, SHOES, RUN})
_DISTANCES = (NOW, NOW + ADDED, BEFORE, BEFORE + ADDED, GOAL, SHOES, SHOES + ADDED, RUN, RUN + ADDED, MORE, LESS)
_MANY = (TIMES_NEXT, TIMES_LAST)
_RUNS = (NOW_RUNS, BEFORE_RUNS)
_UNTOLD = (OTHER, *_MANY)  # roles that tell nothing by themselves
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "distance": (*_DISTANCES, OTHER),
    "number": (*_DISTANCES, *_MANY, *_RUNS, PAIN, ONE, ONE + ADDED, BOTH, OTHER),
    "score": (PAIN, OTHER),
    "steps": (ONE, ONE + ADDED, BOTH, MORE, LESS, OTHER),
    "seconds": (SPELL, OTHER),
    "days": (DUE, BOUGHT, *_MANY, *_RUNS, OTHER),
    "day": (DUE, BOUGHT, OTHER),
    "times": (*_MANY, *_RUNS, OTHER),
    "ratio": (RATIO, INVERSE, OTHER),
    "share": (MORE, LESS, OTHER),
    "naught": (NOW, BEFORE, SHOES, PAIN, OTHER),
}
BANDS = (0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 45, 60, 90, 110, 130, 200, 240, 500, 1500)
BEAM = 8
BEGIN, END = "^", "$"
ALWAYS = "always"
_LIKE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{WEEKDAY}$"), "wday"),
    (re.compile(r"(?:knees?|calf|calves|shins?|hips?|ankles?|achilles|hamstrings?|hammy|heels?|itb?s?|quads?|groin|kneecap|arch|"
                r"tendon|toes?|back|glutes?|plantar|thigh)$"), "body"),
    (re.compile(r"(?:trainers|sneakers|runners|kicks|pair|shoe|daps|racers|flats|spikes)$"), "shoes"),
    (re.compile(r"wks?$|weekly$|wkly$"), "week"),
    (re.compile(r"(?:prev|previous|prior|preceding)$"), "previous"),
    (re.compile(r"(?:cad|cadence)$"), "cadence"),
    (re.compile(r"(?:avg|ave|av|averag\w+)$"), "average"),
    (re.compile(r"(?:lvl|level)$"), "level"),
    (re.compile(r"(?:mon|tues|tue|wed|weds|thur|thurs|thu|fri|sat|sun)$"), "wday"),
    (re.compile(r"(?:about|around|roughly|approximately|approx|maybe|nearly|almost|just|only|like|say|probably|um|uh|er|"
                r"under|over|some|circa|easily|barely|exactly|uhm|erm|ish|perhaps)$"), ""),
)  # fmt: skip
# What a word speaks of, so that the nearest of its kind counts, however many words stand between.
_CUES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:{pattern})$"), name)
    for pattern, name in (
        (r"last|previous|before|ago|earlier|was|from|than|vs?|versus|against", "past"),
        (r"this|now|so|today|current\w*|these|nowadays|tonights?|morning", "present"),
        (r"goals?|targets?|race|racing|aim\w*|event|signed|entered|booked|training|want|chasing|reach|ready", "goal"),
        (r"shoes|bought|wearing|wear|old|new|soles?|tread|box", "shoes"),
        (r"pain\w*|hurt\w*|sore\w*|ach\w+|niggl\w+|body|twing\w+|stiff\w*|scale|troubled|bother\w*", "pain"),
        (r"steps?|cadence|foot|feet|right|left|count\w*|turnover|spm|strides?|metronome", "steps"),
        (r"bike|biked|cycl\w+|swim|swam|walk\w*|row\w*|elliptical|hr|heart|pulse|pace|lift|floors?|stairs", "apart"),
        (r"total\w*|altogether|all|makes?|making|sum|overall|equals?|combined", "total"),
        (r"each|every|per|apiece|times|laps?|reps?", "many"),
        (r"usual\w*|normal\w*|average|most|typical\w*|steady|routine|ordinary", "usual"),
        (r"ran|run|runs|jog\w*|did|went|session|tempo|easy|parkrun", "ran"),
    )
)  # fmt: skip
# Whose figure it is: the runner's own, somebody else's, or what was planned.
_WHOSE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:{pattern})$"), name)
    for pattern, name in (
        (r"i|im|i'm|i've|ive|i'd|my|me|mine|we|i'll", "own"),
        (r"he|she|he's|she's|his|hers?|him|they|they're|their|mates?|wife|husband|daughters?|sons?|sisters?|brothers?"
         r"|friends?|mum|dad|neighbours?|neighbors?|colleagues?|partner|cousin|everyone|others|people|kids?|boys?|girls?",
         "others"),
        (r"plan|plans|planned|books?|app|says|said|wants|wanted|asked|called|calls|recommends|physio|coach|reddit"
         r"|magazines?|limit|rule|should|schedule|supposed|allow", "planned"),
    )
)  # fmt: skip
_WORD = re.compile(r"[\w'’]+|[,.;:!?()/+=@&~-]")


@dataclass(frozen=True)
class Model:
    """Weights by feature and role."""

    roles: tuple[str, ...]
    places: Mapping[str, int]
    weights: npt.NDArray[np.float32]

    def scores(self, features: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return how well each role fits, one number a role."""
        rows = [place for one in features if (place := self.places.get(one)) is not None]
        scores: npt.NDArray[np.float32] = self.weights[rows].sum(axis=0)
        return scores


def read_model(path: Path) -> Model:
    """Read a model that `knowledge.coach.learning` has kept."""
    with np.load(path) as stored:
        names = str(stored["features"]).split("\n")
        weights = stored["weights"].astype(np.float32) * stored["scale"]
        return Model(tuple(str(stored["roles"]).split("\n")), {name: n for n, name in enumerate(names)}, weights)


@lru_cache(maxsize=1)
def model() -> Model:
    """Return the learnt model, read once."""
    return read_model(FILE)


def ranked(
    words: str, marks: Sequence[Mark], asked: str, of: Model, beside: Sequence[Mapping[str, float]] = ()
) -> list[tuple[float, tuple[str, ...]]]:
    """Return sequences of roles with their log probabilities, the best first.

    Args:
        words: the message in plain words.
        marks: the marks in it.
        asked: what was asked for, else the part of the coach that the message goes to.
        of: the linear model.
        beside: what else speaks for each role of each mark, in log probability; it is added.
    """
    base = features_of(words, marks, asked)
    between = gaps(words, marks)
    ways: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for number, mark in enumerate(marks):
        fixed = of.scores(base[number])
        allowed = [n for n, role in enumerate(of.roles) if role in ALLOWED[mark.kind]]
        found = []
        known: dict[tuple[str, ...], npt.NDArray[np.float32]] = {}  # ways that differ long before are alike here
        for total, roles in ways:
            told = (*roles[-1:], *sorted({*roles}), next((one for one in reversed(roles) if one not in _UNTOLD), ""))
            if told not in known:
                scores = (fixed + of.scores(after(roles, mark, between[number])))[allowed]
                scores = scores - scores.max()
                known[told] = scores - np.log(np.exp(scores).sum())
                if beside:
                    logs = [beside[number][of.roles[n]] for n in allowed]
                    known[told] += np.array(logs, dtype=np.float32)
            scores = known[told]
            found += [(total + float(score), (*roles, of.roles[n])) for score, n in zip(scores, allowed, strict=True)]
        ways = sorted(found, key=lambda way: -way[0])[:BEAM]
    return ways


def after(roles: Sequence[str], mark: Mark, gap: str) -> list[str]:
    """Return the features of what was told before a mark."""
    last = roles[-1] if roles else BEGIN
    told = next((role for role in reversed(roles) if role not in _UNTOLD), BEGIN)
    return [
        f"r={last}|{mark.kind}", f"r={last}|{gap}", f"t={told}|{mark.kind}", f"t={told}|{gap}",
        *(f"had={role.rstrip(ADDED)}|{mark.kind}" for role in set(roles)),
    ]  # fmt: skip


def gaps(words: str, marks: Sequence[Mark]) -> list[str]:
    """Return the words between each mark and the one before it, cut to three."""
    ends = [0, *(one.end for one in marks)]
    return [" ".join(_tokens(words[end : one.start])[-3:]) for end, one in zip(ends, marks, strict=False)]


def _tokens(words: str) -> list[str]:
    return list(filter(None, map(_name, _WORD.findall(words))))


@lru_cache(maxsize=4096)
def _name(word: str) -> str:
    """Return a word as those like it are called; empty where it makes no difference."""
    bare = re.sub("['’]", "", word)
    if bare.rstrip("s") in shoe_names():
        return "shoes"
    return next((name for pattern, name in _LIKE if pattern.match(bare)), bare)


@lru_cache(maxsize=1)
def shoe_names() -> frozenset[str]:
    """Return the makers and models of shoes in one word, without an ending "s"."""
    names = yaml.safe_load(SHOE_NAMES.read_text(encoding="utf-8"))
    return frozenset({*names["makers"], *names["models"]} - {"mach", "ghost", "triumph", "hurricane", "endorphin"})


def tokens_of(words: str, marks: Sequence[Mark]) -> tuple[list[str], list[int]]:
    """Return the words with the names of marks in their places, and which of them the marks are."""
    tokens: list[str] = []
    places: list[int] = []
    end = 0
    for one in marks:
        tokens += _tokens(words[end : one.start])
        places.append(len(tokens))
        tokens.append(one.name or words[one.start : one.end].replace(" ", "_"))
        end = one.end
    return tokens + _tokens(words[end:]), places


def _band(value: float) -> str:
    return str(next((n for n, most in enumerate(BANDS) if value <= most), len(BANDS)))


def features_of(words: str, marks: Sequence[Mark], asked: str) -> list[list[str]]:
    """Return the features of each mark that do not depend on the roles of others."""
    tokens, places = tokens_of(words, marks)
    padded = [BEGIN] * 4 + tokens + [END] * 4
    kinds = [one.kind for one in marks]
    shape = " ".join(kinds[:5])
    whole = {token for token in tokens if token.isalpha() and len(token) > 2}
    numeric = [one for one in marks if one.kind in ("number", "distance", "steps", "score")]
    found = []
    for number, (one, place) in enumerate(zip(marks, places, strict=True)):
        at = place + 4
        left, right = padded[:at][::-1], padded[at + 1 :]
        kind, band = one.kind, _band(one.said)
        before = kinds[number - 1] if number else BEGIN
        following = kinds[number + 1] if number + 1 < len(kinds) else END
        measured = any(other.kind == "distance" for other in marks[:number])
        same = [other for other in marks if other.kind == kind]
        largest = bool(numeric) and one.said == max(other.said for other in numeric)
        smallest = bool(numeric) and one.said == min(other.said for other in numeric)
        rows = [
            ALWAYS, f"k={kind}", f"k={kind}|a={asked}", f"k={kind}|b={band}", f"k={kind}|b={band}|a={asked}",
            f"u={one.unit}|{kind}", f"u={one.unit}|a={asked}", f"w={one.wide}|{kind}", f"f={one.said % 1 > 0}|{kind}",
            f"n={number}|{kind}|a={asked}", f"n={len(same)}|{kind}|a={asked}", f"s={shape}|{number}",
            f"s={shape}|{number}|a={asked}",
            f"p={before}|{kind}|a={asked}", f"q={following}|{kind}|a={asked}", f"pq={before}|{kind}|{following}",
            f"d={measured}|{kind}|a={asked}",
            f"x={largest}|{smallest}|{kind}|a={asked}", f"last={number == len(marks) - 1}|{kind}|a={asked}",
            f"l1={left[0]}", f"l2={left[1]}", f"l1={left[0]}|{kind}", f"l12={left[1]} {left[0]}", f"l3={left[2]}",
            f"l123={left[2]} {left[1]} {left[0]}", f"r1={right[0]}", f"r2={right[1]}", f"r1={right[0]}|{kind}",
            f"r12={right[0]} {right[1]}", f"r3={right[2]}", f"r123={right[0]} {right[1]} {right[2]}",
            f"lr={left[0]}|{right[0]}", f"l1={left[0]}|a={asked}|{kind}", f"r1={right[0]}|a={asked}|{kind}",
            f"l1={left[0]}|b={band}", f"r1={right[0]}|b={band}",
        ]  # fmt: skip
        rows += _near("L", left[:7], kind) + _near("R", right[:7], kind)
        rows += _cued("cl", left, kind) + _cued("cr", right, kind)
        rows += _owned(left, right, kind)
        rows += [f"m={token}|{kind}" for token in whole]
        found.append(rows)
    return found


@lru_cache(maxsize=4096)
def _cue(token: str) -> str:
    return next((name for pattern, name in _CUES if pattern.match(token)), "")


def _cued(side: str, tokens: Sequence[str], kind: str) -> list[str]:
    """Return what the nearest two words of `_CUES` on one side speak of, and the nearest in the sentence."""
    near = list(dict.fromkeys(filter(None, map(_cue, tokens))))[:2]
    ends = next((n for n, token in enumerate(tokens) if token in (".", ";", "!", "?", END, BEGIN)), len(tokens))
    own = next(filter(None, map(_cue, tokens[:ends])), "")
    return [f"{side}1={near[0] if near else ''}|{kind}", f"{side}={' '.join(near)}|{kind}", f"{side}s={own}|{kind}"]


@lru_cache(maxsize=4096)
def _whose(token: str) -> str:
    return next((name for pattern, name in _WHOSE if pattern.match(token)), "")


def _owned(left: Sequence[str], right: Sequence[str], kind: str) -> list[str]:
    """Return whose figure it may be: by the nearest word before it in its clause, and right after it."""
    clause = next((n for n, token in enumerate(left) if token in (",", ".", ";", "!", "?", "but", "and", BEGIN)), 9)
    names = [name for token in left[:clause] if (name := _whose(token))]
    wider = next((name for token in left if (name := _whose(token))), "")
    then = next((name for token in right[:4] if (name := _whose(token))), "")
    own = names[0] if names else ""
    return [f"o={own}|{kind}", f"oo={' '.join(names[:2])}|{kind}", f"ow={wider}|{kind}", f"or={then}|{kind}|{own}"]


def _near(side: str, tokens: Sequence[str], kind: str) -> list[str]:
    """Return the words of one side, those of the same clause told apart, up to the next mark told apart too."""
    rows, clause, alone = [], True, True
    for token in tokens:
        if token in (",", ".", ";", "!", "?", "(", ")", "and", "but"):
            clause = False
        elif token.startswith("q") and token[1:] in ("dist", "num", "steps", "score"):
            alone = False
        rows.append(f"{side}={token}|{kind}")
        if alone:
            rows.append(f"{side}o={token}|{kind}")
        if clause:
            rows.append(f"{side}c={token}")
    return rows

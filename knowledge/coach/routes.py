"""Which part of the coach a message tells something, if any: a linear model, learnt by `knowledge.coach.learning`.

Where the message has a figure, the network (`context/`) has as much to say as the linear model; most have none, and
cost next to nothing. Light enough for the Rasa server. What is asked of the coach in so many words is recognised by
`wishes.yml`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from knowledge.coach.context.labels import NONE, PARTS
from knowledge.coach.context.reader import routes_in_context
from knowledge.coach.marks import Mark, marks_of
from knowledge.coach.roles import ALWAYS, BANDS, BEGIN, END, Model, read_model, tokens_of

FILE = Path(__file__).resolve().parent / "routes.npz"
LEAST, LEAST_ASKED = 0.12, 0.05  # chance of being for the coach at all, unasked and asked
# Which part asks for what; what is said next is the likelier for it by so much.
ASKING = {"cadence": "cadence", "weekly": "mileage", "before": "mileage", "goal": "mileage", "bought": "shoes",
          "run": "check_in"}  # fmt: skip
LIKELIER = 3.0
# "Who won the marathon last year?" asks for a fact and tells nothing of the runner, whatever figures stand in it.
FOR_A_FACT = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|hi|hello|hey|btw|quick question|just wondering)\W+)*"
    r"(?:who\b|(?:what|when|where|which)(?:['’]?s| is| was| are| were)\b)(?! next\b)[^.!?;\n]*[?!.\s]*$",
    re.IGNORECASE,
)
OWN = re.compile(r"\b(?:i|i['’]?(?:m|ve|d|ll)|my|me|mine|we|our|us|myself)\b", re.IGNORECASE)
RAREST = 1e-7  # chance of a route, for its logarithm


def route_features(text: str, asked: str) -> list[str]:
    """Return what the route of a message is learnt from."""
    words, marks = marks_of(text)
    tokens, _ = tokens_of(words, marks)
    line = [BEGIN, *(token for token in tokens if token not in (",", ".", "!", ";", ":", "~")), END]
    found = {ALWAYS} | {f"w={token}" for token in line}
    found |= {f"b={one} {two}" for one, two in pairwise(line)}
    found |= {f"t={a} {b} {c}" for a, b, c in zip(line, line[1:], line[2:], strict=False)}
    found |= {f"g={a} .. {c}" for a, c in zip(line, line[2:], strict=False)}
    figures = [n for n, token in enumerate(line) if token.startswith("q")]
    for n in figures:
        found |= {f"near={line[n]}|{token}" for token in line[max(0, n - 5) : n + 6] if token != line[n]}
    kinds = [one.kind for one in marks]
    found.add(f"kinds={' '.join(sorted(set(kinds)))}")
    found.add(f"seq={' '.join(kinds[:4])}")
    found |= {f"kb={one.kind}|{_band(one)}" for one in marks}
    found |= {f"n={kinds.count(kind)}|{kind}" for kind in set(kinds)}
    found.add(f"len={min(len(line) // 5, 8)}")
    if not kinds:
        found.add("bare")
    if "?" in text or (
        line[1:2] and line[1] in ("what", "how", "why", "is", "are", "can", "should", "do", "does", "will")
    ):
        found.add("question")
    if asked:
        found |= {f"a={asked}", f"a={asked}|seq={' '.join(kinds[:3])}", f"a={asked}|len={min(len(line) // 5, 8)}"}
        found |= {f"a={asked}|w={token}" for token in line}
    return sorted(found)


def _band(one: Mark) -> int:
    return next((n for n, most in enumerate(BANDS) if one.said <= most), len(BANDS))


def route(text: str, asked: str, of: Model | None = None) -> str:
    """Return the part of the coach that a message goes to; NONE where it goes to none.

    Args:
        text: the message.
        asked: what the coach has asked for, empty where it has not; `roles.py` names it.
        of: a linear model that decides alone; None takes the one that was learnt, and the network.
    """
    if not asked and FOR_A_FACT.search(text) and not OWN.search(text):
        return NONE
    linear = of or model()
    scores = linear.scores(route_features(text, asked))
    words, marks = marks_of(text)
    if of is None and marks and (beside := routes_in_context(words, asked)):
        scores = (
            scores - np.logaddexp.reduce(scores) + np.log([max(beside[name], RAREST) for name in linear.roles])
        ) / 2
    shares = np.exp(scores - scores.max())
    chances = dict(zip(linear.roles, (shares / shares.sum()).tolist(), strict=True))
    best = max(PARTS, key=lambda part: float(chances[part]) * (LIKELIER if part == ASKING.get(asked) else 1.0))
    return best if 1 - chances[NONE] >= (LEAST_ASKED if asked else LEAST) else NONE


@lru_cache(maxsize=1)
def model() -> Model:
    """Return the learnt model, read once."""
    return read_model(FILE)

"""Fits the two linear models of the coach's reading, and keeps them small enough to lie beside the code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from knowledge.coach.context.labels import NONE
from knowledge.coach.learning.rows import ASKED, IMPLAUSIBLE, Row
from knowledge.coach.learning.variety import SEED, chatted, together, varied
from knowledge.coach.learning.ways import Lesson, cost
from knowledge.coach.marks import marks_of
from knowledge.coach.roles import ALLOWED, ALWAYS, DUE, GOAL, Model, after, features_of, gaps
from knowledge.coach.routes import route_features

ROUNDS = 3  # of choosing among the ways of a line
STRENGTH, ROUTE_STRENGTH = 2.0, 1.0  # inverse regularisation
FEWEST = 2  # rows that a feature must stand in
LEAST_WEIGHT = 0.03  # smaller ones are not kept
QUIET, ANSWERS, CHATTED = (
    4000,
    2000,
    3000,
)  # messages without a number, and with a question before them, among what is not for it


def fit(rows: Sequence[Sequence[str]], labels: Sequence[str], strength: float) -> Model:
    """Fit a linear model to rows of features."""
    counts = Counter(name for row in rows for name in set(row) if name != ALWAYS)
    places = {name: n for n, name in enumerate(sorted(name for name, count in counts.items() if count >= FEWEST))}
    columns = [sorted(places[name] for name in set(row) if name in places) for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    cells = np.concatenate([np.array(row, dtype=np.int32) for row in columns])
    matrix = csr_matrix((np.ones(len(cells), dtype=np.float32), cells, ends), shape=(len(rows), len(places)))
    trained = LogisticRegression(C=strength, max_iter=500, tol=1e-4).fit(matrix, labels)
    weights = np.vstack([trained.coef_.T, trained.intercept_]).astype(np.float32)
    return Model(tuple(map(str, trained.classes_)), {**places, ALWAYS: len(places)}, weights)


def learn_roles(taught: Sequence[Lesson]) -> Model:
    """Learn the roles of marks, choosing among the ways of a line with what was learnt before."""
    taught = varied(taught)
    base = [features_of(one.words, one.marks, one.context) for one in taught]
    between = [gaps(one.words, one.marks) for one in taught]
    chosen = [one.ways[0] for one in taught]
    for number in range(ROUNDS):
        rows, labels = [], []
        for one, fixed, gap, roles in zip(taught, base, between, chosen, strict=True):
            for n, role in enumerate(roles):
                rows.append([*fixed[n], *after(roles[:n], one.marks[n], gap[n])])
                labels.append(role)
        made = fit(rows, labels, STRENGTH)
        if number + 1 < ROUNDS:
            chosen = [best_way(made, *parts) for parts in zip(taught, base, between, strict=True)]
    return made


def best_way(of: Model, one: Lesson, fixed: Sequence[Sequence[str]], gap: Sequence[str]) -> tuple[str, ...]:
    """Return the likeliest of the ways of a lesson."""
    if len(one.ways) == 1:
        return one.ways[0]
    own = [of.scores(row) for row in fixed]

    def likely(roles: tuple[str, ...]) -> float:
        total = -0.5 * cost(roles)
        for n, role in enumerate(roles):
            if role not in of.roles:
                return -np.inf
            scores = own[n] + of.scores(after(roles[:n], one.marks[n], gap[n]))
            open_ = [of.roles.index(other) for other in ALLOWED[one.marks[n].kind] if other in of.roles]
            top = float(scores[open_].max())
            total += float(scores[of.roles.index(role)]) - top - float(np.log(np.exp(scores[open_] - top).sum()))
        return total

    return max(one.ways, key=likely)


def sent(rows: Sequence[Row], others: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return messages with what was asked before and the part of the coach that each goes to, NONE if to none."""
    dice = Random(SEED)
    asked_for = sorted({*ASKED.values()} - {DUE})
    told = [(row.text, asked_of(row), row.part) for row in rows if row.part]
    told += [  # as if something had been asked
        (row.text, dice.choice(asked_for), row.part)
        for row in rows
        if row.part and not row.asked and IMPLAUSIBLE not in row.want
    ]
    told += [(chatted(row.text, dice), asked_of(row), row.part) for row in rows if row.part]
    told += [(text, "", part) for text, part in together([row for row in rows if row.part], dice)]
    apart = [*others, *(row.text for row in rows if not row.want)]
    loud = [text for text in apart if marks_of(text)[1]]
    quiet = dice.sample([text for text in apart if not marks_of(text)[1]], QUIET)
    told += [(text, dice.choice(asked_for), NONE) for text in dice.sample(apart, ANSWERS)]
    told += [(chatted(text, dice), "", NONE) for text in dice.sample(apart, CHATTED)]
    return told + [(text, "", NONE) for text in (*loud, *quiet)]


def learn_routes(messages: Sequence[tuple[str, str, str]]) -> Model:
    """Learn which part of the coach a message goes to, if any."""
    features = [route_features(text, asked) for text, asked, _ in messages]
    return fit(features, [part for _, _, part in messages], ROUTE_STRENGTH)


def asked_of(row: Row) -> str:
    """Return what had been asked, as the conversation has it."""
    return GOAL if row.asked == "goal_date" else ASKED.get(row.asked, "")  # the day is asked for with the goal


def keep(made: Model, path: Path) -> None:
    """Write a model without its smallest weights, each in one byte."""
    kept = [name for name, place in made.places.items() if np.abs(made.weights[place]).max() >= LEAST_WEIGHT]
    weights = made.weights[[made.places[name] for name in kept]]
    scale = np.float32(np.abs(weights).max() / 127)
    np.savez_compressed(
        path,
        roles=np.array("\n".join(made.roles)),
        features=np.array("\n".join(kept)),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale,
    )

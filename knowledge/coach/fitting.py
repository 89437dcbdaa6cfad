"""How the roles of a message's marks hang together: which readings are odd, though each role by itself is likely."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from knowledge.coach.marks import Mark
from knowledge.coach.quantities import MILE
from knowledge.coach.roles import (
    ADDED,
    BEFORE,
    BEFORE_RUNS,
    BOTH,
    BOUGHT,
    DISTANCES,
    DUE,
    GOAL,
    INVERSE,
    LESS,
    MORE,
    NOW,
    NOW_RUNS,
    ONE,
    OTHER,
    PAIN,
    RATIO,
    RUN,
    SHOES,
    SPELL,
    TIMES_LAST,
    TIMES_NEXT,
)  # fmt: skip

SENTENCE = re.compile(r"[.;!?]| and (?=my|the|got|bought|goal)")
MINUTE = 60.0
IMPOSSIBLE, STRANGE, UNLIKELY, REPEATED, ODD = 20.0, 8.0, 5.0, 1.5, 1.0
AGREED = 3.0  # in favour of a reading whose sum is told too
ONCE = frozenset({NOW, BEFORE, GOAL, SHOES, RUN, PAIN, ONE, BOTH})
TAKEN_BACK = re.compile(
    r"\b(?:no|not|nope|sorry|wait|actually|rather|make|hang|hold|mean|meant|said|so|total|all|call|altogether|equals"
    r"|that's|thats|which|now|again|second|2nd|then|until|but|typo|over|or|it's|its|today|correction|did|yes|yeah)\b|="
)
COMPARING = re.compile(
    r"\b(?:more|less|fewer|up|down|further|farther|extra|longer|shorter|over|under|cut|upped|increas\w+|decreas\w+"
    r"|reduc\w+|add\w*|another|without|except|apart|short|missing|beyond|again|drop\w*|jump\w*|rise|rose|fell|lower|higher|bigger|smaller|plus|minus)\b"
)
ONE_FOOT = re.compile(
    r"\b(?:right|left|1|single|same|each|per)(?: \w+)? (?:foot|feet|footed|side|leg|shoe)\b"
    r"|\b(?:right|left)s\b|\bper (?:foot|leg|side)\b"
)
OF_BOTH = re.compile(r"\b(?:both|feet|spm|per minute|an? minute|cadence|total|steps?|strides?|garmin|watch)\b")
COUNT_OF_RUNS = re.compile(r" ?(?:easy |short |long |separate )?(?:runs|sessions|outings|jogs|goes)\b")
SUM_BEFORE = re.compile(
    r"(?:\b(?:so|mak(?:es?|ing)|call it|that's|thats|in all|totals?|comes to|altogether)|=)(?: \w+){0,2} $"
)
OF_SHOES = re.compile(
    r"\b(?:shoes?|trainers?|sneakers?|runners|pairs?|kicks|bought|hokas?|brooks|asics|nikes?|saucon\w+)\b"
)
OF_A_GOAL = re.compile(
    r"\b(?:goals?|targets?|aim\w*|race|racing|want|training|signed|entered|booked|event|reach|hope|hoping|\w*marathon"
    r"|parkrun|by|10 k|5 k|run the)\b"
)
WENT = re.compile(r"\b(?:went|gone|jumped|moved|bumped|upped|increased|dropped|crept|grown|built)(?: \w+){0,3} from \d")
# What is told in answer to a question, or by who was sent to a part of the coach.
FITTING: Mapping[str, frozenset[str]] = {
    "cadence": frozenset({ONE, BOTH}), "mileage": frozenset({NOW, BEFORE, GOAL}), "shoes": frozenset({BOUGHT, SHOES}),
    "check_in": frozenset({RUN, PAIN}), GOAL: frozenset({GOAL, DUE}), DUE: frozenset({DUE}),
    "weekly": frozenset({NOW, BEFORE}), BEFORE: frozenset({BEFORE, RATIO, INVERSE, MORE, LESS}),
    RUN: frozenset({RUN, PAIN}), BOUGHT: frozenset({BOUGHT, SHOES}),
}  # fmt: skip
# Roles, where they are at home, and the words that name them elsewhere.
NAMED: tuple[tuple[frozenset[str], frozenset[str], re.Pattern[str]], ...] = (
    (
        frozenset({BOUGHT, SHOES}), frozenset({"shoes", BOUGHT}),
        re.compile(r"\b(?:shoes?|trainers?|sneakers?|runners|pairs?|kicks|bought|got|hokas?|brooks|asics|nikes?|saucon\w+)\b"),
    ),
    (
        frozenset({PAIN}), frozenset({RUN, "check_in"}),
        re.compile(
            r"\b(?:pain\w*|hurts?|sore|ache\w*|niggles?|twinges?|out of|knees?|cal(?:f|ves)|shins?|ankles?|hips?)\b"
            r"|/ ?10"
        ),
    ),
    (
        frozenset({ONE, BOTH}), frozenset({"cadence"}),
        re.compile(r"\b(?:cadence|spm|rpm|steps?|strides?|feet|foot|turnover|metronome|beats?|bpm)\b"),
    ),
    (
        frozenset({GOAL, DUE}), frozenset({GOAL, DUE, "mileage", "shoes", "check_in", "cadence"}),
        re.compile(
            r"\b(?:goals?|targets?|aim\w*|race|racing|want|like to|training|signed|entered|booked|event|reach|hop\w+)\b"
        ),
    ),
    (
        frozenset({BEFORE, BEFORE_RUNS}), frozenset({BEFORE}),
        re.compile(
            r"\b(?:last|before|previous|prior|earlier|ago|past|vs?|versus|from|than|compared|against|after|instead|was|double\w*"
            r"|twice|half|same|ditto|other|up|down|percent|preceding|precedent|late|taper\w*)\b|[%>]|\bweeks ~"
        ),
    ),
)  # fmt: skip
TIMES_OF = re.compile(r" ?(?:(?:easy|separate|x|×|\*|times|lots of|runs? of|times a week)? ?)")
MOST_TIMES = 14  # runs of one distance a week
BESIDE = frozenset({MORE, LESS, RATIO, INVERSE})
MOST_PAIN = 10
MOST_RUN = 110  # kilometres
SAME = 0.02  # by which a sum that was told may differ
LEAST_RATE, MOST_RATE = 120, 220  # steps a minute of people who run


def strain(words: str, marks: Sequence[Mark], roles: Sequence[str], asked: str) -> float:
    """Return how much is against roles taken together, in log probability; from IMPOSSIBLE on they tell nothing."""
    told = {role.rstrip(ADDED) for role in roles}
    total = IMPOSSIBLE * (_hanging(roles) + _without_its_like(words, told, asked)) + REPEATED * _repeated(
        words, marks, roles
    )
    if told & {ONE, BOTH} and not _likely_count(marks, roles):
        total += ODD if ONE in told and ONE_FOOT.search(words) else UNLIKELY + REPEATED
    if BOTH in told and ONE not in told and ONE_FOOT.search(words) and not OF_BOTH.search(words):
        total += STRANGE
    if told & {ONE, BOTH}:  # seconds beside a count are those it took, however odd the rate
        total += UNLIKELY * sum(
            mark.kind == "seconds" and role == OTHER for mark, role in zip(marks, roles, strict=True)
        )
    if not told & FITTING.get(asked, told):
        total += UNLIKELY
    total += STRANGE * _out_of_place(words, told, asked) + UNLIKELY * (_uncounted(words, marks, roles))
    total += UNLIKELY * (GOAL in told and bool(WENT.search(words)) and not OF_A_GOAL.search(words))
    if BEFORE in told and not told & {NOW, *BESIDE} and asked != BEFORE:
        total += ODD
    total += UNLIKELY * (_days_elsewhere(words, marks, roles) + _odd_multiples(words, marks, roles))
    total += STRANGE * _runs_for_distances(words, marks, roles)
    total += UNLIKELY * (_counted_list(words, marks, roles) + _summed(words, marks, roles) + _over(marks, roles))
    total -= AGREED * _agreed(marks, roles)
    if told & {DUE, BOUGHT}:  # words for days mostly tell one day together
        total += REPEATED * sum(mark.kind == "day" and role == OTHER for mark, role in zip(marks, roles, strict=True))
    painful = any(role == PAIN and mark.value > MOST_PAIN for mark, role in zip(marks, roles, strict=True))
    nothing = {role for mark, role in zip(marks, roles, strict=True) if not mark.value and mark.kind != "day"}
    total += UNLIKELY * ({NOW, BEFORE} <= nothing)
    far = any(role == RUN and mark.value > MOST_RUN for mark, role in zip(marks, roles, strict=True))
    return total + UNLIKELY * painful + 2 * ODD * far


def _days_elsewhere(words: str, marks: Sequence[Mark], roles: Sequence[str]) -> int:
    """Count days of a goal told in a sentence of shoes, and days of buying in one of a goal."""
    count = 0
    for mark, role in zip(marks, roles, strict=True):
        if role in (DUE, BOUGHT):
            start = max((match.end() for match in SENTENCE.finditer(words, 0, mark.start)), default=0)
            end = SENTENCE.search(words, mark.end)
            said = words[start : end.start() if end else len(words)]
            shoes, goal = bool(OF_SHOES.search(said)), bool(OF_A_GOAL.search(said))
            count += goal and not shoes if role == BOUGHT else shoes and not goal
    return count


def _odd_multiples(words: str, marks: Sequence[Mark], roles: Sequence[str]) -> int:
    """Count goals that are multiplied ("a 10k, and I ran twice"), and parts of a sum that multiply ("8+8+5")."""
    count, last = 0, ""
    for number, (mark, role) in enumerate(zip(marks, roles, strict=True)):
        if role == TIMES_LAST:
            count += last == GOAL
            count += mark.kind == "number" and words[marks[number - 1].end : mark.start].strip() in ("+", "and", ",")
        last = role.rstrip(ADDED) if role.rstrip(ADDED) in DISTANCES else last
    return count


def _hanging(roles: Sequence[str]) -> int:
    """Count what adds to nothing told before, or multiplies nothing."""
    bare = [role.rstrip(ADDED) for role in roles]
    return sum(
        (role.endswith(ADDED) and bare[n] not in bare[:n])
        or (role in (TIMES_LAST, NOW_RUNS, BEFORE_RUNS) and not DISTANCES & {*bare[:n]})
        or (role == TIMES_NEXT and not DISTANCES & {*bare[n + 1 :]})
        for n, role in enumerate(roles)
    )


def _out_of_place(words: str, told: set[str], asked: str) -> int:
    """Count what is told beside what the message is about, without a word that names it."""
    return sum(
        bool(told & roles) and asked not in contexts and not named.search(words) for roles, contexts, named in NAMED
    )


def _uncounted(words: str, marks: Sequence[Mark], roles: Sequence[str]) -> int:
    """Count numbers right before a distance that are not taken for how often it was run: "two 5ks"."""
    return sum(
        one.kind == "number" and one.value <= MOST_TIMES and not one.value % 1 and role != TIMES_NEXT
        and following.kind == "distance" and TIMES_OF.fullmatch(words[one.end : following.start]) is not None
        for one, role, following in zip(marks, roles, marks[1:], strict=False)
    )  # fmt: skip


def _summed(words: str, marks: Sequence[Mark], roles: Sequence[str]) -> int:
    """Count sums that are told but taken for a further part of themselves, twice after "="."""
    count = 0
    for mark, role in zip(marks, roles, strict=True):
        before = words[: mark.start]
        if role.endswith(ADDED) and SUM_BEFORE.search(before):
            count += 2 if before.endswith("= ") else 1
    return count


def _over(marks: Sequence[Mark], roles: Sequence[str]) -> int:
    """Count multipliers that skip the distance right after them."""
    return sum(
        role == TIMES_NEXT and following == OTHER and mark.kind == "distance"
        for role, following, mark in zip(roles, roles[1:], marks[1:], strict=False)
    )


def _agreed(marks: Sequence[Mark], roles: Sequence[str]) -> int:
    """Count sums and products that are told beside what they are made of: "3 x 5k, so 15"."""
    count, times = 0, 1.0
    sums: dict[str, list[float]] = {}
    last = ""
    for mark, role in zip(marks, roles, strict=True):
        bare = role.rstrip(ADDED)
        if role == TIMES_NEXT:
            times *= mark.value
        elif role == TIMES_LAST and last:
            sums[last].append(sums[last][-1] * (mark.value - 1))
        elif bare in DISTANCES and mark.value:
            value = _km(mark)
            parts = sums.get(bare, [])
            if role == bare:
                count += len(parts) > 1 and abs(sum(parts) / value - 1) < SAME
                parts = []
            sums[bare] = [*parts, value, value * (times - 1)] if times != 1 else [*parts, value]
            last, times = bare, 1.0
    told = [parts[0] for parts in sums.values() if len(parts) == 1]
    return count + any(abs(sum(rest) / total - 1) < SAME for rest in _passed_over(marks, roles) for total in told)


def _passed_over(marks: Sequence[Mark], roles: Sequence[str]) -> list[list[float]]:
    """Return the numbers that tell nothing, those right after each other together."""
    found: list[list[float]] = [[]]
    for mark, role in zip(marks, roles, strict=True):
        if role == OTHER and mark.kind in ("number", "distance"):
            found[-1].append(_km(mark))
        else:
            found.append([])
    return [one for one in found if len(one) > 1]


def _km(mark: Mark) -> float:
    return mark.value * (MILE if mark.kind == "number" and mark.unit == "mi" else 1.0)


def _counted_list(words: str, marks: Sequence[Mark], roles: Sequence[str]) -> int:
    """Count multipliers that are only the length of a list: "3 runs, 5k 5k and 10k"."""
    count = 0
    for number, (mark, role) in enumerate(zip(marks, roles, strict=True)):
        rest = roles[number + 1 :]
        listed = next((n for n, other in enumerate(rest[1:], 1) if not other.endswith(ADDED)), len(rest))
        if role == TIMES_NEXT and number + 2 < len(marks):
            gap = words[mark.end : marks[number + 1].start].strip()
            counts = listed > 1 and mark.value == listed and (gap.endswith((",", "-")) or gap in ("runs", "sessions"))
            count += counts or 2 * gap.endswith(":") or gap in (",", "and", "&", "+")
    return count


def _runs_for_distances(words: str, marks: Sequence[Mark], roles: Sequence[str]) -> int:
    """Count numbers of runs that are taken for a distance: "4 runs: 3, 4, 5 and 8 miles"."""
    return sum(
        mark.kind == "number" and role.rstrip(ADDED) in DISTANCES and COUNT_OF_RUNS.match(words, mark.end) is not None
        for mark, role in zip(marks, roles, strict=True)
    )


def _without_its_like(words: str, told: set[str], asked: str) -> int:
    """Count roles that mean something only beside another one."""
    beside = bool(told & BESIDE)
    return sum(
        (
            SPELL in told and not told & {ONE, BOTH},
            beside and {NOW, BEFORE} <= told,
            beside and not {*DISTANCES, ONE, BOTH, PAIN} & told and asked != BEFORE,
            bool(told & {MORE, LESS}) and not COMPARING.search(words),
            DUE in told and GOAL not in told and asked not in (GOAL, DUE),
        )
    )


def _repeated(words: str, marks: Sequence[Mark], roles: Sequence[str]) -> int:
    """Count what is told twice, without a word that takes the first back."""
    ends: dict[str, int] = {}
    count = 0
    for mark, role in zip(marks, roles, strict=True):
        if role in ONCE and role in ends and not TAKEN_BACK.search(words[ends[role] : mark.start]):
            count += 1
        ends[role] = mark.end
    return count


def _likely_count(marks: Sequence[Mark], roles: Sequence[str]) -> bool:
    """Tell whether somebody who runs can have such a count; two counts must be of one foot and of both."""
    spell, counts = MINUTE, dict[str, float]()
    for mark, role in zip(marks, roles, strict=True):
        if role == SPELL and mark.value:
            spell = mark.value
        elif role in (ONE, BOTH):
            counts[role] = mark.value
        elif role == ONE + ADDED:
            counts = {BOTH: counts.get(ONE, 0.0) + mark.value}
    rates = {role: value * MINUTE / spell * (2 if role == ONE else 1) for role, value in counts.items()}
    if len(counts) == 2:
        one, both = max(counts[ONE], 1.0), counts[BOTH]
        return min(abs(both / one - 2), abs(both / max(rates[ONE], 1.0) - 1)) < 0.05
    return all(LEAST_RATE <= rate <= MOST_RATE for rate in rates.values())

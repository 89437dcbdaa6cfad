"""What a message tells of distances: this week, the week before, a goal, one of a run. Words in, kilometres out.

A distance gets its part from the words of its own clause ("last week", "want to reach"), then from its neighbours: what
stands in one list is added up, what is only a difference ("3k more than last week") is worked out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.coach.amounts import Amount, amounts
from knowledge.coach.comparing import compared

BEFORE, NOW, GOAL, TOTAL = "before", "now", "goal", "total"
LAST_WEEK = re.compile(
    r"\b(?:last w(?:ee)?k(?:'?s)?|(?:the )?w(?:ee)?k before(?: last)?|(?:previous|prior|preceding"
    r"|past) (?:w(?:ee)?k|1|one)"
    r"|w(?:ee)?k ago|(?:the )?(?:w(?:ee)?k|1|one) (?:earlier|prior|previous)|(?:the )?(?:1|one) before(?: that| it)?"
    r"|before that|a week back|last time|7 days before|yesterweek)\b|\blast (?=$|[,.;!?)])|\blast$"
)
THIS_WEEK = re.compile(
    r"\b(?:this (?:past |current )?w(?:ee)?k(?:'?s)?|these days|so far|now|currently|at the moment|at present"
    r"|(?:past|last) (?:7|few) days|these weeks|(?:the )?w(?:ee)?k (?:just gone|that'?s just (?:gone|been|finished))"
    r"|current week|to date|(?:typical|usual|normal|average|ordinary|my|most) w(?:ee)?ks?)\b|\bthis (?=$"
    r"|[,.;!?)])|\bthis$|\bthis (?:1|one)\b"
)
JUST_GONE = re.compile(r"\bpast w(?:ee)?k\b")  # this week, unless another one is told beside it
STRONG_GOAL = re.compile(
    r"\b(?:build|building|get|getting|work|working|up|back|increase|go|going|ramp|move|plan)\b(?: \w+){0,4} to ?"
    r"(?:be |about |around |run |do |doing |running |a |an )*$"
    r"|\b(?:reach|reaching|aim|aiming|goal|target|training for|train for|towards?|race|signed up|entered|ready for"
    r"|preparing for|prepare for|hit|hitting|booked|registered|doing (?:the|a|an|my)|running (?:the|a|an|my))\b[^,.]*$"
    r"|\b(?:want|wants|wanna|like|love|hope|hoping|plan|planning|need|trying|looking|keen|fancy|dream|intend) "
    r"(?:to |on |of |my |a |an |the )?(?:\w+ ){0,4}$"
)
RACES = ("marathon", "half", "ultra")
EVENT = re.compile(r"^ ?(?:\w+ ){0,2}?(?:race|trot|fun run|event|dash|relay|road race|trail race|charity run|champs)\b")
AIMED = re.compile(r"\b(?:goal|target|race|aim|is what i want|the plan|the dream|is the idea)\b")
LIST = re.compile(
    r"^(?:[,.;&+]|\b(?:and|plus|then|also|another|a|an|one|long|longer|short|easy|tempo|slow|steady|run|runs|of|on|the"
    r"|once|twice|\d+(?: (?:times|x))?|with|day|in|at|was|were|did|my|by|followed|recovery|weekend|mid|midweek|k|loop|"
    r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?s?)\b|[ -])*$"
)
SUMMED_UP = re.compile(
    r"(?:\b(?:so|call it|mak(?:es?|ing)|that'?s|thats|equals|com(?:es|ing) to|total(?:s|ling)?(?: of)?|altogether"
    r"|in total|in all|which is)|=)(?: (?:it|about|around|roughly|like|maybe|a|of|now|at|just|only))* ?:? ?$"
)
SUMMED_AFTER = re.compile(r"^ ?(?:in total|total|altogether|all in all|in all|all told|combined)\b")
MORE_AFTER = re.compile(r"^ ?(?:more|extra|further|additional|longer|up)\b(?! to\b)")
LESS_AFTER = re.compile(r"^ ?(?:less|fewer|down|short(?:er)?)\b")
MORE_BEFORE = re.compile(r"\b(?:added|adding|add|extra|increased by|upped (?:it )?by|went up by|up by|up another) ?$")
LESS_BEFORE = re.compile(r"\b(?:dropped by|cut by|down by|less by|reduced (?:it )?by) ?$")
PART_OF = re.compile(
    r"\b(?:incl(?:uding|udes?|\.)?|with|counting|of which|longest(?: \w+){0,2}|one of them) (?:\w+ ){0,2}$"
)
NAMED_AFTER = re.compile(
    r" ?[,(]? ?(?:and )?(?:that was |that's |was |in |for )?(?:(?:\w+ ){1,3}(?:[,.;:!?)]|$)|(?:\w+ ?){1,3}$)"
)
SAME = re.compile(r"\b(?:same|ditto|identical|unchanged|no change|no different|both weeks)\b")
SAME_AS_MUCH = re.compile(r"\b(?:just )?as (?:much|far|many)\b")
TWICE = re.compile(r"\b(?:double|twice) (?:that|it|as (?:much|far|many)|what|last|the)\b|\bdoubled (?:that|it)\b")
HALF = re.compile(r"\bhalf (?:of )?(?:that|it|as (?:much|far|many)|what)\b")
GREW = re.compile(
    r"\b(?:up from|down from|went|gone|jumped|increased|upped|rose|raised|stepped up|bumped|moved up"
    r"|ramped(?: it)?(?: up)?|doubled"
    r"|dropped|fell|cut|came down|climbed|grew|built up)\b"
)
AHEAD = re.compile(r"\b(?:by|within|want|plan|build|go|get|going|in \d+ (?:weeks|months|days))\b")
SEPARATORS = re.compile(
    r"[,.;:!?()/]+(?= |$)| (?:and|n|but|then|v|vs|versus|compared (?:to|with)|against|after|while|whereas|so|plus"
    r"|whilst|following|up from|down from|from|where) | (?:-|–|—|→|->) "
)
WEEKS = ("weekly", BEFORE)
WEEKS_ASKED = {"weekly": NOW, BEFORE: BEFORE, GOAL: GOAL}


@dataclass(frozen=True)
class Distances:
    """Distances as they were told, in kilometres; None where nothing was said.

    Attributes:
        now: a week, at present.
        before: of the week before.
        goal: to be reached.
        loose: of which it was not said what they are.
        unit: `mi` or `km`, as said; empty where no unit was.
        race: whether the goal is the distance of a race.
    """

    now: float | None = None
    before: float | None = None
    goal: float | None = None
    loose: tuple[float, ...] = ()
    unit: str = ""
    race: bool = False


def distances_in(text: str, asked: str = "", unit: str = "", beside: float | None = None) -> Distances:
    """Return the distances that `text` tells.

    Args:
        text: the message.
        asked: what was asked for (`weekly`, `before`, `goal`, `total`), which a bare number then answers.
        unit: `mi` or `km`, for numbers without one.
        beside: kilometres of the week that is known already, for "the same" and "twice that".
    """
    words, told, said = amounts(text, asked, unit, LAST_WEEK, THIS_WEEK)
    roles = _roles(words, told, asked)
    both = None if asked in (GOAL, TOTAL) else _grown(words, told) or compared(words, told, LAST_WEEK)
    placed: dict[str, float] = both or _added_up(words, told, roles)
    loose = [] if both else [one.km for one, role in zip(told, roles, strict=True) if not role]
    open_role = WEEKS_ASKED.get(asked, "")
    if loose and not open_role and BEFORE in placed and NOW not in placed and GOAL not in placed:
        open_role = NOW
    if open_role and loose and open_role not in placed:
        placed[open_role] = _sum_of_list(words, [one for one, role in zip(told, roles, strict=True) if not role])
        loose = []
    elif asked == GOAL and loose and NOW not in placed:
        placed[NOW] = loose.pop(0)
    if not both:
        _compare(words, placed, asked, beside)
    race = any(role == GOAL and one.unit in RACES for one, role in zip(told, roles, strict=True)) or (
        open_role == GOAL and any(one.unit in RACES for one in told)
    )
    return Distances(placed.get(NOW), placed.get(BEFORE), placed.get(GOAL), tuple(loose), said, race)


def _roles(words: str, told: Sequence[Amount], asked: str) -> list[str]:
    """Return what each amount is: of this week, the week before, a goal, or nothing that was said."""
    cuts = [0, *(cut.end() for cut in SEPARATORS.finditer(words) if not _inside(cut, told)), len(words)]
    clauses = list(pairwise(cuts))
    own = [next(n for n, (a, b) in enumerate(clauses) if a <= one.start < b) for one in told]
    marks = [_marks(words, a, b) for a, b in clauses]
    roles: list[str] = []
    leading = False  # whether the mark of the amount before stood ahead of it
    for number, one in enumerate(told):
        clause = own[number]
        start, end = clauses[clause]
        end = min(end, told[number + 1].start) if number + 1 < len(told) else end
        start = max(start, told[number - 1].end) if number else start
        role, ahead = _nearest(marks[clause], one, [other for n, other in enumerate(told) if own[n] == clause])
        if asked == TOTAL:
            role, ahead = "", False
        elif (
            _is_goal(words, one, words[start : one.start], words[one.end : end])
            and (ahead or not role)
            and role != BEFORE
        ):
            role, ahead = (GOAL, True) if asked not in WEEKS or one.unit not in RACES else (role, ahead)
        if not role and asked != TOTAL:
            role, ahead = _from_neighbours(number, clause, own, marks, roles, leading, one, words, told)
        roles.append(role or (NOW if one.weekly and asked not in (BEFORE, GOAL) else ""))
        leading = ahead
    if asked != GOAL and roles.count(GOAL) == 2 and NOW not in roles:
        roles[roles.index(GOAL)] = NOW
    return roles


def _inside(cut: re.Match[str], told: Sequence[Amount]) -> bool:
    return any(one.start <= cut.start() < one.end for one in told)


def _marks(words: str, start: int, end: int) -> list[tuple[int, str]]:
    """Return where the words of a clause name a week, and which."""
    clause = words[start:end]
    found = {match.start(): BEFORE for match in LAST_WEEK.finditer(clause)}
    found = {**{match.start(): NOW for match in THIS_WEEK.finditer(clause)}, **found}
    if len(list(LAST_WEEK.finditer(words))) > 1:
        found |= {match.start(): NOW for match in JUST_GONE.finditer(clause)}
    return sorted((start + place, role) for place, role in found.items())


def _nearest(marks: Sequence[tuple[int, str]], one: Amount, told: Sequence[Amount]) -> tuple[str, bool]:
    """Return the mark that belongs to an amount within its clause, and whether it stands ahead of it."""
    if not marks:
        return "", False
    if len(marks) == len(told):
        place, role = marks[list(told).index(one)]
    else:
        place, role = min(marks, key=lambda mark: abs(mark[0] - one.start))
    return role, place < one.start


def _from_neighbours(
    number: int, clause: int, own: Sequence[int], marks: Sequence[Sequence[tuple[int, str]]], roles: Sequence[str],
    leading: bool, one: Amount, words: str, told: Sequence[Amount],
) -> tuple[str, bool]:  # fmt: skip
    """Return the part of an amount whose own clause names none: from a clause without an amount, or from its list."""
    if clause and clause - 1 not in own and marks[clause - 1]:
        return marks[clause - 1][-1][1], True
    between = words[told[number - 1].end : one.start] if number else ""
    if number and leading and roles[-1] in (NOW, BEFORE) and (LIST.match(between) or SUMMED_UP.search(between)):
        return roles[-1], True
    if (
        NAMED_AFTER.match(words[one.end :])
        and clause + 1 < len(marks)
        and clause + 1 not in own
        and marks[clause + 1]
        and not one.weekly
    ):
        return marks[clause + 1][0][1], False
    if number + 1 < len(told):
        following = told[number + 1]
        gap = words[one.end : following.start]
        rest = marks[own[number + 1]]
        trailing = bool(rest) and rest[0][0] >= following.end
        if trailing and LIST.match(gap) and one.single and following.single:
            return rest[0][1], False
    return "", False


def _is_goal(words: str, one: Amount, before: str, after: str) -> bool:
    if STRONG_GOAL.search(before[-70:]) or AIMED.search(after) or AIMED.search(before[-25:]):
        return True
    return (one.unit in RACES[:2] and not one.weekly and not one.done) or bool(EVENT.match(words[one.end :]))


def _added_up(words: str, told: Sequence[Amount], roles: Sequence[str]) -> dict[str, float]:
    """Return the kilometres of each part: lists added up, differences worked out, a sum taken as told."""
    placed: dict[str, float] = {}
    changes: dict[str, float] = {}
    last: dict[str, Amount] = {}
    for number, (one, said) in enumerate(zip(told, roles, strict=True)):
        before, after = words[: one.start], words[one.end :]
        than = re.match(r" ?\w+ than\b", after) and said == BEFORE
        role = NOW if than else said  # "5 more than last week"
        if not role or (PART_OF.search(before[-30:]) and role in placed):
            continue
        more = MORE_AFTER.match(after) or MORE_BEFORE.search(before[-25:])
        if (more or LESS_AFTER.match(after) or LESS_BEFORE.search(before[-25:])) and role != GOAL:
            changes[role] = one.km if more else -one.km
        elif role not in placed or role == GOAL or summed_up(words, one):
            placed[role] = one.km
        elif not one.weekly and last.get(role) is told[number - 1] and LIST.match(words[last[role].end : one.start]):
            placed[role] += one.km
        last[role] = one
    if NOW in changes and NOW in placed and BEFORE not in placed:
        placed[BEFORE] = max(0.0, placed[NOW] - changes[NOW])
    for role, other in ((NOW, BEFORE), (BEFORE, NOW)):
        if role in changes and role not in placed and other in placed:
            placed[role] = max(0.0, placed[other] + changes[role])
    return placed


def summed_up(words: str, one: Amount) -> bool:
    """Tell whether an amount is the sum of those before it: "so 6 in all"."""
    return bool(SUMMED_UP.search(words[: one.start][-40:]) or SUMMED_AFTER.match(words[one.end :]))


def _sum_of_list(words: str, loose: Sequence[Amount]) -> float:
    """Return the first amount, with what stands in one list with it; a sum that is told stands for all."""
    told = next((one for one in loose[1:] if summed_up(words, one)), None)
    if told:
        return told.km
    total = loose[0].km
    for one, following in pairwise(loose):
        if following.weekly or not LIST.match(words[one.end : following.start]):
            break
        total += following.km
    return total


def _compare(words: str, placed: dict[str, float], asked: str, beside: float | None) -> None:
    """Work out a week that is told by the other: "the same", "twice that", "half of it"."""
    factor = 2.0 if TWICE.search(words) else 0.5 if HALF.search(words) else 1.0
    if factor == 1.0 and not SAME.search(words) and not (asked == BEFORE and SAME_AS_MUCH.search(words)):
        return
    if asked == BEFORE and BEFORE not in placed and beside is not None:
        placed[BEFORE] = beside * factor
    elif BEFORE in placed and NOW not in placed:
        placed[NOW] = placed[BEFORE] * factor
    elif NOW in placed and BEFORE not in placed and (LAST_WEEK.search(words) or "both weeks" in words):
        lead = re.search(r"\blast w(?:ee)?k\b[^.;]*\b(?:double|twice|half)\b", words)
        placed[BEFORE] = placed[NOW] * factor if lead or factor == 1.0 else placed[NOW] / factor


def _grown(words: str, told: Sequence[Amount]) -> dict[str, float] | None:
    """Read "went from 20 to 30 miles a week"; the second may stand before the first: "to 30 from 20"."""
    if told and told[0].most > told[0].least and re.search(r"\bfrom $", words[: told[0].start]):
        ends = told[0].least, told[0].most
        if GREW.search(words[: told[0].start] + "."):
            return {BEFORE: ends[0], NOW: ends[1]}
        return {NOW: ends[0], GOAL: ends[1]} if len(told) == 1 and AHEAD.search(words) else None
    if len(told) != 2 or any(one.days for one in told):
        return None
    first, second = told
    weeks = LAST_WEEK.search(words) or THIS_WEEK.search(words)
    about = r"(?:about |around |roughly |maybe |just )?"
    if re.search(rf"\bfrom {about}$", words[: first.start]) and re.fullmatch(
        rf"[a-z /]*? ?(?:up |down )?to {about}", words[first.end : second.start]
    ):
        return {BEFORE: first.km, NOW: second.km} if GREW.search(words) or weeks else {NOW: first.km, GOAL: second.km}
    if re.search(rf"\b(?:to|at|on|did|done|ran) {about}$|^{about}$", words[: first.start]) and re.fullmatch(
        rf"[a-z /,]*? ?(?:up |down )?from {about}", words[first.end : second.start]
    ):
        return {BEFORE: second.km, NOW: first.km}
    return None

"""How a run was: how far, the pain in it, whether it settled and how the next morning was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge.coach.quantities import plain, quantities_in
from knowledge.coach.telling import tell

ASKED_RUN, ASKED_MORNING = "run", "morning"
PART = "check_in"
NO_PAIN = re.compile(
    r"\b(?:no|zero|0|without(?: any)?|not any|hardly any) (?:knee )?(?:pain|trouble|problems?|issues?|soreness"
    r"|complaints?|ache)\b"
    r"|\bpain[ -]?(?:less|free)\b|\b(?:did not|didn'?t|doesn'?t|never) hurt\b(?! (?:more|much|that|too))"
    r"|\bnothing hurt\b|\bno hurt\b"
    r"|\b(?:run|it|all|everything|that|knee|went|felt|was) (?:went |was |felt |feels |is |all )*(?:fine|great"
    r"|good|well|perfect|ok|okay|brilliant|lovely)\b"
)
MORE_THAN = re.compile(
    r"(?<!not )(?<!n't )(?<!never )(?<!no )(?<!hardly )"
    r"(?:\bmore than 2(?: out of| of|/| in)? ?(?:10)?\b|\babove 2\b|\bover 2\b)"
)
A_LOT = re.compile(
    r"\b(?:hurt|pain|painful|sore|ached)(?: \w+){0,2} (?:a lot|bad|badly|loads|terribl[ey]|awful"
    r"|quite a bit)\b|\bvery (?:painful|sore)\b|\breally hurt\b|\bhad to (?:stop|walk)\b|\bbad pain\b"
)
HARDLY = re.compile(r"\b(?:hardly|barely) (?:any|hurt|noticed|felt)\b")
ALL_FINE = re.compile(r"\W*(?:all )?(?:fine|good|great|ok|okay|none|nothing|nil|perfect|no pain|no)\W*")
MORNING = re.compile(
    r"\b(?:next|this|the) (?:morning|day)|\bmorning after\b|\bday after\b|\bwoke up\b|\bon waking\b"
    r"|\bovernight\b|\btoday\b"
)
WORSE = re.compile(r"\b(?:worse|sore|sorer|stiff|stiffer|hurt|hurts|painful|ached|aches|achy|swollen|bad|flared)\b")
NOT_WORSE = re.compile(
    r"\b(?:no|not|isn'?t|wasn'?t|nothing|never|any) (?:\w+ )?(?:worse|sore|stiff|pain|painful|bad|swollen"
    r"|hurt)\b|\b(?:fine|good|ok|okay|great|normal|same|better|pain free|alright|all right|nothing)\b"
)
SETTLED = re.compile(r"\b(?:settled|gone|eased|calmed|went away|back to normal|stopped|disappeared|wore off|over)\b")
NOT_SETTLED = re.compile(
    r"\b(?:still (?:hurt|sore|ached?|hurting|aching|painful)|all (?:day|evening|night|afternoon)|for hours"
    r"|not settled|didn'?t settle|lasted|hours (?:later|after)|took hours|(?:has|did) ?n[o']t (?:settle|gone"
    r"|calm))"
)
AT_ONCE = re.compile(
    r"\b(?:quickly|straight away|right away|at once|immediately|soon|by the time|in no time|fast|when i stopped)\b"
)
YES = re.compile(r"^\W*(?:yes|yep|yeah|yup|it did|it was|sure|correct)\b")
NO = re.compile(r"^\W*(?:no|nope|nah|not really|it did ?n[o']t|it was ?n[o']t)\b")


@dataclass(frozen=True)
class RunTold:
    """What a message tells of a run; None is not told. Distance in kilometres."""

    pain: float | None = None
    settled: bool | None = None
    morning: bool | None = None
    km: float | None = None
    minutes: float | None = None
    unit: str = ""


def told_of(text: str, today: date, asked: str = "", unit: str = "") -> RunTold:
    """Return what `text` tells of a run; `asked` is what the coach asked for, which a bare answer then tells."""
    words = plain(text)
    morning, rest = _morning(words, asked)
    told = tell(text, ASKED_RUN if asked in (ASKED_RUN, ASKED_MORNING) else PART, today, unit)
    pain = _pain_in_words(rest, told.pain)
    spans = [
        one.value / 60
        for one in quantities_in(words)
        if one.unit in ("minute", "hour") and not SETTLED.search(words[: one.start][-25:])
    ]
    return RunTold(pain, _settled(rest, asked, pain), morning, told.run, next(iter(spans), None), told.unit)


def _morning(words: str, asked: str) -> tuple[bool | None, str]:
    """Return whether it was no worse next morning, and the words without that part."""
    clauses = re.split(r"[,.;]| but | and (?=(?:the |it |this |next |no |was |fine|ok|sore|worse|stiff))", words)
    at = next((n for n, clause in enumerate(clauses) if MORNING.search(clause)), None)
    if at is not None:
        clause = clauses[at]
        if not (WORSE.search(clause) or NOT_WORSE.search(clause)) and at > 0:
            clause = f"{clauses[at - 1]} {clause}"
        rest = " , ".join(part for n, part in enumerate(clauses) if n != at)
        if NOT_WORSE.search(clause):
            return True, rest if rest.strip() else words
        return (False, rest) if WORSE.search(clause) else (None, words)
    if asked == "morning":
        if NOT_WORSE.search(words) or NO.search(words):
            return True, ""
        if WORSE.search(words) or YES.search(words):
            return False, ""
    return None, words


def _pain_in_words(words: str, rated: float | None) -> float | None:
    """Return the pain as it was rated, else as its words have it."""
    if MORE_THAN.search(words):
        return 3.0
    if rated is not None:
        return rated
    if A_LOT.search(words):
        return 5.0
    if HARDLY.search(words):
        return 1.0
    return 0.0 if NO_PAIN.search(words) or ALL_FINE.fullmatch(words) else None


def _settled(words: str, asked: str, pain: float | None) -> bool | None:
    if NOT_SETTLED.search(words):
        return False
    if SETTLED.search(words):
        took = next((one.value for one in quantities_in(words) if one.measures == "seconds"), None)
        if took is None and re.search(r"\b(?:an|the) hour\b", words):
            took = 3600.0
        late = re.search(r"\b(?:next|following) (?:day|morning)\b|\bby (?:evening|night|bedtime)\b", words)
        return (took is None or took <= 3600.0) and not late
    if AT_ONCE.search(words) and asked == "run":
        return True
    if asked == "run" and pain is None:
        return True if YES.search(words) else False if NO.search(words) else None
    return None

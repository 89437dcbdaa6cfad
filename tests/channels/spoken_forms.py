"""A person on the telephone and one at an Alexa: what is heard has to be what REST says, in a form for the ear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.channels.ear import digits_apart, for_ear, sentences_of, words_in
from tests.bot.channels.voices import Alexa, Heard, Twilio, heard_by_alexa
from tests.channels.conftest import PUBLIC, Line
from tests.channels.reference import GREETING, Part, Turn

MOST_WORDS, MOST_WITH_SIGNS = 60, 85  # of a turn, and of one that warns, or asks for a list of signs
AGAIN, RESTS_ON, GO_ON = "I say it again: ", "That rests on ", "Shall I go on?"
GOODBYE = "goodbye"
HINT = "You can speak, or press 1 for yes, 2 for no and 3 for not sure."
PAGE = "the chat on our site makes your summary"
KEYS = {"Yes": "1", "No": "2", "Not sure": "3"}
QUESTIONS = ("question", "choice")
MOST_SAID_FIRST = 3  # sentences


class Spoken:
    """What both have in common."""

    greeted = True

    def hear(self, said: str, yes_no: bool) -> Heard:
        """Say something; `yes_no` tells whether the question before was one of yes and no."""
        raise NotImplementedError

    def shows(self, parts: Sequence[Part], card: str) -> Iterator[str]:
        """Yield what is lacking beside the speech."""
        yield from ()

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.asked: tuple[str, ...] = ()

    def differs(self, turn: Turn) -> list[str]:
        """Say it, hear the whole answer, and return how it differs."""
        heard = self.hear(turn.said, bool(self.asked) and set(self.asked) <= KEYS.keys())
        found = [*limits(heard, turn.parts), *self.shows(turn.parts, heard.card)]
        if heard.ends != (turn.said == GOODBYE):
            found.append("hangs up" if heard.ends else "does not hang up")
        words = heard.words
        while heard.words.endswith(GO_ON):
            heard = self.hear("Yes", yes_no=True)
            found += limits(heard, turn.parts)
            words += " " + heard.words
        buttons = turn.parts[-1].buttons if turn.parts[-1].kind in QUESTIONS else ()
        self.asked = tuple(says for _, says in buttons)
        return [*found, *lost(words, heard.ends, turn.parts)]


class OnTheTelephone(Spoken):
    """Somebody who calls the shop's number, and answers yes and no by the keys."""

    def __init__(self, line: Line) -> None:
        """Hold the receiver."""
        super().__init__()
        self.call = Twilio(line.url, PUBLIC)

    def arrives(self, words: str) -> str:
        """Return the words; the recogniser writes them with stops and capitals."""
        return words

    def hear(self, said: str, yes_no: bool) -> Heard:
        """Dial first; then speak, or press a key."""
        if said == GREETING:
            return self.call.dial()
        return self.call.presses(KEYS[said]) if yes_no and said in KEYS else self.call.says(said)

    def differs(self, turn: Turn) -> list[str]:
        """Say it, and add what Twilio would not have played."""
        return [*super().differs(turn), *self.call.faults]


class AtAnAlexa(Spoken):
    """Somebody who talks to the skill."""

    FIXED = ("Yes", "No", "Not sure", "None of those")

    def __init__(self, line: Line) -> None:
        """Stand before the device."""
        super().__init__()
        self.alexa = Alexa(line.url, line.alexa_key, line.alexa_model)

    def arrives(self, words: str) -> str:
        """Return the words in small letters without stops, but for those that have an intent of their own."""
        return words if words in self.FIXED else heard_by_alexa(words)

    def hear(self, said: str, yes_no: bool) -> Heard:
        """Open the skill first; then speak."""
        return self.alexa.opens() if said == GREETING else self.alexa.says(said)

    def shows(self, parts: Sequence[Part], card: str) -> Iterator[str]:
        """Yield the sources that the card lacks."""
        for citation in (citation for part in parts for citation in part.citations):
            for key in ("title", "publisher", "url"):
                if str(citation[key] or "") not in card:
                    yield f"the card lacks {citation[key]}"

    def differs(self, turn: Turn) -> list[str]:
        """Say it, and add what Alexa would not have played."""
        return [*super().differs(turn), *self.alexa.faults]


def told(parts: Sequence[Part]) -> list[str]:
    """Return the sentences that a reply has for the ear, warnings first; without its question."""
    asking = [part for part in parts if part.kind in QUESTIONS][-1:]
    telling = sorted((part for part in parts if part not in asking), key=lambda part: part.kind != "safety")
    texts = [str(part.block.get("speech") or part.text) for part in telling if not part.files]
    sentences = [sentence for text in texts for sentence in sentences_of(for_ear(text))]
    return list(dict.fromkeys(map(digits_apart, sentences)))


def limits(heard: Heard, parts: Sequence[Part]) -> Iterator[str]:
    """Yield what is not fit for the ear in a turn."""
    alarm = is_alarm(parts)
    words = heard.words.replace(HINT, "").split(AGAIN)[0]
    listing = any(part.kind == "safety" or len(part.block.get("slots", ())) > 1 for part in parts)
    if words_in(words) > (MOST_WITH_SIGNS if listing else MOST_WORDS):
        yield f"{words_in(words)} words"
    if odd := re.findall(r"https?:|www\.|\[\d|[•*_`<>#|]|\U0001f300-\U0001faff", heard.words):
        yield f"cannot be read out: {odd}"
    if not (heard.words.endswith("?") or heard.ends or alarm):
        yield "ends without a question"
    if heard.ends and heard.words.endswith("?"):
        yield "asks, and hangs up"


def lost(words: str, ends: bool, parts: Sequence[Part]) -> Iterator[str]:
    """Yield what of a reply was not heard: its advice, its level, whom it rests on, what it asks."""
    sentences, alarm = told(parts), is_alarm(parts)
    asks = any(part.kind in QUESTIONS for part in parts)
    warns = any(part.kind == "safety" for part in parts)
    # Beside a question of the assistant there is room for what comes first; a warning has to be whole.
    needed = sentences[:MOST_SAID_FIRST] if alarm or warns else sentences[:1] if asks or ends else sentences
    yield from (f"not heard: {sentence}" for sentence in needed if sentence not in words)
    if alarm and not (words.startswith(sentences[0]) and AGAIN in words):
        yield "the emergency is not said first and again"
    cited = [citation for part in parts for citation in part.citations]
    if cited and not warns and not alarm:
        names = ["our source article" if one["kind"] == "article" else one["publisher"] for one in cited]
        heard = words.partition(RESTS_ON)[2]
        if digits_apart(for_ear(names[0])) not in heard and not all(one["publisher"] in words for one in cited):
            yield f"whom it rests on is not said: {names}"
    for part in parts:
        if part.files and PAGE not in words:
            yield "where the summary is to be had is not said"
        if part.kind in QUESTIONS and not alarm:
            lines = [digits_apart(for_ear(line)) for line in part.text.splitlines() if line.strip()]
            yield from (f"not asked: {line}" for line in lines if line.rstrip(".?:") not in words)


def is_alarm(parts: Sequence[Part]) -> bool:
    """Return whether a reply tells of an emergency."""
    return any(part.level == "emergency" and part.kind not in ("chat", *QUESTIONS) for part in parts)

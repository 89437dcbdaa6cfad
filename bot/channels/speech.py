"""A collected turn as words for the ear: short, without references, bullets and addresses, one question at the end.

Limits of a spoken turn: three sentences, whom they rest on, then one question, `MOST_WORDS` words in all; `LONGEST`
beside a question where they warn of danger, and for one sentence and its source beside a long question. What an
emergency needs comes first, and its instruction is said again on top of these limits. What does not fit is kept for
when the listener wants to hear more; a sentence is never cut, as half a sentence of advice can say the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.channels.collecting import Part
from bot.channels.ear import digits_apart, for_ear, sentences_of, words_in

MOST_SENTENCES = 3
MOST_WORDS = 60
LONGEST = 85  # words of a turn that warns and asks, or asks for a whole list of signs
MOST_CHOICES = 4  # read out; of more, three are named as examples
MOST_PUBLISHERS = 2  # named; of more, their number
EMERGENCY = "emergency"
SAFETY = "safety"  # the kind of a part that warns

YES_NO = frozenset({"Yes", "No", "Not sure"})
NONE = "None of those"
AGAIN = "I say it again: "
RESTS_ON = "That rests on "
ARTICLE, OUR_ARTICLE = "article", "our source article"  # the kind of source, and how it is spoken of
GOODBYE = "Goodbye, and take care."
TOO_LONG = "That is too long to read out, but it stands in the chat on our site."
NO_PAGE = "I can't hand you a page by voice, but the chat on our site makes your summary as one."
TALK = frozenset({"chat", "refusal"})  # only their questions are meant to be answered
TEXT_ONLY = frozenset({"question", "choice"})  # their items stand in the text; `speech` leaves them out


@dataclass(frozen=True)
class Question:
    """What a turn ends with.

    Attributes:
        text: the question itself.
        choices: what may be answered, read after it; empty where the question is open.
        other: the same in other words and shorter, for a listener who did not answer.
        own: `more` or `anything` where the channel asks it and not the assistant; else empty.
        yes_no: whether yes and no answer it.
    """

    text: str
    choices: str = ""
    other: str = ""
    own: str = ""
    yes_no: bool = False

    @property
    def words(self) -> str:
        """The question with its choices."""
        return f"{self.text} {self.choices}".strip()


MORE = Question("Shall I go on?", other="Do you want to hear the rest, yes or no?", own="more", yes_no=True)
ANYTHING = Question(
    "Is there anything else you want to know?",
    other="Is there more you want to ask, yes or no?",
    own="anything",
    yes_no=True,
)
OPEN = Question("What would you like to know?", other="Tell me in a few words what your knee does.")


@dataclass(frozen=True)
class Spoken:
    """A turn for the ear.

    Attributes:
        sentences: what is said before the question.
        question: what the turn ends with; None where nothing is asked.
        rest: sentences that did not fit.
        ends: the conversation is over.
    """

    sentences: tuple[str, ...] = ()
    question: Question | None = None
    rest: tuple[str, ...] = ()
    ends: bool = False

    @property
    def words(self) -> str:
        """All that is said, in order."""
        return " ".join([*self.sentences, *([self.question.words] if self.question else [])])


def speak(parts: Sequence[Part], ends: bool = False) -> Spoken:
    """Return a turn as it is said.

    Args:
        parts: the parts of the turn, in order.
        ends: the assistant has said goodbye, so nothing is asked any more.
    """
    asking = next((part for part in reversed(parts) if part.kind in TEXT_ONLY), None)
    telling = sorted((part for part in parts if part is not asking), key=lambda part: part.kind != SAFETY)
    sentences = list(dict.fromkeys(sentence for part in telling for sentence in _told(part)))
    chatted = [one for part in telling if part.kind in TALK for one in _told(part) if one.endswith("?")]
    alarm = any(part.level == EMERGENCY and part.kind != "chat" for part in telling)
    if alarm:
        return _alarm(sentences, _asked(asking) if asking else None)
    plain = [sentence for sentence in sentences if sentence not in chatted]
    if ends:
        kept, _ = fitting(plain, MOST_WORDS)
        return Spoken(tuple(kept) or (GOODBYE,), ends=True)
    question = _asked(asking) if asking else _last_question(chatted)
    if question is None and plain and all(part.kind in TALK for part in telling):
        question = OPEN
    if question is not None and any(part.kind == SAFETY for part in telling):
        # What is left out beside a question is never heard, and a warning must be: whom it rests on can be asked.
        return fit(plain, question, most_words=LONGEST)
    return fit(plain, question, rests_on(telling))


def fit(sentences: Sequence[str], question: Question | None, source: str = "", most_words: int = MOST_WORDS) -> Spoken:
    """Return as many of the sentences as fit, with the question of the assistant, or one of ours where there is none.

    The assistant's question is never put off: it takes what is said next for the answer, and an unheard list of signs
    would be denied without being known. So beside a long question one sentence and whom it rests on may go beyond
    `MOST_WORDS`.

    Args:
        sentences: what there is to say.
        question: of the assistant.
        source: says whom the sentences rest on; follows them where it fits beside the first.
        most_words: of the whole turn.
    """
    ours = question is None or question is OPEN
    asked = words_in((question or ANYTHING).words)
    kept, rest = fitting(sentences, most_words - asked - words_in(source))
    if not kept and ours:
        kept, rest = fitting(sentences, most_words - asked)
        rest, source = [*rest, source] if rest and source else rest, ""
        if not kept and rest:
            kept, rest = [TOO_LONG], rest[1:]
    elif not kept:
        kept, _ = fitting(sentences[:1], LONGEST - asked)
        rest = list(sentences[len(kept) :])
        source = source if kept and words_in(f"{kept[0]} {source}") + asked <= LONGEST else ""
    said = (*kept, source) if source else tuple(kept)
    return Spoken(said, MORE if ours and rest else question or ANYTHING, tuple(rest))


def rests_on(parts: Sequence[Part]) -> str:
    """Return whose works the parts cite, two by name; empty where there are none, or where the parts name them."""
    said = " ".join(sentence for part in parts for sentence in _told(part))
    cited = [(for_ear(str(one.get("publisher") or "")), one.get("kind")) for part in parts for one in part.citations]
    names = [OUR_ARTICLE if kind == ARTICLE else digits_apart(publisher) for publisher, kind in cited if publisher]
    if all(publisher in said for publisher, _ in cited) or not names:
        return ""
    named = list(dict.fromkeys(names))
    more = len(named) - MOST_PUBLISHERS
    return f"{RESTS_ON}{_listed([*named[:MOST_PUBLISHERS], *([f'{more} more'] if more > 0 else [])], ' and ')}."


def go_on(spoken: Spoken) -> Spoken:
    """Return what comes after a turn of which something did not fit."""
    return fit(spoken.rest, None)


def fitting(sentences: Sequence[str], most_words: int) -> tuple[list[str], list[str]]:
    """Return the first sentences that fit into `most_words`, at most `MOST_SENTENCES`, and those that do not."""
    count = words = ends = 0
    for sentence in sentences:
        words += words_in(sentence)
        ends += len(sentences_of(sentence))
        if words > most_words or ends > MOST_SENTENCES:
            break
        count += 1
    return list(sentences[:count]), list(sentences[count:])


def repeated(sentences: Sequence[str]) -> str:
    """Return what of an emergency is worth saying twice: the first sentence with a number to call, else the first."""
    return next((sentence for sentence in sentences if re.search(r"\d", sentence)), sentences[0])


def _alarm(sentences: Sequence[str], question: Question | None) -> Spoken:
    """Return the words of an emergency, its instruction twice; a question is left out where it does not fit."""
    kept, _ = fitting(sentences, MOST_WORDS)
    if not kept:
        kept = [TOO_LONG]
    used = sum(map(words_in, kept))
    if question is not None and used + words_in(question.words) > MOST_WORDS:
        question = None
    return Spoken((*kept, AGAIN + _lower_first(repeated(kept))), question)


def _lower_first(sentence: str) -> str:
    """Return a sentence as it goes on after a colon; "I" and names in capitals stay."""
    follows = len(sentence) > 1 and sentence[1].islower()
    return sentence[0].lower() + sentence[1:] if follows else sentence


def _told(part: Part) -> list[str]:
    if part.files and part.kind != "coach":
        return [NO_PAGE]
    told: list[str] = []
    for sentence in map(digits_apart, sentences_of(for_ear(part.speech or part.text))):
        # "Is it stuck? Go to an emergency department." is one piece of advice.
        if told and told[-1].endswith("?") and part.kind not in TALK:
            told[-1] += f" {sentence}"
        else:
            told.append(sentence)
    return told


def _last_question(chatted: Sequence[str]) -> Question | None:
    """Return the last question of the small talk of a turn that asks for no slot."""
    return replace(OPEN, text=chatted[-1]) if chatted and words_in(chatted[-1]) <= MOST_WORDS else None


def _asked(part: Part) -> Question | None:
    """Return the question of a part, with its items and choices; None where it is too long for the ear."""
    titles = [button.title for button in part.buttons]
    lines = [line.strip() for line in part.text.splitlines() if line.strip()]
    items = [for_ear(line) for line in lines if line.startswith("•")]
    stem = digits_apart(for_ear("\n".join(line for line in lines if not line.startswith("•"))))
    if items:
        text = f"{stem.rstrip('?:. ')}: {_listed(items, ', or ')}?"
        question = Question(text, "Which, or none?", "Say which of these you have, or: none of those.")
    elif titles and set(titles) <= YES_NO:
        question = Question(stem, "Yes, no or not sure?", "Please say yes, no or not sure.", yes_no=True)
    elif titles:
        choices = _choices([for_ear(title) for title in titles if title != NONE])
        question = Question(stem, choices, f"Please choose: {_lower_first(choices)}")
    else:
        question = Question(stem, other="Please tell me in a few words.")
    if words_in(question.words) > MOST_WORDS:
        question = replace(question, choices="")
    return question if stem and words_in(question.words) <= MOST_WORDS else None


def _choices(titles: Sequence[str]) -> str:
    """Return a short list to choose from; a long one gets examples."""
    named = list(titles) if len(titles) <= MOST_CHOICES else [*titles[:3], "somewhere or something else"]
    first, *others = named
    return _listed([first, *map(_lower_first, others)]) + "?"


def _listed(items: Sequence[str], last: str = " or ") -> str:
    return last.join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)

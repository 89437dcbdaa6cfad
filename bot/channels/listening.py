"""What the channels by voice share: asking the assistant, reading on, silence, and hearing a request only once."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from rasa.core.channels.channel import UserMessage

from bot.channels.collecting import CollectingOutput, Part
from bot.channels.ear import digits_apart, sentences_of
from bot.channels.speech import ANYTHING, EMERGENCY, MORE, OPEN, Question, Spoken, go_on, speak
from knowledge.safety import care
from knowledge.settings import settings

logger = logging.getLogger(__name__)

MOST_TALKS = 1000  # remembered at a time; the oldest goes
MOST_ANSWERS = 500
SILENCES_TO_BEAR = 2
GREETING, GOODBYE = "hello", "goodbye"
GOODBYE_RESPONSE = "utter_goodbye"

YES = re.compile(r"(yes|yeah|yep|sure|ok|okay|please|go on|yes please|please do)", re.IGNORECASE)
NO = re.compile(
    r"(no|nope|no thanks|no thank you|nothing|nothing else|that's all|no that's all|that is all)", re.IGNORECASE
)

OnMessage = Callable[[UserMessage], Awaitable[Any]]
Answer = TypeVar("Answer")


class VoiceOutput(CollectingOutput):
    """Gathers a turn, and notices that the assistant has said goodbye. Each channel derives from it, for a name."""

    def __init__(self) -> None:
        """Start a turn in which nothing was said yet."""
        super().__init__()
        self.ends = False

    async def send_response(self, recipient_id: str, message: Mapping[str, Any]) -> None:
        """Keep one utterance."""
        self.ends = self.ends or message.get("utter_action") == GOODBYE_RESPONSE
        await super().send_response(recipient_id, message)


@dataclass
class Talk:
    """What a channel remembers of a conversation by voice.

    Attributes:
        said: the latest turn.
        sources: the citations of the latest turn.
        silences: how often in a row nothing was understood.
        doubted: the latest words were asked for again, as they were hardly understood.
        hinted: it was said which keys to press.
    """

    said: Spoken = field(default_factory=lambda: Spoken(question=OPEN))
    sources: tuple[Mapping[str, Any], ...] = ()
    silences: int = 0
    doubted: bool = False
    hinted: bool = False


class Listener:
    """Leads conversations by voice on one channel."""

    def __init__(self, output: type[VoiceOutput], on_new_message: OnMessage) -> None:
        """Ask through Rasa's handler `on_new_message`, and gather each turn with a new `output`."""
        self._output, self._ask = output, on_new_message
        self._talks: OrderedDict[str, Talk] = OrderedDict()

    def talk(self, sender: str) -> Talk:
        """Return what is remembered of a conversation, a new one where there is nothing."""
        talk = self._talks.setdefault(sender, Talk())
        self._talks.move_to_end(sender)
        while len(self._talks) > MOST_TALKS:
            self._talks.popitem(last=False)
        return talk

    def forget(self, sender: str) -> None:
        """Drop what is remembered of a conversation."""
        self._talks.pop(sender, None)

    async def hear(self, sender: str, words: str) -> Spoken:
        """Return the answer to what somebody said: the rest of the last turn, or what the assistant says."""
        talk = self.talk(sender)
        talk.silences, talk.doubted = 0, False
        own = talk.said.question.own if talk.said.question else ""
        bare = words.strip(" .,!?")
        if own == MORE.own and YES.fullmatch(bare):
            talk.said = go_on(talk.said)
            return talk.said
        talk.sources = ()
        if own == MORE.own and NO.fullmatch(bare):
            talk.said = Spoken(question=ANYTHING)
        elif own == ANYTHING.own and YES.fullmatch(bare):
            talk.said = Spoken(question=OPEN)
        else:
            leaving = own == ANYTHING.own and NO.fullmatch(bare)
            talk.said = await self._turn(sender, GOODBYE if leaving else words, talk)
        return talk.said

    async def _turn(self, sender: str, words: str, talk: Talk) -> Spoken:
        output = self._output()
        try:
            await self._ask(UserMessage(words, output, sender, input_channel=output.name()))
        except Exception:
            # The words are health data: the log gets the trace only.
            logger.exception("A message on the channel %s could not be handled.", output.name())
            return trouble(talk.said.question or OPEN)
        if not output.parts:
            logger.error("A message on the channel %s got no reply; is the action server running?", output.name())
            return trouble(talk.said.question or OPEN)
        talk.sources = tuple(citation for part in output.parts for citation in part.citations)
        return farewell(output.parts) if output.ends else speak(output.parts)

    def unheard(self, sender: str, before: str = "") -> Spoken:
        """Return what is said when nothing was understood: the question twice in other words, then goodbye.

        Args:
            sender: whose turn it was.
            before: what to say first the first time; by default that nothing was heard.
        """
        talk = self.talk(sender)
        talk.silences += 1
        talk.sources = ()
        said, question = talk.said, talk.said.question
        if talk.silences > SILENCES_TO_BEAR:
            return Spoken(tuple(sentences_of(digits_apart(_parting()))), ends=True)
        first = before or "I didn't hear you."
        if question is None:
            # Nothing was asked, so it was an emergency: its last sentence says again what to do.
            return Spoken((first, *said.sentences[-1:]))
        if talk.silences == 1:
            return Spoken((first,), question)
        return Spoken(("Sorry, I still can't make you out.", question.other))


def farewell(parts: list[Part]) -> Spoken:
    """Return a goodbye; in an emergency what to do now goes before it once more."""
    spoken = speak(parts, ends=True)
    if parts[-1].level != EMERGENCY or any(part.kind == "safety" for part in parts):
        return spoken
    reminder = sentences_of(digits_apart(care()[EMERGENCY]["spoken"]))
    return Spoken((*reminder, *spoken.sentences[:1]), ends=True)


def trouble(question: Question) -> Spoken:
    """Return what is said when the assistant gave no answer; the question that was open still is."""
    number = settings().emergency_number
    words = f"Sorry, something went wrong on our side. In an emergency call {number}."
    return Spoken(tuple(sentences_of(digits_apart(words))), question)


def _parting() -> str:
    number = settings().emergency_number
    return f"I can't hear you, so I'll say goodbye for now. Come back any time. In an emergency call {number}."


class Once(Generic[Answer]):
    """Answers a request that comes twice with the same answer, without asking twice."""

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        """Remember the answers to the latest `most` requests."""
        self._most = most
        self._answers: OrderedDict[str, asyncio.Task[Answer]] = OrderedDict()

    async def answer(self, request: str, make: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return what `make` gives for the id `request`, making it only the first time."""
        if request not in self._answers:
            self._answers[request] = asyncio.ensure_future(make())
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        # Shielded, as a caller that hangs up must not take the answer from the one that asks again.
        return await asyncio.shield(self._answers[request])

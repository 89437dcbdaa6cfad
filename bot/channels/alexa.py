"""The Alexa skill: what somebody said comes as an intent, and goes back as speech, at `/webhooks/alexa/webhook`.

Set up as in docs/channels/alexa.md; without the skill's id the channel has no address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels.alexa_requests import Refused, Verifier
from bot.channels.credentials import credentials
from bot.channels.incoming import MAX_CHARACTERS, plain, pseudonym
from bot.channels.listening import GOODBYE, GREETING, Listener, Once, Talk, VoiceOutput
from bot.channels.speech import Spoken
from knowledge.settings import settings

APPLICATION = "ALEXA_APPLICATION_ID"
MOST_CARD_CHARACTERS = 7000  # Amazon allows 8,000 for the whole card
SAYING = "Say_"  # how the intents begin that carry what was said; the rest of the name is how it began
MESSAGE = "MessageIntent"
SLOTS = ("words", "message")
REPEAT = "AMAZON.RepeatIntent"
PAUSE = '<break time="300ms"/>'
FIXED = {
    "AMAZON.YesIntent": "Yes",
    "AMAZON.NoIntent": "No",
    "AMAZON.HelpIntent": "What can you do?",
    "NotSureIntent": "Not sure",
    "NoneIntent": "None of those",
}
LEAVING = frozenset({"AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"})
NOT_UNDERSTOOD = "I didn't catch that. Try to begin with: my knee."

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class AlexaOutput(VoiceOutput):
    """Gathers one turn for Alexa."""

    @classmethod
    def name(cls) -> str:
        """Name of the output channel."""
        return "alexa"


class AlexaInput(InputChannel):
    """Answers an Alexa skill."""

    def __init__(self, secrets: Mapping[str, str], verifier: Verifier | None = None) -> None:
        """Be ready to talk.

        Args:
            secrets: ALEXA_APPLICATION_ID, the skill's id; empty where the channel is off.
            verifier: checks the requests; by default against Amazon's certificates.
        """
        self._application = secrets.get(APPLICATION, "")
        self._verifier = verifier or Verifier(self._application)
        self._answers: Once[dict[str, Any]] = Once()

    @classmethod
    def name(cls) -> str:
        """Name of the input channel."""
        return AlexaOutput.name()

    @classmethod
    def from_credentials(cls, _: Mapping[str, Any] | None) -> AlexaInput:
        """Return the channel with the skill's id of the environment."""
        return cls(credentials("Alexa", (APPLICATION,)))

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Routes of this channel; none where it is off."""
        routes = Blueprint("alexa_channel")
        if not self._application:
            return routes
        listener = Listener(AlexaOutput, on_new_message)

        async def receive(request: Request) -> HTTPResponse:
            headers = {name.lower(): value for name, value in request.headers.items()}
            try:
                envelope = await self._verifier.verified(headers, request.body)
                sender, told = pseudonym(self.name(), self._application, _user(envelope)), _Told(envelope)
            except Refused as error:
                return json_response({"error": "refused", "message": str(error)}, status=400)

            async def answer() -> dict[str, Any]:
                return await _answer(told, sender, listener)

            return json_response(await self._answers.answer(told.id, answer))

        routes.add_route(receive, "/webhook", methods=["POST"], name="receive")
        return routes


class _Told:
    """What a request says.

    Attributes:
        id: the same when Alexa sends a request again.
        kind: `LaunchRequest`, `IntentRequest`, `SessionEndedRequest` or another.
        intent: the intent's name; empty where there is none.
        words: the words of the person, or the words that the intent stands for; empty where there are none.
    """

    def __init__(self, envelope: Mapping[str, Any]) -> None:
        """Read a verified request; Refused where it is not built like one."""
        try:
            request = envelope["request"]
            self.id, self.kind = str(request["requestId"]), str(request["type"])
            intent = request["intent"] if self.kind == "IntentRequest" else {}
            self.intent = str(intent.get("name", ""))
            slots = intent.get("slots") or {}
            value = next((told for name in SLOTS if (told := (slots.get(name) or {}).get("value"))), "")
        except (KeyError, TypeError, AttributeError) as error:
            raise Refused("The request is malformed.") from error
        said = f"{beginning(self.intent)} {value}" if value else ""
        self.words = FIXED.get(self.intent) or plain(said.strip())[:MAX_CHARACTERS]


def intent_name(words: str) -> str:
    """Return the name of the intent for what begins with `words`; an intent's name may hold only letters and `_`."""
    return SAYING + words.replace("'", "__").replace(" ", "_")


def beginning(intent: str) -> str:
    """Return the words that an intent's name stands for; empty where it stands for none."""
    return intent[len(SAYING) :].replace("__", "'").replace("_", " ") if intent.startswith(SAYING) else ""


async def _answer(told: _Told, sender: str, listener: Listener) -> dict[str, Any]:
    if told.kind == "LaunchRequest":
        listener.forget(sender)
        return draw(await listener.hear(sender, GREETING), listener.talk(sender))
    if told.kind != "IntentRequest":
        listener.forget(sender)
        return {"version": "1.0", "response": {}}
    if told.intent in LEAVING:
        spoken = await listener.hear(sender, GOODBYE)
        return draw(Spoken(spoken.sentences, ends=True), listener.talk(sender))
    if told.intent == REPEAT:
        return draw(listener.talk(sender).said, listener.talk(sender))
    if not told.words:
        return draw(listener.unheard(sender, NOT_UNDERSTOOD), listener.talk(sender))
    return draw(await listener.hear(sender, told.words), listener.talk(sender))


def draw(spoken: Spoken, talk: Talk) -> dict[str, Any]:
    """Return a turn as Alexa's response: speech, what to say when nobody answers, and a card with the sources."""
    response: dict[str, Any] = {"outputSpeech": _speech(spoken), "shouldEndSession": spoken.ends}
    if not spoken.ends:
        again = spoken.question.other if spoken.question else spoken.sentences[-1]
        response["reprompt"] = {"outputSpeech": _ssml([again])}
    if talk.sources:
        response["card"] = {"type": "Simple", "title": f"Kneewise: {settings().shop_name}", "content": _card(talk)}
    return {"version": "1.0", "response": response}


def _speech(spoken: Spoken) -> dict[str, str]:
    asked = [spoken.question.text, spoken.question.choices] if spoken.question else []
    return _ssml([" ".join(spoken.sentences), *asked])


def _ssml(pieces: Sequence[str]) -> dict[str, str]:
    """Return pieces of text as speech with a pause between them."""
    return {"type": "SSML", "ssml": f"<speak>{PAUSE.join(escape(piece) for piece in pieces if piece)}</speak>"}


def _card(talk: Talk) -> str:
    lines: list[str] = ["Where this comes from:"]
    for source in talk.sources:
        told = [source.get("title"), source.get("section"), source.get("publisher"), source.get("url")]
        line = ", ".join(str(part) for part in told if part)
        if line not in lines and sum(map(len, lines)) + len(line) < MOST_CARD_CHARACTERS:
            lines.append(line)
    return "\n".join(lines)


def _user(envelope: Mapping[str, Any]) -> str:
    try:
        place = envelope.get("context", {}).get("System") or envelope["session"]
        return str(place["user"]["userId"])
    except (KeyError, TypeError, AttributeError) as error:
        raise Refused("The request names no user.") from error

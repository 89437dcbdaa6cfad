"""The telephone: Twilio posts what a caller said, and gets back what to say, at `/webhooks/telephone/webhook`.

Every request is signed with the account's token over the public address and the form. Each turn's address carries a
count, so no two requests of a call have the same signature, and one that comes again gets the same answer again.
Set up as in docs/channels/telephone.md; without its secrets the channel has no address.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.channels.credentials import credentials
from bot.channels.incoming import MAX_CHARACTERS, plain, pseudonym
from bot.channels.listening import GREETING, Listener, Once, Talk, VoiceOutput
from bot.channels.speech import Spoken

TOKEN, PUBLIC_URL = "TWILIO_AUTH_TOKEN", "TWILIO_PUBLIC_URL"
MAX_BODY_BYTES = 16 * 1024
FORM = "application/x-www-form-urlencoded"
VOICE: Mapping[str, str] = {"language": "en-GB", "voice": "Polly.Amy"}
GATHER: Mapping[str, Any] = {
    "input": "speech dtmf",
    "language": "en-GB",
    "speech_model": "phone_call",
    "enhanced": True,
    "hints": "yes, no, not sure, none of those, kneecap, IT band, meniscus, swollen, locks, gives way",
    "profanity_filter": False,  # or a word of pain arrives as stars
    "speech_timeout": 2,
    "timeout": 7,
    "num_digits": 1,
    "barge_in": True,
    "action_on_empty_result": True,
    "method": "POST",
}
KEYS = {"1": "Yes", "2": "No", "3": "Not sure"}
KEYS_HINT = "You can speak, or press 1 for yes, 2 for no and 3 for not sure."
LEAST_CONFIDENCE = 0.3  # Twilio's own measure from 0 to 1; exactly 0 where the recogniser gives none
NOT_SURE_HEARD = "I'm not sure I heard that right. Could you say it again?"
WRONG_KEY = "That key has no meaning here."
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
NUMBER = re.compile(r"\+\d{6,15}")
# What Twilio sends for a withheld number: RESTRICTED, BLOCKED, UNKNOWN, ANONYMOUS and UNAVAILABLE on a keypad.
WITHHELD = frozenset({"+7378742833", "+2562533", "+8656696", "+266696687", "+86282452253"})

OnMessage = Callable[[UserMessage], Awaitable[Any]]
Form = Mapping[str, str]


class TelephoneOutput(VoiceOutput):
    """Gathers one turn for the telephone."""

    @classmethod
    def name(cls) -> str:
        """Name of the output channel."""
        return "telephone"


class TwilioInput(InputChannel):
    """Takes telephone calls through Twilio."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        """Be ready for calls.

        Args:
            secrets: TWILIO_AUTH_TOKEN and TWILIO_PUBLIC_URL, the address under which Twilio reaches this server;
                empty where the channel is off.
        """
        self._secrets = secrets
        self._public = secrets.get(PUBLIC_URL, "").rstrip("/")
        self._answers: Once[str] = Once()

    @classmethod
    def name(cls) -> str:
        """Name of the input channel."""
        return TelephoneOutput.name()

    @classmethod
    def from_credentials(cls, _: Mapping[str, Any] | None) -> TwilioInput:
        """Return the channel with the secrets of the environment."""
        return cls(credentials("The telephone", (TOKEN, PUBLIC_URL)))

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Routes of this channel; none where it is off."""
        routes = Blueprint("telephone_channel")
        if not self._secrets:
            return routes
        listener = Listener(TelephoneOutput, on_new_message)
        validator = RequestValidator(self._secrets[TOKEN])

        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, listener, validator)

        routes.add_route(receive, "/webhook", methods=["POST"], name="receive")
        return routes

    async def _receive(self, request: Request, listener: Listener, validator: RequestValidator) -> HTTPResponse:
        if len(request.body) > MAX_BODY_BYTES:
            return text("The form is too large.", status=413)
        form = read_form(request.headers.get("content-type", ""), request.body)
        if form is None:
            return text("Send a form, each field once.", status=400)
        query = f"?{request.query_string}" if request.query_string else ""
        address = self._public + request.path + query
        signature = request.headers.get("x-twilio-signature", "")
        if not signature.isascii() or not validator.validate(address, form, signature):
            return text("The signature is missing or wrong.", status=403)
        sender = pseudonym(self.name(), self._secrets[TOKEN], *_identity(form))
        if form.get("CallStatus") in OVER:
            listener.forget(sender)
            return text("", status=204)
        turn = _turn(request)

        async def answer() -> str:
            if not turn:
                listener.forget(sender)
            talk = listener.talk(sender)
            spoken = await _heard(form, turn, sender, listener)
            return twiml(spoken, talk, f"{self._public}{request.path}?turn={turn + 1}")

        # Signed again, the same form of the same turn is the same request.
        return text(await self._answers.answer(signature, answer), content_type="text/xml; charset=utf-8")


def read_form(content_type: str, body: bytes) -> dict[str, str] | None:
    """Return the fields of a form, empty ones too, as they are signed; None where it is no form or a field is twice."""
    if content_type.split(";", maxsplit=1)[0].strip().lower() != FORM:
        return None
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=200, errors="strict")
    except ValueError:
        return None
    form = dict(pairs)
    return form if len(form) == len(pairs) else None


def twiml(spoken: Spoken, talk: Talk, action: str) -> str:
    """Return a turn as TwiML: what is said, and listening or hanging up after it.

    Args:
        spoken: the turn.
        talk: remembers that the keys were explained.
        action: where the caller's answer goes.
    """
    response = VoiceResponse()
    if spoken.ends:
        response.say(spoken.words, **VOICE)
        response.hangup()
        return str(response)
    words = spoken.words
    if spoken.question and spoken.question.yes_no and not spoken.question.own and not talk.hinted:
        talk.hinted = True
        words = " ".join([*spoken.sentences, KEYS_HINT, spoken.question.text])
    gather = Gather(action=action, **GATHER)
    gather.say(words, **VOICE)
    response.append(gather)
    return str(response)


async def _heard(form: Form, turn: int, sender: str, listener: Listener) -> Spoken:
    """Return the answer to what came: words, a key, silence, or a new call."""
    talk = listener.talk(sender)
    said = plain(form.get("SpeechResult", ""))[:MAX_CHARACTERS]
    key = form.get("Digits", "")
    if not turn:
        return await listener.hear(sender, GREETING)
    if key:
        word = KEYS.get(key) if talk.said.question and talk.said.question.yes_no else None
        return await listener.hear(sender, word) if word else listener.unheard(sender, WRONG_KEY)
    if not said:
        return listener.unheard(sender)
    if _is_doubtful(form) and not talk.doubted:
        # Only once: the words may tell of an emergency, so the second time they count as they are.
        talk.doubted = True
        return listener.unheard(sender, NOT_SURE_HEARD)
    return await listener.hear(sender, said)


def _is_doubtful(form: Form) -> bool:
    try:
        confidence = float(form.get("Confidence", ""))
    except ValueError:
        return False
    return 0.0 < confidence < LEAST_CONFIDENCE


def _identity(form: Form) -> tuple[str, ...]:
    """Return who calls: the number, or only this call where the number is withheld, as many people share that."""
    number = form.get("From", "")
    known = NUMBER.fullmatch(number) and number not in WITHHELD
    return ("number", number) if known else ("call", form.get("CallSid", ""))


def _turn(request: Request) -> int:
    """Return how often the caller was answered in this call; 0 for a new call."""
    told = str(request.args.get("turn", ""))
    return int(told) if re.fullmatch(r"[0-9]{1,4}", told) else 0

"""Twilio and Alexa in small: they send what the real ones send, and refuse an answer that those would not play.

Only the standard library is used here, and `cryptography` for signing, so that tests of both environments can call.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import re
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from tests.bot.channels.authority import headers

TWILIO_TOKEN = "0123456789abcdef0123456789abcdef"
ALEXA_SKILL = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
FORM = "application/x-www-form-urlencoded"
COUNT = itertools.count(1)
SECONDS = 30.0  # to wait for an answer


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    kind: str
    body: bytes


def post(url: str, body: bytes, sent: Mapping[str, str], method: str = "POST") -> Answer:
    """Return the answer to a request; an error status is an answer too."""
    request = urllib.request.Request(url, body, dict(sent), method=method)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:
            return Answer(reply.status, reply.headers.get("Content-Type", ""), reply.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers.get("Content-Type", ""), error.read())


def twilio_signature(address: str, form: Mapping[str, str], token: str = TWILIO_TOKEN) -> str:
    """Return what Twilio signs: HMAC-SHA1 over the address and the sorted fields (twilio.com/docs/usage/security)."""
    told = address + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), told.encode(), hashlib.sha1).digest()).decode()


@dataclass
class Heard:
    """One turn as it reaches the ear.

    Attributes:
        words: all that is said.
        ends: the call or the session is over.
        reprompt: what is said where nobody answers.
        card: what is shown beside it.
    """

    words: str
    ends: bool
    reprompt: str = ""
    card: str = ""


class Twilio:
    """A telephone call. `faults` lists what Twilio would not have played."""

    SAYS = frozenset({"voice", "language", "loop"})
    GATHERS = frozenset(
        {"input", "action", "method", "timeout", "speechTimeout", "language", "hints", "profanityFilter", "numDigits",
         "bargeIn", "speechModel", "enhanced", "actionOnEmptyResult", "finishOnKey", "partialResultCallback"}
    )  # fmt: skip

    def __init__(self, server: str, public: str, path: str = "/webhooks/telephone/webhook") -> None:
        """Call a number whose webhook stands at `public` and is reached at `server`."""
        self.server, self.public = server, public
        self.fields = {
            "CallSid": f"CA{secrets.token_hex(16)}", "AccountSid": "AC0", "From": f"+44{secrets.randbelow(10**9):09}",
            "To": "+442079460000", "Direction": "inbound", "FromCity": "",
        }  # fmt: skip
        self.address = public + path
        self.faults: list[str] = []

    def send(self, **fields: str) -> Heard:
        """Return what is said to a form."""
        form = {**self.fields, "CallStatus": "in-progress", **fields}
        parts = urlsplit(self.address)
        url = f"{self.server}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        sent = {"Content-Type": FORM, "X-Twilio-Signature": twilio_signature(self.address, form)}
        answer = post(url, urlencode(form).encode(), sent)
        assert answer.status == 200, answer
        if not answer.kind.startswith(("text/xml", "application/xml")):
            self.faults.append(f"12300 invalid content type {answer.kind}")
        response = ElementTree.fromstring(answer.body)
        self.faults += self._faults(response, answer.body)
        gather = response.find("Gather")
        if gather is not None:
            self.address = gather.attrib["action"]
        words = " ".join(say.text or "" for say in response.iter("Say"))
        return Heard(words, response.find("Hangup") is not None)

    def dial(self) -> Heard:
        """Begin the call."""
        return self.send(CallStatus="ringing")

    def says(self, words: str, confidence: str = "0.91") -> Heard:
        """Say something, as the recogniser writes it."""
        return self.send(SpeechResult=words, Confidence=confidence)

    def presses(self, key: str) -> Heard:
        """Press a key."""
        return self.send(Digits=key)

    def _faults(self, response: ElementTree.Element, body: bytes) -> list[str]:
        faults = [] if response.tag == "Response" else [f"12100 document begins with {response.tag}"]
        faults += ["11750 response too large"] if len(body) > 64 * 1024 else []
        for verb in response.iter():
            known = {"Response": frozenset[str](), "Hangup": frozenset[str](), "Say": self.SAYS, "Gather": self.GATHERS}
            if verb.tag not in known or not verb.attrib.keys() <= known[verb.tag]:
                faults.append(f"12200 schema: {verb.tag} {verb.attrib}")
            if verb.tag == "Say" and not 1 <= len((verb.text or "").strip()) <= 4096:
                faults.append("13520 say: invalid text")
        for gather in response.iter("Gather"):
            faults += self._gather_faults(gather.attrib)
        last = [verb.tag for verb in response][-1:]
        return faults if last in (["Gather"], ["Hangup"]) else [*faults, "the call would end without a word"]

    def _gather_faults(self, told: Mapping[str, str]) -> list[str]:
        faults = [] if set(told.get("input", "").split()) <= {"speech", "dtmf"} else ["13315 gather: input"]
        faults += [] if told.get("action", "").startswith(f"{self.public}/") else ["13310 gather: action"]
        numbers = ("timeout", "numDigits", "speechTimeout")
        faults += [f"gather: {one}" for one in numbers if one in told and not re.fullmatch(r"[1-9]\d*", told[one])]
        flags = ("bargeIn", "enhanced", "actionOnEmptyResult", "profanityFilter")
        faults += [f"gather: {one}" for one in flags if told.get(one, "true") not in ("true", "false")]
        hints = told.get("hints", "").split(",")
        return [*faults, *([] if len(hints) <= 500 and max(map(len, hints)) <= 100 else ["13335 gather: hints"])]


@dataclass
class Alexa:
    """A session with the skill, by an interaction model. `faults` lists what Alexa would not have played.

    Attributes:
        server: where the skill's requests go.
        key: signs them.
        model: the interaction model, as the skill console takes it.
    """

    server: str
    key: Any
    model: Mapping[str, Any]
    faults: list[str] = field(default_factory=list)
    user: str = field(default_factory=lambda: f"amzn1.ask.account.{secrets.token_hex(8).upper()}")
    clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)

    BUILT_IN: ClassVar = {
        "AMAZON.YesIntent": ("yes", "yeah", "yep"), "AMAZON.NoIntent": ("no", "nope", "no thanks"),
        "AMAZON.StopIntent": ("stop", "goodbye"), "AMAZON.CancelIntent": ("cancel",),
        "AMAZON.HelpIntent": ("help",), "AMAZON.RepeatIntent": ("repeat",),
    }  # fmt: skip

    def envelope(self, kind: str, **request: Any) -> dict[str, Any]:
        """Return a request as Alexa builds it."""
        who = {"application": {"applicationId": ALEXA_SKILL}, "user": {"userId": self.user}}
        stamp = self.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        told = {"type": kind, "requestId": f"amzn1.echo-api.request.{next(COUNT)}", "timestamp": stamp, **request}
        session = {"new": kind == "LaunchRequest", "sessionId": "amzn1.echo-api.session.1", **who}
        return {"version": "1.0", "session": session, "context": {"System": who}, "request": told}

    def send(self, envelope: Mapping[str, Any]) -> Heard:
        """Return what is said to a request."""
        body = json.dumps(envelope).encode()
        answer = post(f"{self.server}/webhooks/alexa/webhook", body, headers(body, self.key))
        assert answer.status == 200, answer
        told = json.loads(answer.body)
        response = told["response"]
        self.faults += self._faults(told, len(answer.body))
        card = response.get("card") or {}
        again = response.get("reprompt", {}).get("outputSpeech")
        return Heard(
            _spoken(response["outputSpeech"]), response["shouldEndSession"], _spoken(again) if again else "",
            card.get("content", ""),
        )  # fmt: skip

    def opens(self) -> Heard:
        """Open the skill."""
        return self.send(self.envelope("LaunchRequest"))

    def says(self, words: str) -> Heard:
        """Say something: Alexa hears it without capitals and stops, and passes on the intent that the model has."""
        return self.send(self.envelope("IntentRequest", intent=self.intent(heard_by_alexa(words))))

    def intent(self, words: str) -> dict[str, Any]:
        """Return the intent of what was said, by the samples of the model."""
        intents = self.model["interactionModel"]["languageModel"]["intents"]
        exact = [
            one["name"] for one in intents if words in (*one["samples"], *self.BUILT_IN.get(one["name"], ()))
        ]  # fmt: skip
        if exact:
            return {"name": exact[0], "confirmationStatus": "NONE"}
        whole: dict[str, Any] = {"name": "AMAZON.FallbackIntent", "confirmationStatus": "NONE"}
        for one in intents:
            for sample in one["samples"]:
                before, slot, _ = sample.partition("{")
                if slot and words.startswith(before) and words != before:
                    (named,) = one["slots"]
                    value = words[len(before) :].strip()
                    slots = {named["name"]: {"name": named["name"], "value": value, "confirmationStatus": "NONE"}}
                    found = {"name": one["name"], "confirmationStatus": "NONE", "slots": slots}
                    if before:
                        return found
                    whole = found
        return whole

    @staticmethod
    def _faults(told: Mapping[str, Any], size: int) -> list[str]:
        response = told["response"]
        faults = [] if told["version"] == "1.0" else ["version"]
        faults += ["response of more than 120 KB"] if size > 120 * 1024 else []
        faults += [] if isinstance(response["shouldEndSession"], bool) else ["shouldEndSession"]
        for speech in (response["outputSpeech"], (response.get("reprompt") or {}).get("outputSpeech")):
            if speech is None:
                continue
            if len(speech["ssml"]) > 8000:
                faults.append("speech of more than 8,000 characters")
            tags = {piece.tag for piece in ElementTree.fromstring(speech["ssml"]).iter()}
            faults += [] if tags <= {"speak", "break"} else [f"tags {tags}"]
        card = response.get("card")
        if card and (card["type"] != "Simple" or len(card["title"]) + len(card["content"]) > 8000):
            faults.append("card")
        return faults


def heard_by_alexa(words: str) -> str:
    """Return what was said as Alexa writes it down: small letters, no stops."""
    return " ".join(re.sub(r"[.,!?;:\"()…•]+", " ", words.lower().replace("’", "'")).split())


def _spoken(speech: Mapping[str, str]) -> str:
    if speech["type"] != "SSML":
        raise AssertionError(speech)
    root = ElementTree.fromstring(speech["ssml"])
    return " ".join("".join(f" {piece}" for piece in root.itertext()).split())

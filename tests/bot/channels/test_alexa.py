"""The Alexa skill: requests signed under a certificate of our own making in, speech out."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1

from bot.channels.alexa import AlexaInput, beginning, intent_name
from bot.channels.alexa_requests import MAX_BODY_BYTES, Refused, Verifier, certificate_url, fetch, public_roots
from tests.bot.channels.authority import CHAIN_URL, SIGNER, Authority, pem
from tests.bot.channels.authority import headers as signed
from tests.bot.channels.serving import Agent, Reply, Serving

PATH = "/webhooks/alexa/webhook"
SKILL = "amzn1.ask.skill.01234567"
NOW = datetime(2026, 11, 27, 12, tzinfo=timezone.utc)
BLOCK = {"v": 1, "kind": "question", "slot": "pop", "known": {}}
POP = {
    "text": "Did you hear a pop?",
    "buttons": [{"title": word, "payload": word} for word in ("Yes", "No", "Not sure")],
    "custom": {"data": BLOCK},
}
SOURCE = {"n": 1, "title": "Knees & <care>", "section": "Rest", "publisher": "NHS", "url": "https://a.example/knees"}
ADVICE = {
    "text": "Rest it & wait [1].",
    "custom": {"data": {"v": 1, "kind": "answer", "known": {}, "citations": [SOURCE]}},
}


AUTHORITY, STRANGER = Authority(NOW), Authority(NOW)
KEY = rsa.generate_private_key(65537, 2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
LEAF = AUTHORITY.issue(SIGNER, KEY)


class Bucket:
    """Where the certificate chains stand; counts how often one is fetched."""

    def __init__(self) -> None:
        self.chain: bytes | Refused = pem(LEAF, AUTHORITY.root)
        self.fetched: list[str] = []

    async def fetch(self, url: str) -> bytes:
        self.fetched.append(url)
        if isinstance(self.chain, Refused):
            raise self.chain
        return self.chain


def envelope(kind: str = "LaunchRequest", at: datetime = NOW, skill: str = SKILL, **request: Any) -> dict[str, Any]:
    envelope.count += 1  # type: ignore[attr-defined]  # so that no two requests have the same id
    return {
        "version": "1.0",
        "session": {"application": {"applicationId": skill}, "user": {"userId": "amzn1.ask.account.SOMEBODY"}},
        "context": {
            "System": {"application": {"applicationId": skill}, "user": {"userId": "amzn1.ask.account.SOMEBODY"}}
        },
        "request": {
            "type": kind,
            "requestId": f"request-{envelope.count}",  # type: ignore[attr-defined]
            "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            **request,
        },
    }


envelope.count = 0  # type: ignore[attr-defined]


def intent(name: str, **slots: str) -> dict[str, Any]:
    values = {slot: {"name": slot, "value": value} for slot, value in slots.items()}
    return envelope("IntentRequest", intent={"name": name, "slots": values})


def headers(body: bytes, key: Any = KEY, url: str = CHAIN_URL, digest: Any = None) -> dict[str, str]:
    return signed(body, key, url, digest)


class Skill:
    """The channel on a server, and Alexa that talks to it."""

    def __init__(self, server: Serving, bucket: Bucket) -> None:
        self.server, self.bucket = server, bucket

    def post(self, body: bytes, sent: dict[str, str]) -> Reply:
        return self.server.post(PATH, body, sent)

    def send(self, told: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps(told).encode()
        reply = self.post(body, headers(body))
        assert reply.status == 200, reply.body
        assert reply.json["version"] == "1.0"
        response: dict[str, Any] = reply.json["response"]
        return response

    def says(self, told: dict[str, Any]) -> str:
        """Return the words of the answer, read as XML."""
        return heard(self.send(told)["outputSpeech"])

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.server.agent.received]


def heard(speech: dict[str, str]) -> str:
    assert speech["type"] == "SSML"
    return " ".join("".join(f" {piece}" for piece in ElementTree.fromstring(speech["ssml"]).itertext()).split())


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Serving, Bucket]]:
    bucket = Bucket()
    verifier = Verifier(SKILL, bucket.fetch, lambda: NOW, lambda: (AUTHORITY.root,))
    with Serving(AlexaInput({"ALEXA_APPLICATION_ID": SKILL}, verifier)) as server:
        yield server, bucket


@pytest.fixture
def skill(running: tuple[Serving, Bucket]) -> Skill:
    server, bucket = running
    server.agent = server.app.ctx.agent = Agent()
    server.agent.replies = [POP]
    skill = Skill(server, bucket)
    skill.send(envelope("SessionEndedRequest", reason="USER_INITIATED"))
    return skill


def test_launch_greets_and_listens(skill: Skill) -> None:
    response = skill.send(envelope())
    assert heard(response["outputSpeech"]) == "Did you hear a pop? Yes, no or not sure?"
    assert heard(response["reprompt"]["outputSpeech"]) == "Please say yes, no or not sure."
    assert response["shouldEndSession"] is False
    assert "card" not in response
    assert skill.texts == ["hello"]


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (intent("AMAZON.YesIntent"), "Yes"),
        (intent("AMAZON.NoIntent"), "No"),
        (intent("NotSureIntent"), "Not sure"),
        (intent("NoneIntent"), "None of those"),
        (intent("AMAZON.HelpIntent"), "What can you do?"),
        (intent("MessageIntent", message="outside of the knee"), "outside of the knee"),
        (intent("Say_my", words="knee hurts"), "my knee hurts"),
        (intent("Say_i__m", words="limping"), "i'm limping"),
        (intent("Say_can__t", words="stand on it"), "can't stand on it"),
        (intent("MessageIntent", message="/restart"), "restart"),
    ],
)
def test_what_was_said_reaches_the_assistant(skill: Skill, told: dict[str, Any], text: str) -> None:
    skill.send(told)
    assert skill.texts == [text]


@pytest.mark.parametrize("words", ["my", "can't", "i'm", "there's"])
def test_name_of_an_intent_keeps_how_a_message_began(words: str) -> None:
    assert beginning(intent_name(words)) == words
    assert intent_name(words).replace("_", "").isalpha()


@pytest.mark.parametrize("name", ["AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"])
def test_stopping_says_goodbye_and_ends(skill: Skill, name: str) -> None:
    skill.server.agent.replies = [{"text": "Take care.", "utter_action": "utter_goodbye"}]
    response = skill.send(intent(name))
    assert response["shouldEndSession"] is True
    assert heard(response["outputSpeech"]) == "Take care."
    assert "reprompt" not in response


def test_stopping_ends_even_where_the_assistant_goes_on(skill: Skill) -> None:
    assert skill.send(intent("AMAZON.StopIntent"))["shouldEndSession"] is True


@pytest.mark.parametrize("told", [envelope("SessionEndedRequest"), envelope("System.ExceptionEncountered")])
def test_nothing_is_said_where_nobody_listens(skill: Skill, told: dict[str, Any]) -> None:
    assert skill.send(told) == {}
    assert not skill.texts


def test_card_shows_the_sources_and_speech_is_escaped(skill: Skill) -> None:
    skill.server.agent.replies = [{**ADVICE, "text": 'Rest & "wait" 3 < 4 [1].'}]
    response = skill.send(intent("Say_my", words="knee hurts"))
    assert response["card"]["content"].endswith("Knees & <care>, Rest, NHS, https://a.example/knees")
    assert heard(response["outputSpeech"]).startswith('Rest and "wait" 3 4.')
    assert "https" not in response["outputSpeech"]["ssml"]
    assert "card" not in skill.send(intent("AMAZON.YesIntent"))


def test_what_is_not_understood_is_asked_again_and_then_ends(skill: Skill) -> None:
    skill.send(envelope())
    said = [skill.says(intent("AMAZON.FallbackIntent")) for _ in range(2)]
    assert len(set(said)) == 2
    last = skill.send(intent("MessageIntent"))
    assert last["shouldEndSession"] is True
    assert "1 1 2" in heard(last["outputSpeech"])
    assert skill.texts == ["hello"]


def test_repeat_says_it_again(skill: Skill) -> None:
    assert skill.says(envelope()) == skill.says(intent("AMAZON.RepeatIntent"))
    assert skill.texts == ["hello"]


def test_same_request_again_is_asked_once(skill: Skill) -> None:
    told = envelope()
    assert skill.send(told) == skill.send(told)
    assert skill.texts == ["hello"]


def test_user_is_hidden_and_known_again(skill: Skill) -> None:
    skill.send(envelope())
    skill.send(intent("AMAZON.YesIntent"))
    (sender,) = {message.sender_id for message in skill.server.agent.received}
    assert sender.startswith("alexa-")
    assert "SOMEBODY" not in sender


def test_chain_is_fetched_once(skill: Skill) -> None:
    for _ in range(3):
        skill.send(envelope())
    assert len(set(skill.bucket.fetched)) == len(skill.bucket.fetched)


@pytest.mark.parametrize(
    "url",
    [
        CHAIN_URL,
        "https://s3.amazonaws.com:443/echo.api/echo-api-cert-12.pem",
        "https://S3.amazonaws.com/echo.api/x/../echo-api-cert-12.pem",
        "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert-12.pem",
    ],
)
def test_address_of_amazon_is_taken_in_its_plain_form(url: str) -> None:
    assert certificate_url(url) == CHAIN_URL


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://s3.amazonaws.com/echo.api/a.pem",
        "https://s3.amazonaws.com.evil/echo.api/a.pem",
        "https://evil.example/echo.api/a.pem",
        "https://notamazon.com/echo.api/a.pem",
        "https://s3.amazonaws.com/EcHo.aPi/a.pem",
        "https://s3.amazonaws.com/invalid.path/a.pem",
        "https://s3.amazonaws.com/echo.api/../x",
        "https://s3.amazonaws.com/echo.api/%2e%2e/x",
        "https://s3.amazonaws.com/echo.api\\..\\x",
        "https://s3.amazonaws.com/echo.apix/a.pem",
        "https://s3.amazonaws.com/echo.api",
        "https://s3.amazonaws.com:563/echo.api/a.pem",
        "https://s3.amazonaws.com:99999/echo.api/a.pem",
        "https://s3.amazonaws.com:x/echo.api/a.pem",
        "https://somebody@s3.amazonaws.com/echo.api/a.pem",
        "https://s3.amazonaws.com@evil.example/echo.api/a.pem",
        "https://[s3.amazonaws.com/echo.api/a.pem",
        "//s3.amazonaws.com/echo.api/a.pem",
        "file:///echo.api/a.pem",
    ],
)
def test_every_other_address_is_refused(skill: Skill, url: str) -> None:
    fetched = list(skill.bucket.fetched)
    body = json.dumps(envelope()).encode()
    assert skill.post(body, headers(body, url=url)).status == 400
    assert skill.bucket.fetched == fetched
    assert not skill.texts


BODY = json.dumps(envelope()).encode()
SIGNED = headers(BODY)


def changed(**parts: Any) -> bytes:
    return json.dumps({**envelope(), **parts}).encode()


BODIES: dict[str, bytes] = {
    "151 seconds old": json.dumps(envelope(at=NOW - timedelta(seconds=151))).encode(),
    "151 seconds ahead": json.dumps(envelope(at=NOW + timedelta(seconds=151))).encode(),
    "another skill": json.dumps(envelope(skill="amzn1.ask.skill.other")).encode(),
    "another skill in the session": changed(session={"application": {"applicationId": "other"}}),
    "no skill": changed(session=None, context={}),
    "no request": changed(request=None),
    "no time": changed(request={"type": "LaunchRequest", "requestId": "a"}),
    "time without a zone": changed(request={"type": "LaunchRequest", "timestamp": "2026-11-27T12:00:00"}),
    "odd time": changed(request={"type": "LaunchRequest", "timestamp": "yesterday"}),
    "number for a time": changed(request={"type": "LaunchRequest", "timestamp": 1}),
    "no type": changed(request={"requestId": "a", "timestamp": "2026-11-27T12:00:00Z"}),
    "no id": changed(request={"type": "LaunchRequest", "timestamp": "2026-11-27T12:00:00Z"}),
    "no intent": json.dumps(envelope("IntentRequest")).encode(),
    "odd intent": json.dumps(envelope("IntentRequest", intent=[1])).encode(),
    "odd slots": json.dumps(envelope("IntentRequest", intent={"name": "a", "slots": [1]})).encode(),
    "no user": changed(session={"application": {"applicationId": SKILL}}, context={}),
    "odd context": changed(context=7),
    "a list": b"[]",
    "not JSON": b"{",
    "not text": b"\xff\xfe",
    "nested deeply": b"[" * 20_000,
    "empty": b"",
    "huge": b"x" * (MAX_BODY_BYTES + 1),
}


@pytest.mark.parametrize("case", BODIES)
def test_signed_but_wrong_requests_are_refused(skill: Skill, case: str) -> None:
    reply = skill.post(BODIES[case], headers(BODIES[case]))
    assert reply.status == 400
    assert reply.json["error"] == "refused"
    assert not skill.texts


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in SIGNED.items() if key != name}


FORGED: dict[str, tuple[bytes, dict[str, str]]] = {
    "no signature": (BODY, without("Signature-256")),
    "empty signature": (BODY, {**SIGNED, "Signature-256": ""}),
    "no base64": (BODY, {**SIGNED, "Signature-256": "*"}),
    "not even text": (BODY, {**SIGNED, "Signature-256": "\xe9"}),
    "signature of something else": (BODY, headers(b"other")),
    "only the old SHA-1": (BODY, {**without("Signature-256"), "Signature": "eA=="}),
    "signed with SHA-1": (BODY, headers(BODY, digest=SHA1())),
    "another key": (BODY, headers(BODY, rsa.generate_private_key(65537, 2048))),
    "altered": (BODY.replace(b"Launch", b"LaunCh"), SIGNED),
    "a space more": (BODY + b" ", SIGNED),
    "no address": (BODY, without("SignatureCertChainUrl")),
}


@pytest.mark.parametrize("case", FORGED)
def test_forged_requests_are_refused(skill: Skill, case: str) -> None:
    assert skill.post(*FORGED[case]).status == 400
    assert not skill.texts


CHAINS: dict[str, bytes | Refused] = {
    "wrong name": pem(AUTHORITY.issue("echo-api.amazon.com.evil.example", KEY), AUTHORITY.root),
    "expired": pem(AUTHORITY.issue(SIGNER, KEY, start=NOW - timedelta(days=40)), AUTHORITY.root),
    "not yet valid": pem(AUTHORITY.issue(SIGNER, KEY, start=NOW + timedelta(days=1)), AUTHORITY.root),
    "unknown authority": pem(STRANGER.issue(SIGNER, KEY), STRANGER.root),
    "the authority itself": pem(AUTHORITY.root),
    "no RSA key": pem(AUTHORITY.issue(SIGNER, CURVE), AUTHORITY.root),
    "empty": b"",
    "no certificate": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    "not text": b"\xff\x00",
    "unreachable": Refused("The certificate chain could not be fetched."),
}


@pytest.mark.parametrize("case", CHAINS)
def test_chains_that_do_not_hold_are_refused(skill: Skill, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skill.bucket, "chain", CHAINS[case])
    body = json.dumps(envelope()).encode()
    url = f"https://s3.amazonaws.com/echo.api/{case.replace(' ', '-')}.pem"
    assert skill.post(body, headers(body, url=url)).status == 400
    assert not skill.texts


def test_chain_that_runs_out_is_not_believed_from_memory() -> None:
    bucket, times = Bucket(), [NOW]
    verifier = Verifier(SKILL, bucket.fetch, lambda: times[-1], lambda: (AUTHORITY.root,))
    sent = {name.lower(): value for name, value in SIGNED.items()}
    assert asyncio.run(verifier.verified(sent, BODY))["version"] == "1.0"
    times.append(NOW + timedelta(days=60))
    with pytest.raises(Refused, match="valid now"):
        asyncio.run(verifier.verified(sent, BODY))


def test_public_authorities_can_be_read() -> None:
    assert len(public_roots()) > 50


def test_fetching_in_vain_is_a_refusal() -> None:
    with pytest.raises(Refused, match="could not be fetched"):
        asyncio.run(fetch("https://127.0.0.1:9/echo.api/a.pem"))


def test_channel_without_the_skills_id_is_off_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("ALEXA_APPLICATION_ID", raising=False)
    with caplog.at_level(logging.INFO):
        channel = AlexaInput.from_credentials(None)
    assert len([record for record in caplog.records if "is off" in record.message]) == 1
    with Serving(channel) as off:
        assert off.post(PATH, b"", {}).status == 404

"""The telephone: forms signed like Twilio's in, TwiML out."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from twilio.request_validator import RequestValidator

from bot.channels.listening import SILENCES_TO_BEAR
from bot.channels.twilio import FORM, KEYS_HINT, MAX_BODY_BYTES, TwilioInput, read_form
from tests.bot.channels.serving import Agent, Reply, Serving

TOKEN, PUBLIC = "0123456789abcdef", "https://bot.example"
PATH = "/webhooks/telephone/webhook"
SECRETS = {"TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_PUBLIC_URL": PUBLIC + "/"}
CALLER = "+447700900123"
POP = {
    "text": "Did you hear a pop?",
    "buttons": [{"title": word, "payload": word} for word in ("Yes", "No", "Not sure")],
    "custom": {"data": {"v": 1, "kind": "question", "slot": "pop", "known": {}}},
}
ADVICE = {
    "text": " ".join(f"This is sentence {number} <of> many & more [1]." for number in range(7)),
    "custom": {"data": {"v": 1, "kind": "answer", "known": {}}},
}


class Call:
    """A telephone call: posts what is said to where the last answer wanted it."""

    def __init__(self, server: Serving, number: str = CALLER, call: str = "CA1") -> None:
        self.server = server
        self.fields = {"CallSid": call, "From": number, "CallStatus": "in-progress", "FromCity": ""}
        self.address = PUBLIC + PATH

    def send(self, **fields: str) -> ElementTree.Element:
        """Return the TwiML that answers a form."""
        reply = post(self.server, {**self.fields, **fields}, self.address)
        assert reply.status == 200
        self.reply = ElementTree.fromstring(reply.body)
        assert len(self.reply), "an empty response ends the call without a word"
        gather = self.reply.find("Gather")
        if gather is not None:
            self.address = gather.attrib["action"]
        return self.reply

    def hears(self, **fields: str) -> str:
        """Return the words that answer a form."""
        return " ".join(say.text or "" for say in self.send(**fields).iter("Say"))

    def is_over(self) -> bool:
        """Whether the last answer hung up."""
        return self.reply.find("Hangup") is not None


def post(server: Serving, form: Mapping[str, str], address: str = PUBLIC + PATH, **headers: str) -> Reply:
    signature = RequestValidator(TOKEN).compute_signature(address, form)
    sent = {"Content-Type": FORM, "X-Twilio-Signature": signature, **headers}
    parts = urlsplit(address)
    return server.post(parts.path + (f"?{parts.query}" if parts.query else ""), urlencode(form), sent)


@pytest.fixture(scope="module")
def running() -> Iterator[Serving]:
    with Serving(TwilioInput(SECRETS)) as server:
        yield server


@pytest.fixture
def server(running: Serving) -> Serving:
    running.agent = running.app.ctx.agent = Agent()
    running.agent.replies = [POP]
    return running


@pytest.fixture
def call(server: Serving, request: pytest.FixtureRequest) -> Call:
    return Call(server, call=request.node.name)


def texts(server: Serving) -> list[str]:
    return [message.text for message in server.agent.received]


def test_call_is_greeted_and_listened_to(call: Call) -> None:
    words = call.hears(CallStatus="ringing")
    gather = call.reply.find("Gather")
    assert texts(call.server) == ["hello"]
    assert words == f"{KEYS_HINT} Did you hear a pop?"
    assert gather is not None
    assert gather.attrib["input"] == "speech dtmf"
    assert gather.attrib["bargeIn"] == "true"
    assert gather.attrib["action"] == f"{PUBLIC}{PATH}?turn=1"


def test_keys_are_explained_once(call: Call) -> None:
    call.hears()
    assert call.hears(SpeechResult="my knee hurts") == "Did you hear a pop? Yes, no or not sure?"


@pytest.mark.parametrize(("key", "word"), [("1", "Yes"), ("2", "No"), ("3", "Not sure")])
def test_keys_answer_a_question(call: Call, key: str, word: str) -> None:
    call.hears()
    call.hears(Digits=key)
    assert texts(call.server)[-1] == word


def test_key_without_meaning_is_said_to_be_one(call: Call) -> None:
    call.hears()
    assert "no meaning" in call.hears(Digits="9")
    assert "yes, no or not sure" in call.hears(Digits="8"), "the second time in other words"
    call.server.agent.replies = [{"text": "Where does it hurt most?", "custom": {"data": {"kind": "question"}}}]
    call.hears(SpeechResult="no")
    assert "no meaning" in call.hears(Digits="1")
    assert texts(call.server) == ["hello", "no"]


def test_silence_is_asked_twice_in_other_words_and_then_ends_kindly(call: Call) -> None:
    call.hears()
    heard = [call.hears(SpeechResult="") for _ in range(SILENCES_TO_BEAR)]
    assert len(set(heard)) == SILENCES_TO_BEAR
    assert all("?" in words or "say" in words for words in heard)
    assert not call.is_over()
    last = call.hears()
    assert call.is_over()
    assert "1 1 2" in last
    assert texts(call.server) == ["hello"]


def test_silence_is_forgiven_when_somebody_speaks(call: Call) -> None:
    call.hears()
    for _ in range(3):
        for _ in range(SILENCES_TO_BEAR):
            call.hears()
        call.hears(SpeechResult="no")
        assert not call.is_over()


def test_mishearing_is_asked_back_once_and_then_believed(call: Call) -> None:
    call.hears()
    assert "not sure I heard" in call.hears(SpeechResult="my food is numb", Confidence="0.12")
    call.hears(SpeechResult="my foot is numb", Confidence="0.2")
    call.hears(SpeechResult="really", Confidence="0.0")
    assert texts(call.server) == ["hello", "my foot is numb", "really"]


def test_goodbye_hangs_up_and_an_emergency_is_said_once_more(call: Call) -> None:
    call.hears()
    bye = {"text": "Take care.", "utter_action": "utter_goodbye", "custom": {"data": {"kind": "chat"}}}
    call.server.agent.replies = [bye]
    assert call.hears(SpeechResult="bye") == "Take care."
    assert call.is_over()
    call.server.agent.replies = [{**bye, "custom": {"data": {"kind": "chat", "level": "emergency"}}}]
    assert call.hears(SpeechResult="bye bye").startswith("Please get help now.")
    assert call.is_over()


def test_long_advice_goes_on_when_wanted_and_no_ends_it(call: Call) -> None:
    call.hears()
    call.server.agent.replies = [ADVICE]
    first = call.hears(SpeechResult="what do I do?")
    assert first.endswith("Shall I go on?")
    assert "[1]" not in first
    second = call.hears(Digits="1")
    assert second.startswith("This is sentence 3 of many and more.")
    assert call.hears(SpeechResult="No.").startswith("Is there anything else")
    assert call.hears(SpeechResult="yes").startswith("What would you like to know?")
    assert texts(call.server) == ["hello", "what do I do?"]


def test_nothing_else_is_a_goodbye(call: Call) -> None:
    call.server.agent.replies = [{"text": "Rest it.", "custom": {"data": {"kind": "answer"}}}]
    assert call.hears().endswith("Is there anything else you want to know?")
    call.hears(SpeechResult="No, thanks.")
    call.hears(SpeechResult="nothing else")
    assert texts(call.server)[-1] == "goodbye"


@pytest.mark.parametrize("failure", [RuntimeError("lost"), None])
def test_failure_is_spoken_with_the_number_to_call(
    call: Call, failure: Exception | None, caplog: pytest.LogCaptureFixture
) -> None:
    call.hears()
    call.server.agent.failure, call.server.agent.replies = failure, []
    words = call.hears(SpeechResult="a private matter")
    assert "1 1 2" in words
    assert "Did you hear a pop?" in words, "the question that is open is the one that was heard last"
    assert not call.is_over()
    assert "private" not in caplog.text
    assert CALLER not in caplog.text


def test_same_request_again_is_answered_the_same_and_asked_once(call: Call) -> None:
    call.hears()
    address = call.address
    first = post(call.server, {**call.fields, "SpeechResult": "it popped"}, address)
    assert post(call.server, {**call.fields, "SpeechResult": "it popped"}, address).body == first.body
    assert texts(call.server) == ["hello", "it popped"]


def test_caller_is_hidden_and_known_again_but_withheld_numbers_are_not_mixed_up(server: Serving) -> None:
    for number, call in [
        (CALLER, "CA11"),
        (CALLER, "CA12"),
        ("+266696687", "CA13"),
        ("", "CA14"),
        ("anonymous", "CA15"),
    ]:
        Call(server, number, call).hears()
    senders = [message.sender_id for message in server.agent.received]
    assert senders[0] == senders[1]
    assert len(set(senders)) == 4
    assert not any(digits in "".join(senders) for digits in (CALLER[1:], "266696687"))


def test_words_name_no_intent_and_have_a_limit(call: Call) -> None:
    call.hears()
    call.hears(SpeechResult="/restart" + "x" * 2000)
    assert texts(call.server)[-1].startswith("restart")
    assert len(texts(call.server)[-1]) == 1000


def test_call_that_is_over_needs_no_words(call: Call) -> None:
    assert post(call.server, {**call.fields, "CallStatus": "completed"}).status == 204
    assert not call.server.agent.received


GOOD = {"CallSid": "CA9", "From": CALLER, "SpeechResult": "hi"}


def signed(form: Mapping[str, str], address: str = PUBLIC + PATH, token: str = TOKEN) -> dict[str, str]:
    return {"Content-Type": FORM, "X-Twilio-Signature": RequestValidator(token).compute_signature(address, form)}


REFUSED: dict[str, tuple[str, dict[str, str], bytes, int]] = {
    "no signature": (PATH, {"Content-Type": FORM}, urlencode(GOOD).encode(), 403),
    "empty signature": (PATH, {"Content-Type": FORM, "X-Twilio-Signature": ""}, urlencode(GOOD).encode(), 403),
    "odd signature": (PATH, {"Content-Type": FORM, "X-Twilio-Signature": "\xe9\xff"}, urlencode(GOOD).encode(), 403),
    "other token": (PATH, signed(GOOD, token="another"), urlencode(GOOD).encode(), 403),
    "altered words": (PATH, signed(GOOD), urlencode({**GOOD, "SpeechResult": "ho"}).encode(), 403),
    "other number": (PATH, signed(GOOD), urlencode({**GOOD, "From": "+15005550006"}).encode(), 403),
    "added field": (PATH, signed(GOOD), urlencode({**GOOD, "Digits": "1"}).encode(), 403),
    "field taken out": (PATH, signed(GOOD), urlencode({"From": CALLER}).encode(), 403),
    "other turn": (PATH + "?turn=2", signed(GOOD, f"{PUBLIC}{PATH}?turn=1"), urlencode(GOOD).encode(), 403),
    "other host": (PATH, signed(GOOD, f"https://evil.example{PATH}"), urlencode(GOOD).encode(), 403),
    "other scheme": (PATH, signed(GOOD, f"http://bot.example{PATH}"), urlencode(GOOD).encode(), 403),
    "other path": (PATH, signed(GOOD, f"{PUBLIC}/webhooks/x/webhook"), urlencode(GOOD).encode(), 403),
    "field twice": (PATH, signed(GOOD), urlencode(GOOD).encode() + b"&From=%2B1", 400),
    "no form": (PATH, {**signed(GOOD), "Content-Type": "application/json"}, b"{}", 400),
    "no content type": (PATH, {"X-Twilio-Signature": "x"}, urlencode(GOOD).encode(), 400),
    "not text": (PATH, signed(GOOD), b"From=\xff\xfe", 400),
    "not text, escaped": (PATH, signed(GOOD), b"From=%ff%fe", 400),
    "too many fields": (PATH, signed(GOOD), b"&".join(b"f%d=1" % n for n in range(500)), 400),
    "empty body": (PATH, signed(GOOD), b"", 403),
    "huge body": (PATH, signed(GOOD), b"a=" + b"x" * MAX_BODY_BYTES, 413),
}


@pytest.mark.parametrize("case", REFUSED)
def test_forged_and_malformed_requests_are_refused(server: Serving, case: str) -> None:
    path, headers, body, status = REFUSED[case]
    assert server.post(path, body, headers).status == status
    assert not server.agent.received


def test_form_keeps_empty_fields_as_they_are_signed() -> None:
    assert read_form(f"{FORM}; charset=utf-8", b"a=&b=%26") == {"a": "", "b": "&"}


def test_channel_without_secrets_is_off_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)
    monkeypatch.delenv("TWILIO_PUBLIC_URL", raising=False)
    with caplog.at_level(logging.INFO):
        channel = TwilioInput.from_credentials(None)
    assert len([record for record in caplog.records if "is off" in record.message]) == 1
    with Serving(channel) as off:
        assert off.post(PATH, b"", {}).status == 404

"""Requests that no channel may hear: forged, altered, stale, malformed and huge, each with the status that refuses it.

What is a right request in every other way is wrong in one. Chains of certificates that do not hold are tried on the
channel itself (`tests/bot/channels/test_alexa.py`), as this server is given one chain.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import rsa

from tests.bot.channels.authority import headers
from tests.bot.channels.voices import FORM, Alexa, twilio_signature
from tests.channels.conftest import PUBLIC, SECRET, SHOP_PAGE, Line
from tests.channels.forms import JSON, slack_headers
from tests.conftest import site_id

SLACK, TELEGRAM, TWILIO, ALEXA, SITE, SESSION = PATHS = (
    "/webhooks/slack/webhook", "/webhooks/telegram/webhook", "/webhooks/telephone/webhook", "/webhooks/alexa/webhook",
    "/site/webhook", "/site/session",
)  # fmt: skip
TOKEN = "X-Telegram-Bot-Api-Secret-Token"
HUGE = b"x" * 70_000
MOST_ON_THE_SITE = 16 * 1024
NO_OBJECT = {"nothing": b"", "cut off": b"{", "a list": b"[]", "a word": b'"hi"', "null": b"null",
             "bytes": b"\xff\xfe", "nested deeply": b"[" * 10_000}  # fmt: skip


class Case(NamedTuple):
    """A request, and the status of its refusal."""

    path: str
    name: str
    body: bytes
    headers: dict[str, str]
    status: int
    method: str = "POST"


def cases(line: Line) -> list[Case]:
    """Return all cases."""
    return [
        *slack(),
        *telegram(),
        *telephone(),
        *alexa(line),
        *site(line),
        *forged_ids(line),
        *foreign_pages(line),
        *others(),
    ]


def slack() -> Iterator[Case]:
    """Yield requests that Slack did not sign, or that it never sends."""
    event = {"type": "message", "channel_type": "im", "channel": "DX", "user": "UX", "ts": "1.1", "text": "hello"}
    body = json.dumps({"type": "event_callback", "event_id": "EvX", "event": event}).encode()
    kind = JSON["Content-Type"]
    good = slack_headers(body, kind)
    stamp, signature = "X-Slack-Request-Timestamp", "X-Slack-Signature"
    forged = {
        "no signature": {**JSON, stamp: good[stamp]},
        "no timestamp": {**JSON, signature: good[signature]},
        "nothing at all": JSON,
        "another secret": slack_headers(body, kind, "other"),
        "another body": slack_headers(body + b" ", kind),
        "too old": slack_headers(body, kind, age=301),
        "of the future": slack_headers(body, kind, age=-302),
        "a timestamp moved on": {**good, stamp: str(int(good[stamp]) + 1)},
        "a timestamp in words": {**good, stamp: "now"},
        "an endless timestamp": {**good, stamp: "9" * 5000},
        "another version": {**good, signature: good[signature].replace("v0", "v1")},
        "an empty signature": {**good, signature: ""},
        "in capitals": {**good, signature: good[signature].upper()},
    }
    yield from (Case(SLACK, name, body, sent, 401) for name, sent in forged.items())
    for name, odd in NO_OBJECT.items():
        yield Case(SLACK, name, odd, slack_headers(odd, kind), 400)
        form = b"payload=" + odd
        yield Case(SLACK, f"a form with {name}", form, slack_headers(form, FORM), 400)
    yield Case(SLACK, "huge", HUGE, slack_headers(HUGE, kind), 413)


def telegram() -> Iterator[Case]:
    """Yield updates without the secret token, and what is no update."""
    person, chat = {"id": 1, "is_bot": False}, {"id": 1, "type": "private"}
    message = {"message_id": 1, "from": person, "chat": chat, "text": "hello"}
    body = json.dumps({"update_id": 1, "message": message}).encode()
    tokens = {"none": None, "an empty": "", "part of the": SECRET[:-1], "more than the": SECRET + "7",
              "the other case of the": SECRET.swapcase(), "two of the": f"{SECRET},{SECRET}"}  # fmt: skip
    for name, token in tokens.items():
        sent = {**JSON, **({} if token is None else {TOKEN: token})}
        yield Case(TELEGRAM, f"{name} token", body, sent, 401)
    yield Case(TELEGRAM, "the token in another place", body, {**JSON, "Authorization": SECRET}, 401)
    yield from (Case(TELEGRAM, name, odd, {**JSON, TOKEN: SECRET}, 400) for name, odd in NO_OBJECT.items())
    yield Case(TELEGRAM, "huge", HUGE, {**JSON, TOKEN: SECRET}, 413)


def telephone() -> Iterator[Case]:
    """Yield forms that Twilio did not sign for this address, and what is no form."""
    form = {"CallSid": "CAX", "From": "+15005550006", "CallStatus": "in-progress", "SpeechResult": "hello"}
    address, body = PUBLIC + TWILIO, urlencode(form).encode()

    def signed(at: str = address, **how: str) -> dict[str, str]:
        return {"Content-Type": FORM, "X-Twilio-Signature": twilio_signature(at, form, **how)}

    forged = {
        "no signature": (body, {"Content-Type": FORM}),
        "an empty signature": (body, {**signed(), "X-Twilio-Signature": ""}),
        "no base64": (body, {**signed(), "X-Twilio-Signature": "*"}),
        "another token": (body, signed(token="other")),
        "another host": (body, signed(f"https://evil.example{TWILIO}")),
        "another scheme": (body, signed(address.replace("https", "http"))),
        "another path": (body, signed(f"{PUBLIC}/webhooks/x")),
        "another turn": (body, signed(f"{address}?turn=1")),
        "altered words": (body + b"x", signed()),
        "an added field": (body + b"&Digits=1", signed()),
        "a field taken out": (body.partition(b"&")[2], signed()),
        "nothing": (b"", signed()),
    }
    yield from (Case(TWILIO, name, odd, sent, 403) for name, (odd, sent) in forged.items())
    malformed = {
        "a field twice": body + b"&From=%2B1", "not text": b"From=\xff\xfe", "not text, escaped": b"From=%ff%fe",
        "too many fields": b"&".join(b"f%d=1" % number for number in range(500)),
    }  # fmt: skip
    yield from (Case(TWILIO, name, odd, signed(), 400) for name, odd in malformed.items())
    yield Case(TWILIO, "JSON", b"{}", {**signed(), **JSON}, 400)
    yield Case(TWILIO, "huge", b"a=" + HUGE, signed(), 413)


def alexa(line: Line) -> Iterator[Case]:
    """Yield requests that are not Alexa's, not for this skill, or not fresh."""
    device = Alexa(line.url, line.alexa_key, line.alexa_model)

    def told(**changes: Any) -> bytes:
        return json.dumps({**device.envelope("LaunchRequest"), **changes}).encode()

    def at(seconds: int) -> bytes:
        shifted = Alexa(line.url, None, {}, clock=lambda: device.clock() + timedelta(seconds=seconds))
        return json.dumps(shifted.envelope("LaunchRequest")).encode()

    body = told()
    good = headers(body, line.alexa_key)
    other = {"application": {"applicationId": "amzn1.ask.skill.other"}, "user": {"userId": "x"}}
    forged = {
        "no signature": {**good, "Signature-256": ""},
        "no base64": {**good, "Signature-256": "*"},
        "of something else": {**good, "Signature-256": headers(b"other", line.alexa_key)["Signature-256"]},
        "another key": headers(body, rsa.generate_private_key(65537, 2048)),
        "only SHA-1": {**{k: v for k, v in good.items() if k != "Signature-256"}, "Signature": good["Signature-256"]},
        "no address": {**good, "SignatureCertChainUrl": ""},
        "no TLS": headers(body, line.alexa_key, "http://s3.amazonaws.com/echo.api/a.pem"),
        "another host": headers(body, line.alexa_key, "https://s3.amazonaws.com.evil/echo.api/a.pem"),
        "another path": headers(body, line.alexa_key, "https://s3.amazonaws.com/EcHo.aPi/a.pem"),
        "a way out": headers(body, line.alexa_key, "https://s3.amazonaws.com/echo.api/../x"),
        "another port": headers(body, line.alexa_key, "https://s3.amazonaws.com:563/echo.api/a.pem"),
        "a user in front": headers(body, line.alexa_key, "https://s3.amazonaws.com@evil.example/echo.api/a.pem"),
    }
    yield from (Case(ALEXA, name, body, sent, 400) for name, sent in forged.items())
    yield Case(ALEXA, "a space more", body + b" ", good, 400)
    malformed = {
        **NO_OBJECT,
        "151 seconds old": at(-152),
        "151 seconds ahead": at(155),
        "another skill": told(session=other, context={"System": other}),
        "no request": told(request=None),
        "no time": told(request={"type": "LaunchRequest", "requestId": "x"}),
        "odd intent": json.dumps(device.envelope("IntentRequest", intent=[1])).encode(),
        "nobody": told(session={"application": {"applicationId": "x"}}, context={}),
    }
    yield from (Case(ALEXA, name, odd, headers(odd, line.alexa_key), 400) for name, odd in malformed.items())
    yield Case(ALEXA, "huge", HUGE, headers(HUGE, line.alexa_key), 413)


def site(line: Line) -> Iterator[Case]:
    """Yield requests that the widget never sends."""
    sender = site_id(line.url)
    body = json.dumps({"sender": sender, "message": "hello"}).encode()
    for path in (SITE, SESSION):
        for kind in ("text/plain", FORM, "multipart/form-data", "application/jsonx"):
            yield Case(path, f"as {kind}", body, {"Content-Type": kind}, 415)
        yield from (Case(path, name, odd, JSON, 400) for name, odd in NO_OBJECT.items())
        yield Case(path, "large", b'{"x": "' + b"x" * MOST_ON_THE_SITE + b'"}', JSON, 413)
        yield Case(path, "huge", HUGE, JSON, 413)
    for name, told in {
        "no message": {"sender": sender},
        "a message that is no text": {"sender": sender, "message": ["hello"]},
        "an empty message": {"sender": sender, "message": " "},
        "nothing but a slash": {"sender": sender, "message": "/"},
        "a message too long": {"sender": sender, "message": "x" * 1001},
        "no sender": {"message": "hello"},
        "an empty sender": {"sender": "", "message": "hello"},
        "a sender that is a number": {"sender": 12345678, "message": "hello"},
        "a message with an odd id": {"sender": sender, "message": "hello", "id": "../../etc/passwd"},
    }.items():
        yield Case(SITE, name, json.dumps(told).encode(), JSON, 400)


def forged_ids(line: Line) -> Iterator[Case]:
    """Yield ids that this server did not sign."""
    good = site_id(line.url)
    conversation, stamp, signature = good.split(".")
    told = f"{conversation}.{stamp}"
    for name, sender in {
        "an id that is a word": "somebody-1234",
        "an id that is a path": "../../etc/passwd",
        "an id as widgets made them up before": conversation,
        "the name that Rasa knows": f"site-{conversation}",
        "somebody else's conversation": f"{'0' * 32}.{stamp}.{signature}",
        "an altered time": f"{conversation}.{int(stamp) + 1}.{signature}",
        "an altered signature": f"{told}.{signature[::-1]}",
        "an id without signature": told,
        "an id with an empty signature": f"{told}.",
        "an id cut short": good[:-1],
        "an id with something behind": f"{good}0",
        "an id in capitals": good.upper(),
        "an id of another server": f"{told}.{hmac.new(b'other', told.encode(), hashlib.sha256).hexdigest()}",
        "an id of 1970": f"{conversation}.0.{signature}",
        "an endless id": "0" * 10_000,
    }.items():
        yield Case(SITE, name, json.dumps({"sender": sender, "message": "hello"}).encode(), JSON, 403)


def foreign_pages(line: Line) -> Iterator[Case]:
    """Yield right requests from pages that the shop has not listed."""
    body = json.dumps({"sender": site_id(line.url), "message": "hello"}).encode()
    for name, sent in {
        "a foreign page": {"Origin": "https://evil.example"},
        "a foreign page, as its browser says": {"Sec-Fetch-Site": "cross-site"},
        "a sister site": {"Origin": "https://x.shop.example", "Sec-Fetch-Site": "same-site"},
        "a page without an address": {"Origin": "null"},
        "a listed name with more behind": {"Origin": f"{SHOP_PAGE}.evil.example"},
        "a listed name without TLS": {"Origin": SHOP_PAGE.replace("https", "http")},
        "a listed name on another port": {"Origin": f"{SHOP_PAGE}:8443"},
    }.items():
        for path in (SITE, SESSION):
            yield Case(path, name, body, {**JSON, **sent}, 403)
            asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
            if "Origin" in sent:
                yield Case(path, f"{name} that asks beforehand", b"", {**sent, **asked}, 403, "OPTIONS")


def others() -> Iterator[Case]:
    """Yield other ways in."""
    yield from (Case(path, "read instead of written to", b"", {}, 405, "GET") for path in PATHS)
    yield Case("/webhooks/telegram/set_webhook", "the stock connector's way in", b"", {}, 404, "GET")
    yield Case("/model", "Rasa's own API", b"{}", JSON, 404, "PUT")

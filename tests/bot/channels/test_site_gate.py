"""The site channel behind its gate: signed ids, origins and limits, over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from bot.channels.site_gate import Gate, Limits
from bot.channels.site_origins import Origins
from bot.channels.site_senders import DAY, OLDEST_DAYS
from tests.bot.channels.serving import Reply
from tests.bot.channels.test_site_senders import FORGED
from tests.bot.channels.visiting import JSON, NOW, SECRET, Site

SHOP, OTHER = "https://www.shop.example", "https://evil.example"
EVERYWHERE = ("/site/widget.js", "/site/chat.js", "/site/widget.css", "/site/messages.css", "/site/words.json")
CORS = "access-control-allow-origin"


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    """A server that lists the shop's origin."""
    with Site(origins=[SHOP]) as site:
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    """The server at the time NOW, whose agent has heard nothing."""
    running.agent.received.clear()
    running.clock.now = NOW
    return running


# ------------------------------------------------------------------------------------------------------ signed ids
def test_an_id_is_given_and_holds(site: Site) -> None:
    given = site.begin()
    assert given.status == 200
    assert given.headers["cache-control"] == "no-store"
    assert site.say(sender=given.json["sender"]).status == 200


@pytest.mark.parametrize(
    "sender", [sender for sender in FORGED.values() if isinstance(sender, str) and sender],
    ids=[name for name, sender in FORGED.items() if isinstance(sender, str) and sender],
)  # fmt: skip
def test_a_forged_id_is_refused_and_rasa_hears_nothing(site: Site, sender: str) -> None:
    reply = site.say(sender=sender)
    assert (reply.status, reply.json["error"]) == (403, "unknown_sender")
    assert "/site/session" in reply.json["message"]
    assert not site.agent.received


def test_an_old_id_is_refused_and_a_new_one_goes_on(site: Site) -> None:
    sender = site.id()
    site.clock.now += OLDEST_DAYS * DAY + 1
    reply = site.say(sender=sender)
    assert (reply.status, reply.json["error"]) == (403, "old_sender")
    assert not site.agent.received
    assert site.say(sender=site.begin({"sender": sender}).json["sender"]).status == 200


def test_an_id_is_renewed_without_losing_the_conversation(site: Site) -> None:
    sender = site.id()
    site.say(sender=sender)
    site.clock.now += 8 * DAY
    site.say(sender=site.begin({"sender": sender}).json["sender"])
    first, second = site.agent.received
    assert first.sender_id == second.sender_id


@pytest.mark.parametrize("sender", [None, 7, ["x"], {}, "x", "x" * 1000])
def test_whatever_comes_instead_of_an_id_a_new_one_is_given(site: Site, sender: object) -> None:
    assert site.say(sender=site.begin({"sender": sender}).json["sender"]).status == 200


def test_the_secret_is_in_no_answer(site: Site) -> None:
    assert SECRET.encode() not in site.begin().body + site.say().body


# --------------------------------------------------------------------------------------------------------- origins
def own(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


WELCOME = {
    "no browser": {},
    "a listed page": {"Origin": SHOP},
    "a listed page, as the browser says": {"Origin": SHOP, "Sec-Fetch-Site": "cross-site"},
    "a listed page on the same site": {"Origin": SHOP, "Sec-Fetch-Site": "same-site"},
    "our own page, behind a proxy that changes the host": {"Origin": OTHER, "Sec-Fetch-Site": "same-origin"},
    "a person": {"Sec-Fetch-Site": "none"},
}
FOREIGN = {
    "a foreign page": {"Origin": OTHER},
    "a foreign page, as the browser says": {"Origin": OTHER, "Sec-Fetch-Site": "cross-site"},
    "no origin, but from elsewhere": {"Sec-Fetch-Site": "cross-site"},
    "no origin, but from a sister site": {"Sec-Fetch-Site": "same-site"},
    "no origin to speak of": {"Origin": "null"},
    "an empty origin": {"Origin": ""},
    "a longer name": {"Origin": SHOP + ".evil.example"},
    "a shorter name": {"Origin": "https://shop.example"},
    "without TLS": {"Origin": SHOP.replace("https", "http")},
    "another port": {"Origin": SHOP + ":8443"},
    "in capitals": {"Origin": SHOP.upper()},
    "a path": {"Origin": SHOP + "/"},
    "two at once": {"Origin": f"{SHOP} {OTHER}"},
    "a wildcard": {"Origin": "*"},
    "an extension": {"Origin": "chrome-extension://abcdefghijklmnop"},
    "our host behind a name": {"Origin": "http://a@127.0.0.1"},
}


@pytest.mark.parametrize("headers", WELCOME.values(), ids=WELCOME)
def test_who_is_welcome(site: Site, headers: dict[str, str]) -> None:
    sender = site.begin(headers=headers).json["sender"]
    reply = site.say(sender=sender, headers=headers)
    assert reply.status == 200
    assert reply.headers.get(CORS) == (SHOP if headers.get("Origin") == SHOP else None)


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_who_is_not(site: Site, headers: dict[str, str]) -> None:
    for reply in (site.begin(headers=headers), site.say(headers=headers)):
        assert (reply.status, reply.json["error"]) == (403, "foreign_origin")
        assert not allowances(reply)
        assert reply.headers["vary"] == "Origin"
    assert not site.agent.received


def test_our_own_page_is_welcome_and_no_other_port(site: Site) -> None:
    assert site.say(headers={"Origin": own(site)}).status == 200
    assert site.say(headers={"Origin": own(site), "Sec-Fetch-Site": "same-origin"}).status == 200
    assert site.say(headers={"Origin": own(site), "Sec-Fetch-Site": "cross-site"}).status == 403
    assert site.say(headers={"Origin": "http://127.0.0.1"}).status == 403


def test_a_listed_page_may_read_answers_refusals_too(site: Site) -> None:
    headers = {"Origin": SHOP, "Sec-Fetch-Site": "cross-site"}
    for reply in (site.say(headers=headers), site.say("", headers=headers), site.say(sender="x", headers=headers)):
        assert reply.headers[CORS] == SHOP
        assert reply.headers["access-control-expose-headers"] == "Retry-After"
        assert "Origin" in reply.headers["vary"]
        assert "access-control-allow-credentials" not in reply.headers


def allowances(reply: Reply) -> list[str]:
    return [name for name in reply.headers if name.startswith("access-control-")]


def asks(site: Site, path: str, origin: str) -> Reply:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST",
               "Access-Control-Request-Headers": "content-type", "Sec-Fetch-Site": "cross-site"}  # fmt: skip
    return site.post(path, None, headers, "OPTIONS")


@pytest.mark.parametrize("path", ["/site/webhook", "/site/session"])
def test_a_listed_page_is_told_what_it_may_send(site: Site, path: str) -> None:
    reply = asks(site, path, SHOP)
    assert reply.status in (200, 204)
    assert reply.headers[CORS] == SHOP
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert reply.headers["access-control-allow-headers"] == "Content-Type"
    assert int(reply.headers["access-control-max-age"]) > 0
    assert reply.headers["vary"] == "Origin"


@pytest.mark.parametrize("path", ["/site/webhook", "/site/session"])
def test_a_foreign_page_may_send_nothing(site: Site, path: str) -> None:
    reply = asks(site, path, OTHER)
    assert reply.status == 403
    assert not allowances(reply)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_listed_pages_may_load_the_widget_and_others_not(site: Site, path: str) -> None:
    shop, other, nobody = (site.get(path, {"Origin": origin} if origin else {}) for origin in (SHOP, OTHER, ""))
    assert {reply.status for reply in (shop, other, nobody)} == {200}
    assert shop.headers[CORS] == SHOP
    assert not allowances(other) + allowances(nobody)
    for reply in (shop, other, nobody):
        assert "Origin" in reply.headers["vary"], "or a cache gives one page's answer to another"
        assert reply.headers["cross-origin-resource-policy"] == "cross-origin"


def test_what_is_revalidated_stays_readable(site: Site) -> None:
    tag = site.get("/site/chat.js").headers["etag"]
    again = site.get("/site/chat.js", {"Origin": SHOP, "If-None-Match": tag})
    assert (again.status, again.headers[CORS]) == (304, SHOP)


def test_without_a_list_the_chat_is_for_its_own_pages() -> None:
    with Site() as site:
        assert site.say(headers={"Origin": own(site)}).status == 200
        assert site.say(headers={"Origin": SHOP}).status == 403
        assert asks(site, "/site/webhook", SHOP).status == 403
        assert site.get("/site/widget.js").headers["cross-origin-resource-policy"] == "same-origin"


def test_a_header_that_is_not_there_is_not_an_origin_that_is_listed() -> None:
    assert not Origins().welcome({"sec-fetch-site": "cross-site"})
    assert CORS not in {name.lower() for name in Origins().answer_headers({}, preflight=False)}


# ---------------------------------------------------------------------------------------------------------- limits
def test_a_conversation_that_goes_too_fast_is_asked_to_wait() -> None:
    with Site(Limits(conversation=3, address=100, new=100)) as site:
        sender = site.id()
        assert [site.say(sender=sender).status for _ in range(4)] == [200, 200, 200, 429]
        reply = site.say(sender=sender)
        assert reply.json == {
            "error": "too_many", "message": "That was a lot at once. Please send it again in 20 seconds.",
        }  # fmt: skip
        assert reply.headers["retry-after"] == "20"
        assert reply.headers["cache-control"] == "no-store"
        assert len(site.agent.received) == 3
        assert site.say().status == 200, "another conversation goes on"
        site.ticks.now += 20
        assert [site.say(sender=sender).status for _ in range(2)] == [200, 429]


def test_a_renewed_id_is_still_the_same_conversation_to_the_limit() -> None:
    with Site(Limits(conversation=1, address=100, new=100)) as site:
        sender = site.id()
        site.say(sender=sender)
        assert site.say(sender=site.begin({"sender": sender}).json["sender"]).status == 429


def test_an_address_has_a_limit_over_all_its_conversations_and_for_forgeries() -> None:
    with Site(Limits(conversation=100, address=3, new=100)) as site:
        assert [site.say(sender=one).status for one in (site.id(), "forged", site.id(), site.id())] == [
            200, 403, 200, 429,
        ]  # fmt: skip
        reply = site.post("/site/webhook", b"{", JSON)
        assert (reply.status, reply.headers["retry-after"]) == (429, "20")
        assert site.begin().status == 200


def test_ids_are_limited_by_address_too() -> None:
    with Site(Limits(conversation=100, address=100, new=2)) as site:
        sender = site.id()
        site.id()
        reply = site.begin()
        assert (reply.status, reply.json["error"], reply.headers["retry-after"]) == (429, "too_many", "30")
        assert site.say(sender=sender).status == 200


def test_foreign_pages_use_up_nobody_s_share() -> None:
    with Site(Limits(conversation=100, address=1, new=1)) as site:
        for _ in range(3):
            assert site.begin(headers={"Origin": OTHER}).status == 403
        assert site.say().status == 200


def from_elsewhere(number: int) -> dict[str, str]:
    return {"X-Forwarded-For": f"203.0.113.{number}"}


def test_an_address_that_anybody_can_write_gets_around_no_limit(caplog: pytest.LogCaptureFixture) -> None:
    with Site(Limits(conversation=100, address=2, new=100)) as site, caplog.at_level(logging.WARNING):
        sender = site.id()
        assert [site.say(sender=sender, headers=from_elsewhere(n)).status for n in range(4)] == [200, 200, 429, 429]
    assert caplog.text.count("Set site_proxies") == 1
    assert "203.0.113" not in caplog.text


def test_behind_a_proxy_of_the_shop_each_visitor_counts_alone(caplog: pytest.LogCaptureFixture) -> None:
    with Site(Limits(conversation=100, address=1, new=100), proxies=1) as site:
        sender = site.id()
        assert [site.say(sender=sender, headers=from_elsewhere(n)).status for n in (1, 2, 1)] == [200, 200, 429]
        made_up = {"X-Forwarded-For": "6.6.6.6, 203.0.113.2"}
        assert site.say(sender=sender, headers=made_up).status == 429
    assert "site_proxies" not in caplog.text


def test_a_listed_page_can_read_how_long_to_wait() -> None:
    with Site(Limits(conversation=100, address=1, new=100), origins=[SHOP]) as site:
        site.say(headers={"Origin": SHOP})
        reply = site.say(headers={"Origin": SHOP})
        assert reply.status == 429
        assert reply.headers[CORS] == SHOP
        assert "Retry-After" in reply.headers["access-control-expose-headers"]


def test_the_shop_s_gate_follows_settings_and_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.channels import site_gate
    from knowledge.settings import read_settings

    environment = {"KNEEWISE_SITE_ORIGINS": SHOP, "KNEEWISE_SITE_PROXIES": "2"}
    monkeypatch.setattr(site_gate, "settings", lambda: read_settings(environment=environment))
    monkeypatch.setattr(site_gate, "site_secret", lambda: "x" * 32)
    gate = Gate.of_the_shop()
    assert gate.origins.welcome({"origin": SHOP})
    assert not gate.origins.welcome({"origin": OTHER})

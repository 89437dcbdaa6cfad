"""Ids of the site's conversations: only what this shop signed, and not too long ago, opens one."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.site_senders import AHEAD_SECONDS, DAY, OLDEST_DAYS, OldSender, Senders, UnknownSender
from tests.bot.channels.visiting import NOW, SECRET, Clock

CLOCK = Clock()
SENDERS = Senders(SECRET, CLOCK)
GOOD = Senders(SECRET, Clock()).issue()
CONVERSATION, STAMP, SIGNATURE = GOOD.split(".")


def test_an_id_opens_its_conversation_which_is_a_plain_word_to_rasa() -> None:
    assert SENDERS.conversation(GOOD) == f"site-{CONVERSATION}"
    assert re.fullmatch(r"site-[0-9a-f]{32}", SENDERS.conversation(GOOD))
    assert int(STAMP) == NOW


def test_no_two_ids_are_alike() -> None:
    assert len({SENDERS.conversation(SENDERS.issue()) for _ in range(200)}) == 200


def test_an_id_holds_for_another_server_with_the_same_secret() -> None:
    assert Senders(SECRET, Clock()).conversation(GOOD) == SENDERS.conversation(GOOD)


FORGED: dict[str, Any] = {
    "none": None,
    "empty": "",
    "a number": 12345678,
    "the old kind, unsigned": "0123456789abcdef0123456789abcdef",
    "the name that Rasa knows": f"site-{CONVERSATION}",
    "another conversation": f"{'0' * 32}.{STAMP}.{SIGNATURE}",
    "a later time": f"{CONVERSATION}.{NOW + 1}.{SIGNATURE}",
    "another signature": f"{CONVERSATION}.{STAMP}.{'0' * 64}",
    "no signature": f"{CONVERSATION}.{STAMP}.",
    "the signature left out": f"{CONVERSATION}.{STAMP}",
    "cut by one": GOOD[:-1],
    "one more": GOOD + "0",
    "a line more": GOOD + "\n",
    "in capitals": GOOD.upper(),
    "space around": f" {GOOD} ",
    "a time with a zero in front": f"{CONVERSATION}.0{STAMP}.{SIGNATURE}",
    "a time in other digits": GOOD.replace(STAMP, "".join(chr(0x660 + int(digit)) for digit in STAMP)),
    "an endless time": f"{CONVERSATION}.{'9' * 5000}.{SIGNATURE}",
    "the parts turned round": f"{SIGNATURE}.{STAMP}.{CONVERSATION}",
    "not of this alphabet": f"{CONVERSATION}.{STAMP}.{'é' * 64}",
    "another secret": Senders(SECRET[::-1], Clock()).issue(),
    "signed with the secret itself": f"{CONVERSATION}.{STAMP}."
    + hmac.new(SECRET.encode(), f"{CONVERSATION}.{STAMP}".encode(), hashlib.sha256).hexdigest(),
}


@pytest.mark.parametrize("sender", FORGED.values(), ids=FORGED)
def test_what_this_shop_did_not_sign_opens_nothing(sender: Any) -> None:
    with pytest.raises(UnknownSender):
        SENDERS.conversation(sender)
    assert SENDERS.issue(sender).partition(".")[0] != CONVERSATION, "nor does it become an id that holds"


@given(st.integers(0, len(GOOD) - 1), st.characters(codec="utf-8"))
def test_no_letter_of_an_id_can_be_changed(place: int, letter: str) -> None:
    altered = GOOD[:place] + letter + GOOD[place + 1 :]
    if altered != GOOD:
        with pytest.raises(UnknownSender):
            SENDERS.conversation(altered)


@pytest.mark.parametrize(("age", "holds"), [(0, True), (7 * DAY, True), (OLDEST_DAYS * DAY, True)])
def test_an_id_outlasts_the_days_that_a_browser_keeps_a_chat(age: int, holds: bool) -> None:
    assert (Senders(SECRET, Clock(NOW + age)).conversation(GOOD) == f"site-{CONVERSATION}") is holds


def test_an_id_grows_too_old_and_cannot_be_renewed_then() -> None:
    late = Senders(SECRET, Clock(NOW + OLDEST_DAYS * DAY + 1))
    with pytest.raises(OldSender):
        late.conversation(GOOD)
    assert late.conversation(late.issue(GOOD)) != f"site-{CONVERSATION}"


def test_an_id_renewed_in_time_stays_the_same_conversation() -> None:
    sender = GOOD
    for day in range(1, 40, 8):
        senders = Senders(SECRET, Clock(NOW + day * DAY))
        sender = senders.issue(sender)
        assert senders.conversation(sender) == f"site-{CONVERSATION}"
        assert sender != GOOD


def test_an_id_of_the_future_is_none() -> None:
    assert Senders(SECRET, Clock(NOW - AHEAD_SECONDS)).conversation(GOOD)
    with pytest.raises(UnknownSender):
        Senders(SECRET, Clock(NOW - AHEAD_SECONDS - 1)).conversation(GOOD)


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[Any, Any]] = []
    true_compare = hmac.compare_digest

    def compare(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return true_compare(one, other)

    monkeypatch.setattr("bot.channels.site_senders.hmac.compare_digest", compare)
    with pytest.raises(UnknownSender):
        SENDERS.conversation(f"{CONVERSATION}.{STAMP}.{'0' * 64}")
    assert compared == [(SIGNATURE, "0" * 64)]


def test_time_runs_by_itself() -> None:
    assert abs(int(Senders(SECRET).issue().split(".")[1]) - time.time()) < 5

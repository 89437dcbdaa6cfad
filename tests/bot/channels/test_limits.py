"""Token buckets: how much goes through, when again, and how many are kept; and whose address counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.limits import Limiter, address_of
from tests.bot.channels.visiting import Clock


def limiter(a_minute: int, most: int = 100) -> tuple[Limiter, Clock]:
    clock = Clock(1000.0)
    return Limiter(a_minute, most, clock), clock


@pytest.mark.parametrize("a_minute", [1, 3, 7, 60, 300])
def test_a_burst_goes_through_up_to_the_limit(a_minute: int) -> None:
    limits, _ = limiter(a_minute)
    assert [limits.wait("a") for _ in range(a_minute)] == [0] * a_minute
    assert limits.wait("a") > 0


def test_after_the_wait_exactly_one_more_goes_through() -> None:
    limits, clock = limiter(6)
    for _ in range(6):
        limits.wait("a")
    assert limits.wait("a") == 10
    clock.now += 9.5
    assert limits.wait("a") == 1
    clock.now += 0.5
    assert limits.wait("a") == 0
    assert limits.wait("a") == 10


def test_what_is_refused_costs_nothing() -> None:
    limits, clock = limiter(6)
    for _ in range(60):
        limits.wait("a")
    clock.now += 10
    assert limits.wait("a") == 0


def test_after_a_minute_all_may_come_at_once_again_and_no_more() -> None:
    limits, clock = limiter(4)
    for _ in range(3):
        assert [limits.wait("a") for _ in range(5)] == [0, 0, 0, 0, 15]
        clock.now += 3600


def test_each_key_has_its_own() -> None:
    limits, _ = limiter(1)
    assert [limits.wait(key) for key in "aabb"] == [0, 60, 0, 60]


def test_memory_is_bounded_and_the_one_used_longest_ago_goes() -> None:
    limits, _ = limiter(1, most=10)
    for number in range(1000):
        limits.wait(str(number))
        assert len(limits) <= 10
    assert limits.wait("999") == 60
    assert limits.wait("1") == 0


def test_full_buckets_are_forgotten() -> None:
    limits, clock = limiter(2)
    for key in "abc":
        limits.wait(key)
    assert len(limits) == 3
    clock.now += 30
    limits.wait("d")
    assert len(limits) == 1


@given(st.lists(st.floats(0, 30), max_size=80), st.integers(1, 20))
def test_never_more_than_the_bucket_and_what_flows_in(pauses: list[float], a_minute: int) -> None:
    limits, clock = limiter(a_minute)
    start, through = clock.now, 0
    for pause in pauses:
        clock.now += pause
        wait = limits.wait("a")
        through += wait == 0
        assert wait <= 60 / a_minute + 1
        assert through <= a_minute * (1 + (clock.now - start) / 60) + 1e-3


PEER = "192.0.2.1"


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        pytest.param([], 0, PEER, id="no proxy"),
        pytest.param(["203.0.113.9"], 0, PEER, id="nothing is believed of itself"),
        pytest.param(["203.0.113.9"], 1, "203.0.113.9", id="one proxy"),
        pytest.param(["6.6.6.6, 203.0.113.9"], 1, "203.0.113.9", id="made up in front"),
        pytest.param(["6.6.6.6", "203.0.113.9"], 1, "203.0.113.9", id="made up in a header of its own"),
        pytest.param(["6.6.6.6, 203.0.113.9, 198.51.100.2"], 2, "203.0.113.9", id="two proxies"),
        pytest.param(["203.0.113.9"], 2, PEER, id="past one of two proxies"),
        pytest.param([], 1, PEER, id="past the proxy"),
        pytest.param(["unknown"], 1, PEER, id="no address"),
        pytest.param(["6.6.6.6,"], 1, PEER, id="an empty entry"),
        pytest.param(["203.0.113.9:4711"], 1, "203.0.113.9", id="with a port"),
        pytest.param(["[2001:db8:1:2:3::4]:4711"], 1, "2001:db8:1:2::/64", id="IPv6 with a port"),
        pytest.param(["2001:db8:1:2:ffff::1"], 1, "2001:db8:1:2::/64", id="IPv6 as its network"),
        pytest.param(["fe80::1%eth0"], 1, "fe80::/64", id="IPv6 with a zone"),
        pytest.param(["::ffff:203.0.113.9"], 1, "203.0.113.9", id="IPv4 in IPv6"),
    ],
)
def test_whose_address_counts(forwarded: list[str], proxies: int, expected: str) -> None:
    assert address_of(PEER, forwarded, proxies) == expected


def test_a_socket_without_addresses_is_one_sender() -> None:
    assert address_of("", [], 0) == "unknown"


@given(st.text(max_size=60), st.integers(0, 9))
def test_no_header_breaks_it(text: str, proxies: int) -> None:
    assert address_of(PEER, [text], proxies)

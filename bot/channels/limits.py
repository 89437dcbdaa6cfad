"""How much may come from one sender: a token bucket for each, in memory, and whose address a request comes from.

No package in requirements/bot.txt does this.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

MINUTE = 60.0


class Limiter:
    """Lets so many through a minute for each key, all at once or one by one; forgets a key whose bucket is full."""

    def __init__(self, a_minute: int, most: int = 20_000, clock: Callable[[], float] = time.monotonic) -> None:
        """Limit each key.

        Args:
            a_minute: how many tokens a bucket holds, and how many flow into it in a minute.
            most: buckets to keep; beyond that the one that was used longest ago is forgotten.
            clock: seconds that never run back.
        """
        self._each, self._most, self._clock = MINUTE / a_minute, most, clock
        self._full_at: OrderedDict[str, float] = OrderedDict()  # in the order of use

    def __len__(self) -> int:
        """Return the number of buckets that are kept."""
        return len(self._full_at)

    def wait(self, key: str) -> int:
        """Take a token; return 0, or the whole seconds after which there is one again."""
        now = self._clock()
        while self._full_at and next(iter(self._full_at.values())) <= now:
            self._full_at.popitem(last=False)
        full_at = max(self._full_at.get(key, now), now) + self._each
        missing = full_at - now - MINUTE
        if missing > 1e-6:  # what adding up leaves over is no token
            return math.ceil(missing)
        self._full_at[key] = full_at
        self._full_at.move_to_end(key)
        if len(self._full_at) > self._most:
            self._full_at.popitem(last=False)
        return 0


def address_of(peer: str, forwarded: Sequence[str], proxies: int) -> str:
    """Return the address to count for: of IPv6 the network, as one line holds 2**64 addresses.

    Args:
        peer: who is connected to us.
        forwarded: the X-Forwarded-For headers; each proxy adds at the end who was connected to it.
        proxies: how many proxies of the shop's own stand in front. What stands before their entries anybody can have
            written, and with 0 nothing of it is read.
    """
    entries = [entry.strip() for entry in ",".join(forwarded).split(",")]
    told = entries[-proxies] if 0 < proxies <= len(entries) else peer
    return _network(told) or _network(peer) or "unknown"


def _network(text: str) -> str:
    """Return an address without its port, IPv6 as its network; empty where it is none."""
    bare = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)

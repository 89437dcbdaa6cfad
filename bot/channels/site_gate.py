"""Who may come in by the site channel, and how often: origins, signed ids and limits in one place."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from sanic.request import Request

from bot.channels.limits import Limiter, address_of
from bot.channels.site_origins import Origins
from bot.channels.site_requests import Refused
from bot.channels.site_secret import site_secret
from bot.channels.site_senders import OldSender, Senders, UnknownSender
from knowledge.settings import settings

logger = logging.getLogger(__name__)

FORWARDED = "x-forwarded-for"
ASK_AGAIN = "Ask POST /site/session for a new one and send the message again."


@dataclass(frozen=True)
class Limits:
    """What may come in a minute: messages of one conversation and of one address, and new ids for one address."""

    conversation: int = 40
    address: int = 300
    new: int = 60


class Gate:
    """Lets requests in or raises `Refused`."""

    def __init__(
        self,
        senders: Senders,
        origins: Origins,
        limits: Limits | None = None,
        proxies: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Guard the channel; `proxies` of the shop's own stand in front of it."""
        limits = limits or Limits()
        self.origins = origins
        self._senders, self._proxies = senders, proxies
        self._conversations, self._addresses, self._new = (
            Limiter(a_minute, clock=clock) for a_minute in (limits.conversation, limits.address, limits.new)
        )
        self._warned = False

    @classmethod
    def of_the_shop(cls) -> Gate:
        """Return the gate as settings and environment have it."""
        shop = settings()
        limits = Limits(shop.site_conversation_limit, shop.site_address_limit, shop.site_new_limit)
        return cls(Senders(site_secret()), Origins(shop.site_origins), limits, shop.site_proxies)

    def admit(self, request: Request, *, new: bool = False) -> None:
        """Let a request in by where it comes from, and how often; `new` where it asks for an id."""
        if not self.origins.welcome(request.headers):
            raise Refused(403, "foreign_origin", "This page may not use the chat. List its origin in site_origins.")
        limiter = self._new if new else self._addresses
        _allow(limiter.wait(self._address(request)))

    def issue(self, sender: object) -> str:
        """Return a signed id, of the same conversation as `sender` where that holds."""
        return self._senders.issue(sender)

    def conversation(self, sender: str) -> str:
        """Return Rasa's id of the conversation that a message belongs to, and count the message."""
        try:
            conversation = self._senders.conversation(sender)
        except UnknownSender:
            raise Refused(403, "unknown_sender", f"This sender id is none of ours. {ASK_AGAIN}") from None
        except OldSender:
            raise Refused(403, "old_sender", f"This sender id is too old. {ASK_AGAIN}") from None
        _allow(self._conversations.wait(conversation))
        return conversation

    def _address(self, request: Request) -> str:
        forwarded = request.headers.getall(FORWARDED, [])
        if forwarded and not self._proxies and not self._warned:
            self._warned = True
            logger.warning(
                "Requests to the site channel come through a proxy, and site_proxies is 0: all visitors share the "
                "limits of one address. Set site_proxies (docs/channels/site.md)."
            )
        return address_of(request.ip, forwarded, self._proxies)


def _allow(wait: int) -> None:
    if wait:
        seconds = "a second" if wait == 1 else f"{wait} seconds"
        raise Refused(429, "too_many", f"That was a lot at once. Please send it again in {seconds}.", wait)

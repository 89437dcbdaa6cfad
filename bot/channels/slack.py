"""Slack: signed events and button taps in, Block Kit out, at `/webhooks/slack/webhook`.

Slack wants an answer within three seconds and sends again what it thinks was lost, so a turn runs after the answer and
each delivery counts once. Set up as in docs/channels/slack.md; without its two secrets the channel has no address.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from base64 import b64decode
from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.collecting import CollectingOutput
from bot.channels.credentials import credentials
from bot.channels.incoming import Deliveries, pseudonym
from bot.channels.pictures import drawn
from bot.channels.slack_drawing import draw, home, without_buttons
from bot.channels.slack_requests import Challenge, Heard, HomeOpened, is_signed, read
from bot.channels.turns import OnMessage, Turns, take_turn
from bot.channels.wording import say

logger = logging.getLogger(__name__)

TOKEN, SIGNING_SECRET, API = "SLACK_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API"
SECONDS_TO_SEND = 10
MOST_BYTES = 64 * 1024  # of a request; a tap brings along the message that was tapped
TROUBLE = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError)


class SlackOutput(CollectingOutput):
    """Gathers one turn for Slack."""

    @classmethod
    def name(cls) -> str:
        """Name of the output channel."""
        return "slack"


class SlackInput(InputChannel):
    """Takes in what people say in Slack, and answers there."""

    def __init__(self, secrets: Mapping[str, str], api: str = AsyncWebClient.BASE_URL) -> None:
        """Be ready to talk; nothing is sent before somebody says something.

        Args:
            secrets: SLACK_TOKEN and SLACK_SIGNING_SECRET; empty where the channel is off.
            api: the address of Slack's Web API.
        """
        self._secrets = secrets
        self._client = AsyncWebClient(
            secrets.get(TOKEN), api, SECONDS_TO_SEND, retry_handlers=[AsyncRateLimitErrorRetryHandler(2)]
        )
        self._deliveries = Deliveries()
        self._turns = Turns()

    @classmethod
    def name(cls) -> str:
        """Name of the input channel."""
        return "slack"

    @classmethod
    def from_credentials(cls, _: Mapping[str, Any] | None) -> SlackInput:
        """Return the channel with the secrets of the environment."""
        return cls(credentials("Slack", (TOKEN, SIGNING_SECRET)), os.environ.get(API) or str(AsyncWebClient.BASE_URL))

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Routes of this channel; none where it is off."""
        routes = Blueprint("slack_channel")
        if not self._secrets:
            return routes

        async def receive(request: Request) -> HTTPResponse:
            return self._receive(request, on_new_message)

        async def close(*_: Any) -> None:
            await self._turns.finish()
            if self._client.session:
                await self._client.session.close()

        routes.add_route(receive, "/webhook", methods=["POST"], name="receive")
        routes.listener("before_server_stop")(close)
        return routes

    def _receive(self, request: Request, on_new_message: OnMessage) -> HTTPResponse:
        if len(request.body) > MOST_BYTES:
            return json_response({"error": "too_large"}, status=413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        if not is_signed(self._secrets[SIGNING_SECRET], headers, request.body, time.time()):
            return json_response({"error": "not_signed"}, status=401)
        try:
            told = read(headers.get("content-type", ""), request.body)
        except ValueError:
            return json_response({"error": "bad_request"}, status=400)
        if isinstance(told, Challenge):
            return json_response({"challenge": told.word})
        if told and self._deliveries.is_new(told.delivery):
            if isinstance(told, HomeOpened):
                self._turns.start(told.user, self._show_home(told.user))
            else:
                sender = pseudonym(self.name(), self._secrets[SIGNING_SECRET], *told.identity)
                # In a shared channel everybody sees the buttons, but they are for whom was asked.
                if not told.tapped or told.owner == sender:
                    self._turns.start(sender, self._answer(told, sender, on_new_message))
        return json_response({})

    async def _show_home(self, user: str) -> None:
        await self._sent(self._connected().views_publish(user_id=user, view=home()))

    async def _answer(self, told: Heard, sender: str, on_new_message: OnMessage) -> None:
        client = self._connected()
        parts = await take_turn(told.text, SlackOutput(), sender, on_new_message)
        place = {"channel": told.channel, **({"thread_ts": told.thread} if told.thread else {})}
        for message in draw(parts, sender):
            await self._sent(client.chat_postMessage(**place, **message, unfurl_links=False, unfurl_media=False))
        charts = [part.chart for part in parts if part.chart]
        files = [file for part in parts for file in part.files]
        if charts or files:
            uploads = [
                {
                    "filename": f"{chart['kind']}.png",
                    "title": chart["title"],
                    "alt_txt": chart["caption"],
                    "content": image,
                }
                for chart, image in zip(charts, await drawn(charts), strict=True)
            ]
            uploads += [{"filename": file["name"], "content": b64decode(file["data"])} for file in files]
            if not await self._sent(client.files_upload_v2(**place, file_uploads=uploads)):
                await self._sent(client.chat_postMessage(**place, text=say("files_failed")))
        if told.tapped:
            blocks = without_buttons(told.tapped.get("blocks") or [], told.text)
            changed = {"channel": told.channel, "ts": told.tapped["ts"], "text": told.tapped.get("text") or told.text}
            await self._sent(client.chat_update(**changed, blocks=blocks))

    def _connected(self) -> AsyncWebClient:
        if self._client.session is None:
            self._client.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS_TO_SEND))
        return self._client

    @staticmethod
    async def _sent(call: Awaitable[Any]) -> bool:
        """Await a call to Slack; False where it failed, which the log then says without what was sent."""
        try:
            await call
        except TROUBLE as error:
            code = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
            logger.error("Slack did not take a message: %s.", code)
            return False
        return True

"""Telegram: updates in and messages out, at `/webhooks/telegram/webhook`.

Telegram sends a secret token with each update, which is compared before anything is read. It waits for the answer and
sends again what it thinks was lost, so a turn runs after the answer and each update counts once. Nothing is sent at
the start: the webhook is set once, as in docs/channels/telegram.md. Without its two secrets the channel has no address.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels.collecting import CollectingOutput
from bot.channels.credentials import credentials
from bot.channels.incoming import Deliveries, pseudonym, read_object
from bot.channels.pictures import drawn
from bot.channels.telegram_api import API, TelegramApi, TelegramError
from bot.channels.telegram_drawing import chosen, draw
from bot.channels.telegram_updates import Heard, read
from bot.channels.turns import OnMessage, Turns, take_turn
from bot.channels.wording import say

logger = logging.getLogger(__name__)

TOKEN, SECRET, ADDRESS = "TELEGRAM_TOKEN", "TELEGRAM_SECRET", "TELEGRAM_API"
HEADER = "x-telegram-bot-api-secret-token"
MOST_BYTES = 64 * 1024  # of an update
KNEE = Path(__file__).with_name("knee.png")  # our own drawing
SAME = ("parse_mode", "reply_markup")  # what a picture's caption takes like a text
SECONDS_FOR_SIGNS = 1.0  # how long a reply waits for Telegram to show "typing"


class TelegramOutput(CollectingOutput):
    """Gathers one turn for Telegram."""

    @classmethod
    def name(cls) -> str:
        """Name of the output channel."""
        return "telegram"


class TelegramInput(InputChannel):
    """Takes in what people say to the bot, and answers there."""

    def __init__(self, secrets: Mapping[str, str], api: str = API) -> None:
        """Be ready to talk; nothing is sent before somebody says something.

        Args:
            secrets: TELEGRAM_TOKEN and TELEGRAM_SECRET; empty where the channel is off.
            api: the address of the Bot API.
        """
        self._secrets = secrets
        self._api = TelegramApi(secrets.get(TOKEN, ""), api)
        self._deliveries = Deliveries()
        self._turns = Turns()

    @classmethod
    def name(cls) -> str:
        """Name of the input channel."""
        return "telegram"

    @classmethod
    def from_credentials(cls, _: Mapping[str, Any] | None) -> TelegramInput:
        """Return the channel with the secrets of the environment."""
        return cls(credentials("Telegram", (TOKEN, SECRET)), os.environ.get(ADDRESS) or API)

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Routes of this channel; none where it is off."""
        routes = Blueprint("telegram_channel")
        if not self._secrets:
            return routes

        async def receive(request: Request) -> HTTPResponse:
            return self._receive(request, on_new_message)

        async def close(*_: Any) -> None:
            await self._turns.finish()
            await self._api.close()

        routes.add_route(receive, "/webhook", methods=["POST"], name="receive")
        routes.listener("before_server_stop")(close)
        return routes

    def _receive(self, request: Request, on_new_message: OnMessage) -> HTTPResponse:
        token = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(token, self._secrets[SECRET].encode()):
            return json_response({"error": "wrong_token"}, status=401)
        if len(request.body) > MOST_BYTES:
            return json_response({"error": "too_large"}, status=413)
        update = read_object(request.body)
        if update is None:
            return json_response({"error": "bad_request"}, status=400)
        number, told = update.get("update_id"), read(update)
        if told and isinstance(number, int) and self._deliveries.is_new(str(number)):
            sender = pseudonym(self.name(), self._secrets[SECRET], str(told.chat), str(told.user))
            # The buttons of a message go away once one was tapped; a second tap may come before they do.
            says = told.says and (not told.callback or self._deliveries.is_new(f"{told.chat} {told.message}"))
            self._turns.start(sender, self._answer(told, sender, says, on_new_message))
        return json_response({})

    async def _answer(self, told: Heard, sender: str, says: bool, on_new_message: OnMessage) -> None:
        chat = {"chat_id": told.chat}
        signs = []
        if told.callback:
            signs.append(self._sent("answerCallbackQuery", {"callback_query_id": told.callback}))
        if says:
            signs.append(self._sent("sendChatAction", {**chat, "action": "typing"}))
        seen = asyncio.ensure_future(asyncio.gather(*signs))
        parts = await take_turn(told.text, TelegramOutput(), sender, on_new_message) if says else []
        # "Typing" after the reply would look as if there were more to come.
        await asyncio.wait({seen}, timeout=SECONDS_FOR_SIGNS)
        for part in parts:
            for message in draw(part):
                if part.slots != ("location",) or not await self._show_knee(chat, message):
                    await self._sent("sendMessage", {**chat, **message})
        charts = [part.chart for part in parts if part.chart]
        for chart, image in zip(charts, await drawn(charts), strict=True):
            await self._sent(
                "sendPhoto", {**chat, "caption": chart["caption"]}, ("photo", f"{chart['kind']}.png", image)
            )
        files = [("document", file["name"], b64decode(file["data"])) for part in parts for file in part.files]
        if not all([await self._sent("sendDocument", chat, file) for file in files]):
            await self._sent("sendMessage", {**chat, "text": say("files_failed")})
        if told.callback and says:
            markup = chosen(told.text)
            await self._sent("editMessageReplyMarkup", {**chat, "message_id": told.message, "reply_markup": markup})

    async def _show_knee(self, chat: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
        """Ask where it hurts under a picture of the knee; False where it could not be sent."""
        caption = {"caption": message["text"], **{key: message[key] for key in SAME if key in message}}
        return await self._sent("sendPhoto", {**chat, **caption}, ("photo", KNEE.name, KNEE.read_bytes()))

    async def _sent(self, method: str, fields: Mapping[str, Any], file: tuple[str, str, bytes] | None = None) -> bool:
        """Call Telegram; False where it failed, which the log then says without what was sent."""
        try:
            await self._api.call(method, fields, file)
        except TelegramError as error:
            logger.error("Telegram did not take a call. %s", error)
            return False
        return True

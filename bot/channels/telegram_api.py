"""Calls to Telegram's Bot API by plain HTTPS.

The aiogram that Rasa's pins let in (2.15) ties its session to the event loop in which the bot was made, so that each
later call fails, and it knows no secret tokens. What is needed here is one kind of request, so aiohttp alone does.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import aiohttp

API = "https://api.telegram.org"
SECONDS_TO_SEND = 10.0
LONGEST_WAIT = 10  # seconds that Telegram may ask us to wait before we send again


class TelegramError(Exception):
    """Telegram did not take a call. The message never holds the token, which is part of each address."""


class TelegramApi:
    """Sends for one bot."""

    def __init__(self, token: str, api: str = API) -> None:
        """Be ready to call; nothing is sent yet."""
        self._root = f"{api.rstrip('/')}/bot{token}"
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self, method: str, fields: Mapping[str, Any], file: tuple[str, str, bytes] | None = None
    ) -> dict[str, Any]:
        """Call a method and return its result, `{}` where that is no object.

        A call is made again once where Telegram says that there were too many, and never where it may have been taken.

        Args:
            method: of the Bot API.
            fields: its parameters.
            file: parameter, file name and content of a file to send along.

        Raises:
            TelegramError: Telegram refused, or could not be reached.
        """
        answer = await self._post(method, fields, file)
        wait = (answer.get("parameters") or {}).get("retry_after")
        if isinstance(wait, int) and 0 <= wait <= LONGEST_WAIT:
            await asyncio.sleep(wait)
            answer = await self._post(method, fields, file)
        if not answer.get("ok"):
            raise TelegramError(f"{method}: {answer.get('error_code')} {answer.get('description')}")
        result = answer.get("result")
        return result if isinstance(result, dict) else {}

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    async def _post(
        self, method: str, fields: Mapping[str, Any], file: tuple[str, str, bytes] | None
    ) -> dict[str, Any]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS_TO_SEND))
        sent: dict[str, Any] = {"data": _form(fields, file)} if file else {"json": dict(fields)}
        try:
            async with self._session.post(f"{self._root}/{method}", **sent) as response:
                answer = await response.json()
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            # Not chained: the text of the cause may hold the address, and so the token.
            raise TelegramError(f"{method}: {type(error).__name__}") from None
        return answer if isinstance(answer, dict) else {}


def _form(fields: Mapping[str, Any], file: tuple[str, str, bytes]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    parameter, name, content = file
    form.add_field(parameter, content, filename=name)
    return form

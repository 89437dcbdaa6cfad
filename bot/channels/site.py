"""The web channel: the endpoint the widget talks to, its words and files, and the demo shop page.

Mounted at ``/site`` (a leading slash in the prefix escapes Rasa's ``/webhooks/``). `POST /site/session` gives a signed
id for a conversation, `POST /site/webhook` takes its messages. One turn is one JSON list of messages, shaped like the
REST channel's, except that a message keeps its text, buttons and block together. Errors are JSON objects
``{"error": code, "message": what happened and what to do}`` with a 4xx or 5xx status.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels import site_files
from bot.channels.site_files import FILES, HOUR, SECURITY_HEADERS, api_headers, error, sender_of
from bot.channels.site_gate import Gate
from bot.channels.site_repeats import Repeats
from bot.channels.site_requests import Refused, read_message, read_payload
from bot.channels.site_words import site_words
from knowledge.coach.charts import Chart
from knowledge.coach.svg import to_svg

logger = logging.getLogger(__name__)

Block = dict[str, Any]
OnMessage = Callable[[UserMessage], Awaitable[Any]]
Handler = Callable[[Request], Awaitable[HTTPResponse]]


class Silence(Exception):
    """A message got no reply."""


class SiteOutput(CollectingOutputChannel):
    """Collects one turn. Variants of a response can name this channel as ``channel: site``."""

    @classmethod
    def name(cls) -> str:
        """Name of the output channel."""
        return "site"

    async def send_response(self, recipient_id: str, message: Block) -> None:
        """Keep one bot utterance as one message, its text unsplit.

        The stock method sends text and block apart and cuts the text at blank lines, which would draw a block
        beside the wrong bubble. Parts that are empty are left out; an utterance with no part is dropped.
        """
        buttons = [*(message.get("buttons") or []), *(message.get("quick_replies") or [])]
        parts = {
            "text": (message.get("text") or "").strip(),
            "buttons": buttons,
            "custom": _with_picture(message.get("custom")),
            "image": message.get("image"),
            "attachment": message.get("attachment"),
        }
        kept = {key: value for key, value in parts.items() if value}
        if kept:
            await self._persist_message({"recipient_id": recipient_id, **kept})


def _with_picture(custom: Block | None) -> Block | None:
    """Return the block of a message with its chart drawn as SVG, which the page shows as an image."""
    chart = ((custom or {}).get("data") or {}).get("chart")
    if not custom or not chart:
        return custom
    return {**custom, "data": {**custom["data"], "chart": {**chart, "svg": to_svg(Chart.of(chart))}}}


class SiteInput(RestInput):
    """Serves the page and the widget, and takes the widget's messages."""

    def __init__(self, gate: Gate) -> None:
        """Take messages of those whom `gate` lets in."""
        self._gate = gate

    @classmethod
    def name(cls) -> str:
        """Name of the input channel."""
        return "site"

    @classmethod
    def from_credentials(cls, _: dict[str, Any] | None) -> SiteInput:
        """Return the channel as settings and environment have it."""
        return cls(Gate.of_the_shop())

    def url_prefix(self) -> str:
        """Where Rasa mounts the blueprint: outside ``/webhooks/``."""
        return "/site"

    def get_output_channel(self) -> None:
        """Nothing can be sent outside a request, so there is no channel to hand out."""

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Routes of this channel.

        on_new_message: Rasa's handler; it fills the message's output channel and may raise.
        """
        routes = Blueprint("site_channel")
        gate = self._gate
        repeats: Repeats[list[Block]] = Repeats()

        @refusing
        async def begin(request: Request) -> HTTPResponse:
            gate.admit(request, new=True)
            payload = read_payload(request.headers.get("content-type", ""), request.body)
            return json_response({"sender": gate.issue(payload.get("sender"))}, headers=api_headers())

        @refusing
        async def receive(request: Request) -> HTTPResponse:
            gate.admit(request)
            message = read_message(request.headers.get("content-type", ""), request.body)
            conversation = gate.conversation(message.sender)

            async def hear() -> list[Block]:
                output = SiteOutput()
                await on_new_message(UserMessage(message.text, output, conversation, input_channel=self.name()))
                if not output.messages:
                    raise Silence
                return list(output.messages)

            try:
                messages = await repeats.answer(conversation, message.id, hear)
            except Silence:
                logger.error("A message on the site channel got no reply; is the action server running?")
                return error(500, "no_reply", "No answer came back. Please send that again.")
            except Exception:
                # The text is health data: the log gets the trace only.
                logger.exception("A message on the site channel could not be handled.")
                return error(500, "turn_failed", "Something went wrong on our side. Please send that again.")
            return json_response(messages, headers=api_headers())

        async def health(_: Request) -> HTTPResponse:
            return json_response(
                {"status": "ok", "widget_installed": (site_files.WIDGET / site_files.DEEP_CHAT).is_file()},
                headers=api_headers(),
            )

        async def spell(_: Request) -> HTTPResponse:
            return json_response(site_words(), headers={**SECURITY_HEADERS, "Cache-Control": HOUR})

        routes.add_route(begin, "/session", methods=["POST"], name="begin")
        routes.add_route(receive, "/webhook", methods=["POST"], name="receive")
        routes.add_route(health, "/health", methods=["GET"], name="health")
        routes.add_route(spell, "/words.json", methods=["GET"], name="words")
        for path in FILES:
            name = "page" if path == "/" else path.strip("/").replace(".", "_").replace("-", "_")
            routes.add_route(sender_of(path), path, methods=["GET"], name=name)
        self._open_to_listed_pages(routes)
        return routes

    def _open_to_listed_pages(self, routes: Blueprint) -> None:
        """Let browsers hand answers to the pages of the origins listed, and ask beforehand."""
        origins = self._gate.origins

        async def tell(request: Request, response: HTTPResponse) -> None:
            # Rasa's own middleware may have answered what a browser asks beforehand, so the status is set here.
            if request.method == "OPTIONS" and not origins.welcome(request.headers):
                response.status = 403
            response.headers.update(origins.answer_headers(request.headers, preflight=request.method == "OPTIONS"))
            vary = response.headers.get("Vary")
            response.headers["Vary"] = f"{vary}, Origin" if vary else "Origin"

        async def ask(_: Request) -> HTTPResponse:
            return HTTPResponse(status=204)

        routes.middleware(tell, "response")
        for path in ("/session", "/webhook"):
            routes.add_route(ask, path, methods=["OPTIONS"], name=f"ask_{path.strip('/')}")


def refusing(handle: Handler) -> Handler:
    """Return a handler that answers what `handle` refuses."""

    async def answer(request: Request) -> HTTPResponse:
        try:
            return await handle(request)
        except Refused as refusal:
            response = error(refusal.status, refusal.code, str(refusal))
            if refusal.wait:
                response.headers["Retry-After"] = str(refusal.wait)
            return response

    return answer

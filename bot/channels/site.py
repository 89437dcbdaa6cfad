"""The web channel: the endpoint the widget talks to, its words and files, and the demo shop page.

Mounted at ``/site`` (a leading slash in the prefix escapes Rasa's ``/webhooks/``). One turn is one JSON list of
messages, shaped like the REST channel's, except that a message keeps its text, buttons and block together. Errors
are JSON objects ``{"error": code, "message": what happened and what to do}`` with a 4xx or 5xx status.
"""

import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels import site_files
from bot.channels.incoming import MAX_CHARACTERS, plain
from bot.channels.site_files import FILES, HOUR, SECURITY_HEADERS, api_headers, error, sender_of
from bot.channels.site_words import site_words
from knowledge.coach.charts import Chart
from knowledge.coach.svg import to_svg

logger = logging.getLogger(__name__)

# A message of 1,000 characters outside the basic plane takes 12 bytes each once JSON-escaped.
MAX_BODY_BYTES = 16 * 1024
SENDER = re.compile(r"[A-Za-z0-9_-]{8,64}")

Block = dict[str, Any]
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class BadRequest(Exception):
    """A request that cannot become a turn: HTTP status, machine-readable code and a sentence for a person."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """Keep what the answer to this request will say."""
        super().__init__(message)
        self.status = status
        self.code = code


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

    @classmethod
    def name(cls) -> str:
        """Name of the input channel."""
        return "site"

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

        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text = read_message(request.headers.get("content-type", ""), request.body)
            except BadRequest as refusal:
                return error(refusal.status, refusal.code, str(refusal))
            output = SiteOutput()
            try:
                await on_new_message(UserMessage(text, output, sender, input_channel=self.name()))
            except Exception:
                # The text is health data: the log gets the trace only.
                logger.exception("A message on the site channel could not be handled.")
                return error(500, "turn_failed", "Something went wrong on our side. Please send that again.")
            if not output.messages:
                logger.error("A message on the site channel got no reply; is the action server running?")
                return error(500, "no_reply", "No answer came back. Please send that again.")
            return json_response(output.messages, headers=api_headers())

        async def health(_: Request) -> HTTPResponse:
            return json_response(
                {"status": "ok", "widget_installed": (site_files.WIDGET / site_files.DEEP_CHAT).is_file()},
                headers=api_headers(),
            )

        async def spell(_: Request) -> HTTPResponse:
            return json_response(site_words(), headers={**SECURITY_HEADERS, "Cache-Control": HOUR})

        routes.add_route(spell, "/words.json", methods=["GET"], name="words")
        routes.add_route(receive, "/webhook", methods=["POST"], name="receive")
        routes.add_route(health, "/health", methods=["GET"], name="health")
        for path in FILES:
            name = "page" if path == "/" else path.strip("/").replace(".", "_").replace("-", "_")
            routes.add_route(sender_of(path), path, methods=["GET"], name=name)
        return routes


def read_message(content_type: str, body: bytes) -> tuple[str, str]:
    """Sender id and text of one request, checked and cleaned.

    The text loses control characters and leading slashes, so that no words of a user can name an intent.
    Raises BadRequest: 415 (not JSON), 413 (body over MAX_BODY_BYTES), 400 (anything else).
    """
    if content_type.split(";", maxsplit=1)[0].strip().lower() != "application/json":
        raise BadRequest(415, "not_json", f"Send application/json; got {content_type[:80] or 'no content type'!r}.")
    if len(body) > MAX_BODY_BYTES:
        raise BadRequest(413, "too_large", f"Send at most {MAX_BODY_BYTES} bytes; got {len(body)}.")
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        remedy = "Send an object with sender and message"
        raise BadRequest(400, "bad_json", f"The body is not valid JSON. {remedy}.") from error
    if not isinstance(payload, dict):
        raise BadRequest(400, "bad_json", f"Send a JSON object; got {type(payload).__name__}.")
    sender = payload.get("sender")
    if not isinstance(sender, str) or not SENDER.fullmatch(sender):
        raise BadRequest(400, "bad_sender", "Set sender to 8 to 64 letters, digits, '-' or '_'.")
    message = payload.get("message")
    if not isinstance(message, str):
        raise BadRequest(400, "bad_message", f"Set message to a string; got {type(message).__name__}.")
    if len(message) > MAX_CHARACTERS:
        raise BadRequest(400, "message_too_long", f"Send at most {MAX_CHARACTERS} characters; got {len(message)}.")
    text = plain(message)
    if not text:
        raise BadRequest(400, "empty_message", f"Send 1 to {MAX_CHARACTERS} characters of text; got none.")
    return sender, text

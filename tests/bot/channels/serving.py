"""A channel on a small Sanic server, with a stand-in for Rasa's agent, and bare HTTP to talk to it."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import Any, NamedTuple, TypeVar

from rasa.core.channels.channel import InputChannel, UserMessage, register
from rasa.server import add_root_route, configure_cors
from sanic import Sanic

Served = TypeVar("Served", bound="Serving")


class Agent:
    """Answers each message with `replies`, or raises `failure`; remembers what it got."""

    def __init__(self) -> None:
        self.received: list[UserMessage] = []
        self.replies: list[dict[str, Any]] = [{"text": "Is it swollen?"}]
        self.failure: Exception | None = None

    async def handle_message(self, message: UserMessage) -> None:
        """What Rasa's agent does with a message, in small."""
        self.received.append(message)
        if self.failure:
            raise self.failure
        for reply in self.replies:
            await message.output_channel.send_response(message.sender_id, dict(reply))


class Reply(NamedTuple):
    """Status, body and headers (names in lower case) of one HTTP answer."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


class Serving:
    """A channel, mounted by Rasa's own `register`, on a free loopback port."""

    def __init__(self, channel: InputChannel, agent: Any = None) -> None:
        self.agent = agent or Agent()
        self.app = Sanic(f"{channel.name()}_test_{id(self)}")
        configure_cors(self.app, None)
        add_root_route(self.app)
        register([channel], self.app, route="/webhooks/")
        self.app.ctx.agent = self.agent
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self: Served) -> Served:
        """Serve from a thread until the end of the block."""
        self.thread.start()
        if not self.ready.wait(10):
            raise TimeoutError("The test server did not start within 10 s.")
        return self

    def __exit__(self, *_: object) -> None:
        """Stop as Rasa's server does, with the listeners of the channel."""
        asyncio.run_coroutine_threadsafe(self.server.before_stop(), self.loop).result(20)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.socket.close()

    def post(self, path: str, body: bytes | str | None, headers: Mapping[str, str], method: str = "POST") -> Reply:
        """Return the answer to one HTTP request on a fresh connection."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body=body, headers=dict(headers))
        response = connection.getresponse()
        reply = Reply(response.status, response.read(), {name.lower(): told for name, told in response.getheaders()})
        connection.close()
        return reply

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)

        async def start() -> None:
            self.server = await self.app.create_server(
                sock=self.socket, return_asyncio_server=True, access_log=False, debug=False
            )
            await self.server.startup()
            await self.server.start_serving()
            self.ready.set()

        self.loop.run_until_complete(start())
        self.loop.run_forever()

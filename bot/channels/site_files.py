"""The files of the demo page and the chat widget: read, compressed and sent with a strict content security policy."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, raw
from sanic.response import json as json_response

WIDGET = Path(__file__).resolve().parent.parent / "widget"
DEEP_CHAT = Path("node_modules", "deep-chat", "dist", "deepChat.bundle.js")

# deep-chat and the loader set styles through the CSS object model only, so no inline source is allowed.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "connect-src 'self'; "
    "base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'self'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
REVALIDATE = "no-cache"
HOUR = "public, max-age=3600"
DAY = "public, max-age=86400"

TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
SCRIPTS = (
    "widget",
    "chat",
    "component",
    "conversation",
    "sending",
    "drawing",
    "charts",
    "knee",
    "files",
    "known",
    "menu",
    "alarm",
    "speech",
)
STYLES = ("shop", "widget", "parts", "messages", "knee")
# Path under /site -> (file under bot/widget, Cache-Control).
FILES: dict[str, tuple[Path, str]] = {
    "/": (Path("shop.html"), REVALIDATE),
    **{f"/{name}.js": (Path(f"{name}.js"), HOUR) for name in SCRIPTS},
    **{f"/{name}.css": (Path(f"{name}.css"), HOUR) for name in STYLES},
    "/deep-chat.js": (DEEP_CHAT, DAY),
}


@dataclass(frozen=True)
class StaticFile:
    """A file ready to send: its bytes, the same gzipped, and an entity tag over the bytes."""

    body: bytes
    gzipped: bytes
    etag: str


@lru_cache(maxsize=len(FILES))
def _load(path: Path, modified: int) -> StaticFile:
    """Read a file; the modification time is part of the key, so that an edited file is read again."""
    body = path.read_bytes()
    tag = hashlib.sha256(body).hexdigest()[:20]
    return StaticFile(body=body, gzipped=gzip.compress(body, mtime=0), etag=f'W/"{tag}"')


def sender_of(path: str) -> Callable[[Request], Coroutine[Any, Any, HTTPResponse]]:
    """Return the handler that sends the file behind a path of `FILES`."""
    name, cache = FILES[path]
    content_type = f"{TYPES[name.suffix]}; charset=utf-8"

    async def send(request: Request) -> HTTPResponse:
        file = WIDGET / name
        try:
            static = _load(file, file.stat().st_mtime_ns)
        except OSError:
            remedy = "Run `npm ci` in bot/widget" if name == DEEP_CHAT else "Restore bot/widget from the repository"
            return error(503, "file_missing", f"{path.lstrip('/') or name.name} is not installed. {remedy}.")
        headers = {**SECURITY_HEADERS, "Cache-Control": cache, "ETag": static.etag, "Vary": "Accept-Encoding"}
        if static.etag in request.headers.get("if-none-match", ""):
            return raw(b"", status=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return raw(static.gzipped, content_type=content_type, headers={**headers, "Content-Encoding": "gzip"})
        return raw(static.body, content_type=content_type, headers=headers)

    return send


def error(status: int, code: str, message: str) -> HTTPResponse:
    """Return an error as a JSON object that says what happened and what to do."""
    return json_response({"error": code, "message": message}, status=status, headers=api_headers())


def api_headers() -> dict[str, str]:
    """Return the headers of what is no file: nothing of it may be kept."""
    return {**SECURITY_HEADERS, "Cache-Control": "no-store"}

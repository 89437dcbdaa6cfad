"""Slack and Telegram in small, on loopback: they speak the wire format and refuse what the real ones would.

Only the standard library is used, so that tests of both environments can start them.
"""

from __future__ import annotations

import json
import re
import threading
import time
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs

SLACK_TOKEN = "xoxb-test"
TELEGRAM_TOKEN = "1:test"


class Call(NamedTuple):
    """A call of the platform's API: the method, its fields, and the files sent along by name."""

    method: str
    fields: dict[str, Any]
    files: dict[str, bytes]


class StandIn:
    """What both have in common; `faults` lists what the real platform would have refused."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults: list[str] = []
        self.refused: set[str] = set()  # methods to fail
        self.came = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body of an answer are two writes

            def do_POST(self) -> None:  # the library's name
                body = self.rfile.read(int(self.headers["Content-Length"]) if "Content-Length" in self.headers else 0)
                if self.headers.get("Transfer-Encoding") == "chunked":
                    body = b"".join(iter(self._chunk, b""))
                outer.take(self, body)

            def _chunk(self) -> bytes:
                chunk = self.rfile.read(int(self.rfile.readline(), 16))
                self.rfile.readline()
                return chunk

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()

    def of(self, method: str) -> list[Call]:
        """Return the calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    def wait(self, method: str, count: int = 1, seconds: float = 20.0) -> list[Call]:
        """Return the calls of a method once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.of(method)) >= count, seconds), (method, self.calls)
        return self.of(method)

    def quiet(self, seconds: float = 0.3) -> list[Call]:
        """Return all calls once none has come for a while."""
        seen = -1
        while seen != len(self.calls):
            seen = len(self.calls)
            time.sleep(seconds)
        return list(self.calls)

    def take(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        """Answer a call."""
        raise NotImplementedError

    def heard(self, call: Call, faults: list[str]) -> None:
        """Keep a call."""
        with self.came:
            self.calls.append(call)
            self.faults += faults
            self.came.notify_all()

    @staticmethod
    def answer(handler: BaseHTTPRequestHandler, told: Any, status: int = 200) -> None:
        """Send an answer as JSON."""
        body = json.dumps(told).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json; charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


class Slack(StandIn):
    """Slack's Web API: chat.postMessage and chat.update with Block Kit, views.publish, uploads."""

    @property
    def api(self) -> str:
        """The address for SLACK_API."""
        return f"{self.url}/api/"

    def take(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        """Answer as the Web API does: 200 with `ok`."""
        method, _, query = handler.path.removeprefix("/api/").partition("?")
        if method.startswith("/upload/"):
            self.heard(Call("upload", {}, {"file": body}), [])
            return self.answer(handler, {"ok": True})
        fields = {**{name: values[0] for name, values in parse_qs(query).items()}, **_fields(handler, body)[0]}
        faults = [] if handler.headers.get("Authorization") == f"Bearer {SLACK_TOKEN}" else ["invalid_auth"]
        for name in ("blocks", "view", "files"):
            if isinstance(fields.get(name), str):
                fields[name] = json.loads(fields[name])
        if method in ("chat.postMessage", "chat.update"):
            faults += [] if fields.get("channel") else ["channel_not_found"]
            faults += [] if fields.get("text") or fields.get("blocks") else ["no_text"]
            faults += block_faults(fields.get("blocks", []))
        if method == "views.publish":
            faults += block_faults(fields["view"]["blocks"], most=100)
        self.heard(Call(method, fields, {}), faults)
        if faults or method in self.refused:
            return self.answer(handler, {"ok": False, "error": (faults or ["internal_error"])[0]})
        told: dict[str, Any] = {"ok": True, "ts": f"{len(self.calls)}.0001"}
        if method == "files.getUploadURLExternal":
            told |= {"upload_url": f"{self.url}/upload/{len(self.calls)}", "file_id": f"F{len(self.calls)}"}
        if method == "files.completeUploadExternal":
            told |= {"files": fields["files"]}
        return self.answer(handler, told)


def block_faults(blocks: list[dict[str, Any]], most: int = 50) -> list[str]:
    """Return what Slack would not take of these blocks."""
    faults = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    faults += ["block ids twice"] if len(ids) != len(set(ids)) else []
    for block in blocks:
        texts: list[dict[str, Any]] = block["elements"] if block["type"] == "context" else []
        texts = [block["text"]] if block["type"] in ("section", "header") else texts
        limit = 150 if block["type"] == "header" else 3000
        for text in texts:
            if not 1 <= len(text["text"]) <= limit:
                faults.append(f"{block['type']} of {len(text['text'])} characters")
        if block["type"] == "context" and len(block["elements"]) > 10:
            faults.append("context of more than 10 elements")
        if block["type"] == "actions":
            faults += _action_faults(block["elements"])
    return faults


def _action_faults(elements: list[dict[str, Any]]) -> list[str]:
    faults = [f"{len(elements)} buttons"] if not 1 <= len(elements) <= 25 else []
    ids = [one["action_id"] for one in elements]
    faults += ["action ids twice"] if len(ids) != len(set(ids)) else []
    for one in elements:
        if one["text"]["type"] != "plain_text" or not 1 <= len(one["text"]["text"]) <= 75:
            faults.append("button title")
        if not 1 <= len(one["value"]) <= 2000:
            faults.append("button value")
    return faults


class Telegram(StandIn):
    """Telegram's Bot API: messages in HTML with inline keyboards, files, chat actions, answered callbacks."""

    METHODS = ("sendMessage", "sendPhoto", "sendDocument", "sendChatAction", "answerCallbackQuery",
               "editMessageReplyMarkup")  # fmt: skip

    def take(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        """Answer as the Bot API does: 400 with a description where it refuses."""
        method = handler.path.removeprefix(f"/bot{TELEGRAM_TOKEN}/")
        fields, files = _fields(handler, body)
        faults = [] if method in self.METHODS else [f"no method {method}"]
        for name in ("reply_markup", "chat_id"):
            if isinstance(fields.get(name), str):
                fields[name] = json.loads(fields[name])
        if method != "answerCallbackQuery" and not isinstance(fields.get("chat_id"), int):
            faults.append("chat not found")
        text, most = fields.get("text", fields.get("caption")), 4096 if "text" in fields else 1024
        if text is not None:
            faults += html_faults(text, most) if fields.get("parse_mode") == "HTML" else []
            faults += [] if text.strip() else ["message text is empty"]
        for row in (fields.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                if not button["text"] or not 1 <= len(button["callback_data"].encode()) <= 64:
                    faults.append("BUTTON_DATA_INVALID")
        self.heard(Call(method, fields, files), faults)
        if faults or method in self.refused:
            return self.answer(handler, {"ok": False, "error_code": 400, "description": "Bad Request"}, 400)
        result: Any = {"message_id": len(self.calls), "photo": [{"file_id": "small"}, {"file_id": "large"}]}
        return self.answer(handler, {"ok": True, "result": True if method.startswith("answer") else result})


TAG = re.compile(r"<(/?)([a-z]+)( [^>]*)?>")
TAGS = {"b", "i", "a", "blockquote"}


def html_faults(text: str, most: int = 4096) -> list[str]:
    """Return what Telegram would not take of this HTML."""
    faults, opened = [], []
    for closing, name, _ in TAG.findall(text):
        if name not in TAGS:
            faults.append(f"unsupported tag {name}")
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            faults.append(f"tag {name} not opened")
    faults += [f"tags left open: {opened}"] if opened else []
    bare = TAG.sub("", text)
    if re.search(r"[<>]|&(?!(lt|gt|amp|quot|#\d+|#x[0-9a-f]+);)", bare):
        faults.append("can't parse entities")
    bare = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return [*faults, *([f"{len(bare)} characters"] if len(bare) > most else [])]


def _fields(handler: BaseHTTPRequestHandler, body: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    kind = handler.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        return json.loads(body), {}
    if kind.startswith("application/x-www-form-urlencoded"):
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}, {}
    fields, files = {}, {}
    if kind.startswith("multipart/form-data"):
        for part in message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body).walk():
            content = part.get_payload(decode=True)
            name = part.get_param("name", header="content-disposition")
            if isinstance(content, bytes) and isinstance(name, str):
                if file := part.get_filename():
                    files[file] = content
                else:
                    fields[name] = content.decode()
    return fields, files

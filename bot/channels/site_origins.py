"""Which pages may use the chat: those of its own address, and those of the origins that the shop lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

OWN = frozenset({"same-origin", "none"})  # what browsers call a request of a page to its own address, or of a person
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "3600",
}


class Origins:
    """Judges where a request comes from, and says to browsers which pages may read the answer."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        """Let the pages of `allowed` in, origins such as https://shop.example, besides those of our own address."""
        self._allowed = frozenset(allowed)

    def welcome(self, headers: Mapping[str, str]) -> bool:
        """Tell whether a request may be answered.

        One without both headers comes from no browser's page and is let in. Where the browser says itself that the
        page is ours, that counts more than the host, which a proxy may have changed.

        Args:
            headers: of the request; names in lower case.
        """
        origin, relation = headers.get("origin"), headers.get("sec-fetch-site")
        if origin in self._allowed:
            return True
        if relation is not None:
            return relation in OWN
        return origin is None or _host(origin) == headers.get("host", "").lower()

    def answer_headers(self, headers: Mapping[str, str], *, preflight: bool) -> dict[str, str]:
        """Return the headers by which a browser lets a listed page, and no other foreign one, have the answer.

        Args:
            headers: of the request; names in lower case.
            preflight: the request asks what a page may send.
        """
        told = {"Cross-Origin-Resource-Policy": "cross-origin" if self._allowed else "same-origin"}
        origin = headers.get("origin")
        if origin in self._allowed:
            told |= {"Access-Control-Allow-Origin": str(origin), "Access-Control-Expose-Headers": "Retry-After"}
            told |= PREFLIGHT if preflight else {}
        return told


def _host(origin: str) -> str:
    found = re.fullmatch(r"https?://([^/?#@\s]+)", origin.lower())
    return found[1] if found else ""

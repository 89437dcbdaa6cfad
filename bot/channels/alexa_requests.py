"""Whether a request comes from Alexa and is meant for this skill, by the rules that Amazon sets for skills.

https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-a-web-service.html
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import json
import posixpath
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import certifi
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

HOST, PATH, PORT = "s3.amazonaws.com", "/echo.api/", 443
SIGNER = "echo-api.amazon.com"
SECONDS_OF_AGE = 150
MAX_BODY_BYTES = 64 * 1024
MAX_CHAIN_BYTES = 64 * 1024
MOST_CHAINS = 8  # Amazon uses one at a time
SECONDS_TO_FETCH = 3

Fetch = Callable[[str], Awaitable[bytes]]
Clock = Callable[[], datetime]


class Refused(Exception):
    """A request that is not Alexa's, not ours or not fresh; the text says which, without anything of the request."""


def now() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(timezone.utc)


async def fetch(url: str) -> bytes:
    """Return what stands at an address that `certificate_url` has passed; redirects are not followed.

    Raises:
        Refused: it cannot be fetched, or it is too large.
    """
    try:
        timeout = aiohttp.ClientTimeout(total=SECONDS_TO_FETCH)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url, allow_redirects=False) as answer:
            if answer.status != 200:
                raise Refused("The certificate chain could not be fetched.")
            chain = b"".join([piece async for piece in _limited(answer.content)])
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
        raise Refused("The certificate chain could not be fetched.") from error
    return chain


async def _limited(content: aiohttp.StreamReader) -> AsyncIterator[bytes]:
    size = 0
    async for piece in content.iter_any():
        size += len(piece)
        if size > MAX_CHAIN_BYTES:
            raise Refused("The certificate chain is too large.")
        yield piece


def certificate_url(address: str) -> str:
    """Return the address of a certificate chain in its plain form.

    Raises:
        Refused: the scheme, host, port or path is not Amazon's.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or PORT
    except ValueError as error:
        raise Refused("The certificate's address is malformed.") from error
    path = posixpath.normpath(parts.path)
    # What another reader of addresses could take for something else is refused outright.
    plain = address.isascii() and address.isprintable() and not set(address) & set("\\%@ ?#")
    if not plain or parts.scheme != "https" or parts.hostname != HOST or port != PORT or not path.startswith(PATH):
        raise Refused("The certificate's address is not Amazon's.")
    return f"https://{HOST}{path}"


@lru_cache(maxsize=1)
def public_roots() -> tuple[x509.Certificate, ...]:
    """Return the certificate authorities that browsers trust."""
    return tuple(x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes()))


class Verifier:
    """Checks requests for one skill."""

    def __init__(
        self,
        application: str,
        fetch_chain: Fetch = fetch,
        clock: Clock = now,
        roots: Callable[[], tuple[x509.Certificate, ...]] = public_roots,
    ) -> None:
        """Check for the skill with the id `application`; network, time and authorities can be put in."""
        self._application, self._fetch, self._clock, self._roots = application, fetch_chain, clock, roots
        self._chains: OrderedDict[str, list[x509.Certificate]] = OrderedDict()

    async def verified(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """Return the request that a body holds.

        Args:
            headers: by lower-case names.
            body: as it came, since every byte is signed.

        Raises:
            Refused: one of the checks failed.
        """
        if len(body) > MAX_BODY_BYTES:
            raise Refused("The request is too large.")
        url = certificate_url(headers.get("signaturecertchainurl", ""))
        try:
            signature = base64.b64decode(headers.get("signature-256", ""), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refused("The signature is malformed.") from error
        if not signature:
            raise Refused("The signature is missing.")
        key = self._trusted_key(await self._chain(url))
        try:
            key.verify(signature, body, PKCS1v15(), SHA256())
        except InvalidSignature as error:
            raise Refused("The signature does not fit the request.") from error
        return self._meant_for_us(body)

    async def _chain(self, url: str) -> list[x509.Certificate]:
        if url not in self._chains:
            pem = await self._fetch(url)
            try:
                chain = x509.load_pem_x509_certificates(pem)
            except ValueError as error:
                raise Refused("The certificate chain is malformed.") from error
            self._trusted_key(chain)  # only a chain that holds is worth keeping
            self._chains[url] = chain
            while len(self._chains) > MOST_CHAINS:
                self._chains.popitem(last=False)
        return self._chains[url]

    def _trusted_key(self, chain: list[x509.Certificate]) -> RSAPublicKey:
        """Return the key of the first certificate of a chain that is valid now and was issued to Alexa."""
        policy = PolicyBuilder().store(Store(list(self._roots()))).time(self._clock())
        try:
            policy.build_server_verifier(x509.DNSName(SIGNER)).verify(chain[0], chain[1:])
            key = chain[0].public_key()
        except (VerificationError, ValueError) as error:
            raise Refused("The certificate is not one of Alexa's that is valid now.") from error
        if not isinstance(key, RSAPublicKey):
            raise Refused("The certificate's key is not an RSA key.")
        return key

    def _meant_for_us(self, body: bytes) -> dict[str, Any]:
        try:
            envelope = json.loads(body)
            told = datetime.fromisoformat(str(envelope["request"]["timestamp"]).replace("Z", "+00:00"))
            age = abs((self._clock() - told).total_seconds())
            applications = [
                str(place["application"]["applicationId"])
                for place in (envelope.get("session"), envelope.get("context", {}).get("System"))
                if place is not None
            ]
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
            raise Refused("The request is malformed.") from error
        if age > SECONDS_OF_AGE:
            raise Refused("The request is too old or too new.")
        ours = self._application.encode()
        if not applications or not all(hmac.compare_digest(one.encode(), ours) for one in applications):
            raise Refused("The request is for another skill.")
        return dict(envelope)

"""A certificate authority of our own, and bodies signed as Alexa signs them.

Only `cryptography` is used, so that tests of both environments can sign.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta, timezone
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID

CHAIN_URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
SIGNER = "echo-api.amazon.com"
DAYS = 30  # that a certificate is valid


class Authority:
    """A root of our own, and certificates issued by it."""

    def __init__(self, now: datetime | None = None) -> None:
        """Make a root that is valid at `now`, by default today."""
        self.now = now or datetime.now(timezone.utc)
        self.key = rsa.generate_private_key(65537, 2048)
        self.root = self.issue("Root", self.key, authority=True)

    def issue(
        self,
        name: str,
        key: Any,
        *,
        authority: bool = False,
        start: datetime | None = None,
    ) -> x509.Certificate:
        """Return a certificate for `name`, valid for `DAYS` from `start`, by default from yesterday."""
        start = start or self.now - timedelta(days=1)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Root")])
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        usage = dict.fromkeys(
            ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"], False
        )
        builder = (
            x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=DAYS))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(identifier, critical=False)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=True, key_cert_sign=authority, crl_sign=authority, decipher_only=False, **usage
                ),
                critical=True,
            )
        )
        if not authority:
            server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
            builder = builder.add_extension(server, critical=False)
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        return builder.sign(self.key, SHA256())


def pem(*certificates: x509.Certificate) -> bytes:
    """Return certificates as they stand in a file."""
    return b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in certificates)


def headers(body: bytes, key: Any, url: str = CHAIN_URL, digest: Any = None) -> dict[str, str]:
    """Return the headers of a request that Alexa signed with `key`."""
    signature = key.sign(body, padding.PKCS1v15(), digest or SHA256())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "SignatureCertChainUrl": url,
        "Signature-256": base64.b64encode(signature).decode(),
    }

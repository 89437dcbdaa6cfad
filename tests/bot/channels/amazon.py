"""The real Rasa server with a stand-in for Amazon's certificates: `python -m tests.bot.channels.amazon ROOT CHAIN`.

Whom the Alexa channel trusts is fixed in its code, and no setting loosens it. So a test puts its own authority in
here, from outside, before the server starts; everything else is `bot.serve`.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from unittest import mock

from cryptography import x509

from bot import serve
from bot.channels import alexa
from bot.channels.alexa_requests import Verifier


def main() -> None:
    """Serve until stopped."""
    root, chain = (Path(name).read_bytes() for name in sys.argv[1:3])

    async def fetch(_: str) -> bytes:
        return chain

    roots = tuple(x509.load_pem_x509_certificates(root))
    ours = functools.partial(Verifier, fetch_chain=fetch, roots=lambda: roots)
    with mock.patch.object(alexa, "Verifier", ours):
        serve.main()


if __name__ == "__main__":
    main()

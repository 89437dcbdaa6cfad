"""The secret that signs the ids of the site's conversations: from the environment, or made once and kept in a file."""

from __future__ import annotations

import logging
import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from knowledge.settings import ROOT

logger = logging.getLogger(__name__)

SECRET = "SITE_SECRET"
LEAST_CHARACTERS = 32
FILE = ROOT / "build" / "secrets" / "site"


def site_secret(environment: Mapping[str, str] = os.environ, file: Path = FILE) -> str:
    """Return SITE_SECRET or, where it is not set, the secret in `file`, made there if need be.

    Where no file can be kept, the secret lasts as long as the process, and the log says so: visitors who come back
    after a restart then get a new id.

    Raises:
        ValueError: SITE_SECRET is too short to be a secret.
    """
    given = environment.get(SECRET, "").strip()
    if given:
        if len(given) < LEAST_CHARACTERS:
            raise ValueError(
                f"{SECRET} must have at least {LEAST_CHARACTERS} characters; it has {len(given)}. "
                "Make one with `openssl rand -hex 32`, or unset it and one is made for you."
            )
        return given
    try:
        return _read(file) or _made(file)
    except OSError as error:
        logger.warning(
            "The site's secret cannot be kept in %s (%s), so its ids end with this process. Set %s.",
            file.name, error.strerror, SECRET,
        )  # fmt: skip
        return secrets.token_hex(32)


def _read(file: Path) -> str:
    """Return the secret in a file; empty where there is none, or none that only its owner could read."""
    try:
        with file.open(encoding="ascii", errors="replace") as opened:
            private = not stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & 0o077
            found = opened.read(1000).strip()
    except FileNotFoundError:
        return ""
    if private and re.fullmatch(r"[0-9a-f]{64}", found):
        return found
    fault = "is damaged" if private else "could be read by others"
    logger.warning("The site's secret in build/secrets/%s %s; a new one is made.", file.name, fault)
    file.unlink(missing_ok=True)
    return ""


def _made(file: Path) -> str:
    """Make a secret in a file that nobody else can read, and return the one that is there afterwards."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as opened:
            opened.write(secrets.token_hex(32))
        try:
            # Unlike a renaming, a link never puts another secret in place of one that a second process just made.
            os.link(draft, file)
        except FileExistsError:
            logger.debug("Another process made the site's secret.")
    finally:
        draft.unlink(missing_ok=True)
    return file.read_text(encoding="ascii").strip()

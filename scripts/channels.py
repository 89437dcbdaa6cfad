"""The channels that need something in the environment: which variables, and what a right value looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """An environment variable: what its whole value matches, that in words, and whether the channel is off without."""

    name: str
    pattern: str
    words: str
    needed: bool = True


@dataclass(frozen=True)
class Channel:
    """A channel, its variables, and the guide that tells how to get them."""

    name: str
    guide: str
    variables: tuple[Variable, ...]

    @property
    def needed(self) -> list[str]:
        """The variables without which the channel is off."""
        return [variable.name for variable in self.variables if variable.needed]

    def missing(self, environment: Mapping[str, str]) -> list[str]:
        """Return the needed variables that are not set, or empty."""
        return [name for name in self.needed if not value_of(environment, name)]

    def is_touched(self, environment: Mapping[str, str]) -> bool:
        """Return whether any variable of the channel is set."""
        return any(value_of(environment, variable.name) for variable in self.variables)

    def faults(self, environment: Mapping[str, str]) -> list[str]:
        """Return what is wrong with the values that are set, without the values: they are secrets."""
        return [
            f"{one.name} should be {one.words}"
            for one in self.variables
            if (value := value_of(environment, one.name)) and not re.fullmatch(one.pattern, value)
        ]


HTTP = r"https?://[^\s/?#@]+(/[^\s?#]*)?"
CHANNELS = (
    Channel(
        "Slack",
        "docs/channels/slack.md",
        (
            Variable("SLACK_TOKEN", r"xoxb-[A-Za-z0-9-]{10,}", "the Bot User OAuth Token, which begins with xoxb-"),
            Variable("SLACK_SIGNING_SECRET", r"[0-9a-f]{32}", "the app's Signing Secret, 32 of the characters 0-9 a-f"),
            Variable("SLACK_API", HTTP + "(?<=/)", "an address that ends with a slash", needed=False),
        ),
    ),
    Channel(
        "Telegram",
        "docs/channels/telegram.md",
        (
            Variable("TELEGRAM_TOKEN", r"\d{5,}:[A-Za-z0-9_-]{30,}", "BotFather's token: digits, a colon and letters"),
            Variable(
                "TELEGRAM_SECRET", r"[A-Za-z0-9_-]{16,256}", "made up by you: 16 to 256 letters, digits, '_' and '-'"
            ),
            Variable("TELEGRAM_API", HTTP, "an address that begins with http", needed=False),
        ),
    ),
    Channel(
        "Telephone",
        "docs/channels/telephone.md",
        (
            Variable("TWILIO_AUTH_TOKEN", r"[0-9a-f]{32}", "the account's Auth Token, 32 of the characters 0-9 a-f"),
            Variable(
                "TWILIO_PUBLIC_URL",
                r"https://[^\s/?#@]+(/(?!webhooks)[^\s?#]*)?",
                "the https address as Twilio sees it, up to what stands before /webhooks",
            ),
        ),
    ),
    Channel(
        "Alexa",
        "docs/channels/alexa.md",
        (Variable("ALEXA_APPLICATION_ID", r"amzn1\.ask\.skill\.[0-9a-f-]{36}", "the skill's id, amzn1.ask.skill.…"),),
    ),
)

# On without any variable: a secret is made, and kept where `SITE_FILE` says.
SITE = Channel(
    "Site",
    "docs/channels/site.md",
    (
        Variable(
            "SITE_SECRET", r"\S.{30,}\S", "made up by you: at least 32 characters (openssl rand -hex 32)", needed=False
        ),
    ),
)
SITE_FILE = "build/secrets/site"


def value_of(environment: Mapping[str, str], name: str) -> str:
    """Return the value of a variable without space around it, as the channels read it."""
    return environment.get(name, "").strip()


def names_off(environment: Mapping[str, str]) -> list[str]:
    """Return the names of the channels that are off, as they lack a variable."""
    return [channel.name for channel in CHANNELS if channel.missing(environment)]

"""The settings file and the environment variables that stand above it."""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
SETTINGS_FILE = ROOT / "settings.yml"
PLAIN_VARIABLES = {"rasa_port": "RASA_PORT", "action_port": "ACTION_PORT"}
CHOICES = {"index": ("exact", "hnsw")}
MOST_PROXIES, MOST_A_MINUTE = 9, 100_000
ORIGIN = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:.]+])(:[0-9]{1,5})?")
USUAL_PORTS = {"http": ":80", "https": ":443"}

Value = str | int | float | tuple[str, ...]


class SettingsError(ValueError):
    """A setting is missing, unknown or of the wrong kind."""


@dataclass(frozen=True)
class Settings:
    """What a shop may change; see `settings.yml` for the meaning of each."""

    emergency_number: str
    crisis_line: str
    advice_line: str
    shop_name: str
    shop_phone: str
    shop_hours: str
    article_url: str
    visit_hours: float
    rasa_port: int
    action_port: int
    model: str
    index: str
    site_origins: tuple[str, ...]
    site_proxies: int
    site_conversation_limit: int
    site_address_limit: int
    site_new_limit: int

    def placeholders(self) -> dict[str, str]:
        """Return what may stand in braces in a text, by name."""
        return {field.name: str(getattr(self, field.name)) for field in fields(self)}


def read_settings(path: Path = SETTINGS_FILE, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read `path`, then lay the environment variables over it.

    Raises:
        SettingsError: the file is missing or not YAML, a key is missing or unknown, a number is out of range,
            or a value is none of those to choose from.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path.name} could not be read: {error}. Restore it from the repository.") from error
    if not isinstance(raw, dict):
        raise SettingsError(f"{path.name} must hold one `key: value` a line; it holds {type(raw).__name__}.")
    known = {field.name for field in fields(Settings)}
    if unknown := sorted(set(raw) - known):
        raise SettingsError(f"{path.name} has unknown keys {unknown}; known are {sorted(known)}.")
    values: dict[str, Value] = {}
    for name in sorted(known):
        value = environment.get(
            f"KNEEWISE_{name.upper()}", environment.get(PLAIN_VARIABLES.get(name, ""), raw.get(name))
        )
        if value is None:
            raise SettingsError(f"{path.name} lacks `{name}`; add it, or set KNEEWISE_{name.upper()}.")
        values[name] = READ_BY.get(name, _text)(name, value)
    return Settings(**values)  # type: ignore[arg-type]  # every key is checked just above


def _text(name: str, value: object) -> str:
    text = str(value)
    if name in CHOICES and text not in CHOICES[name]:
        raise SettingsError(f"`{name}` must be {' or '.join(CHOICES[name])}; it is {text!r}.")
    return text


def _port(name: str, value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 65535:
        raise SettingsError(f"`{name}` must be a port from 1 to 65535; it is {text!r}.")
    return int(text)


def _hours(name: str, value: object) -> float:
    try:
        hours = float(str(value))
    except ValueError:
        hours = math.nan
    if not 0 < hours < math.inf:
        raise SettingsError(f"`{name}` must be a number of hours above 0; it is {value!r}.")
    return hours


def _origins(name: str, value: object) -> tuple[str, ...]:
    """Read origins as browsers write them: small letters, no usual port, no path."""
    found = []
    for word in re.split(r"[\s,]+", str(value).strip().lower()):
        parts = ORIGIN.fullmatch(word)
        if word and not parts:
            raise SettingsError(
                f"`{name}` must hold origins such as https://shop.example, with spaces between; it has {word!r}."
            )
        found += [word.removesuffix(USUAL_PORTS[parts[1]])] if parts else []
    return tuple(dict.fromkeys(found))


def _whole(least: int, most: int) -> Callable[[str, object], int]:
    def read(name: str, value: object) -> int:
        text = str(value)
        if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
            raise SettingsError(f"`{name}` must be a whole number from {least} to {most}; it is {text!r}.")
        return int(text)

    return read


READ_BY: Mapping[str, Callable[[str, object], Value]] = {
    **dict.fromkeys(PLAIN_VARIABLES, _port),
    "visit_hours": _hours,
    "site_origins": _origins,
    "site_proxies": _whole(0, MOST_PROXIES),
    **dict.fromkeys(("site_conversation_limit", "site_address_limit", "site_new_limit"), _whole(1, MOST_A_MINUTE)),
}


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return read_settings()


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{getattr(read_settings(), sys.argv[1])}\n")
    except (IndexError, AttributeError, SettingsError) as error:
        sys.exit(f"settings: {error}. Call with one key, for example `python -m knowledge.settings rasa_port`.")

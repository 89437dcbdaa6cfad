"""A server without secrets: the channels that need them are off, and the log says so once."""

from __future__ import annotations

import os
import urllib.error
import urllib.request

import pytest

from scripts.channels import CHANNELS
from scripts.supervisor import Supervisor

ON = any(channel.is_touched(os.environ) for channel in CHANNELS)
pytestmark = [pytest.mark.server, pytest.mark.skipif(ON, reason="the environment has secrets of a channel")]
NAMES = ("slack", "telegram", "telephone", "alexa")


def test_each_channel_that_is_off_says_so_once(servers: tuple[str, Supervisor]) -> None:
    _, supervisor = servers
    log = supervisor.log(supervisor.servers[1]).read_text(encoding="utf-8")
    assert log.count("is off. To use it, set") == len(CHANNELS)
    for channel in CHANNELS:
        assert log.count(f"set {' and '.join(channel.needed)}.") == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_channel_that_is_off_has_no_address(assistant_url: str, name: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{assistant_url}/webhooks/{name}/webhook", b"{}", timeout=10)

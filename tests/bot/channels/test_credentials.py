"""What `make doctor` looks at is what the channels read."""

from __future__ import annotations

from bot.channels import alexa, site_secret, slack, telegram, twilio
from bot.channels.credentials import credentials
from knowledge.settings import ROOT
from scripts.channels import CHANNELS, SITE, SITE_FILE

READ = {
    "Slack": ({slack.TOKEN, slack.SIGNING_SECRET}, {slack.API}),
    "Telegram": ({telegram.TOKEN, telegram.SECRET}, {telegram.ADDRESS}),
    "Telephone": ({twilio.TOKEN, twilio.PUBLIC_URL}, set()),
    "Alexa": ({alexa.APPLICATION}, set()),
}


def test_the_doctor_knows_what_each_channel_reads() -> None:
    known = {
        one.name: (set(one.needed), {variable.name for variable in one.variables if not variable.needed})
        for one in CHANNELS
    }
    assert known == READ


def test_the_doctor_knows_where_the_site_has_its_secret() -> None:
    assert [one.name for one in SITE.variables] == [site_secret.SECRET]
    assert ROOT / SITE_FILE == site_secret.FILE
    shortest = "x" * site_secret.LEAST_CHARACTERS
    assert SITE.faults({site_secret.SECRET: shortest}) == []
    assert len(SITE.faults({site_secret.SECRET: shortest[1:]})) == 1


def test_space_around_a_secret_does_not_count() -> None:
    assert credentials("It", ["A", "B"], {"A": " a\n", "B": "b"}) == {"A": "a", "B": "b"}
    assert credentials("It", ["A", "B"], {"A": "a", "B": " "}) == {}

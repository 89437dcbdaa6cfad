"""What `make doctor` looks at is what the channels read."""

from __future__ import annotations

from bot.channels import alexa, slack, telegram, twilio
from bot.channels.credentials import credentials
from scripts.channels import CHANNELS

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


def test_space_around_a_secret_does_not_count() -> None:
    assert credentials("It", ["A", "B"], {"A": " a\n", "B": "b"}) == {"A": "a", "B": "b"}
    assert credentials("It", ["A", "B"], {"A": "a", "B": " "}) == {}

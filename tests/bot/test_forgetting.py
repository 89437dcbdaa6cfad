"""Who asks to be forgotten is: in every state, on every channel, with a look into the store afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.utils import AvailableEndpoints

from bot.channels.alexa import AlexaOutput
from bot.channels.collecting import CollectingOutput
from bot.channels.site import SiteOutput
from bot.channels.slack import SlackOutput
from bot.channels.telegram import TelegramOutput
from bot.channels.twilio import TelephoneOutput
from bot.serve import MODEL
from bot.skills import PRIVACY
from bot.tracker_store import FORGOTTEN, FORGOTTEN_IN_DANGER, BoundedTrackerStore
from bot.turn import FORM
from knowledge.settings import ROOT
from knowledge.visits import DAY
from tests.bot.talk import Talk, asks, ends

FORGET = "please delete my data"
KNEE = {"outer_tightness": "yes", "swelling": "no", "duration": "days"}


def told(talk: Talk) -> Talk:
    return talk.slots(**KNEE, level="self_care", topics=["itbs"])


STATES: dict[str, Callable[[Talk], Talk]] = {
    "nothing said yet": lambda talk: talk,
    "in the interview": lambda talk: told(talk).ask("stairs_pain"),
    "asked for a group": lambda talk: told(talk).ask("group_joint"),
    "after the triage": lambda talk: told(talk).add(*ends()),
    "urgent": lambda talk: told(talk).slots(swelling="yes", pop="yes", level="urgent", said_level="urgent"),
    "back after days": lambda talk: told(talk).add(*ends()).slots(seen=time.time() - 5 * DAY),
    "asked how it is now": lambda talk: told(talk).add(*ends()).slots(how_now=True, visit={"known": KNEE}),
    "two knees": lambda talk: told(talk).slots(knees={"now": "left", "other": "right", "told": {"pop": "yes"}}),
}


def kept_of(store: BoundedTrackerStore, sender: str) -> object:
    return asyncio.run(store.retrieve(sender))


@pytest.mark.parametrize("intent", ["start_over", "out_of_scope", "deny", "nlu_fallback", "stop"])
@pytest.mark.parametrize("state", STATES)
def test_in_every_state_it_is_confirmed_once_and_the_store_is_emptied(talk: Talk, state: str, intent: str) -> None:
    store = BoundedTrackerStore(talk.domain)
    STATES[state](talk)
    asyncio.run(store.save(talk.tracker))
    assert kept_of(store, "test") is not None
    talk.hear(intent, FORGET)
    assert talk.run({}) == [FORGOTTEN], "nothing is asked, and nothing goes on"
    asyncio.run(store.save(talk.tracker))
    assert kept_of(store, "test") is None
    assert not store.store


def test_in_an_emergency_the_help_is_not_forgotten(talk: Talk) -> None:
    told(talk).slots(deformity="yes", level="emergency", said_level="emergency")
    assert talk.plan("start_over", FORGET) == [FORGOTTEN_IN_DANGER, "action_listen"]


def test_danger_in_the_same_message_goes_first(talk: Talk) -> None:
    assert talk.plan("report", "delete my data, my foot went numb", numb_or_cold="yes")[:2] == [
        "utter_safety",
        FORGOTTEN_IN_DANGER,
    ]


def test_others_are_kept_and_what_is_said_afterwards_too(talk: Talk) -> None:
    store = BoundedTrackerStore(talk.domain)
    other = told(Talk(talk.domain)).tracker
    other.sender_id = "other"
    asyncio.run(store.save(other))
    told(talk).hear("start_over", FORGET)
    talk.run({})
    asyncio.run(store.save(talk.tracker))
    assert set(store.store) == {"other"}
    again = Talk(talk.domain)
    again.hear("report", "it is stiff", stiffness="yes")
    asyncio.run(store.save(again.tracker))
    assert {"test", "other"} == set(store.store)


def test_asking_about_privacy_deletes_nothing_and_the_interview_goes_on(talk: Talk) -> None:
    told(talk).ask("stairs_pain")
    assert talk.hear("chitchat", "do you store my data?").request == PRIVACY
    effects = {FORM: asks("swelling")}
    assert talk.run(effects) == ["utter_privacy", FORM]
    store = BoundedTrackerStore(talk.domain)
    asyncio.run(store.save(talk.tracker))
    assert set(store.store) == {"test"}


@pytest.mark.parametrize(
    "text", ["can you delete my order", "remove the last shoes from my basket", "delete my account"]
)
def test_the_shop_s_orders_are_not_ours(talk: Talk, text: str) -> None:
    assert talk.hear("out_of_scope", text).request is None


@pytest.fixture(scope="module")
def server() -> Iterator[Agent]:
    """The trained model with the real store, as the server has it; no action server is needed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACTION_PORT", "9")
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        yield asyncio.run(load_agent(model_path=str(MODEL), endpoints=endpoints))


def texts_of(channel: OutputChannel) -> list[str]:
    if isinstance(channel, CollectingOutput):
        return [part.text for part in channel.parts]
    assert isinstance(channel, CollectingOutputChannel)
    return [message.get("text", "") for message in channel.messages]


OUTPUTS = (CollectingOutputChannel, SiteOutput, SlackOutput, TelegramOutput, TelephoneOutput, AlexaOutput)


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name())
def test_on_every_channel_nothing_is_left_in_the_store(server: Agent, output: type[OutputChannel]) -> None:
    sender = f"{output.name()}-somebody"

    def says(text: str) -> OutputChannel:
        channel = output()
        asyncio.run(server.handle_message(UserMessage(text, channel, sender, input_channel=output.name())))
        return channel

    store = server.tracker_store
    says("my knee is swollen and it locks, I have had it for weeks")
    before = asyncio.run(store.retrieve(sender))
    assert before is not None
    assert before.get_slot("swelling") == "yes"
    channel = says("can you please erase everything you know about me")
    texts = [text for text in texts_of(channel) if text]
    assert len(texts) == 1
    assert "deleted" in texts[0]
    assert asyncio.run(store.retrieve(sender)) is None
    says("hello")
    after = asyncio.run(store.retrieve(sender))
    assert after is not None
    assert after.get_slot("swelling") is None
    assert "swollen" not in str([event.as_dict() for event in after.events])

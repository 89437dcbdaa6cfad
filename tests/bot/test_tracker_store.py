"""Conversations stay short, and what they hold is carried over."""

from __future__ import annotations

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import tracker_store
from bot.tracker_store import BoundedTrackerStore, bounded
from tests.bot.talk import Talk, uttered

TURNS = 10


@pytest.fixture
def store(domain: Domain) -> BoundedTrackerStore:
    return BoundedTrackerStore(domain, turns=TURNS)


def speak(talk: Talk, count: int) -> None:
    for number in range(count):
        talk.add(UserUttered(f"message {number}", intent={"name": "ask", "confidence": 1.0}))
        talk.add(ActionExecuted("action_answer"), uttered("answer"), ActionExecuted("action_listen"))


def saved(store: BoundedTrackerStore, talk: Talk) -> DialogueStateTracker:
    asyncio.run(store.save(talk.tracker))
    again = asyncio.run(store.retrieve(talk.tracker.sender_id))
    assert again is not None
    return again


def texts(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


@pytest.mark.parametrize("count", [0, 1, TURNS, TURNS + 1, 50])
def test_at_most_so_many_user_messages_are_kept(store: BoundedTrackerStore, talk: Talk, count: int) -> None:
    speak(talk, count)
    assert texts(saved(store, talk)) == [f"message {number}" for number in range(max(0, count - TURNS), count)]


def test_a_conversation_saved_turn_by_turn_stays_bounded(store: BoundedTrackerStore, domain: Domain) -> None:
    tracker = Talk(domain).slots(pop="yes").tracker
    sizes = []
    for _ in range(50):
        talk = Talk(domain)
        talk.tracker = tracker
        speak(talk, 1)
        tracker = saved(store, talk)
        sizes.append(len(tracker.events))
        assert len(texts(tracker)) <= TURNS
    assert tracker.get_slot("pop") == "yes"
    assert max(sizes) == max(sizes[:15]), "it still grows"


def test_slots_and_the_active_form_are_carried_over(store: BoundedTrackerStore, talk: Talk) -> None:
    talk.slots(swelling="no", signs=["fever"], level="urgent", said_level="urgent").ask("pop")
    before = talk.tracker.current_slot_values()
    speak(talk, 50)
    kept = saved(store, talk)
    assert kept.current_slot_values() == before
    assert kept.active_loop_name == "interview_form"
    assert kept.latest_action_name == "action_listen"


def test_an_ended_form_stays_ended(store: BoundedTrackerStore, talk: Talk) -> None:
    talk.ask("pop").add(ActiveLoop(None), SlotSet("requested_slot", None))
    speak(talk, 50)
    assert saved(store, talk).active_loop_name is None


@pytest.mark.parametrize("after", [0, 3, TURNS - 1, 50])
def test_a_restart_forgets(store: BoundedTrackerStore, talk: Talk, after: int) -> None:
    speak(talk.slots(swelling="yes").ask("pop"), 20)
    talk.add(ActionExecuted("action_restart"), Restarted())
    speak(talk, after)
    kept = saved(store, talk)
    assert kept.get_slot("swelling") is None
    assert kept.get_slot("asked") == {}
    assert kept.active_loop_name is None


def test_what_is_told_after_a_restart_is_kept(store: BoundedTrackerStore, talk: Talk) -> None:
    speak(talk.slots(swelling="yes"), 20)
    talk.add(Restarted()).slots(pop="no")
    speak(talk, 50)
    kept = saved(store, talk)
    assert (kept.get_slot("swelling"), kept.get_slot("pop")) == (None, "no")


def test_the_level_still_does_not_fall_across_the_cut(store: BoundedTrackerStore, talk: Talk) -> None:
    talk.slots(level="urgent", said_level="urgent")
    speak(talk, 50)
    talk.tracker = saved(store, talk)
    turn = talk.hear("report", stiffness="yes")
    assert turn.judgement.level == "urgent"
    assert not turn.rises


def test_the_history_is_cut_between_turns(talk: Talk) -> None:
    speak(talk, 15)
    events = bounded(list(talk.tracker.events), 5, talk.domain)
    first = next(index for index, event in enumerate(events) if isinstance(event, UserUttered))
    assert events[first - 1] == ActionExecuted("action_listen")
    assert not any(
        isinstance(event, ActionExecuted) and event.action_name == "action_answer" for event in events[:first]
    )


def test_the_conversation_silent_longest_is_dropped(
    store: BoundedTrackerStore, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_store, "MOST_CONVERSATIONS", 3)
    for sender in ("a", "b", "c", "a", "d"):  # "a" spoke again, so "b" was silent longest
        tracker = DialogueStateTracker.from_events(sender, [SlotSet("pop", "yes")], domain.slots)
        asyncio.run(store.save(tracker))
    assert set(store.store) == {"a", "c", "d"}
    assert asyncio.run(store.retrieve("b")) is None


def test_files_are_sent_but_not_kept(store: BoundedTrackerStore, talk: Talk) -> None:
    block = {"v": 1, "kind": "chat", "known": {"pop": "no"}}
    files = [{"name": "knee-summary.md", "type": "text/markdown", "data": "IyBLbmVl"}]
    speak(talk, 1)
    talk.add(BotUttered("Here it is.", {"buttons": None, "custom": {"data": {**block, "files": files}}}))
    kept = [event for event in saved(store, talk).events if isinstance(event, BotUttered)]
    assert [event.text for event in kept] == ["answer", "Here it is."]
    assert kept[1].data["custom"] == {"data": block}
    assert files[0]["data"] not in store.store[talk.tracker.sender_id]
    sent = talk.tracker.events[-1]
    assert sent.data["custom"]["data"]["files"] == files, "what is on its way stays whole"

"""Slots that copy themselves: the same as Rasa's copies, and no part of the other but the values."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.slots import Slot, TextSlot

from bot import slots


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    yield
    if "__copy__" in vars(Slot):
        del Slot.__copy__


def test_copies_are_as_rasas(domain: Domain) -> None:
    rasas = [vars(copy.copy(slot)) for slot in domain.slots]
    slots.install()
    ours = [copy.copy(slot) for slot in domain.slots]
    assert [vars(slot) for slot in ours] == rasas
    assert [type(slot) for slot in ours] == [type(slot) for slot in domain.slots]


def test_a_copy_is_a_slot_of_its_own() -> None:
    slots.install()
    first = TextSlot("pop", mappings=[])
    second = copy.copy(first)
    second.value = "yes"
    assert (first.value, second.value) == (None, "yes")
    assert (first.has_been_set, second.has_been_set) == (False, True)


def test_installing_twice_is_no_harm() -> None:
    slots.install()
    slots.install()
    assert isinstance(copy.copy(TextSlot("pop", mappings=[])), TextSlot)


def test_another_rasa_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TextSlot, "__copy__", lambda self: self, raising=False)
    with pytest.raises(RuntimeError, match=r"TextSlot copies itself; .* rasa 3\.6\.21"):
        slots.install()

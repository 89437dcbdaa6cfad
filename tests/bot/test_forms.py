"""Unique mappings of the form: ours and Rasa's own answer agree, and ours is worked out once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa.core.actions.forms import FormAction
from rasa.shared.core.domain import Domain

from bot import forms
from bot.turn import FORM

OWN = FormAction.entity_mapping_is_unique


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    yield
    FormAction.entity_mapping_is_unique = OWN
    forms._unique.clear()


def test_ours_and_rasas_agree_on_every_mapping(domain: Domain) -> None:
    mappings = [
        mapping for slot in domain.slots for mapping in slot.mappings or [] if mapping.get("type") == "from_entity"
    ]
    rasas = [FormAction(FORM, None).entity_mapping_is_unique(mapping, domain) for mapping in mappings]
    forms.install()
    assert [FormAction(FORM, None).entity_mapping_is_unique(mapping, domain) for mapping in mappings] == rasas
    assert any(rasas)


def test_it_is_worked_out_once(domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def work_out(self: FormAction, domain: Domain) -> set[str]:
        calls.append(self.name())
        return set()

    monkeypatch.setattr(FormAction, "_create_unique_entity_mappings", work_out)
    forms.install()
    forms._unique.clear()
    for _ in range(5):
        FormAction(FORM, None).entity_mapping_is_unique({"type": "from_entity", "entity": "pop"}, domain)
    assert len(calls) == 1


def test_another_rasa_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(FormAction, "_create_unique_entity_mappings")
    with pytest.raises(RuntimeError, match=r"written for rasa 3\.6\.21"):
        forms.install()

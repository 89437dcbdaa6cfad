"""Forms as quick as ours needs them: Rasa 3.6 works out anew for every slot and message which mappings are unique.

With thirty questions in one form that is a quarter of a turn. The answer hangs on form and domain alone, so it is
worked out once.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.core.actions.forms import FormAction
from rasa.shared.core.domain import Domain

_unique: dict[str, tuple[Domain, set[str]]] = {}


def _is_unique(self: FormAction, slot_mapping: dict[str, Any], domain: Domain) -> bool:
    known, mappings = _unique.get(self.name(), (None, set()))
    if known is not domain:  # a new model brings a new domain
        mappings = self._create_unique_entity_mappings(domain)
        _unique[self.name()] = (domain, mappings)
    return json.dumps(slot_mapping, sort_keys=True) in mappings


def install() -> None:
    """Put this in place of Rasa's.

    Raises:
        RuntimeError: this Rasa has other methods than the one this was written for.
    """
    for name in ("entity_mapping_is_unique", "_create_unique_entity_mappings"):
        if not hasattr(FormAction, name):
            raise RuntimeError(f"rasa has no FormAction.{name}; bot/forms.py was written for rasa 3.6.21.")
    FormAction.entity_mapping_is_unique = _is_unique

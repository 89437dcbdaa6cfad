"""One reply, many drawings: each conversation on each channel, held against what the same words bring over REST."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.channels.conftest import Line
from tests.channels.forms import Form, OnSlack, OnTelegram, Rest
from tests.channels.reference import TALKS, Reference
from tests.channels.spoken_forms import AtAnAlexa, OnTheTelephone

pytestmark = pytest.mark.server

FORMS: dict[str, Callable[[Line], Form]] = {
    "REST": Rest,
    "site": lambda line: Rest(line, "/site/webhook"),
    "Slack": OnSlack,
    "Telegram": OnTelegram,
    "telephone": OnTheTelephone,
    "Alexa": AtAnAlexa,
}


@pytest.fixture(scope="module")
def reference(line: Line) -> Reference:
    """The conversations over REST."""
    return Reference(line.url)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [talk["name"] for talk in TALKS])
def test_the_same_comes_through(line: Line, reference: Reference, name: str, form: str) -> None:
    person = FORMS[form](line)
    turns = reference.turns(name, person.arrives, person.greeted)
    found = {
        f"{number}. {turn.said}": differs for number, turn in enumerate(turns) if (differs := person.differs(turn))
    }
    assert not found


def test_there_are_fifteen_conversations() -> None:
    assert len({talk["name"] for talk in TALKS}) == 15

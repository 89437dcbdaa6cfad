"""Training and export of the tuned reader, on a handful of lines; and that the weights here fit the lines here."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from bot.nlu.tuned import build, learn
from bot.nlu.tuned.joining import joined
from bot.nlu.tuned.labels import GROUPS, INTENT, LEVEL, NOTHING, TRAINED_SIGNS
from bot.nlu.tuned.lines import Line, digest, read_lines
from bot.nlu.tuned.network import WIDTHS, Tuned, Whole
from bot.nlu.tuned.noise import noisy, wrapped
from bot.nlu.tuned.reader import TunedReader
from knowledge.slots import SLOTS
from knowledge.tuning import about_weights

SILENT = dict.fromkeys(SLOTS, NOTHING)
LINES = [
    Line(
        "it popped and blew up",
        {**SILENT, "pop": "yes", "swelling": "yes", INTENT: "report", LEVEL: "urgent"},
        frozenset(),
    ),
    Line("no pop at all", {**SILENT, "pop": "no", INTENT: "report", LEVEL: NOTHING}, frozenset()),
    Line("thanks a lot", {**SILENT, INTENT: "thank", LEVEL: NOTHING}, frozenset()),
    Line("shivering with a fever", {"fever_or_hot_red": "yes", LEVEL: "urgent"}, frozenset({"fever"})),
]


@pytest.fixture(scope="module")
def small() -> tuple[Whole, Tokenizer]:
    return learn.untrained(frozen=5)


def test_targets_leave_out_what_nobody_said() -> None:
    groups, signs = learn.targets(LINES[3])
    names = list(GROUPS)
    assert groups[names.index("fever_or_hot_red")] == 1
    assert groups[names.index("pop")] == learn.UNKNOWN
    assert groups[names.index(INTENT)] == learn.UNKNOWN
    assert signs[TRAINED_SIGNS.index("fever")] == 1
    assert signs.sum() == 1
    assert (learn.targets(Line("x"))[1] == -1).all()


def test_padding_is_masked() -> None:
    batch, mask = learn.padded([torch.ones(2, 3), torch.ones(4, 3)])
    assert batch.shape == (2, 4, 3)
    assert mask.tolist() == [[1, 1, 0, 0], [1, 1, 1, 1]]


def test_padding_does_not_change_scores(small: tuple[Whole, Tokenizer]) -> None:
    network, tokenizer = small
    short, long = (
        torch.tensor(tokenizer.encode(text).ids) for text in ("it popped", "my knee is sore on the stairs today")
    )
    with torch.no_grad():
        alone, attention = network.eval()(*learn.padded([short]))
        together, _ = network(*learn.padded([short, long]))
    assert alone.shape == (1, len(WIDTHS), max(WIDTHS))
    assert torch.allclose(attention.sum(-1), torch.ones(1, len(WIDTHS)), atol=1e-4)
    assert torch.allclose(alone[0], together[0], atol=1e-4)


def test_every_line_is_in_one_batch() -> None:
    lines = LINES * 20
    seen = [id(line) for batch in learn.batches(lines, random.Random(1)) for line in batch]
    assert sorted(seen) == sorted(map(id, lines))


def test_a_varied_line_keeps_its_labels_unless_it_is_joined() -> None:
    chance = random.Random(3)
    varied = [learn.varied(LINES[1], LINES, chance) for _ in range(200)]
    assert len({line.text for line in varied}) > 30
    alone = [line for line in varied if "thank" not in line.text.lower()[len(LINES[1].text) :]]
    assert all(line.labels["pop"] == "no" for line in varied)
    assert any(line.text == LINES[1].text for line in alone)


@pytest.mark.parametrize("first", [0, 1])
def test_joined_lines_tell_what_both_tell(first: int) -> None:
    swollen = Line("puffy", {**SILENT, "swelling": "yes", INTENT: "ask", LEVEL: NOTHING}, frozenset())
    both = joined(LINES[first], swollen, random.Random(1))
    assert both is not None
    assert both.text.startswith(LINES[first].text)
    assert both.text.endswith("puffy")
    assert (both.labels["swelling"], both.labels["pop"]) == ("yes", LINES[first].labels["pop"])
    assert both.labels[INTENT] == "report_and_ask"


def test_the_level_of_joined_lines_follows_from_what_both_tell() -> None:
    pop = Line("it popped", {**SILENT, "pop": "yes", INTENT: "report", LEVEL: "urgent"}, frozenset())
    fast = Line("up in an hour", {**SILENT, "swelling_fast": "yes", INTENT: "report", LEVEL: "urgent"}, frozenset())
    both = joined(pop, fast, random.Random(1))
    assert both is not None
    assert both.labels[LEVEL] == "emergency"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LINES[0], LINES[1]),  # they contradict each other
        (LINES[0], LINES[3]),  # labelled in part
        (LINES[0], Line("yes", {**SILENT, INTENT: "affirm", LEVEL: NOTHING}, frozenset())),
        (LINES[1], Line("x" * 300, {**SILENT, INTENT: "ask", LEVEL: NOTHING}, frozenset())),
    ],
)
def test_lines_that_do_not_go_together_are_not_joined(first: Line, second: Line) -> None:
    assert joined(first, second, random.Random(1)) is None


def test_a_handful_of_lines_can_be_learnt_and_exported(tmp_path: Path) -> None:
    network, tokenizer = learn.untrained(frozen=5)
    before = float(learn.loss_of(network.eval(), tokenizer, LINES).detach())
    learn.train(network, tokenizer, LINES * 24, epochs=12)
    after = float(learn.loss_of(network, tokenizer, LINES).detach())
    assert after < before / 3
    build.export(network, tmp_path / "reader")
    reading = TunedReader(tmp_path / "reader").read("no pop at all")
    assert max(reading.shares["pop"], key=reading.shares["pop"].__getitem__) == "no"
    assert max(reading.shares[INTENT], key=reading.shares[INTENT].__getitem__) == "report"


def test_it_goes_on_from_weights_at_a_slower_pace(tmp_path: Path) -> None:
    network, tokenizer = learn.untrained(frozen=5)
    learn.train(network, tokenizer, LINES * 24, epochs=6)
    path = tmp_path / "weights.safetensors"
    learn.save(network.tuned, LINES, path, frozen=5)
    before = float(learn.loss_of(learn.load(path), tokenizer, LINES).detach())
    further = learn.load(path)
    learn.train(further, tokenizer, LINES * 24, epochs=6, pace=learn.FURTHER)
    assert float(learn.loss_of(further, tokenizer, LINES).detach()) < before


def test_weights_come_back_as_they_were_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network, _ = learn.untrained(learn.FROZEN)
    path = tmp_path / "weights.safetensors"
    learn.save(network.tuned, LINES, path)
    about = about_weights(path)
    assert (about["lines"], about["digest"]) == ("4", digest(LINES))
    loaded = learn.load(path)
    for name, tensor in network.tuned.state_dict().items():
        assert torch.allclose(tensor, loaded.tuned.state_dict()[name], atol=2e-3), name


def test_stale_or_missing_weights_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    assert not build.up_to_date(path)
    network, _ = learn.untrained(5)
    learn.save(network.tuned, LINES, path)
    assert not build.up_to_date(path)


def test_the_weights_here_were_learnt_from_the_lines_here() -> None:
    assert build.up_to_date(), "the lines of data/nlu have changed since: run `make learn`"
    assert int(about_weights(learn.WEIGHTS)["lines"]) == len(read_lines())


@pytest.mark.parametrize("text", ["my knee hurts on the stairs", "no", "", "\U0001f9b5", "it's a 'pop'?"])
def test_noise_is_seeded_and_slight(text: str) -> None:
    once = [noisy(text, random.Random(seed)) for seed in range(30)]
    assert once == [noisy(text, random.Random(seed)) for seed in range(30)]
    assert all(abs(len(other) - len(text)) <= 24 for other in once)
    assert text in once


def test_idle_words_stand_around_the_message() -> None:
    around = {wrapped("it is swollen", random.Random(seed)) for seed in range(60)}
    assert all("it is swollen" in text and text != "it is swollen" for text in around)
    assert any(text.startswith("it is") for text in around)
    assert any(text.endswith("swollen") for text in around)


def test_the_network_can_stand_alone() -> None:
    tuned = Tuned([], 8)
    scores, attention = tuned(torch.zeros(1, 3, 8), torch.ones(1, 3))
    assert scores.shape == (1, len(WIDTHS), max(WIDTHS))
    assert attention.shape == (1, len(WIDTHS), 3)

"""The build: passages -> vectors -> faiss index; questions -> topic head -> gate."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from knowledge.aspects import train_aspects
from knowledge.embedding import Encode, discard, embed
from knowledge.encoder import ENCODER_FOLDER, Encoder
from knowledge.export import export_encoder, exported_model, model_folder
from knowledge.following.head import ALONE_PER_DIALOGUE, ALONE_WEIGHT, Shares, alone
from knowledge.following.head import train_head as train_follow_ups
from knowledge.following.lines import read_follow_ups
from knowledge.gate import calibrate
from knowledge.passages import Fault, Passage, read_passages
from knowledge.picking import View, train_passages
from knowledge.proofreading import wrong_claims_said
from knowledge.questions import Question, read_questions, with_passage_questions
from knowledge.search import (
    ASPECT_FILE,
    FOLLOW_UP_FILE,
    GATE_FILE,
    HEAD_FILE,
    INDEX_FOLDER,
    PASSAGE_FILE,
    SOURCES_FILE,
)
from knowledge.settings import settings
from knowledge.shop import SHOP_FOLDER, read_shop
from knowledge.sources import Source, read_sources
from knowledge.store import views, write_store
from knowledge.topics import TopicHead, left_out, train_head

Say = Callable[[str], None]

WRITTEN_BY = {"out_of_scope": "voices", "prevention": "causes", "elsewhere": "causes"}
# near_misses.jsonl was drawn along the border on purpose: good to learn from, too hard to set a share by.
CALIBRATION = ("starter", "voices", "causes", "chat", "posts")


class ContentFaults(ValueError):
    """The content has faults; `faults` lists them."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep `faults`; the message names them all."""
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def build(
    say: Say,
    encoder_folder: Path = ENCODER_FOLDER,
    index_folder: Path = INDEX_FOLDER,
    shop_folder: Path = SHOP_FOLDER,
) -> None:
    """Check the content, export the encoder where another or none is there, and build index, topic head and gate.

    The index appears whole or not at all; embedding broken off is taken up by the next build. `say` is told each step.

    Raises:
        ContentFaults: a content file is wrong; nothing was written.
    """
    passages, faults = read_passages()
    shop = read_shop(passages, read_sources(), shop_folder)
    faults += [*wrong_claims_said(passages), *shop.faults]
    if faults:
        raise ContentFaults(faults)
    say(f"{len(passages)} passages are right")
    if shop.passages:
        say(f"{len(shop.passages)} more come from the shop's articles ({len(shop.reviewed)} reviewed)")
        passages += shop.passages
    if exported_model(encoder_folder) != settings().model:
        say("checking and exporting the encoder")
        export_encoder(settings().model, encoder_folder)
    encode = Encoder(encoder_folder, threads=2)
    index_folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=index_folder.parent) as scratch:
        fresh = Path(scratch) / "index"
        fresh.mkdir()
        kept = index_folder.with_name(f"{index_folder.name}-vectors.npy")
        _index(passages, fresh, kept, say)
        _head(passages, encode, fresh, say)
        _sources(shop.sources, fresh)
        shutil.rmtree(index_folder, ignore_errors=True)
        fresh.rename(index_folder)
    discard(kept)


def _index(passages: list[Passage], folder: Path, kept: Path, say: Say) -> None:
    entries = [(passage, views(passage)) for passage in passages]
    texts = [text for _, own in entries for text in own]
    with _progress(f"embedding {len(texts)} views of {len(passages)} passages", len(texts), say) as told:
        vectors = embed(texts, _original_encoder(), settings().model, kept, told)
    say(f"building the {settings().index} index")
    write_store(folder, entries, vectors, settings().index)


def _original_encoder() -> Encode:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder(settings().model)), device="cpu")
    return partial(model.encode, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)


@contextmanager
def _progress(label: str, total: int, say: Say) -> Iterator[Callable[[int], None]]:
    """Show how far a long step is, of `total`: a bar on a terminal, elsewhere a line each tenth."""
    if sys.stdout.isatty():
        with click.progressbar(length=total, label=label, show_pos=True) as bar:
            yield bar.update
        return
    say(label)
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        if done * 10 // total > (done - more) * 10 // total:
            say(f"{done} of {total}")

    yield told


def _head(passages: list[Passage], encode: Encoder, folder: Path, say: Say) -> None:
    questions = with_passage_questions(read_questions(), passages)
    texts = [question.text for question in questions]
    labels = [question.topic for question in questions]
    say(f"training the topic head on {len(texts)} questions")
    vectors = encode.encode(texts)
    head = train_head(texts, labels, vectors)
    head.save(folder / HEAD_FILE)
    _aspects(passages, encode, folder)
    _picking(passages, encode, folder)
    say("calibrating the gate on authors left out")
    authors = [author(question) for question in questions]
    rows, probabilities, columns = left_out(texts, labels, authors, vectors, CALIBRATION)
    gate = calibrate(probabilities, columns, [labels[row] for row in rows], [authors[row] for row in rows])
    (folder / GATE_FILE).write_text(json.dumps(gate.as_dict()), encoding="utf-8")
    say(f"questions are answered from an in-scope score of {gate.least:.2f}")
    judged = [dict(zip(columns, map(float, row), strict=True)) for row in probabilities]
    _follow_ups([questions[row] for row in rows], judged, head, encode, folder, say)


def _aspects(passages: list[Passage], encode: Encoder, folder: Path) -> None:
    texts = [question for passage in passages for question in passage.questions]
    aspects = [passage.aspect for passage in passages for _ in passage.questions]
    train_aspects(texts, aspects, encode.encode(texts)).save(folder / ASPECT_FILE)


def _picking(passages: list[Passage], encode: Encoder, folder: Path) -> None:
    # A shop's articles may be thousands, with no questions of their own: nearness picks among them.
    kinds = [(passage, text) for passage in passages if not passage.shop for text in views(passage)]
    told = [View(one.topic, one.id, text, text in one.questions) for one, text in kinds]
    train_passages(told, encode.encode([view.text for view in told])).save(folder / PASSAGE_FILE)


def _follow_ups(
    questions: list[Question], judged: Sequence[Shares], head: TopicHead, encode: Encoder, folder: Path, say: Say
) -> None:
    """Train the follow-up head; `judged` is what heads that had not seen the author made of the `questions`."""
    dialogues = read_follow_ups()
    more, places = alone(questions, round(ALONE_PER_DIALOGUE * len(dialogues)))
    say(f"training the follow-up head on {len(dialogues)} dialogues and {len(more)} questions")
    texts = [line.text for line in dialogues]
    vectors = encode.encode(texts)
    shares: list[Shares] = [
        dict(zip(head.labels, map(float, row), strict=True)) for row in head.probabilities(texts, vectors)
    ]
    train_follow_ups(
        [*dialogues, *more],
        [1.0] * len(dialogues) + [ALONE_WEIGHT] * len(more),
        [*shares, *(judged[place] for place in places)],
    ).save(folder / FOLLOW_UP_FILE)


def _sources(shop: Mapping[str, Source], folder: Path) -> None:
    # An article's sources go with its passages: what is edited after the build touches no running server.
    rows = {key: asdict(source) for key, source in shop.items()}
    (folder / SOURCES_FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def author(question: Question) -> str:
    """Return who wrote `question`: files by one hand count as one, and so do all questions under the passages."""
    if question.origin in WRITTEN_BY:
        return WRITTEN_BY[question.origin]
    return "passages" if "." in question.origin else question.origin

"""From an article to passages for review, and to what is left out of it, with the reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from knowledge.encoder import Encoder
from knowledge.ingest.compare import Library, Note
from knowledge.ingest.document import Document, Part, parts
from knowledge.ingest.hints import hints
from knowledge.ingest.questions import LEAST as LEAST_QUESTIONS
from knowledge.ingest.questions import Asker
from knowledge.ingest.sentences import split_sentences
from knowledge.ingest.split import Sentence, split
from knowledge.ingest.topics import Fit, TopicFinder
from knowledge.passages import LEAST_WORDS, MOST_SPOKEN_WORDS, MOST_WORDS, Passage
from knowledge.readability import HIGHEST_GRADE, grade
from knowledge.search import Searcher
from knowledge.shop import NOT_FROM_SHOPS, SHOP_TOPICS

LONGEST_WORD = 40  # letters; what is longer is no word
ADDRESS = re.compile(r"https?:|www\.|\S@\S", re.IGNORECASE)
SECOND_TOPIC = 0.15  # probability from which a passage is compared with the second topic's passages too
NOT_TAKEN = "when to see whom is not taken from articles"
WORDS_IN_ID, SHOWN = 4, 12
SPOKEN = (("%", " per cent"), ("&", "and"), ("°", " degrees"), ("/", " or "))
END = re.compile(r"([.!?][\"'”’)]*)$")


@dataclass(frozen=True)
class Proposal:
    """A passage for review: where it stands in the article, how it fits its topic, and what the reviewer must know."""

    passage: Passage
    heading: str
    fit: Fit
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class LeftOut:
    """A stretch of the article that gave no passage: its heading, its first words, and why."""

    heading: str
    words: str
    why: str


@dataclass
class Proposals:
    """What an article gave; `sections` are the titles of its sections by the name that passages cite."""

    passages: list[Proposal] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)


class Proposer:
    """Proposes passages; each is compared with all that were there or proposed before."""

    def __init__(self, searcher: Searcher, encode: Encoder, there: Sequence[Passage]) -> None:
        """Propose by the topic head of `searcher`; `there` are the passages that are there already."""
        self._encode = encode
        self._topics = TopicFinder(searcher, encode)
        self._library = Library(there, encode)
        taken = {question.strip().lower() for passage in there for question in passage.questions}
        self._asker = Asker(encode, self._library, self._topics.topic_of, taken)
        self._names = {passage.topic: passage.name for passage in there}
        self._ids = {passage.id for passage in there}

    def forget(self, passages: Iterable[Passage]) -> None:
        """Treat `passages` as not there: an article that is taken in again is not compared with itself."""
        gone = list(passages)
        self._library.remove({passage.id for passage in gone})
        self._ids -= {passage.id for passage in gone}
        self._asker.taken -= {question.strip().lower() for passage in gone for question in passage.questions}

    def propose(self, document: Document, source: str) -> Proposals:
        """Return the passages that `document` gives, each sentence citing `source` and the section it stands in."""
        found = Proposals()
        for part in parts(document):
            for run in self._runs(part, found.left_out):
                texts = [sentence.text for sentence in run]
                fit = self._topics.fit(part.trail, " ".join(texts))
                aspect = hints().aspect(part.heading, texts)
                if why := self._unwanted(texts, fit, aspect):
                    found.left_out.append(_left_out(part, texts, why))
                    continue
                proposal = self._proposal(part, texts, fit, aspect, source, found)
                if isinstance(proposal, LeftOut):
                    found.left_out.append(proposal)
                else:
                    found.passages.append(proposal)
                    self._library.add([proposal.passage])
        return found

    def _runs(self, part: Part, left_out: list[LeftOut]) -> Iterator[Sequence[Sentence]]:
        kept = []
        for number, paragraph in enumerate(part.paragraphs):
            for text in split_sentences(paragraph):
                if why := _no_sentence_of_a_passage(text):
                    left_out.append(_left_out(part, [text], why))
                else:
                    kept.append(Sentence(text, number))
        if kept:
            yield from split(kept, self._encode.encode([sentence.text for sentence in kept]))

    def _unwanted(self, texts: Sequence[str], fit: Fit, aspect: str) -> str:
        """Return why there is to be no passage of these sentences, or an empty text."""
        words = sum(len(text.split()) for text in texts)
        if words < LEAST_WORDS:
            return f"too short: {words} words, where a passage has {LEAST_WORDS} to {MOST_WORDS}"
        if not fit.fits:
            return f"fits no topic (nearest: {fit.topic}, score {fit.score:.2f})"
        if fit.topic not in SHOP_TOPICS or aspect == NOT_FROM_SHOPS:
            return NOT_TAKEN
        same = [
            passage.id for passage, _, words_shared in self._library.duplicates(" ".join(texts)) if words_shared == 1
        ]
        return f"the same words stand in {same[0]}" if same else ""

    def _proposal(
        self, part: Part, texts: Sequence[str], fit: Fit, aspect: str, source: str, found: Proposals
    ) -> Proposal | LeftOut:
        questions = self._asker.propose(part.heading, texts, fit.topic)
        if len(questions) < LEAST_QUESTIONS:
            return _left_out(part, texts, "no four questions could be made that no passage has")
        text = " ".join(texts)
        notes = [
            Note("DUPLICATE", f"of {passage.id} (meaning {cosine:.2f}, words {words:.2f})")
            for passage, cosine, words in self._library.duplicates(text)
        ]
        topics = {fit.topic} | ({fit.second} if fit.second_share >= SECOND_TOPIC else set())
        notes += self._library.conflicts(texts, topics)
        if (hard := grade(text)) > HIGHEST_GRADE:
            notes.append(
                Note("HARD", f"to read: grade {hard:.0f}, where our own passages have {HIGHEST_GRADE:.0f} at most")
            )
        spoken = spoken_form(texts)
        if spoken.endswith(" ..."):
            notes.append(Note("SPOKEN", "form breaks off: no sentence is short enough; write one"))
        reference = f"{source}:{_section(part.heading, found.sections)}" if part.heading else source
        passage = Passage(
            id=self._new_id(f"{fit.topic}.{aspect}", part.heading or texts[0]),
            topic=fit.topic,
            name=self._names[fit.topic],
            aspect=aspect,
            text=" ".join(cited(sentence, reference) for sentence in texts),
            spoken=spoken,
            questions=tuple(questions),
            article_differs=None,
            shop=True,
        )
        return Proposal(passage, part.heading, fit, tuple(notes))

    def _new_id(self, start: str, heading: str) -> str:
        words = [word for word in slug(heading).split("-") if word not in ENGLISH_STOP_WORDS][:WORDS_IN_ID]
        plain = "-".join([start, *(words or ["article"])])
        taken, number = plain, 2
        while taken in self._ids:
            taken, number = f"{plain}-{number}", number + 1
        self._ids.add(taken)
        return taken


def _no_sentence_of_a_passage(text: str) -> str:
    words = text.split()
    if len(words) > MOST_WORDS:
        return f"a sentence of {len(words)} words, where a whole passage has {MOST_WORDS} at most"
    longest = max(len(word) for word in words)
    if longest > LONGEST_WORD:
        return f"a word of {longest} letters"
    if ADDRESS.search(text):
        return "an address"
    if hints().sends(text):
        return NOT_TAKEN
    if found := hints().furniture.search(text.lower()):
        return f"sells or steers ({found[0]!r})"
    return ""


def _left_out(part: Part, texts: Sequence[str], why: str) -> LeftOut:
    words = " ".join(texts).split()
    start = " ".join(words[:SHOWN])[:120]
    return LeftOut(part.heading, f"{start} ..." if len(words) > SHOWN else start, why)


def _section(heading: str, sections: dict[str, str]) -> str:
    """Return the name of a section, noting its title in `sections`."""
    plain = re.sub(r"[^a-z]+", "_", slug(heading)).strip("_")[:40].strip("_") or "section"
    name = plain
    while sections.setdefault(name, heading) != heading:
        name += "_more"
    return name


def slug(text: str) -> str:
    """Return `text` as small letters, digits and hyphens, fit for a name of a file or an id; it may be empty."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_only.lower().replace("'", "")))


def cited(sentence: str, reference: str) -> str:
    """Return `sentence` with its reference before the final stop."""
    return END.sub(rf" [{reference}]\1", sentence)


def spoken_form(texts: Sequence[str]) -> str:
    """Return the first sentences that can be said within the limit; if the first cannot, its words up to there."""
    chosen: list[str] = []
    for written in texts:
        text = written
        for sign, words in SPOKEN:
            text = text.replace(sign, words)
        if len(" ".join([*chosen, text]).split()) <= MOST_SPOKEN_WORDS:
            chosen.append(text)
        else:
            chosen = chosen or [" ".join(text.split()[: MOST_SPOKEN_WORDS - 1]).rstrip(",;:–-") + " ..."]
            break
    return " ".join(" ".join(chosen).split())

"""Tell whose story each word of a text belongs to."""

from bot.nlu.reading.patterns import Match
from bot.nlu.reading.scene import KNEE_WORDS, Scene

PART_ENDS = frozenset({"", ",", ".", "!", "?", ";", "--", "but", "and", "though", "yet", "at", "so", "that"})
SELF, ASKED, OTHER = "self", "asked", "other"


def elliptic(scene: Scene, name: str) -> list[Match]:
    """Return the cues such as "mine doesn't" that stand at the end of their part and so repeat what was said."""
    return [cue for cue in scene.found(f"cues.{name}") if scene.word(cue.end) in PART_ENDS]


def _beside_me(scene: Scene, i: int) -> bool:
    return scene.words[i] == "me" and scene.word(i - 1) in ("to", "behind", "beside", "near", "with", "past", "of")


def whose_words(scene: Scene) -> list[str]:
    """Name, for every token, whose story it tells: the writer's, a person asked for, or another's."""
    starts: dict[int, str] = {}
    named: set[int] = set()
    own_knee = bool(scene.found("people.self_knee") or elliptic(scene, "mine_no") or elliptic(scene, "mine_yes"))
    asking = bool(scene.found("people.asking_for"))
    for key, who in (
        ("somebody", OTHER),
        ("friend", OTHER if own_knee or scene.found("people.self_ask") else ASKED),
        ("kin", OTHER if own_knee else ASKED),
    ):
        for match in scene.found(f"people.{key}"):
            starts[match.start] = ASKED if asking else who
            named.update(range(match.start, match.end))
    people, now = [], SELF
    for i, word in enumerate(scene.words):
        if i in starts:
            now = starts[i]
        elif (
            i not in named and word in ("i", "mine", "me", "myself") and now == OTHER and not _beside_me(scene, i)
        ) or (word == "my" and now == OTHER and {"own", *KNEE_WORDS} & set(scene.words[i + 1 : i + 3])):
            now = SELF
        people.append(now)
    return people

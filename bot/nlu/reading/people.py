"""Tell whose story each word of a text belongs to."""

from bot.nlu.reading.scene import KNEE_WORDS, Scene

SELF, ASKED, OTHER = "self", "asked", "other"


def whose_words(scene: Scene) -> list[str]:
    """Name, for every token, whose story it tells: the writer's, a person asked for, or another's."""
    starts: dict[int, str] = {}
    named: set[int] = set()
    own_knee = bool(scene.found("people.self_knee", "cues.mine_no", "cues.mine_yes"))
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
        elif (i not in named and word in ("i", "mine", "me", "myself") and now == OTHER) or (
            word == "my" and now == OTHER and {"own", *KNEE_WORDS} & set(scene.words[i + 1 : i + 3])
        ):
            now = SELF
        people.append(now)
    return people

"""Read how fast a knee swelled from hours and minutes."""

from bot.nlu.reading import numbers
from bot.nlu.reading.polarity import NO, YES
from bot.nlu.reading.scene import Scene
from bot.nlu.reading.wordsets import word_set

PACE_WORDS = word_set("pace_words")


def hours_to_swell(scene: Scene, sentences: set[int]) -> list[tuple[int, int, str]]:
    """Return token spans such as "within an hour" in these sentences, with "yes" for up to two hours."""
    found: list[tuple[int, int, str]] = []
    for i, word in enumerate(scene.words):
        if word not in ("hour", "hours", "minutes", "mins", "minute", "min", "hrs", "day", "days"):
            continue
        if scene.sentence[i] not in sentences:
            continue
        read = next((n for n in (numbers.number_at(scene, i - 1),) if n), None)
        vague = numbers.VAGUE.get(scene.word(i - 1))
        amount = read[0] if read else vague
        low = i - 1
        if scene.word(i - 1) == "of":
            amount, low = numbers.VAGUE.get(scene.word(i - 2)), i - 2
        cue = set(scene.words[max(0, low - 3) : low]) & PACE_WORDS
        after = scene.word(i + 1)
        if amount is None or not (cue or after in ("later", "after")) or after == "ago":
            continue
        soon = word.startswith("min") or (word[0] == "h" and amount <= 2)
        value = YES if soon else NO
        found.append((low, i + 1, value))
    return found

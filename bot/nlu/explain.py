"""Say why a message is read as it is: `python -m bot.nlu.explain TEXT` (Python 3.10), or `make explain TEXT="..."`."""

from __future__ import annotations

import sys

from bot.nlu.danger import level_of, suspicions, told
from bot.nlu.symptoms import shared_reader
from bot.nlu.tuned.labels import INTENT, LEVEL, NOTHING
from bot.nlu.tuned.reader import tuned_reader
from bot.nlu.understanding import understand
from knowledge.levels import judge
from knowledge.slots import SLOTS

SHOWN = 0.05  # least share of a reading that is worth a line


def explanation(text: str) -> list[str]:
    """Return the lines that explain how `text` is read: tokens, patterns, tuned reader, verdict, danger."""
    understood = understand(text)
    reading = understood.reading
    lines = ["tokens, as the patterns see them:", "  " + " ".join(shared_reader().words(text)), "", "patterns found:"]
    lines += [
        f"  {one.slot} = {one.value:<7} {text[one.start : one.end]!r}  ({one.reason})"
        for one in shared_reader().read(text)
    ] or ["  nothing"]
    lines += ["", "the tuned reader is shown:", "  " + " ".join(tuned_reader().seen(text).split())]
    lines += ["", "the tuned reader holds likely, and the word it looked at most:"]
    for slot in SLOTS:
        likely = {value: share for value, share in reading.shares[slot].items() if share >= SHOWN and value != NOTHING}
        if likely:
            start, end = reading.spans[slot]
            told_shares = ", ".join(f"{value} {share:.2f}" for value, share in likely.items())
            lines.append(f"  {slot}: {told_shares}  {text[start:end]!r}")
    lines += [f"  sign {sign}: {share:.2f}" for sign, share in reading.signs.items() if share >= SHOWN]
    for group in (LEVEL, INTENT):
        best = sorted(reading.shares[group].items(), key=lambda item: -item[1])[:3]
        lines.append(f"  {group}: " + ", ".join(f"{name} {share:.2f}" for name, share in best))
    lines += ["", "together:"]
    lines += [f"  {one.slot} = {one.value}  ({one.reason})" for one in understood.findings] or ["  nothing"]
    values, signs = told(understood)
    suspected = suspicions(understood)
    lines += [f"  suspected: {sign} {share:.2f}" for sign, share in suspected.items()]
    judgement = judge(values, [*signs, *suspected])
    reasons = ", ".join(rule.id for rule in judgement.rules) or "no rule holds"
    return [*lines, "", f"level by this message alone: {level_of(text)} ({reasons})"]


def main() -> int:
    """Explain the text of the command line."""
    text = " ".join(sys.argv[1:]).strip()
    if not text:
        sys.stderr.write("Say what to explain: make explain TEXT=\"my knee locks, my mate's doesn't\"\n")
        return 2
    sys.stdout.write("\n".join(explanation(text)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

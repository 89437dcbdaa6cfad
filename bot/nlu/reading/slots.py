"""Read the yes/no slots and the danger signs of one scene."""

from bot.nlu.reading.findings import Findings
from bot.nlu.reading.lexicon import SlotRule
from bot.nlu.reading.patterns import Match
from bot.nlu.reading.polarity import NO, UNSURE, YES
from bot.nlu.reading.scene import OTHER_PARTS

ANY_PART_SIGNS = frozenset(
    [
        "fever",
        "bleeding_or_bone",
        "compartment",
        "cancer_or_weight_loss",
        "suicidal",
        "other_emergency",
        "kneecap_out",
        "kneecap_back",
    ]
)
DENIED_BY_WORDING = frozenset({"twist_or_fall", "load_increase"})


class SlotReader:
    """Reads states, events, topics, abilities and signs into the findings."""

    def __init__(self, found: Findings) -> None:
        """Take the ground to read on and add to."""
        self._found = found

    def run(self) -> None:
        """Read all slots into the findings."""
        present = {key.split(".")[0] for key in self._found.scene.by_key}
        for slot, rule in self._found.rules.items():
            if slot not in present or rule.kind == "pace":
                continue
            for match in self._found.live(slot, "yes"):
                self._plain(slot, rule, match)
            for match in self._found.live(slot, "no"):
                if not self._found.counts(match, rule.any_part):
                    self._reassuring(slot, match)
            for match in self._found.live(slot, "topic"):
                self._topic(slot, rule, match)
            for match in self._found.live(slot, "can"):
                self._ability(slot, rule, match)
            self._said_alone(slot, rule)
        self._signs()

    def _plain(self, slot: str, rule: SlotRule, match: Match) -> None:
        if any(
            n.start <= match.start and match.end <= n.end and n.end - n.start > match.end - match.start
            for n in self._found.live(slot, "no")
        ):
            return
        state = self._found.counts(match, rule.any_part)
        if state != "drop" and self._found.subjects.habitual(match):
            state = "habit"
        value, cue = self._found.polarity.read(match, past_ok=rule.kind == "event")
        if state == "drop" or (state == "habit" and value != NO):
            return
        if state == UNSURE and value == YES and cue not in ("yes", "yep", "yeah"):
            value = UNSURE
        self._found.add(slot, value, match, cue)

    def _reassuring(self, slot: str, match: Match) -> None:
        """Add a wording that means no by itself; "far from stable" turns it, but not "nothing happened"."""
        value, cue = (YES, "") if slot in DENIED_BY_WORDING else self._found.polarity.read(match)
        if value == NO and self._listed(match):
            value = YES
        self._found.add(slot, {YES: NO, NO: YES, UNSURE: UNSURE}[value], match, cue)

    def _topic(self, slot: str, rule: SlotRule, match: Match) -> None:
        verdict = self._found.frames.verdict_of(match)
        named = bool(OTHER_PARTS & set(self._found.scene.words[match.start : match.end]))
        if (
            self._found.context.is_other(match)
            or self._found.context.is_old(match)
            or self._found.subjects.foreign(match)
        ):
            return
        if self._found.context.unreal(verdict or match) == "drop" or (
            verdict and not named and self._found.context.wrong_part(verdict)
        ):
            return
        if verdict is None and self._found.context.unreal(match) == "drop":
            return
        read = self._found.frames.topic(match, slot == "pain_bending")
        if read:
            self._found.add(slot, read[0], match, read[1])

    def _ability(self, slot: str, rule: SlotRule, match: Match) -> None:
        if self._found.counts(match, rule.any_part) == "drop":
            return
        read = self._found.frames.ability(match)
        if not read:
            return
        value, cue = read
        if slot != "can_bear_weight":
            value = {YES: NO, NO: YES, UNSURE: UNSURE}[value]
        self._found.add(slot, value, match, cue)

    def _said_alone(self, slot: str, rule: SlotRule) -> None:
        for key, flip in (
            ("doing_yes", False),
            ("alone_yes", False),
            ("doing_no", True),
            ("alone_no", True),
            ("weak_yes", False),
        ):
            for match in self._found.live(slot, key):
                if self._found.counts(match, rule.any_part):
                    continue
                if key == "weak_yes" and any(raw.slot == slot for raw in self._found.raws):
                    continue
                value, cue = self._found.polarity.read(match, past_ok=True)
                if key == "weak_yes" and value != YES:
                    continue
                if value == NO and self._listed(match):
                    value = YES
                if flip and value != UNSURE:
                    value = NO if value == YES else YES
                self._found.add(slot, value, match, cue)

    def _listed(self, match: Match) -> bool:
        """Tell whether a comma parts the wording from the denial before it: "not locked, bends ok"."""
        words = self._found.scene.words[max(0, match.start - 3) : match.start]
        return "," in words and not {"not", "no", "never"} & set(words[words.index(",") :])

    def _signs(self) -> None:
        for key in [k for k in self._found.scene.by_key if k.startswith("sign_") and k.endswith(".yes")]:
            name = key.split(".")[0]
            sign = name.removeprefix("sign_")
            for match in self._found.live(name, "yes"):
                if sign != "suicidal" and self._found.counts(match, sign in ANY_PART_SIGNS) == "drop":
                    continue
                value, cue = self._found.polarity.read(
                    match, past_ok=sign in ("kneecap_back", "kneecap_out", "other_emergency")
                )
                if value == YES:
                    self._found.add("sign", sign, match, cue)

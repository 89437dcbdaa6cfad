"""Put the findings of one text together: every slot read, later mentions win."""

from dataclasses import dataclass

from bot.nlu.reading import durations, numbers
from bot.nlu.reading.context import Context
from bot.nlu.reading.frames import Frames
from bot.nlu.reading.lexicon import SlotRule
from bot.nlu.reading.pace import hours_to_swell
from bot.nlu.reading.patterns import Match
from bot.nlu.reading.polarity import NO, UNSURE, YES, Polarity, scene_text
from bot.nlu.reading.scene import Scene
from bot.nlu.reading.wordsets import word_set

SIGNS_WITH_SLOT = {"fever": "fever_or_hot_red", "hot_red_knee": "fever_or_hot_red", "big_swelling": "swelling"}
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
BARE_EXTRAS = word_set("bare_extras")
BARE_SIDES: dict[str, str] = numbers.TABLES["bare_sides"]
DENIED_BY_WORDING = frozenset({"twist_or_fall", "load_increase"})


@dataclass(frozen=True)
class Raw:
    """A finding in token offsets; `rank` orders competing findings of a slot, the highest wins."""

    slot: str
    value: str
    start: int
    end: int
    reason: str
    rank: float = 0.0


class Assembler:
    """Reads every slot of one scene."""

    def __init__(self, scene: Scene, rules: dict[str, SlotRule]) -> None:
        """Prepare the scene: its symptom words, their polarity and their context."""
        self._scene = scene
        self._rules = rules
        self._ignored = {key.split(".")[0]: rows for key, rows in scene.by_key.items() if key.endswith(".ignore")}
        symptom_keys = [
            k for k in scene.by_key if (k.endswith(".yes") and k.split(".")[0] in rules) or k == "verdicts.bad"
        ]
        scene.hits = sorted(
            (m for k in symptom_keys for m in scene.by_key[k] if not self._ignore(k.split(".")[0], m)),
            key=lambda m: (m.start, m.end),
        )
        self._polarity = Polarity(scene)
        self._context = Context(scene)
        self._frames = Frames(scene, self._polarity)
        self.raws: list[Raw] = []

    def _ignore(self, slot: str, match: Match) -> bool:
        return any(
            skip.start < match.end and match.start < skip.end and skip.end - skip.start >= match.end - match.start - 1
            for skip in self._ignored.get(slot, ())
        )

    def _add(self, slot: str, value: str, match: Match, cue: str) -> None:
        reason = f"{match.key}: {scene_text(self._scene, match)}" + (f" [{cue}]" if cue else "")
        self.raws.append(Raw(slot, value, match.start, match.end, reason, match.start))

    def _counts(self, match: Match, any_part: bool) -> str:
        """Return "" when the match counts, "unsure" when only asked, "drop" when it tells nothing of this knee."""
        if self._context.is_other(match) or (self._context.is_old(match) and "cancer" not in match.key):
            return "drop"
        if not any_part and self._context.wrong_part(match):
            return "drop"
        return self._context.unreal(match)

    def run(self) -> None:
        """Read all slots into `raws`."""
        present = {key.split(".")[0] for key in self._scene.by_key}
        for slot, rule in self._rules.items():
            if slot not in present or rule.kind == "pace":
                continue
            for match in self._live(slot, "yes"):
                self._plain(slot, rule, match)
            for match in self._live(slot, "no"):
                if not self._counts(match, rule.any_part):
                    self._reassuring(slot, match)
            for match in self._live(slot, "topic"):
                self._topic(slot, rule, match)
            for match in self._live(slot, "can"):
                self._ability(slot, rule, match)
            self._said_alone(slot, rule)
        self._signs()
        self._choices()
        self._pace()
        self._elliptic()

    def _live(self, slot: str, key: str) -> list[Match]:
        rows = self._scene.by_key.get(f"{slot}.{key}")
        return [m for m in rows if not self._ignore(slot, m)] if rows else []

    def _plain(self, slot: str, rule: SlotRule, match: Match) -> None:
        if any(
            n.start <= match.start and match.end <= n.end and n.end - n.start > match.end - match.start
            for n in self._live(slot, "no")
        ):
            return
        state = self._counts(match, rule.any_part)
        value, cue = self._polarity.read(match, past_ok=rule.kind == "event")
        if state == "drop":
            return
        if state == UNSURE and value == YES and cue not in ("yes", "yep", "yeah"):
            value = UNSURE
        self._add(slot, value, match, cue)

    def _reassuring(self, slot: str, match: Match) -> None:
        """Add a wording that means no by itself; "far from stable" turns it, but not "nothing happened"."""
        value, cue = (YES, "") if slot in DENIED_BY_WORDING else self._polarity.read(match)
        self._add(slot, {YES: NO, NO: YES, UNSURE: UNSURE}[value], match, cue)

    def _topic(self, slot: str, rule: SlotRule, match: Match) -> None:
        verdict = self._frames.verdict_of(match)
        if self._context.is_other(match) or self._context.is_old(match):
            return
        if self._context.unreal(verdict or match) == "drop" or (verdict and self._context.wrong_part(verdict)):
            return
        if verdict is None and self._context.unreal(match) == "drop":
            return
        read = self._frames.topic(match, slot == "pain_bending")
        if read:
            self._add(slot, read[0], match, read[1])

    def _ability(self, slot: str, rule: SlotRule, match: Match) -> None:
        if self._counts(match, rule.any_part) == "drop":
            return
        read = self._frames.ability(match)
        if not read:
            return
        value, cue = read
        if slot != "can_bear_weight":
            value = {YES: NO, NO: YES, UNSURE: UNSURE}[value]
        self._add(slot, value, match, cue)

    def _said_alone(self, slot: str, rule: SlotRule) -> None:
        for key, flip in (
            ("doing_yes", False),
            ("alone_yes", False),
            ("doing_no", True),
            ("alone_no", True),
            ("weak_yes", False),
        ):
            for match in self._live(slot, key):
                if self._counts(match, rule.any_part):
                    continue
                if key == "weak_yes" and any(raw.slot == slot for raw in self.raws):
                    continue
                value, cue = self._polarity.read(match, past_ok=True)
                if key == "weak_yes" and value != YES:
                    continue
                if flip and value != UNSURE:
                    value = NO if value == YES else YES
                self._add(slot, value, match, cue)

    def _signs(self) -> None:
        for key in [k for k in self._scene.by_key if k.startswith("sign_") and k.endswith(".yes")]:
            name = key.split(".")[0]
            sign = name.removeprefix("sign_")
            for match in self._live(name, "yes"):
                if sign != "suicidal" and self._counts(match, sign in ANY_PART_SIGNS) == "drop":
                    continue
                value, cue = self._polarity.read(
                    match, past_ok=sign in ("kneecap_back", "kneecap_out", "other_emergency")
                )
                if value == YES:
                    self._add("sign", sign, match, cue)

    def _choices(self) -> None:
        for key, rows in list(self._scene.by_key.items()):
            slot, value = key.split(".")
            if slot not in ("location", "severity") or value == "ignore":
                continue
            for match in rows:
                if not self._ignore(slot, match) and not self._shadowed(slot, match):
                    self._choice(slot, value, match)
        self._bare_location()
        for read in (numbers.severity, durations.duration, numbers.age):
            for slot, value, start, end, reason in read(self._scene):
                match = Match(f"{slot}.{value}", reason, start, end)
                if slot == "age_band" or not (self._context.is_other(match) or self._context.is_old(match)):
                    self._add(slot, value, match, "")

    def _shadowed(self, slot: str, match: Match) -> bool:
        """Tell whether a longer wording of the same choice covers this one: "inside" in "back of the inside"."""
        return any(
            m is not match and m.start < match.end and match.start < m.end and m.end - m.start > match.end - match.start
            for key, rows in self._scene.by_key.items()
            if key.startswith(f"{slot}.")
            for m in rows
        )

    def _bare_location(self) -> None:
        """Read a whole message that only names a side: "outside", "the inner one"."""
        left = [(i, word) for i, word in enumerate(self._scene.words) if word not in BARE_EXTRAS]
        if len(left) == 1 and left[0][1] in BARE_SIDES:
            spot, word = left[0]
            match = Match("location.bare", word, spot, spot + 1)
            self._add("location", BARE_SIDES[word], match, "")
            if BARE_SIDES[word] == "outer":
                self._add("outer_tightness", YES, match, "")

    def _choice(self, slot: str, value: str, match: Match) -> None:
        context = self._context
        if context.is_other(match) or context.is_old(match) or context.unreal(match) == "drop":
            return
        if slot == "severity":
            if not context.wrong_part(match):
                self._add(slot, value, match, "")
            return
        said, cue = self._polarity.read(match)
        verdict = self._frames.topic(match, False)
        if verdict and verdict[0] == NO and said == YES:
            said, cue = verdict
        if said == YES:
            self._add(slot, value, match, cue)
        if value == "outer":
            self._add("outer_tightness", said, match, cue)

    def _pace(self) -> None:
        scene = self._scene
        swellings = [raw for raw in self.raws if raw.slot == "swelling"]
        for key, value in (("swelling_pace.fast", YES), ("swelling_pace.slow", NO)):
            for match in scene.found(key):
                near = [
                    r
                    for r in swellings
                    if abs(scene.sentence[r.start] - scene.sentence[match.start]) <= 0
                    or (len(swellings) == 1 and scene.sentence[match.start] == scene.sentence[r.start] + 1)
                ]
                if not near or self._context.unreal(match) == "drop":
                    continue
                raw = min(near, key=lambda r: abs(r.start - match.start))
                self._pace_of(raw, match, value)
        for start, end, value in hours_to_swell(scene, {scene.sentence[raw.start] for raw in swellings}):
            self._pace_of(
                min(swellings, key=lambda r: abs(r.start - start)), Match("swelling_pace", "hours", start, end), value
            )

    def _pace_of(self, raw: Raw, match: Match, value: str) -> None:
        said, cue = self._polarity.before(match)
        if raw.value == NO and value == YES and match.start > raw.start and said == NO:
            self.raws = [r for r in self.raws if r is not raw]
            self._add("swelling_fast", NO, match, cue)
        elif raw.value == YES:
            value = value if said == YES else NO if said == NO and value == YES else UNSURE
            self._add("swelling_fast", value, match, cue)

    def _elliptic(self) -> None:
        """Turn the last thing told of another to the writer: "my mate's knee swelled, mine hasn't"."""
        scene = self._scene
        for key, value in (("cues.mine_no", NO), ("cues.mine_yes", YES)):
            for cue in scene.found(key):
                after = scene.word(cue.end)
                if after not in ("", ",", ".", "!", "?", ";", "--", "but", "and", "though", "yet", "at", "so"):
                    continue
                hits = [
                    (k.split(".")[0], m)
                    for k in scene.by_key
                    if k.endswith(".yes") and k.split(".")[0] in self._rules
                    for m in self._live(k.split(".")[0], "yes")
                    if m.end <= cue.start
                ]
                sentence = [h for h in hits if scene.sentence[h[1].start] >= scene.sentence[cue.start] - 1]
                for slot, match in sentence:
                    self.raws = [r for r in self.raws if r.slot != slot]
                    self._add(
                        slot, value, Match(match.key, match.source, match.start, match.end), scene_text(scene, cue)
                    )


def assemble(scene: Scene, rules: dict[str, SlotRule]) -> list[Raw]:
    """Return the findings of the scene: one per slot, the latest; signs once per value; sorted by place."""
    assembler = Assembler(scene, rules)
    assembler.run()
    best: dict[tuple[str, str], Raw] = {}
    for raw in assembler.raws:
        spot = (raw.slot, raw.value if raw.slot == "sign" else "")
        old = best.get(spot)
        if old is None or raw.rank > old.rank or (raw.rank == old.rank and raw.end > old.end):
            best[spot] = raw
    pace = best.get(("swelling_fast", ""))
    swelling = best.get(("swelling", ""))
    if pace and not swelling and pace.reason and pace.value == YES:
        best[("swelling", "")] = Raw("swelling", YES, pace.start, pace.end, "pace of swelling", pace.rank)
    if swelling and swelling.value == NO and pace:
        del best[("swelling_fast", "")]
    return sorted(best.values(), key=lambda r: (r.start, r.end, r.slot))

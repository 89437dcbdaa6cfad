"""Put the findings of one text together: every slot read, later mentions win."""

from bot.nlu.reading.choices import ChoiceReader
from bot.nlu.reading.findings import Findings, Raw
from bot.nlu.reading.lexicon import SlotRule
from bot.nlu.reading.pace import PaceReader
from bot.nlu.reading.patterns import Match
from bot.nlu.reading.people import elliptic
from bot.nlu.reading.polarity import NO, YES, scene_text
from bot.nlu.reading.scene import Scene
from bot.nlu.reading.slots import SlotReader


def _turn_to_writer(found: Findings) -> None:
    """Turn the last thing told of another to the writer: "my mate's knee swelled, mine hasn't"."""
    scene = found.scene
    for key, value in (("mine_no", NO), ("mine_yes", YES)):
        for cue in elliptic(scene, key):
            hits = [
                (slot, m)
                for slot, key in (k.split(".") for k in scene.by_key)
                if key in ("yes", "topic") and slot in found.rules
                for m in found.live(slot, key)
                if m.end <= cue.start and (key == "yes" or found.frames.verdict_of(m))
            ]
            sentence = [h for h in hits if scene.sentence[h[1].start] >= scene.sentence[cue.start] - 1]
            for slot, match in sentence:
                found.raws = [r for r in found.raws if r.slot != slot]
                found.add(slot, value, Match(match.key, match.source, match.start, match.end), scene_text(scene, cue))


def assemble(scene: Scene, rules: dict[str, SlotRule]) -> list[Raw]:
    """Return the findings of the scene: one per slot, the latest; signs once per value; sorted by place."""
    found = Findings(scene, rules)
    SlotReader(found).run()
    ChoiceReader(found).run()
    PaceReader(found).run()
    _turn_to_writer(found)
    best: dict[tuple[str, str], Raw] = {}
    for raw in found.raws:
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

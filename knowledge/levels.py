"""How soon to see whom: the red-flag rules of `red_flags.yml`, judged on what is known so far.

Pure and quick (no network, no model), so the dialogue process judges every message by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.slots import NO, SAFE_ANSWER, SIGN_OF_SLOT, SYMPTOMS, UNSURE, YES, answer_of, possible, unknown_slots

FILE = Path(__file__).resolve().parent / "red_flags.yml"
SELF_CARE, ROUTINE, URGENT, EMERGENCY = LEVELS = ("self_care", "routine", "urgent", "emergency")
UNKNOWN = "unknown"


class RuleError(ValueError):
    """A red-flag rule is incomplete or names something that does not exist."""


@dataclass(frozen=True)
class Rule:
    """One reason for a level: it holds when every slot of `when` has one of its values and every sign was said.

    With `until` it holds no longer once every slot of one set named there has one of its values: a suspicion that
    nothing is left of.
    """

    id: str
    level: str
    when: Mapping[str, tuple[str, ...]]
    signs: tuple[str, ...]
    because: str
    spoken: str
    do: str
    topic: str | None
    alone: bool = True  # False: holds only beside something else that is known of the knee
    until: tuple[Mapping[str, tuple[str, ...]], ...] = ()

    def holds(self, values: Mapping[str, Any], signs: Collection[str]) -> bool:
        """Tell whether the rule holds; "not sure" counts as the worrying answer."""
        beside = self.alone or any(value is not None for slot, value in values.items() if slot not in self.when)
        return (
            beside
            and not self.settled(values, signs)
            and all(sign in signs for sign in self.signs)
            and all(_met(slot, values.get(slot), wanted) for slot, wanted in self.when.items())
        )

    def settled(self, values: Mapping[str, Any], signs: Collection[str]) -> bool:
        """Tell whether this suspicion was raised, and everything that it could have been is denied by now."""
        return all(sign in signs for sign in self.signs) and any(
            all(_met(slot, values.get(slot), wanted) for slot, wanted in one.items()) for one in self.until
        )

    def refuted(self, values: Mapping[str, Any], signs: Collection[str]) -> bool:
        """Tell whether all that the rule still lacks is what it had supposed before it was answered.

        A pop counts as one at an injury until an injury is denied; then it is the pop of a knee that cracks in a squat.
        """
        unmet = [slot for slot, wanted in self.when.items() if not _met(slot, values.get(slot), wanted)]
        return (
            bool(unmet)
            and all(UNKNOWN in self.when[slot] for slot in unmet)
            and all(sign in signs for sign in self.signs)
        )

    def settles(self, values: Mapping[str, Any]) -> set[str]:
        """Return the unknown slots whose denial can still settle the suspicion; none where an answer speaks for it."""
        for one in self.until:
            told = {slot: values[slot] for slot in one if values.get(slot) is not None}
            if all(_met(slot, value, one[slot]) for slot, value in told.items()):
                return {slot for slot, wanted in one.items() if slot not in told and UNKNOWN not in wanted}
        return set()

    def covers(self, other: Rule) -> bool:
        """Tell whether this rule holds wherever `other` does, at its level or a graver one."""
        return (
            self.alone
            and LEVELS.index(self.level) >= LEVELS.index(other.level)
            and set(self.signs) <= set(other.signs)
            and all(set(other.when.get(slot, ())) <= set(wanted) for slot, wanted in self.when.items())
            and set(self.when) <= set(other.when)
        )

    def opens(self, values: Mapping[str, Any], signs: Collection[str]) -> set[str] | None:
        """Return the unknown slots whose answers can make the rule hold; None where none can any more.

        Who answers a slot may say a sign along with it: "hot and feverish" to whether it is hot or feverish.
        """
        missing = [SIGN_OF_SLOT.get(sign, "") for sign in self.signs if sign not in signs]
        if any(slot not in SYMPTOMS or values.get(slot) is not None for slot in missing):
            return None
        told = {slot: values[slot] for slot in self.when if values.get(slot) is not None}
        if not all(_met(slot, value, self.when[slot]) for slot, value in told.items()):
            return None
        return {*missing, *(slot for slot, wanted in self.when.items() if slot not in told and UNKNOWN not in wanted)}


@dataclass(frozen=True)
class Judgement:
    """The level, and the rules behind it, the gravest first."""

    level: str
    rules: tuple[Rule, ...]

    @property
    def topics(self) -> list[str]:
        """Topic ids of the reasons, escalation first."""
        return list(dict.fromkeys(["escalation", *(rule.topic for rule in self.rules if rule.topic)]))


def _met(slot: str, value: Any, wanted: tuple[str, ...]) -> bool:
    if value is None:
        return UNKNOWN in wanted
    if value == UNSURE and slot in SYMPTOMS:
        return any(answer not in (SAFE_ANSWER[slot], UNKNOWN) for answer in wanted) or UNSURE in wanted
    return value in wanted


def read_rules(path: Path = FILE) -> tuple[Rule, ...]:
    """Read the rules, the gravest level first, each level in the order of the file.

    Raises:
        RuleError: a field is missing, or a level, slot, sign or value does not exist.
    """
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    rules = [_rule(path.name, row) for row in rows]
    return tuple(sorted(rules, key=lambda rule: -LEVELS.index(rule.level)))


def _rule(file: str, row: Mapping[str, Any]) -> Rule:
    name = row.get("id", "?")
    if missing := [key for key in ("id", "level", "because", "spoken") if not row.get(key)]:
        raise RuleError(f"{file}: rule {name} lacks {missing}.")
    when, until = _conditions(row.get("when")), tuple(_conditions(one) for one in row.get("until") or ())
    signs = tuple(row.get("signs") or ())
    if (
        row["level"] not in LEVELS
        or unknown_slots([*when, *(slot for one in until for slot in one), *signs])
        or not (when or signs)
    ):
        raise RuleError(f"{file}: rule {name} needs a level of {LEVELS} and conditions on known slots or signs.")
    if until and (when or not signs):
        raise RuleError(f"{file}: rule {name} has `until`, which is for suspicions: signs and nothing else.")
    for slot, values in [pair for one in (when, *until) for pair in one.items()]:
        if strange := [value for value in values if value not in (*possible(slot), UNKNOWN)]:
            raise RuleError(f"{file}: rule {name}: {slot} cannot be {strange}; it can be {possible(slot)} or unknown.")
    return Rule(
        name,
        row["level"],
        when,
        signs,
        row["because"],
        row["spoken"],
        str(row.get("do") or ""),
        row.get("topic"),
        row.get("alone", True),
        until,
    )


def _conditions(row: Mapping[str, Any] | None) -> dict[str, tuple[str, ...]]:
    return {slot: tuple(answer_of(value) for value in values) for slot, values in (row or {}).items()}


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules of this process, read once."""
    return read_rules()


def judge(values: Mapping[str, Any], signs: Collection[str] = (), at_least: str | None = None) -> Judgement:
    """Judge the level from the slots and signs known so far.

    Args:
        values: slot values; a slot that is missing or None is unknown.
        signs: signs said that have no slot, and suspicions (see `with_suspicions`).
        at_least: the level judged before, which does not fall, unless its reason was a suspicion that is settled now,
            or, below an emergency, something supposed until it was asked for that is denied now.
    """
    values = with_suspicions(implied(values), signs)
    if any(_let_go(rule, values, signs) for rule in rules() if rule.level == at_least):
        at_least = None
    held = [rule for rule in rules() if rule.holds(values, signs)]
    level = max([SELF_CARE, at_least or SELF_CARE, *(rule.level for rule in held)], key=LEVELS.index)
    return Judgement(level, tuple(rule for rule in held if rule.level == level))


def _let_go(rule: Rule, values: Mapping[str, Any], signs: Collection[str]) -> bool:
    return rule.settled(values, signs) or (rule.level != EMERGENCY and rule.refuted(values, signs))


def with_suspicions(values: Mapping[str, Any], signs: Collection[str]) -> dict[str, Any]:
    """Return `values` with suspected slots as "not sure".

    A slot name among the signs is a suspicion: something said sounds like it, without saying it plainly. It counts
    for the level until the user answers that slot, and the slot stays open for the question.
    """
    suspected = [slot for slot in SYMPTOMS if slot in signs and values.get(slot) is None]
    return {**values, **dict.fromkeys(suspected, UNSURE)}


def implied(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `values` with what follows from them: a knee that did not swell did not swell fast."""
    if values.get("swelling") == NO and values.get("swelling_fast") is None:
        return {**values, "swelling_fast": NO}
    return values


def can_raise(values: Mapping[str, Any], signs: Collection[str], level: str) -> set[str]:
    """Return the unknown slots whose answer could still lift the level above `level`."""
    values = implied(values)
    graver = (rule for rule in _telling_rules() if LEVELS.index(rule.level) > LEVELS.index(level))
    return {slot for rule in graver for slot in rule.opens(values, signs) or ()}


@lru_cache(maxsize=1)
def _telling_rules() -> tuple[Rule, ...]:
    """Return the rules without those that another one covers: they give a reason more, but never a graver level."""
    covered = (rule for rule in rules() if any(o.covers(rule) and not rule.covers(o) for o in rules()))
    needless = {rule.id for rule in covered}
    return tuple(rule for rule in rules() if rule.id not in needless)


def can_settle(values: Mapping[str, Any], signs: Collection[str]) -> set[str]:
    """Return the unknown slots whose denial could settle a suspicion that alone makes the level what it is."""
    judgement = judge(values, signs)
    if not all(rule.until for rule in judgement.rules):
        return set()
    return {slot for rule in judgement.rules for slot in rule.settles(values)}


def settled(values: Mapping[str, Any], signs: Collection[str]) -> tuple[str, ...]:
    """Return those of `signs` that were suspicions and are settled."""
    values = implied(values)
    done = {sign for rule in rules() if rule.settled(values, signs) for sign in rule.signs}
    return tuple(sign for sign in signs if sign in done)


def is_danger(slot: str, value: str) -> bool:
    """Tell whether `value` is the worrying answer to a yes/no slot."""
    return slot in SYMPTOMS and value in (YES, NO, UNSURE) and value != SAFE_ANSWER[slot]

"""What the source article gets wrong is never said as fact, in text or in speech.

Each claim has an expression, the wrong sentences that it must match (so that this check can fail), and right ones near
them that it must leave alone. It is tried on every sentence that the assistant can utter.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from knowledge.causes import table
from knowledge.levels import rules
from knowledge.passages import read_passages, sentences
from knowledge.safety import care
from knowledge.sources import without_markers

ROOT = Path(__file__).parents[2]
PASSAGES = read_passages()[0]
NOT = r"(?!.*\b(?:not|no|never|nobody|isn't|doesn't|unproven|article says)\b)"

# name: (expression, wrong sentences, right sentences)
CLAIMS: dict[str, tuple[str, list[str], list[str]]] = {
    "S2 the ACL on the outer side": (
        r"^(?=.*\b(?:acl|a c l|cruciate)\b)(?!.*\blcl\b)(?!.*\bl c l\b).*\bout(?:er|side)\b",
        ["The ACL joins thigh and shin bone on the outer side of the knee.", "Your A C L runs down the outside."],
        ["The MCL is on the inner side and the LCL on the outer side."],
    ),
    "S4 a meniscus swells at once": (
        rf"^(?=.*\bmenisc)(?=.*\bswel){NOT}.*\b(?:immediately|at once|right away|within an hour|within minutes)\b",
        ["A torn meniscus swells immediately or within an hour.", "The knee swells at once when the meniscus tears."],
        ["With a meniscus tear the swelling usually builds over hours."],
    ),
    "S6 a meniscus tear needs a scan or an operation": (
        rf"^(?=.*\b(?:menisc|tears?\b)){NOT}.*"
        r"(?:larger tears?\b.*\bsurgery|\b(?:need|order|require)s?\b.*\b(?:mri|an operation))",
        ["Larger tears may need surgery.", "For a torn meniscus a doctor will order an MRI."],
        ["An MRI is not automatic.", "A fresh tear that blocks movement may do better with early surgery."],
    ),
    "S7 pain on the outer side heals by itself": (
        r"\bouter (?:side )?(?:tears?|pain)\b.*\bheal|\bheal\w*\b.*\bouter (?:side )?(?:tears?|pain)\b",
        ["Some outer tears heal with rest.", "With rest an outer side tear can heal."],
        ["Some tears in the outer rim of the cushion can heal with rest."],
    ),
    "S9 every strain needs a professional": (
        r"\b(?:crucial|essential|vital)\b.*\b(?:see|consult|visit|professional|doctor)",
        ["It is crucial to see a professional for a stiff knee."],
        ["A mild strain without warning signs can be cared for at home first."],
    ),
    "S12 runner's knee is irritated cartilage": (
        rf"^(?=.*\b(?:runner's knee|kneecap))(?=.*\bcartilage\b){NOT}.*\b(?:irritat|inflam|sore|worn|cause)",
        ["In runner's knee the cartilage of the kneecap is irritated."],
        ["Sore cartilage has not been shown to be the reason for runner's knee."],
    ),
    "S16 the IT band is an inflamed tendon": (
        rf"^(?=.*\b(?:it band|itb|iliotibial)){NOT}.*(?:\b(?:is|as) (?:a|the) tendon\b|\binflam)",
        ["The IT band is a tendon that gets tight and inflamed.", "Rest calms the inflammation of the IT band."],
        ["Studies do not agree that the IT band is inflamed."],
    ),
    "S17 a roller stretches the band": (
        rf"^(?=.*\brolle?(?:r|ing)\b){NOT}.*\b(?:stretch|lengthen|loosen)",
        ["Use a foam roller to stretch the IT band.", "Rolling lengthens the band."],
        ["Rolling does not stretch the band."],
    ),
    "S18 rest and therapy against inflammation": (
        rf"{NOT}.*\b(?:physio\w*|physical therapy|rest)\b.*\breduces?\b.*\binflammation",
        ["You need complete rest and physical therapy to reduce the inflammation."],
        ["Strengthen the hips and cut the load."],
    ),
    "S19 rest and ice cure tendonitis": (
        rf"^(?=.*\b(?:tendon|tendonitis)\b){NOT}.*"
        r"\b(?:usually|mostly) (?:resolve[sd]?|cure[sd]?|heals?|clears?)\b.*\b(?:rest|ice)\b",
        ["Tendonitis usually resolves with rest, ice and compression."],
        ["Total rest does not usually heal a tendon."],
    ),
    "S21 hamstring stretches cure kneecap pain": (
        rf"\b(?:hamstring stretch\w*|leg lifts?)\b{NOT}.*\b(?:cures?|heals?|fix(?:es)?|alleviates?|gets? rid)\b",
        ["Hamstring stretches and leg lifts alleviate kneecap pain."],
        ["Hamstring stretches are a weak fix, no more.", "Hamstring stretches and leg lifts are a gentle start."],
    ),
    "S23 painkillers heal faster": (
        rf"^(?=.*\b(?:painkillers?|ibuprofen|paracetamol|medicines?|tablets?|anti-inflammator)){NOT}.*"
        r"\b(?:faster|quicker|speed\w* up)\b(?!.*\bdoubt)",
        ["Ibuprofen gives you a faster recovery.", "These medicines speed up healing."],
        ["They do not heal you faster, whichever tablets you take."],
    ),
    "S24 more miles, fewer aches": (
        rf"^{NOT}(?=.*\b(?:miles|mileage)\b).*\b(?:fewe(?:st|r)|least|less)\b.*\b(?:aches?|pain)\b",
        ["Those with the most miles had the fewest aches.", "More mileage means less knee pain."],
        ["It did not count miles, so nobody knows whether more of them means less pain."],
    ),
    "S25 imbalances cause injuries": (
        r"^(?!.*\b(?:thinks|opinion)\b).*\b(?:imbalances?\b.*\b(?:caus|add up|lead)|originate\b.*\bimbalance)",
        ["Many injuries originate from muscle imbalances.", "Muscle imbalances cause most injuries."],
        ["He thinks that small muscle imbalances add up."],
    ),
    "S26 a gait analysis finds the right support": (
        rf"^(?=.*\bgait\b){NOT}.*\b(?:accurate|exact|determin|precise)",
        ["A gait analysis accurately determines the support you need."],
        ["Matching shoes by gait analysis has not been shown to be exact."],
    ),
    "S28 weak hips made their knees sore": (
        rf"^(?=.*\b(?:400|four hundred|fifteen|women)\b){NOT}.*"
        r"\b(?:pelvi\w* instab|unstable|weak(?:er|ness)? (?:in the )?hips?)",
        ["The women with runner's knee had pelvic instability.", "In 400 women, weak hips went with runner's knee."],
        ["The summary reports no unstable pelvis in these women."],
    ),
    "S29 eight in ten got better in weeks": (
        r"(?<!to )\b(?:80 ?%|80 per ?cent|eighty per ?cent|eight (?:in|out of) ten)",
        ["Almost 80 percent of sore runners had less pain.", "About 80% felt better.", "Eight in ten improved."],
        ["It is 180 a minute."],
    ),
    "S30 for women only": (
        r"\b(?:only women|(?<!and )women should|just women)\b",
        ["Women should train their hips and core."],
        ["Men and women should train their hips."],
    ),
    "S32 ten per cent as a proven limit": (
        rf"^(?=.*\b(?:10 ?%|10 per ?cent|ten per ?cent)){NOT}.*\b(?:proven|safe|prevents?|protects?)\b",
        ["Ten per cent a week is a safe rise.", "The 10% rule prevents injuries."],
        ["Ten per cent a week is a rule of thumb and not a proven limit."],
    ),
    "S35 leaning eases pain": (
        rf"^(?=.*\blean){NOT}.*\b(?:reduc|eas|reliev|prevent|less|prov)\w*\b.*\bpain",
        ["Research has proven that leaning forward reduces pain.", "A slight lean prevents knee pain."],
        ["No study has shown that leaning forward eases knee pain."],
    ),
    "S36 quicker steps for a faster pace": (
        rf"^(?=.*\b(?:steps?|cadence|stride)\b){NOT}.*\bfaster (?:pace|speed)\b",
        ["Shorter steps propel you to a faster pace."],
        ["Do not take quicker steps to reach a faster pace."],
    ),
    "S37 thirty per cent less load": (
        r"\b(?:30|40) ?(?:%|per ?cent)(?: less| lower| relief)|\b(?:thirty|forty) per ?cent (?:less|lower)|"
        r"\b(?:by|cut\w*) (?:30|40) ?(?:%|per ?cent)",
        ["Faster runners had 30 percent less load.", "Speed cut the load by 30%.", "It is forty per cent less."],
        ["Jumps of more than 30% in two weeks look riskier."],
    ),
    "S38 in the clear above 160": (
        r"\bin the clear\b|\b(?:160|one hundred and sixty)\b.*\b(?:is enough|you are (?:fine|safe))|"
        r"\b(?:must|have to) (?:reach|hit) 160",
        ["Above 160 steps a minute you are in the clear.", "160 is enough.", "You must hit 160."],
        ["He uses 160 as a rough line, not a cut-off."],
    ),
    "S40 bones of the foot": (
        r"\b(?:26 bones|33 joints|107 ligaments|19 muscles)\b",
        ["The foot has 26 bones, 33 joints, 19 muscles and 107 ligaments."],
        ["The foot takes the load of each step."],
    ),
}  # fmt: skip


def utterable() -> dict[str, str]:
    """Return every text that can be uttered, by where it stands; what only notes a fault of the article is left out."""
    texts = {f"{passage.id} text": passage.text for passage in PASSAGES}
    texts |= {f"{passage.id} spoken": passage.spoken for passage in PASSAGES}
    for rule in rules():
        texts |= {f"{rule.id} because": rule.because, f"{rule.id} spoken": rule.spoken, f"{rule.id} do": rule.do}
    texts |= {f"{level}.{key}": text for level, row in care().items() for key, text in row.items()}
    texts |= {f"words {slot}": ". ".join(row.values()) for slot, row in table().words.items()}
    wording = yaml.safe_load((ROOT / "actions" / "wording.yml").read_text(encoding="utf-8"))
    texts |= {f"wording {name}": " ".join([row] if isinstance(row, str) else row) for name, row in wording.items()}
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    texts |= {name: " ".join(str(row.get("text", "")) for row in rows) for name, rows in responses.items()}
    return texts


SENTENCES = [(where, sentence) for where, text in utterable().items() for sentence in sentences(without_markers(text))]


@pytest.mark.parametrize(("expression", "wrong", "right"), CLAIMS.values(), ids=list(CLAIMS))
def test_the_check_catches_the_wrong_and_leaves_the_right(expression: str, wrong: list[str], right: list[str]) -> None:
    pattern = re.compile(expression, re.IGNORECASE)
    assert [sentence for sentence in wrong if not pattern.search(sentence)] == []
    assert [sentence for sentence in right if pattern.search(sentence)] == []


@pytest.mark.parametrize("expression", [row[0] for row in CLAIMS.values()], ids=list(CLAIMS))
def test_nothing_says_it(expression: str) -> None:
    pattern = re.compile(expression, re.IGNORECASE)
    assert [(where, sentence) for where, sentence in SENTENCES if pattern.search(sentence)] == []


def test_enough_is_looked_at() -> None:
    assert len(SENTENCES) > 1000


@pytest.mark.parametrize("form", ["text", "spoken"])
def test_s31_jumps_never_come_without_a_word_on_pain(form: str) -> None:
    for passage in PASSAGES:
        said = getattr(passage, form).lower()
        if re.search(r"\bjump(?:s|ing)? (?:squat|lunge)|\bjumps\b", said) and passage.topic == "hip_core_strength":
            assert re.search(r"\b(?:pain|sore|hurts|hurt|do not start|avoid)\b", said), (passage.id, said)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        pytest.param("ligament_tear", "ACL on the outer side", id="S2"),
        pytest.param("meniscus_tear", "within an hour", id="S4"),
        pytest.param("meniscus_tear", "Catching, locking", id="S5"),
        pytest.param("meniscus_tear", "MRI", id="S6"),
        pytest.param("meniscus_tear", "outer tears heal", id="S7"),
        pytest.param("knee_strain", "crucial", id="S9"),
        pytest.param("itbs", "tendon", id="S16"),
        pytest.param("itbs", "roll", id="S17"),
        pytest.param("tendonitis", "usually settle", id="S19"),
        pytest.param("runners_knee", "hamstring stretches", id="S21"),
        pytest.param("knee_strain", "speed up recovery", id="S23"),
        pytest.param("running_myth", "most miles", id="S24"),
        pytest.param("running_myth", "imbalances", id="S25"),
        pytest.param("shoes_fit", "gait analysis", id="S26"),
        pytest.param("hip_core_strength", "weak hips", id="S28"),
        pytest.param("hip_core_strength", "80%", id="S29"),
        pytest.param("hip_core_strength", "women", id="S30"),
        pytest.param("hip_core_strength", "jumps", id="S31"),
        pytest.param("training_load", "10%", id="S32"),
        pytest.param("forward_lean", "7 to 10 degrees", id="S35 angle"),
        pytest.param("forward_lean", "proven", id="S35 pain"),
        pytest.param("cadence", "faster pace", id="S36"),
        pytest.param("cadence", "30%", id="S37"),
        pytest.param("cadence", "in the clear", id="S38"),
    ],
)
def test_a_passage_notes_where_the_article_differs(topic: str, words: str) -> None:
    noted = [passage.article_differs or "" for passage in PASSAGES if passage.topic == topic]
    assert [note for note in noted if words in note]
    assert all(note.startswith("The article") for note in noted if note)

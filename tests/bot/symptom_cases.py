"""Wordings and what they say, one a line: those of data/nlu/messages/wordings.jsonl, and some more."""

import json

from knowledge.settings import ROOT

# text | slot=value ...; a slot with "-" must stay unread.
_UNREAD = """
not on the outside | outer_tightness=no location=-
no tightness on the outside | outer_tightness=no location=-
I run outside most days | location=-
he is 61 and thinks he's 25, his knee aches | age_band=55plus
it has been sore since about a month ago | duration=weeks
it has hurt for two months | duration=months
I'm 5k into my run | age_band=-
I ran a 10 mile race | age_band=-
I'm 20 miles a week | age_band=-
I'm doing 30k a week | age_band=-
I've run for 10 years | duration=-
"""

# text | signs
_SIGNS = """
I have a fever and my knee is hot and red | fever hot_red_knee
my kneecap is out of place | kneecap_out
kneecap popped out and went back in | kneecap_out kneecap_back
the bone is sticking out | bleeding_or_bone
it's bleeding badly | bleeding_or_bone
there's a deep cut on my knee | wound
it's stuck bent and won't straighten | locked_stuck
it's the size of a grapefruit | big_swelling
my knee is huge | big_swelling
I had cancer last year | cancer_or_weight_loss
I've lost a lot of weight without trying | cancer_or_weight_loss
I want to kill myself | suicidal
I think I'm having a heart attack | other_emergency
my dad collapsed | other_emergency
no fever |
this hill is killing me |
having a stroke of luck |
what if I have a heart attack |
running for cancer research |
knee's hot, red and I feel shivery | fever hot_red_knee
my kneecap has slid round to the side | kneecap_out
kneecap popped out then popped back in | kneecap_out kneecap_back
I can see bone | bleeding_or_bone
blood everywhere | bleeding_or_bone
I cut my knee open | wound
stuck bent and it won't budge | locked_stuck
swollen to the size of a melon | big_swelling
so swollen I can't move it | big_swelling
knee has ballooned massively | big_swelling
losing weight for no reason and night sweats | cancer_or_weight_loss
don't want to live anymore | suicidal
he's having a stroke | other_emergency
I took an overdose | other_emergency
I'm trying to lose weight by running |
it isn't bleeding |
calf is rock hard and my foot is numb | compartment
bleeding disorder |
"""


def _rows(table: str) -> list[tuple[str, str]]:
    lines = [line for line in table.strip().splitlines() if line.strip() and not line.startswith("#")]
    return [(text.strip(), rest.strip()) for text, _, rest in (line.rpartition("|") for line in lines)]


_LINES = (ROOT / "data" / "nlu" / "messages" / "wordings.jsonl").read_text(encoding="utf-8").splitlines()
CASES: list[tuple[str, dict[str, str]]] = [
    *((str(row["text"]), dict(row["slots"])) for row in map(json.loads, _LINES)),
    *((text, dict(pair.split("=") for pair in rest.split())) for text, rest in _rows(_UNREAD)),
]
SIGNS = [(text, set(rest.split())) for text, rest in _rows(_SIGNS)]

"""The words that the kinds of noise need."""

from __future__ import annotations

# Words that no slip of the finger touches: one letter less, and the message says something else.
WEIGHTY = frozenset({
    "no", "not", "nor", "none", "never", "nothing", "nobody", "nowhere", "neither", "without", "cannot", "cant",
    "dont", "doesnt", "didnt", "isnt", "wasnt", "wont", "hasnt", "havent", "couldnt", "hardly", "barely", "scarcely",
    "unsure", "maybe", "perhaps", "nope", "nah", "nae", "yes", "yeah", "yep",
})  # fmt: skip
# Words of grammar only: what they say does not depend on which of two neighbours comes first.
FUNCTION_WORDS = frozenset({
    "a", "an", "the", "this", "my", "his", "her", "our", "of", "in", "on", "at", "to", "for", "from", "with", "so",
    "just", "really",
})  # fmt: skip
SPELLINGS = (  # British, American
    ("colour", "color"), ("colours", "colors"), ("discoloured", "discolored"), ("centre", "center"),
    ("kilometre", "kilometer"), ("kilometres", "kilometers"), ("metre", "meter"), ("metres", "meters"),
    ("centimetre", "centimeter"), ("centimetres", "centimeters"), ("litre", "liter"), ("litres", "liters"),
    ("grey", "gray"), ("tyre", "tire"), ("tyres", "tires"), ("kerb", "curb"), ("kerbs", "curbs"), ("mum", "mom"),
    ("mums", "moms"), ("mummy", "mommy"), ("haemophilia", "hemophilia"), ("haemophiliac", "hemophiliac"),
    ("haematoma", "hematoma"), ("haemorrhage", "hemorrhage"), ("oedema", "edema"), ("anaemia", "anemia"),
    ("anaemic", "anemic"), ("leukaemia", "leukemia"), ("paediatric", "pediatric"), ("paediatrician", "pediatrician"),
    ("orthopaedic", "orthopedic"), ("orthopaedics", "orthopedics"), ("anaesthetic", "anesthetic"), ("tumour", "tumor"),
    ("favourite", "favorite"), ("neighbour", "neighbor"), ("neighbours", "neighbors"), ("behaviour", "behavior"),
    ("harbour", "harbor"), ("humour", "humor"), ("labour", "labor"), ("honour", "honor"), ("rumour", "rumor"),
    ("odour", "odor"), ("fibre", "fiber"), ("theatre", "theater"), ("ageing", "aging"), ("licence", "license"),
    ("practise", "practice"), ("practised", "practiced"), ("practising", "practicing"), ("programme", "program"),
    ("realise", "realize"), ("realised", "realized"), ("recognise", "recognize"), ("recognised", "recognized"),
    ("stabilise", "stabilize"), ("organised", "organized"), ("apologise", "apologize"), ("travelling", "traveling"),
    ("travelled", "traveled"), ("cancelled", "canceled"), ("labelled", "labeled"), ("pyjamas", "pajamas"),
    ("mould", "mold"), ("plough", "plow"), ("sceptical", "skeptical"), ("moustache", "mustache"), ("cosy", "cozy"),
    ("aluminium", "aluminum"), ("jewellery", "jewelry"), ("defence", "defense"), ("offence", "offense"),
)  # fmt: skip
COMPOUNDS = {  # word -> where a phone's keyboard puts the space
    "kneecap": 4, "kneecaps": 4, "inside": 2, "outside": 3, "downhill": 4, "uphill": 2, "downstairs": 4,
    "upstairs": 2, "staircase": 5, "weekend": 4, "everyday": 5, "something": 4, "sometimes": 4, "somehow": 4,
    "anyway": 3, "overnight": 4, "backwards": 4, "forwards": 3, "yesterday": 6, "football": 4, "basketball": 6,
    "treadmill": 5, "underneath": 5, "anymore": 3, "parkrun": 4, "halfway": 4, "sideways": 4, "straighten": 8,
    "bodyweight": 4, "grapefruit": 5, "doorstep": 4, "handbrake": 4, "everything": 5, "afternoon": 5,
}  # fmt: skip
NEAR_KEYS = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
FILLERS_BEFORE = ("so basically ", "ok so um, ", "right so ", "well, you see, ", "so here goes, ", "hmm ok, ")
FILLERS_WITHIN = (" um", " like", " you know", ", I mean,", " er", " honestly")
FILLERS_AFTER = (", if that makes sense", " tbh", ", anyway that's where I'm at", ", you know", " and so on, thanks")
EMOJI = ("🙏", "😬", "🏃", "🏃‍♀️", "😩", "🦵", "😅", "👟")
GREETINGS = ("Hi there, ", "Hello, hope you are well. ", "Hey team, quick one: ", "Good evening, ", "Hi all! ")
THANKS = (
    " Thanks so much!",
    " Thank you in advance.",
    " Many thanks.",
    " Cheers, thanks!",
    " Thanks a lot for your help",
)
SIGNATURES = (
    "\n\nSent from my iPhone", "\n-- \nDave", "\n\nKind regards,\nJo Marsh", "\nCheers\nSam x",
    "\n\nSent from Outlook for Android",
)  # fmt: skip
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

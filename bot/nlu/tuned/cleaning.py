"""What carries no meaning in a message, blanked before the tuned reader sees it.

Marks, thinking sounds, greetings, thanks and signatures give way to blanks of the same length, so that places stay
where they are. Where little else would be left, a greeting or thanks is what the message says, and stays.
"""

from __future__ import annotations

import re

LEAST_WORDS = 4  # that are left beside what is blanked
REPEATED = re.compile(r"([.!\u2026])([.!\u2026]+)")
# "Not sure, but it does lock": the doubt is the answer to what was asked, and what follows is told without it.
DOUBT_ASIDE = re.compile(
    r"^\W*(?:i'?m )?(?:not (?:really |too |quite )?sure|unsure|dunno|no idea|hard to say|can'?t tell|i? ?don'?t know)"
    r"[\s,.;:-]+but\b",
    re.IGNORECASE,
)
# "Squats are a no-no" denies nothing: a word of the same length says that they are bad.
NO_NO = re.compile(r"(?<=\ba )no[- ](?:no|go)\b", re.IGNORECASE)
AWFUL = "awful"
FELL = re.compile(r"\bfell(?= (?:runners?|races?|shoes?)\b)", re.IGNORECASE)  # a hill, where nobody fell
HILL = "hill"
# "None of those, it blew up": the list that was asked is denied, and what follows is told.
LIST_DENIED = re.compile(
    r"^\W*(?:(?:no|nope|nah|not really)[ ,]+)?(?:none of (?:those|these|them|that|the above)|nothing like that)"
    r"(?:\s*[,.;:\u2013-]+|(?=\s+(?:but|except|only|just|though|although)\b))\s*",
    re.IGNORECASE,
)
LAST_MARKS = re.compile(r"[.!\u2026\s]+$")
# Stars around words, pictures, and the sounds of somebody who thinks while speaking.
IDLE = re.compile(
    r"[*_~`\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+|\b(?:u+m+|u+h+|e+r+m*|h+m{2,})\b,?", re.IGNORECASE
)
ASIDE = re.compile(
    r", ?\b(?:you know|if that makes (?:any )?sense|if you (?:know|see) what i mean|to be honest|tbh)\b"
    r"(?=[,.!?;]|\s*$),?",
    re.IGNORECASE,
)
_FOR = (
    r"(?: (?:so much|very much|a lot|a million|a bunch|in advance|again|all|everyone|guys"
    r"|for (?:the|your|any|all)\b[^.!?\n]{0,30}))?"
)
_THANKS = rf"(?:(?:many|huge|all my) )?(?:thanks|thank you|thankyou|thanx|thx|cheers){_FOR}"
_REGARDS = (
    r"(?:(?:kind(?:est)?|best|warm(?:est)?|all the|many) )?(?:regards|wishes)|all the best"
    r"|yours(?: (?:truly|sincerely))?|ta"
)
_WHOM = r"(?: (?:there|all|team|everyone|everybody|folks|guys|kneewise|doc|doctor|sir|madam|both|again))"
OPENINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*(?:(?:hi|hiya|hello|hullo|hey|howdy|dear|good (?:morning|evening|afternoon|day)|g'day){_WHOM}?\b"
        rf"|(?:morning|evening|afternoon)(?:{_WHOM}\b|(?=[,!.])))"
        r"(?:[,;]? ?(?:i )?hope (?:you(?:'re| are)|all is|this finds you) (?:well|ok|good))?[\s,.!:;-]+",
        r"^\W*(?:just )?(?:a )?(?:quick (?:one|question)|question)(?: for (?:you|ye|y'all))?[:,.-]+",
    )
)
CLOSINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\n\s*(?:--+\s*\n[^\n]{{1,40}}|(?:{_THANKS}|{_REGARDS})[,.!]?\s*\n\s*[^\n]{{1,30}})\s*$",
        r"(?<=[.!?\n])\s*(?:sent from (?:my|outlook|yahoo|gmail)|get outlook)[\w ]{0,30}$",
        rf"(?<=[.!?,;\n])\s*(?:\b(?:{_THANKS}|{_REGARDS})[\s,.!]*)+$",
        rf"\s(?:{_THANKS})[\s,.!]*$",
    )
)
WINDOW = 160  # characters at each end in which they are looked for
WORD = re.compile(r"\w+")


def cleaned(text: str) -> str:
    """Return `text` without what carries no meaning, character for character."""
    # Half a surrogate pair, as some phones cut an emoji, is no text to the tokenizer.
    text = text.encode("utf-8", "replace").decode("utf-8")
    for pattern in CLOSINGS:
        text = _kept(text[:-WINDOW] + pattern.sub(_blank, text[-WINDOW:]), text)
    for pattern in OPENINGS:
        text = _kept(pattern.sub(_blank, text[:WINDOW]) + text[WINDOW:], text)
    text = _kept(ASIDE.sub(_blank, text), text)
    text = _kept(LIST_DENIED.sub(_blank, text), text)
    text = FELL.sub(HILL, NO_NO.sub(AWFUL, IDLE.sub(_blank, text)))
    text = DOUBT_ASIDE.sub(_blank, text)
    text = REPEATED.sub(lambda marks: marks[1] + " " * len(marks[2]), text)
    return LAST_MARKS.sub(_blank, text)


def _kept(bare: str, text: str) -> str:
    """Return `bare` where enough is left in it, else `text`."""
    return bare if bare == text or len(WORD.findall(bare)) >= LEAST_WORDS else text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])

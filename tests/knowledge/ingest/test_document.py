"""Cleaning: nothing of an article can pass for more than words in a file of passages or on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ingest.document import clean
from knowledge.sources import references


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Rest \n\t it. ", "Rest it."),
        ("the ﬁrst ｒｕｎ…", "the first run..."),
        ("Rest it [nhs-2020].", "Rest it (nhs-2020)."),
        ("Call {emergency_number} `now`", "Call (emergency_number) 'now'"),
        ("<b>Rest</b> <!-- it --> now", "Rest now"),
        ("pain < 3 and > 2", "pain under 3 and over 2"),
        ("Home > Knees", "Home Knees"),
        ("a --> b --- c", "a – b – c"),
        ("**Rest** it | now", "Rest it now"),
        ("hips & core", "hips & core"),
        ("she “said” it’s", 'she "said" it\'s'),
        ("a\x00b\x1b[31mc\u202ed\u200be\ufefff", "ab(31mcdef"),
        ("half\udc80pair", "halfpair"),
        ("", ""),
    ],
)
def test_clean(text: str, plain: str) -> None:
    assert clean(text) == plain


@given(st.text(st.characters() | st.sampled_from("[]{}<>`-&*|\\#\n"), max_size=200))
def test_whatever_is_cleaned_holds_no_marks_and_stays_clean(text: str) -> None:
    plain = clean(text)
    assert not set("[]{}<>`*|\\\n\r\t") & set(plain)
    assert "--" not in plain
    assert references(plain) == []
    assert all(unicodedata.category(character)[0] != "C" for character in plain)
    assert clean(plain) == plain

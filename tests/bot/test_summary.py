"""Which messages ask for a summary to take along, by their words."""

from __future__ import annotations

import pytest
import yaml

from bot.nlu.summary import asks_for_summary
from knowledge.settings import ROOT
from tests.bot.conftest import Parse

ASK = """
give me a summary for my physio
A summary for my physio
can you sum it up for me
sum that up please
could you write that up for my doctor
can I have this in writing
I need something to show my physio
something I can take along to the GP
can I print this
print that out please
can I get a PDF
PDF?
download our chat
can I download this as a pdf
a report for my doctor
send me the summary
email me a summary
please summarise what I told you
summarise
recap please
can you recap
can we do a quick recap of everything
make notes for my physiotherapist
write this down for me
a one-pager for the doc
handover note for physio
can you write a letter to my doctor
I'd like a printout of this conversation
could I have all that on paper
put it all in writing for me
is there a write-up I can take with me
ok, summary please
yes please, a summary
my physio wants a summary
my GP asked for a write-up
stop asking and just give me the summary
no more questions, just give me the summary
got an appointment tomorrow, can you write something for my physio?
I'm seeing a physio on Monday. Anything I can show her? A summary would help
do you do summaries
have you got a summary for my physio
it hurts on the outside after 5k, can you write that up for my doctor
Thanks! Now can I have a summary of my symptoms
could you put together an overview of what we discussed
can i export the conversation
sumary pls
summary of this chat
could you print off my answers
something for my physio
have you anything for the doctor
any chance of a summary
Can you give my doctor a summary?
type it up for me please
I want to take this chat to my physio, can I save it
I would really like a short written summary
give us the tl;dr as a pdf
write it all down so I can hand it to the physio
Summarize my symptoms for the doctor
could I get this in a form I can hand to my physio
is it possible to have a copy of this chat
I want something written to bring to my appointment
Would you mind summarising this for my GP?
any way to save this conversation?
how can I print this out
can you make me a wee summary
can u sum this all up 4 me
just summarise it
summarise everything so far
so could you put that into a document for the doc
can you note this down for my physio
I'd like to show this to my physio, can you write it up?
please make a short report i can give my doctor
what's the best way to share this with my physio
have you got anything I can print
a written record of this would be handy
sum up please
let's have a summary
let me have a summary then
how about a summary for my osteopath
do I get a summary at the end
where's my summary
can I see the summary again
give me the pdf again
write a summary
a summary to take to my physio please
need a summary for tomorrows appointment
Need this in writing for my physio
my physio asked me to bring a summary
physio wants this in writing
jot that down for me please
can you draft a letter for my GP
print
print version please
can you send that to my email
I'd love a one page version for the doctor
summarise our chat
put the whole thing in a pdf
I've got physio tomorrow, could you knock up a summary?
can this be printed
got a printable version?
make it printable
could I have a paper copy
I want a record of this chat
give me everything in one page for the physio
is there some kind of report I get
can I download a report
what can I show my physio? a summary maybe
can you give me that in a document
physio summary please
doctor summary
summary for physio pls
generate report for doctor
my doctor will want this written down
can you write all of this in a note for the doctor
put together some notes for my physio
I'll need to show my doctor something
have you a sheet I could give the doctor
can I take a copy with me
could you recap what I've told you so far
sum it all up
please give a concise summary of the conversation
can I get a file of this
can I keep a copy of this conversation
do you give out summaries
save as pdf
export to pdf
how do I get the summary
Can you tell my physio all this
would be good to have this on paper
can you email it to me
A wee write up for the physio would be grand
I would like to get the summary now
"""

ASK_NOT = """
in summary, it hurts on the outside when I run
to sum up: pain on stairs, no swelling
to summarise, it's the left knee
summing up, it's stiff and sore
that sums it up
that about sums it up
I printed a training plan
I downloaded a training app and doubled my miles
should I download this app
should I take my shoes along to the shop
my physio wrote a report saying runner's knee
the doctor's report says meniscus tear
the MRI report mentioned a small tear
my scan summary says grade 2 tear
race report: 10k, knee blew up at mile 5
should I report this to a doctor
do you have anything for my knee
something for the pain
is there something my physio can do
something my physio said
should I see a physio
what will the physio do
what's the summary of the study?
give me a summary of ITBS
can you summarise what runner's knee is
can you give me an overview of hip exercises
I don't need a summary
no summary please
thanks for the summary
the summary is wrong, it does swell
your summary says no swelling but it is swollen
take note, it swelled overnight
I write up my runs in a log every day
can I get a sick note for work
my knee gives way and I need help
in short, it clicks
long story short it popped
the fine print on my shoes
my physio gave me a summary of exercises
should I show it to a doctor
do I need to see someone about it
it hurts all over, everything hurts, print
what do I do
my knee hurts
is it serious
how do I write a training plan
I do a recap of my training every sunday
can I run on it
how long will it take
tell me more
can you say that again
sum of all my miles went up by 20 percent
I got a handout from the hospital with exercises
the physio sent me a pdf with stretches
footprint test says I overpronate
can I take it to the track or should I rest
should I take this to my physio
I summarised it already
what is in my shoes
after the summit run my knee hurt
in the summer it hurts more
I'd like something for my knee
does the doctor need an xray
my doctor wants an MRI
the doctor wants a scan
what do I tell the doctor
write
my knee summary: left side, two weeks, sharp
to recap, no swelling but it clicks
recapping: hurt at mile 3, stopped at mile 4
Summary: sharp pain outer knee
the knee gave way while I was sending a letter
I was carrying a printer when it popped
my gp wrote me a letter for the hospital
I have a note from the doctor saying no running
the physio is going to send me a report
I have an appointment with my physio next week, what should I ask
what should I write in my training log
can I save my knee
can you save my marathon
how do I keep my knees healthy
is there a document on shoes
do you have a list of exercises for my physio to check
give me a list of exercises
send me to a doctor
show me some exercises
can you show me how to tape it
do I need a letter to see a physio
can I get a printout of the exercises
what do you need to know
write me a training plan
make me a plan
give me something for the pain doctor
anything that helps on stairs
something popped when I bent down
something for my knee please
my doctor needs to see it right
I need to see a doctor
I need a doctor
I want to see a physio
can I get an appointment with the physio
can you give me an overview of what causes it
can you do a quick summary of how to treat it
what is a handout
my coach wants me to run on
the article says to rest, can you sum up why
sum up why downhill is worse
my physio summary said it was the meniscus
nothing on paper from the physio yet
I made a note of when it hurt
I keep a record of my miles
my doctor will want to see me
can this be fixed
can I take paracetamol
can I take the stairs
do you have a report of studies
what does the report say
can the doctor give me something
the doctor gave me something for it
can you tell my knee is swollen
I'd like to show you a photo
can I send you a picture
can I send a message to the shop
can I email the shop
do you have an email
can I have the number of a physio
is there a list of physios
how long should my log be
I was writing at my desk when it locked
my knee is in a bad form
I ran a full version of the plan
a full list of stretches please
can you print money
print on my shoes wore off
sum total: knackered
everything hurts this morning
take everything together, what is it
do I need a referral letter
I need a note for work
can I get a letter for my insurance
what do physios do with a torn meniscus
give it to me straight
give me a break
"""


@pytest.mark.parametrize("text", ASK.strip().splitlines())
def test_it_asks(text: str) -> None:
    assert asks_for_summary(text)
    assert asks_for_summary(text.upper())


@pytest.mark.parametrize("text", ASK_NOT.strip().splitlines())
def test_it_does_not_ask(text: str) -> None:
    assert not asks_for_summary(text)


@pytest.mark.parametrize("text", ["", " ", "?!", "…", "a" * 5000, "sum " * 400, "💥"])
def test_odd_texts_do_no_harm(text: str) -> None:
    assert not asks_for_summary(text)


def test_the_buttons_that_offer_it_ask_for_it_and_say_nothing_else(parse: Parse) -> None:
    wording = yaml.safe_load((ROOT / "actions" / "wording.yml").read_text(encoding="utf-8"))
    offers = {words for name in ("after_triage", "after_signs") for words in wording[name] if "summary" in words}
    assert len(offers) == 1
    for words in offers:
        assert asks_for_summary(words)
        assert parse(words)["entities"] == []


@pytest.mark.parametrize("text", ASK.strip().splitlines())
def test_a_wish_tells_of_no_symptom(parse: Parse, text: str) -> None:
    told = {found["entity"] for found in parse(text)["entities"]} - {"answer"}
    assert told <= ({"location", "outer_tightness"} if "outside" in text else set())

"""Messages for the trained model, none of them among its examples: by intent, with danger signs, and harmless."""

from __future__ import annotations

INTENTS = {
    "greet": ["hello hello", "good day to you all", "hi kneewise, how are things", "hey there bot", "morning everyone"],
    "goodbye": ["see you later then", "bye bye now", "right, I'm off, cheerio", "goodnight bot", "catch you next week"],
    "thank": ["thanks so much", "cheers for that, really useful", "thank you, you were a great help", "ta, appreciated",
              "many thanks indeed"],
    "stop": ["please stop asking me things", "that's enough questions", "cancel this", "quit the interview",
             "I want to stop here"],
    "start_over": ["start all over again please", "let's begin again from the top", "forget everything I said",
                   "reset this chat", "can we restart from scratch"],
    "affirm": ["yes indeed it is", "yep that's the one", "oh yes it is", "yeah that is right", "certainly"],
    "deny": ["no it really isn't", "nope, none", "no, definitely not that", "no way at all", "not in my case, no"],
    "unsure": ["I really don't know", "no clue to be honest", "not quite sure about that", "hard to tell really",
               "I can't say for certain"],
    "report": ["the front of my knee aches on hills", "my left knee got sore after a ten miler",
               "outer knee pain on long runs for two weeks", "it is stiff whenever I get off the sofa",
               "I ramped up to five runs a week and now below the kneecap is tender"],
    "report_and_ask": ["my knee aches behind the kneecap, what should I do about it",
                       "the outside of my knee is sore after hills, can I keep running",
                       "it swelled a little after the long run, should I ice it",
                       "my knee is stiff after ten miles, is that something to worry about",
                       "sore under the kneecap for a month, do I need to see somebody"],
    "ask": ["what exactly is runner's knee", "how many miles does a pair of running shoes last",
            "which exercises make the hips stronger", "does running wear out your knees",
            "what is a good cadence for a beginner"],
    "ask_advice": ["so what should I do about it now", "how long until it gets better", "can I go for a run tomorrow",
                   "what would you suggest I do", "is it anything serious"],
    "ask_help": ["what are you able to do for me", "how does this chat work", "what sort of things can I ask you",
                 "can you explain how you can help", "show me what you can do"],
    "ask_identity": ["are you a real doctor", "am I talking to a robot or a human", "who are you and who built you",
                     "are you some kind of AI", "what are you exactly"],
    "ask_person": ["can I speak to a real person", "put me through to a human please",
                   "I'd like to talk to someone in the shop", "what number can I ring to reach the shop",
                   "get me a member of staff"],
    "ask_reason": ["why do you want to know that", "why are you asking me this", "what does that have to do with it",
                   "what's the reason for that question", "why should that matter here"],
    "frustrated": ["this is totally useless to me", "you don't understand me at all",
                   "this is driving me mad, stupid bot", "you keep asking the same thing, so annoying",
                   "what a waste of time this is"],
    "chitchat": ["lovely sunshine for a jog today", "do you like running yourself", "tell me a funny running story",
                 "I got a new personal best on Sunday", "what's your favourite race"],
    "out_of_scope": ["what helps against shin splints", "can you book me a hotel in Leeds",
                     "my elbow is sore from tennis", "how much ibuprofen may I take", "who won the marathon in Boston"],
}  # fmt: skip

# text | what must be read of it: a slot with its worrying value, or a sign; one of them is enough
DANGER = """
after the tumble my toes have lost all feeling | numb_or_cold
since the crash my foot is freezing and white as paper | numb_or_cold
everything below the knee has felt dead since I went down | numb_or_cold
my lower leg is turning blue after the tackle | numb_or_cold
the kneecap is sitting on the side of my leg | kneecap_out deformity
my leg bends the wrong way since I fell | deformity
the knee is all crooked after the crash | deformity
there is a bump where the bone should not be since I fell off | deformity
I heard something crack as I landed | crack
there was a loud crack when I hit the kerb and now it throbs | crack
fell off a wall and can't put any weight on that leg | can_bear_weight
I twisted it and cannot take a single step | can_bear_weight
she fell an hour ago and the leg won't hold her up at all | can_bear_weight
since the fall I have to hop because standing is impossible | can_bear_weight
I can't raise my leg off the bed when it's straight | cannot_lift_leg
I try to lift the straight leg and nothing happens | cannot_lift_leg
it popped and ballooned within the hour | swelling_fast
heard a pop and it was huge by the time I got home | pop swelling_fast
the knee blew up like a football minutes after I landed | swelling_fast
the knee has been jammed bent since I twisted it | locked_stuck cannot_straighten
it is stuck halfway and I can't get it straight | locked_stuck cannot_straighten
my knee is hot and red and I am shivering | fever_or_hot_red hot_red_knee fever
I've got a temperature and the knee glows like a stove | fever_or_hot_red hot_red_knee fever
knee is red, burning hot, and I feel feverish | fever_or_hot_red hot_red_knee fever
my calf has been swollen and tender since the flight | calf_swelling
one calf is twice the size of the other and throbbing | calf_swelling
my calf is warm, red and hard since yesterday | calf_swelling
I'm struggling to breathe since this morning | breathless_or_chest_pain other_emergency
there's a tight pain in my chest and my calf hurts | breathless_or_chest_pain
I get out of breath just sitting here, and the leg is swollen | breathless_or_chest_pain
the pain wakes me up every night | night_or_rest_pain
it aches like mad even when I lie still in bed | night_or_rest_pain
my groin has been aching along with the knee for two weeks | hip_or_groin_pain
I'm on warfarin and banged my knee badly | blood_thinner
I take apixaban and the knee is filling up | blood_thinner
the gash on my knee won't stop bleeding | bleeding_or_bone wound
I can see bone in the cut on my knee | bleeding_or_bone
my shin feels hard as a rock and the pain keeps growing since the tackle | compartment
I don't want to live any more if I can't run | suicidal
I have lost a lot of weight without trying and the knee hurts at night | cancer_or_weight_loss night_or_rest_pain
"""
STORY = """
So I should say I have been running for about six years, mostly on the canal path, and I never had any trouble to speak
of. Last spring I bought new shoes from your shop and they are lovely. On Sunday we did the usual loop with the club and
had cake afterwards, as you do. I slipped on the wet steps by the lock on the way home. My foot has gone numb and pale
since then. Anyway, I was wondering whether the shoes might need replacing, because the tread looks a bit worn, and
whether you are open on bank holidays.
"""

HARMLESS = [
    "popped round to my sister's after the race",
    "the finish area was packed, I could hardly breathe for the crowd of mascots",
    "that last hill nearly finished me off, great fun",
    "my watch froze halfway through parkrun",
    "I cracked the hour for ten miles on Saturday",
    "hands were numb from the cold on this morning's run but the knees were fine",
    "locked my bike outside and went for a jog",
    "broke in my new shoes this weekend",
    "is it normal for knees to click when you squat",
    "what does a torn meniscus feel like",
    "how would I know if my knee was infected",
    "when should somebody go to hospital with a knee injury",
    "can running cause a blood clot",
    "my grandad had a knee replacement years ago and he is doing fine",
    "I tore my ligament at school, twenty years ago, all good since",
    "a mate of mine fell in the race and hurt his wrist",
    "no swelling, no pop and I never fell",
    "my knee is not hot and not red",
    "I can stand and walk on it just fine",
    "I have no fever",
    "it doesn't lock and it doesn't give way",
    "nothing happened, it just aches a bit after long runs",
    "slight ache on the outside after eight miles",
    "my knee is a bit stiff in the mornings",
    "which shoes do you recommend for wide feet",
    "how often should I replace my trainers",
    "what is a good warm up before a tempo run",
    "how should I run down steep hills",
    "do you sell head torches",
    "what time do you open on Sundays",
    "thanks a lot, that is all I wanted to know",
    "hello, nice weather for a run",
    "who are you and what can you do",
    "I'm dying for a coffee after that session",
    "the heat killed my pace today",
    "I'm hooked on trail running now",
    "training is going well, three runs a week",
    "is cadence more important than stride length",
    "does leaning forward help the knees",
    "just mild soreness under the kneecap on stairs for a few days",
]
# Words that sound grave, in a message that is not: the reading is dropped.
VETOED = ["my watch locked up at mile ten", "the zip on my jacket locked up", "my phone locked and I lost the route"]

# ruff: noqa: E501 (a case is one line, however long the message)
"""Wordings and what they say. One case a line: text | slot=value ...; a slot with "-" must stay unread."""

_TABLE = """
no pop but it blew up overnight | pop=no swelling=yes swelling_fast=no
no pop, swelling or locking | pop=no swelling=no locking=no
swelling? none | swelling=no
Swelling: no. Locking: yes | swelling=no locking=yes
pop no, swelling yes, locking no | pop=no swelling=yes locking=no
neither swollen nor stiff | swelling=no stiffness=no
it's never locked | locking=no
without any swelling | swelling=no
it didn't pop | pop=no
the knee isn't swollen | swelling=no
free of swelling | swelling=no
zero swelling | swelling=no
everything but stairs is fine | stairs_pain=yes
apart from the stairs it's fine | stairs_pain=yes
it's fine except on stairs | stairs_pain=yes
no symptoms apart from swelling | swelling=yes
it's no longer swollen | swelling=no
not only swollen but hot | swelling=yes fever_or_hot_red=yes
can't say it doesn't lock | locking=unsure
not sure if it popped | pop=unsure
might have popped | pop=unsure
can't really say it locks | locking=unsure
maybe swollen? | swelling=unsure
it's a bit swollen | swelling=yes
kind of stiff | stiffness=yes
I think it's swollen | swelling=yes
I don't think it's swollen | swelling=no
it was swollen, it's gone | swelling=no
it was swollen but it's gone down now | swelling=no
the swelling has gone | swelling=no
swelling went down after a day | swelling=no
it used to swell | swelling=no
it was really stiff yesterday but fine today | stiffness=no
it locked twice last week, not since | locking=yes
tore it ten years ago, fine since |
back in 2015 I twisted it, all good since |
when I was at school I fell on it |
my wife fell an hour ago and can't stand on it | twist_or_fall=yes can_bear_weight=no duration=today
my son's knee is swollen | swelling=yes
my daughter twisted her knee at netball and it popped | twist_or_fall=yes pop=yes
my mate's knee swelled up, mine hasn't | swelling=no
a friend of mine heard a pop when she tore hers, should I worry |
my friend's knee locks. mine doesn't. | locking=no
someone at my club had a knee that gave way |
my dad's knee gives way when he walks | instability=yes
what if it swells? |
does an ACL tear pop? |
should I worry if it locks |
how do I prevent stiffness |
how can I avoid swelling |
what causes swelling in the knee? |
is swelling normal with runner's knee? |
will it swell? |
worried it might lock |
is it bad that my knee is swollen? | swelling=yes
why does my knee lock? | locking=yes
why is my knee so stiff? | stiffness=yes
how do I get rid of the swelling | swelling=yes
what should I do about my swollen knee? | swelling=yes
my knee is swollen, what should I do? | swelling=yes
is it normal for a knee to click and swell? |
popped to the shop |
I popped out for a run |
legs locked up with nerves |
numb with cold hands |
heard a cracking playlist |
I caught the bus home and locked the door |
that was a cracking run |
no wait, it isn't swollen after all | swelling=no
scrap that, it did pop | pop=yes
it's swollen. sorry, I meant it's not swollen | swelling=no
I thought it was swollen but it isn't | swelling=no
my ankle is swollen |
swollen ankle |
my hands are stiff |
stiff neck today |
swolen | swelling=yes
sweling round my knee | swelling=yes
pain on the outsde | outer_tightness=yes location=outer
tihgt on the outside of the knee | outer_tightness=yes location=outer
hurts on the stiars | stairs_pain=yes
it popd | pop=yes
it lockd | locking=yes
my kneee is puffy | swelling=yes
it's ballooned | swelling=yes
there's fluid on the knee | swelling=yes
knee is all swallow | swelling=yes
it swelled up within an hour | swelling=yes swelling_fast=yes
it swelled straight away | swelling=yes swelling_fast=yes
blew up like a balloon in minutes | swelling=yes swelling_fast=yes
swelled up by the evening | swelling=yes swelling_fast=no
it was swollen the next morning | swelling=yes swelling_fast=no
swelling came on gradually | swelling=yes swelling_fast=no
it swelled up 30 minutes later | swelling=yes swelling_fast=yes
took about six hours to swell | swelling=yes swelling_fast=no
it didn't swell straight away | swelling_fast=no
it swelled up, but not straight away | swelling=yes swelling_fast=no
it didn't swell until the next day | swelling=yes swelling_fast=no
it hurts on the outside of my knee | outer_tightness=yes location=outer
on the outer side | outer_tightness=yes location=outer
not on the outside | outer_tightness=no location=-
no tightness on the outside | outer_tightness=no location=-
the outside is fine, it's the inside that hurts | outer_tightness=no location=inner
pain on the inside of the knee | location=inner
front of my knee | location=front
round the kneecap | location=front
just below the kneecap | location=below_kneecap
just above my kneecap | location=above_kneecap
back of the knee | location=behind
behind my knee | location=behind
all over | location=all_over
the whole knee aches | location=all_over
my IT band is tight | outer_tightness=yes location=outer
I run outside most days | location=-
hurts going downstairs | stairs_pain=yes
stairs are a killer | stairs_pain=yes
stairs are fine | stairs_pain=no
no pain on stairs | stairs_pain=no
climbing stairs doesn't bother it | stairs_pain=no
walking down steps is agony | stairs_pain=yes
when I go up the stairs it hurts | stairs_pain=yes
stairs are no problem, squatting hurts | stairs_pain=no pain_bending=yes
it only hurts running, not on stairs | stairs_pain=no
stairs? fine | stairs_pain=no
can't do stairs without wincing | stairs_pain=yes
I can't walk on it | can_bear_weight=no
can't put any weight on it | can_bear_weight=no
I can hardly stand | can_bear_weight=no
barely able to walk | can_bear_weight=no
I can walk fine | can_bear_weight=yes
walking is fine | can_bear_weight=yes
I can put weight on it | can_bear_weight=yes
can stand and walk no problem | can_bear_weight=yes
I can hop on it | can_bear_weight=yes
too painful to stand on | can_bear_weight=no
unable to bear weight | can_bear_weight=no
I had to be carried off | can_bear_weight=no
I couldn't walk at first but now I can walk on it | can_bear_weight=yes
I'm on crutches | can_bear_weight=no
not sure if I can stand on it | can_bear_weight=unsure
can't stand the pain |
I walk to work every day |
I twisted it | twist_or_fall=yes
fell off a kerb | twist_or_fall=yes
landed badly from a jump | twist_or_fall=yes
got tackled at football | twist_or_fall=yes
stumbled on a root | twist_or_fall=yes
banged my knee on the desk | twist_or_fall=yes
no injury, it just came on | twist_or_fall=no
nothing happened | twist_or_fall=no
I didn't fall or twist it | twist_or_fall=no
I can't remember doing anything to it | twist_or_fall=no
no fall, no twist | twist_or_fall=no
it came on gradually | twist_or_fall=no
I fell asleep on the sofa |
I've upped my mileage | load_increase=yes
I've been running more lately | load_increase=yes
went from 10 to 40 miles a week | load_increase=yes
first half marathon last week | load_increase=yes
just got back to running after a break | load_increase=yes
I doubled my distance | load_increase=yes
no change in training | load_increase=no
same mileage as always | load_increase=no
I haven't increased my mileage | load_increase=no
I overdid it | load_increase=yes
it hurts after sitting for a long time | pain_after_sitting=yes
sore when I get up from my desk chair | pain_after_sitting=yes
sitting is fine | pain_after_sitting=no
aches if I sit too long | pain_after_sitting=yes
doesn't hurt after sitting | pain_after_sitting=no
hurts to squat | pain_bending=yes
kneeling is painful | pain_bending=yes
bending it hurts | pain_bending=yes
squats are fine | pain_bending=no
no pain bending | pain_bending=no
painful when I crouch down | pain_bending=yes
it's stiff in the mornings | stiffness=yes
not stiff | stiffness=no
it stiffens up | stiffness=yes
it gives way | instability=yes
knee buckled on me | instability=yes
feels wobbly | instability=yes
it feels unstable | instability=yes
solid as a rock | instability=no
it doesn't give way | instability=no
no giving way | instability=no
it feels like it's going to give out | instability=yes
it keeps locking | locking=yes
it catches when I bend | locking=yes
it gets stuck sometimes | locking=yes
it doesn't catch or lock | locking=no
no locking or giving way | locking=no instability=no
it's hot and red | fever_or_hot_red=yes
I have a fever | fever_or_hot_red=yes
the knee feels warm to the touch | fever_or_hot_red=yes
no fever | fever_or_hot_red=no
it's not hot or red | fever_or_hot_red=no
it's hot outside |
my foot is numb | numb_or_cold=yes
toes have gone cold | numb_or_cold=yes
pins and needles in my foot | numb_or_cold=yes
my toes are blue | numb_or_cold=yes
foot isn't numb | numb_or_cold=no
no numbness or tingling | numb_or_cold=no
my calf is swollen | calf_swelling=yes
calf is throbbing | calf_swelling=yes
my calf is sore and warm | calf_swelling=yes
calf isn't swollen | calf_swelling=no
it looks deformed | deformity=yes
my knee is at a funny angle | deformity=yes
no deformity | deformity=no
I can't straighten it | cannot_straighten=yes
it won't bend all the way | cannot_straighten=yes
can bend and straighten it fine | cannot_straighten=no
I can't fully bend my knee | cannot_straighten=yes
it won't straighten | cannot_straighten=yes
I can straighten it | cannot_straighten=no
it hurts at night | night_or_rest_pain=yes
it keeps me awake | night_or_rest_pain=yes
wakes me up at night | night_or_rest_pain=yes
no pain at rest | night_or_rest_pain=no
fine at rest | night_or_rest_pain=no
hurts even when I'm resting | night_or_rest_pain=yes
I'm short of breath | breathless_or_chest_pain=yes
chest pain | breathless_or_chest_pain=yes
no chest pain | breathless_or_chest_pain=no
I heard a crack | crack=yes
no crack | crack=no
it cracked when I landed | crack=yes twist_or_fall=yes
I can't lift my leg | cannot_lift_leg=yes
I can't raise my leg off the bed | cannot_lift_leg=yes
I can lift my leg straight | cannot_lift_leg=no
I'm on warfarin | blood_thinner=yes
I take blood thinners | blood_thinner=yes
not on blood thinners | blood_thinner=no
my groin hurts too | hip_or_groin_pain=yes
no hip pain | hip_or_groin_pain=no
it's mild | severity=mild
7/10 | severity=severe
about a 5 out of 10 | severity=moderate
2/10 pain | severity=mild
excruciating | severity=severe
started today | duration=today
for 3 weeks | duration=weeks
since yesterday | duration=days
two months now | duration=months
for years | duration=months
a few days | duration=days
I'm 61 | age_band=55plus
my 12 year old has a sore knee | age_band=under16
aged 58 | age_band=55plus
I am 34 years old | age_band=16to54
I'm 5k into my run | age_band=-
I ran a 10 mile race | age_band=-
did it swell? no | swelling=no
swelling yes | swelling=yes
swelling - not sure | swelling=unsure
locking, don't know | locking=unsure
no swelling, really stiff though | swelling=no stiffness=yes
no pop, swollen | pop=no swelling=yes
no pop and my knee is swollen | pop=no swelling=yes
it's not swollen and doesn't lock | swelling=no locking=no
no swelling just stiffness | swelling=no stiffness=yes
it popped and swelled up immediately | pop=yes swelling=yes swelling_fast=yes
didn't hear a pop, however it swelled | pop=no swelling=yes
I can't run on my swollen knee | swelling=yes
I didn't realise it was swollen | swelling=yes
hardly any swelling | swelling=no
there's no doubt it popped | pop=yes
it isn't always locking | locking=yes
No, it's swollen | swelling=yes
No it doesn't lock | locking=no
yes it popped | pop=yes
My knee went pop and within half an hour it was massive | pop=yes swelling=yes swelling_fast=yes
there was a loud snap when I landed and now I can't weight bear | pop=yes twist_or_fall=yes can_bear_weight=no
felt something go pop | pop=yes
didn't feel any pop or crack | pop=no crack=no
I haven't had any swelling | swelling=no
knee's blown up like a football | swelling=yes
its really puffy around the kneecap | swelling=yes
looks bigger than the other one | swelling=yes
there is some fluid | swelling=yes
the swelling went down overnight | swelling=no
it's not swollen any more | swelling=no
no swelling whatsoever, no redness, no fever | swelling=no fever_or_hot_red=no
came up like a balloon straight after | swelling=yes swelling_fast=yes
swelled up almost instantly | swelling=yes swelling_fast=yes
it took a day to swell | swelling=yes swelling_fast=no
by the time I got home it had ballooned | swelling=yes swelling_fast=yes
it puffed up slowly over a couple of days | swelling=yes swelling_fast=no
woke up next day and it was swollen | swelling=yes swelling_fast=no
within two hours it had swollen right up | swelling=yes swelling_fast=yes
Sharp burning pain on the outside of my left knee about 3 miles in | outer_tightness=yes location=outer
lateral knee pain | outer_tightness=yes location=outer
outer part of the knee feels tight | outer_tightness=yes location=outer
no pain on the outer side at all | outer_tightness=no
pain's on the inner side not the outer side | outer_tightness=no location=inner
side of the knee, the outer one | outer_tightness=yes location=outer
going down stairs is murder | stairs_pain=yes
I dread the stairs | stairs_pain=yes
steps don't bother me | stairs_pain=no
no trouble with stairs | stairs_pain=no
up and down stairs is okay | stairs_pain=no
hurts more coming down the stairs than going up | stairs_pain=yes
I have to take stairs one at a time | stairs_pain=yes
stairs hurt but sitting is ok | stairs_pain=yes pain_after_sitting=no
worse on stairs and when squatting | stairs_pain=yes pain_bending=yes
pain going up and down stairs and after sitting | stairs_pain=yes pain_after_sitting=yes
it doesn't hurt on stairs or when I squat | stairs_pain=no pain_bending=no
walking's fine but stairs are awful | can_bear_weight=yes stairs_pain=yes
I can't really put my foot down | can_bear_weight=no
I managed to walk home | can_bear_weight=yes
couldn't take more than two steps | can_bear_weight=no
can barely hobble | can_bear_weight=no
it won't take my weight | can_bear_weight=no
impossible to stand on | can_bear_weight=no
I'm able to stand on it | can_bear_weight=yes
walking around normally | can_bear_weight=yes
it holds my weight fine | can_bear_weight=yes instability=no
I can walk but it hurts | can_bear_weight=yes
it hurts when I walk |
I can't run without pain |
walking and standing are both fine | can_bear_weight=yes
can't walk far | can_bear_weight=no
I can only walk with crutches | can_bear_weight=no
my knee buckles when I walk | instability=yes
went over on it | twist_or_fall=yes
slipped on ice and landed on my knee | twist_or_fall=yes
someone kicked me in the knee | twist_or_fall=yes
took a knock playing football | twist_or_fall=yes
came off my bike | twist_or_fall=yes
hit by a car | twist_or_fall=yes
tripped over a root mid run and went down hard | twist_or_fall=yes
no accident or fall | twist_or_fall=no
I didn't do anything to it | twist_or_fall=no
there was no specific injury | twist_or_fall=no
haven't injured it | twist_or_fall=no
it started out of nowhere | twist_or_fall=no
crept up over a few weeks | twist_or_fall=no
I don't remember hurting it | twist_or_fall=no
I wrenched it turning | twist_or_fall=yes
I ramped up my training for a marathon | load_increase=yes
increased my weekly mileage from 20 to 35 | load_increase=yes
just did my longest run ever | load_increase=yes
training is the same as usual | load_increase=no
nothing's changed in my running | load_increase=no
did too much too soon | load_increase=yes
started doing hill sprints | load_increase=yes
I've not been running more than usual | load_increase=no
first run after months off | load_increase=yes
been pushing harder lately | load_increase=yes
added an extra run each week | load_increase=yes
should I increase my mileage? |
how fast can I increase my mileage |
it aches after a long drive | pain_after_sitting=yes
the cinema is agony | pain_after_sitting=yes
hurts when I stand up after sitting | pain_after_sitting=yes
sitting at my desk makes it ache | pain_after_sitting=yes
no problem sitting | pain_after_sitting=no
it hurts to bend | pain_bending=yes
bending isn't painful | pain_bending=no
can't squat | pain_bending=yes
squatting and kneeling are fine | pain_bending=no
it really hurts when I bend my knee | pain_bending=yes
lunges kill me | pain_bending=yes
it's super stiff first thing | stiffness=yes
bit of stiffness | stiffness=yes
no stiffness | stiffness=no
it feels rusty in the morning | stiffness=yes
doesn't feel stiff | stiffness=no
it gave out on me twice | instability=yes
feels like it could collapse | instability=yes
I don't trust it | instability=yes
feels stable | instability=no
never buckles | instability=no
it's not unstable | instability=no
it has given way a couple of times | instability=yes
feels like jelly | instability=yes
sometimes it locks up | locking=yes
it catches now and then | locking=yes
no catching | locking=no
knee jams when I bend it | locking=yes
it doesn't get stuck | locking=no
it has locked once | locking=yes
I feel feverish and shivery | fever_or_hot_red=yes
got a temperature of 38.5 | fever_or_hot_red=yes
my knee feels hot | fever_or_hot_red=yes
it isn't hot to touch | fever_or_hot_red=no
skin over the knee is red | fever_or_hot_red=yes
no temperature | fever_or_hot_red=no
my toes are tingling | numb_or_cold=yes
lower leg feels cold and looks pale | numb_or_cold=yes
can't feel my foot | numb_or_cold=yes
foot's gone numb | numb_or_cold=yes
feet feel normal | numb_or_cold=no
no tingling, no numbness | numb_or_cold=no
my calf feels tight |
calf is red and warm | calf_swelling=yes
lower leg is swollen | calf_swelling=yes
no calf swelling | calf_swelling=no
calves are fine | calf_swelling=no
my leg looks bent out of shape | deformity=yes
knee looks a weird shape | deformity=yes
kneecap isn't where it should be | deformity=yes
it looks normal | deformity=no
doesn't look out of place | deformity=no
can't bend it past halfway | cannot_straighten=yes
leg won't go straight | cannot_straighten=yes
full range of movement | cannot_straighten=no
I can fully straighten it | cannot_straighten=no
unable to bend or straighten my leg | cannot_straighten=yes
it bends and straightens okay | cannot_straighten=no
stuck bent | cannot_straighten=yes locking=yes
struggling to straighten it | cannot_straighten=yes
aches in bed at night | night_or_rest_pain=yes
throbs all night | night_or_rest_pain=yes
hurts all the time, even resting | night_or_rest_pain=yes
I sleep fine | night_or_rest_pain=no
no pain at night | night_or_rest_pain=no
pain wakes me | night_or_rest_pain=yes
only hurts when I run, fine when resting | night_or_rest_pain=no
can't sleep because of it | night_or_rest_pain=yes
can't catch my breath | breathless_or_chest_pain=yes
my chest feels tight | breathless_or_chest_pain=yes
not breathless | breathless_or_chest_pain=no
breathing is fine | breathless_or_chest_pain=no
something cracked | crack=yes
heard a crunch as I hit the ground | crack=yes twist_or_fall=yes
no cracking sound | crack=no
can't do a straight leg raise | cannot_lift_leg=yes
I can lift it off the bed | cannot_lift_leg=no
taking rivaroxaban | blood_thinner=yes
no blood thinners | blood_thinner=no
I don't take warfarin | blood_thinner=no
pain in my hip and groin as well | hip_or_groin_pain=yes
my hip is fine | hip_or_groin_pain=no
hips and groin don't hurt | hip_or_groin_pain=no
pretty mild ache | severity=mild
it's really painful | severity=severe
six out of ten | severity=moderate
worst pain of my life | severity=severe
started this morning | duration=today
I did it two hours ago | duration=today
since last Tuesday | duration=days
for the past month | duration=months
about 6 weeks | duration=weeks
ongoing for 2 years | duration=months
for about ten days | duration=days
I'm a 45 year old woman | age_band=16to54
he's 14 | age_band=under16
58yo male | age_band=55plus
I turned 60 | age_band=55plus
I'm 20 miles a week | age_band=-
I'm doing 30k a week | age_band=-
I've run for 10 years | duration=-
My husband fell off a ladder, his knee is huge and he can't walk | twist_or_fall=yes swelling=yes can_bear_weight=no
my 14 yr old twisted her knee, it's swollen | twist_or_fall=yes swelling=yes age_band=under16
my colleague has a swollen knee, I just have stiffness | stiffness=yes
people say a torn ligament makes a popping sound |
my physio says it isn't swollen | swelling=no
unlike my brother's, my knee doesn't lock | locking=no
I don't know whether it's swollen | swelling=unsure
hard to tell if it's swollen | swelling=unsure
it may be swollen | swelling=unsure
could be a bit swollen | swelling=unsure
not sure about swelling | swelling=unsure
I'm not certain it locked | locking=unsure
can't remember if I heard a pop | pop=unsure
possibly popped | pop=unsure
I guess it's stiff | stiffness=yes
it's kinda wobbly | instability=yes
probably swollen | swelling=yes
it seems swollen | swelling=yes
is my knee swollen? I can't tell | swelling=unsure
can I run with a swollen knee? |
should I ice a swollen knee? |
should I ice my swollen knee? | swelling=yes
what does it mean when a knee locks? |
what does it mean when my knee locks? | locking=yes
is it ok to run if my knee is stiff? |
do squats cause knee pain? |
does running cause knee swelling? |
are stairs bad for knees? |
how long does swelling last? |
how long will my swelling last? | swelling=yes
could the popping be serious? | pop=yes
I'm afraid it will give way |
I ice it so it doesn't swell |
I stretch to avoid stiffness |
to prevent locking I wear a brace |
I wore a brace in case it buckled |
I hope it doesn't swell |
I caught a cold |
stuck in traffic |
my phone locked |
the lock on my door is stiff |
that race was a killer |
fell in love with running |
I fell behind on my training |
I'm sick of being stuck at home |
burning up the track |
actually no, it does lock | locking=yes
correction: it didn't pop | pop=no
it popped. wait no, it didn't pop | pop=no
I said it's swollen but it's not | swelling=no
my back is stiff |
my shoulder popped |
elbow locks sometimes |
my ankle gave way |
I twisted my ankle |
my hamstring is tight |
knee popped when my foot landed in a hole | pop=yes twist_or_fall=yes
nope no swelling | swelling=no
nothing swollen | swelling=no
not a pop, more of a crack | pop=no crack=yes
never had locking, swelling or giving way | locking=no swelling=no instability=no
it's fine, no swelling, no locking, can walk on it | swelling=no locking=no can_bear_weight=yes
I don't have swelling but I do have stiffness | swelling=no stiffness=yes
not swollen, not hot, not red | swelling=no fever_or_hot_red=no
neither hot nor swollen but very stiff | fever_or_hot_red=no swelling=no stiffness=yes
didn't pop, swell or lock | pop=no swelling=no locking=no
everything is normal except it's a bit puffy | swelling=yes
other than stiffness nothing | stiffness=yes
no pain other than on stairs | stairs_pain=yes
stairs fine, squats fine, sitting hurts | stairs_pain=no pain_bending=no pain_after_sitting=yes
swelling yes, pop no, locking not sure | swelling=yes pop=no locking=unsure
swelling - none; heat - none | swelling=no fever_or_hot_red=no
Pop? Nope. Swelling? Yes, straight away | pop=no swelling=yes swelling_fast=yes
the swelling is gone and it no longer locks | swelling=no locking=no
it was numb but feeling is back | numb_or_cold=no
used to be stiff, not now | stiffness=no
swelling has settled | swelling=no
it popped but that's gone now | pop=yes
fell last week, fine now | twist_or_fall=yes
had an old injury in 2012 |
years ago I tore my meniscus and it locked, now it just aches |
it's not that it's swollen, it's stiff | swelling=no stiffness=yes
I wouldn't say it's swollen | swelling=no
it's not exactly swollen | swelling=no
far from stable | instability=yes
hardly swollen at all | swelling=no
I can't see any swelling | swelling=no
can't feel any heat in it | fever_or_hot_red=no
I couldn't stop it swelling | swelling=yes
it never stops throbbing at night | night_or_rest_pain=yes
outside | location=outer outer_tightness=yes
the front | location=front
it's sore on the left side of my left knee |
I was fine until mile 8, then it locked solid | locking=yes
No swelling that I've noticed | swelling=no
There was never any swelling or bruising | swelling=no
Doesn't look swollen to me | swelling=no
Swelling, no. Stiffness, yes. | swelling=no stiffness=yes
yes to swelling, no to locking | swelling=yes locking=no
Yes swelling but no locking | swelling=yes locking=no
it does swell but it doesn't lock | swelling=yes locking=no
I have neither swelling nor stiffness nor locking | swelling=no stiffness=no locking=no
it's swollen, isn't it? | swelling=yes
isn't swollen, isn't red, isn't hot | swelling=no fever_or_hot_red=no
pretty sure it didn't pop | pop=no
I'm sure I heard a pop | pop=yes
not convinced it's swollen | swelling=unsure
I can't be sure it's swollen | swelling=unsure
it's possible that it popped | pop=unsure
could've popped, no idea | pop=unsure
might be swollen, might not | swelling=unsure
I would say it's slightly swollen | swelling=yes
swells up after every run | swelling=yes
it's been puffy since Tuesday | swelling=yes duration=days
by bedtime it was the size of a melon | swelling=yes swelling_fast=no
swelling started about 5 hours after | swelling=yes swelling_fast=no
it swelled so fast | swelling=yes swelling_fast=yes
the swelling was gradual | swelling=yes swelling_fast=no
no it came up slowly |
ITB feels tight | outer_tightness=yes location=outer
outer knee doesn't hurt | outer_tightness=no
hurts on both sides, outer and inner | outer_tightness=yes
The stairs at work kill my knee | stairs_pain=yes
stairs don't hurt, sitting does | stairs_pain=no pain_after_sitting=yes
I can climb stairs without pain | stairs_pain=no
I'm fine on the flat but stairs hurt | stairs_pain=yes
no difficulty with stairs or squats | stairs_pain=no pain_bending=no
Stairs are ok, kneeling isn't | stairs_pain=no pain_bending=yes
I'm unable to put my weight on it | can_bear_weight=no
my leg won't hold me | instability=yes can_bear_weight=no
I can just about walk | can_bear_weight=yes
standing is impossible | can_bear_weight=no
I can't even stand on it | can_bear_weight=no
I was able to walk off the pitch | can_bear_weight=yes
I can walk, though with a limp | can_bear_weight=yes
i got clattered playing football | twist_or_fall=yes
my dog ran into my knee | twist_or_fall=yes
it wasn't an accident or anything, just came on | twist_or_fall=no
I haven't fallen or twisted it | twist_or_fall=no
no knocks or falls | twist_or_fall=no
I wiped out on a trail run | twist_or_fall=yes
training load went up a lot last month | load_increase=yes
I added hill reps recently | load_increase=yes
haven't changed my training | load_increase=no
I jumped from 5k to 10k | load_increase=yes
I've not done anything different | twist_or_fall=no
sat at a desk all day and it throbs | pain_after_sitting=yes
it feels like my knee will collapse | instability=yes
my knee feels weak and unstable | instability=yes
it does not feel unstable at all | instability=no
it sometimes gets caught and I have to shake it out | locking=yes
never locks up on me | locking=no
feverish? no | fever_or_hot_red=no
I had a fever last night | fever_or_hot_red=yes
skin's warm around the joint | fever_or_hot_red=yes
is it normal that my foot tingles? | numb_or_cold=yes
no pins and needles | numb_or_cold=no
my leg below the knee is numb | numb_or_cold=yes
calf's really sore and swollen | calf_swelling=yes
calf normal | calf_swelling=no
I can bend it but not straighten it | cannot_straighten=yes
I cannot bend my knee more than a bit | cannot_straighten=yes
bends fine, straightens fine | cannot_straighten=no
it wakes me in the night | night_or_rest_pain=yes
only hurts when running, nothing at rest | night_or_rest_pain=no
I get chest pains | breathless_or_chest_pain=yes
no breathlessness or chest pain | breathless_or_chest_pain=no
it made a cracking noise when I fell | crack=yes twist_or_fall=yes
I take a blood thinner | blood_thinner=yes
not on anything like warfarin | blood_thinner=no
the pain goes from my groin to my knee | hip_or_groin_pain=yes
my boyfriend has hurt his knee, it's swollen and locked | swelling=yes locking=yes twist_or_fall=yes
my teammate did his ACL, his knee popped, am I at risk? |
a guy at parkrun said his knee locks |
my neighbour fell over and can't put weight on it, what should he do? | twist_or_fall=yes can_bear_weight=no
my daughter is 13 and her knee is puffy | swelling=yes age_band=under16
if I bend it, it hurts | pain_bending=yes
if I sit too long it stiffens up | stiffness=yes
it hurts if I go down stairs | stairs_pain=yes
what if I hear a pop |
would a pop mean a tear? |
is a swollen knee serious? |
can stiffness be normal? |
how long before the swelling goes down? | swelling=yes
what are the signs of a locked knee |
how would I know if it's swollen |
any tips for a stiff knee? |
I've read that swelling is a bad sign |
last year I had swelling but not now |
the swelling from yesterday has disappeared | swelling=no
it was locking but it's stopped | locking=yes
knee was red but that's cleared up | fever_or_hot_red=no
in 2010 I dislocated it |
felt a pop in the knee | pop=yes
there was a pop in the back of it | pop=yes
I popped round to see my mum |
he popped in for a chat |
so basically i was running down a hill and my knee went snap, couldnt get up | pop=yes can_bear_weight=no
Hi, I've got this ache on the outside of my right knee that starts around mile 4 | outer_tightness=yes location=outer
no injury that I can think of, just ramped up for a half | twist_or_fall=no load_increase=yes
knee swelled like crazy about 20 mins after the tackle | swelling=yes swelling_fast=yes twist_or_fall=yes
it isn't swollen, it doesn't lock and it feels stable | swelling=no locking=no instability=no
there isn't any swelling to speak of | swelling=no
i dont have any of that, no locking no giving way | locking=no instability=no
none of those |
Only a tiny bit of swelling | swelling=yes
slight swelling, came up the next day | swelling=yes swelling_fast=no
The swelling came within the hour | swelling=yes swelling_fast=yes
not immediately, it swelled up over the next day | swelling=yes swelling_fast=no
it looks a bit fat compared to the other one | swelling=yes
pain is worst walking down hills and stairs | stairs_pain=yes
descending stairs is the worst | stairs_pain=yes
stairs aren't an issue | stairs_pain=no
I can manage stairs ok | stairs_pain=no
I avoid stairs because they hurt | stairs_pain=yes
going upstairs is fine but downstairs hurts | stairs_pain=yes
every time I take the stairs I get a stabbing pain | stairs_pain=yes
yes I can stand on it | can_bear_weight=yes
I am limping but walking | can_bear_weight=yes
can't bear any weight at all | can_bear_weight=no
it hurts too much to put weight on | can_bear_weight=no
I can't stand up without help | can_bear_weight=no
she can't walk on it | can_bear_weight=no
he is walking on it ok | can_bear_weight=yes
walked four steps fine | can_bear_weight=yes
I couldn't put weight through it for the first hour, but can now | can_bear_weight=yes
I did a weird twist getting out of the car | twist_or_fall=yes
my foot got caught and my knee twisted | twist_or_fall=yes
collided with another player | twist_or_fall=yes
smacked it on the coffee table | twist_or_fall=yes
never injured it | twist_or_fall=no
not that I remember, it just started hurting | twist_or_fall=no
did not fall | twist_or_fall=no
I've gone from couch to half marathon in two months | load_increase=yes
I started running again after 3 months off | load_increase=yes
bumped up to 50 miles a week | load_increase=yes
no I run the same amount every week | load_increase=no
nothing different with my training | load_increase=no
yes I've been doing loads more hills | load_increase=yes
after sitting through a film it's sore | pain_after_sitting=yes
it hurts if I've been sat down for a while | pain_after_sitting=yes
long car journeys make it ache | pain_after_sitting=yes
sitting doesn't affect it | pain_after_sitting=no
standing up from a chair hurts | pain_after_sitting=yes
deep squats are agony | pain_bending=yes
can't kneel on it | pain_bending=yes
hurts when fully bent | pain_bending=yes
I can squat without any pain | pain_bending=no
bending down doesn't hurt | pain_bending=no
stiff as a board when I wake | stiffness=yes
no morning stiffness | stiffness=no
takes a few minutes to loosen up in the morning | stiffness=yes
my knee keeps giving out | instability=yes
it feels loose | instability=yes
kind of gives way going down stairs | instability=yes
knee feels secure | instability=no
it hasn't buckled | instability=no
gave way once but not since | instability=yes
a catching feeling | locking=yes
clicks but doesn't lock | locking=no
it's locked and I can't move it | locking=yes
it got stuck halfway and I had to wiggle it | locking=yes cannot_straighten=yes
my temperature is normal | fever_or_hot_red=no
I'm shivering and feel awful | fever_or_hot_red=yes
knee is burning hot | fever_or_hot_red=yes
knee looks red and angry | fever_or_hot_red=yes
not feverish, not hot | fever_or_hot_red=no
no heat or redness | fever_or_hot_red=no
my foot feels dead | numb_or_cold=yes
tingling down into my toes | numb_or_cold=yes
foot looks white | numb_or_cold=yes
no numbness in my foot | numb_or_cold=no
toes are warm and pink | numb_or_cold=no
pain and swelling in my calf | calf_swelling=yes
my calf is hot and tender | calf_swelling=yes
no swelling in the calf | calf_swelling=no
calf's fine | calf_swelling=no
knee is visibly out of shape | deformity=yes
bone looks out of place | deformity=yes
it's not bent funny or anything | deformity=no
I can't get my leg straight | cannot_straighten=yes
it refuses to bend | cannot_straighten=yes
I can't extend my leg | cannot_straighten=yes
it straightens fully | cannot_straighten=no
can move it freely | cannot_straighten=no
pain at night stops me sleeping | night_or_rest_pain=yes
the ache keeps me up at night | night_or_rest_pain=yes
doesn't hurt when I'm resting | night_or_rest_pain=no
it aches constantly | night_or_rest_pain=yes
fine when lying down | night_or_rest_pain=no
no night pain | night_or_rest_pain=no
a bit short of breath and my chest hurts | breathless_or_chest_pain=yes
no breathing problems | breathless_or_chest_pain=no
felt a crack | crack=yes
there was no crack or pop | crack=no pop=no
couldn't lift my leg off the floor | cannot_lift_leg=yes
not able to raise my leg straight | cannot_lift_leg=yes
I'm on apixaban for my heart | blood_thinner=yes
no I'm not on any blood thinning meds | blood_thinner=no
groin pain when I hop | hip_or_groin_pain=yes
no pain in the groin | hip_or_groin_pain=no
pain spreads up to my hip | hip_or_groin_pain=yes
I think it might be a bit swollen | swelling=unsure
erm maybe a pop, I'm not sure | pop=unsure
there could have been a pop | pop=unsure
don't know about swelling | swelling=unsure
I couldn't tell you if it popped | pop=unsure
swelling? hard to say | swelling=unsure
not sure if it's swollen but it's definitely stiff | swelling=unsure stiffness=yes
why won't my knee straighten? | cannot_straighten=yes
should I be worried that it popped? | pop=yes
how do I stop my knee from giving way | instability=yes
what helps with knee stiffness? |
can runner's knee cause swelling? |
does ITB syndrome hurt on stairs? |
do I need a doctor if it swells up? |
what happens if it locks? |
when should I see a doctor about a swollen knee? |
would swelling mean a tear? |
my kid fell off the swing, knee looks swollen | twist_or_fall=yes swelling=yes
my partner's knee locked up and she can't straighten it | locking=yes cannot_straighten=yes
my mum, 72, tripped and her knee is swollen | twist_or_fall=yes swelling=yes age_band=55plus
My running buddy had a pop and swelling, but mine just aches |
my sister had a swollen knee last year, I have no swelling | swelling=no
my mate's knee is stiff and so is mine | stiffness=yes
it was hot yesterday but it's back to normal | fever_or_hot_red=no
couldn't straighten it this morning but can now | cannot_straighten=no
no swelling any more | swelling=no
the stiffness has worn off | stiffness=no
it's swollen again | swelling=yes
I sprained it 20 years ago |
sorry, I got that wrong, there was a pop | pop=yes
Actually it is swollen | swelling=yes
I meant the inside, not the outside | location=inner outer_tightness=no
my wrist is swollen |
the neck pain keeps me awake |
my shin hurts on stairs |
I crashed out on the sofa |
work has been killer, fell behind |
this weather is hot |
the pop song in my headphones |
my legs felt like jelly after the marathon |
I'm stiff all over | stiffness=yes
knee's not right, it clicks, catches and swells | locking=yes swelling=yes
pain 8/10, swollen, can't walk, heard a pop | swelling=yes can_bear_weight=no pop=yes severity=severe
stifness and swelling | stiffness=yes swelling=yes
my knee is realy swolen and stif | swelling=yes stiffness=yes
it giv way | instability=yes
cant walk | can_bear_weight=no
kneee feels unstabel | instability=yes
pain bendng my knee | pain_bending=yes
its swollon up | swelling=yes
i twsited it | twist_or_fall=yes
"""

# Lines with # name what the cases below them are about.
_VOICES = """
# Words that only look like symptoms.
my knees ache after long runs |
my knees hate the cold |
knees feel fine today, thanks |
both knees hurt the day after a race |
my knees are killing me |
my knee's been sore, knees in general have been bad since I turned fifty |
old knees, but happy ones |
is running bad for your knees? they ache a bit |
the knees are struggling this week |
I've got dodgy knees and they hurt on long runs |
knees sore, hips fine | hip_or_groin_pain=no
on my knees scrubbing the floor it hurts | pain_bending=yes
nothing hurts at the moment |
the couch to 5k app is great |
journey to work takes an hour |
it's a popular route with runners |
I had a full day of work and it was tough |
during lockdown I ran every day |
I bought stiff carbon shoes, love them |
that was a trip down memory lane |
my night run was brilliant, no pain at all |
pulling a fast one on the hills |
sit tight, the physio said |
great catch up with my running pals |
I want to fall in love with running again |
the heat was brutal at the marathon |
I stand by what I said |
my watch strap is tight and hurts |
# Joints that always crack.
my knees crack when I squat, always have |
knees have always cracked going upstairs |
my knee cracks every time I stand up but it doesn't hurt |
it clicks and cracks a lot but no pain |
cracking knees run in our family |
my joints crack when I get out of bed |
knee crunches when I go down stairs, been like that for years |
there's a bit of crunching under the kneecap when I bend |
it sometimes cracks, no pain with it |
both knees crackle and pop like rice krispies |
my knee makes cracking noises on the stairs |
painless cracking when I bend it | pain_bending=no
usually cracks when I crouch |
heard a crack as I went down and now it's swollen | twist_or_fall=yes crack=yes swelling=yes
my knee cracked when I hit the kerb and I screamed | crack=yes twist_or_fall=yes
it made a horrible crack mid stride | crack=yes
it always cracks but yesterday there was a massive crack when I fell | crack=yes twist_or_fall=yes
my knee always pops when I squat |
# Catching in other senses.
I put my hands out to catch my fall | twist_or_fall=yes
caught my foot on a tree root and went flying | twist_or_fall=yes
managed to catch myself on the railing |
caught myself just in time |
trying to catch up with the group |
I had to run to catch a bus |
stopped at the lights to catch my breath |
caught a stomach bug last week |
caught the end of the race on telly |
I caught my toe on a kerb and stumbled | twist_or_fall=yes
it caught me by surprise |
my mate caught me up at the top |
I caught up on sleep |
the pain catches me going downstairs | stairs_pain=yes
something catches inside when I turn | locking=yes
there's a catch in the joint when I straighten it | locking=yes
# Sitting and what is not sitting.
climbing stairs hurts | stairs_pain=yes
going up a flight of steps is sore | stairs_pain=yes
it hurts standing up all day at the shop |
hurts whenever I've been standing a while |
pain when I get up out of a low chair | pain_after_sitting=yes
an hour in the car and it's throbbing | pain_after_sitting=yes
aches at the cinema | pain_after_sitting=yes
stiff and sore after driving to Leeds | pain_after_sitting=yes stiffness=yes
desk all day, knee moans when I get up | pain_after_sitting=yes
a two hour flight left it aching | pain_after_sitting=yes
sore when I step up onto a kerb | stairs_pain=yes
I can sit for hours without it bothering me | pain_after_sitting=no
stair climbing makes it sore | stairs_pain=yes
long drives don't bother it | pain_after_sitting=no
it hurts when I drive my legs up the hill |
hurts getting up the stairs | stairs_pain=yes
getting up in the morning is slow and sore |
# Denied denials and denied difficulty.
I don't have any problem standing on it | can_bear_weight=yes
it's not like I can't walk on it | can_bear_weight=yes
it's not that I can't stand on it, it just aches | can_bear_weight=yes
not that it won't bend | cannot_straighten=no
I've no trouble putting weight on it | can_bear_weight=yes
no difficulty straightening it | cannot_straighten=no
I don't struggle to walk on it | can_bear_weight=yes
there's no problem bending it fully | cannot_straighten=no pain_bending=no
never had any issue walking on it | can_bear_weight=yes
it isn't as if I can't put weight on it | can_bear_weight=yes
it's not like it won't straighten | cannot_straighten=no
I have no problems walking or standing | can_bear_weight=yes
doesn't stop me walking | can_bear_weight=yes
not unable to stand, just sore | can_bear_weight=yes
it's not like it doesn't hurt on stairs | stairs_pain=yes
it's not as though it isn't swollen | swelling=yes
I wouldn't say I can't walk | can_bear_weight=yes
# Then and now.
wasn't swollen yesterday but is now | swelling=yes
it wasn't swollen at first but it is now | swelling=yes
was stiff this morning, loosened off since | stiffness=no
some of the swelling has gone down | swelling=yes
the swelling's nearly gone | swelling=yes
swelling has mostly gone | swelling=yes
swelling gone completely | swelling=no
the swelling has completely gone now | swelling=no
most of the swelling has gone but there's still a bit | swelling=yes
I could walk on it on Sunday but not any more | can_bear_weight=no
couldn't stand on it last night, today I can | can_bear_weight=yes
it was hot yesterday, it's cool now | fever_or_hot_red=no
hadn't locked before today | locking=yes
swelling's going down slowly but it's still there | swelling=yes
it didn't hurt on the stairs last week but it does now | stairs_pain=yes
was numb for a bit, feeling's come back | numb_or_cold=no
swelling went down a bit | swelling=yes
not as swollen as yesterday | swelling=yes
less swollen than it was | swelling=yes
still a little swollen | swelling=yes
# All but one.
everything but the stairs: squatting, sitting and kneeling hurt | stairs_pain=no pain_after_sitting=yes pain_bending=yes
all of it except locking: it's swollen, stiff and wobbly | locking=no swelling=yes stiffness=yes instability=yes
no pain apart from when I squat | pain_bending=yes
only stiffness, nothing else | stiffness=yes
just swelling, nothing more | swelling=yes
everything hurts except sitting | pain_after_sitting=no
everything's fine bar the stairs | stairs_pain=yes
I've got the lot apart from locking: swelling, stiffness, giving way | locking=no swelling=yes stiffness=yes instability=yes
all fine except for kneeling | pain_bending=yes
none of those, except a bit of swelling | swelling=yes
no problems other than going downstairs | stairs_pain=yes
stairs, squats, sitting, all of it hurts | stairs_pain=yes pain_bending=yes pain_after_sitting=yes
nothing except stiffness | stiffness=yes
no symptoms bar a bit of stiffness in the morning | stiffness=yes
all of those but not swelling | swelling=no
# The moment it happened, and that nothing did.
I hit it on the corner of the bed | twist_or_fall=yes
rammed my knee into a bollard | twist_or_fall=yes
kicked the goalpost with my knee | twist_or_fall=yes
collided with a cyclist on the towpath | twist_or_fall=yes
clipped the kerb and went over | twist_or_fall=yes
got tackled from the side | twist_or_fall=yes
took one bad step on the trail and that was it | twist_or_fall=yes
a misstep coming off the bridge | twist_or_fall=yes
I rolled it on some gravel | twist_or_fall=yes
slipped on wet leaves | twist_or_fall=yes
stumbled over my own feet | twist_or_fall=yes
went over on the ice | twist_or_fall=yes
landed awkwardly jumping a puddle | twist_or_fall=yes
came off the bike on Sunday | twist_or_fall=yes
stepped in a hole in the ground | twist_or_fall=yes
put my foot in a pothole and my knee went | twist_or_fall=yes
I did not hurt it | twist_or_fall=no
nothing happened to it | twist_or_fall=no
didn't do anything to it | twist_or_fall=no
it came on by itself | twist_or_fall=no
no fall, no knock, nothing like that | twist_or_fall=no
I stepped on a loose rock and twisted it | twist_or_fall=yes
lost my footing on a loose stone | twist_or_fall=yes
a dog took my legs out from under me | twist_or_fall=yes
I went down like a sack of potatoes | twist_or_fall=yes
haven't banged it or anything | twist_or_fall=no
can't think of any incident | twist_or_fall=no
I jarred it coming off a kerb | twist_or_fall=yes
it just started by itself one day | twist_or_fall=no
# One knee against another's.
my buddy heard his knee pop, I didn't hear anything from mine | pop=no
my sister's knee swells up, mine is fine | swelling=no
my running mate has a locked knee, mine's ok | locking=no
his knee popped but mine never did | pop=no
my friend tore hers and it gave way, mine feels solid | instability=no
unlike my husband, my knee doesn't swell | swelling=no
her knee is swollen, mine isn't | swelling=no
my brother twisted his, I didn't twist mine | twist_or_fall=no
everyone else's knees hurt on stairs, mine don't | stairs_pain=no
my mum is on warfarin, I'm not | blood_thinner=no
dad takes blood thinners but I don't | blood_thinner=no
mate of mine heard a crack in his knee, I heard nothing | crack=no
my wife has a stiff knee too but I'm asking about mine, which is swollen | swelling=yes
# Things, weather, laces, effort.
my gps locked on late |
my watch locked up halfway round |
my phone locked itself mid run |
the car door locked behind me |
bike chain jammed on the climb |
the strap keeps slipping down |
knee sleeve slips when I run |
tight laces make my foot tingle for a minute then it passes |
my shoes were tied too tight and my toes went numb but it passed once I loosened them |
my feet were freezing in the snow but warmed up at home |
toes cold from the rain, fine after a bath |
I couldn't put my foot down with the kids |
my chest puffed out with pride |
breathing hard on the intervals as you'd expect |
I get short of breath on the uphills |
out of breath after the sprint finish |
I was gasping by the end of the hill reps |
short of breath just sitting here | breathless_or_chest_pain=yes
my foot is numb and stays numb even with shoes off | numb_or_cold=yes
the computer froze so my data is lost |
the lid is stuck on my bottle |
my brace slips |
the ground was unstable |
it's a hot topic at our club |
my partner puffed up the hill behind me |
# What is as it should be.
calf normal | calf_swelling=no
calves feel normal | calf_swelling=no
my calf looks the same as the other one | calf_swelling=no
colour's good in the foot | numb_or_cold=no
toes wiggle fine and the foot is warm | numb_or_cold=no
I can wiggle my toes | numb_or_cold=no
foot feels normal | numb_or_cold=no
kneecap is where it should be | deformity=no
kneecap's in the right place | deformity=no
breathing fine | breathless_or_chest_pain=no
breathing's normal and chest is clear | breathless_or_chest_pain=no
knee is a normal temperature | fever_or_hot_red=no
skin colour normal, knee cool | fever_or_hot_red=no numb_or_cold=no
it's the same size as the other knee | swelling=no
shape looks normal to me | deformity=no
feeling in my foot is normal | numb_or_cold=no
leg lifts no problem | cannot_lift_leg=no
my temperature's fine | fever_or_hot_red=no
it bends and straightens like normal | cannot_straighten=no
no numbness, my foot is its normal colour | numb_or_cold=no
# More running.
over 30 miles a week now for the first time | load_increase=yes
a few more miles each day | load_increase=yes
it came on after more pavement than usual | load_increase=yes
I've stepped up my training | load_increase=yes
went from 15 km to 40 km a week | load_increase=yes
from 3 runs to 6 runs a week | load_increase=yes
I bought new shoes |
switched from grass to pavement |
went up from 10k to a half | load_increase=yes
hit 50k last week for the first time ever | load_increase=yes
I've not upped anything | load_increase=no
doing twice the distance I did last month | load_increase=yes
went from two runs a week to five | load_increase=yes
added five miles to my long run | load_increase=yes
sticking to my usual 20 miles a week | load_increase=no
my weekly total jumped by half | load_increase=yes
new trainers and a new route |
haven't been running any further than normal | load_increase=no
was doing 5k, now doing 15k | load_increase=yes
# How far it bends.
I can bend it but it hurts towards the end | cannot_straighten=no pain_bending=yes
sore at full bend | pain_bending=yes
hurts past ninety degrees | pain_bending=yes
it bends but it's painful | pain_bending=yes
hurts when bent right up | pain_bending=yes
pain at the end of the bend | pain_bending=yes
pulling my heel to my bum hurts | pain_bending=yes
bends all the way with no pain | pain_bending=no
can't get down on one knee without pain | pain_bending=yes
bending past 90 is agony | pain_bending=yes
deep bending is sore | pain_bending=yes
fine until I bend it a lot, then ouch | pain_bending=yes
no pain when it's bent | pain_bending=no
hurts at the bottom of a squat | pain_bending=yes
bends ok but sore at the very end | cannot_straighten=no pain_bending=yes
# Night and rest.
nothing seems to help the pain |
it hurt for the rest of the run |
I rested it for a week and it still hurts when I run |
it hurts at rest | night_or_rest_pain=yes
throbs when I lie in bed | night_or_rest_pain=yes
sore just sitting still on the sofa doing nothing | night_or_rest_pain=yes pain_after_sitting=yes
it hurts to rest my foot on the pedal |
I've rested but no better |
pain for the rest of the day |
the pain wakes me at 3am | night_or_rest_pain=yes
fine lying down | night_or_rest_pain=no
I sleep like a log | night_or_rest_pain=no
doesn't hurt when I'm lying still | night_or_rest_pain=no
last night's run hurt |
nothing about it feels right, it's sore |
I'm resting it today because it was sore |
doesn't hurt in bed, only running | night_or_rest_pain=no
lying on my side in bed is painful | night_or_rest_pain=yes
# Bearing weight.
can't walk far on it | can_bear_weight=no
I can't walk properly | can_bear_weight=no
I can hardly walk | can_bear_weight=no
limping badly | can_bear_weight=no
weight bearing is agony | can_bear_weight=no
limping a bit | can_bear_weight=yes
sore but I can walk | can_bear_weight=yes
I can only manage a few steps before it's too much | can_bear_weight=no
it's painful to put weight on but I can | can_bear_weight=yes
barely able to put weight on it | can_bear_weight=no
can't walk more than a few metres | can_bear_weight=no
standing on it is agony | can_bear_weight=no
I'm walking with a slight limp | can_bear_weight=yes
can't put full weight on it | can_bear_weight=no
I have a really bad limp | can_bear_weight=no
I can walk on it just not run | can_bear_weight=yes
I could walk home on it, slowly | can_bear_weight=yes
can walk but can't run | can_bear_weight=yes
hobbling about like an old man | can_bear_weight=yes
# Spoken, with hesitations.
um so yeah uh I was I was running and um my knee just like gave way gave way under me | instability=yes
uh it's it's on the the outside of my knee you know and um no swelling no no swelling at all | location=outer outer_tightness=yes swelling=no
so um I fell I fell off the kerb and uh it it popped I heard a pop | twist_or_fall=yes pop=yes
yeah no it's not it's not swollen um but it is is quite stiff in the in the mornings | swelling=no stiffness=yes
well uh stairs are the worst um coming down down the stairs mainly | stairs_pain=yes
um I can I can walk on it yeah but uh it hurts | can_bear_weight=yes
erm it does not um it does not lock or anything like that no | locking=no
like I I don't know if it's um if it's swollen | swelling=unsure
so basically um I've been been running a lot more uh lately for the marathon and the outside the outside of the knee is like really sore | load_increase=yes location=outer outer_tightness=yes
no um no pop no crack uh nothing like that | pop=no crack=no
okay so um it's my left knee and when I when I sit for ages at my desk uh it aches | pain_after_sitting=yes
uh huh yeah it it swelled up um pretty much straight away like within minutes | swelling=yes swelling_fast=yes
I uh I can't I can't put any any weight on it at all | can_bear_weight=no
right so I um I did not I didn't fall or anything it just sort of came on | twist_or_fall=no
# Legs that do not hold; likenesses.
my leg won't hold me | instability=yes can_bear_weight=no
the leg just won't hold me up | instability=yes can_bear_weight=no
my knee won't support me at all | instability=yes can_bear_weight=no
hurts like a sledgehammer |
it feels like someone took a hammer to it |
like a knife being twisted in my knee |
feels like a nail going in |
it's like a hot needle |
pain like being hit with a bat |
it doesn't hold me | instability=yes can_bear_weight=no
my leg can't take my weight | can_bear_weight=no
it holds me up fine | instability=no can_bear_weight=yes
feels as if it's been kicked by a horse |
# Whole messages of strangers.
Hi there, been having a niggle on the outer side of my right knee for about three weeks now. Comes on around 5k every time. No swelling and it doesn't lock. | location=outer outer_tightness=yes swelling=no locking=no duration=weeks
went over a tree root on saturday, knee came up like a balloon that evening, now I can't put weight on it | twist_or_fall=yes swelling=yes swelling_fast=no can_bear_weight=no
knees are a bit achy but otherwise ok |
my knee clicks. doesn't hurt. |
Is it normal that it's still swollen after 4 days? | swelling=yes
I was playing netball, turned to catch the ball and something popped | twist_or_fall=yes pop=yes
nah nothing like that, just started on its own | twist_or_fall=no
can walk about but stairs are a no go | can_bear_weight=yes stairs_pain=yes
my left leg keeps buckling on the stairs | instability=yes
the swelling is a lot better but not completely gone | swelling=yes
No. No fall. I was just jogging along. | twist_or_fall=no
it hurts to get out of the car after a long drive | pain_after_sitting=yes
Kneecap feels like it slips sideways now and then | instability=yes
doc said there's fluid in there | swelling=yes
I had a fever on Monday but it's gone now, knee still red though | fever_or_hot_red=yes
it doesn't feel hot or anything, just sore below the kneecap | fever_or_hot_red=no location=below_kneecap
my calf's been really swollen and sore since the flight home | calf_swelling=yes
I doubled my weekly distance for the ultra and now the side of my knee's on fire | load_increase=yes
can't say I noticed any pop | pop=no
Squatting? fine. Stairs? fine. Running? agony. | pain_bending=no stairs_pain=no
yeah it did swell up, not right away, more like the next day | swelling=yes swelling_fast=no
I can't fully straighten it and it feels like something's stuck in there | cannot_straighten=yes locking=yes
my toes feel tingly since the fall | numb_or_cold=yes twist_or_fall=yes
just the usual mileage, nothing new | load_increase=no
kneeling down to do the weeding is awful | pain_bending=yes
wakes me when I roll over in bed | night_or_rest_pain=yes
My husband reckons it looks swollen but I don't think it is | swelling=no
I'm on apixaban and I banged my knee on the car door | blood_thinner=yes twist_or_fall=yes
I'm fine walking on the flat, hills and steps are what gets me | can_bear_weight=yes stairs_pain=yes
it gave way once in March, hasn't since | instability=yes
there was a loud crack when I went down | crack=yes twist_or_fall=yes
no crack no pop no nothing | crack=no pop=no
what could cause a knee to swell up overnight |
my trainer is worn out, does that matter |
It locks, I wiggle it, it unlocks | locking=yes
never locked, never given way | locking=no instability=no
I'm 17 and my knee hurts just under the kneecap where there's a bump | age_band=16to54 location=below_kneecap
running 5 times a week instead of 2 since new year | load_increase=yes
foot's warm, toes move, all good there | numb_or_cold=no
no chest pain, breathing's ok, calf isn't swollen | breathless_or_chest_pain=no calf_swelling=no
getting up off the sofa is sore | pain_after_sitting=yes
first few steps after sitting are stiff | stiffness=yes pain_after_sitting=yes
I was hit by a cyclist last night and my knee is massive | twist_or_fall=yes swelling=yes
bending is ok, straightening hurts | pain_bending=no
I can straighten it all the way, no bother | cannot_straighten=no
can you stand on it? yes but it's painful | can_bear_weight=yes
yes to the swelling, no to everything else | swelling=yes
only when I go downstairs |
limped home, can hardly put my foot to the floor this morning | can_bear_weight=no
I slept badly because of the baby |
the knee brace keeps sliding down, which one should I buy |
my garmin froze halfway |
my friend locked her keys in the car |
I tripped up the stairs and whacked my kneecap | twist_or_fall=yes
didn't twist it, didn't fall, didn't hit anything | twist_or_fall=no
I've been told it's a bit unstable | instability=yes
feels solid, no wobble | instability=no
my hip on that side aches as well | hip_or_groin_pain=yes
hips feel fine | hip_or_groin_pain=no
felt a snap at the back of the knee mid sprint | pop=yes
it's puffed up again after yesterday's run | swelling=yes
used to lock but hasn't for years | locking=no
hot to the touch and I feel shivery | fever_or_hot_red=yes
I get a stabbing pain whenever I squat down to lift my toddler | pain_bending=yes
don't have a temperature | fever_or_hot_red=no
it's a funny shape, kneecap's gone round the side | deformity=yes
looks the same as the other one |
couldn't lift my heel off the bed, leg just wouldn't go | cannot_lift_leg=yes
straight leg raise is fine | cannot_lift_leg=no
not on any medication, definitely no blood thinners | blood_thinner=no
my gran's on warfarin but I'm not | blood_thinner=no
I could feel it grinding and then it just jammed | locking=yes
I'm a postman so I'm on my feet all day, stairs all day too, and the knee is fine with it | stairs_pain=no
after a film I have to hobble for a minute | can_bear_weight=yes pain_after_sitting=yes
I did my first marathon two weeks ago and it's been sore since | load_increase=yes
the pain is there all night, can't sleep | night_or_rest_pain=yes
sleep's fine, pain only when running | night_or_rest_pain=no
my physio popped it back in years ago |
so I was coming down off the fell and I put my foot wrong and the knee bent inwards, swelled up within an hour, can't bend it | twist_or_fall=yes swelling=yes swelling_fast=yes cannot_straighten=yes
um it's like sore on the inside um not the outside | location=inner outer_tightness=no
walking's okay-ish | can_bear_weight=yes
it's not that stiff | stiffness=no
not stiff as such, more tight | stiffness=no
a wee bit of swelling, nothing major | swelling=yes
swelling comes and goes | swelling=yes
hardly swollen, hardly hurts | swelling=no
could be swollen, can't really tell | swelling=unsure
I honestly don't know if I heard a pop, it was so loud at the match | pop=unsure
had a scan, no tear, but still gives way | instability=yes
should I be worried if it clicks on the stairs |
what's the best way to get rid of swelling in a knee? |
do I need crutches? |
my son (12) fell off his scooter and won't walk on it | age_band=under16 twist_or_fall=yes can_bear_weight=no
my daughter's knee is locked, she can't bend or straighten it | locking=yes cannot_straighten=yes
my coach tore his acl and heard a pop, mine was nothing like that | pop=no
the bloke next to me fell and I had to jump over him |
fell in a hole, no swelling, can walk | twist_or_fall=yes swelling=no can_bear_weight=yes
knee's catching when I turn over in bed | locking=yes
I caught the edge of a kerb and went flying | twist_or_fall=yes
I catch my breath at the top then carry on |
I get out of breath going uphill, unfit I suppose |
can't get my breath and my calf is throbbing | breathless_or_chest_pain=yes calf_swelling=yes
my foot went numb for a few minutes because my shoe was too tight |
half my foot is numb and it's pale | numb_or_cold=yes
both feet freezing after the run in the snow, fine once I'd had a shower |
been increasing too quickly I think, from 10 to 25 miles in a fortnight | load_increase=yes
trained as normal, nothing different | load_increase=no
changed my shoes last month |
all of the above except the swelling | swelling=no
it's everything really: stairs, sitting, squatting all hurt | stairs_pain=yes pain_after_sitting=yes pain_bending=yes
sitting doesn't bother me but standing up from sitting does | pain_after_sitting=yes
I feel it most at the bottom of a squat | pain_bending=yes
bending it past a right angle hurts | pain_bending=yes
doesn't hurt to bend | pain_bending=no
stiff for ten minutes when I get up then loosens | stiffness=yes
there's no stiffness in the mornings any more | stiffness=no
I can't kneel | pain_bending=yes
my knee makes a grinding noise going upstairs but no pain | stairs_pain=no
pops every time I bend it, been doing that since school |
it popped this morning and I felt something shift | pop=yes instability=yes
went to turn and it popped out then went straight back | pop=yes twist_or_fall=yes
my mum's knee swells, mine doesn't swell at all | swelling=no
she said hers gave way too, mine hasn't | instability=no
kicked in a tackle, bruised, bit swollen, can walk | twist_or_fall=yes swelling=yes can_bear_weight=yes
I rammed it against the table leg | twist_or_fall=yes
no idea how I did it, it just appeared | twist_or_fall=no
Woke up with it. Didn't do a thing. | twist_or_fall=no
standing still for hours makes it ache |
I can stand but I can't walk more than a couple of steps | can_bear_weight=no
it's agony to put any weight through it | can_bear_weight=no
I wouldn't say I'm limping |
weightbearing fully with no problem | can_bear_weight=yes
leg just crumples when I stand on it | instability=yes can_bear_weight=no
no fever, not red, slightly warm | fever_or_hot_red=yes
the other knee's fine |
right knee swollen, left one ok | swelling=yes
pain 6/10 at the front, worse after sitting at my desk | severity=moderate location=front pain_after_sitting=yes
the tightness down the outside is awful by mile six | outer_tightness=yes location=outer
no pain on the outer side, it's round the kneecap | outer_tightness=no location=front
ache at night mostly, nothing in the day | night_or_rest_pain=yes
nothing really helps |
it's been sore for the rest of the week |
my knees always crunch when I do squats at the gym |
no injury, nothing swollen, nothing locked | twist_or_fall=no swelling=no locking=no
I stepped off the kerb funny and felt it go | twist_or_fall=yes
lost my balance on the ice and landed on it | twist_or_fall=yes
the stairs were fine yesterday, today they're agony | stairs_pain=yes
couldn't bend it on Monday, now it bends fine | pain_bending=no cannot_straighten=no
didn't swell at first, then on Tuesday it blew up | swelling=yes
it was swollen on Sunday, not now | swelling=no
it isn't as swollen as it was | swelling=yes
swelling down to almost nothing now | swelling=yes
knees feel like rusty hinges after a long day at the desk | stiffness=yes pain_after_sitting=yes
I went flying on the ice and my knee took the brunt, it was huge by teatime | twist_or_fall=yes swelling=yes swelling_fast=no
no swelling no redness I can walk no problem its just a dull ache round the front | swelling=no fever_or_hot_red=no can_bear_weight=yes location=front severity=mild
my strava froze so I don't know how far I went |
it's not like it's locked, it just feels tight | locking=no
don't get me wrong I can walk on it, it just smarts | can_bear_weight=yes
Stairs? No bother. Sitting through a film though, ouch. | stairs_pain=no pain_after_sitting=yes
clonked my kneecap on the towbar | twist_or_fall=yes
it was puffy for two days then went down on its own | swelling=no
still puffy a week later | swelling=yes
I was carried off the pitch | can_bear_weight=no
my knee sounds like gravel on the stairs |
never heard a pop, never felt it give | pop=no instability=no
it sort of slides out of place when I pivot | instability=yes
the whole leg went from under me on the descent | instability=yes
I take clopidogrel after my stent | blood_thinner=yes
toes are pink and warm and I can feel everything | numb_or_cold=no
got up to 60k a week, used to do 30 | load_increase=yes
I've barely run this month, so it's not that |
ran the same loop I always do | load_increase=no
hurts most when I crouch to tie my laces | pain_bending=yes
can't get my sock on because it won't bend | cannot_straighten=yes
the pain doesn't wake me | night_or_rest_pain=no
throbbing away even when I'm lying on the sofa | night_or_rest_pain=yes
outer side, about two inches above the joint line, burns on downhills | location=outer outer_tightness=yes
my other half says I'm limping | can_bear_weight=yes
I can't bear to look at it, it's at a horrible angle | deformity=yes
my bike slipped its chain and I came off onto my knee | twist_or_fall=yes
I bumped into an old friend who had the same thing |
I'm 63, on warfarin, slipped in the shower, knee very swollen within the hour | age_band=55plus blood_thinner=yes twist_or_fall=yes swelling=yes swelling_fast=yes
couldn't walk on it for two days but walking ok now | can_bear_weight=yes
stiff as anything when I wake, eases after ten minutes | stiffness=yes
no it doesn't hurt when I bend it, only when I run | pain_bending=no
I feel fine in myself, no temperature | fever_or_hot_red=no
my chest is tight and I'm struggling for breath | breathless_or_chest_pain=yes
breathing a bit heavy on the climbs but that's normal for me |
I fell in love with trail running this year |
it catches on something when I turn, then frees itself | locking=yes
wasn't hot this morning but it's burning up now | fever_or_hot_red=yes
nothing twisted, nothing popped, nothing swollen | twist_or_fall=no pop=no swelling=no
both knees have been a bit grumbly since half term |
sore knee, tweaked it stepping down off a stile | twist_or_fall=yes
I knelt on a Lego brick and it's been tender to kneel on since | pain_bending=yes
my knee went click and now it won't go straight | cannot_straighten=yes
no swelling to speak of, bit of heat in it though | swelling=no fever_or_hot_red=yes
my sister did her knee in skiing, now mine aches too |
I don't have trouble with stairs, it's sitting in the car that does it | stairs_pain=no pain_after_sitting=yes
came down from a header and my knee buckled inwards | instability=yes
feels like the knee's going to bend backwards | instability=yes
knee is the same temperature as the other one | fever_or_hot_red=no
my foot keeps falling asleep | numb_or_cold=yes
I fell asleep on the train |
had to sit out the last lap because the knee gave | instability=yes
it's swollen but not hot | swelling=yes fever_or_hot_red=no
it was locked for about an hour last night then it freed up | locking=yes
not locking, more a sort of catching | locking=yes
can't sleep on that side | night_or_rest_pain=yes
no trouble sleeping | night_or_rest_pain=no
tried a couple of speed sessions for the first time | load_increase=yes
my training hasn't changed in years | load_increase=no
only took up running in January | load_increase=yes
I walked it off | can_bear_weight=yes
I can't put my full weight on that leg yet | can_bear_weight=no
going down steps sideways like a crab | stairs_pain=yes
some days it's puffy, some days not | swelling=yes
the puffiness had gone by morning | swelling=no
it puffed up within ten minutes | swelling=yes swelling_fast=yes
didn't puff up until the evening | swelling=yes swelling=yes swelling_fast=no
there wasn't a pop but there was a horrible crunch | pop=no crack=yes
nobody kicked me, nobody tackled me, it just went | twist_or_fall=no
my calf has cramped up and it's hot and twice the size | calf_swelling=yes
my calves are sore from the hill session |
wheezing even when I sit still | breathless_or_chest_pain=yes
I'm on daily aspirin only, no thinners | blood_thinner=no
bum knee since the weekend, tripped over the dog | twist_or_fall=yes
I pop a couple of paracetamol and it's fine |
the lock on the changing room was stuck |
when I straighten my leg it's fine but I can't bend it fully | cannot_straighten=yes
it feels perfectly stable going downhill | instability=no
dull ache inside the joint, worse in bed | night_or_rest_pain=yes
"""

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


CASES = [(text, dict(pair.split("=") for pair in rest.split())) for text, rest in _rows(_TABLE + _VOICES)]
SIGNS = [(text, set(rest.split())) for text, rest in _rows(_SIGNS)]

"""The phrases of not knowing, worry and challenge, of our own writing."""

from typing import Final

from bot.domain.hearing.patterns import phrases

NOT_KNOWING: Final = phrases(
    (
        r"(?:(?:find|finding|found) it (?:\w+ )?(?:hard|difficult|tricky)|struggle|struggling) to "
        r"(?:say|explain|articulate|describe|understand|follow|put)"
    ),
    (
        r"(?:couldn't|could not|can't|cannot|couldnt even) (?:\w+ ){0,3}?(?:tell|"
        r"explain|say|describe|articulate|name)(?: \w+){0,4} (?:what|who|how|why|"
        r"where|which|whether)"
    ),
    (
        r"(?:don't|do not|dinnae|didn't|did not|doesn't|dont) (?:\w+ ){0,3}?(?:know|"
        r"get|understand|follow|see|ken|grasp) (?:\w+ )?(?:what|who|how|why|where|"
        r"which|when|whether|if|is it|the (?:difference|point|plan)|'\w+)"
    ),
    (
        r"(?:i|we) (?:just |still |really |honestly |genuinely |think i |"
        r"rightly ){0,8}(?:don't|do not|dont|not|never|"
        r"didn't) (?:\w+ ){0,2}?(?:understand|follow|get it|get the|get what)"
    ),
    (
        r"(?:never|not once) (?:\w+ ){0,3}?(?:understood|known|knew|worked out|got|"
        r"heard anybody say|really got|sure)"
    ),
    (
        r"(?:not|never|isn't|wasn't|no longer) (?:\w+ ){0,2}?(?:sure|clear|"
        r"certain) (?:\w+ ){0,3}?(?:what|who|how|why|where|which|when|whether|if|"
        r"i follow|on|about)"
    ),
    (
        r"(?:no idea|no clue|not a clue|haven't a clue|no notion|haven't the foggiest|"
        r"not the foggiest|unsure|none the wiser|in the dark) (?:\w+ ){0,2}?(?:what|"
        r"who|how|why|where|which|when|whether|if|about|on)"
    ),
    (
        r"(?:i'm|i am|im|i've|i have|you've|you have|bit|quite|completely|totally|"
        r"a bit|got) (?:\w+ ){0,2}?lost (?:me|track|the thread|on|with|here|who|what|"
        r"in)"
    ),
    r"you've lost me",
    r"lost (?:track|the thread|the plot) (?:of|on|about)?",
    (
        r"can't (?:\w+ ){0,3}?(?:get my head|keep \w+ and \w+ (?:apart|straight)|"
        r"wrap my head|tell the difference|follow)"
    ),
    r"never able to keep",
    (
        r"(?:might be|may be|am i|i'm|sorry if i'm|probably|prob|maybe i am|"
        r"maybe i'm) (?:\w+ ){0,2}?(?:thick|daft|dumb|dim|slow|stupid|dense|"
        r"missing something|being slow)"
    ),
    (
        r"(?:daft|stupid|silly|dumb|newbie|basic|ignorant|thick|obvious|beginner'?s?|"
        r"noob) (?:one|question|q)"
    ),
    (
        r"(?:embarrassed|embarrassing|embarassing|ashamed|confession|confess|own up|"
        r"forgive me|showing myself up|admit)"
    ),
    r"(?:keep|been|just) (?:nodding|pretending|guessing|smiling)",
    r"i (?:always|all ways) get (?:lost|mixed up|confused)",
    (
        r"what (?:does|do|is|are|was)(?: \S+){1,4} (?:mean|stand for|"
        r"when it's at home|in english|again|even)"
    ),
    (
        r"what's (?:a|an|that|the|this)? ?(?:\S+ )?(?:mean|stand for|"
        r"when it's at home|in english|again)"
    ),
    r"(?:in|what's that in) (?:plain )?english",
    (
        r"(?:first|second|third|two|three|few|couple of) (?:\w+ )?(?:weeks?|days?|"
        r"meeting|one of these|months?) (?:in|here|so|on)"
    ),
    r"(?:i'm|i am) new (?:here|to|so)",
    (
        r"i do not understand|i don't understand|i dont understand|"
        r"don't really understand|i not understand"
    ),
    r"what (?:i am|i'm) (?:supposed|meant|allowed) to",
    r"wait i don't get",
    (
        r"(?:idk|dunno|dont no|don't no) (?:who|what|wot|wat|how|why|where|which|"
        r"whether|if)"
    ),
    r"(?:couldn't|can't|cannot) tell you (?:if|whether|what|who|how|why)",
    (
        r"(?:cannot|can't) (?:feel|see|work out|tell) (?:if|whether|what|who|how|"
        r"which)"
    ),
    r"(?:feel|felt) (?:silly|stupid|daft|thick|dumb|foolish)",
    r"(?:ask|asking) (?:maybe |something )?(?:stupid|daft|silly)",
    r"(?:ive|i've|i have) lost it",
    r"nobody(?:'s| has)? (?:ever )?(?:told|explained|said to) (?:me|us)",
    r"without (?:\w+ )?(?:understanding|knowing) (?:what|why|how|it)",
    r"i (?:ask|keep asking) myself",
    r"(?:i no|no) too understand",
    r"and (?:i )?have no answer(?: for)?",
    r"i'm still (?:confused|unclear|lost)",
    (
        r"(?:confused|puzzled|baffled|foggy|hazy|fuzzy|unclear) (?:by|about|on|as to|"
        r"what|who|why|how)"
    ),
    r"i thought (?:\w+ ){0,4}was",
)

CONCERN: Final = phrases(
    r"(?:don't|do not|doesn't|didn't) (?:\w+ )?feel (?:\w+ )?(?:safe|right|fair)",
    r"(?:have|having|had) (?:\w+ ){0,2}?(?:doubts|misgivings|reservations|qualms)",
    (
        r"(?:i'm|i am|im|i feel|feel|feeling|feels|makes me|get|getting|bit|little|"
        r"quite|are|a shade|a touch|a wee bit|rather|we're|still|"
        r"not) (?:\w+ ){0,3}?(?:worried|uneasy|nervous|anxious|twitchy|bothered|"
        r"uncomfortable|concerned|wary|jumpy|itch|itchy|queasy|torn|scared|weird|"
        r"wobbly|wobble)"
    ),
    (
        r"(?:not|isn't|never|am not|'m not|wasn't) (?:\w+ ){0,3}?(?:comfortable|easy|"
        r"happy|at ease|keen|ok with|okay with)"
    ),
    (
        r"(?:worries|worry|worrying|bothers|troubles|unsettles|scares|nags|niggles|"
        r"concerns|frightens|bugs) (?:me|us|at me)"
    ),
    (
        r"(?:my|one|the|a|only|bit of|of|real|big) (?:\w+ )?(?:worry|concern|fear|"
        r"niggle|wobble|unease|hesitation|reservation|reservations)"
    ),
    r"i (?:\w+ )?worry",
    r"(?:sits?|sitting|sat) (?:\w+ ){0,2}?(?:badly|wrong|oddly|uneasily)",
    (
        r"(?:doesn't|does not|don't|isn't|not) sit(?:ting)? (?:\w+ )?(?:right|well|"
        r"easy)"
    ),
    (
        r"(?:feels|feel|felt) (?:\w+ ){0,2}?(?:off|wrong|uneasy|icky|unfair|risky|"
        r"rushed|strange|weird|like we're|like we are)"
    ),
    (
        r"(?:don't|dont|do not|didn't|not) (?:love|like|fancy|sleep|enjoy|"
        r"trust) (?:\w+ ){0,4}"
    ),
    (
        r"(?:running on fumes|keep this up|at breaking point|burnt? out|burning out|"
        r"losing sleep|awake at night)"
    ),
    r"(?:i'm|i am|im) (?:afraid|scared) (?:of|that|we|it|this)",
    r"(?:gut|stomach) (?:says|turns|feeling)",
    r"(?:can|could) (?:see|feel) this going wrong",
    r"can't (?:shake|get past|square)",
    r"not easy about",
    r"(?:lie|lying|lay) awake",
    r"(?:doesn't|don't|not|haven't|hardly|barely) (?:been )?sleep(?:ing|s|t)?",
    r"(?:lose|losing|lost|making me lose) sleep",
    r"(?:horrible|bad|uneasy|sinking|funny|nasty|awful) feeling",
    (
        r"(?:troubled|troubling|disturbed|disturbing|alarmed|alarming|rattled|"
        r"unsettling|unnerving|gnawing|nagging|bugging|eating) (?:me|at me|by|that|"
        r"about|us)?"
    ),
    r"on my (?:mind|conscience)",
    r"(?:not|isn't|n't) (?:at all |so |very |that |entirely )?confident",
    r"starting to (?:worry|wonder|doubt)",
    (
        r"(?:i|we) (?:do not|don't|dont|didn't) (?:like|trust) (?:it|that|this|the|"
        r"how|us)"
    ),
    r"feel (?:bad|guilty|awful|sick|uncomfortable) (?:about|that)",
    r"(?:wakes|keeps) me (?:up|awake)",
    r"come out of (?:that|this) (?:one )?well",
    r"(?:i think|we'll|we will|you'll|going to) (?:\w+ ){0,2}?regret",
    r"fret(?:ting)?",
    r"jitters|jittery|heebie",
    r"makes me (?:\w+ )?(?:nervous|sad|angry|cross|wince|itch|queasy)",
    (
        r"(?:dread|dreading|uneasy|apprehensive|unhappy about|misgivings|qualms|"
        r"cold feet)"
    ),
)

CHALLENGE: Final = phrases(
    (
        r"who(?:'s| is| was| are| were)? (?:\w+ ){0,4}?(?:(?:it|this|that|they|these|written|"
        r"kept|meant|here) for|for\W*\Z|missing|left out|not here)"
    ),
    r"for whom",
    (
        r"(?:has|did|have) (?:anyone|anybody|somebody|someone|we|they|"
        r"you)(?: \w+){0,2} (?:ask|asked|spoken|checked with|talked|told|been told|"
        r"knock|tell|actually|assessed)"
    ),
    (
        r"who(?:'s| is| was| actually| on earth| even)? (?:asked|decided|decides|"
        r"chose|picked|agreed|benefits|loses|pays|carries|gets|counting|checks|"
        r"keeps track)"
    ),
    (
        r"(?:nobody|no one|not one|none of) (?:\w+ ){0,4}?(?:from|of them|who|asked|"
        r"has asked|had looked|in this room|on it)"
    ),
    (
        r"why (?:are|do|is|would|should|did|must|does|have|were|on earth|"
        r"exactly) (?:we|it|they|anything|our|the|i|you|a|anyone|this|yous|any)"
    ),
    r"why (?:is|are) it always",
    r"what(?:'s| is| was) the (?:point|use)",
    r"what (?:are|is|was) (?:\w+ ){1,4}?(?:actually |really )?for",
    r"actually for",
    (
        r"(?:are|is|was|were) (?:we|this|that|it|they) (?:\w+ ){0,2}?(?:ok|okay|fine|"
        r"happy|honest|fair|pretending|kidding|comfortable|on purpose|scoring|"
        r"counting|speaking|just|still|really|actually|not)"
    ),
    r"(?:on purpose|still honest|be honest|hand on heart)",
    r"what would have to be true",
    (
        r"(?:do|did|have|does) (?:we|anyone|anybody|any of this|they) (?:ever|"
        r"actually|really|beat|even)"
    ),
    (
        r"(?:not being funny|devil's advocate|with respect|i'll be blunt|"
        r"gonna be blunt|be the one to say|elephant|say it out loud|"
        r"uncomfortable question|awkward)"
    ),
    r"who is going to (?:carry|pay|lose)",
    (
        r"(?:what|how) (?:\w+ ){0,3}?(?:does to|happens to) (?:the|those|people|them|"
        r"us)"
    ),
    r"how (?:come|did that get decided|did we decide)",
    r"whose (?:\w+ )?(?:decision|idea|interest|voice)",
    r"which of (?:you|us|the|them)",
    r"speaking for",
    r"(?:same|always) (?:people|faces|our ends|the same)",
    r"(?:six|four|five|three|seven|nine|ten|every) (?:\w+ )?times?",
    r"i count (?:three|two|one|\d+)",
    r"never (?:come|been|once|had)",
    r"where (?:do|does|are|is) (?:\w+ ){1,5}?(?:show up|in this|in all this)",
    r"i notice|i noticed|i've noticed|noticing",
    (
        r"(?:thing|something) (?:i keep coming back to|bugging me|that bugs me|"
        r"i find hard to say|nobody's saying|we don't say|nobody says)"
    ),
    (
        r"(?:let me be|can i be|i'll be|going to be|i'm going to be|"
        r"to be) (?:annoying|awkward|blunt|difficult|straight|rude|honest|a pain)"
    ),
    r"if i'm (?:being )?(?:straight|honest|truthful|blunt)",
    r"not (?:one|a single) (?:\w+ )?(?:person|soul|word|of them|of us)",
    r"who the we is",
    r"sorry if (?:rude|this is awkward|that's rude)",
    r"speak(?:ing)? (?:up )?for the",
)

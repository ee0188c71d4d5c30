"""The phrases of questions that are not worth a follow, of our own writing."""

import re
from typing import Final

from bot.domain.hearing.patterns import opening, phrases

GREETS: Final = opening(
    (
        r"(?:how|hows|how's|how're|hope) (?:is |are |'s )?(?:everyone|everybody|"
        r"we all|we|you all|yous all|ye all|ye|things|all|the team|y'all|you lot|you|"
        r"yall|u|ya|life|it going|tricks|your|the)(?: (?:doing|all|bearing|travelling|"
        r"keeping|getting|feeling|holding|going|today|tonight|this|been|team|folks|"
        r"head))*"
    ),
    (
        r"(?:everyone|everybody|all|you all|you|we all|y'all|ye|you lot|"
        r"yous) (?:alright|all right|ok|okay|well|good|had|survive)"
    ),
    (
        r"(?:morning|evening|afternoon|hi|hiya|hello|hey|bore da|dydh da|"
        r"yaama)\b.{0,40} (?:how|hows|how's)"
    ),
    (
        r"(?:is |are )?(?:everyone|everybody|you all|we all) (?:ok|okay|alright|well|"
        r"good|ready|here|sitting|in|set|awake|ok to)"
    ),
    r"(?:good|nice) (?:weekend|trip|holiday|journey|break)",
    (
        r"(?:anyone|everyone|everybody|has everyone|have we all|have you all|"
        r"anybody)(?: got| had| have| a)* (?:a )?(?:coffee|cuppa|tea|brew)"
    ),
    r"(?:what's up|whats up|wassup|sup|how goes it)",
)

LOGISTIC: Final = phrases(
    (
        r"(?:can|could|does|do) (?:you|ye|everyone|everybody|people|we|u|anyone|folks|"
        r"they|i take it you)(?: all| lot| guys| both| just)* (?:hear|see|read)(?: me|"
        r" my| the| us| it| this| that| my screen| \w+){0,4}"
    ),
    (
        r"(?:has|have) (?:everyone|everybody|you all|we all|people) (?:got|had|seen|"
        r"read|found|opened)"
    ),
    r"is this (?:thing )?on",
    r"(?:is|are) (?:my|the) (?:room )?(?:sound|mic|audio|camera|screen|slides?)",
    (
        r"(?:am|are) (?:i|we) (?:on mute|muted|audible|frozen|live|quorate|all here|"
        r"done|recording|sharing)"
    ),
    r"(?:you|ye|are you|yous) (?:getting|hearing|seeing|hear|see) (?:me|my|us)",
    (
        r"shall (?:we|i) (?:all )?(?:\w+ )?(?:start|begin|crack on|kick off|"
        r"get started|get going|make a start|dive in|go|move on|do names|re-?share|"
        r"share|carry on|press on|wrap|pause|break|take)"
    ),
    (
        r"(?:ready to|ok to|okay to|happy to|good to) (?:start|begin|go|crack on|"
        r"kick off|roll)"
    ),
    r"(?:everyone|everybody|all|we) (?:ready|set|here|in|quorate)",
    (
        r"who(?:'s| is|s)? (?:here|on the call|joining|missing|we waiting for|"
        r"taking (?:notes|minutes)|first|next)\W*\Z"
    ),
    (
        r"(?:all those in favour|those in favour|any objections\W*\Z|all agreed|"
        r"are we agreed|everyone happy\W*\Z|any other business|aob\W*\Z|"
        r"any other points|anything else\W*\Z|any more for any more)"
    ),
    (
        r"(?:have you got a pen|mind if i|can i (?:just )?(?:come in|ask|jump in|say|"
        r"interrupt|ask a (?:quick )?question|add)|could i (?:come in|ask|just)|"
        r"may i (?:ask|come in|just))\W*\Z"
    ),
    (
        r"can i (?:just )?ask (?:you )?(?:a|one|another|something|"
        r"sth)(?: \w+)?(?: question)?\W*\Z"
    ),
    (
        r"(?:is|are) (?:anyone|anybody|someone|somebody|you) (?:there|here|around|"
        r"awake|alive)\W*\Z"
    ),
    r"any(?:one|body) (?:there|here|around|awake|alive|home)\W*\Z",
    (
        r"(?:that's us|are we done|we're done|is that us|is that everyone|"
        r"is that everything)"
    ),
    r"got (?:a )?(?:minute|sec|second|moment)\W*\Z",
)

RHETORICAL: Final = phrases(
    (
        r"who (?:doesn't|does not|doesnt|wouldn't|didn't|don't) (?:love|like|want|"
        r"enjoy|need)"
    ),
    (
        r"who (?:needs|wants|would want|would have thought|would've thought|"
        r"could have|knew|has time|says|cares|even)"
    ),
    r"who'?d (?:have|'ve|of|want|a) ?(?:thought|guessed|believed)?",
    r"who(?:'s| is|s) laughing now",
    r"who(?:'s| has|s)? got two thumbs",
    r"who (?:am i|are we|are you|you|we) (?:kidding|trying to kid)",
    r"who hurt you",
    r"what(?:'s| is|s|'s there)? not to (?:like|love)",
    r"what (?:could|can) (?:possibly |even )?go wrong",
    r"what (?:year|century|planet) (?:is it|is this|are we|was)",
    (
        r"what (?:else|did you|do you|would you|more) (?:is new|expect|could we want|"
        r"want me to say|could you want)"
    ),
    r"what (?:do|would) (?:i|we) know",
    r"what do we want",
    (
        r"why (?:is it always|does it always|me|do i bother|do we bother|"
        r"am i like this|is it never|am i not surprised)"
    ),
    (
        r"(?:isn't|is it not|aren't|ain't|wasn't) (?:it|that|this|life|they) (?:just |"
        r"always |a |so |desperate|mad|funny|great|lovely|brilliant|wonderful|grand|"
        r"amazing|the best|awful|typical)"
    ),
    (
        r"(?:is|was|are|were) (?:it|this|that|they|he|she) (?:made|lined|paved) (?:of|"
        r"with|out of)"
    ),
    r"how (?:hard|difficult|bad|long) (?:can|could) it (?:be|possibly)",
    (
        r"how (?:great|good|lovely|nice|cool|mad|funny|brilliant|sweet|cute|"
        r"exciting) (?:is|was|are)"
    ),
    r"(?:don't|do) we all",
    r"(?:weren't|aren't|haven't|don't) we all",
    r"(?:remember|imagine|picture) (?:when|the|that|if)",
    r"(?:am i|are we) right or",
    r"(?:could|can) (?:it|this|life|we) (?:be|get) any (?:more|worse|better)",
    r"need i say more|say no more",
    r"does (?:that|it|this) count",
    r"(?:is|are) (?:anyone|anybody|you|we|they) (?:even )?surprised",
    r"(?:is|are) there (?:anything|nothing) (?:better|nicer|worse|finer)",
    r"when (?:is|does|did|will|has) (?:it|that|this|he|she|they) (?:not|ever) ",
    r"(?:which|monday|tuesday|wednesday|thursday|friday) of which",
    r"what'?s (?:lunch|sleep|a weekend|a budget|a holiday|a lunch break)",
)

TAG: Final = re.compile(
    r"(?<!\w)(?:isn'?t|aren'?t|wasn'?t|weren'?t|doesn'?t|don'?t|didn'?t|won'?t|"
    r"wouldn'?t|can'?t|couldn'?t|haven'?t|hasn'?t|shouldn'?t|is|are|was|do|does|"
    r"did|will|have|has|ain'?t) (?:it|they|we|you|he|she|i|there)(?: then|"
    r" though)?[\s?!.…]*\Z|(?<!\w)(?:eh|innit|amirite|am i right|right|no|huh|"
    r"yeah|yes|ya know|you know|hey|ay|aye|mind|surely|or what)[\s?!.…😂😄😅🙃😉]*\Z"
)

SURPRISE: Final = re.compile(
    r"(?:oh |wait |wow |what |omg )?(?:really|seriously|srsly|what|wut|wat|huh|eh|"
    r"pardon|sorry|say what|no way|for real|is it|did it|did he|did they|was it|"
    r"are they|do they|you what|come again|oh|how so|did he bless him|lol|help|"
    r"none|\d+) ?[?!][\s?!.…]*\Z"
)

POLL: Final = re.compile(
    r"(?<!\w)(?:react|vote|thumbs? up|emoji|poll|show of hands|hands up|"
    r"energy check|raise (?:a|your) hand)(?!\w)"
)

EMOJI_CHOICE: Final = re.compile(
    r"(?:[\U0001F300-\U0001FAFF☀-➿⬀-⯿]\ufe0f?\S{0,2}).{0,60}?(?<!\w)or(?!\w).{0,40}[\U0001F300-\U0001FAFF☀-➿⬀-⯿]"
)

COMMAND: Final = re.compile(
    r"\s*(?:/[a-z][\w-]*(?:\s|\Z)|![a-z]\w*(?:\s|\Z)|@\w*bot|"
    r"hey \w*bot|\w*bot[,:])"
)

REPORTED: Final = phrases(
    (
        r"(?:it|he|she|they|customer|customers|someone|somebody|people|everyone|"
        r"page \d+|form|survey|website|email|page) (?:\w+ )?(?:says?|said|asks?|asked|"
        r"asking|reads?|goes|wrote|writes)\W{0,3}(?:why|what|how|do|is|are|where|who|"
        r"when|can|did)"
    ),
    r"so it says",
    (
        r"(?:read|pasting|pasted|copying|copied|quoting|"
        r"from the) (?:\w+ ){0,4}(?:website|summary|book|rule book|letter|email|form)"
    ),
)

ANSWERS_ITSELF: Final = re.compile(
    r"(?:because|cos|yes|yep|yeah|no,|no\.|nope|none|nothing|nobody|easy|simple|"
    r"exactly|right,|oh it|oh it'?s|oh there|oh,|ah |ah,|£?\d+(?![\d)])|one\b|"
    r"two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|twelve\b|"
    r"twenty\b|me\W*\Z|found|trade please|neither|both|of course|obviously|"
    r"never\b|not a|thursday|friday|the answer|it'?s on my|ignore|nvm|never ?mind|"
    r"scratch|scrap|as you were|and how\b|answer:)"
)

SELF_CORRECTS: Final = phrases(
    r"oh it says",
    r"oh there(?:'s| is|s)",
    r"oh wait",
    r"oh no it's",
    r"oh it's",
    r"oh i see",
    r"no wait",
    r"eight,? it's on my",
    r"ah no",
    r"ah it's",
    r"oh found it",
)

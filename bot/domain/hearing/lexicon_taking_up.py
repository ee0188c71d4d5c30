"""The phrases with which people answer and follow, of our own writing."""

import re
from typing import Final

from bot.domain.hearing.patterns import opening, phrases

ANSWERS: Final = opening(
    (
        r"(?:yes|yep|yeah|yup|no|nope|nah|aye|not yet|not really|not quite|"
        r"not exactly|sort of|kind of|kinda|depends|it depends|both|neither|either|"
        r"probably|possibly|maybe|never|always|mostly|usually|sometimes|correct|"
        r"exactly|sadly|afraid|unfortunately|realistically|roughly|about|around|"
        r"nearly|almost|only|basically|none|nobody|everyone|everybody|all of|most of|"
        r"some|mine|me|us|ours|him|her|them|nor me|same here)"
    ),
    (
        r"(?:it|that|they|those|these|he|she|there|this)(?:'s|'ll|'d|'re| is| are|"
        r" was| were| will| would| goes| go| went| means| does| did| has| have| can|"
        r" could| should| lives?| runs?| ends?| gets?| come| comes| only| just| says)"
    ),
    (
        r"(?:[£$€]?\d+\w{0,3}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
        r"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
        r"twelve|twenty|thirty|forty|fifty|hundred)\b|(?:nothing|nothin|nowt|"
        r"the (?:first|second|third|last|two|other|same|latter|former)|first|second|"
        r"till|until|under|behind|inside|in the|on the|at the|by the|from the|next to|"
        r"whoever|anyone who|someone|which is|good till|at \d|as soon|once|when (?:it|"
        r"we|they|the|i)|only if|unless|just the|not until|not since|not any))"
    ),
    (
        r"(?:because|cos|coz|since|so that|if you|if we|if it|you can|you could|"
        r"you have to|you need|you should|you'd|you'll|you want|you get|you just|"
        r"we can|we could|we have|we had|we've|we do|we did|we don't|we're|i think|"
        r"i thought|i believe|i reckon|i guess|i suppose|i'd say|i would|i asked|"
        r"i rang|i've rung|i checked|i heard|i saw|as far as|from what|afaik|iirc|"
        r"apparently|according to|last i|ask|try|use|see|check|look (?:at|in|under))"
    ),
)

YES_NO: Final = opening(
    (
        r"(?:yes|yep|yeah|yup|no|nope|nah|aye|not yet|not really|both|neither|either|"
        r"correct|negative|affirmative|it is|it isn't|it does|it doesn't|they do|"
        r"they don't|we do|we don't|i do|i don't|i have|i haven't|there is|"
        r"there isn't|can't|sadly|afraid not|i'm afraid|only|mostly|depends)"
    ),
)

FIGURE: Final = re.compile(
    r"(?<![\w#])[£$€]?\d|(?<!\w)(?:one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty|hundred|thousand|half|"
    r"quarter|dozen|monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|"
    r"midnight|tomorrow|tonight|january|february|march|april|june|july|august|"
    r"september|october|november|december)(?!\w)"
)

REASON: Final = phrases(
    r"because",
    r"cos",
    r"coz",
    r"cause",
    r"since",
    r"so that",
    r"the reason",
    r"due to",
    r"thanks to",
    r"in case",
    r"otherwise",
    r"in order to",
    r"means",
    r"meaning",
    r"it's the",
    r"that's why",
)

FOLLOWS: Final = phrases(
    r"(?:good|fair|great|proper|right|real|excellent|important) question",
    (
        r"(?:you're|you are|your|\w+'s|\w+ is|she's|he's) (?:\w+ )?(?:right|not wrong|"
        r"onto something|not imagining|not alone|spot on)"
    ),
    r"(?:quite|too|dead|absolutely|that's) right",
    (
        r"(?:same|me too|same here|me neither|nor me|nor i|likewise|i'm the same|"
        r"with you|i second|i agree|agree with|seconded|me as well|ditto)"
    ),
    (
        r"(?:i|i'd|i've|i had|we|we'd) (?:\w+ )?(?:wondered|assumed|wasn't certain|"
        r"wasn't sure|don't know either|thought the same|did the same|had that same|"
        r"had the same|was thinking|share that|share your)"
    ),
    r"(?:i|we) (?:don't|do not) (?:know )?either",
    (
        r"(?:honest|straight|short|long|true|real|fair|truthful) (?:answer|position|"
        r"version)"
    ),
    r"(?:if|to be) (?:i'm |i am |we're )?(?:truthful|honest|frank|fair)",
    r"honestly",
    r"(?:put|puts|putting) (?:his|her|their|your) finger on",
    r"(?:what|how) would (?:it|you|we|people|they|help|make)",
    r"say (?:more|that again|it again)",
    r"tell us more",
    (
        r"(?:could|can|shall|would) (?:you and i|we|you) (?:\w+ )?(?:look|work|sit|"
        r"talk|think|come|add|put|write|ask|do|get|bring|spend|hear|stay|draft)"
    ),
    (
        r"(?:i'd|i would|we'd) (?:like|want|rather|welcome|sooner|love|prefer|be up|"
        r"hold|happily|put|add|ask|never|say)"
    ),
    (
        r"(?:i'll|i will|i can|i could|let me|we can|we could|we'll|we should|"
        r"we ought|you can|you could) "
    ),
    r"(?:let's|lets) (?!just|not|crack|move|keep|stick|park|stay)",
    r"(?:stop|stay|pause|sit|stick) (?:on|with) (?:that|this|yours|\w+'s)",
    r"(?:bitten|stung|been there|happened to us|had that|felt that)",
    (
        r"(?:it's|that's|it is|that is) (?:a |an )?(?:really |very |proper |fair |"
        r"uncomfortable |hard |good )+"
    ),
    r"(?:thank you|thanks) for (?:telling|saying|asking|not letting)",
    (
        r"(?:never|not) (?:once )?(?:looked|thought|asked|checked|considered|noticed|"
        r"occurred)"
    ),
    (
        r"(?:hadn't|haven't|had not|i'd not|we never|nobody ever|nobody's|"
        r"no one has) (?:\w+ )?(?:looked|thought|asked|considered|seen|said|noticed|"
        r"heard)"
    ),
    r"(?:we|i) (?:ought|owe|should have|should've|got that wrong|missed)",
    r"hang on",
    (
        r"(?:squirming|stings|nail on the head|hits home|on me|that's on us|our doing|"
        r"my fault)"
    ),
)

LOOKS_BACK: Final = phrases(
    (
        r"(?:going|go|come|coming|back|return|returning|to go|circle|circling|jumping|"
        r"scrolling) back (?:up |a bit|a bit up |to|on|up a bit)"
    ),
    r"back (?:up )?to (?:\w+'?s?|the|your|that|what|my)",
    (
        r"(?:been|keep|kept|still|been sat) (?:\w+ )?(?:chewing|thinking|mulling|"
        r"pondering|dwelling|turning|digging|stewing|wondering) (?:on|about|over|it|"
        r"while|of)?"
    ),
    r"can't (?:shake|stop thinking|get past|let go of|unhear)",
    r"(?:what|as|like) (?:\w+) (?:said|asked|raised|mentioned|says|was asking|put)",
    (
        r"\w+'s (?:point|question|thing|q|worry|one|concern|gate|issue|bit|ask|"
        r"challenge|word|coffin)"
    ),
    (
        r"(?:about|on|re|regarding|picking up|to pick up|returning to|answering|"
        r"to answer) (?:your|\w+'s|that question|the question|yours|what)"
    ),
    r"(?:only just|just) (?:seen|scrolled|saw|read|catching|caught|noticed|got to)",
    (
        r"(?:earlier|before|a while ago|from before|at the start|ten minutes ago|"
        r"up there|further up|scroll up)"
    ),
    (
        r"(?:stay with|stick with|stop on|want to stay|hold on to) (?:yours|that|"
        r"\w+'s)"
    ),
    r"since \w+ (?:spoke|asked|said|raised)",
    r"(?:your|\w+'s) (?:word|question|point|nodding|friend) ",
    r"i'll answer",
    r"(?:put|puts) (?:his|her|their|your) finger",
    r"let(?:ting)? that drop",
    r"when \w+ said",
    r"not (?:let|lose) (?:that|\w+'s)",
)

TAKES_AWAY: Final = phrases(
    (
        r"(?:i'll|i will|ill|let me|we'll|we will|i can|i'm going to|i shall|lemme|"
        r"happy to) (?:\w+ ){0,2}?(?:find out|check|look into|look it up|chase|ask|"
        r"get back|come back to|get (?:you )?(?:that|an answer|it|this)|dig|"
        r"take (?:that|it|this) (?:away|to|up|back)|follow up|raise (?:it|that|this)|"
        r"get (?:it|that|this) in writing|have (?:it|that) in writing|ring|call|email|"
        r"bring (?:it|that|this))"
    ),
    r"in writing (?:from|by|before|for)",
    r"leave (?:it|that|this) with me",
    r"take (?:that|it|this) (?:away|to (?:my|the|our|governance|board|\w+))",
    r"(?:action|one) (?:for|on) me",
    r"i'll own (?:that|it)",
    r"find out (?:and|by|before|for|today|tomorrow)",
    r"(?:i'll|we'll|let me) find out",
)

COMMITS: Final = phrases(
    (
        r"(?:and |so |then )?(?:i'll|i will|i shall|we'll|i could|we could|let me|"
        r"lemme|i'd|we'd|i would|happy to|on it|leave (?:it|that) with me|"
        r"i'm (?:up for|happy to|bringing|adding|asking|putting))"
    ),
    (
        r"(?:i|we) can (?:do|bring|ask|ring|send|put|take|get|move|make|look|have|"
        r"lend|ask|talk|run|come|swap|check|drop|try|pull|add|give|sort|find|write|"
        r"share|cover)"
    ),
    (
        r"(?:adding|swapping|changing|moving|putting|asking) (?:it|that|them|this|you|"
        r"both|him|her)"
    ),
    r"(?:i've|we've) (?:asked|rung|checked|added|put|changed|moved|written|booked)",
    r"with you",
    r"(?:send|ask|ring|bring|show|tell|put|give) (?:it|them|you|me|him|her)\b",
    (
        r"(?:we should|we ought|let's (?:put|do|have|get|make|add|write|ask|say|call|"
        r"hear|give|try|split|take the))"
    ),
)

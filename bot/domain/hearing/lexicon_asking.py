"""The phrases in which people ask, of our own writing."""

import re
from typing import Final

from bot.domain.hearing.patterns import LEAD_IN, opening, phrases

WH: Final = r"(?:what|who|when|where|why|how|which|whose|whom)"

AUX: Final = (
    r"(?:is|are|am|was|were|do|does|did|have|has|had|can|could|will|would|should|"
    r"shall|might|must|isn'?t|aren'?t|wasn'?t|weren'?t|don'?t|doesn'?t|didn'?t|"
    r"haven'?t|hasn'?t|can'?t|couldn'?t|won'?t|wouldn'?t|shouldn'?t)"
)

SUBJECT: Final = (
    r"(?:i|you|u|ye|yous|we|they|he|she|it|this|that|these|those|there|any|anyone|"
    r"anybody|someone|somebody|everyone|everybody|people|folks|the|a|an|my|our|"
    r"your|their|his|her|its|both|all|one|some|each|either|nobody|no one|"
    r"two of us|any of (?:you|us))"
)

STARTS_ASKING: Final = opening(
    (
        rf"(?:what|who|when|where|why|how|whose|whom) {AUX}(?! i (?:said|mean|meant|"
        rf"think))"
    ),
    (
        r"which (?:one|ones|of|way|is (?:it|which|the|better|best)|do|does|did|can|"
        r"should)"
    ),
    (
        r"(?:what|who|where|how|when|why|which)(?:'s|s)(?! (?:up|more|for sure|"
        r"\S+ing is|interesting|nice|great|good))"
    ),
    r"(?:what|who|where|how|when)'?(?:re|d)(?= \w)",
    (
        rf"(?:what|which|whose) (?!(?:i|we|you|they|he|she|it|that|this|if|a|an|the|"
        rf"is|was)\b)(?:\S+ ){{1,3}}{AUX}"
    ),
    (
        r"how (?:to|many|much|long|often|far|soon|big|late|old|few|come|about|do|well|"
        r"likely|bad)(?! (?:better|more|fun|nicer))"
    ),
    (
        r"what (?:about|if|happens|happened|time|counts|became|becomes|kind|sort|else|"
        r"makes|goes|gets)"
    ),
    (
        r"who (?:\S+s|got|gets|set|decided|made|said|wrote|pays|owns|else|here|signed|"
        r"asked|has|all)"
    ),
    r"why (?:not|would|we|the|on earth|only|so)",
    (
        rf"(?:is|are|was|were|does|did|has|can|could|will|would|should|shall|"
        rf"am|isn't|aren't|don't|doesn't|didn't|haven't|hasn't|can't|couldn't|won't|"
        rf"wouldn't|shouldn't|wasn't|may|might) {SUBJECT}"
    ),
    # "do it", "have a good one" tell; "do they", "have any" ask
    r"(?:do|have) (?:i|you|u|ye|yous|we|they|any|anyone|anybody|people|folks|either|both)",
    r"does \w+ \w+",
    (
        r"(?:is|are|was|has|did) \w+ (?:still|already|even|yet|too|wrong|down|open|"
        r"free|ready|closed|stopping|getting|going|coming|at|come|count|meant|"
        r"supposed|allowed|any|said|say|get|go|ever|the same|really|included|a|the|or)"
    ),
    (
        r"(?:which|what) (?:one|ones|time|day|date|number|colour|version|room|way|"
        r"word) \w+"
    ),
    r"where (?:even|exactly|the hell|on earth|abouts) (?:is|are|do|does)",
    r"who (?:even|exactly|actually|the hell) \w+",
    r"(?:anyone|any1|some1|anybody) (?:know|knows|kno|no)",
    (
        r"(?:any|some)(?:one|body) (?:\S+ )?(?:know|knows|got|have|has|else|seen|"
        r"heard|tried|able|using|use|used|remember|sorting|fancy|want|mind|here|there|"
        r"help|in|up for|free|able to|used|familiar|running|ever|the)"
    ),
    (
        r"any (?:idea|ideas|news|chance|word|objections?|update|updates|thoughts|clue|"
        r"luck|reason|volunteers|sign|way to|tips|pointers|suggestions|"
        r"recommendations|questions|takers|preference)"
    ),
    (
        r"(?:i was |i'm |im |was |just |still ){0,8}wondering (?:if|whether|what|how|why|"
        r"who|where|about|when)"
    ),
    r"do (?:we|you|they|people|juniors|folk|kids|children)",
    r"(?:pls|please) tell me",
)

ASKS_INSIDE: Final = phrases(
    (
        rf"(?:and|but|so|because|cos|coz|bc|or|like|then|um|uh|just|also|i mean|"
        rf"now) (?:what|who|where|why|how|when) {AUX}(?: \S+)"
    ),
    (
        r"(?:and|but|so|because|cos|or|like|then|um|uh|just|also) (?:what|who|where|"
        r"why|how|when)'?s (?:the|a|it|that|this|our|your|\S+ing)"
    ),
    (
        rf"(?:and|but|so|because|or|then|um|uh|also|now) (?:is|are|was|were|does|do|"
        rf"did|has|have|can|could|will|would|should|shall) {SUBJECT}"
    ),
    (
        rf"{WH} (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|"
        rf"should) (?:i|you|we|they|he|she|it|that|this|there|anyone|anybody|people|"
        rf"the|our|your|my|their)"
    ),
    r"how (?:many|much|long|often|come)",
    (
        r"(?:does|do|did|has|have|had|is|are|can|could|will|would) (?:anyone|anybody|"
        r"somebody|someone|any of you|either of you|one of you)"
    ),
    r"(?:any(?:one|body)) (?:know|got|have|remember|seen|else|want|mind)",
    (
        r"(?:do we|do you|are we|have we|did we|should we|shall we|can we|could we|"
        r"are they|are you|is there|are there|do they|does it|does that|did anyone|"
        r"is that|is it|isn't it|does this|is this) (?:\S+ ){0,12}\S+"
    ),
    (
        r"(?:or (?:not|what|is it|is that|are we|do we|does it|just|only|no|"
        r"the other))"
    ),
    (
        r"who (?:decides|owns|pays|signs|tells|checks|carries|counts|gets|is|was|are|"
        r"were|has|keeps|sees|set|decided)"
    ),
)

ASKS_INDIRECTLY: Final = phrases(
    (
        r"(?:i'd like|i would like|want|need|would love|'d love|like|curious|keen|"
        r"be good|helpful|useful) to (?:know|understand|hear|ask) (?:who|what|why|how|"
        r"if|whether|when|where|which|about)"
    ),
    r"(?:i )?(?:keep|kept|find myself|was|am|been|i'm|do) wondering",
    r"i wonder (?:if|whether|who|what|how|why)",
    r"need to know (?:if|whether|who|what|which|how|when|where)",
    r"need (?:a|some) (?:name|date|figure|number|decision|steer) (?:for|on)",
    r"can (?:someone|somebody|anyone|one of you|you|i|we)",
    r"could (?:someone|somebody|anyone|one of you|you|i|we)",
    r"(?:tell|remind) me (?:who|what|why|how|which|where|when)",
    r"(?:curious|interested) (?:if|what|who|how|why|whether|about)",
    r"someone (?:will|'ll) have to tell me",
    r"(?:give us|give me|we need) something to (?:say|tell)",
    r"has (?:the )?loan of",
    r"has anyone",
    r"i'd be (?:interested|curious)",
    r"my question (?:is|was)",
)

THIS_OR_THAT: Final = re.compile(
    r"(?<!\w)or (?!(?:something|whatever|so|anything|else|two|more|less|that|this|"
    r"other|stuff|similar)\b)(?:is it )?[\w'-]+(?: [\w'-]+){0,2}[ ?]*\Z"
)

ASKS_YES_OR_NO: Final = re.compile(
    LEAD_IN
    + (
        r"(?:is|are|am|was|were|do|does|did|have|has|had|can|could|will|would|should|"
        r"shall|may|isn'?t|aren'?t|don'?t|doesn'?t|didn'?t) \w"
    )
    + r"|(?:any(?:one|body)|any) "
)

# Asked alone these are the listener's part of a talk, not a question at all.
NOD: Final = re.compile(
    r"(?:oh |so |and |uh |um |well ){0,40}(?:right|ok|okay|you know|really|yeah|"
    r"all right|alright|uh ?huh|nuh|i mean|oh|huh|mm|eh|yes|no|seriously|"
    r"who knows|so what)[\s?!.,…]*\Z"
)

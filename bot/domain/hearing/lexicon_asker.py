"""The phrases of somebody who takes a question back, or has what they need; our own writing."""

from typing import Final

from bot.domain.hearing.patterns import phrases

WITHDRAWS: Final = phrases(
    r"nvm+",
    r"never ?mind",
    r"nevermind",
    (
        r"(?:scratch|scrap|strike|ignore|disregard|forget|cancel|drop|belay|delete|"
        r"retract|unsay) (?:that|it|this|me|my|the question|all that|last|it please)"
    ),
    r"as you were",
    r"withdrawn",
    r"disregard",
    r"never mind me",
    r"forget (?:it|i (?:spoke|asked|said))",
    (
        r"(?:sorry|ok|okay|oh|ah),? (?:it's|its|it is|it was|they're|i had|i've|saw|"
        r"seen|found) (?:on|in|at|under|a|the|it|there|me|my)"
    ),
    r"it was me",
    r"don't need (?:it|that|the \w+|one|them)(?: \w+)? (?:now|any ?more|after all)",
    r"(?:i )?stand corrected",
    r"no wait",
    r"don't (?:answer|bother|worry),? (?:i|it|found|got)",
    r"(?:ok|okay|oh|ah),? (?:i |i've |just )?(?:saw|seen|read) the \w+",
    r"ringing (?:em|them|it)\W+ sorted",
    r"i am blind|i'm blind",
    r"(?:false|panic) (?:alarm|over)",
    r"i take (?:that|it) back",
    r"(?:answered|answering) (?:my|me)(?:self| own)",
    r"(?:doesn't|does not|dont|don't) matter",
    (
        r"(?:i |i've |i have |just |oh |ah ){0,4}(?:found|spotted|got|located|sorted|"
        r"solved|fixed|worked|figured) (?:it|him|her|them|one|this|it out|that(?! \w)|"
        r"the \w+|myself)(?: \w+){0,3}"
    ),
    (
        r"(?:oh|ah|ahh|oop|oops|ooh|d'oh|doh|duh|aha) ?,? (?:wait|no|it's|its|it is|"
        r"they're|i see|there|under|right there|found|is it|the \w+|ok it|it let|"
        r"it has|it does|yes it|got it|sorry|bum|i've)"
    ),
    r"my (?:bad|mistake|copy|fault|own fault|error)",
    r"(?:daft|silly|stupid|dozy|dopey|blind) me",
    r"in my (?:own )?(?:coat|pocket|bag|hand|phone|inbox|car|drawer|spam)",
    r"can't read",
    r"carry on\W*\Z",
    r"it came to me",
    r"no (?:it's|its) me",
    r"muddled",
    r"misread",
    r"in front of me",
    r"(?:no need|no worries|don't bother|ignore)\W*\Z",
    (
        r"(?:i'm|i am|was) (?:being )?(?:an idiot|a muppet|blind|looking at the wrong|"
        r"in the wrong|on the wrong)"
    ),
    (
        r"(?:wrong|old|different) (?:dir|folder|tab|file|page|version|copy|doc|vpn|"
        r"v p n|sheet|channel|thread)"
    ),
    (
        r"(?:it's|its|they're|it is|was|is) (?:\w+ )?(?:pinned|bookmarked|on page|"
        r"on p|on the (?:back|front|bottom|top|sheet|board|rota|list|calendar)|"
        r"in the (?:header|vault|invite|calendar|email|pack|doc|notes|description|"
        r"title)|on my \w+|in my \w+|under \w+|in '?\w+'? of course)"
    ),
    r"oh wait",
    r"page \d+:",
    r"solved it",
    r"problem solved",
    r"working now",
    r"works now",
    r"sat on (?:it|them)",
    r"sitting on (?:it|them)",
    r"i see it",
    (
        r"(?:i've |just |have )?(?:checked|looked|asked)(?: \w+){0,4},? (?:it is|it's|"
        r"and it|they|he|she|we're|all good|its)"
    ),
    r"(?:just )?walked round to look",
    r"is lending me",
)

SETTLES: Final = phrases(
    (
        r"(?:that|this|which) (?:i can|we can|i could|'ll do|will do|would do|works|"
        r"helps|explains|makes sense|sorts|did it|does it|answers|is all i|'s all i|"
        r"was it|fixed|worked|solved|is fine|'s fine|is clear|'s clear|clears)"
    ),
    r"(?:makes|make) (?:\w+ )?sense",
    r"(?:good|great|helpful|useful) to know",
    (
        r"(?:ah|oh|aha|ahh|ohh) ?,? ?(?:ok|okay|right|brill|got it|gotcha|i see|"
        r"thanks|cool|nice|yes|lovely|brilliant|perfect|great)"
    ),
    (
        r"(?:much|way|a lot|really|that's|lot|so) (?:\w+ )?(?:clearer|simpler|better|"
        r"clear|helpful|useful)"
    ),
    r"(?:fair|good) enough",
    r"(?:i can|could|can) (?:live with|use|work with|sign)",
    (
        r"gotcha|got it|understood|perfect|brilliant|lovely|amazing|excellent|"
        r"wonderful|superb|champion"
    ),
    (
        r"(?:that's|thats) (?:all|what|exactly|perfect|great|fine|grand|brilliant|"
        r"straight|a comfort|good|lovely|it|clear|neat|a relief|kind)"
    ),
    r"it (?:works|worked|helped|did)",
    r"(?:would do|does|will do) (?:it|me|for me)",
    r"music to my ears",
    r"(?:a|what a|such a) (?:comfort|relief)",
    r"i'd (?:welcome|like|enjoy) that",
    r"okay good",
)

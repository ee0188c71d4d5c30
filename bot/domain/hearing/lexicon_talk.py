"""The phrases with which people keep a talk going, of our own writing."""

import re
from typing import Final

from bot.domain.hearing.patterns import phrases, whole

ACKNOWLEDGES: Final = whole(
    r"o?k(?:ay)?",
    r"kk?",
    r"right",
    r"sure",
    r"noted",
    r"duly noted",
    r"got it",
    r"will do",
    r"mm+ ?hm+",
    r"mm+",
    r"uh huh",
    r"great",
    r"lovely",
    r"brilliant",
    r"perfect",
    r"super",
    r"nice",
    r"cool",
    r"fine",
    r"good",
    r"agreed",
    r"understood",
    r"yes yes",
    r"fair enough",
    r"fair",
    r"noice",
    r"ace",
    r"grand",
    r"sound",
    r"champion",
    r"wow",
    r"oh",
    r"ah",
    r"ooh",
    r"gosh",
    r"crikey",
    r"ouch",
    r"indeed",
    r"quite",
    r"true",
    r"exactly",
    r"same",
    r"hm+",
    r"hear hear",
    r"good good",
    r"oh dear",
    r"blimey",
    r"ha",
    r"aye",
    r"yep",
    r"yeah",
    r"yup",
    r"yes",
    r"no",
    r"nope",
    r"wonderful",
    r"beautiful",
    r"excellent",
    r"awesome",
    r"amazing",
    r"roger",
    r"copy",
    r"\+1",
    r"ta",
    r"bless",
    r"o7",
    r"on it",
    r"done",
    r"alright",
    r"all right",
    r"dreamy",
    r"sweet",
    r"okie",
    r"okey dokey",
    r"righto",
    r"very good",
    r"very well",
)

THANKS: Final = phrases(
    r"thank(?:s|you| you| u)",
    r"thanx",
    r"thnx",
    r"thx",
    r"ty",
    r"tx",
    r"tnx",
    r"ta",
    r"cheers",
    r"much appreciated",
    r"appreciate (?:it|that|you|the)",
    r"diolch",
    r"grazie",
    r"merci",
    r"gracias",
    r"tysm",
    r"lifesaver",
    r"legend",
    r"you star",
    r"hero",
)

LAUGHS: Final = re.compile(
    r"[😂🤣😄😅😆😁🙃😜😝😹💀😏😉🤪🥲]|(?<!\w)(?:l+o+l+|lmao+|lmfao|rofl|(?:a?ha){2,}h?|"
    r"ha+\b(?=[ ,.!]|\Z)|hehe+|heh|jk|just kidding|only joking|kidding)(?!\w)|"
    r"[:;][-']?[pPD](?!\w)"
)

BRUSHES_OFF: Final = phrases(
    (
        r"(?:one|that's|a matter|something|maybe) (?:\w+ )?for (?:another|outside|"
        r"later|next|a different|offline|the pub|some other|after|elsewhere|"
        r"the corridor)"
    ),
    r"for another (?:day|time|meeting)",
    (
        r"(?:let's|lets|we'll|i'll|can we|could we|we should|shall we|going to|gonna|"
        r"need to|have to) (?:\w+ )?park"
    ),
    r"park (?:that|it|this|those)",
    r"parking lot",
    r"car park that",
    r"(?:can|could|shall) we (?:please )?(?:stick|keep|stay|focus|get back|move)",
    (
        r"(?:let's|lets) (?:just |please |try and |all |try to )?(?:stick|keep to|"
        r"stay|focus|not get|not go|not open|crack on|move on|keep it|keep moving|"
        r"get through|leave|press on)"
    ),
    (
        r"(?:shan't|won't|not going to|don't want to|can't|cannot) (?:\w+ )?(?:get|go|"
        r"be drawn|be going|open) (?:into|there|that)"
    ),
    (
        r"(?:take|taking|pick|let's take) (?:that|this|it|those)(?: \w+)? (?:offline|"
        r"outside|elsewhere|up separately)"
    ),
    r"offline",
    r"(?:moving|move) (?:us |swiftly |along |things )?(?:on|along)",
    r"(?:duly |all )?noted(?=[,.!]|\W*\Z)",
    r"i hear you",
    (
        r"(?:we'll|we will|we can|can we|let's) (?:\w+ )?(?:come back to|circle back|"
        r"revisit|return to|cover|pick up|get to)"
    ),
    (
        r"appreciate (?:you|the|that|your) (?:flagging|raising|honesty|candour|"
        r"sharing|challenge|point|input|question)"
    ),
    (
        r"thanks for (?:sharing|flagging|raising|asking|that|the honesty|your honesty|"
        r"being honest)"
    ),
    r"thank you for (?:sharing|flagging|raising|your)",
    (
        r"(?:it's|its|that's) (?:all )?in the (?:epic|pack|doc|docs|paper|slides|"
        r"appendix|deck|plan|faq|handbook|notes|policy|appendices|report|readme|"
        r"manual)"
    ),
    r"(?:just )?google it",
    r"rtfm",
    r"(?:no|not|haven't|don't have) (?:the )?time (?:for|to)",
    r"out of scope",
    r"beyond (?:the )?scope",
    (
        r"not (?:now|today|for today|for now|the time|the place|our (?:call|job|"
        r"problem)|on the agenda)"
    ),
    r"above my pay ?grade",
    r"(?:per|as per) (?:protocol|the|policy)",
    (
        r"(?:different|separate|bigger|longer) (?:meeting|conversation|discussion|"
        r"forum)"
    ),
    r"as (?:i|we) said",
    r"(?:been|gone) (?:over|through) (?:this|that|it)",
    r"let it go",
    r"it is what it is",
    r"you'll be (?:right|fine|grand|ok)",
    r"don't (?:worry|fret|start)",
    (
        r"(?:good|great|fair|interesting|valid|nice) (?:point|one|question|challenge|"
        r"shout|spot)[,.!]* (?:\w+[,.!]* )?(?:anyway|right|ok|so|next|now|moving|but|"
        r"let's)"
    ),
    r"here we go",
    r"later please",
    r"can't do everything",
    r"bear (?:that|it) in mind",
    r"say no more",
    r"yes yes",
    r"already (?:laminated|printed|agreed|decided|signed)",
    r"leave (?:that|it) (?:there|with)",
    r"oh (?:behave|give over|stop)",
    r"always (?:our|your) greatest",
    r"logged[,.!]? thank",
    r"minuted",
)

PRAISES: Final = phrases(
    (
        r"(?:great|good|excellent|brilliant|super|fab|lovely|nice|cracking|fair|"
        r"interesting|valid|powerful|important|beautiful|amazing|fantastic|"
        r"wonderful) (?:\w+ )?(?:question|point|spot|shout|catch|one|attitude|"
        r"challenge|energy|honesty|work|stuff|thought|observation|insight|handover|"
        r"job|idea|thinking)"
    ),
    r"love (?:that|this|the|it|your|how)",
    (
        r"(?:you|what a|pure|absolute|total) (?:\w+ )?(?:star|legend|gem|saint|angel|"
        r"hero|treasure|rock|darling|goddess|weapon)"
    ),
    (
        r"(?:so|very|really|how) (?:\w+ )?(?:brave|honest|thoughtful|passionate|"
        r"refreshing|true|important|wise|right)"
    ),
    (
        r"(?:glad|pleased|happy|lovely|great|good|brilliant|nice) (?:that )?(?:you|"
        r"someone|somebody) (?:\w+ )?(?:brought|raised|asked|said|mentioned|flagged)"
    ),
    r"keep(?:s)? us honest",
    r"bless (?:you|him|her|your)",
    r"well (?:said|put|done)",
    r"what would we do without",
    r"appreciate",
    r"👏|💛|❤️|💜|🙏|🙌|💪|⭐|🌟",
    r"keep that up",
    r"never change",
    r"speaking your truth",
    r"well played",
)

NEXT_ITEM: Final = phrases(
    (
        r"(?:item|slide|step|point|agenda item|section|topic|question|application|bed|"
        r"number) (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
    ),
    r"(?:next|last) (?:item|up|thing|one|slide|is|topic|point|on|bit)",
    (
        r"(?:ok|okay|right|so|lovely|great|good|perfect|super|brilliant|thanks|now|"
        r"carried|agreed)[,.!]* (?:so |then |now )?(?:next|item|on to|onto|moving|"
        r"slide|over to|workforce|dates)"
    ),
    r"(?:over|back) to you",
    r"on to (?:the|item|slide|our|my|\w+)",
    r"(?:moving|move) (?:us )?on",
    r"aob",
    r"any other business",
    r"(?:reminder|deadline|heads up)",
    r"(?:\w+) next\W*\Z",
    r"\w+ then\W*\Z",
    r"(?:ok|okay|right|anyway|so),? (?:\w+ )?(?:then|is me|please)\W*\Z",
)

NEXT_OPENING: Final = re.compile(
    r"(?:ok |okay |right,? |so |anyway,? |lovely,? |great,? ){0,8}(?:next|item|"
    r"moving on|anyway|on to|right then|final(?:ly)?|last)(?!\w)"
)

# "Flu clinics: …", "also, …", "btw …" open a matter of their own.
OWN_MATTER: Final = re.compile(
    r"(?:[\w'’&/#.-]+ ){0,4}[\w'’&/#.-]+:(?=\s)|(?:also|btw|fyi|heads up|reminder|"
    r"unrelated|separately|last thing|one more thing|another thing|oh and|ps|"
    r"quick one|quick update|update)(?!\w)"
)

GREETING_ONLY: Final = re.compile(
    r"(?:good )?(?:morning+|afternoon|evening|hi+|hiya|hello+|hey+|yo|bore da|"
    r"welcome|gm|greetings|howdy|night|bye|goodnight|see you|cya)(?!\w)"
)

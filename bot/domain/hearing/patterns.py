"""Patterns from phrases: a small language for writing lexicons of one's own.

A phrase is written as it is said; an apostrophe may be missing in the message (`don't`, `dont`),
and a space stands for one space, because messages are looked at in lower case with their white
space squeezed. No pattern repeats a repetition, so each takes time in proportion to its text.
"""

import re
from typing import Final

Pattern = re.Pattern[str]

# What people say before they come to it.
LEAD_IN: Final = (
    r"(?:(?:so|and|but|or|um|uh|erm|er|ok|okay|right|well|also|oh|ah|hey|hi|hello|"
    r"hiya|(?:hi|hey|hello|morning|afternoon|evening) (?:all|everyone|folks|team|"
    r"both)|morning|afternoon|evening|sorry|wait|hang on|hmm|btw|just|quick (?:one|q|question)|"
    r"genuine question|serious question|honest question|(?:a |one )?(?:daft|silly|"
    r"stupid|dumb|stupid) (?:one|question)|question|honestly|actually|like|then|"
    r"please|pls|now|because|cos|coz|bc|yeah|yes|no|mm|i mean|you know|"
    r"out of interest|while we're here|one more|last one|"
    r"while i think of it)[,:;.\-]* ){0,4}"
)


def phrases(*said: str) -> Pattern:
    """A pattern that finds any of these phrases as whole words."""
    return re.compile(r"(?<!\w)(?:" + "|".join(_spelt(one) for one in said) + r")(?!\w)")


def opening(*said: str) -> Pattern:
    """A pattern that finds any of these phrases at the start, after a few words of lead-in."""
    return re.compile(LEAD_IN + r"(?:" + "|".join(_spelt(one) for one in said) + r")(?!\w)")


def whole(*said: str) -> Pattern:
    """A pattern for a message made of these phrases alone (and punctuation), up to six of them."""
    said_one = r"(?:" + "|".join(_spelt(one) for one in said) + r")"
    return re.compile(r"[\W_]*" + said_one + r"(?:\W+" + said_one + r"){0,5}[\W_]*\Z")


def _spelt(phrase: str) -> str:
    """A phrase whose apostrophes may be missing."""
    return re.sub(r"(?<!\?)'(?!\?)", "'?", phrase)

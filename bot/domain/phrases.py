"""Phrases: the few words that name what a message is about; an asking without its wrapping."""

import re
from typing import Final

from bot.domain.words import own_talk, rarity

SUBJECT_WORDS: Final = 4
CLAUSE_WORDS: Final = 18
LOOKED_AT: Final = 600  # characters: a subject stands early

_WORD = re.compile(r"[^\W_]+(?:['’\-/&][^\W_]+)*")
_BREAK = re.compile(r"[.,;:!?()\n\"“”]|\s[-–—]\s")
_WRAPPING = re.compile(
    r"^(?:(?:sorry|so|and|but|ok|okay|right|well|hang on|hold on|wait|quick one|quick question"
    r"|daft one from me|might be a daft one|daft question|silly question|stupid question|just"
    r"|if i'?m honest|to be honest|tbh|honestly|before (?:we|you) (?:go|move) on"
    r"|while we'?re (?:here|at it)|can i ask(?: something)?|i'?ll be the one to say it"
    r"|sorry to be that person|forgive me|genuine question|hi|hey|hello)\b[\s,.:;!–—-]*)+",
    re.IGNORECASE,
)


def subject(text: str, names: tuple[str, ...] = ()) -> str:
    """The few words (at most four) that say most of what a text is about; "" where none does.

    Names of people are never among them.
    """
    own = own_talk(text[:LOOKED_AT]).own
    people = {part.lower() for name in names for part in _WORD.findall(name)}
    best, most = "", 0.9
    for clause in _BREAK.split(own):
        for run in _runs(_WORD.findall(clause), people):
            weight = sum(rarity(word.lower()) for word in run)
            if weight > most:
                best, most = " ".join(run), weight
    return best


def _runs(words: list[str], people: set[str]) -> list[list[str]]:
    """The stretches of neighbouring words that carry content, each cut to its last few words."""
    runs: list[list[str]] = [[]]
    for word in words:
        if rarity(word.lower()) > 0 and word.lower() not in people:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [run[-SUBJECT_WORDS:] for run in runs if run]


def clause(text: str, names: tuple[str, ...] = ()) -> str:
    """The asking itself: no greeting or apology before it, no name in it, not too long."""
    own = " ".join(own_talk(text[:LOOKED_AT]).own.split())
    bare = without_names(_WRAPPING.sub("", own, count=1), names)
    words = bare.split()
    if len(words) > CLAUSE_WORDS:
        bare = " ".join(words[:CLAUSE_WORDS]).rstrip(",;:.–—-") + " …"
    return bare.strip(" ,;:–—-")


def without_names(text: str, names: tuple[str, ...]) -> str:
    """The text without these people's names, however they are addressed."""
    for name in sorted((each for each in names if each.strip()), key=len, reverse=True):
        text = re.sub(rf"(?<!\w)@?{re.escape(name)}(?!\w)[,:]?", "", text, flags=re.IGNORECASE)
    return " ".join(text.split())

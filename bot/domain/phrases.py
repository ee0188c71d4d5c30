"""Phrases: what a text is about in a few words that fit a sentence, and an asking unwrapped.

People read these in sentences that a convener may say aloud, so anything doubtful is left out:
no phrase is better than a clumsy one.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from bot.domain.words import own_talk, rarity

SUBJECT_WORDS: Final = 2  # a third is as often a verb
CLAUSE_LEAST: Final = 2  # words: fewer say nothing by themselves
CLAUSE_MOST: Final = 24  # more are no quotation any more
LOOKED_AT: Final = 600  # characters: a subject stands early
_TELLING: Final = 1.0  # how rare one word of a subject must be

_WORD: Final = re.compile(r"[^\W_]+(?:['’\-/&][^\W_]+)*")
_BREAK: Final = re.compile(r"[.,;:!?()\n\"“”…]|\s[-–—/]\s")
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+")
_SPACED: Final = re.compile(r"(?<!\s)\s+(?=[,;:.?!])")
_REPEATED: Final = re.compile(r"([!?,;])[!?.,;]+")

# A noun phrase begins after these; "our" is said with it, the others become "the". What is "my",
# "your", "his" or "her" is somebody's own: it isn't carried into a sentence for everybody.
_DETERMINERS: Final = frozenset("the this these those our their another".split())
_ABOUT: Final = frozenset("about regarding over around".split())
# Words that say little and may still stand in a noun phrase.
_FILLERS: Final = frozenset("new old next last first second other same whole main".split())
_TIMES: Final = frozenset(
    """
    january february march april june july august september october november december
    mon tue tues wed thu thur thurs fri sat sun tonight midnight noon lunch lunchtime weekday
    spring summer autumn winter sec secs min mins hr hrs quarter fortnight moment
    twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen
    """.split()
)
# Verbs, where the ending doesn't tell.
_VERBS: Final = frozenset(
    """
    fall falls comes happens seems looks says thinks matters exists means goes needs sent told took
    gave got came went made kept sat stood ran became wrote drove held met paid lost won knew grew
    allow allows agree agrees expect expects decide decides pays owns eats sits stays sounds wants
    """.split()
)
_BE: Final = frozenset("is are was were isn't aren't wasn't weren't".split())
_DO: Final = frozenset("do does did can could will would should must has have had".split())
# What comes before these says of which kind they are: "our legal lot".
_HEADS: Final = frozenset("lot lots one ones thing things way people folk folks guys bit".split())
_VOWELS: Final = frozenset("aeiouyáéíóúäöüåøæ")  # "wk", "ppl" and "ml" aren't said aloud
_LY_NOUNS: Final = frozenset("family supply assembly anomaly monthly weekly daily reply".split())
_WRAPPING: Final = re.compile(
    r"^(?:(?:sorry|so|and|but|ok|okay|right|well|um|uh|erm|er|oh (?:lovely|great|good)|oh|hmm"
    r"|hang on|hold on|wait|btw"
    r"|by the way|also|anyway|actually|quick one|quick question|one more thing"
    r"|daft one from me|might be a daft one|(?:daft|silly|stupid|dumb) question"
    r"|just|if i'?m honest|to be honest|tbh|honestly|before (?:we|you) (?:go|move) on"
    r"|while we'?re (?:here|at it|on it)"
    r"|(?:can|may|could) i (?:just )?(?:ask|say)(?: (?:something|one thing))?(?: (?:daft|silly))?"
    r"|i'?ll be the one to say it|sorry to be that person|forgive me|genuine question|hi all|hi"
    r"|hey all|hey|hello)\b[\s,.:;!?–—-]*)+",
    re.IGNORECASE,
)
# An asking is rather in the sentence that says one of these.
_ASKS: Final = re.compile(
    r"\?|n['’]?t\b|\b(?:who|whose|what|when|where|why|how|which|not|nobody|never|still|unsure"
    r"|worr(?:y|ied|ies)|uneasy|uncomfortable|concern(?:ed)?|wonder(?:ing)?|lost)\b",
    re.IGNORECASE,
)


# --- what a text is about --------------------------------------------------------------------


def subject(text: str, names: Iterable[str] = ()) -> str:
    """A noun phrase that a text is about, ready for "about …"; "" where none is sure enough.

    People's names are never in it, nor is any other word with a capital, which may be a name.
    """
    people: frozenset[str] | None = None
    best, most = "", 0.0
    for stretch in _BREAK.split(own_talk(text[:LOOKED_AT]).own):
        for found, run, weight in _noun_phrases(_WORD.findall(stretch)):
            if weight > most:
                if people is None:  # in most texts nothing is found, so nobody is looked up
                    people = frozenset[str]().union(*(parts(each) for each in names))
                if people.isdisjoint(word.lower() for word in run):
                    best, most = found, weight
    return best


def _noun_phrases(words: list[str]) -> Iterator[tuple[str, list[str], float]]:
    """Each noun phrase that can be told by the word before it, its words, how much it says."""
    for place, word in enumerate(words):
        opener = word.lower()
        if opener not in _DETERMINERS and opener not in _ABOUT:
            continue
        run, after = _run(words[place + 1 :])
        run = _before_its_verb(words[place - 1].lower() if place else "", run, after)
        if not _is_noun_phrase(run) or (after and after[0].lower() in _HEADS):
            continue
        weight = sum(rarity(each.lower()) for each in run)
        if opener in _DETERMINERS:
            yield f"{'our' if opener == 'our' else 'the'} {' '.join(run)}", run, weight
        elif not run[-1].endswith("ing"):
            yield " ".join(run), run, weight


def _run(words: list[str]) -> tuple[list[str], list[str]]:
    """The words up to the first that can't be in a noun phrase, and those from there on."""
    for place, word in enumerate(words):
        if rarity(word.lower()) == 0 and word.lower() not in _FILLERS:
            return words[:place], words[place:]
    return words, []


def _before_its_verb(auxiliary: str, run: list[str], after: list[str]) -> list[str]:
    """The run without what is said of it in a question: "is the van free", "does the line hold"."""
    if auxiliary in _BE and not after:
        return run[:-1]
    return run[:1] if auxiliary in _DO and len(run) > 1 else run


def _is_noun_phrase(run: list[str]) -> bool:
    if not 1 <= len(run) <= SUBJECT_WORDS or not any(_tells(word) for word in run):
        return False
    if run[0][0].isdigit():
        return False
    if any(_may_be_a_name(word) or word.lower() in _VERBS for word in run):
        return False
    return _ends_well(run[-1].lower(), alone=len(run) == 1)


def _tells(word: str) -> bool:
    """Whether a word says what something is about: rare, and neither a number nor a time."""
    low = word.lower()
    said = word.isupper() or not _VOWELS.isdisjoint(low)
    return said and rarity(low) >= _TELLING and low[0].isalpha() and low not in _TIMES


def _may_be_a_name(word: str) -> bool:
    return word[:1].isupper() and not word.isupper()


def _ends_well(last: str, *, alone: bool) -> bool:
    """Whether a noun phrase may end with this word: verbs and adverbs show by their endings."""
    if last in _FILLERS or "'" in last or "’" in last:
        return False
    if last.endswith("ed") and not last.endswith(("eed", "bed", "shed")):
        return False
    if last.endswith("ing") and not alone:
        return False
    return not last.endswith("ly") or last in _LY_NOUNS


def forget() -> None:
    """Remember no name between two messages."""
    parts.cache_clear()


@lru_cache(maxsize=4096)
def parts(name: str) -> frozenset[str]:
    """The words of a name, in lower case."""
    return frozenset(word.lower() for word in _WORD.findall(name))


def names_somebody(text: str, name: str) -> bool:
    """Whether any part of somebody's name stands in the text as a word."""
    return not parts(name).isdisjoint(word.lower() for word in _WORD.findall(text))


# --- what was asked --------------------------------------------------------------------------


def clause(text: str, names: Iterable[str] = ()) -> str:
    """The asking itself, fit for quotation; "" where there is none of a fit length.

    Without greeting or apology before it, nor anybody of `names` called at its start or end.
    """
    people = tuple(names)
    own = " ".join(own_talk(text[:LOOKED_AT]).own.split())
    for bare in _candidates(_unwrapped(own, people)):
        if CLAUSE_LEAST <= len(bare.split()) <= CLAUSE_MOST:
            return _tidy(_unwrapped(bare, people))
    return ""


def _candidates(bare: str) -> Iterator[str]:
    """The whole; or else its last sentence that asks."""
    yield bare
    sentences = _SENTENCE.split(bare)
    yield from reversed([each for each in sentences if _ASKS.search(each)])


def _unwrapped(text: str, names: tuple[str, ...]) -> str:
    return without_calls(_WRAPPING.sub("", without_calls(text, names), count=1), names)


def _tidy(text: str) -> str:
    """Fit to stand in quotation marks: no others in it, no doubled punctuation, nobody pinged."""
    plain = text.translate({ord("“"): "‘", ord("”"): "’", ord('"'): None, ord("@"): None})
    return _REPEATED.sub(r"\1", _SPACED.sub("", plain)).strip(" ,;:–—-")


def without_calls(text: str, names: tuple[str, ...]) -> str:
    """The text without these people being called at its start ("Tom, …") or end ("…, Tom?")."""
    for name in filter(None, names):
        if name.lower() in text.lower():
            called = re.escape(name)
            first = rf"^(?:@{called}\b|{called}\s*[,:;–—-])[\s,:;]*"
            last = rf"(?:,\s*@?|(?<!\s)\s+@){called}(?=[?!.…\s]*$)"
            text = re.sub(f"{first}|{last}", "", text, flags=re.IGNORECASE)
    return text.strip()

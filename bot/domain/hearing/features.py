"""What a sentence is made of, as names: the features that hearing's weights are learned for.

Words first lose what talk puts between them (fillers, stutters, broken-off words), since these hide
the shape of a question: `did did uh did i`. Words that carry content count as `*` wherever they
stand beside others, so that what is learned is how people ask, and not what about.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Final

from bot.domain.words import rarity, tokens

FILLERS: Final = frozenset({"um", "uh", "er", "erm", "uhm", "mm", "hmm", "hm", "ehm", "em"})
# "you know" and "i mean" are small talk, but not after these: "do you know", "what i mean".
_MEANT: Final = frozenset(
    {"do", "did", "does", "dont", "would", "could", "if", "how", "what", "as", "that", "who"}
    | {"whether", "let", "because", "when", "thats", "by", "which", "until", "where", "why"}
)
_ASIDES: Final = frozenset({("you", "know"), ("i", "mean")})
_ASIDES_END: Final = frozenset(last for _, last in _ASIDES)
_VOWELS: Final = frozenset("aeiouy")
_FRAGMENT: Final = 2  # letters, as in "th", "wh", "s"
_SHORT_WORDS: Final = frozenset("ok pm tv dr mr ms hr np pc".split())
_REPEATED: Final = (1, 2, 3)  # words

# What people say before they come to it.
_LEAD_IN: Final = frozenset(
    """
    so and but or okay ok well right yeah yes no oh ah hey hi hello hiya also now then because cos
    coz bc cause like just actually sorry wait anyway alright yep yup nope quick question honestly
    please pls morning afternoon evening all everyone folks team genuine serious daft silly stupid
    one maybe btw thanks ooh again
    """.split()
)
_LED_IN: Final = 6  # words of it at most

_CLASSES: Final = {
    "KNOW": "know understand follow see get sure clear",
    "THINK": "think guess suppose believe reckon",
    "ANY": "any anyone anybody anything someone somebody everyone everybody",
    "DET": "the a an this that these those my our your their his her its some",
    "IS": "im youre were theyre hes shes its thats theres id youd wed theyd ill youll well itll"
    " ive youve weve theyve",
    "PRO": "i you we they he she it u ye yous ya there",
    "AUX": "is are am was were do does did have has had can could will would should shall might"
    " must may isnt arent wasnt werent dont doesnt didnt havent hasnt cant couldnt wont wouldnt"
    " shouldnt aint",
    "WH": "what who where why how which whose whom when whats whos wheres hows whys wheres wot",
}
_CLASS: Final = {word: name for name, words in _CLASSES.items() for word in words.split()}
_EDGES: Final = (1, 2, 3)  # words
_LENGTHS: Final = (2, 3, 5, 8, 12, 18, 26, 40)  # words

# A long sentence has many features, none of which means as much as it would in a short one: their
# sum counts by the square root of how many they are. Measured: without it, F1 on whole worlds
# left out falls by 0.006, and on speech without punctuation by 0.03.
_USUAL: Final = 40
_FEWEST: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """A sentence's features: `said` by its words, `frame` by its marks, shape and place."""

    said: frozenset[str]
    frame: frozenset[str]

    @property
    def scale(self) -> float:
        """What each feature of `said` counts; each of `frame` counts 1."""
        return float((_USUAL / max(_FEWEST, len(self.said))) ** 0.5)


def together(parts: Sequence[Features]) -> Features:
    """The features of several sentences as of one."""
    return Features(
        said=frozenset().union(*(each.said for each in parts)),
        frame=frozenset().union(*(each.frame for each in parts)),
    )


def tidy(text: str) -> list[str]:
    """The words of a text without apostrophes, fillers, stutters and broken-off beginnings.

    Every number counts as `0`.
    """
    words = [word.replace("'", "") for word in tokens(text)]
    found: list[str] = []
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        if word not in FILLERS and not (after and _broken_off(word, after)):
            found.append("0" if word[0].isdigit() else word)
            _settle(found)
    return found


def _broken_off(word: str, after: str) -> bool:
    """Whether a word is the beginning of one that wasn't said to its end."""
    if len(word) <= _FRAGMENT:
        fragment = word.isalpha() and _VOWELS.isdisjoint(word) and word not in _SHORT_WORDS
        return fragment and (len(word) == 1 or rarity(word) > 0.0)
    return after.startswith(word) and len(word) < len(after) and rarity(word) > 0.0


def _settle(found: list[str]) -> None:
    """Take back an aside, or words said twice, at the end of what was found."""
    last = found[-1]
    if last in _ASIDES_END and _ends_aside(found):
        del found[-2:]
    elif found.count(last) > 1:
        for size in _REPEATED:
            if len(found) >= 2 * size and found[-size:] == found[-2 * size : -size]:
                del found[-size:]
                return


def _ends_aside(found: list[str]) -> bool:
    return len(found) > _FRAGMENT and (found[-2], found[-1]) in _ASIDES and found[-3] not in _MEANT


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, str]:
    """A word as it counts beside others, and the class of words to which it belongs."""
    form = word if word in _CLASS or word == "0" or rarity(word) <= 0.0 else "*"
    return form, _CLASS.get(word, form)


def said(words: Sequence[str]) -> list[str]:
    """What tidied words are: alone, side by side, at the beginning and at the end."""
    both = [_forms(word) for word in words]
    forms = [form for form, _ in both]
    classes = [name for _, name in both]
    second, third, fourth = classes[1:], classes[2:], classes[3:]
    found = [
        *words,
        *map(" ".join, pairwise(forms)),
        *map(" ".join, zip(forms, forms[1:], forms[2:], strict=False)),
        *[f"/{a}/{b}" for a, b in zip(classes, second, strict=False)],
        *[f"/{a}/{b}/{c}" for a, b, c in zip(classes, second, third, strict=False)],
        *[f"/{a}/{b}/{c}/{d}" for a, b, c, d in zip(classes, second, third, fourth, strict=False)],
    ]
    start = led_in(words)
    if start:
        found.append(f"led by {words[start - 1]}")
    for size in _EDGES:
        found += (
            "^" + " ".join(forms[start : start + size]),
            "^/" + "/".join(classes[start : start + size]),
            "^^/" + "/".join(classes[:size]),
            "$" + " ".join(forms[-size:]),
            "$/" + "/".join(classes[-size:]),
        )
    return found


def led_in(words: Sequence[str]) -> int:
    """How many words at the beginning lead up to what is said; the last never does."""
    start = 0
    while start < min(len(words) - 1, _LED_IN) and words[start] in _LEAD_IN:
        start += 1
    return start


def lengths(words: Sequence[str]) -> tuple[str, str]:
    """How long a sentence is, with and without its lead-in."""
    led = len(words) - led_in(words)
    return (
        f"words {bisect_left(_LENGTHS, len(words))}",
        f"words led {bisect_left(_LENGTHS, led)}",
    )

"""Words: what of a message is the author's own talk, and which of its words carry content.

Everything here looks at the first `LOOKED_AT` characters only and takes time in proportion to
them, so that a line of a megabyte costs no more than a long one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

LOOKED_AT: Final = 8_000
CONTENT_WORDS: Final = 48
_LONG: Final = 7
_STEM: Final = 3
_CACHED: Final = 50_000
_QUOTED_WORDS: Final = 6

Words = tuple[tuple[int, float], ...]

# To the last character that no sentence puts after an address.
_LINK = re.compile(r"(?:https?://|www\.)(?:[?.,;:!)\]>]*+[^\s?.,;:!)\]>]++)++", re.IGNORECASE)
_INLINE_CODE = re.compile(r"`[^`\n]{1,400}`")
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}>[^\n]*$", re.MULTILINE)
_QUOTED = re.compile(
    r'"[^"\n]{1,600}"|“[^“”\n]{1,600}”|«[^«»\n]{1,600}»|(?<!\w)[\'‘][^\'‘’\n]{1,400}[\'’](?!\w)'
)
# A '?' that is a placeholder, a ternary or part of an address asks nobody anything.
_FORMULA = re.compile(
    r"[=<>(,|&]\s{0,3}\?+|\?\s{0,3}[\'\"\w.]{1,40}\s{0,3}:(?!\))|\?\w+=\S*|/\S{0,300}\?\w\S*"
)
_SQL = re.compile(r"\b(?:select\b.{1,200}\bfrom|insert into|update\b.{1,80}\bset)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_](?:[^\W_]|['’](?=[^\W_]))*")
_DIGIT = re.compile(r"\d")

# The small change of English: these words join two messages without saying anything of either.
_FUNCTION: Final = frozenset(
    """
    a about above across actually after afternoon again against ah aint all almost along
    already also although always am an and another answer answers any anybody anyhow anyone
    anything anyway anywhere are arent around as aside ask asked at away aye back bc be became
    because been before behind being below beside between bit both btw but by came can cannot
    cant cheers come cos could couldnt did didnt do does doesnt doing done dont down each
    either else enough erm etc even evening ever every everybody everyone everything except
    far feel feels felt few fine first folk folks for from further fyi get gets getting give
    go goes going gone gonna good got great guess guys had hadnt haha has hasnt have havent
    having he hed hell hello her here heres hers herself hes hey hi him himself his hmm how
    however hows i id if ill im imo in indeed instead into is isnt it itll its itself ive just
    keep kind knew know knows last let lets like lol look looked looking looks lot lots lovely
    made make makes many may maybe me mean means meant might mine mm more morning most much
    must my myself nah near need neither never new next nice no nobody none nope nor not
    nothing now of off often oh ok okay old on once one ones only onto or other others our
    ours ourselves out over own people per perhaps please pls plz put question questions quite
    rather really right said same say says see seem seems she shes should shouldnt since so
    some somebody someone something sometimes somewhere soon sorry sort still such sure ta
    take tbh tell than thank thanks that thatll thats the their theirs them themselves then
    there theres these they theyd theyll theyre theyve thing things think this tho those
    though thought three through thru thus to today together told too toward towards tried
    tries try trying two uh um under until up upon us use used using very want was wasnt way
    we wed well went were werent weve what whatever whats when where wheres whether which
    while who whole whom whos whose why will with within without wont would wouldnt yeah yep
    yes yet you youd youll your youre yours yourself youve yup
    """.split()
)

# Words that many messages share by chance: they join two messages, but weakly.
_COMMON: Final = frozenset(
    """
    able add added afraid agree agreed ahead apart area ask bad based best better big book
    both bring bringing brought call called calls car care case change changed check clear
    close copy cost costs course cover cut date day days deal decide deep different doc door
    draft drop early easy eight email end ends evening extra fact fair fast file find finish
    finished five fix follow found four free friday full fun group guy half hand happen
    happened happens happy hard head hear heard help high hold home hope hour hours house idea
    important issue item job keep kept kids later least leave left less letter life line link
    list listen little live local long lose lost love low main making man matter maybe meet
    meeting message middle mind minute minutes monday money month months move moved moving
    name names night nine note notes number numbers open order page paper part past pay people
    person phone pick place plan play point post problem quick quickly read ready real reason
    remember rest ring round run running saturday saying second send sent set seven share
    short show side sign simple six slide small sound space special spend start started stay
    step stick stop stuff sunday system talk talked talking team ten test text thursday till
    time times tomorrow tonight top total true tuesday turn type version wait walk wednesday
    week weekend weeks wish wonder word words work worked working works world worry write
    wrong year years yesterday
    """.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message's own talk, with everything set apart that its author didn't say.

    `own` is the text without code, links and quotations; `code`, `quote` and `link` say what was
    taken out.
    """

    own: str
    code: bool = False
    quote: bool = False
    link: bool = False


def own_talk(text: str) -> Said:
    """Set apart fenced and inline code, quoted lines, quotations, links, formulae with '?'."""
    looked_at = text[:LOOKED_AT]
    own, fenced = _unfenced(looked_at)
    own, inline = _INLINE_CODE.subn(" ", own) if "`" in own else (own, 0)
    own, lines = _QUOTED_LINE.subn(" ", own) if ">" in own else (own, 0)
    own, links = _LINK.subn(" ", own) if "://" in own or "www." in own.lower() else (own, 0)
    unquoted = _QUOTED.sub(_set_apart, own)
    own, formulae = unquoted, False
    if "?" in own:
        plain = _FORMULA.sub(" ", own)
        formulae = plain != own
        own = plain.replace("?", " ") if formulae and _SQL.search(own) else plain
    return Said(
        own=own,
        code=bool(fenced or inline or formulae),
        quote=bool(lines) or unquoted.count('"') < looked_at.count('"'),
        link=bool(links),
    )


def _unfenced(text: str) -> tuple[str, bool]:
    """The text outside ``` fences, and whether there was one (an open one runs to the end)."""
    if "```" not in text:
        return text, False
    return " ".join(text.split("```")[::2]), True


def _set_apart(found: re.Match[str]) -> str:
    """Nothing for a pasted sentence or question; a word or two in quotation marks stay."""
    inside = found[0]
    pasted = "?" in inside or inside.count(" ") >= _QUOTED_WORDS
    return " " if pasted else f" {inside[1:-1]} "


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, apostrophes kept as ' (in any script)."""
    return _WORD.findall(text[:LOOKED_AT].lower().replace("’", "'"))


def stem(word: str) -> str:
    """A word without its commonest English endings: near enough to join two messages."""
    word = word.removesuffix("'s").replace("'", "")
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > _STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _STEM else word


_ENDINGS: Final = (
    ("ations", "at"),
    ("ation", "at"),
    ("ments", ""),
    ("ment", ""),
    ("ings", ""),
    ("ing", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("sses", "ss"),
    ("ers", ""),
    ("er", ""),
    ("ed", ""),
    ("es", ""),
    ("ly", ""),
    ("s", ""),
)


def rarity(word: str) -> float:
    """How much a shared word says, 0 to 1.5: nothing for 'the', much for a name or a number."""
    bare = word.replace("'", "")
    if bare in _FUNCTION or word in _FUNCTION or (len(bare) == 1 and not bare.isdigit()):
        return 0.0
    if word in _COMMON or stem(word) in _COMMON_STEMS:
        return 0.4
    if len(bare) >= _LONG or _DIGIT.search(bare):
        return 1.25
    return 1.0


_COMMON_STEMS: Final = frozenset(stem(word) for word in _COMMON)


class WordHashes:
    """Content words as keyed hashes, so that a memory of a message doesn't hold its words.

    `key` is the installation's own (any length); the same word gives the same hash under the same
    key. What was hashed before is kept in a bounded cache.
    """

    def __init__(self, key: bytes = b"") -> None:
        self._key = blake2b(key).digest()
        self._known: dict[str, tuple[int, float]] = {}

    def content(self, words: Iterable[str]) -> Words:
        """The content words among these as (hash, rarity), each once, at most CONTENT_WORDS."""
        found: dict[int, float] = {}
        for word in words:
            hashed, weight = self._known.get(word) or self._hash(word)
            if weight and hashed not in found:
                found[hashed] = weight
                if len(found) == CONTENT_WORDS:
                    break
        return tuple(found.items())

    def _hash(self, word: str) -> tuple[int, float]:
        """Hash one word and remember it; the cache starts afresh when it is full."""
        weight = rarity(word)
        digest = blake2b(stem(word).encode(), key=self._key, digest_size=6).digest()
        entry = (int.from_bytes(digest), weight)
        if len(self._known) >= _CACHED:
            self._known.clear()
        self._known[word] = entry
        return entry

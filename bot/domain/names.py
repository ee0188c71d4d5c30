"""Names: whom a message calls or mentions, by mention, `@name`, `name:`, or a name in the text.

Names are looked for among the people who may be meant: everybody in a small room, in a large one
those who spoke lately or have asked something. Shortened and slightly misspelt names are
understood where a message plainly calls somebody (`name:`, `@name`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from bot.domain.room import RoomView
from bot.domain.words import rarity

SMALL_ROOM: Final = 60
_LOOKED_AT: Final = 80
_SHORTENED: Final = 3
_MISSPELT: Final = 5
_NEAR_THE_START: Final = 2
# How rare a name must be as a word: not "the" anywhere, nor "team" where there are many names.
_COMMON_TOO: Final = 0.1
_RARE: Final = 1.0
_MARKS: Final = '.,:;!?()<>[]{}"*@…—–-'
_OWNED: Final = re.compile(r"['’]s\Z")
_PARTS = re.compile(r"[\W_\d]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_SEPARATE = re.compile(r"[\s,;/()]+")

# Given names that are also everyday words: they count only where they are plainly a name.
ALSO_WORDS: Final = frozenset(
    """
    amber an april art ash be bill brook can cat chip dawn del do don dot drew faith frank go grace
    grant guy he ho hope in is it jack jade joy june kit mark max may me miles min my nick no on
    page pat penny pearl ray rich rob robin rose ruby rusty skip sky so star sue summer sun to trip
    up us van wade ward we wen will win wren
    """.split()
)


# "jo has the code" tells of Jo; "jo has anybody the code?" calls her.
_TELLING: Final = frozenset(
    "says said knows knew wants wanted thinks thought needs told wrote asked gave left went took "
    "keeps kept owns runs ran looks looked goes comes came signs signed rang makes made "
    "brought".split()
)
_EITHER: Final = frozenset(
    "does did has had is was isn't wasn't will won't can can't could would".split()
)
_ASKED_OF: Final = frozenset(
    "i we you he she it they there this that these those anyone anybody any somebody someone "
    "everyone everybody your my our".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom a message names (member ids, those it calls first), and whether it calls anybody."""

    members: tuple[str, ...] = ()
    calls: bool = False


NOBODY: Final = Named()


class _Index(NamedTuple):
    """Whom each form of a name, and each longer part of one, stands for."""

    forms: Mapping[str, str]
    parts: Mapping[str, str]


def candidates(room: RoomView) -> dict[str, str]:
    """The people who may be meant here, as {member id: name}."""
    members = room.members
    if len(members) <= SMALL_ROOM:
        found = {member.id: member.name for member in members.values()}
    else:
        found = {}
    lately = [turn.author for turn in room.turns]
    lately += [question.asker for question in room.questions.values()]
    for who in dict.fromkeys(lately):
        if who not in found:
            found[who] = _name(members, who)
    return found


def _name(members: Mapping[str, object], member: str) -> str:
    """A member's name, or the id where none was seen."""
    known = members.get(member)
    return getattr(known, "name", None) or member


def named(text: str, author: str, mentions: tuple[str, ...], people: Mapping[str, str]) -> Named:
    """Whom the text names among `people`; its author doesn't name themself."""
    index = _index(frozenset(people.items()))
    called = [member for member in mentions if member != author]
    mentioned: list[str] = []
    words = text.split(maxsplit=_LOOKED_AT)[:_LOOKED_AT]
    rare = _COMMON_TOO if len(people) <= SMALL_ROOM else _RARE
    for place, raw in enumerate(words):
        word = raw.strip(_MARKS)
        lowered = word.lower()
        if lowered in index.forms or place == 0 or raw[0] in "@<" or not lowered.isalnum():
            ends = place == len(words) - 1 or raw[-1] == ","
            near = (place <= _NEAR_THE_START or ends) and not _OWNED.search(word)
            member, calls = _one(raw, word, index, first=place == 0, rare=rare)
            if member is not None and member != author:
                calls = calls or (near and not _tells_of(words, place))
                (called if calls else mentioned).append(member)
    if not called and not mentioned:
        return NOBODY
    return Named(members=tuple(dict.fromkeys((*called, *mentioned))), calls=bool(called))


def _tells_of(words: list[str], place: int) -> bool:
    """Whether the word there is told of: a name without a mark, then a verb, and nothing asked."""
    after = [each.strip(_MARKS).lower() for each in words[place + 1 : place + 3]]
    if not after or words[place][-1] in _MARKS or words[-1].endswith("?"):
        return False
    return after[0] in _TELLING or (after[0] in _EITHER and _ASKED_OF.isdisjoint(after[1:]))


def _one(
    raw: str, word: str, index: _Index, *, first: bool, rare: float
) -> tuple[str | None, bool]:
    """The member that one word names, and whether the word plainly calls them.

    `word` is `raw` without the marks around it. Somebody who bears the name of a word less `rare`
    than that must be plainly called; a given name that is also a word needs its capital.
    """
    key = bare(_OWNED.sub("", word))
    at = raw.startswith(("@", "<@"))
    plainly = at or (first and raw.endswith((":", ",", ";", ">")))
    member = index.forms.get(key)
    if member is None:
        meant = at or (plainly and rarity(key) > 0)
        return (_nearly(key, index) if meant else None), True
    if plainly:
        return member, True
    named_so = word[0].isupper() and not first if key in ALSO_WORDS else rarity(key) >= rare
    return (member if named_so else None), False


def bare(name: str) -> str:
    """A name's letters and digits in lower case: what is left of `|Quad-` is `quad`."""
    lowered = name.lower()
    return lowered if lowered.isalnum() else _NOT_LETTERS.sub("", lowered)


def forget() -> None:
    """Remember no name between two messages: those that are needed again are worked out again."""
    _index.cache_clear()
    forms.cache_clear()
    parts.cache_clear()


@lru_cache(maxsize=64)
def _index(people: frozenset[tuple[str, str]]) -> _Index:
    """Every form and part of every name, except those that two people share."""
    return _Index(
        _unshared((form, member) for member, name in people for form in forms(member, name)),
        _unshared((part, member) for member, name in people for part in parts(name)),
    )


def _unshared(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    index: dict[str, str] = {}
    shared: set[str] = set()
    for form, member in found:
        if index.setdefault(form, member) != member:
            shared.add(form)
    for form in shared:
        del index[form]
    return index


@lru_cache(maxsize=4096)
def forms(member: str, name: str) -> tuple[str, ...]:
    """The forms by which somebody is named: the whole name, its first part, the id."""
    whole = bare(name)
    first = bare(_SEPARATE.split(name.strip(), maxsplit=1)[0])
    return tuple(dict.fromkeys(form for form in (whole, first, bare(member)) if form))


@lru_cache(maxsize=4096)
def parts(name: str) -> tuple[str, ...]:
    """The parts of a name that are long enough to stand for it: of `foo_barbaz` it is `barbaz`."""
    found = _PARTS.split(name.lower())
    return tuple(each for each in found if _MISSPELT <= len(each) < len(name))


def _nearly(key: str, index: _Index) -> str | None:
    """The one person whose name was shortened to this or misspelt by one letter, if any.

    A part of a name stands for the whole, spelt right or nearly: `nichola:` is `david_and_nichol`.
    """
    found = {member for form, member in index.forms.items() if _shortens(key, form)}
    if not found:
        found = {member for form, member in index.forms.items() if one_letter_off(key, form)}
    if not found and key in index.parts:
        found = {index.parts[key]}
    if not found:
        found = {member for part, member in index.parts.items() if one_letter_off(key, part)}
    return found.pop() if len(found) == 1 else None


def _shortens(key: str, form: str) -> bool:
    """Whether a call like `quad:` means `quadrantis`."""
    return len(key) >= _SHORTENED and form.startswith(key)


def one_letter_off(one: str, other: str) -> bool:
    """Whether two names of five letters or more differ by one letter, or by two swapped."""
    if min(len(one), len(other)) < _MISSPELT or abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next(
        (i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1
    )
    if start < 0:
        return True
    rest, others_rest = one[start:], other[start:]
    return (
        rest[1:] == others_rest[1:]
        or rest[1:] == others_rest
        or rest == others_rest[1:]
        or (rest[2:] == others_rest[2:] and rest[:2] == others_rest[1::-1])
    )

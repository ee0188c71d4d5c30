"""Words without names: how messages look where they are shown to the second listener.

Errs on the careful side: a word that is part of somebody's name is replaced wherever it stands, and
so is whatever looks like an address, a link or a long number.
"""

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.names import ALSO_WORDS

_SHORT: Final = 2  # letters: such a part of a name counts only where it is written like it
_HIDDEN: Final = (
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "(link)"),
    (re.compile(r"(?<![^\s@])[^\s@]+@[^\s@]+\.[^\s@]+"), "(address)"),
    (re.compile(r"\+?\d[\d .()/-]{4,}\d"), "(number)"),
)
_WORD: Final = re.compile(r"[^\W_]+|_")


class Unnamed:
    """Takes names out of texts: those of `people`, as {member id: name}.

    Each person has the same pseudonym in all of them: `P1` for whoever is met first, and so on.
    """

    def __init__(self, people: Mapping[str, str]) -> None:
        self._people = people
        self._numbers: dict[str, int] = {}
        self._parts: dict[str, str] = {}
        self._unspaced: dict[str, str] = {}
        for member, name in people.items():
            for said in (member, name):
                self._learn(said, member)

    def _learn(self, said: str, member: str) -> None:
        for part in _WORD.findall(said):
            plain = len(part) <= _SHORT or part.casefold() in ALSO_WORDS
            self._parts.setdefault(part if plain else part.casefold(), member)
        if len(said) > 1 and not said.isascii():
            self._unspaced.setdefault(said, member)  # some scripts don't part words

    def name_of(self, member: str) -> str:
        """Somebody's pseudonym."""
        return f"P{self._numbers.setdefault(member, len(self._numbers) + 1)}"

    def text(self, said: str) -> str:
        """What was said, without names, addresses, links and long numbers."""
        for pattern, instead in _HIDDEN:
            said = pattern.sub(instead, said)
        for name, member in self._unspaced.items():
            if name in said:
                said = said.replace(name, self.name_of(member))
        return _WORD.sub(self._instead, said)

    def _instead(self, found: re.Match[str]) -> str:
        word = found[0]
        member = self._parts.get(word) or self._parts.get(word.casefold())
        return word if member is None else self.name_of(member)

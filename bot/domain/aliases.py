"""Pseudonyms: stable within a room, numbered in the order in which people were first seen."""

import re
from collections.abc import Callable, Mapping

from bot.domain.room import Member

_WORD = re.compile(r"[^\W_]+(?:['’\-_][^\W_]+)*")


class Aliases:
    """`Person 1`, `Person 2` … for a room's members; a quote loses their names too."""

    def __init__(self, members: Mapping[str, Member]) -> None:
        self._members = members
        self._numbers: dict[str, int] = {}

    def name_of(self, member: str) -> str:
        """The pseudonym; the same member always has the same one in this room."""
        if member not in self._numbers:
            for known in (*self._members, member):
                self._numbers.setdefault(known, len(self._numbers) + 1)
        return f"Person {self._numbers[member]}"

    def hide(self, text: str) -> str:
        """The text with members' names replaced by their pseudonyms."""
        by_word = {each.name.casefold(): each.id for each in self._members.values()}
        for name, member in by_word.items():
            if " " in name and name in text.casefold():
                text = re.sub(re.escape(name), self.name_of(member), text, flags=re.IGNORECASE)
        return _WORD.sub(self._hider(by_word), text)

    def _hider(self, by_word: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
        def hide(found: re.Match[str]) -> str:
            member = by_word.get(found[0].casefold())
            return found[0] if member is None else self.name_of(member)

        return hide

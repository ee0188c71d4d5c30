"""The understudy: does what a played meeting's convener would do, where nobody in the chair does.

Whoever sits in the chair comes first. Their presses are never taken from them: after one of theirs
the understudy keeps still for a while.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from adapters.web.chat import Chat
from adapters.web.desk import Desk
from adapters.web.requests import Press
from bot.domain.events import Action
from bot.domain.room import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Beats:
    """How long things are left on the stage before they go on by themselves, in real seconds.

    `notice`: a new card before it is shown. `practise`: a shown practice card before it is pressed.
    `read`: another one before the follow. `hands`: after a press by whoever sits in the chair.
    `no_card`: waiting for a card that doesn't come.
    """

    notice: float = 3.0
    practise: float = 2.5
    read: float = 6.0
    hands: float = 60.0
    no_card: float = 10.0


class Cue(Enum):
    """Whether the convener's scripted follow may come."""

    WAIT = auto()
    GO = auto()
    DONE = auto()
    LET_BE = auto()


class Understudy:
    """Watches one played convener's cards. Times are of the running loop, in real seconds."""

    def __init__(self, chat: Chat, desk: Desk, beats: Beats) -> None:
        self._chat = chat
        self._desk = desk
        self._beats = beats
        self._since: dict[tuple[str, str], float] = {}
        self._touched: dict[str, float] = {}

    def touched(self, card: str) -> None:
        """Whoever sits in the chair has pressed something on this card."""
        self._touched[card] = _now()

    async def act(self, convener: str) -> None:
        """Open cards that were left unopened, and finish the practice nudge."""
        for card in await self._chat.cards(convener):
            if card["closed"] or self._left_alone("notice", card["card"]) < self._beats.notice:
                continue
            if not card["details"] and _has(card, Action.SHOW):
                await self._press(convener, card, Action.SHOW)
            elif self._read(card) >= self._beats.practise and card["purpose"] == Purpose.PRACTICE:
                await self._press(convener, card, Action.ALREADY_FOLLOWED)

    async def cue(self, convener: str, message: str) -> Cue:
        """Tell whether the convener's scripted reply to this message may come now."""
        if await self._chat.reply_to(message, by=convener) is not None:
            return Cue.DONE
        about = [each for each in await self._chat.cards(convener) if each["about"] == message]
        card = about[-1] if about else None
        if card is None:
            waited = self._left_alone("no card", message)
            return Cue.GO if waited >= self._beats.no_card else Cue.WAIT
        if card["closed"]:
            return Cue.LET_BE
        read = card["details"] and self._read(card) >= self._beats.read
        return Cue.GO if read else Cue.WAIT

    def _read(self, card: Mapping[str, Any]) -> float:
        """How long a shown card could be read."""
        return self._left_alone("read", card["card"])

    def _left_alone(self, beat: str, what: str) -> float:
        """How long it has been so, from when it is first asked; not at all while it is in use."""
        since = self._since.setdefault((beat, what), _now())
        if _now() - self._touched.get(what, float("-inf")) < self._beats.hands:
            return 0.0
        return _now() - since

    async def _press(self, convener: str, card: Mapping[str, Any], action: Action) -> None:
        await self._desk.press(convener, Press(card=card["card"], action=action))


def _has(card: Mapping[str, Any], action: Action) -> bool:
    return any(each["action"] == action.value for each in card["buttons"])


def _now() -> float:
    return asyncio.get_running_loop().time()

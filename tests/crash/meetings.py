"""Meetings for the crash test: the same in every run, whatever is killed in between.

Time stands still between ticks, and what is said in a room never depends on how quickly a card
arrived: a round talks, lets time pass, presses, and waits until everything has been delivered.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from bot.domain.events import (
    Action,
    ConvenerAccepted,
    ConvenerInvited,
    Event,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    PageAsked,
    Pressed,
    Reacted,
    RoomSet,
)
from bot.domain.room import Purpose
from bot.domain.settings import Budget, Patience, RoomSettings
from bot.domain.views import CardView

START: Final = 1_772_442_000.0  # a Monday, 09:00 UTC
ROUND: Final = 7200.0  # seconds from one meeting to the next
GATHERS: Final = 1000.0  # seconds from its start to the first word: what it sends has arrived
PEOPLE: Final = ("ana", "ben", "dee", "eli", "fay", "gus")
ASKED: Final = (
    "Who decides which surgeries we start with?",
    "If I'm honest, I still find it hard to say what we do.",
    "Isn't it unfair that the carers aren't in the room?",
    "I'm worried that nobody will use the new form.",
    "Does anyone know when the budget is signed?",
    "Why do we never ask the youth panel?",
)
ANSWERED: Final = (
    ("Which hall did we book?", "We booked the hall by the river, the one with the ramp."),
    ("When is the rota due?", "The rota is due on the ninth of March."),
    ("Who has the van keys?", "I have the van keys, they are in my drawer."),
)
SAID: Final = ("ok", "haha", "the minutes are up", "right, the clinic times", "back in a moment")
ACTIONS: Final = (Action.POST, Action.GO, Action.LET_IT_REST, Action.HAND_TO, Action.SHOW)


@dataclass(slots=True)
class Talk:
    """What happens in one room."""

    room: str
    convener: str
    seed: int
    _keys: Iterator[int] = field(default_factory=count)
    _messages: Iterator[int] = field(default_factory=count)
    _first: MessagePosted = field(init=False)

    def opening(self) -> list[Event]:
        """People come, somebody convenes."""
        room, at = self.room, START
        settings = RoomSettings(
            patience=Patience(messages=4, seconds=60.0),
            budget=Budget(per_meeting=3, per_day=7),
            spacing_seconds=60.0,
            quiet_hours=None,
        )
        return [
            *(
                MemberJoined(room=room, at=at, key=self._key(), member=who, name=who.title())
                for who in (*PEOPLE, self.convener)
            ),
            RoomSet(room=room, at=at, key=self._key(), settings=settings),
            ConvenerInvited(
                room=room, at=at, key=self._key(), member=self.convener, by=self.convener
            ),
            ConvenerAccepted(room=room, at=at, key=self._key(), member=self.convener),
        ]

    def starts(self, number: int) -> list[Event]:
        """The meeting of that round begins."""
        begun = self._at(number) - GATHERS
        return [MeetingStarted(room=self.room, at=begun, key=self._key(), meeting=f"mtg{number}")]

    def talk(self, number: int) -> list[Event]:
        """Forty seconds of talk: three questions are let drop, others are answered."""
        chance = self._chance(number, "talk")
        at = self._at(number) + 1.0
        askers = chance.sample(PEOPLE, 3)
        events: list[Event] = []
        for asker, asked in zip(askers, chance.sample(ASKED, 3), strict=True):
            events.append(self._post(at, asker, asked))
            at += chance.uniform(1.0, 3.0)
            question, answer = chance.choice(ANSWERED)
            other, another = chance.sample([each for each in PEOPLE if each != asker], 2)
            events.append(plain := self._post(at, other, question))
            events.append(self._post(at + 1.0, another, answer, reply_to=plain.id))
            at += chance.uniform(2.0, 4.0)
            events.append(self._post(at, other, chance.choice(SAID)))
            at += 1.0
        return [*events, *self._about(events, chance, at)]

    def _about(self, events: list[Event], chance: random.Random, at: float) -> list[Event]:
        """An edit, a deletion and a reaction."""
        posted = [each for each in events if isinstance(each, MessagePosted)]
        edited, liked = posted[0], chance.choice(posted)
        self._first = edited
        room, at, gone = self.room, at + 1.0, posted[-1]
        return [
            MessageEdited(
                room=room, at=at, key=self._key(), id=edited.id, text=f"{edited.text} Anyone?"
            ),
            MessageDeleted(room=room, at=at, key=self._key(), id=gone.id),
            Reacted(room=room, at=at, key=self._key(), author="gus", emoji="👍", to=liked.id),
        ]

    def small_talk(self, number: int, at: float) -> list[Event]:
        """Somebody says something that takes nothing up, sometimes."""
        chance = self._chance(number, str(at))
        if chance.random() < 0.5:
            return []
        return [self._post(at, chance.choice(PEOPLE), chance.choice(SAID[:2]))]

    def presses(self, number: int, at: float, cards: list[CardView]) -> list[Event]:
        """The convener takes up their open cards, each in one way."""
        events: list[Event] = []
        for card in sorted(cards, key=lambda each: each.card):
            chance = self._chance(number, card.card)
            at += 1.0
            action = chance.choice(ACTIONS)
            if card.purpose is Purpose.PRACTICE:
                action = Action.LET_IT_REST
            value = {Action.POST: "Worth going back to, I think.", Action.HAND_TO: "gus"}
            events.append(
                Pressed(
                    room=self.room,
                    at=at,
                    key=self._key(),
                    card=card.card,
                    by=self.convener,
                    action=action,
                    value=value.get(action, ""),
                )
            )
        return events

    def ends(self, number: int) -> list[Event]:
        """A summary is posted, what it quotes is edited, and the meeting of that round ends."""
        room, at, quoted = self.room, self._at(number) + 2400.0, self._first
        return [
            PageAsked(
                room=room,
                at=at,
                key=self._key(),
                page=f"page of {quoted.id}",
                by=self.convener,
                since=START,
                meeting=False,
                followed=(),
                ticked=(quoted.id,),
            ),
            MessageEdited(
                room=room, at=at, key=self._key(), id=quoted.id, text=f"{quoted.text} At all?"
            ),
            MeetingEnded(room=room, at=at, key=self._key()),
        ]

    def _at(self, number: int) -> float:
        return START + (number + 1) * ROUND

    def _chance(self, number: int, what: str) -> random.Random:
        return random.Random(f"{self.seed} {self.room} {number} {what}")  # noqa: S311 - made-up talk

    def _key(self) -> str:
        return f"e{next(self._keys)}"

    def _post(
        self, at: float, author: str, text: str, reply_to: str | None = None
    ) -> MessagePosted:
        return MessagePosted(
            room=self.room,
            at=at,
            key=self._key(),
            id=f"m{next(self._messages)}",
            author=author,
            text=text,
            reply_to=reply_to,
        )

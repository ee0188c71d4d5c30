"""Generated conversations: everything that can happen in a room, in any order."""

from dataclasses import dataclass, replace
from itertools import count

from hypothesis import strategies as st

from bot.domain.events import (
    Action,
    AwaySet,
    CardAsked,
    ConvenerAccepted,
    ConvenerInvited,
    Event,
    HeardToo,
    LetGo,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Paused,
    Pressed,
    Reacted,
    Resumed,
    RoomNamed,
    RoomSet,
)
from bot.domain.room import Room
from bot.domain.settings import Patience, RoomMode, RoomSettings

ROOM = "fake/room"
START = 1_772_442_000.0  # a Monday, 09:00 UTC
PEOPLE = ("ana", "ben", "cora", "dee")
LINES = (
    "Who decides which surgeries we start with?",
    "If I'm honest, I still find it hard to say what we do.",
    "Isn't it unfair that the carers aren't in the room?",
    "I'm worried that nobody will use it.",
    "Does anyone know the date? And who books the hall?",
    "cora, could you tell us what happened to the budget?",
    "We start with the two surgeries by the river, since they asked first.",
    "I think ana is right to ask about the carers.",
    "Good question. Anyway, let's look at the clinic times.",
    "ok",
    "haha",
    "Thanks, that helps!",
    "Never mind, I found it.",
    "I'll find out and come back to you.",
    "Let's park that.",
    "The hall is booked for the ninth of March.",
    "Can everyone hear me?",
    "Right, next item: the clinic times.",
)


@dataclass(frozen=True)
class Step:
    """One thing that happens, `gap` seconds after the last; numbers choose among what is there."""

    what: str
    gap: float
    who: str
    line: str
    nth: int
    action: Action


_STEPS = st.builds(
    Step,
    what=st.sampled_from(
        ["say"] * 40
        + ["press"] * 8
        + ["reply", "wait", "again"] * 4
        + ["edit", "delete", "react"] * 2
        + ["meeting", "end", "card", "pause", "resume", "away", "let go", "heard too"]
        + ["join", "leave", "set", "name"]
    ),
    gap=st.sampled_from([0.0, 0.25, 20.0, 30.0, 45.0, 60.0, 400.0]),
    who=st.sampled_from(PEOPLE),
    line=st.sampled_from(LINES),
    nth=st.integers(0, 7),
    action=st.sampled_from([*Action, *[Action.POST, Action.GO] * 4]),
)

talks = st.lists(_STEPS, min_size=20, max_size=50)
"""Conversations of some length."""


class Talk:
    """Turns steps into events. A room that is ready for nudges comes first."""

    def __init__(self) -> None:
        self.at = START
        self._numbers = count(1)
        self._messages: list[str] = []
        self._last: Event | None = None

    def opening(self) -> list[Event]:
        """A convener accepts, and a meeting begins."""
        at = self.at
        return [
            *(MemberJoined(room=ROOM, at=at, member=who, name=who.title()) for who in PEOPLE),
            RoomSet(
                room=ROOM, at=at, settings=RoomSettings(patience=Patience(messages=2, seconds=60.0))
            ),
            ConvenerInvited(room=ROOM, at=at, member="cora", by="cora"),
            ConvenerAccepted(room=ROOM, at=at, member="cora"),
        ]

    def practice(self, room: Room) -> list[Event]:
        """The convener tries the practice card, and the meeting begins."""
        (card,) = room.cards
        tried = Pressed(room=ROOM, at=self.at, card=card, by="cora", action=Action.LET_IT_REST)
        return [tried, MeetingStarted(room=ROOM, at=self.at, meeting="first")]

    def event(self, step: Step, room: Room) -> Event | None:
        """What happens, given the room as it is; None where only time passes."""
        self.at += step.gap
        event = self._again() if step.what == "again" else self._make(step, room)
        self._last = event
        return event

    def _again(self) -> Event | None:
        """The last event once more; now, where no key tells, so that it isn't a late one."""
        last = self._last
        return last if last is None or last.key else replace(last, at=self.at)

    def _make(self, step: Step, room: Room) -> Event | None:
        if step.what in {"say", "reply"}:
            return self._say(step)
        if step.what == "press":
            return self._press(step, room)
        if step.what in {"edit", "delete", "react", "let go", "heard too"}:
            return self._about_a_message(step)
        return self._arrangement(step)

    def _say(self, step: Step) -> Event:
        name = f"m{next(self._numbers)}"
        reply_to = self._message(step) if step.what == "reply" else None
        self._messages.append(name)
        return MessagePosted(
            room=ROOM,
            at=self.at,
            key=name,
            id=name,
            author=step.who,
            text=step.line,
            reply_to=reply_to,
            thread=reply_to if step.nth % 3 == 0 else None,
        )

    def _message(self, step: Step) -> str | None:
        return self._messages[-1 - step.nth % len(self._messages)] if self._messages else None

    def _press(self, step: Step, room: Room) -> Event | None:
        cards = list(room.cards.values())
        if not cards:
            return None
        card = cards[-1 - step.nth % len(cards)]
        values = {Action.POST: "Worth returning to.", Action.HAND_TO: "dee", Action.LATER: "600"}
        return Pressed(
            room=ROOM,
            at=self.at,
            card=card.id,
            by=card.to,
            action=step.action,
            value=values.get(step.action, ""),
            question=card.questions[0] if card.questions else "",
        )

    def _about_a_message(self, step: Step) -> Event | None:
        message = self._message(step)
        if message is None:
            return None
        at, who = self.at, step.who
        made: dict[str, Event] = {
            "edit": MessageEdited(room=ROOM, at=at, id=message, text=step.line),
            "delete": MessageDeleted(room=ROOM, at=at, id=message),
            "react": Reacted(room=ROOM, at=at, author=who, emoji="👍", to=message),
            "let go": LetGo(room=ROOM, at=at, by=who, message=message),
            "heard too": HeardToo(room=ROOM, at=at, by=who, message=message),
        }
        return made[step.what]

    def _arrangement(self, step: Step) -> Event | None:
        at, who = self.at, step.who
        spoken = step.nth == 0
        mode = RoomMode.ALWAYS_ON if step.nth % 2 else RoomMode.MEETINGS_ONLY
        settings = RoomSettings(
            mode=mode, patience=Patience(messages=2, seconds=60.0), show_at_once=spoken
        )
        made: dict[str, Event] = {
            "meeting": MeetingStarted(
                room=ROOM, at=at, meeting=f"{at}", spoken=spoken, ends_at=at + 900.0
            ),
            "end": MeetingEnded(room=ROOM, at=at),
            "card": CardAsked(room=ROOM, at=at, by="cora"),
            "pause": Paused(room=ROOM, at=at, by=who),
            "resume": Resumed(room=ROOM, at=at, by="cora"),
            "away": AwaySet(room=ROOM, at=at, member="cora", away=spoken),
            "join": MemberJoined(room=ROOM, at=at, member=who, name=who.upper()),
            "leave": MemberLeft(room=ROOM, at=at, member=who),
            "set": RoomSet(room=ROOM, at=at, settings=settings),
            "name": RoomNamed(room=ROOM, at=at, title=f"#{who}"),
        }
        return made.get(step.what)

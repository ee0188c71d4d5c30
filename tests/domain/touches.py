"""What a press does, and whose: each is pressed by everybody, and the room asked what came of it.

For docs/permissions.md (tests/domain/rights.py): a press on a card does something or it does not,
and so does what stands on a message.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Final

from bot.domain import wording
from bot.domain.commands import Command, Reply
from bot.domain.events import (
    Action,
    ConvenerSteppedDown,
    Event,
    Forgotten,
    HeardToo,
    LetGo,
    MemberLeft,
    OptedOut,
    Pressed,
    Role,
)
from bot.domain.question import State
from bot.domain.recap import RECAPS
from bot.domain.room import Card, Meeting, Member, Purpose, Room
from tests.domain.builders import MONDAY, ROOM, card, convener, question, ready
from tests.properties.life import rule_tracker

RECIPIENT: Final = "its recipient"
OPTED_OUT: Final = "its recipient, opted out"
STEPPED_DOWN: Final = "its recipient, who stepped down"
LEFT: Final = "its recipient, who left"
FORGOTTEN: Final = "its recipient, forgotten"
OTHERS: Final[Mapping[str, str]] = {
    "another convener": "ola",
    "deputy": "jo",
    "asker": "maya",
    "member": "tom",
    "bot": "robot",
    "somebody else": "stranger",
}
"""People for whom the card isn't, by what they are."""
PRESSERS: Final = (RECIPIENT, OPTED_OUT, STEPPED_DOWN, LEFT, FORGOTTEN, *OTHERS)

# For whom a card is: a convener, but for these.
_FOR: Final = {Purpose.HANDED: "ade", Purpose.INVITED: "asked"}
_LISTS: Final = frozenset({Purpose.CARRIED, Purpose.DIGEST})
_ABOUT_ONE: Final = frozenset({Purpose.NUDGE, Purpose.SPOKEN, Purpose.RETURNED, Purpose.HANDED})
_VALUES: Final = {Action.POST: "Let's go back to that.", Action.HAND_TO: "tom", Action.LATER: "600"}
_BEFORE: Final = {
    OPTED_OUT: OptedOut,
    STEPPED_DOWN: ConvenerSteppedDown,
    LEFT: MemberLeft,
    FORGOTTEN: Forgotten,
}


def _card(purpose: Purpose) -> Card:
    to = _FOR.get(purpose, "moira")
    about = ("m1", "m2") if purpose in _LISTS else ("m1",) if purpose in _ABOUT_ONE else ()
    since = MONDAY - 600.0 if purpose in RECAPS else 0.0
    meeting = "mtg" if purpose is Purpose.SUMMARY else None
    return card(purpose, to, questions=about, since=since, meeting=meeting)


def room_with(purpose: Purpose) -> Room:
    """A room with everybody in it and one card of that purpose, of a meeting that runs or did."""
    room = ready(
        convener("moira"),
        convener("ola"),
        convener("jo", role=Role.DEPUTY),
        convener("asked", accepted=False, practised=False),
    )
    room.members["robot"] = Member(id="robot", name="Robot", bot=True)
    room.members["asked"] = Member(id="asked", name="Asa")
    room.meeting = Meeting(id="mtg", started_at=MONDAY, spoken=purpose is Purpose.SPOKEN)
    if purpose is Purpose.SUMMARY:
        room.last_meeting = replace(room.meeting, ended_at=MONDAY)
        room.meeting = None
    spoken = purpose is Purpose.SPOKEN
    for name in ("m1", "m2"):
        room.questions[name] = question(
            name, state=State.HANGING, meeting="mtg", hanging_since=MONDAY, spoken=spoken
        )
    made = _card(purpose)
    room.cards[made.id] = made
    return room


@cache
def offered() -> Mapping[Purpose, frozenset[Action]]:
    """What can be pressed on each card, shown or not, as its recipient sees it."""
    return {purpose: found for purpose in Purpose if (found := _offered(purpose))}


def _offered(purpose: Purpose) -> frozenset[Action]:
    room, made = room_with(purpose), _card(purpose)
    views = [
        wording.card_view(room, replace(made, shown=shown), MONDAY + 1.0) for shown in (False, True)
    ]
    return frozenset(
        each.action
        for view in views
        for each in (*view.buttons, *view.menu, *(b for d in view.details for b in d.buttons))
    )


@cache
def does(purpose: Purpose, action: Action, who: str) -> bool:
    """Whether the press by somebody changes anything, or brings anything but a word to them."""
    room = room_with(purpose)
    made = _card(purpose)
    by = OTHERS.get(who, made.to)
    tracker = rule_tracker()
    if who in _BEFORE:
        tracker.handle(room, _BEFORE[who](room=ROOM, at=MONDAY + 1.0, member=made.to))
    press = _press(made, action, by)
    return _comes_of(room, press) != _comes_of(room, replace(press, card="no card"))


def _press(made: Card, action: Action, by: str) -> Pressed:
    return Pressed(
        room=ROOM,
        at=MONDAY + 2.0,
        card=made.id,
        by=by,
        action=action,
        value=_VALUES.get(action, ""),
        question="m1",
    )


def _comes_of(room: Room, event: Event) -> tuple[Room, list[Command]]:
    """The room after it, and what is brought to anybody but as a word to whoever pressed."""
    after = deepcopy(room)
    commands = rule_tracker().handle(after, event)
    return after, [each for each in commands if not isinstance(each, Reply)]


# --- on messages -----------------------------------------------------------------------------

MESSAGES: Final[Mapping[str, type[LetGo | HeardToo]]] = {
    "Let mine go": LetGo,
    "I'd like this heard too": HeardToo,
}
"""What stands on a message, and what comes of it."""
PEOPLE: Final[Mapping[str, str]] = {
    "its author": "maya",
    "member": "tom",
    "deputy": "jo",
    "convener": "moira",
}


@cache
def on_a_message(what: str, who: str) -> bool:
    """Whether it does anything to somebody's question."""
    room = room_with(Purpose.NUDGE)
    event = MESSAGES[what](room=ROOM, at=MONDAY + 2.0, by=PEOPLE[who], message="m1")
    return _comes_of(room, event) != _comes_of(room, replace(event, message="no message"))

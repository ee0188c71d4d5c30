"""Short constructors for tests: times are seconds since a Monday, 09:00 UTC."""

# ruff: noqa: ANN401 - the constructors here take any field by its name

from datetime import UTC, datetime
from typing import Any, Final

from bot.domain import patience
from bot.domain.arrangements import notice_words
from bot.domain.events import (
    Action,
    AwaySet,
    CaughtUp,
    DeliveryFailed,
    FellBehind,
    FollowFailed,
    FollowPosted,
    Forgotten,
    HeardToo,
    LetGo,
    MeetingEnded,
    MeetingStarted,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    OptedOut,
    Paused,
    PlaceAnswered,
    Pressed,
    Reacted,
    Resumed,
    RoomSet,
    WakeUp,
)
from bot.domain.question import Kind, Question
from bot.domain.room import Card, Convener, Meeting, Member, Missed, Purpose, Room
from bot.domain.settings import RoomSettings

ROOM: Final = "partners"
MONDAY: Final = datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()
MINUTE: Final = 60.0
HOUR: Final = 3600.0
DAY: Final = 86400.0
PLAIN: Final = RoomSettings(summary_card=False)
"""Without the card at every meeting's end, for tests that aren't about it."""
PEOPLE: Final = ("moira", "ola", "maya", "tom", "ade", "jo")


def ready(
    *conveners: str | Convener,
    settings: RoomSettings | None = None,
    people: tuple[str, ...] = PEOPLE,
) -> Room:
    """A room whose notice stands and whose conveners (moira, if none is given) are ready."""
    found = [
        each if isinstance(each, Convener) else convener(each) for each in conveners or ("moira",)
    ]
    room = Room(
        id=ROOM,
        title="#partners",
        settings=settings or PLAIN,
        members={each: Member(id=each, name=each.title()) for each in people},
        conveners={each.member: each for each in found},
        now=MONDAY,
    )
    room.notice_wanted = room.notice_posted = notice_words(room)
    return room


def meeting_room(
    *conveners: str | Convener,
    settings: RoomSettings | None = None,
    spoken: bool = False,
    ends: float | None = None,
) -> Room:
    """A ready room in which a meeting has just begun."""
    room = ready(*conveners, settings=settings)
    room.meeting = Meeting(
        id="mtg", started_at=MONDAY, spoken=spoken, ends_at=None if ends is None else MONDAY + ends
    )
    return room


def convener(member: str, **changes: Any) -> Convener:
    """Somebody who accepted and has tried a card."""
    given: dict[str, Any] = {"accepted": True, "practised": True, **changes}
    return Convener(member=member, **given)


def due_at(room: Room, question: Question) -> float:
    """When (epoch seconds) a question's patience is spent, as the room's pace now is."""
    return patience.due_at(question, patience.at_pace(room.settings.patience, room.pace))


def question(name: str = "m1", **changes: Any) -> Question:
    """A question, as heard a moment ago."""
    given: dict[str, Any] = {
        "message": name.split("#", maxsplit=1)[0],
        "asker": "maya",
        "asked_at": MONDAY,
        "seq": 1,
        "run_seq": 1,
        "kind": Kind.INQUIRY,
        "confidence": 0.9,
        "tracked": True,
        "text": "Who decides?",
        **changes,
    }
    return Question(id=name, **given)


def card(purpose: Purpose = Purpose.NUDGE, to: str = "moira", **changes: Any) -> Card:
    """A card that was sent."""
    given: dict[str, Any] = {
        "id": f"{purpose.value}:m1:{to}",
        "made_at": MONDAY,
        "questions": ("m1",),
        "sent": True,
        **changes,
    }
    if purpose is Purpose.MISSED:
        given.setdefault("missed", Missed(since=MONDAY - HOUR, until=MONDAY))
    return Card(to=to, purpose=purpose, **given)


# --- events ----------------------------------------------------------------------------------


def posted(name: str, author: str, text: str, at: float, /, **changes: Any) -> MessagePosted:
    """A message."""
    return MessagePosted(
        room=ROOM,
        at=MONDAY + at,
        id=name,
        author=author,
        text=text,
        **changes,
    )


def edited(name: str, text: str, at: float) -> MessageEdited:
    """A message's new words."""
    return MessageEdited(room=ROOM, at=MONDAY + at, id=name, text=text)


def deleted(name: str, at: float) -> MessageDeleted:
    """A message's end."""
    return MessageDeleted(room=ROOM, at=MONDAY + at, id=name)


def reacted(author: str, emoji: str, to: str, at: float, *, removed: bool = False) -> Reacted:
    """An emoji on a message."""
    return Reacted(room=ROOM, at=MONDAY + at, author=author, emoji=emoji, to=to, removed=removed)


def wake(at: float) -> WakeUp:
    """A deadline that has come."""
    return WakeUp(room=ROOM, at=MONDAY + at)


def place(card_id: str, at: float, *, granted: bool = True) -> PlaceAnswered:
    """Whether the card's convener had a place left."""
    return PlaceAnswered(room=ROOM, at=MONDAY + at, card=card_id, granted=granted)


def pressed(
    card_id: str, by: str, action: Action, at: float, *, value: str = "", about: str = ""
) -> Pressed:
    """A press on a card."""
    return Pressed(
        room=ROOM,
        at=MONDAY + at,
        card=card_id,
        by=by,
        action=action,
        value=value,
        question=about,
    )


def started(
    name: str, at: float, *, spoken: bool = False, ends: float | None = None
) -> MeetingStarted:
    """A meeting's beginning."""
    return MeetingStarted(
        room=ROOM,
        at=MONDAY + at,
        meeting=name,
        spoken=spoken,
        ends_at=None if ends is None else MONDAY + ends,
    )


def ended(at: float) -> MeetingEnded:
    """The meeting's end."""
    return MeetingEnded(room=ROOM, at=MONDAY + at)


def left(member: str, at: float) -> MemberLeft:
    """Somebody's leaving."""
    return MemberLeft(room=ROOM, at=MONDAY + at, member=member)


def away(member: str, at: float, *, back: bool = False) -> AwaySet:
    """A convener's being away, or back."""
    return AwaySet(room=ROOM, at=MONDAY + at, member=member, away=not back)


def paused(by: str, at: float) -> Paused:
    """A pause."""
    return Paused(room=ROOM, at=MONDAY + at, by=by)


def resumed(by: str, at: float) -> Resumed:
    """The end of a pause."""
    return Resumed(room=ROOM, at=MONDAY + at, by=by)


def follow_posted(by: str, about: str, name: str, at: float, nth: int = 0) -> FollowPosted:
    """A follow that stands in the room: the nth of that person about that question, from 0."""
    return FollowPosted(
        room=ROOM,
        at=MONDAY + at,
        post=f"{about}:{by}:{nth}",
        by=by,
        question=about,
        id=name,
        text="Go on.",
    )


def let_go(by: str, message: str, at: float) -> LetGo:
    """*Let mine go*."""
    return LetGo(room=ROOM, at=MONDAY + at, by=by, message=message)


def heard_too(by: str, message: str, at: float) -> HeardToo:
    """*I'd like this heard too*."""
    return HeardToo(room=ROOM, at=MONDAY + at, by=by, message=message)


def undelivered(card_id: str, to: str, at: float) -> DeliveryFailed:
    """A card that couldn't be brought to somebody."""
    return DeliveryFailed(room=ROOM, at=MONDAY + at, card=card_id, to=to)


def settings(chosen: RoomSettings, at: float) -> RoomSet:
    """New settings."""
    return RoomSet(room=ROOM, at=MONDAY + at, settings=chosen)


def follow_failed(by: str, about: str, text: str, at: float, nth: int = 0) -> FollowFailed:
    """A follow that couldn't be posted: the nth of that person about that question, from 0."""
    post = f"{about}:{by}:{nth}"
    return FollowFailed(room=ROOM, at=MONDAY + at, post=post, by=by, question=about, text=text)


def opted_out(member: str, at: float) -> OptedOut:
    """Somebody who isn't to be read any more."""
    return OptedOut(room=ROOM, at=MONDAY + at, member=member)


def forgotten(member: str, at: float) -> Forgotten:
    """Somebody who is to be forgotten."""
    return Forgotten(room=ROOM, at=MONDAY + at, member=member)


def fell_behind(since: float, at: float) -> FellBehind:
    """The platform isn't heard any more."""
    return FellBehind(room=ROOM, at=MONDAY + at, since=MONDAY + since)


def caught_up(at: float, missed: tuple[float, float] | None = None) -> CaughtUp:
    """The platform is heard again."""
    since, until = (None, None) if missed is None else (MONDAY + each for each in missed)
    return CaughtUp(room=ROOM, at=MONDAY + at, missed_from=since, missed_until=until)

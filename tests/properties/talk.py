"""Generated conversations: plausible ones with the words people use, and plain nonsense."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from hypothesis import strategies as st

from bot.domain.events import (
    Action,
    AwaySet,
    CardAsked,
    CaughtUp,
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    DeliveryFailed,
    Event,
    FellBehind,
    FollowFailed,
    FollowPosted,
    HeardToo,
    LetGo,
    ListenerAnswered,
    ListenerSet,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    NoticeFailed,
    NoticePosted,
    PageAsked,
    PageFailed,
    PagePosted,
    Paused,
    PlaceAnswered,
    Pressed,
    Reacted,
    Resumed,
    Role,
    RoomNamed,
    RoomSet,
    WakeUp,
)
from bot.domain.labels import Label
from bot.domain.settings import (
    Budget,
    DailySpan,
    KeepText,
    Patience,
    RoomMode,
    RoomSettings,
    Turns,
)
from tests.domain.builders import MONDAY, PEOPLE, ROOM

# What people say, each with a place for a word of its own (to look for it later).
SAID: Final = (
    "Who decides about {word}?",
    "If I'm honest, I still don't understand what {word} is for.",
    "I'm worried about {word}, we promised too much.",
    "how many {word} do we have left",
    "does anyone know where {word} went? and who pays for it?",
    "Isn't it odd that nobody from {word} is in this room?",
    "sorry, daft question, what's {word}",
    "Yes, seven of {word}.",
    "it's in the {word} folder",
    "Good point about {word}, tell us more?",
    "I'll find out about {word} and come back to you.",
    "let's park {word} for now",
    "haha {word} 😂",
    "ok {word}",
    "thanks, that helps with {word}",
    "never mind, found {word}",
    "Next item: {word}.",
    "the {word} report is due on Friday",
    "> who asked about {word}?",
    "`{word}?`",
    "Maya: {word} is on the second floor",
    "Ade has been hurting herself since {word}",
)
EMOJI: Final = ("👍", "👎", "❤️", "thinking_face", "eyes")
GAPS: Final = (0.0, 0.5, 3.0, 10.0, 30.0, 61.0, 200.0, 700.0, 4000.0, 40_000.0)


@dataclass
class Talk:
    """Turns drawn steps into events: the messages so far, and the clock."""

    at: float = MONDAY
    messages: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def word_of(self, message: str) -> str:
        """A word that only this message has."""
        return f"zebra{message}"

    def pick(self, number: int) -> str:
        """One of the messages so far, or one that isn't there."""
        return self.messages[number % len(self.messages)] if self.messages else "nothing"


people = st.sampled_from(PEOPLE)
gaps = st.sampled_from(GAPS)
numbers = st.integers(0, 40)


@st.composite
def conversations(draw: st.DrawFn, most: int = 40) -> list[Event]:
    """Messages, edits, deletions and reactions in the order of time, as a transcript has them."""
    talk = Talk()
    steps = st.sampled_from(["post"] * 8 + ["reply"] * 3 + ["thread", "edit", "delete", "react"])
    least = draw(st.sampled_from([1, most // 4, most // 2]))
    for step in draw(st.lists(steps, min_size=least, max_size=most)):
        talk.at += draw(gaps)
        talk.events.append(_said(draw, talk, step))
    return talk.events


def _said(draw: st.DrawFn, talk: Talk, step: str) -> Event:
    number = draw(numbers)
    about = talk.pick(number)
    said = draw(st.sampled_from(SAID))
    match step:
        case "edit":
            return MessageEdited(
                room=ROOM, at=talk.at, id=about, text=said.format(word=talk.word_of(about))
            )
        case "delete":
            return MessageDeleted(room=ROOM, at=talk.at, id=about)
        case "react":
            emoji = draw(st.sampled_from(EMOJI))
            return Reacted(room=ROOM, at=talk.at, author=draw(people), emoji=emoji, to=about)
    name = f"{len(talk.messages)}x"
    talk.messages.append(name)
    return MessagePosted(
        room=ROOM,
        at=talk.at,
        id=name,
        author=draw(people),
        text=said.format(word=talk.word_of(name)),
        reply_to=about if step == "reply" else None,
        thread=about if step == "thread" else None,
        broadcast=step == "thread" and number % 3 == 0,
    )


# --- anything at all -------------------------------------------------------------------------

# "#3" stands for the third card of the room at that moment, or for the third question that a second
# listener is asked about; "@" for whom the card is for; "#" for the words of the room's notice.
OWNER: Final = "@"
STANDS: Final = "#"
LISTENER: Final = "a model of ours"
ids = st.sampled_from(["m1", "m2", "m3", "m4", "m5", "m6", "m1#2", "", "nothing"])
names = st.sampled_from([*PEOPLE, "stranger", ""])
asking = st.sampled_from([each.format(word="zebra") for each in SAID[:7]])
posts = st.builds("{}:{}:{}".format, ids, names, st.integers(0, 3)) | ids
words = asking | st.sampled_from([each.format(word="zebra") for each in SAID]) | st.text(max_size=9)
cards = st.integers(0, 9).map("#{}".format) | st.sampled_from(["", "nudge:m1:moira", "nothing"])
settings = st.builds(
    RoomSettings,
    mode=st.sampled_from(RoomMode),
    patience=st.sampled_from([Patience(), Patience(messages=1, seconds=1.0)]),
    budget=st.builds(Budget, per_meeting=st.integers(0, 4), per_day=st.integers(0, 3)),
    spacing_seconds=st.sampled_from([0.0, 0.1, 120.0]),
    quiet_hours=st.sampled_from([None, DailySpan(start_minute=1320, end_minute=420)]),
    time_zone=st.sampled_from(["UTC", "Europe/London", "Pacific/Auckland"]),
    show_at_once=st.booleans(),
    keep_text=st.sampled_from(KeepText),
    turns=st.sampled_from(Turns),
    listener=st.sampled_from(["", LISTENER, LISTENER]),
)


def _of(kind: type[Event], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Event]:
    """Events of a kind in the room, at a time to be filled in."""
    return st.builds(kind, room=st.just(ROOM), at=st.just(0.0), **fields)


_post = _of(MessagePosted, id=ids, author=names, text=words)
_press = _of(
    Pressed,
    card=cards,
    by=st.just(OWNER) | names,
    action=st.sampled_from(Action),
    value=st.sampled_from(["", "60", "86400", "moira", "tom", "Well then", "nan"]),
    question=st.sampled_from(["", "", "m1", "m2"]),
)
_answers = _of(ListenerAnswered, question=st.just("#0"), message=ids, label=st.sampled_from(Label))
_rest = (
    _of(
        MessagePosted,
        id=ids,
        author=names,
        text=words,
        name=st.sampled_from(["", "Maya", "Ðéñ 👩\u200d🚀", "\u202eevil"]),
        reply_to=st.none() | ids,
        thread=st.none() | ids,
        broadcast=st.booleans(),
        bot=st.booleans(),
        mentions=st.lists(names, max_size=2).map(tuple),
    ),
    _of(MessageEdited, id=ids, text=words),
    _of(MessageDeleted, id=ids),
    _of(Reacted, author=names, emoji=st.sampled_from(EMOJI), to=ids, removed=st.booleans()),
    _of(RoomNamed, title=st.text(max_size=5)),
    _of(MemberJoined, member=names, name=names, bot=st.booleans()),
    _of(MemberLeft, member=names),
    _of(
        MeetingStarted,
        meeting=st.integers(1, 9).map("t{}".format),
        spoken=st.booleans(),
        ends_at=st.none() | st.floats(MONDAY, MONDAY + 1e5),
    ),
    _of(MeetingEnded),
    _of(CardAsked, by=names),
    _of(RoomSet, settings=settings),
    _of(
        ConvenerInvited,
        member=names,
        role=st.sampled_from(Role),
        by=st.just("") | names,
    ),
    _of(
        PageAsked,
        page=st.sampled_from(["p1", "p2"]),
        by=names,
        since=st.just(MONDAY),
        meeting=st.booleans(),
        followed=st.lists(ids, max_size=2).map(tuple),
        ticked=st.lists(ids, max_size=2).map(tuple),
    ),
    _of(PagePosted, page=st.sampled_from(["p1", "p2"]), id=ids),
    _of(PageFailed, page=st.sampled_from(["p1", "p2"])),
    _of(ConvenerAccepted, member=names),
    _of(ConvenerSteppedDown, member=names),
    _of(AwaySet, member=names, away=st.booleans()),
    _of(Paused, by=names),
    _of(Resumed, by=names),
    _of(FollowPosted, post=posts, by=names, question=ids, id=ids, text=words),
    _of(LetGo, by=names, message=ids),
    _of(HeardToo, by=names, message=ids),
    _of(WakeUp),
    _of(PlaceAnswered, card=cards, granted=st.booleans()),
    _of(NoticePosted, notice=st.just(STANDS) | st.text(max_size=4)),
    _of(ListenerSet, by=names, on=st.booleans()),
    _of(ListenerAnswered, question=cards, message=ids, label=st.sampled_from(Label)),
    _of(ListenerAnswered, question=ids, message=ids, label=st.sampled_from(Label)),
    _of(DeliveryFailed, card=cards, to=st.just(OWNER) | names),
    _of(FollowFailed, post=posts, by=names, question=ids, text=words),
    _of(NoticeFailed, notice=st.text(max_size=4)),
    _of(FellBehind, since=st.floats(MONDAY - 1e4, MONDAY + 1e5)),
    _of(
        CaughtUp,
        missed_from=st.none() | st.floats(MONDAY - 1e4, MONDAY + 1e5),
        missed_until=st.none() | st.floats(MONDAY - 1e4, MONDAY + 1e5),
    ),
    _of(CaughtUp),
)
anything: st.SearchStrategy[Event] = st.integers(0, 9).flatmap(
    lambda n: _post if n < 3 else _press if n < 6 else st.one_of(*_rest)
)


@st.composite
def happenings(draw: st.DrawFn, most: int = 60) -> list[Event]:
    """Any events about a few ids; time mostly goes on, and sometimes runs back a little."""
    first = MeetingStarted(room=ROOM, at=MONDAY, meeting="t0", spoken=draw(st.booleans()))
    at = MONDAY
    events: list[Event] = [first]
    if agreed := draw(st.booleans()):
        events += _agreed()
    least = draw(st.sampled_from([0, 20, most // 2]))
    for event in draw(st.lists(anything, min_size=least, max_size=most)):
        at += draw(gaps | st.sampled_from([-30.0, -5.0]))
        events.append(replace(event, at=at))
        if agreed and isinstance(event, MessagePosted):
            at += draw(st.sampled_from([0.5, 10.0, 30.0]))
            events.append(replace(draw(_answers), at=at))
    return events


def _agreed() -> list[Event]:
    """A second listener is set up, a convener has agreed to it, and the notice says so."""
    heard_too = RoomSettings(listener=LISTENER)
    return [
        RoomSet(room=ROOM, at=MONDAY, settings=heard_too),
        ListenerSet(room=ROOM, at=MONDAY, by="moira", on=True),
        NoticePosted(room=ROOM, at=MONDAY, notice=STANDS),
    ]

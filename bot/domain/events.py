"""What happened: everything the core is told. Frozen, platform-neutral, stamped with `at`.

`at` is the platform's own time of the happening, in epoch seconds; the core has no other clock.
`key` is the platform's id of the event (empty where there is none): the store uses it to apply
an event once however often it is delivered.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.labels import Label
from bot.domain.settings import RoomSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in one room."""

    room: str
    at: float
    key: str = ""


# --- the conversation -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted(Event):
    """A message as a person reads it: plain text, mentions resolved to member ids.

    `reply_to` and `thread` are message ids; `broadcast` is a thread reply shown to the whole room.
    `unread` marks words that must not be read or stored (their author opted out): `text` is empty.
    """

    id: str
    author: str
    text: str
    name: str = ""
    reply_to: str | None = None
    thread: str | None = None
    broadcast: bool = False
    bot: bool = False
    unread: bool = False
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited(Event):
    """A message's text was replaced."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(Event):
    """A message was deleted: whatever was kept of it goes too."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted(Event):
    """An emoji was put on a message, or taken off again (`removed`)."""

    author: str
    emoji: str
    to: str
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomNamed(Event):
    """The room is called this, as people write it (`#place`)."""

    title: str


# --- people and meetings --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Event):
    """Somebody is in the room, or has a new display name."""

    member: str
    name: str
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Event):
    """Somebody is no longer in the room."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptedOut(Event):
    """Somebody isn't to be read any more: what is kept of their words goes."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten(Event):
    """Somebody is to be forgotten: their words, their name, and all that they were here."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingStarted(Event):
    """A meeting began. `spoken`: mostly aloud, the chat beside it. `ends_at`: epoch s, if known.

    Where `meeting` is a message's id, that message's thread is the meeting's own chat: what is
    said in it is said to the whole room.
    """

    meeting: str
    spoken: bool = False
    ends_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEnded(Event):
    """The running meeting ended; where `meeting` names one, only that one."""

    meeting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAsked(Event):
    """A convener asked for the spoken meeting's card now."""

    by: str


# --- the room's own arrangements ------------------------------------------------------------


class Role(StrEnum):
    """What somebody was asked to be."""

    CONVENER = "convener"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSet(Event):
    """The room's settings are now these."""

    settings: RoomSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerSet(Event):
    """A convener agrees that the second listener may be asked (`on`), or ends that."""

    by: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvenerInvited(Event):
    """Somebody was asked to convene (or to be a deputy), by `by`; empty: by Heed's own settings.

    Who asks themself has accepted by that. `practised`: they tried a practice nudge for the room
    that this one takes after.
    """

    member: str
    role: Role = Role.CONVENER
    by: str = ""
    practised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvenerAccepted(Event):
    """The invited person said yes; a practice nudge follows."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvenerSteppedDown(Event):
    """A convener or deputy stepped down, or was relieved."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaySet(Event):
    """A convener is away, or back; also set when the platform can't message them."""

    member: str
    away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    """Listening paused: for the running meeting, or until resumed."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    """Listening goes on."""

    by: str


# --- presses --------------------------------------------------------------------------------


class Action(StrEnum):
    """What can be pressed on a card, in the words people read."""

    SHOW = "show"
    GO = "go to the message"
    POST = "post through heed"
    ALREADY_FOLLOWED = "already followed"
    PRIVATELY = "i'll speak with them privately"
    LET_IT_REST = "let it rest"
    NOT_A_QUESTION = "not a question"
    HAND_TO = "hand to"
    LATER = "later"
    ANSWERED_ALOUD = "answered aloud"
    SAY_IT_ALOUD = "i'll say it aloud"
    STEP_DOWN = "step down"
    CONVENE = "i'll convene"
    NO_THANK_YOU = "no, thank you"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Event):
    """A button on a card was pressed. `value`: a member id (hand to), seconds (later), or text.

    `question` names the line of a card that lists several.
    """

    card: str
    by: str
    action: Action
    value: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowPosted(Event):
    """A convener's follow was posted through Heed: the pick-up is recorded from this.

    `post` is the PostFollow's id; `id` is the posted message's, so that the platform's echo of it
    changes nothing.
    """

    post: str
    by: str
    question: str
    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo(Event):
    """*Let mine go*: the asker withdrew a message of their own, privately."""

    by: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardToo(Event):
    """*I'd like this heard too*: somebody else added weight to a message, privately."""

    by: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAsked(Event):
    """A convener has a summary posted in the room, after its preview.

    `page` names it for ever. It shows the questions `followed`, and `ticked` that hang. `since`
    and `meeting` say what it is about, as PublicPage does.
    """

    page: str
    by: str
    since: float
    meeting: bool
    followed: tuple[str, ...]
    ticked: tuple[str, ...] = ()


# --- answers to the core's own commands ------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeUp(Event):
    """A deadline that the core asked for has come; `at` is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAnswered(Event):
    """Whether the convener had a place left that day, across all rooms."""

    card: str
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePosted(Event):
    """The room's notice stands in the room: from now on it may be read (rule 1)."""

    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed(Event):
    """A card could not be brought to somebody, for good (direct messages closed, say)."""

    card: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowFailed(Event):
    """A convener's follow could not be posted, for good; `text` is theirs, to be given back.

    `post` is the PostFollow's id.
    """

    post: str
    by: str
    question: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFailed(Event):
    """The room's notice could not be posted, for good: until one stands, the room isn't read."""

    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePosted(Event):
    """A public page stands in the room, as the message `id`."""

    page: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFailed(Event):
    """A public page could not be posted, for good."""

    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerAnswered(Event):
    """The second listener's answer about a question and a message, as AskListener named them."""

    question: str
    message: str
    label: Label


# --- gaps ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FellBehind(Event):
    """The platform isn't heard any more: what was said after `since` (epoch s) may be missing.

    Until CaughtUp, time decides nothing in the room.
    """

    since: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtUp(Event):
    """The room is heard again, and what could be fetched of the gap has been received.

    What was said from `missed_from` to `missed_until` (epoch s) couldn't be; None where nothing
    is missing.
    """

    missed_from: float | None = None
    missed_until: float | None = None

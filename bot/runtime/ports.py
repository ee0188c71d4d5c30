"""What the runtime needs from the outside: a store, senders, a clock; and what it offers.

Storage and adapters implement these, and know nothing else of the runtime.
"""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.domain.commands import Command, Reply
from bot.domain.events import Event
from bot.domain.journal import Entry, Journal
from bot.domain.labels import About
from bot.domain.pages import Choice, File, Line, Page
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.views import CardView, FollowView, NoticeView


def platform_of(room: str) -> str:
    """The platform that a room is on: the first part of its id (`web/demo` is on `web`)."""
    return room.partition("/")[0]


class Tracking(Protocol):
    """The core, as the runtime sees it."""

    def listen(self, room: Room, event: Event) -> Event:
        """The event as it may be remembered: a message without its text."""

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply one event to the room, which changes; what is to be done comes back, in order."""


# --- the outbox ------------------------------------------------------------------------------


class Errand(StrEnum):
    """What a parcel in the outbox is for."""

    SEND_CARD = "send card"
    UPDATE_CARD = "update card"
    POST_FOLLOW = "post follow"
    POST_NOTICE = "post notice"
    POST_PAGE = "post page"
    UPDATE_PAGE = "update page"


class Outcome(StrEnum):
    """How a parcel ended. `POINTLESS`: what it was for had come to nothing before it went out."""

    DELIVERED = "delivered"
    POINTLESS = "pointless"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One delivery that the store keeps until it is made or has failed for good.

    `id` is unique within the room and is the platform's nonce. `card`, `question` and `text` are
    set as the errand needs (for a notice, `text` names its wording). `due_at` is in epoch seconds;
    `attempts` counts how often it was taken up, whatever became of that. `posted_at` is when that
    happened which it tells of (epoch seconds), `trace` what was followed then (`traces.py`).
    """

    room: str
    id: str
    errand: Errand
    due_at: float
    to: str = ""
    card: str = ""
    question: str = ""
    text: str = ""
    attempts: int = 0
    posted_at: float = 0.0
    trace: str = field(default="", compare=False)  # random: the same parcel all the same


# --- the store -------------------------------------------------------------------------------


class StorageError(Exception):
    """The store can't be reached, read or written; the text is fit for the admin."""


class StorageConflictError(StorageError):
    """Two transactions were in each other's way; the same may be tried again at once."""


class RoomBusyError(StorageError):
    """Somebody else works on the room just now, and one didn't want to wait for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A delivery that failed for good, at about that time (epoch seconds); `why` is for admins."""

    room: str
    errand: Errand
    at: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much there is, over all rooms: rooms, and parcels that wait.

    `oldest` is the earliest `posted_at` of those, `due` the earliest deadline of any room; in epoch
    seconds, None where there is none.
    """

    rooms: int
    parcels: int
    oldest: float | None = None
    due: float | None = None


class Unit(Protocol):
    """One transaction on one room: nothing of it is kept unless `commit` returned.

    While it is open, no other unit works on the same room. `room` may be changed freely until
    `commit`, and not after it. `posted` counts the parcels that the room has ever had, `version`
    how often it was written before, `pages` those of its journal (0 where it has none).
    """

    room: Room
    posted: int
    version: int
    pages: int

    async def journal(self) -> Journal | None:
        """The room's journal; None where it has none."""

    async def note(self, entry: Entry) -> None:
        """Write in the room's journal, on a page with the number of the version to come."""

    async def first_time(self, key: str, at: float) -> bool:
        """Record a platform event's key; False where it was recorded before."""

    async def opted_out(self, member: str) -> bool:
        """Whether somebody isn't to be read on the room's platform."""

    async def forget_parcels(self, member: str, *, notices: bool) -> None:
        """Drop the parcels to somebody; with `notices`, the room's notices that still wait too."""

    async def forget_follows(self, questions: Collection[str]) -> None:
        """Drop the follows about these questions that still wait."""

    async def reword_follows(self, reword: Callable[[str], str]) -> None:
        """Change the words of the follows that still wait."""

    async def reserve_place(self, convener: str, day: str, limit: int) -> bool:
        """Take one of the convener's places for that day; False where none is left.

        Places are counted across all rooms of the same platform.
        """

    async def reserve_call(self, day: str, *, in_room: int, in_all: int) -> bool:
        """Take one of the second listener's calls for that day; False where none is left.

        They are counted for the room, and for all rooms of all platforms together.
        """

    async def awaited(self, card: str) -> bool:
        """Whether a parcel for the card waits that nobody took up yet.

        It will show the card as it is then, so a further one would be pointless.
        """

    async def post(self, parcel: Parcel) -> None:
        """Put a parcel in the outbox. One with the same id is there at most once, for ever."""

    async def retire(self, question: Question) -> None:
        """Keep this question's last state; it is not, or no longer, in the room's memory."""

    async def retired(self, messages: Collection[str] | None = None) -> Sequence[Question]:
        """Questions that are out of the room's memory: those that these messages ask, or all."""

    async def settle(self, parcel: Parcel, outcome: Outcome, ref: str = "") -> bool:
        """End a parcel and forget its text; False where it had ended before.

        `ref` is the platform's reference of what was delivered; of what failed, why.
        """

    async def reschedule(self) -> None:
        """Let the room's deadline be looked at when it says, and change nothing else.

        Other replicas needn't read the room again after it.
        """

    async def commit(self) -> None:
        """Write everything: the room as it now is, its deadline, the outbox."""


class Store(Protocol):
    """Rooms, their deadlines and the outbox. Any method may raise StorageError."""

    def unit(self, room: str, *, wait: bool = True) -> AbstractAsyncContextManager[Unit]:
        """A transaction on the room, made new where it isn't known; rolls back on any error.

        Without `wait`, raises RoomBusyError where somebody else has the room.
        """

    async def look(self, room: str) -> Room | None:
        """The room as last committed, a copy of one's own; None where it isn't known."""

    async def rooms(self) -> Sequence[str]:
        """All known rooms."""

    async def questions(self, room: str, since: float = 0.0) -> Sequence[Question]:
        """The room's questions asked since then, retired ones too, in the order asked."""

    async def due_rooms(self, now: float, limit: int = 100) -> Sequence[str]:
        """Rooms whose deadline has come, earliest first."""

    async def next_wake(self) -> float | None:
        """The earliest deadline of any room, in epoch seconds."""

    async def put_off(self, room: str, until: float) -> None:
        """Look at this room's deadline again at `until`; any commit on the room overrules it."""

    async def claim_parcels(
        self, now: float, until: float, *, busy: Collection[str] = (), limit: int = 16
    ) -> Sequence[Parcel]:
        """Take up parcels that are due: of each room the first that waits, in the order posted.

        Nobody else gets them before `until`, when whoever took them is thought to have died;
        `postpone` puts that off. Rooms in `busy` are left out.
        """

    async def release_parcels(self, now: float) -> None:
        """Let everything that was taken up before be taken up again from `now` on.

        For a process that is alone on the store, before it takes up anything itself.
        """

    async def next_delivery(self) -> float | None:
        """When the next parcel may be claimed, in epoch seconds."""

    async def postpone(self, parcel: Parcel, until: float) -> bool:
        """A delivery failed for now, or takes longer: next at `until`.

        False, and nothing changed, where it has ended or somebody else took it up in the meantime.
        """

    async def sent_ref(self, room: str, card: str) -> str | None:
        """The platform's reference of a delivered card, None where it wasn't delivered."""

    async def failures(self, since: float) -> Sequence[Failure]:
        """What failed for good since then (epoch seconds), the latest first; a hundred at most."""

    async def backlog(self) -> Backlog:
        """How much there is, and how long it has waited."""

    async def probe(self) -> None:
        """Write something of no account; raises StorageError where nothing can be kept."""

    async def purge(self, now: float) -> int:
        """Delete what has been kept long enough; how many things that were comes back."""


# --- whoever runs Heed -----------------------------------------------------------------------


class Step(StrEnum):
    """What takes time, from an event's arrival to what is delivered."""

    EVENT = "event"  # all of it: from its arrival until it is committed
    WAKE = "wake"  # the same for a deadline
    LANE = "lane"  # waiting for the room's turn
    OPEN = "open"  # waiting for a transaction, and reading the room
    TRACKER = "tracker"  # the core, and what it needs of the store
    COMMIT = "commit"
    DELIVERY = "delivery"  # one try


class Taken(StrEnum):
    """What became of an event. `LATE`: applied, and something later had been applied before."""

    APPLIED = "applied"
    LATE = "late"
    SEEN_BEFORE = "seen before"
    NOT_KEPT = "not kept"


class Nudged(StrEnum):
    """How far a nudge has come."""

    CHOSEN = "chosen"
    SENT = "sent"
    FAILED = "failed"


class Ended(StrEnum):
    """How one try of a delivery ended: as its parcel did, or it is to be made again."""

    DELIVERED = "delivered"
    POINTLESS = "pointless"
    FAILED = "failed"
    AGAIN = "again"


class Asked(StrEnum):
    """What came of asking the second listener. `UNFIT`: an answer that isn't one."""

    ANSWERED = "answered"
    UNFIT = "unfit"
    TOO_SLOW = "too slow"
    FAILED = "failed"
    CANCELLED = "cancelled"
    BUDGET_SPENT = "budget spent"


class Access(StrEnum):
    """What a transaction on the database is for."""

    READ = "read"
    WRITE = "write"


class Watch(Protocol):
    """Is told what Heed does, for whoever runs it: for figures and traces of the whole process.

    It learns no text, no name and no room. It changes nothing, and raises nothing of its own.
    `seconds` are real ones, or the clock's; what has taken none has None.
    """

    def step(self, step: Step, platform: str = "") -> AbstractContextManager[None]:
        """This is being done, until the block ends."""

    def access(self, access: Access) -> AbstractContextManager[None]:
        """A transaction is open or waited for, until the block ends; it failed if that raises."""

    def event(self, platform: str, kind: str, taken: Taken, age: float) -> None:
        """Something became of an event of this class, that many seconds after it happened."""

    def questions(self, noticed: int) -> None:
        """So many questions worth tracking were noticed in a message."""

    def nudge(self, nudged: Nudged, seconds: float | None = None) -> None:
        """A nudge has come so far, so many seconds after it was chosen."""

    def woken(self, late: float) -> None:
        """A room was woken, so many seconds after its deadline."""

    def delivery(self, platform: str, errand: Errand, ended: Ended, seconds: float | None) -> None:
        """A try ended; what was delivered, so many seconds after what it tells of."""

    def asked(self, asked: Asked, seconds: float | None = None) -> None:
        """The second listener was asked, or would have been."""


# --- replicas --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What other replicas are told of a commit: the room, its deadline, whether parcels wait."""

    room: str
    wake_at: float | None
    posted: bool


class Bell(Protocol):
    """Tells other replicas what was committed here, and this one of theirs.

    It may fall silent: whoever isn't told finds out by looking, some seconds later.
    """

    def ring(self, news: News) -> None:
        """Tell the others, soon."""

    async def listen(self, heard: Callable[[News], None]) -> None:
        """Call `heard` with the others' news, and bring them one's own, until cancelled."""


class Records(Protocol):
    """What a store can do for somebody who asks what is kept of them, on one platform.

    Any method may raise StorageError.
    """

    async def opt_out(self, platform: str, member: str) -> None:
        """Remember, as a keyed hash alone, that somebody isn't to be read."""

    async def opt_in(self, platform: str, member: str) -> None:
        """They may be read again."""

    async def opted_out(self, platform: str, member: str) -> bool:
        """Whether somebody isn't to be read."""

    async def rooms_of(self, platform: str, member: str) -> Sequence[str]:
        """The platform's rooms that know somebody, or have something for them to be delivered."""

    async def waiting_words(self, room: str, member: str) -> Sequence[str]:
        """The words of somebody's follows that wait to be posted in a room."""

    async def days_of(self, platform: str, member: str) -> Sequence[str]:
        """The days of which it is known how many nudges somebody had."""

    async def erase_days(self, platform: str, member: str) -> None:
        """Forget how many nudges somebody had on which day."""

    async def passes_of(self, room: str, member: str) -> int:
        """How many passes somebody has to a room's board."""

    async def erase_passes(self, platform: str, member: str) -> None:
        """End all that somebody has to boards of the platform's rooms."""

    async def purge_rooms(self, where: str) -> Sequence[str]:
        """Delete a room, or all rooms beneath a path such as `slack/T1`; which they were."""

    async def begin_erasing(self) -> None:
        """Note down, for good, that traces are to go; whatever happens, the purge sees to it."""

    async def rewrite(self) -> bool:
        """Leave no trace of what was deleted in the database's files.

        False where that has to wait for the next purge.
        """


# --- the board -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Somebody's leave to see a room's board, until then (epoch seconds)."""

    id: str
    room: str
    member: str
    until: float


class Passes(Protocol):
    """Keeps passes to boards. Any method may raise StorageError.

    A pass ends with its time, with its room, when it is taken back, and when whoever has it asks
    for all about them to be erased.
    """

    async def issue(self, granted: Pass) -> None:
        """Keep a new one, not entered on yet, of a room that is known.

        Of too many that one member has in a room, those end that would end first.
        """

    async def enter(self, room: str, name: str, now: float) -> bool:
        """Enter on a pass; False where it has ended, or somebody did so before."""

    async def valid(self, room: str, now: float) -> Collection[str]:
        """The passes to a room that were entered on, and hold now."""

    async def revoke(self, room: str, member: str) -> int:
        """End all that a member has in a room; how many there were comes back."""

    async def drop(self, room: str, name: str) -> None:
        """End this one."""


class Boards(Protocol):
    """Lets conveners in to their boards. Each may raise StorageError."""

    async def invite(self, room: str, member: str) -> str:
        """A new link to the board of a room, for this member alone: it opens once."""

    async def end(self, room: str, member: str) -> int:
        """End all links and pages that they have of it; how many there were comes back."""


# --- groups ----------------------------------------------------------------------------------


class GroupsUnknownError(Exception):
    """The platform didn't tell who is in its groups; the text is for admins, and names nobody."""


class Groups(Protocol):
    """The groups of people that a platform has itself."""

    async def members(self, room: str, groups: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """The ids of who is in each of these, by names that it knows; raises GroupsUnknownError."""


# --- senders ---------------------------------------------------------------------------------


class RetryLaterError(Exception):
    """The platform can't take the delivery now; `after` real seconds is its own wish, if any.

    `untouched`: nothing of it was done, surely. The text is for admins, as UndeliverableError's is.
    """

    def __init__(self, why: str, after: float | None = None, *, untouched: bool = False) -> None:
        super().__init__(why)
        self.after = after
        self.untouched = untouched


class UndeliverableError(Exception):
    """The platform will never take this delivery (direct messages closed, room gone).

    The text tells the admin why, and what to do. It is kept: no message's words, nobody's name.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Nonce:
    """Names a delivery for ever. `again`: it was taken up before, with an end that isn't known.

    Once `again` holds it always does, but for a process that knows better (`refusals.py`).
    """

    name: str
    again: bool = False


class Sender(Protocol):
    """Brings things to people on one platform.

    A delivery may be asked for again after a crash or an unclear failure, with the same nonce: the
    sender makes it once in effect. Each may raise RetryLaterError or UndeliverableError.
    """

    async def send_card(self, room: str, to: str, view: CardView, nonce: Nonce) -> str:
        """Send a new private card; the platform's reference of it comes back."""

    async def find_card(self, room: str, to: str, card: str, nonce: Nonce) -> str | None:
        """A card that an earlier attempt may have sent, though nobody heard so; None without one.

        For one that isn't to be sent any more: what stands is to be corrected.
        """

    async def update_card(self, room: str, to: str, ref: str, view: CardView) -> None:
        """Change a delivered card in place."""

    async def post_follow(self, room: str, view: FollowView, nonce: Nonce) -> str:
        """Post publicly in the room; the new message's id comes back."""

    async def post_notice(self, room: str, view: NoticeView, nonce: Nonce) -> str:
        """Post the room's notice; the new message's id comes back."""

    async def post_page(self, room: str, page: Page, nonce: Nonce) -> str:
        """Post a public page in the room; the new message's id comes back."""

    async def find_page(self, room: str, nonce: Nonce) -> str | None:
        """A page that an earlier attempt may have posted, likewise."""

    async def update_page(self, room: str, ref: str, page: Page) -> None:
        """Change a posted page in place: words that it quoted were changed or deleted."""


# --- the second listener ---------------------------------------------------------------------


class ListenerError(Exception):
    """The second listener couldn't be asked; the text is for admins, and quotes nothing.

    `rest` is how many seconds it wants to be left alone, if it said so.
    """

    def __init__(self, why: str, rest: float | None = None) -> None:
        super().__init__(why)
        self.rest = rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message as it is shown to the second listener: no name is in it, and none beside it."""

    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the second listener is asked, and all that it is shown: a few messages, oldest first.

    `question` is the place among them of the message that asks, `message` of the one that it is
    asked about: the same where it is asked about hearing.
    """

    about: About
    said: tuple[Said, ...]
    question: int
    message: int


class Listener(Protocol):
    """A language model, wherever it runs."""

    async def ask(self, asking: Asking) -> str:
        """What it says to that, whatever it is: the text is foreign. Raises ListenerError.

        It may take for ever; whoever asks sets the limit.
        """


# --- the clock -------------------------------------------------------------------------------


class Clock(Protocol):
    """The only clock there is; the core never sees it. It never goes backwards."""

    def now(self) -> float:
        """The time in epoch seconds."""

    def seconds_until(self, at: float) -> float:
        """How many real seconds until the clock shows `at`; never negative."""

    def after(self, seconds: float) -> float:
        """What the clock shows in so many real seconds, as far as can be told now."""


# --- what adapters talk to --------------------------------------------------------------------


class Intake(Protocol):
    """What an adapter may ask of the companion."""

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """Apply an event once, durably; what the person who caused it is told comes back.

        It has been committed when this returns. Raises StorageError where it couldn't be: the
        event may then be given again, with the same key.
        """

    async def look(self, room: str) -> Room | None:
        """The room as last committed, to be read only; None where it isn't known."""

    async def rooms(self) -> Sequence[str]:
        """All known rooms."""

    async def questions(self, room: str, since: float = 0.0) -> Sequence[Question]:
        """The room's questions asked since then, those that left its memory too."""

    def subscribe(self, room: str) -> AsyncIterator[int]:
        """A number each time that the room has changed; changes in between count as one."""

    def refresh(self, room: str) -> None:
        """Let whoever shows the room look at it again, in other replicas too."""


class Kept(Protocol):
    """What is kept about somebody."""

    @property
    def opted_out(self) -> bool:
        """Whether they aren't read."""

    def lines(self) -> list[str]:
        """All of it, as lines for them alone."""


class OwnData(Protocol):
    """What people may ask about themselves, in the same way on every platform.

    Each answers with what to tell them, in private. Any may raise StorageError.
    """

    async def my_data(self, platform: str, member: str) -> Kept:
        """All that is kept about a member."""

    async def forget(self, platform: str, member: str) -> str:
        """Erase it, for good."""

    async def opt_out(self, platform: str, member: str) -> str:
        """Read them no more, and erase their words."""

    async def opt_in(self, platform: str, member: str) -> str:
        """Read them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whoever asks for something, as their platform knows them now.

    `admin`: they run the platform's side of the room, or made the room. `present`: they are a
    member of the room.
    """

    member: str
    name: str = ""
    admin: bool = False
    present: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRoom:
    """A room as one person sees it among theirs.

    `waiting` is there for its conveners alone, `settings` for those who may change them. The
    wishes of its `choices` are about this room.
    """

    room: str
    title: str
    state: str
    role: str = ""
    waiting: tuple[Line, ...] = ()
    settings: tuple[Line, ...] = ()
    choices: tuple[Choice, ...] = ()


Printing = Callable[[File], bytes]
"""Makes a file's bytes. It may take some tenths of a second: not for an event loop."""


class Reception(Protocol):
    """Answers what people ask Heed for, in the same words on every platform."""

    async def ask(  # noqa: PLR0913 - all that a platform knows of an asking
        self,
        room: str,
        visitor: Visitor,
        text: str,
        *,
        key: str = "",
        at: float,
        ticked: tuple[str, ...] = (),
    ) -> Page:
        """Do what was asked for in a room; the answer is for the visitor alone.

        `text` is what stands after `/heed`, or the wish of a pressed choice. Bad text is answered
        with help. `key` is the platform's id of the asking: asked again with the same key, nothing
        is done twice. `at` is in epoch seconds. `ticked` are the ticks of the lines that were
        ticked. People whom the text names are given as `<@id>`, `@name` or plain ids, and have to
        be known as members of the room (MemberJoined). Raises StorageError.
        """

    async def home(
        self, visitor: Visitor, rooms: Sequence[str], *, at: float
    ) -> Sequence[HomeRoom]:
        """Of each of these rooms, which the visitor is in, what they may see. StorageError."""

"""A store that writes nothing down: what was never stored, to compare with what was."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from copy import copy, deepcopy
from dataclasses import dataclass, field, replace

from bot.domain.journal import Entry, Journal
from bot.domain.question import Question
from bot.domain.room import Room
from bot.runtime.ports import Backlog, Errand, Failure, Outcome, Parcel, platform_of
from storage.loaded import copy_of
from tests.domain.live import Shelf


@dataclass(frozen=True)
class Record:
    """A parcel in the outbox."""

    number: int
    parcel: Parcel
    outcome: Outcome | None = None
    ref: str = ""


@dataclass
class Held:
    """Everything that is held. A unit changes a copy, which takes its place on commit."""

    rooms: dict[str, Room] = field(default_factory=dict)
    wake_at: dict[str, float] = field(default_factory=dict)
    posted: dict[str, int] = field(default_factory=dict)
    opt_outs: set[tuple[str, str]] = field(default_factory=set)
    keys: set[tuple[str, str]] = field(default_factory=set)
    places: dict[tuple[str, str, str], int] = field(default_factory=dict)
    questions: dict[tuple[str, str], Question] = field(default_factory=dict)
    parcels: dict[tuple[str, str], Record] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    journals: dict[str, Shelf] = field(default_factory=dict)

    def copy(self) -> "Held":
        """The same, with containers of its own."""
        return Held(**{name: copy(each) for name, each in vars(self).items()})


class MemoryUnit:
    """A transaction on a room."""

    def __init__(self, store: "MemoryStore", room: str) -> None:
        self._store = store
        self._held = store.held.copy()
        self._before = self._held.rooms.get(room, Room(id=room))
        self._retired: set[str] = set()
        self.room = copy_of(self._before)
        self.posted = self._held.posted.get(room, 0)
        self.version = self._held.versions.get(room, 0)
        self._journal = deepcopy(self._held.journals.get(room, Shelf()))
        self.pages = len(self._journal)

    async def journal(self) -> Journal | None:
        """The journal."""
        return self._journal.read()

    async def note(self, entry: Entry) -> None:
        """Write in it."""
        self._journal.take(entry)
        self.pages = len(self._journal)

    async def first_time(self, key: str, at: float) -> bool:  # noqa: ARG002 - nothing is purged here
        """Record a key."""
        new = (self.room.id, key) not in self._held.keys
        self._held.keys.add((self.room.id, key))
        return new

    async def opted_out(self, member: str) -> bool:
        """Whether somebody isn't to be read."""
        return (platform_of(self.room.id), member) in self._held.opt_outs

    async def forget_parcels(self, member: str, *, notices: bool) -> None:
        """Drop the parcels to somebody, and waiting notices."""
        for key, record in list(self._held.parcels.items()):
            waits = record.outcome is None and record.parcel.errand is Errand.POST_NOTICE
            if key[0] == self.room.id and (record.parcel.to == member or (notices and waits)):
                del self._held.parcels[key]

    def _waiting_follows(self) -> list[tuple[tuple[str, str], Record]]:
        return [
            (key, each)
            for key, each in self._held.parcels.items()
            if key[0] == self.room.id
            and each.outcome is None
            and each.parcel.errand is Errand.POST_FOLLOW
        ]

    async def forget_follows(self, questions: Collection[str]) -> None:
        """Drop follows that wait."""
        for key, record in self._waiting_follows():
            if record.parcel.question in questions:
                del self._held.parcels[key]

    async def reword_follows(self, reword: Callable[[str], str]) -> None:
        """Change the words of follows that wait."""
        for key, record in self._waiting_follows():
            anew = replace(record.parcel, text=reword(record.parcel.text))
            self._held.parcels[key] = replace(record, parcel=anew)

    async def reserve_place(self, convener: str, day: str, limit: int) -> bool:
        """Take a place."""
        return self._place((platform_of(self.room.id), convener, day), limit)

    async def reserve_call(self, day: str, *, in_room: int, in_all: int) -> bool:
        """Take a call of the second listener's."""
        return self._place((self.room.id, "", day), in_room) and self._place(("", "", day), in_all)

    def _place(self, key: tuple[str, str, str], limit: int) -> bool:
        used = self._held.places.get(key, 0)
        if used < limit:
            self._held.places[key] = used + 1
        return used < limit

    async def awaited(self, card: str) -> bool:
        """Whether a parcel for the card waits untouched."""
        return any(
            each.parcel.card == card and each.outcome is None and not each.parcel.attempts
            for (room, _), each in self._held.parcels.items()
            if room == self.room.id
        )

    async def post(self, parcel: Parcel) -> None:
        """Put a parcel in the outbox, once."""
        key = (self.room.id, parcel.id)
        if key not in self._held.parcels:
            self.posted += 1
            self._held.parcels[key] = Record(self.posted, parcel)

    async def settle(self, parcel: Parcel, outcome: Outcome, ref: str = "") -> bool:
        """End a parcel, once."""
        key = (self.room.id, parcel.id)
        record = self._held.parcels.get(key)
        if record is None or record.outcome is not None:
            return False
        self._held.parcels[key] = replace(record, outcome=outcome, ref=ref)
        return True

    async def retire(self, question: Question) -> None:
        """Keep a question that left."""
        self._retired.add(question.id)
        self._held.questions[self.room.id, question.id] = question

    async def retired(self, messages: Collection[str] | None = None) -> Sequence[Question]:
        """Questions that left."""
        return [
            each
            for (room, name), each in self._held.questions.items()
            if room == self.room.id
            and name not in self.room.questions
            and (name not in self._before.questions or name in self._retired)
            and (messages is None or each.message in messages)
        ]

    async def reschedule(self) -> None:
        """Let the deadline be looked at when it says."""
        self._store.held.wake_at.pop(self.room.id, None)
        if self.room.wake_at is not None:
            self._store.held.wake_at[self.room.id] = self.room.wake_at

    async def commit(self) -> None:
        """Make it so."""
        held, room = self._held, self.room
        for name in self._before.questions.keys() - room.questions.keys() - self._retired:
            del held.questions[room.id, name]
        held.questions |= {(room.id, name): each for name, each in room.questions.items()}
        held.rooms[room.id] = room
        held.versions[room.id] = self.version + 1
        held.journals[room.id] = self._journal
        held.posted[room.id] = self.posted
        held.wake_at.pop(room.id, None)
        if room.wake_at is not None:
            held.wake_at[room.id] = room.wake_at
        self._store.held = held


class MemoryStore:
    """Keeps the contract of a store, and nothing when it goes."""

    def __init__(self) -> None:
        self.held = Held()
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def unit(
        self,
        room: str,
        *,
        wait: bool = True,  # noqa: ARG002 - nobody but this process can have it
    ) -> AsyncIterator[MemoryUnit]:
        """A transaction on the room."""
        async with self._turn:
            yield MemoryUnit(self, room)

    async def look(self, room: str) -> Room | None:
        """A copy of the room."""
        found = self.held.rooms.get(room)
        return copy_of(found) if found else None

    async def rooms(self) -> Sequence[str]:
        """All rooms."""
        return sorted(self.held.rooms)

    async def questions(self, room: str, since: float = 0.0) -> Sequence[Question]:
        """A room's questions in the order asked."""
        found = [each for (name, _), each in self.held.questions.items() if name == room]
        return sorted(
            (each for each in found if each.asked_at >= since),
            key=lambda each: (each.asked_at, each.seq),
        )

    async def due_rooms(self, now: float, limit: int = 100) -> Sequence[str]:
        """Rooms that are due."""
        due = sorted((at, room) for room, at in self.held.wake_at.items() if at <= now)
        return [room for _, room in due][:limit]

    async def next_wake(self) -> float | None:
        """The earliest deadline."""
        return min(self.held.wake_at.values(), default=None)

    async def put_off(self, room: str, until: float) -> None:
        """Look at a deadline later."""
        self.held.wake_at[room] = until

    def _first_of_each_room(self) -> list[Parcel]:
        first: dict[str, Parcel] = {}
        for record in sorted(self.held.parcels.values(), key=lambda each: each.number):
            if record.outcome is None:
                first.setdefault(record.parcel.room, record.parcel)
        return sorted(first.values(), key=lambda each: each.due_at)

    def _replace(self, parcel: Parcel) -> None:
        key = (parcel.room, parcel.id)
        self.held.parcels[key] = replace(self.held.parcels[key], parcel=parcel)

    async def claim_parcels(
        self, now: float, until: float, *, busy: Collection[str] = (), limit: int = 16
    ) -> Sequence[Parcel]:
        """Take up what is due."""
        due = [each for each in self._first_of_each_room() if each.due_at <= now]
        taken = [
            replace(each, due_at=until, attempts=each.attempts + 1)
            for each in due
            if each.room not in busy
        ][:limit]
        for each in taken:
            self._replace(each)
        return taken

    async def release_parcels(self, now: float) -> None:
        """Let what was taken up be taken up again."""
        for record in list(self.held.parcels.values()):
            if record.outcome is None and record.parcel.attempts:
                self._replace(replace(record.parcel, due_at=min(record.parcel.due_at, now)))

    async def next_delivery(self) -> float | None:
        """When something may be claimed."""
        return min((each.due_at for each in self._first_of_each_room()), default=None)

    async def postpone(self, parcel: Parcel, until: float) -> bool:
        """Try later."""
        record = self.held.parcels[parcel.room, parcel.id]
        if record.outcome is not None or record.parcel.attempts != parcel.attempts:
            return False
        self._replace(replace(parcel, due_at=until))
        return True

    async def sent_ref(self, room: str, card: str) -> str | None:
        """The reference of a delivered card."""
        for record in self.held.parcels.values():
            sent = record.parcel.errand is Errand.SEND_CARD and record.outcome is Outcome.DELIVERED
            if sent and (record.parcel.room, record.parcel.card) == (room, card):
                return record.ref
        return None

    async def failures(self, since: float) -> Sequence[Failure]:
        """What failed for good."""
        found = [
            Failure(
                room=each.parcel.room,
                errand=each.parcel.errand,
                at=each.parcel.due_at,
                why=each.ref,
            )
            for each in self.held.parcels.values()
            if each.outcome is Outcome.FAILED and each.parcel.due_at >= since
        ]
        return sorted(found, key=lambda each: -each.at)

    async def backlog(self) -> Backlog:
        """How much there is."""
        waiting = [each.parcel for each in self.held.parcels.values() if each.outcome is None]
        return Backlog(
            rooms=len(self.held.rooms),
            parcels=len(waiting),
            oldest=min((each.posted_at for each in waiting if each.posted_at), default=None),
            due=min(self.held.wake_at.values(), default=None),
        )

    async def probe(self) -> None:
        """Keep nothing, as ever."""

    async def purge(self, now: float) -> int:  # noqa: ARG002 - it is gone soon enough
        """Keep everything."""
        return 0

"""What people may ask about themselves on every platform: my-data, forget-me, opt-out (rule 9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from bot.domain.events import Forgotten, OptedOut
from bot.domain.question import Question, State
from bot.domain.room import Room
from bot.runtime.ports import Clock, Intake, Records

# What somebody may read of their own question. What a convener pressed isn't theirs (rule 3): a
# question that was settled, or that waits, says nothing.
_STATES: Final = {
    State.FOLLOWED: "It was taken up.",
    State.TAKEN_AWAY: "Somebody will come back to it.",
    State.WITHDRAWN: "You took it back.",
}
_NOTHING: Final = "Heed keeps nothing about you."
_LAST_TRACES: Final = (
    " Only Heed's file is being read by something else just now: the last traces in it go at the "
    "next clean-up, which comes every hour."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of somebody's that is kept. `text` is None where its words aren't."""

    asked_at: float
    kept_until: float
    message: str
    text: str | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomData:
    """What one room keeps about somebody.

    `title` is the room's, `name` empty where none was seen, `role` what they convene as;
    `remembered` counts their messages that are remembered without their words, `took_up` the
    questions by others that they took up, `heard_too` those that they asked to be heard, `invited`
    the people whom they asked to convene, `shared` the summaries that they had posted, `cards` the
    private cards to them, `boards` their links to its board and the pages behind them. `agreed`:
    they agreed to the second listener. `unposted` are words that they wanted to be posted and
    couldn't be, `waiting` those that will be.
    """

    room: str
    title: str
    name: str = ""
    role: str = ""
    agreed: bool = False
    questions: tuple[Asked, ...] = ()
    remembered: int = 0
    took_up: int = 0
    heard_too: int = 0
    invited: int = 0
    shared: int = 0
    cards: int = 0
    boards: int = 0
    unposted: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MyData:
    """All that is kept about somebody on a platform; `days` are those with nudges to them."""

    rooms: tuple[RoomData, ...]
    days: tuple[str, ...]
    opted_out: bool

    def lines(self) -> list[str]:
        """The same as lines to read."""
        said = [line for room in self.rooms for line in _room_lines(room)]
        if self.days:
            days = ", ".join(self.days)
            said.append(f"How many nudges you were sent, as a convener, on {days}.")
        if self.opted_out:
            said.append("You opted out: your words aren't read. That alone is kept, as a code.")
        return said or [_NOTHING]


class Privacy:
    """Answers what people ask about themselves; what it says back is for them alone."""

    def __init__(self, companion: Intake, records: Records, clock: Clock) -> None:
        self._companion = companion
        self._records = records
        self._clock = clock

    async def my_data(self, platform: str, member: str) -> MyData:
        """All that is kept about a member, room by room. May raise StorageError."""
        found = []
        for name in await self._records.rooms_of(platform, member):
            room = await self._companion.look(name)
            if room is not None:
                waiting = await self._records.waiting_words(name, member)
                boards = await self._records.passes_of(name, member)
                data = _data(room, member, await self._companion.questions(name))
                found.append(replace(data, waiting=tuple(waiting), boards=boards))
        return MyData(
            rooms=tuple(found),
            days=tuple(await self._records.days_of(platform, member)),
            opted_out=await self._records.opted_out(platform, member),
        )

    async def forget(self, platform: str, member: str) -> str:
        """Erase all that is kept about a member, for good; what to tell them comes back.

        It may be asked for again where it failed half way. May raise StorageError.
        """
        known = await self._records.days_of(platform, member)
        rooms = await self._records.rooms_of(platform, member)
        await self._records.begin_erasing()
        for room in rooms:
            await self._companion.receive(Forgotten(room=room, at=self._clock.now(), member=member))
        await self._records.erase_days(platform, member)
        await self._records.erase_passes(platform, member)
        left = "" if await self._records.rewrite() else _LAST_TRACES
        if not rooms and not known:
            return _NOTHING + left
        return (
            "Done: your questions, your name and all else about you are erased here. "
            f"What you write from now on is heard again; to prevent that, opt out.{left}"
        )

    async def opt_out(self, platform: str, member: str) -> str:
        """Read a member no more, and erase their words; what to tell them comes back."""
        await self._records.opt_out(platform, member)
        await self._records.begin_erasing()
        for room in await self._records.rooms_of(platform, member):
            await self._companion.receive(OptedOut(room=room, at=self._clock.now(), member=member))
        left = "" if await self._records.rewrite() else _LAST_TRACES
        return (
            "Done: your words are neither read nor kept from now on, and those that were are "
            f"erased. Only that you replied to somebody still counts.{left}"
        )

    async def opt_in(self, platform: str, member: str) -> str:
        """Read a member again; what to tell them comes back."""
        await self._records.opt_in(platform, member)
        return "Done: what you write from now on is heard again."

    async def purge(self, where: str) -> Sequence[str]:
        """Erase a room that Heed was removed from, or a workspace with all its rooms.

        `where` is a room's id or the path that the rooms of a workspace share, such as `slack/T1`.
        Which rooms they were comes back.
        """
        gone = await self._records.purge_rooms(where)
        for room in gone:
            self._companion.refresh(room)
        return gone


def _data(room: Room, member: str, questions: Sequence[Question]) -> RoomData:
    convener = room.conveners.get(member)
    kept = room.settings.retention_seconds
    mine = [each for each in questions if each.asker == member]
    return RoomData(
        room=room.id,
        title=room.title or room.id,
        name="" if room.name_of(member) == member else room.name_of(member),
        role=convener.role.value if convener else "",
        agreed=room.agreement is not None and room.agreement.by == member,
        questions=tuple(_asked(each, kept) for each in mine),
        remembered=sum(each.author == member for each in room.turns),
        took_up=sum(any(by.author == member for by in each.pick_ups) for each in questions),
        heard_too=sum(member in each.heard_too for each in questions),
        invited=sum(each.invited_by == member for each in room.conveners.values()),
        shared=sum(each.by == member for each in room.pages.values()),
        cards=sum(each.to == member for each in room.cards.values()),
        unposted=tuple(_unposted(room, member)),
    )


def _unposted(room: Room, member: str) -> list[str]:
    """What they wrote, once however many of their cards hold it."""
    held = (each.unposted for each in room.cards.values() if each.to == member)
    return list(dict.fromkeys(each.text for each in held if each is not None and each.text))


def _asked(question: Question, kept: float) -> Asked:
    return Asked(
        asked_at=question.asked_at,
        kept_until=question.asked_at + kept,
        message=question.message,
        text=question.text,
        state=_STATES.get(question.state, ""),
    )


def _room_lines(room: RoomData) -> list[str]:
    counted = (
        (room.remembered, "Your messages that are remembered, without their words"),
        (room.took_up, "Questions of others that you took up"),
        (room.heard_too, "Questions of others that you asked to be heard"),
        (room.invited, "People whom you asked to convene, and who haven't answered yet"),
        (room.shared, "Summaries that you had posted"),
        (room.cards, "Private cards to you"),
        (room.boards, "Links that you have to its board, and pages behind them"),
    )
    known = [f"your name, {room.name}" if room.name else "your id, without a name"]
    known += [f"you are asked to be its {room.role}"] if room.role else []
    known += ["you agreed to its second listener"] if room.agreed else []
    return [
        f"In {room.title}: {'; '.join(known)}",
        *(_question_line(each) for each in room.questions),
        *(f"  Your words, which couldn't be posted: “{each}”" for each in room.unposted),
        *(f"  Your words, which are about to be posted: “{each}”" for each in room.waiting),
        *(f"  {what}: {number}." for number, what in counted if number),
    ]


def _question_line(question: Asked) -> str:
    words = f"“{question.text}”" if question.text else "a question, without its words"
    line = f"  {_day(question.asked_at)}: {words}. {question.state}".rstrip()
    return f"{line} Kept until {_day(question.kept_until)}."


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")

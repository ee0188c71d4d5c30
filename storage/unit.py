"""One transaction on one room."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, Executable, Table, bindparam, delete, select, update

from bot.domain.arrangements import convenes
from bot.domain.journal import Entry, Journal
from bot.domain.question import Question
from bot.domain.room import Room
from bot.runtime.ports import Errand, Outcome, Parcel, StorageError, platform_of
from storage import journal
from storage.changes import Changes, Kept, changes
from storage.codec import pack, pack_room, unpack
from storage.database import Transaction
from storage.dialects import count_up, insert_new, upsert
from storage.installation import Secret
from storage.lifetimes import WEEK, without_private_marks
from storage.loaded import Loaded, copy_of
from storage.retention import BATCH, marks_due
from storage.rows import (
    Values,
    card_row,
    member_row,
    parcel_row,
    question_row,
    sealed,
    turn_row,
)
from storage.sealing import Sealer
from storage.tables import (
    CALLS,
    IS_WAITING,
    WAITING,
    calls_of,
    cards,
    members,
    opt_outs,
    parcels,
    passes,
    places,
    questions,
    rooms,
    seen_events,
    turns,
)

P = TypeVar("P")

# What the row of a meeting's card or question may not know when it is written anew.
_KEEP: Final = frozenset({"expires_at", "private_until"})
_WRITTEN: Final = ("version", "wake_at", "posted", "retention", "pages", "body")
_WRITE_ROOM: Final = (
    update(rooms)
    .where(rooms.c.room == bindparam("this"), rooms.c.version == bindparam("before"))
    .values({name: bindparam(name) for name in _WRITTEN})
)


_REMOVE: Final = {
    table: delete(table).where(table.c.room == bindparam("of"), table.c.id == bindparam("part"))
    for table in (members, turns, questions, cards)
}
_AWAITED: Final = (
    select(parcels.c.id)
    .where(
        parcels.c.room == bindparam("room"),
        parcels.c.card == bindparam("card"),
        parcels.c.state == IS_WAITING,
        parcels.c.attempts == 0,
    )
    .limit(1)
)
_OPTED_OUT: Final = select(opt_outs.c.who).where(
    opt_outs.c.platform == bindparam("platform"), opt_outs.c.who == bindparam("who")
)


class SqlUnit:
    """A transaction on a room. The store opens it, and rolls it back unless it was committed."""

    def __init__(
        self, connection: Transaction, loaded: Loaded, sealer: Sealer, secret: Secret
    ) -> None:
        self.room: Room = copy_of(loaded.room)
        self.posted = loaded.posted
        self.version = loaded.version
        self.pages = loaded.pages
        self.written: Loaded | None = None
        self._connection = connection
        self._dialect = connection.dialect.name
        self._before = loaded
        self._sealer = sealer
        self._secret = secret
        self._retired: dict[str, Question] = {}

    async def _changed(
        self, statement: Executable, rows: Values | list[Values] | None = None
    ) -> int:
        """Run a statement; how many rows it changed comes back."""
        return (await self._connection.execute(statement, rows)).rowcount

    async def first_time(self, key: str, at: float) -> bool:
        """Record a platform event's key; False where it was recorded before."""
        row = {"room": self.room.id, "key": key, "at": at}
        return await self._changed(insert_new(self._dialect, seen_events), row) == 1

    async def opted_out(self, member: str) -> bool:
        """Whether somebody isn't to be read on the room's platform."""
        platform = platform_of(self.room.id)
        row = {"platform": platform, "who": self._secret.opted_out(platform, member)}
        return (await self._connection.execute(_OPTED_OUT, row)).first() is not None

    async def forget_parcels(self, member: str, *, notices: bool) -> None:
        """Drop the parcels to somebody; with `notices`, the room's notices that still wait too."""
        mine = parcels.c.room == self.room.id
        await self._changed(delete(parcels).where(mine, parcels.c.recipient == member))
        if notices:
            waiting = (parcels.c.errand == Errand.POST_NOTICE.value) & (parcels.c.state == WAITING)
            await self._changed(delete(parcels).where(mine, waiting))

    def _waiting_follows(self) -> ColumnElement[bool]:
        return (
            (parcels.c.room == self.room.id)
            & (parcels.c.errand == Errand.POST_FOLLOW.value)
            & (parcels.c.state == IS_WAITING)
        )

    async def forget_follows(self, questions: Collection[str]) -> None:
        """Drop the follows about these questions that still wait."""
        about = parcels.c.question.in_(sorted(questions))
        await self._changed(delete(parcels).where(self._waiting_follows(), about))

    async def reword_follows(self, reword: Callable[[str], str]) -> None:
        """Change the words of the follows that still wait."""
        waiting = select(parcels.c.id, parcels.c.text).where(self._waiting_follows())
        for row in (await self._connection.execute(waiting)).all():
            words = self._sealer.open_text(row.text)
            if (anew := reword(words)) != words:
                this = update(parcels).where(self._waiting_follows(), parcels.c.id == row.id)
                await self._changed(this.values(text=self._sealer.seal_text(anew)))

    async def reserve_place(self, convener: str, day: str, limit: int) -> bool:
        """Take one of the convener's places for that day; False where none is left."""
        return await self._place(f"{platform_of(self.room.id)}/{convener}", day, limit)

    async def reserve_call(self, day: str, *, in_room: int, in_all: int) -> bool:
        """Take one of the second listener's calls for that day; False where none is left."""
        # The room's first: every room's transaction waits for the one of all of them.
        mine = await self._place(calls_of(self.room.id), day, in_room)
        return mine and await self._place(CALLS, day, in_all)

    async def _place(self, whose: str, day: str, limit: int) -> bool:
        if limit < 1:
            return False
        row = {"convener": whose, "day": day, "used": 1, "limit": limit}
        return await self._changed(count_up(self._dialect, places, "used", below="limit"), row) == 1

    # --- the outbox --------------------------------------------------------------------------

    async def awaited(self, card: str) -> bool:
        """Whether a parcel for the card waits that nobody took up yet."""
        row = {"room": self.room.id, "card": card}
        return (await self._connection.execute(_AWAITED, row)).first() is not None

    async def post(self, parcel: Parcel) -> None:
        """Put a parcel in the outbox; one whose id was there before changes nothing."""
        row = sealed(parcel_row(self.room, self.posted + 1, parcel), self._sealer)
        self.posted += await self._changed(insert_new(self._dialect, parcels), row)

    async def settle(self, parcel: Parcel, outcome: Outcome, ref: str = "") -> bool:
        """End a parcel and forget its text; False where it had ended before."""
        ended = update(parcels).where(
            parcels.c.room == self.room.id,
            parcels.c.id == parcel.id,
            parcels.c.state == IS_WAITING,
        )
        return await self._changed(ended.values(state=outcome.value, ref=ref, text="")) == 1

    # --- the room ----------------------------------------------------------------------------

    async def journal(self) -> Journal | None:
        """The room's journal; None where it has none."""
        return await journal.read_all(self._connection, self._sealer, self.room.id)

    async def note(self, entry: Entry) -> None:
        """Write in the room's journal, on a page with the number of the version to come."""
        self.pages += await journal.write(self._connection, self._sealer, self.room.id, entry)

    async def retire(self, question: Question) -> None:
        """Keep this question's last state; it is not, or no longer, in the room's memory."""
        self._retired[question.id] = question

    async def retired(self, messages: Collection[str] | None = None) -> Sequence[Question]:
        """Questions that are out of the room's memory: those that these messages ask, or all."""
        mine = (questions.c.room == self.room.id) & ~questions.c.in_play
        if messages is not None:
            mine &= questions.c.message.in_(sorted(messages))
        rows = await self._connection.execute(select(questions.c.body).where(mine))
        found = [unpack(Question, self._sealer.open(row.body)) for row in rows]
        known = {each.id: each for each in found} | self._retired
        return [
            each
            for each in known.values()
            if (messages is None or each.message in messages) and each.id not in self.room.questions
        ]

    async def reschedule(self) -> None:
        """Let the room's deadline be looked at when it says; the room's version stays."""
        at = self.room.wake_at
        put_off = (rooms.c.room == self.room.id) & rooms.c.wake_at.is_distinct_from(at)
        if await self._changed(update(rooms).where(put_off).values(wake_at=at)):
            await self._connection.commit()

    async def commit(self) -> None:
        """Write what changed, then make it all durable."""
        self.written = await self._write()
        await self._connection.commit()

    async def _write(self) -> Loaded:
        before, room = self._before, self.room
        body = pack_room(room)
        await self._write_room(body)
        known_members = await self._parts(
            members, changes(before.members, room.members), member_row
        )
        remembered = {each.id: each for each in room.turns}
        known_turns = await self._parts(turns, changes(before.turns, remembered), turn_row)
        known_cards = await self._parts(cards, changes(before.cards, room.cards), card_row)
        known_questions = await self._questions(changes(before.questions, room.questions))
        await self._let_expire()
        await self._end_passes()
        return Loaded(
            room=room,
            version=before.version + 1,
            posted=self.posted,
            pages=self.pages,
            body=body,
            members=known_members,
            turns=known_turns,
            questions=known_questions,
            cards=known_cards,
        )

    async def _write_room(self, body: bytes) -> None:
        """Write the room's own row; its version goes up with whatever is written of the room."""
        row = {
            "this": self.room.id,
            "before": self._before.version,
            "version": self._before.version + 1,
            "wake_at": self.room.wake_at,
            "posted": self.posted,
            "retention": self.room.settings.retention_seconds,
            "pages": self.pages,
            "body": body,
        }
        if await self._changed(_WRITE_ROOM, sealed(row, self._sealer)) != 1:
            raise StorageError(f"somebody else has changed {self.room.id} in the meantime")

    # --- retention ---------------------------------------------------------------------------

    async def forget(self, now: float) -> int:
        """Drop what the room has held for long enough; how many things went comes back.

        Of questions out of play, one batch. Its journal doesn't lead to the room as it is then, so
        that ends.
        """
        await self.note(Entry(page=None, at=now, void_from=0))
        room = self.room
        too_old = now - room.settings.retention_seconds
        old_cards = await self._expired_cards(now)
        old_questions = [each.id for each in room.questions.values() if each.asked_at < too_old]
        old_turns = [each for each in room.turns if each.at < too_old]
        for card in old_cards:
            room.cards.pop(card, None)
        for question in old_questions:
            del room.questions[question]
        for turn in old_turns:
            room.turns.remove(turn)
        self._forget_unposted()
        retired = await self._forget_retired(too_old) + await self._forget_marks(now)
        return len(old_cards) + len(old_questions) + len(old_turns) + retired

    def _forget_unposted(self) -> None:
        """Words that couldn't be posted go with the question that they were about."""
        cards_now = self.room.cards
        for card in list(cards_now.values()):
            if card.unposted is not None and card.unposted.question not in self.room.questions:
                cards_now[card.id] = replace(card, unposted=None)

    async def _expired_cards(self, now: float) -> list[str]:
        query = select(cards.c.id).where(cards.c.room == self.room.id, cards.c.expires_at <= now)
        return [row.id for row in await self._connection.execute(query)]

    async def _forget_retired(self, too_old: float) -> int:
        mine = (questions.c.room == self.room.id) & ~questions.c.in_play
        old = select(questions.c.id).where(mine, questions.c.asked_at < too_old).limit(BATCH)
        return await self._changed(delete(questions).where(mine, questions.c.id.in_(old)))

    async def _forget_marks(self, now: float) -> int:
        mine = questions.c.room == self.room.id
        query = select(questions.c.id, questions.c.body).where(mine, marks_due(now)).limit(BATCH)
        rows = (await self._connection.execute(query)).all()
        for row in rows:
            question = unpack(Question, self._sealer.open(row.body))
            bare = self._sealer.seal(pack(without_private_marks(question)))
            written = update(questions).where(mine, questions.c.id == row.id)
            await self._changed(written.values(body=bare, private_until=None))
        return len(rows)

    # --- writing -----------------------------------------------------------------------------

    async def _parts(
        self, table: Table, change: Changes[P], row_of: Callable[[Room, int, P], Values]
    ) -> Kept[P]:
        """Write what changed among the room's parts of one kind."""
        await self._remove(table, change.removed)
        ordinals = change.kept.ordinals
        rows = [row_of(self.room, ordinals[key], part) for key, part in change.written.items()]
        await self._put(table, rows)
        return change.kept

    async def _questions(self, change: Changes[Question]) -> Kept[Question]:
        """Write the questions; those that retired stay in the table, out of play."""
        retired = [
            question_row(
                self.room, self._before.questions.ordinals.get(key, 0), each, in_play=False
            )
            for key, each in self._retired.items()
            if key not in change.kept.parts
        ]
        await self._put(questions, retired)
        removed = tuple(key for key in change.removed if key not in self._retired)
        stay = Changes(written=change.written, removed=removed, kept=change.kept)
        return await self._parts(questions, stay, question_row)

    async def _remove(self, table: Table, keys: tuple[str, ...]) -> None:
        if keys:
            rows = [{"of": self.room.id, "part": key} for key in keys]
            await self._changed(_REMOVE[table], rows)

    async def _put(self, table: Table, rows: list[Values]) -> None:
        if rows:
            written = [sealed(each, self._sealer) for each in rows]
            await self._changed(upsert(self._dialect, table, keep=_KEEP), written)

    async def _end_passes(self) -> None:
        """Whoever convenes no more has no board, not even once they convene again."""
        before = self._before.room
        gone = [
            each
            for each in before.conveners
            if convenes(before, each) and not convenes(self.room, each)
        ]
        if gone:
            theirs = (passes.c.room == self.room.id) & passes.c.member.in_(gone)
            await self._changed(delete(passes).where(theirs))

    async def _let_expire(self) -> None:
        """A meeting that has ended sets the date for its cards and marks (rule 3)."""
        ended = self.room.last_meeting
        if ended is None or ended.ended_at is None or ended is self._before.room.last_meeting:
            return
        for table, column in ((cards, "expires_at"), (questions, "private_until")):
            await self._changed(
                update(table)
                .where(table.c.room == self.room.id, table.c.meeting == ended.id)
                .values({column: ended.ended_at + WEEK})
            )

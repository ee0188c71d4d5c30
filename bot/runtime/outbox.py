"""The outbox: brings parcels to people, in order within a room, each once in effect."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import structlog

from bot.domain.events import (
    DeliveryFailed,
    Event,
    FollowFailed,
    FollowPosted,
    NoticeFailed,
    NoticePosted,
    PageFailed,
    PagePosted,
)
from bot.domain.pages import Page
from bot.domain.question import Question
from bot.domain.room import Card, Purpose, Room
from bot.domain.summary import public_page
from bot.domain.views import CardView
from bot.domain.wording import card_view, follow_view, notice_view
from bot.runtime import traces
from bot.runtime.desk import Desk
from bot.runtime.interpreter import FOLLOW
from bot.runtime.loop import Loop, ended, wait
from bot.runtime.ports import (
    Clock,
    Ended,
    Errand,
    Nonce,
    Nudged,
    Outcome,
    Parcel,
    RetryLaterError,
    Sender,
    Step,
    StorageError,
    Store,
    UndeliverableError,
    Watch,
    platform_of,
)
from bot.runtime.refusals import Refusals
from bot.runtime.trouble import described, report
from bot.runtime.unwatched import NOBODY

log = structlog.get_logger(__name__)

AT_ONCE: Final = 16  # rooms
# All in real seconds.
DELIVERY_TAKES: Final = 20.0
# How soon somebody else takes up what a replica that died was bringing. While a delivery goes on,
# its claim is renewed.
CLAIMED_FOR: Final = 6.0
RENEWED_EVERY: Final = 2.0
STOP_TAKES: Final = 4.0
LOOK_EVERY: Final = 5.0
SHORTEST_PAUSE: Final = 0.05
FIRST_RETRY: Final = 2.0
LAST_RETRY: Final = 300.0
ATTEMPTS: Final = 10  # about a quarter of an hour in all
WHY_AT_MOST: Final = 300  # characters

Deliver = Callable[[Sender, Room, Parcel, Nonce], Awaitable[str | None]]


class Outbox:
    """Delivers what waits. Its words are made when it goes out, from what is true then.

    `alone`: nobody else delivers from this store, so what was on its way when this starts was left
    by a process that has died.
    """

    def __init__(  # noqa: PLR0913 - the parts that it is made of
        self,
        store: Store,
        desk: Desk,
        clock: Clock,
        senders: Mapping[str, Sender],
        *,
        alone: bool = False,
        watch: Watch = NOBODY,
    ) -> None:
        self._watch = watch
        self._store = store
        self._desk = desk
        self._clock = clock
        self._senders = senders
        self._left_over = alone
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._refusals = Refusals()
        self._errands: Mapping[Errand, Deliver] = {
            Errand.SEND_CARD: self._send_card,
            Errand.UPDATE_CARD: self._update_card,
            Errand.POST_FOLLOW: self._post_follow,
            Errand.POST_NOTICE: self._post_notice,
            Errand.POST_PAGE: self._post_page,
            Errand.UPDATE_PAGE: self._update_page,
        }
        self.loop = Loop("outbox", self._step)

    async def run_due(self) -> None:
        """Deliver all that is due, and wait for it."""
        await self._start_due()
        while self._busy:
            await asyncio.wait(self._busy.values())
            await self._start_due()

    async def stop(self) -> None:
        """End the loop and let what is on its way arrive; what takes too long is handed back."""
        await self.loop.stop()
        await ended(list(self._busy.values()), STOP_TAKES)

    async def _step(self) -> float:
        await self._take_over()
        await self._start_due()
        at = await self._store.next_delivery()
        if at is None or len(self._busy) == AT_ONCE:
            return LOOK_EVERY  # a delivery that ends tells the loop
        return min(max(self._clock.seconds_until(at), SHORTEST_PAUSE), LOOK_EVERY)

    async def _take_over(self) -> None:
        """Wait for nobody who has died: a clock that ran fast then may have claimed for long."""
        if self._left_over:
            await self._store.release_parcels(self._clock.now())
            self._left_over = False

    async def _start_due(self) -> None:
        free = AT_ONCE - len(self._busy)
        if not free:
            return
        now, until = self._clock.now(), self._clock.after(CLAIMED_FOR)
        for parcel in await self._store.claim_parcels(now, until, busy=self._busy, limit=free):
            task = asyncio.create_task(self._deliver(parcel), name=f"parcel {parcel.id}")
            self._busy[parcel.room] = task
            task.add_done_callback(partial(self._done, parcel.room))

    def _done(self, room: str, _task: asyncio.Task[None]) -> None:
        del self._busy[room]
        self.loop.tell()

    # --- one parcel --------------------------------------------------------------------------

    async def _deliver(self, parcel: Parcel) -> None:
        """Deliver a parcel and store what became of it; where that fails it goes out once more."""
        with traces.following(parcel.trace or traces.new()):
            try:
                with self._watch.step(Step.DELIVERY, platform_of(parcel.room)):
                    await self._bring(parcel)
            except Exception as error:  # noqa: BLE001 - it is claimed, so it goes out once more
                report("what became of a parcel isn't stored", error, **_named(parcel))

    async def _bring(self, parcel: Parcel) -> None:
        nonce = self._refusals.nonce(parcel)
        try:
            async with self._claimed(parcel), asyncio.timeout(DELIVERY_TAKES):
                ref = await self._hand_over(parcel, nonce)
        except asyncio.CancelledError:
            # Whoever carries it on needn't wait until the claim is over.
            await self._store.postpone(parcel, self._clock.now())
            raise
        except UndeliverableError as error:
            await self._fail(parcel, error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the parcel isn't lost
            self._refusals.note(parcel, nonce, error)
            await self._again(parcel, error)
        else:
            await self._arrived(parcel, ref)

    @asynccontextmanager
    async def _claimed(self, parcel: Parcel) -> AsyncIterator[None]:
        """Keep the parcel from others for as long as the block lasts."""
        over = asyncio.Event()
        renewing = asyncio.create_task(self._renew(parcel, over))
        try:
            yield
        finally:
            over.set()
            await renewing

    async def _renew(self, parcel: Parcel, over: asyncio.Event) -> None:
        """Claim the parcel ever anew, until it is over or has become somebody else's."""
        try:
            while not await wait(over, RENEWED_EVERY):
                if not await self._store.postpone(parcel, self._clock.after(CLAIMED_FOR)):
                    return
        except StorageError as error:
            log.warning("a claim wasn't renewed", **_named(parcel), **described(error))

    async def _hand_over(self, parcel: Parcel, nonce: Nonce) -> str | None:
        """Deliver; the platform's reference comes back, None where it had become pointless."""
        platform = platform_of(parcel.room)
        sender = self._senders.get(platform)
        if sender is None:
            why = f"nothing is connected to {platform}"
            raise RetryLaterError(why, LAST_RETRY, untouched=True)
        room = await self._store.look(parcel.room)
        if room is None:
            return None
        return await self._errands[parcel.errand](sender, room, parcel, nonce)

    async def _arrived(self, parcel: Parcel, ref: str | None) -> None:
        if ref is None:
            log.info("a parcel had become pointless", **_named(parcel))
            self._ended(parcel, Ended.POINTLESS)
            await self._desk.settle(parcel, Outcome.POINTLESS)
            return
        log.info("delivered", **_named(parcel))
        self._ended(parcel, Ended.DELIVERED)
        event = _what_follows(parcel, ref, self._clock.now())
        await self._desk.settle(parcel, Outcome.DELIVERED, ref, event)

    async def _again(self, parcel: Parcel, error: Exception) -> None:
        """Try later: when the platform says so, else ever less often; in the end it has failed."""
        if parcel.attempts >= ATTEMPTS:
            await self._fail(parcel, error)
            return
        wish = error.after if isinstance(error, RetryLaterError) else None
        pause = (
            min(FIRST_RETRY * 2.0 ** (parcel.attempts - 1), LAST_RETRY) if wish is None else wish
        )
        log.warning("not delivered yet", seconds=pause, **_named(parcel), **described(error))
        self._ended(parcel, Ended.AGAIN)
        await self._store.postpone(parcel, self._clock.after(pause))

    async def _fail(self, parcel: Parcel, error: Exception) -> None:
        why = _why(error)
        report("couldn't be delivered", error, reason=why, **_named(parcel))
        self._ended(parcel, Ended.FAILED)
        event = _what_failed(parcel, self._clock.now())
        await self._desk.settle(parcel, Outcome.FAILED, why, event)

    def _ended(self, parcel: Parcel, ended: Ended) -> None:
        arrived = ended is Ended.DELIVERED and parcel.posted_at > 0
        seconds = self._clock.now() - parcel.posted_at if arrived else None
        self._watch.delivery(platform_of(parcel.room), parcel.errand, ended, seconds)

    # --- the errands -------------------------------------------------------------------------

    async def _send_card(
        self, sender: Sender, room: Room, parcel: Parcel, nonce: Nonce
    ) -> str | None:
        card = room.cards.get(parcel.card)
        if card is None:
            return None
        view = await self._card_view(room, card)
        if view.closed:
            # It was taken up, withdrawn or deleted before anybody saw the card; unless an earlier
            # attempt was heard without an answer: then an update follows, and has to find it.
            return (
                await sender.find_card(room.id, parcel.to, card.id, nonce) if nonce.again else None
            )
        ref = await sender.send_card(room.id, parcel.to, view, nonce)
        if card.purpose is Purpose.NUDGE:
            self._watch.nudge(Nudged.SENT, self._clock.now() - card.made_at)
        return ref

    async def _update_card(
        self, sender: Sender, room: Room, parcel: Parcel, _nonce: Nonce
    ) -> str | None:
        card = room.cards.get(parcel.card)
        ref = await self._store.sent_ref(room.id, parcel.card)
        if card is None or ref is None:
            return None
        view = await self._card_view(room, card)
        await sender.update_card(room.id, parcel.to, ref, view)
        return ref

    async def _card_view(self, room: Room, card: Card) -> CardView:
        """The card as it is to be shown now; a summary tells of what left the memory too."""
        asked = await self._asked(room, card.since) if card.since else None
        return card_view(room, card, self._clock.now(), asked)

    async def _asked(self, room: Room, since: float) -> list[Question]:
        """The room's questions asked since then; of those in memory, as they are there."""
        stored = await self._store.questions(room.id, since)
        return [room.questions.get(each.id, each) for each in stored]

    async def _post_follow(
        self, sender: Sender, room: Room, parcel: Parcel, nonce: Nonce
    ) -> str | None:
        question = room.questions.get(parcel.question)
        if question is None:
            return None
        view = follow_view(room, question, parcel.to, parcel.text)
        return await sender.post_follow(room.id, view, nonce)

    async def _post_notice(
        self, sender: Sender, room: Room, parcel: Parcel, nonce: Nonce
    ) -> str | None:
        if parcel.text != room.notice_wanted:
            return None  # a newer wording follows
        return await sender.post_notice(room.id, notice_view(room), nonce)

    async def _post_page(
        self, sender: Sender, room: Room, parcel: Parcel, nonce: Nonce
    ) -> str | None:
        view = await self._page(room, parcel.card)
        if view is None:
            return await sender.find_page(room.id, nonce) if nonce.again else None
        return await sender.post_page(room.id, view, nonce)

    async def _update_page(
        self, sender: Sender, room: Room, parcel: Parcel, _nonce: Nonce
    ) -> str | None:
        page = room.pages.get(parcel.card)
        view = await self._page(room, parcel.card)
        if page is None or view is None or not page.ref:
            return None
        await sender.update_page(room.id, page.ref, view)
        return page.ref

    async def _page(self, room: Room, name: str) -> Page | None:
        """A public page as it may be shown now; None where nothing of it may, or it is unknown."""
        page = room.pages.get(name)
        if page is None:
            return None
        questions = await self._asked(room, page.since)
        return public_page(room, page, questions, self._clock.now())


def _what_follows(parcel: Parcel, ref: str, at: float) -> Event | None:
    """What the core is told once a parcel has arrived."""
    match parcel.errand:
        case Errand.POST_FOLLOW:
            return FollowPosted(
                room=parcel.room,
                at=at,
                post=parcel.id.removeprefix(FOLLOW),
                by=parcel.to,
                question=parcel.question,
                id=ref,
                text=parcel.text,
            )
        case Errand.POST_NOTICE:
            return NoticePosted(room=parcel.room, at=at, notice=parcel.text)
        case Errand.POST_PAGE:
            return PagePosted(room=parcel.room, at=at, page=parcel.card, id=ref)
        case _:
            return None


def _what_failed(parcel: Parcel, at: float) -> Event | None:
    """What the core is told of a delivery that failed for good, so that somebody hears of it."""
    room = parcel.room
    match parcel.errand:
        case Errand.SEND_CARD:
            return DeliveryFailed(room=room, at=at, card=parcel.card, to=parcel.to)
        case Errand.POST_FOLLOW:
            return FollowFailed(
                room=room,
                at=at,
                post=parcel.id.removeprefix(FOLLOW),
                by=parcel.to,
                question=parcel.question,
                text=parcel.text,
            )
        case Errand.POST_NOTICE:
            return NoticeFailed(room=room, at=at, notice=parcel.text)
        case Errand.POST_PAGE:
            return PageFailed(room=room, at=at, page=parcel.card)
        case _:
            return None  # a card that isn't corrected says no more than it said


def _why(error: Exception) -> str:
    """What an admin is told of a delivery that failed; only texts that were written for admins."""
    if isinstance(error, UndeliverableError | RetryLaterError | StorageError):
        return " ".join(str(error).split())[:WHY_AT_MOST]
    if isinstance(error, TimeoutError):
        return f"no answer within {DELIVERY_TAKES:.0f} s"
    return type(error).__name__


def _named(parcel: Parcel) -> dict[str, object]:
    """What a log may say of a parcel: never its text."""
    return {"room": parcel.room, "parcel": parcel.id, "attempts": parcel.attempts}

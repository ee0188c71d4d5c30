"""Claims on parcels: held for as long as a delivery takes, and lost by whoever has died."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.domain.views import CardView
from bot.runtime import outbox
from bot.runtime.outbox import CLAIMED_FOR
from bot.runtime.ports import Nonce, Parcel, StorageError
from tests.runtime.conftest import Rig
from tests.runtime.fakes import ROOM, FakeSender

SOON = 10.0  # real seconds, on a busy machine too


class SlowSender(FakeSender):
    """A sender that takes its time over cards."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.may_end = asyncio.Event(), asyncio.Event()

    async def send_card(self, room: str, to: str, view: CardView, nonce: Nonce) -> str:
        """Take a card once it may be taken."""
        self.began.set()
        await self.may_end.wait()
        return await super().send_card(room, to, view, nonce)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Renew claims many times a second."""
    monkeypatch.setattr(outbox, "RENEWED_EVERY", 0.02)


@asynccontextmanager
async def delivering(rig: Rig) -> AsyncIterator[SlowSender]:
    """A card is on its way until the block ends; then it arrives."""
    sender = SlowSender()
    rig.sender = sender
    rig.restart()
    await rig.ask_and_wait()
    task = asyncio.create_task(rig.companion.outbox.run_due())
    async with asyncio.timeout(SOON):
        await sender.began.wait()
    yield sender
    sender.may_end.set()
    async with asyncio.timeout(SOON):
        await task


async def test_who_stops_hands_back_what_is_on_its_way(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another replica may take it up at once, and looks whether it arrived."""
    monkeypatch.setattr(outbox, "STOP_TAKES", 0.05)
    rig.sender = sender = SlowSender()
    rig.restart()
    await rig.ask_and_wait()
    async with rig.companion, asyncio.timeout(SOON):
        await sender.began.wait()
    assert await rig.store.next_delivery() == rig.clock.at
    rig.sender = FakeSender()
    rig.restart()
    await rig.settle_down()
    assert [each.again for each in rig.sender.deliveries] == [True]


async def _claimed_until(rig: Rig, at: float) -> None:
    """Wait until nobody else can have the parcel before then."""
    async with asyncio.timeout(SOON):
        while await rig.store.next_delivery() != at:  # noqa: ASYNC110 - nothing tells of a renewal
            await asyncio.sleep(0.01)


async def test_a_claim_is_renewed_while_the_delivery_goes_on(rig: Rig) -> None:
    """However long it takes, nobody else takes it up; and it arrives once."""
    async with delivering(rig):
        for _ in range(3):
            await _claimed_until(rig, rig.clock.after(CLAIMED_FOR))
            rig.clock.at += CLAIMED_FOR - 1.0
            assert await rig.store.claim_parcels(rig.clock.at, rig.clock.after(60.0)) == []
    assert rig.sender.kinds == ["card"]
    assert await rig.store.sent_ref(ROOM, "m1") == "ref-1"
    rig.clock.at += 3600.0
    await rig.settle_down()
    assert rig.sender.kinds == ["card"]


async def test_a_claim_isnt_renewed_once_the_delivery_is_over(rig: Rig) -> None:
    """Neither where it arrived nor where it didn't: no task is left behind."""
    async with delivering(rig):
        assert _renewing()
    assert not _renewing()


def _renewing() -> bool:
    return any("Outbox._renew" in repr(task.get_coro()) for task in asyncio.all_tasks())


async def test_a_claim_that_was_lost_stays_lost(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another took it up meanwhile: it keeps it, and what both bring counts once."""
    tried = asyncio.Event()
    postpone = rig.store.postpone

    async def told(parcel: Parcel, until: float) -> bool:
        renewed = await postpone(parcel, until)
        if not renewed:
            tried.set()
        return renewed

    async with delivering(rig) as sender:
        monkeypatch.setattr(rig.store, "postpone", told)
        later = rig.clock.after(CLAIMED_FOR)
        (theirs,) = await rig.store.claim_parcels(later, rig.clock.after(100.0))
        async with asyncio.timeout(SOON):
            await tried.wait()
        assert await rig.store.next_delivery() == rig.clock.after(100.0)
        assert sender.deliveries == []
    assert await rig.store.sent_ref(ROOM, "m1") == "ref-1"
    assert not await rig.store.postpone(theirs, rig.clock.after(200.0))
    assert await rig.store.next_delivery() is None


async def test_a_delivery_goes_on_where_its_claim_cant_be_renewed(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is away for a moment: that is said, and the card arrives all the same."""

    async def away(_parcel: Parcel, _until: float) -> bool:
        raise StorageError("the database is locked by another program")

    with capture_logs() as logs:
        async with delivering(rig):
            monkeypatch.setattr(rig.store, "postpone", away)
            async with asyncio.timeout(SOON):
                while not [each for each in logs if "renewed" in each["event"]]:  # noqa: ASYNC110 - likewise
                    await asyncio.sleep(0.01)
    assert [each["event"] for each in logs if each["log_level"] == "warning"] == [
        "a claim wasn't renewed"
    ]
    assert await rig.store.sent_ref(ROOM, "m1") == "ref-1"

"""Gaps as an adapter tells of them: wake-ups wait, and conveners are told what is missing."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.bootstrap.tracker import build_tracker
from bot.domain.events import CaughtUp, Event, FellBehind, MessagePosted
from bot.domain.views import CardView
from bot.runtime.companion import Companion
from storage import open_store
from tests.runtime.fakes import FakeClock, FakeSender
from tests.storage.talks import ROOM, START, Talk


class Meeting:
    """A running meeting on a real store; time and deliveries are driven by hand."""

    def __init__(self, companion: Companion, clock: FakeClock, sender: FakeSender) -> None:
        self._companion = companion
        self._clock = clock
        self._sender = sender

    async def begins(self) -> None:
        """Somebody convenes, tries the practice card, and a meeting begins."""
        talk = Talk()
        for event in talk.opening():
            await self.happens(event)
        room = await self._companion.look(ROOM)
        assert room is not None
        for event in talk.practice(room):
            await self.happens(event)

    async def happens(self, event: Event) -> None:
        """An event, and what is due then."""
        await self._companion.receive(event)
        await self.is_now(event.at)

    async def is_now(self, at: float) -> None:
        """It is that time, and everything due is done."""
        self._clock.at = max(self._clock.at, at)
        await self._companion.wake_ups.run_due()
        await self._companion.outbox.run_due()

    def titles(self) -> list[str]:
        """The titles of the cards sent, the practice card's left out."""
        views = [each.view for each in self._sender.deliveries if each.what == "card"]
        return [each.title for each in views if isinstance(each, CardView)][1:]


@pytest.fixture
async def meeting(url: str) -> AsyncIterator[Meeting]:
    """A meeting with an open question."""
    async with open_store(url) as store:
        clock, sender = FakeClock(START), FakeSender()
        tracker, _ = build_tracker(b"key")
        meeting = Meeting(Companion(store, tracker, clock, {"fake": sender}), clock, sender)
        await meeting.begins()
        await meeting.happens(said(1, "ana", "Who decides which surgeries we start with?"))
        yield meeting


def said(number: int, author: str, text: str, reply_to: str | None = None) -> MessagePosted:
    """A message `number` seconds after the start."""
    at = START + number
    return MessagePosted(
        room=ROOM, at=at, key=f"{at}", id=f"m{number}", author=author, text=text, reply_to=reply_to
    )


async def test_nobody_is_nudged_about_what_was_answered_in_the_gap(meeting: Meeting) -> None:
    """The answer is fetched late, but before time decides again."""
    await meeting.happens(FellBehind(room=ROOM, at=START + 30, since=START + 2))
    await meeting.is_now(START + 900)
    assert meeting.titles() == []
    answer = said(20, "ben", "We start with the two surgeries by the river.", reply_to="m1")
    await meeting.happens(replace(answer, key="fetched"))
    await meeting.happens(CaughtUp(room=ROOM, at=START + 900))
    await meeting.is_now(START + 2000)
    assert meeting.titles() == []


async def test_what_still_waits_after_a_filled_gap_is_nudged(meeting: Meeting) -> None:
    """Late, but nothing is lost."""
    await meeting.happens(FellBehind(room=ROOM, at=START + 30, since=START + 2))
    await meeting.is_now(START + 900)
    await meeting.happens(CaughtUp(room=ROOM, at=START + 900))
    assert meeting.titles() == ["Something in your room may be worth returning to"]


async def test_a_gap_that_stays_is_told_once(meeting: Meeting) -> None:
    """The open question has its patience anew, and is nudged if it still waits then."""
    await meeting.happens(FellBehind(room=ROOM, at=START + 30, since=START + 2))
    missing = CaughtUp(room=ROOM, at=START + 900, missed_from=START + 2, missed_until=START + 890)
    await meeting.happens(missing)
    await meeting.happens(missing)
    assert meeting.titles() == ["Heed missed a part of your room"]
    await meeting.is_now(START + 3000)
    assert meeting.titles()[1:] == ["Something in your room may be worth returning to"]

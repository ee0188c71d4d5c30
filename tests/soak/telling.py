"""How the workspace tells Heed: signed requests, until each is acknowledged, as Slack makes them.

Some are told twice, some late, of some the acknowledgement gets lost; what isn't acknowledged is
told again. Slack itself gives up after three times: here nobody does, so that nothing is missing
but what Heed loses.
"""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

import aiohttp
from slack_sdk.signature import SignatureVerifier

from tests.soak.talk import Happening, Talk

SECRET: Final = "a signing secret"  # noqa: S105 - of an app that there isn't
SLACK_WAITS: Final = 3.0  # seconds for an acknowledgement
TOLD_AGAIN: Final = (0.5, 1.0)  # seconds after it failed, then twice that, and so on
TOLD_AGAIN_AT_MOST: Final = 8.0
AT_ONCE: Final = 16  # requests
LATE: Final = (1.0, 12.0)  # seconds that something comes late
TWICE_AFTER: Final = (0.0, 8.0)  # seconds

_TOLD_TWICE: Final = 0.05
_TOLD_LATE: Final = 0.05
_ACK_LOST: Final = 0.02


@dataclass(kw_only=True)
class Counts:
    """What was told. `sendings` counts requests, `sent` what they told of, each once."""

    sent: int = 0
    sendings: int = 0
    acknowledged: int = 0
    twice: int = 0
    late: int = 0
    # By channel: how long (seconds) after it happened the latest was acknowledged.
    latest: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


class Teller:
    """Tells Heed at `url`, within `async with`."""

    def __init__(self, url: str, chance: random.Random) -> None:
        self.counts = Counts()
        self._url = url
        self._chance = chance
        self._signer = SignatureVerifier(SECRET)
        self._session: aiohttp.ClientSession | None = None
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._acknowledged: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=SLACK_WAITS)
        self._session = aiohttp.ClientSession(timeout=timeout)
        return self

    async def __aexit__(self, *_: object) -> None:
        while self._tasks:  # one may have begun another meanwhile
            for each in self._tasks:
                each.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        assert self._session is not None
        await self._session.close()

    # --- happenings --------------------------------------------------------------------------

    async def tell(self, talk: Talk) -> None:
        """Tell of everything when it happens; returns once the last has been sent, not taken."""
        for happening in talk.happenings:
            await asyncio.sleep(max(0.0, happening.at - time.time()))
            self.begin(self._happens(happening))

    async def all_taken(self) -> None:
        """Wait until everything that was begun has been acknowledged."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Do some more, which `all_taken` waits for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _happens(self, happening: Happening) -> None:
        self.counts.sent += 1
        taken = self._acknowledged[happening.key] = asyncio.Event()
        if happening.after:
            await self._acknowledged[happening.after].wait()
        if happening.loose and self._chance.random() < _TOLD_LATE:
            self.counts.late += 1
            await asyncio.sleep(self._chance.uniform(*LATE))
        if self._chance.random() < _TOLD_TWICE:
            self.counts.twice += 1
            self.begin(self._again(happening))
        await self.until_taken(json.dumps(happening.payload), "application/json")
        self.counts.acknowledged += 1
        channel, late = happening.payload["event"]["channel"], time.time() - happening.at
        self.counts.latest[channel] = max(self.counts.latest[channel], int(late) + 1)
        taken.set()

    async def _again(self, happening: Happening) -> None:
        await asyncio.sleep(self._chance.uniform(*TWICE_AFTER))
        await self.until_taken(json.dumps(happening.payload), "application/json")

    # --- requests ----------------------------------------------------------------------------

    async def until_taken(self, body: str, content: str) -> str:
        """Send it until it is acknowledged; what was said to that comes back."""
        pause = self._chance.uniform(*TOLD_AGAIN)
        while (said := await self._sent(body, content)) is None:
            await asyncio.sleep(pause)
            pause = min(2 * pause, TOLD_AGAIN_AT_MOST)
        return said

    async def _sent(self, body: str, content: str) -> str | None:
        """One request; None where it wasn't acknowledged, or nobody heard that it was."""
        assert self._session is not None
        try:
            async with self._at_once:
                self.counts.sendings += 1
                headers = {**self._signed(body), "Content-Type": content}
                async with self._session.post(self._url, data=body, headers=headers) as answer:
                    said = await answer.text()
        except (aiohttp.ClientError, TimeoutError) as error:
            self.counts.refused[type(error).__name__] += 1
            return None
        if answer.status != 200:
            self.counts.refused[str(answer.status)] += 1
            return None
        return None if self._chance.random() < _ACK_LOST else said

    def _signed(self, body: str) -> Mapping[str, str]:
        at = str(int(time.time()))
        signature = self._signer.generate_signature(timestamp=at, body=body)
        return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature or ""}

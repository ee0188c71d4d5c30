"""Whatever happens in a room: what may not be sent never stands in a request."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.events import MessageDeleted, MessageEdited, Paused, Resumed
from tests.adapters.llm import endpoint as local
from tests.runtime.asked import FAINT, PEOPLE, ROOM, Asked, meeting

WHO = ("ana", "ben", "dev")
NOT_SENT = ("myself", "okoye", "maria")
SAID = {
    "says": "{} and Ana Maria Okoye",
    "asks": f"{FAINT} {{}}",
    "halves": "halves:m1 {}",
    "harm": "I want to kill myself {}",
}
THEN = ("edit", "delete", "opt out", "opt in", "pause", "resume", "disagree", "agree", "restart")
STEPS = st.sampled_from([*SAID, *SAID, *THEN])


async def answers(request: web.Request) -> web.StreamResponse:
    """A word that fits what is asked, so that the questions live on."""
    asked = json.loads((await request.json())["messages"][1]["content"])
    return web.json_response(local.completion("neither" if "question" in asked else "concern"))


class Life:
    """A room, and what may not be sent of it. Each message has a word that no other has."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.said: dict[str, tuple[str, str]] = {}  # message: its author, its word
        self.asks: set[str] = set()  # messages whose words are kept
        self.out: set[str] = set()
        self.paused = self.disagreed = False
        self.forbidden: set[str] = set()
        self.number = 0

    async def step(self, what: str, who: str) -> None:
        """One thing happens."""
        if what in SAID:
            await self.says(SAID[what], who, sensitive=what == "harm", asks=what == "asks")
        else:
            await self.then()[what](who)

    def then(self) -> dict[str, Callable[[str], Awaitable[None]]]:
        """What can happen besides talk."""
        return {
            "edit": self.edit,
            "delete": self.delete,
            "opt out": self.opt_out,
            "opt in": self.opt_in,
            "pause": self.pause,
            "resume": self.resume,
            "disagree": self.disagree,
            "agree": self.agree,
            "restart": self.restart,
        }

    def word(self) -> str:
        """A word that no other message has."""
        self.number += 1
        return f"word{self.number}mark"

    async def says(self, text: str, who: str, *, sensitive: bool, asks: bool) -> None:
        """Somebody says something; whether it may be sent hangs on who, when and what."""
        name, word = f"m{len(self.said) + 1}", self.word()
        self.said[name] = (who, word)
        if asks:
            self.asks.add(name)
        if sensitive or who in self.out or self.paused or self.disagreed:
            self.forbidden.add(word)
        await self.asked.says(name, who, text.format(word))

    def forbid(self, *, kept: bool) -> None:
        """What was said so far may not be sent; kept words of questions may, unless `kept`."""
        words = {word for name, (_, word) in self.said.items() if kept or name not in self.asks}
        self.forbidden |= words

    async def edit(self, _who: str) -> None:
        """The last message says something else."""
        if self.said:
            name, (who, word) = list(self.said.items())[-1]
            self.forbidden.add(word)
            anew = self.word()
            self.said[name] = (who, anew)
            at = self.asked.clock.at
            await self.asked.happens(MessageEdited(room=ROOM, at=at, id=name, text=anew))

    async def delete(self, _who: str) -> None:
        """The last message is deleted."""
        if self.said:
            name, (_, word) = list(self.said.items())[-1]
            self.forbidden.add(word)
            await self.asked.happens(MessageDeleted(room=ROOM, at=self.asked.clock.at, id=name))

    async def opt_out(self, who: str) -> None:
        """Somebody isn't to be read any more."""
        await self.asked.privacy.opt_out("fake", who)
        self.out.add(who)
        self.forbid(kept=False)
        self.forbidden |= {word for author, word in self.said.values() if author == who}

    async def opt_in(self, who: str) -> None:
        """Somebody is to be read again."""
        await self.asked.privacy.opt_in("fake", who)
        self.out.discard(who)

    async def pause(self, who: str) -> None:
        """Nothing is read."""
        await self.asked.happens(Paused(room=ROOM, at=self.asked.clock.at, by=who))
        self.paused = True
        self.forbid(kept=False)

    async def resume(self, _who: str) -> None:
        """It is read again."""
        await self.asked.happens(Resumed(room=ROOM, at=self.asked.clock.at, by="cora"))
        self.paused = False

    async def disagree(self, _who: str) -> None:
        """The convener ends it."""
        await self.asked.agrees(on=False)
        self.disagreed = True
        self.forbid(kept=True)

    async def agree(self, _who: str) -> None:
        """The convener agrees (again): to what is said from then on."""
        self.asked.clock.at += 1.0
        if self.disagreed:
            self.forbid(kept=True)
        await self.asked.agrees()
        self.disagreed = False

    async def restart(self, _who: str) -> None:
        """A new process."""
        self.asked.restart()
        self.forbid(kept=False)


@settings(max_examples=10, deadline=None)
@given(steps=st.lists(st.tuples(STEPS, st.sampled_from(WHO)), min_size=4, max_size=12))
def test_what_may_not_be_sent_is_in_no_request(steps: list[tuple[str, str]]) -> None:
    """Neither body nor header: opted out, sensitive, deleted, paused, not agreed, or named."""
    asyncio.run(_live(steps))


async def _live(steps: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as place:
        async with meeting(Path(place)) as asked:
            asked.endpoint.answer = answers
            life = Life(asked)
            for what, who in steps:
                await life.step(what, who)
                await asked.answered()
                for body in asked.endpoint.seen:
                    _check(body, life, what)
                asked.endpoint.seen.clear()


def _check(body: str, life: Life, after: str) -> None:
    shown = json.loads(json.loads(body)["messages"][1]["content"])
    for line in shown["messages"]:
        assert not any(mark in line["text"] for mark in life.forbidden), after
        assert not any(word in line["text"].casefold() for word in NOT_SENT)
        assert line["who"] not in PEOPLE
    assert len(shown["messages"]) <= 13

"""`/heed …`, and the message shortcuts that stand in for it in threads."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from adapters.slack.answering import Answering, alone
from adapters.slack.desk import Asking, Desk, in_time, sorry, word
from adapters.slack.interaction import BadPressError, Json
from adapters.slack.shortcuts import COMMAND, Shortcut
from adapters.slack.typed import Pointed, Typed, pointed, typed
from bot.domain.events import HeardToo, LetGo
from bot.runtime.ports import Clock

NOTED: Final = "Noted. Nobody else is told."

_T = TypeVar("_T")

log = structlog.get_logger()


class Commands:
    """Answers whoever typed or chose it, and nobody else."""

    def __init__(self, desk: Desk, answering: Answering, clock: Clock) -> None:
        self._desk = desk
        self._answering = answering
        self._clock = clock

    def register(self, app: AsyncApp) -> None:
        """Listen to the command and to each shortcut."""
        app.command(COMMAND)(self._typed)
        app.message_shortcut(Shortcut.SUMMARY)(self._summary)
        app.message_shortcut(Shortcut.LET_GO)(self._let_go)
        app.message_shortcut(Shortcut.HEARD_TOO)(self._heard_too)

    async def _typed(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        asked = await _read(typed, body, ack)
        if asked is not None:
            asking = self._asking(asked, asked.text)
            await self._answering.ask(asking, ack, respond, trigger=asked.trigger)

    async def _summary(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        asked = await _read(pointed, body, ack)
        if asked is not None:
            asking = self._asking(asked, "summary")
            await self._answering.ask(asking, ack, respond, trigger=asked.trigger)

    def _asking(self, asked: Typed | Pointed, text: str) -> Asking:
        at = self._clock.now()
        return Asking(room=asked.room, member=asked.member, text=text, key=asked.key, at=at)

    async def _let_go(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await self._noted(LetGo, ack, body, respond)

    async def _heard_too(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await self._noted(HeardToo, ack, body, respond)

    async def _noted(
        self,
        kind: type[LetGo | HeardToo],
        ack: AsyncAck,
        body: dict[str, Any],
        respond: AsyncRespond,
    ) -> None:
        asked = await _read(pointed, body, ack)
        if asked is None:
            return
        event = kind(
            room=asked.room,
            at=self._clock.now(),
            key=asked.key,
            by=asked.member,
            message=asked.message,
        )
        try:
            told = await in_time(self._desk.press(event), ack)
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            told = [sorry(error)]
        await alone(respond, word(" ".join(told) or NOTED))


async def _read(reader: Callable[[Json], _T], body: Json, ack: AsyncAck) -> _T | None:
    """What is asked for; what can't be read is acknowledged, noted, and nothing else."""
    try:
        return reader(body)
    except BadPressError as error:
        log.warning("slack.malformed", why=f"a command without {error}")
        await ack()
        return None

"""`/heed …`, and the message shortcuts that stand in for it in threads."""

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from adapters.slack.answering import Answering, alone
from adapters.slack.desk import Asking, Desk, in_time, sorry, word
from adapters.slack.ids import room_id
from adapters.slack.shortcuts import COMMAND, Shortcut
from bot.domain.events import HeardToo, LetGo
from bot.runtime.ports import Clock

NOTED: Final = "Noted. Nobody else is told."


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
        asking = Asking(
            room=room_id(body["team_id"], body["channel_id"]),
            member=body["user_id"],
            text=body.get("text") or "",
            key=f"command:{body['trigger_id']}",
            at=self._clock.now(),
        )
        await self._answering.ask(asking, ack, respond, trigger=body["trigger_id"])

    async def _summary(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        asking = Asking(
            room=_room(body),
            member=body["user"]["id"],
            text="summary",
            key=_key(body),
            at=self._clock.now(),
        )
        await self._answering.ask(asking, ack, respond, trigger=body["trigger_id"])

    async def _let_go(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        event = LetGo(**_about(body), at=self._clock.now())
        await self._noted(event, ack, respond)

    async def _heard_too(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        event = HeardToo(**_about(body), at=self._clock.now())
        await self._noted(event, ack, respond)

    async def _noted(self, event: LetGo | HeardToo, ack: AsyncAck, respond: AsyncRespond) -> None:
        try:
            told = await in_time(self._desk.press(event), ack)
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            told = [sorry(error)]
        await alone(respond, word(" ".join(told) or NOTED))


def _about(body: Mapping[str, Any]) -> dict[str, str]:
    """Whose wish it is, and which message it is about."""
    return {
        "room": _room(body),
        "key": _key(body),
        "by": body["user"]["id"],
        "message": body["message"]["ts"],
    }


def _room(body: Mapping[str, Any]) -> str:
    # Where a whole organisation installed Heed, Slack names the workspace with the person alone.
    team = (body.get("team") or {}).get("id") or body["user"]["team_id"]
    return room_id(team, body["channel"]["id"])


def _key(body: Mapping[str, Any]) -> str:
    return f"shortcut:{body['trigger_id']}"

"""After an event was taken in and acknowledged: what was asked in it is answered."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.calls import Asked, Call, Whispered
from adapters.slack.desk import Asking, Desk, sorry, word
from adapters.slack.faults import note
from adapters.slack.intake import CALL
from adapters.slack.render import Face


class Events:
    """Answers mentions and direct messages, and shows App Home."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        """Listen to every event; the middleware has taken in what there is in it."""
        app.event(re.compile(r".*"))(self._happened)

    async def _happened(self, context: AsyncBoltContext, event: dict[str, Any]) -> None:
        try:
            if event.get("type") == "app_home_opened":
                await self._home(context, event)
            else:
                await self._answer(context.get(CALL))
        except Exception as error:  # noqa: BLE001 - whatever it was, nothing else can be told of it
            note("slack.not_answered", error)

    async def _home(self, context: AsyncBoltContext, event: dict[str, Any]) -> None:
        if event.get("tab") == "home" and context.team_id:
            await self._desk.publish_home(context.team_id, event["user"])

    async def _answer(self, call: Call | None) -> None:
        match call:
            case Asked():
                face = await self._asked(call)
                await self._desk.tell_alone(call.room, call.member, face, call.thread)
            case Whispered():
                await self._desk.tell(call.team, call.channel, await self._whispered(call))

    async def _asked(self, call: Asked) -> Face:
        asking = Asking(
            room=call.room, member=call.member, text=call.text, key=call.key, at=call.at
        )
        try:
            return await self._desk.face(call.room, await self._desk.ask(asking))
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            return word(sorry(error))

    async def _whispered(self, call: Whispered) -> Face:
        try:
            room, page = await self._desk.whispered(call)
            return await self._desk.face(room, page)
        except Exception as error:  # noqa: BLE001 - likewise
            return word(sorry(error))

"""What is asked in an event: it is done before the acknowledgement, and answered after it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.calls import Wanted, Whispered
from adapters.slack.desk import Asking, Desk, sorry, word
from adapters.slack.faults import note
from adapters.slack.intake import ANSWER, CALL
from adapters.slack.render import Face
from bot.domain.pages import Page


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
            elif CALL in context:
                await self._tell(context[CALL], await context[ANSWER])
        except Exception as error:  # noqa: BLE001 - whatever it was, nothing else can be told of it
            note("slack.not_answered", error)

    async def _home(self, context: AsyncBoltContext, event: dict[str, Any]) -> None:
        if event.get("tab") == "home" and context.team_id:
            await self._desk.publish_home(context.team_id, event["user"])

    async def answer(self, call: Wanted) -> Face:
        """Do what was asked for in a message; whatever goes wrong is said in a sentence."""
        try:
            room, page = await self._asked(call)
            return await self._desk.face(room, page)
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            return word(sorry(error))

    async def _asked(self, call: Wanted) -> tuple[str, Page]:
        if isinstance(call, Whispered):
            return await self._desk.whispered(call)
        asking = Asking(
            room=call.room, member=call.member, text=call.text, key=call.key, at=call.at
        )
        return call.room, await self._desk.ask(asking)

    async def _tell(self, call: Wanted, face: Face) -> None:
        if isinstance(call, Whispered):
            await self._desk.tell(call.team, call.channel, face)
        else:
            await self._desk.tell_alone(call.room, call.member, face, call.thread)

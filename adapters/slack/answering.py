"""Answers to commands and presses: a message for one person, or a modal where lines are ticked."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond

from adapters.slack import render
from adapters.slack.desk import Asking, Desk, in_time, sorry, word
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.ids import place_of
from adapters.slack.render import Face, Json
from bot.domain.pages import Page


class Answering:
    """Has a wish done, acknowledges, and answers; whatever goes wrong is said in a sentence."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(
        self,
        asking: Asking,
        ack: AsyncAck,
        respond: AsyncRespond,
        *,
        trigger: str = "",
        replace: bool = False,
    ) -> None:
        """Answer a wish as a message for whoever asked, in place of the last where it `replace`s.

        `trigger` lets one open a modal, where the answer wants one.
        """
        try:
            page = await in_time(self._desk.ask(asking), ack)
            if trigger and render.ticked(page) and await self._opened(asking, page, trigger):
                return
            face = await self._desk.face(asking.room, page)
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            face = word(sorry(error))
        await alone(respond, face, replace=replace)

    async def ask_in_modal(self, asking: Asking, ack: AsyncAck, trigger: str) -> None:
        """The same as a modal: for what was pressed in App Home or in another modal."""
        try:
            page = await in_time(self._desk.ask(asking), ack)
            view = await self._desk.modal(asking.room, page)
        except Exception as error:  # noqa: BLE001 - likewise
            view = render.word_modal(sorry(error))
        await self.open(place_of(asking.room).team, trigger, view)

    async def _opened(self, asking: Asking, page: Page, trigger: str) -> bool:
        view = await self._desk.modal(asking.room, page)
        return await self.open(place_of(asking.room).team, trigger, view)

    async def open(self, team: str, trigger: str, view: Json) -> bool:
        """Open a modal; False where Slack doesn't any more (it is three seconds since)."""
        try:
            client = await self._desk.client(team)
            await client.views_open(trigger_id=trigger, view=view)
        except SLACK_SAID_NO as error:
            note("slack.no_modal", error)
            return False
        return True


async def alone(respond: AsyncRespond, face: Face, *, replace: bool = False) -> None:
    """Answer for nobody else to see; what Slack doesn't take can't be told."""
    more: dict[str, Any] = {"replace_original": True} if replace else {"replace_original": False}
    try:
        await respond(text=face.text, blocks=face.blocks, response_type="ephemeral", **more)
    except SLACK_SAID_NO as error:
        note("slack.not_answered", error)

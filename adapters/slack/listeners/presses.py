"""Buttons, menus and modals: each is read, taken to the companion, and answered in place."""

import re
from collections.abc import Mapping
from typing import Any, Final

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from adapters.slack import presses, render
from adapters.slack.address import Address, Modal
from adapters.slack.answering import Answering, alone
from adapters.slack.asked import (
    Convening,
    Malformed,
    Opened,
    Previewed,
    StemChosen,
    Wished,
)
from adapters.slack.desk import NO_ANSWER, NOT_HERE, Asking, Desk, in_time, sorry, word
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.ids import place_of
from adapters.slack.render import Json
from bot.domain.drafts import Draft, draft, hands
from bot.domain.events import Pressed
from bot.runtime.ports import Clock

_ANY: Final = re.compile(r".*")

log = structlog.get_logger()


class Presses:
    """Whoever pressed is told in private what came of it, if there is anything to tell."""

    def __init__(self, desk: Desk, answering: Answering, clock: Clock) -> None:
        self._desk = desk
        self._answering = answering
        self._clock = clock

    def register(self, app: AsyncApp) -> None:
        """Listen to whatever is pressed, sent in or closed; what isn't ours is passed over."""
        app.action(_ANY)(self._acted)
        app.view_submission(_ANY)(self._sent_in)
        app.view_closed(_ANY)(self._closed)

    # --- buttons and menus -------------------------------------------------------------------

    async def _acted(self, ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        match presses.read(body, self._clock.now()):
            case Pressed() as press:
                await self._pressed(press, ack, respond)
            case Opened() as opened:
                await self._open(opened, ack, respond)
            case StemChosen() as chosen:
                await self._stem(chosen, ack)
            case Wished() as wished:
                await self._wished(wished, ack, body, respond)
            case Convening() as convening:
                await self._answering.ask(_convening(convening), ack, respond)
            case Malformed() as bad:
                log.warning("slack.malformed", why=bad.why)
                await ack()
            case _:
                await ack()

    async def _pressed(self, press: Pressed, ack: AsyncAck, respond: AsyncRespond) -> None:
        try:
            told = await in_time(self._desk.press(press), ack)
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            told = [sorry(error)]
        if told:
            await alone(respond, word(" ".join(told)))

    async def _open(self, opened: Opened, ack: AsyncAck, respond: AsyncRespond) -> None:
        try:
            view = await in_time(self._modal(opened), ack)
        except Exception as error:  # noqa: BLE001 - likewise
            view = render.word_modal(sorry(error))
        team = place_of(opened.address.room).team
        if not await self._answering.open(team, opened.trigger, view):
            await alone(respond, word(NO_ANSWER))

    async def _modal(self, opened: Opened) -> Json:
        at, by = opened.address, opened.by
        room = await self._desk.room_for(at.room, by)
        if room is None:
            return render.word_modal(NOT_HERE)
        match opened.modal:
            case Modal.HAND_TO:
                return render.hand_to_modal(at, hands(room, at.card, at.question, by))
            case Modal.LATER:
                return render.later_modal(at)
        return render.follow_modal(at, draft(room, at.card, at.question, by))

    async def _stem(self, chosen: StemChosen, ack: AsyncAck) -> None:
        try:
            start = await in_time(self._draft(chosen.address, chosen.by), ack)
            view = render.follow_modal(chosen.address, start, chosen.stem)
            client = await self._desk.client(place_of(chosen.address.room).team)
            await client.views_update(view_id=chosen.view, hash=chosen.hash or None, view=view)
        except SLACK_SAID_NO as error:
            # It was closed, or another stem was chosen since: what they see then stands.
            note("slack.no_stem", error)

    async def _draft(self, address: Address, by: str) -> Draft | None:
        room = await self._desk.room_for(address.room, by)
        return draft(room, address.card, address.question, by) if room else None

    async def _wished(
        self, wished: Wished, ack: AsyncAck, body: Mapping[str, Any], respond: AsyncRespond
    ) -> None:
        container = body.get("container") or {}
        if container.get("type") != "view":
            is_alone = bool(container.get("is_ephemeral"))
            await self._answering.ask(
                _asking(wished), ack, respond, trigger=wished.trigger, replace=is_alone
            )
            return
        await self._answering.ask_in_modal(_asking(wished), ack, wished.trigger)
        if (body.get("view") or {}).get("type") == "home":
            await self._show_home(place_of(wished.room).team, wished.by)

    async def _show_home(self, team: str, member: str) -> None:
        try:
            await self._desk.publish_home(team, member)
        except Exception as error:  # noqa: BLE001 - it shows what was before, and is opened again
            note("slack.no_home", error)

    # --- modals ------------------------------------------------------------------------------

    async def _sent_in(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        match presses.read(body, self._clock.now()):
            case Previewed() as previewed:
                await self._preview(previewed, ack)
            case Pressed() as press:
                await self._finish(press, ack)
            case Wished() as wished:
                await self._ticked(wished, ack)
            case Malformed() as bad:
                log.warning("slack.malformed", why=bad.why)
                await ack()
            case _:
                await ack()

    async def _preview(self, previewed: Previewed, ack: AsyncAck) -> None:
        """The words as the room will see them, above the modal in which they were written."""
        if not previewed.text:
            missing = {previewed.block: render.NOTHING_WRITTEN}
            await ack(response_action="errors", errors=missing)
            return
        try:
            start = await self._draft(previewed.address, previewed.by)
            view = render.follow_preview(previewed.address, start, previewed.text)
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            view = render.word_modal(sorry(error))
        await ack(response_action="push", view=view)

    async def _finish(self, press: Pressed, ack: AsyncAck) -> None:
        """All modals close, unless there is something to be told."""
        try:
            told = await self._desk.press(press)
        except Exception as error:  # noqa: BLE001 - likewise
            told = [sorry(error)]
        if told:
            await ack(response_action="update", view=render.word_modal(" ".join(told)))
        else:
            await ack(response_action="clear")

    async def _ticked(self, wished: Wished, ack: AsyncAck) -> None:
        try:
            view = await self._desk.modal(wished.room, await self._desk.ask(_asking(wished)))
        except Exception as error:  # noqa: BLE001 - likewise
            view = render.word_modal(sorry(error))
        await ack(response_action="update", view=view)

    async def _closed(self, ack: AsyncAck) -> None:
        await ack()


def _asking(wished: Wished) -> Asking:
    return Asking(
        room=wished.room,
        member=wished.by,
        text=wished.text,
        key=wished.key,
        at=wished.at,
        ticked=wished.ticked,
    )


def _convening(press: Convening) -> Asking:
    whom = "me" if press.member == press.by else f"<@{press.member}>"
    return Asking(
        room=press.room,
        member=press.by,
        text=f"convener {whom}",
        key=press.key,
        at=press.at,
        hosts=press.by == press.inviter,
    )

"""What people say: messages, edits, deletions, reactions."""

from collections.abc import Iterable

import discord

from adapters.discord import translate
from adapters.discord.answering import Answering
from adapters.discord.calls import Asked, Whispered
from adapters.discord.client import HeedClient
from adapters.discord.hearing import Hearing


class Talk:
    """Puts what is said in its room's lane."""

    def __init__(self, hearing: Hearing, answering: Answering) -> None:
        self._hearing = hearing
        self._answering = answering

    def register(self, client: HeedClient) -> None:
        """Listen to what is said, changed and taken back."""
        client.hear("message", self._said)
        client.hear("raw_message_edit", self._edited)
        client.hear("raw_message_delete", self._deleted)
        client.hear("raw_bulk_message_delete", self._deleted_many)
        client.hear("raw_reaction_add", self._reacted)
        client.hear("raw_reaction_remove", self._reacted)

    async def _said(self, message: discord.Message) -> None:
        us = self._hearing.us
        self._hearing.take_in(translate.posted(message, us))
        match translate.called(message, us):
            case Asked() as call:
                await self._answering.mentioned(call)
            case Whispered() as call:
                await self._answering.whispered(call)

    async def _edited(self, raw: discord.RawMessageUpdateEvent) -> None:
        us = self._hearing.us
        self._hearing.take_in(translate.edited(raw.cached_message, raw.message, us))

    async def _deleted(self, raw: discord.RawMessageDeleteEvent) -> None:
        await self._gone(raw.channel_id, [raw.message_id])

    async def _deleted_many(self, raw: discord.RawBulkMessageDeleteEvent) -> None:
        await self._gone(raw.channel_id, sorted(raw.message_ids))

    async def _gone(self, channel: int, messages: Iterable[int]) -> None:
        spot = await self._hearing.places.find(channel)
        if spot is not None:
            now = self._hearing.clock.now()
            self._hearing.take_in(translate.deleted(each, spot, now) for each in messages)

    async def _reacted(self, raw: discord.RawReactionActionEvent) -> None:
        spot = await self._hearing.places.find(raw.channel_id)
        if spot is not None:
            now = self._hearing.clock.now()
            self._hearing.take_in(translate.reacted(raw, spot, now, self._hearing.us))

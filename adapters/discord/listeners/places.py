"""Channels, threads and posts: renamed, opened, archived, deleted; who may read them."""

import discord

from adapters.discord import translate
from adapters.discord.calls import Removed
from adapters.discord.client import HeedClient
from adapters.discord.faults import DISCORD_SAID_NO, note
from adapters.discord.hearing import Hearing
from adapters.discord.ids import room_id
from adapters.discord.places import RoomChannel
from adapters.discord.welcome import Welcome
from bot.runtime.ports import StorageError


class Channels:
    """Follows what becomes of the channels that were chosen."""

    def __init__(self, hearing: Hearing, welcome: Welcome) -> None:
        self._hearing = hearing
        self._welcome = welcome
        hearing.open_post = self._found

    def register(self, client: HeedClient) -> None:
        """Listen to what becomes of channels and threads."""
        client.hear("guild_channel_update", self._changed)
        client.hear("guild_channel_delete", self._deleted)
        client.hear("guild_role_update", self._role_changed)
        client.hear("thread_create", self._opened)
        client.hear("thread_update", self._thread_changed)
        client.hear("thread_join", self._joined)
        client.hear("thread_remove", self._sent_away)
        client.hear("raw_thread_delete", self._thread_deleted)

    async def _changed(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        hearing = self._hearing
        now = hearing.clock.now()
        hearing.take_in(translate.channel_changed(before, after, now))
        room = room_id(after.guild.id, after.id)
        if room not in hearing.rooms:
            return
        if isinstance(after, RoomChannel):
            self._look_who_may_read(after)
        if translate.heard(after) and not translate.heard(before):
            hearing.catch_up([room])

    async def _role_changed(self, _before: discord.Role, after: discord.Role) -> None:
        for channel in self._hearing.rooms.channels(after.guild.id):
            self._look_who_may_read(channel)

    def _look_who_may_read(self, channel: RoomChannel) -> None:
        hearing = self._hearing
        room = room_id(channel.guild.id, channel.id)

        async def job() -> None:
            known = await hearing.intake.look(room)
            people = [each.id for each in known.members.values() if each.present] if known else []
            for event in translate.out_of_sight(channel, people, hearing.clock.now()):
                await hearing.intake.receive(event)

        hearing.lanes.put(room, job)

    async def _deleted(self, channel: discord.abc.GuildChannel) -> None:
        hearing = self._hearing
        gone = translate.channel_deleted(channel, hearing.clock.now())
        if gone is not None:
            hearing.remove(gone)

    # --- threads and posts -------------------------------------------------------------------

    async def _opened(self, thread: discord.Thread) -> None:
        call = translate.opened(thread)
        if call is not None and call.forum in self._hearing.rooms:
            # Its first message follows at once: known from now on, it waits in the room's lane.
            self._hearing.rooms.add(call.room)
            self._hearing.lanes.put(call.room, lambda: self._welcome.opened(call, thread))

    def _found(self, post: discord.Thread) -> None:
        """A post that was opened while Heed didn't hear: it is read from its beginning."""
        room = room_id(post.guild.id, post.id)
        call = translate.opened(post)
        if call is not None:
            self._hearing.rooms.add(room)
            self._hearing.lanes.put(room, lambda: self._welcome.opened(call, post))
            self._hearing.lanes.put(room, self._hearing.catching_up(room, call.at))

    async def _joined(self, thread: discord.Thread) -> None:
        """A post that was archived, and so not in the cache, is open again; or Heed was added."""
        room = room_id(thread.guild.id, thread.id)
        if room in self._hearing.rooms:
            self._hearing.catch_up([room])
            return
        try:
            await self._welcome.let_in(thread)
        except (StorageError, *DISCORD_SAID_NO) as error:
            note("discord.not_let_in", error)

    async def _sent_away(self, thread: discord.Thread) -> None:
        """Heed was taken out of a private thread; of others it hears all the same."""
        if thread.is_private():
            now = self._hearing.clock.now()
            self._hearing.remove(
                Removed(room=room_id(thread.guild.id, thread.id), at=now, key=f"gone:{thread.id}")
            )

    async def _thread_changed(self, before: discord.Thread, after: discord.Thread) -> None:
        hearing = self._hearing
        now = hearing.clock.now()
        hearing.take_in(translate.thread_changed(before, after, now))
        starter = after.starter_message
        if before.name != after.name and starter is not None:
            hearing.take_in(translate.retitled(starter, now, hearing.us))

    async def _thread_deleted(self, raw: discord.RawThreadDeleteEvent) -> None:
        hearing = self._hearing
        now = hearing.clock.now()
        hearing.remove(translate.thread_deleted(raw, now))
        parent = room_id(raw.guild_id, raw.parent_id)

        async def job() -> None:
            room = await hearing.intake.look(parent)
            if room is None:
                return
            asked = await hearing.intake.questions(parent)
            for event in translate.said_in_thread(raw, room, asked, now):
                await hearing.intake.receive(event)

        if parent in hearing.rooms:
            hearing.lanes.put(parent, job)

"""Who comes, goes, is called something else, or may read something else; who talks aloud."""

import discord

from adapters.discord import translate
from adapters.discord.client import HeedClient
from adapters.discord.hearing import Hearing
from adapters.discord.ids import room_id
from adapters.discord.voice import VoiceRoom, people_in, touched


class People:
    """Lets rooms know their members."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing

    def register(self, client: HeedClient) -> None:
        """Listen to what becomes of people."""
        client.hear("member_join", self._joined)
        client.hear("raw_member_remove", self._left)
        client.hear("member_update", self._changed)
        client.hear("user_update", self._renamed)
        client.hear("thread_member_join", self._joined_thread)
        client.hear("thread_member_remove", self._left_thread)
        client.hear("voice_state_update", self._voice)

    async def _joined(self, member: discord.Member) -> None:
        hearing = self._hearing
        rooms = hearing.rooms.channels(member.guild.id)
        hearing.take_in(translate.joined(member, rooms, hearing.clock.now(), hearing.us))

    async def _left(self, raw: discord.RawMemberRemoveEvent) -> None:
        hearing = self._hearing
        rooms = hearing.rooms.channels(raw.guild_id)
        hearing.take_in(translate.left(raw.user.id, rooms, hearing.clock.now(), hearing.us))

    async def _changed(self, before: discord.Member, after: discord.Member) -> None:
        hearing = self._hearing
        rooms = hearing.rooms.channels(after.guild.id)
        now = hearing.clock.now()
        hearing.take_in(translate.changed(before, after, rooms, now, hearing.us))

    async def _renamed(self, before: discord.User, after: discord.User) -> None:
        hearing = self._hearing
        for guild in after.mutual_guilds:
            member = guild.get_member(after.id)
            if member is not None:
                rooms = hearing.rooms.channels(guild.id)
                now = hearing.clock.now()
                hearing.take_in(translate.renamed(before, member, rooms, now, hearing.us))

    async def _joined_thread(self, member: discord.ThreadMember) -> None:
        person = member.thread.guild.get_member(member.id)
        if person is not None:
            hearing = self._hearing
            now = hearing.clock.now()
            hearing.take_in(translate.thread_joined(member.thread, person, now, hearing.us))

    async def _left_thread(self, member: discord.ThreadMember) -> None:
        hearing = self._hearing
        now = hearing.clock.now()
        hearing.take_in(translate.thread_left(member.thread, member.id, now, hearing.us))

    async def _voice(
        self, _member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        for channel in touched(before, after):
            self.count(channel)

    def count(self, channel: VoiceRoom) -> None:
        """So many people are in a voice channel now: its meeting begins, goes on or ends."""
        hearing = self._hearing
        room = room_id(channel.guild.id, channel.id)
        people, now = people_in(channel), hearing.clock.now()

        async def job() -> None:
            running = await hearing.running(room)
            for event in hearing.voices.counted(room, people, running, now):
                await hearing.intake.receive(event)

        if room in hearing.rooms:
            hearing.lanes.put(room, job)

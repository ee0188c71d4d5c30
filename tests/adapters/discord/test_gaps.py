"""What was said while Discord wasn't heard: a real client against Discord in memory."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import discord
import pytest
import simcord

from adapters.discord import translate
from adapters.discord.calls import Removed
from adapters.discord.gaps import UNNOTICED, Gaps, last_heard
from adapters.discord.ids import Us, epoch, room_id
from adapters.discord.places import spot_of
from bot.domain.events import (
    CaughtUp,
    Event,
    FellBehind,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Paused,
    Resumed,
    RoomNamed,
)
from bot.domain.room import Room
from tests.adapters.discord.intake import CoreIntake


class Heard(discord.Client):
    """A client that takes in what is said, unless its connection is broken."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all())
        self.intake = CoreIntake()
        self.steady: CoreIntake | None = None
        self.us = Us(user=0, app=0)
        self.broken = False

    async def on_ready(self) -> None:
        """Now it knows who it is."""
        assert self.user is not None
        self.us = Us(user=self.user.id, app=self.application_id or 0)

    async def on_message(self, message: discord.Message) -> None:
        """Somebody says something."""
        await self.take_in(translate.posted(message, self.us))

    async def on_raw_message_edit(self, raw: discord.RawMessageUpdateEvent) -> None:
        """Somebody edits something."""
        await self.take_in(translate.edited(raw.cached_message, raw.message, self.us))

    async def on_raw_message_delete(self, raw: discord.RawMessageDeleteEvent) -> None:
        """Somebody deletes something."""
        spot = spot_of(self.get_channel(raw.channel_id))
        if spot is not None:
            await self.take_in((translate.deleted(raw.message_id, spot, 0.0),))

    async def take_in(self, events: Iterable[Event]) -> None:
        """What is told comes in where the connection is whole; to `steady` in any case."""
        for event in events:
            if not self.broken:
                await self.intake.receive(event)
            if self.steady is not None:
                await self.steady.receive(event)


@dataclass
class Rig:
    """A room with three people, its client, and the time."""

    env: simcord.Env
    client: Heard
    guild: Any
    place: Any
    maya: Any
    tom: Any
    cora: Any

    @property
    def room(self) -> str:
        """The room's id."""
        return room_id(self.guild.id, self.place.id)

    def now(self) -> float:
        """The time, in epoch seconds."""
        return self.env.now().timestamp()

    def seconds_until(self, at: float) -> float:
        """How far ahead that is."""
        return max(0.0, at - self.now())

    def after(self, seconds: float) -> float:
        """What the clock shows then."""
        return self.now() + seconds

    def gaps(self, **more: int) -> Gaps:
        """What is tested."""
        return Gaps(self.client, self.client.intake, self, self.client.us, **more)

    def channel(self) -> discord.TextChannel:
        """The channel, as the client has it."""
        found = self.client.get_channel(self.place.id)
        assert isinstance(found, discord.TextChannel)
        return found

    async def state(self) -> Room:
        """The room, as the core has it."""
        room = await self.client.intake.look(self.room)
        assert room is not None
        return room

    async def breaks(self) -> None:
        """The connection breaks."""
        await self.gaps().broke([self.room])
        self.client.broken = True

    async def catches_up(self, **more: int) -> list[Event]:
        """It is back, and what happened comes in."""
        self.client.broken = False
        self.client.intake.told.clear()
        assert await self.gaps(**more).catch_up(self.room) is None
        return self.client.intake.told

    async def say(self, who: Any, text: str, where: Any = None, **more: Any) -> discord.Message:  # noqa: ANN401 - SimCord's own types
        """Somebody says something, ten seconds after what was last."""
        await self.env.advance_time(10)
        found = await who.send(where or self.place, text, **more)
        assert isinstance(found, discord.Message)
        return found


@pytest.fixture(name="simcord_bot")
def _client() -> Heard:
    """The client that SimCord connects."""
    return Heard()


@pytest.fixture(name="rig")
async def _rig(simcord_env: simcord.Env) -> Rig:
    client = simcord_env.bot
    assert isinstance(client, Heard)
    guild = simcord_env.create_guild("Partnership")
    place = guild.create_text_channel("place")
    people = (simcord_env.create_user(each) for each in ("maya", "tom", "cora"))
    rig = Rig(simcord_env, client, guild, place, *(guild.add_member(each) for each in people))
    await client.intake.listen_in(rig.room, "#place", str(rig.cora.id), rig.now())
    await simcord_env.settle()
    return rig


def texts(events: list[Event]) -> list[str]:
    """What was said, in the order told."""
    return [each.text for each in events if isinstance(each, MessagePosted)]


async def test_ten_minutes_offline(rig: Rig) -> None:
    """What was said comes in once and in order, edits and deletions too; time waits meanwhile."""
    asked = await rig.say(rig.maya, "Who decides about the budget?")
    gone = await rig.say(rig.tom, "I shouldn't have said that.")
    await rig.breaks()
    assert (await rig.state()).behind_since is not None
    await rig.say(rig.tom, "Lunch is at noon.")
    taken_back = await rig.say(rig.maya, "Never mind.")
    await rig.say(rig.tom, "The board does.", reply_to=asked)
    await rig.maya.edit(asked, "Who decides about the money?")
    await rig.tom.delete(gone)
    await rig.maya.delete(taken_back)
    await rig.env.advance_time(570)

    told = await rig.catches_up()

    assert [type(each) for each in told] == [
        FellBehind,
        MessagePosted,
        MessagePosted,
        MessageEdited,
        MessageDeleted,
        CaughtUp,
    ]
    assert texts(told) == ["Lunch is at noon.", "The board does."]
    assert isinstance(told[2], MessagePosted)
    assert told[2].reply_to == str(asked.id)
    assert isinstance(told[3], MessageEdited)
    assert told[3].text == "Who decides about the money?"
    assert isinstance(told[4], MessageDeleted)
    assert told[4].id == str(gone.id)
    assert told[5] == CaughtUp(room=rig.room, at=rig.now())
    assert (await rig.state()).behind_since is None


async def test_what_came_live_and_is_found_again_counts_once(rig: Rig) -> None:
    """Whichever was first; and looking again finds nothing."""
    await rig.say(rig.maya, "Who decides?")
    await rig.breaks()
    await rig.say(rig.tom, "The board.")
    assert texts(await rig.catches_up()) == ["The board."]
    await rig.say(rig.maya, "All of it?")
    told = await rig.catches_up()
    assert texts(told) == []
    assert [type(each) for each in told] == [FellBehind, CaughtUp]
    assert len((await rig.state()).turns) == 3


async def test_after_a_restart_it_begins_with_the_last_message(rig: Rig) -> None:
    """However long that was ago, as the stored room has it."""
    await rig.say(rig.maya, "Who decides?")
    rig.client.broken = True
    await rig.say(rig.tom, "The board.")
    await rig.env.advance_time(86400)
    before = await rig.state()
    await rig.gaps().starts([rig.room, "discord/1/2"])
    behind = (await rig.state()).behind_since
    assert behind == last_heard(before) == before.turns[-1].at
    assert texts(await rig.catches_up()) == ["The board."]


async def test_a_connection_may_have_been_dead_before_it_broke(rig: Rig) -> None:
    """For two heartbeats, but not before the last message."""
    await rig.say(rig.maya, "Who decides?")
    await rig.env.advance_time(1000)
    gaps = rig.gaps()
    await gaps.broke([rig.room, "discord/1/2"])
    assert (await rig.state()).behind_since == rig.now() - UNNOTICED
    await gaps.resumed([rig.room, "discord/1/2"])
    assert (await rig.state()).behind_since is None
    said = await rig.say(rig.maya, "Who?")
    await rig.gaps().broke([rig.room])
    assert (await rig.state()).behind_since == said.created_at.timestamp()


async def test_threads_are_read_too(rig: Rig) -> None:
    """Those that are open, those that were archived meanwhile, those that were opened meanwhile."""
    asked = await rig.say(rig.maya, "Who decides?")
    old = await rig.channel().create_thread(name="old", message=discord.Object(asked.id))
    await rig.breaks()
    other = await rig.say(rig.tom, "Something else.")
    new = await rig.channel().create_thread(name="new", message=discord.Object(other.id))
    await rig.env.settle()
    handles = {each.id: each for each in rig.place.threads}
    await rig.say(rig.tom, "The board.", handles[old.id])
    await rig.say(rig.maya, "What else?", handles[new.id])
    await old.edit(archived=True)
    await rig.env.settle()

    told = await rig.catches_up()

    said = [each for each in told if isinstance(each, MessagePosted)]
    assert [(each.text, each.thread) for each in said] == [
        ("Something else.", None),
        ("The board.", str(old.id)),
        ("What else?", str(new.id)),
    ]


async def test_what_was_said_in_a_deleted_thread_is_gone(rig: Rig) -> None:
    """And so is a deleted message in one that has been archived for long."""
    one, other = [await rig.say(rig.maya, f"Who decides {each}?") for each in "ab"]
    threads = [
        await rig.channel().create_thread(name="t", message=discord.Object(each.id))
        for each in (one, other)
    ]
    await rig.env.settle()
    handles = {each.id: each for each in rig.place.threads}
    said = [await rig.say(rig.tom, "The board?", handles[each.id]) for each in threads]
    await threads[1].edit(archived=True)
    await rig.env.advance_time(1000)
    await rig.say(rig.maya, "So?")
    await rig.breaks()
    await threads[0].delete()
    rig.env.backend.delete_message(threads[1].id, said[1].id)
    await rig.env.settle()
    told = await rig.catches_up()
    gone = [each.id for each in told if isinstance(each, MessageDeleted)]
    assert sorted(gone) == sorted(str(each.id) for each in said)


async def test_a_long_gap_is_bounded(rig: Rig) -> None:
    """The latest messages are fetched, and conveners are told from when until when some miss."""
    first = await rig.say(rig.maya, "Who decides?")
    await rig.breaks()
    said = [await rig.say(rig.tom, f"Word {each}") for each in range(5)]
    told = await rig.catches_up(fetched=2)
    assert texts(told) == ["Word 3", "Word 4"]
    since = first.created_at.timestamp()
    until = said[2].created_at.timestamp()
    assert told[-1] == CaughtUp(room=rig.room, at=rig.now(), missed_from=since, missed_until=until)


async def test_weeks_arent_read_again(rig: Rig) -> None:
    """What was told so long ago isn't known as told any more; conveners learn what may miss."""
    first = await rig.say(rig.maya, "Who decides?")
    rig.client.broken = True
    missed = await rig.say(rig.tom, "The board.")
    await rig.env.advance_time(7 * 86400)
    await rig.say(rig.maya, "All of it?")
    told = await rig.catches_up()
    assert texts(told) == ["All of it?"]
    assert told[-1] == CaughtUp(
        room=rig.room,
        at=rig.now(),
        missed_from=first.created_at.timestamp(),
        missed_until=missed.created_at.timestamp(),
    )


async def test_a_silent_room_misses_nothing(rig: Rig) -> None:
    """However long it is silent."""
    await rig.say(rig.maya, "Who decides?")
    await rig.env.advance_time(30 * 86400)
    told = await rig.catches_up()
    assert told[-1] == CaughtUp(room=rig.room, at=rig.now())
    assert [type(each) for each in told] == [FellBehind, CaughtUp]


async def test_what_was_said_in_a_pause_stays_unread(rig: Rig) -> None:
    """It was told, and the room didn't read it; the history doesn't bring it in again."""
    await rig.say(rig.maya, "Who decides?")
    await rig.client.intake.receive(Paused(room=rig.room, at=rig.now(), by=str(rig.cora.id)))
    await rig.say(rig.maya, "Just between us, who pays?")
    await rig.client.intake.receive(Resumed(room=rig.room, at=rig.now(), by=str(rig.cora.id)))
    assert texts(await rig.catches_up()) == []
    assert len((await rig.state()).turns) == 1


async def test_a_history_of_many_pages(rig: Rig) -> None:
    """Discord hands out a hundred messages at a time; those of the same moment keep their order."""
    await rig.say(rig.maya, "Who decides?")
    await rig.breaks()
    for each in range(230):
        rig.env.backend.create_message(rig.place.id, rig.tom.id, f"Word {each}")
    await rig.env.settle()
    assert texts(await rig.catches_up()) == [f"Word {each}" for each in range(230)]


async def test_a_history_that_heed_may_not_read(rig: Rig) -> None:
    """The room is heard again, and its conveners are told what couldn't be read."""
    await rig.say(rig.maya, "Who decides?")
    await rig.breaks()
    since = (await rig.state()).behind_since
    await rig.say(rig.tom, "The board.")
    rig.env.inject_error("GET", "/channels/*/messages", status=403, code=50013, times=None)
    told = await rig.catches_up()
    assert told[-1] == CaughtUp(
        room=rig.room, at=rig.now(), missed_from=since, missed_until=rig.now()
    )
    assert texts(told) == []


async def test_discord_cant_answer_now(rig: Rig) -> None:
    """The room stays behind, and later nothing is lost."""
    await rig.say(rig.maya, "Who decides?")
    await rig.breaks()
    await rig.say(rig.tom, "The board.")
    rig.env.inject_error("GET", "/channels/*/messages", status=500, times=5)
    with pytest.raises(discord.HTTPException):
        await rig.catches_up()
    assert (await rig.state()).behind_since is not None
    rig.env.backend.faults.clear()
    assert texts(await rig.catches_up()) == ["The board."]


async def test_what_else_happened(rig: Rig) -> None:
    """Somebody left, and the channel was renamed."""
    await rig.say(rig.maya, "Who decides?")
    await rig.say(rig.tom, "Not me.")
    await rig.breaks()
    rig.guild.remove_member(rig.tom)
    await rig.channel().edit(name="clinic")
    await rig.env.settle()
    told = await rig.catches_up()
    assert MemberLeft(room=rig.room, at=rig.now(), member=str(rig.tom.id)) in told
    assert RoomNamed(room=rig.room, at=rig.now(), title="#clinic") in told


async def test_a_channel_that_is_gone_or_hidden(rig: Rig) -> None:
    """What is gone is purged, what is hidden stays behind, what isn't known isn't asked for."""
    await rig.say(rig.maya, "Who decides?")
    me = rig.channel().guild.me
    await rig.channel().set_permissions(me, view_channel=False)
    await rig.env.settle()
    told = await rig.catches_up()
    assert [type(each) for each in told] == [FellBehind]
    gaps = rig.gaps()
    await gaps.broke([rig.room])
    await gaps.resumed([rig.room])
    assert (await rig.state()).behind_since is not None
    rig.env.backend.delete_channel(rig.place.id)
    await rig.env.settle()
    gone = Removed(room=rig.room, at=rig.now(), key=f"gone:{rig.room}")
    assert await rig.gaps().catch_up(rig.room) == gone
    assert await rig.gaps().catch_up("discord/1/2") is None


async def test_a_forum_has_posts_and_no_talk(rig: Rig) -> None:
    """Those that were opened meanwhile are found once; the forum itself is soon up to date."""
    forum = rig.guild.create_forum_channel("ideas")
    room = room_id(rig.guild.id, forum.id)
    channel = rig.client.get_channel(forum.id)
    assert isinstance(channel, discord.ForumChannel)
    await rig.env.advance_time(100)
    await channel.create_thread(name="Before it was chosen?", content="So?")
    await rig.env.advance_time(100)
    await rig.client.intake.listen_in(room, "#ideas", str(rig.cora.id), rig.now())
    gaps = rig.gaps()
    await gaps.starts([room])
    known = (await channel.create_thread(name="Known?", content="So?")).thread
    post = (await channel.create_thread(name="A new door?", content="So?")).thread
    closed = (await channel.create_thread(name="Long since closed?", content="So?")).thread
    await closed.edit(archived=True)
    await rig.env.settle()
    await rig.client.intake.listen_in(
        room_id(rig.guild.id, known.id), "#known", str(rig.cora.id), rig.now()
    )

    found = await gaps.new_posts(room)

    assert [each.id for each in found] == [post.id, closed.id]
    assert await gaps.catch_up(room) is None
    assert rig.client.intake.told[-1] == CaughtUp(room=room, at=rig.now())
    assert await gaps.new_posts(rig.room) == []
    assert await gaps.new_posts("discord/1/2") == []
    await gaps.broke([room, rig.room])
    await gaps.resumed([room])
    assert rig.client.intake.told[-1] == CaughtUp(room=room, at=rig.now())


async def test_a_post_is_brought_up_to_date(rig: Rig) -> None:
    """From its beginning on, whenever it was arranged; a closed one stays behind."""
    forum = rig.guild.create_forum_channel("ideas")
    channel = rig.client.get_channel(forum.id)
    assert isinstance(channel, discord.ForumChannel)
    rig.client.broken = True
    await rig.env.settle()
    (handle,) = await _post(rig, channel)
    room = room_id(rig.guild.id, handle.id)
    await rig.say(rig.maya, "Which colour?", handle)
    await rig.env.advance_time(100)
    await rig.client.intake.listen_in(room, "#A new door?", str(rig.cora.id), rig.now())
    await rig.say(rig.maya, "And who paints it?", handle)
    assert await rig.gaps().catch_up(room, epoch(handle.id)) is None
    assert texts(rig.client.intake.told) == ["Which colour?", "And who paints it?"]
    assert rig.client.intake.told[-1] == CaughtUp(room=room, at=rig.now())
    post = rig.client.get_channel(handle.id)
    assert isinstance(post, discord.Thread)
    await post.edit(archived=True, locked=True)
    await rig.env.settle()
    assert await rig.gaps().catch_up(room) is None
    assert [type(each) for each in rig.client.intake.told[-1:]] == [FellBehind]


async def test_an_archived_post_is_resumed(rig: Rig) -> None:
    """It has left the cache; one that was closed before the connection broke stays behind."""
    forum = rig.guild.create_forum_channel("ideas")
    channel = rig.client.get_channel(forum.id)
    assert isinstance(channel, discord.ForumChannel)
    (handle,) = await _post(rig, channel)
    room = room_id(rig.guild.id, handle.id)
    await rig.client.intake.listen_in(room, "#A new door?", str(rig.cora.id), rig.now())
    post = rig.client.get_channel(handle.id)
    assert isinstance(post, discord.Thread)
    await post.edit(archived=True)
    await rig.env.settle()
    assert rig.client.get_channel(handle.id) is None
    gaps = rig.gaps()
    await gaps.broke([room])
    await gaps.resumed([room])
    assert rig.client.intake.told[-1] == CaughtUp(room=room, at=rig.now())
    await rig.client.intake.receive(FellBehind(room=room, at=rig.now(), since=rig.now()))
    await gaps.broke([room])
    await gaps.resumed([room])
    assert [type(each) for each in rig.client.intake.told[-1:]] == [FellBehind]


async def _post(rig: Rig, channel: discord.ForumChannel) -> list[Any]:
    """A post in a forum, as SimCord has it."""
    await channel.create_thread(name="A new door?", content="So?")
    await rig.env.settle()
    backend = rig.env.backend
    return [
        simcord.builders.ChannelHandle(rig.env, rig.guild, each)
        for each in backend.channels.values()
        if each.is_thread and each.parent_id == channel.id
    ]


# --- anything at all ----------------------------------------------------------------------------


def remembered(room: Room) -> list[tuple[object, ...]]:
    """What a room remembers of the talk, without what is gone."""
    return [(each.id, each.words, each.thread) for each in room.turns if not each.deleted]


@pytest.mark.parametrize("seed", range(8))
async def test_a_connection_that_breaks_and_one_that_doesnt_hear_the_same(
    rig: Rig, seed: int
) -> None:
    """Whatever people say, edit and delete in between, by what the rooms remember in the end."""
    by_chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    steady = rig.client.steady = CoreIntake()
    await steady.listen_in(rig.room, "#place", str(rig.cora.id), rig.now())
    said: list[tuple[Any, discord.Message]] = []
    for number in range(40):
        who = by_chance.choice([rig.maya, rig.tom])
        match by_chance.choice(["say", "say", "say", "edit", "delete", "break", "back"]):
            case "edit" if said:
                author, message = by_chance.choice(said)
                await author.edit(message, f"Who decides about part {number}?")
            case "delete" if said:
                author, message = said.pop(by_chance.randrange(len(said)))
                await author.delete(message)
            case "break":
                await rig.breaks()
            case "back":
                await rig.catches_up()
            case _:
                said.append((who, await rig.say(who, f"Who decides about thing {number}?")))
        await rig.env.advance_time(by_chance.choice([0, 5, 200]))
    await rig.catches_up()
    whole = await steady.look(rig.room)
    assert whole is not None
    assert remembered(await rig.state()) == remembered(whole)
    asked = {each.message: each.text for each in whole.questions.values() if each.text}
    found = (await rig.state()).questions.values()
    assert {each.message: each.text for each in found if each.text} == asked

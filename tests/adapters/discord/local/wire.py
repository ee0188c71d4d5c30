"""People on the local Discord, and Heed among them over a real connection, as it is run."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any, TypeVar

import discord
from simcord.backend import Backend, serializers
from simcord.backend.models import Channel, Guild, Message, User
from simcord.backend.models.interaction import Interaction
from simcord.interactions import base_payload, nest_options, walk_to_subcommand

from adapters.discord.connection import Connection
from bot.bootstrap.discord import discord as signed_in
from bot.bootstrap.run import begin
from bot.bootstrap.shared import Shared
from bot.bootstrap.tracker import build_tracker
from bot.config import load_traced
from bot.config.rooms import RoomWriting
from bot.domain.commands import Reply
from bot.domain.events import Event
from bot.domain.room import Room
from bot.runtime.companion import Companion
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from storage import open_store
from tests.adapters.discord.local.server import API, TOKEN, LocalDiscord, local_discord
from tests.adapters.discord.local.sight import Shown, menu_of, pressables, text_of
from tests.adapters.discord.local.town import USUAL
from tests.adapters.discord.meetings import APART, ASKED, ELSEWHERE

WITHIN = 20.0
"""Real seconds in which what is to come has come, a new connection on a busy machine included."""
GUILDS_WITHIN = 0.2
"""Real seconds for which the library waits for another server before it is ready."""

Json = dict[str, Any]
T = TypeVar("T")


class Witness(Companion):
    """A companion that remembers what was taken in, or was known already by its key."""

    def __init__(self, *parts: Any) -> None:  # noqa: ANN401 - as the companion takes them
        super().__init__(*parts)
        self.told: list[Event] = []

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """As it is."""
        replies = await super().receive(event)
        self.told.append(event)
        return replies


@dataclass
class WorldClock:
    """The time of that Discord, which passes when a test says so."""

    backend: Backend

    def now(self) -> float:
        """The time in epoch seconds."""
        return self.backend.clock.now().timestamp()

    def seconds_until(self, at: float) -> float:
        """How many seconds until it shows `at`."""
        return max(0.0, at - self.now())

    def after(self, seconds: float) -> float:
        """What it shows in so many seconds."""
        return self.now() + seconds


@dataclass
class Wired:
    """What people do there, and what they see."""

    server: LocalDiscord
    clock: WorldClock
    folder: Path
    guild: Guild
    harbour: Channel
    place: Channel
    people: Mapping[str, User]
    more: Mapping[str, str]
    stack: AsyncExitStack
    companion: Witness
    connection: Connection

    @property
    def backend(self) -> Backend:
        """The world."""
        return self.server.backend

    @property
    def ruth(self) -> User:
        """She owns the server, and convenes."""
        return self.people["Ruth"]

    @property
    def room(self) -> str:
        """The id of the room that Heed is asked into."""
        return f"discord/{self.guild.id}/{self.place.id}"

    async def look(self) -> Room:
        """The room as Heed has it."""
        found = await self.companion.look(self.room)
        assert found is not None
        return found

    # --- what people do ----------------------------------------------------------------------

    def say(self, who: str, text: str) -> Message:
        """Somebody writes."""
        return self.backend.create_message(self.place.id, self.people[who].id, text)

    def edit(self, message: Message, text: str) -> None:
        """And changes it."""
        self.backend.edit_message(message.channel_id, message.id, {"content": text})

    def delete(self, message: Message) -> None:
        """Or takes it back."""
        self.backend.delete_message(message.channel_id, message.id)

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass, for Discord and for Heed."""
        self.backend.advance_clock(seconds)
        self.companion.clock_changed()

    def slash(self, who: User, path: str, **options: str) -> Interaction:
        """Somebody uses `/heed …`."""
        root = self.backend.find_command("heed", None)
        assert root is not None, "the commands were told to Discord"
        _, nesting = walk_to_subcommand(root, path.split())
        typed = [{"name": name, "type": 3, "value": value} for name, value in options.items()]
        data = {
            "id": root["id"],
            "name": "heed",
            "type": 1,
            "options": nest_options(root, nesting, typed),
        }
        return self._interacts(who, discord.InteractionType.application_command, self.place, data)

    def click(self, who: User, message: Message, label: str) -> Interaction:
        """Somebody presses a button."""
        found = next(each for each in pressables(seen(message)) if each.get("label") == label)
        data = {"component_type": 2, "custom_id": found["custom_id"]}
        return self._pressed(who, message, data)

    def choose(self, who: User, message: Message, *channels: Channel) -> Interaction:
        """Somebody chooses channels in a message's menu."""
        resolved = {
            str(each.id): {**serializers.channel_payload(self.backend, each), "permissions": "0"}
            for each in channels
        }
        data = {
            "component_type": 8,
            "custom_id": menu_of(seen(message), discord.ComponentType.channel_select),
            "values": list(resolved),
            "resolved": {"channels": resolved},
        }
        return self._pressed(who, message, data)

    def submit(self, who: User, opened: Interaction, text: str) -> Interaction:
        """Somebody writes into a modal's one field, and sends it in."""
        assert opened.modal is not None
        assert opened.source_message_id is not None
        field = _field(opened.modal)
        typed = {"type": 4, "custom_id": field["custom_id"], "value": text}
        data = {
            "custom_id": opened.modal["custom_id"],
            "components": [{"type": 18, "component": typed}],
        }
        message = self.backend.get_message(opened.channel_id, opened.source_message_id)
        kind = discord.InteractionType.modal_submit
        return self._pressed(who, message, data, kind)

    def _pressed(
        self,
        who: User,
        message: Message,
        data: Json,
        kind: discord.InteractionType = discord.InteractionType.component,
    ) -> Interaction:
        where = self.backend.get_channel(message.channel_id)
        return self._interacts(who, kind, where, data, message)

    def _interacts(
        self,
        who: User,
        kind: discord.InteractionType,
        where: Channel,
        data: Json,
        message: Message | None = None,
    ) -> Interaction:
        record, payload = base_payload(
            self.backend,
            type=kind.value,
            channel_id=where.id,
            guild_id=where.guild_id,
            user_id=who.id,
            data=data,
        )
        if message is not None:
            payload["message"] = dict(serializers.message_payload(self.backend, message))
            record.source_message_id = message.id
        self.backend.emit("INTERACTION_CREATE", payload)
        return record

    # --- what people see ---------------------------------------------------------------------

    async def told(self, done: Interaction) -> str:
        """All that somebody is told on what they asked, once it is there."""

        def answered() -> str:
            numbers = [done.message_id, *done.followup_ids]
            there = self.backend.messages[done.channel_id]
            found = [there[each] for each in numbers if each is not None and each in there]
            return "\n".join(filter(None, (text_of(seen(each)) for each in found)))

        return await self.until(answered, "an answer")

    def said_by_heed(self, channel: Channel) -> list[Message]:
        """What Heed has said in a channel to everybody there, the oldest first."""
        me = self.backend.bot_user.id
        there = self.backend.messages[channel.id].values()
        return [each for each in there if each.author_id == me and not each.is_ephemeral]

    def direct(self, who: User) -> list[Message]:
        """What Heed has written to somebody directly."""
        return self.said_by_heed(self.backend.get_dm_channel(who.id))

    async def posted(self, channel: Channel, words: str) -> Message:
        """The last message of Heed's with these words, once it is there."""
        return await self.until(lambda: self._last(channel, words), f"“{words}”")

    async def card(self, who: User, words: str) -> Message:
        """The last direct message of Heed's with these words, once it is there."""
        return await self.posted(self.backend.get_dm_channel(who.id), words)

    def _last(self, channel: Channel, words: str) -> Message | None:
        found = [each for each in self.said_by_heed(channel) if words in text_of(seen(each))]
        return found[-1] if found else None

    def heard(self, message: Message, kind: str = "MessagePosted") -> list[Any]:
        """What Heed was told of a message, in the order in which it was."""
        about = "to" if kind == "Reacted" else "id"
        return [
            each
            for each in self.companion.told
            if type(each).__name__ == kind and getattr(each, about) == str(message.id)
        ]

    async def taken_in(self, *messages: Message) -> None:
        """Once Heed has been told of these."""
        await self.until(lambda: all(self.heard(each) for each in messages), "the messages")

    async def until(self, holds: Callable[[], T | None], what: str) -> T:
        """Wait until something holds; what it gives comes back."""
        last = time.monotonic() + WITHIN
        while not (found := holds()):
            assert time.monotonic() < last, f"{what} didn't come within {WITHIN:g} seconds"
            await asyncio.sleep(0.01)
        return found

    async def turns(self) -> list[int]:
        """The messages that count in the room, in their order."""
        return [int(each.id) for each in (await self.look()).turns if not each.deleted]

    async def caught_up(self) -> None:
        """Once nothing of the room is missing any more."""
        await self.becomes(lambda room: room.behind_since is None, "whole")

    async def state(self, asked: Message, wanted: str) -> None:
        """Once it has come to this with a question."""
        await self.becomes(lambda room: room.questions[str(asked.id)].state.value == wanted, wanted)

    async def becomes(self, holds: Callable[[Room], bool], what: str) -> None:
        """Once something holds of the room."""
        last = time.monotonic() + WITHIN
        while not holds(await self.look()):
            assert time.monotonic() < last, f"it didn't become {what}"
            await asyncio.sleep(0.01)

    # --- meetings ----------------------------------------------------------------------------

    async def begun(self) -> None:
        """Ruth asks Heed in, convenes, tries the practice nudge, and begins a meeting."""
        welcome = await self.posted(self.harbour, "Where may Heed listen?")
        self.choose(self.ruth, welcome, self.place)
        self.click(self.ruth, await self.posted(self.place, "Heed has joined"), "I'll convene")
        self.click(self.ruth, await self.card(self.ruth, "practice"), "Show")
        shown = await self.card(self.ruth, "Already followed")
        self.click(self.ruth, shown, "Already followed")
        await self.posted(self.place, "Convening: Ruth")
        await self.told(self.slash(self.ruth, "meeting start"))
        self.pass_time(APART)

    async def talk(self) -> list[Message]:
        """They talk of other things."""
        said = []
        for who, text in ELSEWHERE:
            self.pass_time(APART)
            said.append(self.say(who, text))
            await self.taken_in(said[-1])
        return said

    async def left_hanging(self) -> Message:
        """Maya asks something, and the talk moves on; her message comes back."""
        asked = self.say("Maya", ASKED)
        await self.taken_in(asked)
        await self.talk()
        return asked

    async def restart(self) -> None:
        """Heed is stopped and started anew, on the same database."""
        await self.stack.aclose()
        self.companion, self.connection = await _heed(
            self.stack, self.folder, self.server, self.clock, self.more
        )


def seen(message: Message) -> Shown:
    """A message as it is looked at."""
    return SimpleNamespace(
        content=message.content,
        embeds=[discord.Embed.from_dict(each) for each in message.embeds],
        components=message.components,
    )


def _field(modal: Json) -> Json:
    """The text field of a modal."""
    parts = (each.get("component") or each["components"][0] for each in modal["components"])
    return next(each for each in parts if each["type"] == discord.ComponentType.text_input.value)


async def _heed(
    stack: AsyncExitStack,
    folder: Path,
    server: LocalDiscord,
    clock: WorldClock,
    more: Mapping[str, str],
) -> tuple[Witness, Connection]:
    """Heed at work, put together as it is run but for its clock."""
    where = {
        "DATABASE_URL": f"sqlite:///{folder}/heed.db",
        "HEED_DISCORD_API_URL": server.url + API,
        "DISCORD_BOT_TOKEN": TOKEN,
    }
    settings = load_traced({**USUAL, **where, **more}, None).settings
    store = await stack.enter_async_context(open_store(settings.database_url))
    platform = await stack.enter_async_context(signed_in(TOKEN, settings, store))
    platform.client._connection.guild_ready_timeout = GUILDS_WITHIN
    companion = Witness(
        store, build_tracker()[0], clock, {platform.name: platform.sender}, store.bell
    )
    privacy = Privacy(companion, store.care, clock)
    reception = FrontDesk(companion, privacy, settings.room(), RoomWriting())
    shared = Shared(companion=companion, reception=reception, privacy=privacy, clock=clock)
    connection = platform.connected(shared)
    await connection.prepare()
    await begin(stack, companion, [connection])
    return companion, connection


def populated(server: LocalDiscord) -> tuple[Guild, Channel, Channel, dict[str, User]]:
    """A server of two channels, and its people; Ruth owns it."""
    backend = server.backend
    backend.advance_clock(time.time() - backend.clock.now().timestamp())
    names = ("Ruth", "Maya", "Tom", "Lena")
    people = {each: backend.make_user(each.casefold(), global_name=each) for each in names}
    guild = backend.create_guild("Town", owner_id=people["Ruth"].id)
    for each in names[1:]:
        backend.add_member(guild.id, people[each].id)
    harbour = backend.create_channel(guild.id, "harbour")
    return guild, harbour, backend.create_channel(guild.id, "place"), people


@asynccontextmanager
async def wired(
    folder: Path, more: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[Wired]:
    """Heed, just added to a server. `more` are settings beside the usual ones."""
    async with local_discord() as server, AsyncExitStack() as stack:
        guild, harbour, place, people = populated(server)
        clock = WorldClock(server.backend)
        companion, connection = await _heed(stack, folder, server, clock, more)
        yield Wired(
            server=server,
            clock=clock,
            folder=folder,
            guild=guild,
            harbour=harbour,
            place=place,
            people=people,
            more=more,
            stack=stack,
            companion=companion,
            connection=connection,
        )

"""A town: people on a Discord in memory, and Heed among them, whole, on a database of its own."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import discord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor

from adapters.discord.app import DiscordApp
from bot.bootstrap.discord import unsigned
from bot.bootstrap.shared import Shared
from bot.bootstrap.tracker import build_tracker
from bot.config import load_traced
from bot.config.rooms import RoomWriting
from bot.domain.commands import Reply
from bot.domain.events import Event
from bot.domain.room import Room
from bot.runtime.companion import Companion
from bot.runtime.ports import StorageError
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from storage import open_store
from tests.adapters.discord.local.sight import Shown, labels, menu_with, pressables, text_of

USUAL = {
    "DISCORD_BOT_TOKEN": "a.b.c",
    "HEED_DISCORD_SHARDS": "0 of 1",
    "HEED_PATIENCE": "4 messages, 5m",
    "HEED_NUDGE_BUDGET": "9 a meeting, 50 a day",
    "HEED_NUDGE_SPACING": "0s",
    "HEED_QUIET_HOURS": "none",
    "HEED_RUN_BY": "the town hall",
}
"""What the town's .env says."""
WITHIN = 10.0
"""Real seconds in which everything that is to come has come, on a busy machine too."""


class Heard(Companion):
    """A companion that remembers what it was told, and whose store may falter."""

    falters = False

    def __init__(self, *parts: Any) -> None:  # noqa: ANN401 - as the companion takes them
        super().__init__(*parts)
        self.told: list[Event] = []

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """As it is, or not at all."""
        if self.falters:
            raise StorageError("the database is away")
        self.told.append(event)
        return await super().receive(event)


class TownClock:
    """The time of that Discord, which passes when a test says so."""

    env: Env | None = None

    def now(self) -> float:
        """The time in epoch seconds."""
        assert self.env is not None
        return self.env.now().timestamp()

    def seconds_until(self, at: float) -> float:
        """How many seconds until it shows `at`."""
        return max(0.0, at - self.now())

    def after(self, seconds: float) -> float:
        """What it shows in so many seconds."""
        return self.now() + seconds


@dataclass
class Town:
    """What people do there, and what they see."""

    env: Env
    clock: TownClock
    folder: Path
    more: Mapping[str, str]
    stack: AsyncExitStack
    guild: GuildHandle
    place: ChannelHandle
    harbour: ChannelHandle
    people: dict[str, MemberActor]
    companion: Heard

    @property
    def ruth(self) -> MemberActor:
        """She manages the server, and convenes."""
        return self.people["Ruth"]

    @property
    def maya(self) -> MemberActor:
        """She asks."""
        return self.people["Maya"]

    @property
    def tom(self) -> MemberActor:
        """He talks of other things."""
        return self.people["Tom"]

    @property
    def lena(self) -> MemberActor:
        """She too."""
        return self.people["Lena"]

    @property
    def room(self) -> str:
        """The id of the room that Heed is asked into."""
        return self.room_of(self.place)

    def room_of(self, channel: ChannelHandle) -> str:
        """The id of the room that a channel is."""
        return f"discord/{self.guild.id}/{channel.id}"

    async def look(self, room: str = "") -> Room:
        """The room as Heed has it."""
        found = await self.companion.look(room or self.room)
        assert found is not None
        return found

    # --- what people do ----------------------------------------------------------------------

    async def say(self, who: MemberActor, text: str, **how: Any) -> discord.Message:  # noqa: ANN401 - as SimCord takes it
        """Somebody writes, and Heed has taken it in."""
        message = await who.send(how.pop("channel", self.place), text, **how)
        await self.settled()
        return message

    async def settled(self) -> None:
        """Everything that was told has been taken in."""
        await self.env.settle()

    async def choose(self, *channels: ChannelHandle, by: MemberActor | None = None) -> str:
        """Somebody chooses where Heed may listen; what they are told comes back."""
        welcome = await self.until(self._welcomed, "the welcome")
        done = await (by or self.ruth).select(welcome, list(channels))
        assert done.response is not None
        return text_of(done.response)

    async def _welcomed(self) -> Shown | None:
        return self.public("Heed has joined", self.harbour)

    async def command(
        self,
        who: MemberActor,
        text: str,
        channel: ChannelHandle | None = None,
        **options: Any,  # noqa: ANN401 - whatever Discord takes
    ) -> str:
        """Somebody uses `/heed …`; all that they are told comes back, as text."""
        done = await self.slash(who, text, channel, **options)
        return "\n".join(text_of(each) for each in [done.response, *done.followups] if each)

    async def slash(
        self,
        who: MemberActor,
        text: str,
        channel: ChannelHandle | None = None,
        **options: Any,  # noqa: ANN401 - likewise
    ) -> Any:  # noqa: ANN401 - SimCord's own
        """The same; what came of it comes back."""
        done = await who.slash(channel or self.place, f"heed {text}", **options)
        assert done.ephemeral, "answers are for whoever asked alone"
        return done

    async def press(self, who: MemberActor, message: Shown, label: str) -> Any:  # noqa: ANN401 - SimCord's own
        """Somebody presses a button of a message, or chooses in one of its menus."""
        by = who if _in_server(message) else self.env_user(who)
        if any(each == label for each in _buttons(message)):
            done = await by.click(message, label=label)
        else:
            menu, value = menu_with(message, label)
            done = await by.select(message, [value], custom_id=menu)
        await self.settled()
        return done

    def env_user(self, who: MemberActor) -> Any:  # noqa: ANN401 - SimCord's own
        """Somebody outside the server: in direct messages."""
        return who.user

    async def pass_time(self, seconds: float) -> None:
        """Let so much time pass, for Discord and for Heed."""
        await self.env.advance_time(seconds)
        self.companion.clock_changed()

    # --- what people see ---------------------------------------------------------------------

    def said_in_public(self, channel: ChannelHandle | None = None) -> list[Shown]:
        """What Heed has said to a whole channel."""
        me = self.env.bot.user
        assert me is not None
        return [
            each
            for each in (channel or self.place).history()
            if each.author.id == me.id and not each.flags.ephemeral
        ]

    def public(self, words: str, channel: ChannelHandle | None = None) -> Shown | None:
        """The last of these that holds some words."""
        found = [each for each in self.said_in_public(channel) if words in text_of(each)]
        return found[-1] if found else None

    async def posted(self, words: str, channel: ChannelHandle | None = None) -> Shown:
        """The same, once it is there."""

        async def there() -> Shown | None:
            return self.public(words, channel)

        return await self.until(there, f"“{words}” in the channel")

    def direct(self, who: MemberActor) -> list[Shown]:
        """What Heed has written to somebody directly."""
        me = self.env.bot.user
        assert me is not None
        return [
            each
            for each in who.user.dm_channel.history()
            if each.author.id == me.id and not each.flags.ephemeral
        ]

    async def card(self, who: MemberActor, words: str) -> Shown:
        """The last direct message with some words, once it is there."""

        async def newest() -> Shown | None:
            found = [each for each in self.direct(who) if words in text_of(each)]
            return found[-1] if found else None

        return await self.until(newest, f"a direct message to {who.name} with “{words}”")

    async def without_buttons(self, who: MemberActor, card: Shown) -> Shown:
        """A card of somebody's, once nothing can be pressed on it any more."""

        async def closed() -> Shown | None:
            now = next(each for each in self.direct(who) if each.id == card.id)
            return now if not labels(now) else None

        return await self.until(closed, "the closed card")

    async def until(self, holds: Callable[[], Awaitable[Any]], what: str) -> Any:  # noqa: ANN401 - whatever it gives
        """Wait until something holds; what it gives comes back."""
        last = time.monotonic() + WITHIN
        while not (found := await holds()):
            assert time.monotonic() < last, f"{what} didn't come within {WITHIN:g} seconds"
            await asyncio.sleep(0.01)
        return found

    async def restart(self) -> None:
        """Heed is stopped and started anew, on the same database."""
        await self.stack.aclose()
        self.companion, client = await _heed(self.stack, self.folder, self.clock, self.more)
        await self.env.restart_bot(client)
        await self.stack.enter_async_context(self.companion)
        await self.settled()


def _in_server(message: Shown) -> bool:
    channel = getattr(message, "channel", None)
    return not isinstance(channel, discord.DMChannel)


def _buttons(message: Shown) -> list[str]:
    return [each["label"] for each in pressables(message) if "label" in each]


async def _heed(
    stack: AsyncExitStack, folder: Path, clock: TownClock, more: Mapping[str, str]
) -> tuple[Heard, discord.Client]:
    """Heed at work, put together as it is run but for its clock; its client isn't signed in."""
    where = {"DATABASE_URL": f"sqlite:///{folder}/heed.db"}
    settings = load_traced({**USUAL, **where, **more}, None).settings
    store = await stack.enter_async_context(open_store(settings.database_url))
    platform = unsigned(settings, store)
    senders = {platform.name: platform.sender}
    companion = Heard(store, build_tracker()[0], clock, senders, store.bell)
    privacy = Privacy(companion, store.care, clock)
    reception = FrontDesk(companion, privacy, settings.room(), RoomWriting())
    shared = Shared(companion=companion, reception=reception, privacy=privacy, clock=clock)

    async def begin() -> None:
        app = DiscordApp(platform.parts(shared), platform.client)
        stack.push_async_callback(app.close)
        await app.prepare()
        await app.sync()

    platform.client.setup_hook = begin  # type: ignore[method-assign] # called once it is signed in
    return companion, platform.client


@asynccontextmanager
async def town(folder: Path, more: Mapping[str, str] = MappingProxyType({})) -> AsyncIterator[Town]:
    """A town that Heed has just been added to. `more` are settings beside the usual ones."""
    clock = TownClock()
    async with AsyncExitStack() as stack:
        companion, client = await _heed(stack, folder, clock, more)
        env = clock.env = Env(client, shard_count=1)
        built = _built(env)
        await env.start()
        try:
            await stack.enter_async_context(companion)
            yield Town(env, clock, folder, more, stack, *built, companion)
        finally:
            await stack.aclose()
            await env.shutdown()
        env.raise_errors()


def _built(env: Env) -> tuple[GuildHandle, ChannelHandle, ChannelHandle, dict[str, MemberActor]]:
    """A server of two channels, and its people; Ruth owns it."""
    ruth = env.create_user("ruth", global_name="Ruth")
    guild = env.create_guild("Town", owner=ruth)
    harbour = guild.create_text_channel("harbour")
    place = guild.create_text_channel("place")
    people = {"Ruth": MemberActor(env, guild, ruth)}
    for name in ("Maya", "Tom", "Lena"):
        people[name] = guild.add_member(env.create_user(name.casefold(), global_name=name))
    return guild, place, harbour, people

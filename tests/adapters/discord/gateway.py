"""Discord's gateway as a test has it: payloads go through discord.py's own parsers and cache."""

from collections.abc import Sequence
from typing import Any

import discord
from discord.state import ConnectionState
from discord.user import ClientUser

from adapters.discord.ids import DISCORD_EPOCH, Us

Json = dict[str, Any]

GUILD = 1
HEED = 90
APP = 91
HEEDS_ROLE = 92

# Channels.
PLACE, NEWS, VOICE, STAGE, FORUM, CLINIC, CATEGORY, AFK = 100, 101, 102, 103, 104, 105, 106, 107

# People, with what the server calls them; the last is a bot.
MAYA, TOM, KIT, ROTA = 11, 12, 13, 14
ROLE_BOARD = 50

NOW = 1_767_600_000.0
US = Us(user=HEED, app=APP)

ROOM = f"discord/{GUILD}/{PLACE}"

TEXT_TYPE, VOICE_TYPE, CATEGORY_TYPE, NEWS_TYPE, STAGE_TYPE, FORUM_TYPE = 0, 2, 4, 5, 13, 15
NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12


def snowflake(seconds: float, number: int = 0) -> int:
    """An id that was made so many seconds after NOW."""
    return (int((NOW + seconds) * 1000) - DISCORD_EPOCH << 22) + number


SAID = snowflake(0)
"""The id of the message that most tests are about."""


def iso(seconds: float) -> str:
    """A time as Discord writes it, so many seconds after NOW."""
    at = discord.utils.snowflake_time(snowflake(seconds))
    return at.isoformat()


def user(name: int, *, bot: bool = False, **more: object) -> Json:
    """A user as Discord has them."""
    known = {MAYA: "maya", TOM: "tom", KIT: "kit", ROTA: "rota", HEED: "heed"}
    return {
        "id": str(name),
        "username": known.get(name, f"user{name}"),
        "discriminator": "0",
        "global_name": {MAYA: "Maya", TOM: "Tom"}.get(name),
        "avatar": None,
        "bot": bot or name in {ROTA, HEED},
        **more,
    }


def member(name: int, **more: object) -> Json:
    """A member of the server."""
    return {
        "user": user(name),
        "nick": "Maya Lund" if name == MAYA else None,
        "roles": [],
        "joined_at": iso(-86400),
        "deaf": False,
        "mute": False,
        "flags": 0,
        **more,
    }


def role(name: int, label: str, permissions: int = 0, **more: object) -> Json:
    """A role."""
    return {
        "id": str(name),
        "name": label,
        "permissions": str(permissions),
        "position": 1,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
        **more,
    }


def channel(name: int, label: str, kind: int = TEXT_TYPE, **more: object) -> Json:
    """A channel."""
    return {
        "id": str(name),
        "type": kind,
        "name": label,
        "guild_id": str(GUILD),
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "bitrate": 64000,
        "user_limit": 0,
        "available_tags": [],
        **more,
    }


def thread(name: int, label: str, parent: int = PLACE, **more: object) -> Json:
    """A thread, or a forum's post."""
    about: Json = {"archived": False, "locked": False, "archive_timestamp": iso(0)}
    about |= {key: more.pop(key) for key in list(more) if key in about}
    return {
        "id": str(name),
        "type": PUBLIC_THREAD,
        "name": label,
        "guild_id": str(GUILD),
        "parent_id": str(parent),
        "owner_id": str(MAYA),
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {**about, "auto_archive_duration": 60},
        **more,
    }


def hidden(from_whom: int, kind: int = 0) -> Json:
    """An overwrite: this role (or member, kind 1) may not see the channel."""
    view = discord.Permissions(view_channel=True).value
    return {"id": str(from_whom), "type": kind, "allow": "0", "deny": str(view)}


def server() -> Json:
    """The server that all tests are on."""
    everything = discord.Permissions.text() | discord.Permissions.voice()
    everything |= discord.Permissions(view_channel=True)
    everything &= ~discord.Permissions(manage_threads=True)
    return {
        "id": str(GUILD),
        "name": "Partnership",
        "owner_id": str(KIT),
        "roles": [
            role(GUILD, "@everyone", everything.value),
            role(ROLE_BOARD, "board"),
            role(HEEDS_ROLE, "Heed", managed=True, tags={"bot_id": str(HEED)}),
        ],
        "channels": [
            channel(PLACE, "place"),
            channel(NEWS, "news", NEWS_TYPE),
            channel(VOICE, "talk", VOICE_TYPE),
            channel(STAGE, "hall", STAGE_TYPE),
            channel(FORUM, "ideas", FORUM_TYPE),
            channel(CLINIC, "clinic"),
            channel(CATEGORY, "all", CATEGORY_TYPE),
            channel(AFK, "away", VOICE_TYPE),
        ],
        "threads": [],
        "members": [member(each) for each in (MAYA, TOM, KIT, ROTA, HEED)],
        "member_count": 5,
        "voice_states": [],
        "afk_channel_id": str(AFK),
        "emojis": [],
        "stickers": [],
        "features": [],
        "premium_tier": 0,
        "preferred_locale": "en-GB",
        "unavailable": False,
    }


def message(content: str = "Who decides about the budget?", **more: object) -> Json:
    """A message by Maya, as MESSAGE_CREATE has it."""
    found: Json = {
        "id": str(SAID),
        "channel_id": str(PLACE),
        "guild_id": str(GUILD),
        "author": user(MAYA),
        "member": member(MAYA),
        "content": content,
        "timestamp": iso(0),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **more,
    }
    if found["guild_id"] is None:
        del found["guild_id"], found["member"]
    return found


def direct(content: str, **more: object) -> Json:
    """A direct message to Heed."""
    return message(content, guild_id=None, channel_id="600", **more)


def attachment(name: str, **more: object) -> Json:
    """A file on a message."""
    address = f"https://cdn.example/{name}"
    return {"id": "1", "filename": name, "size": 1, "url": address, "proxy_url": address, **more}


class Gateway:
    """A connection that is told what Discord tells, and hands on what discord.py makes of it."""

    def __init__(self, *, cache: int = 1000, members: int = 5) -> None:
        self.happened: list[tuple[str, tuple[Any, ...]]] = []
        client = discord.Client(intents=discord.Intents.all())
        self.state: ConnectionState[Any] = ConnectionState(
            dispatch=self._dispatch,
            handlers={},
            hooks={},
            http=client.http,
            intents=discord.Intents.all(),
            max_messages=cache,
            chunk_guilds_at_startup=False,
        )
        ours: Any = user(HEED)
        self.state.user = ClientUser(state=self.state, data=ours)
        self.tell("GUILD_CREATE", {**server(), "member_count": members})

    def _dispatch(self, happening: str, *args: object) -> None:
        self.happened.append((happening, args))

    @property
    def guild(self) -> discord.Guild:
        """The server."""
        found = self.state._get_guild(GUILD)
        assert found is not None
        return found

    def channel(self, name: int) -> Any:  # noqa: ANN401 - a test knows which kind it asks for
        """A channel or thread in the cache."""
        return self.guild.get_channel_or_thread(name)

    def member(self, name: int) -> discord.Member:
        """A member in the cache."""
        found = self.guild.get_member(name)
        assert found is not None
        return found

    def tell(self, kind: str, payload: Json) -> list[tuple[str, tuple[Any, ...]]]:
        """Feed a payload; what discord.py dispatches comes back."""
        self.happened.clear()
        self.state.parsers[kind](payload)
        return list(self.happened)

    def args(self, kind: str, payload: Json, happening: str) -> tuple[Any, ...]:
        """The arguments of what discord.py dispatches under that name."""
        return dict(self.tell(kind, payload))[happening]

    def said(self, payload: Json) -> discord.Message:
        """A message that came over the gateway."""
        (found,) = self.args("MESSAGE_CREATE", payload, "message")
        assert isinstance(found, discord.Message)
        return found

    def from_history(self, payload: Json) -> discord.Message:
        """The same as it comes from the history, where it says less of its author."""
        rest = {key: value for key, value in payload.items() if key not in {"guild_id", "member"}}
        channel = self.channel(int(payload["channel_id"]))
        data: Any = rest
        return discord.Message(state=self.state, channel=channel, data=data)

    def opened(self, payload: Json) -> discord.Thread:
        """A thread that was created."""
        self.tell("THREAD_CREATE", {"newly_created": True, **payload})
        found = self.channel(int(payload["id"]))
        assert isinstance(found, discord.Thread)
        return found


def mentioned(*names: int) -> Sequence[Json]:
    """People as they come with a message that mentions them."""
    return [{**user(name), "member": {**member(name), "user": None}} for name in names]

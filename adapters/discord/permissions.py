"""What Heed asks Discord for: intents, permissions and scopes, with a reason for each.

A test holds them to the code: nothing is asked for that isn't used, nothing used that isn't asked.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import discord

INTENTS: Final[Mapping[str, str]] = {
    "guilds": "knows servers, channels, threads and roles",
    "members": "knows people's names, and who may read which channel",
    "guild_messages": "hears what is said in the channels that were chosen",
    "dm_messages": "hears what people write to it directly",
    "message_content": "reads what is said, to notice a question",
    "guild_reactions": "takes a reaction to a question into account",
    "voice_states": "notices that a voice channel fills, which begins a spoken meeting",
}
"""Each gateway intent, with what Heed does by it."""

PRIVILEGED: Final[Mapping[str, str]] = {
    "message_content": "Message Content Intent",
    "members": "Server Members Intent",
}
"""Of the intents those that are switched on by hand, by the switch's own name."""

PERMISSIONS: Final[Mapping[str, str]] = {
    "view_channel": "sees the channels that it is let into",
    "read_message_history": "reads what was said while it was away",
    "send_messages": "posts its notice, and what a convener posts through it",
    "send_messages_in_threads": "the same in threads and forum posts",
    "embed_links": "shows its notice and summaries with headings",
    "attach_files": "puts an export or a picture below an answer that only whoever asked sees",
    "connect": "reads the chat beside a voice channel, which Discord allows with this alone",
}
"""Each permission in a channel, with what Heed does by it."""

SCOPES: Final[Mapping[str, str]] = {
    "bot": "is a member of the server",
    "applications.commands": "offers /heed and what stands under Apps on a message",
}
"""Each scope of the invite, with what it is for."""

INVITE: Final = "https://discord.com/oauth2/authorize"


def intents() -> discord.Intents:
    """The intents, and no others."""
    return discord.Intents(**dict.fromkeys(INTENTS, True))


def permissions() -> discord.Permissions:
    """The permissions, and no others."""
    return discord.Permissions(**dict.fromkeys(PERMISSIONS, True))


def invite(application: int) -> str:
    """The link by which somebody adds Heed to a server."""
    asked = {
        "client_id": application,
        "permissions": permissions().value,
        "scope": " ".join(SCOPES),
    }
    return f"{INVITE}?{urlencode(asked)}"


def missing(allowed: discord.Permissions) -> tuple[str, ...]:
    """Which of the permissions these lack."""
    return tuple(name for name in PERMISSIONS if not getattr(allowed, name))


def switched_off(flags: discord.ApplicationFlags) -> tuple[str, ...]:
    """The privileged intents whose switch is off, by the switches' names."""
    on = {
        "message_content": flags.gateway_message_content or flags.gateway_message_content_limited,
        "members": flags.gateway_guild_members or flags.gateway_guild_members_limited,
    }
    return tuple(title for name, title in PRIVILEGED.items() if not on[name])

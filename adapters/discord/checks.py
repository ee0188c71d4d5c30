"""What can be asked of Discord before a start: what is missing there, and what would mend it.

Nothing is sent or changed. Whether somebody's direct messages are closed can't be asked: that is
known once a nudge couldn't be brought to them.
"""

from collections.abc import AsyncIterator, Iterator, Sequence

import discord

from adapters.discord.client import HeedClient
from adapters.discord.faults import DISCORD_SAID_NO
from adapters.discord.ids import place_of
from adapters.discord.logins import RefusedError, SignedIn, UnreachableError, sign_in
from adapters.discord.permissions import PERMISSIONS, invite, missing
from bot.domain.findings import Finding, Level
from bot.domain.room import Room


async def check_bot(client: HeedClient, token: str, rooms: Sequence[Room]) -> list[Finding]:
    """What the bot of a token can do, for the rooms that are known on Discord."""
    try:
        signed_in = await sign_in(client, token)
    except RefusedError as error:
        return [_problem(f"DISCORD_BOT_TOKEN: {error.why}", error.mend)]
    except UnreachableError as error:
        return [_problem(str(error), "Check the network, and HEED_DISCORD_API_URL if it is set.")]
    found = [_ok(f"Discord lets Heed in as {signed_in.name}")]
    found += _application(client, signed_in)
    try:
        found += await _servers(client, signed_in)
        for room in rooms:
            found += [each async for each in _room(client, room)]
    except DISCORD_SAID_NO as error:
        found.append(_problem(f"Discord doesn't answer ({type(error).__name__})", "Try again."))
    return found


def _application(client: HeedClient, signed_in: SignedIn) -> Iterator[Finding]:
    """The application's own switches."""
    for switch in signed_in.switched_off:
        yield _problem(
            f"{switch} is switched off, and without it Discord closes the connection (4014)",
            "Switch it on at Discord, on the application's page Bot, Privileged Gateway Intents.",
        )
    application = client.application
    if application is not None and application.interactions_endpoint_url:
        yield _problem(
            "The application has an Interactions Endpoint URL, so commands and buttons go there",
            "Empty that field at Discord, on the application's page General Information.",
        )


async def _servers(client: HeedClient, signed_in: SignedIn) -> list[Finding]:
    servers = [each async for each in client.fetch_guilds(limit=None, with_counts=False)]
    if not servers:
        link = invite(signed_in.application)
        return [_note("Heed is on no server yet", f"Add it with {link}")]
    many = "server" if len(servers) == 1 else "servers"
    return [_ok(f"Heed is on {len(servers)} {many}")]


async def _room(client: HeedClient, room: Room) -> AsyncIterator[Finding]:
    """Whether Heed may do its work in a room, and reach whoever convenes it."""
    place, title = place_of(room.id), room.title or room.id
    try:
        guild = await client.fetch_guild(place.guild, with_counts=False)
        channel = await guild.fetch_channel(place.channel)
        us = await guild.fetch_member(client.us().user)
    except (discord.NotFound, discord.Forbidden):
        yield _problem(f"Heed can't see {title} any more", "Let its role view the channel.")
        return
    if not isinstance(channel, discord.Thread):
        for name in missing(channel.permissions_for(us)):
            yield _problem(
                f"In {title} Heed lacks {_shown(name)}, by which it {PERMISSIONS[name]}",
                "Allow it to Heed's role in the channel's settings.",
            )
    for member, convener in room.conveners.items():
        if convener.accepted and convener.away:
            yield _problem(
                f"{room.name_of(member)}, convening {title}, is away or takes no direct messages",
                "They can allow messages in the server's privacy settings; or set "
                "HEED_DISCORD_CONVENERS_CHANNEL.",
            )


def _shown(permission: str) -> str:
    return " ".join(each.capitalize() for each in permission.split("_"))


def _ok(what: str) -> Finding:
    return Finding(level=Level.OK, what=what)


def _note(what: str, mend: str = "") -> Finding:
    return Finding(level=Level.NOTE, what=what, mend=mend)


def _problem(what: str, mend: str) -> Finding:
    return Finding(level=Level.PROBLEM, what=what, mend=mend)

"""What can be asked of Slack before a start: what is missing there, and what would mend it.

Nothing is sent or changed. A bot's token doesn't tell which events its app subscribes to, so those
can only be pointed at.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from adapters.slack.client import Client
from adapters.slack.ids import place_of, workspace
from adapters.slack.logins import RefusedError, SignedIn, UnreachableError, open_socket, sign_in
from adapters.slack.manifest import EVENTS, SCOPES
from adapters.slack.workspaces import ANSWERS_WITHIN, log
from bot.domain.findings import Finding, Level
from bot.domain.room import Room
from bot.runtime.ports import RetryLaterError, UndeliverableError

AT_ONCE: Final = 200  # channels a page
PAGES: Final = 25


async def check_socket(app_token: str, api_url: str) -> Finding:
    """Whether Slack opens a socket for the app."""
    try:
        await open_socket(app_token, api_url)
    except RefusedError as error:
        return _problem(f"{error.token}: {error.why}", error.mend)
    except UnreachableError as error:
        return _problem(str(error), "Is Socket Mode on, at Slack? Else check the network.")
    return _ok("Slack opens a socket for the app (Socket Mode)")


async def check_workspace(token: str, api_url: str, rooms: Sequence[Room]) -> list[Finding]:
    """What a bot's token can do in its workspace, for the rooms that are known there."""
    try:
        signed_in = await sign_in(token, api_url)
    except RefusedError as error:
        return [_problem(f"{error.token}: {error.why}", error.mend)]
    except UnreachableError as error:
        return [_problem(str(error), "Check the network, and HEED_SLACK_API_URL if it is set.")]
    client = Client(token=token, base_url=api_url, timeout=ANSWERS_WITHIN, logger=log)
    mine = [each for each in rooms if each.id.startswith(f"{workspace(signed_in.team)}/")]
    found = [_ok(f"Slack lets Heed into {signed_in.team_name or signed_in.team}")]
    found += _scopes(signed_in)
    found += [each async for each in _channels(client, mine)]
    found += [each async for each in _conveners(client, mine)]
    return found


def _scopes(signed_in: SignedIn) -> Iterator[Finding]:
    if signed_in.scopes is None:
        yield _note("Slack doesn't say which scopes the token has")
        return
    for scope in sorted(set(SCOPES) - signed_in.scopes):
        unheard = [event for event, needed in EVENTS.items() if scope in needed]
        without = f", nor the events {', '.join(unheard)}" if unheard else ""
        yield _problem(
            f"The token lacks the scope {scope}, by which Heed {SCOPES[scope]}{without}",
            "Add it at Slack on OAuth & Permissions, and install the app again.",
        )
    if more := sorted(signed_in.scopes - set(SCOPES)):
        yield _note(
            f"The token has scopes that Heed doesn't use: {', '.join(more)}",
            "They may be taken away.",
        )
    yield _note(
        "Slack doesn't tell a token which events its app subscribes to",
        "If something isn't heard, compare with: python -m bot manifest slack",
    )


async def _channels(client: AsyncWebClient, rooms: Sequence[Room]) -> AsyncIterator[Finding]:
    """Whether it is in any channel, and in every one that it is known in."""
    try:
        there = {str(each["id"]) async for each in _conversations(client)}
    except (RetryLaterError, UndeliverableError) as error:
        yield _problem("Slack doesn't say which channels Heed is in", f"{error}.")
        return
    for room in rooms:
        if place_of(room.id).channel not in there:
            yield _problem(
                f"Heed isn't in {room.title or room.id} any more, or it is archived",
                "Type /invite @Heed there.",
            )
    if not there:
        yield _note("Heed is in no channel yet", "Type /invite @Heed in one.")
    else:
        yield _ok(f"Heed is in {len(there)} {'channel' if len(there) == 1 else 'channels'}")


async def _conversations(client: AsyncWebClient) -> AsyncIterator[Mapping[str, Any]]:
    cursor = ""
    for _ in range(PAGES):
        with errors.told_apart():
            said = await client.users_conversations(
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=AT_ONCE,
                cursor=cursor or None,
            )
        for channel in said["channels"]:
            yield channel
        cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


async def _conveners(client: AsyncWebClient, rooms: Sequence[Room]) -> AsyncIterator[Finding]:
    """Whether each convener could be messaged. No conversation is begun that isn't there."""
    seen: set[str] = set()
    for room in rooms:
        for member in room.conveners:
            if member in seen:
                continue
            seen.add(member)
            try:
                with errors.told_apart():
                    await client.conversations_open(users=[member], prevent_creation=True)
            except (RetryLaterError, UndeliverableError) as error:
                who = room.name_of(member)
                yield _problem(f"{who}, a convener, can't be messaged", f"Slack says: {error}.")


def _ok(what: str) -> Finding:
    return Finding(level=Level.OK, what=what)


def _note(what: str, mend: str = "") -> Finding:
    return Finding(level=Level.NOTE, what=what, mend=mend)


def _problem(what: str, mend: str) -> Finding:
    return Finding(level=Level.PROBLEM, what=what, mend=mend)

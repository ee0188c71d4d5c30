"""The directory: names learnt from Slack when they are first needed, and refreshed by its events.

It is kept in memory alone, a workspace's names apart from every other's. Whatever Slack answers, a
message is heard: what can't be learnt is called by its id, and asked for again some time later.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from adapters.slack.blocks import pieces, words
from adapters.slack.names import NAME_AT_MOST, SLACKBOT, Names
from adapters.slack.words import clean
from bot.runtime.ports import Clock

KEPT: Final = 20_000
"""Names that are kept at once; the longest unused goes first."""

PATIENCE: Final = 1.5
"""Seconds that hearing waits for names: Slack wants its answer within three."""

SLOW_FOR: Final = 60.0
"""Seconds for which nobody waits for names any more, once Slack was too slow."""

AT_ONCE: Final = 24
"""Names that are fetched for one message; what more it mentions is called by its id."""

FRESH_FOR: Final = 86_400.0
UNKNOWN_FOR: Final = 600.0
_BOT: Final = "B"  # what the ids of bots begin with, where those of users begin with U or W

# How the SDK says that a call came to nothing.
_UNANSWERED: Final = (SlackClientError, aiohttp.ClientError, TimeoutError)

log = structlog.get_logger()


class Kind(StrEnum):
    """What can have a name, by the method that tells it."""

    USER = "users.info"
    BOT = "bots.info"
    CHANNEL = "conversations.info"
    GROUP = "usergroups.list"


Wanted = tuple[Kind, str]
_Key = tuple[str, Kind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What is known of one id. `name` is None where Slack doesn't tell.

    `until` (epoch seconds) it needn't be asked for again.
    """

    name: str | None
    until: float
    bot: bool = False
    members: frozenset[str] = frozenset()


class Directory:
    """The names of every workspace."""

    def __init__(self, clock: Clock, *, kept: int = KEPT) -> None:
        self._clock = clock
        self._kept = kept
        self._entries: dict[_Key, _Entry] = {}
        self._flights: dict[_Key, asyncio.Task[None]] = {}
        self._slow_until: dict[str, float] = {}

    # --- looking up -------------------------------------------------------------------------

    def names(self, team: str) -> "Known":
        """What is known of one workspace; it notes down what isn't."""
        return Known(self, team)

    def members_of(self, team: str, group: str) -> frozenset[str]:
        """The people in a user group, as far as it is known."""
        entry = self._entry((team, Kind.GROUP, group))
        return entry.members if entry else frozenset()

    def look(self, team: str, wanted: Wanted) -> tuple[str | None, bool]:
        """The name of an id, and whether it is a bot's."""
        entry = self._entry((team, *wanted))
        return (entry.name, entry.bot) if entry else (None, False)

    def is_fresh(self, team: str, wanted: Wanted) -> bool:
        """Whether there is no need to ask Slack about an id now."""
        entry = self._entry((team, *wanted))
        return entry is not None and self._clock.now() < entry.until

    def _entry(self, key: _Key) -> _Entry | None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._entries[key] = entry  # the last used stands last
        return entry

    def _keep(self, key: _Key, entry: _Entry) -> None:
        self._entries.pop(key, None)
        self._entries[key] = entry
        if len(self._entries) > self._kept:
            del self._entries[next(iter(self._entries))]

    # --- learning ---------------------------------------------------------------------------

    async def learn(self, client: AsyncWebClient, team: str, wanted: Collection[Wanted]) -> None:
        """Fetch names; never raises for Slack's sake, and never asks for one thing twice at once.

        Returns after PATIENCE seconds at the latest; what comes later is known the next time.
        """
        flights = {self._flight(client, team, *each) for each in list(wanted)[:AT_ONCE]}
        if not flights:
            return
        slow = self._clock.now() < self._slow_until.get(team, 0.0)
        _, late = await asyncio.wait(flights, timeout=0 if slow else PATIENCE)
        if late and not slow:
            self._slow_until[team] = self._clock.now() + SLOW_FOR

    async def close(self) -> None:
        """Stop whatever is still being fetched."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)

    def forget(self, team: str) -> None:
        """Drop all names of a workspace."""
        self._slow_until.pop(team, None)
        for key in [key for key in self._entries if key[0] == team]:
            del self._entries[key]

    def _flight(
        self, client: AsyncWebClient, team: str, kind: Kind, name: str
    ) -> asyncio.Task[None]:
        """The one fetch of this that is under way. Groups all come at once."""
        key = (team, kind, "" if kind is Kind.GROUP else name)
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.create_task(self._fetch(client, team, kind, name))
            self._flights[key] = flight
            flight.add_done_callback(lambda _: self._flights.pop(key, None))
        return flight

    async def _fetch(self, client: AsyncWebClient, team: str, kind: Kind, name: str) -> None:
        try:
            answer = await _ASK[kind](client, name)
        except _UNANSWERED as error:
            log.warning("slack.names", call=kind.value, why=_reason(error))
            answer = {}
        if kind is Kind.GROUP:
            for each in pieces(answer.get("usergroups")):
                self._keep_group(team, each)
        else:
            self._keep_one(team, kind, name, answer)
        if not self.is_fresh(team, (kind, name)):
            self._keep_unknown(team, kind, name)

    def _keep_one(self, team: str, kind: Kind, name: str, answer: Mapping[str, Any]) -> None:
        given = answer.get(_HOLDS[kind])
        if isinstance(given, dict) and (said := _named(kind, given)):
            bot = kind is Kind.BOT or given.get("is_bot") is True or name == SLACKBOT
            self._keep((team, kind, name), _Entry(name=said, bot=bot, until=self._fresh()))

    def _keep_unknown(self, team: str, kind: Kind, name: str) -> None:
        """Slack doesn't tell now; what was known before goes on being used."""
        before = self._entry((team, kind, name)) or _Entry(name=None, until=0.0)
        again = self._clock.now() + UNKNOWN_FOR
        self._keep((team, kind, name), replace(before, until=again))

    def _fresh(self) -> float:
        return self._clock.now() + FRESH_FOR

    # --- refreshing -------------------------------------------------------------------------

    def update(self, team: str, event: Mapping[str, Any]) -> None:
        """Take in what an event says of names that are in use; anything else is passed over."""
        match event.get("type"):
            case "user_change" | "user_profile_changed" | "team_join":
                self._refresh(team, Kind.USER, event.get("user"))
            case "channel_rename" | "group_rename":
                self._refresh(team, Kind.CHANNEL, event.get("channel"))
            case "subteam_created" | "subteam_updated":
                given = event.get("subteam")
                if isinstance(given, dict):
                    self._keep_group(team, given)
            case "subteam_members_changed":
                self._change_members(team, event)

    def _refresh(self, team: str, kind: Kind, given: object) -> None:
        """Only what is in use: a large workspace changes somebody's profile all the time."""
        if not isinstance(given, dict):
            return
        name = words(given, "id")
        if (team, kind, name) in self._entries:
            self._keep_one(team, kind, name, {_HOLDS[kind]: given})

    def _keep_group(self, team: str, given: Mapping[str, Any]) -> None:
        group, handle = words(given, "id"), _named(Kind.GROUP, given)
        if not group or not handle:
            return
        key = (team, Kind.GROUP, group)
        before = self._entry(key)
        members = frozenset(_texts(given["users"])) if "users" in given else None
        if members is None:
            members = before.members if before else frozenset()
        self._keep(key, _Entry(name=handle, members=members, until=self._fresh()))

    def _change_members(self, team: str, event: Mapping[str, Any]) -> None:
        key = (team, Kind.GROUP, words(event, "subteam_id"))
        before = self._entry(key)
        if before is not None:
            added, removed = _texts(event.get("added_users")), _texts(event.get("removed_users"))
            members = before.members.difference(removed).union(added)
            self._keep(key, replace(before, members=members))


class Known(Names):
    """One workspace's names. `missing`: what was asked for and ought to be learnt, in order."""

    def __init__(self, directory: Directory, team: str) -> None:
        self._directory = directory
        self._team = team
        self._missing: dict[Wanted, None] = {}

    @property
    def missing(self) -> tuple[Wanted, ...]:
        """What was asked for and isn't known, or not lately."""
        return tuple(self._missing)

    def user(self, user: str) -> str | None:
        """The name that Slack shows for a person or a bot."""
        return self._look(person(user))[0]

    def is_bot(self, user: str) -> bool:
        """Whether a user is known to be a bot."""
        return user == SLACKBOT or self._look(person(user))[1]

    def channel(self, channel: str) -> str | None:
        """A channel's name."""
        return self._look((Kind.CHANNEL, channel))[0]

    def group(self, group: str) -> str | None:
        """A user group's handle."""
        return self._look((Kind.GROUP, group))[0]

    def _look(self, wanted: Wanted) -> tuple[str | None, bool]:
        if not self._directory.is_fresh(self._team, wanted):
            self._missing[wanted] = None
        return self._directory.look(self._team, wanted)


def person(user: str) -> Wanted:
    """Somebody whose name is wanted: a person, or a bot by its own id."""
    return (Kind.BOT if user.startswith(_BOT) else Kind.USER, user)


def _named(kind: Kind, given: Mapping[str, Any]) -> str:
    """What Slack shows for one of its things, cleaned; empty where it says nothing."""
    profile = given.get("profile")
    shown = words(profile, "display_name", "real_name") if isinstance(profile, dict) else ""
    own = ("handle", "name") if kind is Kind.GROUP else ("real_name", "name")
    return clean(shown or words(given, *own), NAME_AT_MOST).strip()


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _reason(error: Exception) -> str:
    """Slack's own word for what went wrong, or the kind of error: fit for a log."""
    return (isinstance(error, SlackApiError) and errors.code(error)) or type(error).__name__


# --- Slack's methods --------------------------------------------------------------------------


async def _user_info(client: AsyncWebClient, user: str) -> Mapping[str, Any]:
    return _data(await client.users_info(user=user))


async def _bot_info(client: AsyncWebClient, bot: str) -> Mapping[str, Any]:
    return _data(await client.bots_info(bot=bot))


async def _channel_info(client: AsyncWebClient, channel: str) -> Mapping[str, Any]:
    return _data(await client.conversations_info(channel=channel))


async def _groups(client: AsyncWebClient, _group: str) -> Mapping[str, Any]:
    return _data(await client.usergroups_list(include_users=True))


def _data(response: Any) -> Mapping[str, Any]:  # noqa: ANN401 - the SDK's answer holds JSON or bytes
    return response.data if isinstance(response.data, dict) else {}


_ASK: Final[Mapping[Kind, Callable[[AsyncWebClient, str], Awaitable[Mapping[str, Any]]]]] = {
    Kind.USER: _user_info,
    Kind.BOT: _bot_info,
    Kind.CHANNEL: _channel_info,
    Kind.GROUP: _groups,
}
_HOLDS: Final = {Kind.USER: "user", Kind.BOT: "bot", Kind.CHANNEL: "channel"}

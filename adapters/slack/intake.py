"""What Slack tells is taken in before it is acknowledged: a crash loses nothing, Slack tells again.

Of one channel everything is taken in in the order of arrival; the core puts right by its own time
what came out of order.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import structlog
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from adapters.slack.calls import Asked, Removed, Uninstalled, Wanted, Welcomed, Whispered
from adapters.slack.desk import begun
from adapters.slack.ears import hear
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.ids import Us, room_id
from adapters.slack.parts import Parts
from adapters.slack.render import Face
from adapters.slack.translate import MalformedError, called, team_of
from adapters.slack.turns import Turns
from adapters.slack.welcome import Welcome
from adapters.slack.workspaces import UnknownWorkspaceError
from bot.runtime.ports import StorageError

CALL: Final = "heed_call"
"""Where the middleware leaves, in Bolt's context, what somebody wants of Heed."""

ANSWER: Final = "heed_answer"
"""Where it leaves the task that brings the answer."""

Answer = Callable[[Wanted], Awaitable[Face]]
"""Does what somebody wants, and says what came of it; whatever goes wrong, it raises nothing."""

TOLD_AGAIN: Final = 4096
"""So many calls are remembered, so that one is answered once however often Slack tells of it."""

log = structlog.get_logger()


class Listening:
    """A global middleware of Bolt's, which stands before every listener."""

    def __init__(self, parts: Parts, welcome: Welcome, turns: Turns, answer: Answer) -> None:
        self._intake = parts.intake
        self._workspaces = parts.workspaces
        self._directory = parts.directory
        self._purge = parts.purge
        self._welcome = welcome
        self._turns = turns
        self._answer = answer
        self._known: set[str] = set()
        self._answered: OrderedDict[str, None] = OrderedDict()

    async def middleware(
        self,
        body: dict[str, Any],
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[None]],  # noqa: A002 - Bolt passes it by this name
    ) -> BoltResponse | None:
        """Take a payload of the Events API in; let everything else pass.

        What can't be taken in now isn't acknowledged: Slack tells again. What never can be is.
        """
        if body.get("type") != "event_callback":
            await next()
            return None
        status, call = await self._taken_in(body)
        if call is None and not _is_home(body):
            return BoltResponse(status=status, body="")
        if call is not None:
            context[CALL] = call
            context[ANSWER] = await begun(self._answer(call))
        await next()
        return None

    async def _taken_in(self, body: Mapping[str, Any]) -> tuple[int, Wanted | None]:
        """What Slack is told, as an HTTP status, and what is still to be answered."""
        try:
            return 200, await self.take_in(body)
        except MalformedError as error:
            log.warning("slack.malformed", why=str(error))
        except UnknownWorkspaceError as error:
            log.warning("slack.not_installed", why=str(error))
        except (StorageError, *SLACK_SAID_NO) as error:
            note("slack.not_heard_yet", error)
            return 503, None
        except Exception as error:  # noqa: BLE001 - a fault of ours; Bolt would log what it says
            note("slack.fault", error)
            return 500, None
        return 200, None

    async def take_in(self, body: Mapping[str, Any]) -> Wanted | None:
        """Hand over all that a payload tells; what is still to be answered comes back.

        Raises MalformedError, UnknownWorkspaceError, StorageError, and what the SDK raises.
        """
        team = team_of(body)
        event = body["event"]
        if event.get("type") in ("app_uninstalled", "tokens_revoked"):
            await self._taken_away(team, body)
            return None
        async with self._turns.of(room_id(team, _channel(event)) if _channel(event) else team):
            return await self._in_turn(team, body)

    async def _in_turn(self, team: str, body: Mapping[str, Any]) -> Wanted | None:
        client = await self._workspaces.client(team)
        us = self._workspaces.us(team)
        for event in await hear(body, self._directory, client, us):
            if await self._is_known(event.room):
                await self._intake.receive(event)
        call = called(body, us)
        match call:
            case Welcomed():
                await self._welcome.arrived(call)
            case Removed():
                await self.removed(call.room)
            case Asked() | Whispered():
                return call if self._is_first(call.key) else None
        return None

    async def _taken_away(self, team: str, body: Mapping[str, Any]) -> None:
        """Nobody can ask Slack who we were there, and it isn't needed."""
        call = called(body, Us(bot_user_id=""))
        if isinstance(call, Uninstalled):
            self._workspaces.forget(team)
            self._directory.forget(team)
            await self._purge(call.where)
            self._known = {each for each in self._known if not each.startswith(f"{call.where}/")}
            log.info("slack.taken_away", workspace=team)

    async def removed(self, room: str) -> None:
        """Heed isn't in the channel any more: erase what is kept of it. May raise StorageError."""
        self._welcome.left(room)
        self._known.discard(room)
        await self._purge(room)
        log.info("slack.left", room=room)

    async def _is_known(self, room: str) -> bool:
        """Whether Heed was asked into the room: of others nothing is taken in (rule 1)."""
        if room not in self._known:
            if await self._intake.look(room) is None:
                return False
            self._known.add(room)
        return True

    def _is_first(self, key: str) -> bool:
        if key in self._answered:
            return False
        self._answered[key] = None
        if len(self._answered) > TOLD_AGAIN:
            self._answered.popitem(last=False)
        return True


def _is_home(body: Mapping[str, Any]) -> bool:
    """Whether somebody opened App Home, which is shown once it was acknowledged."""
    event = body.get("event")
    return isinstance(event, Mapping) and event.get("type") == "app_home_opened"


def _channel(event: Mapping[str, Any]) -> str:
    """The channel that an event is about; empty where it is about none."""
    match event:
        case {"channel": str(channel)} | {"channel": {"id": str(channel)}}:
            return channel
        case {"item": {"channel": str(channel)}}:
            return channel
    return ""

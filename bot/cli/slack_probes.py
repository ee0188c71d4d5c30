"""What `check` asks Slack, with the tokens that are set. Nothing is sent or written."""

from collections.abc import Sequence

from adapters.slack.checks import check_socket, check_workspace
from adapters.slack.http import EVENTS_PATH
from adapters.slack.ids import PLATFORM
from adapters.slack.installing import ManyLogins, installed
from adapters.slack.workspaces import SLACK
from bot.cli.stored import rooms_on, stored
from bot.config import Loaded, Problem, Settings, SettingsError
from bot.config.platforms import SlackWay, Transport, slack_way
from bot.domain.findings import Finding, Level
from bot.domain.room import Room
from bot.runtime.ports import StorageError
from storage import SqlStore

WORKSPACES_AT_MOST = 20  # of many, so many are asked after


async def check_slack(loaded: Loaded) -> list[Finding]:
    """Whether Heed can do its work on Slack: settings, tokens, scopes, channels, conveners."""
    try:
        way = slack_way(loaded)
    except SettingsError as error:
        return [_problem(each) for each in error.problems]
    if way is None:
        return [Finding(level=Level.NOTE, what="Slack isn't set up: none of its tokens is set")]
    return [
        Finding(level=Level.OK, what=f"Slack is reached by {way}"),
        *await _check_way_in(way, _api_url(loaded.settings)),
        *await _check_workspaces(way, loaded.settings),
    ]


def _problem(problem: Problem) -> Finding:
    return Finding(level=Level.PROBLEM, what=f"{problem.name}: {problem.what}", mend=problem.mend)


def _api_url(settings: Settings) -> str:
    return f"{settings.slack_api_url}/" if settings.slack_api_url else SLACK


async def _check_way_in(way: SlackWay, api_url: str) -> list[Finding]:
    if way.transport is Transport.SOCKET:
        return [await check_socket(way.app_token, api_url)]
    if not way.public_url:
        what = "HEED_PUBLIC_URL isn't set, so the manifest can't say where Slack is to send events"
        mend = f"Set it, or write its address with {EVENTS_PATH} at Slack by hand."
        return [Finding(level=Level.NOTE, what=what, mend=mend)]
    what = f"Slack has to reach {way.public_url}{EVENTS_PATH}, which can't be tried from here"
    mend = "Once Heed runs, Slack says on the page Event Subscriptions whether it does."
    return [Finding(level=Level.NOTE, what=what, mend=mend)]


async def _check_workspaces(way: SlackWay, settings: Settings) -> list[Finding]:
    try:
        tokens, rooms = await _known(way, settings)
    except StorageError:
        return []  # what is wrong with the database has been said already
    found: list[Finding] = []
    for token in tokens:
        found += await check_workspace(token, _api_url(settings), rooms)
    if not tokens:
        what = "No workspace has installed Heed yet"
        mend = f"Open {way.public_url}/slack/install once Heed runs."
        return [Finding(level=Level.NOTE, what=what, mend=mend)]
    return found


async def _known(way: SlackWay, settings: Settings) -> tuple[Sequence[str], Sequence[Room]]:
    """The tokens to try, and Slack's rooms that the database knows."""
    one = [way.bot_token] if way.bot_token else []
    async with stored(settings) as store:
        if store is None:
            return one, []
        return one or await _installed(store), await rooms_on(store, PLATFORM)


async def _installed(store: SqlStore) -> list[str]:
    logins = ManyLogins(store.installations)
    teams = (await installed(store.installations))[:WORKSPACES_AT_MOST]
    found = [await logins.find(team) for team in teams]
    return [each.token for each in found if each is not None]

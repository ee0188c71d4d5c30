"""`python -m bot run`: Heed at work on its platforms."""

import asyncio
from typing import Protocol

import click
import structlog
from aiohttp import web

from adapters.discord import logins as discord
from adapters.slack import logins as slack
from adapters.web.guard import IDLE_FOR
from bot.bootstrap.extras import MissingLibraryError
from bot.bootstrap.figures import FiguresAddressError
from bot.bootstrap.run import build
from bot.cli.logs import log_to_stderr
from bot.cli.serving import Address, on_signal
from bot.cli.settings import SettingsProblems, load_settings
from bot.config import Loaded, Problem, Settings, SettingsError
from bot.config.platforms import NOWHERE, Ways, ways
from bot.config.second import ListenerWay, listener_way
from bot.runtime.ports import StorageError

STOP_WITHIN = 1.5
"""Real seconds that requests get to end; with what else has to end it makes less than ten."""

log = structlog.get_logger(__name__)


@click.command("run")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Run Heed on the platforms whose tokens are set. Ctrl-C (or SIGTERM) stops it."""
    loaded = load_settings(ctx)
    log_to_stderr(loaded.settings.log_level, loaded.settings.log_format)
    reached, second = _ways(loaded)
    address = Address(host=loaded.settings.host, port=loaded.settings.port)
    try:
        asyncio.run(_serve(address, loaded.settings, reached, second))
    except (MissingLibraryError, FiguresAddressError) as error:
        raise click.ClickException(str(error)) from error
    except slack.RefusedError as error:
        raise _refused(loaded, error.token.value, error) from error
    except discord.RefusedError as error:
        raise _refused(loaded, discord.TOKEN, error) from error
    except (slack.UnreachableError, discord.UnreachableError) as error:
        raise click.ClickException(f"{error}. Check the network, and start it again.") from error
    except StorageError as error:
        raise click.ClickException(f"Heed can't keep its state: {error}") from error
    except OSError as error:
        raise click.ClickException(address.problem(error, elsewhere="set HEED_PORT.")) from error


def _ways(loaded: Loaded) -> tuple[Ways, ListenerWay | None]:
    try:
        found, second = ways(loaded), listener_way(loaded)
    except SettingsError as error:
        raise SettingsProblems(error) from None
    if not found:
        raise click.UsageError(
            "There is no platform to run on: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN "
            "(docs/slack.md says where they are), or DISCORD_BOT_TOKEN (docs/discord.md). "
            "To try Heed without: python -m bot demo."
        )
    return found, second


class _Refusal(Protocol):
    """What a platform said of a token."""

    why: str
    mend: str


def _refused(loaded: Loaded, name: str, error: _Refusal) -> SettingsProblems:
    where = loaded.origins.get(name, NOWHERE)
    problem = Problem(where=where, name=name, what=error.why, mend=error.mend)
    return SettingsProblems(SettingsError((problem,)))


async def _serve(
    address: Address, settings: Settings, reached: Ways, second: ListenerWay | None
) -> None:
    """Be at work until somebody stops it; then finish what was begun."""
    with address.listen() as listening:
        stop = on_signal()
        async with build(settings, reached, second) as app:
            runner = web.AppRunner(
                app, access_log=None, shutdown_timeout=STOP_WITHIN, keepalive_timeout=IDLE_FOR
            )
            await runner.setup()
            try:
                await web.SockSite(runner, listening).start()
                port = listening.getsockname()[1]
                log.info("heed.serving", address=address.address(port))
                await stop.wait()
                log.info("heed.stopping")
            finally:
                await runner.cleanup()
    log.info("heed.stopped")

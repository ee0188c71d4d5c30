"""`python -m bot demo`: a live room in the browser, to try Heed in."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import click
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import URL

from adapters.web.guard import IDLE_FOR
from bot.bootstrap.demo import build_demo
from bot.cli.logs import log_to_stderr
from bot.cli.serving import Address, on_signal
from bot.cli.settings import load_settings
from bot.config import Loaded
from bot.domain.settings import Budget, Patience, RoomSettings
from bot.runtime.ports import StorageError

FILE: Final = "heed-demo.db"
STOP_WITHIN: Final = 1.0
"""Real seconds that requests get to end."""

# What helps somebody who tries it out, wherever the admin didn't say otherwise.
DEMO_DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    "HEED_PATIENCE": {"patience": Patience(messages=3, seconds=60.0)},
    "HEED_NUDGE_BUDGET": {"budget": Budget(per_meeting=3, per_day=50)},
    "HEED_NUDGE_SPACING": {"spacing_seconds": 60.0},
    "HEED_QUIET_HOURS": {"quiet_hours": None},
    "HEED_RUN_BY": {"run_by": "whoever started this demo, on their own computer"},
}


@click.command("demo")
@click.option("--host", help="The address to listen on.  [default: HEED_HOST, else 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="[default: HEED_PORT, else 8080]")
@click.option(
    "--database",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The SQLite file to keep the room in.  [default: {FILE}]",
)
@click.pass_context
def command(
    ctx: click.Context, *, host: str | None, port: int | None, database: Path | None
) -> None:
    """Serve a live room in the browser, in which to try Heed. Ctrl-C stops it."""
    loaded = load_settings(ctx)
    _log_to_stderr(loaded)
    place = Place(
        host=host or loaded.settings.host,
        port=loaded.settings.port if port is None else port,
        file=database or _beside(loaded.settings.database_url),
    )
    try:
        keys = loaded.settings.encryption_keys
        asyncio.run(_serve(place, room_settings(loaded), keys))
    except StorageError as error:
        raise click.ClickException(f"The demo room can't be kept: {error}") from error
    except OSError as error:
        other = f"run: python -m bot demo --port {place.port + 1}"
        raise click.ClickException(place.problem(error, elsewhere=other)) from error


def room_settings(loaded: Loaded) -> RoomSettings:
    """The demo room's settings: the admin's own, and the demo's where they said nothing."""
    unsaid = [values for name, values in DEMO_DEFAULTS.items() if name not in loaded.origins]
    changes = {key: value for values in unsaid for key, value in values.items()}
    # Nothing leaves the demo room: there is nobody in it who could agree to a second listener.
    return replace(loaded.settings.room(), listener="", **changes)


def _beside(database: URL) -> Path:
    """Beside the installation's own file, never in it: a demo is no part of it."""
    own = database.database or ""
    return (Path(own).parent if database.get_backend_name() == "sqlite" else Path()) / FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Address):
    """Where the demo is served, and kept."""

    file: Path

    @property
    def url(self) -> URL:
        """The file as a database's address."""
        return URL.create("sqlite+aiosqlite", database=str(self.file))


async def _serve(place: Place, settings: RoomSettings, keys: Sequence[SecretStr]) -> None:
    """Serve until somebody stops it."""
    with place.listen() as listening:
        stop = on_signal()
        async with build_demo(place.url, place.host, settings, keys=keys) as app:
            runner = web.AppRunner(
                app, access_log=None, shutdown_timeout=STOP_WITHIN, keepalive_timeout=IDLE_FOR
            )
            await runner.setup()
            try:
                await web.SockSite(runner, listening).start()
                _greet(place, listening.getsockname()[1])
                await stop.wait()
            finally:
                await runner.cleanup()
    click.echo("Stopped. Start it again, and the room goes on.")


def _greet(place: Place, port: int) -> None:
    click.echo(f"The demo room is at {place.address(port)}")
    click.echo(f"It is kept in {place.file}; delete that file to begin anew. Ctrl-C stops it.")
    if place.reaches_others:
        click.echo("Whoever reaches this computer can come in and speak as anybody.", err=True)


def _log_to_stderr(loaded: Loaded) -> None:
    """Say warnings alone, unless a level was asked for: somebody reads this terminal."""
    level = loaded.settings.log_level if "HEED_LOG_LEVEL" in loaded.origins else "warning"
    log_to_stderr(level, loaded.settings.log_format)

"""`python -m bot db`: where the database stands, and what looks after it."""

import asyncio
import time
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from sqlalchemy import URL

from bot.cli.settings import load_settings
from bot.config.secrets import new_key
from bot.runtime.health import LATELY
from bot.runtime.ports import StorageError
from storage import SchemaStatus, open_store, status, upgrade
from storage.backup import back_up
from storage.failures import failures_in
from storage.sealing import Sealer

T = TypeVar("T")

UPGRADE_NEEDED: Final = 1


@click.group("db")
def command() -> None:
    """Look after the database that DATABASE_URL names."""


@command.command("status")
@click.pass_context
def show_status(ctx: click.Context) -> int:
    """Say where the database's schema stands; exits with 1 where an upgrade is needed.

    Also which deliveries were given up in the last day: where, what for, and why.
    """
    url = database_of(ctx)
    found = run(status(url))
    click.echo(f"{shown(url)}: {standing(found)}")
    if not found.up_to_date:
        return UPGRADE_NEEDED
    failed = run(failures_in(url, time.time() - LATELY))
    if failed:
        click.echo("Given up in the last day, the latest first:")
    for each in failed:
        click.echo(f"  {_when(each.at)}  {each.room}: {each.errand.value}: {each.why}")
    return 0


def _when(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")


@command.command("upgrade")
@click.pass_context
def bring_up_to_date(ctx: click.Context) -> int:
    """Bring the database to this version's schema, making it where there is none.

    Heed does the same whenever it starts.
    """
    url = database_of(ctx)
    before, after = run(_upgraded(url))
    if before == after:
        click.echo(f"{shown(url)} was up to date already (schema {after.head}).")
    else:
        click.echo(
            f"{shown(url)} is at schema {after.head} now (before: {before.current or 'none'})."
        )
    return 0


@command.command("backup")
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_context
def write_backup(ctx: click.Context, path: Path) -> int:
    """Copy a SQLite database to PATH while Heed runs; a file that exists is never overwritten.

    To go back to it, stop Heed and put the copy in the database's place.
    """
    url = database_of(ctx)
    size = run(asyncio.to_thread(back_up, url, path))
    click.echo(f"{shown(url)} is backed up to {path} ({size:,} bytes).")
    if load_settings(ctx).settings.encryption_keys:
        click.echo("It opens with HEED_ENCRYPTION_KEYS alone: keep those too, in another place.")
    return 0


@command.command("key")
def make_key() -> int:
    """Print a new encryption key, for HEED_ENCRYPTION_KEYS."""
    click.echo(new_key())
    return 0


@command.command("rekey")
@click.pass_context
def rekey(ctx: click.Context) -> int:
    """Encrypt all that is kept with the first of HEED_ENCRYPTION_KEYS.

    Needed before an older key is taken out of the list. Heed may run meanwhile, with the same keys.
    """
    url, keys = database_of(ctx), load_settings(ctx).settings.encryption_keys
    if not keys:
        raise click.UsageError(
            "HEED_ENCRYPTION_KEYS isn't set. Make a key with: python -m bot db key.", ctx
        )
    done, clean = run(_resealed(url, Sealer(keys)))
    click.echo(f"{shown(url)}: {done:,} values are encrypted anew with the first key.")
    if not clean:
        click.echo(
            "Something reads the file just now, so what it held before goes at Heed's purge."
        )
    if len(keys) > 1:
        click.echo("The others may be taken out of HEED_ENCRYPTION_KEYS now.")
    return 0


async def _resealed(url: URL, sealer: Sealer) -> tuple[int, bool]:
    async with open_store(url, sealer) as store:
        return await store.care.reseal(), await store.care.rewrite()


async def _upgraded(url: URL) -> tuple[SchemaStatus, SchemaStatus]:
    before = await status(url)
    await upgrade(url)
    return before, await status(url)


def database_of(ctx: click.Context) -> URL:
    """The database that the settings name."""
    return load_settings(ctx).settings.database_url


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; what goes wrong with the database is said in one line."""
    try:
        return asyncio.run(work)
    except StorageError as error:
        why = str(error)
        raise click.ClickException(f"{why[:1].upper()}{why[1:].rstrip('.')}.") from error


def shown(url: URL) -> str:
    """The database as it may be shown: without its password."""
    return f"The database {url.render_as_string(hide_password=True)}"


def standing(found: SchemaStatus) -> str:
    """Where a schema stands, in words, with the step that is next."""
    if found.up_to_date:
        return f"up to date (schema {found.head})."
    now = f"at schema {found.current}" if found.current else "empty, or not there yet"
    return f"{now}; this version uses {found.head}. Next: python -m bot db upgrade"

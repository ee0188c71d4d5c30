"""`python -m bot db`: where the database stands, and what looks after it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

import click
from sqlalchemy import URL

from bot.cli.settings import load_settings
from bot.runtime.ports import StorageError
from storage import SchemaStatus, status, upgrade

T = TypeVar("T")

UPGRADE_NEEDED: Final = 1


@click.group("db")
def command() -> None:
    """Look after the database that DATABASE_URL names."""


@command.command("status")
@click.pass_context
def show_status(ctx: click.Context) -> int:
    """Say where the database's schema stands; exits with 1 where an upgrade is needed."""
    url = database_of(ctx)
    found = run(status(url))
    click.echo(f"{shown(url)}: {standing(found)}")
    return 0 if found.up_to_date else UPGRADE_NEEDED


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

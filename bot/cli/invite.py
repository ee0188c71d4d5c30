"""`python -m bot invite`: the link by which a platform's people add Heed."""

import asyncio

import click

from adapters.discord.client import HeedClient, Shards, point_at
from adapters.discord.logins import RefusedError, UnreachableError, sign_in
from adapters.discord.permissions import PERMISSIONS, SCOPES, invite
from bot.cli.settings import load_settings
from bot.config import Settings


@click.group("invite")
def command() -> None:
    """Print the link by which Heed is added to a platform."""


@command.command("discord")
@click.pass_context
def print_discord(ctx: click.Context) -> None:
    """Print Discord's invite link, with the permissions and scopes that Heed uses and no others."""
    settings = load_settings(ctx).settings
    token = settings.discord_bot_token
    if token is None:
        raise click.UsageError(
            "DISCORD_BOT_TOKEN isn't set, and the link names the application that it belongs to. "
            "docs/discord.md says where it is.",
            ctx,
        )
    try:
        application = asyncio.run(_application(token.get_secret_value(), settings))
    except RefusedError as error:
        raise click.ClickException(str(error)) from error
    except UnreachableError as error:
        raise click.ClickException(f"{error}. Check the network, and try again.") from error
    for asked in (SCOPES, PERMISSIONS):
        for name, means in asked.items():
            click.echo(f"{name.replace('_', ' ')}: {means}", err=True)
    click.echo(invite(application))


async def _application(token: str, settings: Settings) -> int:
    if settings.discord_api_url:
        point_at(settings.discord_api_url)
    async with HeedClient(Shards()) as client:
        return (await sign_in(client, token)).application

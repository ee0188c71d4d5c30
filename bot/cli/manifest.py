"""`python -m bot manifest`: what a platform is to be told of Heed, to be pasted there."""

import json

import click
import yaml

from adapters.slack.manifest import manifest
from bot.cli.settings import load_settings


@click.group("manifest")
def command() -> None:
    """Print what a platform is to be told of Heed."""


@command.command("slack")
@click.option(
    "--socket-mode/--http",
    "socket_mode",
    default=None,
    help="How Slack is to reach Heed.  [default: HTTP where HEED_PUBLIC_URL is set and "
    "SLACK_APP_TOKEN isn't, else Socket Mode]",
)
@click.option("--yaml", "as_yaml", is_flag=True, help="As YAML instead of JSON.")
@click.pass_context
def print_slack(ctx: click.Context, *, socket_mode: bool | None, as_yaml: bool) -> None:
    """Print the app's manifest, to be pasted at api.slack.com/apps, Create New App."""
    settings = load_settings(ctx).settings
    if socket_mode is None:
        socket_mode = settings.public_url is None or settings.slack_app_token is not None
    if not socket_mode and settings.public_url is None:
        raise click.UsageError(
            "HEED_PUBLIC_URL isn't set, and Slack has to know where to send events. Set it, or "
            "use Socket Mode, which needs no public address.",
            ctx,
        )
    way = "Socket Mode" if socket_mode else f"HTTP, to {settings.public_url}"
    click.echo(f"Slack reaches Heed by {way}.", err=True)
    made = manifest(None if socket_mode else settings.public_url)
    if as_yaml:
        click.echo(yaml.safe_dump(made, sort_keys=False, allow_unicode=True).rstrip())
    else:
        click.echo(json.dumps(made, indent=2, ensure_ascii=False))

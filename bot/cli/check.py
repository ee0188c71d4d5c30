"""`python -m bot check`: what is set and from where, and what would go wrong."""

import asyncio
import textwrap

import click

from bot.cli.probes import findings
from bot.cli.settings import env_file, load_settings
from bot.config import Loaded
from bot.domain.findings import Finding, Level

PROBLEMS_FOUND = 1
_LONGEST_VALUE = 60
_WIDTH = max(len(level) for level in Level)


@click.command("check")
@click.pass_context
def command(ctx: click.Context) -> int:
    """Say what is set (secrets hidden), what is missing, and how to mend it."""
    loaded = load_settings(ctx)
    click.echo(f"Settings (file: {env_file(ctx) or 'none'})")
    click.echo(_table(loaded))
    found = asyncio.run(findings(loaded))
    click.echo("\nChecks")
    for finding in found:
        click.echo(_line(finding))
    problems = sum(finding.level is Level.PROBLEM for finding in found)
    click.echo(f"\n{_verdict(problems)}")
    return PROBLEMS_FOUND if problems else 0


def _table(loaded: Loaded) -> str:
    rows = loaded.settings.texts()
    name_width = max(len(name) for name in rows)
    value_width = max(len(_value(text)) for text in rows.values())
    return "\n".join(
        f"  {name:{name_width}}  {_value(text):{value_width}}  "
        f"{loaded.origins.get(name) or 'default'}"
        for name, text in rows.items()
    )


def _value(text: str) -> str:
    """Show a value on one line of bounded length, with nothing in it that moves the cursor."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return textwrap.shorten(plain, _LONGEST_VALUE, placeholder=" …") or "not set"


def _line(finding: Finding) -> str:
    mend = f" {finding.mend}" if finding.mend else ""
    return f"  {finding.level:{_WIDTH}}  {finding.what}.{mend}"


def _verdict(problems: int) -> str:
    if not problems:
        return "All is well."
    return f"{problems} {'problem' if problems == 1 else 'problems'} to mend."

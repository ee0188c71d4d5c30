"""Commands that end badly, each in its own way."""

import click


@click.command("faulty")
@click.argument("how")
def command(how: str) -> None:
    """End as told."""
    if how == "interrupt":
        raise KeyboardInterrupt
    if how == "refuse":
        raise click.ClickException("The room is closed.")
    raise ZeroDivisionError(how)

"""Settings for a command, with their problems said as the command line says errors."""

import os
from pathlib import Path

import click

from bot.config import Loaded, SettingsError, load_traced

DEFAULT_FILE = Path(".env")


class SettingsProblems(click.ClickException):
    """The settings can't be used: one line for each problem, and the exit code of wrong usage."""

    exit_code = 2

    def __init__(self, error: SettingsError) -> None:
        super().__init__("\n".join(str(problem) for problem in error.problems))


def env_file(ctx: click.Context) -> Path | None:
    """Give the file that settings are read from: `--env-file`, or .env where there is one."""
    given: Path | None = ctx.find_object(Path)
    return given or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)


def load_settings(ctx: click.Context) -> Loaded:
    """Read the settings for a command; raises SettingsProblems if they can't be used."""
    try:
        return load_traced(os.environ, env_file(ctx))
    except SettingsError as error:
        raise SettingsProblems(error) from None

"""The command line: `python -m bot COMMAND`."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from bot import VERSION
from bot.cli import COMMANDS

# Of sysexits.h: a fault of the program itself, told apart from 1 (problems found) and 2 (usage).
EXIT_BUG = 70
# As shells say it: 128 and the number of the signal.
EXIT_INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """Load one command, or give None where there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.group(
    cls=LazyGroup,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, prog_name="Heed")
@click.option(
    "--env-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read settings from this file instead of .env in the current folder.",
)
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,  # what it changes happens outside of click, in main
    help="Show where an unexpected error came from.",
)
@click.pass_context
def heed(ctx: click.Context, env_file: Path | None) -> None:
    """Heed notices questions left hanging in a meeting, and helps a convener follow them."""
    ctx.obj = env_file


@heed.result_callback()
def _flush(code: int | None, **_options: object) -> int | None:
    """Write out what is left while click still watches: a reader that left (head) is no fault."""
    sys.stdout.flush()
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every error is said in plain words on stderr.

    0 is fine, 1 is for problems that the command found, 2 for wrong usage or settings.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        result = heed.main(list(arguments), prog_name="python -m bot", standalone_mode=False)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "python -m bot"
        click.echo(f"{error.format_message()} See: {where} --help", err=True)
        return error.exit_code
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        return EXIT_INTERRUPTED
    except Exception as error:
        if "--debug" in arguments:
            raise
        click.echo(
            f"Heed stopped on a fault of its own ({type(error).__name__}). "
            "Please report it with what python -m bot --debug … shows.",
            err=True,
        )
        return EXIT_BUG
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())

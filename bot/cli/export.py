"""`python -m bot export`: what a room's convener may keep, from the database, as a file."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from adapters.pictures import printed
from bot.cli.db import run
from bot.cli.settings import load_settings
from bot.cli.stored import stored
from bot.cli.writing import can_be_written, write_whole
from bot.config import Settings
from bot.domain import export, summary
from bot.domain.chronicle import Viewer, chronicle
from bot.domain.durations import LONGEST, seconds_of
from bot.domain.pages import File
from bot.domain.room import Room
from bot.domain.wishes import Export, Format
from storage import SqlStore

_NAMED_AT_MOST = 20  # rooms, where the one that was meant isn't known


@click.command("export")
@click.argument("room")
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in Format]),
    default=Format.MARKDOWN.value,
    show_default=True,
    help="What it is written as.",
)
@click.option("--meeting", is_flag=True, help="The meeting that runs, or else the last one.")
@click.option("--since", help="How far back, such as 2h or 7d.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it into this file instead of to standard output.",
)
@click.pass_context
def command(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    room: str,
    *,
    form: str,
    meeting: bool,
    since: str | None,
    out: Path | None,
) -> None:
    """Write what was asked and followed in ROOM, as its conveners may see it.

    ROOM is its name or its id. Without --meeting or --since it is about the last meeting. The
    database is read and not changed; Heed may run meanwhile.
    """
    wish = _wish(form, since, meeting=meeting)
    binary = wish.form is Format.PNG
    if out is not None:
        can_be_written(out)
    elif binary and sys.stdout.isatty():
        raise click.UsageError("A picture is nothing for a terminal: say where to, with --out.")
    settings = load_settings(ctx).settings
    data = printed(run(_file(settings, room, wish)))
    if out is None:
        click.echo(data, nl=False)
    else:
        write_whole(out, data)
        click.echo(f"The export is in {out}.", err=True)


def _wish(form: str, since: str | None, *, meeting: bool) -> Export:
    if since is None:
        return Export(form=Format(form), meeting=meeting)
    if meeting:
        raise click.UsageError("Say --meeting or --since, not both.")
    seconds = seconds_of(since.strip())
    if seconds is None or not 0 < seconds <= LONGEST:
        raise click.UsageError(f"--since {since!r} is no stretch of time. Write it like 2h or 7d.")
    return Export(form=Format(form), seconds=seconds)


async def _file(settings: Settings, name: str, wish: Export) -> File:
    """The export of the room that is meant. Raises StorageError, ClickException."""
    async with stored(settings) as store:
        if store is None:
            raise click.ClickException(
                "The database isn't there yet, or not at this version's schema. "
                "Next: python -m bot db status"
            )
        room, at = await _room(store, name), time.time()
        span = summary.span_of(room, wish, at)
        if span is None:
            raise click.ClickException(
                f"No meeting of {room.title or room.id} is known any more. Say --since instead."
            )
        oldest = at - room.settings.retention_seconds
        asked = await store.questions(room.id, since=max(oldest, span.since))
        told = chronicle(room, asked, span, at, Viewer.CONVENER)
        return export.exported(room, told, wish.form, at, names=settings.export_names)


async def _room(store: SqlStore, name: str) -> Room:
    """The room of that id or name. Raises ClickException, which names those that there are."""
    rooms = [await store.look(each) for each in await store.rooms()]
    known = [each for each in rooms if each is not None]
    for like in (lambda each: each.id == name, lambda each: _plain(each.title) == _plain(name)):
        found = [each for each in known if like(each)]
        if len(found) == 1:
            return found[0]
        if found:
            raise click.ClickException(f"{name} could be any of these: {_said(found)}")
    there = f"There are: {_said(known)}" if known else "There is none yet."
    raise click.ClickException(f"There is no room {export.readable(name)}. {there}")


def _plain(title: str) -> str:
    return title.strip().removeprefix("#").casefold()


def _said(rooms: Sequence[Room]) -> str:
    """Rooms by name and id, as many as can be read."""
    some = [f"{export.readable(each.title) or '(no name)'} ({each.id})" for each in rooms]
    more = len(some) - _NAMED_AT_MOST
    return ", ".join(some[:_NAMED_AT_MOST]) + (f" and {more} more." if more > 0 else ".")

"""`python -m bot replay`: transcripts through the same tracker that live adapters feed."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import click

from adapters.report import Part
from adapters.transcript import (
    Transcript,
    TranscriptError,
    open_transcripts,
    transcript_size,
)
from bot import bootstrap
from bot.cli.report import part_of, written
from bot.cli.text import text_of
from bot.cli.writing import can_be_written, write_whole
from bot.domain import summary
from bot.domain.chronicle import Viewer
from bot.domain.pages import Page
from bot.domain.settings import RoomSettings
from bot.runtime.rehearsal import Rehearsal, stage

PROBLEMS_FOUND = 1
_WORTH_A_RATE = 10_000  # messages: below, start-up says more than the tracker


@dataclass(slots=True)
class Tally:
    """What the run came to: messages played, and problems said so far."""

    messages: int = 0
    problems: int = 0

    def problem(self, error: TranscriptError) -> None:
        """Say a problem on standard error and count it."""
        self.problems += 1
        click.echo(f"Error: {error}", err=True)


@click.command("replay")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, nothing else.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report for a browser into this file, with a timeline of each room.",
)
@click.option("--names", is_flag=True, help="Real names instead of pseudonyms.")
@click.option(
    "--view",
    type=click.Choice([each.value for each in Viewer]),
    default=Viewer.CONVENER.value,
    help="Whose summary it is, where it isn't JSON: the convener's, or any member's.",
)
@click.option("--patience", help='How long before a question hangs, such as "6 messages, 5m".')
@click.option("--quiet-hours", help="When conveners are left alone: 22:00-07:00, or none.")
@click.option("--time-zone", help="The room's time zone, such as Europe/London.")
def command(  # noqa: PLR0913 - one parameter for each option
    paths: tuple[Path, ...],
    *,
    as_json: bool,
    report: Path | None,
    names: bool,
    view: str,
    patience: str | None,
    quiet_hours: str | None,
    time_zone: str | None,
) -> int:
    """Replay transcripts: which questions were asked, picked up, left hanging, and why.

    PATHS are files or folders: JSON Lines, WebVTT captions, a Slack export, DiscordChatExporter
    JSON, a plain IRC log. Nothing is stored, and neither .env nor a database is read.
    """
    settings = _settings(patience, quiet_hours, time_zone)
    if report is not None:
        can_be_written(report)
    shows = _Shows(viewer=Viewer(view), rows=as_json, report=report is not None)
    tally = Tally()
    began = time.perf_counter()
    with _progress(paths) as on_bytes:
        for path in paths:
            for found in open_transcripts(
                path, on_problem=tally.problem, on_warning=_warn, on_bytes=on_bytes
            ):
                _replay(found, settings, tally, shows, names=names)
    if report is not None:
        write_whole(report, written(shows.parts, names=names))
        click.echo(f"The report is in {report}.", err=True)
    _say_rate(tally.messages, time.perf_counter() - began)
    return PROBLEMS_FOUND if tally.problems else 0


def _settings(patience: str | None, quiet_hours: str | None, time_zone: str | None) -> RoomSettings:
    if patience is None and quiet_hours is None and time_zone is None:
        return RoomSettings()
    # Whatever reads settings is a fifth of the start-up, and most replays are without any.
    from bot.config import hours, nudging  # noqa: PLC0415

    given: dict[str, object] = {}
    try:
        if patience is not None:
            given["patience"] = nudging.parse_patience(patience)
        if quiet_hours is not None:
            given["quiet_hours"] = hours.parse_optional_span(quiet_hours)
        if time_zone is not None:
            given["time_zone"] = hours.parse_time_zone(time_zone)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return RoomSettings(**given)  # type: ignore[arg-type]  # each was parsed for its own field


def _replay(
    transcript: Transcript,
    settings: RoomSettings,
    tally: Tally,
    shows: "_Shows",
    *,
    names: bool,
) -> None:
    """Play one room, and show what is wanted of it."""
    events = iter(transcript.events)
    first = next(events, None)
    room = stage(
        transcript.room, transcript.convener, settings, first.at if first is not None else 0.0
    )
    tracker, uptake = bootstrap.build_tracker()
    with Rehearsal(room, tracker, uptake, viewers=shows.viewers, names=names) as rehearsal:
        rehearsal.play(events if first is None else chain((first,), events))
        tally.messages += rehearsal.messages
        shows.show(rehearsal)


@dataclass(slots=True, kw_only=True)
class _Shows:
    """What is shown of each room: its rows, its part in a report, or else its summary."""

    viewer: Viewer
    rows: bool
    report: bool
    parts: list[Part] = field(default_factory=list)

    @property
    def viewers(self) -> tuple[Viewer, ...]:
        """Whoever is told more than rows."""
        return () if self.rows and not self.report else (self.viewer,)

    def show(self, rehearsal: Rehearsal) -> None:
        """Print what is to be printed; keep its part of the report."""
        if self.rows:
            for row in rehearsal.rows():
                click.echo(row)
        if self.report:
            self.parts.append(part_of(rehearsal, self.viewer))
        if not self.rows and not self.report:
            click.echo(text_of(_page(rehearsal, self.viewer)) + "\n")


def _page(rehearsal: Rehearsal, viewer: Viewer) -> Page:
    told, room = rehearsal.told(viewer), rehearsal.room
    if viewer is Viewer.MEMBER:
        return summary.members_page(room, told)
    return summary.conveners_page(room, told, room.now, rehearsal.name_of)


def _warn(text: str) -> None:
    click.echo(f"Warning: {text}", err=True)


def _say_rate(messages: int, seconds: float) -> None:
    if sys.stderr.isatty() or messages >= _WORTH_A_RATE:
        rate = messages / max(seconds, 1e-9)
        click.echo(f"{messages:,} messages in {seconds:.1f} s ({rate:,.0f} a second)", err=True)


@contextmanager
def _bar(paths: tuple[Path, ...]) -> Iterator[Callable[[int], None]]:
    size = sum(transcript_size(path) for path in paths)
    with click.progressbar(length=size, label="Replaying", file=sys.stderr) as bar:
        yield bar.update


def _progress(paths: tuple[Path, ...]) -> AbstractContextManager[Callable[[int], None] | None]:
    """A progress bar by bytes read, on a terminal only."""
    return _bar(paths) if sys.stderr.isatty() else nullcontext()

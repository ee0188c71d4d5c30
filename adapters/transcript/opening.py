"""Opens whatever a path names, and hands out its rooms one by one."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.transcript import discord, irc, jsonl, slack, webvtt
from adapters.transcript.detect import Format, format_of, is_zip
from adapters.transcript.guard import guarded, reported
from adapters.transcript.model import Opened, Transcript, TranscriptError
from adapters.transcript.notes import Notes
from adapters.transcript.ordering import WITHIN, in_order
from adapters.transcript.slack_files import ExportFiles, in_folder, in_zip
from adapters.transcript.source import Lines, Tap, encoding_of, text_of
from adapters.transcript.stages import introduced, once
from adapters.transcript.words import clean
from bot.domain.events import Event

# Exports put replies after the message that began the thread, days before their time.
_WITHIN_AN_EXPORT: Final = math.inf
_AN_EXPORT: Final = "A Slack export has a folder for each channel, and in it a JSON file a day."


def open_transcripts(
    path: Path,
    *,
    on_warning: Callable[[str], None],
    on_problem: Callable[[TranscriptError], None],
    on_bytes: Callable[[int], None] | None = None,
) -> Iterator[Transcript]:
    """Give each room that a file, a folder or a zip holds, one after the other.

    Never raises for what stands in a file: what can't be read is told to `on_problem`, at once and
    a handful of times a room, and the reading goes on with the next line, or where nothing more
    can be had of a file, with the next one. Draw a room's events before asking for the next room.
    `on_bytes` is told of progress: all its numbers together come to about `transcript_size`.
    """
    reading = _Reading(
        path=path,
        on_warning=on_warning,
        on_problem=on_problem,
        on_bytes=on_bytes or (lambda _: None),
    )
    notes = reading.notes()
    with reported(notes):
        yield from reading.rooms(notes)
    notes.close()


def transcript_size(path: Path) -> int:
    """Give how many bytes there are to read; 0 where that can't be told (a pipe)."""
    files = [*path.glob("*.json"), *path.glob("*/*.json")] if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One path, and whom to tell."""

    path: Path
    on_warning: Callable[[str], None]
    on_problem: Callable[[TranscriptError], None]
    on_bytes: Callable[[int], None]

    def notes(self) -> Notes:
        """Give a fresh cursor at the path itself."""
        return Notes(path=self._label(), on_problem=self.on_problem, on_warning=self.on_warning)

    def rooms(self, notes: Notes) -> Iterator[Transcript]:
        """Give what the path holds; raises TranscriptError and OSError."""
        if self.path.is_dir():
            yield from self._export(in_folder(self.path, self._label(), self.on_bytes), notes)
            return
        with self.path.open("rb") as file:
            tap = Tap(file, self.on_bytes)
            if not is_zip(tap.head):
                yield self._single(tap, notes)
                return
        if not self.path.is_file():
            raise notes.failure("a zip can't be read from a pipe", "Save it to a file first.")
        with in_zip(self.path, self._label(), self.on_bytes) as files:
            yield from self._export(files, notes)

    def _label(self) -> str:
        return clean(str(self.path))

    def _single(self, tap: Tap, notes: Notes) -> Transcript:
        encoding = encoding_of(tap.head)
        if encoding is None:
            raise notes.failure("this is no text, so no transcript", "Is it the right file?")
        head = tap.head.decode(encoding, errors="replace")
        form = format_of(head, self.path.name, notes)
        lines = Lines(text_of(tap, encoding), notes)
        return _transcript(_opened(form, lines, clean(self.path.stem), head), notes, WITHIN)

    def _export(self, files: ExportFiles, notes: Notes) -> Iterator[Transcript]:
        channels = files.days()
        if not channels:
            raise notes.failure("no channels are in it", _AN_EXPORT)
        lists = slack.read_lists(files, notes)
        for folder, days in channels.items():
            room = lists.names.channels.get(folder, folder)
            channel = self.notes()
            opened = slack.read(files, days, lists, channel, clean(room))
            yield _transcript(opened, channel, _WITHIN_AN_EXPORT)


def _opened(form: Format, lines: Lines, room: str, head: str) -> Opened:
    match form:
        case Format.JSON_LINES:
            return jsonl.read(lines, room)
        case Format.WEBVTT:
            return webvtt.read(lines, room, head)
        case Format.DISCORD:
            return discord.read(lines, room)
        case Format.IRC:
            return irc.read(lines, room)


def _transcript(opened: Opened, notes: Notes, within: float) -> Transcript:
    return Transcript(
        room=opened.room,
        path=notes.path,
        convener=opened.convener,
        groups=opened.groups,
        events=_told(opened.events, notes, within),
    )


def _told(events: Iterator[Event], notes: Notes, within: float) -> Iterator[Event]:
    """Guard, order and complete the events; at their end say what else was wrong."""

    def late(_: Event, behind: float) -> None:
        notes.warn(f"this is {behind:.0f} s older than what came before; it is applied as it comes")

    known = once(guarded(events, notes), notes)
    yield from introduced(in_order(known, on_late=late, within=within))
    notes.close()

"""Slack exports: people and channels in lists, and one file a day for each channel."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, TypeVar

from pydantic import Field

from adapters.transcript.fields import Id, Row, Words, read_row
from adapters.transcript.guard import guarded
from adapters.transcript.jsonstream import members
from adapters.transcript.model import BadLineError, Opened
from adapters.transcript.notes import Notes
from adapters.transcript.slack_files import LISTS, ExportFiles
from adapters.transcript.slack_text import SlackNames, mentioned
from adapters.transcript.stamps import checked
from adapters.transcript.words import first_said, listed
from bot.domain.events import (
    Event,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Reacted,
)

# Of the many kinds of entries those that carry words of somebody; the rest is Slack's own talk
# (topics, pins, huddles, ...): https://docs.slack.dev/reference/events/message
_SAID: Final = {"", "me_message", "thread_broadcast", "bot_message", "file_share", "file_comment"}
_JOINED: Final = {"channel_join", "group_join"}
_MOVED: Final = _JOINED | {"channel_leave", "group_leave"}
_R = TypeVar("_R", bound=Row)
_TS: Final = re.compile(r"\d{1,12}(?:\.\d{1,9})?")


class _Profile(Row):
    display_name: Words | None = None
    real_name: Words | None = None


class _Person(Row):
    needs: ClassVar[str] = 'A person needs an "id".'
    id: Id
    name: Words = ""
    real_name: Words = ""
    is_bot: bool = False
    profile: _Profile = _Profile()


class _Channel(Row):
    needs: ClassVar[str] = 'A channel needs an "id".'
    id: Id
    name: Words = ""


class _File(Row):
    title: Words | None = None
    name: Words | None = None


class _Reactions(Row):
    name: Id
    users: list[Id] = Field(default_factory=list)


class _Changed(Row):
    ts: Id
    text: str = ""


class _Message(Row):
    needs: ClassVar[str] = 'A Slack message needs "ts", and "user" or "bot_id".'
    ts: Id
    type: str = "message"
    subtype: str = ""
    text: str = ""
    user: Id | None = None
    bot_id: Id | None = None
    username: Words = ""
    user_profile: _Profile = _Profile()
    thread_ts: Id | None = None
    files: list[_File] = Field(default_factory=list)
    reactions: list[_Reactions] = Field(default_factory=list)
    message: _Changed | None = None
    deleted_ts: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackLists:
    """Who and what the export's lists name; whatever isn't there goes by its id."""

    names: SlackNames
    bots: frozenset[str]


def read_lists(files: ExportFiles, notes: Notes) -> SlackLists:
    """Read the lists of people and channels, as far as the export has them."""
    people: dict[str, str] = {}
    # Slack's own assistant is listed as a person.
    bots = {"USLACKBOT"}
    for person in _rows(files, ["users.json"], _Person, notes):
        people[person.id] = _name(person.profile) or person.real_name or person.name
        if person.is_bot:
            bots.add(person.id)
    lists = [name for name in LISTS if name != "users.json"]
    channels = {row.id: row.name for row in _rows(files, lists, _Channel, notes) if row.name}
    return SlackLists(names=SlackNames(people, channels), bots=frozenset(bots))


def read(files: ExportFiles, days: list[str], lists: SlackLists, notes: Notes, room: str) -> Opened:
    """Open one channel: its files are read one after the other as its events are drawn."""
    reader = _Reader(room=room, lists=lists)
    return Opened(room=room, events=_events(_rows(files, days, _Message, notes), reader, notes))


def _rows(
    files: ExportFiles, names: Iterable[str], row_type: type[_R], notes: Notes
) -> Iterator[_R]:
    """Give the entries of the named files, those that can be read."""
    for name in names:
        if name in files.names:
            yield from guarded(_rows_of(files, name, row_type, notes), notes)


def _rows_of(files: ExportFiles, name: str, row_type: type[_R], notes: Notes) -> Iterator[_R]:
    with files.lines(name, notes) as lines:
        for _, value in members(lines):
            try:
                yield read_row(row_type, value)
            except BadLineError as bad:
                notes.error(bad)


def _events(rows: Iterator[_Message], reader: "_Reader", notes: Notes) -> Iterator[Event]:
    for row in rows:
        try:
            yield from reader.events(row)
        except BadLineError as bad:
            notes.error(bad)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Turns a channel's entries into events."""

    room: str
    lists: SlackLists

    def events(self, row: _Message) -> list[Event]:
        """Give what an entry tells: nothing, for Slack's own talk."""
        at = _epoch(row.ts)
        if row.type != "message":
            return []
        if row.subtype in _SAID:
            return [self._posted(row, at), *self._reacted(row, at)]
        if row.subtype in _MOVED and row.user:
            return [self._moved(row.user, at, joined=row.subtype in _JOINED)]
        if row.subtype == "message_changed" and row.message:
            return [self._edited(row.message, at)]
        if row.subtype == "message_deleted" and row.deleted_ts:
            key = f"delete:{row.deleted_ts}"
            return [MessageDeleted(room=self.room, at=at, key=key, id=row.deleted_ts)]
        return []

    def _posted(self, row: _Message, at: float) -> MessagePosted:
        author = row.user or row.bot_id or row.username
        if not author:
            raise BadLineError("nobody is given as the author", row.needs)
        return MessagePosted(
            room=self.room,
            at=at,
            key=f"post:{row.ts}",
            id=row.ts,
            author=author,
            text=self.lists.names.plain(row.text) or _files(row.files),
            name=first_said(self._known(author), _name(row.user_profile), row.username, author),
            thread=None if row.thread_ts == row.ts else row.thread_ts,
            broadcast=row.subtype == "thread_broadcast",
            bot=row.user is None or row.bot_id is not None or author in self.lists.bots,
            mentions=mentioned(row.text),
        )

    def _reacted(self, row: _Message, at: float) -> list[Event]:
        return [
            Reacted(
                room=self.room,
                at=at,
                key=f"react:{user}:{reaction.name}:{row.ts}",
                author=user,
                emoji=reaction.name.partition("::")[0],
                to=row.ts,
            )
            for reaction in row.reactions
            for user in reaction.users
        ]

    def _edited(self, changed: _Changed, at: float) -> MessageEdited:
        text = self.lists.names.plain(changed.text)
        key = f"edit:{changed.ts}:{at}"
        return MessageEdited(room=self.room, at=at, key=key, id=changed.ts, text=text)

    def _moved(self, user: str, at: float, *, joined: bool) -> Event:
        if not joined:
            return MemberLeft(room=self.room, at=at, member=user)
        bot = user in self.lists.bots
        return MemberJoined(
            room=self.room, at=at, member=user, name=self._known(user) or user, bot=bot
        )

    def _known(self, user: str) -> str:
        return self.lists.names.people.get(user, "")


def _epoch(ts: str) -> float:
    if not _TS.fullmatch(ts):
        raise BadLineError('"ts" should be epoch seconds, as "1750064400.000100"')
    return checked(float(ts))


def _name(profile: _Profile) -> str:
    return first_said(profile.display_name, profile.real_name)


def _files(files: list[_File]) -> str:
    """Stand in for a message without words: what its files are called."""
    return listed(file.title or file.name or "" for file in files)

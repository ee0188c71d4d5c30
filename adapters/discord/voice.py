"""A voice or stage channel fills and empties: a spoken meeting, with the channel's chat beside it.

It begins when two people are there, and ends when nobody is, or when somebody has been there alone
for a minute. Nothing here sleeps: whether that minute is over is looked at with the next happening
in the room, whatever it is (`overdue`), and the meeting then ended when the minute was over. So a
message that comes later is no part of it, and nothing depends on the process having run meanwhile.

A meeting that people began by command goes on as they began it. One that they ended while they
were still talking begins anew only once the channel has emptied and filled again.
"""

from dataclasses import dataclass
from typing import Final

import discord

from bot.domain.events import Event, MeetingEnded, MeetingStarted

TOGETHER: Final = 2  # people
GRACE: Final = 60.0  # seconds that somebody may be alone, for those whose connection broke

_OURS: Final = "voice:"

VoiceRoom = discord.VoiceChannel | discord.StageChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crowd:
    """Who was there at the last count: whether two or more, else since when one is alone."""

    together: bool
    alone_since: float | None = None


class Voices:
    """The meetings of voice and stage channels, by the rooms of their chats.

    Of each happening it is told what meeting `running` in the room is, by the stored room: its id,
    empty where none is. `at` is in epoch seconds.
    """

    def __init__(self, *, on: bool = True) -> None:
        self._on = on
        self._crowds: dict[str, _Crowd] = {}

    def counted(self, room: str, people: int, running: str, at: float) -> tuple[Event, ...]:
        """So many people are in the room's channel now, whatever was known of it before."""
        ended = self.overdue(room, running, at)
        if ended:
            running = ""
        before = self._crowds.get(room, _Crowd(together=False))
        if people >= TOGETHER:
            self._crowds[room] = _Crowd(together=True)
            begins = self._on and not before.together and not running
            return (*ended, *(_started(room, at) if begins else ()))
        alone_since = at if before.alone_since is None else before.alone_since
        self._crowds[room] = _Crowd(together=False, alone_since=alone_since if people else None)
        return ended if people else (*ended, *_ended(room, running, at))

    def overdue(self, room: str, running: str, at: float) -> tuple[Event, ...]:
        """The end of a meeting that was due by `at`; to be told before whatever happens then."""
        crowd = self._crowds.get(room)
        if crowd is None or crowd.alone_since is None or at < crowd.alone_since + GRACE:
            return ()
        return _ended(room, running, crowd.alone_since + GRACE)

    def forget(self, room: str) -> None:
        """The room is gone."""
        self._crowds.pop(room, None)


def _started(room: str, at: float) -> tuple[Event, ...]:
    meeting = f"{_OURS}{at:.3f}"
    key = f"{meeting}:begins"
    return (MeetingStarted(room=room, at=at, key=key, meeting=meeting, spoken=True),)


def _ended(room: str, running: str, at: float) -> tuple[Event, ...]:
    """The end of the running meeting, if it began in this way."""
    if not running.startswith(_OURS):
        return ()
    return (MeetingEnded(room=room, at=at, key=f"{running}:ends", meeting=running),)


# --- of discord.py's own ------------------------------------------------------------------------


def people_in(channel: VoiceRoom) -> int:
    """How many people are there; bots aren't, and whoever isn't known is taken for a person."""
    here = (channel.guild.get_member(each) for each in channel.voice_states)
    return sum(1 for each in here if each is None or not each.bot)


def touched(before: discord.VoiceState, after: discord.VoiceState) -> tuple[VoiceRoom, ...]:
    """The channels in which somebody came or went: none where only a microphone was muted.

    Who is moved to the channel for those who are away from their keyboards talks to nobody there.
    """
    if before.channel == after.channel:
        return ()
    both = (each.channel for each in (before, after) if each.channel is not None)
    return tuple(each for each in both if each != each.guild.afk_channel)

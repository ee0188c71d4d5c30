"""What the readers hand out: one room's events, or what is wrong with a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.events import Event


class TranscriptError(Exception):
    """Something in a file that can't be read. Never carries the text of a message.

    `line` counts from 1, and is None where the whole file is meant. `mend` says what to do next,
    as a sentence, and is empty where there is nothing to do.
    """

    def __init__(self, path: str, line: int | None, what: str, mend: str = "") -> None:
        super().__init__(path, line, what, mend)
        self.path = path
        self.line = line
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.what}. {self.mend}".rstrip()


class BadLineError(Exception):
    """One line, or one message, can't be read; the reader says where it is and goes on."""

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(what, mend)
        self.what = what
        self.mend = mend


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a reader knows of a file once it has looked at its beginning, and the events to come.

    `events` come as the file has them, and are read as they are drawn.
    """

    room: str
    events: Iterator[Event]
    convener: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One room. It is read while `events` is drawn, and is closed when the next one is opened.

    `events` come in order of time, as far as lines can be put right (see `ordering`).
    `convener` and `groups` (of authors) are what a transcript's first line says, if it does.
    """

    room: str
    path: str
    convener: str | None
    groups: Mapping[str, str]
    events: Iterator[Event]

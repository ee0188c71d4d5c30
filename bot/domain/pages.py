"""What is shown to one person who asked for something, on every platform: pages, and their parts.

An adapter renders them in its platform's own way; nothing is added there, and nothing left out.
"""

from dataclasses import dataclass, field

from bot.domain.drawing import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a section. `target` is the id of the message that it links to.

    `note` is smaller and stands after it. `tick` is a question's id where the line may be ticked.
    """

    text: str
    target: str | None = None
    note: str = ""
    tick: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines under a heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button. Pressing it is as if `wish` had been typed after `/heed`, by the same person.

    `style` is empty, `primary` or `danger`. One with a `url` leads there instead; where a platform
    tells of such a press all the same, `wish` is empty and nothing is done.
    """

    wish: str
    label: str
    style: str = ""
    # A board's link opens it for whoever has it.
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Something to be kept: a text, or a picture to be painted as the name's ending says.

    `alt` says what it is, in words, for whoever doesn't see it or hasn't opened it.
    """

    name: str
    alt: str
    content: str | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer. Only one that is `public` may be posted in a room.

    `room` is where the messages are that its lines link to; empty where none does. `files` are for
    whoever asked alone, as the page is; a public page has none.
    """

    title: str
    lines: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    choices: tuple[Choice, ...] = ()
    public: bool = False
    room: str = ""
    files: tuple[File, ...] = ()

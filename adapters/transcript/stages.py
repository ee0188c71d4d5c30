"""What is done to every transcript's events alike, whatever its format."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final

from adapters.transcript.notes import Notes
from bot.domain.events import Event, MemberJoined, MemberLeft, MessagePosted

# How much is remembered, so that a stream of any length takes bounded memory: a repeated line is
# noticed this many lines later, and after so many other authors one is introduced once more.
REMEMBERED: Final = 8_192


class _Recent(OrderedDict[str, str]):
    """A mapping that forgets its oldest entries."""

    def put(self, key: str, value: str) -> None:
        self[key] = value
        if len(self) > REMEMBERED:
            self.popitem(last=False)


def once(events: Iterable[Event], notes: Notes) -> Iterator[Event]:
    """Leave out what came before, by its key (a message by its id), and say so."""
    seen = _Recent()
    for event in events:
        if event.key and event.key in seen:
            notes.warn("this repeats an earlier one, by its id, and is left out")
            continue
        if event.key:
            seen.put(event.key, "")
        yield event


def introduced(events: Iterable[Event]) -> Iterator[Event]:
    """Put a MemberJoined before the first message under each name of an author."""
    names = _Recent()
    for event in events:
        if isinstance(event, MemberJoined):
            names.put(event.member, event.name)
        elif isinstance(event, MemberLeft):
            names.pop(event.member, None)
        elif isinstance(event, MessagePosted) and event.name not in {"", names.get(event.author)}:
            names.put(event.author, event.name)
            yield _introduction(event)
        yield event


def _introduction(message: MessagePosted) -> MemberJoined:
    return MemberJoined(
        room=message.room,
        at=message.at,
        member=message.author,
        name=message.name,
        bot=message.bot,
    )

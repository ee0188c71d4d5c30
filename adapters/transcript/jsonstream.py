"""The members of a JSON document of any size, one at a time."""

from collections.abc import Iterator
from typing import Any, Final

import ijson

from adapters.transcript.source import Lines

# Chats nest a handful deep. Without a limit a file of brackets alone would fill the memory.
DEEPEST: Final = 64


def members(lines: Lines) -> Iterator[tuple[str, Any]]:
    """Give (key, value) for each member of the document's object, or ("", value) of its list.

    Where a member is itself a list, each of its values comes alone, with the member's key. Numbers
    are int or float. `lines.notes` then stands at the line where the value ends. Raises
    TranscriptError at what isn't JSON.
    """
    walk = _Walk()
    # Events rather than ijson.items: only so can the depth be limited, and the line be known.
    events = ijson.basic_parse(ijson.from_iter(lines.pieces()), use_float=True)
    try:
        for event, value in events:
            if walk.depth > DEEPEST:
                raise lines.notes.failure("the JSON is nested too deeply to be a chat")
            if walk.takes(event, value):
                lines.taken = 0
                yield walk.key, walk.value
    except (ijson.JSONError, UnicodeDecodeError):
        # ijson's own message quotes the file, and so what people said. The other is its word for
        # bytes in a text that aren't UTF-8.
        mend = "What stands before it was read; is the file complete? Export it again."
        raise lines.notes.failure("the JSON is broken here", mend) from None


class _Walk:
    """Follows the parser's events, and puts values together that stand at the right depth."""

    def __init__(self) -> None:
        self.key = ""
        self.value: Any = None
        self.depth = 0
        self._whole = 1
        self._in_object = False
        self._builder: ijson.ObjectBuilder | None = None

    def takes(self, event: str, value: object) -> bool:
        """Take the next event in; True when a value is complete."""
        if event == "map_key" and self._builder is None:
            self.key = str(value)
            return False
        opens = event.startswith("start_")
        if opens and self._builder is None and self._enters(event):
            return False
        return self._builds(event, value, opens=opens)

    def _enters(self, event: str) -> bool:
        """Step into the document itself, or into the list that a member of it is."""
        if self.depth == 0:
            self.depth = 1
            self._in_object = event == "start_map"
            return True
        if self.depth == 1 and self._in_object and event == "start_array":
            self.depth = self._whole = 2
            return True
        return False

    def _builds(self, event: str, value: object, *, opens: bool) -> bool:
        closes = event.startswith("end_")
        if closes and self._builder is None:
            self.depth -= 1
            self._whole = 1
            return False
        if self._builder is None:
            self._builder = ijson.ObjectBuilder()
        self._builder.event(event, value)
        self.depth += opens - closes
        if self.depth > self._whole:
            return False
        self.value, self._builder = self._builder.value, None
        return True

"""A live room in a test: late arrivals are put right, and its journal is kept beside it."""

from copy import deepcopy
from dataclasses import dataclass, field

from bot.domain import window as windows
from bot.domain.commands import Command, Retired
from bot.domain.events import Event
from bot.domain.journal import Entry, Journal, Page
from bot.domain.question import Question
from bot.domain.rewind import Rewind, Telling
from bot.domain.room import Room
from bot.domain.window import Window


@dataclass
class Shelf:
    """Keeps a journal as a store does. Its length is that of the journal, with its base.

    `changes` counts those of the room; `left` are the questions that have left its memory.
    """

    pages: dict[int, Page] = field(default_factory=dict)
    base: Room | None = None
    changes: int = 0
    left: dict[str, Question] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.pages) + (self.base is not None)

    def take(self, entry: Entry) -> None:
        """Write what changes."""
        if entry.void_from is not None:
            self._drop(range(entry.void_from, max(self.pages, default=0) + 1))
            if entry.void_from == 0:
                self.base = None
        if entry.base is not None:
            self._drop(range(entry.first))
            self.base = deepcopy(entry.base)
        if entry.page is not None:
            assert self.base is not None, "a journal has no beginning"
            assert entry.page.number > max(self.pages, default=0)
            self.pages[entry.page.number] = entry.page

    def clear(self) -> None:
        """Hold nothing."""
        self.base = None
        self.pages.clear()

    def _drop(self, numbers: range) -> None:
        for number in set(self.pages).intersection(numbers):
            del self.pages[number]

    def read(self) -> Journal | None:
        """What it holds."""
        if self.base is None:
            return None
        return Journal(base=deepcopy(self.base), pages=tuple(self.pages.values()))


@dataclass
class Live:
    """A tracker for one live room. `forget` is what a restart does to it.

    `misled`: a journal that was needed didn't lead to the room, as one may after a deletion.
    """

    tracker: Telling
    shelf: Shelf = field(default_factory=Shelf)
    misled: bool = False
    _window: Window | None = None
    _upto: int = 0

    def __post_init__(self) -> None:
        self._rewind = Rewind(self.tracker)

    def forget(self) -> None:
        """Remember nothing but the journal."""
        self._window = None

    def listen(self, room: Room, event: Event) -> Event:
        """As the tracker does."""
        return self.tracker.listen(room, event)

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply an event in its place."""
        if self._upto != self.shelf.changes:
            self.forget()  # another replica has been told something
            self._upto = self.shelf.changes
        if self._window is not None and self._window.after != room:
            self.forget()
            self.shelf.clear()  # the test has changed the room
        window = self._window or windows.begin(room, whole=not self.shelf)
        if windows.lacks(window, room, event) and (known := self.shelf.read()) is not None:
            remembered = len(window.moments)
            self._rewind.extend(window, room, known, self.shelf.left.values())
            self.misled |= bool(known.pages) and len(window.moments) == remembered
        commands = self._rewind.handle(room, event, window)
        retired = (each.question for each in commands if isinstance(each, Retired))
        self.shelf.left |= {each.id: each for each in retired}
        self._window = window
        if window.retelling is None or not window.retelling.waits_for:
            self._write(window)
        return commands

    def _write(self, window: Window) -> None:
        self.shelf.changes = self._upto = number = self.shelf.changes + 1
        written = windows.entry(window, number=number, pages=len(self.shelf))
        if written is not None:
            self.shelf.take(written)
        windows.settle(window, number)

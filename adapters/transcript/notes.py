"""Where the reading is, and what there is to say about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from adapters.transcript.model import BadLineError, TranscriptError

# A broken file can be wrong on every line; nobody reads the hundredth complaint.
HANDFUL: Final = 5


@dataclass(slots=True, kw_only=True)
class Notes:
    """A cursor (`path`, `line` from 1) and a voice: a handful of each kind of complaint a room."""

    path: str
    on_problem: Callable[[TranscriptError], None]
    on_warning: Callable[[str], None]
    line: int | None = None
    _errors: int = field(default=0, init=False)
    _warnings: int = field(default=0, init=False)
    _said: set[str] = field(default_factory=set, init=False)

    def failure(self, what: str, mend: str = "") -> TranscriptError:
        """Make the error that ends this file, at the place where the reading is."""
        return TranscriptError(self.path, self.line, what, mend)

    def error(self, bad: BadLineError | TranscriptError) -> None:
        """Report what can't be read; the reading goes on."""
        self._errors += 1
        if isinstance(bad, BadLineError):
            bad = self.failure(bad.what, bad.mend)
        if self._errors <= HANDFUL:
            self.on_problem(bad)

    def warn(self, what: str) -> None:
        """Say what was read otherwise than it stands there."""
        self._warnings += 1
        if self._warnings <= HANDFUL:
            self.on_warning(str(self.failure(what)))

    def warn_once(self, what: str) -> None:
        """Say it the first time only, for what is likely to hold for every line."""
        if what not in self._said:
            self._said.add(what)
            self.on_warning(str(self.failure(what)))

    def close(self) -> None:
        """Say how much more there would have been to say, and begin anew."""
        if (more := self._errors - HANDFUL) > 0:
            self.on_problem(TranscriptError(self.path, None, f"{more} more lines can't be read"))
        if (more := self._warnings - HANDFUL) > 0:
            self.on_warning(f"{self.path}: {more} more warnings like these.")
        self._errors = self._warnings = 0

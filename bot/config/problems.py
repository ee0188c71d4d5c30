"""What can be wrong with settings, said so that an admin can mend it."""

import re
from dataclasses import dataclass

_SHOWN = 40
# A token of Slack's or of a model's server, one of Discord's, or a password in an address.
_TOKEN = re.compile(
    r"\b(?:xox[a-z]|xapp|sk)-|[\w-]{20,30}\.[\w-]{5,7}\.[\w-]{20}|//[^/\s@:]*:[^/\s@]*@",
    re.ASCII | re.IGNORECASE,
)
_KEY = re.compile(r"[\w+/=-]{32}", re.ASCII)


class UnfitError(ValueError):
    """A value that doesn't fit its setting.

    `what` is a sentence without its full stop; `mend` is a sentence on how to write it, or None
    where the setting's own example says enough.
    """

    def __init__(self, what: str, mend: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting comes from: a file with its line, or `environment` (no line)."""

    place: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.place}:{self.line}" if self.line else self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that stops the start: where it stands, what is wrong, and the mend."""

    where: Origin
    name: str
    what: str
    mend: str

    def __str__(self) -> str:
        subject = f"{self.where}: {self.name}" if self.name else self.where
        return f"{subject}: {self.what}. {self.mend}"


class SettingsError(Exception):
    """The settings can't be used; `problems` holds every reason, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def shown(text: str) -> str:
    """Quote a text for an error: short, with nothing unprintable, and nothing like a secret."""
    if is_token(text) or _KEY.search(text):
        return "what stands there (it looks like a secret)"
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def is_token(text: str) -> bool:
    """Whether a text is plainly a token, or an address with a password: a line was mixed up."""
    return _TOKEN.search(text) is not None

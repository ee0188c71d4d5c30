"""Raw settings with their origin: which name was set to what, and where.

The grammar of the file is python-dotenv's own (quotes, `export`, comments, CRLF, byte-order mark);
variables inside values (`${…}`) are left as they are, since a secret may hold a dollar sign.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Not re-exported by the package, but the only part of it that knows about lines.
from dotenv.parser import Binding, parse_stream

from bot.config.problems import Origin, Problem, SettingsError

ENVIRONMENT = Origin("environment")
_NAME = re.compile(r"\s*(?:export\s+)?['\"]?([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name set to one text, and where."""

    name: str
    text: str = field(repr=False)  # may be a secret
    origin: Origin


def from_environment(env: Mapping[str, str]) -> Iterator[Entry]:
    """Give the entries of the process's environment.

    Quotes around a whole value are taken off: `docker run --env-file` and some service managers
    pass them on as they stand in the file.
    """
    for name, text in env.items():
        yield Entry(name=name, text=_unquoted(text.strip()), origin=ENVIRONMENT)


def from_file(path: Path) -> tuple[list[Entry], list[Problem]]:
    """Give a file's entries, and a problem for each line that can't be read.

    Raises SettingsError if the file itself can't be read.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for binding in parse_stream(io.StringIO(_decoded(path), newline="")):
        origin = Origin(str(path), _line(binding))
        if binding.error or (binding.key is not None and binding.value is None):
            problems.append(_unreadable(binding, origin))
        elif binding.key is not None:
            text = (binding.value or "").strip()
            entries.append(Entry(name=binding.key, text=text, origin=origin))
    return entries, problems


def _unquoted(text: str) -> str:
    for quote in ("'", '"'):
        if len(text) > 1 and text[0] == text[-1] == quote:
            return text[1:-1].strip()
    return text


def _line(binding: Binding) -> int:
    """Count blank lines before a binding too: the parser's line is that of the first of them."""
    original = binding.original
    blank = original.string[: len(original.string) - len(original.string.lstrip())]
    return original.line + len(re.findall(r"\r\n|\n|\r", blank))


def _unreadable(binding: Binding, origin: Origin) -> Problem:
    """Describe a line without quoting it: it may hold a secret."""
    name = _NAME.match(binding.original.string)
    if binding.error:
        what, mend = "the line can't be read", "Write NAME=value, and close every quote."
    else:
        what, mend = "the name has no value", "Write NAME=value, or remove the line."
    return Problem(where=origin, name=name[1] if name else "", what=what, mend=mend)


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _no_file(path, f"the file can't be read ({error.strerror})") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _no_file(path, f"line {line} isn't UTF-8 text") from error


def _no_file(path: Path, what: str) -> SettingsError:
    mend = "Make it a plain UTF-8 text file that this user may read."
    return SettingsError((Problem(where=Origin(str(path)), name="", what=what, mend=mend),))

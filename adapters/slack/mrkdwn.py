"""mrkdwn, the markup of Slack's `text` fields, as a person reads it.

Quoted lines keep their `>` and code its backticks: so the core knows what its author didn't say.
One pass over the text, whatever is in it.
"""

import re
from typing import Final

from adapters.slack.references import References, decoded

FENCE: Final = "```"
_EMPHASIS: Final = "*_~"
# What a text is made of: a reference, code, a mark of emphasis, the end of a line, plain words.
_PART: Final = re.compile(r"<[^<>\n]+>|`[^`\n]+`|[*_~\n]|[^<`*_~\n]+|[<`]")
_REFERENCE: Final = re.compile(r"<([^<>|\n]+)(?:\|([^<>\n]*))?>")
_TO_THE_END: Final = re.compile(r"^>>>[ \t]?", re.MULTILINE)


def read(text: str, refer: References) -> str:
    """The text as a person reads it."""
    pieces = text.split(FENCE)
    said = [_outside(piece, refer) for piece in pieces[::2]]
    code = [_inside(piece, refer) for piece in pieces[1::2]]
    mixed = [each for pair in zip(said, [*code, ""], strict=False) for each in pair]
    return _quoted_to_the_end(FENCE.join(mixed[: len(pieces)]))


def command(text: str) -> str:
    """The text as a command is read: people stay as `<@U…>`, all else is as people see it."""
    return decoded(_REFERENCE.sub(_in_command, text)).strip()


def _in_command(found: re.Match[str]) -> str:
    target, label = found.groups()
    return f"<{target}>" if target.startswith("@") else label or target


def _outside(piece: str, refer: References) -> str:
    emphasis = _Emphasis()
    for found in _PART.finditer(piece):
        part = found[0]
        if len(part) == 1 and part in _EMPHASIS:
            emphasis.mark(part, piece[found.end() : found.end() + 1])
        else:
            emphasis.words(_part(part, refer))
    return emphasis.text()


def _inside(piece: str, refer: References) -> str:
    return "".join(_part(found[0], refer) for found in _PART.finditer(piece))


def _part(part: str, refer: References) -> str:
    if len(part) > 1 and part.startswith("<"):
        return _reference(part[1:-1], refer)
    return decoded(part)


class _Emphasis:
    """Leaves out the marks of bold, italic and struck words: they stand around words, in pairs."""

    def __init__(self) -> None:
        self._parts: list[str] = [""]
        self._open: dict[str, int] = {}

    def words(self, words: str) -> None:
        """Go on with words; a mark that is open at a line's end is none."""
        self._parts.append(words)
        if words == "\n":
            self._open.clear()

    def mark(self, mark: str, after: str) -> None:
        """Go on with what may be a mark; `after` is the character that follows it."""
        before = self._parts[-1][-1:]
        self._parts.append(mark)
        closes = before != mark and not before.isspace() and not after.isalnum()
        if closes and mark in self._open:
            self._parts[self._open.pop(mark)] = self._parts[-1] = ""
        elif after.strip() and not before.isalnum():
            self._open[mark] = len(self._parts) - 1

    def text(self) -> str:
        """The words without the marks."""
        return "".join(self._parts)


def _reference(inside: str, refer: References) -> str:
    target, _, label = inside.partition("|")
    label = decoded(label)
    match target[:1], target[1:]:
        case "@", user:
            return refer.user(user, label)
        case "#", channel:
            return refer.channel(channel, label)
        case "!", special:
            return _special(special, label, refer)
    return label or decoded(target).removeprefix("mailto:").removeprefix("tel:")


def _special(special: str, label: str, refer: References) -> str:
    """A user group, a date in the reader's own time, or `@here` and its like."""
    name, _, rest = special.partition("^")
    if name == "subteam":
        return refer.group(rest, label)
    return label if label and name not in {"here", "channel", "everyone"} else f"@{name}"


def _quoted_to_the_end(text: str) -> str:
    """`>>>` quotes all that follows it, line by line."""
    found = _TO_THE_END.search(text)
    if found is None:
        return text
    return text[: found.start()] + quoted(text[found.end() :])


def quoted(text: str) -> str:
    """The text as a quotation: the core passes over lines that begin so."""
    return "\n".join(f"> {line}" for line in text.split("\n"))

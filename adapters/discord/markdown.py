"""Discord's markdown as a person reads it.

Quoted lines keep their `>` and code its backticks: so the core knows what its author didn't say.
One pass over the text, whatever is in it. What Discord's apps make of it:
https://support.discord.com/hc/articles/210298617
"""

import re
from typing import Final

from adapters.discord import code
from adapters.discord.references import References, guide, moment

# What a line may begin with; a quotation may hold the others.
_QUOTE: Final = re.compile(r" *>(>>)? ")
_HEADER: Final = re.compile(r"(?:#{1,3}|-#) +")
_ITEM: Final = re.compile(r"([ \t]*)[-*] +")

_ADDRESS: Final = r"https?://"
_LINK: Final = (
    r"\[(?P<label>[^\[\]\n]++)\]\(<?"
    rf"{_ADDRESS}(?:[^\s<>()\[\]]|\([^\s<>()\[\]]*+\))++>?"
    r"(?: ++\"[^\"\n]*+\")?\)"
)
_REFERENCE: Final = (
    r"<(?:@!?(?P<user>\d{1,20})|@&(?P<role>\d{1,20})|\#(?P<channel>\d{1,20})"
    r"|a?:(?P<emoji>\w{1,64}):\d{1,20}"
    r"|/(?P<command>[^<>:\n]{1,110}):\d{1,20}"
    r"|t:(?P<time>-?\d{1,15})(?::(?P<style>[A-Za-z]))?"
    r"|id:(?P<guide>[a-z-]{1,20})(?::\d{1,20})?"
    rf"|(?P<bare>{_ADDRESS}[^\s<>]++))>"
)
# What a line is made of besides words: an escaped character, links, references, emphasis. An
# address as it stands is taken whole, for the marks in it are no emphasis.
_PART: Final = re.compile(
    rf"\\(?P<escaped>[^0-9A-Za-z\s])|{_LINK}|{_REFERENCE}"
    rf"|(?P<address>{_ADDRESS}(?:[*_~]*+[^\s<>|*_~]++)++)"
    r"|(?P<mark>\*\*|\*|__|_|~~|\|\|)",
    re.ASCII,
)
_FORMS: Final = {"emoji": ":{}:", "command": "/{}"}


def read(text: str, refer: References) -> str:
    """The text as a person reads it."""
    return _Reading(refer).read(text)


def quoted(text: str) -> str:
    """The text as a quotation: the core passes over lines that begin so."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


class _Reading:
    """One text that is being read, from its beginning to its end."""

    def __init__(self, refer: References) -> None:
        self._refer = refer
        self._written = _Written()
        self._quoted_from: int | None = None

    def read(self, text: str) -> str:
        begins = True
        for words, set_apart in code.split(text):
            self._words(words, begins=begins)
            self._written.words(set_apart)
            begins = False
        return self._written.text(self._quoted_from)

    def _words(self, words: str, *, begins: bool) -> None:
        """Read words; `begins` says whether they are at the beginning of a line."""
        for number, line in enumerate(words.split("\n")):
            if number:
                self._written.words("\n")
            self._line(self._begin(line) if number or begins else line)

    def _begin(self, line: str) -> str:
        """Read what a line begins with; the rest of it comes back."""
        quote = _QUOTE.match(line) if self._quoted_from is None else None
        if quote is not None:
            line = line[quote.end() :]
            if quote[1]:
                self._quoted_from = self._written.length
            else:
                self._written.words("> ")
        if header := _HEADER.match(line):
            return line[header.end() :]
        if item := _ITEM.match(line):
            self._written.words(f"{item[1]}• ")
            return line[item.end() :]
        return line

    def _line(self, line: str) -> None:
        position = 0
        for found in _PART.finditer(line):
            self._written.words(line[position : found.start()])
            position = found.end()
            if mark := found["mark"]:
                self._written.mark(mark, line[position : position + 1])
            else:
                self._written.words(self._part(found))
        self._written.words(line[position:])

    def _part(self, found: re.Match[str]) -> str:
        kind = found.lastgroup or ""
        inside = found[kind]
        match kind:
            case "user" | "role" | "channel":
                return self._mention(kind, int(inside))
            case "label":
                return read(inside, self._refer)
            case "time" | "style":
                return moment(int(found["time"]), found["style"] or "") or found[0]
            case "guide":
                return guide(inside)
        return _FORMS.get(kind, "{}").format(inside)

    def _mention(self, kind: str, name: int) -> str:
        if kind == "user":
            return self._refer.user(name)
        return self._refer.role(name) if kind == "role" else self._refer.channel(name)


class _Written:
    """What was read so far. Leaves out marks of emphasis: they stand around words, in pairs."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: dict[str, int] = {}

    @property
    def length(self) -> int:
        """How many parts there are."""
        return len(self._parts)

    def words(self, words: str) -> None:
        """Go on with words."""
        if words:
            self._parts.append(words)

    def mark(self, mark: str, after: str) -> None:
        """Go on with what may be a mark; `after` is the character that follows it."""
        before = self._parts[-1][-1:] if self._parts else ""
        opened = self._open.get(mark)
        self._parts.append(mark)
        if opened is not None and opened < len(self._parts) - 2 and _closes(mark, before, after):
            self._parts[opened] = self._parts[-1] = ""
            del self._open[mark]
        elif _opens(mark, before, after):
            self._open[mark] = len(self._parts) - 1

    def text(self, quoted_from: int | None) -> str:
        """The words without the marks; from that part on they are a quotation."""
        if quoted_from is None:
            return "".join(self._parts)
        own, others = self._parts[:quoted_from], self._parts[quoted_from:]
        return "".join(own) + quoted("".join(others))


def _opens(mark: str, before: str, after: str) -> bool:
    """Italics hug their words, and underscores are part of a word where they stand inside one."""
    if mark == "_":
        return not _in_word(before) and not after.isspace()
    return mark != "*" or not after.isspace()


def _closes(mark: str, before: str, after: str) -> bool:
    if mark == "_":
        return not _in_word(after)
    return mark != "*" or not before.isspace()


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"

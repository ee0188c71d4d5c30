"""A file's bytes turned into lines: decoded, counted, and never held but one at a time."""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import IO, Final, TextIO

from adapters.transcript.model import BadLineError
from adapters.transcript.notes import Notes

HEAD: Final = 64 * 1024
# In characters. One line of a transcript is one message, and no platform lets one grow so long.
LONGEST_LINE: Final = 16 * 1024 * 1024
_PIECE: Final = 64 * 1024
# Bytes that aren't UTF-8, as the decoder's "surrogateescape" leaves them.
_UNDECODED: Final = re.compile(r"[\udc80-\udcff]")
_NOT_UTF8: Final = "the text is not UTF-8"
_SAVE_AS: Final = "Save the file as UTF-8."


class Tap(io.BufferedIOBase):
    """Another file's bytes, reported as they are read; `head` can be looked at beforehand.

    Nothing is sought, so a pipe is as good as a file.
    """

    # A text wrapper passes its buffer's name on.
    name = "a transcript"

    def __init__(self, file: IO[bytes], on_bytes: Callable[[int], None]) -> None:
        super().__init__()
        self._file = file
        self._on_bytes = on_bytes
        self.head = file.read(HEAD)
        self._kept = self.head

    def readable(self) -> bool:
        """Say yes: a text wrapper asks."""
        return True

    def read1(self, size: int = -1) -> bytes:
        """Give at most so many bytes, or all that are left of a piece."""
        size = size if size >= 0 else _PIECE
        data, self._kept = self._kept[:size], self._kept[size:]
        data = data or self._file.read(size)
        self._on_bytes(len(data))
        return data


def encoding_of(head: bytes) -> str | None:
    """Name the encoding that the first bytes tell, or None for what is no text at all."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None if b"\0" in head else "utf-8"


def text_of(tap: Tap, encoding: str) -> TextIO:
    """Decode what the tap gives; every kind of line end becomes a line feed."""
    return io.TextIOWrapper(tap, encoding=encoding, errors="surrogateescape", newline=None)


class Lines:
    """The lines of one text, or pieces of them; `notes` follows along."""

    def __init__(self, text: TextIO, notes: Notes) -> None:
        self._text = text
        self.notes = notes
        self.taken = 0
        notes.line = 0

    def __iter__(self) -> Iterator[str]:
        """Give each line without its end; one that can't be read is reported and left out."""
        while line := self._read(LONGEST_LINE + 1):
            self._count()
            try:
                yield self._whole(line)
            except BadLineError as bad:
                self.notes.error(bad)

    def pieces(self) -> Iterator[bytes]:
        """Give the text as UTF-8, in pieces that end with a line or sooner.

        Raises TranscriptError when more than the longest line was given since whoever takes the
        pieces last set `taken` to 0.
        """
        begins = True
        while piece := self._read(_PIECE):
            if begins:
                self._count()
            begins = piece.endswith("\n")
            self.taken += len(piece)
            if self.taken > LONGEST_LINE:
                raise self.notes.failure("one entry is longer than 16 MB")
            yield piece.encode("utf-8", "surrogateescape")

    def _count(self) -> None:
        self.notes.line = (self.notes.line or 0) + 1

    def _whole(self, line: str) -> str:
        if len(line) > LONGEST_LINE and not line.endswith("\n"):
            self._skip_rest()
            raise BadLineError("the line is longer than 16 MB", "Is it one JSON object a line?")
        if not line.isascii() and _UNDECODED.search(line):
            raise BadLineError(_NOT_UTF8, _SAVE_AS)
        return line.removesuffix("\n")

    def _skip_rest(self) -> None:
        while (piece := self._read(_PIECE)) and not piece.endswith("\n"):
            pass

    def _read(self, at_most: int) -> str:
        try:
            return self._text.readline(at_most)
        except UnicodeDecodeError:
            # Only UTF-16 gets here: it can't be picked up again in the middle.
            self._count()
            raise self.notes.failure("the text is not UTF-16 as it says", _SAVE_AS) from None

"""Keeps one bad file from ending more than itself."""

import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from adapters.transcript.model import TranscriptError
from adapters.transcript.notes import Notes

_T = TypeVar("_T")

_UNREADABLE: Final = (OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)


@contextmanager
def reported(notes: Notes) -> Iterator[None]:
    """Report what ends the reading of a file, and go on after it."""
    try:
        yield
    except TranscriptError as error:
        notes.error(error)
    except _UNREADABLE as error:
        reason = error.strerror if isinstance(error, OSError) else None
        notes.error(notes.failure(f"the file can't be read ({reason or 'it is damaged'})"))


def guarded(values: Iterable[_T], notes: Notes) -> Iterator[_T]:
    """Give the values up to the first failure, which is reported."""
    with reported(notes):
        yield from values

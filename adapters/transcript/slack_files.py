"""The files of a Slack export, in a folder or in a zip: what it holds, and safe access to it."""

import re
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final, TypeVar

from adapters.transcript.model import TranscriptError
from adapters.transcript.notes import Notes
from adapters.transcript.source import Lines, Tap, encoding_of, text_of

# Chat packs about tenfold; a zip that unfolds far more than that was made to do harm.
MOST_UNFOLDING: Final = 200
HARMLESS: Final = 64 * 1024**2
LARGEST_UNFOLDED: Final = 16 * 1024**3
MOST_FILES: Final = 200_000
_UNPACK: Final = "Unpack it yourself, and name the folder."
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)

_T = TypeVar("_T")

LISTS: Final = ("channels.json", "groups.json", "mpims.json", "dms.json", "users.json")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFiles:
    """An export. Its `names` are relative to its root, as `general/2025-06-16.json`.

    `share` says how many bytes of the export one byte of a file stands for: fewer in a zip.
    """

    path: str
    names: frozenset[str]
    open: Callable[[str], IO[bytes]]
    share: Callable[[str], float]
    on_bytes: Callable[[int], None]

    @contextmanager
    def lines(self, name: str, notes: Notes) -> Iterator[Lines]:
        """Open one of the files; raises TranscriptError if it isn't text."""
        notes.path, notes.line = f"{self.path}/{name}", None
        share = self.share(name)
        with self.open(name) as file:
            tap = Tap(file, lambda count: self.on_bytes(round(count * share)))
            encoding = encoding_of(tap.head)
            if encoding is None:
                raise notes.failure("this is no text")
            yield Lines(text_of(tap, encoding), notes)

    def days(self) -> dict[str, list[str]]:
        """Give each channel's files, the days in order; channels without any are left out."""
        channels: dict[str, list[str]] = {}
        for name in sorted(self.names):
            folder, _, file = name.rpartition("/")
            if folder and "/" not in folder and _DAY.fullmatch(file):
                channels.setdefault(folder, []).append(name)
        return channels


def in_folder(folder: Path, path: str, on_bytes: Callable[[int], None]) -> ExportFiles:
    """Look at an export that was unpacked."""
    found = [*folder.glob("*.json"), *folder.glob("*/*.json")]
    names = (file.relative_to(folder).as_posix() for file in found if file.is_file())
    return ExportFiles(
        path=path,
        names=frozenset(names),
        open=lambda name: (folder / name).open("rb"),
        share=lambda _: 1.0,
        on_bytes=on_bytes,
    )


@contextmanager
def in_zip(file: Path, path: str, on_bytes: Callable[[int], None]) -> Iterator[ExportFiles]:
    """Look at an export as Slack gives it out; raises TranscriptError for a zip that is unsafe."""
    with _opened(lambda: zipfile.ZipFile(file)) as archive:
        _vet(archive.infolist(), file.stat().st_size, path)
        root = _root(archive.namelist())
        names = (name.removeprefix(root) for name in archive.namelist() if name.startswith(root))
        yield ExportFiles(
            path=path,
            names=frozenset(names),
            open=lambda name: _opened(lambda: archive.open(root + name)),
            share=lambda name: _share(archive.getinfo(root + name)),
            on_bytes=on_bytes,
        )


def _opened(open_it: Callable[[], _T]) -> _T:
    """Open a zip, or a file in it; whatever zipfile raises for a damaged one becomes BadZipFile."""
    try:
        return open_it()
    except (ValueError, NotImplementedError, RuntimeError, struct.error) as error:
        raise zipfile.BadZipFile from error


def _share(info: zipfile.ZipInfo) -> float:
    return info.compress_size / max(info.file_size, 1)


def _root(names: list[str]) -> str:
    """Find the folder inside a zip that the export lies in, if it was packed with one."""
    lists = [PurePosixPath(name) for name in names if PurePosixPath(name).name in LISTS]
    lists = [path for path in lists if path.parts[0] != "__MACOSX"]
    top = min(lists, key=lambda path: len(path.parts), default=PurePosixPath("x")).parent
    return "" if top == PurePosixPath() else f"{top}/"


def _vet(infos: list[zipfile.ZipInfo], size: int, path: str) -> None:
    unfolded = sum(info.file_size for info in infos)
    if len(infos) > MOST_FILES:
        raise TranscriptError(path, None, f"the zip holds more than {MOST_FILES:,} files", _UNPACK)
    if unfolded > LARGEST_UNFOLDED or unfolded > max(MOST_UNFOLDING * size, HARMLESS):
        raise TranscriptError(path, None, "the zip would unfold to far more than it is", _UNPACK)
    for info in infos:
        if what := _wrong_with(info):
            raise TranscriptError(path, None, what, _UNPACK)


def _wrong_with(info: zipfile.ZipInfo) -> str:
    """Say what keeps a file in a zip from being read, or nothing.

    Nothing is ever unpacked to the disk, but a name that leads outside shows ill will.
    """
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return "the zip holds a file whose name leads outside of it"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "the zip holds a link instead of a file"
    if info.flag_bits & 1:
        return "the zip is locked by a password"
    if info.compress_type not in _METHODS:
        return "the zip is packed in a way that can't be read"
    return ""

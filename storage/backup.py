"""A backup of a SQLite database while Heed runs: whole, or not there at all."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from bot.runtime.ports import StorageError
from storage.database import file_of, parse
from storage.errors import explained, place_of
from storage.tables import install_states, passes

_PATIENCE: Final = 30.0  # seconds that a writer is waited for
_OWNER_ONLY: Final = 0o600
_OF_THE_HOUR: Final = (passes.name, install_states.name)
"""Tables that a backup leaves empty: links to boards that were used or ended mustn't open again."""


def back_up(url: str | URL, to: Path) -> int:
    """Copy the database to a new file, as it stands at one moment; its size in bytes comes back.

    Who writes meanwhile isn't held up. The copy is checked, written to the disk and only then given
    its name; it can be read by its owner alone. Raises StorageError where there is nothing to copy,
    where `to` exists, and where the copy can't be made.
    """
    source = _source(parse(url))
    if to.exists():
        raise StorageError(f"{to} exists already; choose another name, or remove it")
    if not to.absolute().parent.is_dir():
        raise StorageError(f"the folder {to.absolute().parent} doesn't exist; make it")
    half = to.with_name(f".{to.name}.{os.getpid()}.half")
    with explained(parse(url)):
        try:
            os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER_ONLY))
            _copy(source, half)
            _put_in_place(half, to)
        except FileExistsError:
            raise StorageError(f"{to} was made by somebody else in the meantime") from None
        except OSError as error:
            raise StorageError(f"{to} can't be written: {error.strerror or error}") from error
        finally:
            half.unlink(missing_ok=True)
    return to.stat().st_size


def _source(url: URL) -> Path:
    if url.get_backend_name() != "sqlite":
        left_out = " ".join(f"--exclude-table-data={name}" for name in _OF_THE_HOUR)
        raise StorageError(
            "PostgreSQL is backed up with its own tool, while Heed runs: "
            f"pg_dump --format=custom {left_out} --file=heed.dump {_for_pg_dump(url)}"
        )
    path = Path(file_of(url))
    if not path.is_file():
        raise StorageError(f"{place_of(url)} isn't there, so there is nothing to back up")
    return path


def _for_pg_dump(url: URL) -> str:
    """The address as pg_dump takes it, without its password: it asks, or reads ~/.pgpass."""
    return URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string()


def _copy(source: Path, half: Path) -> None:
    """Copy in one step: pages taken one by one would begin anew with every write meanwhile."""
    with (
        closing(_open(source)) as old,
        closing(_open(half)) as new,
    ):
        old.backup(new, pages=-1)
        # One file, with no log beside it; Heed sets its own mode again when it opens it.
        new.execute("PRAGMA journal_mode = DELETE")
        found = [row[0] for row in new.execute("PRAGMA integrity_check")]
        if found != ["ok"]:
            raise StorageError(
                f"the copy of {source} is damaged, so it wasn't kept; so is the original"
            )
        for name in _OF_THE_HOUR:
            _leave_out(new, name)


def _leave_out(copy: sqlite3.Connection, table: str) -> None:
    """Overwrite what stands in a table of the copy; an older schema may not have it."""
    copy.execute("PRAGMA secure_delete = ON")
    there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if copy.execute(there, (table,)).fetchone():
        copy.execute(f"DELETE FROM {table}")  # noqa: S608 - one of our own tables' names


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)


def _put_in_place(half: Path, to: Path) -> None:
    """Give the copy its name; a link, unlike a rename, never takes another file's place."""
    _sync(half)
    try:
        os.link(half, to)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links
        half.rename(to)
    _sync(to.absolute().parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

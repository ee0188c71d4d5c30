"""What the database's errors mean to the admin."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.runtime.ports import StorageError


class SchemaNewerError(StorageError):
    """The database was written by a newer Heed than this one."""


_SQLITE: Final = {
    "SQLITE_BUSY": "is locked by another program; stop it, or try again in a moment",
    "SQLITE_LOCKED": "is locked by another program; stop it, or try again in a moment",
    "SQLITE_CANTOPEN": "can't be opened; check its folder and who may write there",
    "SQLITE_READONLY": "can't be written; check who may write the file and its folder",
    "SQLITE_NOTADB": "isn't a SQLite database; choose another file",
    "SQLITE_CORRUPT": "is damaged; put a backup in its place",
    "SQLITE_FULL": "has no room left on its disk; make some",
    "SQLITE_IOERR": "can't be read or written: its disk fails",
}


def place_of(url: URL) -> str:
    """What to call the database in a message: its file or its host, never its password."""
    return f"the database {url.render_as_string(hide_password=True)}"


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the driver's errors into StorageError, with words for the admin.

    Neither statements nor values are repeated: somebody's words may be among them.
    """
    try:
        yield
    except DBAPIError as error:
        raise StorageError(f"{place_of(url)} {_meaning(error.orig)}") from error
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(f"{place_of(url)} can't be used ({type(error).__name__})") from error


def _meaning(error: BaseException | None) -> str:
    name = getattr(error, "sqlite_errorname", "")
    for code, meaning in _SQLITE.items():
        if name == code or name.startswith(f"{code}_"):
            return meaning
    return f"reports: {error}" if name else f"can't be reached ({type(error).__name__})"

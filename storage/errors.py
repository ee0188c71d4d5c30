"""What the database's errors mean to the admin."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncpg
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.runtime.ports import StorageConflictError, StorageError


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
# PostgreSQL's own codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL: Final = {
    "08": "can't be reached",
    "28": "refuses the user or the password; mend DATABASE_URL",
    "3D000": "doesn't exist on that server; make it, or mend DATABASE_URL",
    "3F": "has no such schema; make it, or mend DATABASE_URL",
    "42501": "doesn't give this user the right to do that; its owner has to",
    "42P01": "has lost a table; put a backup in its place",
    "53100": "has no room left on its disk; make some",
    "53300": "has no connection left; raise its max_connections, or run fewer replicas",
    "55P03": "is held up by somebody who doesn't let go of a row",
    "57014": "took too long",
    "57P": "is stopping or starting; Heed goes on when it is back",
    "25006": "takes no changes now: it is a copy, or its disk is full",
}
# What the drivers raise past SQLAlchemy. The client's own is no InterfaceError: it comes where a
# connection is ended by the server at the very moment of a statement.
_DRIVERS: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    sqlite3.Error,
)
# Two transactions were in each other's way, and PostgreSQL ended one; it may be tried again.
_CONFLICTS: Final = frozenset({"40001", "40P01"})


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
        raise _error(url, error.orig) from error
    except _DRIVERS as error:
        raise _error(url, error) from error
    except OSError as error:
        raise StorageError(f"{place_of(url)} {_unreachable(error)}") from error
    except SQLAlchemyError as error:
        raise StorageError(f"{place_of(url)} can't be used ({type(error).__name__})") from error


def _error(url: URL, error: BaseException | None) -> StorageError:
    kind = StorageConflictError if _sqlstate(error) in _CONFLICTS else StorageError
    return kind(f"{place_of(url)} {_meaning(error)}")


def _sqlstate(error: BaseException | None) -> str:
    return getattr(error, "sqlstate", None) or ""


def _meaning(error: BaseException | None) -> str:
    state = _sqlstate(error)
    for code, meaning in _POSTGRESQL.items():
        if state.startswith(code):
            return f"{meaning} ({state})"
    name = getattr(error, "sqlite_errorname", "")
    for code, meaning in _SQLITE.items():
        if name == code or name.startswith(f"{code}_"):
            return meaning
    if name:
        return f"reports: {error}"
    # PostgreSQL's own texts may repeat a row, so only its code is said.
    return f"reports an error ({state})" if state else f"can't be reached ({type(error).__name__})"


def _unreachable(error: OSError) -> str:
    return f"can't be reached ({error.strerror or type(error).__name__})"

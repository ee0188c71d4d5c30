"""Ways for a database to go away, each for as long as its block lasts."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, event

from benchmarks.postgres import Postgres

Away = Callable[[], AbstractAsyncContextManager[None]]

UNLIMITED: Final = 2**30  # pages
DISK: Final = "16m"  # the database, its log, and a little more
_HOLD: Final = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30) as database:
    database.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    sys.stdin.read()
"""


def stopped(server: Postgres) -> Away:
    """PostgreSQL is stopped as by a crash, and started again."""

    @asynccontextmanager
    async def away() -> AsyncIterator[None]:
        await asyncio.to_thread(server.stop, mode="immediate")
        yield
        await asyncio.to_thread(server.start)

    return away


def locked(file: Path) -> Away:
    """Another process holds the SQLite file."""

    @asynccontextmanager
    async def away() -> AsyncIterator[None]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _HOLD,
            str(file),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        await process.stdout.readline()
        yield
        process.stdin.close()
        await process.wait()

    return away


def full(folder: Path) -> Away:
    """The disk that the folder lies on is full to its last byte."""

    @asynccontextmanager
    async def away() -> AsyncIterator[None]:
        filler = folder / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                os.fsync(file.fileno())
        yield
        filler.unlink()

    return away


@contextmanager
def small_file() -> Iterator[Away]:
    """A way for SQLite to run out of room that needs no root: its files may grow by no page.

    SQLite answers as on a full disk. What fits into the pages that are there can still be written.
    """
    pages = UNLIMITED

    def limit(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            # Never lower than what there is: https://www.sqlite.org/pragma.html#pragma_max_page_count
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    @asynccontextmanager
    async def away() -> AsyncIterator[None]:
        nonlocal pages
        pages = 1
        yield
        pages = UNLIMITED

    event.listen(Engine, "begin", limit)
    try:
        yield away
    finally:
        event.remove(Engine, "begin", limit)


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system in memory that holds little. Raises PermissionError where it can't be made."""
    folder = Path(tempfile.mkdtemp(prefix="heed-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    try:
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            raise PermissionError("only root may make a small file system to fill")
        try:
            yield folder
        finally:
            subprocess.run(["umount", str(folder)], check=True)  # noqa: S607 - the system's own
    finally:
        shutil.rmtree(folder)

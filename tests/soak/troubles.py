"""What befalls a soak, and when; and the databases that can be taken away in it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.postgres import postgres
from tests.outage.away import Away, locked, stopped
from tests.soak.trial import Happens, Trouble

DATABASES: Final = ("sqlite", "postgresql")
AWAY: Final = 6.0  # seconds


def long(seconds: float) -> Sequence[Happens]:
    """Restarts in the first half, and what Heed needs goes away throughout.

    The last life is left alone for long enough for its memory to be judged.
    """
    part = seconds / 12
    return [
        Happens(at=1 * part, trouble=Trouble.KILLED),
        Happens(at=2 * part, trouble=Trouble.STOPPED),
        Happens(at=3 * part, trouble=Trouble.DATABASE, seconds=AWAY),
        Happens(at=4 * part, trouble=Trouble.KILLED),
        Happens(at=5 * part, trouble=Trouble.STOPPED_WITHOUT, seconds=AWAY / 2),
        Happens(at=7 * part, trouble=Trouble.SLACK, seconds=AWAY),
        Happens(at=9 * part, trouble=Trouble.DATABASE, seconds=AWAY),
    ]


def short() -> Sequence[Happens]:
    """One of each, within a minute."""
    return [
        Happens(at=10.0, trouble=Trouble.KILLED),
        Happens(at=22.0, trouble=Trouble.DATABASE, seconds=3.0),
        Happens(at=32.0, trouble=Trouble.STOPPED),
        Happens(at=46.0, trouble=Trouble.SLACK, seconds=3.0),
    ]


@contextmanager
def database(which: str, folder: Path) -> Iterator[tuple[str, Away]]:
    """An empty database of that kind, and a way to take it away for a while."""
    if which == "sqlite":
        file = folder / "heed.db"
        yield f"sqlite:///{file}?timeout=1", locked(file)
        return
    with postgres() as server:
        yield server.make().render_as_string(hide_password=False), stopped(server)

"""What can be tried before a start: database, port, addresses, tokens. Nothing is written."""

import asyncio
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import URL

from bot.cli.discord_probes import check_discord
from bot.cli.listener_probes import check_listener
from bot.cli.slack_probes import check_slack
from bot.cli.watching_probes import check_watching
from bot.config import Loaded, Settings
from bot.config.places import is_this_machine
from bot.config.watching import OFF, Apart
from bot.domain.findings import Finding, Level
from bot.runtime.ports import StorageError
from storage import status

DATABASE_TIMEOUT = 10.0
"""Seconds after which a database that doesn't answer counts as unreachable."""
_OTHERS = stat.S_IRGRP | stat.S_IROTH


async def findings(loaded: Loaded) -> list[Finding]:
    """Try everything that can be tried, in the order of reading."""
    settings = loaded.settings
    return [
        await check_database(settings.database_url),
        check_port(settings.host, settings.port),
        *check_figures_port(settings.metrics),
        check_public_url(settings.public_url),
        check_encryption(settings),
        *check_run_by(settings),
        *check_file(loaded),
        *check_watching(settings),
        *await check_slack(loaded),
        *await check_discord(loaded),
        *await check_listener(loaded),
        *check_lookalikes(loaded),
    ]


# ------------------------------------------------------------------------------------- database


_MEND_DATABASE = "Mend DATABASE_URL, or what it points to."


async def check_database(url: URL) -> Finding:
    """Look at the database and its schema; a SQLite file that isn't there yet isn't made."""
    if url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}:
        path = Path(str(url.database))
        return _check_place(path) or await _check_opening(url)
    return await _check_opening(url)


def _check_place(path: Path) -> Finding | None:
    """Look at a SQLite file's place; None where the file is there and may be opened."""
    folder = path.absolute().parent
    if not folder.is_dir():
        return Finding(
            level=Level.PROBLEM,
            what=f"The database's folder {folder} isn't there",
            mend="Make it, or set DATABASE_URL to another place.",
        )
    # SQLite keeps its log beside the file, so the folder has to be writable too.
    if locked := next((place for place in (folder, path) if _is_locked(place)), None):
        return Finding(
            level=Level.PROBLEM,
            what=f"Heed may not write to {locked}",
            mend="Give its user the right to, or set DATABASE_URL to another place.",
        )
    if path.exists():
        return None
    return Finding(level=Level.OK, what=f"The database {path} will be made at the first start")


def _is_locked(path: Path) -> bool:
    return path.exists() and not os.access(path, os.W_OK)


async def _check_opening(url: URL) -> Finding:
    shown = url.render_as_string(hide_password=True)
    try:
        async with asyncio.timeout(DATABASE_TIMEOUT):
            found = await status(url)
    except TimeoutError:
        return Finding(
            level=Level.PROBLEM,
            what=f"The database {shown} doesn't answer within {DATABASE_TIMEOUT:.0f} s",
            mend=_MEND_DATABASE,
        )
    except StorageError as error:
        return Finding(level=Level.PROBLEM, what=_sentence(error), mend=_MEND_DATABASE)
    if found.up_to_date:
        return Finding(level=Level.OK, what=f"The database {shown} can be opened")
    return Finding(
        level=Level.OK,
        what=f"The database {shown} can be opened. The next start gives it this version's schema",
    )


def _sentence(error: StorageError) -> str:
    """The error's own words as a finding: a capital letter, and no full stop."""
    text = str(error).rstrip(".")
    return text[:1].upper() + text[1:]


# ---------------------------------------------------------------------------------------- server


def check_port(host: str, port: int, setting: str = "HEED_PORT") -> Finding:
    """Bind the port for a moment, as the server will; `setting` is where it is written."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        return Finding(
            level=Level.PROBLEM,
            what=f"Port {port} on {host} can't be used ({error.strerror})",
            mend=f"Stop what listens there (is Heed running already?), or set {setting}.",
        )
    return Finding(level=Level.OK, what=f"Port {port} on {host} is free")


def check_figures_port(figures: Apart | None) -> list[Finding]:
    """A port of the figures' own has to be free as well."""
    if figures is None or figures == OFF:
        return []
    return [check_port(figures.host, figures.port, "HEED_METRICS")]


def check_public_url(url: str | None) -> Finding:
    """Links to a board carry a key, so outside this machine they have to be encrypted."""
    if url is None:
        return Finding(
            level=Level.NOTE,
            what="HEED_PUBLIC_URL isn't set, so no links to the server are sent",
        )
    if url.startswith("https://") or is_this_machine(urlsplit(url).hostname or ""):
        return Finding(level=Level.OK, what=f"HEED_PUBLIC_URL is {url}")
    return Finding(
        level=Level.PROBLEM,
        what="HEED_PUBLIC_URL isn't encrypted (http)",
        mend="Put a proxy with a certificate before Heed, and write https://…",
    )


def check_encryption(settings: Settings) -> Finding:
    """Say plainly how text lies on the disk."""
    keys = len(settings.encryption_keys)
    if not keys:
        return Finding(
            level=Level.NOTE,
            what="No encryption key is set: kept text lies in the database as it is",
        )
    older = f", and {keys - 1} more can be read" if keys > 1 else ""
    return Finding(
        level=Level.OK, what=f"Kept text is encrypted with the first of HEED_ENCRYPTION_KEYS{older}"
    )


def check_run_by(settings: Settings) -> list[Finding]:
    """A room's notice says who runs Heed, where the settings do."""
    if settings.run_by:
        return []
    what = "HEED_RUN_BY isn't set, so the notice in each room can't say who runs Heed"
    return [Finding(level=Level.NOTE, what=what, mend="Set it to a name that people there know.")]


def check_file(loaded: Loaded) -> Iterator[Finding]:
    """Whoever may read the file of settings has the tokens that stand in it."""
    for place in sorted({each.place for each in loaded.origins.values() if each.line}):
        if os.name == "posix" and Path(place).stat().st_mode & _OTHERS:
            yield Finding(
                level=Level.NOTE,
                what=f"{place} can be read by other users of this machine",
                mend=f"chmod 600 {place}",
            )


# ------------------------------------------------------------------------------------- spelling


def check_lookalikes(loaded: Loaded) -> Iterator[Finding]:
    """Point at names that nearly spell a setting: they are read by nobody."""
    for origin, name, near in loaded.lookalikes:
        yield Finding(
            level=Level.PROBLEM,
            what=f"{origin}: {name} is no setting",
            mend=f"Did you mean {near}?",
        )

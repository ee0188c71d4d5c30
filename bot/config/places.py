"""How hosts, ports, web and database addresses are written.

Every parser takes stripped, non-empty text and raises UnfitError with words for the admin. Every
renderer writes a form that its parser reads back as the same value.
"""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.config.problems import UnfitError, is_token, shown

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)*")
_POSTGRESQL = {"postgres", "postgresql", "postgresql+asyncpg"}
_SQLITE = {"sqlite", "sqlite+aiosqlite"}


def parse_port(text: str) -> int:
    """Read a port, 0 for any that is free."""
    if re.fullmatch(r"\d{1,5}", text, re.ASCII) and int(text) <= 65535:  # noqa: PLR2004 - 16 bits
        return int(text)
    raise UnfitError(f"{shown(text)} isn't a port", "Write a number from 1 to 65535.")


def parse_host(text: str) -> str:
    """Read the address to listen on: a host's name or an IP address."""
    try:
        return str(ip_address(text.strip("[]")))
    except ValueError:
        if _HOST.fullmatch(text) and not is_token(text):
            return text
    raise UnfitError(
        f"{shown(text)} isn't an address to listen on",
        "Write 127.0.0.1 for this machine alone, or 0.0.0.0 for every network.",
    )


def is_this_machine(host: str) -> bool:
    """Whether a host's name or number is this machine's own, that no other can reach."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def parse_web_address(text: str) -> str:
    """Read an http or https address, without a slash at its end."""
    try:
        parts = urlsplit(text)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port  # raises ValueError unless it is one
    except ValueError:
        fits = False
    if not fits or re.search(r"\s", text):
        raise UnfitError(f"{shown(text)} isn't a web address")
    if parts.query or parts.fragment or parts.username:
        raise UnfitError("the address holds more than scheme, host, port and path")
    return text.rstrip("/")


def parse_database(text: str) -> URL:
    """Read a database address, with the asynchronous driver put in where none was named."""
    mend = "Write sqlite:///heed.db, or postgresql://user:password@host/database."
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # The text isn't quoted, since it may hold a password.
        raise UnfitError("this isn't the address of a database", mend) from None
    if url.drivername in _SQLITE:
        return url.set(drivername="sqlite+aiosqlite")
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+asyncpg")
    raise UnfitError(f"Heed can't use {shown(url.drivername)} as a database", mend)


def render_database(url: URL) -> str:
    """Write a database address with its password hidden."""
    return url.render_as_string(hide_password=True)

"""Tickets: what a link to a board carries, and the cookie that it is exchanged for.

Signed and sealed by Fernet (of the cryptography package): nobody can make or change one, or read in
it whose it is; it is compared in constant time, and ends by itself. Links and cookies have keys of
their own, both made from the installation's secret, so neither is taken for the other.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from bot.domain.answers import BOARD_LASTS
from bot.runtime.ports import Pass

# What keys are made for.
LINKS: Final = "board links"
COOKIES: Final = "board cookies"

AT_MOST: Final = 2_000
"""Characters of a ticket; longer ones aren't looked at."""


class Tickets:
    """Writes and reads tickets of one kind, with a key (32 bytes) that serves nothing else."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(urlsafe_b64encode(key))

    def write(self, granted: Pass) -> str:
        """The pass as a ticket: letters, digits, `-`, `_` and `=`; it ends when the pass does."""
        said = json.dumps([granted.id, granted.room, granted.member])
        began = int(granted.until - BOARD_LASTS)
        return self._fernet.encrypt_at_time(said.encode(), began).decode()

    def read(self, text: str, now: float) -> Pass | None:
        """The pass that a ticket stands for (now in epoch seconds).

        None where it isn't one of ours, or has ended.
        """
        if len(text) > AT_MOST or not _is_canonical(text):
            return None
        try:
            said = self._fernet.decrypt_at_time(text, int(BOARD_LASTS), int(now))
            began = self._fernet.extract_timestamp(text)
        except InvalidToken:
            return None
        name, room, member = json.loads(said)
        return Pass(id=name, room=room, member=member, until=began + BOARD_LASTS)


def _is_canonical(text: str) -> bool:
    """Whether it is the one way to write these bytes: others would read as the same ticket."""
    try:
        return urlsafe_b64encode(urlsafe_b64decode(text)).decode() == text
    except ValueError:
        return False


def tickets(key_for: Callable[[str], bytes]) -> tuple[Tickets, Tickets]:
    """Those of links and those of cookies; `key_for` makes a key for a purpose."""
    return Tickets(key_for(LINKS)), Tickets(key_for(COOKIES))

"""What every platform is given."""

from dataclasses import dataclass

from bot.bootstrap.board import BoardHouse
from bot.runtime.companion import Companion
from bot.runtime.ports import Clock, Reception
from bot.runtime.privacy import Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The companion, and what stands around it.

    There are boards where Heed has an address on the web.
    """

    companion: Companion
    reception: Reception
    privacy: Privacy
    clock: Clock
    boards: BoardHouse | None = None
